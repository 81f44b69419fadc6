"""What a document tells of the countries it is about, before any of its places is resolved."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from montjoie.ground.gazetteer import Division, Gazetteer
from montjoie.ground.place_names import fold

CAPITALISED = re.compile(r"[^\W\da-z_][\w'’.-]*(?:\s+(?:of\s+|the\s+|and\s+)?[^\W\da-z_][\w'’.-]*)*")
POSSESSIVE = re.compile(r"['’]s?$")
LONGEST = 4  # words of a name
MOST = 3  # how often the same name counts
LEAST_PLACES, MOST_PLACES = 2, 0.75  # how many resolved places, and what share of them, tell the country of one that is not
OUTLET = 0.25  # the outlet's own country: the weakest hint
SHARED = {"georgia": "US"}  # a state's name that is also another country's division's: it tells of that where more else does
SHORT = re.compile(r"(?<=[^\W\d_]),\s+(?P<short>[A-Z][A-Za-z]{1,4}\.?|(?:[A-Z]\.\s?){2,3}|W\.\s?Va\.)(?=[\s,.;:)–—-]|$)")
Divisions = Mapping[str, tuple[Division, ...]]
UNTELLING = frozenset(
    {
        "central", "centre", "center", "northern", "southern", "eastern", "western", "north", "south", "east", "west", "unity", "lakes",
        "bay", "bari", "coast", "plateau", "delta", "rivers", "upper", "lower", "nord", "est", "sud", "ouest", "may", "march", "mary",
        "august", "junta", "union", "republic", "capital", "federal", "islands", "national", "holland", "victoria", "santa", "maria",
        "kennedy", "lincoln", "jackson", "washington", "marshall", "bush", "trump", "golden", "liberty", "independence", "hope",
    }
)  # fmt: skip  # names of divisions and cities that are also common words or persons


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """How much a document tells of each country."""

    told: Mapping[str, float]
    total: float
    leading: str | None  # the country of which most is told
    share: float  # how much of all that is told is of it
    divisions: Mapping[tuple[str, str], float]  # how much is told of a first-level division, by country and name
    settled: str | None = None  # the country of most of the places that were resolved
    named: Mapping[str, float]  # how often each folded name that tells of a country counts

    def of(self, country: str | None) -> float:
        """Return how much is told of a country; what belongs to none is told of everywhere."""
        return self.told.get(country, 0.0) if country else 0.0

    def but_for(self, folded: str, country: str | None) -> float:
        """Return how much is told of a country by other words than one name."""
        return self.of(country) - self.named.get(folded, 0.0)

    def of_division(self, country: str | None, division: str | None, *, but_for: str = "", divisions: Divisions | None = None) -> float:
        """Return how much is told of a first-level division, by other words than one name."""
        if not country or not division:
            return 0.0
        told = self.divisions.get((country, division), 0.0)
        own = (divisions or {}).get(but_for, ())
        return told - self.named.get(but_for, 0.0) if any((d.country, d.name) == (country, division) for d in own) else told

    def with_places(self, countries: Iterable[str | None]) -> "Context":
        """Return the same with the countries of the places that were resolved; `settled`: the one that most of them are in."""
        told, places = dict(self.told), Counter(country for country in countries if country)
        for country, times in sorted(places.items()):
            told[country] = told.get(country, 0.0) + times
        most = min(places, key=lambda country: (-places[country], country), default=None)
        clear = most is not None and places[most] >= LEAST_PLACES and places[most] >= MOST_PLACES * places.total()
        return replace(_context(told, self.divisions, self.named), settled=most if clear else None)


def read_context(text: str, gazetteer: Gazetteer, outlet_country: str | None) -> Context:
    """Return what the names in a text, and weakly its outlet, tell of countries."""
    counts = Counter([*names_told(text, gazetteer.telling), *short_told(text, gazetteer)])
    told: dict[str, float] = {}
    named: dict[str, float] = {}
    divisions: dict[tuple[str, str], float] = {}
    for (folded, of), times in sorted(counts.items(), key=lambda item: (item[0][0] in SHARED, item[0])):
        country = SHARED[folded] if folded in SHARED and told.get(SHARED[folded], 0.0) > told.get(of, 0.0) else of
        named[folded] = float(min(times, MOST))
        told[country] = told.get(country, 0.0) + named[folded]
        for division in gazetteer.divisions.get(folded, ()):
            if division.country == country:
                divisions[country, division.name] = divisions.get((country, division.name), 0.0) + named[folded]
    if outlet_country:
        told[outlet_country] = told.get(outlet_country, 0.0) + OUTLET
    return _context(told, divisions, named)


def short_told(text: str, gazetteer: Gazetteer) -> Iterator[tuple[str, str]]:
    """Yield (folded, country) for each abbreviated division that stands after a name and a comma: "Hazard, Ky.", "Barrie, Ont."."""
    for found in SHORT.finditer(text):
        folded = fold(found["short"])
        short = {division.country for division in gazetteer.divisions.get(folded, ()) if division.how == "short"}
        if len(short) == 1:
            yield folded, short.pop()


def _context(told: Mapping[str, float], divisions: Mapping[tuple[str, str], float], named: Mapping[str, float]) -> Context:
    total = sum(told.values())
    leading = min(told, key=lambda country: (-told[country], country), default=None)
    share = told[leading] / total if leading else 0.0
    return Context(told=told, total=total, leading=leading, share=share, divisions=divisions, named=named)


def names_told(text: str, telling: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield (folded name, country) for each name in a text that tells of one country, the longest names first."""
    for run in CAPITALISED.finditer(text):
        words = [POSSESSIVE.sub("", fold_word) for fold_word in run.group().split()]
        at = 0
        while at < len(words):
            for length in range(min(LONGEST, len(words) - at), 0, -1):
                folded = fold(" ".join(words[at : at + length]))
                country = telling.get(folded)
                if country and folded not in UNTELLING:
                    yield folded, country
                    at += length - 1
                    break
            at += 1
