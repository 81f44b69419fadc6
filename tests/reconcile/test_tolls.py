"""The rules for tolls, one case a line: figures in, low, best and high out."""

import random
from dataclasses import replace

import pytest
from factories import figure_at as f
from factories import side_actor
from hypothesis import given
from hypothesis import strategies as st

from montjoie.reconcile import settle_toll
from montjoie.settled import FigureAt, Toll


def killed(*figures: FigureAt) -> Toll:
    (toll,) = settle_toll(figures)
    return toll


CASES = {
    "one exact figure is low, best and high": ([f(3)], (3, 3, 3), "one_root"),
    "at least n is low and best, and open above": ([f(12, None)], (12, 12, None), "one_root"),
    "up to n bounds from above only": ([f(None, 30)], (None, None, 30), "low_of_vague"),
    "dozens have no best unless nothing else is known, then the low": ([f(24, 99)], (24, 24, 99), "low_of_vague"),
    "a range has no best but its low": ([f(12, 15)], (12, 12, 15), "low_of_vague"),
    "nor beside an exact figure, which is best": ([f(12, 15, root="a"), f(14, root="b")], (12, 14, 15), "most_roots"),
    "an exact figure is best beside a vague one": ([f(24, 99, root="a"), f(31, root="b")], (24, 31, 99), "most_roots"),
    "no casualties is zero": ([f(0)], (0, 0, 0), "one_root"),
    "dozens and at least 170 of one root at one instant leave nothing above": (
        [f(24, 99, document="x"), f(170, None, document="y")],
        (24, 24, None),
        "low_of_vague",
    ),
    "an early zero stays the low and has no vote": (
        [f(0, root="a", day=5), f(0, root="b", day=5), f(3, root="c", day=6)],
        (0, 3, 3),
        "most_roots",
    ),
    "a zero as new as the count has one": ([f(0, root="a"), f(0, root="b"), f(3, root="c")], (0, 0, 3), "most_roots"),
    "a later figure of one root replaces its earlier one": ([f(3, day=5), f(7, day=6)], (7, 7, 7), "one_root"),
    "also when it is lower": ([f(17, day=9), f(12, day=10)], (12, 12, 12), "one_root"),
    "a total that its own report takes back is out": ([f(5), f(6, role="withdrawn", start=50)], (5, 5, 5), "one_root+taken_back"),
    "and with it the same root's earlier one of that number, also when the correction is the article's": (
        [f(4, root="office", day=5), f(4, root="paper", day=6, role="withdrawn"), f(3, root="paper", day=6)],
        (3, 3, 3),
        "one_root+taken_back",
    ),
    "not what two roots had given, of whom the article names neither": (
        [f(4, root="a", day=5), f(4, root="b", day=5), f(4, root="paper", day=6, role="withdrawn"), f(3, root="paper", day=6)],
        (3, 4, 4),
        "most_roots+taken_back",
    ),
    "nor what another root stands by": (
        [f(6, root="ministry", day=5), f(6, root="monitor", day=6, role="withdrawn", claim="c"), f(5, root="monitor", day=6, claim="c")],
        (5, 5, 6),
        "newest_of_equals+taken_back",
    ),
    "one called wrong without another leaves no count": ([f(7, role="withdrawn")], (None, None, None), "no_count+taken_back"),
    "one counted twice lowers the root's own count": (
        [f(4, day=5), f(1, day=6, role="fewer")],
        (3, 3, 3),
        "one_root+counted_twice_taken_off",
    ),
    "and not a count that is told with it": ([f(4, day=5), f(3, day=6), f(1, day=6, role="fewer", start=90)], (3, 3, 3), "one_root"),
    "and never another root's": ([f(4, root="a", day=5), f(1, root="b", day=6, role="fewer")], (4, 4, 4), "one_root"),
    "an older count that is only retold later does not lead": (
        [f(15, root="a", day=2), f(17, root="b", day=3), f(15, root="a", day=11, retold=True)],
        (15, 17, 17),
        "newest_of_equals",
    ),
    "unless nobody gives it at first hand": (
        [f(15, root="a", day=2, retold=True), f(17, root="b", day=3, retold=True)],
        (15, 17, 17),
        "newest_of_equals",
    ),
    "figures of two reports are never added": ([f(3, root="a"), f(4, root="b", day=6)], (3, 4, 4), "newest_of_equals"),
    "the figure of most roots is best, though an odd one is newer": (
        [f(5, root="a"), f(5, root="b"), f(9, root="c", day=8)],
        (5, 5, 9),
        "most_roots",
    ),
    "at least 12 and 12 agree": ([f(12, None, root="a"), f(12, root="b"), f(15, root="c", day=7)], (12, 12, 15), "most_roots"),
    "at least 12 beside 10 leaves nothing above": ([f(12, None, root="a", day=6), f(10, root="b")], (10, 12, None), "newest_of_equals"),
    "a further figure adds to the same root's total": ([f(3, day=5), f(2, day=7, role="further")], (5, 5, 5), "one_root+further_added"),
    "not to another root's": (
        [f(3, root="a"), f(2, root="b", day=6, role="further")],
        (3, 3, 3),
        "one_root+further_alone",
    ),
    "the same addition told twice counts once": (
        [f(3, day=5), f(2, day=7, role="further"), f(2, day=8, role="further")],
        (5, 5, 5),
        "one_root+further_added",
    ),
    "a total after an addition replaces both": (
        [f(3, day=5), f(2, day=6, role="further"), f(6, day=7)],
        (6, 6, 6),
        "one_root+further_added",
    ),
    "an addition told before a new total may be in it": (
        [f(2, day=6, role="further", start=10), f(5, day=6, start=60)],
        (5, 5, 7),
        "one_root+further_perhaps_included",
    ),
    "an addition beside the repeated old total is added": (
        [f(3, day=5), f(2, day=6, role="further", start=10), f(3, day=6, start=60)],
        (5, 5, 5),
        "one_root+further_added",
    ),
    "an addition after the total of the same report is added": (
        [f(5, day=6, start=10), f(2, day=6, role="further", start=60)],
        (7, 7, 7),
        "one_root+further_added",
    ),
    "an addition alone is a lower bound": ([f(2, role="further")], (2, 2, None), "lower_bound_of_part+further_alone"),
    "soldiers and attackers of one report add up": (
        [f(270, of="combatants", of_side="state:ML", start=10), f(40, of="combatants", of_side="group:x", start=30)],
        (310, 310, 310),
        "one_root+groups_added",
    ),
    "equal groups of a list add up": (
        [f(3, of="civilians", start=10, unit=13), f(3, of="civilians", start=17, unit=19)],
        (6, 6, 6),
        "one_root+groups_added",
    ),
    "an equal number some words on is said again": (
        [f(15, of="civilians", start=10, unit=13), f(15, of="civilians", start=38, unit=41)],
        (15, 15, 15),
        "one_root",
    ),
    "fighters of no said side are those of the side that the report names": (
        [f(70, of="combatants", start=10), f(70, of="combatants", of_side="group:is", start=90)],
        (70, 70, 70),
        "one_root",
    ),
    "with two sides, those of the one with that number": (
        [
            f(35, of="combatants", start=10),
            f(35, of="combatants", of_side="group:is", start=90),
            f(4, of="combatants", of_side="state:SY", start=150),
        ],
        (39, 39, 39),
        "one_root+groups_added",
    ),
    "of two roots of one report, the one told first": (
        [f(25, root="a", document="d", start=40), f(50, root="b", document="d", start=600)],
        (25, 25, 50),
        "newest_of_equals",
    ),
    "of two reports of one instant, the higher": ([f(25, root="a"), f(50, root="b")], (25, 50, 50), "newest_of_equals"),
    "children and teachers side by side add up": (
        [f(22, of="civilians", start=10, unit=13), f(6, of="civilians", start=26, unit=28)],
        (28, 28, 28),
        "one_root+groups_added",
    ),
    "the same number told twice in one report does not": (
        [f(22, of="civilians", start=10, unit=13), f(22, of="civilians", start=300, unit=303)],
        (22, 22, 22),
        "one_root",
    ),
    "groups of two reports of one root are a lower bound": (
        [f(5, of="civilians", day=5), f(3, of="combatants", of_side="state:UA", day=6)],
        (5, 5, None),
        "one_root+groups_of_two_reports",
    ),
    "civilians are within everybody": ([f(12), f(8, of="civilians", start=30)], (12, 12, 12), "one_root"),
    "later groups that pass the old whole replace it": ([f(3, day=5), f(8, of="civilians", day=6)], (8, 8, 8), "one_root"),
    "a part is not added to its total": ([f(12), f(3, role="part", of="civilians", start=30)], (12, 12, 12), "one_root"),
    "a part alone is a lower bound": ([f(3, role="part", of="civilians")], (3, 3, None), "lower_bound_of_part"),
    "a part of one root does not lower the total of another": (
        [f(3, role="part", root="a"), f(12, root="b")],
        (12, 12, 12),
        "one_root",
    ),
    "a count since the war began is left out": (
        [f(12000, role="cumulative"), f(4, start=40)],
        (4, 4, 4),
        "one_root+cumulative_left_out",
    ),
    "a side's count of the enemy's fighters is left out": (
        [f(300, of="combatants", of_side="state:UA", by=side_actor("RU ministry"), root="RU:ministry"), f(4, root="b")],
        (4, 4, 4),
        "one_root+enemy_count_left_out",
    ),
    "a side's count of its own fighters is not": (
        [f(30, of="combatants", of_side="state:UA", by=side_actor("UA army"), root="UA:army")],
        (30, 30, 30),
        "one_root",
    ),
    "nor a monitor's count": (
        [f(30, of="combatants", of_side="state:UA", by=side_actor("org:monitor"), root="org:monitor")],
        (30, 30, 30),
        "one_root",
    ),
    "nothing but a boast leaves no number": (
        [f(300, of="combatants", of_side="state:UA", by=side_actor("RU ministry"))],
        (None, None, None),
        "no_count+enemy_count_left_out",
    ),
    "at least 10 and 12 in one report are 12": ([f(10, None, start=10), f(12, start=90)], (12, 12, 12), "one_root"),
    "two totals of one report: the first is best, both stand": ([f(8, start=10), f(5, start=90)], (5, 8, 8), "one_root"),
    "two reports of one instant that exclude each other have no best but the low": (
        [f(8, document="x"), f(5, document="y")],
        (5, 5, 8),
        "low_of_vague",
    ),
    "an undated figure gives way to a dated one of its root": ([f(9, day=None), f(4, day=5)], (4, 4, 4), "one_root"),
}


