"""The whole flow, in order: collect → read → ground → reconcile → record; and every other change to a record."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from pathlib import Path

from montjoie import __version__
from montjoie.catch_up import Progress, Resources, catch_up, is_behind, rebuild, rebuild_inside
from montjoie.collect import CollectOptions, collect, guessed_columns
from montjoie.errors import InputError, NotInRecord, ReadingError, RecordBusy, ResourceMissing
from montjoie.extract.annotation import ReadingShape
from montjoie.extract.given import fit_reading, load_reading, reading_files
from montjoie.extract.preferring import Prefer
from montjoie.ground import joined_places, read_actor_list, read_place_list
from montjoie.over_time import known_view, settled_view
from montjoie.reading import ModelReader, ReadReport, read_pending
from montjoie.reading import read_files as read_into
from montjoie.record import derived
from montjoie.record.given import (
    Decision,
    keep_decision,
    keep_document,
    keep_list,
    keep_reading,
    keep_refusal,
    list_in_force,
)
from montjoie.record.redact import Redacted, redact, scrub
from montjoie.record.store import NOW, Store, instant, microseconds, open_store
from montjoie.schema import Document, Reading, Refusal
from montjoie.settings import Settings
from montjoie.settled import View


@dataclass(slots=True, kw_only=True)
class RunReport:
    """What a run did."""

    documents: int = 0  # documents that were seen
    stored: int = 0  # of them, new
    read: int = 0  # readings that were new
    seen: dict[str, str] = field(default_factory=dict)  # the documents of this run: id by name
    unread: list[str] = field(default_factory=list)  # names of the documents seen that are kept and not read
    refusals: list[Refusal] = field(default_factory=list)
    incidents: int = 0
    head: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Observer:
    """Who wants to know while a run goes on: each document once it is in the record, and how far long work has come."""

    stored: Callable[[Document, bool], None] = lambda _document, _new: None
    refused: Callable[[Refusal], None] = lambda _refusal: None
    progress: Progress = lambda _what, _done, _of: None


def run(settings: Settings, observer: Observer | None = None) -> RunReport:
    """Take input into the record: keep every document, take its reading where one is given, read the others, reconcile what is new."""
    observer = observer or Observer()
    report = RunReport()
    with open_store(settings.record, create=True) as store:
        store.lock()
        model = ModelReader()
        facts = model.facts() if settings.model else {"model": "not asked"}
        store.begin_run("run", {"version": __version__, "zone": settings.zone, **facts})
        take_lists(store, settings.gazetteer, settings.actors)
        readings = _Readings(settings.readings)
        for refusal in readings.refusals:
            _refuse(store, report, observer, refusal)
        for found in collect(settings.paths, _collect_options(settings)):
            if isinstance(found, Refusal):
                _refuse(store, report, observer, found)
            else:
                _take(store, report, observer, readings, found)
        for refusal in readings.unused(store):
            _refuse(store, report, observer, refusal)
        if settings.model:
            _read(store, report, observer, model)
        report.unread = [name for name, document in report.seen.items() if not _is_read(store, document)]
        catch_up(store, resources_of(store), observer.progress)
        view = derived.settled(store)
        report.incidents = len(view["incidents"])
        head = store.head()
        report.head = head.hash if head else None
    return report


def columns_of(settings: Settings) -> Iterator[tuple[Path, Mapping[str, str]]]:
    """Yield each table among the input with the columns that are taken for what."""
    for path in settings.paths:
        tables = [path] if path.is_file() else sorted(path.rglob("*")) if path.is_dir() else []
        for table in tables:
            if table.suffix.lower() in (".csv", ".tsv", ".jsonl", ".ndjson"):
                yield table, guessed_columns(table, _collect_options(settings))


def read_files(
    paths: Sequence[Path], out: Path, published: str | None, zone: str, prefer: Prefer, told: Callable[[Document], None]
) -> ReadReport:
    """Read documents with the model and write the codebook's JSON of each into a folder, outside any record."""
    return read_into(paths, out, CollectOptions(published=published, zone=zone), told, prefer)


def _collect_options(settings: Settings) -> CollectOptions:
    return CollectOptions(
        published=settings.published, zone=settings.zone, columns=settings.columns, outlet=settings.outlet, date_order=settings.date_order
    )


def _take(store: Store, report: RunReport, observer: Observer, readings: "_Readings", document: Document) -> None:
    """Keep one document and the reading that is given for it."""
    new = keep_document(store, document)
    report.documents += 1
    report.stored += new
    fitted = readings.fit(document)
    for reading in fitted:
        report.read += keep_reading(store, reading, document.text)
    report.seen[document.given_id or document.origin or document.id] = document.id
    observer.stored(document, new)


def _read(store: Store, report: RunReport, observer: Observer, model: ModelReader) -> None:
    """Read with the model what has no reading; a given reading wins, also one that comes later. Without a model all is kept, and said."""
    try:
        for made in read_pending(store, model, lambda done, of: observer.progress("reading", done, of)):
            if isinstance(made, Refusal):
                _refuse(store, report, observer, made)
            else:
                report.read += made
    except ResourceMissing as error:
        _refuse(store, report, observer, Refusal(subject="the reader", stage="extract", code="unreadable", detail=str(error)))


