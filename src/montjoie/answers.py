"""An answer of the record → what the terminal shows of it: a heading, the list or page, and what to type next."""

from collections.abc import Callable
from typing import Any

from rich.console import Group, RenderableType
from rich.rule import Rule
from rich.text import Text

from montjoie import screens
from montjoie.asking import Answer
from montjoie.pipeline import RunReport, columns_of
from montjoie.serve import wording
from montjoie.serve.export_shape import DisagreementShape, ExportShape, IncidentShape
from montjoie.settings import Settings

TABLES: dict[str, Callable[[list[Any], ExportShape, int], RenderableType]] = {
    "incidents": lambda objects, _export, width: screens.incidents_table(objects, width),
    "claims": lambda objects, _export, width: screens.claims_table(objects, width),
    "commitments": lambda objects, _export, width: screens.commitments_table(objects, width),
    "disagreements": screens.disagreements_table,
    "ledger": screens.ledger_table,
    "documents": lambda objects, _export, width: screens.documents_table(objects, width),
}
NAMES_OF_ONE = {
    "incidents": "incident", "claims": "claim", "commitments": "commitment", "disagreements": "disagreement", "ledger": "line", "documents": "document",
}  # fmt: skip
LEDGER_NOTE = (
    "in scope: of the term as that reading has it; a line alleges nothing by itself. Machine, unreviewed, unless a decision says otherwise. "
    "Incidents that were read with little certainty and of which nobody says anything are shown with --prefer balance."
)
DEMO_INCIDENTS, DEMO_DISAGREEMENTS, DEMO_LEDGER = 14, 5, 9  # lines of each on the demo's screen


def answer_screen(answer: Answer, width: int, limit: int) -> RenderableType:
    """Return an answer as a page or a list, cut at a limit, with what was left out said."""
    if answer.page:
        pages: list[RenderableType] = [Text(answer.note, style="italic")] if answer.note else []
        for one in answer.objects:
            pages.append(_page(answer, one, width))
        return Group(*pages)
    if not answer.objects:
        hint = f"no {answer.what} match {answer.asked_for}" if answer.asked_for else f"no {answer.what}"
        if answer.what == "ledger" and answer.export["ledger"]:
            hint += (
                f"; of {len(answer.export['ledger'])} lines, those of incidents read with little certainty are shown with --prefer balance"
            )
        return Text(f"{hint}; {answer.left_out} that are not codeable are shown with --all" if answer.left_out else hint, style="dim")
    parts: list[RenderableType] = [TABLES[answer.what](answer.objects[:limit], answer.export, width)]
    said = f"{len(answer.objects)} {answer.what if len(answer.objects) != 1 else NAMES_OF_ONE[answer.what]}"
    if len(answer.objects) > limit:
        said += f", {limit} shown (--limit)"
    if answer.left_out:
        said += f"; {answer.left_out} not codeable (planned, denied, aggregate, without place or day) are shown with --all"
    parts.append(Text(said, style="dim"))
    if answer.what == "ledger":
        parts.append(Text(LEDGER_NOTE, style="dim"))
    return Group(*parts)


def _page(answer: Answer, one: Any, width: int) -> RenderableType:
    if answer.what == "incidents":
        return screens.incident_page(one, answer.export, width)
    if answer.what == "commitments":
        return screens.commitment_page(one, answer.export, width)
    if answer.what == "claims":
        return screens.claim_page(one)
    if answer.what == "documents":
        return screens.document_page(one, answer.text, answer.export)
    return TABLES[answer.what]([one], answer.export, width)


def column_lines(settings: Settings) -> list[str]:
    """Return, for each table among the input, which column is taken for what."""
    lines = []
    for path, columns in columns_of(settings):
        told = ", ".join(f"{field} from {name}" for field, name in sorted(columns.items()))
        lines.append(f"{path}: {told or 'no column is known'} (--column FIELD=NAME to change)")
    return lines


def report_lines(report: RunReport, record: str) -> list[str]:
    """Return what a run did, in lines."""
    again = report.documents - report.stored
    lines = [
        f"{report.documents} documents ({report.stored} new, {again} seen before), {report.read} new readings, {report.incidents} incidents in {record}"
    ]
    if report.unread:
        shown = ", ".join(report.unread[:5]) + (f" and {len(report.unread) - 5} more" if len(report.unread) > 5 else "")
        lines.append(f"{len(report.unread)} kept, not read ({shown}); `montjoie show documents --record {record}` says why")
    if report.refusals:
        lines.append(f"{len(report.refusals)} refused; `montjoie show refusals --record {record}` lists them")
    following = "show incidents" if report.incidents else "find WORDS"
    return [*lines, f"head {report.head}", f"next: montjoie {following} --record {record}"]


