"""What dates, months, seasons and years mean: the expressions that name a place in the calendar."""

import calendar
import re
from dataclasses import replace
from datetime import date

from montjoie.ground.date_periods import (
    MONTHS,
    NO_ANCHOR,
    NO_DAY,
    NOT_A_DATE,
    WEEKDAYS,
    Frame,
    Period,
    dated,
    edge_of,
    month_period,
    one_day,
    part_of,
    shifted,
    shifted_months,
    two_readings,
    with_part,
    word,
    year_period,
)

CENTURIES = ("sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth", "twenty-first")
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
LONG_AGO = 330  # days before the publication
NEARLY_A_YEAR = 300  # days before the publication: the same date comes again within about two months
LOOSE_DAYS = 2  # a day and month without a year may lie this far after the publication: time zones, and days given ahead
YEAR_STEP = {"this": 0, "last": -1, "next": 1}
TOLD_STEP = {
    "that": 0,
    "that same": 0,
    "the same": 0,
    "the following": 1,
    "the next": 1,
    "the previous": -1,
}  # from the year that is told of
LAST = ("last", "past", "this past")
NEXT = ("next", "coming", "this coming")


def read_iso_date(match: re.Match[str], frame: Frame) -> Period:
    """Read 2022-04-17."""
    day = dated(int(match[1]), int(match[2]), int(match[3]))
    return one_day(day, "absolute") if day else NOT_A_DATE


def read_numeric_date(match: re.Match[str], frame: Frame) -> Period:
    """Read 17.04.2022 (the day first) and 4/17/2022 (two readings where both could be the month)."""
    a, b, year = int(match[1]), int(match[3]), int(match[4])
    year += 2000 if year < 100 else 0
    day_first, month_first = dated(year, b, a), dated(year, a, b)
    if match[2] == "/" and day_first and month_first and day_first != month_first:
        return two_readings(*(one_day(day, "absolute") for day in (day_first, month_first)))
    day = day_first if match[2] == "." else day_first or month_first
    return one_day(day, "absolute") if day else NOT_A_DATE


def read_month_day(match: re.Match[str], frame: Frame) -> Period:
    """Read a day and month, or two days of a month, with or without weekday, part of the day and year."""
    month, day, until = MONTHS[word(match, "month")[:3]], int(word(match, "day")), word(match, "day2")
    year = _year_for(match, frame, month, day)
    if year is not None and _another_year(match, frame, month, year):
        return two_readings(*(one_day(day, "absolute") for day in (dated(n, month, day) for n in (_year_told(frame, month), year)) if day))
    if year is not None and _year_ahead(match, frame, dated(year, month, day)):
        return two_readings(*(one_day(found, "absolute") for n in (year, year + 1) if (found := dated(n, month, day))))
    if year is None:
        return NO_DAY if dated(2000, month, day) else NOT_A_DATE
    first, last = dated(year, month, day), dated(year, month, int(until or day))
    if first is None or last is None or last < first:
        return NOT_A_DATE
    weekday = word(match, "weekday")
    if weekday and first.weekday() != WEEKDAYS[weekday[:3]]:
        return _other_year(first, weekday, match) or two_readings(one_day(first, "absolute"), *_weekdays_beside(first, weekday))
    if last > first:
        return Period(first=first, last=last, rule="absolute")
    return with_part(first, part_of(match), frame, "absolute")


def read_two_dates(match: re.Match[str], frame: Frame) -> Period:
    """Read "from 28 December to 3 January 2023": the year that is written is the second's."""
    first, last = ((MONTHS[word(match, f"month{n}")[:3]], int(word(match, f"day{n}"))) for n in ("", "2"))
    year = _year_for(match, frame, *last)
    if year is None:
        return NO_DAY
    start, end = dated(year - (first > last), *first), dated(year, *last)
    return Period(first=start, last=end, rule="range") if start and end else NOT_A_DATE


