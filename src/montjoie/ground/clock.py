"""Hours of the day: the instants (UTC) between which something told with an hour, a part of the day or a day alone began or ended.

The zone is the one that the words name ("Moscow time", "by the clock in Thailand"), else that of a place, else that of the
report's own time of publication; without any, every zone is allowed for, and the bounds are that much wider.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from montjoie.ground.date_lengths import zone_of
from montjoie.ground.date_periods import number_of
from montjoie.ground.date_zone import zone_of_place
from montjoie.ground.gazetteer import Gazetteer
from montjoie.ground.places import resolve_places
from montjoie.schema import Document, Instants, PlaceWords, Span, Where

MIDNIGHT = time()
ABOUT = timedelta(minutes=30)
EASTMOST, WESTMOST = timedelta(hours=14), timedelta(hours=12)  # how far a day may lie before and after that of UTC
HOUR_WORDS = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
PARTS = {  # from and to, in hours after midnight
    "dawn": (4, 8), "daybreak": (4, 8), "sunrise": (4, 8), "first light": (4, 8), "dusk": (17, 21), "sunset": (17, 21), "early": (0, 9),
    "morning": (4, 12), "midday": (11, 14), "afternoon": (12, 18), "evening": (16, 24), "overnight": (18, 30), "tonight": (18, 30), "night": (18, 30),
}  # fmt: skip
CLOCK = re.compile(
    rf"(?P<about>\b(?:about|around|roughly|nearly|shortly (?:before|after)) )?(?:\b(?:at|from) )?(?:"
    rf"(?P<past>one minute past midnight)|(?P<noon>\bnoon\b)|(?P<midnight>\bmidnight\b)"
    rf"|\b(?P<hour>\d{{1,2}})(?:[:.](?P<minute>\d\d))\s?(?P<half>[ap]\.?m\b\.?)?|\b(?P<plain>\d{{1,2}})\s?(?P<meridiem>[ap]\.?m\b\.?)"
    rf"|\b(?P<word>{HOUR_WORDS})(?: o'clock)?(?= (?:that|this|in the) (?P<of>morning|afternoon|evening))|\b(?P<hundred>[0-2]\d[0-5]\d)(?= hours?\b))",
    re.IGNORECASE,
)
PART = re.compile(rf"\b(?:{'|'.join(PARTS)})\b", re.IGNORECASE)
BETWEEN_DAYS = re.compile(r"\b(?:between (?P<first>.+?) and|(?:of|from) (?P<of>.+?) to) (?P<second>.+)$", re.IGNORECASE)
ZONE_NAMED = re.compile(
    r"\b(?:by (?:the )?clocks? in (?P<clock>[A-Z][\w' -]+)|(?P<of>[A-Z][\w'-]+(?: [A-Z][\w'-]+)?) time\b|in (?P<at>[A-Z][\w'-]+(?: [A-Z][\w'-]+)?))"
)


@dataclass(frozen=True, slots=True)
class Clock:
    """An hour told: local times from and to (equal for an exact one; `to` may pass 24), and the words without it."""

    start: timedelta
    end: timedelta
    rest: str
    midnight: bool = False


def read_clock(words: str) -> Clock | None:
    """Return the hour, else the part of the day, that words tell; `rest` is what is left for the day."""
    match = CLOCK.search(words)
    if match is None:
        part = PART.search(words)
        if part is None:
            return None
        start, end = PARTS[part.group().lower()]
        return Clock(timedelta(hours=start), timedelta(hours=end), _without(words, part))
    at = _time_of(match)
    slack = ABOUT if match["about"] else timedelta()
    return Clock(at - slack, at + slack, _without(words, match), midnight=bool(match["midnight"] or match["past"]))


def _without(words: str, match: re.Match[str]) -> str:
    return re.sub(r"\s+", " ", f"{words[: match.start()]} {words[match.end() :]}").strip(" ,")


def _time_of(match: re.Match[str]) -> timedelta:
    if match["past"]:
        return timedelta(minutes=1)
    if match["noon"]:
        return timedelta(hours=12)
    if match["midnight"]:
        return timedelta()
    if match["word"]:
        hour = int(number_of(match["word"])) % 12
        return timedelta(hours=hour + 12 * (match["of"].lower() != "morning"))
    if match["hundred"]:
        return timedelta(hours=int(match["hundred"][:2]), minutes=int(match["hundred"][2:]))
    hour, minute = int(match["hour"] or match["plain"]), int(match["minute"] or 0)
    half = (match["half"] or match["meridiem"] or "").lower()
    if half:
        hour = hour % 12 + 12 * half.startswith("p")
    return timedelta(hours=hour, minutes=minute)


@dataclass(frozen=True, slots=True, kw_only=True)
class Zones:
    """Where the zone of an hour may come from, besides its words."""

    gazetteer: Gazetteer
    report: tzinfo | None  # of the report's own time of publication

    def of(self, words: str, wheres: Iterable[Where], day: date) -> tzinfo | None:
        """Return the zone that the words name, else that of the first place that has one, else the report's; None: unknown."""
        named = zone_of(words)
        if named is not None:
            return ZoneInfo(named)
        found = ZONE_NAMED.search(words)
        place = next((group for group in found.groups() if group), None) if found else None
        listed = self._place(place) if place else ()
        for where in (*listed, *wheres):
            zone = zone_of_place(where, day)
            if zone is not None:
                return ZoneInfo(zone)
        return self.report

    def _place(self, name: str) -> tuple[Where, ...]:
        for tried in (name, re.sub(r"n$", "", name)):  # "Libyan time"
            found = resolve_places(tried, [PlaceWords(span=Span(start=0, end=len(tried)))], self.gazetteer)
            if found and found[0].lat is not None:
                return tuple(found)
        return ()


