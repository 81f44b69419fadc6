"""Does an incident fall within a term? Six tests, each yes, no or undetermined, each with why; never whether it is a breach."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from math import ceil
from typing import Literal

from montjoie.reconcile.geography import compare_place_sets, compare_places, distance_km, finest, is_local, is_within, radius_km, same_name
from montjoie.reconcile.links import days_of
from montjoie.reconcile.roots import party_key, party_keys
from montjoie.reconcile.terms import PART_OF_DAY
from montjoie.settled import ActAt, Incident, PlaceAt, Term, Test, Thread

Outcome = Literal["yes", "no", "undetermined"]

CORRIDOR_KM = 30.0  # how far from the line between two stops of a route the road may run: beyond, it is not the route

_STATE = "state:"  # ids of states are this and their ISO 3166-1 code

# What each kind of term rules out, as far as types tell; the others cannot be told from a type.
_FIRE: frozenset[str] = frozenset({"air_strike", "shelling", "bombing", "clash", "attack", "killing", "sabotage", "interception"})
_NO_FIRE: frozenset[str] = frozenset({"detention"})
_TRUCE_KINDS: frozenset[str] = frozenset({"cessation_of_hostilities", "prohibit_attack", "humanitarian_access"})
_MAKING: frozenset[str] = frozenset({"agrees", "announces", "extends"})
_LEAVING: frozenset[str] = frozenset({"suspends", "ends"})
_PARTIES: frozenset[str] = frozenset({"agreed", "announced", "in_force", "conditional"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The days that a term is for; `end` None: nothing says when it ends.

    `start_is_known`: somebody says when it begins, else `start` is only the first day that it can; `whole_day`: it
    begins with its first day, not at some hour of it.
    """

    start: date | None
    start_is_known: bool
    whole_day: bool
    end: date | None
    end_certain: bool
    left: date | None  # the day on which a party suspended or ended it


def judge_scope(incident: Incident, term: Term, thread: Thread) -> tuple[Test, ...]:
    """Return the six tests of an incident against a term, in the order time, area, target, weapon, party, kind."""
    return (
        test_time(incident, window_of(term, thread)),
        test_area(incident, term, thread),
        _test_target(incident, term, thread),
        _test_weapon(term),
        _test_party(incident, term, thread),
        _test_kind(incident, term),
    )


def in_scope(tests: Sequence[Test]) -> Outcome:
    """Return no where any test says no, yes where all say yes."""
    outcomes = {test.outcome for test in tests}
    if "no" in outcomes:
        return "no"
    return "yes" if outcomes == {"yes"} else "undetermined"


def window_of(term: Term, thread: Thread) -> Window:
    """Return the days of a term: from its start (at the earliest, its first act), for its duration; a pause for its day."""
    stated = term.start.start if term.start is not None else None
    whole_day = term.start is not None and term.start.start == term.start.end and not term.start.rule.endswith(PART_OF_DAY)
    start = stated or _first_act(thread)
    end, end_certain = _end(term, thread, start)
    extended = [act.day for act in thread.acts if act.act == "extends" and act.day is not None]
    if end is not None and extended and max(extended) > end:
        end, end_certain = max(extended), False
    left = [day for act in thread.acts if act.act in _LEAVING and (day := _day_of(act)) is not None]
    return Window(
        start=start,
        start_is_known=stated is not None,
        whole_day=whole_day,
        end=end,
        end_certain=end_certain,
        left=min(left, default=None),
    )


def theatre_of(thread: Thread) -> frozenset[str]:
    """Return the countries of a commitment: of its places, else of the states it binds, where it binds more than one.

    One state alone may bind itself anywhere, and a broker's own country says nothing.
    """
    places = {
        place.country for term in thread.terms for place in (*term.route, *([term.area] if term.area else [])) if place.country is not None
    }
    bound = party_keys(who for term in thread.terms for who in term.bound)
    states = frozenset(key.removeprefix(_STATE) for key in bound if key.startswith(_STATE))
    return frozenset(places) or (states if len(states) > 1 else frozenset())


