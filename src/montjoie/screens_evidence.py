"""What an incident's page says of its making: the answers behind its grade, and why its mentions are one."""

from collections.abc import Callable

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from montjoie.serve.export_shape import IncidentShape


def answer_rows(incident: IncidentShape) -> list[tuple[str, str]]:
    """Return a row for each question that is graded."""
    return [(one["question"].replace("_", " "), f"{one['value']} ({one['rule']})") for one in incident["grade"]["answers"]]


def merges(incident: IncidentShape, text: Callable[[str], Text]) -> list[RenderableType]:
    """Return each judgement that holds the mentions together, with what speaks for and against it; nothing of a single mention."""
    if not incident["merged_by"]:
        return []
    at = {mention["mention"]: f"{mention['doc']} {mention['s']}–{mention['e']}" for mention in incident["mentions"]}
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for title in ("mentions", "score", "evidence"):
        table.add_column(title, overflow="fold")
    for merge in incident["merged_by"]:
        reasons = "; ".join(f"{one['feature']} {one['detail']} {one['weight']:+.2f}" for one in merge["evidence"])
        why = reasons if merge["by"] == "rules" else f"a person: {merge['by']}"
        table.add_row(*map(text, (f"{at.get(merge['a'], merge['a'])} = {at.get(merge['b'], merge['b'])}", f"{merge['score']:.2f}", why)))
    return [Text("\nwhy they are one", style="bold"), table]
