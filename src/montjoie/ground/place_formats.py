"""Other people's place files read as the user's list: GeoNames country files, and OCHA's tables of divisions and settlements."""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from importlib import resources

from montjoie.ground.place_names import fold

Row = dict[str, str]
Rows = Iterator[tuple[int, Row]]
GEONAMES_COLUMNS = 19
SITES = frozenset(
    {"AIRP", "AIRB", "AIRF", "AIRH", "MILB", "NVB", "INSM", "PS", "PSN", "PSH", "DAM", "BDG", "PRT", "PRN", "HSP", "CMPRF", "OILR"}
)
GONE = frozenset({"PPLH", "PPLQ", "PPLCH", "PPLW"})  # places that are no more
ADMIN = re.compile(r"^adm(?:in)?(?P<level>\d)(?P<what>pcode|code|(?:name)?(?P<language>en|ua|uk|ru|ar|fr|my|am|so|ref|alt\d?en|alt)?)$")
SETTLED = re.compile(r"^(?:location|settlement|place|village|town|feature|pp|site)?name(?P<language>en|eng|ua|ru|ar|fr|my|alt)?$")
SETTLED_CODE = re.compile(r"^(?:location|settlement|place|village|site|pp)?pcode$")
LAT = ("lat", "latitude", "y", "ycoord", "centerlat", "pointy", "latdd")
LON = ("lon", "long", "longitude", "x", "xcoord", "centerlon", "pointx", "londd")
COUNTRY = ("adm0pcode", "admin0pcode", "iso2", "countrycode", "adm0code", "admin0code")
LOWEST_DIVISION = 3  # levels below it are settlements in OCHA's tables


def is_geonames(text: str) -> bool:
    """Whether a text is a GeoNames country file: tabs, nineteen columns, an id first."""
    first = text.lstrip("\ufeff\n").split("\n", 1)[0].split("\t")
    return len(first) == GEONAMES_COLUMNS and first[0].isdigit()


def is_ocha(header: Sequence[str]) -> bool:
    """Whether a header is one of OCHA's: levels of divisions with p-codes, and coordinates."""
    names = [bare(name) for name in header]
    coded = any((found := ADMIN.match(name)) and found["what"] in ("pcode", "code") for name in names)
    return coded and any(name in LAT for name in names) and any(name in LON for name in names)


def geonames_rows(text: str, shadowed: Callable[[str], str | None]) -> Rows:
    """Yield the lines of a GeoNames country file as rows of the user's list: settlements, quarters, lower divisions, some sites.

    Names that would shadow a country's are left out, for nobody can correct them in GeoNames's file; so are places that are no more.
    """
    names = division_names()
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), start=1):
        if not line.strip():
            continue
        cells = line.split("\t")
        if len(cells) != GEONAMES_COLUMNS:
            yield number, {"": "more" if len(cells) > GEONAMES_COLUMNS else "fewer"}
            continue
        kind = geonames_kind(cells[6], cells[7])
        if kind is None:
            continue
        spelt = [cells[1], *(name for name in cells[3].split(",") if name and not re.fullmatch(r"[A-Z0-9]{2,4}|[a-z].*", name)), cells[2]]
        kept = list(dict.fromkeys(name for name in spelt if fold(name) and shadowed(name) is None and ";" not in name))
        if kept:
            yield number, {
                "": "", "name": kept[0], "aliases": ";".join(kept[1:]), "lat": cells[4], "lon": cells[5], "kind": kind, "country": cells[8],
                "within": names.get(f"admin1:{cells[8]}.{cells[10]}", ""), "id": f"geonames:{cells[0]}", "population": cells[14],
            }  # fmt: skip


def geonames_kind(feature_class: str, code: str) -> str | None:
    """Return the kind of a GeoNames feature, `None` for what is not taken."""
    if feature_class == "P":
        return None if code in GONE else "district" if code == "PPLX" else "settlement"
    if feature_class == "A":
        return "region" if code in ("ADM2", "ADM3") else None
    return "site" if feature_class == "S" and code in SITES else None


def ocha_rows(header: Sequence[str], lines: Iterator[tuple[int, list[str]]]) -> Rows:
    """Yield the lines of one of OCHA's tables as rows of the user's list: each the place of its own lowest level."""
    names = [bare(name) for name in header]
    for number, cells in lines:
        if any(cell.startswith("#") for cell in cells):
            continue  # the tags of the humanitarian exchange language
        if len(cells) != len(header):
            yield number, {"": "more" if len(cells) > len(header) else "fewer"}
            continue
        yield number, ocha_row(dict(zip(names, (cell.strip() for cell in cells), strict=True)))


def ocha_row(cells: Mapping[str, str]) -> Row:
    """Return one line of OCHA's as a row of the user's list."""
    levels: dict[int, list[str]] = {}
    codes: dict[int, str] = {}
    for column, value in cells.items():
        if value and (found := ADMIN.match(column)):
            level = int(found["level"])
            if found["what"] in ("pcode", "code"):
                codes[level] = value
            elif found["language"] in (None, "en", "ref"):
                levels.setdefault(level, []).insert(0, value)
            else:
                levels.setdefault(level, []).append(value)
    settled = [value for column, value in cells.items() if value and SETTLED.match(column)]
    lowest = max((level for level in levels if level > 0), default=0)
    spelt = list(dict.fromkeys(settled or levels.get(lowest, [])))
    code = next((value for column, value in cells.items() if value and SETTLED_CODE.match(column)), None) if settled else codes.get(lowest)
    region = not settled and 0 < lowest <= LOWEST_DIVISION
    country = next((cells[column] for column in COUNTRY if cells.get(column)), next(iter(codes.values()), ""))[:2].upper()
    return {
        "": "", "name": spelt[0] if spelt else "", "aliases": ";".join(name.replace(";", ",") for name in spelt[1:]),
        "lat": next((cells[column] for column in LAT if cells.get(column)), ""),
        "lon": next((cells[column] for column in LON if cells.get(column)), ""), "kind": "region" if region else "settlement",
        "within": levels[1][0] if 1 in levels and (settled or lowest > 1) else "", "country": country, "pcode": code or "",
    }  # fmt: skip


def bare(name: str) -> str:
    """Return a column's name in small letters and figures alone."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


@cache
def division_names() -> dict[str, str]:
    """Return the names of the first-level divisions by the gazetteer's id."""
    table = resources.files("montjoie") / "ground" / "data" / "divisions.csv"
    return {row["id"]: row["name"] for row in csv.DictReader(io.StringIO(table.read_text(encoding="utf-8")))}
