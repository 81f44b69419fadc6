"""When an incident was, from what its mentions say: the days they have in common, else the earliest report's."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from montjoie.schema import DatePrecision, Instants, Mention, When
from montjoie.settled import TimeAt

UNRESOLVED = "unresolved:"  # what begins the rule of words of time that give no day
NOT_SAID = TimeAt(start=None, end=None, precision=None, rule="not_said")


def settle_time(whens: Sequence[When], *, aggregate: bool) -> TimeAt:
    """Return the time of an incident; `whens` in order of first knowledge.

    `rule` is how the days were found where all accounts give the same, else `intersection`, or `earliest_report`
    where they have no day in common. A summary has the period that most accounts give (`most_accounts`), of equals the
    longest: what two summaries share is the period of neither.
    """
    dated = [(when.first, when.last, when.rule) for when in whens if when.first is not None and when.last is not None]
    if not dated:
        unsaid = next((when for when in whens if when.rule.startswith(UNRESOLVED)), None)
        return NOT_SAID if unsaid is None else replace(NOT_SAID, rule=unsaid.rule, readings=unsaid.readings)
    return replace(_days(dated, aggregate=aggregate), instants=settle_instants([when.instants for when in whens]))


def settle_instants(told: Sequence[Instants | None]) -> Instants | None:
    """Return the hours that all accounts that tell any share, else the earliest report's."""
    known = [instants for instants in told if instants is not None]
    if not known:
        return None
    shared = Instants(earliest=max(i.earliest for i in known), latest=min(i.latest for i in known))
    return shared if shared.earliest <= shared.latest else known[0]


def _days(dated: Sequence[tuple[date, date, str]], *, aggregate: bool) -> TimeAt:
    if len({item[:2] for item in dated}) == 1:
        return time_at(*dated[0])
    if aggregate:
        counts = Counter((first, last) for first, last, _ in dated)
        first, last = max(sorted(counts), key=lambda days: (counts[days], days[1] - days[0]))
        return time_at(first, last, "most_accounts")
    first, last = max(item[0] for item in dated), min(item[1] for item in dated)
    if first <= last:
        return time_at(first, last, "intersection")
    return time_at(dated[0][0], dated[0][1], "earliest_report")


def settle_not_after(mentions: Sequence[Mention]) -> date | None:
    """Return the last day on which something reported to have happened can have been; a plan has no such bound."""
    bounds = [mention.when.not_after for mention in mentions if mention.reality == "actual" and mention.when.not_after is not None]
    return min(bounds, default=None)


def time_at(start: date, end: date, rule: str) -> TimeAt:
    """Return a settled time with its UCDP precision, by the number of days."""
    return TimeAt(start=start, end=end, precision=int(precision(start, end)), rule=rule)


def precision(start: date, end: date) -> DatePrecision:
    """Return the UCDP `date_prec` of a period."""
    days = (end - start).days + 1
    if days == 1:
        return DatePrecision.DAY
    if days <= 6:
        return DatePrecision.FEW_DAYS
    if days == 7:
        return DatePrecision.WEEK
    return DatePrecision.MONTH if days <= 31 else DatePrecision.YEAR
