"""Scores of words → spans: Viterbi over each layer, and what the other heads say of each span found."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from montjoie.extract.confidence import confidence
from montjoie.extract.labels import AROUND, BEGIN, CLASSES, FURTHEST, INSIDE, LAYERS, ONE_OF, OUTSIDE, RELATIONS, WIDTH, columns
from montjoie.extract.pairs import bucket
from montjoie.extract.windows import Window, Words

Floats = NDArray[np.float32]
Scorer = Callable[[Window], Floats]  # the scores of a window's words: words × columns
Bounds = tuple[int, int]

COLUMNS = columns()
ANEW = 3.0  # what it costs to begin anew inside a span, unless a threshold says otherwise
QUOTES = frozenset("\"'“”‘’«»„`")
LOOSE_ENDS = frozenset(",;:-–—") | QUOTES
DANGLING = frozenset(
    ["the", "a", "an", "of", "and", "or", "but", "in", "at", "from", "with", "when", "while", "across"]
)  # no span ends on them
DATELINE = re.compile(r"^[ \t]*[A-Z][A-Z'’. -]{2,30}?(?:, [^()\n]{1,40}?)?(?P<agency> ?\([^()\n]{2,40}\))? ?[-–—]{1,2} ", re.MULTILINE)
OPENING = frozenset(
    {
        "al", "el", "deir", "tel", "tell", "tal", "tall", "khan", "jabal", "jebel", "jisr", "umm", "abu", "kafr", "beit", "ain", "ras", "wadi", "bab",
        "maaret", "maarat", "nova", "novo", "velyka", "mala", "bila", "kryvyi", "black", "saint", "san", "new", "port", "fort", "mount",
        "south", "north", "east", "west", "saudi", "sierra", "burkina", "sri",
    }
)  # fmt: skip
NAME_GOES_ON = re.compile(r" (?:(?:al|el|ez|az|ash|as|an|es)-)?[A-Z]")
NOT_IN_DATELINE = frozenset({"party", "figure", "weapon", "place"})
SPOKEN = frozenset({"content", "commitment"})  # their last stop is left out; that of "U.S." is not
LONGEST = {"content": 160, "commitment": 120}
LONGEST_OTHER = 24  # words; a longer name is no name


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A span of one layer: words from and to, how sure, and its own mean scores of every column."""

    layer: str
    words: Bounds
    score: float
    own: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """An article with the spans of every layer, in order, and what is needed to judge them."""

    words: Words
    spans: dict[str, tuple[Found, ...]]
    around: dict[str, NDArray[np.float64]]  # running sums over the words of each classifier's scores of surroundings
    distance: Floats  # relations × buckets
    thresholds: dict[str, float]
    weights: Mapping[str, Sequence[float]] = field(default_factory=dict)  # of the parts of each layer's confidence
    noted: list[tuple[str, int, tuple[float, ...]]] | None = None  # where asked for: of each item its layer, its first word and its parts
    asked: dict[tuple[str, Bounds], list[tuple[float, Found]]] = field(default_factory=dict)  # what `related` found: it is asked twice

    def sure(self, layer: str, first: int, chances: Sequence[float]) -> float:
        """Return how sure one may be of an item that begins with a word, by the chances of its parts."""
        if self.noted is not None:
            self.noted.append((layer, first, tuple(chances)))
        return confidence(self.weights, layer, chances)

    def logits(self, name: str, span: Found) -> Floats:
        """Return a classifier's scores of a span: of its own words and of those around it."""
        first, last = max(0, span.words[0] - AROUND), min(len(self.words), span.words[1] + AROUND)
        sums = self.around[name]
        around = (sums[last] - sums[first]) / (last - first)
        made: Floats = cut(span.own, f"{name}.in") + around.astype(np.float32)
        return made

    def chances(self, name: str, span: Found) -> Floats:
        """Return the probability of each label."""
        logits = self.logits(name, span)
        return softmax(logits) if name in ONE_OF else sigmoid(logits)

    def threshold(self, name: str, otherwise: float) -> float:
        """Return how sure one must be, as tuned."""
        return self.thresholds.get(name, otherwise)

    def near(self, head: Found, layers: Sequence[str]) -> Iterator[Found]:
        """Yield the spans of layers that lie near enough to a head to belong to it."""
        for layer in layers:
            spans = self.spans[layer]
            at = _first_from(spans, head.words[0] - FURTHEST - LONGEST_OTHER)
            for span in spans[at:]:
                if span.words[0] - head.words[1] > FURTHEST:
                    break
                if head.words[0] - span.words[1] <= FURTHEST:
                    yield span

    def related(self, relation: str, head: Found) -> list[tuple[float, Found]]:
        """Return the spans near a head with the probability that each stands to it in a relation, in order of place."""
        key = relation, head.words
        if key not in self.asked:
            self.asked[key] = self._related(relation, head)
        return self.asked[key]

    def _related(self, relation: str, head: Found) -> list[tuple[float, Found]]:
        layers = RELATIONS[relation][1]
        row = list(RELATIONS).index(relation)
        tails = list(self.near(head, layers))
        if not tails:
            return []
        ahead = cut(head.own, f"{relation}.head")
        products = np.einsum("tw,w->t", np.stack([cut(tail.own, f"{relation}.tail") for tail in tails]), ahead) / np.float32(WIDTH**0.5)
        biases = self.distance[row][[bucket(self.words, head.words, tail.words) for tail in tails]]
        return list(zip(sigmoid(products + biases).tolist(), tails, strict=True))


