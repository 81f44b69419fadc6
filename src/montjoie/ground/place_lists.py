"""The user's own places: a CSV file, taken whole or refused by line."""

import csv
import io
import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import cast, get_args

from montjoie.errors import ListError
from montjoie.ground.place_formats import geonames_rows, is_geonames, is_ocha, ocha_rows
from montjoie.ground.place_names import fold
from montjoie.ids import text_digest
from montjoie.schema import PlaceKind

COLUMNS = ("name", "lat", "lon", "kind", "within", "country", "aliases")
CODE_COLUMNS = ("code", "pcode", "p_code")  # the first that is there is carried through as the place's code
KINDS: tuple[str, ...] = get_args(PlaceKind)
WITHOUT_COUNTRY = ("sea", "other", "front")
RADIUS_KM = {"settlement": 3.0, "district": 3.0, "site": 1.0, "region": 50.0, "country": 500.0, "sea": 300.0, "front": 30.0, "other": 10.0}
SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class UserPlace:
    """A place of the user's list. `further`: the columns beyond the known ones, as they came."""

    id: str
    name: str
    lat: float
    lon: float
    kind: PlaceKind
    within: str | None
    country: str | None
    aliases: tuple[str, ...]
    radius_km: float
    code: str | None = None
    further: tuple[tuple[str, str], ...] = ()
    population: int = 0


def read_place_list(path: Path) -> tuple[UserPlace, ...]:
    """Return the places of a CSV file with the header `name,lat,lon,kind,within,country,aliases` (aliases separated by `;`).

    A GeoNames country file (`UA.txt`) and OCHA's tables of divisions and settlements are read too, known by their columns. A column `code` or `pcode` is carried through, `radius_km` bounds how far off the point may be; further columns are kept.

    Raises:
        ListError: the file cannot be read, or lines of it are refused; nothing of it is taken.

    """
    rows = _rows(path)
    faults: list[str] = []
    places: list[UserPlace] = []
    seen: dict[tuple[str | None, ...], int] = {}
    for line, row in rows:
        wrong = list(_faults(row))
        if not wrong:
            place = _place(row)
            key = (fold(place.name), place.kind, fold(place.within or ""), place.country, place.code or listed_id(place))
            if key in seen:
                wrong = [f'"{place.name}" is already in line {seen[key]}']
            seen.setdefault(key, line)
            places.append(place)
        faults += [f"line {line}: {fault}" for fault in wrong]
    if faults:
        raise ListError(_told(path, faults))
    return tuple(places)


def joined_places(lists: Iterable[Sequence[UserPlace]]) -> bytes:
    """Return several lists as one CSV file, which reads as they did; a place that two of them have comes from the first."""
    made = io.StringIO(newline="")
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow((*COLUMNS, "code", "radius_km", "id", "population"))
    seen: set[tuple[str | None, ...]] = set()
    for place in (place for some in lists for place in some):
        key = (fold(place.name), place.kind, fold(place.within or ""), place.country, place.code or listed_id(place))
        if key not in seen:
            seen.add(key)
            writer.writerow((
                place.name, place.lat, place.lon, place.kind, place.within or "", place.country or "", ";".join(place.aliases),
                place.code or "", place.radius_km, listed_id(place) or "", place.population,
            ))  # fmt: skip
    return made.getvalue().encode()


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the number and the cells of each line that is not empty."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ListError(f"{path}: cannot be read ({error.strerror}); name a CSV file with the header {','.join(COLUMNS)}") from error
    except UnicodeDecodeError as error:
        raise ListError(f"{path}: is not UTF-8 (byte {error.start}); save it as CSV in UTF-8") from error
    if is_geonames(text):
        yield from geonames_rows(text, lambda name: _countries().get(fold(name)))
        return
    reader = csv.reader(io.StringIO(text, newline=""))
    header = [name.strip().lower() for name in next(reader, [])]
    if is_ocha(header):
        yield from ocha_rows(header, ((reader.line_num, cells) for cells in reader if any(cell.strip() for cell in cells)))
        return
    missing = [name for name in COLUMNS if name not in header]
    if missing:
        raise ListError(
            f"{path}: line 1: missing column {', '.join(missing)}; the header must have {','.join(COLUMNS)}, separated by commas"
        )
    for cells in reader:
        if any(cell.strip() for cell in cells):
            values = dict(zip(header, (cell.strip() for cell in cells), strict=False))
            yield reader.line_num, {**values, "": "more" if len(cells) > len(header) else "fewer" if len(cells) < len(header) else ""}


