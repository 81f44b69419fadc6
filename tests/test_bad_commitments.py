"""Bad input to the ledger: what is missing or opposed is said to be so, and nothing is guessed. docs/reference/ledger.md has the table."""

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.reconciled import settle, told
from bench.scenarios import listed_actors
from montjoie.ground import Gazetteer
from montjoie.reconcile import Second
from montjoie.reconcile.roots import party_key
from montjoie.settled import LedgerLine

SCENARIOS = Path(__file__).parent / "scenarios"


def settled(name: str) -> Second:
    scenario = json.loads(next(SCENARIOS.glob(f"{name}-*.json")).read_text(encoding="utf-8"))
    lists = (Gazetteer.open(user=()), listed_actors(scenario.get("actors") or ()))
    return settle([told(report, lists) for report in scenario["reports"]])


def outcomes(lines: tuple[LedgerLine, ...], part: str) -> set[tuple[str, str]]:
    return {(test.outcome, test.why) for line in lines for test in line.why if test.part == part}


def test_a_bound_party_that_is_not_known() -> None:
    made = settled("31")
    assert made.ledger
    assert all(line.in_scope != "yes" for line in made.ledger)
    assert all(outcome == "undetermined" for outcome, _ in outcomes(made.ledger, "party"))


def test_a_duration_without_a_start() -> None:
    made = settled("29")
    truce = next(thread for thread in made.threads if thread.subject == "ceasefire")
    lines = tuple(line for line in made.ledger if line.commitment == truce.id and line.incident)
    assert outcomes(lines, "time") == {("undetermined", "start_unknown")}
    assert {line.value for line in truce.status if line.basis in ("start", "end")} <= {
        "undetermined"
    }  # it has run out or not: nobody can tell


def test_a_scope_in_words_that_no_class_covers() -> None:
    made = settled("30")
    lines = tuple(line for line in made.ledger if line.incident)
    assert lines
    assert ("undetermined", "scope_not_resolved") in outcomes(lines, "target")
    assert all(line.in_scope != "yes" for line in lines)


def test_two_commitments_that_contradict_each_other_are_both_kept_with_whose_they_are() -> None:
    made = settled("08")  # a truce for the whole east, by the mediator; for one territory and nowhere else, by a party
    truces = [thread for thread in made.threads if thread.subject in ("ceasefire", "limited_ceasefire")]
    assert {key for thread in truces for term in thread.terms for who in term.bound if (key := party_key(who))} or truces
    contradicting = [one for one in made.disagreements if one.type == "contradicts" and one.slot == "commitment"]
    assert contradicting
    assert all(one.a != one.b for one in contradicting)


def test_a_speaker_quoted_on_both_sides_of_a_question_on_one_day() -> None:
    made = settled("32")
    army = [line for thread in made.threads for line in thread.status if line.by == "own_word" and party_key(line.party) == "state:SD"]
    assert "undetermined" in {line.value for line in army}
    assert not [one for one in made.disagreements if one.type == "corroborates" and one.slot == "commitment"]


@pytest.mark.parametrize("name", ["29", "30", "31", "32", "08"])
def test_whatever_cannot_be_told_has_its_reason(name: str) -> None:
    assert all(test.why for line in settled(name).ledger for test in line.why)
