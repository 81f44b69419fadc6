"""What every export to another's format shares: rows with where they come from, the loss report, and our own columns in a second file."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from montjoie.serve.export_shape import ExportShape, FigureShape, IncidentShape, NamedShape
from montjoie.serve.exports import guarded

MORE_COLUMNS = (
    "row", "incident", "state", "replaced_by", "first_known", "last_changed", "independent_sources", "grade", "reviewed_by", "matches",
)  # fmt: skip
COUNTRIES = Path(__file__).parent / "data" / "countries.csv"
STATE_BODIES = ("state", "gov", "forces", "airforce", "navy", "mod", "pres", "pmo", "police", "intel", "person", "parl", "mfa")
CIVILIAN_TARGETS = frozenset(
    {"residential", "health", "school", "religious", "media", "aid_worker", "culture", "food", "water", "civilian_other"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a format, with the incidents that it stands for."""

    id: str
    cells: Mapping[str, Any]
    incidents: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """An incident that a format cannot take, and why."""

    incident: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """An export to another's format, before it is written."""

    format: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    left_out: tuple[LeftOut, ...]
    not_held: Mapping[str, str]  # what the format has no place for: field and what becomes of it
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """An incident that stood once and no longer does, with what stands on its words now."""

    id: str
    replaced_by: tuple[str, ...] = field(default=())


def sheet_csv(sheet: Sheet) -> str:
    """Return the sheet as CSV; cells that a sheet program would run as a formula are guarded."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(sheet.columns)
    for row in sheet.rows:
        writer.writerow([guarded(row.cells.get(column)) for column in sheet.columns])
    return out.getvalue()


def loss_report(sheet: Sheet, export: ExportShape) -> dict[str, Any]:
    """Return what the format could not take: fields, incidents with why, and how full its columns are."""
    filled = {column: sum(row.cells.get(column) not in (None, "") for row in sheet.rows) for column in sheet.columns}
    cells = len(sheet.rows) * len(sheet.columns)
    several: Counter[str] = Counter(incident for row in sheet.rows for incident in row.incidents)
    return {
        "format": sheet.format,
        "rows": len(sheet.rows),
        "incidents": len(export["incidents"]),
        "incidents_in_rows": len(several),
        "fields_not_held": dict(sheet.not_held),
        "notes": list(sheet.notes),
        "left_out": [{"incident": one.incident, "why": one.why} for one in sheet.left_out],
        "left_out_by_reason": dict(sorted(Counter(one.why for one in sheet.left_out).items())),
        "rows_of_several_incidents": {row.id: list(row.incidents) for row in sheet.rows if len(row.incidents) > 1},
        "incidents_in_several_rows": {incident: count for incident, count in sorted(several.items()) if count > 1},
        "cells_filled": round(sum(filled.values()) / cells, 3) if cells else None,
        "cells_filled_by_column": {column: round(count / len(sheet.rows), 3) for column, count in filled.items()} if sheet.rows else {},
        "not_incidents": {kind: len(export[kind]) for kind in ("claims", "commitments", "disagreements", "ledger")},
    }


def more_csv(sheet: Sheet, export: ExportShape, gone: Sequence[Gone] = ()) -> str:
    """Return our own columns beside the rows, and a tombstone for each incident that stood once and no longer does."""
    incidents = {incident["id"]: incident for incident in export["incidents"]}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(MORE_COLUMNS)
    for row in sheet.rows:
        for identity in row.incidents:
            writer.writerow(guarded(cell) for cell in _more(row.id, incidents[identity]))
    for one in gone:
        writer.writerow(["", one.id, "gone", "; ".join(one.replaced_by), *[""] * (len(MORE_COLUMNS) - 4)])
    return out.getvalue()


def _more(row: str, incident: IncidentShape) -> list[Any]:
    return [
        row, incident["id"], "stands", incident["replaced_by"], incident["first_known"], incident["last_changed"],
        incident["independent_sources"], incident["grade"]["value"], "; ".join(incident["reviewed_by"]), "; ".join(incident["matches"]),
    ]  # fmt: skip


# ---------------------------------------------------------------- what the formats ask of an incident


@lru_cache(maxsize=1)
def countries() -> Mapping[str, Mapping[str, str]]:
    """Return codes, names and regions of countries, by ISO 3166-1 alpha-2."""
    with COUNTRIES.open(encoding="utf-8", newline="") as file:
        return {row["alpha2"]: row for row in csv.DictReader(file)}


def state_of(actor: Mapping[str, Any]) -> str | None:
    """Return the country (alpha-2) whose state an actor acts for, None for others."""
    kind = str(actor["id"] or "").partition(":")[0]
    side = str(actor["side"] or "")
    return side.partition(":")[2] if side.startswith("state:") and kind in STATE_BODIES else None


def doers(incident: IncidentShape) -> tuple[NamedShape | None, str]:
    """Return who did it as far as one side alone is named, and else why nobody is: an enemy's word against another's stays a claim."""
    if incident["grade"]["value"] == "contested":
        return None, "different sides are said to have done it"
    settled = incident["perpetrator"]
    for actor in incident["actors"]:
        if settled["name"] is not None and (actor["id"], actor["name"]) == (settled["id"], settled["name"]):
            return actor, ""
    named = [actor for actor in incident["actors"] if actor["public"] and (actor["side"] or actor["id"])]
    sides = {actor["side"] or actor["id"] for actor in named}
    if len(sides) == 1 and not any(actor["disputed_by"] for actor in named):
        return named[0], ""
    if len(sides) > 1 and incident["type"] != "clash":
        return None, "different sides are said to have done it"
    if named:
        return named[0], ""
    described = [actor for actor in incident["actors"] if actor["public"] and actor["name"]]
    if len({str(actor["name"]).casefold() for actor in described}) == 1:
        return described[0], ""
    return None, "several are named who did it" if described else "nobody is named who did it"


def hits_civilians(incident: IncidentShape) -> bool:
    """Say whether civilians or what is theirs were the target, and no military one is named."""
    classes = set(incident["target_class"])
    return bool(classes & CIVILIAN_TARGETS) and "military" not in classes


def live_counts(incident: IncidentShape, kind: str = "killed") -> list[FigureShape]:
    """Return the figures of the whole toll that stand: not replaced, no parts."""
    toll = incident["toll"].get(kind)
    return [f for f in toll["figures"] if f["role"] == "total" and f["superseded_by"] is None] if toll else []


def outlets(incident: IncidentShape, export: ExportShape) -> list[str]:
    """Return the outlets that report an incident, in order of first report, each once."""
    wanted = list(dict.fromkeys(mention["doc"] for mention in incident["mentions"]))
    by_id = {document["id"]: document for document in export["documents"]}
    return list(dict.fromkeys(str(by_id[doc]["outlet"]) for doc in wanted if doc in by_id and by_id[doc]["outlet"]))


def joined(values: Iterable[Any]) -> str:
    """Return values in one cell, each once."""
    return "; ".join(dict.fromkeys(str(value) for value in values if value))
