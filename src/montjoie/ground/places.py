"""Names and their surroundings → Where: all places of a document are resolved together, and what nothing tells apart stays unresolved.

A basis is made of codes only: the gazetteer's id, the rule, country codes, a reason; never words of the text.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from montjoie.ground.gazetteer import Candidate, Gazetteer
from montjoie.ground.place_choice import (
    LARGE,
    LARGER,
    NOT_FOUND,
    Anchors,
    Choice,
    Company,
    choose,
    distance_km,
    far_largest,
    fits,
    pinned_country,
)
from montjoie.ground.place_context import UNTELLING, Context, names_told, read_context
from montjoie.ground.place_geometry import laid_out
from montjoie.ground.place_names import fold
from montjoie.ground.place_where import BELOW_REGION, CONTINENTAL, DOMINANT, NOUNS_BACK, Opened, precision_of, radius_of, resolved
from montjoie.ground.place_within import with_divisions
from montjoie.ground.place_words import NAME, ReadWords, is_name, looks_back, read_name, read_words
from montjoie.schema import PlaceWords, Where

COUNTY = {
    "county": "county",
    "counties": "county",
    "parish": "parish",
    "parishes": "parish",
    "district": "district",
    "districts": "district",
}
SPELLED = {"L.A.": "Los Angeles", "LA": "Los Angeles", "Phila.": "Philadelphia", "NYC": "New York City", "N.Y.C.": "New York City"}
JUST_BEFORE = 160  # characters in which a country is just named
QUARTER = "quarter:"  # ids of the quarters of cities
BACK_REACH = 400  # characters that "the city" points back over
NAMED_FOR_PLACE = frozenset({"airport", "airfield", "airbase", "airstrip", "port", "station", "plant", "university", "dam", "prison"})
HOLDER_AFTER = re.compile(rf"^\s*(?:\w+\s+)?(?:,|in|of)\s+(?:the\s+)?(?:[\w-]+\s+){{0,3}}?(?P<name>{NAME})")
HOLDER_BEFORE = re.compile(rf"(?P<name>{NAME})['’]s?\s+(?:[\w-]+\s+){{0,2}}$")
HOLDER_INSIDE = re.compile(rf"\s(?:in|of|at|near)\s+(?:the\s+)?(?:[\w-]+\s+){{0,2}}?(?P<name>{NAME})$")


def resolve_places(
    text: str, words: Sequence[PlaceWords], gazetteer: Gazetteer, *, outlet_country: str | None = None, given: bool = False
) -> tuple[Where, ...]:
    """Return one Where for each of `words`, in their order.

    `given`: the values that a coder wrote in `words` are kept, and only located. `outlet_country` weighs least of all.
    """
    if given:
        return tuple(locate(text, one, gazetteer) for one in words)
    context = read_context(text, gazetteer, outlet_country)
    places = [opened(text, one, gazetteer, context) for one in words]
    anchors = Anchors(company=Company({fold(place.read.name): place.candidates for place in places}.items()))
    for _ in range(2):  # what is clear first; then what lies among it
        for place in places:
            if place.back is None and (place.choice is None or place.choice.candidate is None):
                read = replace(place.read, kind="settlement", part=False) if place.held else place.read
                place.choice = choose(read, place.candidates, context, anchors, gazetteer)
                if place.choice.candidate is not None:
                    anchors.add(place.choice.candidate)
    spelled_alike(places, context, anchors, gazetteer)
    context = context.with_places(place.choice.candidate.country for place in places if place.choice and place.choice.candidate)
    lead_back(places, context, gazetteer, text)
    wheres = [laid_out(place, resolved(place, context, gazetteer), places, gazetteer, text) for place in places]
    return with_divisions(wheres, places, context, gazetteer, text)


def opened(text: str, words: PlaceWords, gazetteer: Gazetteer, context: Context) -> Opened:
    """Read the words of a place and look up its name; where no place bears it, the name of the one that holds it."""
    read = read_words(text, words.span)
    read = replace(read, name=SPELLED.get(read.words, read.name))
    back = looks_back(read.words)
    if back or not is_name(read.words):
        known = () if back or fold(read.words) not in gazetteer.telling else gazetteer.find(read.words)
        return Opened(words=words, read=read, candidates=known, back=back)
    whole = bearers(SPELLED.get(read.words, read.words), read, gazetteer, context)
    if read.words.endswith(".") and (short := [c for c in whole if c.id.startswith("admin1:")]):
        whole = tuple(short)  # "Ind." is no country
    known = tuple(
        c for c in whole if (read.shown and c.match in ("user", "name", "alias")) or not c.id.startswith(("geonames:", "admin1:"))
    )
    if known and not (read.part and read.shown is None):
        return Opened(words=words, read=read_whole(read), candidates=known if read.name != read.words else whole)
    candidates = bearers(read.name, read, gazetteer, context)
    if read.noun in COUNTY and (second := gazetteer.find(f"{read.name} {COUNTY[read.noun]}")):
        return Opened(words=words, read=read, candidates=second)
    if fold(read.name) in gazetteer.demonyms and not any(c.kind != "settlement" for c in candidates):
        candidates = ()
    if not candidates and read.name.endswith("s") and (lost := gazetteer.country(gazetteer.telling.get(fold(read.name[:-1]), ""))):
        return Opened(words=words, read=replace(read, name=read.name[:-1]), candidates=(lost,))  # "Syrias": an apostrophe was lost
    if not candidates and (state := of_demonym(read.name, gazetteer)):
        return Opened(words=words, read=replace(read, kind="other" if read.shown else None, noun=None), candidates=state)
    if not any(not read.kind or c.kind == read.kind for c in candidates) and whole:
        candidates = whole
    if read.kind in ("site", "district") and not any(fits(c, read) for c in candidates):
        return Opened(words=words, read=replace(read, shown=read.shown or read.words), candidates=holders(read, gazetteer), held=True)
    return Opened(words=words, read=read, candidates=candidates)


def bearers(name: str, read: ReadWords, gazetteer: Gazetteer, context: Context) -> tuple[Candidate, ...]:
    """Return the places of a name, without quarters of cities that the text does not tell of here: many a city has a quarter so called."""
    found = gazetteer.find(name)
    if not any(c.id.startswith(QUARTER) for c in found):
        return found
    near = fold(f"{read.before} {read.words} {read.after}")
    cities = {fold(c.within or "") for c in found if c.id.startswith(QUARTER)}
    here = {city for city in cities if city in near}
    most = max(context.named.values(), default=0.0)
    kept = here or {city for city in cities if context.named.get(city, 0.0) >= max(1.0, most)}
    return tuple(c for c in found if not c.id.startswith(QUARTER) or fold(c.within or "") in kept)


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
    parts = read.words.split() if read.noun in NAMED_FOR_PLACE else []
    for length in range(min(3, len(parts) - 1), 0, -1):
        name = " ".join(parts[:length])
        settled = tuple(c for c in settlements(gazetteer.find(name)) if c.match in ("user", "name", "alias"))
        if settled and fold(name) not in UNTELLING:
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


def lead_back(places: Sequence[Opened], context: Context, gazetteer: Gazetteer, text: str) -> None:
    """Settle the words that point back: to the leading country, its capital, or the nearest place of the level named before."""
    for place in places:
        if place.back is None:
            continue
        found = pointed_to(place, places, context, gazetteer, text)
        if found is not None:
            place.choice = Choice(candidate=found, why="named before")


def pointed_to(place: Opened, places: Sequence[Opened], context: Context, gazetteer: Gazetteer, text: str) -> Candidate | None:
    levels = {"region": ("region",), "province": ("region",), "governorate": ("region",), "state": ("region",)}
    if place.back in ("city", "town", "village", *levels):
        return nearest_before(place, places, levels.get(place.back, ("settlement",)))
    if place.back in ("area", "suburb") or (place.back not in NOUNS_BACK and place.read.words.lower().startswith("its ")):
        return None  # "its north": of what was just named, a town as often as a country
    country = pinned_country(place.read, gazetteer) or country_before(place, context, gazetteer, text)
    if country is None:
        return None
    return gazetteer.capital(country) if place.back == "capital" else gazetteer.country(country)


def country_before(place: Opened, context: Context, gazetteer: Gazetteer, text: str) -> str | None:
    """Return the country that "the country", "the capital", "the east" mean: the only one just named, else that of the document."""
    at = place.words.span.start
    just = {country for _, country in names_told(text[max(0, at - JUST_BEFORE) : at], gazetteer.telling)}
    dominant = context.leading if context.share >= DOMINANT else None
    if place.back in ("country", "capital") and len(just) == 1:
        return just.pop()
    found = context.settled or dominant
    return found if found in just or not just or place.back not in ("country", "capital") else None


def nearest_before(place: Opened, places: Sequence[Opened], kinds: Sequence[str]) -> Candidate | None:
    """Return the last place of a level that is named within the last paragraph or so."""
    at = place.words.span.start
    found = []
    for other in places:
        candidate = other.choice.candidate if other.choice and other.back is None else None
        if candidate and candidate.kind in kinds and at - BACK_REACH <= other.words.span.start < at:
            found.append((other.words.span.start, candidate))
    return max(found, key=lambda item: item[0])[1] if found else None


def settlements(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    return tuple(c for c in candidates if c.kind == "settlement")


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
    """Return the candidate in what the coder wrote it to be within, else the one that stands alone or far ahead."""
    own = [c for c in fitting if c.match == "user"]
    if len(own or fitting) == 1:
        return (own or list(fitting))[0]
    if words.within:
        inside = [c for c in fitting if c.within and fold(c.within) == fold(words.within)]
        holders = [c for c in gazetteer.find(words.within) if not words.country or c.country in (None, words.country)]
        near = [c for c in fitting for h in holders if distance_km(c.lat, c.lon, h.lat, h.lon) <= h.radius_km + 5]
        if inside or near:
            return (inside or near)[0]
    closest = [c for c in fitting if c.match in ("name", "alias")] or list(fitting)
    return closest[0] if len(closest) == 1 or closest[0].kind != "settlement" else far_largest(closest, LARGER)
