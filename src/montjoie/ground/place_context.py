"""What a document tells of the countries it is about, before any of its places is resolved."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from montjoie.ground.gazetteer import Gazetteer
from montjoie.ground.place_names import fold

CAPITALISED = re.compile(r"[^\W\da-z_][\w'’.-]*(?:\s+(?:of\s+|the\s+|and\s+)?[^\W\da-z_][\w'’.-]*)*")
POSSESSIVE = re.compile(r"['’]s?$")
LONGEST = 4  # words of a name
MOST = 3  # how often the same name counts
OUTLET = 0.25  # the outlet's own country: the weakest hint
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

    def of(self, country: str | None) -> float:
        """Return how much is told of a country; what belongs to none is told of everywhere."""
        return self.told.get(country, 0.0) if country else 0.0

    def with_places(self, countries: Iterable[str | None]) -> "Context":
        """Return the same with the countries of the places that were resolved."""
        told = dict(self.told)
        for country in countries:
            if country:
                told[country] = told.get(country, 0.0) + 1
        return _context(told)


def read_context(text: str, gazetteer: Gazetteer, outlet_country: str | None) -> Context:
    """Return what the names in a text, and weakly its outlet, tell of countries."""
    counts = Counter(names_told(text, gazetteer.telling))
    told: dict[str, float] = {}
    for (_, country), times in sorted(counts.items()):
        told[country] = told.get(country, 0.0) + min(times, MOST)
    if outlet_country:
        told[outlet_country] = told.get(outlet_country, 0.0) + OUTLET
    return _context(told)


def _context(told: Mapping[str, float]) -> Context:
    total = sum(told.values())
    leading = min(told, key=lambda country: (-told[country], country), default=None)
    return Context(told=told, total=total, leading=leading, share=told[leading] / total if leading else 0.0)


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
