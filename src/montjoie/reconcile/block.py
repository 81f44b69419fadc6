"""Which mentions are worth comparing: keys by family, reality, place and day; mentions that share no key never meet.

Every key is a function of one mention alone, so the pairs do not depend on what else is there or on the order of arrival.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from math import cos, floor, radians

from montjoie.reconcile.days import length, span_of_days
from montjoie.reconcile.families import DIPLOMATIC, family
from montjoie.reconcile.geography import Place, finest, is_local, radius_km
from montjoie.reconcile.roots import party_keys
from montjoie.reconcile.words import fold, fold_division
from montjoie.schema import Mention, Told, When

CELL_DEGREES = 0.5  # some 55 km: a circle of the usual 5 km touches one cell, near an edge two or four
_MOST_CELL_KM = 60.0  # a place vaguer than this is no point; its names are its keys
_MOST_DAYS = 7  # up to a week by day, beyond by month
_EARLY_IN_MONTH = 7  # an undated report of the first week may speak of the month before, and must meet both
_KM_PER_DEGREE = 111.2
_UNDATED_DAYS = 3  # an undated report tells of the news of these days before it (days.py)
_TELLING_WORDS = 3  # fewer rare words say too little
_ORDERS = tuple(2654435761 * (2 * n + 1) + 40503 * n | 1 for n in range(8))
_32_BITS = (1 << 32) - 1
_HEAVIEST = 12  # words of an article under which it meets others
_FOUR_WEEKS = 28
_TELLING_KINDS = ("killed", "injured", "casualties", "captured", "detained", "released", "displaced", "evacuated")
_TELLING_LEAST = 3  # one and two are in every other report


def incident_keys(mention: Mention) -> tuple[str, ...]:
    """Return the blocking keys of a mention, sorted; mentions that share none are never compared."""
    head = f"{family(mention.type)}|{mention.reality}|{'many' if mention.aggregate else 'one'}"
    keys = {f"{head}|words:{wording}" for wording in mention.wording}
    if mention.type == "war":
        countries = theatre(mention) or _countries(mention.actors)
        keys.update(f"{head}|country:{country}|{year}" for country in countries for year in _years_told(mention.when))
    else:
        keys.update(f"{head}|{place}|{time}" for place, time in _places_and_times(mention))
        keys.update(f"{head}|{sign}|{day}" for sign in _signs(mention) for day in day_keys(mention.when))
        keys.update(f"{head}|{least}|{week}" for least in _least_telling(mention) for week in _weeks(mention.when))
        keys.update(f"{head}|article:{digest}|{time}" for digest, _ in mention.article[:_HEAVIEST] for time in _four_weeks(mention.when))
        if mention.type in DIPLOMATIC:
            keys.update(f"{head}|{actor}|{day}" for actor in _actors(mention) for day in day_keys(mention.when))
    return tuple(sorted(keys))


def theatre(mention: Mention) -> frozenset[str]:
    """Return the countries that a war is fought in: of its places, else of its targets; an invader's own country is none."""
    places = frozenset(where.country for where in mention.wheres if where.country is not None)
    return places or _countries(mention.targets)


def _years_told(when: When) -> tuple[str, ...]:
    """The years of a report and of the one before it: the war of each year meets that of the next, never all reports of a war each other."""
    told = when.not_after or when.last
    return ("undated",) if told is None else (str(told.year - 1), str(told.year))


def _countries(people: Iterable[Told]) -> frozenset[str]:
    return frozenset(told.who.country for told in people if told.who.country is not None)


def _places_and_times(mention: Mention) -> Iterator[tuple[str, str]]:
    """A region meets the towns in it by day alone: by month, every pair in a region would be compared."""
    days, months = tuple(day_keys(mention.when)), tuple(_incident_months(mention.when))
    for where in finest(mention.wheres):
        for place in place_keys(where):
            yield from ((place, day) for day in days)
        for place in _exact(where) if is_local(where) else _division(where):
            yield from ((f"month:{place}", month) for month in months)


def place_keys(place: Place) -> tuple[str, ...]:
    """Return the keys under which a place meets others: its cells, or its name, and its division (a country: itself)."""
    return (*_exact(place), *_division(place))


def _exact(where: Place) -> tuple[str, ...]:
    cells = _cells(where)
    if cells:
        return cells
    if where.id is not None:
        return (f"place:{where.id}",)
    return () if where.name is None else (f"name:{where.country}:{fold(where.name)}",)


def _cells(where: Place) -> tuple[str, ...]:
    """The cells that the circle of the place touches: two circles that touch share one."""
    reach = radius_km(where)
    if where.lat is None or where.lon is None or where.kind in ("region", "country") or reach > _MOST_CELL_KM:
        return ()
    tall = reach / _KM_PER_DEGREE
    wide = tall / max(0.1, cos(radians(min(89.0, abs(where.lat) + tall))))
    rows = range(floor((where.lat - tall) / CELL_DEGREES), floor((where.lat + tall) / CELL_DEGREES) + 1)
    columns = range(floor((where.lon - wide) / CELL_DEGREES), floor((where.lon + wide) / CELL_DEGREES) + 1)
    around = round(360 / CELL_DEGREES)
    return tuple(sorted({f"cell:{row}:{column % around}" for row in rows for column in columns}))


