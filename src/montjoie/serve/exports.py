"""Exports: a view of the record → a file, whole or not at all."""

import contextlib
import csv
import io
import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from pydantic import TypeAdapter

from montjoie.errors import InputError
from montjoie.serve.export_shape import ExportShape, IncidentShape, NamedShape, TollShape

CSV_COLUMNS = (
    "id", "date_start", "date_end", "date_prec", "not_after", "place", "within", "country", "latitude", "longitude", "where_prec",
    "radius_km", "type", "perpetrator", "actors", "targets", "weapons", "killed_low", "killed_best", "killed_high", "injured_low",
    "injured_best", "injured_high", "grade", "independent_sources", "documents", "outlets", "first_known", "last_changed", "reviewed",
    "words", "link",
)  # fmt: skip
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")  # a sheet would run a cell that begins so


def to_json(export: ExportShape) -> str:
    """Return the export as one JSON object; the same record gives the same bytes."""
    return json.dumps(export, ensure_ascii=False, indent=1) + "\n"


def to_csv(export: ExportShape) -> str:
    """Return one row for each codeable incident, for an analyst's sheet; cells that a sheet would run are guarded by an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(CSV_COLUMNS)
    for incident in export["incidents"]:
        if incident["codeable"]:
            row = csv_row(incident, export)
            writer.writerow([guarded(row[column]) for column in CSV_COLUMNS])
    return out.getvalue()


def write_whole(path: Path, content: str) -> None:
    """Write a file so that it is there whole or not at all. Raises InputError that names the path and the remedy."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", errors="surrogatepass", newline="") as file:
                file.write(content)
            os.chmod(name, 0o644)
            os.replace(name, path)
        except BaseException:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(name)
            raise
    except OSError as error:
        raise InputError(f"{path} cannot be written ({error.strerror}); name another file with --out, in a folder that exists") from error


def export_schema() -> dict[str, object]:
    """Return the JSON Schema of the export."""
    schema = TypeAdapter(ExportShape).json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Montjoie export", **schema}


def csv_row(incident: IncidentShape, export: ExportShape) -> dict[str, object]:
    """Return the cells of an incident's row."""
    wanted = {mention["doc"] for mention in incident["mentions"]}
    told = [document for document in export["documents"] if document["id"] in wanted]
    outlets = {document["id"]: document["outlet"] or "" for document in told}
    links = {document["id"]: document["url"] or "" for document in told}
    tellers = {
        by for value in (*incident["actors"], *incident["targets"], *incident["weapons"]) for by in (*value["by"], *value["disputed_by"])
    }
    speakers = {claim["id"]: claim["who"]["name"] or "" for claim in export["claims"] if claim["id"] in tellers}
    place = incident["place"]
    documents = list(dict.fromkeys(mention["doc"] for mention in incident["mentions"]))
    return {
        "id": incident["id"],
        "date_start": incident["time"]["start"],
        "date_end": incident["time"]["end"],
        "date_prec": incident["time"]["precision"],
        "not_after": incident["not_after"],
        "place": place["name"] if place else None,
        "within": place["within"] if place else None,
        "country": place["country"] if place else None,
        "latitude": place["lat"] if place else None,
        "longitude": place["lon"] if place else None,
        "where_prec": place["precision"] if place else None,
        "radius_km": place["radius_km"] if place else None,
        "type": incident["type"],
        "perpetrator": incident["perpetrator"]["name"],
        "actors": "; ".join(_who_says_so(actor, speakers) for actor in incident["actors"]),
        "targets": "; ".join(_who_says_so(target, speakers) for target in incident["targets"]),
        "weapons": "; ".join(_who_says_so(weapon, speakers) for weapon in incident["weapons"]),
        **_toll_cells("killed", incident["toll"]),
        **_toll_cells("injured", incident["toll"]),
        "grade": incident["grade"]["value"],
        "independent_sources": incident["independent_sources"],
        "documents": "; ".join(documents),
        "outlets": "; ".join(dict.fromkeys(outlets.get(document, "") for document in documents if outlets.get(document))),
        "first_known": incident["first_known"],
        "last_changed": incident["last_changed"],
        "reviewed": "by a person" if incident["reviewed_by"] else "machine, unreviewed",
        "words": " | ".join(dict.fromkeys(mention["q"] or "" for mention in incident["mentions"])),
        "link": "; ".join(dict.fromkeys(links[document] for document in documents if links.get(document))),
    }


def _who_says_so(value: NamedShape, speakers: Mapping[str, str]) -> str:
    """Return a value with who says so in brackets."""
    by = dict.fromkeys("the article" if claim == "article" else speakers.get(claim, claim) for claim in value["by"])
    disputed = dict.fromkeys(speakers.get(claim, claim) for claim in value["disputed_by"])
    told = f"says {', '.join(by)}" if by else ""
    denied = f"disputed by {', '.join(disputed)}" if disputed else ""
    brackets = "; ".join(part for part in (told, denied) if part)
    return f"{value['name']} ({brackets})" if brackets else str(value["name"])


def _toll_cells(kind: str, toll: Mapping[str, TollShape]) -> dict[str, object]:
    found = toll.get(kind)
    return {f"{kind}_{bound}": found[bound] if found else None for bound in ("low", "best", "high")}


def guarded(cell: object) -> object:
    """Return a cell with an apostrophe before what a sheet would run as a formula, and no bare carriage return, which ends a row."""
    if not isinstance(cell, str):
        return cell
    safe = f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
    return safe.replace("\r\n", "\n").replace("\r", "\n")
