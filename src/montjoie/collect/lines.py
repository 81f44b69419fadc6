"""A file → its lines, one at a time and never more of one than a limit."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line with its ending; `content` is `None` where it is over the limit. `start` is its first byte in the file."""

    number: int
    start: int
    length: int
    content: bytes | None


def lines_of(file: BinaryIO, limit: int) -> Iterator[Line]:
    """Yield the lines of a file, counted from 1; what is over the limit is passed over and not held."""
    start = number = 0
    while content := file.readline(limit + 1):
        number += 1
        length = len(content)
        if length > limit:
            last = content
            while not last.endswith(b"\n") and (last := file.readline(_CHUNK)):
                length += len(last)
            yield Line(number=number, start=start, length=length, content=None)
        else:
            yield Line(number=number, start=start, length=length, content=content)
        start += length
