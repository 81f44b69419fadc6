"""The names of people without a public role, found so that they can be withheld."""

import re

from montjoie.ground.gazetteer import Gazetteer
from montjoie.ground.place_names import fold
from montjoie.schema import Span

PERSONAL_NAME = re.compile(r"[^\W\d_a-z][\w'’-]*(?: (?:(?:al|el|ad|as|bin|ibn|von|van|de|da|la)[- ])?[^\W\d_a-z][\w'’-]*\.?)*")
OPENERS = frozenset(
    [
        "a",
        "an",
        "the",
        "all",
        "some",
        "many",
        "most",
        "other",
        "another",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "several",
        "both",
        "mr",
        "mrs",
        "ms",
        "dr",
        "president",
        "minister",
        "north",
        "south",
        "east",
        "west",
        "central",
        "eastern",
        "western",
        "northern",
        "southern",
        "sunni",
        "shia",
        "shiite",
        "christian",
        "muslim",
        "arab",
        "kurdish",
    ]
)
TOWN = 100_000  # people from which a town's name is more likely meant than a person's
NO_PERSON = frozenset(  # a name with one of these is a body's or a building's
    [
        "hotel",
        "hospital",
        "university",
        "airport",
        "square",
        "bridge",
        "school",
        "mosque",
        "church",
        "party",
        "tv",
        "agency",
        "army",
        "front",
        "brigade",
        "battalion",
        "council",
        "ministry",
        "company",
        "inc",
        "ltd",
        "union",
        "association",
        "network",
        "committee",
        "defence",
        "defense",
        "helmets",
        "police",
        "street",
        "marathon",
        "city",
        "republicans",
        "democrats",
        "europe",
        "ghost",
    ]
)
LED_TO = re.compile(r"\b(?:of|from|the|in|at|by) $")  # what stands before a place or body rather than a person


def private_name(text: str, words: Span, gazetteer: Gazetteer, *, named: bool) -> Span | None:
    """Return the words from the first personal name to the last: runs of capitalised words that are no place, state or people.

    `named` says that the words are known to name a person, so that one word will do; else it takes two, and no group behind them
    ("White Helmets volunteers").
    """
    found: list[Span] = []
    for match in PERSONAL_NAME.finditer(text, words.start, words.end):
        tokens = [token for token in re.finditer(r"[\w'’-]+", match.group()) if token.group()[0].isupper()]
        unknown = [token for token in tokens if not is_known(token.group(), gazetteer)]
        if not unknown or any(fold(token.group()) in NO_PERSON for token in tokens) or (len(tokens) > 1 and gazetteer.find(match.group())):
            continue
        group = re.match(r" [a-z]+(?:s|men|people)\b", text[match.end() : words.end])
        placed = LED_TO.search(text[words.start : match.start()])
        if named or (len(unknown) > 1 and not group and not placed):
            first = tokens[0] if fold(tokens[0].group()) not in gazetteer.telling and fold(tokens[0].group()) not in OPENERS else unknown[0]
            found.append(Span(start=match.start() + first.start(), end=match.end()))
    return Span(start=found[0].start, end=found[-1].end) if found else None


def is_known(word: str, gazetteer: Gazetteer) -> bool:
    """Say whether a capitalised word tells of a state, a people or a town of some size, or only opens a phrase ("The", "Two")."""
    folded = fold(word)
    return folded in gazetteer.telling or folded in OPENERS or any(place.population >= TOWN for place in gazetteer.find(word))
