"""Which of the places that bear a name is meant, or why that cannot be told."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from montjoie.ground.gazetteer import Candidate, Gazetteer
from montjoie.ground.place_context import Context, names_told
from montjoie.ground.place_names import fold
from montjoie.ground.place_words import ReadWords

LARGE = 100_000  # people of a city that texts name without naming its country
FAR_LARGER = 20  # times as many people as any namesake: population decides
LARGER = 5  # the same within one country
STRONGER = 2.0  # times as much told of one country as of another: the country decides
NEAREST_KM = 120.0  # how near to the other places of the document a namesake lies that they decide
CLOSER = 3.0  # times as near as the next namesake
EARTH_KM = 6371.0
REGION_FIRST = frozenset(
    {"admin1:UA.05", "admin1:UA.14", "admin1:PS.GZ", "admin1:SY.12"}
)  # the bare name is mostly the territory's, not its city's
MILLION = 1_000_000  # people of a city whose "east" is a part of the city; that of a smaller one is the country around it
BESIDE = 0.34  # an unnoted namesake in a country of which this much less is told than of the leading one is not taken
NOTED, TOWN = 2.0, 10_000  # a country told of twice, a town of its own name: taken all the same
MATCHED = {"user": 1.0, "name": 1.0, "alias": 0.7, "bare": 0.7, "alike": 0.5}
SECOND_LEVEL = frozenset({"district", "districts", "raion", "county", "woreda", "region", "area", "subdistrict", "canton", "territory"})
STATE_NOUNS = frozenset({"republic", "state", "territory", "region", None})
TOWN_LIKE = frozenset({"suburb", "suburbs", "borough"})
NOT_FOUND = "not in the gazetteer"
WHOLE = frozenset({"country", "sea"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The candidate that is meant, or `None`, and by what."""

    candidate: Candidate | None
    why: str
    second_level: bool = False  # a division about the candidate is meant, not the settlement itself
    country: str | None = None  # the country where that can be told though the place cannot


@dataclass(slots=True)
class Anchors:
    """The places of the document that are settled."""

    points: list[tuple[str | None, float, float]] = field(default_factory=list)
    divisions: set[tuple[str | None, str]] = field(default_factory=set)  # first-level divisions that are named

    def add(self, candidate: Candidate) -> None:
        """Take note of a settled place."""
        if candidate.kind in ("settlement", "site"):
            self.points.append((candidate.country, candidate.lat, candidate.lon))
        elif candidate.kind == "region":
            self.divisions.add((candidate.country, candidate.name))

    def nearest_km(self, candidate: Candidate) -> float:
        """Return how far the nearest settled place of the same country is."""
        near = (distance_km(lat, lon, candidate.lat, candidate.lon) for country, lat, lon in self.points if country == candidate.country)
        return min((km for km in near if km > 0.1), default=math.inf)


def choose(read: ReadWords, candidates: Sequence[Candidate], context: Context, anchors: Anchors, gazetteer: Gazetteer) -> Choice:
    """Return the candidate that the words, the document and the places settled so far point to."""
    fitting = [c for c in candidates if fits(c, read)] or [c for c in candidates if second_level(c, read)]
    if not fitting:
        return Choice(candidate=None, why=NOT_FOUND)
    user = [c for c in fitting if c.match == "user"]
    whole = [c for c in fitting if c.kind in WHOLE and c.match in ("name", "alias")]
    if whole and not user:
        return Choice(candidate=whole[0], why="name")
    country, why = choose_country(read, fitting, context, gazetteer)
    if country == "":
        return Choice(candidate=None, why=why)
    return choose_within([c for c in fitting if c.country == country], read, anchors, why)


def fits(candidate: Candidate, read: ReadWords) -> bool:
    """Whether a candidate is of the kind that the words say."""
    if read.kind is None or read.kind in ("other", "front"):
        return True
    if read.kind == "region":
        return candidate.kind == "region" or (candidate.kind == "country" and (read.part or read.noun in STATE_NOUNS))
    if read.kind == "district":
        return candidate.kind == "district" or (candidate.kind == "settlement" and (read.part or read.noun in TOWN_LIKE))
    return candidate.kind == read.kind


