"""A text and what was read in it → pieces to show in order: plain, marked, or withheld."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from montjoie.serve.moment import Text

Read = tuple[int, int, str, str, str]  # start, end, kind, id, what the words are there for


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Some of a text: what was read there (innermost first), and whether it is what was asked for."""

    words: str
    read: tuple[Read, ...]
    asked: bool
    first_asked: bool
    withheld: bool


def pieces(text: Text, spans: Sequence[Read], asked: tuple[int, int] | None) -> list[Piece]:
    """Return a text in pieces; a withheld name is one piece however many spans cross it."""
    length = len(text.text)
    wanted = asked if asked and 0 <= asked[0] < asked[1] <= length else None
    hidden = list(text.withheld)
    cuts = {0, length, *(wanted or ())} | {at for start, end, *_ in spans for at in (start, end) if 0 <= at <= length}
    cuts = {at for at in cuts if not any(start < at < end for start, end in hidden)} | {at for span in hidden for at in span}
    edges = sorted(cuts)
    ordered = sorted(spans, key=lambda span: span[1] - span[0])
    starts = {start for start, _ in hidden}
    found: list[Piece] = []
    seen = False
    for start, end in pairwise(edges):
        read = tuple(
            span for span in ordered if (span[0] <= start and end <= span[1]) or (start in starts and span[0] < end and start < span[1])
        )
        is_asked = wanted is not None and wanted[0] < end and start < wanted[1]
        found.append(
            Piece(
                words=text.text[start:end],
                read=read,
                asked=is_asked,
                first_asked=is_asked and not seen,
                withheld=start in starts,
            )
        )
        seen = seen or is_asked
    return found
