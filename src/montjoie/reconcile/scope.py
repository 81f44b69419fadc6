"""Does an incident fall within a term? Six tests, each yes, no or undetermined, each with why; never whether it is a breach."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Literal

from montjoie.reconcile.geography import compare_place_sets, compare_places, distance_km, finest, is_local, is_within, radius_km, same_name
from montjoie.reconcile.links import days_of
from montjoie.reconcile.roots import ADMITTING, party_key, party_keys
from montjoie.reconcile.words import fold
from montjoie.schema import Instants
from montjoie.settled import ActAt, ClaimAt, Incident, PlaceAt, Term, Test, Thread

Outcome = Literal["yes", "no", "undetermined"]

CORRIDOR_KM = 30.0  # how far from the line between two stops of a route the road may run: beyond, it is not the route

_STATE = "state:"  # ids of states are this and their ISO 3166-1 code

# What each kind of term rules out, as far as types tell; the others cannot be told from a type.
_FIRE: frozenset[str] = frozenset({"air_strike", "shelling", "bombing", "clash", "attack", "killing", "sabotage", "interception"})
_NO_FIRE: frozenset[str] = frozenset({"detention"})
_TRUCE_KINDS: frozenset[str] = frozenset({"cessation_of_hostilities", "prohibit_attack", "humanitarian_access"})
_MAKING: frozenset[str] = frozenset({"agrees", "announces", "extends"})
_TWO_SIDES = 2
_DIVISIONS = frozenset(
    {"oblast", "province", "region", "governorate", "district", "county", "state", "city", "north", "south", "eastern", "western"}
)
_ARMED = frozenset({"armed_group", "forces", "government"})
_PARTIES: frozenset[str] = frozenset({"agreed", "announced", "in_force", "conditional"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """From when until when a term is for, with the bounds of each; `ends` None: nothing says when it ends.

    `first` is the first day that it can begin on: of its start, else of its first act.
    """

    begins: Instants | None
    ends: Instants | None
    first: date | None

    @property
    def last(self) -> date | None:
        """The last day that it can be for; None: not told."""
        return self.ends.latest.date() if self.ends is not None else None


def judge_scope(incident: Incident, term: Term, thread: Thread, claims: Sequence[ClaimAt] = ()) -> tuple[Test, ...]:
    """Return the six tests of an incident against a term, in the order time, area, target, weapon, party, kind."""
    return (
        test_time(incident, window_of(term, thread)),
        test_area(incident, term, thread),
        _test_target(incident, term, thread),
        _test_weapon(incident, term),
        _test_party(incident, term, thread, claims),
        _test_kind(incident, term),
    )


def in_scope(tests: Sequence[Test]) -> Outcome:
    """Return no where any test says no, yes where all say yes."""
    outcomes = {test.outcome for test in tests}
    if "no" in outcomes:
        return "no"
    return "yes" if outcomes == {"yes"} else "undetermined"


def window_of(term: Term, thread: Thread) -> Window:
    """Return when a term is for: from its start for its duration, by its words or by the days that its first act is for."""
    begins, ends = term.begins, term.ends
    if begins is None and term.start is not None and term.start.start is not None and not term.deadline:
        begins = whole_days(term.start.start, term.start.end or term.start.start)
        if ends is None and term.duration_days:
            lasts = timedelta(days=term.duration_days)
            ends = Instants(earliest=begins.earliest + lasts, latest=begins.latest + lasts)
        if thread.subject == "humanitarian_pause" and ends is None:  # told of a day, it is for that day
            ends = Instants(earliest=begins.latest, latest=begins.latest)
            begins = Instants(earliest=begins.earliest, latest=begins.earliest)
    elif thread.subject == "humanitarian_pause" and begins is not None and ends is None:
        ends = Instants(earliest=begins.latest, latest=begins.latest + timedelta(days=1))
    if term.deadline:  # to be done by then: what is not done after it is outside what was promised
        begins, ends = term.ends, None
    first = begins.earliest.date() if begins is not None else _first_act(thread)
    return Window(begins=begins, ends=ends, first=first)


def whole_days(first: date, last: date) -> Instants:
    """Return days of which only the dates are known: both sides of a comparison are then taken in one zone."""
    return Instants(earliest=datetime.combine(first, time(), UTC), latest=datetime.combine(last, time(), UTC) + timedelta(days=1))


def theatre_of(thread: Thread) -> frozenset[str]:
    """Return the countries of a commitment: of its places, of the armed parties to it, and of the states it binds where it binds more than one.

    One state alone may bind itself anywhere, and a broker's own country says nothing.
    """
    places = {
        place.country for term in thread.terms for place in (*term.route, *([term.area] if term.area else [])) if place.country is not None
    }
    people = [who for term in thread.terms for who in term.bound] + [
        status.party for status in thread.status if status.by == "own_word" and status.value in _PARTIES
    ]
    armed = {who.country for who in people if who.country is not None and who.kind in _ARMED}
    states = {key.removeprefix(_STATE) for key in party_keys(people) if key.startswith(_STATE)}
    return frozenset(places | armed | (states if len(states) > 1 else set()))


def parties_to(thread: Thread) -> frozenset[str]:
    """Return those who are to keep a commitment: named as bound, or standing to it as having taken it on."""
    bound = party_keys(who for term in thread.terms for who in term.bound)
    return bound | party_keys(status.party for status in thread.status if status.value in _PARTIES)


def test_time(incident: Incident, window: Window) -> Test:
    """Tell whether an incident was within the time of a term, by instants: its hours, else its days in its place's zone."""
    was = incident.time.instants or _days_of(incident)
    if was is None:
        bound = incident.not_after
        before = bound is not None and window.begins is not None and whole_days(bound, bound).latest <= window.begins.earliest
        return _test("time", "no", "before_start") if before else _test("time", "undetermined", "incident_undated")
    if window.begins is None:
        before = window.first is not None and was.latest.date() < window.first
        return _test("time", "no", "before_it_was_made") if before else _test("time", "undetermined", "start_unknown")
    if _ends_before(was, window.begins.earliest):
        return _test("time", "no", "before_start")
    if window.ends is not None and was.earliest >= window.ends.latest:
        return _test("time", "no", "after_end")
    if was.earliest < window.begins.latest:
        return _test("time", "undetermined", "in_the_hours_of_the_start")
    if window.ends is not None and was.latest > window.ends.earliest:
        return _test("time", "undetermined", "in_the_hours_of_the_end")
    return _test("time", "yes", "within")


