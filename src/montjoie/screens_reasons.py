"""What the terminal shows of explanations, positions over time and counts."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from montjoie.explaining import Explained
from montjoie.serve.export_shape import ExportShape
from montjoie.serve.wording import cleaned, commitment_title, plain, short

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
    table = _table("known", "does", "on", "words", "document")
    for row in rows:
        on = ", ".join(short(one) for one in row["on"].split(", ") if one)
        table.add_row(
            *(
                Text(cleaned(str(cell)))
                for cell in ((row["known"] or "undated")[:16], row["what"], on, plain(row["words"], LONGEST), row["doc"])
            )
        )
    return table


def counts_table(rows: Sequence[Mapping[str, Any]], export: ExportShape) -> RenderableType:
    """Return counts of the ledger, with the base of each."""
    threads = {thread["id"]: thread for thread in export["commitments"]}
    table = _table(
        "commitment",
        "reading",
        "period",
        "party",
        "area",
        "in scope",
        "cannot be told",
        "outside",
        "alleged",
        "without incident",
        "base",
        "review",
    )
    for row in rows:
        thread = threads.get(row["commitment"])
        counted = "; ".join(
            f"{', '.join(filter(None, one['by'])) or 'an article'}: {one['low'] if one['low'] is not None else 'not counted'}"
            for one in row["allegations_without_incident"]
        )
        base = f"{row['documents']} documents, {row['roots']} roots, {', '.join(row['languages']) or '?'}"
        cells = (
            commitment_title(thread) if thread else short(row["commitment"]), row["reading"], row["period"], row["party"], row["area"], row["in_scope"],
            row["cannot_be_told"], row["outside"], row["alleged"], counted, base, row["review"],
        )  # fmt: skip
        table.add_row(*(Text(cleaned(str(cell))) for cell in cells))
    return table


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", show_edge=False)
    for name in columns:
        table.add_column(name, overflow="fold")
    return table
