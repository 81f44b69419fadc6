"""Exports: what the record says at a time → a file of a format, what the format could not hold, and our own columns beside it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from montjoie.errors import InputError, NotInRecord
from montjoie.ids import digest
from montjoie.pipeline import ask, log_export
from montjoie.record.store import Store
from montjoie.resolving import resolve
from montjoie.serve import geojson, targets
from montjoie.serve.acled import acled
from montjoie.serve.export_shape import ExportShape
from montjoie.serve.exports import CSV_COLUMNS, csv_row, to_csv, to_json, write_whole
from montjoie.serve.render import render
from montjoie.serve.tables import write_parquet
from montjoie.serve.targets import Gone, LeftOut, Row, Sheet
from montjoie.serve.ucdp import ucdp
from montjoie.settled import KINDS

FORMATS = ("json", "csv", "acled", "ucdp", "geojson", "parquet")
VANISHED = (
    "SELECT s.id FROM settled_at s JOIN (SELECT id, max(seq) AS seq FROM settled_at WHERE kind = 'incidents' GROUP BY id) l "
    "ON s.id = l.id AND s.seq = l.seq WHERE s.kind = 'incidents' AND s.body IS NULL ORDER BY s.id"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """An export made, and what is to be noted of it."""

    content: str  # empty where files were written
    heading: str
    rows: str
    sha256: str
    head: str | None
    facts: Mapping[str, str]
    beside: tuple[Path, ...] = ()


def export(store: Store, to: str, *, out: Path | None, as_known_at: str | None, as_recorded_at: str | None) -> Export:
    """Make an export of what the record says at a time, and write it where `out` says, with its loss report beside it."""
    if to == "parquet" and out is None:
        raise InputError("Parquet is a folder of files; name it with --out")
    with store.snapshot():
        asked = ask(store, as_known_at=as_known_at, as_recorded_at=as_recorded_at)
        rendered = render(store, asked.view)
        head = store.head()
        gone = () if as_known_at or as_recorded_at else vanished(store)
    sheet = sheet_of(to, rendered)
    content = content_of(to, rendered, sheet)
    beside: tuple[Path, ...] = ()
    if out is not None:
        if to == "parquet":
            write_parquet(rendered, out)
        else:
            write_whole(out, content)
        beside = _write_beside(out, to, sheet, rendered, gone)
    return Export(
        content=content,
        heading=asked.heading,
        rows=_rows(to, rendered, sheet),
        sha256=digest(content.encode("utf-8", "surrogatepass")),
        head=head.hash if head else None,
        facts={"to": to, "as_known_at": as_known_at or "", "as_recorded_at": as_recorded_at or ""},
        beside=beside,
    )


def log(store: Store, made: Export) -> bool:
    """Note in the chain what went out; return whether that could be done."""
    return log_export(store, made.facts, made.sha256)


def content_of(to: str, rendered: ExportShape, sheet: Sheet) -> str:
    """Return the text of an export; that of Parquet, which is written as files, stands for it by the same objects as JSON."""
    if to == "csv":
        return to_csv(rendered)
    if to == "geojson":
        return geojson.geojson(rendered)
    return targets.sheet_csv(sheet) if to in ("acled", "ucdp") else to_json(rendered)


def sheet_of(to: str, rendered: ExportShape) -> Sheet:
    """Return the rows of a format and what it leaves out; nothing is left out of JSON and Parquet."""
    if to == "acled":
        return acled(rendered)
    if to == "ucdp":
        return ucdp(rendered)
    if to in ("json", "parquet"):
        rows = tuple(Row(id=i["id"], cells=i, incidents=(i["id"],)) for i in rendered["incidents"])
        columns = tuple(rendered["incidents"][0]) if rendered["incidents"] else ()
        return Sheet(format=to, columns=columns, rows=rows, left_out=(), not_held={})
    held = [i for i in rendered["incidents"] if i["codeable"]]
    left_out = tuple(LeftOut(incident=i["id"], why="not codeable") for i in rendered["incidents"] if not i["codeable"])
    if to == "geojson":
        cells: list[Mapping[str, Any]] = [{"geometry": geojson.geometry(i), **geojson.feature(i)["properties"]} for i in held]
        columns = tuple(cells[0]) if cells else ()
        not_held = geojson.NOT_HELD
    else:
        cells, columns = [csv_row(i, rendered) for i in held], CSV_COLUMNS
        not_held = {"toll.figures, history": "lost", "claims, commitments, disagreements, ledger": "not in the format"}
    rows = tuple(Row(id=i["id"], cells=row, incidents=(i["id"],)) for i, row in zip(held, cells, strict=True))
    return Sheet(format=to, columns=columns, rows=rows, left_out=left_out, not_held=not_held)


def vanished(store: Store) -> tuple[Gone, ...]:
    """Return the incidents that were said once and no longer stand, with what stands on their words now."""
    found = []
    for (identity,) in list(store.rows(VANISHED)):
        try:
            now = resolve(store, identity).ids
        except (NotInRecord, InputError):
            now = ()
        found.append(Gone(id=identity, replaced_by=now))
    return tuple(found)


def _write_beside(out: Path, to: str, sheet: Sheet, rendered: ExportShape, gone: tuple[Gone, ...]) -> tuple[Path, ...]:
    folder = out if to == "parquet" else out.parent
    stem = "export" if to == "parquet" else out.name
    loss, more = folder / f"{stem}.loss.json", folder / f"{stem}.more.csv"
    write_whole(loss, json.dumps(targets.loss_report(sheet, rendered), ensure_ascii=False, indent=1) + "\n")
    if to == "json":
        return (loss,)
    write_whole(more, targets.more_csv(sheet, rendered, gone))
    return loss, more


def _rows(to: str, rendered: ExportShape, sheet: Sheet) -> str:
    if to in ("json", "parquet"):
        return ", ".join(f"{len(rendered[kind])} {kind}" for kind in KINDS)  # type: ignore[literal-required]
    left = len(sheet.left_out)
    if to in ("csv", "geojson"):
        return f"{len(sheet.rows)} rows; {left} incidents are not codeable and left out"
    return f"{len(sheet.rows)} rows; {left} incidents are left out (the loss report says why each)"
