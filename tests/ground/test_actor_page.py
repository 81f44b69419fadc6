"""The reference page of actors is what the tables and rules say now."""

from pathlib import Path

from montjoie.ground.actor_page import actors_page

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "actors.md"


def test_the_page_is_made_from_the_tables_and_rules_as_they_are() -> None:
    assert PAGE.read_text(encoding="utf-8") == actors_page(), "run: python -m montjoie.ground.actor_page > docs/reference/actors.md"