@pytest.mark.parametrize("name", CASES)
def test_a_toll_is_settled_by_its_rule(name: str) -> None:
    figures, expected, rule = CASES[name]
    toll = killed(*figures)
    assert (toll.low, toll.best, toll.high) == expected
    assert toll.rule == rule


def test_a_figure_that_its_own_report_corrects_is_replaced() -> None:
    old, new = replace(f(4, start=10, id="old"), claim="c1"), replace(f(3, start=90, id="new"), claim="c2")
    (toll,) = settle_toll([old, new], [("c2", "c1")])
    assert (toll.low, toll.best, toll.high, toll.rule) == (3, 3, 3, "one_root+updated_by_its_report")
    assert [figure.superseded_by for figure in toll.figures] == ["new", None]


def test_an_update_on_another_group_replaces_nothing() -> None:
    old, new = replace(f(4, start=10), claim="c1"), replace(f(3, start=90, of="civilians"), claim="c2")
    (toll,) = settle_toll([old, new], [("c2", "c1")])
    assert (toll.best, [figure.superseded_by for figure in toll.figures]) == (4, [None, None])


def person(code: str, kind: str = "injured", **changes: object) -> FigureAt:
    return replace(f(1, kind=kind, **changes), person=code)


def test_persons_told_one_by_one_are_as_many_as_can_be_told_apart() -> None:
    (toll,) = settle_toll([person("14y:m"), person("15y:f"), person("14y:"), f(1, kind="injured")])
    assert ((toll.low, toll.best, toll.high), toll.rule) == ((2, 2, 2), "one_root+persons_added")
    (toll,) = settle_toll([person(":m"), person(":f"), person("30y:")])
    assert toll.best == 2
    (toll,) = settle_toll([person("14y:m"), person("15y:f"), f(3, kind="injured", root="b", day=6)])
    assert toll.best == 3


