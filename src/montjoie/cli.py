"""The command line: arguments → settings → pipeline; the only file that prints."""

import contextlib
import json as json_lines
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from montjoie import __version__, cli_lists, interrupts
from montjoie.errors import MontjoieError, RecordError

if TYPE_CHECKING:
    from rich.console import Console

DONE, SOMETHING_WRONG, CANNOT, NO_RECORD, INTERRUPTED = 0, 1, 2, 3, 130
MOST_TOLD = 20  # refusals that are told while a run goes on
RECORD = Path("conflict.record")  # where the record is, unless --record or MONTJOIE_RECORD says otherwise

app = typer.Typer(
    name="montjoie",
    help="Reads what is reported about an armed conflict and keeps the record: what happened, who says so, what was agreed and whether it is being kept.",
    epilog="Exit codes: 0 done; 1 done, but something was refused or is wrong; 2 cannot be done as asked; 3 the record cannot be used; 130 interrupted.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.add_typer(cli_lists.lists)

Record = Annotated[Path, typer.Option("--record", envvar="MONTJOIE_RECORD", help="the record's file")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="print only what was asked for")]
Json = Annotated[bool, typer.Option("--json", help="print JSON for programs")]
KnownAt = Annotated[str | None, typer.Option("--as-known-at", help="as reported by this time (publication times)")]
RecordedAt = Annotated[str | None, typer.Option("--as-recorded-at", help="as this record held it then (a time, an entry's number or hash)")]
Why = Annotated[str, typer.Option("--why", help="the reason, kept with the decision")]
By = Annotated[str, typer.Option("--by", envvar="MONTJOIE_USER", help="who decides")]
Listed = Literal["incidents", "claims", "commitments", "disagreements", "ledger", "documents", "refusals", "decisions"]


@app.callback(invoke_without_command=True)
def _root(version: Annotated[bool, typer.Option("--version", help="print the version")] = False) -> None:
    if version:
        typer.echo(f"montjoie {__version__}")
        raise typer.Exit(DONE)


# ---------------------------------------------------------------- taking in


