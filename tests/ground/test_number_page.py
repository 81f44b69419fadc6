"""The reference page of numbers is what the rules say now."""

from pathlib import Path

from montjoie.ground.number_page import numbers_page

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "numbers.md"


def test_the_page_is_made_from_the_rules_as_they_are() -> None:
    assert PAGE.read_text(encoding="utf-8") == numbers_page(), "run: python -m montjoie.ground.number_page > docs/reference/numbers.md"
