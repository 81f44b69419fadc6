"""The forty scenarios of commitments and claims: their reports, readings and expectations hold together."""

import json
from pathlib import Path
from typing import Any

import pytest

from montjoie.extract.annotation import ReadingShape
from montjoie.extract.given import fit_reading
from montjoie.schema import Reading

SCENARIOS = [
    json.loads(path.read_text(encoding="utf-8")) | {"file": path.stem} for path in sorted(Path(__file__).parent.glob("scenarios*/*.json"))
]


def readings(scenario: dict[str, Any]) -> dict[str, Reading]:
    return {
        report["id"]: fit_reading(ReadingShape.model_validate(report["reading"]), report["id"], report["text"], name=report["id"])
        for report in scenario["reports"]
    }


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario["file"])
def test_every_reading_fits_its_report(scenario: dict[str, Any]) -> None:
    assert len(readings(scenario)) == len(scenario["reports"]) >= 2


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario["file"])
def test_every_act_is_in_one_thread(scenario: dict[str, Any]) -> None:
    acts = sorted(f"{name}/{act.item}" for name, reading in readings(scenario).items() for act in reading.commitments)
    assert sorted(act for thread in scenario["expected"]["threads"] for act in thread["acts"]) == acts


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario["file"])
def test_what_is_expected_names_what_the_reports_have(scenario: dict[str, Any]) -> None:
    made = readings(scenario)
    incidents = {f"{name}/{incident.item}" for name, reading in made.items() for incident in reading.incidents}
    claims = {f"{name}/{claim.item}" for name, reading in made.items() for claim in reading.claims}
    threads = {thread["key"] for thread in scenario["expected"]["threads"]}
    for line in scenario["expected"]["ledger"]:
        assert line["thread"] in threads
        assert line["incident"] is None or line["incident"] in incidents
        assert set(line.get("alleged_by") or ()) <= claims
    for status in scenario["expected"]["status"]:
        assert status["thread"] in threads
    for pair in scenario["expected"].get("disagreements", ()):
        assert {pair["a"], pair["b"]} <= claims
