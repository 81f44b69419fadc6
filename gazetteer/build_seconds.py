"""Makes `src/montjoie/ground/data/seconds.csv`, second-level divisions, from the settlements that GeoNames puts in each.

    python gazetteer/build_seconds.py CITIES.csv

CITIES.csv is `rgeocoder/cities.csv` of the PyPI package rgeocoder 0.1.6 (GeoNames cities1000 of 2015 with the names of the divisions,
CC BY 4.0). A division's point is the middle of its settlements, its reach the furthest of them and 15 km more. Of countries whose second
level is the commune, and where too few settlements carry one, nothing is taken.
"""

import csv
import math
import re
import sys
from collections import defaultdict
from pathlib import Path

GROUND = Path(__file__).resolve().parent.parent / "src" / "montjoie" / "ground"
sys.path.insert(0, str(GROUND))
from place_names import fold  # noqa: E402  the package's own folding, without importing the package

FIELDS = ("id", "name", "kind", "within", "country", "lat", "lon", "radius_km", "code", "aliases")
TYPED = {"US": "", "GB": "", "YE": "District", "IN": "District", "PH": "", "UG": "District", "BF": "", "IT": "", "FR": "", "IE": ""}
FRENCH = re.compile(r"^(?:Province|Departement|Département) (?:du |de la |de l'|des |de |d')", re.IGNORECASE)
SHORT = {
    "US": r"\s+(?:City and Borough|Borough|Census Area|Municipality)$",
    "IT": r"^Provincia (?:di|dell'|della) ?",
    "PH": r"^Province of ",
}
EARTH_KM = 6371.0
BEYOND_KM = 15
LEAST = 4  # letters of a name that is no number or code


def main(cities: Path) -> None:
    of: dict[tuple[str, str, str], list[tuple[float, float]]] = defaultdict(list)
    with cities.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["admin2"] and row["cc"] in TYPED:
                of[row["cc"], row["admin1"], row["admin2"]].append((float(row["lat"]), float(row["lon"])))
    divisions = {
        (row["country"], fold(name)): row["name"] for row in read("divisions") for name in (row["name"], *row["aliases"].split(";"))
    }
    rows = [made(key, points, divisions) for key, points in sorted(of.items()) if len(key[2]) >= LEAST]
    unique = {row["id"]: row for row in rows}
    with (GROUND / "data" / "seconds.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, FIELDS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(unique[key] for key in sorted(unique))


def read(table: str) -> list[dict[str, str]]:
    with (GROUND / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def made(key: tuple[str, str, str], points: list[tuple[float, float]], divisions: dict[tuple[str, str], str]) -> dict[str, object]:
    """Return the row of a division."""
    country, first, second = key
    bare = FRENCH.sub("", re.sub(SHORT.get(country, "$^"), "", second)).strip()
    name = f"{bare} {TYPED[country]}" if TYPED[country] and not bare.endswith(TYPED[country]) else second if country == "US" else bare
    lat, lon = (sum(point[n] for point in points) / len(points) for n in (0, 1))
    far = max(distance(lat, lon, *point) for point in points)
    slug = re.sub(r"[^a-z0-9]+", "-", fold(f"{first} {second}"))
    return {
        "id": f"admin2:{country}.{slug}", "name": name, "kind": "region", "within": divisions.get((country, fold(first)), first),
        "country": country, "lat": round(lat, 3), "lon": round(lon, 3), "radius_km": round(far + BEYOND_KM), "code": "",
        "aliases": bare if country not in ("US", "YE", "IN", "UG") and bare != name else "",
    }  # fmt: skip


def distance(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Return the great-circle distance in km."""
    a, b = math.radians(lat), math.radians(other_lat)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
