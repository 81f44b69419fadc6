"""The figures that one root speaker gave of one kind of harm → his present account: what is replaced, added, left a part."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby

from montjoie.reconcile.persons import at_least
from montjoie.settled import FigureAt

# "22 children and 6 teachers": two groups of one class are added only where they stand side by side in the text.
LIST_CHARACTERS = 30
LIST_AGAIN = 8  # characters between two equal figures of a list ("three soldiers and three drivers"); further on it is said again
_WHOLE = ("whole", "")  # figures of nobody in particular, or of mixed people, count everyone

Group = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """A number between low and high (None: open), and the best value for it (None: too vague to have one)."""

    low: int | None = None
    best: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What one root speaker says at last. `superseded`: pairs of figure ids, the old and the one that replaced it."""

    bounds: Bounds
    newest: datetime | None  # of its reports that are mostly about this, else of those that retell it
    first_hand: bool  # one is mostly about this
    is_floor: bool  # only a part is known: a lower bound
    superseded: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    told_at: tuple[str, int] = ("", 0)  # the document of its newest report and where in it the first figure stands


@dataclass(slots=True)
class _Held:
    """A group's count as it stands, where it was said, and the figures that make it up."""

    bounds: Bounds
    document: str
    published: datetime | None
    ids: list[str]
    position: int
    is_floor: bool = False
    added: set[tuple[int | None, int | None]] = field(default_factory=set)


@dataclass(slots=True)
class _State:
    live: dict[Group, list[_Held]] = field(default_factory=dict)
    superseded: list[tuple[str, str]] = field(default_factory=list)
    notes: set[str] = field(default_factory=set)


def group_of(figure: FigureAt) -> Group:
    """Return whom a figure counts, as a key; unknown and mixed people are the whole."""
    return (figure.of, figure.of_side or "") if figure.of in ("civilians", "combatants") else _WHOLE


def bounds_of(figure: FigureAt) -> Bounds:
    """Return a figure's bounds; best is its number, the low of "at least n", and none of a vague range or of "up to n"."""
    if figure.high is None or figure.low == figure.high:
        return Bounds(low=figure.low, best=figure.low, high=figure.high)
    return Bounds(low=figure.low, best=None, high=figure.high)


def sided(figures: Sequence[FigureAt]) -> list[FigureAt]:
    """Return the same with fighters of no said side on the one that their root names in that report, or names with that very number."""
    told: dict[tuple[str, str], list[FigureAt]] = {}
    for figure in figures:
        if figure.of == "combatants" and figure.of_side is not None and figure.role != "cumulative":
            told.setdefault((figure.root, figure.at.document), []).append(figure)

    def side(figure: FigureAt) -> str | None:
        named = told.get((figure.root, figure.at.document), ())
        sides = {other.of_side for other in named}
        if len(sides) > 1:
            sides = {other.of_side for other in named if narrowed(bounds_of(other), bounds_of(figure)) is not None}
        return min(side for side in sides if side) if len(sides) == 1 else None

    return [
        replace(figure, of_side=side(figure)) if figure.of == "combatants" and figure.of_side is None else figure for figure in figures
    ]  # fmt: skip


def account_of(figures: Sequence[FigureAt]) -> Account:
    """Return the account of one root; figures in the order in which they replace each other (order.known_first)."""
    state = _State()
    for _, statement in groupby(figures, key=lambda figure: (figure.published, figure.at.document)):
        _take(state, list(statement))
    bounds, is_floor = _present(state, figures)
    own = [figure for figure in figures if not figure.retold]
    last = [figure.at for figure in figures if figure.at.document == figures[-1].at.document]
    return Account(
        bounds=bounds,
        newest=max((figure.published for figure in own or figures if figure.published is not None), default=None),
        first_hand=bool(own),
        is_floor=is_floor,
        superseded=tuple(sorted(state.superseded)),
        notes=tuple(sorted(state.notes)),
        told_at=min((at.document, at.start) for at in last),
    )


