"""Checks that the record is what was written: the chain, the payloads, the preserved bytes, and every span against its words."""

import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from montjoie.ids import digest
from montjoie.record.chain import chain_faults, payload_hash
from montjoie.record.codec import READING
from montjoie.record.given import quotes_digest, reading_spans
from montjoie.record.store import Store

MAX_FAULTS = 50  # what one check lists at most


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What was checked, and what is wrong."""

    entries: int
    documents: int
    readings: int
    spans: int
    masked: int
    head: str | None
    faults: tuple[str, ...]


def verify(store: Store, *, head: str | None = None) -> Verified:
    """Check everything; `head` is a hash printed earlier, which finds a tail that was cut off."""
    with store.snapshot():
        check = _Check(store)
        check.run(head)
    last = store.head()
    return Verified(
        entries=last.seq if last else 0,
        documents=check.documents,
        readings=check.readings,
        spans=check.spans,
        masked=len(check.masked),
        head=last.hash if last else None,
        faults=tuple(check.faults[:MAX_FAULTS]),
    )


class _Check:
    def __init__(self, store: Store) -> None:
        self.store = store
        self.faults: list[str] = []
        self.documents = self.readings = self.spans = 0
        self.masked: dict[str, str] = {}  # preserved bytes that a redaction named, with the digest of what stands there now
        self.emptied: set[str] = set()  # payloads that a redaction named

    def run(self, head: str | None) -> None:
        for row in self.store.rows("PRAGMA quick_check(5)"):
            if row[0] != "ok":
                self.faults.append(f"the file is damaged: {row[0]}")
        self.faults += chain_faults(self.store.entries())
        self._head(head)
        self._redactions()
        self.faults += self._payloads()
        self.faults += self._bytes()
        texts = self._documents()
        self.faults += self._readings(texts)
        self.faults += self._settled(texts)

    def _head(self, head: str | None) -> None:
        last = self.store.head()
        most = self.store.row("SELECT max(seq) FROM natural_key")
        if most and most[0] and (last is None or most[0] > last.seq):
            self.faults.append(f"the chain ends at entry {last.seq if last else 0}, but entry {most[0]} was written: the tail was cut off")
        if head and not self.store.row("SELECT 1 FROM entry WHERE hash = ?", (head.lower(),)):
            self.faults.append(f"the head {head[:16]}… is not in the chain: entries after or before it were cut off or changed")

    def _redactions(self) -> None:
        for entry in self.store.entries(kind="decision"):
            payload = self._loaded(entry.payload_hash)
            if payload and payload.get("what") == "redact":
                self.masked |= payload.get("blobs", {})
                self.emptied |= set(payload.get("emptied", ()))

    def _payloads(self) -> Iterator[str]:
        rows = self.store.rows(
            "SELECT e.seq, e.payload_hash, p.salt, p.bytes FROM entry e LEFT JOIN payload p ON p.hash = e.payload_hash ORDER BY 1"
        )
        for seq, hashed, salt, body in rows:
            if salt is None:
                yield f"entry {seq} has lost its payload"
            elif body is None:
                if hashed not in self.emptied:
                    yield f"the payload of entry {seq} was emptied and no redaction says so"
            elif payload_hash(salt, _inflated(body)) != hashed:
                yield f"the payload of entry {seq} is not what was written"

    def _bytes(self) -> Iterator[str]:
        for hashed, body, masked in self.store.rows("SELECT hash, bytes, masked FROM blob ORDER BY hash"):
            if masked is None and (body is None or digest(_inflated(body)) != hashed):
                yield f"the preserved bytes {hashed[:16]}… are not what was kept"
            if masked is not None:
                now = digest(_inflated(body)) if body is not None else ""
                if self.masked.get(hashed) != now:
                    yield f"the preserved bytes {hashed[:16]}… were changed and no redaction says so"

    def _documents(self) -> dict[str, str]:
        """Return the text digest of each document."""
        texts: dict[str, str] = {}
        for entry in self.store.entries(kind="document"):
            payload = self._loaded(entry.payload_hash)
            if payload:
                texts[entry.subject] = payload["text"]
                if not self.store.row("SELECT 1 FROM blob WHERE hash = ?", (payload["text"],)):
                    self.faults.append(f"the text of document {entry.subject} is gone")
        self.documents = len(texts)
        return texts

    def _readings(self, texts: dict[str, str]) -> Iterator[str]:
        for entry in self.store.entries(kind="reading"):
            payload = self._loaded(entry.payload_hash)
            if not payload:
                continue
            self.readings += 1
            reading = READING.validate_python(payload["reading"])
            spans = reading_spans(reading)
            self.spans += len(spans)
            text = self._text(texts.get(entry.subject))
            if text is None:
                yield f"reading {entry.seq} is of document {entry.subject}, whose text is not here"
            elif any(span.end > len(text) for span in spans):
                yield f"reading {entry.seq} quotes beyond the end of document {entry.subject}"
            elif texts[entry.subject] not in self.masked and quotes_digest(reading, text) != payload["quotes"]:
                yield f"the words that reading {entry.seq} quotes are not what stands in document {entry.subject}"

    def _settled(self, texts: dict[str, str]) -> Iterator[str]:
        lengths: dict[str, int] = {}
        for entry in self.store.entries(kind="settled"):
            for where in _places(self._loaded(entry.payload_hash)):
                document, start, end = where["document"], where["start"], where["end"]
                if document not in lengths:
                    lengths[document] = len(self._text(texts.get(document)) or "")
                self.spans += 1
                if not 0 <= start < end <= lengths[document]:
                    yield f"entry {entry.seq} points to characters {start} to {end} of document {document}, which do not exist"

    def _text(self, hashed: str | None) -> str | None:
        row = self.store.row("SELECT bytes FROM blob WHERE hash = ?", (hashed,)) if hashed else None
        return None if row is None or row[0] is None else _inflated(row[0]).decode("utf-8", "surrogatepass")

    def _loaded(self, hashed: str) -> Any:

        row = self.store.row("SELECT bytes FROM payload WHERE hash = ?", (hashed,))
        try:
            return json.loads(_inflated(row[0])) if row and row[0] is not None else None
        except ValueError:
            return None  # told by _payloads


def _inflated(body: bytes) -> bytes:
    """Return kept bytes as they were; what cannot be inflated is damaged, and stands for itself."""
    try:
        return zlib.decompress(body)
    except zlib.error:
        return b"\0damaged\0" + body


def _places(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every place in a text that settled objects point to; their bodies are JSON inside JSON."""
    if isinstance(value, str) and value.startswith("{"):
        yield from _places(json.loads(value))
    elif isinstance(value, dict):
        if {"document", "start", "end"} <= value.keys() and isinstance(value["start"], int):
            yield value
        for inner in value.values():
            yield from _places(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _places(inner)
