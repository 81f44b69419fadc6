"""Who answers whom within an article."""

from dataclasses import replace

import pytest
from factories import claim, context, mention, reading

from montjoie.reconcile import second_layer, settle_incident
from montjoie.schema import Claim, Span


def stands(*claims: Claim) -> set[tuple[str, str, str]]:
    """How the claims of one article on one incident stand, each told where it comes in order."""
    placed = [
        Claim(
            **{name: getattr(one, name) for name in Claim.__dataclass_fields__}
            | {"about": ("m1",), "content": (Span(start=500 + n, end=501 + n),)}
        )
        for n, one in enumerate(claims)
    ]
    one = reading("d", [mention("m1")], placed)
    ctx = context(one)
    made = second_layer([settle_incident(one.mentions, (), ctx)], [], [one], ctx)
    return {(item.a, item.b, item.type) for item in made.disagreements}


ANSWERS = {
    "a denial by the one accused answers, and contradicts": (
        claim("c1", "UA governor", "accuses", against="RU"),
        claim("c2", "RU ministry", "denies"),
        {"responds_to", "contradicts"},
    ),
    "a denial that names whom it denies": (
        claim("c1", "UA governor", "warns"),
        claim("c2", "RU ministry", "denies", against="UA"),
        {"responds_to", "contradicts"},
    ),
    "a denial by somebody whom nobody addressed": (claim("c1", "UA governor", "accuses", against="RU"), claim("c2", "US", "denies"), set()),
    "a refusal of what was proposed": (claim("c1", "US", "proposes"), claim("c2", "RU", "refuses"), {"responds_to"}),
    "a consent to what was demanded of it": (claim("c1", "US", "demands", against="RU"), claim("c2", "RU", "promises"), {"responds_to"}),
    "a promise that nobody asked for": (claim("c1", "US", "demands", against="UA"), claim("c2", "RU", "promises"), set()),
    "one side does not answer itself": (claim("c1", "RU ministry", "proposes"), claim("c2", "RU", "refuses"), set()),
    "a statement is no answer": (claim("c1", "UA governor", "accuses", against="RU"), claim("c2", "RU", "states"), set()),
}  # fmt: skip


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_is_to_what_addresses_it(name: str) -> None:
    first, second, expected = ANSWERS[name]
    found = stands(first, second)
    assert {type_ for _, _, type_ in found} == expected
    assert all((a, b) == ("c2", "c1") for a, b, type_ in found if type_ == "responds_to")


def test_an_answer_is_to_the_nearest() -> None:
    made = stands(
        claim("c1", "UA governor", "accuses", against="RU"),
        claim("c2", "US", "accuses", against="RU"),
        claim("c3", "RU ministry", "denies"),
    )
    assert {(a, b) for a, b, type_ in made if type_ == "responds_to"} == {("c3", "c2")}


TEXT = "The council said the bridge was shelled by the brigade. The brigade denied any involvement. The mayor spoke of bread."


def _told(id_: str, words: str, who: str, kind: str, **more: object) -> Claim:
    start = TEXT.index(words)
    one = claim(id_, who, kind)  # type: ignore[arg-type]
    given = {name: getattr(one, name) for name in Claim.__dataclass_fields__}
    return Claim(**given | {"content": (Span(start=start, end=start + len(words)),), **more})


@pytest.mark.parametrize(("words", "expected"), [("any involvement", {"responds_to", "contradicts"}), ("bread", set())])
def test_a_denial_that_points_back_answers_what_is_told_before_it(words: str, expected: set[str]) -> None:
    claims = [_told("c1", "the bridge was shelled", "UA", "states"), _told("c2", words, "RU", "denies")]
    one = reading("d", [], claims)
    ctx = replace(context(one), texts={"d": TEXT})
    assert {item.type for item in second_layer([], [], [one], ctx).disagreements} == expected