def _take(state: _State, statement: list[FigureAt]) -> None:
    """Take in what the speaker says in one document."""
    before = {group: _merged(held) for group, held in state.live.items()}
    totals: dict[Group, list[FigureAt]] = {}
    for figure in statement:
        if figure.role == "total":
            totals.setdefault(group_of(figure), []).append(figure)
    for group, figures in sorted(totals.items()):
        _replace(state, group, _held(state, figures))
    if _WHOLE not in totals and totals:
        _outgrow(state, sorted(totals))
    for figure in statement:
        if figure.role == "further":
            _add(state, figure, before)
        elif figure.role == "fewer" and not totals:
            _take_off(state, figure)


def _held(state: _State, figures: list[FigureAt]) -> _Held:
    """One count of a group from the totals of one document."""
    first = figures[0]
    bounds = _one_by_one(state, figures) or _said_again(state, figures)
    return _Held(bounds, first.at.document, first.published, [figure.id for figure in figures], first.at.start)


def _one_by_one(state: _State, figures: Sequence[FigureAt]) -> Bounds | None:
    """Persons told one by one, none of them counted, are as many as can be told apart by age and sex."""
    several = at_least(figure.person for figure in figures)
    if several < 2 or any(bounds_of(figure) != Bounds(low=1, best=1, high=1) for figure in figures):
        return None
    state.notes.add("persons_added")
    return Bounds(low=several, best=several, high=several)


def _said_again(state: _State, figures: Sequence[FigureAt]) -> Bounds:
    """Totals listed side by side add up, else they say the same thing."""
    bounds, last = bounds_of(figures[0]), figures[0]
    for figure in figures[1:]:
        if _listed(last, figure):
            bounds = _plus(bounds, bounds_of(figure))
            state.notes.add("groups_added")
        else:
            bounds = narrowed(bounds, bounds_of(figure)) or _first_of(bounds, bounds_of(figure))
        last = figure
    return bounds


def _listed(first: FigureAt, second: FigureAt) -> bool:
    """Tell whether two figures of one known class stand beside each other with a word of their own for whom they count."""
    if group_of(first) == _WHOLE or first.unit is None or second.unit is None or first.unit == second.unit:
        return False
    reach = LIST_AGAIN if bounds_of(first) == bounds_of(second) else LIST_CHARACTERS
    return first.at.document == second.at.document and 0 <= second.at.start - first.at.end <= reach


def _replace(state: _State, group: Group, new: _Held) -> None:
    """A later count of a group replaces the earlier one, also when it is lower; of one instant both stand."""
    standing = []
    for old in state.live.get(group, []):
        if old.published == new.published:
            standing.append(old)
        else:
            state.superseded.extend((id_, new.ids[0]) for id_ in old.ids)
    state.live[group] = [*standing, new]


def _outgrow(state: _State, groups: list[Group]) -> None:
    """Groups that together pass an older whole replace it: it was the earlier state of knowledge."""
    whole = state.live.get(_WHOLE)
    if not whole:
        return
    total = _merged(whole)
    parts = _sum([_merged(state.live[group]) for group in groups])
    if total.high is not None and parts.low is not None and parts.low > total.high:
        newest = state.live[groups[0]][-1].ids[0]
        state.superseded.extend((id_, newest) for held in whole for id_ in held.ids)
        del state.live[_WHOLE]


def _add(state: _State, figure: FigureAt, before: dict[Group, Bounds]) -> None:
    """A further figure adds to the same speaker's latest count of its group, else of everybody; the same addition counts once."""
    group = group_of(figure) if group_of(figure) in state.live else _WHOLE
    if group not in state.live:
        alone = _Held(_floor([bounds_of(figure)]), figure.at.document, figure.published, [figure.id], figure.at.start, is_floor=True)
        alone.added.add((figure.low, figure.high))
        state.live[group_of(figure)] = [alone]
        state.notes.add("further_alone")
        return
    held = state.live[group][-1]
    if (figure.low, figure.high) in held.added:
        held.ids.append(figure.id)
        return
    held.added.add((figure.low, figure.high))
    more = _plus(held.bounds, bounds_of(figure))
    if _may_include(held, figure, before.get(group)):
        held.bounds = Bounds(low=held.bounds.low, best=held.bounds.best, high=more.high)
        state.notes.add("further_perhaps_included")
    else:
        held.bounds = more
        state.notes.add("further_added")
    held.ids.append(figure.id)


