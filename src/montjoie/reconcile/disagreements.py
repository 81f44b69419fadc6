"""Which claims and figures contradict, corroborate, update or answer which, and on what they differ."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from montjoie.ids import content_id
from montjoie.reconcile.compare import excludes
from montjoie.reconcile.roots import ASSERTING, party_key, party_keys
from montjoie.schema import Relation, RelationType
from montjoie.settled import ActAt, ClaimAt, Disagreement, FigureAt, Incident, Thread

Slot = Literal["occurrence", "perpetrator", "toll", "place", "time", "target", "weapon", "commitment", "other"]

_FROM_READING = "reading"
_SYMMETRIC: frozenset[RelationType] = frozenset({"contradicts", "corroborates"})
_OPPOSED_ACTS: Mapping[frozenset[str], str] = {
    frozenset({"agrees", "refuses"}): "agreed_and_refused",
    frozenset({"alleges_violation", "confirms_holding"}): "said_to_hold_and_to_be_broken",
    frozenset({"alleges_violation", "denies_violation"}): "breach_alleged_and_denied",
}
_LEAST_ROUNDED = 10  # "100" may stand for 95 to 104, "20" for nothing but 20: a round number has two digits over its unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What the claims are about: incidents and threads by id, claims by id and by subject."""

    incidents: Mapping[str, Incident]
    threads: Mapping[str, Thread]
    claims: Mapping[str, ClaimAt]
    about: Mapping[str, Sequence[ClaimAt]]


def find_disagreements(matter: Matter, relations: Iterable[Relation]) -> tuple[Disagreement, ...]:
    """Return how claims and figures stand to each other, by id; what a reading says goes before what a rule finds."""
    found: dict[tuple[str, str, RelationType], Disagreement] = {}
    figures = _figures_by_claim(matter)
    for item in (
        *_from_readings(matter, figures, relations),
        *(item for id_ in sorted(matter.incidents) for item in _about_incident(matter.incidents[id_], matter)),
        *(item for id_ in sorted(matter.threads) for item in _about_thread(matter.threads[id_], matter)),
    ):
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


def _figures_by_claim(matter: Matter) -> Mapping[str, list[tuple[str, FigureAt]]]:
    figures: dict[str, list[tuple[str, FigureAt]]] = {}
    for incident in matter.incidents.values():
        for toll in incident.toll:
            for figure in toll.figures:
                for key in {figure.id, figure.claim} - {None}:
                    figures.setdefault(str(key), []).append((incident.id, figure))
    return figures


def _from_readings(
    matter: Matter, figures: Mapping[str, list[tuple[str, FigureAt]]], relations: Iterable[Relation]
) -> Iterator[Disagreement]:  # fmt: skip
    """What one reading says of two claims of its article, with the slot found by what the two are about."""
    for relation in sorted(set(relations), key=lambda relation: (relation.type, relation.a, relation.b)):
        ends = [_subjects(end, matter, figures) for end in (relation.a, relation.b)]
        if ends[0] is None or ends[1] is None:
            continue
        shared = sorted(ends[0] & ends[1])
        incident = next((subject for subject in shared if subject in matter.incidents), None)
        slot = _slot(relation, shared, matter, figures)
        yield _disagreement(relation.a, relation.b, relation.type, slot, incident, _FROM_READING)


def _subjects(end: str, matter: Matter, figures: Mapping[str, list[tuple[str, FigureAt]]]) -> set[str] | None:
    """What a claim or a figure is about; None where it is not in the record."""
    if end in matter.claims:
        return set(matter.claims[end].about)
    return {incident for incident, _ in figures[end]} if end in figures else None


def _slot(
    relation: Relation, shared: Sequence[str], matter: Matter, figures: Mapping[str, list[tuple[str, FigureAt]]]
) -> Slot:  # fmt: skip
    if relation.a not in matter.claims or relation.b not in matter.claims:
        return "toll"
    a, b = matter.claims[relation.a], matter.claims[relation.b]
    incidents = [matter.incidents[subject] for subject in shared if subject in matter.incidents]
    if _differ_on_toll(figures.get(a.id, ()), figures.get(b.id, ()), relation.type):
        return "toll"
    if not incidents and any(subject in matter.threads for subject in shared):
        return "commitment"
    if "denies" in (a.kind, b.kind):
        denial, other = (a, b) if a.kind == "denies" else (b, a)
        return _denied_slot(denial, other, incidents)
    if _blame_others(a, b):
        return "perpetrator"
    for incident in incidents:
        for slot, named in (("target", incident.targets), ("weapon", incident.weapons)):
            if _name_differently(a.id, b.id, [set(item.by) for item in named]):
                return "target" if slot == "target" else "weapon"
    return "other"


