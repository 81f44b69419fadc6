"""What the gazetteer has under a name: every candidate, how it bears the name, and nothing decided."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from montjoie.ground import Gazetteer
from montjoie.pipeline import resources_of
from montjoie.record.store import open_store


def find_places(name: str, *, country: str | None, record: Path | None) -> list[dict[str, Any]]:
    """Return every place of a name as rows for programs, the user's first, then by how it bears the name and by people.

    Where a country is asked for and none of it bears the name, those that are spelled nearly so ("alike"). A record's own list comes in.
    """
    gazetteer = _gazetteer_of(record)
    found = [c for c in gazetteer.find(name) if country is None or c.country == country]
    if not found and country is not None:
        found = list(gazetteer.alike(name, country))
    return [
        {
            "id": c.id, "name": c.name, "kind": c.kind, "within": c.within, "country": c.country, "lat": c.lat, "lon": c.lon,
            "population": c.population or None, "radius_km": c.radius_km, "code": c.code, "match": c.match,
        }
        for c in found
    ]  # fmt: skip


def place_lines(rows: list[dict[str, Any]]) -> Iterator[str]:
    """Yield the rows as lines for people."""
    for row in rows:
        lies = ", ".join(part for part in (row["within"], row["country"]) if part) or "in no country"
        people = f"; {row['population']:,} people" if row["population"] else ""
        code = f"; code {row['code']}" if row["code"] else ""
        yield f"{row['id']}  {row['name']} ({row['kind']}; {lies})  {row['lat']:.4f}, {row['lon']:.4f} within {row['radius_km']:g} km{people}{code}; {row['match']}"


def _gazetteer_of(record: Path | None) -> Gazetteer:
    if record is None or not record.exists():
        return Gazetteer.open()
    with open_store(record) as store:
        return resources_of(store).places
