"""The chain: each entry names the hash of the one before it, so that nothing can be changed, moved or taken out unseen."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

GENESIS = "0" * 64  # what the first entry names as the hash before it


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the record. `at` is microseconds since 1970 UTC; the payload lies apart and may be emptied by redaction."""

    seq: int
    at: int
    kind: str
    subject: str
    payload_hash: str
    previous: str
    hash: str


def entry_hash(seq: int, at: int, kind: str, subject: str, payload_hash: str, previous: str) -> str:
    """Return the hash of an entry's fields, in hex."""
    body = json.dumps([seq, at, kind, subject, payload_hash, previous], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(body.encode()).hexdigest()


def payload_hash(salt: bytes, body: bytes) -> str:
    """Return the hash of a payload; the salt keeps a redacted payload from being guessed."""
    return hashlib.sha256(salt + body).hexdigest()


def chain_faults(entries: Iterable[Entry]) -> Iterable[str]:
    """Yield a sentence for each place where entries, in order of seq, do not follow from one another."""
    previous, expected = GENESIS, 1
    for entry in entries:
        if entry.seq != expected:
            yield f"entry {entry.seq} stands where entry {expected} should: an entry was removed, added or moved"
        if entry.previous != previous:
            yield f"entry {entry.seq} does not follow from the entry before it: one of them was changed, removed or moved"
        if entry.hash != entry_hash(entry.seq, entry.at, entry.kind, entry.subject, entry.payload_hash, entry.previous):
            yield f"entry {entry.seq} ({entry.kind}) is not what was written: its fields do not give its hash"
        previous, expected = entry.hash, entry.seq + 1