def _differ_on_toll(first: Sequence[tuple[str, FigureAt]], second: Sequence[tuple[str, FigureAt]], type_: RelationType) -> bool:
    return any(
        one == other and a.kind == b.kind and (type_ != "contradicts" or excludes((a.low, a.high), (b.low, b.high)))
        for one, a in first
        for other, b in second
    )


def _denied_slot(denial: ClaimAt, other: ClaimAt, incidents: Sequence[Incident]) -> Slot:
    denier = party_key(denial.who)
    blamed = party_keys(other.against) | frozenset().union(*(party_keys(incident.actors) for incident in incidents))
    if denier is not None and denier in blamed and all(incident.reality != "denied" for incident in incidents):
        return "perpetrator"
    return "occurrence" if incidents else "other"


def _blame_others(a: ClaimAt, b: ClaimAt) -> bool:
    first, second = _blamed(a), _blamed(b)
    return bool(first) and bool(second) and not first & second


def _blamed(claim: ClaimAt) -> frozenset[str]:
    if claim.kind == "claims_responsibility":
        return party_keys((claim.who,))
    return party_keys(claim.against) if claim.kind == "accuses" else frozenset()


def _name_differently(a: str, b: str, tellers: Sequence[set[str]]) -> bool:
    own, other = [a in by for by in tellers], [b in by for by in tellers]
    return any(own) and any(other) and not any(x and y for x, y in zip(own, other, strict=True))


def _about_incident(incident: Incident, matter: Matter) -> Iterator[Disagreement]:
    if not incident.aggregate:  # totals of a war differ by the day they are for
        for toll in incident.toll:
            yield from _figures_apart(incident, toll.figures)
    for toll in incident.toll:
        yield from _figures_updated(incident, toll.figures)
    yield from _denials(incident, matter)


def _figures_apart(incident: Incident, figures: Sequence[FigureAt]) -> Iterator[Disagreement]:
    """Standing totals of one group by two roots that exclude each other; each value once, by who gave it first."""
    first: dict[tuple[str, str, int | None, int | None], FigureAt] = {}
    for figure in figures:
        if figure.role == "total" and figure.superseded_by is None:
            first.setdefault((figure.of, figure.of_side or "", figure.low, figure.high), figure)
    for (key, a), (other, b) in combinations(sorted(first.items(), key=lambda item: item[1].id), 2):
        if key[:2] == other[:2] and a.root != b.root and excludes((a.low, a.high), (b.low, b.high)) and not rounds_to(a, b):
            yield _disagreement(a.id, b.id, "contradicts", "toll", incident.id, "figures_exclude_each_other")


def _figures_updated(incident: Incident, figures: Sequence[FigureAt]) -> Iterator[Disagreement]:
    by_id = {figure.id: figure for figure in figures}
    for old in figures:
        new = by_id.get(old.superseded_by or "")
        if new is not None and new.root == old.root and (new.low, new.high) != (old.low, old.high):
            yield _disagreement(new.id, old.id, "updates", "toll", incident.id, "later_figure_of_the_same_root")


def _denials(incident: Incident, matter: Matter) -> Iterator[Disagreement]:
    """A denial beside the accusation it meets, and the denial of an occurrence beside those who report it; one pair of roots each."""
    claims = matter.about.get(incident.id, ())
    for denial in _first_of_each_root(claim for claim in claims if claim.kind == "denies"):
        denier = party_key(denial.who)
        accusations = (claim for claim in claims if denier is not None and denier in _accused_by(claim, incident))
        for accusation in _first_of_each_root(accusations):
            if accusation.root != denial.root:
                yield _disagreement(denial.id, accusation.id, "contradicts", "perpetrator", incident.id, "denial_by_the_accused")
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


def _about_thread(thread: Thread, matter: Matter) -> Iterator[Disagreement]:
    told = [(act, matter.claims[act.claim]) for act in thread.acts if act.claim is not None and act.claim in matter.claims]
    pairs: dict[tuple[str, str, str, str], Disagreement] = {}
    for (act, claim), (other, reply) in combinations(told, 2):
        relation = _acts_apart(act, claim, other, reply)
        if relation is not None:
            basis = _OPPOSED_ACTS[frozenset({act.act, other.act})]
            item = _disagreement(reply.id, claim.id, relation, "commitment", None, basis)  # the later one answers
            pairs.setdefault((claim.root, reply.root, relation, basis), item)
    yield from pairs.values()


def _acts_apart(act: ActAt, claim: ClaimAt, other: ActAt, reply: ClaimAt) -> RelationType | None:
    """How two acts of a thread stand: one party cannot both agree and refuse; what one says holds, the other says is broken."""
    acts = frozenset({act.act, other.act})
    mine, theirs = party_key(claim.who), party_key(reply.who)
    if acts not in _OPPOSED_ACTS or mine is None or theirs is None or mine == theirs:  # only two who are known to be two
        return None
    if "refuses" in acts and not party_keys(act.party) & party_keys(other.party):
        return "responds_to"
    return "contradicts"
