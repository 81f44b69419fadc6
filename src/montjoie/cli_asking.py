"""The commands that ask the record: lists, one thing, words in the texts, exports."""

import sys
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from montjoie.cli_parts import DONE, RECORD, SOMETHING_WRONG, Json, KnownAt, Quiet, Record, RecordedAt, console, line, note, opened

questions = typer.Typer()


@questions.command()
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
    subject: Annotated[str | None, typer.Option(help="on this subject (ceasefire) or commitment (its id)")] = None,
    incident: Annotated[str | None, typer.Option(help="about this incident (its id)")] = None,
    all: Annotated[
        bool, typer.Option("--all", help="also what is not codeable: planned, denied, aggregates, without place or day")
    ] = False,
    prefer: Annotated[
        Literal["precision", "balance"] | None,
        typer.Option(
            "--prefer", help="incidents that are quite sure (so for the ledger, unless said otherwise), or everything that is reconciled"
        ),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="most lines")] = 200,
    json: Json = False,
) -> None:
    """Show the record to people: a list, or everything on one thing."""
    from montjoie import asking

    filters = asking.Filters(
        since=since, until=until, known_since=known_since, place=place, actor=actor, type=type, subject=subject, incident=incident, everything=all,
        prefer=prefer or ("precision" if what == "ledger" else "balance"),
    )  # fmt: skip
    with opened(record) as store:
        if what in ("refusals", "decisions"):
            return _show_given(store, what, json)
        answer = asking.answer(store, what, identity, filters, as_known_at=as_known_at, as_recorded_at=as_recorded_at)
        if json:
            return line(answer.objects)
        _show_answer(answer, limit)
    raise typer.Exit(DONE if answer.objects or not answer.asked_for else SOMETHING_WRONG)


@questions.command()
def find(
    words: Annotated[list[str], typer.Argument(help='words to look for in every kept text; "in quotes" for a phrase')],
    record: Record = RECORD,
    as_known_at: KnownAt = None,
    limit: Annotated[int, typer.Option(min=1, help="most documents")] = 20,
    json: Json = False,
) -> None:
    """Search every kept text, read or not."""
    from montjoie import asking

    with opened(record) as store:
        hits = asking.find(store, " ".join(words), limit, as_known_at=as_known_at)
        if json:
            return line(hits)
        from montjoie.serve.wording import cleaned

        screen = console()
        for hit in hits:
            screen.print(cleaned(hit["doc"]), style="bold", end="  ", markup=False, highlight=False)
            facts = f"{hit['published'] or 'undated'}  {hit['outlet'] or ''}  {hit['title'] or ''}"
            screen.print(cleaned(facts), style="dim", markup=False, highlight=False)
            for found in hit["lines"]:
                screen.print(cleaned(f"    {found}"), markup=False, highlight=False)
        if not hits:
            screen.print("no kept text has these words", style="dim")
    raise typer.Exit(DONE if hits else SOMETHING_WRONG)


@questions.command()
def export(
    to: Annotated[
        Literal["json", "csv", "acled", "ucdp", "geojson", "parquet"],
        typer.Option(
            "--to", help="json: everything; csv: a row for each codeable incident; parquet: a folder; acled, ucdp, geojson: theirs"
        ),
    ],
    record: Record = RECORD,
    out: Annotated[Path | None, typer.Option("--out", help="the file (parquet: folder) to write; without it, standard output")] = None,
    as_known_at: KnownAt = None,
    as_recorded_at: RecordedAt = None,
    quiet: Quiet = False,
) -> None:
    """Write the record out, whole or not at all, with what the format could not hold; the same record gives the same bytes."""
    from montjoie import exporting

    with opened(record) as store:
        made = exporting.export(store, to, out=out, as_known_at=as_known_at, as_recorded_at=as_recorded_at)
        if out is None:
            sys.stdout.write(made.content)
        logged = exporting.log(store, made)
        if not quiet:
            note(f"{made.heading}\n{made.rows}\nsha256 {made.sha256}{'' if logged else ' (not noted: the record cannot be written now)'}")
            if made.beside:
                note(f"beside it: {', '.join(map(str, made.beside))}")
            note(f"head {made.head}")


def _show_given(store: Any, what: str, json: bool) -> None:
    from montjoie import asking
    from montjoie.serve import wording

    rows = asking.given_rows(store, what)
    if json:
        return line(rows)
    lines = [wording.cleaned("  ".join(f"{name} {value}" for name, value in row.items() if value)) for row in rows]
    return console().print("\n".join(lines) or f"no {what}", markup=False, highlight=False)


def _show_answer(answer: Any, limit: int) -> None:
    from montjoie.answers import answer_screen

    screen = console()
    screen.print(answer.heading, style="italic", markup=False)
    screen.print(answer_screen(answer, screen.width, limit))
