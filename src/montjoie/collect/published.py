"""Written time of publication → `Published`: as precisely as it says, and the latest instant that it allows."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from montjoie.errors import InputError
from montjoie.schema import Published

DateOrder = Literal["dmy", "mdy", "ymd"]
DATE_ORDERS: tuple[DateOrder, ...] = ("dmy", "mdy", "ymd")

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august", "sep sept september",
            "oct october", "nov november", "dec december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip

# What programs write for "no value"; such a cell carries no publication time, which is not the same as a wrong one.
NO_VALUE = frozenset({"", "-", "n/a", "na", "nan", "nat", "none", "null", "unknown"})

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# Hours from UTC of the abbreviations that RFC 5322 defines, and of those of Europe that stand for one zone only. Others
# ("IST", "BST") stand for several, so they are refused.
_ZONE_HOURS = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
    "wet": 0, "west": 1, "cet": 1, "cest": 2, "eet": 2, "eest": 3, "msk": 3,
}  # fmt: skip
# Clocks at zero (1 January 1970, 1900 or of the year 1) are what programs write for a time that they do not have.
_FIRST_YEAR = 1901
_LONGEST = 100
_CLOCK_ZERO = datetime(1970, 1, 1)  # noqa: DTZ001 - fields are parsed before their zone is known

_CLOCK = r"(?P<hour>\d{1,2})[:h.](?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?\s*(?P<half>[ap]\.?m\.?)?"
_OFFSET = r"(?P<offset>[+-]\d{2}:?\d{2}|[+-]\d{2}|[a-z]{1,5})"
_TIME = re.compile(rf"(?:,|at|-|–)?\s*{_CLOCK}\s*(?:{_OFFSET}|\((?P<name>[a-z]{{1,5}})\))?", re.IGNORECASE)
_WEEKDAY = re.compile(r"(?P<weekday>mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,?\s+", re.IGNORECASE)
_DAYS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?!\d{1,5}(?!\d))",
        r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?!\d)",
        r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})(?!\d)",
        r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?[\s-]+(?:of\s+|de\s+)?(?P<word>[^\W\d_]+)\.?,?[\s-]+(?:de\s+)?(?P<year>\d{4})(?!\d)",
        r"(?P<word>[^\W\d_]+)\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})(?!\d)",
        r"(?P<first>\d{1,4})(?P<mark>[-/.])(?P<second_number>\d{1,2})(?P=mark)(?P<third>\d{2,4})(?!\d)",
    )
)


def read_published(value: str, zone: str, order: DateOrder | None = None) -> Published | None:
    """Return when something was published, `None` where the value says nothing; `zone` holds for times written without one.

    A day alone, and a midnight to the second without a zone (what programs make of a day), are known from the end of that day.
    Raises `InputError` for what is no date, and for a date that can be read two ways unless `order` says how it is written.
    """
    words = " ".join(value.split())
    if words.casefold() in NO_VALUE:
        return None
    if len(words) > _LONGEST:
        raise InputError(f"{words[:60]!r}… is no time of publication: it is longer than any is written")
    try:
        return _read(words, _zone_of(zone), order)
    except (ValueError, OverflowError) as error:
        raise InputError(f"{words[:60]!r} is no time of publication: {error}") from error


def end_of_day(day: date, zone: str) -> datetime:
    """Return the last microsecond of a day in a zone, in UTC. Raises `OverflowError` for the last day of the calendar."""
    return _instant(datetime.combine(day + timedelta(days=1), time()), ZoneInfo(zone), latest=False) - timedelta(microseconds=1)


def is_zone(name: str) -> bool:
    """Say whether a name is a zone of the IANA list."""
    try:
        ZoneInfo(name)
    except (ValueError, OSError):  # unknown names are KeyErrors of the kind ZoneInfoNotFoundError, odd ones ValueErrors
        return False
    except KeyError:
        return False
    return True


def _zone_of(name: str) -> ZoneInfo:
    if not is_zone(name):
        raise ValueError(f"there is no zone {name!r}; name one as in Europe/Kyiv")
    return ZoneInfo(name)


def _read(words: str, zone: ZoneInfo, order: DateOrder | None) -> Published:
    weekday = _WEEKDAY.match(words)
    rest = words[weekday.end() :] if weekday else words
    day, rest = _day_of(rest, order)
    if weekday and day.weekday() != _WEEKDAYS.index(weekday["weekday"].casefold()):
        raise ValueError(f"{day} is not a {weekday['weekday']}")
    if not rest:
        return _whole_day(day, zone)
    moment, offset, has_seconds = _time_of(rest)
    local = datetime.combine(day, moment)
    if local == _CLOCK_ZERO:
        raise ValueError("it is where computer clocks begin, written for a time that is not known")
    if offset is None and has_seconds and moment == time():
        return _whole_day(day, zone)
    if offset is None:
        at, not_after = local, _instant(local, zone, latest=True)
    else:
        at = local.replace(tzinfo=offset)
        not_after = at.astimezone(UTC)
    return Published(at=_written(at, has_seconds), precision="second" if has_seconds else "minute", not_after=not_after)


def _whole_day(day: date, zone: ZoneInfo) -> Published:
    return Published(at=day.isoformat(), precision="day", not_after=end_of_day(day, zone.key))


def _day_of(words: str, order: DateOrder | None) -> tuple[date, str]:
    """Return the day at the start of the words, and the words after it."""
    for pattern in _DAYS:
        found = pattern.match(words)
        if found is None:
            continue
        groups = found.groupdict()
        if "first" in groups:
            day = _day_by_order((groups["first"], groups["second_number"], groups["third"]), order)
        else:
            month = _month_of(groups["word"]) if "word" in groups else int(groups["month"])
            day = date(int(groups["year"]), month, int(groups["day"]))
        if day.year < _FIRST_YEAR:
            raise ValueError(f"the year {day.year} is before any that is recorded")
        return day, words[found.end() :].strip()
    raise ValueError("no day with its month and year at its start")


def _day_by_order(numbers: tuple[str, str, str], order: DateOrder | None) -> date:
    """Return the day that three numbers mean. Without an order only where they can be read one way."""
    orders: tuple[DateOrder, ...] = (order,) if order else ("dmy", "mdy")
    if order is None and any(len(number) < 3 for number in (numbers[2],)):
        raise ValueError(
            "a year of two figures can be read in several ways; write it as YYYY-MM-DD, or say the order of its numbers with `--date-order`"
        )
    days = {day for order in orders if (day := _day_in_order(numbers, order))}
    if not days:
        raise ValueError("no such day")
    if len(days) > 1:
        raise ValueError(
            "it can be read as "
            + " or ".join(sorted(f"{day}" for day in days))
            + "; write it as YYYY-MM-DD, or say the order with `--date-order`"
        )
    return days.pop()


def _day_in_order(numbers: tuple[str, str, str], order: DateOrder) -> date | None:
    value = dict(zip(order, numbers, strict=True))
    year = int(value["y"])
    if len(value["y"]) == 2:
        year += 2000 if year < 70 else 1900
    try:
        return date(year, int(value["m"]), int(value["d"]))
    except ValueError:
        return None


@lru_cache(maxsize=512)
def _month_of(word: str) -> int:
    """Return the month that a word names, in English or in any language that dateparser knows."""
    month = MONTHS.get(word.casefold())
    if month is not None:
        return month
    import dateparser  # takes half a second, and few times are written in another language

    strict = {"STRICT_PARSING": True, "PARSERS": ["absolute-time"], "DATE_ORDER": "DMY"}
    found = dateparser.parse(f"15 {word} 2020", settings=strict)
    if found is None or (found.year, found.day) != (2020, 15):
        raise ValueError(f"{word!r} is no month")
    return int(found.month)


def _time_of(words: str) -> tuple[time, tzinfo | None, bool]:
    """Return the time of day, its zone if it names one, and whether it has seconds."""
    packed = re.fullmatch(r"T?(\d{2})(\d{2})(\d{2})?(.*)", words)
    if packed:
        words = ":".join(group for group in packed.groups()[:3] if group) + packed[4]
    found = _TIME.fullmatch(words.removeprefix("T").strip())
    if found is None:
        raise ValueError(f"{words[:30]!r} is no time of day")
    hour = int(found["hour"])
    if found["half"]:
        if not 1 <= hour <= 12:
            raise ValueError(f"there is no {hour} o'clock {found['half']}")
        hour = hour % 12 + (12 if found["half"].casefold().startswith("p") else 0)
    fraction = int((found["fraction"] or "0").ljust(6, "0")[:6])
    moment = time(hour, int(found["minute"]), int(found["second"] or 0), fraction)
    return moment, _offset_of(found["offset"] or found["name"]), found["second"] is not None


def _offset_of(words: str | None) -> tzinfo | None:
    if words is None:
        return None
    if words[0] in "+-":
        hours, minutes = int(words[1:3]), int(words[3:].lstrip(":") or 0)
        if hours > 14 or minutes > 59:
            raise ValueError(f"no zone is {words} from UTC")
        return timezone((1 if words[0] == "+" else -1) * timedelta(hours=hours, minutes=minutes))
    if words.casefold() not in _ZONE_HOURS:
        raise ValueError(f"{words!r} names no single zone; write the offset, as in +02:00")
    return timezone(timedelta(hours=_ZONE_HOURS[words.casefold()]))


def _instant(local: datetime, zone: ZoneInfo, *, latest: bool) -> datetime:
    """Return the instant, UTC, of a local time; where clocks go back there are two."""
    both = [local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)]
    return max(both) if latest else min(both)


def _written(at: datetime, has_seconds: bool) -> str:
    form = "minutes" if not has_seconds else "microseconds" if at.microsecond else "seconds"
    return at.isoformat(timespec=form).removesuffix("+00:00") + ("Z" if at.utcoffset() == timedelta(0) else "")
