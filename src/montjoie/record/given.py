"""The given layer: what came from outside (documents, readings, lists, decisions, refusals), each kept once, and read back."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from montjoie.ids import content_id, digest, text_digest
from montjoie.record.codec import PARTS, READING
from montjoie.record.store import Store, canonical, instant, microseconds
from montjoie.schema import Document, Published, Reading, Refusal, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person decided. `document`, `start` and `end` anchor it to words, so that it outlives a new reading."""

    id: str
    what: str  # same, different, add, set, reject, undo, redact
    who: str
    why: str
    anchors: tuple[tuple[str, int, int], ...]  # (document, start, end)
    kind: str | None = None  # incident, claim, commitment, figure, document
    values: tuple[tuple[str, str], ...] = ()
    undoes: str | None = None
    at: datetime | None = None
    seq: int = 0


# ---------------------------------------------------------------- documents


def keep_document(store: Store, document: Document) -> bool:
    """Keep a document in one transaction; return whether anything of it was new."""
    with store.transaction():
        raw = store.keep(document.raw)
        facts = {
            "source_key": document.source_key,
            "given_id": document.given_id,
            "text": store.keep(document.text.encode("utf-8", "surrogatepass")),
            "title": _keep_words(store, document.title),
            "url": _keep_words(store, document.url),
            "outlet": document.outlet,
            "outlet_country": document.outlet_country,
            "published": _published_facts(document.published),
            "modified": document.modified,
            "language": document.language,
            "parts": json.loads(PARTS.dump_json(document.parts)),
        }
        captured = store.append(
            "capture",
            document.id,
            {"source_key": document.source_key, "bytes": raw, "size": len(document.raw), "origin": _keep_words(store, document.origin)},
            key=_natural("capture", document.source_key, raw, document.id),
        )
        kept = store.append("document", document.id, facts, key=_natural("document", document.id, canonical(facts).decode()))
    return kept is not None or captured is not None


def stored_document(store: Store, seq: int) -> Document:
    """Return the document of a document entry, its text as it is now (masked where redacted)."""
    entry = next(store.entries(after=seq - 1))
    facts = store.payload(entry) or {}
    published = facts.get("published")
    return Document(
        id=entry.subject,
        source_key=facts["source_key"],
        given_id=facts["given_id"],
        text=store.text(facts["text"]),
        title=store.text(facts["title"]) if facts["title"] else "",
        url=store.text(facts["url"]) if facts["url"] else None,
        outlet=facts["outlet"],
        outlet_country=facts["outlet_country"],
        published=None
        if published is None
        else Published(
            at=published["at"],
            precision=published["precision"],
            not_after=instant(published["not_after"]) or datetime.max.replace(tzinfo=UTC),
        ),
        modified=facts["modified"],
        language=facts["language"],
        parts=PARTS.validate_python(facts["parts"]),
    )


def _published_facts(published: Published | None) -> dict[str, Any] | None:
    if published is None:
        return None
    return {"at": published.at, "precision": published.precision, "not_after": microseconds(published.not_after)}


def _keep_words(store: Store, words: str | None) -> str | None:
    """Keep words apart from the chain, where redaction reaches them, and return their digest."""
    return store.keep(words.encode("utf-8", "surrogatepass")) if words else None


def _natural(*parts: str) -> str:
    return digest(canonical(list(parts)))


# ---------------------------------------------------------------- readings


def keep_reading(store: Store, reading: Reading, text: str) -> bool:
    """Keep a reading of a document; return whether it was new. Words that the text does not have are kept apart from the chain."""
    with store.transaction():
        stored = _with_words(reading, lambda words: f"blob:{store.keep(words.encode('utf-8', 'surrogatepass'))}")
        body = READING.dump_python(stored, mode="json", exclude_defaults=True)
        payload = {"reading": body, "text": text_digest(text), "quotes": quotes_digest(stored, text)}
        return store.append("reading", reading.document, payload, key=_natural("reading", canonical(payload).decode())) is not None


def stored_readings(store: Store, document: str) -> Iterator[Reading]:
    """Yield the readings kept of a document, oldest first."""
    for entry in store.rows("SELECT seq FROM entry WHERE kind = 'reading' AND subject = ? ORDER BY seq", (document,)):
        payload = store.payload(next(store.entries(after=entry[0] - 1)))
        if payload is not None:
            yield _with_words(READING.validate_python(payload["reading"]), lambda words: store.text(words.removeprefix("blob:")))


def reading_spans(reading: Reading) -> tuple[Span, ...]:
    """Return every span of a reading, in order of place in the reading."""
    found: list[Span] = []
    _walk(READING.dump_python(reading), found)
    return tuple(found)


def quotes_digest(reading: Reading, text: str) -> str:
    """Return a digest of all the words that a reading quotes, in order: what `verify` holds the text against."""
    return digest(canonical([text[span.start : span.end] for span in reading_spans(reading)]))


