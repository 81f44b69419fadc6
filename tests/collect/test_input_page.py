"""The page on input says what the code does."""

import re
from pathlib import Path
from typing import get_args, get_type_hints

import pytest

from montjoie.collect.html import MOST_TAGS
from montjoie.collect.records import NAMES
from montjoie.schema import Refusal

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "input.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("field", sorted(NAMES))
def test_the_names_of_fields_are_those_that_are_guessed(field: str) -> None:
    (row,) = re.findall(rf"^\| `{field}` \| ([^|]*) \|", PAGE, re.MULTILINE)
    assert tuple(name.strip() for name in row.split(",")) == NAMES[field]


def test_the_codes_are_those_of_refusals() -> None:
    codes = set(re.findall(r"^\| `(\w+)` \|", PAGE.split("## Refusals")[1], re.MULTILINE))
    assert codes == set(get_args(get_type_hints(Refusal)["code"])) - {"bad_reading", "no_document"}
    assert f"{MOST_TAGS:,} elements" in PAGE