def _year_for(match: re.Match[str], frame: Frame, month: int, day: int | None) -> int | None:
    """Return the year of a month (and day): written, or the nearest that the tense allows; None where it cannot be known."""
    if word(match, "year"):
        return int(word(match, "year"))
    if word(match, "which_year") in TOLD_STEP:
        return frame.told[0].year + TOLD_STEP[word(match, "which_year")] if frame.told else None
    if frame.history and frame.told and not word(match, "which_year"):
        reached = frame.told[0]
        return reached.year + (month < reached.month - 8)  # a telling goes on: February after November is the next one
    seen = frame.published
    if seen is None:
        return None
    if word(match, "which_year"):
        return min(max(seen.year + YEAR_STEP[word(match, "which_year")], 1), date.max.year)
    if frame.future:
        last = day or calendar.monthrange(seen.year, month)[1]
        return min(seen.year + ((month, last) < (seen.month, seen.day)), date.max.year)
    ahead = shifted(seen, LOOSE_DAYS if day else 0)
    return max(ahead.year - ((month, day or 1) > (ahead.month, ahead.day)), 1)


def _another_year(match: re.Match[str], frame: Frame, month: int, year: int) -> bool:
    """Say whether the telling has reached a day so long ago that a date without a year may be of a year before the nearest."""
    if word(match, "year") or word(match, "which_year") or frame.anchor is None or frame.published is None:
        return False
    if frame.future or frame.history:
        return False
    return (frame.published - frame.anchor).days > LONG_AGO and _year_told(frame, month) < year


def _year_ahead(match: re.Match[str], frame: Frame, day: date | None) -> bool:
    """Say whether a date without a year lies so long ago, and again so near ahead, that without a tense either may be meant."""
    if day is None or frame.published is None or frame.past or frame.future or frame.history or word(match, "year"):
        return False
    if frame.told is not None and 0 <= (day - frame.told[1]).days <= NEARLY_A_YEAR:
        return False  # the telling has come near it
    return not word(match, "which_year") and not word(match, "weekday") and (frame.published - day).days > NEARLY_A_YEAR


def _year_told(frame: Frame, month: int) -> int:
    """Return the year of a month that comes next in the telling."""
    reached = frame.anchor or frame.published or date.min
    return reached.year + (month < reached.month)


def _other_year(day: date, weekday: str, match: re.Match[str]) -> Period | None:
    """Return the same day and month in a year beside it in which the weekday is the one that the text names."""
    if word(match, "year") or word(match, "which_year") or not 1 < day.year < date.max.year:
        return None
    near = [dated(day.year + step, day.month, day.day) for step in (-1, 1)]
    fits = [other for other in near if other and other.weekday() == WEEKDAYS[weekday[:3]]]
    return one_day(fits[0], "absolute") if len(fits) == 1 else None


def _weekdays_beside(day: date, weekday: str) -> list[Period]:
    """Return the days of a weekday just before and after a day: what is meant where the weekday is right and the date is not."""
    back = (day.weekday() - WEEKDAYS[weekday[:3]]) % 7
    return [one_day(shifted(day, step), "weekday") for step in (-back, 7 - back)]


def read_month(match: re.Match[str], frame: Frame) -> Period:
    """Read a month, or its early, middle or late third ("mid-March", "in late August last year", "this May")."""
    month, which, edge = MONTHS[word(match, "month")[:3]], word(match, "which"), edge_of(word(match, "edge"))
    if match["month"][0].islower() and month in (3, 5) and not word(match, "year"):
        return NOT_A_DATE  # "may" and "march" are verbs
    if frame.published and not word(match, "year") and not word(match, "which_year"):
        if which in LAST:
            return month_period(max(frame.published.year - (month >= frame.published.month), 1), month, edge)
        if which == "this":
            return month_period(frame.published.year, month, edge)
    year = _year_for(match, replace(frame, future=True) if which in NEXT else frame, month, None)
    if year is not None and _another_year(match, frame, month, year):
        return two_readings(*(month_period(n, month, edge) for n in (_year_told(frame, month), year)))
    return NO_DAY if year is None else month_period(year, month, edge)


