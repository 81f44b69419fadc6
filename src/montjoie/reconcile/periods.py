"""From when until when a commitment is for, by some of its acts: start, end, extensions, deadline, each with its bounds."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from montjoie.schema import Act, Commitment, Instants

MAKING: frozenset[Act] = frozenset({"agrees", "announces"})
STATING: frozenset[Act] = frozenset({"agrees", "announces", "proposes", "demands", "confirms_holding"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Start and end of a commitment; `deadline`: the end is by when it is to be done, and it has no start."""

    begins: Instants | None = None
    ends: Instants | None = None
    deadline: bool = False


def period_of(acts: Sequence[Commitment], others: Sequence[Commitment] = ()) -> Period:
    """Return the period that acts give, in order of knowledge; what they leave out comes from the others.

    An extension counts from the end it prolongs, and only where it is among `acts`.
    """
    own = [act for act in acts if act.act in STATING]
    rest = [act for act in others if act.act in STATING]
    begins = _first_begin(own) or _first_begin(rest)
    deadline = any(act.deadline for act in own or rest)
    ends = _first_end(own, begins) or _first_end(rest, begins)
    for act in acts:
        if act.act == "extends":
            ends = _extended(_with_length(act, others), ends)
    return Period(begins=None if deadline else begins, ends=ends, deadline=deadline)


def _with_length(act: Commitment, others: Sequence[Commitment]) -> Commitment:
    """An extension that names no length ("Kyiv confirmed the extension") is the one that its article tells."""
    if act.ends is not None or act.lasts_days or act.lasts_months:
        return act
    return next(
        (o for o in others if o.act == "extends" and o.document == act.document and (o.ends or o.lasts_days or o.lasts_months)), act
    )


def later(moment: Instants, *, days: float = 0, months: int = 0) -> Instants:
    """Return a moment moved on; a month ends on the same day of a later one, or on its last."""
    return replace(moment, earliest=_moved(moment.earliest, days, months), latest=_moved(moment.latest, days, months))


def _moved(at: datetime, days: float, months: int) -> datetime:
    year, month = divmod(at.year * 12 + at.month - 1 + months, 12)
    for day in range(at.day, 0, -1):
        try:
            return at.replace(year=year, month=month + 1, day=day) + timedelta(days=days)
        except ValueError:  # no such day in that month
            continue
    return at


def _first_begin(acts: Sequence[Commitment]) -> Instants | None:
    return next((act.begins for act in acts if act.begins is not None and act.act != "proposes"), None) or next(
        (act.begins for act in acts if act.begins is not None), None
    )


def _first_end(acts: Sequence[Commitment], begins: Instants | None) -> Instants | None:
    for act in acts:
        if act.ends is not None:
            return act.ends
        if begins is not None and (act.lasts_days or act.lasts_months):
            return later(begins, days=act.lasts_days, months=act.lasts_months)
    return None


def _extended(act: Commitment, ends: Instants | None) -> Instants | None:
    if act.ends is not None:
        return act.ends
    base = ends or act.begins
    return ends if base is None else later(base, days=act.lasts_days, months=act.lasts_months)
