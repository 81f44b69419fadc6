"""How well an incident is attested, by a named rule with its inputs (after Airwars' grades)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from math import cos, floor, radians

from montjoie.reconcile.families import family
from montjoie.reconcile.geography import distance_km
from montjoie.reconcile.grade_questions import accusing, answers
from montjoie.reconcile.links import days_of
from montjoie.reconcile.roots import ADMITTING, party_key, party_keys
from montjoie.schema import VIOLENT
from montjoie.settled import ClaimAt, Grade, Incident, PlaceAt

VICINITY_KM = 50.0  # "in the vicinity": a town and the front or the district around it
_CELL_DEGREES = 0.5
_KM_PER_DEGREE = 111.2
Cell = tuple[int, int, date]  # rows and columns of half a degree, and a day
_MOST_DAYS = 7  # an incident vaguer than a week confirms nothing of a day


@dataclass(slots=True)
class Vicinity:
    """Violent incidents reported as happened, by cell and day."""

    cells: Mapping[Cell, Sequence[Incident]] = field(default_factory=dict)

    @classmethod
    def of(cls, incidents: Iterable[Incident]) -> "Vicinity":
        """Return the vicinity that incidents make."""
        cells: dict[Cell, list[Incident]] = {}
        for incident in incidents:
            for cell in vicinity_cells(incident):
                cells.setdefault(cell, []).append(incident)
        return cls(cells)

    def near(self, incident: Incident) -> tuple[str, ...]:
        """Return the ids of other incidents of the day near by, sorted."""
        place = _point(incident)
        if place is None or place.lat is None or place.lon is None:
            return ()
        tall = VICINITY_KM / _KM_PER_DEGREE
        wide = tall / max(0.1, cos(radians(place.lat)))
        rows = range(floor((place.lat - tall) / _CELL_DEGREES), floor((place.lat + tall) / _CELL_DEGREES) + 1)
        columns = range(floor((place.lon - wide) / _CELL_DEGREES), floor((place.lon + wide) / _CELL_DEGREES) + 1)
        found = {
            other.id
            for day in _each_day(incident)
            for row in rows
            for column in columns
            for other in self.cells.get((row, column, day), ())
            if other.id != incident.id and (point := _point(other)) is not None and (distance_km(place, point) or 0.0) <= VICINITY_KM
        }
        return tuple(sorted(found))


def vicinity_cells(incident: Incident) -> tuple[Cell, ...]:
    """Return where and when an incident is violence near by: nowhere without a point and a day."""
    place = _point(incident)
    if place is None or place.lat is None or place.lon is None or incident.reality != "actual" or family(incident.type) != "violence":
        return ()
    row, column = floor(place.lat / _CELL_DEGREES), floor(place.lon / _CELL_DEGREES)
    return tuple((row, column, day) for day in _each_day(incident))


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What grading looks at besides the incident: the claims about it, what happened near by, grades that a person gave."""

    claims_about: Mapping[str, Sequence[ClaimAt]]
    vicinity: Vicinity
    decided: Mapping[str, Grade]


def grade(incident: Incident, surroundings: Surroundings) -> Grade:
    """Return the grade of an incident: a person's, else contested, confirmed, fair or weak, the first whose rule holds; with its answers."""
    if incident.type not in VIOLENT or incident.reality != "actual" or incident.aggregate:
        return surroundings.decided.get(incident.id, Grade(value="ungraded", rule="not_graded", inputs=()))
    claims = surroundings.claims_about.get(incident.id, ())
    rivals = _rival_accounts(incident, claims)
    found = surroundings.decided.get(incident.id) or _by_rule(incident, claims, rivals, surroundings.vicinity)
    return replace(found, answers=answers(incident, claims, rivals, accusing(incident, claims)))


def _by_rule(incident: Incident, claims: Sequence[ClaimAt], rivals: tuple[str, ...], vicinity: Vicinity) -> Grade:
    if rivals:
        return Grade(value="contested", rule="different_sides_blamed", inputs=rivals)
    admitted = _admitted(incident, claims)
    if admitted:
        return Grade(value="confirmed", rule="accepted_by_the_side_held_responsible", inputs=admitted)
    return _by_sources(incident, vicinity)


def _by_sources(incident: Incident, vicinity: Vicinity) -> Grade:
    if incident.independent_sources >= 2:
        near = (*vicinity.near(incident), *incident.part_of)
        if near:
            return Grade(value="fair", rule="two_sources_and_violence_near_by", inputs=(str(incident.independent_sources), *near))
        return Grade(value="ungraded", rule="nothing_reported_near_by", inputs=(str(incident.independent_sources),))
    if incident.independent_sources == 1:
        return Grade(value="weak", rule="one_source", inputs=incident.roots)
    return Grade(value="ungraded", rule="no_source", inputs=())


def _rival_accounts(incident: Incident, claims: Sequence[ClaimAt]) -> tuple[str, ...]:
    """Two accounts that blame different sides, none in common; a denial alone is none: it names nobody else."""
    blamed: dict[str, set[str]] = {}
    for actor in incident.actors:
        key = party_key(actor)
        for teller in actor.by if key is not None else ():
            blamed.setdefault(teller, set()).add(key or "")
    for claim in claims:
        sides = party_keys(claim.against) if claim.kind == "accuses" else frozenset[str]()
        if claim.kind == "claims_responsibility":
            sides = party_keys((claim.who,))
        if sides:
            blamed.setdefault(claim.id, set()).update(sides)
    tellers = sorted(blamed)
    for n, teller in enumerate(tellers):
        for other in tellers[n + 1 :]:
            if not blamed[teller] & blamed[other]:
                return (teller, other, *sorted(blamed[teller] | blamed[other]))
    return ()


def _admitted(incident: Incident, claims: Sequence[ClaimAt]) -> tuple[str, ...]:
    held = party_keys(incident.actors)
    return tuple(sorted(claim.id for claim in claims if claim.kind in ADMITTING and party_key(claim.who) in held))


def _point(incident: Incident) -> PlaceAt | None:
    return incident.places[incident.place] if incident.place is not None else None


def _each_day(incident: Incident) -> tuple[date, ...]:
    days = days_of(incident)
    if days is None or (days[1] - days[0]).days >= _MOST_DAYS:
        return ()
    return tuple(days[0] + timedelta(days=n) for n in range((days[1] - days[0]).days + 1))