def _division(where: Place) -> tuple[str, ...]:
    """The country and first-level division, so that a region meets the towns in it; countries meet only countries."""
    if where.kind == "country":
        return () if where.country is None else (f"country:{where.country}",)
    names = {fold_division(where.name)} if where.kind == "region" and where.name else set[str]()
    if where.within is not None and where.kind != "district":
        names.add(fold_division(where.within))
    return tuple(f"division:{where.country}:{name}" for name in sorted(names))


def _signs(mention: Mention) -> Iterator[str]:
    """What two reports of one day have in common where one of them places it nowhere, or where no list has it: a name, a toll."""
    yield from (f"named:{word}" for word in mention.place_words)
    if mention.when.first is None and mention.when.not_after is None:  # nothing else is known of when it was
        yield from (f"telling:{digest}" for digest in mention.telling)
    yield from {
        f"{item.figure.kind}:{item.figure.low}"
        for item in mention.figures
        if item.figure.kind in _TELLING_KINDS and (item.figure.low or 0) >= _TELLING_LEAST and not item.figure.part and not item.cumulative
    }


def _least_telling(mention: Mention) -> Iterator[str]:
    """The least rare word by each of a few orders (MinHash): two sets that share a tenth of their words share one in half of all cases."""
    if len(mention.telling) >= _TELLING_WORDS:
        for nth, factor in enumerate(_ORDERS):
            yield f"rare{nth}:{min(digest * factor & _32_BITS for digest in mention.telling)}"


def _weeks(when: When) -> tuple[int, ...]:
    """The week of the report and the one before it; none without a publication time."""
    return () if when.not_after is None else (week := when.not_after.toordinal() // 7, week - 1)


def _four_weeks(when: When) -> Iterator[str]:
    """The four weeks of the report and those before, and those of its days: a trial tells of the day a year later.

    A report without a day has those of the days before it: the trial's day is the news of it.
    """
    if when.not_after is not None:
        told = when.not_after.toordinal() // _FOUR_WEEKS
        yield from (f"told:{told}", f"told:{told - 1}")
    days = _days_or_before(when)
    if days is not None and length(days) <= _FOUR_WEEKS:
        yield from sorted({f"day:{day.toordinal() // _FOUR_WEEKS}" for day in days})
    if when.not_after is None and days is None:
        yield "undated"


def _actors(mention: Mention) -> tuple[str, ...]:
    people = [told.who for told in (*mention.actors, *mention.targets)]
    ids = party_keys(people) | frozenset(who.id for who in people if who.id is not None)
    return tuple(sorted(f"actor:{key}" for key in ids))


def day_keys(when: When) -> Iterator[str]:
    """Give the days of a period of a week at most, and for an undated report the last ones before it; a longer period has none.

    An undated event of an undated report meets only others of that kind.
    """
    days = _days_or_before(when)
    if days is not None and length(days) <= _MOST_DAYS:
        yield from ((days[0] + timedelta(days=n)).isoformat() for n in range(length(days)))
    elif days is None:
        yield "undated"


def _days_or_before(when: When) -> tuple[date, date] | None:
    """Return the days of an account; of an undated one those just before its report, which stand in for it."""
    if when.first is None and when.not_after is not None:
        return when.not_after - timedelta(days=_UNDATED_DAYS), when.not_after
    return span_of_days(when)


def _incident_months(when: When) -> Iterator[str]:
    days = span_of_days(when)
    if days is not None:
        yield from months_between(_early(days[0]), days[1])
    elif when.not_after is not None:
        yield from months_between(_early(when.not_after), when.not_after)
    else:
        yield "undated"


def _early(day: date) -> date:
    return day - timedelta(days=_EARLY_IN_MONTH) if day.day <= _EARLY_IN_MONTH else day


def months_between(first: date, last: date) -> Iterator[str]:
    """The months of a period, or its years where it is longer than one."""
    if (last - first).days > 366:
        yield from (f"{year:04d}" for year in range(first.year, last.year + 1))
        return
    month = first.year * 12 + first.month - 1
    while month <= last.year * 12 + last.month - 1:
        yield f"{month // 12:04d}-{month % 12 + 1:02d}"
        month += 1


def pairs_by_key(keys: Iterable[tuple[str, tuple[str, ...]]]) -> tuple[tuple[str, str], ...]:
    """Return every pair of ids that share a key, each once, smaller id first, sorted: for callers without a table of keys."""
    members: dict[str, set[str]] = {}
    for owner, owned in keys:
        for key in owned:
            members.setdefault(key, set()).add(owner)
    pairs = {(a, b) for owners in members.values() for a in owners for b in owners if a < b}
    return tuple(sorted(pairs))