def demo_screen(answer: Answer, record: str, width: int, program: str) -> RenderableType:
    """Return the screen that the demo ends on: incidents with their tolls, disagreements, the ledger, and what to type next."""
    export = answer.export
    told = revised(answer.objects)
    contradictions = [one for one in export["disagreements"] if one["type"] == "contradicts"]
    contradictions = _varied(contradictions)
    alleged = [line for line in export["ledger"] if line["alleged_by"]]
    silent = [line for line in export["ledger"] if not line["alleged_by"]]
    parts: list[RenderableType] = [
        Rule("Montjoie: what was reported, who says so, what was agreed"),
        Text(answer.heading, style="italic"),
        Text(f"\nIncidents ({len(answer.objects)} codeable of {len(export['incidents'])})", style="bold"),
        screens.incidents_table(answer.objects[:DEMO_INCIDENTS], width),
    ]
    for incident in told[:2]:
        parts.append(
            Text(
                f"\nHow a toll was told: {wording.type_of(incident)}, {wording.place_of(incident)}, {wording.days_of(incident)}",
                style="bold",
            )
        )
        for kind, toll in incident["toll"].items():
            if len(toll["history"]) > 1:
                parts.append(screens.history_line(kind, toll))
    parts += [
        Text(
            f"\nWho contradicts whom, and on what ({min(DEMO_DISAGREEMENTS, len(contradictions))} of {len(contradictions)})", style="bold"
        ),
        screens.disagreements_table(contradictions[:DEMO_DISAGREEMENTS], export, width),
        Text(
            f"\nThe ledger of the commitments ({min(DEMO_LEDGER, len(alleged) + len(silent))} lines of {len(alleged) + len(silent)}: {len(alleged)} alleged, {len(silent)} that nobody alleged)",
            style="bold",
        ),
        screens.ledger_table(sorted((alleged + silent)[:DEMO_LEDGER], key=lambda line: line["commitment"]), export, width),
        Text(wording.plain(LEDGER_NOTE, 200), style="dim"),
        Text("\nNext", style="bold"),
    ]
    first = told[0] if told else (answer.objects[0] if answer.objects else None)
    for command, why in _next(program, record, first):
        parts += [Text(f"  {command}", style="bold", overflow="fold"), Text(f"      {why}", style="dim")]
    return Group(*parts)


def _varied(disagreements: list[DisagreementShape]) -> list[DisagreementShape]:
    """Return disagreements with one for each incident and slot first, those on what happened before those on commitments."""
    order = {"toll": 0, "perpetrator": 1, "weapon": 2, "occurrence": 3}
    ranked = sorted(disagreements, key=lambda d: (d["incident"] is None, order.get(d["slot"], 9), d["incident"] or "", d["id"]))
    first: dict[tuple[str | None, str], DisagreementShape] = {}
    for one in ranked:
        first.setdefault((one["incident"], one["slot"]), one)
    chosen = list(first.values())
    return chosen + [one for one in ranked if one not in chosen]


def revised(incidents: list[IncidentShape]) -> list[IncidentShape]:
    """Return the incidents of which a toll changed, those that changed most first."""

    def changes(incident: IncidentShape) -> int:
        return max((len(toll["history"]) for toll in incident["toll"].values()), default=0)

    return sorted((i for i in incidents if changes(i) > 1), key=lambda i: (-changes(i), i["id"]))


def _next(program: str, record: str, incident: IncidentShape | None) -> list[tuple[str, str]]:
    at = f" --record {record}"
    shown = (
        [(f"{program} show incident {wording.short(incident['id'])}{at}", "one incident: every figure with its words, accounts, sources")]
        if incident
        else []
    )
    return [
        *shown,
        (f"{program} show incidents{at} --as-known-at 2022-03-09T20:00+02:00", "the same record as it was reported by that evening"),
        (f"{program} show commitments{at}", "who proposed, agreed, refused, by whose word"),
        (f'{program} find "maternity hospital"{at}', "search every kept text, read or not"),
        (f"{program} export --to csv{at} --out incidents.csv", "a sheet: one row for each codeable incident"),
        (f"{program} run YOUR_FOLDER --record mine.record", "your own articles (readings: --readings FOLDER)"),
        (f"{program} serve{at}", "the same in a browser: map, timeline, every page as it was known at any time"),
    ]
