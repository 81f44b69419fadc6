"""What expressions mean that are seen from the publication day, or from the day that the telling has reached."""

import re
from dataclasses import replace
from datetime import date

from montjoie.ground.date_lengths import zone_of
from montjoie.ground.date_periods import (
    HOURS,
    NO_ANCHOR,
    NOT_A_DATE,
    ORDINALS,
    TWO_READINGS,
    VAGUE,
    WEEKDAYS,
    Frame,
    Hours,
    Period,
    back,
    edge_of,
    from_anchor,
    from_publication,
    month_period,
    number_of,
    one_day,
    part_of,
    shifted,
    shifted_months,
    two_readings,
    with_part,
    word,
    year_period,
)

SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
BOUNDED = re.compile(r"\b(?:more than|less than|over|under|at least|at most|nearly|almost|close to)\b", re.IGNORECASE)  # no day is meant
ABOUT = re.compile(r"\b(?:about|around|roughly|some)\b", re.IGNORECASE)
ABOUT_DAYS = {"day": 1, "night": 1, "week": 3}  # how far off "about" may be
PREVIOUS = ("the previous", "the preceding")
AFTER_CLAUSE = TWO_READINGS  # "a day after X": of X, or of what came a day after it; neither day is said
RELATIVE = re.compile(
    r"(?:(?:about|around|just|only|nearly|more than|at least)\s+)*(?P<count>an?|one|two|three|four|five|six|seven|eight|nine|ten"
    r"|eleven|twelve|\d{1,3})"
    r"\s+(?P<unit>day|week|month|year)s?\s+(?P<way>after|before)\b",
    re.IGNORECASE,
)


@from_publication
def read_weekday(match: re.Match[str], frame: Frame, seen: date) -> Period:
    """Read a weekday, with "last", "next" or a part of the day."""
    which, part = word(match, "which"), part_of(match)
    day = nearest_weekday(frame, WEEKDAYS[word(match, "weekday")[:3]], which)
    return with_part(day, part, frame, "weekday" if part is None else "part_of_day")


def nearest_weekday(frame: Frame, weekday: int, which: str = "") -> date:
    """Return the weekday that is meant: the last one, the publication day included, unless the words or the tense look ahead."""
    seen = frame.published or date.min
    back = (seen.weekday() - weekday) % 7
    if which in ("next", "coming", "this coming", "following"):
        return shifted(seen, 7 - back)
    if which in ("last", "past", "this past"):
        return shifted(seen, -(back or 7))
    if frame.future:
        return shifted(seen, (7 - back) % 7)
    return shifted(seen, -back)


@from_publication
def read_late_night(match: re.Match[str], frame: Frame, seen: date) -> Period:
    """Read "late on Friday night": before midnight."""
    return one_day(nearest_weekday(frame, WEEKDAYS[word(match, "weekday")[:3]]), "part_of_day", HOURS["late"])


@from_publication
def read_near_day(match: re.Match[str], frame: Frame, seen: date) -> Period:
    """Read yesterday, today, tonight, tomorrow and the days beyond."""
    words, part = word(match, "near"), part_of(match)
    step = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1, "the day before yesterday": -2, "the day after tomorrow": 2}[words]
    if words == "tonight":
        return one_day(seen, "relative_day", HOURS["night"])
    return with_part(shifted(seen, step), part, frame, "relative_day")


@from_publication
def read_this_part(match: re.Match[str], frame: Frame, seen: date) -> Period:
    """Read "this morning"."""
    return one_day(seen, "relative_day", HOURS[part_of(match) or "morning"])


@from_publication
def read_last_night(match: re.Match[str], frame: Frame, seen: date) -> Period:
    """Read "last night" (the night before the publication) and "last evening"."""
    if word(match, "part") == "evening":
        return one_day(shifted(seen, -1), "relative_day", HOURS["evening"])
    return Period(first=shifted(seen, -1), last=seen, rule="overnight", hours=HOURS["night"])


