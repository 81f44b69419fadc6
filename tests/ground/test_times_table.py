"""A table of phrases, each in a report of every weekday: `times.txt` beside this file, reckoned from the calendar apart from the program."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from montjoie.ground.dates import resolve_time
from montjoie.schema import Span, TimeWords, When

MONDAY = date(2024, 4, 15)
LINES = (Path(__file__).parent / "times.txt").read_text(encoding="utf-8").splitlines()
ROWS = [line.split(" | ") for line in LINES if line and not line.startswith("#")]


def found(sentence: str, published: date) -> When:
    match = re.fullmatch(r"(.*)\[(.+)\](.*)", sentence)
    if match is None:
        raise ValueError(sentence)
    before, words, behind = match.groups()
    span = Span(start=len(before), end=len(before) + len(words))
    return resolve_time(before + words + behind, TimeWords(span=span), published=published)


def cell(when: When) -> str:
    """Write what was found as the table does."""
    if when.first is None or when.last is None:
        return "?" + when.rule.removeprefix("unresolved:")
    first, last = (day.isoformat().removeprefix("2024-") for day in (when.first, when.last))
    return first if first == last else f"{first}..{last}"


def test_the_table_is_as_large_as_promised() -> None:
    assert len({row[0] for row in ROWS}) == len(ROWS) >= 400
    assert {len(row) for row in ROWS} == {2, 8}


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_words_in_a_report_of_each_weekday(row: list[str]) -> None:
    sentence, *cells = row
    wanted = cells * 7 if len(cells) == 1 else cells
    assert [cell(found(sentence, MONDAY + timedelta(days=step))) for step in range(7)] == wanted
