"""Days and periods of the calendar, and the frame from which a time expression is seen."""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import wraps

Hours = tuple[int, int]
Days = tuple[date, date]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """From where a phrase is seen: the publication day, the day the telling has reached, and the tense around the words."""

    published: date | None = None
    anchor: date | None = None
    told: Days | None = None  # the period that the telling has reached: "that month", "the following year"
    history: bool = False  # the text tells of the past only, in order: a date without a year is of the year that it has reached
    future: bool = False
    past: bool = False  # neither of both: the clause has no verb that tells
    ongoing: bool = False  # "has been … for two weeks": a length of time that reaches up to the publication
    clause_follows: bool = False  # the sentence goes on behind the words: "a day after [the town fell]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Days, both included, or none with the reason as the rule ("unresolved:…") and the readings that survive, in order.

    `zone` is the time zone (IANA) that the words name for their hours; `seen` the day that they were counted from.
    """

    first: date | None = None
    last: date | None = None
    rule: str
    hours: Hours | None = None
    readings: tuple[Days, ...] = ()
    zone: str | None = None
    seen: date | None = None


Meaning = Callable[[re.Match[str], Frame], Period]
Seen = Callable[[re.Match[str], Frame, date], Period]

NO_DAY = Period(rule="unresolved:no_publication_date")
NO_ANCHOR = Period(rule="unresolved:no_anchor")
VAGUE = Period(rule="unresolved:vague")
TWO_READINGS = Period(rule="unresolved:two_readings")
NOT_A_DATE = Period(rule="unresolved:not_a_date")
LENGTH = Period(rule="unresolved:length")  # how long, not when
RECURRING = Period(rule="unresolved:recurring")  # "every Friday"
TERM = Period(rule="unresolved:fiscal_or_school")  # its days depend on whose year it is

WEEKDAYS = {"mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6}
MONTHS = {name.lower()[:3]: number for number, name in enumerate(calendar.month_name) if name}
_UNITS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = ("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
NUMBERS = {
    **{name: n for n, name in enumerate((*_UNITS, *_TEENS), start=1)},
    **{name: n * 10 for n, name in enumerate(_TENS, start=2)},
    **{f"{ten}-{unit}": n * 10 + k for n, ten in enumerate(_TENS, start=2) for k, unit in enumerate(_UNITS, start=1)},
    "a": 1, "an": 1, "a couple of": 2, "a dozen": 12, "a hundred": 100, "one hundred": 100, "half a": 0, "half an": 0,
}  # fmt: skip
COUNT_WORDS = "|".join(sorted((re.escape(name).replace("\\-", "[- ]") for name in NUMBERS), key=lambda name: (-len(name), name)))
ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
}  # fmt: skip
HOURS: dict[str, Hours] = {
    "early hours": (0, 6), "small hours": (0, 6), "early morning": (0, 9), "early": (0, 9), "dawn": (4, 8), "daybreak": (4, 8),
    "morning": (5, 12), "midday": (11, 14), "noon": (11, 14), "afternoon": (12, 18), "dusk": (17, 22), "evening": (17, 24),
    "late": (18, 24), "night": (18, 30), "overnight": (18, 30), "midnight": (22, 26),
}  # fmt: skip


def from_publication(meaning: Seen) -> Meaning:
    """Give a meaning the publication day; where it is not known there is no day."""

    @wraps(meaning)
    def guarded(match: re.Match[str], frame: Frame) -> Period:
        return NO_DAY if frame.published is None else _from(frame.published, meaning(match, frame, frame.published))

    return guarded


def from_anchor(meaning: Seen) -> Meaning:
    """Give a meaning the day that the telling has reached; where it is not known there is no day."""

    @wraps(meaning)
    def guarded(match: re.Match[str], frame: Frame) -> Period:
        return NO_ANCHOR if frame.anchor is None else _from(frame.anchor, meaning(match, frame, frame.anchor))

    return guarded


def _from(day: date, period: Period) -> Period:
    """Return a period with the day that it was counted from, where it has days."""
    return replace(period, seen=day) if period.first is not None and period.seen is None else period


def one_day(day: date, rule: str, hours: Hours | None = None) -> Period:
    """Return the period of a single day."""
    return Period(first=day, last=day, rule=rule, hours=hours)


def shifted(day: date, days: int) -> date:
    """Return the day some days away, kept inside the calendar."""
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))


def shifted_months(day: date, months: int) -> date:
    """Return the same day of another month, or that month's last day; kept inside the calendar."""
    index = min(max(day.year * 12 + day.month - 1 + months, 12), date.max.year * 12 + 11)
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def month_period(year: int, month: int, edge: str | None = None) -> Period:
    """Return a month, or its first, second or last third."""
    year = min(max(year, 1), date.max.year)
    end = calendar.monthrange(year, month)[1]
    first, last = {"early": (1, 10), "mid": (11, 20), "late": (21, end)}.get(edge or "", (1, end))
    return Period(first=date(year, month, first), last=date(year, month, last), rule="part_of_month" if edge else "month")


