"""The zone of a place gives a part of the day its hours in UTC, and tells whether it had begun when the report was published."""

from datetime import UTC, date, datetime

import pytest

from montjoie.ground.date_zone import hours_utc, in_zone, zone_of_place
from montjoie.ground.dates import resolve_time
from montjoie.schema import PlaceKind, Span, TimeWords, When, Where

WINTER, SUMMER = date(2024, 1, 17), date(2024, 7, 17)
WEDNESDAY = date(2024, 4, 17)


def place(country: str, lat: float, lon: float, within: str | None = None, kind: PlaceKind = "settlement") -> Where:
    return Where(span=Span(start=0, end=4), name="X", country=country, lat=lat, lon=lon, within=within, kind=kind, basis="only")


ZONES = [
    ("Kyiv", place("UA", 50.4, 30.5), "Europe/Kyiv"),
    ("Kherson", place("UA", 46.6, 32.6, "Kherson Oblast"), "Europe/Kyiv"),
    ("Kerch", place("UA", 45.4, 36.5, "Crimea"), "Europe/Simferopol"),
    ("Damascus", place("SY", 33.5, 36.3), "Asia/Damascus"),
    ("Goma", place("CD", -1.7, 29.2, "North Kivu"), "Africa/Lubumbashi"),
    ("Kinshasa", place("CD", -4.3, 15.3, "Kinshasa"), "Africa/Kinshasa"),
    ("Belgorod", place("RU", 50.6, 36.6, "Belgorod Oblast"), "Europe/Moscow"),
    ("Vladivostok", place("RU", 43.1, 131.9), "Asia/Vladivostok"),
    ("a country with one time", place("SD", 15.6, 32.5, kind="country"), "Africa/Khartoum"),
    ("a country with many", place("RU", 60.0, 90.0, kind="country"), None),
    ("a country that is not known", place("XX", 1.0, 1.0), None),
]


@pytest.mark.parametrize(("where", "wanted"), [row[1:] for row in ZONES], ids=[row[0] for row in ZONES])
def test_the_zone_of_a_place(where: Where, wanted: str | None) -> None:
    assert zone_of_place(where, WINTER) == wanted


def test_an_unresolved_place_has_no_zone() -> None:
    assert zone_of_place(Where(span=Span(start=0, end=4), country="UA", basis="unresolved"), WINTER) is None


@pytest.mark.parametrize(
    ("day", "hours", "wanted"),
    [
        (WINTER, (5, 12), ("2024-01-17 03:00", "2024-01-17 10:00")),
        (SUMMER, (5, 12), ("2024-07-17 02:00", "2024-07-17 09:00")),
        (SUMMER, (18, 30), ("2024-07-17 15:00", "2024-07-18 03:00")),
    ],
)
def test_hours_in_utc_follow_the_summer_time_of_the_place(day: date, hours: tuple[int, int], wanted: tuple[str, str]) -> None:
    found = hours_utc(When(first=day, last=day, rule="weekday", hours=hours, zone="Europe/Kyiv"))
    assert found is not None
    assert tuple(f"{instant:%Y-%m-%d %H:%M}" for instant in found) == wanted


@pytest.mark.parametrize(
    ("phrase", "published", "planned", "wanted"),
    [
        ("on Wednesday evening", "06:00", False, "unresolved:two_readings"),  # before it was evening in Kyiv
        ("on Wednesday evening", "16:00", False, "part_of_day"),
        ("on Wednesday evening", "06:00", True, "part_of_day"),
        ("on Wednesday morning", "06:00", False, "part_of_day"),
        ("on Tuesday evening", "06:00", False, "part_of_day"),
    ],
)
def test_a_part_of_the_day_that_had_not_begun_was_not_this_week_s(phrase: str, published: str, planned: bool, wanted: str) -> None:
    text = f"Shells fell {phrase}."
    words = TimeWords(span=Span(start=12, end=12 + len(phrase)))
    when = resolve_time(text, words, published=WEDNESDAY, ahead=planned)
    known = datetime.fromisoformat(f"2024-04-17T{published}").replace(tzinfo=UTC)
    found = in_zone(when, [place("UA", 50.4, 30.5)], known=known, planned=planned)
    assert found.rule == wanted
    assert found.zone == "Europe/Kyiv"
    if wanted.startswith("unresolved"):
        assert found.readings == ((date(2024, 4, 10), date(2024, 4, 10)), (WEDNESDAY, WEDNESDAY))


@pytest.mark.parametrize(
    ("phrase", "zone"),
    [
        ("at 10 a.m. Moscow time on Tuesday", "Europe/Moscow"),
        ("at 09:00 GMT on Tuesday", "Etc/UTC"),
        ("at 10 a.m. local time on Tuesday", None),
    ],
)
def test_a_zone_that_the_words_name_holds(phrase: str, zone: str | None) -> None:
    words = TimeWords(span=Span(start=12, end=12 + len(phrase)))
    when = resolve_time(f"Shells fell {phrase}.", words, published=WEDNESDAY)
    assert (when.first, when.zone) == (date(2024, 4, 16), zone)
    assert in_zone(when, [place("UA", 50.4, 30.5)], known=None, planned=False).zone == (zone or "Europe/Kyiv")