def second_level(candidate: Candidate, read: ReadWords) -> bool:
    """Whether the words name the division or the surroundings of a settlement."""
    return read.kind == "region" and candidate.kind == "settlement" and (read.part or read.noun in SECOND_LEVEL)


def choose_country(read: ReadWords, fitting: Sequence[Candidate], context: Context, gazetteer: Gazetteer) -> tuple[str | None, str]:
    """Return the country whose candidates are meant and why, or an empty code and why not."""
    countries = sorted({c.country or "" for c in fitting})
    codes = ", ".join(code or "none" for code in countries)
    pinned = pinned_country(read, gazetteer)
    if pinned in countries:
        return pinned, "named with it"
    if any(c.match == "user" for c in fitting) and len({c.country for c in fitting if c.match == "user"}) == 1:
        own = next(c for c in fitting if c.match == "user")
        if len(countries) == 1 or context.of(own.country) >= max(context.of(code) for code in countries):
            return own.country, "list"
    if "" in countries:
        return None, "name"
    clear = gazetteer.telling.get(fold(read.name))
    if clear in countries:
        return clear, "name"
    fitting = without_faint(fitting, context)
    countries = [code for code in countries if any(c.country == code for c in fitting)]
    told = sorted(((told_of(code, fitting, context), code) for code in countries), key=lambda item: (-item[0], item[1]))
    (most, first), second = told[0], (told[1][0] if len(told) > 1 else 0.0)
    if most >= 0.7 and most >= STRONGER * second and not beside(first, fitting, context):
        return first, "context"
    supported = {code for amount, code in told if amount >= 0.7}
    large = by_population([c for c in fitting if (c.country in supported and c.match != "bare") or (not supported and c.match == "name")])
    if large is not None:
        return large.country, "population"
    if len(supported) > 1:
        return "", f"ambiguous: {codes}"
    if len(countries) == 1 and context.total < 1 and any(c.kind != "settlement" for c in fitting):
        return first, "name"
    return "", f"nothing tells of {codes}" if context.total < 1 else f"not in the gazetteer for {context.leading}; elsewhere: {codes}"


def without_faint(fitting: Sequence[Candidate], context: Context) -> Sequence[Candidate]:
    """Leave out namesakes by another name only, where a place that is told of and far larger bears the name as its own."""
    own = max((weight(c) for c in fitting if c.match == "name" and context.of(c.country) >= 1), default=0)
    return [c for c in fitting if c.match in ("name", "user") or own == 0 or LARGER * weight(c) > own]


def told_of(country: str, fitting: Sequence[Candidate], context: Context) -> float:
    """Return how much is told of a country, the less the further its names are from the one looked for."""
    return context.of(country) * max(MATCHED[c.match] for c in fitting if c.country == country)


def beside(country: str, fitting: Sequence[Candidate], context: Context) -> bool:
    """Whether a small place in a country that the document is hardly about is likelier a namesake of one that the gazetteer lacks."""
    if context.leading in (None, country) or context.of(country) >= BESIDE * context.of(context.leading):
        return False
    if context.of(country) >= NOTED and any(c.match == "name" and c.population >= TOWN for c in fitting if c.country == country):
        return False
    return all(weight(c) < LARGE for c in fitting if c.country == country)


def pinned_country(read: ReadWords, gazetteer: Gazetteer) -> str | None:
    """Return the country that stands with the name: "X, Ukraine", "the Syrian town of X", "Syria's X"."""
    after = read.after.lstrip(" ,(").split(".")[0]
    for words, edge in ((after[:45], 12), (read.before[-45:], 30)):
        for folded, country in names_told(words, gazetteer.telling):
            at = fold(words).find(folded)
            if (words is after[:45] and at <= edge) or (words is not after[:45] and at + len(folded) >= len(fold(words)) - 3):
                return country
    return None


