"""Claims of the readings → claims of the record: the incidents and commitments they are about, and who they come from."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from montjoie.reconcile.context import Context, holds_any
from montjoie.reconcile.order import earliest_first
from montjoie.reconcile.roots import root_of_claim
from montjoie.reconcile.settle_who import actor_at
from montjoie.schema import Claim, GroundedReading
from montjoie.settled import At, ClaimAt


def settle_claims(
    readings: Iterable[GroundedReading],
    incident_of: Mapping[str, str],
    thread_of: Mapping[str, str],
    context: Context,
) -> tuple[ClaimAt, ...]:
    """Return every claim of the readings in order of first knowledge; `*_of`: by mention and act id.

    A claim is about what its reading says, and about what is told in its own words.
    """
    claims = [
        _claim_at(claim, _about(claim, reading, incident_of, thread_of), _known(claim, reading, context), context)
        for reading in readings
        for claim in reading.claims
    ]
    known = {claim.id: claim.known for claim in claims}
    return tuple(sorted(claims, key=lambda claim: earliest_first(claim.id, known)))


def claims_by_subject(claims: Iterable[ClaimAt]) -> Mapping[str, Sequence[ClaimAt]]:
    """Return the claims about each incident and thread, by its id."""
    subjects: dict[str, list[ClaimAt]] = {}
    for claim in claims:
        for subject in claim.about:
            subjects.setdefault(subject, []).append(claim)
    return subjects


def _about(
    claim: Claim, reading: GroundedReading, incident_of: Mapping[str, str], thread_of: Mapping[str, str]
) -> tuple[str, ...]:  # fmt: skip
    items = set(claim.about)
    items.update(m.id for m in reading.mentions if m.claim == claim.id or holds_any(claim.content, m.triggers))
    items.update(act.id for act in reading.commitments if act.claim == claim.id)
    subjects = {incident_of.get(item) or thread_of.get(item) for item in items}
    return tuple(sorted(subject for subject in subjects if subject is not None))


def _known(claim: Claim, reading: GroundedReading, context: Context) -> datetime | None:
    return reading.known[claim.id] if claim.id in reading.known else context.known.get(claim.id)


def _claim_at(claim: Claim, about: tuple[str, ...], known: datetime | None, context: Context) -> ClaimAt:
    def at(start: int, end: int) -> At:
        return At(document=claim.document, start=start, end=end)

    return ClaimAt(
        id=claim.id,
        item=claim.item,
        document=claim.document,
        source=at(claim.source.start, claim.source.end),
        who=actor_at(claim.who, claim.document),
        root=root_of_claim(claim, context),
        via=actor_at(claim.via, claim.document) if claim.via is not None else None,
        kind=claim.kind,
        direct=claim.direct,
        cue=at(claim.cue.start, claim.cue.end) if claim.cue is not None else None,
        content=tuple(at(span.start, span.end) for span in claim.content),
        against=tuple(actor_at(who, claim.document) for who in claim.against),
        about=about,
        known=known,
    )
