"""An article with made-up scores: a tokenizer of words, and an encoder of ten lines that knows what it is told."""

import re
from dataclasses import dataclass, field

import numpy as np
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

from montjoie.extract.decode import Floats, Scored, decode
from montjoie.extract.labels import BEGIN, BUCKETS, CLASSES, INSIDE, LAYERS, OUTSIDE, RELATIONS, columns
from montjoie.extract.windows import Window, split

COLUMNS = columns()
FAR = np.full((len(RELATIONS), BUCKETS), -6.0, dtype=np.float32)  # nothing belongs together unless it is said


def tokenizer() -> Tokenizer:
    made = Tokenizer(WordLevel({"[UNK]": 0, "[CLS]": 1, "[SEP]": 2}, unk_token="[UNK]"))
    made.normalizer, made.pre_tokenizer = BertNormalizer(lowercase=True), BertPreTokenizer()
    return made


@dataclass
class MadeUp:
    """A text whose spans, labels and relations are said one by one."""

    text: str
    title: str = ""
    relations: int = 0
    thresholds: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.words = split(self.text, self.title, tokenizer())
        self.scores = np.zeros((len(self.words), max(end for _, end in COLUMNS.values())), dtype=np.float32)
        self._spans()[:, :, OUTSIDE] = 4.0

    def _spans(self) -> Floats:
        first, last = COLUMNS["spans"]
        return self.scores[:, first:last].reshape(len(self.words), len(LAYERS), 3)

    def at(self, quote: str, nth: int = 1) -> tuple[int, int]:
        start = [match.start() for match in re.finditer(re.escape(quote), self.text)][nth - 1]
        found = self.words.within(start, start + len(quote))
        assert found is not None
        return found

    def span(self, layer: str, quote: str, nth: int = 1, **labels: str) -> tuple[int, int]:
        """Say that words are a span of a layer, with these labels."""
        first, last = self.at(quote, nth)
        column = COLUMNS["spans"][0] + 3 * LAYERS.index(layer)
        self.scores[first:last, column + INSIDE] = 9.0
        self.scores[first, column + BEGIN] = 12.0
        for name, label in labels.items():
            self.scores[first:last, COLUMNS[f"{name}.in"][0] + CLASSES[name].index(label)] = 8.0
        return first, last

    def relate(self, relation: str, head: tuple[int, int], *tails: tuple[int, int], strength: float = 10.0) -> None:
        """Say that spans belong to a head; every call takes a direction of its own."""
        direction, self.relations = self.relations, self.relations + 1
        self.scores[head[0] : head[1], COLUMNS[f"{relation}.head"][0] + direction] = strength
        for tail in tails:
            self.scores[tail[0] : tail[1], COLUMNS[f"{relation}.tail"][0] + direction] = 10.0

    def encoder(self, window: Window) -> Floats:
        return self.scores[window.first : window.last]

    def scored(self) -> Scored:
        return decode(self.words, self.encoder, FAR, self.thresholds)
