"""Which of the places that bear a name is meant, or why that cannot be told."""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from montjoie.ground.gazetteer import Candidate, Gazetteer
from montjoie.ground.place_context import SHARED, Context, names_told
from montjoie.ground.place_names import fold
from montjoie.ground.place_words import NAME, NOUN, ReadWords

LARGE = 100_000  # people of a city that texts name without naming its country
FAR_LARGER = 20  # times as many people as any namesake: population decides
LARGER = 5  # the same within one country
STRONGER = 2.0  # times as much told of one country as of another: the country decides
NEAREST_KM = 120.0  # how near to the other places of the document a namesake lies that they decide
NEAR, NAMED_DIVISION = 1.5, 2.0  # what being near to them, and in a division that is named, is worth, in powers of ten of people
LEAST_LETTERS = 5  # of a name that only one place of the world bears, for it to be that place where nothing tells of a country
SAME_KM = 20.0  # two rows of the gazetteer so near to each other are one place for all that the record needs
SECOND = "admin2:"
OFFERED = 8  # candidates told of an unresolved name
COMPANY, ENOUGH = 40, 1.0  # candidates of a name that keep company, and how much of it tells
DIVISION_AFTER = re.compile(rf"^(?:['’]s)?(?:\s*[,(]\s*|,?\s+in\s+)(?:the\s+)?(?P<name>{NAME})")
DIVISION_BEFORE = re.compile(rf"(?P<name>{NAME})(?:['’]s?)?\s+(?:{NOUN}(?:\s+of)?\s+)?$")
EARTH_KM = 6371.0
REGION_FIRST = frozenset(
    {"admin1:UA.05", "admin1:UA.14", "admin1:PS.GZ", "admin1:SY.12"}
)  # the bare name is mostly the territory's, not its city's
CITY_FIRST = frozenset({"admin1:US.WA", "admin1:US.NY"})  # the bare name is mostly a city's, by another name in the gazetteer
MILLION = 1_000_000  # people of a city whose "east" is a part of the city; that of a smaller one is the country around it
BESIDE = 0.34  # an unnoted namesake in a country of which this much less is told than of the leading one is not taken
MOSTLY = 0.6  # the share of all that is told of a country, for its small namesake of a well-known city to be meant
NOTED, TOWN = 2.0, 10_000  # a country told of twice, a town of its own name: taken all the same
MATCHED = {"user": 1.0, "name": 1.0, "alias": 0.7, "bare": 0.7, "alike": 0.5}
SECOND_LEVEL = frozenset({"district", "districts", "raion", "county", "woreda", "region", "area", "subdistrict", "canton", "territory"})
LOWER = ("district", "districts", "raion", "raions", "county", "counties", "woreda", "subdistrict")  # nouns of no first-level division
SITE_BEFORE = re.compile(
    r"\b(?:airports?|prisons?|hospitals?|clinics?|schools?|universit(?:y|ies)|markets?|streets?|squares?|buildings?|church|mosque|station|apartments?|"
    r"blocks?|theat(?:re|er)|stadium|factory|plant)\s+in\s+(?:the\s+)?$",
    re.IGNORECASE,
)
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
    candidates: tuple[str, ...] = ()  # where none is chosen: ids of those that it may be, the likeliest first


