"""A reading → the codebook's JSON (section 5): every quotation with its offsets, and what its words were resolved to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from montjoie.ids import text_digest
from montjoie.schema import ClaimRead, CommitmentRead, Document, Figure, IncidentRead, PlaceWords, Reading, Span, When, Where

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """What the places and the time of each incident were resolved to, by the incident's item."""

    wheres: Mapping[str, tuple[Where, ...]] = field(default_factory=dict)
    whens: Mapping[str, When] = field(default_factory=dict)


def written(document: Document, reading: Reading, resolved: Resolved | None = None) -> Json:
    """Return a reading as the codebook's JSON; fields without a value are left out."""
    text, known = document.text, resolved or Resolved()
    return {
        "doc": document.given_id or document.id,
        "text_sha256": text_digest(text),
        "maker": reading.maker,
        **_kept(relevance=reading.relevance),
        "incidents": [_incident(text, incident, known) for incident in reading.incidents],
        "claims": [_claim(text, claim) for claim in reading.claims],
        "commitments": [_commitment(text, act) for act in reading.commitments],
        "relations": [{"type": relation.type, "a": relation.a, "b": relation.b} for relation in reading.relations],
    }


def _quote(text: str, span: Span) -> Json:
    return {"q": text[span.start : span.end], "s": span.start, "e": span.end}


def _kept(**values: Any) -> Json:
    """Return the values that say something."""
    return {name: value for name, value in values.items() if value is not None and value is not False and value not in ([], ())}


def _words(text: str, words: Span | str | None) -> str | None:
    return text[words.start : words.end] if isinstance(words, Span) else words


def _maybe(text: str, span: Span | None) -> Json | None:
    return None if span is None else _quote(text, span)


def _incident(text: str, incident: IncidentRead, known: Resolved) -> Json:
    wheres = {where.span: where for where in known.wheres.get(incident.item, ())}
    return _kept(
        id=incident.item,
        type=incident.type,
        reality=incident.reality,
        trigger=[_quote(text, span) for span in incident.triggers],
        actor=[_quote(text, span) for span in incident.actors],
        target=[_quote(text, span) for span in incident.targets],
        target_class=list(incident.target_class),
        weapon=[_quote(text, span) for span in incident.weapons],
        place=[_place(text, place, wheres.get(place.span)) for place in incident.places],
        time=_time(text, incident, known.whens.get(incident.item)),
        toll=[_figure(text, figure) for figure in incident.toll],
        earlier=incident.earlier,
        aggregate=incident.aggregate,
        score=incident.score,
        vectors=list(incident.vectors),
    )


def _place(text: str, place: PlaceWords, where: Where | None) -> Json:
    """A place that is not on the map keeps what its words and the article say of it: its name, its level, its country."""
    made = _quote(text, place.span)
    if where is not None:
        words = made["q"] if where.lat is not None else None
        return made | _kept(name=where.name or words, within=where.within, country=where.country, kind=where.kind)
    return made | _kept(name=place.name, within=place.within, country=place.country, kind=place.kind or "other")


def _time(text: str, incident: IncidentRead, when: When | None) -> Json | None:
    if incident.time is None:
        return None
    first, last = (when.first, when.last) if when else (incident.time.start, incident.time.end)
    days = _kept(start=first.isoformat() if first else None, end=last.isoformat() if last else None)
    return _quote(text, incident.time.span) | days


def _figure(text: str, figure: Figure) -> Json:
    made = _quote(text, figure.span) | _kept(kind=figure.kind) | {"low": figure.low, "high": figure.high}
    return made | _kept(
        unit=_words(text, figure.unit), by=_maybe(text, figure.by), asof=_maybe(text, figure.asof), part=figure.part,
        further=figure.further, score=figure.score,
    )  # fmt: skip


def _claim(text: str, claim: ClaimRead) -> Json:
    return _kept(
        id=claim.item,
        source=_quote(text, claim.source),
        who=_words(text, claim.who),
        cue=_maybe(text, claim.cue),
        content=[_quote(text, span) for span in claim.content],
        kind=claim.kind,
        direct=claim.direct,
        via=_maybe(text, claim.via),
        against=[_quote(text, span) for span in claim.against],
        about=list(claim.about),
        score=claim.score,
    )


def _commitment(text: str, act: CommitmentRead) -> Json:
    return _kept(
        id=act.item,
        subject=act.subject,
        act=act.act,
        content=[_quote(text, span) for span in act.content],
        party=[_quote(text, span) for span in act.party],
        bound=[_quote(text, span) for span in act.bound],
        scope=_maybe(text, act.scope),
        scope_class=list(act.scope_class),
        area=_maybe(text, act.area),
        start=_maybe(text, act.start),
        duration=_maybe(text, act.duration),
        condition=_maybe(text, act.condition),
        by=act.by,
        broken_by=act.broken_by,
        count=_quote(text, act.count.span) | {"low": act.count.low, "high": act.count.high} if act.count else None,
        score=act.score,
    )