def test_persons_told_as_parts_bound_the_whole_from_below() -> None:
    (toll,) = settle_toll([person("14y:m", role="part"), person("15y:f", role="part")])
    assert (toll.low, toll.best, toll.high) == (2, 2, None)


def test_the_injured_who_died_since_are_injured_no_more() -> None:
    hurt, dead = person("7y:f", id="hurt", day=5), person("7y:", "killed", id="dead", day=7, root="b")
    killed_, injured = settle_toll([hurt, dead])
    assert (killed_.best, injured.best, injured.rule) == (1, None, "no_count+died_since")
    assert injured.figures[0].superseded_by == "dead"
    assert [(change.known, change.best) for change in injured.history] == [(hurt.published, 1), (dead.published, None)]


def test_another_age_or_sex_is_another_person() -> None:
    for other in ("8y:f", "7m:f", "7y:m", ":f"):
        assert settle_toll([person("7y:f", id="hurt"), person(other, "killed", id="dead")])[1].best == 1


def test_killed_and_injured_are_apart() -> None:
    tolls = settle_toll([f(3), f(9, kind="injured")])
    assert [(toll.kind, toll.best) for toll in tolls] == [("killed", 3), ("injured", 9)]


def test_silence_is_no_toll() -> None:
    assert settle_toll([]) == ()