def _faults(row: Mapping[str, str]) -> Iterator[str]:
    """Yield what is wrong with a line."""
    if row[""]:
        yield f"has {row['']} cells than the header; quote a cell that has a comma in it"
        return
    if not fold(row["name"]):
        yield "has no name"
    for column, most in (("lat", 90), ("lon", 180)):
        value = _number(row[column])
        if value is None:
            yield f'{column} "{row[column]}" is not a number'
        elif abs(value) > most:
            yield f"{column} {row[column]} is not between -{most} and {most}"
    if row["kind"] not in KINDS:
        yield f'unknown kind "{row["kind"]}"; one of {", ".join(KINDS)}'
    if row["country"] and row["country"] not in _countries().values():
        yield f'"{row["country"]}" is not a country code of two capital letters (ISO 3166-1)'
    elif not row["country"] and row["kind"] in KINDS and row["kind"] not in WITHOUT_COUNTRY:
        yield f"a {row['kind']} needs its country code of two letters (ISO 3166-1)"
    if row.get("radius_km") and not (_number(row["radius_km"]) or 0) > 0:
        yield f'radius_km "{row["radius_km"]}" is not a number above 0'
    if row["kind"] != "country":
        for name in (row["name"], *_aliases(row)):
            if shadowed := _countries().get(fold(name)):
                yield f'"{name}" would shadow the country {shadowed}'


def listed_id(place: UserPlace) -> str | None:
    """Return the id that a place came with."""
    return place.id if not place.id.startswith("user:") else None


def _number(value: str) -> float | None:
    try:
        number = float(value)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _aliases(row: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(alias.strip() for alias in row["aliases"].split(";") if fold(alias)))


@cache
def _countries() -> dict[str, str]:
    """Return the codes of the countries by their folded names."""
    table = resources.files("montjoie") / "ground" / "data" / "countries.csv"
    rows = list(csv.DictReader(io.StringIO(table.read_text(encoding="utf-8"))))
    return {fold(name): row["country"] for row in rows for name in (row["name"], *row["aliases"].split(";")) if name}


def _place(row: Mapping[str, str]) -> UserPlace:
    known = {*COLUMNS, *CODE_COLUMNS, "radius_km", "id", "population", ""}
    lat, lon, kind = float(row["lat"]), float(row["lon"]), cast(PlaceKind, row["kind"])
    content = json.dumps([row["name"], lat, lon, kind, row["within"], row["country"]], ensure_ascii=False)
    return UserPlace(
        id=_id(row, content), name=row["name"], lat=lat, lon=lon, kind=kind, within=row["within"] or None,
        country=row["country"] or None, aliases=_aliases(row), radius_km=float(row.get("radius_km") or RADIUS_KM[kind]),
        code=next((row[column] for column in CODE_COLUMNS if row.get(column)), None),
        population=int(_number(row.get("population", "")) or 0),
        further=tuple((column, value) for column, value in row.items() if column not in known and value),
    )  # fmt: skip


def _id(row: Mapping[str, str], content: str) -> str:
    """Return GeoNames's id, where a line came with it, else one made of what the line says."""
    return row["id"] if row.get("id", "").startswith("geonames:") else f"user:{text_digest(content)[:16]}"


def _told(path: Path, faults: list[str]) -> str:
    more = f"\n  and {len(faults) - SHOWN} more" if len(faults) > SHOWN else ""
    return f"{path}: {len(faults)} faults, nothing was taken:\n  " + "\n  ".join(faults[:SHOWN]) + more
