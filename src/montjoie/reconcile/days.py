"""How the days of two accounts stand to each other, with what is only bounded by the publication day."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Literal

from montjoie.schema import When

DayMatch = Literal[
    "same_day", "same_night", "same_week", "same_month", "long_overlap", "reported_together", "reported_apart", "unknown", "apart"
]  # fmt: skip

# An undated report speaks of the news of the day or two before it; with more between, nothing is known.
_REPORT_LAG_DAYS = 3
LATE, EARLY = 22, 5  # hours of the night that two reports may count to either day, also by the clocks of two zones


def span_of_days(when: When) -> tuple[date, date] | None:
    """Return the first and last day; a night that passes midnight reaches into the next morning."""
    if when.first is None or when.last is None:
        return None
    passes_midnight = when.hours is not None and when.hours[1] > 24 and when.first == when.last
    return when.first, when.last + timedelta(days=1) if passes_midnight else when.last


def compare_days(a: When, b: When) -> DayMatch:
    """Tell how the days of two accounts stand; `apart` where they have none in common."""
    first, second = _told_days(a), _told_days(b)
    if first is None and second is None:
        return _both_undated(a, b)
    if first is None:
        return _undated_and_dated(a, second)
    if second is None:
        return _undated_and_dated(b, first)
    if first[1] < second[0] or second[1] < first[0]:
        return "apart"
    return _overlap(first, second)


def give_two_days(a: When, b: When) -> bool:
    """Tell whether both accounts give one day, and not the same: none covers several, stands in by the report's own, or lies in the night between."""
    first, second = sorted((a, b), key=lambda when: when.first or date.min)
    if not all(_gives_a_day(when) for when in (first, second)) or first.first == second.first:
        return False
    night = (first.hours is not None and first.hours[1] > LATE) or (second.hours is not None and second.hours[0] < EARLY)
    return not (night and compare_days(_a_day_later(first), second) != "apart")


def _gives_a_day(when: When) -> bool:
    days = _told_days(when)
    return days is not None and length(days) == 1


def _told_days(when: When) -> tuple[date, date] | None:
    """Return the days of an account, none where the day of its report stands in: an hour without a day."""
    stands_in = when.rule == "same_day" and when.anchor is not None and when.not_after is not None and when.anchor >= when.not_after
    return None if stands_in else span_of_days(when)


def _a_day_later(when: When) -> When:
    return replace(when, last=when.last + timedelta(days=1)) if when.last is not None else when


def length(days: tuple[date, date]) -> int:
    """Return the number of days, both ends included."""
    return (days[1] - days[0]).days + 1


def _overlap(a: tuple[date, date], b: tuple[date, date]) -> DayMatch:
    widest = max(length(a), length(b))
    if widest == 1:
        return "same_day"
    if widest == 2:
        return "same_night"
    if widest <= 7:
        return "same_week"
    return "same_month" if widest <= 31 else "long_overlap"


def _both_undated(a: When, b: When) -> DayMatch:
    if a.not_after is None or b.not_after is None:
        return "unknown"
    return "reported_together" if abs((a.not_after - b.not_after).days) <= _REPORT_LAG_DAYS else "reported_apart"


def _undated_and_dated(undated: When, days: tuple[date, date] | None) -> DayMatch:
    if undated.not_after is None or days is None:
        return "unknown"
    if days[0] > undated.not_after:
        return "apart"
    lag = (undated.not_after - days[1]).days
    return "reported_together" if lag <= _REPORT_LAG_DAYS else "reported_apart"