@from_publication
def read_overnight(match: re.Match[str], frame: Frame, seen: date) -> Period:
    """Before a Thursday report: the Wednesday to the Thursday."""
    if not word(match, "weekday"):
        end = seen
    else:
        end = nearest_weekday(frame, WEEKDAYS[word(match, "weekday")[:3]])
        if not word(match, "into") and end != seen:  # the night before that day, or after it
            return two_readings(*((shifted(end, step), shifted(end, step + 1)) for step in (-1, 0)))
    return Period(first=shifted(end, -1), last=end, rule="overnight", hours=HOURS["overnight"])


@from_publication
def read_weekend(match: re.Match[str], frame: Frame, seen: date) -> Period:
    """Read a weekend: the last one, or the one that "next" or the tense looks ahead to."""
    which = word(match, "which")
    saturday = shifted(seen, -((seen.weekday() - 5) % 7))
    if which in ("next", "coming", "this coming") or frame.future:
        saturday = shifted(seen, (5 - seen.weekday()) % 7)
    elif which in ("last", "past", "this past") and seen.weekday() >= 5:
        saturday = shifted(saturday, -7)
    last = shifted(saturday, 1)
    if not frame.future and saturday <= seen < last:
        last = seen
    return Period(first=saturday, last=last, rule="weekend")


@from_publication
def read_this_unit(match: re.Match[str], frame: Frame, seen: date) -> Period:
    """This, last or next week, month or year; "this" runs to the publication, or from it where the tense looks ahead."""
    unit, which = word(match, "unit"), word(match, "which")
    if which in ("the previous", "the following") or (frame.told is not None and which == "the next"):
        return read_told_unit(match, frame)
    whole = _unit_around(seen, unit, {"last": -1, "next": 1, "the next": 1}.get(which, 0))
    edge = word(match, "edge")
    if edge and unit != "week" and edge not in ("earlier", "later"):
        first = whole.first or seen
        cut = month_period(first.year, first.month, edge_of(edge)) if unit == "month" else year_period(first.year, edge_of(edge))
        return replace(cut, rule=f"{which}_{unit}")
    if which != "this" or whole.first is None or whole.last is None:
        return replace(whole, rule=f"{which.removeprefix('the ')}_{unit}")
    if edge == "later" or (frame.future and edge != "earlier"):
        return Period(first=min(shifted(seen, edge == "later"), whole.last), last=whole.last, rule=f"this_{unit}")
    return Period(first=whole.first, last=seen, rule=f"this_{unit}")


def _unit_around(day: date, unit: str, step: int) -> Period:
    """Return the week (Monday to Sunday), month or year some steps from the one that holds a day."""
    if unit == "week":
        monday = shifted(day, -day.weekday() + 7 * step)
        return Period(first=monday, last=shifted(monday, 6), rule="week")
    if unit == "month":
        other = shifted_months(day.replace(day=1), step)
        return month_period(other.year, other.month)
    return year_period(min(max(day.year + step, 1), date.max.year))


def read_told_unit(match: re.Match[str], frame: Frame) -> Period:
    """Read "that month", "the following year", "the summer": seen from the period that the telling has reached."""
    unit, which, way = word(match, "unit"), word(match, "which"), word(match, "way").strip()
    step = 1 if which in ("the following", "the next") or way in ("after", "later") else -1 if which in PREVIOUS or way else 0
    if which == "the" and not way and not word(match, "edge") and unit in ("week", "month", "year"):
        return VAGUE
    if frame.told is None or (frame.clause_follows and way in ("after", "before")):
        return NO_ANCHOR
    first, last = frame.told
    if unit in SEASONS:
        whole = _season_beside(first, unit, step)
    elif (last - first).days < {"week": 7, "month": 31, "year": 366}[unit] and _unit_around(first, unit, 0) == _unit_around(last, unit, 0):
        whole = _unit_around(first, unit, step)
    else:
        return NO_ANCHOR  # "that month" of a year, or of days in two months
    edge = word(match, "edge")
    if not edge or edge in ("earlier", "later") or unit == "week" or whole.first is None:
        return replace(whole, rule="told_period")
    cut = (
        month_period(whole.first.year, whole.first.month, edge_of(edge))
        if unit == "month"
        else year_period(whole.first.year, edge_of(edge))
    )
    return whole if unit in SEASONS else replace(cut, rule="told_period")


