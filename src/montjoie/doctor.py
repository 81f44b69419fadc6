"""Says what an installation is made of, and what is wrong with it."""

import platform
import shutil
import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import apsw

from montjoie import __version__
from montjoie.errors import MontjoieError
from montjoie.ground import ActorList, Gazetteer
from montjoie.reading import ModelReader
from montjoie.record.store import open_store
from montjoie.record.verify import verify

LEAST_SQLITE = (3, 51, 3)  # before it, two connections in WAL mode can race when the log is reset
LEAST_FREE = 200_000_000  # bytes; a run of a few thousand articles needs less
LIBRARIES = ("onnxruntime", "tokenizers", "pydantic", "apsw", "trafilatura", "py3langid", "pysbd", "numpy", "rich", "typer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at."""

    what: str
    found: str
    ok: bool = True


def examine(record: Path | None) -> list[Finding]:
    """Return what is there: versions, lists, the reader, the disk, and a record where one is named."""
    sqlite = tuple(int(part) for part in apsw.sqlite_lib_version().split("."))
    findings = [
        Finding(what="montjoie", found=__version__),
        Finding(what="python", found=f"{platform.python_version()} at {sys.executable}", ok=sys.version_info >= (3, 11)),
        Finding(what="SQLite", found=f"{apsw.sqlite_lib_version()} (apsw)", ok=sqlite >= LEAST_SQLITE),
        Finding(what="libraries", found=", ".join(f"{name} {_version(name)}" for name in LIBRARIES), ok=all(map(_version, LIBRARIES))),
        _reader(),
        _places(),
        _actors(),
        _disk(record.parent if record else Path()),
    ]
    return findings + ([_record(record)] if record else [])


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _places() -> Finding:
    try:
        places = Gazetteer.open()
    except MontjoieError as error:
        return Finding(what="gazetteer", found=str(error), ok=False)
    return Finding(what="gazetteer", found=f"rows {places.digest[:16]}")


def _actors() -> Finding:
    try:
        actors = ActorList.open()
    except MontjoieError as error:
        return Finding(what="actors", found=str(error), ok=False)
    return Finding(what="actors", found=f"rows {actors.digest[:16]}")


def _reader() -> Finding:
    try:
        facts = ModelReader().reader.facts
    except MontjoieError as error:
        return Finding(what="reader", found=str(error), ok=False)
    told = f"model {facts['model'][:16]}, tokenizer {facts['tokenizer'][:16]}, onnxruntime {facts['onnxruntime']} ({facts['provider']})"
    return Finding(what="reader", found=told)


def _disk(folder: Path) -> Finding:
    free = shutil.disk_usage(folder if folder.exists() else Path()).free
    return Finding(what="disk", found=f"{free // 1_000_000:,} MB free in {folder.resolve()}", ok=free >= LEAST_FREE)


def _record(path: Path) -> Finding:
    try:
        with open_store(path) as store:
            found = verify(store)
            state = "writable" if store.writable else "read only"
    except MontjoieError as error:
        return Finding(what="record", found=str(error), ok=False)
    told = (
        found.faults[0] if found.faults else f"{found.entries} entries, {found.documents} documents, {state}, verified; head {found.head}"
    )
    return Finding(what="record", found=told, ok=not found.faults)