def year_period(year: int, edge: str | None = None, until: int | None = None) -> Period:
    """Return a year (or the years to `until`), or its first or last three months, or its middle."""
    year = min(max(year, 1), date.max.year)
    first, last = {"early": (1, 3), "mid": (6, 8), "late": (10, 12)}.get(edge or "", (1, 12))
    end = max(until or year, year)
    return Period(
        first=date(year, first, 1), last=date(end, last, calendar.monthrange(end, last)[1]), rule="part_of_year" if edge else "year"
    )


def word(match: re.Match[str], name: str) -> str:
    """Return what a named group caught, in lower case; "" where the pattern has no such group."""
    return (match.groupdict().get(name) or "").lower()


def edge_of(words: str) -> str | None:
    """Return early, mid or late for the words of a beginning, middle or end."""
    if not words:
        return None
    words = words.lower()
    if "late" in words or "end of" in words or "second half" in words or "last day" in words:
        return "late"
    return "mid" if "mid" in words else "early"


def number_of(words: str) -> int:
    """Return the number that a count is; 0 for a half."""
    return int(words) if words.isdecimal() else NUMBERS.get(re.sub(r"\s+", " ", words.lower()).replace("ty ", "ty-"), 0)


def two_readings(*readings: Period | Days) -> Period:
    """Return no days, with the readings that survive: a period is the reading that it is, and carries its own."""
    found: set[Days] = set()
    for reading in readings:
        if isinstance(reading, tuple):
            found.add(reading)
        elif reading.first is not None and reading.last is not None:
            found.add((reading.first, reading.last))
        else:
            found.update(reading.readings)
    if len(found) == 1 and all(not isinstance(reading, tuple) and reading.first for reading in readings):
        return next(reading for reading in readings if isinstance(reading, Period))
    return replace(TWO_READINGS, readings=tuple(sorted(found)))


def dated(year: int, month: int, day: int) -> date | None:
    """Return the date, None where there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def back(day: date, count: int, unit: str) -> date:
    """Return the day that lies `count` units before a day (after it, for a negative count)."""
    if unit in ("day", "night"):
        return shifted(day, -count)
    if unit == "hour":
        days = (abs(count) + 23) // 24  # a day that has begun counts
        return shifted(day, -days if count > 0 else days)
    if unit == "week":
        return shifted(day, -7 * count)
    months = {"month": 1, "year": 12, "decade": 120}.get(unit, 1200)
    return shifted_months(day, -count * months)


def part_of(match: re.Match[str]) -> str | None:
    """Return the name of the part of the day in a match, "early" and "late" counted."""
    part, which = word(match, "part"), f"{word(match, 'which')} {word(match, 'lead')}".split()
    if part == "morning" and "early" in which:
        return "early morning"
    if part:
        return part
    return "early" if "early" in which else "late" if "late" in which else None


def with_part(day: date, part: str | None, frame: Frame, rule: str) -> Period:
    """Return the day with the hours of a part of it; a night runs into the next day, but not past the publication."""
    hours = HOURS[part] if part else None
    last = day
    if part in ("night", "midnight"):
        last = shifted(day, 1)
        if frame.published is not None and day <= frame.published < last and not frame.future:
            last = frame.published
    return Period(first=day, last=last, rule=rule, hours=hours)