def _season_beside(day: date, season: str, step: int) -> Period:
    """Return the season of the year that holds a day, or of one beside it; a winter is the one that ends or begins nearest."""
    year, start = day.year + step, SEASONS[season]
    if start == 12 and day.month < 6:
        year -= 1
    begin = date(min(max(year, 1), date.max.year - 1), start, 1)
    return Period(first=begin, last=shifted(shifted_months(begin, 3), -1), rule="season")


@from_publication
def read_ago(match: re.Match[str], frame: Frame, seen: date) -> Period:
    """Read "two days ago": a day; of months and years, the whole one."""
    unit, count = word(match, "unit"), number_of(word(match, "count"))
    if count == 0 or BOUNDED.search(match[0]):
        return VAGUE
    day = back(seen, count, unit)
    if unit == "year":
        return replace(year_period(day.year), rule="ago")
    if unit == "month":
        return replace(month_period(day.year, day.month), rule="ago")
    if unit in ("decade", "century", "centurie"):
        return VAGUE
    if unit in ABOUT_DAYS and ABOUT.search(match[0]):
        return Period(first=shifted(day, -ABOUT_DAYS[unit]), last=min(shifted(day, ABOUT_DAYS[unit]), seen), rule="ago")
    return one_day(day if unit != "hour" or count > 12 else seen, "ago")


@from_publication
def read_few_ago(match: re.Match[str], frame: Frame, seen: date) -> Period:
    """Read "a few days ago": the week before."""
    if word(match, "unit") != "day":
        return VAGUE
    return Period(first=shifted(seen, -7), last=shifted(seen, -1), rule="few_days_ago")


@from_publication
def read_past_span(match: re.Match[str], frame: Frame, seen: date) -> Period:
    """Read "in the past three days", "in 24 hours": from that long before the publication up to it."""
    count = number_of(word(match, "count") or "one")
    unit = word(match, "unit") or word(match, "alone")
    bare = match[0].lower().startswith("in ") and not re.search(r"\b(?:past|last|previous)\b", match[0], re.IGNORECASE)
    if not word(match, "alone") and re.match(r"(?:last|past|previous)\s+an?\s", match[0], re.IGNORECASE):
        return VAGUE  # "to last a month"
    if count == 0 or (bare and (frame.future or unit not in ("hour", "day", "night", "week"))):
        return VAGUE  # "in 24 hours" may look ahead, "in ten years" may be any
    return Period(first=back(seen, count, unit), last=seen, rule="past_span")


@from_publication
def read_recent(match: re.Match[str], frame: Frame, seen: date) -> Period:
    """Read "in recent days" (the week before) and "in recent weeks" (the month before)."""
    unit = word(match, "unit")
    if unit not in ("day", "night", "week", "hour"):
        return VAGUE
    first = {"week": shifted_months(seen, -1), "hour": shifted(seen, -1)}.get(unit, shifted(seen, -7))
    return Period(first=first, last=seen, rule="recent")


@from_publication
def read_ahead(match: re.Match[str], frame: Frame, seen: date) -> Period:
    """Read "in the coming days": up to a week, or as long as it says, from the publication."""
    unit, count = word(match, "unit"), word(match, "count")
    if not count and unit not in ("day", "hour"):
        return VAGUE
    last = back(seen, -number_of(count), unit) if count else shifted(seen, 7 if unit == "day" else 1)
    return Period(first=seen, last=last, rule="ahead")


def read_lasting(match: re.Match[str], frame: Frame) -> Period:
    """Read "for two weeks": reaches up to the publication only where the telling says that it goes on."""
    if not frame.ongoing:
        return VAGUE
    span = read_past_span(match, frame)
    if span.first and word(match, "unit") == "day":
        span = replace(span, first=shifted(span.first, 1))  # the publication day is one of them
    return replace(span, rule="lasting") if span.first else span


@from_publication
def read_nth_day(match: re.Match[str], frame: Frame, seen: date) -> Period:
    """Read "for a third day": up to the publication day."""
    nth = word(match, "nth")
    count = ORDINALS.get(nth) or int(re.sub(r"\D", "", nth) or 0)
    if not count or count > 10:
        return VAGUE
    return Period(first=shifted(seen, 1 - count), last=seen, rule="nth_day")


@from_anchor
def read_same_day(match: re.Match[str], frame: Frame, seen: date) -> Period:
    """Read "the same day", "that evening"."""
    return with_part(seen, part_of(match), frame, "same_day")


