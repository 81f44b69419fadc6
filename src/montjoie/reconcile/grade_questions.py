"""The grade question by question: was it reported to have happened, by whom, were civilians harmed. A party may own one and dispute another."""

from collections.abc import Iterable, Sequence

from montjoie.reconcile.roots import ADMITTING, ASSERTING, party_key, party_keys
from montjoie.settled import Answer, ClaimAt, FigureAt, Incident

_HARM = ("killed", "injured", "casualties")


def answers(incident: Incident, claims: Sequence[ClaimAt], rivals: Sequence[str], blamed_by: Sequence[str]) -> tuple[Answer, ...]:
    """Return the three answers. `rivals`: what makes two accounts blame different sides; `blamed_by`: the claims that accuse or name."""
    held = party_keys(incident.actors)
    own = [claim for claim in claims if party_key(claim.who) in held]
    admitted = sorted(claim.id for claim in own if claim.kind in ADMITTING)
    denied = sorted(claim.id for claim in own if claim.kind == "denies")
    return (
        _happened(incident, admitted, denied),
        _by_whom(incident, admitted, denied, rivals, blamed_by),
        _civilians_harmed(incident, held, admitted, denied),
    )


def _happened(incident: Incident, admitted: list[str], denied: list[str]) -> Answer:
    """The denial of a party that owns the strike is of something else."""
    disputed = sorted(link.to for link in incident.links if link.relation == "denied_occurrence")
    if disputed:
        return Answer(question="happened", value="contested", rule="occurrence_denied", inputs=tuple(disputed))
    if admitted:
        return Answer(question="happened", value="confirmed", rule="accepted_by_the_side_held_responsible", inputs=tuple(admitted))
    return _by_roots("happened", incident.roots)


def _by_whom(incident: Incident, admitted: list[str], denied: list[str], rivals: Sequence[str], blamed_by: Sequence[str]) -> Answer:
    if rivals:
        return Answer(question="by_whom", value="contested", rule="different_sides_blamed", inputs=tuple(rivals))
    if admitted:
        return Answer(question="by_whom", value="confirmed", rule="own_word", inputs=tuple(admitted))
    if denied:
        return Answer(question="by_whom", value="contested", rule="denied_by_the_accused", inputs=tuple(denied))
    if incident.perpetrator.actor is None:
        return Answer(question="by_whom", value="ungraded", rule=incident.perpetrator.rule, inputs=())
    return _by_roots("by_whom", blamed_by or incident.roots)


def _civilians_harmed(incident: Incident, held: frozenset[str], admitted: list[str], denied: list[str]) -> Answer:
    """Only figures of civilians above none, or of none, answer: a target's class says what was hit, not who was hurt."""
    figures = [
        figure for toll in incident.toll if toll.kind in _HARM for figure in toll.figures if figure.role in ("total", "part", "further")
    ]
    harm = [figure for figure in figures if figure.of == "civilians" and (figure.low or 0) > 0]
    none = [figure for figure in figures if figure.of in ("civilians", "unknown", "mixed") and figure.high == 0]
    theirs = [figure.id for figure in none if figure.by is not None and party_key(figure.by) in held]
    if harm and (theirs or (admitted and denied)):
        return Answer(
            question="civilians_harmed", value="contested", rule="harm_denied_by_the_side_held_responsible", inputs=(*denied, *theirs)
        )
    own = [figure.id for figure in harm if figure.by is not None and party_key(figure.by) in held]
    if own:
        return Answer(question="civilians_harmed", value="confirmed", rule="counted_by_the_side_held_responsible", inputs=tuple(own))
    if harm and none:
        return Answer(question="civilians_harmed", value="contested", rule="figures_of_none_and_of_some", inputs=_ids((*harm, *none)))
    if harm:
        return _by_roots("civilians_harmed", sorted({figure.root for figure in harm}))
    return Answer(
        question="civilians_harmed", value="ungraded", rule="no_figure_of_civilians" if not none else "only_none_told", inputs=_ids(none)
    )


def _ids(figures: Iterable[FigureAt]) -> tuple[str, ...]:
    return tuple(sorted(figure.id for figure in figures))


def _by_roots(question: str, roots: Sequence[str]) -> Answer:
    """By how many roots say it, where nobody held responsible speaks."""
    value, rule = ("fair", "two_sources_or_more") if len(roots) > 1 else ("weak", "one_source") if roots else ("ungraded", "no_source")
    return Answer(question=question, value=value, rule=rule, inputs=tuple(roots))  # type: ignore[arg-type]


def accusing(incident: Incident, claims: Sequence[ClaimAt]) -> tuple[str, ...]:
    """Return the roots of the claims that say who did it, and the incident's own where its actors are named by the article."""
    named = {teller for actor in incident.actors for teller in actor.by}
    roots = {claim.root for claim in claims if claim.id in named or (claim.kind in ASSERTING and claim.against)}
    return tuple(sorted(roots))
