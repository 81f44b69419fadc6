"""The commands that change a record by hand, and those that keep it."""

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from montjoie.cli_parts import DONE, RECORD, SOMETHING_WRONG, By, Json, Quiet, Record, Why, bar, line, note, opened
from montjoie.errors import MontjoieError

keeping = typer.Typer()


@keeping.command()
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
    with opened(record) as store, bar(quiet) as progress:
        taken = deciding.Wanted(
            what=what, identity=identity, values=tuple(values or ()), kind=kind, words=words, nth=nth, who=by or user_name(), why=why
        )
        decision, now = deciding.decide(store, taken, progress)
    typer.echo(decision)
    if not quiet:
        note(now)


@keeping.command()
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
    with opened(record) as store, bar(quiet) as progress:
        done = pipeline.redact_words(store, words, who=by or user_name(), why=why, progress=progress)
    if not quiet:
        note(
            f"masked {done.occurrences} occurrences in {done.documents} documents; {done.masked} kept texts changed, {done.emptied} payloads emptied"
        )
    typer.echo(done.decision)


@keeping.command()
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
        line({"entries": found.entries, "documents": found.documents, "readings": found.readings, "spans": found.spans, "masked": found.masked,
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


@keeping.command()
def rebuild(record: Record = RECORD, quiet: Quiet = False) -> None:
    """Drop every derived table and make it again from the chain."""
    from montjoie import pipeline
    from montjoie.record.store import open_store

    with open_store(record) as store, bar(quiet) as progress:
        pipeline.rebuild_all(store, progress)


@keeping.command()
def backup(to: Annotated[Path, typer.Argument(help="the file to make")], record: Record = RECORD) -> None:
    """Copy the record whole, while it may be in use."""
    from montjoie.record.backup import backup as copy
    from montjoie.record.store import open_store

    with open_store(record) as store:
        typer.echo(f"head {copy(store, to)}")


@keeping.command()
def restore(
    source: Annotated[Path, typer.Argument(help="the backup")],
    record: Record = RECORD,
    replace: Annotated[bool, typer.Option("--replace", help="put it in the place of a record that is there")] = False,
) -> None:
    """Put a backup that verifies in the place of a record."""
    from montjoie.record.backup import restore as put_back

    typer.echo(f"head {put_back(source, record, replace=replace)}")


@keeping.command()
def schema(what: Annotated[Literal["reading", "export"], typer.Argument(help="which JSON Schema")]) -> None:
    """Print the JSON Schema of a reading or of the export."""
    if what == "export":
        from montjoie.serve.exports import export_schema

        return line(export_schema(), indent=1)
    from montjoie.extract.annotation import reading_schema

    return line(reading_schema(), indent=1)


@keeping.command()
def doctor(
    record: Annotated[Path | None, typer.Option("--record", envvar="MONTJOIE_RECORD", help="also check this record")] = None,
    json: Json = False,
) -> None:
    """Say what this installation is made of, and what is wrong with it."""
    from montjoie.doctor import examine

    findings = examine(record)
    if json:
        line([{"what": f.what, "found": f.found, "ok": f.ok} for f in findings])
    else:
        for finding in findings:
            typer.echo(f"{'ok   ' if finding.ok else 'WRONG'} {finding.what}: {finding.found}")
    raise typer.Exit(DONE if all(finding.ok for finding in findings) else SOMETHING_WRONG)
