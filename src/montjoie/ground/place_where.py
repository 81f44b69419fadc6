"""The Where of a place, resolved or not: its level, how exact it is, how far off it may be, and why."""

import re
from dataclasses import dataclass

from montjoie.ground.gazetteer import Candidate, Gazetteer
from montjoie.ground.place_choice import LOWER, NOT_FOUND, SECOND, Choice, pinned_country
from montjoie.ground.place_context import Context, names_told
from montjoie.ground.place_names import fold
from montjoie.ground.place_words import ReadWords, is_name
from montjoie.schema import PlaceKind, PlaceWords, Where

DOMINANT = 0.6  # the share of all that is told of a country for an unknown name to be taken as in it
LEAST_TOLD = 3.0
BORDER_KM = 50.0
BEYOND_KM = {"near": 12.0, "outside": 10.0, "direction": 15.0, "between": 25.0, "along": 25.0, "off": 40.0}  # past the place's own reach
SECOND_LEVEL_KM = 30.0  # reach of a second-level division, or of the surroundings of a town, about it
CLOSE_KM = 25.0  # up to here UCDP where_prec 2 holds
NOT_OF_THE_NAME = frozenset(
    ("village", "villages", "town", "towns", "city", "hamlet", "suburb", "neighborhood", "neighbourhood", "neighborhoods", "neighbourhoods", "quarter")
)  # fmt: skip
BELOW_REGION = frozenset({"settlement", "site", "district"})
NOUNS_BACK = frozenset({"country", "capital", "city", "town", "village", "region", "province", "state", "governorate"})
SEVERAL = re.compile(r"\b(?:villages|towns|cities|settlements|communities|hamlets|localities|suburbs)$")  # no one place
HEAD = re.compile(r"\s+(?:of|from|in|at|along|outside|near|through|for)\s+")  # what follows says of what, not what
HEADS: dict[str, PlaceKind] = {
    **dict.fromkeys(("village", "town", "city", "capital"), "settlement"),
    **dict.fromkeys(("suburb", "district", "districts", "neighborhood", "neighbourhood", "quarter", "half"), "district"),
    **dict.fromkeys(("region", "province", "governorate", "state", "oblast", "north", "south", "east", "west"), "region"),
    **dict.fromkeys(("northeast", "northwest", "southeast", "southwest"), "region"),
    **dict.fromkeys(("countryside", "area", "areas", "territory", "territories", "lines", "parts", "border", "regions"), "other"),
}
NATURAL = frozenset(
    {"river", "hill", "hills", "mountain", "mountains", "forest", "desert", "park", "lane", "road", "highway", "territory", "side", "flank", "operations"}
)  # fmt: skip
CONTINENTAL = "area:"  # ids of what is larger than a country: named, never put on a point


@dataclass(slots=True)
class Opened:
    """A place on its way to being resolved."""

    words: PlaceWords
    read: ReadWords
    candidates: tuple[Candidate, ...]
    choice: Choice | None = None
    back: str | None = None  # the noun, where the words only point to a place named before ("the city")
    held: bool = False  # the candidates are of the settlement that holds the place, not of the place itself


def resolved(place: Opened, context: Context, gazetteer: Gazetteer) -> Where:
    """Make the Where of a place, resolved or not."""
    choice, read = place.choice, place.read
    if choice is None or choice.candidate is None:
        return unresolved(place, choice.why if choice else NOT_FOUND, context, gazetteer)
    found = choice.candidate
    if found.id.startswith(CONTINENTAL):
        return Where(
            span=place.words.span, name=found.name, kind="other", relation=read.relation, basis="unresolved: larger than a country"
        )
    kind = kind_of(place, found)
    if read.at_border and found.kind == "country":
        return Where(
            span=place.words.span, name=f"{found.name} border", kind="other", country=found.country, lat=found.lat, lon=found.lon,
            precision=5, radius_km=found.radius_km + BORDER_KM, relation="along", basis=f"border of {found.id}",
        )  # fmt: skip
    compass = place.back is not None and place.back not in NOUNS_BACK
    own_name = not place.held and read.shown is None and not choice.second_level and not compass
    return Where(
        span=place.words.span, name=found.name if own_name else None, kind=kind, within=within_of(place, found, kind),
        country=found.country, lat=found.lat, lon=found.lon, precision=precision_of(place, found), radius_km=radius_of(place, found),
        relation=read.relation,
        id=found.id if own_name or choice.second_level else None, code=found.code if found.match == "user" else None,
        basis=basis_of(place, found),
    )  # fmt: skip


