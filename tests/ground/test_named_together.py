"""Several who are named together are parties each, as far as they are known."""

import pytest

from montjoie.ground.named_together import each_of, parts_of
from montjoie.schema import Span, Who


def whole(text: str) -> Span:
    return Span(start=0, end=len(text))


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("Norland and Sudland", ["Norland", "Sudland"]),
        ("Norland, Sudland, and the League", ["Norland", "Sudland", "the League"]),
        ("Norland", []),
        ("the Norland band", []),
    ],
)
def test_parts_are_cut_at_commas_and_and(words: str, parts: list[str]) -> None:
    assert [words[span.start : span.end] for span in parts_of(words, whole(words))] == parts


def test_one_known_and_one_unknown_stay_together() -> None:
    text = "Norland and its friends"
    first, second = parts_of(text, whole(text))
    many, known = Who(span=whole(text), basis="several"), Who(span=first, id="state:NO", basis="list")
    whos = {(whole(text), "party"): many, (first, "party"): known, (second, "party"): Who(span=second, basis="described")}
    assert each_of(text, [whole(text)], "party", whos) == (many,)
    whos[second, "party"] = Who(span=second, id="org:friends", basis="list")
    assert [who.id for who in each_of(text, [whole(text)], "party", whos)] == ["state:NO", "org:friends"]
