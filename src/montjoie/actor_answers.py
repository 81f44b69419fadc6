"""What the list of actors says of a name: who it may be, in which office and on which side on a day, and what others call them."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from montjoie.errors import InputError
from montjoie.ground import ActorList
from montjoie.ground.actor_list import Actor
from montjoie.pipeline import resources_of
from montjoie.record.store import open_store


def find_actors(name: str, *, on: str | None, record: Path | None) -> list[dict[str, Any]]:
    """Return everybody whom the list has under a name or an id, those in force on the day first asked for, as rows for programs.

    A record's own list comes in where there is a record. Raises InputError for a day that is none.
    """
    day = _day(on)
    actors = _list_of(record)
    own = actors.actor(name)
    found = (own,) if own is not None else actors.find(name, day=day)
    return [_row(actor, day) for actor in found]


def actor_lines(rows: list[dict[str, Any]]) -> Iterator[str]:
    """Yield the rows as lines for people."""
    for row in rows:
        yield f"{row['id']}  {row['name']} ({row['kind']}{', ' + row['country'] if row['country'] else ''})"
        for period in row["periods"]:
            offices = ", ".join(period["offices"]) or "-"
            yield f"    {period['from'] or '...'} to {period['to'] or '...'}: {offices}; side {period['side'] or 'none'}"
        if row["on"]:
            yield f"    on {row['on']}: side {row['side'] or 'not known'}"
        called = [f"{what} {row[key]}" for key, what in (("sector", "PLOVER"), ("ucdp", "UCDP"), ("acled", "ACLED")) if row[key]]
        yield f"    {'; '.join(called)}"
        if row["aliases"]:
            yield f"    also {'; '.join(row['aliases'])}"


def _day(written: str | None) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError as error:
        raise InputError(f'"{written}" is no day; write it as 2022-03-09') from error


def _list_of(record: Path | None) -> ActorList:
    if record is None or not record.exists():
        return ActorList.open()
    with open_store(record) as store:
        return resources_of(store).actors


def _row(actor: Actor, day: date | None) -> dict[str, Any]:
    return {
        "id": actor.id,
        "name": actor.name,
        "kind": actor.kind,
        "country": actor.country,
        "aliases": list(dict.fromkeys(actor.aliases)),
        "periods": [
            {
                "from": period.since.isoformat() if period.since else None,
                "to": period.until.isoformat() if period.until else None,
                "offices": list(period.offices),
                "side": period.side,
            }
            for period in actor.periods
        ],
        "on": day.isoformat() if day else None,
        "side": actor.side_on(day),
        "sector": actor.sector or None,
        "ucdp": actor.ucdp,
        "acled": actor.acled,
    }
