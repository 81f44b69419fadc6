"""The time zone of a place, and what follows from it for a part of the day: its hours in UTC, and whether they lie after the report."""

import importlib.resources
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from montjoie.schema import When, Where

SURE = 0.5  # a zone's own town must be this much nearer than the nearest town of another time
MOST = re.compile(r"^most\b")
EAST_CONGO = (  # divisions that keep Lubumbashi's time: the table gives only a town for either half
    "Bas-Uele", "Haut-Katanga", "Haut-Lomami", "Haut-Uele", "Ituri", "Kasaï", "Kasaï-Central", "Kasaï-Oriental", "Lomami", "Lualaba",
    "Maniema", "North Kivu", "Sankuru", "South Kivu", "Tanganyika", "Tshopo",
)  # fmt: skip
MOSCOW_TIME = (
    "Adygea", "Arkhangel'sk Oblast", "Belgorod Oblast", "Bryansk Oblast", "Chechnya", "Chuvashia", "Dagestan", "Ingushetia",
    "Ivanovo Oblast", "Kabardino-Balkaria", "Kaluga Oblast", "Karachay-Cherkessia", "Karelia", "Komi Republic", "Kostroma Oblast",
    "Krasnodar Krai", "Kursk Oblast", "Leningrad Oblast", "Lipetsk Oblast", "Mari El", "Mordovia", "Moscow City", "Moscow Oblast",
    "Murmansk Oblast", "Nenets Autonomous Okrug", "Nizhegorod Oblast", "North Ossetia", "Novgorod Oblast", "Orel Oblast", "Penza Oblast",
    "Pskov Oblast", "Rostov Oblast", "Ryazan Oblast", "Saint Petersburg City", "Smolensk Oblast", "Stavropol Krai", "Tambov Oblast",
    "Tatarstan", "Tula Oblast", "Tver' Oblast", "Vladimir Oblast", "Vologda Oblast", "Voronezh Oblast", "Yaroslavl' Oblast",
)  # fmt: skip
BY_DIVISION = {
    **{("CD", name): "Africa/Lubumbashi" for name in EAST_CONGO},
    **{("RU", name): "Europe/Moscow" for name in MOSCOW_TIME},
    ("UA", "Sevastopol City"): "Europe/Simferopol",
}
REREAD = ("weekday", "part_of_day")  # rules that chose one of several weeks


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """A line of the tz database's zone.tab."""

    name: str
    lat: float
    lon: float
    note: str


def in_zone(when: When, wheres: Iterable[Where], *, known: datetime | None, planned: bool) -> When:
    """Return a time of day with its zone: that of its words, else of the first of its places that has one.

    A weekday's part of the day that had not begun when the report was published (`known`, where it is known to the
    minute) was not this week's, unless it was planned: both weeks are kept as readings, and no day.
    """
    first: date | None = when.first
    if when.hours is None or first is None:
        return when
    when = replace(when, zone=when.zone or next((name for where in wheres if (name := zone_of_place(where, first))), None))
    hours = hours_utc(when)
    if hours is None or known is None or planned or hours[0] <= known or when.rule not in REREAD or first != when.last:
        return when
    week_before = date.fromordinal(max(first.toordinal() - 7, 1))
    readings = ((week_before, week_before), (first, first))
    return replace(when, first=None, last=None, rule="unresolved:two_readings", readings=readings)


def hours_utc(when: When) -> tuple[datetime, datetime] | None:
    """Return from when to when a time of day was, in UTC; None where the day, the hours or the zone are not known."""
    if when.first is None or when.hours is None or when.zone is None:
        return None
    midnight = datetime.combine(when.first, time())
    start, end = (midnight + timedelta(hours=hour) for hour in when.hours)
    zone = ZoneInfo(when.zone)
    return start.replace(tzinfo=zone).astimezone(UTC), end.replace(tzinfo=zone).astimezone(UTC)


def zone_of_place(where: Where, day: date) -> str | None:
    """Return the zone (IANA) of a resolved place; None where its country has several and nothing tells which."""
    zones = _zones().get(where.country or "", ())
    if where.lat is None or where.lon is None or not zones:
        return None
    if len({_offset(zone, day) for zone in zones}) == 1 and where.kind == "country":
        return zones[0].name
    if where.kind == "country":
        return None
    within = where.name if where.kind == "region" else where.within
    named = BY_DIVISION.get((where.country or "", within or ""))
    if named:
        return named
    for zone in zones:
        if within and re.search(rf"\b{re.escape(within.split(' ')[0])}\b", zone.note):
            return zone.name
    most = [zone for zone in zones if MOST.search(zone.note)]
    return most[0].name if len(most) == 1 else _nearest(zones, where.lat, where.lon, day)


def _nearest(zones: tuple[Zone, ...], lat: float, lon: float, day: date) -> str | None:
    """Return the zone whose town is nearest, where no town of another time is nearly as near."""
    far = sorted((_distance(zone, lat, lon), zone.name, zone) for zone in zones)
    others = [distance for distance, _, zone in far if _offset(zone, day) != _offset(far[0][2], day)]
    return far[0][1] if not others or far[0][0] < SURE * others[0] else None


def _distance(zone: Zone, lat: float, lon: float) -> float:
    """Return a distance that is good enough to compare, in degrees."""
    return math.hypot(zone.lat - lat, (zone.lon - lon) * math.cos(math.radians(lat)))


def _offset(zone: Zone, day: date) -> timedelta | None:
    """Return how far a zone is from UTC at noon of a day."""
    return datetime.combine(day, time(12), tzinfo=ZoneInfo(zone.name)).utcoffset()


@cache
def _zones() -> dict[str, tuple[Zone, ...]]:
    """Return the zones of each country, as the tzdata package lists them."""
    found: dict[str, list[Zone]] = {}
    table = (importlib.resources.files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    for line in table.splitlines():
        if not line.startswith("#"):
            country, point, name, *note = line.split("\t")
            lat, lon = re.findall(r"[+-]\d+", point)
            found.setdefault(country, []).append(Zone(name=name, lat=_degrees(lat, 2), lon=_degrees(lon, 3), note=note[0] if note else ""))
    return {country: tuple(zones) for country, zones in found.items()}


def _degrees(written: str, width: int) -> float:
    """Return degrees from ±DDMM or ±DDMMSS."""
    digits = written[1:]
    value = int(digits[:width]) + int(digits[width : width + 2]) / 60
    return -value if written[0] == "-" else value
