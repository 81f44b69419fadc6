"""Names and their surroundings → Where: all places of a document are resolved together, and what nothing tells apart stays unresolved.

A basis is made of codes only: the gazetteer's id, the rule, country codes, a reason; never words of the text.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from montjoie.ground.gazetteer import Candidate, Gazetteer
from montjoie.ground.place_choice import LARGE, NOT_FOUND, Anchors, Choice, choose, distance_km, fits, pinned_country
from montjoie.ground.place_context import Context, names_told, read_context
from montjoie.ground.place_names import fold
from montjoie.ground.place_words import NAME, ReadWords, is_name, looks_back, read_name, read_words
from montjoie.schema import PlaceKind, PlaceWords, Where

BACK_REACH = 400  # characters that "the city" points back over
BORDER_KM = 50.0
DOMINANT = 0.6  # the share of all that is told of a country for an unknown name to be taken as in it
LEAST_TOLD = 3.0
BEYOND_KM = {"near": 12.0, "outside": 10.0, "direction": 15.0, "between": 25.0, "along": 25.0, "off": 40.0}  # past the place's own reach
SECOND_LEVEL_KM = 30.0  # reach of a second-level division, or of the surroundings of a town, about it
CLOSE_KM = 25.0  # up to here UCDP where_prec 2 holds
BELOW_REGION = frozenset({"settlement", "site", "district"})
NOUNS_BACK = frozenset({"country", "capital", "city", "town", "village", "region", "province", "state", "governorate"})
CONTINENTAL = "area:"  # ids of what is larger than a country: named, never put on a point
HOLDER_AFTER = re.compile(rf"^\s*(?:\w+\s+)?(?:,|in|of)\s+(?:the\s+)?(?:[\w-]+\s+){{0,3}}?(?P<name>{NAME})")
HOLDER_BEFORE = re.compile(rf"(?P<name>{NAME})['’]s?\s+(?:[\w-]+\s+){{0,2}}$")
HOLDER_INSIDE = re.compile(rf"\s(?:in|of|at|near)\s+(?:the\s+)?(?:[\w-]+\s+){{0,2}}?(?P<name>{NAME})$")


@dataclass(slots=True)
class Opened:
    """A place on its way to being resolved."""

    words: PlaceWords
    read: ReadWords
    candidates: tuple[Candidate, ...]
    choice: Choice | None = None
    back: str | None = None  # the noun, where the words only point to a place named before ("the city")
    held: bool = False  # the candidates are of the settlement that holds the place, not of the place itself


def resolve_places(
    text: str, words: Sequence[PlaceWords], gazetteer: Gazetteer, *, outlet_country: str | None = None, given: bool = False
) -> tuple[Where, ...]:
    """Return one Where for each of `words`, in their order.

    `given`: the values that a coder wrote in `words` are kept, and only located. `outlet_country` weighs least of all.
    """
    if given:
        return tuple(locate(text, one, gazetteer) for one in words)
    context = read_context(text, gazetteer, outlet_country)
    places = [opened(text, one, gazetteer) for one in words]
    anchors = Anchors()
    for _ in range(2):  # what is clear first; then what lies among it
        for place in places:
            if place.back is None and (place.choice is None or place.choice.candidate is None):
                place.choice = choose(place.read, place.candidates, context, anchors, gazetteer)
                if place.choice.candidate is not None:
                    anchors.add(place.choice.candidate)
    spelled_alike(places, context, anchors, gazetteer)
    lead_back(places, context, gazetteer)
    context = context.with_places(place.choice.candidate.country for place in places if place.choice and place.choice.candidate)
    return tuple(resolved(place, context, gazetteer) for place in places)


def opened(text: str, words: PlaceWords, gazetteer: Gazetteer) -> Opened:
    """Read the words of a place and look up its name; where no place bears it, the name of the one that holds it."""
    read = read_words(text, words.span)
    back = looks_back(read.words)
    if back or not is_name(read.words):
        known = () if back or fold(read.words) not in gazetteer.telling else gazetteer.find(read.words)
        return Opened(words=words, read=read, candidates=known, back=back)
    whole = gazetteer.find(read.words)
    known = tuple(c for c in whole if read.shown and c.match in ("user", "name", "alias") or not c.id.startswith(("geonames:", "admin1:")))
    if known and not (read.part and read.shown is None):
        return Opened(words=words, read=read_whole(read), candidates=known if read.name != read.words else whole)
    candidates = gazetteer.find(read.name) or of_demonym(read.name, gazetteer)
    if not any(not read.kind or c.kind == read.kind for c in candidates) and whole:
        candidates = whole
    if read.kind in ("site", "district") and not any(fits(c, read) for c in candidates):
        return Opened(words=words, read=replace(read, shown=read.shown or read.words), candidates=holders(read, gazetteer), held=True)
    return Opened(words=words, read=read, candidates=candidates)


def of_demonym(name: str, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    """Return the country that a word such as "Syrian" tells of."""
    country = gazetteer.country(gazetteer.telling.get(fold(name), ""))
    return (country,) if country else ()


def read_whole(read: ReadWords) -> ReadWords:
    """The gazetteer has the quoted words as they stand ("Eastern Ghouta"): no part of them qualifies the rest."""
    return ReadWords(
        words=read.words, name=read.words, relation=read.relation, distance_km=read.distance_km, before=read.before, after=read.after,
        at_border=read.at_border,
    )  # fmt: skip


def holders(read: ReadWords, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    """Return the settlements that a site or a district is said to be in: "X hospital in Y", "Y's X quarter", "Y railway station"."""
    for pattern, words in ((HOLDER_INSIDE, read.words), (HOLDER_AFTER, read.after), (HOLDER_BEFORE, read.before)):
        if (found := pattern.search(words)) and (settled := settlements(gazetteer.find(found["name"]))):
            return settled
    words = read.words.split()
    for length in range(min(3, len(words) - 1), 0, -1):
        if settled := settlements(gazetteer.find(" ".join(words[:length]))):
            return settled
    return ()


def spelled_alike(places: Sequence[Opened], context: Context, anchors: Anchors, gazetteer: Gazetteer) -> None:
    """Settle a name without a place by the only small settlement of its country that is spelled nearly so."""
    for place in places:
        if place.back or place.held or place.choice is None or place.choice.why != NOT_FOUND or place.read.kind not in (None, "settlement"):
            continue
        country = pinned_country(place.read, gazetteer) or (context.leading if context.share >= DOMINANT else None)
        alike = gazetteer.alike(place.read.name, country) if country and is_name(place.read.name) else ()
        small = [c for c in alike if c.kind == "settlement" and c.population < LARGE]
        if len(small) == 1 == len(alike):
            place.choice = Choice(candidate=small[0], why="alike")
            anchors.add(small[0])


def lead_back(places: Sequence[Opened], context: Context, gazetteer: Gazetteer) -> None:
    """Settle the words that point back: to the leading country, its capital, or the nearest place of the level named before."""
    for place in places:
        if place.back is None:
            continue
        found = pointed_to(place, places, context, gazetteer)
        if found is not None:
            place.choice = Choice(candidate=found, why="named before")


def pointed_to(place: Opened, places: Sequence[Opened], context: Context, gazetteer: Gazetteer) -> Candidate | None:
    levels = {"region": ("region",), "province": ("region",), "governorate": ("region",), "state": ("region",)}
    if place.back in ("city", "town", "village", *levels):
        return nearest_before(place, places, levels.get(place.back, ("settlement",)))
    leading = context.leading if context.share >= DOMINANT else None
    country = pinned_country(place.read, gazetteer) or leading
    if country is None or place.back in ("area", "suburb"):
        return None
    return gazetteer.capital(country) if place.back == "capital" else gazetteer.country(country)


def nearest_before(place: Opened, places: Sequence[Opened], kinds: Sequence[str]) -> Candidate | None:
    """Return the last place of a level that is named within the last paragraph or so."""
    at = place.words.span.start
    found = [
        (p.words.span.start, p.choice.candidate) for p in places
        if p.back is None and p.choice and p.choice.candidate and p.choice.candidate.kind in kinds and at - BACK_REACH <= p.words.span.start < at
    ]  # fmt: skip
    return max(found, key=lambda item: item[0])[1] if found else None


def settlements(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    return tuple(c for c in candidates if c.kind == "settlement")


def resolved(place: Opened, context: Context, gazetteer: Gazetteer) -> Where:
    """Make the Where of a place, resolved or not."""
    choice, read = place.choice, place.read
    if choice is None or choice.candidate is None:
        return unresolved(place, choice.why if choice else "not in the gazetteer", context, gazetteer)
    found = choice.candidate
    if found.id.startswith(CONTINENTAL):
        return Where(span=place.words.span, name=found.name, kind="other", relation=read.relation, basis="unresolved: larger than a country")
    kind = kind_of(place, found)
    if read.at_border and found.kind == "country":
        return Where(
            span=place.words.span, name=f"{found.name} border", kind="other", country=found.country, lat=found.lat, lon=found.lon, precision=6,
            radius_km=found.radius_km + BORDER_KM, relation="along", basis=f"border of {found.id}",
        )  # fmt: skip
    compass = place.back is not None and place.back not in NOUNS_BACK
    own_name = not place.held and read.shown is None and not choice.second_level and not compass
    return Where(
        span=place.words.span, name=found.name if own_name else None, kind=kind, within=within_of(place, found, kind), country=found.country,
        lat=found.lat, lon=found.lon, precision=precision_of(place, found), radius_km=radius_of(place, found), relation=read.relation,
        id=found.id if own_name or choice.second_level else None, code=found.code if found.match == "user" else None,
        basis=basis_of(place, found),
    )  # fmt: skip


def kind_of(place: Opened, found: Candidate) -> PlaceKind:
    read = place.read
    if read.kind in ("front", "other") and read.shown is not None or place.held:
        return read.kind or found.kind
    if place.choice and place.choice.second_level:
        return "region"
    if read.shown is not None or place.back is not None and place.back not in NOUNS_BACK:  # part of a larger place
        return "district" if found.kind == "settlement" else "region" if found.kind in ("region", "country") else found.kind
    return found.kind


def within_of(place: Opened, found: Candidate, kind: PlaceKind) -> str | None:
    if kind == "district" and found.kind == "settlement" or place.held:
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
        return 6
    if read.kind == "front" or read.relation in ("between", "along") or not found.kind == "region" and found.kind not in BELOW_REGION:
        return 5
    if found.kind == "region":
        return 5 if read.part or not found.id.startswith(("admin1:", "user:")) else 4
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


def unresolved(place: Opened, why: str, context: Context, gazetteer: Gazetteer) -> Where:
    """Say what the words alone say of a place that cannot be put on a point."""
    read = place.read
    country = place.choice.country if place.choice else None
    if country is None:
        in_words = {told for _, told in names_told(read.words, gazetteer.telling)}
        country = in_words.pop() if len(in_words) == 1 else pinned_country(read, gazetteer)
    if country is None and context.leading and context.share >= DOMINANT and context.total >= LEAST_TOLD:
        country = context.leading
        why = f"{why}; country from the document"
    kind = read.kind or ("settlement" if is_name(read.name) and place.back is None else "other")
    return Where(span=place.words.span, kind=kind, country=country, relation=read.relation, basis=f"unresolved: {why}")


def locate(text: str, words: PlaceWords, gazetteer: Gazetteer) -> Where:
    """Put a coder's place on a point, without changing what the coder wrote."""
    place, found = coded(text, words, gazetteer)
    if found is None or found.id.startswith(CONTINENTAL):
        return Where(
            span=words.span, name=words.name, kind=words.kind or "other", within=words.within, country=words.country,
            relation=place.read.relation, basis="given, larger than a country" if found else "given, not in the gazetteer",
        )  # fmt: skip
    own = not place.held and not place.read.part
    return Where(
        span=words.span, name=words.name or (found.name if own else None), kind=words.kind or found.kind,
        within=words.within or (found.within if own else found.name), country=words.country or found.country, lat=found.lat, lon=found.lon,
        precision=precision_of(place, found), radius_km=radius_of(place, found), relation=place.read.relation, id=found.id if own else None,
        code=found.code if found.match == "user" else None, basis=f"given, located by {found.id}" if own else f"given, within {found.id}",
    )  # fmt: skip


