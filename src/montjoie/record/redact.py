"""Masks words everywhere in the record; the hashes stay, so that the chain still verifies, and the words are gone from the file."""

import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from montjoie.errors import InputError, NotInRecord
from montjoie.ids import digest
from montjoie.record.given import Decision, append_decision
from montjoie.record.store import Store, canonical

MASK = "█"
LEAST = 3  # shorter words would mask half of the language


@dataclass(frozen=True, slots=True, kw_only=True)
class Redacted:
    """What a redaction took: texts and other kept bytes that were masked, and payloads that were emptied."""

    decision: str
    documents: int
    occurrences: int
    masked: int
    emptied: int


def redact(store: Store, words: str, *, who: str, why: str) -> Redacted:
    """Mask words (any case, any spacing) in every kept text, title, address, note and list, inside a transaction.

    What arrived as bytes and holds them is emptied. Raises NotInRecord where the words are nowhere.
    """
    words = " ".join(words.split())
    if len(words) < LEAST:
        raise InputError(f"{words!r} is too short to redact: give a name of at least {LEAST} characters")
    pattern = re.compile(r"\s+".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in words.split()), re.IGNORECASE)
    if pattern.search(why) or pattern.search(who):
        raise InputError("the reason of a redaction must not hold the words that it takes out; write it without them")
    store.write("PRAGMA secure_delete = ON")
    texts = _texts(store)
    blobs, anchors = _mask_bytes(store, pattern, texts)
    emptied, cleaned = _empty_payloads(store, pattern)
    if not blobs and not emptied:
        raise NotInRecord(f"{words!r} is nowhere in the record; look for the spelling with `montjoie find`")
    decision = Decision(id="", what="redact", who=who, why=why, anchors=tuple(anchors), kind="words")
    identity = append_decision(store, decision, blobs=blobs, emptied=emptied)
    for kind, subject, payload in cleaned:
        store.append(kind, subject, payload)
    return Redacted(
        decision=identity,
        documents=len({anchor[0] for anchor in anchors}),
        occurrences=len(anchors),
        masked=len(blobs),
        emptied=len(emptied),
    )


def scrub(store: Store) -> None:
    """Rewrite the file so that nothing that was deleted can be read from it. Not inside a transaction."""
    store.write("INSERT INTO text_fts(text_fts) VALUES('optimize')")
    store.write("VACUUM")
    list(store.rows("PRAGMA wal_checkpoint(TRUNCATE)"))


def masked(text: str, pattern: re.Pattern[str]) -> str:
    """Return the text with every match masked at the same length, so that offsets stay what they were."""
    return pattern.sub(lambda match: MASK * len(match.group()), text)


def _texts(store: Store) -> dict[str, list[str]]:
    """Return the documents of each text digest."""
    texts: dict[str, list[str]] = {}
    for entry in store.entries(kind="document"):
        payload = store.payload(entry)
        if payload is not None and entry.subject not in texts.setdefault(payload["text"], []):
            texts[payload["text"]].append(entry.subject)
    return texts


def _raw(store: Store) -> set[str]:
    """Return the digests of the bytes that arrived."""
    found = set()
    for entry in store.entries(kind="capture"):
        payload = store.payload(entry)
        if payload is not None:
            found.add(payload["bytes"])
    return found


def _mask_bytes(store: Store, pattern: re.Pattern[str], texts: dict[str, list[str]]) -> tuple[dict[str, str], list[tuple[str, int, int]]]:
    raw = _raw(store) - texts.keys()
    blobs: dict[str, str] = {}
    anchors: list[tuple[str, int, int]] = []
    for hashed, body in list(store.rows("SELECT hash, bytes FROM blob WHERE bytes IS NOT NULL ORDER BY hash")):
        content = zlib.decompress(body)
        text = content.decode("utf-8", "replace" if hashed in raw else "surrogatepass")
        if not any(pattern.search(form) for form in _forms(text, hashed in raw)):
            continue
        if hashed in raw:
            store.write("UPDATE blob SET bytes = NULL, masked = 'emptied' WHERE hash = ?", (hashed,))
            blobs[hashed] = ""
            continue
        anchors += [(document, match.start(), match.end()) for document in texts.get(hashed, ()) for match in pattern.finditer(text)]
        now = masked(text, pattern).encode("utf-8", "surrogatepass")
        store.write("UPDATE blob SET bytes = ?, masked = 'masked' WHERE hash = ?", (zlib.compress(now, 6), hashed))
        blobs[hashed] = digest(now)
    return blobs, anchors


def _forms(text: str, as_arrived: bool) -> Iterator[str]:
    """Yield the ways in which words may stand in bytes that arrived: as they are, and as JSON escapes them."""
    yield text
    if as_arrived and "\\u" in text:
        yield re.sub(r"\\u([0-9a-fA-F]{4})", lambda match: chr(int(match.group(1), 16)), text)


def _empty_payloads(store: Store, pattern: re.Pattern[str]) -> tuple[list[str], list[tuple[str, str, dict[str, Any]]]]:
    """Empty the payloads that hold the words; return their hashes and, for documents, what stands in their place."""
    emptied: list[str] = []
    cleaned: list[tuple[str, str, dict[str, Any]]] = []
    for entry in list(store.entries()):
        payload = store.payload(entry)
        if payload is None or not pattern.search(canonical(payload).decode("utf-8", "replace")):
            continue
        store.write("UPDATE payload SET bytes = NULL WHERE hash = ?", (entry.payload_hash,))
        emptied.append(entry.payload_hash)
        if entry.kind in ("document", "reading", "run"):
            text = masked(canonical(payload).decode("utf-8", "surrogatepass"), pattern)
            cleaned.append((entry.kind, entry.subject, json.loads(text)))
    return emptied, cleaned
