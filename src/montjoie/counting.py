"""The ledger counted over time, for reports: by commitment, month, party and area, with the base that each number rests on."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from montjoie.serve.export_shape import ExportShape, IncidentShape, LedgerShape

REVIEW = "machine, unreviewed"
UNKNOWN = "not known"


def ledger_counts(export: ExportShape, *, by: str = "month") -> list[dict[str, Any]]:
    """Return a row for each commitment, reading, period, party named as the author and area.

    Incidents are counted by what the tests say; allegations without an incident apart, each party's number by itself and never added;
    `by` is month, week or day. `documents`, `roots` and `languages` are the base; a row is reviewed once a person decided on all of it.
    """
    incidents = {incident["id"]: incident for incident in export["incidents"]}
    rows: dict[tuple[str, ...], list[LedgerShape]] = defaultdict(list)
    for line in export["ledger"]:
        incident = incidents.get(line["incident"] or "")
        rows[
            line["commitment"], ", ".join(line["reading"]) or "all", _period(line, incident, export, by), _party(incident), _area(incident)
        ].append(line)
    return [_row(key, lines, incidents, export) for key, lines in sorted(rows.items())]


def _row(key: tuple[str, ...], lines: list[LedgerShape], incidents: Mapping[str, IncidentShape], export: ExportShape) -> dict[str, Any]:
    met = [incident for line in lines if (incident := incidents.get(line["incident"] or "")) is not None]
    documents = {mention["doc"] for incident in met for mention in incident["mentions"]}
    claims = {claim["id"]: claim for claim in export["claims"]}
    documents |= {claims[claim]["doc"] for line in lines for claim in (*line["alleged_by"], *line["assessed_by"]) if claim in claims}
    languages = {document["id"]: document["language"] for document in export["documents"]}
    reviewed = bool(met) and all(incident["reviewed_by"] for incident in met)
    return {
        **dict(zip(("commitment", "reading", "period", "party", "area"), key, strict=True)),
        "in_scope": sum(line["in_scope"] == "yes" and line["incident"] is not None for line in lines),
        "cannot_be_told": sum(line["in_scope"] == "undetermined" and line["incident"] is not None for line in lines),
        "outside": sum(line["in_scope"] == "no" for line in lines),
        "alleged": sum(bool(line["alleged_by"]) and line["incident"] is not None for line in lines),
        "disputed": sum(bool(line["disputed_by"]) for line in lines),
        "acknowledged": sum(bool(line["acknowledged_by"]) for line in lines),
        "attempted": sum(line["attempted"] for line in lines),
        "unalleged_in_scope": sum(line["in_scope"] == "yes" and not line["alleged_by"] for line in lines),
        "allegations_without_incident": [_allegation(line, claims) for line in lines if line["incident"] is None],
        "documents": len(documents),
        "roots": len({root for incident in met for root in incident["roots"]}),
        "languages": sorted({languages[name] for name in documents if name in languages}),
        "review": "reviewed by a person" if reviewed else REVIEW,
    }


def _allegation(line: LedgerShape, claims: Mapping[str, Any]) -> dict[str, Any]:
    """One party's allegation with its own number: never added to incidents, nor to the other party's."""
    by = [claims[claim]["who"]["name"] for claim in line["alleged_by"] if claim in claims]
    count = line["count"]
    return {"by": by, "low": count["low"] if count else None, "high": count["high"] if count else None, "period": line["period"]}


def _period(line: LedgerShape, incident: IncidentShape | None, export: ExportShape, by: str) -> str:
    day = (incident["time"]["start"] or incident["not_after"]) if incident else _day_of_act(line, export)
    if not day:
        return "undated"
    if by == "day":
        return day
    if by == "week":
        year, week, _ = date.fromisoformat(day).isocalendar()
        return f"{year}-W{week:02d}"
    return day[:7]


def _day_of_act(line: LedgerShape, export: ExportShape) -> str | None:
    acts = (act for thread in export["commitments"] if thread["id"] == line["commitment"] for act in thread["acts"])
    act = next((act for act in acts if act["commitment"] == line["act"]), None)
    return (act["day"] or (act["known"] or "")[:10] or None) if act else None


def _party(incident: IncidentShape | None) -> str:
    """The party named as the author, where one side is."""
    sides = {actor["side"] or actor["name"] or UNKNOWN for actor in incident["actors"]} if incident else set()
    return sides.pop() if len(sides) == 1 else UNKNOWN


def _area(incident: IncidentShape | None) -> str:
    place = incident["place"] if incident else None
    return (place["within"] or place["country"] or UNKNOWN) if place else UNKNOWN
