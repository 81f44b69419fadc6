"""What is wrong with a report has one outcome, written down in docs/reference/bad-input.md, and joins nothing silently."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from montjoie import exporting
from montjoie.pipeline import open_to_read, run
from montjoie.settings import Settings

TEXT = (
    "Shells struck the market of Kherson on Friday, the regional governor said. Twelve people were killed in the attack and buses burnt out "
    "beside the river quay while rescuers carried wounded traders towards the clinic."
)
Write = Callable[..., Path]


def reading(
    identity: str, text: str = TEXT, *, toll: str = "Twelve people", low: int = 12, places: tuple[str, ...] = ("Kherson",)
) -> dict[str, Any]:
    incident = {
        "id": "i1", "type": "shelling", "reality": "actual", "trigger": [{"q": "struck"}, {"q": "attack"}],
        "place": [{"q": place} for place in places], "time": {"q": "on Friday", "start": "2022-03-04", "end": "2022-03-04"},
        "toll": [{"q": toll, "kind": "killed", "low": low, "high": low, "unit": "people"}], "target": [{"q": "the market"}],
    }  # fmt: skip
    return {"doc": identity, "incidents": [incident], "claims": [], "commitments": []}


@pytest.fixture
def taken(tmp_path: Path, exported: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """Return a function that takes articles with readings into one record and gives its export."""
    record, readings = tmp_path / "bad.record", tmp_path / "readings"
    readings.mkdir()

    def take(paths: list[Path], *made: dict[str, Any], at: str | None = None) -> dict[str, Any]:
        for one in made:
            (readings / f"{one['doc']}.json").write_text(json.dumps(one), encoding="utf-8")
        run(Settings(record=record, paths=tuple(paths), readings=(readings,), zone="Europe/Kyiv", model=False))
        return exported(record, at)

    return take


def test_without_a_publication_time_a_report_is_in_now_and_in_no_past(taken: Callable[..., dict[str, Any]], write_article: Write) -> None:
    paths = [write_article("dated", TEXT), write_article("undated", TEXT.replace("buses", "cars").replace("quay", "port"), published=None)]
    made = (reading("dated"), reading("undated", TEXT.replace("buses", "cars")))
    assert [len(incident["mentions"]) for incident in taken(paths, *made)["incidents"]] == [2]
    assert [len(incident["mentions"]) for incident in taken(paths, *made, at="2022-03-06T00:00:00Z")["incidents"]] == [1]


def test_a_time_in_the_future_is_kept_and_known_only_then(taken: Callable[..., dict[str, Any]], write_article: Write) -> None:
    path = write_article("future", TEXT, published="2190-01-01T00:00:00Z")
    (incident,) = taken([path], reading("future"))["incidents"]
    assert incident["time"]["start"] == "2022-03-04"
    assert taken([path], at="2022-03-06T00:00:00Z")["incidents"] == []


def test_a_time_that_a_correction_moves_back_makes_the_report_known_earlier(
    taken: Callable[..., dict[str, Any]], write_article: Write
) -> None:
    first = taken([write_article("moved", TEXT, published="2022-03-09T10:00:00Z")], reading("moved"))
    assert first["incidents"][0]["first_known"].startswith("2022-03-09")
    moved = taken([write_article("moved", TEXT, published="2022-03-05T10:00:00Z")])
    assert [incident["first_known"][:10] for incident in moved["incidents"]] == ["2022-03-05"]
    assert len(taken([], at="2022-03-06T00:00:00Z")["incidents"]) == 1


def test_many_copies_of_one_wire_are_one_incident_of_one_source(taken: Callable[..., dict[str, Any]], write_article: Write) -> None:
    names = [f"copy-{n:02d}" for n in range(25)]
    export = taken([write_article(name, TEXT, outlet=f"Outlet {name}") for name in names], *(reading(name) for name in names))
    (incident,) = export["incidents"]
    assert len(incident["mentions"]) == len(names)
    assert incident["independent_sources"] == 1
    assert len(incident["merged_by"]) == len(names) - 1
    assert incident["toll"]["killed"]["best"] == 12


def test_places_of_one_incident_that_cannot_both_be_are_kept_and_one_is_settled(
    taken: Callable[..., dict[str, Any]], write_article: Write
) -> None:
    text = TEXT.replace("Kherson on Friday", "Kherson on Friday, near Lviv")
    (incident,) = taken([write_article("two", text)], reading("two", text, places=("Kherson", "Lviv")))["incidents"]
    assert {place["name"] for place in incident["places"]} == {"Kherson", "Lviv"}
    assert incident["place"]["name"] in ("Kherson", "Lviv")


@pytest.mark.parametrize("target", ["the market", "the depot"])
def test_a_figure_of_a_billion_is_kept_as_told_and_speaks_against_joining(
    taken: Callable[..., dict[str, Any]], write_article: Write, target: str
) -> None:
    """One town, day and kind are one incident whatever the figures, and its joining says that they speak against it."""
    text = TEXT.replace("Twelve people", "1,000,000,000 people").replace("the market", target)
    many = reading("many", text, toll="1,000,000,000 people", low=10**9)
    many["incidents"][0]["target"] = [{"q": target}]
    (incident,) = taken([write_article("many", text), write_article("few", TEXT)], many, reading("few"))["incidents"]
    killed = incident["toll"]["killed"]
    assert (killed["low"], killed["best"], killed["high"]) == (12, 12, 10**9)
    assert sorted(figure["q"] for figure in killed["figures"]) == ["1,000,000,000 people", "Twelve people"]
    (link,) = incident["merged_by"]
    assert any(evidence["feature"] == "killed" and evidence["weight"] < 0 for evidence in link["evidence"])


@pytest.fixture
def exported() -> Callable[..., dict[str, Any]]:
    """Return a function that gives the export of a record as an object."""

    def export(record: Path, at: str | None = None) -> dict[str, Any]:
        with open_to_read(record) as store:
            found: dict[str, Any] = json.loads(exporting.export(store, "json", out=None, as_known_at=at, as_recorded_at=None).content)
            return found

    return export
