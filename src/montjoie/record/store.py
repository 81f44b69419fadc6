"""The store: one SQLite file that holds the chain, the preserved bytes and the derived tables, written by one process at a time."""

import contextlib
import fcntl
import json
import os
import secrets
import zlib
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

import apsw

from montjoie.errors import RecordBroken, RecordBusy, RecordError, RecordReadOnly, RecordVersion
from montjoie.ids import digest
from montjoie.record.chain import GENESIS, Entry, entry_hash, payload_hash
from montjoie.record.layout import DERIVED, DERIVED_TABLES, GIVEN, LAYOUT

NOW = 1 << 62  # the instant of the present: later than every date, and the known time of what has none
OPEN = NOW + 1  # the end of what has not ended
BUSY_MS = 10_000  # how long a reader or writer waits for another's transaction

Row = tuple[Any, ...]


def utc_now() -> datetime:
    """Return the time of the clock, in UTC."""
    return datetime.now(UTC)


class Store:
    """A record that is open. Use `open_store`; close it, or use it in a `with`."""

    def __init__(self, connection: apsw.Connection, path: Path, clock: Callable[[], datetime], *, writable: bool) -> None:
        self.path = path
        self.writable = writable
        self._connection = connection
        self._clock = clock
        self._run: tuple[str, bytes] | None = None
        self._lock: int | None = None

    # ------------------------------------------------------------ opening and closing

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file and let go of the writer's lock."""
        self._connection.close()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def lock(self) -> None:
        """Become the one writer, or raise `RecordBusy` or `RecordReadOnly`."""
        if self._lock is not None:
            return
        if not self.writable:
            raise RecordReadOnly(f"{self.path} can only be read here; change its permissions, or copy it with `montjoie backup`")
        handle = os.open(f"{self.path}-lock", os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(handle)
            raise RecordBusy(f"another montjoie is writing to {self.path}; wait until it has ended, or stop it") from error
        self._lock = handle

    @property
    def connection(self) -> apsw.Connection:
        """The open SQLite connection, for copying the whole file."""
        return self._connection

    # ------------------------------------------------------------ SQL

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Write all of what is done inside, or nothing of it."""
        with sql_errors(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise
        with sql_errors(self.path):
            try:
                self._connection.execute("COMMIT")
            except apsw.Error:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[None]:
        """Read everything inside from one state of the record, whatever is written meanwhile."""
        if self._connection.in_transaction:
            yield
            return
        with sql_errors(self.path):
            self._connection.execute("BEGIN")
        try:
            yield
        finally:
            self._connection.execute("COMMIT")

    def rows(self, sql: str, values: Sequence[Any] = ()) -> Iterator[Row]:
        """Yield the rows of a statement with its values bound."""
        with sql_errors(self.path):
            yield from self._connection.execute(sql, values)

    def row(self, sql: str, values: Sequence[Any] = ()) -> Row | None:
        """Return the first row of a statement, or None."""
        return next(iter(self.rows(sql, values)), None)

    def write(self, sql: str, values: Sequence[Any] = ()) -> None:
        """Run a statement that writes."""
        with sql_errors(self.path):
            self._connection.execute(sql, values)

    def write_many(self, sql: str, values: Sequence[Sequence[Any]]) -> None:
        """Run a statement that writes, once for each row of values."""
        with sql_errors(self.path):
            self._connection.executemany(sql, values)

    def script(self, sql: str) -> None:
        """Run several statements."""
        with sql_errors(self.path):
            self._connection.execute(sql)

    # ------------------------------------------------------------ the chain

    def begin_run(self, purpose: str, facts: dict[str, Any]) -> None:
        """Say what is about to be done; the entry is written with the first other one, so that doing nothing leaves no trace."""
        self._run = (purpose, canonical({"purpose": purpose, **facts}))

    def append(self, kind: str, subject: str, payload: dict[str, Any] | bytes, *, key: str | None = None) -> int | None:
        """Append an entry inside a transaction and return its seq; None where `key` says that it is there already."""
        if key is not None and self.row("SELECT 1 FROM natural_key WHERE key = ?", (key,)):
            return None
        if self._run is not None and kind != "run":
            purpose, body = self._run
            self._run = None
            self._append("run", purpose, body)
        seq = self._append(kind, subject, payload if isinstance(payload, bytes) else canonical(payload))
        if key is not None:
            self.write("INSERT INTO natural_key(key, seq) VALUES(?, ?)", (key, seq))
        return seq

    def _append(self, kind: str, subject: str, body: bytes) -> int:
        last = self.row("SELECT seq, hash, at FROM entry ORDER BY seq DESC LIMIT 1")
        seq, previous = (last[0] + 1, last[1]) if last else (1, GENESIS)
        at = max(microseconds(self._clock()), last[2] if last else 0)  # the record's own clock never goes back
        salt = secrets.token_bytes(16)
        hashed = payload_hash(salt, body)
        self.write("INSERT INTO payload(hash, salt, bytes) VALUES(?, ?, ?)", (hashed, salt, zlib.compress(body, 6)))
        self.write(
            "INSERT INTO entry(seq, at, kind, subject, payload_hash, previous, hash) VALUES(?, ?, ?, ?, ?, ?, ?)",
            (seq, at, kind, subject, hashed, previous, entry_hash(seq, at, kind, subject, hashed, previous)),
        )
        return int(seq)

    def head(self) -> Entry | None:
        """Return the last entry, or None in an empty record."""
        row = self.row("SELECT seq, at, kind, subject, payload_hash, previous, hash FROM entry ORDER BY seq DESC LIMIT 1")
        return to_entry(row) if row else None

    def entries(self, *, after: int = 0, kind: str | None = None) -> Iterator[Entry]:
        """Yield entries in order, those after a seq, of one kind where one is named."""
        columns = "SELECT seq, at, kind, subject, payload_hash, previous, hash FROM entry WHERE seq > ?"
        if kind is None:
            rows = self.rows(f"{columns} ORDER BY seq", (after,))
        else:
            rows = self.rows(f"{columns} AND kind = ? ORDER BY seq", (after, kind))
        yield from map(to_entry, rows)

    def payload(self, entry: Entry) -> Any | None:
        """Return the payload of an entry, or None where redaction emptied it."""
        row = self.row("SELECT bytes FROM payload WHERE hash = ?", (entry.payload_hash,))
        if row is None:
            raise RecordBroken(f"{self.path}: the payload of entry {entry.seq} is gone; restore the record from a backup")
        return None if row[0] is None else json.loads(zlib.decompress(row[0]))

    # ------------------------------------------------------------ preserved bytes

    def keep(self, content: bytes) -> str:
        """Keep bytes under their sha256 and return it."""
        hashed = digest(content)
        self.write("INSERT INTO blob(hash, bytes) VALUES(?, ?) ON CONFLICT DO NOTHING", (hashed, zlib.compress(content, 6)))
        return hashed

    def kept(self, hashed: str) -> bytes:
        """Return the bytes kept under a sha256, masked or empty where redaction took them."""
        row = self.row("SELECT bytes FROM blob WHERE hash = ?", (hashed,))
        if row is None:
            raise RecordBroken(f"{self.path}: the text {hashed[:12]} is gone; restore the record from a backup")
        return b"" if row[0] is None else zlib.decompress(row[0])

    def text(self, hashed: str) -> str:
        """Return the text kept under a sha256."""
        return self.kept(hashed).decode("utf-8", "surrogatepass")

    # ------------------------------------------------------------ the derived layer

    def drop_derived(self) -> None:
        """Drop and lay anew the tables that can be made again."""
        for table in DERIVED_TABLES:
            self.script(f"DROP TABLE IF EXISTS {table}")
        self.script(DERIVED)


def open_store(path: Path, *, create: bool = False, clock: Callable[[], datetime] = utc_now) -> Store:
    """Open a record, read only where its file or folder does not allow writing. Raises a `RecordError` that says what to do."""
    path = path.expanduser()
    exists = path.exists() and path.stat().st_size > 0
    if path.is_dir():
        raise RecordError(f"{path} is a folder; name a file for the record, such as {path / 'conflict.record'}")
    if not exists and not create:
        raise RecordError(f"there is no record at {path}; make one with `montjoie run PATH... --record {path}`")
    if not exists and not os.access(path.parent, os.W_OK):
        raise RecordReadOnly(f"no record can be made in {path.parent}: the folder does not exist or cannot be written")
    writable = not exists or (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))
    with sql_errors(path):
        connection = connect(path, writable=writable)
    store = Store(connection, path, clock, writable=writable)
    try:
        if not exists:
            lay_out(store)
        check_layout(store)
    except BaseException:
        store.close()
        raise
    return store


def connect(path: Path, *, writable: bool) -> apsw.Connection:
    """Open the SQLite file with the settings that every promise rests on."""
    if writable:
        flags = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE
        connection = apsw.Connection(str(path), flags=flags)
        connection.set_busy_timeout(BUSY_MS)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
    else:
        has_log = Path(f"{path}-wal").exists() and Path(f"{path}-wal").stat().st_size > 0
        query = "mode=ro" if has_log else "mode=ro&immutable=1"  # without a log beside it, WAL would want to make one
        name = f"file:{str(path.absolute()).replace('%', '%25').replace('?', '%3f').replace('#', '%23')}?{query}"
        connection = apsw.Connection(name, flags=apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI)
        connection.set_busy_timeout(BUSY_MS)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA cache_size = -65536")
    return connection


def lay_out(store: Store) -> None:
    """Make the tables of a new record."""
    with store.transaction():
        store.script(GIVEN)
        store.script(DERIVED)
        store.write("INSERT INTO meta(key, value) VALUES('layout', ?)", (LAYOUT,))


def check_layout(store: Store) -> None:
    """Refuse a file that is no record, or one of another layout."""
    if store.row("SELECT 1 FROM sqlite_master WHERE name = 'meta'") is None:
        raise RecordVersion(f"{store.path} is a database but no Montjoie record; name another file with --record")
    row = store.row("SELECT value FROM meta WHERE key = 'layout'")
    if row is None or row[0] != LAYOUT:
        raise RecordVersion(
            f"{store.path} has layout {row[0] if row else 'unknown'} and this Montjoie reads layout {LAYOUT}; "
            "open it with the version that made it, or make a new record from the same input"
        )


@contextlib.contextmanager
def sql_errors(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into sentences."""
    try:
        yield
    except apsw.FullError as error:
        raise RecordError(f"the disk of {path} is full; free some space and run the same command again: nothing stored is lost") from error
    except apsw.ReadOnlyError as error:
        raise RecordReadOnly(f"{path} cannot be written; change its permissions and run the same command again") from error
    except (apsw.BusyError, apsw.LockedError) as error:
        raise RecordBusy(f"{path} is in use by another program; try again when it has ended") from error
    except apsw.NotADBError as error:
        raise RecordVersion(f"{path} is not a Montjoie record (nor a database); name another file with --record") from error
    except apsw.CantOpenError as error:
        raise RecordReadOnly(f"{path} cannot be opened; check that its folder exists and may be written") from error
    except apsw.CorruptError as error:
        raise RecordBroken(f"{path} is damaged: {error}; restore it from a backup with `montjoie restore`") from error
    except apsw.IOError as error:
        raise RecordError(f"{path} could not be read or written ({error}); check the disk and run the same command again") from error


def canonical(value: Any) -> bytes:
    """Return the JSON bytes of a value: sorted keys, no spaces, the same on every machine."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8", "surrogatepass")


def microseconds(at: datetime) -> int:
    """Return an aware datetime as whole microseconds since 1970 UTC."""
    gap = at - datetime(1970, 1, 1, tzinfo=UTC)
    return (gap.days * 86_400 + gap.seconds) * 1_000_000 + gap.microseconds


def instant(at: int) -> datetime | None:
    """Return the datetime of microseconds since 1970, None for the present of undated things."""
    return None if at >= NOW else datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at)


def to_entry(row: Row) -> Entry:
    """Return a row of the entry table as an Entry."""
    seq, at, kind, subject, hashed, previous, own = row
    return Entry(seq=seq, at=at, kind=kind, subject=subject, payload_hash=hashed, previous=previous, hash=own)