@app.command()
def run(
    paths: Annotated[list[Path], typer.Argument(help="files and folders: .txt, .html, .json, .jsonl, .csv")],
    record: Record = RECORD,
    readings: Annotated[
        list[Path] | None, typer.Option("--readings", help="folder (or file) of readings in the codebook's JSON; may be repeated")
    ] = None,
    gazetteer: Annotated[Path | None, typer.Option("--gazetteer", help="your places: CSV name,lat,lon,kind,within,country,aliases")] = None,
    actors: Annotated[Path | None, typer.Option("--actors", help="your actors: CSV name,kind,side,country,aliases")] = None,
    published: Annotated[str | None, typer.Option("--published", help="publication time of documents that carry none")] = None,
    zone: Annotated[str, typer.Option("--zone", help="time zone of times written without one")] = "UTC",
    outlet: Annotated[str | None, typer.Option("--outlet", help="outlet of documents that name none")] = None,
    date_order: Annotated[
        Literal["dmy", "mdy", "ymd"] | None, typer.Option("--date-order", help="how dates in numbers such as 7/6/15 are written")
    ] = None,
    column: Annotated[list[str] | None, typer.Option("--column", help="which CSV column is which: text=BODY; may be repeated")] = None,
    given_only: Annotated[bool, typer.Option("--given-only", help="read nothing with the model; take given readings only")] = False,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Keep documents, take or make their readings, and bring the record up to them. A second run on the same input changes nothing."""
    from montjoie import pipeline
    from montjoie.settings import Settings
    from montjoie.terminal import columns_of

    settings = Settings(
        record=record, paths=tuple(paths), readings=tuple(readings or ()), gazetteer=gazetteer, actors=actors, published=published,
        zone=zone, outlet=outlet, date_order=date_order, columns=columns_of(column or []), model=not given_only,
    )  # fmt: skip
    if not (quiet or json):
        from montjoie.answers import column_lines

        for line in column_lines(settings):
            _note(line)
    told: list[str] = []
    with _bar(quiet or json) as progress:
        observer = pipeline.Observer(
            stored=lambda document, new: _acknowledge(document.id, document.given_id, new) if json else progress("reading input", -1, 0),
            refused=lambda refusal: None if quiet or json else _warn(refusal.detail, told),
            progress=progress,
        )
        report = pipeline.run(settings, observer)
    if json:
        counts = {
            "documents": report.documents,
            "new": report.stored,
            "readings": report.read,
            "incidents": report.incidents,
            "head": report.head,
        }
        _line({"done": {**counts, "unread": report.unread, "refused": [refusal.detail for refusal in report.refusals]}})
    elif not quiet:
        from montjoie.answers import report_lines

        _note("\n".join(report_lines(report, str(record))))
    raise typer.Exit(SOMETHING_WRONG if report.refusals else DONE)


@app.command()
def read(
    paths: Annotated[list[Path], typer.Argument(help="files and folders: .txt, .html, .json, .jsonl, .csv")],
    json: Annotated[Path, typer.Option("--json", help="folder to write <doc>.json into, in the codebook's JSON")],
    published: Annotated[str | None, typer.Option("--published", help="publication time of documents that carry none")] = None,
    zone: Annotated[str, typer.Option("--zone", help="time zone of times written without one")] = "UTC",
    quiet: Quiet = False,
) -> None:
    """Read documents with the model and write what was read; nothing goes into a record."""
    from montjoie import pipeline

    with _bar(quiet) as progress:
        report = pipeline.read_files(paths, json, published, zone, lambda _document: progress("reading", -1, 0))
    _note("\n".join([*(f"refused: {refusal.detail}" for refusal in report.refusals), *([] if quiet else report.lines(json))]))
    raise typer.Exit(SOMETHING_WRONG if report.refusals else DONE)


@app.command()
def demo(
    record: Record = Path("sample.record"),
    given: Annotated[bool, typer.Option("--given", help="with the readings that we made by hand, instead of the model's")] = False,
    quiet: Quiet = False,
) -> None:
    """Run on the sample that the package ships, and show what comes out."""
    from importlib.resources import as_file, files

    from montjoie import pipeline
    from montjoie.settings import Settings

    with as_file(files("montjoie") / "sample") as sample, _bar(quiet) as progress:
        readings = (sample / "readings",) * given
        settings = Settings(record=record, paths=(sample / "reports",), readings=readings, zone="Europe/Kyiv")
        pipeline.run(settings, pipeline.Observer(progress=progress))
    _demo_screen(record)


# ---------------------------------------------------------------- asking


@app.command()
def show(
    what: Annotated[
        str,
        typer.Argument(
            help="incidents, claims, commitments, disagreements, ledger, documents, refusals, decisions; or incident, claim, commitment"
        ),
    ],
    identity: Annotated[str | None, typer.Argument(metavar="[ID]", help="one of them, by its id or the beginning of it")] = None,
    record: Record = RECORD,
    as_known_at: KnownAt = None,
    as_recorded_at: RecordedAt = None,
    since: Annotated[str | None, typer.Option(help="that happened on or after this day")] = None,
    until: Annotated[str | None, typer.Option(help="that happened on or before this day")] = None,
    known_since: Annotated[str | None, typer.Option(help="that became known after this time")] = None,
    place: Annotated[str | None, typer.Option(help="at or within this place")] = None,
    actor: Annotated[str | None, typer.Option(help="by, to or said by this actor")] = None,
    type: Annotated[str | None, typer.Option(help="of this type (of incident, claim, subject or disagreement)")] = None,
    all: Annotated[
        bool, typer.Option("--all", help="also what is not codeable: planned, denied, aggregates, without place or day")
    ] = False,
    limit: Annotated[int, typer.Option(min=1, help="most lines")] = 200,
    json: Json = False,
) -> None:
    """Show the record to people: a list, or everything on one thing."""
    from montjoie import asking

    filters = asking.Filters(since=since, until=until, known_since=known_since, place=place, actor=actor, type=type, everything=all)
    with _opened(record) as store:
        if what in ("refusals", "decisions"):
            return _show_given(store, what, json)
        answer = asking.answer(store, what, identity, filters, as_known_at=as_known_at, as_recorded_at=as_recorded_at)
        if json:
            return _line(answer.objects)
        _show_answer(answer, limit)
    return None


@app.command()
def find(
    words: Annotated[list[str], typer.Argument(help='words to look for in every kept text; "in quotes" for a phrase')],
    record: Record = RECORD,
    as_known_at: KnownAt = None,
    limit: Annotated[int, typer.Option(min=1, help="most documents")] = 20,
    json: Json = False,
) -> None:
    """Search every kept text, read or not."""
    from montjoie import asking

    with _opened(record) as store:
        hits = asking.find(store, " ".join(words), limit, as_known_at=as_known_at)
        if json:
            return _line(hits)
        from montjoie.screens import cleaned

        console = _console()
        for hit in hits:
            console.print(cleaned(hit["doc"]), style="bold", end="  ", markup=False, highlight=False)
            facts = f"{hit['published'] or 'undated'}  {hit['outlet'] or ''}  {hit['title'] or ''}"
            console.print(cleaned(facts), style="dim", markup=False, highlight=False)
            for line in hit["lines"]:
                console.print(cleaned(f"    {line}"), markup=False, highlight=False)
        if not hits:
            console.print("no kept text has these words", style="dim")
    raise typer.Exit(DONE if hits else SOMETHING_WRONG)


@app.command()
def export(
    to: Annotated[Literal["json", "csv"], typer.Option("--to", help="json: everything; csv: a row for each codeable incident")],
    record: Record = RECORD,
    out: Annotated[Path | None, typer.Option("--out", help="the file to write; without it, standard output")] = None,
    as_known_at: KnownAt = None,
    as_recorded_at: RecordedAt = None,
    quiet: Quiet = False,
) -> None:
    """Write the record out, whole or not at all; the same record gives the same bytes."""
    from montjoie import asking

    with _opened(record) as store:
        made = asking.export(store, to, as_known_at=as_known_at, as_recorded_at=as_recorded_at)
        if out is None:
            sys.stdout.write(made.content)
        else:
            from montjoie.serve.exports import write_whole

            write_whole(out, made.content)
        logged = asking.log(store, made)
        if not quiet:
            _note(f"{made.heading}\n{made.rows}\nsha256 {made.sha256}{'' if logged else ' (not noted: the record cannot be written now)'}")
            _note(f"head {made.head}")


# ---------------------------------------------------------------- deciding


@app.command()
def decide(
    what: Annotated[Literal["add", "set", "reject", "same", "different", "undo"], typer.Argument(help="what to decide")],
    identity: Annotated[str, typer.Argument(metavar="ID", help="what it is about; for add, the document")],
    values: Annotated[
        list[str] | None, typer.Argument(metavar="[FIELD=VALUE | ID]", help="fields (set, add), or the other id (same, different)")
    ] = None,
    record: Record = RECORD,
    kind: Annotated[
        Literal["incident", "figure", "claim", "commitment"], typer.Option("--as", help="for add: what the words are")
    ] = "incident",
    words: Annotated[str | None, typer.Option("--words", help="for add: the exact words that it rests on")] = None,
    nth: Annotated[int, typer.Option("--n", min=1, help="for add: which occurrence of the words")] = 1,
    why: Why = "",
    by: By = "",
    quiet: Quiet = False,
) -> None:
    """Correct the record by an entry of your own, anchored to words, that outlives every new reading.

    montjoie decide set ID type=shelling place="Volnovakha" --why "the photographs show craters"
    montjoie decide add DOC --words "three people" --as figure of="the strike" kind=killed low=3 high=3 --why "missed"
    """
    from montjoie import deciding
    from montjoie.terminal import user_name

    if not why.strip():
        raise MontjoieError('a decision needs its reason; add --why "..."')
    with _opened(record) as store, _bar(quiet) as progress:
        taken = deciding.Wanted(
            what=what, identity=identity, values=tuple(values or ()), kind=kind, words=words, nth=nth, who=by or user_name(), why=why
        )
        decision, now = deciding.decide(store, taken, progress)
    typer.echo(decision)
    if not quiet:
        _note(now)


@app.command()
def redact(
    words: Annotated[str, typer.Argument(help="the words to mask everywhere, such as a person's name")],
    record: Record = RECORD,
    why: Why = "",
    by: By = "",
    quiet: Quiet = False,
) -> None:
    """Mask words in every kept text, title, address and note; hashes stay, so that `verify` still passes."""
    from montjoie import pipeline
    from montjoie.terminal import user_name

    if not why.strip():
        raise MontjoieError('a redaction needs its reason; add --why "..." (without the words that it takes out)')
    if sys.stdin.isatty() and not typer.confirm(f"mask {words!r} everywhere in {record}? This cannot be undone", default=False):
        raise typer.Exit(SOMETHING_WRONG)
    with _opened(record) as store, _bar(quiet) as progress:
        done = pipeline.redact_words(store, words, who=by or user_name(), why=why, progress=progress)
    if not quiet:
        _note(
            f"masked {done.occurrences} occurrences in {done.documents} documents; {done.masked} kept texts changed, {done.emptied} payloads emptied"
        )
    typer.echo(done.decision)


# ---------------------------------------------------------------- keeping


@app.command()
def verify(
    record: Record = RECORD,
    head: Annotated[str | None, typer.Option("--head", help="the head that was printed before; finds a tail that was cut off")] = None,
    json: Json = False,
) -> None:
    """Check the chain, the preserved bytes, and that every stored span slices to its words."""
    from montjoie.record.store import open_store
    from montjoie.record.verify import verify as check

    with open_store(record) as store:
        found = check(store, head=head)
    if json:
        _line({"entries": found.entries, "documents": found.documents, "readings": found.readings, "spans": found.spans, "masked": found.masked,
               "head": found.head, "faults": list(found.faults)})  # fmt: skip
    else:
        for fault in found.faults:
            typer.echo(f"WRONG: {fault}")
        typer.echo(
            f"{found.entries} entries, {found.documents} documents, {found.readings} readings, {found.spans} spans, {found.masked} masked"
        )
        typer.echo(f"head {found.head}")
        typer.echo(
            "everything is what was written" if not found.faults else f"{len(found.faults)} faults: restore the record from a backup"
        )
    raise typer.Exit(SOMETHING_WRONG if found.faults else DONE)


@app.command()
def rebuild(record: Record = RECORD, quiet: Quiet = False) -> None:
    """Drop every derived table and make it again from the chain."""
    from montjoie import pipeline
    from montjoie.record.store import open_store

    with open_store(record) as store, _bar(quiet) as progress:
        pipeline.rebuild_all(store, progress)


@app.command()
def backup(to: Annotated[Path, typer.Argument(help="the file to make")], record: Record = RECORD) -> None:
    """Copy the record whole, while it may be in use."""
    from montjoie.record.backup import backup as copy
    from montjoie.record.store import open_store

    with open_store(record) as store:
        typer.echo(f"head {copy(store, to)}")


@app.command()
def restore(
    source: Annotated[Path, typer.Argument(help="the backup")],
    record: Record = RECORD,
    replace: Annotated[bool, typer.Option("--replace", help="put it in the place of a record that is there")] = False,
) -> None:
    """Put a backup that verifies in the place of a record."""
    from montjoie.record.backup import restore as put_back

    typer.echo(f"head {put_back(source, record, replace=replace)}")


@app.command()
def schema(what: Annotated[Literal["reading", "export"], typer.Argument(help="which JSON Schema")]) -> None:
    """Print the JSON Schema of a reading or of the export."""
    if what == "export":
        from montjoie.serve.exports import export_schema

        return _line(export_schema(), indent=1)
    from montjoie.extract.annotation import reading_schema

    return _line(reading_schema(), indent=1)


@app.command()
def doctor(
    record: Annotated[Path | None, typer.Option("--record", envvar="MONTJOIE_RECORD", help="also check this record")] = None,
    json: Json = False,
) -> None:
    """Say what this installation is made of, and what is wrong with it."""
    from montjoie.doctor import examine

    findings = examine(record)
    if json:
        _line([{"what": f.what, "found": f.found, "ok": f.ok} for f in findings])
    else:
        for finding in findings:
            typer.echo(f"{'ok   ' if finding.ok else 'WRONG'} {finding.what}: {finding.found}")
    raise typer.Exit(DONE if all(finding.ok for finding in findings) else SOMETHING_WRONG)


# ---------------------------------------------------------------- the edges


def main() -> None:
    """Run the command line; every error of ours is one sentence and an exit code."""
    interrupts.listen()
    try:
        code = app(standalone_mode=False)
        if code == INTERRUPTED:  # typer turns Ctrl-C into this code
            raise KeyboardInterrupt
        sys.exit(code if isinstance(code, int) else DONE)
    except (KeyboardInterrupt, typer.Abort):
        _note("interrupted: what was acknowledged is in the record; run the same command again to go on")
        sys.exit(INTERRUPTED)
    except MontjoieError as error:
        _note(f"montjoie: {error}")
        sys.exit(NO_RECORD if isinstance(error, RecordError) else CANNOT)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(DONE)
    except Exception as error:  # click's usage errors are told as it tells them
        if hasattr(error, "show"):
            error.show()
            sys.exit(CANNOT)
        raise


def _console() -> "Console":
    from rich.console import Console

    return Console(highlight=False)


@contextlib.contextmanager
def _opened(record: Path) -> Iterator[Any]:
    """Open a record to ask or change it, brought up to its chain."""
    from montjoie.pipeline import open_to_read

    store = open_to_read(record)
    try:
        yield store
    finally:
        store.close()


def _bar(silent: bool) -> contextlib.AbstractContextManager[Callable[[str, int, int], None]]:
    from montjoie.terminal import progress_bar

    return progress_bar(silent)


def _acknowledge(document: str, given: str | None, new: bool) -> None:
    interrupts.stop_if_asked()
    _line({"stored": given or document, "document": document, "new": new})


def _line(value: Any, indent: int | None = None) -> None:
    sys.stdout.write(json_lines.dumps(value, ensure_ascii=False, indent=indent) + "\n")
    sys.stdout.flush()


def _note(words: str) -> None:
    typer.echo(words, err=True)


def _warn(words: str, told: list[str]) -> None:
    """Tell a refusal as it happens; of very many, the first ones."""
    told.append(words)
    if len(told) <= MOST_TOLD:
        _note(f"refused: {words}")
    elif len(told) == MOST_TOLD + 1:
        _note("refused: more of them; `montjoie show refusals` lists all")


def _show_given(store: Any, what: str, json: bool) -> None:
    from montjoie import asking, screens

    rows = asking.given_rows(store, what)
    if json:
        return _line(rows)
    lines = [screens.cleaned("  ".join(f"{name} {value}" for name, value in row.items() if value)) for row in rows]
    return _console().print("\n".join(lines) or f"no {what}", markup=False, highlight=False)


def _show_answer(answer: Any, limit: int) -> None:
    from montjoie.answers import answer_screen

    console = _console()
    console.print(answer.heading, style="italic", markup=False)
    console.print(answer_screen(answer, console.width, limit))


def _demo_screen(record: Path) -> None:
    from montjoie import asking
    from montjoie.answers import demo_screen
    from montjoie.terminal import program_name

    with _opened(record) as store:
        answer = asking.answer(store, "incidents", None, asking.Filters(), as_known_at=None, as_recorded_at=None)
    (console := _console()).print(demo_screen(answer, str(record), console.width, program_name()))