def decode(words: Words, scorer: Scorer, distance: Floats, thresholds: dict[str, float]) -> Scored:
    """Return the spans of an article: every window is scored and decoded by itself, in order."""
    spans: dict[str, list[Found]] = {layer: [] for layer in LAYERS}
    around: dict[str, list[Floats]] = {name: [] for name in CLASSES}
    for window in words.windows:
        scores = scorer(window)
        for layer, found in _spans(words, window.first, scores, thresholds):
            spans[layer].append(found)
        for name in CLASSES:
            around[name].append(cut(scores, f"{name}.around").copy())  # a view would keep every column of the article
    lines = _datelines(words.text)
    return Scored(
        words=words,
        spans={
            layer: tuple(sorted((span for span in found if not _in_dateline(words, span, lines)), key=lambda span: span.words))
            for layer, found in spans.items()
        },
        around={name: _running(parts, len(CLASSES[name])) for name, parts in around.items()},
        distance=distance,
        thresholds=thresholds,
    )


def _datelines(text: str) -> list[tuple[Bounds, Bounds]]:
    """Return, for each dateline ("TORVALE, March 4 (Averin Wire) - "), its characters, and those of its agency."""
    return [(match.span(), match.span("agency")) for match in DATELINE.finditer(text)]


def _in_dateline(words: Words, span: Found, lines: Sequence[tuple[Bounds, Bounds]]) -> bool:
    """Say whether a span is nobody and nothing of an incident, as it stands in a dateline: its town may be the place, its agency is not."""
    if span.layer not in NOT_IN_DATELINE:
        return False
    first, last = int(words.starts[span.words[0]]), int(words.ends[span.words[1] - 1])
    return any(begin <= first and last <= end for whole, agency in lines for begin, end in [agency if span.layer == "place" else whole])


def cut(scores: Floats, name: str) -> Floats:
    """Return the columns of one head."""
    first, last = COLUMNS[name]
    part: Floats = scores[..., first:last]
    return part


def softmax(scores: Floats) -> Floats:
    """Return probabilities that add up to one over the last axis."""
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True), dtype=np.float32)


def sigmoid(scores: Floats) -> Floats:
    """Return the probability of each score by itself."""
    return np.asarray(1 / (1 + np.exp(-np.clip(scores, -30, 30))), dtype=np.float32)


def viterbi(logs: Floats, anew: Floats) -> NDArray[np.int64]:
    """Return the best tags of every layer (words × layers), given log chances (words × layers × 3).

    Nothing begins inside; to begin anew inside a span costs `anew`, one number a layer.
    """
    count, layers, _ = logs.shape
    step = np.zeros((layers, 3, 3), dtype=np.float32)  # from, to
    step[:, OUTSIDE, INSIDE] = -1e9
    step[:, BEGIN, BEGIN] = step[:, INSIDE, BEGIN] = -anew
    best = logs[0].copy()
    best[:, INSIDE] = -1e9
    back = np.zeros((count, layers, 3), dtype=np.int64)
    for at in range(1, count):
        ways = best[:, :, None] + step
        back[at] = ways.argmax(axis=1)
        best = ways.max(axis=1) + logs[at]
    tags = np.zeros((count, layers), dtype=np.int64)
    tags[-1] = best.argmax(axis=1)
    rows = np.arange(layers)
    for at in range(count - 1, 0, -1):
        tags[at - 1] = back[at, rows, tags[at]]
    return tags


