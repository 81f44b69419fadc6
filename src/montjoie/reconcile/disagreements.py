"""Which claims and figures contradict, corroborate, update or answer which, and on what they differ."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import combinations
from typing import get_args

from montjoie.ids import content_id
from montjoie.reconcile.claim_pairs import judge_pair, saying_of
from montjoie.reconcile.claim_slots import OWN_FORCES, Matter, Told, blame_others, blamed, named_apart, owners, slot_of, told_by_claims
from montjoie.reconcile.commitment_claims import stands_on
from montjoie.reconcile.compare import excludes
from montjoie.reconcile.replies import replies
from montjoie.reconcile.roots import ADMITTING, ASSERTING, party_key, party_keys
from montjoie.schema import VIOLENT, Relation, RelationType
from montjoie.settled import ClaimAt, Disagreement, FigureAt, Incident, Slot, Thread

_FROM_READING = "reading"
DENIAL = "answer_denies"  # a denial, against the claim that it answers
_SYMMETRIC: frozenset[RelationType] = frozenset({"contradicts", "corroborates"})
SURE = 0.85  # of the relation and of the slot: on the seen half of the labelled pairs what is left below it is mostly wrong
_MOST_ROOTS = 12  # of an incident that more speak of, who owns up to what is not paired one by one
_UNDATED = datetime.max.replace(tzinfo=UTC)
_LEAST_TELLING = 3  # one or two dead are told alike by chance, and of two incidents
_LEAST_ROUNDED = 10  # "100" may stand for 95 to 104, "20" for nothing but 20: a round number has two digits over its unit


def find_disagreements(matter: Matter, relations: Iterable[Relation]) -> tuple[Disagreement, ...]:
    """Return how claims and figures stand to each other, by id; what a reading says goes before what a rule finds."""
    found: dict[tuple[str, str, RelationType], Disagreement] = {}
    told = told_by_claims(matter)
    related: set[frozenset[str]] = set()
    for item in from_readings(matter, told, relations):
        found.setdefault((item.a, item.b, item.type), item)
        related.add(frozenset((item.a, item.b)))
    for item in (
        *(item for id_ in sorted(matter.threads) for item in on_thread(matter.threads[id_], matter)),
        *(item for id_ in sorted(matter.incidents) for item in on_incident(matter.incidents[id_], matter, told)),
    ):
        pair = frozenset((item.a, item.b))
        if pair not in related:  # one relation for a pair: what a reading says, else the first rule that holds
            related.add(pair)
            found[item.a, item.b, item.type] = item
    documents: dict[str, list[ClaimAt]] = {}
    for claim in matter.claims.values():
        documents.setdefault(claim.document, []).append(claim)
    for document in sorted(documents):
        for item in answers(documents[document], matter, told):
            if item.basis != DENIAL or frozenset((item.a, item.b)) not in related:
                found.setdefault((item.a, item.b, item.type), item)
    return tuple(sorted(found.values(), key=lambda item: item.id))


def rounds_to(first: FigureAt, second: FigureAt) -> bool:
    """Tell whether one exact number is the other one rounded."""
    if first.low is None or first.low != first.high or second.low is None or second.low != second.high:
        return False
    return _is_rounded(first.low, second.low) or _is_rounded(second.low, first.low)


def _is_rounded(rounded: int, exact: int) -> bool:
    unit = 10
    while rounded >= _LEAST_ROUNDED * unit and rounded % unit == 0:
        if abs(rounded - exact) * 2 <= unit:
            return True
        unit *= 10
    return False


def _disagreement(a: str, b: str, type_: RelationType, slot: Slot, incident: str | None, basis: str) -> Disagreement:
    first, second = (b, a) if type_ in _SYMMETRIC and b < a else (a, b)
    id_ = content_id("disagreement", a=first, b=second, type=type_, slot=slot)
    return Disagreement(id=id_, a=first, b=second, type=type_, slot=slot, incident=incident, basis=basis)


def from_readings(matter: Matter, told: Told, relations: Iterable[Relation]) -> Iterator[Disagreement]:
    """What one reading says of two claims of its article, with the slot found by what the two are about."""
    for relation in sorted(set(relations), key=lambda relation: (relation.type, relation.a, relation.b)):
        ends = [_subjects(end, matter, told) for end in (relation.a, relation.b)]
        if ends[0] is None or ends[1] is None:
            continue
        incident = next((subject for subject in sorted(ends[0] & ends[1]) if subject in matter.incidents), None)
        a, b = matter.claims.get(relation.a), matter.claims.get(relation.b)
        slot: Slot = "toll" if a is None or b is None else slot_of(a, b, relation.type, matter, told)
        yield _disagreement(relation.a, relation.b, relation.type, slot, incident, _FROM_READING)


def answers(claims: Sequence[ClaimAt], matter: Matter, told: Told) -> Iterator[Disagreement]:
    """Who answers whom within an article, which may stand besides how the two claims stand; a denial also contradicts what it answers.

    The latter (of basis DENIAL) gives way to whatever else relates the two.
    """
    for answer, claim in replies(claims, matter):
        shared = sorted(set(answer.about) & set(claim.about))
        incident = next((subject for subject in shared if subject in matter.incidents), None)
        yield _disagreement(answer.id, claim.id, "responds_to", slot_of(answer, claim, "responds_to", matter, told), incident, "answer")
        if answer.kind == "denies" and not _owns_or_acts(answer, matter, told):
            yield _disagreement(answer.id, claim.id, "contradicts", slot_of(answer, claim, "contradicts", matter, told), incident, DENIAL)


def _owns_or_acts(denial: ClaimAt, matter: Matter, told: Told) -> bool:
    """A denial of a breach is held against the breach that is alleged; who owns up to the deed denies something else than the report of it."""
    owning = {key for subject in denial.about if subject in matter.incidents for key in owners(matter.incidents[subject], matter)}
    return bool(told.acts.get(denial.id)) or party_key(denial.who) in owning


def _subjects(end: str, matter: Matter, told: Told) -> set[str] | None:
    """What a claim or a figure is about; None where it is not in the record."""
    if end in matter.claims:
        return set(matter.claims[end].about)
    return {incident for incident, _ in told.figures[end]} if end in told.figures else None


def on_thread(thread: Thread, matter: Matter) -> Iterator[Disagreement]:
    """How claims on a commitment stand, by rule."""
    for a, b, type_, slot, rule in stands_on(thread, matter):
        yield _disagreement(a, b, type_, slot, None, rule)


def on_incident(incident: Incident, matter: Matter, told: Told) -> Iterator[Disagreement]:
    """How figures and claims on an incident stand, by rule."""
    if not incident.aggregate:  # totals of a war differ by the day they are for
        for toll in incident.toll:
            yield from _figures_apart(incident, toll.figures)
            yield from _figures_alike(incident, toll.figures)
    for toll in incident.toll:
        yield from _figures_updated(incident, toll.figures)
    yield from _claims_apart(incident, matter, told)


def _figures_apart(incident: Incident, figures: Sequence[FigureAt]) -> Iterator[Disagreement]:
    """Standing totals of one group by two roots that exclude each other; each value once, by who gave it first."""
    first: dict[tuple[str, str, int | None, int | None], FigureAt] = {}
    for figure in figures:
        if figure.role == "total" and figure.superseded_by is None:
            first.setdefault((figure.of, figure.of_side or "", figure.low, figure.high), figure)
    for (key, a), (other, b) in combinations(sorted(first.items(), key=lambda item: item[1].id), 2):
        if key[:2] == other[:2] and a.root != b.root and excludes((a.low, a.high), (b.low, b.high)) and not rounds_to(a, b):
            yield _disagreement(a.id, b.id, "contradicts", "toll", incident.id, "figures_exclude_each_other")


def _figures_alike(incident: Incident, figures: Sequence[FigureAt]) -> Iterator[Disagreement]:
    """The same standing total of one group by another speaker: who gave it first is corroborated by each of the others."""
    first: dict[tuple[str, str, int], FigureAt] = {}
    heard: set[tuple[str, str, int, str]] = set()
    for figure in sorted(figures, key=lambda figure: (figure.published or _UNDATED, figure.id)):
        if (
            figure.role != "total"
            or figure.superseded_by is not None
            or figure.by is None
            or figure.low is None
            or figure.low != figure.high
        ):
            continue
        key = (figure.of, figure.of_side or "", figure.low)
        told = first.setdefault(key, figure)
        if figure.low >= _LEAST_TELLING and told.root != figure.root and (*key, figure.root) not in heard:
            heard.add((*key, figure.root))
            yield _disagreement(told.id, figure.id, "corroborates", "toll", incident.id, "the_same_figure_of_another_root")


def _figures_updated(incident: Incident, figures: Sequence[FigureAt]) -> Iterator[Disagreement]:
    by_id = {figure.id: figure for figure in figures}
    for old in figures:
        new = by_id.get(old.superseded_by or "")
        if new is not None and new.root == old.root and (new.low, new.high) != (old.low, old.high):
            yield _disagreement(new.id, old.id, "updates", "toll", incident.id, "later_figure_of_the_same_root")


def _claims_apart(incident: Incident, matter: Matter, told: Told) -> Iterator[Disagreement]:
    """Who denies, admits, accuses or reports it; each root once, by what it said first."""
    claims = matter.about.get(incident.id, ())
    alleging = {claim.id for claim in claims if any(act.act == "alleges_violation" for act in told.acts.get(claim.id, ()))}
    asserting = _first_of_each_root(  # who reports it and calls it a breach has said that it was done by the first of the two
        sorted((claim for claim in claims if claim.kind in ASSERTING), key=lambda claim: claim.id in alleging)
    )
    admitting = owners(incident, matter)
    for denial in _first_of_each_root(claim for claim in claims if claim.kind == "denies"):
        denier = party_key(denial.who)
        if denier is None or denier in admitting:
            continue
        reports_act = bool(told.acts.get(denial.id))
        for accusation in asserting:
            meets = denier in _accused_by(accusation, incident) and accusation.root != denial.root
            thread_rule = reports_act and accusation.id in alleging
            if meets and not thread_rule:
                slot: Slot = "occurrence" if incident.type in OWN_FORCES else "perpetrator"
                yield _disagreement(denial.id, accusation.id, "contradicts", slot, incident.id, "denial_by_the_accused")
    for a, b in combinations(asserting, 2):
        if a.root != b.root and not (a.kind == b.kind == "states") and len(asserting) <= _MOST_ROOTS:
            yield from _asserted(a, b, incident)
    yield from _denied_elsewhere(incident, claims, matter)
    yield from _by_wording(incident, claims, matter)


def _by_wording(incident: Incident, claims: Sequence[ClaimAt], matter: Matter) -> Iterator[Disagreement]:
    """What no rule relates, where the fitted judge of wording is all but sure: two roots of two articles on one occurrence."""
    told = [
        claim
        for claim in _first_of_each_root(claim for claim in claims if claim.kind in ("states", "denies"))
        if claim.document in matter.texts
    ]
    if incident.aggregate or len(told) > _MOST_ROOTS:
        return
    for a, b in combinations(told, 2):
        if a.document != b.document and a.root != b.root:
            judged = judge_pair(saying_of(a, matter.texts), saying_of(b, matter.texts))
            if judged.relation in ("contradicts", "corroborates") and judged.sure >= SURE and judged.slot_sure >= SURE:
                slot = next(slot for slot in get_args(Slot) if slot == judged.slot)
                yield _disagreement(
                    a.id, b.id, "contradicts" if judged.relation == "contradicts" else "corroborates", slot, incident.id, "wording"
                )


def _asserted(a: ClaimAt, b: ClaimAt, incident: Incident) -> Iterator[Disagreement]:
    """Two who say that it happened: they blame different sides, or one owns up to what the other says."""
    if blame_others(a, b) and not (party_key(a.who) == party_key(b.who) is not None):
        yield _disagreement(a.id, b.id, "contradicts", "perpetrator", incident.id, "different_sides_blamed")
        return
    one_party = party_key(a.who) is not None and party_key(a.who) == party_key(b.who)
    if a.kind == b.kind == "accuses" and blamed(a) & blamed(b) and not one_party and incident.type in VIOLENT and not incident.aggregate:
        yield _disagreement(a.id, b.id, "corroborates", "perpetrator", incident.id, "the_same_side_blamed")
        return
    owner, other = (a, b) if a.kind in ADMITTING else (b, a)
    key = party_key(owner.who)
    if owner.kind not in ADMITTING or key is None or key == party_key(other.who) or incident.type not in VIOLENT:
        return
    if owner.kind == "confirms" and key not in party_keys(incident.actors) | blamed(other):
        return  # who confirms what others did owns up to nothing
    if (
        "military" in incident.target_class
        and len(incident.target_class) > 1
        and named_apart(a.id, b.id, [set(t.by) for t in incident.targets])
    ):
        yield _disagreement(a.id, b.id, "contradicts", "target", incident.id, "owned_up_to_as_another_target")
        return
    slot: Slot = "perpetrator" if party_key(owner.who) in blamed(other) else "occurrence"
    yield _disagreement(a.id, b.id, "corroborates", slot, incident.id, "owned_up_to")


def _denied_elsewhere(incident: Incident, claims: Sequence[ClaimAt], matter: Matter) -> Iterator[Disagreement]:
    for link in incident.links:
        if link.relation != "denies_occurrence":
            continue
        for denial in _first_of_each_root(claim for claim in claims if claim.kind == "denies"):
            for report in _first_of_each_root(claim for claim in matter.about.get(link.to, ()) if claim.kind in ASSERTING):
                if report.root != denial.root:
                    yield _disagreement(denial.id, report.id, "contradicts", "occurrence", link.to, "occurrence_denied")


def _accused_by(claim: ClaimAt, incident: Incident) -> frozenset[str]:
    if claim.kind == "accuses" and claim.against:
        return party_keys(claim.against)
    return party_keys(actor for actor in incident.actors if claim.id in actor.by) if claim.kind in ASSERTING else frozenset()


def _first_of_each_root(claims: Iterable[ClaimAt]) -> list[ClaimAt]:
    """Claims come in order of first knowledge: later ones of a root only repeat it."""
    first: dict[str, ClaimAt] = {}
    for claim in claims:
        first.setdefault(claim.root, claim)
    return list(first.values())