def kind_of(place: Opened, found: Candidate) -> PlaceKind:
    read = place.read
    if (read.kind in ("front", "other") and read.shown is not None) or place.held:
        return read.kind or found.kind
    if place.choice and place.choice.second_level:
        return "region"
    if read.shown is not None or (place.back is not None and place.back not in NOUNS_BACK):  # part of a larger place
        return "district" if found.kind == "settlement" else "region" if found.kind in ("region", "country") else found.kind
    return found.kind


def within_of(place: Opened, found: Candidate, kind: PlaceKind) -> str | None:
    if (kind == "district" and found.kind == "settlement") or place.held:
        return found.name
    if place.read.shown is not None and found.kind == "region":
        return found.name
    return found.within


def precision_of(place: Opened, found: Candidate) -> int:
    """Return UCDP where_prec of a resolved place."""
    read = place.read
    if found.kind == "sea" or read.relation == "off":
        return 7
    if found.kind == "country":
        return 5 if read.part or read.kind == "front" else 6
    if read.kind == "front" or read.relation in ("between", "along") or (found.kind != "region" and found.kind not in BELOW_REGION):
        return 5
    if found.kind == "region":
        if found.id.startswith(SECOND) or (found.within and found.id.startswith(("user:", "geonames:"))):
            return 5 if read.part or read.relation != "at" else 3
        return 5 if read.part or read.relation != "at" or not found.id.startswith(("admin1:", "user:")) else 4
    if place.choice and place.choice.second_level:
        return 5 if read.part and read.noun is None else 3
    if read.relation == "at":
        return 2 if place.held and read.kind == "site" else 5 if read.part and read.kind == "region" else 1
    return 2 if (read.distance_km or 0) <= CLOSE_KM else 5


def radius_of(place: Opened, found: Candidate) -> float:
    """Return how far off the point the event may be, in km."""
    read = place.read
    reach = max(found.radius_km, SECOND_LEVEL_KM) if place.choice and place.choice.second_level else found.radius_km
    beyond = read.distance_km if read.distance_km is not None else BEYOND_KM.get(read.relation, 0.0)
    return round(reach + beyond, 1)


def basis_of(place: Opened, found: Candidate) -> str:
    why = place.choice.why if place.choice else ""
    how = "alike" if found.match == "alike" else why
    if place.held:
        return f"held by {found.id}, {how}"
    if place.read.shown is not None or place.read.part:
        return f"part of {found.id}, {how}"
    return f"{found.id}, {how}"


def kind_of_words(read: ReadWords, *, named: bool) -> PlaceKind:
    """Return the kind that the words of an unresolved place say, by their head noun; a bare name counts as a settlement."""
    words = fold(HEAD.split(read.words)[0] or read.words)
    head = words.rsplit(" ", 1)[-1]
    if not is_name(read.words):
        if SEVERAL.search(words):
            return "other"
        if head in HEADS:
            return HEADS[head]
    elif head in NATURAL:
        return "other"
    return read.kind or ("settlement" if named else "other")


def name_in(read: ReadWords) -> str:
    """Return the name in the words of an unresolved place, without the noun of a settlement or quarter that is not of the name."""
    return read.name if read.noun in NOT_OF_THE_NAME and is_name(read.name.rsplit(" ", 1)[-1]) else read.words


def unresolved(place: Opened, why: str, context: Context, gazetteer: Gazetteer) -> Where:
    """Say what the words alone say of a place that cannot be put on a point."""
    read = place.read
    country = place.choice.country if place.choice else None
    if country is None:
        in_words = {told for _, told in names_told(read.words, gazetteer.telling)} if read.noun not in LOWER else set()
        country = in_words.pop() if len(in_words) == 1 else pinned_country(read, gazetteer)
    dominant = context.leading if context.share >= DOMINANT and context.total >= LEAST_TOLD else None
    if country is None and (country := context.settled or dominant):
        why = f"{why}; country from the document"
    named = is_name(read.name) and place.back is None
    kind = kind_of_words(read, named=named)
    offered = place.choice.candidates if place.choice and place.back is None else ()
    return Where(
        span=place.words.span, name=name_in(read) if named and not read.part else None, kind=kind,
        country=country, relation=read.relation, basis=f"unresolved: {why}", candidates=offered,
    )  # fmt: skip
