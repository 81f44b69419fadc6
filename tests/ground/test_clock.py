"""Hours of starts, ends and incidents: what words mean, in UTC, with the bounds that they leave."""

from datetime import date, timedelta, timezone

import pytest

from montjoie.ground import Gazetteer
from montjoie.ground.clock import Zones, read_clock
from montjoie.ground.terms_time import Telling, hours_of, term_time
from montjoie.schema import Instants

MONDAY = date(2025, 6, 2)
KYIV = timezone(timedelta(hours=3))


def telling(day: date | None = MONDAY, zone: timezone | None = KYIV) -> Telling:
    return Telling(day=day, zones=Zones(gazetteer=Gazetteer.open(), report=zone))


def written(instants: Instants | None) -> str | None:
    if instants is None:
        return None
    return " to ".join(dict.fromkeys(f"{at:%m-%d %H:%M}" for at in (instants.earliest, instants.latest)))


STARTS = {
    "from midnight between 4 and 5 June, Istanbul time": "06-04 21:00",
    "from 18:00 Moscow time that day": "06-02 15:00",
    "at 00:00 on Thursday": "06-04 21:00",
    "from midnight": "06-02 21:00",  # told on Monday: the midnight that comes
    "from midnight by the clock in Thailand": "06-02 17:00",
    "from 00:00 UTC on 7 June": "06-07 00:00",
    "on Friday from 09:00 to 19:00": "06-06 06:00",
    "at noon the same day": "06-02 09:00",
    "at 20:00 in Manila the same evening": "06-02 12:00",
    "on Friday": "06-05 21:00 to 06-06 21:00",
    "from Wednesday at dawn": "06-04 01:00 to 06-04 05:00",
    "in the night to Thursday": "06-04 15:00 to 06-05 03:00",
    "at midnight on Thursday": "06-04 21:00 to 06-05 21:00",  # at either end of it
    "once the lists are checked": None,
}


@pytest.mark.parametrize("words", STARTS)
def test_when_a_commitment_begins(words: str) -> None:
    assert written(term_time(words, None, telling()).begins) == STARTS[words]


ENDS = {
    ("on Friday from 09:00 to 19:00", None): "06-06 16:00",
    ("from 3 to 9 June", None): "06-08 21:00 to 06-09 21:00",
    (None, "until midnight between Sunday and Monday"): "06-08 21:00",
    (None, "until 15 June"): "06-14 21:00 to 06-15 21:00",
    (None, "until the end of the month"): "06-29 21:00 to 06-30 21:00",
    (None, "until further notice"): None,
    (None, "with no date of expiry"): None,
    ("by 6 p.m. on 30 June", None): "06-30 15:00",
}


@pytest.mark.parametrize(("start", "duration"), ENDS)
def test_when_a_commitment_ends(start: str | None, duration: str | None) -> None:
    assert written(term_time(start, duration, telling()).ends) == ENDS[start, duration]


def test_a_start_told_with_by_is_a_deadline_and_no_start() -> None:
    told = term_time("by 6 p.m. on 30 June", None, telling())
    assert (told.begins, told.deadline) == (None, True)


def test_months_are_of_the_calendar_and_days_are_counted() -> None:
    assert (term_time(None, "two-month", telling()).months, term_time(None, "for 72 hours", telling()).days) == (2, 3.0)
    assert term_time(None, "two further months", telling()).months == 2


def test_without_a_zone_the_bounds_are_as_wide_as_zones_allow() -> None:
    told = term_time("on Friday", None, telling(zone=None)).begins
    assert told is not None
    assert told.latest - told.earliest == timedelta(hours=24 + 14 + 12)


def test_a_report_without_a_day_tells_no_day() -> None:
    assert term_time("on Friday", None, telling(day=None)).begins is None


INCIDENTS = {
    "at 22:40 on Monday": "06-02 19:40",
    "at about 05:00": "06-02 01:30 to 06-02 02:30",
    "on Monday evening": "06-02 13:00 to 06-02 21:00",
    "on Monday": "06-01 21:00 to 06-02 21:00",
    "at about eight that morning": "06-02 04:30 to 06-02 05:30",
}


@pytest.mark.parametrize("words", INCIDENTS)
def test_the_hours_of_an_incident(words: str) -> None:
    assert written(hours_of(words, MONDAY, MONDAY, telling().zones, ())) == INCIDENTS[words]


def test_a_number_is_no_hour() -> None:
    assert read_clock("the 14 people of unit 22") is None