def test_every_figure_is_kept_with_what_replaced_it() -> None:
    toll = killed(f(3, day=5, id="old"), f(7, day=6, id="new"), f(4, root="b", day=6, id="other"))
    assert {figure.id: figure.superseded_by for figure in toll.figures} == {"old": "new", "new": None, "other": None}


def test_groups_are_settled_apart() -> None:
    toll = killed(
        f(12), f(3, role="part", of="civilians", start=30), f(300, of="combatants", of_side="state:UA", by=side_actor("RU army"), root="x")
    )
    assert [(group.of, group.low, group.best, group.high) for group in toll.groups] == [("civilians", 3, 3, None), ("unknown", 12, 12, 12)]


def test_the_history_says_what_was_known_when() -> None:
    toll = killed(f(3, day=5), f(4, root="b", day=6), f(7, day=8), f(7, root="c", day=9))
    assert [(change.known.day if change.known else None, change.low, change.best, change.high) for change in toll.history] == [
        (5, 3, 3, 3),
        (6, 3, 4, 4),
        (8, 4, 7, 7),
    ]


def test_the_history_ends_with_what_is_undated() -> None:
    toll = killed(f(3, day=5), f(9, root="b", day=None))
    assert [(change.known is None, change.high) for change in toll.history] == [(False, 3), (True, 9)]


def test_the_history_ends_with_the_toll() -> None:
    for name, (figures, expected, _) in CASES.items():
        toll = killed(*figures)
        if toll.history:
            last = toll.history[-1]
            assert (last.low, last.best, last.high) == expected, name


FIGURES = st.builds(
    lambda low, wide, root, day, role, of, start: f(
        low, low + wide if wide is not None else None, root=root, day=day, role=role, of=of, start=start
    ),
    st.integers(0, 20),
    st.one_of(st.none(), st.integers(0, 5)),
    st.sampled_from("abc"),
    st.one_of(st.none(), st.integers(1, 6)),
    st.sampled_from(["total", "total", "part", "further", "cumulative"]),
    st.sampled_from(["unknown", "civilians", "combatants", "mixed"]),
    st.integers(0, 90),
)


@given(st.lists(FIGURES, max_size=9), st.randoms(use_true_random=False))
def test_the_order_of_figures_does_not_matter(figures: list[FigureAt], shuffle: random.Random) -> None:
    unique = [replace(figure, id=f"f{n}") for n, figure in enumerate(figures)]
    again = list(unique)
    shuffle.shuffle(again)
    assert settle_toll(unique) == settle_toll(again)


@given(st.lists(FIGURES, min_size=1, max_size=9))
def test_best_lies_between_low_and_high(figures: list[FigureAt]) -> None:
    for toll in settle_toll([replace(figure, id=f"f{n}") for n, figure in enumerate(figures)]):
        numbers = [number for number in (toll.low, toll.best, toll.high) if number is not None]
        assert numbers == sorted(numbers)


@given(st.lists(FIGURES, min_size=1, max_size=9))
def test_what_was_known_at_an_instant_is_the_toll_of_the_figures_of_that_time(figures: list[FigureAt]) -> None:
    unique = [replace(figure, id=f"f{n}") for n, figure in enumerate(figures)]
    (toll,) = settle_toll(unique)
    for change in toll.history:
        if change.known is not None:
            until = [figure for figure in unique if figure.published is not None and figure.published <= change.known]
            (then,) = settle_toll(until)
            assert (change.low, change.best, change.high) == (then.low, then.best, then.high)