def coded(text: str, words: PlaceWords, gazetteer: Gazetteer) -> tuple[Opened, Candidate | None]:
    """Return what a coder's place reads as, and the place of the gazetteer that it is, is part of, or lies in."""
    read = read_words(text, words.span)
    plain = replace(read, part=False, shown=None, kind=words.kind)
    for name in (words.name, read.words, read.name if not words.name else None):
        if name and (fitting := [c for c in gazetteer.find(name) if agrees(c, words)]):
            found = pick(fitting, words, gazetteer)
            return Opened(words=words, read=plain, candidates=(), choice=Choice(candidate=found, why="given")), found
    named = read_name(words.name) if words.name else read
    if named.part and (fitting := [c for c in gazetteer.find(named.name) if not words.country or c.country in (None, words.country)]):
        found = next((c for c in fitting if c.kind != "settlement"), fitting[0])
        named = replace(named, relation=read.relation, distance_km=read.distance_km)
        return Opened(words=words, read=named, candidates=(), choice=Choice(candidate=found, why="given")), found
    held = Opened(words=words, read=plain, candidates=(), held=True)
    if words.within and words.kind in ("site", "district"):
        inside = [c for c in gazetteer.find(words.within) if c.kind == "settlement" and (not words.country or c.country == words.country)]
        if inside:
            held.choice = Choice(candidate=inside[0], why="given")
            return held, inside[0]
    return held, None


def agrees(candidate: Candidate, words: PlaceWords) -> bool:
    """Whether a candidate contradicts nothing that the coder wrote."""
    if words.country and candidate.country and candidate.country != words.country:
        return False
    same_level = {"settlement": BELOW_REGION, "district": BELOW_REGION, "site": BELOW_REGION}
    if words.kind in (None, "other", "front"):
        return True
    return candidate.kind in same_level.get(words.kind, {words.kind})


def pick(fitting: Sequence[Candidate], words: PlaceWords, gazetteer: Gazetteer) -> Candidate | None:
    """Return the candidate that lies within what the coder wrote, else the nearest to it, else the first if it stands alone or far ahead."""
    if len(fitting) == 1:
        return fitting[0]
    if words.within:
        inside = [c for c in fitting if c.within and fold(c.within) == fold(words.within)]
        holders = [c for c in gazetteer.find(words.within) if not words.country or c.country in (None, words.country)]
        near = [c for c in fitting for h in holders if distance_km(c.lat, c.lon, h.lat, h.lon) <= h.radius_km + 5]
        if inside or near:
            return (inside or near)[0]
    return fitting[0]
