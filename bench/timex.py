"""Times found by the resolver, written as TIMEX3 values, so that they can be scored against TimeML annotations."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from montjoie.ground.date_periods import COUNT_WORDS, Period, number_of
from montjoie.ground.date_text import TimeTold

PARTS = {"morning": "MO", "dawn": "MO", "daybreak": "MO", "early hours": "MO", "small hours": "MO", "afternoon": "AF", "evening": "EV",
         "dusk": "EV", "night": "NI", "tonight": "NI", "overnight": "NI"}  # fmt: skip
SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
UNITS = {"second": "S", "minute": "M", "hour": "H", "day": "D", "night": "D", "week": "W", "weekend": "WE", "month": "M", "quarter": "Q",
         "year": "Y", "decade": "DE", "centur": "CE"}  # fmt: skip
UNIT = r"(second|minute|hour|day|night|weekend|week|month|quarter|year|decade|centur)(?:s|y|ies)?\b"
MANY = r"(?:few|several|some|many|recent|coming|past|last|next|following|previous|more)"
DAY_RULES = (
    "weekday",
    "part_of_day",
    "relative_day",
    "absolute",
    "day_beside",
    "same_day",
    "relative_days",
    "ago",
    "feast",
    "given",
    "overnight",
)
PAST = re.compile(r"recent|previous|former|lately|\bpast\b|\bago\b|\bearlier\b|\bonce\b", re.IGNORECASE)
FUTURE = re.compile(r"future|\bsoon\b|shortly|\blater\b|imminent|coming", re.IGNORECASE)
DATE_END = r"(?:(?:early |mid-|late )?(?:(?:\d{1,2}\s+)?[A-Z][a-z]{2,8}\.?(?:\s+\d{1,2}(?:st|nd|rd|th)?)?(?:,?\s+\d{4})?|\d{4}|\d{1,2}(?:st|nd|rd|th)?))"
RANGE = re.compile(rf"(?:the )?({DATE_END})\s*(?:-|–|—|to|and|or|until|through|/)\s*(?:the )?({DATE_END})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Timex:
    """A time expression with its TIMEX3 value."""

    start: int
    end: int
    value: str | None


def timexes(text: str, told: Sequence[TimeTold], published: date | None, *, timex2: bool) -> Iterator[Timex]:
    """Yield times as an annotation would have them: both ends of a range, of "two weeks after the fall" the length.

    `timex2`: by the TIMEX2 guidelines of WikiWars, which mark ages, "former" and "current" and write "daily" as a day of no date.
    """
    for time in told:
        words = text[time.start : time.end]
        if not timex2 and re.search(r"years? old|-year-old|^the current$|^former|^current$", words, re.IGNORECASE):
            continue
        ends = RANGE.fullmatch(words) if time.period.first != time.period.last and time.period.first else None
        after = re.search(r"\s+(?:after|before)$", words) if time.period.first is None else None
        if ends:
            first, last = ends.span(1), ends.span(2)
            for (start, end), day in ((first, time.period.first), (last, time.period.last)):
                piece = words[start:end]
                yield Timex(start=time.start + start, end=time.start + end, value=_end_of_range(piece, day))
        elif after:
            yield Timex(start=time.start, end=time.start + after.start(), value=_length(words[: after.start()].lower()) or "PRESENT_REF")
        else:
            yield Timex(start=time.start, end=time.end, value=value_of(text, _nearest(time, published), published, timex2=timex2))


def _nearest(time: TimeTold, published: date | None) -> TimeTold:
    """Return a time of several readings with the one nearest to the publication: a benchmark wants one."""
    if not time.period.readings or published is None:
        return time
    first, last = min(time.period.readings, key=lambda days: abs((days[0] - published).days))
    rule = "absolute" if first == last else "month" if 27 < (last - first).days < 31 else "season"
    return replace(time, period=replace(time.period, first=first, last=last, rule=rule))


def _end_of_range(words: str, day: date) -> str:
    """Write one end of a range as exactly as its words are."""
    year_alone = re.fullmatch(r"\d{4}", words) or (re.fullmatch(r"\d\d", words) and (day.month, day.day) in ((1, 1), (12, 31)))
    if year_alone:
        return f"{day.year:04}"
    return day.isoformat() if re.search(r"\b\d{1,2}(?!\d)|day\b", words) else day.isoformat()[:7]


def value_of(text: str, told: TimeTold, published: date | None, *, timex2: bool) -> str | None:
    """Return the TIMEX3 value of a time; None where TimeML has none for it."""
    words, period = re.sub(r"\s+", " ", text[told.start : told.end].lower().replace("’", "'")), told.period
    if period.rule == "unresolved:recurring":
        return _recurring(words, timex2=timex2)
    quarter = _quarter(words, told, published)
    if quarter:
        return quarter
    if period.first is not None and period.last is not None and not _is_length(words, period):
        return _dated(words, period)
    return _length(words) or _reference(words)


def _is_length(words: str, period: Period) -> bool:
    """Say whether TimeML writes a period as how long it is: "the past three days"."""
    return period.rule in ("past_span", "recent", "lasting", "ahead") or (period.rule == "nth_day" and "day" in words)


def _dated(words: str, period: Period) -> str:
    """Write days as the calendar's unit that the words name."""
    first = period.first
    rule, iso = period.rule, first.isoformat()
    unit = re.search(UNIT, words)
    season = re.search(r"\b(spring|summer|autumn|fall|winter)", words)
    if season and rule in ("season", "told_period"):
        return f"{first.year:04}-{SEASONS[season[0]]}"
    if rule == "century":
        return f"{first.year // 100:02}"
    if rule == "decade":
        return f"{first.year // 10:03}"
    if rule in ("month", "part_of_month") or rule.endswith("_month"):
        return iso[:7]
    if rule in ("year", "part_of_year") or rule.endswith("_year"):
        half = re.search(r"(first|second|latter|last) half", words)
        return f"{iso[:4]}-H{1 if half[1] == 'first' else 2}" if half else iso[:4]
    if rule == "weekend" or rule.endswith("_week") or rule == "week":
        year, week, _ = first.isocalendar()
        return f"{year:04}-W{week:02}" + ("-WE" if rule == "weekend" else "")
    if rule in ("ago", "relative", "told_period") and unit:
        return _by_unit(unit[1], period)
    if rule == "few_days_ago":
        return "PAST_REF"
    if re.match(r"(?:about |around )?(?:\w+ )?weeks? (?:ago|later|earlier)", words) or (unit and unit[1] == "week"):
        return _by_unit("week", period)
    return _with_hours(words, iso, period)