class Company:
    """Which names of the document have a place near to which: namesakes are told apart by the company they keep."""

    def __init__(self, named: Iterable[tuple[str, Sequence[Candidate]]] = ()) -> None:
        self._cells: dict[tuple[str | None, int, int], dict[str, float]] = {}
        for folded, candidates in named:
            settled = [c for c in candidates if c.kind in ("settlement", "site") or c.id.startswith(SECOND)][:COMPANY]
            for c in settled:
                of = self._cells.setdefault((c.country, round(c.lat * 2), round(c.lon * 2)), {})
                of[folded] = 1 / math.sqrt(len(settled))

    def support(self, folded: str, candidate: Candidate) -> float:
        """Return how many other names have a place about a candidate, each the less the more places bear it."""
        row, column = round(candidate.lat * 2), round(candidate.lon * 2)
        found: dict[str, float] = {}
        for i in (-1, 0, 1):
            for j in (-1, 0, 1):
                found.update(self._cells.get((candidate.country, row + i, column + j), {}))
        return sum(value for name, value in sorted(found.items()) if name != folded)

    def best(self, folded: str, candidates: Sequence[Candidate], *, unsure: bool) -> Candidate | None:
        """Return the candidate whose company is clear of that of all others; `unsure`: nothing speaks against it."""
        scored = sorted(
            ((self.support(folded, c) + math.log10(weight(c) + 500) / 10, c.id, c) for c in candidates), key=lambda x: (-x[0], x[1])
        )
        most, _, first = scored[0]
        rest = max((amount for amount, _, c in scored[1:] if distance_km(first.lat, first.lon, c.lat, c.lon) > NEAREST_KM / 2), default=0.0)
        return first if most >= (ENOUGH if unsure else 2 * ENOUGH) and most >= STRONGER * rest else None


@dataclass(slots=True)
class Anchors:
    """The places of the document that are settled."""

    points: list[tuple[str | None, float, float]] = field(default_factory=list)
    divisions: set[tuple[str | None, str]] = field(default_factory=set)  # first-level divisions that are named
    pinned: dict[str, Candidate] = field(default_factory=dict)  # what a name means where a country or division stands with it
    company: Company = field(default_factory=Company)

    def add(self, candidate: Candidate) -> None:
        """Take note of a settled place."""
        if candidate.kind in ("settlement", "site") or candidate.id.startswith(SECOND):
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
    folded = fold(read.name)
    pinned = pinned_divisions(read, gazetteer)
    inside = [c for c in fitting if (c.country, c.within) in pinned]
    if inside and not user:
        choice = choose_within(inside, read, anchors, context, "named with it")
        if choice.candidate is not None:
            anchors.pinned.setdefault(folded, choice.candidate)
        return choice
    known = anchors.pinned.get(folded)
    if known is not None and not user and any(c.id == known.id for c in fitting):
        return Choice(candidate=known, why="named with it", second_level=not fits(known, read))
    whole = [c for c in fitting if c.kind in WHOLE and c.match in ("name", "alias")]
    if whole and not user and not outdone(whole[0], fitting, folded, context):
        return Choice(candidate=whole[0], why="name")
    country, why = choose_country(read, fitting, context, gazetteer)
    if country != "" and why == "name" and (elsewhere := counter(folded, country, fitting, context, anchors, gazetteer)):
        return Choice(candidate=elsewhere, why="division")
    if country == "":
        found = anchors.company.best(folded, fitting, unsure=why.startswith(("nothing", "ambiguous")))
        return Choice(
            candidate=found, why="proximity" if found else why, candidates=() if found else offered(fitting, folded, context, anchors)
        )
    return choose_within([c for c in fitting if c.country == country], read, anchors, context, why)


def outdone(whole: Candidate, fitting: Sequence[Candidate], folded: str, context: Context) -> bool:
    """Whether the document is about the country whose division bears a country's name (Georgia), and not about that country."""
    others = [c for c in fitting if c.id.startswith("admin1:") and c.match == "name" and folded in SHARED and c.country == SHARED[folded]]
    return any(context.of(c.country) > context.of(whole.country) for c in others)


def counter(
    folded: str, country: str | None, fitting: Sequence[Candidate], context: Context, anchors: Anchors, gazetteer: Gazetteer
) -> Candidate | None:
    """Return the namesake of a well-known city in a division that the document is about, where nothing else tells of the city's country."""
    if context.but_for(folded, country) >= 0.5:
        return None
    told = [(told_division(c, folded, context, gazetteer), c) for c in fitting if c.country != country and c.match == "name"]
    near = [c for amount, c in told if amount >= NOTED or (amount >= 1 and anchors.company.support(folded, c) >= 1)]
    leading = [c for c in near if context.of(c.country) >= NOTED and context.leading == c.country and context.share >= MOSTLY]
    return leading[0] if len(leading) == 1 else None


