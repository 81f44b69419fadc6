"""Writes docs/reference/gazetteer.md, what the gazetteer of the package has, from its tables: python gazetteer/write_reference.py."""

import csv
import sqlite3
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
GROUND = HERE.parent / "src" / "montjoie" / "ground"
PAGE = HERE.parent / "docs" / "reference" / "gazetteer.md"
LISTED = (
    ("Seas, straits, gulfs, lakes", "seas", ""),
    ("Regions without borders of their own, areas", "regions", "region:"),
    ("Larger than a country: known by name, never put on a point", "regions", "area:"),
    ("Rivers", "regions", "river:"),
    ("Mountains", "regions", "mountain:"),
    ("Sites", "sites", ""),
    ("Quarters of cities", "known", "quarter:"),
    ("Villages and camps that GeoNames's 500 people leave out", "known", "village:"),
)
AT_WAR = (
    "UA",
    "RU",
    "SY",
    "IQ",
    "SD",
    "SS",
    "ET",
    "SO",
    "YE",
    "MM",
    "PS",
    "IL",
    "LB",
    "ML",
    "BF",
    "NE",
    "NG",
    "CD",
    "CF",
    "TD",
    "LY",
    "AF",
)


def page() -> str:
    """Return the page."""
    return "\n".join([*counts(), *lists()]) + "\n"


def counts() -> list[str]:
    """Return what there is of each kind, and of the countries at war."""
    connection = sqlite3.connect(f"file:{GROUND / 'places.sqlite'}?mode=ro", uri=True)
    sources = connection.execute(
        "SELECT substr(id, 1, instr(id, ':') - 1), kind, count(*) FROM places GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2"
    ).fetchall()
    by_country = dict(connection.execute("SELECT country, count(*) FROM places WHERE kind = 'settlement' GROUP BY country").fetchall())
    second = dict(connection.execute("SELECT country, count(*) FROM places WHERE id LIKE 'admin2:%' GROUP BY country").fetchall())
    names = connection.execute("SELECT count(*) FROM names").fetchone()[0]
    connection.close()
    settled = ", ".join(f"{code} {by_country.get(code, 0):,}" for code in AT_WAR)
    seconds = ", ".join(f"{code} {count:,}" for code, count in sorted(second.items()))
    return [
        "# What the gazetteer has", "",
        "Written by `python gazetteer/write_reference.py` from the tables; a test holds it to them. How it is used: [places](places.md).", "",
        f"{sum(count for _, _, count in sources):,} places under {names:,} folded names.", "", "| ids begin with | kind | how many |", "|---|---|---|",
        *(f"| `{source}:` | {kind} | {count:,} |" for source, kind, count in sources), "",
        f"Settlements of countries at war: {settled}. Where that is too few, `montjoie gazetteer import` takes the country's file.", "",
        f'Second-level divisions: {seconds}. Elsewhere "X district" is led to its seat, with where_prec 3.', "",
    ]  # fmt: skip


def lists() -> list[str]:
    """Return the tables that were written by hand."""
    made: list[str] = []
    for title, table, prefix in LISTED:
        with (GROUND / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file) if row["id"].startswith(prefix)]
        told = (f"{row['name']} ({', '.join(part for part in (row['within'], row['country']) if part) or 'no country'})" for row in rows)
        made += [f"## {title} ({len(rows)})", "", "; ".join(sorted(told)), ""]
    return made


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"{PAGE}\n")