def _walk(value: Any, found: list[Span]) -> None:
    if isinstance(value, dict):
        if value.keys() == {"start", "end"} and isinstance(value["start"], int):
            found.append(Span(start=value["start"], end=value["end"]))
        else:
            for inner in value.values():
                _walk(inner, found)
    elif isinstance(value, list | tuple):
        for inner in value:
            _walk(inner, found)


def _with_words(reading: Reading, change: Any) -> Reading:
    """Return the reading with every free string of it (a name or unit that the text does not have) changed."""

    def changed(words: Span | str | None) -> Span | str | None:
        return change(words) if isinstance(words, str) else words

    incidents = tuple(
        replace(incident, toll=tuple(replace(figure, unit=changed(figure.unit)) for figure in incident.toll))
        for incident in reading.incidents
    )
    return replace(reading, incidents=incidents, claims=tuple(replace(claim, who=changed(claim.who)) for claim in reading.claims))


# ---------------------------------------------------------------- lists, refusals, decisions


def keep_list(store: Store, kind: str, content: bytes) -> bool:
    """Keep a user's list ("gazetteer" or "actors"), in force from here on; return whether it was new."""
    if list_in_force(store, kind) == content:
        return False
    with store.transaction():
        store.append("list", kind, {"bytes": store.keep(content)})
    return True


def list_in_force(store: Store, kind: str) -> bytes | None:
    """Return the bytes of the newest list of a kind, or None."""
    row = store.row("SELECT seq FROM entry WHERE kind = 'list' AND subject = ? ORDER BY seq DESC LIMIT 1", (kind,))
    if row is None:
        return None
    payload = store.payload(next(store.entries(after=row[0] - 1)))
    return None if payload is None else store.kept(payload["bytes"])


def keep_refusal(store: Store, refusal: Refusal) -> bool:
    """Keep what could not be done; return whether it was new."""
    with store.transaction():
        words = _keep_words(store, json.dumps([refusal.subject, refusal.detail], ensure_ascii=False))
        payload = {"stage": refusal.stage, "code": refusal.code, "words": words}
        return store.append("refusal", refusal.code, payload, key=_natural("refusal", canonical(payload).decode())) is not None


def refusals(store: Store) -> Iterator[tuple[datetime, Refusal]]:
    """Yield what could not be done, with when, oldest first."""
    for entry in store.entries(kind="refusal"):
        payload = store.payload(entry)
        kept = store.text(payload["words"]) if payload else ""
        if payload and kept:
            subject, detail = json.loads(kept)
            yield (
                instant(entry.at) or datetime.now(UTC),
                Refusal(subject=subject, stage=payload["stage"], code=payload["code"], detail=detail),
            )


def keep_decision(store: Store, decision: Decision) -> str:
    """Keep a person's decision and return its id; the reason and the values are kept apart from the chain."""
    with store.transaction():
        return append_decision(store, decision)


def append_decision(store: Store, decision: Decision, **facts: Any) -> str:
    """Append a decision inside a transaction; its id comes from its content and its place in the chain."""
    same = {"what": decision.what, "of": decision.kind, "anchors": json.dumps(decision.anchors), "undoes": decision.undoes}
    said = json.dumps([decision.who, decision.why, decision.values])
    earlier = {entry.subject for entry in store.entries(kind="decision")}
    nth = next(n for n in range(len(earlier) + 1) if content_id("decision", **same, said=said, nth=n) not in earlier)
    identity = content_id("decision", **same, said=said, nth=nth)
    words = _keep_words(store, json.dumps([decision.who, decision.why, decision.values], ensure_ascii=False))
    payload = {
        "what": decision.what,
        "kind": decision.kind,
        "anchors": decision.anchors,
        "words": words,
        "undoes": decision.undoes,
        **facts,
    }
    store.append("decision", identity, payload)
    return identity


def decisions(store: Store, *, in_force: bool = True) -> tuple[Decision, ...]:
    """Return the decisions in order; those that a later one undid are left out unless asked for."""
    found: list[Decision] = []
    for entry in store.entries(kind="decision"):
        payload = store.payload(entry)
        if payload is None:
            continue
        kept = store.text(payload["words"]) if payload["words"] else ""
        who, why, values = json.loads(kept) if kept else ("", "", [])
        found.append(
            Decision(
                id=entry.subject,
                what=payload["what"],
                who=who,
                why=why,
                anchors=tuple((a[0], a[1], a[2]) for a in payload["anchors"]),
                kind=payload["kind"],
                values=tuple((v[0], v[1]) for v in values),
                undoes=payload["undoes"],
                at=instant(entry.at),
                seq=entry.seq,
            )
        )
    undone: set[str] = set()
    for decision in reversed(found):  # an undo that is itself undone has no effect
        if decision.what == "undo" and decision.undoes and decision.id not in undone:
            undone.add(decision.undoes)
    return tuple(d for d in found if not in_force or (d.id not in undone and d.what != "undo"))
