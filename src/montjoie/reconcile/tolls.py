"""Figures of an incident → low, best and high for each kind of harm, by named rules; every figure and the history kept.

The rules are listed, with examples, in docs/reference/toll-rules.md.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import get_args

from montjoie.reconcile.accounts import Account, Bounds, Group, account_of, bounds_of, group_of, sided
from montjoie.reconcile.order import known_first
from montjoie.reconcile.persons import same_person
from montjoie.schema import FigureKind, FigureOf
from montjoie.settled import FigureAt, Toll, TollChange, TollGroup

_NOT_COUNTED: frozenset[str] = frozenset({"cumulative", "withdrawn"})
_NOT_PARTIES: frozenset[str] = frozenset({"media", "organisation"})  # an outlet or a monitor is nobody's enemy


@dataclass(frozen=True, slots=True, kw_only=True)
class _Result:
    bounds: Bounds
    rule: str


def settle_toll(figures: Sequence[FigureAt], updates: Collection[tuple[str, str]] = ()) -> tuple[Toll, ...]:
    """Return the toll of each kind that has a figure, in the codebook's order; the order of the figures does not matter.

    `updates`: pairs of claim ids of which a reading says that the first replaces the second as knowledge.
    """
    kinds: dict[FigureKind, list[FigureAt]] = {}
    for figure in figures:
        kinds.setdefault(figure.kind, []).append(figure)
    died = _died(kinds)
    return tuple(_settle_kind(kind, sorted(kinds[kind], key=known_first), updates, died) for kind in get_args(FigureKind) if kind in kinds)


def _died(kinds: Mapping[FigureKind, Sequence[FigureAt]]) -> dict[str, FigureAt]:
    """The injured of whom the incident also tells that they died: by the id of the figure, the one that says so first."""
    dead = sorted(kinds.get("killed", ()), key=lambda figure: (_undated_last(figure.published), figure.id))
    found = ((hurt.id, next((one for one in dead if same_person(hurt.person, one.person)), None)) for hurt in kinds.get("injured", ()))
    return {hurt: one for hurt, one in found if one is not None}


def is_enemy_count(figure: FigureAt) -> bool:
    """Tell whether a party counts the other side's fighters: kept as a claim, never in low, best and high."""
    by = figure.by
    if figure.of != "combatants" or figure.of_side is None or by is None or by.side is None:
        return False
    return by.side != figure.of_side and by.kind not in _NOT_PARTIES


def _settle_kind(kind: FigureKind, figures: Sequence[FigureAt], updates: Collection[tuple[str, str]], died: Mapping[str, FigureAt]) -> Toll:
    updated = _updated(figures, updates)
    taken_back = _taken_back(figures)
    told = sided(
        [figure for figure in figures if figure.role not in _NOT_COUNTED and not is_enemy_count(figure) and figure.id not in updated]
    )
    gone = {**died, **taken_back}
    counted = [figure for figure in told if figure.id not in gone]
    accounts = _accounts(counted)
    result = _combine(accounts)
    superseded = {old: new for account in accounts for old, new in account.superseded}
    superseded |= {figure.id: gone[figure.id].id for figure in figures if figure.id in gone} | updated
    return Toll(
        kind=kind,
        low=result.bounds.low,
        best=result.bounds.best,
        high=result.bounds.high,
        rule="+".join((result.rule, *_notes(figures, accounts, updated=bool(updated), died=any(figure.id in died for figure in figures)))),
        groups=_groups(counted),
        figures=tuple(replace(figure, superseded_by=superseded.get(figure.id)) for figure in figures),
        history=_history(told, gone),
    )


def _updated(figures: Sequence[FigureAt], updates: Collection[tuple[str, str]]) -> dict[str, str]:
    """The totals of a group that their own report replaces ("three, not four, as it had said"), each with the new one's id."""
    totals: dict[tuple[str | None, Group], str] = {}
    for figure in figures:
        if figure.role == "total":
            totals.setdefault((figure.claim, group_of(figure)), figure.id)
    replaced = {
        figure.id: totals[new, group_of(figure)]
        for new, old in sorted(updates)
        for figure in figures
        if figure.claim == old and figure.role == "total" and (new, group_of(figure)) in totals
    }
    return {old: new for old, new in replaced.items() if new not in replaced}


def _taken_back(figures: Sequence[FigureAt]) -> dict[str, FigureAt]:
    """The figures that a report takes back: its own, and the earlier ones of that number that it means, each with the one that replaces it.

    The earlier ones are those of the root that takes them back; where the article says so in its own voice ("the toll was
    lowered from four to three"), those of the one root that had given that number.
    """
    found: dict[str, FigureAt] = {}
    for figure in figures:
        if figure.role != "withdrawn":
            continue
        totals = [other for other in figures if other.role == "total" and other.at.document == figure.at.document]
        new = min(totals, key=lambda other: (other.root != figure.root, other.at.start), default=None)
        if new is None or (new.root != figure.root and figure.claim is not None):
            continue
        found[figure.id] = new
        before = [other for other in figures if other.role == "total" and bounds_of(other) == bounds_of(figure) and _earlier(other, figure)]
        roots = {other.root for other in before}
        if figure.claim is not None or len(roots) > 1:
            roots &= {figure.root, new.root}
        found |= {other.id: new for other in before if other.root in roots}
    return found


def _earlier(first: FigureAt, second: FigureAt) -> bool:
    return first.published is not None and second.published is not None and first.published < second.published


