"""What two spans are to each other in the text: their distance in buckets, and the signs that two triggers name one incident."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from montjoie.extract.labels import BUCKETS, STEPS
from montjoie.extract.windows import Words

Floats = NDArray[np.float32]
Bounds = tuple[int, int]  # words from and to

ANOTHER = frozenset({"another", "second", "separate", "third", "other", "similar", "earlier", "previous"})
SIGNS = (
    "same words", "same stem", "types agree", "realities agree", "types and stems agree", "same sentence", "next sentence", "few sentences",
    "far", "another", "places shared", "places differ", "figures differ",
)  # fmt: skip
STEM = 5  # letters


def bucket(words: Words, head: Bounds, tail: Bounds) -> int:
    """Return the bucket of the distance from a head to a tail: 0 up to `BUCKETS`, not included."""
    behind = tail[0] >= head[1]
    gap = tail[0] - head[1] + 1 if behind else max(0, head[0] - tail[1] + 1)
    step = sum(gap >= least for least in STEPS)
    same = bool(words.sentences[head[0]] == words.sentences[tail[0]])
    made = (2 * int(behind) + int(same)) * (len(STEPS) + 1) + step
    return min(made, BUCKETS - 1)


def between(head: Bounds, tail: Bounds) -> int:
    """Return how many words lie between two spans; 0 where they touch."""
    return max(0, tail[0] - head[1], head[0] - tail[1])


class Signs:
    """Works out the signs of one mention against those before it."""

    def __init__(self, words: Words, mentions: Sequence[Bounds], places: Sequence[Bounds], figures: Sequence[Bounds]) -> None:
        self.sentences = np.array([int(words.sentences[first]) for first, _ in mentions], dtype=np.int64)
        self.texts = [words.cut(*mention).casefold() for mention in mentions]
        self.stems = [stem(text) for text in self.texts]
        self.another = [_another(words, mention) for mention in mentions]
        self.places = _by_sentence(words, places)
        self.figures = _by_sentence(words, figures)

    def of(self, late: int, early: range, types: Floats, realities: Floats) -> Floats:
        """Return the signs of a mention against each of a range before it: mentions × signs."""
        count = len(early)
        signs = np.zeros((count, len(SIGNS)), dtype=np.float32)
        if not count:
            return signs
        rows = slice(early.start, early.stop)
        signs[:, 0] = [self.texts[k] == self.texts[late] for k in early]
        signs[:, 1] = [self.stems[k] == self.stems[late] for k in early]
        signs[:, 2] = (types[rows] * types[late]).sum(axis=1)
        signs[:, 3] = (realities[rows] * realities[late]).sum(axis=1)
        signs[:, 4] = signs[:, 1] * signs[:, 2]
        apart = np.abs(self.sentences[late] - self.sentences[rows])
        signs[:, 5], signs[:, 6] = apart == 0, apart == 1
        signs[:, 7], signs[:, 8] = (apart > 1) & (apart < 6), apart >= 6
        signs[:, 9] = self.another[late]
        mine, numbers = self.places.get(int(self.sentences[late])), self.figures.get(int(self.sentences[late]))
        for row, k in enumerate(early):
            theirs = self.places.get(int(self.sentences[k]))
            if mine and theirs and apart[row]:
                signs[row, 10 if mine & theirs else 11] = 1.0
            counted = self.figures.get(int(self.sentences[k]))
            if numbers and counted and apart[row] and not numbers & counted:
                signs[row, 12] = 1.0
        return signs


def stem(text: str) -> str:
    """Return the beginning of the last word of a trigger that has letters."""
    return ([word for word in text.split() if word[:1].isalpha()] or [text])[-1][:STEM]


def _another(words: Words, mention: Bounds) -> bool:
    return any(words.cut(k, k + 1).casefold() in ANOTHER for k in range(max(0, mention[0] - 3), mention[0]))


def _by_sentence(words: Words, spans: Sequence[Bounds]) -> dict[int, set[str]]:
    kept: dict[int, set[str]] = {}
    for span in spans:
        kept.setdefault(int(words.sentences[span[0]]), set()).add(words.cut(*span).casefold())
    return kept
