"""When a commitment begins and ends, to the hour: "from 06:00 on Sunday, for 72 hours", "until midnight between Sunday and Monday".

A start told with "by" or "before" is a deadline: it says when the thing is to be done, not when it begins.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo

from montjoie.ground.clock import BETWEEN_DAYS, CLOCK, MIDNIGHT, Clock, Zones, in_utc, instants, read_clock
from montjoie.ground.date_lengths import COUNTED, duration_days
from montjoie.ground.date_periods import number_of
from montjoie.ground.dates import resolve_time
from montjoie.schema import Instants, Span, TimeWords, Where

LEAD = re.compile(
    r"^(?:(?:from|starting|beginning|as of|effective|at|on|for|in|to|until|till|by|before|within|the whole of|through)\b\s*)+",
    re.IGNORECASE,
)
DEADLINE = re.compile(r"^(?:by|before|no later than|not later than|within)\b", re.IGNORECASE)
ENDING = re.compile(r"^(?:until|till|to|through|by)\b", re.IGNORECASE)
OPEN = re.compile(r"\b(?:further notice|no date|open-ended|indefinite|same)\b", re.IGNORECASE)
SAME_DAY = re.compile(
    r"^(?:(?:that|the same|this|same|to)\s?(?:day|evening|night|morning|afternoon|hour on)?|today|tonight)$", re.IGNORECASE
)
DAY_RANGE = re.compile(r"^from\s+(?P<first>.*\d.*?)\s+(?:to|until|till|through)\s+(?P<last>.*[A-Za-z].*)$", re.IGNORECASE)
CLOCK_RANGE = re.compile(r"(?:\bfrom\b|\bbetween\b)?\s*(?P<a>\d{1,2}:\d\d)\s*(?:to|until|and|-|–)\s*(?P<b>\d{1,2}:\d\d)", re.IGNORECASE)
NTH = {"fifteenth": 15, "first": 1, "tenth": 10, "twentieth": 20, "thirtieth": 30}
WHOLE = re.compile(r"\b(?:whole of|month of)\b", re.IGNORECASE)
FAR_AHEAD, JUST_PAST = 270, 45  # days: what lies so far ahead by one reading and so little behind by the other is behind
RUNS_OUT = re.compile(r"^(?:beyond|after it (?:runs out|expires|ends) (?:on\s*)?)", re.IGNORECASE)
MONTHS = r"(?:January|February|March|April|May|June|July|August|September|October|November|December|[A-Z][a-z]+day)"
END_OF = re.compile(r"\b(?:the )?end of (?:the|this) (?P<unit>month|year)\b", re.IGNORECASE)
NIGHT_TO = re.compile(r"\b(?:in |during )?the night (?:to|into|of) (?P<day>.+)$", re.IGNORECASE)
NOISE = re.compile(
    rf"(?:(?<=\s)|^)(?:local|(?!{MONTHS}\b)[A-Z][\w'-]+(?: (?!{MONTHS}\b)[A-Z][\w'-]+)?) time\b|\bby (?:the )?clocks? in [A-Z][\w'-]+|\bin [A-Z][\w'-]+(?= the same)"
    r"|\bUTC\b|\bGMT\b|\bwith immediate effect\b|, when\b.*$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TermTime:
    """When a term begins, ends or is to be done by, as its words say; `months` of a duration are of the calendar."""

    begins: Instants | None = None
    ends: Instants | None = None
    deadline: bool = False
    days: float = 0
    months: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """From where the words are seen: the day of the report, its places, and where zones may come from."""

    day: date | None
    zones: Zones
    wheres: tuple[Where, ...] = ()
    near: date | None = None  # the day that the words of the start were found to mean, seen from their sentence


def term_time(start: str | None, duration: str | None, telling: Telling) -> TermTime:
    """Return when a term begins and ends, by the words of its start and its duration."""
    begins, ends, deadline = _start(start.strip(), telling) if start else (None, None, False)
    days, months = _length(duration or "")
    if duration and not days and not months:
        told_begin, told_end = _end(duration.strip(), telling)
        begins, ends = begins or told_begin, ends or told_end
    if duration and DEADLINE.match(duration) and (duration.lower().startswith("within") or not (days or months)):
        deadline = True
    return TermTime(begins=begins, ends=ends, deadline=deadline, days=days, months=months)


def _length(words: str) -> tuple[float, int]:
    """Days, or months of the calendar."""
    match = COUNTED.search(words)
    if match is None or duration_days(words) is None:
        counted = re.search(r"\b(?P<count>[\w-]+) further (?P<unit>day|week|month)s?\b", words)
        if counted is None:
            return 0, 0
        return _length(f"{counted['count']} {counted['unit']}s")
    if match["unit"].lower() == "month":
        count = number_of(match["count"])
        return (0, int(count)) if count == int(count) else (count * 30, 0)
    return duration_days(words) or 0, 0


def _start(words: str, telling: Telling) -> tuple[Instants | None, Instants | None, bool]:
    if DEADLINE.match(words):
        return None, moment(words, telling), True
    hours = CLOCK_RANGE.search(words)
    if hours is not None:
        rest = f"{words[: hours.start()]} {words[hours.end() :]}"
        return moment(f"{hours['a']} {rest}", telling), moment(f"{hours['b']} {rest}", telling), False
    days = DAY_RANGE.match(words)
    if days is not None and not CLOCK.search(words):
        last = moment(days["last"], telling)
        month = re.search(r"[A-Z][a-z]+$", days["last"])
        first = days["first"] if re.search(r"[A-Z]", days["first"]) or month is None else f"{days['first']} {month.group()}"
        return moment(first, telling), last, False
    return moment(RUNS_OUT.sub("", words), telling), None, False


def _end(words: str, telling: Telling) -> tuple[Instants | None, Instants | None]:
    if OPEN.search(words):
        return None, None
    if ENDING.match(words):
        return None, moment(words, replace(telling, near=None))  # an end lies ahead, wherever the start was
    days = _days(LEAD.sub("", words), telling) if WHOLE.search(words) or re.search(r"\d", words) else None
    if days is None:
        return None, None
    zone = telling.zones.of(words, telling.wheres, days[0])
    begin, end = datetime.combine(days[0], MIDNIGHT), datetime.combine(days[1], MIDNIGHT) + timedelta(days=1)
    return in_utc(begin, begin, zone), in_utc(end, end, zone)


def moment(words: str, telling: Telling) -> Instants | None:
    """Return between which instants words of a day and an hour lie; None where they tell no day."""
    clock = read_clock(words)
    between = BETWEEN_DAYS.search(words) if clock is not None and clock.midnight else None
    if between is not None:  # midnight between two days is where the second begins
        first = between["first"] or between["of"]
        days, before = _days(_with_month(between["second"], first), telling), _days(_with_month(first, between["second"]), telling)
        if days is not None and before is not None and days[0] <= before[0]:  # "between Sunday and Monday", told on a Monday
            days = before[0] + timedelta(days=1), before[0] + timedelta(days=1)
        return None if days is None else _at(days[0], words, telling)
    night = NIGHT_TO.search(words)
    if night is not None and clock is not None:  # "the night to Thursday" begins on Wednesday
        days = _days(night["day"], telling)
        return None if days is None else instants(days[0] - timedelta(days=1), days[0], clock, _zone(words, days[0], telling))
    rest = LEAD.sub("", NOISE.sub("", (clock.rest if clock is not None else words).strip()).strip(" ,")).strip(" ,")
    days = _days(rest, telling)
    if days is None:
        return None
    if clock is not None and clock.midnight and (not rest or SAME_DAY.match(rest)):
        return _at(days[0] + timedelta(days=1), words, telling, clock.start)  # "from midnight", told that day
    return instants(*days, clock, _zone(words, days[0], telling))


def _at(day: date, words: str, telling: Telling, hour: timedelta = timedelta()) -> Instants:
    zero = datetime.combine(day, MIDNIGHT) + hour
    return in_utc(zero, zero, _zone(words, day, telling))


def _zone(words: str, day: date, telling: Telling) -> tzinfo | None:
    return telling.zones.of(words, telling.wheres, day)


def _with_month(day: str, other: str) -> str:
    """A day with the month that only the other one has ("24 to 25 February"); a weekday with the date beside it."""
    day = re.sub(r",.*$", "", day)
    month = re.search(rf"\b{MONTHS}\b.*$", other)
    if re.fullmatch(r"\s*\d{1,2}(?:st|nd|rd|th)?\s*", day) and month is not None:
        return f"{day.strip()} {month.group()}"
    return day if re.search(r"\d", day) or not re.search(r"\d", other) else f"{day} {other}"


def _days(words: str, telling: Telling) -> tuple[date, date] | None:
    """The days that words name, the nearest to the report: ahead of it where they may be; no words mean the day of the report."""
    words = re.sub(r",? (?:that|which|when) .*$", "", words).strip(" ,")
    end = END_OF.search(words)
    if end is not None and telling.day is not None:
        month = telling.day.month if end["unit"].lower() == "month" else 12
        last = date(telling.day.year, month, 28) + timedelta(days=4)
        return last - timedelta(days=last.day), last - timedelta(days=last.day)
    if telling.day is None:
        found = resolve_time(words, TimeWords(span=Span(start=0, end=len(words))), published=None) if words else None
        return (found.first, found.last) if found is not None and found.first and found.last else None
    if not words or SAME_DAY.match(words):
        return telling.day, telling.day
    nth = NTH.get(words.lower().removeprefix("the ").strip())
    if nth is not None:
        day = telling.day.replace(day=min(nth, 28) if nth > 28 else nth)
        if day < telling.day:
            day = (day.replace(day=1) + timedelta(days=32)).replace(day=day.day)
        return day, day
    span = TimeWords(span=Span(start=0, end=len(words)))
    found_all = [resolve_time(words, span, published=telling.day, ahead=ahead) for ahead in (True, False)]
    days = [(when.first, when.last) for when in found_all if when.first is not None and when.last is not None]
    near = telling.near
    if near is None:  # a commitment looks ahead, but "from 27 August" told on the 28th is of yesterday
        ahead = next(iter(days), None)
        just_now = ahead is not None and (ahead[0] - telling.day).days > FAR_AHEAD and (telling.day - days[-1][0]).days < JUST_PAST
        return days[-1] if just_now else ahead
    return min(days, key=lambda pair: abs((pair[0] - near).days), default=None)


def hours_of(words: str, first: date, last: date, zones: Zones, wheres: Iterable[Where]) -> Instants:
    """Return between which instants an incident was: its days, and the hour or part of the day that its words tell."""
    zone = zones.of(words, wheres, first)
    clock = read_clock(words)
    if clock is None and re.search(r"\bbefore (?:daybreak|dawn)\b", words, re.IGNORECASE):
        clock = Clock(timedelta(), timedelta(hours=8), words)
    return instants(first, last, clock, zone)
