"""A time of publication is read as precisely as it is written, or refused with the reason."""

from datetime import UTC, datetime

import pytest

from montjoie.collect import read_published
from montjoie.errors import InputError

KYIV = "Europe/Kyiv"


@pytest.mark.parametrize(
    ("value", "at", "precision", "not_after"),
    [
        ("2022-05-01T16:30:00Z", "2022-05-01T16:30:00Z", "second", "2022-05-01T16:30:00"),
        ("2022-05-01T16:30:00+00:00", "2022-05-01T16:30:00Z", "second", "2022-05-01T16:30:00"),
        ("2022-05-01T16:30:00.25+0300", "2022-05-01T16:30:00.250000+03:00", "second", "2022-05-01T13:30:00.250000"),
        ("2022-05-01T16:30+03:00", "2022-05-01T16:30+03:00", "minute", "2022-05-01T13:30:00"),
        ("2022-05-01 16:30:00", "2022-05-01T16:30:00", "second", "2022-05-01T13:30:00"),
        ("20220501T163000Z", "2022-05-01T16:30:00Z", "second", "2022-05-01T16:30:00"),
        ("20220501163000", "2022-05-01T16:30:00", "second", "2022-05-01T13:30:00"),
        ("Sun, 01 May 2022 16:30:00 GMT", "2022-05-01T16:30:00Z", "second", "2022-05-01T16:30:00"),
        ("May 1st, 2022 at 4:30 p.m. EDT", "2022-05-01T16:30-04:00", "minute", "2022-05-01T20:30:00"),
        ("12 a.m.", None, None, None),
        ("May 1, 2022", "2022-05-01", "day", "2022-05-01T20:59:59.999999"),
        ("Sun 01 May 2022", "2022-05-01", "day", "2022-05-01T20:59:59.999999"),
        ("01.05.2022", "2022-05-01", "day", "2022-05-01T20:59:59.999999"),
        ("2022-05-01", "2022-05-01", "day", "2022-05-01T20:59:59.999999"),
        ("20220501", "2022-05-01", "day", "2022-05-01T20:59:59.999999"),
        ("25/04/2022", "2022-04-25", "day", "2022-04-25T20:59:59.999999"),
        ("5/5/2022", "2022-05-05", "day", "2022-05-05T20:59:59.999999"),
        ("1 травня 2022, 10:15", "2022-05-01T10:15", "minute", "2022-05-01T07:15:00"),
        ("2091-05-01T00:00:00Z", "2091-05-01T00:00:00Z", "second", "2091-05-01T00:00:00"),
    ],
)
def test_a_time_is_read_as_it_is_written(value: str, at: str | None, precision: str | None, not_after: str | None) -> None:
    if at is None:
        with pytest.raises(InputError):
            read_published(value, KYIV)
        return
    published = read_published(value, KYIV)
    assert published is not None
    assert (published.at, published.precision) == (at, precision)
    assert published.not_after == datetime.fromisoformat(str(not_after)).replace(tzinfo=UTC)


def test_a_midnight_without_a_zone_is_a_day_since_programs_write_days_so() -> None:
    published = read_published("2022-05-01 00:00:00", "UTC")
    assert published is not None
    assert (published.at, published.precision, published.not_after.hour) == ("2022-05-01", "day", 23)


@pytest.mark.parametrize("value", ["", "  ", "nan", "NaT", "None", "null", "n/a", "unknown"])
def test_what_stands_for_no_value_is_none(value: str) -> None:
    assert read_published(value, "UTC") is None


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("03/04/2022", "2022-03-04 or 2022-04-03"),
        ("7/6/15", "two figures"),
        ("05.03.22", "two figures"),
        ("yesterday", "no day"),
        ("May 2022", "no day"),
        ("2022", "no day"),
        ("1651422600", "no day"),
        ("31 February 2022", "range"),
        ("2022-13-01", "month"),
        ("Mon 01 May 2022", "not a Mon"),
        ("2022-05-01T25:00:00", "hour"),
        ("2022-05-01T16:30:00 IST", "no single zone"),
        ("1970-01-01T00:00:00Z", "clocks begin"),
        ("0001-01-01", "before any"),
        ("9999-12-31", "out of range"),
    ],
)
def test_what_is_no_date_or_two_is_refused_with_the_reason(value: str, why: str) -> None:
    with pytest.raises(InputError, match=why):
        read_published(value, "UTC")


def test_the_order_of_a_date_in_numbers_can_be_named() -> None:
    american, european = read_published("7/6/15", "UTC", "mdy"), read_published("7/6/15", "UTC", "dmy")
    assert american is not None
    assert european is not None
    assert (american.at, european.at) == ("2015-07-06", "2015-06-07")


def test_where_clocks_go_back_the_later_instant_is_the_bound() -> None:
    published = read_published("2022-10-30 03:30", KYIV)
    assert published is not None
    assert published.not_after == datetime(2022, 10, 30, 1, 30, tzinfo=UTC)


def test_a_zone_that_does_not_exist_is_refused() -> None:
    with pytest.raises(InputError, match="Mars/Olympus"):
        read_published("2022-05-01", "Mars/Olympus")