def told_division(candidate: Candidate, folded: str, context: Context, gazetteer: Gazetteer) -> float:
    """Return how much is told of a candidate's first-level division by other words than its own name."""
    return context.of_division(candidate.country, candidate.within, but_for=folded, divisions=gazetteer.divisions)


def pinned_divisions(read: ReadWords, gazetteer: Gazetteer) -> set[tuple[str | None, str | None]]:
    """Return the first-level divisions that stand with a name: "X, Ky.", "X in Louisiana", "X (Idlib province)", "Kentucky's X"."""
    found: set[tuple[str | None, str | None]] = set()
    for pattern, words in ((DIVISION_AFTER, read.after), (DIVISION_BEFORE, read.before)):
        if (named := pattern.search(words)) is None:
            continue
        parts = fold(named["name"]).split()
        for length in range(min(4, len(parts)), 0, -1):
            key = " ".join(parts[:length] if pattern is DIVISION_AFTER else parts[-length:])
            told = [d for d in gazetteer.divisions.get(key, ()) if d.how == "name" or (d.how == "short" and pattern is DIVISION_AFTER)]
            if told:
                return {(d.country, d.name) for d in told}
    return found


def fits(candidate: Candidate, read: ReadWords) -> bool:
    """Whether a candidate is of the kind that the words say."""
    if read.kind is None or read.kind in ("other", "front"):
        return True
    if read.kind == "region" and read.noun in LOWER and candidate.id.startswith("admin1:"):
        return fold(candidate.name).endswith((*LOWER, *(noun.removesuffix("s") for noun in LOWER)))
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
    if clear in countries and not told_elsewhere(clear, fold(read.name), fitting, context):
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
    alone = len(fitting) == 1 and fitting[0].match == "name" and len(read.name) >= LEAST_LETTERS
    if len(countries) == 1 and context.total < 1 and (alone or any(c.kind != "settlement" for c in fitting)):
        return first, "name"
    return "", f"nothing tells of {codes}" if context.total < 1 else f"not in the gazetteer for {context.leading}; elsewhere: {codes}"


def told_elsewhere(country: str, folded: str, fitting: Sequence[Candidate], context: Context) -> bool:
    """Whether a document that tells of a well-known place's country by no other word is about another one that has a large namesake."""
    if context.but_for(folded, country) >= 0.5 or context.leading in (None, country) or context.of(context.leading) < 2 * NOTED:
        return False
    return any(c.country == context.leading and c.match in ("name", "alias") and weight(c) >= LARGE for c in fitting)


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


def choose_within(candidates: Sequence[Candidate], read: ReadWords, anchors: Anchors, context: Context, why: str) -> Choice:
    """Choose among namesakes of one country: first the level, then the place."""
    country = candidates[0].country
    level = of_level(candidates, read)
    if len(level) == 1:
        return Choice(candidate=level[0], why=why, second_level=not fits(level[0], read))
    found, rule = weighed(level, fold(read.name), anchors, context)
    if found is not None:
        return Choice(candidate=found, why=rule if why == "context" else why, second_level=not fits(found, read))
    offers = offered(level, fold(read.name), context, anchors)
    return Choice(candidate=None, why=f"{len(level)} places of this name, in {country or 'none'}", country=country, candidates=offers)


def offered(fitting: Sequence[Candidate], folded: str, context: Context, anchors: Anchors) -> tuple[str, ...]:
    """Return the ids of the likeliest places of an unresolved name, the likeliest first, never as a decision."""
    country = {c.country: min(1.0, context.of(c.country) / max(context.total, 1.0)) for c in fitting}
    scored = [(sum(scores(c, folded, anchors, context).values()) + NAMED_DIVISION * country[c.country], c) for c in fitting]
    return tuple(c.id for _, c in sorted(scored, key=lambda item: (-item[0], item[1].id))[:OFFERED])


