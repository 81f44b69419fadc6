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
LED_TO = re.compile(r"\b(?:of|from|the|in|at|by) $")  # what stands before a place or body rather than a person


def private_name(text: str, words: Span, gazetteer: Gazetteer, *, named: bool) -> Span | None:
    """Return the words from the first personal name to the last: runs of capitalised words that are no place, state or people.

    `named` says that the words are known to name a person, so that one word will do; else it takes two, and no group behind them
    ("White Helmets volunteers").
    """
    found: list[re.Match[str]] = []
    for match in PERSONAL_NAME.finditer(text, words.start, words.end):
        unknown = [word for word in re.findall(r"[\w'’-]+", match.group()) if word[0].isupper() and not is_known(word, gazetteer)]
        group = re.match(r" [a-z]+(?:s|men|people)\b", text[match.end() : words.end])
        placed = LED_TO.search(text[words.start : match.start()])
        if unknown and (named or (len(unknown) > 1 and not group and not placed and not gazetteer.find(match.group()))):
            found.append(match)
    return Span(start=found[0].start(), end=found[-1].end()) if found else None


def is_known(word: str, gazetteer: Gazetteer) -> bool:
    """Say whether a capitalised word tells of a state or people, or only opens a phrase ("The", "Two")."""
    return fold(word) in gazetteer.telling or fold(word) in OPENERS
