"""Annotated articles written in other ways: what was annotated is still there, and it is still what it was."""

import random
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from montjoie.extract.annotation import ReadingShape
from montjoie.extract.given import fit_reading
from training.variants import changed, marks, moved, names_of_places, variants

TEXT = "Shelling hit Volnovakha\n“They shelled Volnovakha’s market,” the governor said. The “Eastern” guard wasn't there."
NAMES = {"settlement": ["Mlyniv", "Stara Krasnianka"]}


class Article(NamedTuple):
    """An annotated article."""

    name: str
    text: str
    title: str
    annotation: dict[str, Any]


def quote(words: str, nth: int = 0) -> dict[str, Any]:
    at = -1
    for _ in range(nth + 1):
        at = TEXT.index(words, at + 1)
    return {"q": words, "s": at, "e": at + len(words)}


GOLD = Article(
    "fk-1",
    TEXT,
    "",
    {
        "doc": "fk-1",
        "incidents": [
            {
                "id": "i1", "type": "shelling", "trigger": [quote("Shelling"), quote("shelled")], "actor": [quote("“Eastern” guard")],
                "place": [quote("Volnovakha") | {"name": "Volnovakha", "kind": "settlement"}],
            }
        ],
        "claims": [{"id": "c1", "source": quote("the governor"), "kind": "accuses", "content": [quote("They shelled Volnovakha’s market")]}],
        "commitments": [], "relations": [],
    },
)  # fmt: skip


def quotations(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        if "s" in node:
            yield node
        node = list(node.values())
    if isinstance(node, list):
        for item in node:
            yield from quotations(item)


@pytest.mark.parametrize("seed", range(20))
def test_every_quotation_of_a_variant_fits_its_text(seed: int) -> None:
    made = variants(GOLD, NAMES, random.Random(seed))  # type: ignore[arg-type]
    assert made
    for one in made:
        assert all(one.text[found["s"] : found["e"]] == found["q"] for found in quotations(one.annotation))
        reading = fit_reading(ReadingShape.model_validate(one.annotation), "fk-1", one.text, name="fk-1")
        assert [one.text[t.start : t.end].casefold() for t in reading.incidents[0].triggers] == ["shelling", "shelled"]


def test_another_town_stands_wherever_the_town_stood() -> None:
    [edits] = [edits for seed in range(20) if (edits := moved(GOLD, NAMES, random.Random(seed)))][:1]  # type: ignore[arg-type]
    one = changed(GOLD, edits)  # type: ignore[arg-type]
    assert one is not None
    name = one.annotation["incidents"][0]["place"][0]["q"]
    assert name in NAMES["settlement"]
    assert "Volnovakha" not in one.text
    assert one.text.count(name) == 2
    assert one.annotation["claims"][0]["content"][0]["q"] == f"They shelled {name}’s market"


def test_a_lost_mark_inside_a_quotation_is_lost_in_it_too() -> None:
    at = TEXT.index("“Eastern”")
    one = changed(GOLD, [(at, at + 1, ""), (at + 8, at + 9, "")])  # type: ignore[arg-type]
    assert one is not None
    assert one.annotation["incidents"][0]["actor"][0]["q"] == "Eastern guard"


def test_a_variant_that_would_leave_nothing_of_a_quotation_is_none() -> None:
    found = GOLD.annotation["incidents"][0]["trigger"][0]
    assert changed(GOLD, [(found["s"], found["e"], "")]) is None  # type: ignore[arg-type]
    assert changed(GOLD, []) is None  # type: ignore[arg-type]


def test_marks_change_letters_only_in_the_first_line() -> None:
    for seed in range(20):
        one = changed(GOLD, marks(GOLD, random.Random(seed)))  # type: ignore[arg-type]
        if one is not None:
            assert one.text.split("\n")[1].replace("'", "’") in {
                TEXT.split("\n")[1].replace("'", "’"), *(_without(TEXT.split("\n")[1], kept) for kept in range(16))
            }  # fmt: skip


def _without(line: str, kept: int) -> str:
    """Return a line with those of its quotation marks that a number's bits name."""
    made, seen = "", 0
    for letter in line:
        if letter in '“”"':
            seen += 1
            if not kept >> (seen - 1) & 1:
                continue
        made += letter
    return made.replace("'", "’")


def test_places_are_known_by_their_kind() -> None:
    assert names_of_places([GOLD]) == {"settlement": ["Volnovakha"]}  # type: ignore[list-item]