def _is_read(store: Store, document: str) -> bool:
    return store.row("SELECT 1 FROM entry WHERE kind = 'reading' AND subject = ?", (document,)) is not None


def _refuse(store: Store, report: RunReport, observer: Observer, refusal: Refusal) -> None:
    keep_refusal(store, refusal)
    report.refusals.append(refusal)
    observer.refused(refusal)


class _Readings:
    """The readings that were handed over, by the document that each is of."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        self.refusals: list[Refusal] = []
        self._shapes: dict[str, list[tuple[Path, ReadingShape]]] = defaultdict(list)
        self._faults: dict[Path, str] = {}
        self._used: set[Path] = set()
        for path in reading_files(folders):
            try:
                shape = load_reading(path)
            except ReadingError as error:
                self.refusals.append(Refusal(subject=str(path), stage="extract", code="bad_reading", detail=str(error)))
            else:
                self._shapes[shape.doc].append((path, shape))

    def fit(self, document: Document) -> list[Reading]:
        """Return the readings made from this very text; why another does not fit is kept until the end."""
        fitted = []
        names = dict.fromkeys(name for name in (document.given_id, document.id) if name)
        for path, shape in (pair for name in names for pair in self._shapes.get(name, ())):
            try:
                fitted.append(fit_reading(shape, document.id, document.text, name=str(path)))
                self._used.add(path)
            except ReadingError as error:
                self._faults[path] = str(error)
        return fitted

    def unused(self, store: Store) -> Iterator[Refusal]:
        """Yield a refusal for each reading that fits no document of this run, nor one that the record had before."""
        for name, pairs in sorted(self._shapes.items()):
            for path, shape in pairs:
                if path in self._used:
                    continue
                fault = self._faults.get(path)
                if fault is None and (row := derived.document(store, name)) is not None:
                    text = store.text(row.text_hash)
                    try:
                        keep_reading(store, fit_reading(shape, row.id, text, name=str(path)), text)
                        continue
                    except ReadingError as error:
                        fault = str(error)
                if fault is None:
                    detail = f"{path} is a reading of {name}, which is neither in the input nor in the record; name its article too"
                    yield Refusal(subject=str(path), stage="extract", code="no_document", detail=detail)
                else:
                    yield Refusal(subject=str(path), stage="extract", code="bad_reading", detail=fault)


# ---------------------------------------------------------------- lists in force


def take_lists(store: Store, gazetteer: Path | None, actors: Path | None) -> None:
    """Put the user's lists in force from here on. Raises ListError, by line, before anything of either is kept."""
    lists = [("gazetteer", gazetteer, read_place_list), ("actors", actors, read_actor_list)]
    for _kind, path, rows in lists:
        if path is not None:
            rows(path)
    for kind, path, _rows in lists:
        if path is not None:
            keep_list(store, kind, path.read_bytes())


def import_actors(record: Path, path: Path, progress: Progress | None = None) -> int:
    """Put the user's list of actors in force in a record and bring the record up to it; return how many actors it has.

    The list replaces the one before it, from this entry on. Raises ListError with every faulty line; then nothing is imported.
    """
    own = read_actor_list(path)
    with open_store(record, create=True) as store:
        store.lock()
        store.begin_run("import", {"version": __version__})
        take_lists(store, None, path)
        catch_up(store, resources_of(store), progress)
    return len(own)


def import_places(record: Path, paths: Sequence[Path], progress: Progress | None = None) -> int:
    """Put the user's places in force in a record, of one file or several, and bring the record up to them; return how many there are.

    They replace those before them, from this entry on. Raises ListError with every faulty line; then nothing is imported.
    """
    places = [read_place_list(path) for path in paths]
    content = paths[0].read_bytes() if len(paths) == 1 else joined_places(places)
    with open_store(record, create=True) as store:
        store.lock()
        store.begin_run("import", {"version": __version__})
        keep_list(store, "gazetteer", content)
        catch_up(store, resources_of(store), progress)
    return sum(len(some) for some in places)


def resources_of(store: Store) -> Resources:
    """Return the package's lists with the user's that are in force."""
    return Resources.open(gazetteer=list_in_force(store, "gazetteer"), actors=list_in_force(store, "actors"))