def zone_of_report(document: Document) -> tzinfo | None:
    """Return the zone in which a report's time of publication is written; UTC is what programs write, and nobody's clock."""
    if document.published is None or document.published.precision == "day":
        return None
    offset = datetime.fromisoformat(document.published.at).utcoffset()
    return timezone(offset) if offset else None


def instants(first: date, last: date, clock: Clock | None, zone: tzinfo | None) -> Instants:
    """Return the bounds of something that was on one of some days, at an hour where one is told."""
    start, end = datetime.combine(first, MIDNIGHT), datetime.combine(last, MIDNIGHT) + timedelta(days=1)
    if clock is not None and clock.midnight:  # of one day, it is at either end of it; of two, between them
        start, end = (
            (datetime.combine(last, MIDNIGHT) if last > first else start) + clock.start,
            (datetime.combine(last, MIDNIGHT) if last > first else end) + clock.end,
        )
    elif clock is not None:
        night = last > first and clock.end > timedelta(hours=24)
        start, end = datetime.combine(first, MIDNIGHT) + clock.start, datetime.combine(first if night else last, MIDNIGHT) + clock.end
    return in_utc(start, end, zone)


def in_utc(start: datetime, end: datetime, zone: tzinfo | None) -> Instants:
    """Return local times in UTC; without a zone, as far apart as zones allow."""
    if zone is None:
        return Instants(earliest=start.replace(tzinfo=UTC) - EASTMOST, latest=end.replace(tzinfo=UTC) + WESTMOST)
    return Instants(earliest=start.replace(tzinfo=zone).astimezone(UTC), latest=end.replace(tzinfo=zone).astimezone(UTC))


def later(moment: Instants, *, days: float = 0, months: int = 0) -> Instants:
    """Return a moment moved on; a month ends on the same day of a later one, or on its last."""
    return replace(moment, earliest=_moved(moment.earliest, days, months), latest=_moved(moment.latest, days, months))


def _moved(at: datetime, days: float, months: int) -> datetime:
    year, month = divmod(at.year * 12 + at.month - 1 + months, 12)
    day = at.day
    while day > 28:
        try:
            return at.replace(year=year, month=month + 1, day=day) + timedelta(days=days)
        except ValueError:
            day -= 1
    return at.replace(year=year, month=month + 1, day=day) + timedelta(days=days)