def read_months(match: re.Match[str], frame: Frame) -> Period:
    """Read "February-March 2022" and "in August and September"."""
    first, last = MONTHS[word(match, "month")[:3]], MONTHS[word(match, "month2")[:3]]
    year = _year_for(match, frame, last, None)
    if year is None:
        return NO_DAY
    return Period(first=date(max(year - (first > last), 1), first, 1), last=month_period(year, last).last, rule="month")


def read_season(match: re.Match[str], frame: Frame) -> Period:
    """Read a season of a year, or the last, this or next one; a winter named by one year could be either of two."""
    start, which, edge = SEASONS[word(match, "season")], word(match, "which"), edge_of(word(match, "edge"))
    if word(match, "year"):
        year = int(word(match, "year"))
        if start == 12 and not word(match, "until"):
            return two_readings(*(_season_of(n, start, edge) for n in (year - 1, year)))
        return _season_of(year, start, edge)
    if frame.history and frame.told and not which and not word(match, "which_year"):
        return _season_of(frame.told[0].year - (start == 12 and frame.told[1].month < 3), start, edge)
    if word(match, "which_year") in TOLD_STEP:
        return _season_of(frame.told[0].year + TOLD_STEP[word(match, "which_year")], start, edge) if frame.told else NO_ANCHOR
    seen = frame.published
    if seen is None:
        return NO_DAY
    if word(match, "which_year"):
        year = seen.year + YEAR_STEP[word(match, "which_year")]
        return two_readings(*(_season_of(n, start, edge) for n in ((year - 1, year) if start == 12 else (year,))))
    options = [_season_of(seen.year + step, start, edge) for step in (-2, -1, 0, 1) if 1 < seen.year + step < date.max.year]
    if frame.future or which in NEXT:
        options = [season for season in options if season.last and season.last >= seen]
        return options[0] if options else NOT_A_DATE
    limit = "last" if which in LAST else "first"
    options = [season for season in options if (getattr(season, limit) or seen) < seen]
    return options[-1] if options else NOT_A_DATE


def _season_of(year: int, start: int, edge: str | None) -> Period:
    """Return the three months of a season, or the first, second or third of them."""
    from_month, to_month = {"early": (0, 1), "mid": (1, 2), "late": (2, 3)}.get(edge or "", (0, 3))
    begin = date(min(max(year, 1), date.max.year), start, 1)
    return Period(first=shifted_months(begin, from_month), last=shifted(shifted_months(begin, to_month), -1), rule="season")


def read_year(match: re.Match[str], frame: Frame) -> Period:
    """Read a year, its beginning, middle or end, or a span of years."""
    year, until = int(word(match, "year")), word(match, "until")
    end = int(until) if len(until) == 4 else year - year % 100 + int(until) if until else year
    if end < year:
        return NOT_A_DATE
    return year_period(year, edge_of(word(match, "edge")), end)


def read_decade(match: re.Match[str], frame: Frame) -> Period:
    """Read "the 1970s", "the late 1970s"."""
    year = int(word(match, "decade"))
    first, last = {"early": (0, 3), "mid": (3, 6), "late": (7, 9)}.get(edge_of(word(match, "edge")) or "", (0, 9))
    return Period(first=date(year + first, 1, 1), last=date(year + last, 12, 31), rule="decade")


def read_century(match: re.Match[str], frame: Frame) -> Period:
    """Read "the 19th century", "the late eighteenth century": a hundred years, or a third of them."""
    words = word(match, "century")
    number = int(re.sub(r"\D", "", words) or CENTURIES.index(words) + 16)
    first, last = {"early": (1, 33), "mid": (34, 66), "late": (67, 100)}.get(edge_of(word(match, "edge")) or "", (1, 100))
    begin = (number - 1) * 100
    return Period(first=date(begin + first, 1, 1), last=date(begin + last, 12, 31), rule="century")
