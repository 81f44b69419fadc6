"""Incidents → GeoJSON (RFC 7946): a point where the place is exact, an area where it is not, no geometry where no list has it."""

import json
from collections.abc import Iterable
from math import cos, pi, radians, sin
from typing import Any

from montjoie.serve.export_shape import ExportShape, IncidentShape

KM_PER_DEGREE = 111.2
CORNERS = 24
AREA_FROM = 2  # where_prec from which a place is drawn as the area that it may be in
NOT_HELD = {
    "toll.figures, history": "lost: only low, best and high are properties",
    "places": "the settled place alone has a geometry",
    "claims, commitments, disagreements, ledger": "not in the format",
}


def geojson(export: ExportShape) -> str:
    """Return the codeable incidents as a FeatureCollection."""
    return json.dumps(collection(i for i in export["incidents"] if i["codeable"]), ensure_ascii=False, indent=1) + "\n"


def collection(incidents: Iterable[IncidentShape]) -> dict[str, Any]:
    """Return incidents as a FeatureCollection with flat properties."""
    return {"type": "FeatureCollection", "features": [feature(incident) for incident in incidents]}


def feature(incident: IncidentShape) -> dict[str, Any]:
    """Return one incident as a feature."""
    killed, injured = incident["toll"].get("killed"), incident["toll"].get("injured")
    place = incident["place"]
    return {
        "type": "Feature",
        "id": incident["id"],
        "geometry": geometry(incident),
        "properties": {
            "type": incident["type"],
            "reality": incident["reality"],
            "aggregate": incident["aggregate"],
            "place": place["name"] if place else None,
            "within": place["within"] if place else None,
            "country": place["country"] if place else None,
            "where_prec": place["precision"] if place else None,
            "radius_km": place["radius_km"] if place else None,
            "date_start": incident["time"]["start"],
            "date_end": incident["time"]["end"],
            "not_after": incident["not_after"],
            "perpetrator": incident["perpetrator"]["name"],
            "grade": incident["grade"]["value"],
            **{f"killed_{bound}": killed[bound] if killed else None for bound in ("low", "best", "high")},
            **{f"injured_{bound}": injured[bound] if injured else None for bound in ("low", "best", "high")},
            "independent_sources": incident["independent_sources"],
            "first_known": incident["first_known"],
            "last_changed": incident["last_changed"],
            "reviewed_by": "; ".join(incident["reviewed_by"]),
        },
    }


def geometry(incident: IncidentShape) -> dict[str, Any] | None:
    """Return the point, or the circle that the place may lie in."""
    place = incident["place"]
    if place is None or place["lat"] is None or place["lon"] is None:
        return None
    if (place["precision"] or 1) < AREA_FROM or not place["radius_km"]:
        return {"type": "Point", "coordinates": [place["lon"], place["lat"]]}
    return {"type": "Polygon", "coordinates": [ring(place["lat"], place["lon"], place["radius_km"])]}


def ring(lat: float, lon: float, km: float) -> list[list[float]]:
    """Return a closed ring around a point, counterclockwise."""
    tall = km / KM_PER_DEGREE
    wide = tall / max(0.05, cos(radians(lat)))
    corners = [
        [round(lon + wide * cos(2 * pi * n / CORNERS), 5), round(max(-90.0, min(90.0, lat + tall * sin(2 * pi * n / CORNERS))), 5)]
        for n in range(CORNERS)
    ]
    return [*corners, corners[0]]
