"""How two places stand to each other, with their uncertainty: the same, near, one inside the other, apart, or unknown."""

from collections.abc import Sequence
from math import asin, cos, radians, sin, sqrt
from typing import Literal, Protocol, TypeVar

from montjoie.reconcile.words import fold, fold_division

PlaceMatch = Literal["same", "inside", "near", "same_region", "same_country", "unknown", "apart"]


class Place(Protocol):
    """What a `Where` and a `PlaceAt` have in common."""

    @property
    def name(self) -> str | None: ...
    @property
    def kind(self) -> str: ...
    @property
    def within(self) -> str | None: ...
    @property
    def country(self) -> str | None: ...
    @property
    def lat(self) -> float | None: ...
    @property
    def lon(self) -> float | None: ...
    @property
    def radius_km(self) -> float | None: ...
    @property
    def relation(self) -> str: ...
    @property
    def id(self) -> str | None: ...


Division = tuple[str | None, str]  # a country and the folded name of a part of it
AnyPlace = TypeVar("AnyPlace", bound=Place)

_EARTH_KM = 6371.0
LOCAL: frozenset[str] = frozenset({"settlement", "district", "site"})
# How far off a point may be where grounding gave no radius: a town and its outskirts; a quarter or a plant;
# an oblast; half a country. Only used to tell "near" from "apart".
_RADIUS_KM = {"settlement": 5.0, "district": 3.0, "site": 3.0, "region": 120.0, "country": 500.0, "sea": 300.0}
_OTHER_RADIUS_KM = 30.0
_LOOSE_RADIUS_KM = 15.0  # "near", "outside", "along" and the like, without a distance
_BEST_FIRST: tuple[PlaceMatch, ...] = ("same", "inside", "near", "same_region", "same_country", "unknown", "apart")


def distance_km(a: Place, b: Place) -> float | None:
    """Return the great-circle distance of two points, None where either has none."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    lat_a, lat_b = radians(a.lat), radians(b.lat)
    half = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin(radians(b.lon - a.lon) / 2) ** 2
    return 2 * _EARTH_KM * asin(min(1.0, sqrt(half)))


def radius_km(place: Place) -> float:
    """Return how far off a place's point may be."""
    if place.radius_km is not None:
        return place.radius_km
    own = _RADIUS_KM.get(place.kind, _OTHER_RADIUS_KM)
    return own if place.relation == "at" else max(own, _LOOSE_RADIUS_KM)


def compare_places(a: Place, b: Place) -> PlaceMatch:
    """Tell how two places stand; `apart` only where their uncertainty cannot bridge what lies between."""
    if a.country is not None and b.country is not None and a.country != b.country:
        return "near" if _neighbours(a, b) else "apart"
    if "country" in (a.kind, b.kind):
        return "same_country" if a.country is not None and a.country == b.country else "unknown"
    if a.kind == "region" and b.kind == "region":
        return _two_regions(a, b)
    if "region" in (a.kind, b.kind):
        return _in_region(b, a) if a.kind == "region" else _in_region(a, b)
    return _two_points(a, b)


def compare_place_sets(first: Sequence[Place], second: Sequence[Place]) -> PlaceMatch:
    """Tell how the places of two accounts stand: by the best pair of their most exact places.

    A region without bounds ("the east") is none of them where the account names a place that is known.
    """
    matches = [compare_places(a, b) for a in _telling(finest(first)) for b in _telling(finest(second))]
    return min(matches, key=_BEST_FIRST.index, default="unknown")


def _telling(places: Sequence[AnyPlace]) -> Sequence[AnyPlace]:
    known = tuple(place for place in places if place.kind != "region" or place.id is not None or place.within is not None)
    return known if any(place.id is not None or divisions_of(place) for place in known) else places


def finest(places: Sequence[AnyPlace]) -> tuple[AnyPlace, ...]:
    """Leave out the places that only contain another one of the same account."""
    return tuple(place for place in places if not any(other is not place and _contains(place, other) for other in places))


def same_name(a: Place, b: Place) -> bool:
    """Tell whether two places have one id, or one name in one country."""
    if a.id is not None and b.id is not None:
        return a.id == b.id
    return a.name is not None and b.name is not None and fold(a.name) == fold(b.name)


def is_local(place: Place) -> bool:
    """Tell whether a place is a town or smaller."""
    return place.kind in LOCAL


def is_within(inner: Place, outer: Place) -> bool:
    """Tell whether a place lies in another by their names: a town in its region, a district in its town, either in the country."""
    if outer.kind == "country":
        return outer.country is not None and inner.country == outer.country
    if inner.within is None or outer.name is None or (inner.country and outer.country and inner.country != outer.country):
        return False
    if outer.kind == "region":
        return fold_division(inner.within) == fold_division(outer.name)
    return outer.kind == "settlement" and inner.kind == "district" and fold(inner.within) == fold(outer.name)


def divisions_of(place: Place) -> frozenset[Division]:
    """Return the division that a place is or lies in, by the names that it may have; of a quarter only its town is known."""
    if place.kind in ("country", "sea", "district"):
        return frozenset()
    names = (place.within, place.name if place.kind == "region" else None)
    return frozenset((place.country, fold_division(name)) for name in names if name is not None)


def _neighbours(a: Place, b: Place) -> bool:
    """Tell whether two points on both sides of a border are one place for all we know."""
    between = distance_km(a, b)
    return is_local(a) and is_local(b) and between is not None and between <= radius_km(a) + radius_km(b)


def _contains(outer: Place, inner: Place) -> bool:
    return outer.kind in ("country", "region", "settlement") and outer.kind != inner.kind and is_within(inner, outer)


def _two_regions(a: Place, b: Place) -> PlaceMatch:
    if same_name(a, b) or (a.name and b.name and fold_division(a.name) == fold_division(b.name)):
        return "same_region"
    if is_within(a, b) or is_within(b, a):
        return "inside"
    if a.id is not None and b.id is not None:
        return "apart"
    between = distance_km(a, b)
    return "apart" if between is not None and between > radius_km(a) + radius_km(b) else "unknown"


def _in_region(inner: Place, region: Place) -> PlaceMatch:
    if is_within(inner, region):
        return "inside"
    between = distance_km(inner, region)
    if between is None:
        first_level = inner.within is not None and region.name is not None and region.within is None
        return "apart" if first_level and inner.country is not None and inner.country == region.country else "unknown"
    return "unknown" if between <= radius_km(region) + radius_km(inner) else "apart"


def _in_two_divisions(a: Place, b: Place) -> bool:
    """Tell whether two towns, of which one has no point, lie in two divisions of one country by the names of these."""
    first, second = divisions_of(a), divisions_of(b)
    return is_local(a) and is_local(b) and a.country is not None and bool(first) and bool(second) and not first & second


def _two_points(a: Place, b: Place) -> PlaceMatch:
    between = distance_km(a, b)
    if between is None:
        return "same" if same_name(a, b) else "apart" if _in_two_divisions(a, b) else "unknown"
    allowed = radius_km(a) + radius_km(b)
    if same_name(a, b) and between <= allowed:
        return "same" if a.relation == b.relation else "near"
    if {a.kind, b.kind} <= LOCAL and (is_within(a, b) or is_within(b, a)) and between <= max(allowed, _OTHER_RADIUS_KM):
        return "inside"
    return "near" if between <= allowed else "apart"
