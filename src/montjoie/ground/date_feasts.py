"""What feasts and holidays mean: the days of a year that have a name; where it has several, or they follow a sighted moon, a period or none."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial

from montjoie.ground.date_periods import (
    TWO_READINGS,
    Frame,
    Period,
    from_publication,
    one_day,
    shifted,
    two_readings,
    word,
)

LOOSE_DAYS = 2  # a feast may lie this far after the publication of what tells of it as past: time zones, and days given ahead
MOON_DAYS = 1  # a sighted new moon may be a day before or after the computed one

FIXED = {
    "orthodox christmas": (1, 7), "christmas eve": (12, 24), "christmas day": (12, 25), "christmas": (12, 25), "boxing day": (12, 26),
    "new year's eve": (12, 31), "new year's day": (1, 1), "valentine's day": (2, 14), "international women's day": (3, 8),
    "women's day": (3, 8), "st patrick's day": (3, 17), "may day": (5, 1), "ve day": (5, 8), "nakba day": (5, 15), "russia day": (6, 12),
    "juneteenth": (6, 19), "bastille day": (7, 14), "halloween": (10, 31), "all saints' day": (11, 1), "armistice day": (11, 11),
    "remembrance day": (11, 11), "veterans day": (11, 11), "human rights day": (12, 10), "anzac day": (4, 25),
    "victory day": (5, 9), "nowruz": (3, 20),
}  # fmt: skip
INDEPENDENCE = {  # the day of the year, by the first letters of the country's name or adjective
    "afghan": (8, 19), "america": (7, 4), "armenia": (9, 21), "bangladesh": (3, 26), "belarus": (7, 3), "burkina": (8, 5), "chad": (8, 11),
    "congo": (6, 30), "estonia": (2, 24), "finland": (12, 6), "finnish": (12, 6), "georgia": (5, 26), "ghana": (3, 6), "india": (8, 15),
    "indonesia": (8, 17), "jordan": (5, 25), "kazakh": (12, 16), "kenya": (12, 12), "latvia": (11, 18), "leban": (11, 22),
    "lithuania": (2, 16), "mali": (9, 22), "mexic": (9, 16), "moldova": (8, 27), "myanmar": (1, 4), "nigeria": (10, 1), "pakistan": (8, 14),
    "philippine": (6, 12), "poland": (11, 11), "polish": (11, 11), "south sudan": (7, 9), "sri lanka": (2, 4), "sudan": (1, 1),
    "syria": (4, 17), "u.s.": (7, 4), "us ": (7, 4), "ukrain": (8, 24),
}  # fmt: skip
BY_WEEKDAY = {  # month, weekday (Monday 0), which one of the month (-1: the last)
    "martin luther king day": (1, 0, 3), "martin luther king jr day": (1, 0, 3), "presidents' day": (2, 0, 3), "columbus day": (10, 0, 2),
    "labor day": (9, 0, 1), "us memorial day": (5, 0, -1), "us thanksgiving": (11, 3, 4), "canadian thanksgiving": (10, 0, 2),
}  # fmt: skip
FROM_EASTER = {
    "easter": 0, "easter sunday": 0, "easter monday": 1, "good friday": -2, "holy saturday": -1, "palm sunday": -7, "maundy thursday": -3,
    "ascension day": 39, "pentecost": 49, "whit sunday": 49, "whit monday": 50,
}  # fmt: skip
ISLAMIC = {"eid al fitr": (10, 1), "eid al adha": (12, 10), "ashura": (1, 10), "mawlid": (3, 12)}  # month and day of the moon year
FROM_NEW_YEAR = {"rosh hashanah": 0, "yom kippur": 9, "sukkot": 14, "simchat torah": 21}  # days after the Jewish new year
FROM_PASSOVER = {"passover": 0, "purim": -30, "shavuot": 50}
_NAMED = sorted(
    {*FIXED, *BY_WEEKDAY, *FROM_NEW_YEAR, *FROM_PASSOVER} - {"us memorial day", "us thanksgiving", "canadian thanksgiving"},
    key=lambda name: (-len(name), name),
)
_LISTED = {name.replace("'", ""): name for name in _NAMED}  # "New Years Day"
FEAST = (
    r"(?P<feast>(?:(?:greek |russian |eastern )?orthodox\s+|catholic\s+|western\s+)?(?:"
    + "|".join(sorted(map(re.escape, FROM_EASTER), key=lambda name: (-len(name), name)))
    + r")|(?:(?-i:[A-Z])[\w.]+(?: (?:Lanka|Faso|Sudan)|'s?)?\s+|(?-i:[A-Z])[\w.]+ (?-i:[A-Z])\w+'s?\s+)?independence day|(?:u\.?s\.?\s+|canadian\s+)?thanksgiving(?: day)?"
    r"|(?:u\.?s\.?\s+)?memorial day|eid(?:[ -](?:al|ul|el)[ -]?(?:fitr|adha))?|ramadan|ashura|mawlid|day of ashura|"
    + "|".join(re.escape(name).replace("'", "'?").replace("st\\ ", "st\\.?\\ ").replace("jr", "jr\\.?") for name in _NAMED)
    + r")"
)


@from_publication
def read_feast(match: re.Match[str], frame: Frame, seen: date) -> Period:
    """Read a feast of the year that is written, else the nearest that the tense allows."""
    name = re.sub(r"[\s-]+", " ", word(match, "feast")).replace("st. ", "st ").replace("jr. ", "jr ").removeprefix("day of ")
    name = _LISTED.get(name, name)
    near = _near(match, frame, seen)
    if name.startswith("eid") or name in ("ramadan", *ISLAMIC):
        return _islamic(name, near)
    if name.endswith("independence day"):
        return _independence(name, near)
    if name == "nowruz":
        return near(lambda year: Period(first=date(year, 3, 20), last=date(year, 3, 21), rule="feast"))
    if name in FIXED:
        return _fixed(name, near)
    if name in FROM_NEW_YEAR:
        return near(lambda year: _one(shifted(jewish_new_year(year), FROM_NEW_YEAR[name])))
    if name in FROM_PASSOVER:
        return near(lambda year: _one(shifted(jewish_new_year(year), FROM_PASSOVER[name] - 163)))
    if "thanksgiving" in name or "memorial day" in name or name in BY_WEEKDAY:
        return _by_weekday(name.replace(".", "").removesuffix(" day") if "thanksgiving" in name else name.replace(".", ""), near)
    return _by_easter(name, near)


class _Nearest:
    """The feast of the year that is written, else the nearest that the tense allows."""

    def __init__(self, year: int | None, frame: Frame, seen: date) -> None:
        self.year, self.frame, self.seen = year, frame, seen

    def __call__(self, of_year: Callable[[int], Period]) -> Period:
        """Return the feast, given what it is in a year."""
        if self.year is not None:
            return of_year(self.year)
        years = [year for year in range(self.seen.year - 2, self.seen.year + 3) if 1 < year < date.max.year - 1]
        options = [period for period in (of_year(year) for year in years) if period.first and period.last]
        if self.frame.future:
            ahead = [period for period in options if period.last and period.last >= self.seen]
            return ahead[0] if ahead else TWO_READINGS
        past = [period for period in options if period.first and period.first <= shifted(self.seen, LOOSE_DAYS)]
        return past[-1] if past else TWO_READINGS


def _near(match: re.Match[str], frame: Frame, seen: date) -> _Nearest:
    """Return what finds the feast that the words mean, by their year or the tense."""
    step = {"this": 0, "last": -1, "next": 1}.get(word(match, "which_year"))
    year = int(word(match, "year")) if word(match, "year") else seen.year + step if step is not None else None
    return _Nearest(None if year is None else min(max(year, 2), date.max.year - 1), frame, seen)


def _one(day: date) -> Period:
    return one_day(day, "feast")


def _day_of(month: int, day: int, year: int) -> Period:
    return _one(date(year, month, day))


def _easter_and(orthodox: bool, step: int, year: int) -> Period:
    return _one(shifted(easter(year, orthodox), step))


def _weekday_of(rule: tuple[int, int, int], year: int) -> Period:
    return _one(_nth_weekday(year, *rule))


def _fixed(name: str, near: _Nearest) -> Period:
    """Return a feast of a fixed day; Victory Day is another day in the east than in the west."""
    days = [(5, 8), (5, 9)] if name == "victory day" else [FIXED[name]]
    return two_readings(*(near(partial(_day_of, month, day)) for month, day in days))


def _independence(name: str, near: _Nearest) -> Period:
    """Return a country's independence day; without a country that is known, no day."""
    whose = name.removesuffix("independence day")
    day = next((INDEPENDENCE[start] for start in sorted(INDEPENDENCE, key=len, reverse=True) if whose.startswith(start)), None)
    return near(partial(_day_of, *day)) if day else TWO_READINGS


