"""Reading with the model: what is pending in a record, and files to the codebook's JSON; gives the reader what other stages know."""

import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from montjoie.catch_up import Resources
from montjoie.collect import CollectOptions, collect
from montjoie.errors import InputError, ResourceMissing
from montjoie.extract.preferring import Prefer, preferred
from montjoie.extract.reader import Reader
from montjoie.extract.writing import Resolved, written
from montjoie.ground import ground
from montjoie.ground.numbers import read_count
from montjoie.record.given import keep_reading, stored_document
from montjoie.record.store import Store
from montjoie.schema import Document, Reading, Refusal

UNSAFE = re.compile(r"[^\w.-]+")  # in the name of a file
LONGEST_NAME = 120
WORKERS = 4  # threads that read at once, where there are as many cores
AT_ONCE = 16  # documents that are held while they are read


@dataclass(slots=True, kw_only=True)
class ReadReport:
    """What reading files gave."""

    documents: int = 0
    written: int = 0
    unread: list[str] = field(default_factory=list)  # documents in another language
    refusals: list[Refusal] = field(default_factory=list)

    def lines(self, folder: Path) -> list[str]:
        """Return what to tell of it."""
        told = [f"{self.documents} documents, {self.written} readings in {folder}"]
        if self.unread:
            names = ", ".join(self.unread[:5]) + (" …" if len(self.unread) > 5 else "")
            told.append(f"{len(self.unread)} in another language, not read: {names}")
        return told


def count(words: str) -> tuple[int | None, int | None] | None:
    """Return the least and the most that words allow, by the number grammar; None where they count nothing."""
    bounds = read_count(words)
    return None if bounds is None else (bounds.low, bounds.high)


class ModelReader:
    """The reader of this installation; what is wrong with its files is told when it is first needed."""

    @cached_property
    def reader(self) -> Reader:
        """Return the reader. Raises ResourceMissing."""
        return Reader(count)

    def facts(self) -> dict[str, str]:
        """Return what a run's entry says of the model: its digests and the runtime, or what is wrong with it."""
        try:
            return self.reader.facts
        except ResourceMissing as error:
            return {"model": f"none: {error}"}

    def read(self, document: Document) -> Reading | Refusal:
        """Return the reading of a document, or why it could not be made: a text that breaks the reader costs no run."""
        try:
            return self.reader.read(document)
        except ResourceMissing:
            raise
        except Exception as error:  # noqa: BLE001 the one place: what the reader was not ready for is kept, named and open to hand coding
            name = document.given_id or document.origin or document.id
            detail = f"{name} could not be read ({type(error).__name__}: {error}); it is kept; please report it with the text"
            return Refusal(subject=document.id, stage="extract", code="unexpected", detail=detail)


def read_pending(store: Store, model: ModelReader, told: Callable[[int, int], None]) -> Iterator[Refusal | bool]:
    """Read every document of a record that has no reading; yield whether each gave a new one, or why it gave none.

    Raises ResourceMissing where there is something to read and no model to read it with.
    """
    rows = store.rows(
        "SELECT min(seq), subject FROM entry WHERE kind = 'document' AND subject NOT IN (SELECT subject FROM entry WHERE kind = 'reading') "
        "GROUP BY subject ORDER BY 1"
    )
    pending = [seq for seq, _ in rows]
    workers = min(WORKERS, os.cpu_count() or 1)
    with ThreadPoolExecutor(max_workers=workers) as pool:  # the encoder leaves the interpreter free; readings come back in order
        for at in range(0, len(pending), AT_ONCE):
            told(at, len(pending))
            documents = [stored_document(store, seq) for seq in pending[at : at + AT_ONCE]]
            documents = [document for document in documents if model.reader.reads(document)]
            for document, made in zip(documents, pool.map(model.read, documents), strict=True):
                yield made if isinstance(made, Refusal) else keep_reading(store, made, document.text)
    if pending:
        told(len(pending), len(pending))


def read_files(
    paths: Sequence[Path],
    out: Path,
    options: CollectOptions,
    told: Callable[[Document], None] = lambda _document: None,
    prefer: Prefer = "balance",
) -> ReadReport:
    """Read documents and write one JSON file for each into a folder. Raises InputError where the folder cannot be written."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"{out} cannot be made a folder ({error.strerror}); name another with --json") from error
    model, resources, report = ModelReader(), Resources.open(None, None), ReadReport()
    names: Counter[str] = Counter()
    for found in collect(paths, options):
        if isinstance(found, Refusal):
            report.refusals.append(found)
            continue
        report.documents += 1
        if not model.reader.reads(found):
            report.unread.append(found.given_id or found.origin or found.id)
            continue
        made = model.read(found)
        if isinstance(made, Refusal):
            report.refusals.append(made)
            continue
        made = preferred(made, prefer)
        content = json.dumps(written(found, made, resolved(found, made, resources)), ensure_ascii=False, indent=1) + "\n"
        (out / f"{_name(found, names)}.json").write_text(content, encoding="utf-8", errors="surrogatepass")
        report.written += 1
        told(found)
    return report


def resolved(document: Document, reading: Reading, resources: Resources) -> Resolved:
    """Return what the places and times of a reading mean, by the rules of grounding."""
    grounded = ground(document, reading, resources.places, resources.actors)
    return Resolved(
        wheres={mention.item: mention.wheres for mention in grounded.mentions},
        whens={mention.item: mention.when for mention in grounded.mentions},
    )


def _name(document: Document, names: Counter[str]) -> str:
    """Return the name of a document's file: its id; a second document of the same id gets a number."""
    name = UNSAFE.sub("_", document.given_id or document.id).strip(".") or document.id
    name = name if len(name) <= LONGEST_NAME else document.id
    names[name] += 1
    return name if names[name] == 1 else f"{name}-{names[name]}"
