"""The commands that give reasons and counts: why a line stands, what somebody said over time, the ledger counted."""

from typing import Annotated, Literal

import typer

from montjoie.cli_parts import RECORD, Json, KnownAt, Record, console, line, opened

reasons = typer.Typer()


@reasons.command()
def explain(
    identity: Annotated[
        str,
        typer.Argument(
            metavar="ID", help="an incident, claim, commitment, disagreement, ledger line or figure, or the beginning of its id"
        ),
    ],
    record: Record = RECORD,
    as_known_at: KnownAt = None,
    json: Json = False,
) -> None:
    """Say why a line of the record stands: the words, the rule or score at each step, who decided."""
    from dataclasses import asdict

    from montjoie import explaining

    with opened(record) as store:
        made = explaining.explain(store, identity, as_known_at=as_known_at)
    if json:
        return line(asdict(made))
    from montjoie.screens_reasons import explained_page

    screen = console()
    screen.print(made.heading, style="italic", markup=False)
    screen.print(explained_page(made))
    return None


@reasons.command()
def positions(
    actor: Annotated[str, typer.Argument(help="a public actor, by name or id")],
    subject: Annotated[str | None, typer.Option("--subject", help="a subject (ceasefire) or the id of a commitment or incident")] = None,
    record: Record = RECORD,
    as_known_at: KnownAt = None,
    json: Json = False,
) -> None:
    """Show what a public actor said over time, and when its standing to a commitment changed."""
    from montjoie import positions as positions_of

    with opened(record) as store:
        heading, rows = positions_of.positions(store, actor, subject, as_known_at=as_known_at)
    if json:
        return line(rows)
    from montjoie.screens_reasons import positions_table

    screen = console()
    screen.print(heading, style="italic", markup=False)
    screen.print(positions_table(rows))
    return None


@reasons.command()
def count(
    record: Record = RECORD,
    by: Annotated[Literal["day", "week", "month"], typer.Option("--by", help="the length of a period")] = "month",
    as_known_at: KnownAt = None,
    json: Json = False,
) -> None:
    """Count the ledger over time, by commitment, party and area, with the base that each number rests on."""
    from montjoie import asking, counting

    with opened(record) as store:
        answer = asking.answer(store, "ledger", None, asking.Filters(), as_known_at=as_known_at, as_recorded_at=None)
    rows = counting.ledger_counts(answer.export, by=by)
    if json:
        return line(rows)
    from montjoie.screens_reasons import counts_table

    screen = console()
    screen.print(answer.heading, style="italic", markup=False)
    screen.print(counts_table(rows, answer.export))
    return None
