"""explain, positions, count, and the filters by subject and incident, on the sample."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from montjoie.cli import app
from montjoie.errors import NotInRecord

RUNNER = CliRunner()


def asked(record: Path, *arguments: str) -> Any:
    done = RUNNER.invoke(app, [*arguments, "--record", str(record), "--json"])
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


@pytest.mark.parametrize("kind", ["incidents", "claims", "commitments", "disagreements", "ledger"])
def test_every_kind_of_line_is_explained_with_its_words(sample_record: Path, kind: str) -> None:
    for one in asked(sample_record, "show", kind)[:5]:
        made = asked(sample_record, "explain", one["id"])
        assert made["id"] == one["id"]
        assert any(step["words"] and step["where"] for step in made["steps"])
        assert all(step["what"] and step["by"] for step in made["steps"])


def test_a_figure_is_explained(sample_record: Path) -> None:
    figure = next(
        figure for incident in asked(sample_record, "show", "incidents") for toll in incident["toll"].values() for figure in toll["figures"]
    )
    made = asked(sample_record, "explain", figure["id"])
    assert made["kind"] == "figure"
    assert made["steps"][0]["words"] == figure["q"]


def test_what_is_nothing_is_said(sample_record: Path) -> None:
    done = RUNNER.invoke(app, ["explain", "claim-ffffffffffff", "--record", str(sample_record)])
    assert isinstance(done.exception, NotInRecord)


def test_no_explanation_says_the_word(sample_record: Path) -> None:
    for line in asked(sample_record, "show", "ledger"):
        made = asked(sample_record, "explain", line["id"])
        assert "violated" not in " ".join(f"{step['what']} {step['by']}" for step in made["steps"])


def test_lists_are_narrowed_to_a_subject_and_an_incident(sample_record: Path) -> None:
    pauses = asked(sample_record, "show", "commitments", "--subject", "humanitarian_pause")
    assert pauses
    assert {one["subject"] for one in pauses} == {"humanitarian_pause"}
    one = asked(sample_record, "show", "commitments")[0]
    assert [kept["id"] for kept in asked(sample_record, "show", "commitments", "--subject", one["id"])] == [one["id"]]
    incident = next(line["incident"] for line in asked(sample_record, "show", "ledger") if line["incident"])
    assert {line["incident"] for line in asked(sample_record, "show", "ledger", "--incident", incident)} == {incident}
    assert all(incident in claim["about"] for claim in asked(sample_record, "show", "claims", "--incident", incident))


def test_positions_of_a_name_with_its_article_are_those_without(sample_record: Path) -> None:
    assert asked(sample_record, "positions", "city council of Mariupol") == asked(
        sample_record, "positions", "The city council of Mariupol"
    )


def test_positions_are_in_order_and_of_public_actors_only(sample_record: Path) -> None:
    rows = asked(sample_record, "positions", "Russia", "--subject", "humanitarian_pause")
    assert [row["known"] for row in rows] == sorted(row["known"] for row in rows)
    assert any(row["what"].startswith("stands: ") for row in rows)
    private = [claim for claim in asked(sample_record, "show", "claims") if not claim["who"]["public"]]
    assert private
    done = RUNNER.invoke(app, ["positions", "a resident", "--record", str(sample_record)])
    assert isinstance(done.exception, NotInRecord)


def test_counts_name_their_base_and_never_add_allegations(sample_record: Path) -> None:
    rows = asked(sample_record, "count", "--by", "month")
    lines = asked(sample_record, "show", "ledger")
    assert sum(row["in_scope"] + row["cannot_be_told"] + row["outside"] for row in rows) == sum(
        line["incident"] is not None for line in lines
    )
    assert sum(len(row["allegations_without_incident"]) for row in rows) == sum(line["incident"] is None for line in lines)
    assert {row["review"] for row in rows} == {"machine, unreviewed"}
    assert all(row["documents"] and row["languages"] for row in rows if row["alleged"])


@pytest.mark.parametrize("kind", ["disagreements", "ledger"])
def test_an_actor_has_the_lines_that_its_claims_tell(sample_record: Path, kind: str) -> None:
    claims = {one["id"]: one for one in asked(sample_record, "show", "claims")}
    for one in asked(sample_record, "show", kind, "--actor", "Russia"):
        told = [one.get("a"), one.get("b"), *one.get("alleged_by", ()), *one.get("acknowledged_by", ()), *one.get("assessed_by", ())]
        told += [dispute["claim"] for dispute in one.get("disputed_by", ())]
        people = json.dumps([(claims[claim]["who"], claims[claim]["via"], claims[claim]["against"]) for claim in told if claim in claims])
        assert "state:RU" in people or "russia" in people.casefold()
    assert asked(sample_record, "show", kind, "--actor", "Russia")