def by_population(candidates: Sequence[Candidate]) -> Candidate | None:
    """Return the large city that is named without its country, where no namesake abroad comes near to it."""
    ordered = sorted(candidates, key=lambda c: (-weight(c), c.id))
    if not ordered or weight(ordered[0]) < LARGE:
        return None
    abroad = [weight(c) for c in ordered if c.country != ordered[0].country]
    return ordered[0] if weight(ordered[0]) >= FAR_LARGER * max(abroad, default=0) else None


def weight(candidate: Candidate) -> int:
    """Return the people of a place; a division or a known site counts as a large city."""
    return 10 * LARGE if candidate.kind != "settlement" else candidate.population


def choose_within(candidates: Sequence[Candidate], read: ReadWords, anchors: Anchors, why: str) -> Choice:
    """Choose among namesakes of one country: first the level, then the place."""
    country = candidates[0].country
    level = of_level(candidates, read)
    if len(level) == 1:
        return Choice(candidate=level[0], why=why, second_level=not fits(level[0], read))
    inside = in_named_divisions(level, anchors) if max(c.population for c in level) < LARGE else []
    found, rule = (inside[0], "division") if len(inside) == 1 else nearest_or_largest(inside or level, anchors)
    if found is not None:
        return Choice(candidate=found, why=rule if why == "context" else why, second_level=not fits(found, read))
    return Choice(candidate=None, why=f"{len(level)} places of this name, in {country or 'none'}", country=country)


def nearest_or_largest(candidates: Sequence[Candidate], anchors: Anchors) -> tuple[Candidate | None, str]:
    """Return the namesake that is far larger, else nearest to the settled places, else larger, and by which of these."""
    if (found := far_largest(candidates, FAR_LARGER)) is not None:
        return found, "population"
    if (found := closest(candidates, anchors)) is not None:
        return found, "proximity"
    return far_largest(candidates, LARGER), "population"


def of_level(candidates: Sequence[Candidate], read: ReadWords) -> list[Candidate]:
    """Return the candidates of the level that is meant: what the words say, else known regions and sites, else the settlement."""
    closest_match = [c for c in candidates if c.match != "bare"] or list(candidates)
    user = [c for c in candidates if c.match == "user"]
    if user:
        return user
    divisions = [c for c in closest_match if c.id.startswith("admin1:")]
    if len(divisions) > 1:
        named = [c for c in divisions if read.noun and fold(c.name).endswith(read.noun)]
        divisions = named or [max(divisions, key=lambda c: (c.radius_km, c.id))]
    known = [c for c in closest_match if c.kind != "settlement" and not c.id.startswith("admin1:")]
    settled = [c for c in closest_match if c.kind == "settlement"]
    if read.half and any(c.population >= MILLION for c in settled):
        return settled
    if (
        read.kind == "region"
        or (read.part and read.kind != "district")
        or (any(c.id in REGION_FIRST for c in divisions) and read.kind is None)
    ):
        return divisions or known or settled
    if known and not any(c.population >= LARGE for c in settled):
        return known[:1]
    return settled or divisions or known[:1]


def in_named_divisions(candidates: Sequence[Candidate], anchors: Anchors) -> list[Candidate]:
    """Return the candidates that lie in a first-level division named in the document."""
    return [c for c in candidates if c.within and (c.country, c.within) in anchors.divisions]


def far_largest(candidates: Iterable[Candidate], times: int) -> Candidate | None:
    """Return the candidate with `times` as many people as any other."""
    first, second = sorted(candidates, key=lambda c: (-c.population, c.id))[:2]
    return first if first.population >= times * (second.population + 500) else None


def closest(candidates: Iterable[Candidate], anchors: Anchors) -> Candidate | None:
    """Return the candidate that the other places of the document lie about."""
    first, second = sorted(((anchors.nearest_km(c), c.id, c) for c in candidates), key=lambda item: item[:2])[:2]
    return first[2] if first[0] <= NEAREST_KM and second[0] >= CLOSER * first[0] + 20 else None


def distance_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Return the great-circle distance of two points."""
    a, b = math.radians(lat), math.radians(other_lat)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))
