"""The commands on the lists that words are looked up in; `cli.py` takes them in."""

import json as json_lines
from pathlib import Path
from typing import Annotated, Literal

import typer

DONE, NOTHING_FOUND = 0, 1
RECORD = Path("conflict.record")

lists = typer.Typer()


@lists.command()
def gazetteer(
    what: Annotated[Literal["import", "find"], typer.Argument(help="import: put your places in force; find: what bears a name")],
    subjects: Annotated[list[str], typer.Argument(metavar="FILE... | NAME", help="the files, or a name")],
    record: Annotated[Path, typer.Option("--record", envvar="MONTJOIE_RECORD", help="the record's file")] = RECORD,
    country: Annotated[
        str | None, typer.Option("--country", help="for find: only of this country (UA); near spellings if none bears it")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="print only what was asked for")] = False,
    json: Annotated[bool, typer.Option("--json", help="print JSON for programs")] = False,
) -> None:
    """Import your places (own CSV, GeoNames country files, OCHA's tables), or show the candidates of a name."""
    if what == "import":
        from montjoie import pipeline
        from montjoie.terminal import progress_bar

        with progress_bar(quiet or json) as progress:
            count = pipeline.import_places(record, [Path(subject) for subject in subjects], progress)
        if json:
            typer.echo(json_lines.dumps({"imported": count}))
        elif not quiet:
            typer.echo(f"{count} places are in force in {record}", err=True)
        raise typer.Exit(DONE)
    from montjoie import place_answers

    name = " ".join(subjects)
    found = place_answers.find_places(name, country=country, record=record)
    typer.echo(json_lines.dumps(found, ensure_ascii=False) if json else "\n".join(place_answers.place_lines(found)), nl=json or bool(found))
    if not found and not json:
        typer.echo(f"no place of the gazetteer is called {name!r}", err=True)
    raise typer.Exit(DONE if found else NOTHING_FOUND)


@lists.command()
def actors(
    what: Annotated[Literal["import", "find"], typer.Argument(help="import: put your list in force; find: whom a name stands for")],
    subject: Annotated[str, typer.Argument(metavar="FILE | NAME", help="the CSV file, or a name or an id")],
    record: Annotated[Path, typer.Option("--record", envvar="MONTJOIE_RECORD", help="the record's file")] = RECORD,
    on: Annotated[str | None, typer.Option("--on", help="for find: the day (2022-03-09) whose office and side are asked for")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="print only what was asked for")] = False,
    json: Annotated[bool, typer.Option("--json", help="print JSON for programs")] = False,
) -> None:
    """Import your list of actors (CSV name,kind,side,country,aliases; if wanted from,to,offices), or say whom a name stands for."""
    if what == "import":
        from montjoie import pipeline
        from montjoie.terminal import progress_bar

        with progress_bar(quiet or json) as progress:
            count = pipeline.import_actors(record, Path(subject), progress)
        if json:
            typer.echo(json_lines.dumps({"imported": count}))
        elif not quiet:
            typer.echo(f"{count} actors are in force in {record}", err=True)
        raise typer.Exit(DONE)
    from montjoie import actor_answers

    found = actor_answers.find_actors(subject, on=on, record=record)
    typer.echo(json_lines.dumps(found, ensure_ascii=False) if json else "\n".join(actor_answers.actor_lines(found)), nl=json or bool(found))
    if not found and not json:
        typer.echo(f"nobody of the list is called {subject!r}", err=True)
    raise typer.Exit(DONE if found else NOTHING_FOUND)
