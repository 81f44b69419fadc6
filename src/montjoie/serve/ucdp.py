"""Incidents → UCDP GED rows: fatal events of organised actors, deaths by side, each best the sum of its parts."""

from collections.abc import Mapping
from math import floor
from typing import Any

from montjoie.serve.export_shape import ExportShape, IncidentShape, NamedShape, TollShape
from montjoie.serve.targets import LeftOut, Row, Sheet, countries, doers, hits_civilians, outlets, state_of

COLUMNS = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id", "conflict_name",
    "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a", "side_b_dset_id", "side_b_new_id", "side_b",
    "number_of_sources", "source_article", "source_office", "source_date", "source_headline", "source_original", "where_prec",
    "where_coordinates", "where_description", "adm_1", "adm_2", "latitude", "longitude", "geom_wkt", "priogrid_gid", "country",
    "country_id", "region", "event_clarity", "date_prec", "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians",
    "deaths_unknown", "best", "high", "low", "gwnoa", "gwnob",
)  # fmt: skip
NOT_HELD = {
    "type, weapons, target_class": "lost: UCDP has three types of violence and no weapon",
    "incidents without a death": "left out by UCDP's rule of inclusion",
    "toll.figures, history": "source_original names who counted; what it was before is lost",
    "toll.injured and other kinds": "lost",
    "actors.by, disputed_by": 'lost: who says that it was them, who denies it; code_status is "Check dyad" where a side that is named denies it',
    "not_after": "an incident without a day is left out",
    "conflict, dyad and actor numbers": "empty: they are UCDP's to give",
    "adm_2": "empty: no second-level division is kept",
    "claims, commitments, disagreements, ledger": "not in the format",
}
STATE_BASED, NON_STATE, ONE_SIDED = 1, 2, 3
DISPUTED = "Check dyad"
AGAINST_CIVILIANS = frozenset({"killing", "abuse"})
NOT_VIOLENCE = frozenset({"war", "protest", "talks", "agreement", "sanction", "aid", "justice", "displacement", "release", "deployment"})


def ucdp(export: ExportShape) -> Sheet:
    """Return the rows of UCDP GED's format."""
    rows: list[Row] = []
    left_out: list[LeftOut] = []
    parts = {whole for incident in export["incidents"] for whole in incident["part_of"]}
    for incident in export["incidents"]:
        why = _why_not(incident, parts)
        if why:
            left_out.append(LeftOut(incident=incident["id"], why=why))
        else:
            rows.append(_row(incident, export))
    return Sheet(format="UCDP GED", columns=COLUMNS, rows=tuple(rows), left_out=tuple(left_out), not_held=NOT_HELD, notes=(
        "where no best is known it is the low; where no high is known it is the best",
        "deaths of whom no text tells are deaths_unknown",
        "a side that is named denies it where code_status is not Clear",
    ))  # fmt: skip


def _why_not(incident: IncidentShape, parts: set[str]) -> str:
    killed = incident["toll"].get("killed")
    if incident["reality"] != "actual":
        return f"{incident['reality']}, not reported to have happened"
    if incident["type"] in NOT_VIOLENCE:
        return f"{incident['type']} is no use of armed force"
    if killed is None:
        return "no death is reported"
    if not _best(killed) and not killed["high"]:
        return "no death: best and high are 0"
    if incident["aggregate"] and incident["id"] in parts:
        return "a summary whose parts are rows of their own"
    if incident["time"]["start"] is None:
        return "no text says the day"
    if incident["place"] is None or incident["place"]["lat"] is None or not incident["place"]["country"]:
        return "no place with coordinates"
    return doers(incident)[1] if _type(incident) is None else ""


def _best(killed: TollShape) -> int:
    return next((number for number in (killed["best"], killed["low"]) if number is not None), 0)


def _type(incident: IncidentShape) -> int | None:
    """Return the type of violence, None where no organised actor is known."""
    doer, _ = doers(incident)
    if doer is None:
        return None
    if incident["type"] in AGAINST_CIVILIANS or (incident["type"] != "clash" and hits_civilians(incident)):
        return ONE_SIDED
    return STATE_BASED if state_of(doer) or state_of(_other(incident, doer) or {"id": None, "side": None}) else NON_STATE


def _other(incident: IncidentShape, doer: NamedShape) -> NamedShape | None:
    own = doer["side"] or doer["id"]
    for one in (*incident["targets"], *incident["actors"]):
        if one["public"] and one["side"] and one["side"] != own:
            return one
    return None


def _row(incident: IncidentShape, export: ExportShape) -> Row:
    relid = f"MTJ-{incident['id'].rpartition('-')[2]}"
    return Row(
        id=relid,
        cells={
            "id": int(incident["id"].rpartition("-")[2][:12], 16),
            "relid": relid,
            **_who(incident),
            **_sources(incident, export),
            **_where(incident),
            **_when(incident),
            **deaths(incident),
        },
        incidents=(incident["id"],),
    )


