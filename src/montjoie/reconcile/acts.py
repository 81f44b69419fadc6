"""Which acts on commitments are worth comparing, and what an act is about: its day, its places, its sides."""

from collections.abc import Iterator
from datetime import date, timedelta

from montjoie.reconcile.block import months_between, place_keys
from montjoie.reconcile.days import span_of_days
from montjoie.reconcile.roots import sides_of
from montjoie.schema import Commitment, When, Where

TRUCES: frozenset[str] = frozenset({"ceasefire", "limited_ceasefire", "humanitarian_pause"})
# Acts on a commitment that exists already speak of one made in their month or the two before it.
LOOKING_BACK: frozenset[str] = frozenset(
    {"extends", "suspends", "ends", "alleges_violation", "denies_violation", "confirms_holding", "refuses"}
)
OPEN_DAYS = 185  # how long after it was made one without an end is spoken of
_MONTHS_BACK = 6
_MOST_DAYS = 7


def act_keys(act: Commitment) -> tuple[str, ...]:
    """Return the blocking keys of a commitment act, sorted: its document, and its places and parties by day or month."""
    head = "truce" if act.subject in TRUCES else act.subject
    times = sorted(set(_pause_times(act) if act.subject == "humanitarian_pause" else _months(act)))
    keys = {f"{head}|document:{act.document}"}
    keys.update(f"{head}|{anchor}|{time}" for anchor in _anchors(act) for time in times)
    keys.update(f"{head}|{act.act}|words:{words}|{time}" for words in places_in_text(act) for time in times)
    return tuple(sorted(keys))


def act_day(act: Commitment) -> When:
    """Return the day that a commitment is for: its start where one is said, else the day of the act."""
    return act.start if act.start is not None and act.start.first is not None else act.day


def bounded_days(act: Commitment) -> tuple[date, date] | None:
    """Return the days that a commitment is for, where they are not said those on which it was reported."""
    when = act_day(act)
    days = span_of_days(when)
    if days is None and when.not_after is not None:
        return when.not_after, when.not_after
    return days


def days_between(a: Commitment, b: Commitment) -> int:
    """Return how many days lie between two acts, 0 where they share one or nothing is known."""
    first, second = bounded_days(a), bounded_days(b)
    if first is None or second is None:
        return 0
    return max(0, (second[0] - first[1]).days, (first[0] - second[1]).days)


def days_for(act: Commitment) -> tuple[date, date] | None:
    """Return the days that a commitment is for, from its start to its end; None where no start is told."""
    days = span_of_days(act_day(act))
    if act.begins is not None:
        days = (act.begins.latest.date(), act.begins.latest.date()) if days is None else days
    if days is None:
        return None
    if act.ends is not None:
        return days[0], max(days[1], act.ends.latest.date())
    return days[0], max(days[1], days[0] + timedelta(days=int(act.lasts_days) + 31 * act.lasts_months))


def life_of(act: Commitment) -> tuple[date, date] | None:
    """Return the days on which a commitment that an act makes is spoken of: from its report to a month after its end, half a year without one."""
    days, told = days_for(act), act.day.not_after
    if days is None and told is None:
        return None
    first = min(day for day in (told, days[0] if days else None) if day is not None)
    if days is not None and days[1] > days[0]:
        return first, days[1] + timedelta(days=31)
    return first, (days[1] if days else first) + timedelta(days=OPEN_DAYS)


def stops(act: Commitment) -> tuple[Where, ...]:
    """Return the places of a route: without countries, and without the capital that stands for a party ("Kyiv agreed")."""
    names = [who.span for who in (*act.party, *act.bound)]
    return tuple(
        where
        for where in act.route
        if where.kind != "country" and not any(name.start < where.span.end and where.span.start < name.end for name in names)
    )


def places_in_text(act: Commitment) -> tuple[str, ...]:
    """Return where the words of an act stand: an exact copy has them at the same place."""
    return tuple(f"{span.start}-{span.end}" for span in act.content)


def _anchors(act: Commitment) -> frozenset[str]:
    """What an act is about: its sides, the countries and the exact places it names."""
    wheres = [*stops(act), *([act.area] if act.area is not None else [])]
    places = {place for where in wheres for place in place_keys(where)}
    countries = {f"country:{where.country}" for where in wheres if where.country is not None}
    sides = sides_of((*act.party, *act.bound)) | {one for one in act.circle if not one.startswith("in:")}
    return frozenset(places | countries | {f"side:{side}" for side in sides} | {f"word:{word}" for word in act.words})


def _pause_times(act: Commitment) -> Iterator[str]:
    """The days of a pause and their neighbours: pauses of two days must meet to be told apart, or an undated act joins them."""
    days = bounded_days(act)
    if days is not None and (days[1] - days[0]).days < _MOST_DAYS:
        yield from ((days[0] + timedelta(days=n)).isoformat() for n in range(-1, (days[1] - days[0]).days + 2))


def _months(act: Commitment) -> Iterator[str]:
    """The month of the act and of the start; an act on what exists already looks back."""
    bounds = [when for when in (act.start, act.day) if when is not None]
    ends = [end for when in bounds for end in ((when.first, when.last) if when.first is not None else (when.not_after,)) if end]
    if ends:
        first = min(ends)
        if act.act in LOOKING_BACK:
            first -= timedelta(days=31 * _MONTHS_BACK)
        elif act.start is not None:  # what is to begin next month is spoken of in this one
            first -= timedelta(days=31)
        yield from months_between(first, max(ends))
