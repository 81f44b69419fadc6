"""A text → its sentences, as spans of the untouched text."""

import re
import warnings
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache

from montjoie.schema import Span

with warnings.catch_warnings():  # its first import compiles patterns that Python warns of
    warnings.simplefilter("ignore")
    import pysbd

LONGEST = 4_000  # characters of a stretch that the splitter gets at once: its cost grows with the square
PARAGRAPH = re.compile(r"[^\r\n]+")
CUT = re.compile(r"[.!?][\"”’)]*\s+(?=[\"“‘(]*[^\W\d_a-z])")
INNER_STOP = re.compile(r"[.!?…]\S*\s+\S")  # what could end a sentence, and more behind it
CUT_SOFT = re.compile(r"[,;:]\s+|\s+")
SPLIT_CLOCK = re.compile(r"\b(?:[ap]\.\s?m\.|[AP]\.\s?M\.)$")
GOES_ON = re.compile(
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
    r"|(?:[A-Z]{2,4}|local|Kyiv|Moscow)\s+time|GMT|UTC|[A-Z]{3}\b|\()"
)
GLUED = re.compile(r"(?<=[a-z]{2})[.!?][\"”’)]*(?=[A-Z][a-z]+\b(?!\.[a-z]))")
TITLES = re.compile(
    r"\b(?:Gen|Lt|Col|Maj|Sgt|Capt|Cpl|Gov|Sen|Rep|Dr|Mr|Mrs|Ms|Prof|Rev|St|Brig|Adm|Cmdr|No|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)\.$"
)


def sentences(text: str) -> list[Span]:
    """Return the sentences in order: they do not overlap, none crosses a line break, every character but white space is in one."""
    found: list[Span] = []
    for start, end in _stretches(text):
        for sentence in _repaired(text, list(_split(text, start, end))):
            found.extend(_unglued(text, sentence))
    return found


def sentence_at(spans: Sequence[Span], offset: int) -> Span | None:
    """Return the sentence that holds a character of the text, else None (white space between sentences)."""
    at = bisect_right(spans, offset, key=lambda span: span.start) - 1
    return spans[at] if at >= 0 and offset < spans[at].end else None


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """Yield the paragraphs, the long ones cut at what looks like the end of a sentence."""
    for paragraph in PARAGRAPH.finditer(text):
        start, end = paragraph.span()
        while end - start > LONGEST:
            cut = _last_cut(text, start, start + LONGEST)
            yield start, cut
            start = cut
        yield start, end


def _last_cut(text: str, start: int, limit: int) -> int:
    """Return the last place before a limit where a stretch can be cut: a sentence's end, else a comma or space, else the limit."""
    for pattern in (CUT, CUT_SOFT):
        ends = [match.end() for match in pattern.finditer(text, start + LONGEST // 2, limit)]
        if ends:
            return ends[-1]
    return limit


def _split(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the sentences of a stretch; where the splitter loses characters, they stay with the sentence before."""
    at = start
    if not INNER_STOP.search(text, start, end):  # most paragraphs of news: one sentence, which the splitter need not see
        whole = _trimmed(text, start, end)
        yield from [whole] if whole else []
        return
    pieces = [piece.strip() for piece in _splitter().segment(text[start:end]) if piece.strip()]
    starts = []
    for piece in pieces:
        found = text.find(piece, at, end)
        if found >= 0:
            starts.append(found)
            at = found + len(piece)
    if not starts:
        starts = [start]
    starts[0] = start
    for first, after in zip(starts, [*starts[1:], end], strict=True):
        span = _trimmed(text, first, after)
        if span:
            yield span


def _repaired(text: str, spans: Sequence[Span]) -> list[Span]:
    """Return the sentences with those put together again that were cut behind "9 a.m." or a title."""
    whole: list[Span] = []
    for span in spans:
        before = text[whole[-1].start : whole[-1].end] if whole else ""
        cut = TITLES.search(before) or (SPLIT_CLOCK.search(before) and GOES_ON.match(text, span.start, span.end))
        touching = bool(whole) and whole[-1].end == span.start  # "?id=7" of an address
        if whole and (cut or touching or (text[span.start].islower() and before[-1] == ".")):
            whole[-1] = Span(start=whole[-1].start, end=span.end)
        else:
            whole.append(span)
    return whole


def _unglued(text: str, sentence: Span) -> Iterator[Span]:
    """Yield a sentence cut where the next was set on without a space ("…the town.The army…"), addresses left whole."""
    start = sentence.start
    for match in GLUED.finditer(text, sentence.start, sentence.end):
        word = text[text.rfind(" ", 0, match.start()) + 1 : match.start()]
        if not re.search(r"[/@]|www|https?", word):
            yield Span(start=start, end=match.end())
            start = match.end()
    yield Span(start=start, end=sentence.end)


def _trimmed(text: str, start: int, end: int) -> Span | None:
    """Return the stretch without white space around it, None where nothing is left."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start=start, end=end) if start < end else None


@cache
def _splitter() -> "pysbd.Segmenter":
    return pysbd.Segmenter(language="en", clean=False, char_span=False)