def _who(incident: IncidentShape) -> dict[str, Any]:
    kind = _type(incident)
    doer, _ = doers(incident)
    other = _other(incident, doer) if doer and kind != ONE_SIDED else None
    first, second = doer, other
    if kind == STATE_BASED and first is not None and state_of(first) is None and other is not None:
        first, second = other, doer  # the government is side A
    one = _named(first)
    two = "Civilians" if kind == ONE_SIDED else _named(second)
    return {
        "type_of_violence": kind,
        "code_status": DISPUTED if any(side is not None and side["disputed_by"] for side in (doer, other)) else "Clear",
        "dyad_name": f"{one} - {two}" if two else one,
        "side_a": one,
        "side_b": two,
        "gwnoa": _number(first),
        "gwnob": _number(second),
    }


def _named(actor: NamedShape | None) -> str:
    if actor is None:
        return ""
    state = state_of(actor)
    return f"Government of {countries().get(state, {}).get('name', state)}" if state else str(actor["name"])


def _number(actor: NamedShape | None) -> str:
    return countries().get(state_of(actor) or "", {}).get("gw", "") if actor else ""


def _sources(incident: IncidentShape, export: ExportShape) -> dict[str, Any]:
    documents = {document["id"]: document for document in export["documents"]}
    told = [documents[doc] for doc in dict.fromkeys(mention["doc"] for mention in incident["mentions"]) if doc in documents]
    days = [str((document["published"] or {"at": ""})["at"])[:10] for document in told]
    speakers = dict.fromkeys(figure["by"] for figure in incident["toll"]["killed"]["figures"] if figure["by"])
    articles = (f'"{document["outlet"] or "no outlet"},{day},{document["title"]}"' for document, day in zip(told, days, strict=True))
    return {
        "number_of_sources": len(told),
        "source_article": ";".join(articles),
        "source_office": ";".join(outlets(incident, export)),
        "source_date": ";".join(dict.fromkeys(day for day in days if day)),
        "source_headline": ";".join(document["title"] for document in told if document["title"]),
        "source_original": ";".join(str(name) for name in speakers),
    }


def _where(incident: IncidentShape) -> dict[str, Any]:
    place = incident["place"]
    if place is None or place["lat"] is None or place["lon"] is None:
        return {}
    country = countries().get(place["country"] or "", {})
    return {
        "where_prec": place["precision"],
        "where_coordinates": place["name"],
        "where_description": place["q"],
        "adm_1": place["within"],
        "latitude": place["lat"],
        "longitude": place["lon"],
        "geom_wkt": f"POINT ({place['lon']} {place['lat']})",
        "priogrid_gid": grid_cell(place["lat"], place["lon"]),
        "country": country.get("name"),
        "country_id": country.get("gw"),
        "region": country.get("ucdp_region"),
    }


def grid_cell(lat: float, lon: float) -> int:
    """Return the PRIO-GRID cell of half a degree."""
    row, column = min(floor((lat + 90) * 2), 359), min(floor((lon + 180) * 2), 719)
    return row * 720 + column + 1


def _when(incident: IncidentShape) -> dict[str, Any]:
    time = incident["time"]
    return {
        "year": (time["start"] or "")[:4],
        "active_year": 1,
        "event_clarity": 2 if incident["aggregate"] else 1,
        "date_prec": time["precision"],
        "date_start": time["start"],
        "date_end": time["end"],
    }


def deaths(incident: IncidentShape) -> Mapping[str, int]:
    """Return deaths by side: those of known identity, the rest unknown; best is their sum."""
    killed = incident["toll"]["killed"]
    doer, _ = doers(incident)
    kind = _type(incident)
    side_a, side_b = (_side(actor) for actor in _sides(incident, doer, kind))
    parts = dict.fromkeys(("deaths_a", "deaths_b", "deaths_civilians"), 0)
    for group in killed["groups"]:
        number = next((n for n in (group["best"], group["low"]) if n is not None), 0)
        if group["of"] == "civilians":
            parts["deaths_civilians"] += number
        elif group["of"] == "combatants" and group["of_side"] is not None:
            if group["of_side"] == side_a:
                parts["deaths_a"] += number
            elif group["of_side"] == side_b:
                parts["deaths_b"] += number
    best = max(_best(killed), sum(parts.values()))
    high = max(killed["high"] if killed["high"] is not None else best, best)
    low = min(killed["low"] if killed["low"] is not None else best, best)
    return {**parts, "deaths_unknown": best - sum(parts.values()), "best": best, "high": high, "low": low}


def _sides(incident: IncidentShape, doer: NamedShape | None, kind: int | None) -> tuple[NamedShape | None, NamedShape | None]:
    other = _other(incident, doer) if doer else None
    if kind == STATE_BASED and doer is not None and state_of(doer) is None and other is not None:
        return other, doer
    return doer, other


def _side(actor: NamedShape | None) -> str | None:
    return (actor["side"] or actor["id"]) if actor else None
