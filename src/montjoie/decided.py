"""People's decisions applied: readings with what was added and without what was rejected, and the decisions on mentions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from montjoie.record.given import Decision
from montjoie.schema import (
    ClaimRead,
    CommitmentRead,
    Figure,
    IncidentRead,
    PlaceWords,
    Reading,
    Span,
    TimeWords,
)

Anchor = tuple[str, int, int]


def decided_reading(reading: Reading | None, document: str, decisions: Sequence[Decision]) -> Reading | None:
    """Return a document's reading with what people added to it and without what they rejected; None where there is nothing."""
    here = [d for d in decisions if d.what in ("add", "reject") and any(anchor[0] == document for anchor in d.anchors)]
    for decision in here:
        if decision.what == "add":
            reading = _with_added(reading or Reading(document=document, maker="given"), decision)
        elif reading is not None:
            for anchor in decision.anchors:
                if anchor[0] == document:
                    reading = _without(reading, decision.kind or "incident", Span(start=anchor[1], end=anchor[2]))
    return reading


def anchored(anchor: Anchor, spans: Iterable[tuple[str, Span]]) -> str | None:
    """Return the id whose span overlaps an anchor most (the first of equals), or None where none does."""
    best, most = None, 0
    for identity, span in spans:
        overlap = min(anchor[2], span.end) - max(anchor[1], span.start)
        if overlap > most:
            best, most = identity, overlap
    return best


def _without(reading: Reading, kind: str, span: Span) -> Reading:
    """Return the reading without the item of a kind on a span, and without what refers to it."""

    def touches(spans: Iterable[Span]) -> bool:
        return any(s.start < span.end and span.start < s.end for s in spans)

    if kind == "figure":
        incidents = tuple(replace(i, toll=tuple(f for f in i.toll if not touches([f.span]))) for i in reading.incidents)
        return replace(reading, incidents=incidents)
    gone = {
        "incident": {i.item for i in reading.incidents if span.start == min(i.triggers).start and touches([min(i.triggers)])}
        or {i.item for i in reading.incidents if touches(i.triggers)},
        "claim": {c.item for c in reading.claims if touches(c.content)},
        "commitment": {c.item for c in reading.commitments if touches(c.content)},
    }[kind]
    if kind == "claim":  # of claims that lie in one another, the one that begins on the anchor
        exact = {c.item for c in reading.claims if min(c.content).start == span.start and min(c.content).end == span.end}
        gone = exact or gone
    return replace(
        reading,
        incidents=tuple(i for i in reading.incidents if i.item not in gone),
        claims=tuple(replace(c, about=tuple(a for a in c.about if a not in gone)) for c in reading.claims if c.item not in gone),
        commitments=tuple(
            replace(c, by=None if c.by in gone else c.by, broken_by=None if c.broken_by in gone else c.broken_by)
            for c in reading.commitments
            if c.item not in gone
        ),
        relations=tuple(r for r in reading.relations if r.a not in gone and r.b not in gone),
    )


def _with_added(reading: Reading, decision: Decision) -> Reading:
    """Return the reading with the item that a decision adds; its values name fields, spans written "start-end"."""
    values = _Values(decision)
    main = Span(start=decision.anchors[0][1], end=decision.anchors[0][2])
    item = f"by-{decision.id}"
    if decision.kind == "figure":
        return _with_figure(reading, values, main)
    if decision.kind == "claim":
        claim = ClaimRead(
            item=item,
            source=values.span("source") or main,
            kind=cast("Any", values.text("kind") or "states"),
            content=(main,),
            who=values.span("who"),
            cue=values.span("cue"),
            against=values.spans("against"),
            about=_items_at(reading, values.spans("about")),
        )
        return replace(reading, claims=(*reading.claims, claim))
    if decision.kind == "commitment":
        act = CommitmentRead(
            item=item,
            subject=cast("Any", values.text("subject") or "other"),
            act=cast("Any", values.text("act") or "announces"),
            content=(main,),
            party=values.spans("party"),
            bound=values.spans("bound"),
            scope=values.span("scope"),
            area=values.span("area"),
            start=values.span("start"),
            duration=values.span("duration"),
            condition=values.span("condition"),
        )
        return replace(reading, commitments=(*reading.commitments, act))
    return replace(reading, incidents=(*reading.incidents, _added_incident(item, values, main)))


def _added_incident(item: str, values: "_Values", main: Span) -> IncidentRead:
    time = values.span("time")
    return IncidentRead(
        item=item,
        type=cast("Any", values.text("type") or "attack"),
        reality=cast("Any", values.text("reality") or "actual"),
        triggers=(main,),
        actors=values.spans("actor"),
        targets=values.spans("target"),
        target_class=cast("Any", tuple(v for k, v in values.decision.values if k == "target_class")),
        weapons=values.spans("weapon"),
        places=tuple(PlaceWords(span=span) for span in values.spans("place")),
        time=TimeWords(span=time) if time else None,
        aggregate=values.text("aggregate") == "true",
    )


def _with_figure(reading: Reading, values: "_Values", main: Span) -> Reading:
    """Return the reading with a figure added to the incident on the span that `of` names."""
    owner = next(iter(_items_at(reading, values.spans("of"))), None)
    figure = Figure(
        span=main,
        kind=cast("Any", values.text("kind") or "killed"),
        low=values.number("low"),
        high=values.number("high"),
        by=values.span("by"),
        part=values.text("part") == "true",
        further=values.text("further") == "true",
    )
    incidents = tuple(replace(i, toll=(*i.toll, figure)) if i.item == owner else i for i in reading.incidents)
    return replace(reading, incidents=incidents)


def _items_at(reading: Reading, spans: Sequence[Span]) -> tuple[str, ...]:
    """Return the items of a reading whose words overlap spans, the best for each."""
    words = [(i.item, t) for i in reading.incidents for t in i.triggers] + [(c.item, s) for c in reading.commitments for s in c.content]
    found = (anchored(("", span.start, span.end), words) for span in spans)
    return tuple(dict.fromkeys(item for item in found if item is not None))


@dataclass(frozen=True, slots=True)
class _Values:
    """The values of a decision, by field."""

    decision: Decision

    def text(self, field: str) -> str | None:
        return next((value for name, value in self.decision.values if name == field), None)

    def number(self, field: str) -> int | None:
        value = self.text(field)
        return int(value) if value not in (None, "") else None

    def spans(self, field: str) -> tuple[Span, ...]:
        found = (value.split("-") for name, value in self.decision.values if name == field)
        return tuple(Span(start=int(start), end=int(end)) for start, end in found)

    def span(self, field: str) -> Span | None:
        return next(iter(self.spans(field)), None)
