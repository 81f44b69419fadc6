"""The reference page of times is what the rules say now, and it knows every rule that the table of phrases meets."""

import re
from datetime import date
from pathlib import Path

from montjoie.ground.date_page import REASONS, RULES, times_page
from montjoie.ground.dates import resolve_time
from montjoie.schema import Span, TimeWords

TESTS = Path(__file__).parent
PAGE = TESTS.parents[1] / "docs" / "reference" / "times.md"
FAMILIES = re.compile(r"(?:this|last|next|the_next)_(?:week|month|year)|relative(?:_\w+)?")


def test_the_page_is_made_from_the_rules_as_they_are() -> None:
    assert PAGE.read_text(encoding="utf-8") == times_page(), "run: python -m montjoie.ground.date_page > docs/reference/times.md"


def test_every_rule_that_a_phrase_meets_is_on_the_page() -> None:
    known = {rule for rule, _, _ in RULES} | {f"unresolved:{rule}" for rule, _, _ in REASONS}
    met = set()
    for line in (TESTS / "times.txt").read_text(encoding="utf-8").splitlines():
        match = re.match(r"(.*)\[(.+)\](.*?) \| ", line)
        if match and not line.startswith("#"):
            words = TimeWords(span=Span(start=len(match[1]), end=len(match[1]) + len(match[2])))
            met.add(resolve_time("".join(match.groups()), words, published=date(2024, 4, 17)).rule)
    assert {rule for rule in met if not FAMILIES.fullmatch(rule)} <= known


def test_an_example_shows_the_rule_that_it_stands_by() -> None:
    page = times_page()
    for rule, examples, _ in RULES:
        row = next(line for line in page.splitlines() if line.endswith(f"| `{rule}` |"))
        assert len(re.findall(r"\d{4}-\d\d-\d\d", row)) >= len(examples), rule