def test_time(incident: Incident, window: Window) -> Test:
    """Tell whether an incident is within the days of a term."""
    days = days_of(incident)
    if days is None:
        bound = incident.not_after
        if bound is None:
            return _test("time", "undetermined", "incident_undated")
        before = window.start is not None and bound < window.start
        return _test("time", "no", "before_start") if before else _test("time", "undetermined", "incident_undated")
    if window.start is None:
        return _test("time", "undetermined", "start_unknown")
    if days[1] < window.start:
        return _test("time", "no", "before_start")
    if window.end is not None and days[0] > window.end:
        return _test("time", "no", "after_end")
    if window.left is not None and days[1] >= window.left:
        return _test("time", "undetermined", "suspended_or_ended_by_a_party")
    if not window.start_is_known:
        return _test("time", "undetermined", "start_unknown")
    if not window.whole_day and days[0] <= window.start:
        return _test("time", "undetermined", "hour_unknown")
    if days[0] < window.start or (window.end is not None and days[1] > window.end):
        return _test("time", "undetermined", "partly_outside")
    if window.end is not None and not window.end_certain and days[1] >= window.end:
        return _test("time", "undetermined", "hour_unknown")
    return _test("time", "yes", "within")


def test_area(incident: Incident, term: Term, thread: Thread) -> Test:
    """Tell whether an incident is in the area or on the route of a term."""
    places = finest(incident.places)
    if not places:
        return _test("area", "undetermined", "incident_unplaced")
    if term.area is not None and not is_local(term.area) and (term.area.lat is not None or term.area.kind == "country"):
        return _in_areas(places, (term.area,))
    stops = [stop for stop in term.route if stop.lat is not None and stop.kind != "country"]
    if term.area is not None and term.area.lat is not None and thread.subject != "humanitarian_pause":
        return _in_areas(places, (term.area, *stops))
    if term.area is not None and term.area.lat is not None and not any(same_name(term.area, stop) for stop in stops):
        stops = [term.area, *stops]
    if stops:
        return _on_route(places, stops)
    theatre = theatre_of(thread)
    countries = {place.country for place in places if place.country is not None}
    if theatre and countries and not theatre & countries:
        return _test("area", "no", "another_country")
    return _test("area", "undetermined", "area_unresolved" if term.area is not None or term.area_words is not None else "area_not_said")


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


def _end(term: Term, thread: Thread, start: date | None) -> tuple[date | None, bool]:
    if start is None:
        return None, False
    if term.duration_days is not None and term.duration_days > 0:
        whole = term.duration_days == int(term.duration_days)
        return start + timedelta(days=max(0, ceil(term.duration_days) - 1)), whole
    if thread.subject == "humanitarian_pause":
        last = term.start.end if term.start is not None and term.start.end is not None else start
        return last, True
    return None, False


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
    if "all" in term.targets or (not term.targets and thread.subject in ("ceasefire", "humanitarian_pause")):
        return _test("target", "yes", "all_attacks")
    if not term.targets:
        return _test("target", "undetermined", "scope_not_resolved")
    if not incident.target_class:
        return _test("target", "undetermined", "target_unknown")
    shared = sorted(set(term.targets) & set(incident.target_class))
    return _test("target", "yes", " ".join(shared)) if shared else _test("target", "no", "another_target")


def _test_weapon(term: Term) -> Test:
    return _test("weapon", "undetermined", "weapons_named") if term.weapons else _test("weapon", "yes", "no_weapon_named")


def _test_party(incident: Incident, term: Term, thread: Thread) -> Test:
    if incident.perpetrator.actor is None:
        return _test("party", "undetermined", "perpetrator_not_settled")
    side = party_key(incident.actors[incident.perpetrator.actor])
    agreed = party_keys(status.party for status in thread.status if status.value in _PARTIES)
    bound = party_keys(term.bound)
    if side is not None and side in bound | agreed:
        return _test("party", "yes", "bound" if side in bound else "party_to_it")
    if not bound or len(bound) < len(term.bound):
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