def _spans(words: Words, offset: int, scores: Floats, thresholds: dict[str, float]) -> Iterator[tuple[str, Found]]:
    raw = cut(scores, "spans").reshape(len(scores), len(LAYERS), 3)
    chances = softmax(raw)
    biased = np.log(chances + 1e-9)
    biased[:, :, OUTSIDE] += np.array([thresholds.get(f"span.{layer}", 0.0) for layer in LAYERS], dtype=np.float32)
    tags = viterbi(biased, np.array([thresholds.get(f"anew.{layer}", ANEW) for layer in LAYERS], dtype=np.float32))
    for row, layer in enumerate(LAYERS):
        for run in _runs(tags[:, row]):
            first, last = _trimmed(
                words, offset, _whole(words, offset, run, len(scores), layer), LOOSE_ENDS | {"."} if layer in SPOKEN else LOOSE_ENDS
            )
            if last - first > LONGEST.get(layer, LONGEST_OTHER) or first >= last:
                continue
            sure = float(1 - chances[first:last, row, OUTSIDE].mean())
            own = scores[first:last].mean(axis=0)
            yield layer, Found(layer=layer, words=(first + offset, last + offset), score=round(sure, 4), own=own)


def _runs(tags: NDArray[np.int64]) -> list[Bounds]:
    found, begun = [], -1
    for at in np.flatnonzero(np.diff(tags, prepend=0, append=0) | np.append(tags == BEGIN, False)).tolist():
        tag = tags[at] if at < len(tags) else OUTSIDE
        if begun >= 0 and tag != INSIDE:
            found.append((begun, at))
            begun = -1
        if tag == BEGIN:
            begun = at
    return found


def _whole(words: Words, offset: int, run: Bounds, count: int, layer: str) -> Bounds:
    """Return a span with all of a word that hyphens hold together ("anti-regime"), and, but for what is said, on one line."""
    first, last = run
    while last + 1 < count and _joined(words, last + offset):
        last += 2
    while first >= 2 and _joined(words, first - 1 + offset):
        first -= 2
    while layer == "place" and last < count and _opens_a_name(words, last - 1 + offset):
        last += 1 + 2 * (last + 2 < count and _joined(words, last + 1 + offset))
    if layer not in SPOKEN:
        lines = [k for k in range(first + 1, last) if "\n" in words.text[int(words.ends[k + offset - 1]) : int(words.starts[k + offset])]]
        first = lines[-1] if lines else first
    else:
        first, last = _paragraph(words, offset, (first, last))
    return first, last


def _paragraph(words: Words, offset: int, run: Bounds) -> Bounds:
    """Return the longest part of what is said that no empty line breaks: a headline is not said with what comes under it."""
    breaks = [k for k in range(run[0] + 1, run[1]) if "\n\n" in words.text[int(words.ends[k + offset - 1]) : int(words.starts[k + offset])]]
    edges = [run[0], *breaks, run[1]]
    return max(pairwise(edges), key=lambda part: (part[1] - part[0], -part[0]))


def _opens_a_name(words: Words, at: int) -> bool:
    """Say whether a word is the first of a place's name that goes on behind it ("Deir Ezzor", "Khan Sheikhoun")."""
    word = words.cut(at, at + 1)
    opens = word.casefold() in OPENING and (word[0].isupper() or word in ("al", "el"))
    return opens and NAME_GOES_ON.match(words.text, int(words.ends[at])) is not None


def _joined(words: Words, at: int) -> bool:
    """Say whether a word is a hyphen set between two others without a space."""
    tight = 0 < at < len(words) - 1 and words.ends[at - 1] == words.starts[at] and words.ends[at] == words.starts[at + 1]
    return bool(tight) and words.cut(at, at + 1) == "-" and words.cut(at - 1, at)[-1:].isalpha() and words.cut(at + 1, at + 2)[:1].isalpha()


def _trimmed(words: Words, offset: int, run: Bounds, loose: frozenset[str]) -> Bounds:
    """Return a span without the quotation marks, stops and halves of brackets at its ends."""
    said = [words.cut(word + offset, word + offset + 1) for word in range(*run)]
    first, last = 0, len(said)
    while first < last and (said[first] in loose or said[first] == ")" or (said[first] == "(" and ")" not in said[first:last])):
        first += 1
    while first < last and (
        said[last - 1] in loose
        or said[last - 1] in DANGLING
        or said[last - 1] == "("
        or (said[last - 1] == ")" and "(" not in said[first:last])
    ):
        last -= 1
    return run[0] + first, run[0] + last


def _running(parts: list[Floats], width: int) -> NDArray[np.float64]:
    every = np.concatenate([np.zeros((1, width), dtype=np.float32), *parts])
    return np.asarray(np.cumsum(every, axis=0, dtype=np.float64).round(3), dtype=np.float64)


def _first_from(spans: Sequence[Found], word: int) -> int:
    low, high = 0, len(spans)
    while low < high:
        middle = (low + high) // 2
        if spans[middle].words[0] < word:
            low = middle + 1
        else:
            high = middle
    return low
