"""The floors that are never skipped: what must come out of the sample, which we annotated ourselves."""

import json
from pathlib import Path
from typing import Any

import pytest

from montjoie import exporting
from montjoie.pipeline import open_to_read


@pytest.fixture(scope="module")
def export(sample_record: Path) -> dict[str, Any]:
    return exported(sample_record, None)


def exported(record: Path, at: str | None) -> dict[str, Any]:
    with open_to_read(record) as store:
        loaded: dict[str, Any] = json.loads(exporting.export(store, "json", out=None, as_known_at=at, as_recorded_at=None).content)
        return loaded


def hospital(export: dict[str, Any]) -> dict[str, Any]:
    found: list[dict[str, Any]] = [i for i in export["incidents"] if "health" in i["target_class"] and i["time"]["start"] == "2022-03-09"]
    assert len(found) == 1
    return found[0]


def documents_of(incident: dict[str, Any]) -> set[str]:
    return {mention["doc"] for mention in incident["mentions"]}


def test_one_strike_told_by_six_reports_is_one_incident(export: dict[str, Any]) -> None:
    assert documents_of(hospital(export)) == {"sample-11", "sample-12", "sample-14", "sample-15", "sample-19", "sample-22"}


def test_two_more_who_died_are_added_to_their_speakers_own_count(export: dict[str, Any]) -> None:
    killed = hospital(export)["toll"]["killed"]
    assert (killed["low"], killed["best"], killed["high"]) == (0, 5, 5)
    assert [f["q"] for f in killed["figures"] if f["role"] == "further"] == ["Two more people", "two more"]
    assert hospital(export)["toll"]["injured"]["best"] == 17


@pytest.mark.parametrize(
    ("at", "killed"),
    [("2022-03-09T20:00+02:00", 17), ("2022-03-09T22:00+02:00", 0), ("2022-03-10T18:00+02:00", 3), ("2022-03-14T23:00+02:00", 5)],
)
def test_a_toll_is_what_had_been_told_by_then(sample_record: Path, at: str, killed: int) -> None:
    assert hospital(exported(sample_record, at))["toll"]["killed"]["best"] == killed


def test_a_lowered_count_holds(export: dict[str, Any]) -> None:
    (hamlet,) = [i for i in export["incidents"] if "sample-13" in documents_of(i) and i["toll"].get("killed")]
    assert hamlet["toll"]["killed"]["best"] == 3
    assert any(figure["superseded_by"] for figure in hamlet["toll"]["killed"]["figures"])


def test_nobody_is_settled_as_author_where_both_sides_blame_the_other(export: dict[str, Any]) -> None:
    assert hospital(export)["perpetrator"]["name"] is None
    assert hospital(export)["grade"]["value"] == "contested"


def test_copies_are_marked_and_add_no_source(export: dict[str, Any]) -> None:
    copies = {document["id"]: document["copy_of"] for document in export["documents"] if document["copy_of"]}
    assert copies == {"sample-02": "sample-01", "sample-06": "sample-05"}
    for incident in export["incidents"]:
        if documents_of(incident) <= {"sample-05", "sample-06"}:
            alone = {mention["doc"] for mention in incident["mentions"]} == {"sample-05"}
            assert alone or incident["independent_sources"] <= 2


def test_a_count_of_breaches_is_one_line_for_each_side(export: dict[str, Any]) -> None:
    counted = sorted(line["count"]["low"] for line in export["ledger"] if line["count"] and line["incident"] is None)
    assert counted == [14, 31]


def test_the_word_for_a_breach_is_never_ours(export: dict[str, Any]) -> None:
    def keys_and_codes(value: Any) -> list[str]:
        if isinstance(value, dict):
            return [str(k) for k in value] + [
                w for k, inner in value.items() if k not in ("q", "title", "name") for w in keys_and_codes(inner)
            ]
        if isinstance(value, list):
            return [word for inner in value for word in keys_and_codes(inner)]
        return [value] if isinstance(value, str) else []

    assert not any("violated" in word for word in keys_and_codes(export["ledger"]))


def test_a_village_without_an_entry_has_no_made_up_coordinates(export: dict[str, Any]) -> None:
    places = [p for i in export["incidents"] for p in i["places"] if p["name"] and "Sosnivka" in p["name"]]
    assert places
    assert all(place["lat"] is None and "not in the gazetteer" in place["basis"] for place in places)


def test_planned_and_denied_incidents_stay_apart_from_what_happened(export: dict[str, Any]) -> None:
    by_id = {incident["id"]: incident for incident in export["incidents"]}
    carried_out = [
        link["to"] for i in export["incidents"] if i["reality"] == "planned" for link in i["links"] if link["relation"] == "carried_out"
    ]
    assert carried_out
    assert all(by_id[to]["reality"] == "actual" for to in carried_out)
    assert all(not incident["codeable"] for incident in export["incidents"] if incident["reality"] != "actual")


def test_a_digest_is_known_part_by_part(sample_record: Path) -> None:
    printed = exported(sample_record, "2022-03-07")  # the digest came out on the 8th; its dispatches are of the 5th to the 7th
    told = {m["known"][:10] for i in printed["incidents"] for m in i["mentions"] if m["doc"] == "sample-09"}
    assert told
    assert max(told) <= "2022-03-07"


def test_absence_is_stated(export: dict[str, Any]) -> None:
    undated = [i for i in export["incidents"] if i["time"]["start"] is None]
    assert undated
    assert all(i["time"]["end"] is None and i["time"]["precision"] is None for i in undated)
    silent = [i for i in export["incidents"] if "killed" not in i["toll"]]
    assert silent
