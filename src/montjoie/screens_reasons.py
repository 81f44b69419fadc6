"""What the terminal shows of explanations, positions over time and counts."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from montjoie.explaining import Explained
from montjoie.serve.export_shape import ExportShape
from montjoie.serve.wording import cleaned, commitment_title, minute, plain, short

NUMBERS = {"in_scope": "in scope", "cannot_be_told": "cannot tell", "outside": "outside", "alleged": "alleged"}
LONGEST = 200  # characters of a quotation that are shown


def explained_page(made: Explained) -> RenderableType:
    """Return an explanation: a line for each step, its words below it."""
    parts: list[RenderableType] = [Text(f"{made.kind} {made.id}", style="bold")]
    for step in made.steps:
        parts.append(Text(cleaned(f"{step.what}: {step.by}" if step.by else step.what)))
        if step.words:
            parts.append(Padding(Text(cleaned(f"“{plain(step.words, LONGEST)}”  {step.where}"), style="dim"), (0, 0, 0, 4)))
        elif step.where:
            parts.append(Padding(Text(cleaned(step.where), style="dim"), (0, 0, 0, 4)))
    return Group(*parts)


def positions_table(rows: Sequence[Mapping[str, Any]]) -> RenderableType:
    """Return what was said, in order of time."""
    table = _table("known (UTC)", "does", "on", "words", "document")
    for row in rows:
        on = ", ".join(short(one) for one in row["on"].split(", ") if one)
        table.add_row(
            *(Text(cleaned(str(cell))) for cell in (minute(row["known"]), row["what"], on, plain(row["words"], LONGEST), row["doc"]))
        )
    return table


def counts_table(rows: Sequence[Mapping[str, Any]], export: ExportShape) -> RenderableType:
    """Return counts of the ledger under the commitment and the reading that they are of, with the base of each."""
    threads = {thread["id"]: thread for thread in export["commitments"]}
    groups: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for row in rows:
        groups.setdefault((row["commitment"], row["reading"]), []).append(row)
    parts: list[RenderableType] = []
    for (commitment, reading), own in groups.items():
        thread = threads.get(commitment)
        title = f"{commitment_title(thread)}  [{short(commitment)}]" if thread else short(commitment)
        parts.append(Text(cleaned(f"{title}, as read by {'all' if reading == 'all' else f'the {reading}'}"), style="underline"))
        parts.append(Padding(_counted(own), (0, 0, 1, 2)))
    reviews = dict.fromkeys(row["review"] for row in rows)
    base = "reports and sources: what the numbers of a line rest on; without incident: allegations that name none, each party's own number"
    return (
        Group(*parts, Text(cleaned(f"{base}. Review: {', '.join(reviews)}."), style="dim"))
        if rows
        else Text("no ledger lines", style="dim")
    )


def _counted(rows: Sequence[Mapping[str, Any]]) -> RenderableType:
    table = _table("period", "by whom", "area", *NUMBERS.values(), "reports, sources")
    table.padding = (0, 1, 0, 0)
    for column in table.columns[3:]:
        column.justify, column.min_width = "right", 7
    below: list[RenderableType] = []
    for row in rows:
        numbers = (*(row[name] for name in NUMBERS), f"{row['documents']}, {row['roots']}")
        table.add_row(*(Text(cleaned(str(cell))) for cell in (row["period"], row["party"], row["area"], *numbers)))
        told = [
            f"{', '.join(filter(None, one['by'])) or 'an article'} ({one['low'] if one['low'] is not None else 'not counted'})"
            for one in row["allegations_without_incident"]
        ]
        if told:
            below.append(Text(cleaned(f"without incident, {row['period']}: {'; '.join(told)}")))
    return Group(table, *below)


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", show_edge=False)
    for name in columns:
        table.add_column(name, overflow="fold")
    return table