def weighed(candidates: Sequence[Candidate], folded: str, anchors: Anchors, context: Context) -> tuple[Candidate | None, str]:
    """Return the namesake that people, named divisions and nearness together put ahead of the next by as much as LARGER, and the rule."""
    far = far_largest(candidates, FAR_LARGER)
    if far is not None and far.population >= LARGE:
        return far, "population"
    scored = []
    for c in candidates:
        parts = scores(c, folded, anchors, context)
        scored.append((sum(parts.values()), c.id, c, parts))
    scored.sort(key=lambda item: (-item[0], item[1]))
    (most, _, first, parts), (next_most, _, second, other) = scored[:2]
    one_place = distance_km(first.lat, first.lon, second.lat, second.lon) <= SAME_KM and first.population >= second.population
    if most - next_most < math.log10(LARGER) and not one_place:
        return None, ""
    return first, min(parts, key=lambda rule: (other[rule] - parts[rule], rule))


def scores(candidate: Candidate, folded: str, anchors: Anchors, context: Context) -> dict[str, float]:
    """Return what speaks for a candidate, in powers of ten of people, by rule."""
    people = weight(candidate) if candidate.kind != "settlement" and not candidate.id.startswith(SECOND) else candidate.population
    told = min(context.divisions.get((candidate.country or "", candidate.within or ""), 0.0), 3.0)
    division = max(
        NAMED_DIVISION * ((candidate.country, candidate.within) in anchors.divisions), NAMED_DIVISION * (0.5 + told / 6) if told else 0.0
    )
    nearness = near_score(anchors.nearest_km(candidate)) + min(NEAR, 0.5 * anchors.company.support(folded, candidate))
    return {"population": math.log10(people + 500), "division": division, "proximity": min(NEAR, nearness)}


def near_score(km: float) -> float:
    """Return what nearness to the settled places of the document is worth, in powers of ten of people."""
    return NEAR if km <= 40 else NEAR * 0.7 if km <= 80 else NEAR * 0.35 if km <= NEAREST_KM else 0.0


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
    seconds = [c for c in closest_match if c.id.startswith(SECOND)]
    known = [c for c in closest_match if c.kind != "settlement" and not c.id.startswith(("admin1:", SECOND))]
    settled = [c for c in closest_match if c.kind == "settlement"]
    if read.half and any(c.population >= MILLION for c in settled):
        return settled
    if (
        read.kind == "region"
        or (read.part and read.kind != "district")
        or (any(c.id in REGION_FIRST for c in divisions) and read.kind is None and not SITE_BEFORE.search(read.before))
    ):
        return (seconds if read.noun in SECOND_LEVEL else []) or divisions or known or seconds or settled
    if known and not any(c.population >= LARGE for c in settled):
        return known[:1]
    if any(c.match == "name" and c.id not in CITY_FIRST for c in divisions) and read.kind is None and not_its_city(settled):
        return divisions
    return settled or divisions or known[:1] or seconds


def not_its_city(settled: Sequence[Candidate]) -> bool:
    """Whether no city of a division's own name is large enough for the bare name to be the city's (Missouri, but not Kassala)."""
    return not any(c.match == "name" and c.population >= LARGE for c in settled)


def far_largest(candidates: Iterable[Candidate], times: int) -> Candidate | None:
    """Return the candidate with `times` as many people as any other."""
    first, second = sorted(candidates, key=lambda c: (-c.population, c.id))[:2]
    return first if first.population >= times * (second.population + 500) else None


def distance_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Return the great-circle distance of two points."""
    a, b = math.radians(lat), math.radians(other_lat)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))