@from_anchor
def read_day_beside(match: re.Match[str], frame: Frame, seen: date) -> Period:
    """Read "the day before", "the next morning"."""
    words = match[0].lower()
    if frame.clause_follows and words.endswith(("after", "before")):
        return AFTER_CLAUSE
    step = -1 if re.search(r"before|previous|earlier|prior|preceding", words) else 1
    return with_part(shifted(seen, step), part_of(match), frame, "day_beside")


def moved(period: Period, match: re.Match[str]) -> Period:
    """Return a period moved by "two days after", "a week before"."""
    if period.first is None:
        return period
    count, unit = number_of(word(match, "count")), word(match, "unit")
    if count == 0 or BOUNDED.search(match[0]) or unit not in ("day", "night", "week", "month", "year"):
        return VAGUE
    sign = -1 if re.search(r"later|after|on$|afterwards", word(match, "way")) else 1
    day = back(period.first, sign * count, unit)
    if unit == "year":
        return replace(year_period(day.year), rule="relative")
    if unit == "month":
        return replace(month_period(day.year, day.month), rule="relative")
    if unit in ABOUT_DAYS and ABOUT.search(match[0]):
        return Period(first=shifted(day, -ABOUT_DAYS[unit]), last=shifted(day, ABOUT_DAYS[unit]), rule=f"relative_{unit}s")
    return one_day(day, f"relative_{unit}s")


def read_relative(match: re.Match[str], frame: Frame) -> Period:
    """Read "two days later"; months and years may be counted from a month or year that is told of."""
    if frame.told is None and frame.anchor is None:
        return NO_ANCHOR
    if frame.clause_follows and word(match, "way") in ("after", "before"):
        return AFTER_CLAUSE
    if frame.told is not None and word(match, "unit") in ("month", "year"):
        first, last = frame.told
        whole = 31 if word(match, "unit") == "month" else 366
        return moved(Period(first=first, last=last, rule="told"), match) if (last - first).days < whole else NO_ANCHOR
    return NO_ANCHOR if frame.anchor is None else replace(moved(one_day(frame.anchor, "anchor"), match), seen=frame.anchor)


@from_anchor
def read_days_later(match: re.Match[str], frame: Frame, seen: date) -> Period:
    """Read "days later": within a week."""
    if word(match, "unit") != "day" or (frame.clause_follows and match[0].lower().endswith(("after", "before"))):
        return VAGUE
    step = 1 if "later" in match[0].lower() or "after" in match[0].lower() else -1
    first, last = sorted((shifted(seen, step), shifted(seen, 7 * step)))
    return Period(first=first, last=last, rule="relative_days")


def read_clock(match: re.Match[str], frame: Frame) -> Period:
    """A time of day by itself: hours, with the day that the telling has reached."""
    hours = clock_hours(match)
    if hours is None:
        return NOT_A_DATE
    zone = zone_of(match[0])
    if frame.anchor is None:
        return replace(NO_ANCHOR, hours=hours, zone=zone)
    return replace(one_day(frame.anchor, "same_day", hours), zone=zone, seen=frame.anchor)


def clock_hours(match: re.Match[str]) -> Hours | None:
    """Return the hour that a clock time falls in."""
    words = word(match, "clock")
    if words in ("noon", "midday", "midnight"):
        return HOURS[words]
    hour, half = int(re.split(r"\D", words)[0]), re.search(r"([ap])\.?\s?m", words)
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half[1] == "p" else 0)
    return (hour, hour + 1) if hour < 24 else None


@from_anchor
def read_part_alone(match: re.Match[str], frame: Frame, seen: date) -> Period:
    """Read a part of the day by itself."""
    return with_part(seen, part_of(match), frame, "same_day")


def read_vague(match: re.Match[str], frame: Frame) -> Period:
    """Read words of time that name no day."""
    return VAGUE


@from_publication
def read_night_of(match: re.Match[str], frame: Frame, seen: date) -> Period:
    """Read "the night of Monday": into the Tuesday."""
    return with_part(nearest_weekday(frame, WEEKDAYS[word(match, "weekday")[:3]]), "night", frame, "part_of_day")