def _accounts(figures: Iterable[FigureAt]) -> list[Account]:
    """One account for each root speaker, by root."""
    roots: dict[str, list[FigureAt]] = {}
    for figure in figures:
        roots.setdefault(figure.root, []).append(figure)
    return [account_of(roots[root]) for root in sorted(roots)]


def _combine(accounts: Sequence[Account]) -> _Result:
    """Low is the lowest, high the highest; best is what most roots give, of equals the newest."""
    totals = [account for account in accounts if not account.is_floor] or accounts
    if not totals:
        return _Result(bounds=Bounds(), rule="no_count")
    lows = [account.bounds.low for account in totals if account.bounds.low is not None]
    highs = [account.bounds.high for account in totals if account.bounds.high is not None]
    low, high = min(lows, default=None), max(highs, default=None)
    best, rule = _best(totals)
    if high is not None and high < max((*lows, best or 0)):
        high = None  # "at least 12" beside "10": nobody says how many at most
    return _Result(bounds=Bounds(low=low, best=best, high=high), rule=rule)


def _best(accounts: Sequence[Account]) -> tuple[int | None, str]:
    votes: dict[int, list[Account]] = {}
    for account in accounts:
        if account.bounds.best is not None and not _is_early_zero(account, accounts):
            votes.setdefault(account.bounds.best, []).append(account)
    if not votes:
        vague = [account for account in accounts if account.bounds.low is not None]
        newest = max(vague, key=lambda account: (_newness(account), account.bounds.low), default=None)
        return (newest.bounds.low if newest is not None else None), "low_of_vague"
    most = max(len(voters) for voters in votes.values())
    leading = {value: voters for value, voters in votes.items() if len(voters) == most}
    instant = max(_newness(account) for voters in leading.values() for account in voters)
    latest = {value: [account for account in voters if _newness(account) == instant] for value, voters in leading.items()}
    equal = {value: min(account.told_at for account in voters) for value, voters in latest.items() if voters}
    one_report = len({document for document, _ in equal.values()}) == 1
    best = min(equal, key=lambda value: equal[value]) if one_report else max(equal)
    if len(accounts) == 1:
        return best, "lower_bound_of_part" if accounts[0].is_floor else "one_root"
    return best, "most_roots" if len(leading) == 1 else "newest_of_equals"


def _is_early_zero(account: Account, accounts: Sequence[Account]) -> bool:
    """Tell whether an account knows of none and a later one counts some: it has no vote then, and stays the low."""
    if account.bounds.high != 0:
        return False
    return any((other.bounds.low or 0) > 0 and _newness(other) > _newness(account) for other in accounts)


def _newness(account: Account) -> tuple[bool, bool, float]:
    """Order by the newest report that is mostly about this, before those that retell it in passing; the undated come before all."""
    return (account.newest is not None, account.first_hand, account.newest.timestamp() if account.newest is not None else 0.0)


def _notes(figures: Sequence[FigureAt], accounts: Sequence[Account], *, updated: bool, died: bool) -> tuple[str, ...]:
    notes = {note for account in accounts for note in account.notes}
    if died:
        notes.add("died_since")
    if updated:
        notes.add("updated_by_its_report")
    if any(figure.role == "withdrawn" for figure in figures):
        notes.add("taken_back")
    if any(is_enemy_count(figure) for figure in figures):
        notes.add("enemy_count_left_out")
    if any(figure.role == "cumulative" for figure in figures):
        notes.add("cumulative_left_out")
    return tuple(sorted(notes))


def _groups(figures: Sequence[FigureAt]) -> tuple[TollGroup, ...]:
    """Each group of people by itself; a part ("three of them children") bounds its group from below."""
    groups: dict[tuple[FigureOf, str | None], list[FigureAt]] = {}
    for figure in figures:
        groups.setdefault((figure.of, figure.of_side), []).append(figure)
    settled = []
    for of, of_side in sorted(groups, key=lambda group: (get_args(FigureOf).index(group[0]), group[1] or "")):
        bounds = _combine(_accounts(groups[of, of_side])).bounds
        settled.append(TollGroup(of=of, of_side=of_side, low=bounds.low, best=bounds.best, high=bounds.high))
    return tuple(settled)


def _history(figures: Sequence[FigureAt], gone: Mapping[str, FigureAt]) -> tuple[TollChange, ...]:
    """What the toll became at each instant at which it changed; what is undated comes last, with no instant."""
    by_root: dict[str, list[FigureAt]] = {}
    accounts: dict[str, Account] = {}
    changes: list[TollChange] = []
    replacing = [gone[figure.id] for figure in figures if figure.id in gone]
    for instant in sorted({figure.published for figure in (*figures, *replacing)}, key=_undated_last):
        now = _undated_last(instant)
        out = {id_ for id_, told in gone.items() if _undated_last(told.published) <= now}
        new = [figure for figure in figures if figure.published == instant]
        changed = {figure.root for figure in new} | {figure.root for figure in figures if figure.id in out and figure.root in accounts}
        for figure in new:
            by_root.setdefault(figure.root, []).append(figure)
        for root in changed:
            standing = [figure for figure in by_root[root] if figure.id not in out]
            accounts.pop(root, None)
            if standing:
                accounts[root] = account_of(sorted(standing, key=known_first))
        bounds = _combine([accounts[root] for root in sorted(accounts)]).bounds
        if not changes or (changes[-1].low, changes[-1].best, changes[-1].high) != (bounds.low, bounds.best, bounds.high):
            changes.append(TollChange(known=instant, low=bounds.low, best=bounds.best, high=bounds.high))
    return tuple(changes)


def _undated_last(instant: datetime | None) -> tuple[bool, float]:
    return (instant is None, instant.timestamp() if instant is not None else 0.0)
