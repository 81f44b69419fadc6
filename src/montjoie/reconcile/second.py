"""The second layer: what looks beyond the mentions of one incident, over everything that is settled at one time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from montjoie.reconcile.claim_slots import Matter
from montjoie.reconcile.claims import claims_by_subject, settle_claims
from montjoie.reconcile.context import Context
from montjoie.reconcile.disagreements import find_disagreements
from montjoie.reconcile.grade import Surroundings, Vicinity, grade
from montjoie.reconcile.ledger import keep_ledger
from montjoie.reconcile.links import contained, links_between, outcome_of, part_of
from montjoie.reconcile.overrides import decided_grade
from montjoie.schema import GroundedReading
from montjoie.settled import ClaimAt, Disagreement, Grade, Incident, LedgerLine, LinkTo, Override, Thread


@dataclass(frozen=True, slots=True, kw_only=True)
class Second:
    """The incidents and threads with what the second layer adds, and what it makes of them, each in a fixed order."""

    incidents: tuple[Incident, ...]
    threads: tuple[Thread, ...]
    claims: tuple[ClaimAt, ...]
    disagreements: tuple[Disagreement, ...]
    ledger: tuple[LedgerLine, ...]


def second_layer(
    incidents: Sequence[Incident], threads: Sequence[Thread], readings: Sequence[GroundedReading], context: Context
) -> Second:  # fmt: skip
    """Return everything that is said at one time; the order of what is given does not matter.

    `incidents` and `threads` as `settle_incident` and `settle_thread` return them (what the second layer had added is
    replaced); `readings` those that are known at the time.
    """
    incident_of = {mention.id: incident.id for incident in incidents for mention in incident.mentions}
    thread_of = {act.id: thread.id for thread in threads for act in thread.acts}
    in_order = _linked(sorted(incidents, key=lambda incident: incident.id))
    claims = settle_claims(readings, incident_of, thread_of, context)
    about = claims_by_subject(claims)
    graded = _graded(in_order, about, context)
    resolved_threads = [resolved(thread, incident_of) for thread in sorted(threads, key=lambda thread: thread.id)]
    matter = Matter(
        incidents={incident.id: incident for incident in graded},
        threads={thread.id: thread for thread in resolved_threads},
        claims={claim.id: claim for claim in claims},
        about=about,
        texts=context.texts,
    )
    return Second(
        incidents=tuple(graded),
        threads=tuple(resolved_threads),
        claims=claims,
        disagreements=find_disagreements(matter, (relation for reading in readings for relation in reading.relations)),
        ledger=keep_ledger(matter),
    )


def _linked(incidents: Sequence[Incident]) -> list[Incident]:
    parts, links = part_of(incidents), links_between(incidents)
    contents = contained(parts)
    return [
        linked(incident, parts.get(incident.id, ()), (*links.get(incident.id, ()), *contents.get(incident.id, ())))
        for incident in incidents
    ]


def linked(incident: Incident, parts: tuple[str, ...], links: Iterable[LinkTo]) -> Incident:
    """Return an incident with how it stands to others."""
    own = tuple(sorted(links, key=lambda link: (link.relation, link.to)))
    return replace(incident, part_of=parts, links=own, outcome=outcome_of(incident, own))


def _graded(incidents: Sequence[Incident], about: Mapping[str, Sequence[ClaimAt]], context: Context) -> list[Incident]:
    surroundings = Surroundings(claims_about=about, vicinity=Vicinity.of(incidents), decided=_decided(incidents, context.overrides))
    return [replace(incident, grade=grade(incident, surroundings)) for incident in incidents]


def _decided(incidents: Sequence[Incident], overrides: Sequence[Override]) -> dict[str, Grade]:
    """The grades that a person gave, by incident."""
    incident_of = {mention.id: incident.id for incident in incidents for mention in incident.mentions}
    given: dict[str, list[Override]] = {}
    for override in sorted(overrides, key=lambda override: (override.decision, override.value)):
        if override.field == "grade" and override.mention in incident_of:
            given.setdefault(incident_of[override.mention], []).append(override)
    return {incident: decided for incident, own in given.items() if (decided := decided_grade(own)) is not None}


def resolved(thread: Thread, incident_of: Mapping[str, str]) -> Thread:
    """The incidents that allegations name, in place of the mentions."""
    acts = tuple(
        act if act.broken_by is None else replace(act, broken_by=incident_of.get(act.broken_by, act.broken_by)) for act in thread.acts
    )
    return replace(thread, acts=acts)