def _ends_before(was: Instants, instant: datetime) -> bool:
    return was.latest <= instant and was.earliest < instant


def _days_of(incident: Incident) -> Instants | None:
    days = days_of(incident)
    return None if days is None else whole_days(*days)


def test_area(incident: Incident, term: Term, thread: Thread) -> Test:
    """Tell whether an incident is in the area or on the route of a term; a term without either is for everywhere."""
    places = finest(incident.places)
    stops = [stop for stop in term.route if stop.lat is not None and stop.kind != "country"]
    area = term.area if term.area is not None and term.area.lat is not None else None
    if area is None and not stops and term.kind in _TRUCE_KINDS and any(set(_names_of(place)) & set(term.area_names) for place in places):
        return _test("area", "yes", "named_in_its_words")
    if area is None and not stops:
        unknown = term.area_words is not None or term.kind not in (*_TRUCE_KINDS, "maritime")  # a withdrawal is from somewhere
        return _test("area", "undetermined", "area_unresolved") if unknown else _test("area", "yes", "area_not_limited")
    if not places:
        return _test("area", "undetermined", "incident_unplaced")
    if area is not None and area.kind == "sea":
        return _at_sea(places, area)
    if area is not None and len(incident.places) > len(places):
        told = {_place_in_area(place, area) for place in incident.places if is_local(place)}
        if {"yes", "no"} <= told:
            return _test("area", "undetermined", "accounts_put_it_inside_and_outside")
    if area is not None and (thread.subject != "humanitarian_pause" or area.kind == "country" or not is_local(area)):
        return _in_areas(places, (area,))
    if area is not None and not any(same_name(area, stop) for stop in stops):
        stops = [area, *stops]
    return _on_route(places, stops)


def _names_of(place: PlaceAt) -> list[str]:
    """The folded words of a place's name and of its division, without "Oblast" and its like."""
    words = fold(f"{place.name or ''} {place.within or ''}").split()
    return [word for word in words if word not in _DIVISIONS]


def _at_sea(places: Sequence[PlaceAt], sea: PlaceAt) -> Test:
    """A place ashore is not at sea; off the coast, or at sea, it is in this one where it is within its bounds."""
    if all(place.relation != "off" and place.kind not in ("sea", "other") for place in places):
        return _test("area", "no", "ashore")
    between = [distance_km(place, sea) for place in places]
    inside = sea.radius_km is not None and all(km is not None and km <= sea.radius_km for km in between)
    same = any(place.kind == "sea" and same_name(place, sea) for place in places)
    return _test("area", "yes", "at_sea") if inside or same else _test("area", "undetermined", "which_sea")


def _test(part: Literal["time", "area", "target", "weapon", "party", "kind"], outcome: Outcome, why: str) -> Test:
    return Test(part=part, outcome=outcome, why=why)


def _first_act(thread: Thread) -> date | None:
    """No term holds before anybody made it: the first day of an act that makes it, else of any act."""
    for acts in ([act for act in thread.acts if act.act in _MAKING], thread.acts):
        days = [day for act in acts if (day := _day_of(act)) is not None]
        if days:
            return min(days)
    return None


def _day_of(act: ActAt) -> date | None:
    return act.day or (act.known.date() if act.known is not None else None)


def _in_areas(places: Sequence[PlaceAt], areas: Sequence[PlaceAt]) -> Test:
    """Inside where every place is in one of the areas ("around the two towns" is two), outside where none can be."""
    outcomes = [{_place_in_area(place, area) for area in areas} for place in places]
    if all(outcome == {"no"} for outcome in outcomes):
        return _test("area", "no", "outside")
    inside = all("yes" in outcome for outcome in outcomes)
    return _test("area", "yes", "inside") if inside else _test("area", "undetermined", "border_unclear")


