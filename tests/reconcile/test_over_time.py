"""What an incident is from one instant to the next: joined and parted, and what its toll's history says of it."""

from dataclasses import replace
from datetime import datetime

from factories import at, context, figure, mention, reading

from montjoie.over_time import Component, states_over_time
from montjoie.reconcile import Context
from montjoie.record.derived import MentionRow, StateRow
from montjoie.record.store import OPEN, microseconds
from montjoie.schema import Mention
from montjoie.settled import Incident, Link

Counts = list[tuple[int | None, int | None, int | None]]


def told(id_: str, killed: int) -> Mention:
    return mention(id_, figures=(figure(killed, id=f"f-{id_}"),))


def states(mentions: dict[Mention, tuple[datetime, datetime | None]], links: list[Link]) -> list[StateRow]:
    """The states of a component whose mentions are known from one instant to another (None: still)."""
    rows = tuple(
        MentionRow(
            kind="incident", known_from=microseconds(first), known_to=OPEN if last is None else microseconds(last), body=one, keys=()
        )
        for one, (first, last) in mentions.items()
    )
    known: Context = context(*(reading(one.document, [one], known=first) for one, (first, _) in mentions.items()))
    instants = sorted({row.known_from for row in rows} | {row.known_to for row in rows if row.known_to != OPEN})
    return states_over_time(Component(name="c", kind="incident", rows=rows, links=tuple(links)), instants, known, "incidents")


def histories(rows: list[StateRow], instant: datetime) -> dict[str, Counts]:
    """The history of each incident's killed at an instant, by id."""
    now = [row.body for row in rows if row.known_from <= microseconds(instant) < row.known_to]
    return {
        one.id: [(change.low, change.best, change.high) for toll in one.toll for change in toll.history]
        for one in now
        if isinstance(one, Incident)
    }


def link(a: str, b: str, relation: str, score: float = 5.0) -> Link:
    return Link(a=a, b=b, judgement=relation, score=score)  # type: ignore[arg-type]


def test_what_was_told_of_another_it_was_once_one_with_is_not_in_its_history() -> None:
    """Two reports are held for one until a third, of the second's occurrence and not of the first's, parts them."""
    first, second, third = told("m1", 4), told("m2", 9), told("m3", 9)
    rows = states(
        {first: (at(6), None), second: (at(7), None), third: (at(8), None)},
        [link("m1", "m2", "same", 4.2), link("m2", "m3", "same", 9.0), link("m1", "m3", "different")],
    )
    assert histories(rows, at(7)) == {"m1": [(4, 4, 4), (4, 9, 9)]}
    assert histories(rows, at(8)) == {"m1": [(4, 4, 4)], "m2": [(9, 9, 9)]}


def test_what_two_were_before_they_were_known_as_one_is_told_of_both_together() -> None:
    first, second, third = told("m1", 4), told("m2", 9), replace(told("m3", 9), figures=())
    rows = states(
        {first: (at(6), None), second: (at(7), None), third: (at(8), None)},
        [link("m1", "m3", "same"), link("m2", "m3", "same")],
    )
    assert histories(rows, at(7)) == {"m1": [(4, 4, 4)], "m2": [(9, 9, 9)]}
    assert histories(rows, at(8)) == {"m1": [(4, 4, 4), (4, 9, 9)]}


def test_what_a_replaced_report_told_stays_in_the_history() -> None:
    first, second = told("m1", 4), told("m2", 9)
    rows = states({first: (at(6), None), second: (at(7), at(8))}, [link("m1", "m2", "same")])
    assert histories(rows, at(8)) == {"m1": [(4, 4, 4), (4, 9, 9), (4, 4, 4)]}
    later = told("m3", 4)
    rows = states(
        {first: (at(6), None), second: (at(7), at(8)), later: (at(9), None)}, [link("m1", "m2", "same"), link("m1", "m3", "same")]
    )
    assert histories(rows, at(9)) == {"m1": [(4, 4, 4), (4, 9, 9), (4, 4, 4)]}
