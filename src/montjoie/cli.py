"""The command line: arguments → settings → pipeline. Only this file and its neighbours of the same name print."""

import os
import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from montjoie import __version__, cli_asking, cli_keeping, cli_lists, cli_serving, interrupts
from montjoie.cli_parts import (
    CANNOT,
    DONE,
    INTERRUPTED,
    NO_RECORD,
    RECORD,
    SOMETHING_WRONG,
    Json,
    Quiet,
    Record,
    bar,
    console,
    line,
    note,
    opened,
)
from montjoie.errors import MontjoieError, RecordError

MOST_TOLD = 20  # refusals that are told while a run goes on

app = typer.Typer(
    name="montjoie",
    help="Reads what is reported about an armed conflict and keeps the record: what happened, who says so, what was agreed and whether it is being kept.",
    epilog="Exit codes: 0 done; 1 done, but something was refused or is wrong; 2 cannot be done as asked; 3 the record cannot be used; 130 interrupted.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for part in (cli_asking.questions, cli_serving.serving, cli_keeping.keeping, cli_lists.lists):
    app.add_typer(part)


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

        for told_columns in column_lines(settings):
            note(told_columns)
    told: list[str] = []
    with bar(quiet or json) as progress:
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
        line({"done": {**counts, "unread": report.unread, "refused": [refusal.detail for refusal in report.refusals]}})
    elif not quiet:
        from montjoie.answers import report_lines

        note("\n".join(report_lines(report, str(record))))
    raise typer.Exit(SOMETHING_WRONG if report.refusals else DONE)


@app.command()
def read(
    paths: Annotated[list[Path], typer.Argument(help="files and folders: .txt, .html, .json, .jsonl, .csv")],
    json: Annotated[Path, typer.Option("--json", help="folder to write <doc>.json into, in the codebook's JSON")],
    published: Annotated[str | None, typer.Option("--published", help="publication time of documents that carry none")] = None,
    zone: Annotated[str, typer.Option("--zone", help="time zone of times written without one")] = "UTC",
    prefer: Annotated[
        Literal["precision", "balance", "recall"], typer.Option("--prefer", help="only what is quite sure, the best balance, or everything")
    ] = "balance",
    quiet: Quiet = False,
) -> None:
    """Read documents with the model and write what was read; nothing goes into a record."""
    from montjoie import pipeline

    with bar(quiet) as progress:
        report = pipeline.read_files(paths, json, published, zone, prefer, lambda _document: progress("reading", -1, 0))
    note("\n".join([*(f"refused: {refusal.detail}" for refusal in report.refusals), *([] if quiet else report.lines(json))]))
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

    with as_file(files("montjoie") / "sample") as sample, bar(quiet) as progress:
        readings = (sample / "readings",) * given
        settings = Settings(record=record, paths=(sample / "reports",), readings=readings, zone="Europe/Kyiv")
        pipeline.run(settings, pipeline.Observer(progress=progress))
    _demo_screen(record)


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
        note("interrupted: what was acknowledged is in the record; run the same command again to go on")
        sys.exit(INTERRUPTED)
    except MontjoieError as error:
        note(f"montjoie: {error}")
        sys.exit(NO_RECORD if isinstance(error, RecordError) else CANNOT)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(DONE)
    except Exception as error:  # click's usage errors are told as it tells them
        if hasattr(error, "show"):
            error.show()
            sys.exit(CANNOT)
        raise


def _acknowledge(document: str, given: str | None, new: bool) -> None:
    interrupts.stop_if_asked()
    line({"stored": given or document, "document": document, "new": new})


def _warn(words: str, told: list[str]) -> None:
    """Tell a refusal as it happens; of very many, the first ones."""
    told.append(words)
    if len(told) <= MOST_TOLD:
        note(f"refused: {words}")
    elif len(told) == MOST_TOLD + 1:
        note("refused: more of them; `montjoie show refusals` lists all")


def _demo_screen(record: Path) -> None:
    from montjoie import asking
    from montjoie.answers import demo_screen
    from montjoie.terminal import program_name

    with opened(record) as store:
        answer = asking.answer(store, "incidents", None, asking.Filters(), as_known_at=None, as_recorded_at=None)
    screen = console()
    screen.print(demo_screen(answer, str(record), screen.width, program_name()))
