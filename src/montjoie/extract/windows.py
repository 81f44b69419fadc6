"""An article's text → words with their sentences, and windows of whole paragraphs that the encoder reads one at a time."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Ints = NDArray[np.int64]

MOST_PIECES = 500  # of a window, all told; the encoder has 512 positions
LONE = re.compile(r"[\ud800-\udfff]")
MOST_TITLE = 32
MOST_LEAD = 48  # pieces of the first sentence, which later windows begin with
SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’»)\]]*\s+(?=[\"'“‘«(\[]*[A-Z0-9])|\n+")
NO_END = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Gen|Col|Lt|Maj|Capt|Sgt|St|Sen|Rep|Gov|Prof|No|vs|approx|Jan|Feb|Aug|Sept?|Oct|Nov|Dec|[A-Z])\.)$"
)
SHAPES = ("none", "digit", "upper", "title", "lower", "mixed")
SHOUTED = 0.6  # share of capitals from which capitals say nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Pieces for one call of the encoder, and the words [first, last) of the article that they end with."""

    pieces: Ints
    shapes: Ints
    first: int
    last: int
    begins: Ints  # where in `pieces` each of the words begins
    end: int  # where the last of the words ends


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of a text: characters from and to, the number of the sentence, and the windows that cover them all in order."""

    text: str
    starts: Ints
    ends: Ints
    sentences: Ints
    windows: tuple[Window, ...]

    def __len__(self) -> int:
        return len(self.starts)

    def cut(self, first: int, last: int) -> str:
        """Return the text of the words from `first` up to, not including, `last`."""
        return self.text[int(self.starts[first]) : int(self.ends[last - 1])]

    def within(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the words that characters touch, from and to; None where they touch none."""
        first = int(np.searchsorted(self.ends, start, side="right"))
        last = int(np.searchsorted(self.starts, end, side="left"))
        return (first, last) if last > first else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pieces:
    ids: list[int]
    begins: list[int]  # for each word, where in `ids` it begins
    starts: list[int]
    ends: list[int]


def split(text: str, title: str, tokenizer: "Tokenizer") -> Words:
    """Return the words of a text and the windows to read them in. Takes time in proportion to the text."""
    text = LONE.sub("\ufffd", text)  # half characters that some pages hold; offsets stay
    pieces = _pieces(text, tokenizer)
    starts, ends = np.array(pieces.starts, dtype=np.int64), np.array(pieces.ends, dtype=np.int64)
    cuts = np.array(sentence_cuts(text), dtype=np.int64)
    sentences = np.searchsorted(cuts, starts, side="right").astype(np.int64)
    shapes = _shapes(text, pieces)
    windows = _windows(text, title, tokenizer, pieces, shapes, sentences) if pieces.starts else ()
    return Words(text=text, starts=starts, ends=ends, sentences=sentences, windows=tuple(windows))


def _pieces(text: str, tokenizer: "Tokenizer") -> _Pieces:
    """Return the pieces of every paragraph, as words; what the tokenizer drops (control characters) is no word."""
    made = _Pieces(ids=[], begins=[], starts=[], ends=[])
    for match in re.finditer(r"[^\n]+", text):
        encoded = tokenizer.encode(match.group(), add_special_tokens=False)
        base, last = match.start(), None
        for piece, word, (start, end) in zip(encoded.ids, encoded.word_ids, encoded.offsets, strict=True):
            if end <= start:
                continue
            if word != last or word is None:
                made.begins.append(len(made.ids))
                made.starts.append(base + start)
                made.ends.append(base + end)
                last = word
            else:
                made.ends[-1] = max(made.ends[-1], base + end)
            made.ids.append(piece)
    return made


def sentence_cuts(text: str) -> list[int]:
    """Return where sentences begin, all but the first."""
    cuts = []
    for match in SENTENCE_END.finditer(text):
        before = text[max(0, match.start() - 8) : match.start()]
        if "\n" in match.group() or not NO_END.search(before):
            cuts.append(match.end())
    return cuts


def _shapes(text: str, pieces: _Pieces) -> list[int]:
    """Return the shape of every piece's word: the vocabulary knows no capitals, and "US" is not "us"."""
    letters = sum(map(str.isalpha, text[:4000]))
    shouted = letters > 40 and sum(map(str.isupper, text[:4000])) > SHOUTED * letters
    bounds = [*pieces.begins, len(pieces.ids)]
    shapes: list[int] = []
    for number, (start, end) in enumerate(zip(pieces.starts, pieces.ends, strict=True)):
        shape = _shape(text[start:end].lower() if shouted else text[start:end])
        shapes.extend([shape] * (bounds[number + 1] - bounds[number]))
    return shapes


def _shape(word: str) -> int:
    if any(map(str.isdigit, word)):
        return SHAPES.index("digit")
    if not any(map(str.isalpha, word)):
        return SHAPES.index("none")
    if word.islower():
        return SHAPES.index("lower")
    if word.isupper():
        return SHAPES.index("upper" if len(word) > 1 else "title")
    return SHAPES.index("title" if word[:1].isupper() and word[1:].islower() else "mixed")


def _windows(text: str, title: str, tokenizer: "Tokenizer", pieces: _Pieces, shapes: Sequence[int], sentences: Ints) -> Iterator[Window]:
    """Yield the windows: every one begins with the title, every later one with the first sentence too."""
    start, end = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    headed = [start, *tokenizer.encode(LONE.sub("", title), add_special_tokens=False).ids[:MOST_TITLE], end] if title.strip() else [start]
    bounds = [*pieces.begins, len(pieces.ids)]
    lead_words = int(np.searchsorted(sentences, sentences[0], side="right"))
    lead = pieces.ids[: min(bounds[lead_words], MOST_LEAD)]
    ahead = headed
    room = MOST_PIECES - len(headed) - len(lead) - 2
    for first, last in _packed(text, pieces, bounds, sentences, room):
        ids = [*ahead, *pieces.ids[bounds[first] : bounds[last]], end]
        around = [0] * len(ahead)
        yield Window(
            pieces=np.array(ids, dtype=np.int64),
            shapes=np.array([*around, *shapes[bounds[first] : bounds[last]], 0], dtype=np.int64),
            first=first, last=last,
            begins=np.array(bounds[first:last], dtype=np.int64) - bounds[first] + len(ahead),
            end=len(ids) - 1,
        )  # fmt: skip
        ahead = [*headed, *lead, end]


def _packed(text: str, pieces: _Pieces, bounds: Sequence[int], sentences: Ints, room: int) -> Iterator[tuple[int, int]]:
    """Yield runs of words that fit: whole paragraphs, else whole sentences, else as many words as there is room for."""
    first = 0
    words = len(pieces.starts)
    paragraphs = [k for k in range(1, words) if "\n" in text[pieces.ends[k - 1] : pieces.starts[k]]]
    begun = [k for k in range(1, words) if sentences[k] != sentences[k - 1]]
    while first < words:
        last = int(np.searchsorted(bounds, bounds[first] + room, side="right")) - 1
        if last < words:
            last = _latest(paragraphs, first, last) or _latest(begun, first, last) or max(last, first + 1)
        yield first, min(last, words)
        first = min(last, words)


def _latest(cuts: Sequence[int], first: int, last: int) -> int | None:
    at = int(np.searchsorted(cuts, last, side="right")) - 1
    return cuts[at] if at >= 0 and cuts[at] > first else None