# ---------------------------------------------------------------- asking


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A view of the record with the heading that names its clocks."""

    view: View
    heading: str
    undated: int  # documents without a publication time, which are in the present and in no past


def open_to_read(path: Path, progress: Progress | None = None) -> Store:
    """Open a record and bring it up to its chain, where that can be done: not while another writes, nor where it is read only."""
    store = open_store(path)
    try:
        resources = resources_of(store)
        if store.writable and is_behind(store, resources):
            try:
                store.lock()
                catch_up(store, resources, progress)
            except RecordBusy:
                pass  # what is there is shown; the writer brings it up
    except BaseException:
        store.close()
        raise
    return store


def ask(store: Store, *, as_known_at: str | None = None, as_recorded_at: str | None = None) -> Asked:
    """Return what the record says: now, as reported by a time, or as this record held it then."""
    if "" in (as_known_at, as_recorded_at):
        raise InputError("the time is empty; write 2022-03-09 or 2022-03-09T18:00+02:00, or leave the option out")
    if as_known_at and as_recorded_at:
        raise InputError("--as-known-at and --as-recorded-at are two clocks; give one of them")
    if as_recorded_at:
        seq, named = recorded_until(store, as_recorded_at)
        return Asked(view=settled_view(store, seq), heading=f"as recorded at {named} (what this record held then)", undated=0)
    undated = undated_documents(store)
    heading = heading_at(as_known_at, undated)
    view = known_view(store, known_until(as_known_at)) if as_known_at else settled_view(store)
    return Asked(view=view, heading=heading, undated=undated)


def undated_documents(store: Store) -> int:
    """Return how many documents have no date: they are in the present and in no past."""
    row = store.row("SELECT count(*) FROM document_now WHERE known_from >= ? AND known_to > ?", (NOW, NOW))
    return int(row[0]) if row else 0


def heading_at(as_known_at: str | None, undated: int) -> str:
    """Return what names the clock of an answer, and what is left out of it."""
    if as_known_at:
        heading = f"as reported by {_utc(known_until(as_known_at))} (publication times, with today's readings and rules)"
        left_out = f"; {undated} undated {'document is' if undated == 1 else 'documents are'} left out"
        return heading + (left_out if undated else "")
    among = f"; {undated} undated {'document' if undated == 1 else 'documents'} among them"
    return "as reported until now, as recorded now" + (among if undated else "")


def known_until(value: str) -> int:
    """Return the instant of a time or of the end of a day (UTC where no zone is written). Raises InputError."""
    try:
        at = datetime.fromisoformat(value.strip())
    except ValueError as error:
        raise InputError(f"{value!r} is not a time; write 2022-03-09 or 2022-03-09T18:00+02:00") from error
    if len(value.strip()) == len("2022-03-09"):
        at = datetime.combine(at.date(), time.max)
    return microseconds(at if at.tzinfo else at.replace(tzinfo=UTC))


def recorded_until(store: Store, value: str) -> tuple[int, str]:
    """Return the last entry at a time, or the entry of a number or of a head's hash. Raises InputError or NotInRecord."""
    if value.isdigit() and len(value) < 10:
        head = store.head()
        if head is None or not 1 <= int(value) <= head.seq:
            raise InputError(f"there is no entry {value}; the record has {head.seq if head else 0}")
        return int(value), f"entry {value}"
    if len(value) == 64 and set(value.lower()) <= set("0123456789abcdef"):
        row = store.row("SELECT seq FROM entry WHERE hash = ?", (value.lower(),))
        if row is None:
            raise NotInRecord(f"no entry has the hash {value[:16]}…; `montjoie verify` prints the head")
        return int(row[0]), f"entry {row[0]}"
    at = known_until(value)
    row = store.row("SELECT max(seq) FROM entry WHERE at <= ?", (at,))
    return int(row[0] or 0) if row else 0, _utc(at)


def _utc(at: int) -> str:
    moment = instant(at)
    return moment.strftime("%Y-%m-%d %H:%M:%S UTC") if moment else "now"


# ---------------------------------------------------------------- deciding


def decide(store: Store, decision: Decision, progress: Progress | None = None) -> str:
    """Append a person's decision, reconcile, and return its id."""
    store.lock()
    store.begin_run("decide", {"version": __version__})
    identity = keep_decision(store, decision)
    catch_up(store, resources_of(store), progress)
    return identity


def redact_words(store: Store, words: str, *, who: str, why: str, progress: Progress | None = None) -> Redacted:
    """Mask words everywhere, make the derived layer anew without them, and rewrite the file."""
    store.lock()
    store.begin_run("redact", {"version": __version__})
    with store.transaction():
        done = redact(store, words, who=who, why=why)
        rebuild_inside(store, resources_of(store), progress)
    scrub(store)
    return done


def rebuild_all(store: Store, progress: Progress | None = None) -> None:
    """Drop the derived layer and make it again."""
    store.lock()
    store.begin_run("rebuild", {"version": __version__})
    rebuild(store, resources_of(store), progress)


def log_export(store: Store, facts: Mapping[str, str], sha256: str) -> bool:
    """Note in the chain what went out, once; return whether that could be done."""
    if not store.writable:
        return False
    try:
        store.lock()
    except RecordBusy:
        return False
    head = store.head()
    with store.transaction():
        state = store.row("SELECT max(seq) FROM entry WHERE kind <> 'run'")
        store.append(
            "run",
            "export",
            {**facts, "sha256": sha256, "of": state[0] if state else 0},
            key=f"export:{sorted(facts.items())}:{sha256}:{state}",
        )
    last = store.head()
    if head and last:  # an export says nothing that is to be reconciled
        with store.transaction():
            for made in ("seq", "said"):
                if derived.progress(store, made) == str(head.seq):
                    derived.put_progress(store, made, str(last.seq))
    return True
