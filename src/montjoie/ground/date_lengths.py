"""What words of time mean that are no place in the calendar: how long, how often, terms of others' years; hours in a named zone."""

import re

from montjoie.ground.date_periods import COUNT_WORDS, LENGTH, RECURRING, TERM, VAGUE, Frame, Period, number_of

UNIT_DAYS = {"second": 1 / 86400, "minute": 1 / 1440, "hour": 1 / 24, "day": 1.0, "night": 1.0, "week": 7.0, "month": 30.0, "year": 365.0,
             "decade": 3650.0}  # fmt: skip
COUNTED = re.compile(rf"\b(?P<count>{COUNT_WORDS}|\d+)[\s-]+(?P<unit>{'|'.join(UNIT_DAYS)})s?\b", re.IGNORECASE)
RANGED = re.compile(rf"\b(?:{COUNT_WORDS}|\d+)(?:\s*(?:to|or|–)\s*|(?<=\d)-(?=\d))(?:{COUNT_WORDS}|\d+)\b", re.IGNORECASE)
ZONES = {  # what follows a time of day, in lower case, and the zone that it names; summer time is the zone's own
    "gmt": "Etc/UTC", "utc": "Etc/UTC", "z": "Etc/UTC", "et": "America/New_York", "est": "America/New_York", "edt": "America/New_York",
    "eastern": "America/New_York", "cet": "Europe/Paris", "cest": "Europe/Paris", "eet": "Europe/Kyiv", "eest": "Europe/Kyiv",
    "msk": "Europe/Moscow", "kyiv": "Europe/Kyiv", "kiev": "Europe/Kyiv", "moscow": "Europe/Moscow", "london": "Europe/London",
    "washington": "America/New_York", "new york": "America/New_York", "paris": "Europe/Paris", "berlin": "Europe/Berlin",
    "brussels": "Europe/Brussels", "warsaw": "Europe/Warsaw", "ankara": "Europe/Istanbul", "istanbul": "Europe/Istanbul",
    "damascus": "Asia/Damascus", "beirut": "Asia/Beirut", "jerusalem": "Asia/Jerusalem", "gaza": "Asia/Gaza", "baghdad": "Asia/Baghdad",
    "tehran": "Asia/Tehran", "kabul": "Asia/Kabul", "khartoum": "Africa/Khartoum", "addis ababa": "Africa/Addis_Ababa", "sanaa": "Asia/Aden",
    "cairo": "Africa/Cairo", "minsk": "Europe/Minsk", "tbilisi": "Asia/Tbilisi", "yerevan": "Asia/Yerevan", "baku": "Asia/Baku",
}  # fmt: skip


def read_length(match: re.Match[str], frame: Frame) -> Period:
    """Read "three days", "a six-hour battle": how long, and not when."""
    return LENGTH


def read_recurring(match: re.Match[str], frame: Frame) -> Period:
    """Read "every Friday", "daily", "on Mondays": many days, of which none is named."""
    return RECURRING


def read_term(match: re.Match[str], frame: Frame) -> Period:
    """Read "fiscal year 2023", "the fall semester", "the third quarter": days that depend on whose year it is."""
    return TERM


def read_reference(match: re.Match[str], frame: Frame) -> Period:
    """Read "at present", "in the future": near the telling, and no day."""
    return VAGUE


def duration_days(words: str) -> float | None:
    """Return how many days the words of a duration mean ("30-day", "six hours"), a month thirty and a year 365.

    None for a few, for half of one, and for between two and three.
    """
    match = COUNTED.search(words)
    if match is None or RANGED.search(words):
        return None
    return round(number_of(match["count"]) * UNIT_DAYS[match["unit"].lower()], 4) or None


def zone_of(words: str) -> str | None:
    """Return the zone that the words behind a time of day name ("Kyiv time", "GMT"); None for local time."""
    found = re.search(r"(gmt|utc)\b|\b([a-z]+(?: [a-z]+)?) time\b|\b([ec]e?e?s?t|et|msk|edt)\b", words.lower())
    return ZONES.get(next((group for group in found.groups() if group), "")) if found else None