def _by_unit(unit: str, period: Period) -> str:
    first = period.first
    if unit == "week":
        year, week, _ = first.isocalendar()
        return f"{year:04}-W{week:02}"
    return {"month": first.isoformat()[:7], "year": first.isoformat()[:4]}.get(unit, first.isoformat())


def _with_hours(words: str, iso: str, period: Period) -> str:
    """Write a day with its clock time or part of the day."""
    clock = re.search(r"(\d{1,2})(?:[:.](\d\d))?\s?([ap])\.?\s?m", words) or re.search(r"\b(\d{1,2}):(\d\d)()", words)
    if clock:
        hour = int(clock[1]) % 12 + (12 if clock[3] == "p" else 0) if clock[3] else int(clock[1])
        return f"{iso}T{hour:02}:{clock[2] or '00'}"
    for name, code in (("noon", "12:00"), ("midday", "12:00"), ("midnight", "24:00")):
        if re.search(rf"\b{name}\b", words):
            return f"{iso}T{code}"
    part = next((code for name, code in PARTS.items() if re.search(rf"\b{name}\b", words)), None)
    return f"{iso}T{part}" if part and period.rule != "range" else iso


def _quarter(words: str, told: TimeTold, published: date | None) -> str | None:
    """Write a quarter of a year: one that is named, of the year that is written or told of."""
    nth = re.search(r"(first|second|third|fourth|1st|2nd|3rd|4th|q[1-4])[\s-]*(?:fiscal )?quarter|\bq([1-4])\b", words)
    if told.period.rule != "unresolved:fiscal_or_school" or not nth:
        return None
    number = nth[2] or str(
        ("first", "second", "third", "fourth").index(nth[1]) + 1 if nth[1] in ("first", "second", "third", "fourth") else nth[1][0]
    )
    year = re.search(r"(?:19|20)\d\d", words)
    if year or published is None:
        return f"{year[0] if year else 'XXXX'}-Q{number}"
    begun = int(number) * 3 - 2 <= published.month
    return f"{published.year - (not begun)}-Q{number}"


def _length(words: str) -> str | None:
    """Write how long: P3D, PT6H, PXM for some months."""
    unit = re.search(UNIT, words)
    if not unit or re.search(r"\b(?:ago|later|earlier|before|after)\b", words):
        return None
    code = UNITS[unit[1]]
    time = "T" if unit[1] in ("second", "minute", "hour") else ""
    count = re.search(rf"\b(half an?|{COUNT_WORDS}|\d+)(?:[\s-]+(?:and a half)?[\s-]*{UNIT})", words)
    if count:
        number = "0.5" if count[1].startswith("half") else str(number_of(count[1]))
    elif words.rstrip().endswith("s") or "-long" in words or re.search(MANY, words):
        number = "1" if re.fullmatch(rf"(?:the )?(?:past|last|next) {UNIT}", words) and not words.endswith("s") else "X"
    else:
        number = "1"
    if code == "DE":
        return f"P{int(float(number)) * 10}Y" if number != "X" else "PXDE"
    if code == "CE":
        return f"P{int(float(number)) * 100}Y" if number != "X" else "PXCE"
    return f"P{time}{number}{code}"


def _reference(words: str) -> str | None:
    if PAST.search(words):
        return "PAST_REF"
    return "FUTURE_REF" if FUTURE.search(words) else "PRESENT_REF"


def _recurring(words: str, *, timex2: bool) -> str | None:
    """Write how often: P1D for every day, in TIMEX2 XXXX-XX-XX."""
    weekday = re.search(r"(mon|tues|wednes|thurs|fri|satur|sun)days?", words)
    if weekday:
        number = ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun").index(weekday[1]) + 1
        return f"XXXX-WXX-{number}"
    if not timex2:
        return next(
            (
                f"P1{code}"
                for name, code in (("dai|day", "D"), ("week", "W"), ("month", "M"), ("year|annual", "Y"))
                if re.search(name, words)
            ),
            None,
        )
    for name, value in (
        ("dail|day|night", "XXXX-XX-XX"),
        ("week", "XXXX-WXX"),
        ("month", "XXXX-XX"),
        ("year|annual", "XXXX"),
        ("hour", "XXXX-XX-XXTXX"),
    ):
        if re.search(name, words):
            return value
    return None
