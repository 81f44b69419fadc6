"""What a document is mostly about."""

from dataclasses import replace

from montjoie.ground.mostly import mostly_about
from montjoie.schema import Figure, GroundedFigure, Mention, Span, When, Where

FIRST = Mention(
    id="first", item="i1", document="d", type="air_strike", reality="actual", aggregate=False, earlier=False,
    triggers=(Span(start=20, end=26),), actors=(), targets=(), weapons=(), target_class=(), wheres=(), when=When(rule="not_stated"),
    figures=(), claim=None,
)  # fmt: skip
SECOND = replace(FIRST, id="second", triggers=(Span(start=90, end=96),))
PLACE = Where(span=Span(start=40, end=50), name="Qarnabesh", basis="test")
KILLED = GroundedFigure(id="f", figure=Figure(span=Span(start=100, end=101), kind="killed", low=3, high=3), of="unknown", of_side=None, by=None, claim=None, cumulative=False)  # fmt: skip


def test_of_equals_the_earliest_comes_first() -> None:
    assert mostly_about((SECOND, FIRST), None) == ("first", "second")


def test_that_of_which_more_is_told_comes_first() -> None:
    assert mostly_about((FIRST, replace(SECOND, figures=(KILLED,))), None)[0] == "second"
    assert mostly_about((FIRST, replace(SECOND, wheres=(PLACE,))), None)[0] == "second"


def test_a_country_is_no_place_that_counts() -> None:
    assert mostly_about((FIRST, replace(SECOND, wheres=(replace(PLACE, kind="country"),))), None)[0] == "first"


def test_the_place_in_the_title_counts() -> None:
    named = replace(SECOND, place_words=("qarnabesh",))
    assert mostly_about((FIRST, named), "Shells on Qarnabesh")[0] == "second"
    assert mostly_about((FIRST, named), "Shells elsewhere")[0] == "first"


def test_the_place_that_the_title_names_first_counts_most() -> None:
    here, there = replace(FIRST, place_words=("tallin",), figures=(KILLED, KILLED)), replace(SECOND, place_words=("qarnabesh",))
    assert mostly_about((here, there), "Shells on Qarnabesh and Tallin")[0] == "second"
    assert mostly_about((here, there), "Shells on Tallin and Qarnabesh")[0] == "first"


def test_summaries_and_wars_come_last() -> None:
    often = tuple(Span(start=at, end=at + 2) for at in range(0, 40, 4))
    assert mostly_about((replace(FIRST, aggregate=True, triggers=often), SECOND), None) == ("second", "first")
    assert mostly_about((replace(FIRST, type="war", triggers=often), SECOND), None) == ("second", "first")


def test_who_was_arrested_for_it_comes_behind_what_was_done() -> None:
    often = tuple(Span(start=at, end=at + 2) for at in range(0, 40, 4))
    arrest = replace(FIRST, type="detention", triggers=often)
    assert mostly_about((arrest, SECOND), None)[0] == "second"
    assert mostly_about((arrest, replace(SECOND, reality="planned")), None)[0] == "first"
    assert mostly_about((arrest, replace(SECOND, type="talks")), None)[0] == "first"
