"""How long the words of a duration last."""

import pytest

from montjoie.ground.date_lengths import duration_days, zone_of

LENGTHS = [
    ("30-day", 30.0), ("a 30-day", 30.0), ("six hours", 0.25), ("seventy-two hours", 3.0), ("48 hours", 2.0), ("a week", 7.0), ("one month", 30.0),
    ("for two years", 730.0), ("twenty-one days", 21.0), ("ninety days", 90.0), ("a few days", None), ("half an hour", None),
    ("two to three weeks", None), ("2-3 weeks", None), ("as long as it takes", None),
]  # fmt: skip


@pytest.mark.parametrize(("words", "wanted"), LENGTHS, ids=[words for words, _ in LENGTHS])
def test_the_days_of_a_duration(words: str, wanted: float | None) -> None:
    assert duration_days(words) == wanted


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("10 a.m. Kyiv time", "Europe/Kyiv"),
        ("09:00 GMT", "Etc/UTC"),
        ("9 a.m. ET", "America/New_York"),
        ("10 a.m. local time", None),
        ("10 a.m.", None),
    ],
)
def test_the_zone_that_words_name(words: str, wanted: str | None) -> None:
    assert zone_of(words) == wanted
