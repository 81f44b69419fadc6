"""Copies a record whole while it may be in use, and puts a copy back in its place."""

import os
from pathlib import Path

from montjoie.errors import InputError, RecordBroken, RecordError
from montjoie.record.store import Store, connect, open_store, sql_errors
from montjoie.record.verify import verify


def backup(store: Store, to: Path) -> str | None:
    """Copy the record to a file that is not there yet and return the head of the copy."""
    if to.exists():
        raise InputError(f"{to} is there already; name a file that does not exist")
    return _copy(store, to)


def restore(source: Path, to: Path, *, replace: bool = False) -> str | None:
    """Put a verified copy at a path and return its head. Raises RecordBroken where the copy does not verify."""
    if to.exists() and not replace:
        raise InputError(f"{to} is there already; name another file, or add --replace to put the backup in its place")
    with open_store(source) as copied:
        faults = verify(copied).faults
        if faults:
            raise RecordBroken(f"{source} does not verify and was not restored: {faults[0]}")
        if not to.exists():
            return _copy(copied, to)
        with open_store(to) as standing:
            standing.lock()
        fresh = to.with_name(f".{to.name}.restoring")
        fresh.unlink(missing_ok=True)
        head = _copy(copied, fresh)
        for left in (Path(f"{to}-wal"), Path(f"{to}-shm")):
            left.unlink(missing_ok=True)
        os.replace(fresh, to)
        return head


def _copy(store: Store, to: Path) -> str | None:
    with sql_errors(to):
        target = connect(to, writable=True)
        try:
            with target.backup("main", store.connection, "main") as copying:
                while not copying.done:
                    copying.step(1000)
            target.execute("PRAGMA journal_mode = WAL")
        finally:
            target.close()
    with open_store(to) as copied:
        head = copied.head()
        if (head.hash if head else None) != ((now := store.head()) and now.hash):
            raise RecordError(f"the record changed while it was copied to {to}; delete that file and run the same command again")
        return head.hash if head else None
