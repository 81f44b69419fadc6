"""Exports to the formats of others: rows coded by hand by the target's rules, what is left out, what is said beside."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
from made import export, incident

from montjoie import deciding, exporting
from montjoie.pipeline import open_to_read
from montjoie.serve import acled, geojson, targets, ucdp
from montjoie.serve.exports import guarded
from montjoie.settled import KINDS

GOLDEN = json.loads((Path(__file__).parent / "golden_rows.json").read_text(encoding="utf-8"))
SHEETS = {"acled": acled.acled, "ucdp": ucdp.ucdp}
REFERENCE = {
    "acled": "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp",
    "ucdp": "id,relid,year,active_year,code_status,type_of_violence,conflict_dset_id,conflict_new_id,conflict_name,dyad_dset_id,dyad_new_id,dyad_name,side_a_dset_id,side_a_new_id,side_a,side_b_dset_id,side_b_new_id,side_b,number_of_sources,source_article,source_office,source_date,source_headline,source_original,where_prec,where_coordinates,where_description,adm_1,adm_2,latitude,longitude,geom_wkt,priogrid_gid,country,country_id,region,event_clarity,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low,gwnoa,gwnob",
}


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


@pytest.mark.parametrize("case", GOLDEN, ids=lambda case: case["name"])
def test_a_row_is_what_a_coder_by_the_targets_rules_writes(case: dict[str, Any]) -> None:
    sheet = SHEETS[case["to"]](export(case["incidents"]))
    assert not sheet.left_out
    assert len(sheet.rows) == len(case["rows"])
    for row, wanted in zip(sheet.rows, case["rows"], strict=True):
        assert {column: row.cells.get(column, "") for column in wanted} == wanted


@pytest.mark.parametrize("to", SHEETS)
def test_the_columns_are_those_of_the_format(to: str) -> None:
    assert ",".join(SHEETS[to](export([])).columns) == REFERENCE[to]


def test_ucdp_takes_no_incident_without_a_death_and_best_is_the_sum_of_its_parts(sample_record: Path) -> None:
    with open_to_read(sample_record) as store:
        made = exporting.export(store, "ucdp", out=None, as_known_at=None, as_recorded_at=None)
    rows = list(csv.DictReader(io.StringIO(made.content)))
    assert rows
    for row in rows:
        assert int(row["best"]) == sum(int(row[name]) for name in ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown"))
        assert 0 < int(row["high"]) >= int(row["best"]) >= int(row["low"])


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"reality": "planned"}, "planned, not reported to have happened"),
        ({"reality": "denied"}, "denied, not reported to have happened"),
        ({"aggregate": True}, "a summary of several: no single event"),
        ({"type": "talks"}, "ACLED has no event for talks"),
        ({"start": None}, "no text says the day"),
        ({"date_prec": 5}, "known only to the year"),
        ({"places": []}, "no place with coordinates"),
    ],
)
def test_what_acled_cannot_hold_is_left_out_with_its_reason(change: dict[str, Any], why: str) -> None:
    sheet = acled.acled(export([{"type": "shelling", "places": ["Kharkiv"], **change}]))
    assert [one.why for one in sheet.left_out] == [why]
    assert not sheet.rows
    assert targets.loss_report(sheet, export([{"type": "shelling", "places": ["Kharkiv"], **change}]))["left_out_by_reason"] == {why: 1}


@pytest.mark.parametrize("disputed", [True, False])
def test_the_notes_say_where_the_named_side_denies_it(disputed: bool) -> None:
    given = export([{"type": "shelling", "places": ["Kharkiv"], "actors": ["forces:RU"]}])
    given["incidents"][0]["actors"][0]["disputed_by"] = ["claim-1"] if disputed else []
    (row,) = acled.acled(given).rows
    assert row.cells["actor1"] == "Military Forces of Russia"
    assert ("Who did it is disputed." in row.cells["notes"]) is disputed


@pytest.mark.parametrize("disputed", [True, False])
def test_ucdp_rows_say_where_a_named_side_denies_it(disputed: bool) -> None:
    given = export([{"type": "shelling", "places": ["Kharkiv"], "actors": ["forces:RU"], "killed": {"low": 3, "best": 3, "high": 3}}])
    given["incidents"][0]["actors"][0]["disputed_by"] = ["claim-1"] if disputed else []
    (row,) = ucdp.ucdp(given).rows
    assert row.cells["code_status"] == ("Check dyad" if disputed else "Clear")


@pytest.mark.parametrize("to", ["csv", "acled", "ucdp", "geojson", "json", "parquet"])
def test_every_export_says_what_it_could_not_hold(to: str, copy_of_sample: Path, tmp_path: Path) -> None:
    out = tmp_path / f"out.{to}"
    with open_to_read(copy_of_sample) as store:
        made = exporting.export(store, to, out=out, as_known_at=None, as_recorded_at=None)
    loss = json.loads(made.beside[0].read_text(encoding="utf-8"))
    assert loss["incidents"] == loss["incidents_in_rows"] + len(loss["left_out"])
    assert 0 < loss["cells_filled"] <= 1
    if to != "json":
        more = rows_of(made.beside[1])
        assert len({row["incident"] for row in more if row["state"] == "stands"}) == loss["incidents_in_rows"]
        assert tuple(more[0]) == targets.MORE_COLUMNS


def test_an_incident_that_was_merged_away_leaves_a_tombstone_that_names_what_stands(copy_of_sample: Path, tmp_path: Path) -> None:
    with open_to_read(copy_of_sample) as store:
        view = json.loads(exporting.export(store, "json", out=None, as_known_at=None, as_recorded_at=None).content)
        shellings = [i["id"] for i in view["incidents"] if i["type"] == "shelling" and i["codeable"]]
        wanted = deciding.Wanted(what="same", identity=shellings[0], values=(shellings[1],), kind="incident", words=None, nth=1, who="a tester", why="one event")  # fmt: skip
        deciding.decide(store, wanted)
        made = exporting.export(store, "csv", out=tmp_path / "x.csv", as_known_at=None, as_recorded_at=None)
    gone = [row for row in rows_of(made.beside[1]) if row["state"] == "gone"]
    stands = {row["incident"] for row in rows_of(made.beside[1]) if row["state"] == "stands"}
    assert len(gone) == 1
    assert {gone[0]["incident"], gone[0]["replaced_by"]} == set(shellings[:2])
    assert gone[0]["replaced_by"] in stands


def test_parquet_is_read_by_duckdb_and_polars(copy_of_sample: Path, tmp_path: Path) -> None:
    with open_to_read(copy_of_sample) as store:
        exporting.export(store, "parquet", out=tmp_path / "tables", as_known_at=None, as_recorded_at=None)
        whole = json.loads(exporting.export(store, "json", out=None, as_known_at=None, as_recorded_at=None).content)
    for kind in KINDS:
        files = str(tmp_path / "tables" / kind / "*.parquet")
        assert pl.read_parquet(files).height == len(whole[kind])
        assert duckdb.execute(f"SELECT count(*) FROM read_parquet('{files}')").fetchone() == (len(whole[kind]),)
    best = duckdb.execute(
        f"SELECT max(killed_best) FROM read_parquet('{tmp_path}/tables/incidents/*.parquet') WHERE type = 'air_strike'"
    ).fetchone()
    assert best == (5,)


def test_geojson_draws_a_vague_place_as_an_area() -> None:
    exact, vague = (incident(n, {"type": "shelling", "places": ["Kharkiv"], "where_prec": n}) for n in (1, 4))
    assert geojson.feature(exact)["geometry"]["type"] == "Point"  # type: ignore[arg-type]
    ring = geojson.feature(vague)["geometry"]["coordinates"][0]  # type: ignore[arg-type]
    assert ring[0] == ring[-1]
    assert len(ring) == geojson.CORNERS + 1


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_runs_as_a_formula(cell: str) -> None:
    assert guarded(cell) == f"'{cell}".replace("\r", "\n")
    sheet = acled.acled(export([{"type": "clash", "places": ["Nyala"], "actors": [cell]}]))
    assert not any(
        written.startswith(("=", "+", "@", "\t", "\r")) for row in csv.reader(io.StringIO(targets.sheet_csv(sheet))) for written in row
    )
