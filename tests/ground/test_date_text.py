"""Times are found in running text, in order, each seen from what was told before it."""

import itertools
from datetime import UTC, date, datetime

import pytest
from hypothesis import given as for_any
from hypothesis import strategies as st

from montjoie.ground.date_text import reached_before, times_told
from montjoie.schema import Part

WEDNESDAY = date(2024, 4, 17)


def told(text: str, published: date | None = WEDNESDAY, *, history: bool = False) -> list[tuple[str, str]]:
    """Return the words that were found and their days."""
    return [
        (
            text[time.start : time.end],
            time.period.rule.removeprefix("unresolved:")
            if time.period.first is None
            else f"{time.period.first}"
            if time.period.first == time.period.last
            else f"{time.period.first} {time.period.last}",
        )
        for time in times_told(text, published=published, history=history)
    ]


STORIES = [
    ("The town fell on 5 March. Two days later the mayor was seized.", [("5 March", "2024-03-05"), ("Two days later", "2024-03-07")]),
    ("It was hit on Monday. The same day a bridge went.", [("Monday", "2024-04-15"), ("The same day", "2024-04-15")]),
    ("In May 2021 he was held. Later that month he was freed.", [("May 2021", "2021-05-01 2021-05-31"), ("Later that month", "2021-05-01 2021-05-31")]),
    ("It began in 2014. The following year a truce was signed.", [("2014", "2014-01-01 2014-12-31"), ("The following year", "2015-01-01 2015-12-31")]),
    ("A shell fell at 10 a.m. on Tuesday.", [("10 a.m. on Tuesday", "2024-04-16")]),
    ("Some 2000 men and 1999 shells came in 2022.", [("2022", "2022-01-01 2022-12-31")]),
    ("More than 2010 homes burned.", []),
    ("You may march, and the fall of the town is near.", []),
    ("It was cut off for three weeks.", [("three weeks", "length")]),
    ("It is shelled every night.", [("every night", "recurring")]),
    ("Since Friday nine died. The next day was quiet.", [("Friday", "2024-04-12"), ("The next day", "2024-04-13")]),
    ("In the past week nine died. The next day was quiet.", [("the past week", "2024-04-10 2024-04-17"), ("The next day", "no_anchor")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), STORIES, ids=[text for text, _ in STORIES])
def test_a_story_is_read_in_its_order(text: str, wanted: list[tuple[str, str]]) -> None:
    assert told(text) == wanted


def test_a_history_keeps_the_year_that_it_has_reached() -> None:
    text = "On 8 February 1904 war was declared. The port was shelled on 9 February. In December the hill was taken. In January it fell."
    assert told(text, date(2009, 12, 19), history=True) == [
        ("8 February 1904", "1904-02-08"),
        ("9 February", "1904-02-09"),
        ("December", "1904-12-01 1904-12-31"),
        ("January", "1905-01-01 1905-01-31"),
    ]


def test_a_date_in_brackets_or_in_a_name_is_no_step_of_a_history() -> None:
    text = "In May 1915 it was lost (see the report of 1927) under the 1907 Convention. In June it was retaken."
    assert told(text, date(2009, 12, 19), history=True)[-1] == ("June", "1915-06-01 1915-06-30")


def test_a_date_line_inside_a_digest_is_what_follows_is_seen_from() -> None:
    text = "Shells fell on 3 March.\nYesterday two died. A day later it was quiet.\nA day later one died."
    second = text.index("Yesterday")
    third = text.index("A day later one")
    end = datetime(2024, 3, 10, 23, 59, tzinfo=UTC)
    parts = [
        Part(start=second, end=third, day=date(2024, 3, 10), not_after=end, dateline_end=second),
        Part(start=third, end=len(text), day=date(2024, 3, 12), not_after=end, dateline_end=third),
    ]
    found = [(text[t.start : t.end], t.period.first) for t in times_told(text, published=WEDNESDAY, parts=parts)]
    assert found == [
        ("3 March", date(2024, 3, 3)),
        ("Yesterday", date(2024, 3, 9)),
        ("A day later", date(2024, 3, 10)),
        ("A day later", None),
    ]


def test_what_the_telling_has_reached_before_a_place() -> None:
    text = "It fell on 5 March. It was retaken on 9 March. It was quiet."
    times = times_told(text, published=WEDNESDAY)
    assert reached_before(times, 0) is None
    assert reached_before(times, text.index("It was retaken")) == (date(2024, 3, 5), date(2024, 3, 5))
    assert reached_before(times, len(text)) == (date(2024, 3, 9), date(2024, 3, 9))
    assert reached_before(times, len(text), since=text.index("It was quiet")) is None


@for_any(
    st.text(max_size=200)
    | st.lists(st.sampled_from(["on", "5", "March", "2024", "the", "same", "day", ",", "\n", "later", "two"])).map(" ".join)
)
def test_any_text_gives_expressions_that_lie_in_it_in_order(text: str) -> None:
    times = times_told(text, published=WEDNESDAY)
    assert all(0 <= time.start < time.end <= len(text) for time in times)
    assert all(a.end <= b.start for a, b in itertools.pairwise(times))
