"""What `import montjoie` offers: reading a text, and a record's lists as Arrow tables."""

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from montjoie import asking, pipeline
from montjoie.errors import InputError
from montjoie.record.store import Store
from montjoie.serve.tables import table

if TYPE_CHECKING:
    import pyarrow as pa

LONGEST_PATH = 1024  # characters; more is a text


class Record:
    """A record that is open to be asked. Close it, or use it in a `with`."""

    def __init__(self, path: str | Path) -> None:
        self._store: Store = pipeline.open_to_read(Path(path))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the record's file."""
        self._store.close()

    def incidents(
        self,
        *,
        as_known_at: str | None = None,
        as_recorded_at: str | None = None,
        since: str | None = None,
        until: str | None = None,
        known_since: str | None = None,
        place: str | None = None,
        actor: str | None = None,
        type: str | None = None,  # noqa: A002 as the command line has it
        everything: bool = False,
    ) -> "pa.Table":
        """Return the codeable incidents, or all with `everything`, a row each; days and times as ISO strings."""
        filters = asking.Filters(
            since=since, until=until, known_since=known_since, place=place, actor=actor, type=type, everything=everything
        )
        return self._table("incidents", filters, as_known_at, as_recorded_at)

    def claims(
        self,
        *,
        as_known_at: str | None = None,
        as_recorded_at: str | None = None,
        actor: str | None = None,
        type: str | None = None,  # noqa: A002
    ) -> "pa.Table":
        """Return the claims, a row each."""
        return self._table("claims", asking.Filters(actor=actor, type=type), as_known_at, as_recorded_at)

    def commitments(
        self,
        *,
        as_known_at: str | None = None,
        as_recorded_at: str | None = None,
        place: str | None = None,
        actor: str | None = None,
        type: str | None = None,  # noqa: A002
    ) -> "pa.Table":
        """Return the commitments, a row each with its terms, acts and the status of each party."""
        return self._table("commitments", asking.Filters(place=place, actor=actor, type=type), as_known_at, as_recorded_at)

    def disagreements(
        self,
        *,
        as_known_at: str | None = None,
        as_recorded_at: str | None = None,
        type: str | None = None,  # noqa: A002
    ) -> "pa.Table":
        """Return how claims and figures stand to each other, a row for each pair."""
        return self._table("disagreements", asking.Filters(type=type), as_known_at, as_recorded_at)

    def ledger(self, *, as_known_at: str | None = None, as_recorded_at: str | None = None) -> "pa.Table":
        """Return incidents and allegations beside the terms of commitments, a row each."""
        return self._table("ledger", asking.Filters(), as_known_at, as_recorded_at)

    def documents(self, *, as_known_at: str | None = None, as_recorded_at: str | None = None) -> "pa.Table":
        """Return the documents without their texts, a row each."""
        return self._table("documents", asking.Filters(), as_known_at, as_recorded_at)

    def text(self, document: str) -> str:
        """Return the preserved text of a document, names of private people withheld. Raises NotInRecord."""
        return self._answer("document", document, asking.Filters(), None, None).text

    def export(self, *, as_known_at: str | None = None, as_recorded_at: str | None = None) -> dict[str, Any]:
        """Return everything at one time, as `montjoie export --to json` writes it."""
        return dict(self._answer("documents", None, asking.Filters(), as_known_at, as_recorded_at).export)

    def find(self, words: str, *, as_known_at: str | None = None, limit: int = 20) -> list[dict[str, Any]]:
        """Return the documents that have words, best first, with lines around them."""
        return asking.find(self._store, words, limit, as_known_at=as_known_at)

    def _answer(
        self, what: str, identity: str | None, filters: asking.Filters, as_known_at: str | None, as_recorded_at: str | None
    ) -> asking.Answer:
        with self._store.snapshot():
            return asking.answer(self._store, what, identity, filters, as_known_at=as_known_at, as_recorded_at=as_recorded_at)

    def _table(self, kind: str, filters: asking.Filters, as_known_at: str | None, as_recorded_at: str | None) -> "pa.Table":
        return table(kind, self._answer(kind, None, filters, as_known_at, as_recorded_at).objects)


def open(path: str | Path) -> Record:  # noqa: A001 montjoie.open is how it is called
    """Open a record to ask it; it may be in use by `montjoie run`. Raises RecordError."""
    return Record(path)


def read(text_or_path: str | Path, *, published: str | None = None, zone: str = "UTC") -> dict[str, Any]:
    """Read one text, or one file, with the model and return the codebook's JSON. `published` lets "on Sunday" mean a day.

    Raises InputError where there is nothing to read: no text, another language, a file of several documents.
    """
    with tempfile.TemporaryDirectory() as folder:
        source = Path(text_or_path) if _is_path(text_or_path) else Path(folder) / "text.json"
        if not _is_path(text_or_path):
            source.write_text(json.dumps({"id": "text", "text": str(text_or_path)}), encoding="utf-8")
        out = Path(folder) / "read"
        report = pipeline.read_files([source], out, published, zone, "balance", lambda _document: None)
        made = sorted(out.glob("*.json"))
        if len(made) == 1:
            reading: dict[str, Any] = json.loads(made[0].read_text(encoding="utf-8", errors="surrogatepass"))
            return reading
    if report.refusals:
        raise InputError(report.refusals[0].detail)
    if report.unread:
        raise InputError(f"{report.unread[0]} is in another language than English; it is not read, so that it is not misread")
    raise InputError(f"{source} holds {report.documents} documents; give one text, or use `montjoie read` for files of several")


def _is_path(text_or_path: str | Path) -> bool:
    if isinstance(text_or_path, Path):
        return True
    return len(text_or_path) <= LONGEST_PATH and "\n" not in text_or_path and Path(text_or_path).is_file()