def _take_off(state: _State, figure: FigureAt) -> None:
    """So many had been counted too often: the speaker's latest count is that much lower, where the report gives no new one."""
    group = group_of(figure) if group_of(figure) in state.live else _WHOLE
    for held in state.live.get(group, [])[-1:]:
        less = figure.low or 0
        low, best, high = (
            None if number is None else max(0, number - less) for number in (held.bounds.low, held.bounds.best, held.bounds.high)
        )
        held.bounds = Bounds(low=low, best=best, high=high)
        held.ids.append(figure.id)
        state.notes.add("counted_twice_taken_off")


def _may_include(held: _Held, figure: FigureAt, before: Bounds | None) -> bool:
    """Tell whether a total told after the addition in one document may hold it already: "two more died, five in all".

    It does not where the total only repeats what the speaker had said before.
    """
    if held.document != figure.at.document or held.position < figure.at.start:
        return False
    return before is None or before.low is None or held.bounds.low is None or held.bounds.low > before.low


def _present(state: _State, figures: Sequence[FigureAt]) -> tuple[Bounds, bool]:
    """The account as it stands: the whole, else the groups of one document added up, else a lower bound."""
    if _WHOLE in state.live:
        whole = state.live[_WHOLE]
        return _merged(whole), all(held.is_floor for held in whole)
    groups = [_merged(held) for _, held in sorted(state.live.items())]
    if len(groups) == 1:
        return groups[0], all(held.is_floor for several in state.live.values() for held in several)
    if groups:
        if len({held.document for several in state.live.values() for held in several}) == 1:
            state.notes.add("groups_added")
            return _sum(groups), False
        state.notes.add("groups_of_two_reports")
        return _floor(groups), False
    parts = [bounds_of(figure) for figure in figures if figure.role == "part"]
    if any(bounds.low is not None for bounds in parts):
        several = at_least(figure.person for figure in figures if figure.role == "part")
        return _floor([*parts, Bounds(low=several)] if several else parts), True
    return Bounds(), True


def narrowed(first: Bounds, second: Bounds) -> Bounds | None:
    """Return what two statements of one number leave together, None where they exclude each other."""
    low = max((number for number in (first.low, second.low) if number is not None), default=None)
    high = min((number for number in (first.high, second.high) if number is not None), default=None)
    if low is not None and high is not None and low > high:
        return None
    if high is None or low == high:
        return Bounds(low=low, best=low, high=high)
    bests = [best for best in (first.best, second.best) if best is not None and (low or 0) <= best <= high]
    return Bounds(low=low, best=max(bests, default=None), high=high)


def _first_of(first: Bounds, second: Bounds) -> Bounds:
    """Two totals of one document that exclude each other: news leads with the newest, so the first is best; both stand."""
    lows = [number for number in (first.low, second.low) if number is not None]
    highs = [number for number in (first.high, second.high) if number is not None]
    open_above = any(one.high is None and one.low is not None and max(highs, default=0) < one.low for one in (first, second))
    return Bounds(low=min(lows, default=None), best=first.best, high=None if open_above else max(highs, default=None))


def _merged(several: Sequence[_Held]) -> Bounds:
    """Several counts of one instant: what they leave together, else from the lowest to the highest without a best."""
    bounds = several[0].bounds
    for held in several[1:]:
        joint = narrowed(bounds, held.bounds)
        if joint is None:
            either = _first_of(bounds, held.bounds)
            joint = Bounds(low=either.low, best=None, high=either.high)
        bounds = joint
    return bounds


def _plus(first: Bounds, second: Bounds) -> Bounds:
    def both(a: int | None, b: int | None) -> int | None:
        return a + b if a is not None and b is not None else None

    low = (first.low or 0) + (second.low or 0) if first.low is not None or second.low is not None else None
    return Bounds(low=low, best=both(first.best, second.best), high=both(first.high, second.high))


def _sum(bounds: Sequence[Bounds]) -> Bounds:
    total = bounds[0]
    for other in bounds[1:]:
        total = _plus(total, other)
    return total


def _floor(bounds: Iterable[Bounds]) -> Bounds:
    low = max((item.low for item in bounds if item.low is not None), default=None)
    return Bounds(low=low, best=low, high=None)