def _by_weekday(name: str, near: _Nearest) -> Period:
    """Return a feast that falls on a weekday of a month; bare "Thanksgiving" is two countries' feast."""
    if name == "memorial day":
        return TWO_READINGS
    names = ("us thanksgiving", "canadian thanksgiving") if name == "thanksgiving" else (name,)
    return two_readings(*(near(partial(_weekday_of, BY_WEEKDAY[one])) for one in names))


def _nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """Return the nth of a weekday in a month, -1 for the last."""
    if nth < 0:
        last = shifted(date(year + month // 12, month % 12 + 1, 1), -1)
        return shifted(last, -((last.weekday() - weekday) % 7))
    first = date(year, month, 1)
    return shifted(first, (weekday - first.weekday()) % 7 + 7 * (nth - 1))


def _by_easter(name: str, near: _Nearest) -> Period:
    """Return a feast that is counted from Easter; where the churches' days differ and no church is named, two readings."""
    plain = re.sub(r"^(?:greek |russian |eastern )?(?:orthodox|catholic|western) ", "", name)
    churches = [True] if "orthodox" in name else [False] if plain != name else [False, True]
    step = FROM_EASTER[plain]
    return two_readings(*(near(partial(_easter_and, church, step)) for church in churches))


def _islamic(name: str, near: _Nearest) -> Period:
    """Return a feast or month of the moon year, a day wider on either side than computed; bare "Eid" is two feasts."""
    if name == "eid":
        return two_readings(_islamic("eid al fitr", near), _islamic("eid al adha", near))
    name = re.sub(r"^eid (?:al|ul|el) ?", "eid al ", name)
    month, day, last = (9, 1, 30) if name == "ramadan" else (*ISLAMIC[name], ISLAMIC[name][1])

    def options(year: int) -> list[Period]:
        moon_years = range((year - 622) * 33 // 32 - 1, (year - 622) * 33 // 32 + 3)
        found = [(moon_day(moon_year, month, day), moon_day(moon_year, month, last)) for moon_year in moon_years]
        return [
            Period(first=shifted(start, -MOON_DAYS), last=shifted(end, MOON_DAYS), rule="feast")
            for start, end in found
            if start.year == year
        ]

    if near.year is not None:
        found = options(near.year)
        return found[0] if len(found) == 1 else two_readings(*found)
    return _nearest_of([period for year in range(near.seen.year - 1, near.seen.year + 3) for period in options(year)], near)


def _nearest_of(options: list[Period], near: _Nearest) -> Period:
    """Return the next of periods where the tense looks ahead, else the last that has begun."""
    if near.frame.future:
        options = [period for period in options if period.last and period.last >= near.seen]
        return options[0] if options else TWO_READINGS
    options = [period for period in options if period.first and period.first <= near.seen]
    if not options:
        return TWO_READINGS
    found = options[-1]
    still = found.last is not None and found.first is not None and found.last > near.seen
    return replace(found, last=near.seen) if still else found


# ---------------------------------------------------------------- calendars


def easter(year: int, orthodox: bool) -> date:
    """Return Easter Sunday in the Gregorian calendar, by Meeus' rule of either church; the year is kept within the calendar."""
    year = min(max(year, 1), date.max.year)
    if orthodox:
        moon = (19 * (year % 19) + 15) % 30
        week = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7
        month, day = divmod(moon + week + 114, 31)
        return shifted(date(year, month, day + 1), year // 100 - year // 400 - 2)
    a, b, c = year % 19, year // 100, year % 100
    moon = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * (b % 4) + 2 * (c // 4) - moon - c % 4) % 7
    month, day = divmod(moon + week - 7 * ((a + 11 * moon + 22 * week) // 451) + 114, 31)
    return date(year, month, day + 1)


def moon_day(year: int, month: int, day: int) -> date:
    """Return a day of the tabular Islamic calendar (civil epoch, 16 July 622 Julian) in the Gregorian one."""
    number = day + (59 * (month - 1) + 1) // 2 + (year - 1) * 354 + (3 + 11 * year) // 30
    return date.fromordinal(min(max(number + 227014, 1), date.max.toordinal()))


def jewish_new_year(year: int) -> date:
    """Return the first day of the Jewish year that begins in a Gregorian one (1 Tishri), by the rules of postponement."""
    before, this, after = (_jewish_days(year + step) for step in (3760, 3761, 3762))
    put_off = 2 if after - this == 356 else 1 if this - before == 382 else 0
    return date.fromordinal(min(max(this + put_off - 1373427, 1), date.max.toordinal()))


def _jewish_days(year: int) -> int:
    """Return the days from the epoch to the new moon that begins a Jewish year, put off where the weekday does not allow it."""
    months = (235 * year - 234) // 19
    day = 29 * months + (12084 + 13753 * months) // 25920
    return day + (3 * (day + 1) % 7 < 3)
