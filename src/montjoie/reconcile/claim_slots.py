"""What two claims that are related differ (or agree) on, from what each does: its kind, whom it blames, the acts it reports."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from montjoie.reconcile.collective import is_collective_at
from montjoie.reconcile.compare import excludes
from montjoie.reconcile.roots import ADMITTING, party_key, party_keys
from montjoie.schema import VIOLENT, RelationType
from montjoie.settled import ActAt, ClaimAt, FigureAt, Incident, Slot, Thread

OWN_FORCES: frozenset[str] = frozenset(
    {"deployment", "territory"}
)  # where one's troops are is nobody else's deed: a denial is of its being so
DENYING: frozenset[str] = frozenset({"denies_violation", "refuses"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What the claims are about: incidents and threads by id, claims by id and by subject."""

    incidents: Mapping[str, Incident]
    threads: Mapping[str, Thread]
    claims: Mapping[str, ClaimAt]
    about: Mapping[str, Sequence[ClaimAt]]
    texts: Mapping[str, str] = field(default_factory=dict)  # by document, where they are at hand


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What each claim brings: its figures with their incidents, and the acts it reports."""

    figures: Mapping[str, Sequence[tuple[str, FigureAt]]]
    acts: Mapping[str, Sequence[ActAt]]


def told_by_claims(matter: Matter) -> Told:
    """Return the figures and acts by the claim that tells them; figures also by their own id."""
    figures: dict[str, list[tuple[str, FigureAt]]] = {}
    for incident in matter.incidents.values():
        for key, figure in figures_told(incident):
            figures.setdefault(key, []).append((incident.id, figure))
    acts: dict[str, list[ActAt]] = {}
    for thread in matter.threads.values():
        for act in thread.acts:
            if act.claim is not None:
                acts.setdefault(act.claim, []).append(act)
    return Told(figures=figures, acts=acts)


def figures_told(incident: Incident) -> Iterator[tuple[str, FigureAt]]:
    """Yield the figures of an incident, each by its own id and by the claim that tells it."""
    for toll in incident.toll:
        for figure in toll.figures:
            for key in sorted({figure.id, figure.claim or figure.id}):
                yield key, figure


def slot_of(a: ClaimAt, b: ClaimAt, type_: RelationType, matter: Matter, told: Told) -> Slot:
    """Return the slot of two related claims of one article."""
    shared = set(a.about) & set(b.about)
    incidents = [matter.incidents[subject] for subject in sorted(shared) if subject in matter.incidents]
    acts: list[set[str]] = [{act.act for act in told.acts.get(claim.id, ())} for claim in (a, b)]
    if type_ == "contradicts":
        return _contradicted(a, b, acts, incidents, matter, told)
    if _same_figure(a, b, told):
        return "toll"
    if not incidents and (all(acts) or any(subject in matter.threads for subject in shared)):
        return "commitment"
    kinds = {a.kind, b.kind}
    if "accuses" in kinds and kinds & ADMITTING:
        return "perpetrator"
    return "occurrence" if incidents or not all(acts) else "commitment"


def _contradicted(
    a: ClaimAt, b: ClaimAt, acts: Sequence[set[str]], incidents: Sequence[Incident], matter: Matter, told: Told
) -> Slot:  # fmt: skip
    if _figures_differ(a, b, told):
        return "toll"
    one, other = acts
    if a.kind == b.kind == "accuses" and incidents:
        return "perpetrator"
    if ("alleges_violation" in one and other & DENYING) or ("alleges_violation" in other and one & DENYING):
        denial, other_claim = (a, b) if a.kind == "denies" else (b, a)
        return "perpetrator" if denies_authorship(denial, other_claim, matter) else "commitment"
    if blame_others(a, b) or _blames_another(a, b, incidents) or _blames_another(b, a, incidents):
        return "perpetrator"
    threads = [subject for subject in set(a.about) & set(b.about) if subject in matter.threads]
    if not incidents and (threads or (one and other)):
        return "commitment"
    if "denies" in (a.kind, b.kind):
        denial, reply = (a, b) if a.kind == "denies" else (b, a)
        return _denied(denial, reply, threads, incidents, matter)
    return _told_apart(a, b, incidents)


def _blames_another(a: ClaimAt, b: ClaimAt, incidents: Sequence[Incident]) -> bool:
    """Tell whether one accuses somebody where the other names another as having done it."""
    if a.kind != "accuses" or not a.against:
        return False
    named = [actor for incident in incidents for actor in incident.actors if b.id in actor.by]
    return bool(named) and all(a.id not in actor.by for actor in named) and not party_keys(named) & party_keys(a.against)


def _denied(denial: ClaimAt, reply: ClaimAt, threads: Sequence[str], incidents: Sequence[Incident], matter: Matter) -> Slot:
    """A denial: of what was hit by one who owns up, of having done it by the one charged, else of its having happened."""
    if reply.kind in ADMITTING:
        return "target"
    denier = party_key(denial.who)
    is_charged = denier is not None and denier in party_keys(reply.against) | frozenset().union(*(party_keys(i.actors) for i in incidents))
    admitted = any(denier in owners(i, matter) for i in incidents)
    if threads and not (is_charged and not admitted and incidents):
        return "commitment"
    if is_charged and all(incident.reality != "denied" and incident.type not in OWN_FORCES for incident in incidents):
        return "target" if admitted else "perpetrator"
    return "occurrence"


def _told_apart(a: ClaimAt, b: ClaimAt, incidents: Sequence[Incident]) -> Slot:
    if {a.kind, b.kind} & ADMITTING and "accuses" in (a.kind, b.kind):
        return "target"
    for incident in incidents:
        if named_apart(a.id, b.id, [set(item.by) for item in incident.targets]):
            return "target"
        if named_apart(a.id, b.id, [set(item.by) for item in incident.weapons]):
            return "weapon"
    return "occurrence" if incidents and a.kind != b.kind else "other"


def denies_authorship(reply: ClaimAt, claim: ClaimAt, matter: Matter) -> bool:
    """A denial of an act of violence by the one charged, whose side nowhere owns up to it, is of that and not of the breach alone."""
    key = party_key(reply.who)
    shared = [matter.incidents[i] for i in sorted(set(reply.about) & set(claim.about)) if i in matter.incidents]
    owned = any(key in owners(i, matter) for i in shared)
    return (
        bool(shared)
        and reply.kind == "denies"
        and key in party_keys(claim.against)
        and not owned
        and all(i.type in VIOLENT and i.type not in OWN_FORCES for i in shared)
    )


def owners(incident: Incident, matter: Matter) -> frozenset[str]:
    """Return the sides that own up to an incident; where "both sides" confirm it, so do those named as having done it."""
    admitting = [claim for claim in matter.about.get(incident.id, ()) if claim.kind in ADMITTING]
    together = any(is_collective_at(claim.who, matter.texts) for claim in admitting)
    return party_keys(claim.who for claim in admitting) | (party_keys(incident.actors) if together else frozenset())


def is_unauthored(incident: Incident, alleging: Sequence[ActAt]) -> bool:
    """Tell whether nobody, not even somebody described, is said to have done it."""
    return not incident.actors and not any(act.bound for act in alleging)


def blame_others(a: ClaimAt, b: ClaimAt) -> bool:
    """Tell whether two claims blame, or own up for, sides that have none in common."""
    first, second = blamed(a), blamed(b)
    return bool(first) and bool(second) and not first & second


def blamed(claim: ClaimAt) -> frozenset[str]:
    """Return the sides that a claim says did it."""
    if claim.kind in ADMITTING:
        return party_keys((claim.who,))
    return party_keys(claim.against) if claim.kind == "accuses" else frozenset()


def _same_figure(a: ClaimAt, b: ClaimAt, told: Told) -> bool:
    return any(
        one == other and x.kind == y.kind and (x.low, x.high) == (y.low, y.high)
        for one, x in told.figures.get(a.id, ())
        for other, y in told.figures.get(b.id, ())
    )


def _figures_differ(a: ClaimAt, b: ClaimAt, told: Told) -> bool:
    return any(
        one == other and x.kind == y.kind and excludes((x.low, x.high), (y.low, y.high))
        for one, x in told.figures.get(a.id, ())
        for other, y in told.figures.get(b.id, ())
    )


def named_apart(a: str, b: str, tellers: Sequence[set[str]]) -> bool:
    """Tell whether two claims each name something, and nothing in common; `tellers`: who names each."""
    own, other = [a in by for by in tellers], [b in by for by in tellers]
    return any(own) and any(other) and not any(x and y for x, y in zip(own, other, strict=True))
