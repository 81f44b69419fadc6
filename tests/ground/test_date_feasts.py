"""Feasts fall on the days that calendars give, and readings that survive are kept."""

from datetime import date, timedelta

import pytest

from montjoie.ground.date_feasts import jewish_new_year, moon_day
from montjoie.ground.dates import resolve_time
from montjoie.schema import Span, TimeWords, When


def when(phrase: str, published: date = date(2024, 4, 17)) -> When:
    words = TimeWords(span=Span(start=12, end=12 + len(phrase)))
    return resolve_time(f"Shells fell {phrase}.", words, published=published)


@pytest.mark.parametrize(
    ("year", "wanted"),
    [(1973, date(1973, 9, 27)), (2016, date(2016, 10, 3)), (2021, date(2021, 9, 7)), (2023, date(2023, 9, 16)), (2024, date(2024, 10, 3))],
)
def test_the_jewish_new_year(year: int, wanted: date) -> None:
    assert jewish_new_year(year) == wanted


@pytest.mark.parametrize(
    ("moon_year", "month", "day", "kept"),
    [(1442, 10, 1, date(2021, 5, 13)), (1443, 9, 1, date(2022, 4, 2)), (1443, 12, 10, date(2022, 7, 9)), (1444, 12, 10, date(2023, 6, 28)),
     (1445, 10, 1, date(2024, 4, 10))],
)  # fmt: skip
def test_the_computed_moon_is_within_a_day_of_the_one_that_was_kept(moon_year: int, month: int, day: int, kept: date) -> None:
    assert abs(moon_day(moon_year, month, day) - kept) <= timedelta(days=1)


READINGS = [
    ("overnight on Monday", ["2024-04-14 2024-04-15", "2024-04-15 2024-04-16"]),
    ("on 03/04/2022", ["2022-03-04", "2022-04-03"]),
    ("on Easter", ["2023-04-16", "2024-03-31"]),
    ("in the winter of 2021", ["2020-12-01 2021-02-28", "2021-12-01 2022-02-28"]),
    ("on Monday, April 16, 2024", ["2024-04-15", "2024-04-16", "2024-04-22"]),
    ("on Victory Day", ["2023-05-08", "2023-05-09"]),
    ("on Eid", ["2023-06-28 2023-06-30", "2024-04-09 2024-04-11"]),
    ("since Wednesday", ["2024-04-10 2024-04-17", "2024-04-17"]),
]


@pytest.mark.parametrize(("phrase", "wanted"), READINGS, ids=[phrase for phrase, _ in READINGS])
def test_where_several_readings_survive_there_is_no_day_and_all_are_kept(phrase: str, wanted: list[str]) -> None:
    found = when(phrase)
    assert (found.first, found.rule) == (None, "unresolved:two_readings")
    assert [f"{first}" if first == last else f"{first} {last}" for first, last in found.readings] == wanted


def test_a_date_beside_a_feast_tells_which() -> None:
    assert when("on Victory Day, 9 May 2023").first == date(2023, 5, 9)


def test_the_day_that_words_were_counted_from_is_kept() -> None:
    assert when("on Monday").anchor == date(2024, 4, 17)
    words = TimeWords(span=Span(start=0, end=14))
    assert resolve_time("two days later", words, published=date(2024, 4, 17), anchor=date(2024, 3, 5)).anchor == date(2024, 3, 5)
    assert when("on 13 April 2022").anchor is None


@pytest.mark.parametrize(
    ("name", "day"), [("New Years Day", date(2024, 1, 1)), ("St Patricks Day", date(2024, 3, 17)), ("Presidents Day", date(2024, 2, 19))]
)
def test_a_feast_without_its_apostrophe_is_the_same_day(name: str, day: date) -> None:
    assert when(f"on {name}").first == day