def _place_in_area(place: PlaceAt, area: PlaceAt) -> Outcome:
    if is_within(place, area) or (same_name(place, area) and area.relation == "at"):
        return "yes"
    match = compare_places(place, area)
    if match == "apart":
        return "no"
    if match == "near" and area.radius_km is not None:
        between = distance_km(place, area)
        return "yes" if between is not None and between + radius_km(place) <= area.radius_km else "undetermined"
    return "yes" if match in ("same", "same_region") and area.relation == "at" else "undetermined"


def _on_route(places: Sequence[PlaceAt], stops: Sequence[PlaceAt]) -> Test:
    """On the route where every place is one of its stops; between two stops the road is not known."""
    matches = [compare_place_sets((place,), stops) for place in places]
    if all(match in ("same", "inside") for match in matches):
        return _test("area", "yes", "at_a_stop_of_the_route")
    if any(_between(place, a, b) for place in places for a, b in pairwise(stops)):
        return _test("area", "undetermined", "near_the_route")
    return _test("area", "no", "off_the_route") if set(matches) == {"apart"} else _test("area", "undetermined", "route_unclear")


def _between(place: PlaceAt, a: PlaceAt, b: PlaceAt) -> bool:
    """Within the detour that a road may make: the way over the place is not much longer than the way itself."""
    to_a, to_b, direct = distance_km(place, a), distance_km(place, b), distance_km(a, b)
    return to_a is not None and to_b is not None and direct is not None and to_a + to_b <= direct + CORRIDOR_KM


def _test_target(incident: Incident, term: Term, thread: Thread) -> Test:
    if term.excepted and party_keys(incident.targets) & set(term.excepted):
        return _test("target", "no", "excepted")
    if term.excludes and incident.targets and not party_keys(incident.targets) & parties_to(thread):
        return _test("target", "undetermined", "an_exception_may_apply")
    if "all" in term.targets or (not term.targets and (term.scope is None or term.weapon_class)):
        return _test("target", "yes", "all_attacks" if "all" in term.targets else "target_not_limited")
    if not term.targets:
        return _test("target", "undetermined", "scope_not_resolved")
    if not incident.target_class:
        return _test("target", "undetermined", "target_unknown")
    shared = sorted(set(term.targets) & set(incident.target_class))
    return _test("target", "yes", " ".join(shared)) if shared else _test("target", "no", "another_target")


def _test_weapon(incident: Incident, term: Term) -> Test:
    """Tell whether it was done with what the term is limited to; a strike from the air without a means named may be with any."""
    if not term.weapon_class:
        return _test("weapon", "yes", "weapon_not_limited")
    if not incident.weapon_class:
        return _test("weapon", "undetermined", "weapon_unknown")
    shared = set(term.weapon_class) & set(incident.weapon_class)
    return _test("weapon", "yes", " ".join(sorted(shared))) if shared else _test("weapon", "no", "another_weapon")


def _test_party(incident: Incident, term: Term, thread: Thread, claims: Sequence[ClaimAt]) -> Test:
    """Tell whether who is named as the author, by anyone, is bound: undetermined where he denies it or where two are named."""
    accused = party_keys(who for claim in claims if claim.kind == "accuses" for who in claim.against)
    sides = party_keys(incident.actors) | accused
    if not sides:
        return _test("party", "undetermined", "nobody_identified" if incident.actors else "nobody_named")
    if len(sides) > 1:
        return _test("party", "undetermined", "sides_differ")
    (side,) = sides
    admitted = any(claim.kind in ADMITTING and party_key(claim.who) == side for claim in claims)
    if not admitted and any(claim.kind == "denies" and party_key(claim.who) == side for claim in claims):
        return _test("party", "undetermined", "denied_by_the_one_named")
    bound = party_keys(term.bound)
    agreed = party_keys(status.party for status in thread.status if status.value in _PARTIES)
    if side in bound | agreed:
        return _test("party", "yes", "bound" if side in bound else "party_to_it")
    if not bound | agreed or (len(bound) < len(term.bound) and len(agreed) < _TWO_SIDES):
        return _test("party", "undetermined", "bound_parties_not_identified")
    return _test("party", "no", "not_bound")


def _test_kind(incident: Incident, term: Term) -> Test:
    if incident.aggregate:
        return _test("kind", "undetermined", "a_summary_is_not_one_occurrence")
    if incident.reality != "actual":
        return _test("kind", "no", f"not_reported_as_happened: {incident.reality}")
    if term.kind not in _TRUCE_KINDS:
        return _test("kind", "undetermined", "no_test_for_this_kind_of_term")
    if incident.type in _FIRE or (incident.type == "territory" and term.kind == "cessation_of_hostilities"):
        return _test("kind", "yes", incident.type)
    return _test("kind", "no", incident.type) if incident.type in _NO_FIRE else _test("kind", "undetermined", incident.type)
