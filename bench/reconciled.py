"""Reports with given readings → what is settled from those known at a time, in memory: no record is made."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from montjoie.collect import COPY_LEAST, similarity
from montjoie.collect.digest import parts_of
from montjoie.collect.published import read_published
from montjoie.extract.annotation import ReadingShape
from montjoie.extract.given import fit_reading
from montjoie.ground import ActorList, Gazetteer, ground
from montjoie.reconcile import (
    Second,
    act_keys,
    cluster,
    incident_keys,
    judge_acts,
    judge_mentions,
    make_context,
    pairs_by_key,
    second_layer,
    settle_incident,
    settle_thread,
)
from montjoie.schema import Commitment, Document, GroundedReading, Mention, Reading
from montjoie.settled import Link, Source

Lists = tuple[Gazetteer, ActorList]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A document with its reading grounded."""

    document: Document
    reading: GroundedReading


def told(report: Mapping[str, Any], lists: Lists, reading: Reading | None = None) -> Told:
    """Return a report (`id`, `text`, `published`, `outlet`, `reading` in the codebook's JSON) as a document, grounded."""
    published = read_published(report["published"], "UTC") if report.get("published") else None
    document = Document(
        id=report["id"],
        source_key=f"id:{report['id']}",
        given_id=report["id"],
        text=report["text"],
        title=report.get("title") or "",
        outlet=report.get("outlet"),
        published=published,
        language="en",
        parts=parts_of(report["text"], published, "UTC"),
    )
    given = reading or fit_reading(ReadingShape.model_validate(report["reading"]), document.id, document.text, name=document.id)
    return Told(document=document, reading=ground(document, given, *lists))


def settle(reports: Sequence[Told], at: datetime | None = None) -> Second:
    """Return what is settled from the reports that are known at an instant; without one, from all."""
    seen = [one for one in reports if at is None or (one.document.published and one.document.published.not_after <= at)]
    copies = _copies(seen)
    sources = {one.document.id: _source(one, copies) for one in seen}
    readings = [one.reading for one in seen]
    context = make_context(readings, sources, (), {one.document.id: one.document.text for one in seen})
    mentions = {mention.id: mention for reading in readings for mention in reading.mentions}
    acts = {act.id: act for reading in readings for act in reading.commitments}
    links = [*_judged(mentions.values()), *_judged(acts.values())]
    incidents = [
        settle_incident([mentions[i] for i in members], _inside(links, members), context) for members in cluster(tuple(mentions), links)
    ]
    threads = [settle_thread([acts[i] for i in members], _inside(links, members), context) for members in cluster(tuple(acts), links)]
    return second_layer(incidents, threads, readings, context)


def _judged(things: Iterable[Mention | Commitment]) -> list[Link]:
    by_id = {thing.id: thing for thing in things}
    keyed = [(id_, incident_keys(thing) if isinstance(thing, Mention) else act_keys(thing)) for id_, thing in by_id.items()]
    links = []
    for a, b in pairs_by_key(keyed):
        one, other = by_id[a], by_id[b]
        if isinstance(one, Mention) and isinstance(other, Mention):
            links.append(judge_mentions(one, other))
        elif isinstance(one, Commitment) and isinstance(other, Commitment):
            links.append(judge_acts(one, other))
    return [link for link in links if link is not None]


def _inside(links: Iterable[Link], members: Sequence[str]) -> tuple[Link, ...]:
    return tuple(link for link in links if link.a in members and link.b in members)


def _copies(reports: Sequence[Told]) -> dict[str, str]:
    """The earliest of the reports with the same wording, by report."""
    ordered = sorted(
        reports,
        key=lambda one: (one.document.published.not_after if one.document.published else datetime.max.replace(tzinfo=UTC), one.document.id),
    )
    first: dict[str, str] = {}
    for n, one in enumerate(ordered):
        for other in ordered[:n]:
            if similarity(one.document.text, other.document.text) >= COPY_LEAST:
                first[one.document.id] = first.get(other.document.id, other.document.id)
                break
    return first


def _source(one: Told, copies: Mapping[str, str]) -> Source:
    outlet = one.reading.outlet_who
    return Source(
        document=one.document.id,
        source_key=one.document.source_key,
        outlet=one.document.outlet,
        outlet_id=outlet.id if outlet else None,
        copy_of=copies.get(one.document.id),
        agencies=one.reading.agencies,
        known=one.document.published.not_after if one.document.published else None,
    )


__all__ = ["Lists", "Told", "replace", "settle", "told"]
