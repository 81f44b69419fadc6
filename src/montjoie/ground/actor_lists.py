"""The user's own list of actors: read as a whole or refused as a whole, every fault by its line."""

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import date
from importlib.resources import files
from pathlib import Path

from montjoie.errors import ListError
from montjoie.ground.actor_list import (
    KINDS,
    USER_COLUMNS,
    USER_MORE,
    UserActor,
    first_day,
    last_day,
    package_names,
    package_rows,
    split_cell,
)
from montjoie.ground.actor_words import fold

# ISO 3166-1 codes of territories, which are no states of the table but may stand in a user's list
_TERRITORIES = """AI AQ AS AW AX BL BM BQ BV CC CK CW CX FK FO GF GG GI GL GP GS GU HK HM IM IO JE KY MF MO MP MQ MS NC NF NU PF PM PN PR RE
SH SJ SX TC TF TK UM VG VI WF YT"""


def read_actor_list(path: Path) -> tuple[UserActor, ...]:
    """Read the user's CSV (`name,kind,side,country,aliases`, and if wanted `from,to,offices`); any fault refuses the whole.

    `side` may be an actor id, a country code, or the name of a listed actor or of one of the file's own; `from` and `to` are a
    year, a month or a day, both included. Raises ListError with every fault and its line.
    """
    rows, faults = _read_rows(path)
    countries = _country_names()
    codes = set(_TERRITORIES.split()) | {row["country"] for table, row in package_rows() if table == "states.csv" and row["country"]}
    own = {fold(row["name"]): UserActor(name=row["name"], kind="person").id for _, row in rows if row["name"]}
    seen: dict[str, int] = {}
    actors: list[UserActor] = []
    for line, row in rows:
        side, unknown = _side(row["side"], own)
        since, until, bad_days = _days(row)
        said = [*_faults_of(row, codes), *_shared_names(row, countries, seen, line), *unknown, *bad_days]
        faults += [f"line {line}: {fault}" for fault in said]
        actors.append(
            UserActor(
                name=row["name"], kind=row["kind"], side=side, country=row["country"] or None,
                aliases=tuple(dict.fromkeys(split_cell(row["aliases"]))), since=since, until=until,
                offices=tuple(office.casefold() for office in split_cell(row["offices"])),
            )
        )  # fmt: skip
    if faults:
        raise ListError(f"{path}: nothing was imported. " + "; ".join(faults) + ". Correct these lines and import the file again.")
    return tuple(actors)


def _country_names() -> frozenset[str]:
    """Return the folded names, adjectives, peoples and capitals of states, and the names of territories."""
    states = {key for key, found in package_names().items() for name in found if name.actor.startswith("state:")}
    table = files("montjoie.ground").joinpath("data", "countries.csv").read_text(encoding="utf-8")
    return frozenset(states | {fold(row["name"]) for row in csv.DictReader(io.StringIO(table))})


def _days(row: Mapping[str, str]) -> tuple[date | None, date | None, list[str]]:
    """Return the first and the last day of a row, and what is wrong with them."""
    days: list[date | None] = []
    faults = []
    for column, read in (("from", first_day), ("to", last_day)):
        try:
            days.append(read(row[column]))
        except ValueError:
            days.append(None)
            faults.append(f'bad day "{row[column]}" in column {column} (2014, 2014-03 or 2014-03-18)')
    since, until = days
    if since and until and until < since:
        faults.append(f"it ends ({row['to']}) before it begins ({row['from']})")
    return since, until, faults


def _read_rows(path: Path) -> tuple[list[tuple[int, dict[str, str]]], list[str]]:
    """Return the rows with their line numbers; without a usable header there is nothing to go on with."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ListError(f"{path}: the actor list cannot be read as UTF-8 text ({type(error).__name__}); save it as UTF-8 CSV") from error
    reader = csv.DictReader(io.StringIO(text, newline=""))
    missing = [column for column in USER_COLUMNS if column not in (reader.fieldnames or ())]
    if missing:
        raise ListError(f"{path}: line 1: missing column {', '.join(missing)}; the header is {','.join(USER_COLUMNS)}")
    rows: list[tuple[int, dict[str, str]]] = []
    faults: list[str] = []
    for row in reader:
        if row.get(None):
            faults.append(f"line {reader.line_num}: more cells than columns (put names that hold a comma in quotation marks)")
        if any((row[column] or "").strip() for column in USER_COLUMNS):
            rows.append((reader.line_num, {column: (row.get(column) or "").strip() for column in (*USER_COLUMNS, *USER_MORE)}))
    return rows, faults


def _faults_of(row: Mapping[str, str], codes: Iterable[str]) -> list[str]:
    faults = []
    if not fold(row["name"]):
        faults.append("no name")
    if row["kind"] not in KINDS:
        faults.append(f'unknown kind "{row["kind"]}" (one of {", ".join(KINDS)})')
    if row["country"] and row["country"] not in codes:
        faults.append(f'bad country code "{row["country"]}" (two capital letters, ISO 3166-1)')
    return faults


def _shared_names(row: Mapping[str, str], countries: frozenset[str], seen: dict[str, int], line: int) -> list[str]:
    """Return what is wrong with the names of a row: one that is a country's, or that another line has."""
    faults = []
    for folded, alias in {fold(alias): alias for alias in (row["name"], *split_cell(row["aliases"]))}.items():
        if not folded:
            continue
        if folded in countries or folded.removeprefix("the ") in countries:
            faults.append(f'"{alias}" would shadow a country')
        if folded in seen:
            faults.append(f'"{alias}" is already on line {seen[folded]}')
        seen.setdefault(folded, line)
    return faults


def _side(written: str, own: Mapping[str, str]) -> tuple[str | None, list[str]]:
    """Return the actor id that a side's cell means, or the fault."""
    if not written:
        return None, []
    if fold(written) in own:
        return own[fold(written)], []
    ids = {row["id"] for _, row in package_rows()} | set(own.values())
    for candidate in (written, f"state:{written}"):
        if candidate in ids:
            return candidate, []
    found = {name.actor for name in package_names().get(fold(written), ())}
    if len(found) == 1:
        return found.pop(), []
    return None, [f'unknown side "{written}" (an actor id, a country code, or the name of an actor)']
