"""Personal names as an article spells them → people of the list, within a slip of the keyboard."""

from collections.abc import Sequence

from rapidfuzz import fuzz, process

# Two spellings of one name of the list lie at 88 and more ("zelnski", "blinkken"); brothers and namesakes stay below by their first names
NEAR_NAME = 88.0
NEAR_WORD = 75.0
LEAST_LETTERS = 10


def near_name(words: Sequence[str], people: Sequence[tuple[str, str]]) -> str | None:
    """Return the id of the one listed person whose name of as many words is nearly this one, word for word."""
    name = " ".join(words)
    if len(words) < 2 or len(name) < LEAST_LETTERS:
        return None
    names = [folded for folded, _ in people]
    found = set()
    for folded, _, index in process.extract(name, names, scorer=fuzz.ratio, score_cutoff=NEAR_NAME, limit=8):
        others = folded.split()
        if len(others) == len(words) and all(fuzz.ratio(a, b) >= NEAR_WORD for a, b in zip(words, others, strict=True)):
            found.add(people[index][1])
    return found.pop() if len(found) == 1 else None
