"""What the record said at every time: for each object what it was from one instant to another, in the order of the lists."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from montjoie.record import derived
from montjoie.record.layout import SAID
from montjoie.record.store import NOW, OPEN, Store

ALL, USUAL = 1, 2  # `listed`: only where everything is asked for, or in the usual list; 0: read too unsurely to be listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What an object was from an instant on. `shown`: the id it is shown by; `rank`: its place in the list of its kind; `codes`: what lists are narrowed by that is a code, between spaces."""

    kind: str
    id: str
    known_from: int
    shown: str
    rank: str
    listed: int
    codes: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """Something that what is said was made of."""

    known_from: int
    known_to: int
    hash: str


# ---------------------------------------------------------------- writing


def lay_out(store: Store) -> None:
    """Lay out the tables in a record that was made before them."""
    store.script(SAID)


def is_kept(store: Store) -> bool:
    """Say whether what was said at every time is kept, up to all that the record holds."""
    seq = derived.progress(store, "seq")
    return seq is not None and derived.progress(store, "said") == seq


def inputs(store: Store) -> dict[str, Input]:
    """Return what everything was made of."""
    rows = store.rows("SELECT input, known_from, known_to, hash FROM said_from")
    return {key: Input(known_from=first, known_to=last, hash=hashed) for key, first, last, hashed in rows}


def put_inputs(store: Store, changed: Mapping[str, Input | None]) -> None:
    """Keep what everything is made of now; None for what is gone."""
    store.write_many("DELETE FROM said_from WHERE input = ?", [(key,) for key, given in sorted(changed.items()) if given is None])
    store.write_many(
        "INSERT OR REPLACE INTO said_from(input, known_from, known_to, hash) VALUES(?, ?, ?, ?)",
        [(key, one.known_from, one.known_to, one.hash) for key, one in sorted(changed.items()) if one is not None],
    )


def cut(store: Store, at: int) -> None:
    """Forget what was said from an instant on; what stood just before it stands open."""
    store.write("DELETE FROM said WHERE known_from >= ?", (at,))
    store.write("UPDATE said SET known_to = ? WHERE known_to >= ?", (OPEN, at))


def open_rows(store: Store) -> Iterator[tuple[str, str, int]]:
    """Yield the kind, id and first instant of everything that has not ended."""
    yield from store.rows("SELECT kind, id, known_from FROM said WHERE known_to = ?", (OPEN,))


def end(store: Store, at: int, ended: Iterable[tuple[str, str, int]]) -> None:
    """End rows, named by kind, id and first instant."""
    store.write_many("UPDATE said SET known_to = ? WHERE kind = ? AND id = ? AND known_from = ?", [(at, *row) for row in sorted(ended)])


def begin(store: Store, rows: Iterable[Said]) -> None:
    """Begin rows that stay open."""
    store.write_many(
        "INSERT INTO said(kind, id, known_from, known_to, shown, rank, listed, codes, body) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(row.kind, row.id, row.known_from, OPEN, row.shown, row.rank, row.listed, row.codes, row.body) for row in rows],
    )


# ---------------------------------------------------------------- reading


def instants(store: Store) -> tuple[int, ...]:
    """Return every instant at which anything that is said began or ended, in order."""
    return tuple(row[0] for row in store.rows("SELECT known_from FROM said UNION SELECT known_to FROM said ORDER BY 1") if row[0] < NOW)


def numbers(store: Store, kind: str, at: int) -> list[int]:
    """Return the rows of all objects of a kind at an instant, in the order of the list."""
    sql = "SELECT number FROM said WHERE kind = ? AND known_from <= ? AND known_to > ? ORDER BY rank"
    return [row[0] for row in store.rows(sql, (kind, at, at))]


def listed(store: Store, kind: str, at: int, least: int, codes: Sequence[str], after: str, limit: int) -> list[tuple[int, str]]:
    """Return the rows of the objects of a kind at an instant that come after a place in the list and have some codes, each with its own place."""
    having = " AND instr(codes, ?) > 0" * len(codes)
    sql = (
        f"SELECT number, rank FROM said WHERE kind = ? AND rank > ? AND known_from <= ? AND known_to > ? AND listed >= ?{having} "
        "ORDER BY rank LIMIT ?"
    )
    wanted = [f" {code} " for code in codes]
    return [(number, rank) for number, rank in store.rows(sql, (kind, after, at, at, least, *wanted, limit))]


def numbered(store: Store, kind: str, shown: str, at: int) -> int | None:
    """Return the row of the object that is shown by an id at an instant; of two that are, the last of the list."""
    sql = "SELECT number FROM said WHERE kind = ? AND shown = ? AND known_from <= ? AND known_to > ? ORDER BY +rank DESC LIMIT 1"
    row = store.row(sql, (kind, shown, at, at))  # the plus: looked up by the id, not along the list
    return row[0] if row else None


def was_ever(store: Store, kind: str, shown: str) -> bool:
    """Say whether an object was shown by an id at any time."""
    return store.row("SELECT 1 FROM said WHERE kind = ? AND shown = ? LIMIT 1", (kind, shown)) is not None


def bodies_of(store: Store, rows: Sequence[int]) -> Iterator[tuple[int, str]]:
    """Yield the bodies of rows."""
    for start in range(0, len(rows), 500):
        some = rows[start : start + 500]
        yield from store.rows(f"SELECT number, body FROM said WHERE number IN ({', '.join('?' * len(some))})", some)


def bodies(store: Store, kind: str, at: int) -> list[str]:
    """Return all objects of a kind at an instant, in the order of the list."""
    sql = "SELECT body FROM said WHERE kind = ? AND known_from <= ? AND known_to > ? ORDER BY rank"
    return [row[0] for row in store.rows(sql, (kind, at, at))]


def by_id(store: Store, kind: str, identity: str, at: int) -> str | None:
    """Return the body of an object at an instant, by its own id."""
    row = store.row(
        "SELECT body FROM said WHERE kind = ? AND id = ? AND known_from <= ? AND known_to > ? ORDER BY known_from DESC LIMIT 1",
        (kind, identity, at, at),
    )
    return row[0] if row else None


def every_id(store: Store, kind: str, at: int) -> list[str]:
    """Return the ids that the objects of a kind are shown by at an instant, in the order of the list."""
    sql = "SELECT shown FROM said WHERE kind = ? AND known_from <= ? AND known_to > ? ORDER BY rank"
    return [row[0] for row in store.rows(sql, (kind, at, at))]
