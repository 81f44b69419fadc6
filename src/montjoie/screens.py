"""What the command line shows: the objects of an export as tables and pages for a terminal."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from montjoie.screens_evidence import answer_rows, merges
from montjoie.serve.export_shape import (
    ClaimShape,
    CommitmentShape,
    DisagreementShape,
    DocumentShape,
    ExportShape,
    IncidentShape,
    LedgerShape,
    TermShape,
    TollShape,
)
from montjoie.serve.wording import (
    UNKNOWN,
    area_of,
    cleaned,
    clock,
    commitment_title,
    days_of,
    first_told,
    minute,
    people_of,
    place_of,
    plain,
    range_of,
    short,
    standing_of,
    start_of,
    starts_of,
    type_of,
)

AGAINST = ("accuses", "condemns", "threatens", "demands", "warns")  # what is done to somebody: whom, is shown
WIDE = 120  # columns from which more is shown
STATUS_STYLE = {"yes": "bold", "no": "dim", "undetermined": "italic"}


# ---------------------------------------------------------------- lists


def incidents_table(incidents: Sequence[IncidentShape], width: int) -> RenderableType:
    """Return incidents, a line each."""
    table = _table("id", "day (local)", "where", "what")
    if width >= WIDE:
        table.add_column("by whom", overflow="ellipsis")
        table.add_column("to whom", overflow="ellipsis")
    for name in ("killed", "inj."):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("src", justify="right", no_wrap=True)
    if width >= WIDE:
        table.add_column("grade", no_wrap=True)
    for incident in incidents:
        row = [short(incident["id"]), days_of(incident), place_of(incident), type_of(incident)]
        if width >= WIDE:
            row += [people_of(incident["actors"]) or UNKNOWN, people_of(incident["targets"]) or UNKNOWN]
        row += [range_of(incident["toll"].get("killed")), range_of(incident["toll"].get("injured")), str(incident["independent_sources"])]
        if width >= WIDE:
            row.append(incident["grade"]["value"])
        table.add_row(*map(_text, row))
    return table


def claims_table(claims: Sequence[ClaimShape], width: int) -> RenderableType:
    """Return claims, a line each."""
    table = _table("id", "who", "does", "words")
    if width >= WIDE:
        table.add_column("document", no_wrap=True)
    for claim in claims:
        words = " […] ".join(plain(part["q"], 400) for part in claim["content"])
        via = f" (via {claim['via']['name']})" if claim["via"] else ""
        row = [
            short(claim["id"]),
            plain(claim["who"]["name"], 40) + via,
            f"{claim['kind'].replace('_', ' ')} {people_of(claim['against']) if claim['kind'] in AGAINST else ''}".strip(),
            plain(words, 90 if width < WIDE else 160),
        ]
        if width >= WIDE:
            row.append(claim["doc"])
        table.add_row(*map(_text, row))
    return table


def commitments_table(commitments: Sequence[CommitmentShape], width: int) -> RenderableType:
    """Return commitments with when each was announced and starts, and where each party stands by whose word; on a narrow screen below it."""
    if width < WIDE:
        return Group(*(part for thread in commitments for part in _commitment_lines(thread)))
    table = _table("id", "announced, start", "subject", "where", "stands (by whose word)")
    table.columns[1].min_width = len("start 2022-02-24")
    table.add_column("acts", justify="right", no_wrap=True, min_width=len("acts"))
    for thread in commitments:
        (how, day), start = first_told(thread), starts_of(thread)
        when = f"{'' if how == 'announced' else how + ' '}{day}\n{'start ' + start if start != UNKNOWN else 'no start told'}"
        row = (short(thread["id"]), when, thread["subject"].replace("_", " "), plain(area_of(thread), 60))
        table.add_row(*map(_text, (*row, plain("; ".join(standing_of(thread)), 500) or UNKNOWN, str(len(thread["acts"])))))
    return table


def _commitment_lines(thread: CommitmentShape) -> Iterator[RenderableType]:
    acts = len(thread["acts"])
    yield Text(f"{short(thread['id'])}  {cleaned(commitment_title(thread))}  ({acts} act{'s' if acts != 1 else ''})", style="bold")
    for line in standing_of(thread) or ["nobody's standing is told"]:
        yield Padding(_text(plain(line, 200)), (0, 0, 0, 10))


def disagreements_table(disagreements: Sequence[DisagreementShape], export: ExportShape, width: int) -> RenderableType:
    """Return disagreements: the slot and the incident, and the two sides one above the other."""
    claims = {claim["id"]: claim for claim in export["claims"]}
    figures = {f["id"]: f for i in export["incidents"] for toll in i["toll"].values() for f in toll["figures"]}
    incidents = {incident["id"]: incident for incident in export["incidents"]}
    parts: list[RenderableType] = []
    shown: set[tuple[str, ...]] = set()
    for one in disagreements:
        sides = tuple(sorted(plain(" ".join(_side(side, claims, figures)), 200) for side in (one["a"], one["b"])))
        if (one["slot"], one["type"], *sides) in shown:
            continue  # the same words of the same speakers, in another report
        shown.add((one["slot"], one["type"], *sides))
        incident = incidents.get(one["incident"] or "")
        about = f": {type_of(incident)}, {place_of(incident)}, {days_of(incident)} [{short(incident['id'])}]" if incident else ""
        table = Table.grid(padding=(0, 2))
        table.add_column(width=24 if width < WIDE else 36)
        table.add_column(overflow="fold")
        for who, words in (_side(side, claims, figures) for side in (one["a"], one["b"])):
            table.add_row(_text(plain(who, 48)), _text(plain(words, 110 if width < WIDE else 220)))
        title = f"[{short(one['id'])}] {one['slot']}, {one['type'].replace('_', ' ')}{about}"
        parts += [Text(title, style="underline"), Padding(table, (0, 0, 0, 2))]
    return Group(*parts)


def _side(side: str, claims: Mapping[str, ClaimShape], figures: Mapping[str, Any]) -> tuple[str, str]:
    if side in claims:
        claim = claims[side]
        does = "" if claim["kind"] == "states" else f", {claim['kind'].replace('_', ' ')}"
        return f"{plain(claim['who']['name'], 36) or '?'}{does}", " […] ".join(part["q"] or "" for part in claim["content"])
    if side in figures:
        figure = figures[side]
        return figure[
            "by"
        ] or f"{figure['doc']} (its own voice)", f"{figure['q']} [{range_of({'low': figure['low'], 'best': None, 'high': figure['high']})}]"
    return side, ""


def ledger_table(lines: Sequence[LedgerShape], export: ExportShape, width: int) -> RenderableType:
    """Return ledger lines under the commitment that each belongs to: incidents beside terms, and allegations without an incident."""
    parts: list[RenderableType] = []
    commitments = {thread["id"]: thread for thread in export["commitments"]}
    incidents = {incident["id"]: incident for incident in export["incidents"]}
    speakers = {claim["id"]: claim["who"]["name"] or "?" for claim in export["claims"]}
    for commitment in dict.fromkeys(line["commitment"] for line in lines):
        thread = commitments.get(commitment)
        table = _table("id", "in scope", "incident or allegation", "alleged by", "disputed by")
        table.columns[0].no_wrap = True
        for line in lines:
            if line["commitment"] == commitment:
                said = " […] ".join(
                    part["q"] or ""
                    for act in (thread or {"acts": []})["acts"]
                    if act["commitment"] == line["act"]
                    for part in act["content"]
                )
                _ledger_row(table, line, incidents, speakers, width, said, _readers(line["reading"], export))
        title = f"{commitment_title(thread)}  " if thread else ""
        parts += [Text(f"{title}[{short(commitment)}]", style="underline"), Padding(table, (0, 0, 0, 2))]
    return Group(*parts)


def _ledger_row(
    table: Table,
    line: LedgerShape,
    incidents: Mapping[str, IncidentShape],
    speakers: Mapping[str, str],
    width: int,
    words: str,
    readers: str,
) -> None:
    incident = incidents.get(line["incident"] or "")
    if incident is not None:
        what = f"{days_of(incident)} {type_of(incident)}, {place_of(incident)} [{short(incident['id'])}]"
    else:
        what = f"no incident named: {_counted(line) or words}"
    if line["attempted"]:
        what += " (attempted)"
    what = plain(what, 90) + (f"\nas read by {plain(readers, 40)}" if readers else "")
    undecided = ", ".join(dict.fromkeys(test["part"] for test in line["why"] if test["outcome"] == "undetermined"))
    scope = {"undetermined": "cannot be told"}.get(line["in_scope"], line["in_scope"])
    if undecided and width >= WIDE:
        scope += f" ({undecided})"
    table.add_row(
        Text(short(line["id"])),
        Text(scope, style=STATUS_STYLE.get(line["in_scope"], "")),
        _text(what),
        _text(_told_by(line, speakers)),
        _text(_disputes(line, speakers)),
    )


def _told_by(line: LedgerShape, speakers: Mapping[str, str]) -> str:
    """Who alleges a breach, and beside that who assesses or acknowledges the incident, each named as what it is."""
    alleged = [claim for claim in line["alleged_by"] if claim not in line["assessed_by"]]
    told = [_speakers(alleged, speakers)] if alleged else []
    told += [f"assessed: {_speakers(line['assessed_by'], speakers)}"] if line["assessed_by"] else []
    told += [f"acknowledged: {_speakers(line['acknowledged_by'], speakers)}"] if line["acknowledged_by"] else []
    return "\n".join(told) or UNKNOWN


def _disputes(line: LedgerShape, speakers: Mapping[str, str]) -> str:
    """Who disputes it and how, each once."""
    told = (f"{_speakers([one['claim']], speakers)} ({one['how'].replace('_', ' ')})" for one in line["disputed_by"])
    return "\n".join(dict.fromkeys(told)) or UNKNOWN


def _counted(line: LedgerShape) -> str:
    count = line["count"]
    return plain(count["q"], 60) if count else ""


def _speakers(claims: Iterable[str], speakers: Mapping[str, str]) -> str:
    return (
        plain(", ".join(dict.fromkeys("the article" if claim == "article" else speakers.get(claim, "?") for claim in claims)), 60)
        or UNKNOWN
    )


def documents_table(documents: Sequence[DocumentShape], width: int) -> RenderableType:
    """Return documents, a line each, with why one is not read."""
    table = _table("id", "published", "outlet", "title or state")
    table.columns[0].no_wrap = True
    for document in documents:
        state = "" if document["read"] is True else f" [{document['read']}]"
        copy = f" (copy of {document['copy_of']})" if document["copy_of"] else ""
        row = [document["id"], clock((document["published"] or {"at": None})["at"]), document["outlet"] or UNKNOWN]
        table.add_row(*map(_text, [*row, plain((document["title"] or UNKNOWN) + copy + state, 60 if width < WIDE else 110)]))
    return table


# ---------------------------------------------------------------- pages


def incident_page(incident: IncidentShape, export: ExportShape, width: int) -> RenderableType:
    """Return everything that the record has on one incident."""
    claims = [claim for claim in export["claims"] if incident["id"] in claim["about"]]
    speakers = {claim["id"]: claim["who"]["name"] or "?" for claim in export["claims"]}
    lines = [line for line in export["ledger"] if line["incident"] == incident["id"]]
    disagreements = [one for one in export["disagreements"] if one["incident"] == incident["id"]]
    parts: list[RenderableType] = [
        Text(f"{type_of(incident)}, {place_of(incident)}, {days_of(incident)}", style="bold"),
        _facts(incident, speakers),
    ]
    for kind, toll in incident["toll"].items():
        parts += [Text(f"\n{kind}: {range_of(toll)}   (rule: {toll['rule']})", style="bold"), _figures(toll, width)]
        if len(toll["history"]) > 1:
            parts.append(history_line("by what was published by then", toll))
    parts += [Text(f"\n{len(incident['mentions'])} mentions in {len({m['doc'] for m in incident['mentions']})} documents", style="bold")]
    parts.append(_mentions(incident))
    parts += merges(incident, _text)
    for title, shown in (
        ("what is said of it", claims_table(claims, width) if claims else None),
        ("where accounts differ", disagreements_table(disagreements, export, width) if disagreements else None),
        ("beside commitments", ledger_table(lines, export, width) if lines else None),
    ):
        if shown is not None:
            parts += [Text(f"\n{title}", style="bold"), shown]
    return Group(*parts)


def _facts(incident: IncidentShape, speakers: Mapping[str, str]) -> RenderableType:
    table = Table.grid(padding=(0, 2))
    place = incident["place"]
    where = UNKNOWN
    if place is not None:
        point = f"{place['lat']:.4f}, {place['lon']:.4f}" if place["lat"] is not None and place["lon"] is not None else "no coordinates"
        radius = f", within {place['radius_km']:g} km" if place["radius_km"] else ""
        inside = ", ".join(part for part in (place["within"], place["country"]) if part)
        where = f"{place_of(incident)} ({inside}); {point}{radius}; where_prec {place['precision'] or UNKNOWN}; {place['basis']}"
    perpetrator = incident["perpetrator"]
    rows = [
        ("id", incident["id"]),
        ("where", where),
        ("when", f"{days_of(incident)} (local day); date_prec {incident['time']['precision'] or UNKNOWN}; rule {incident['time']['rule']}"),
        ("by whom", _told(incident["actors"], speakers)),
        ("settled", perpetrator["name"] or f"nobody: {perpetrator['why']}"),
        ("to whom", _told(incident["targets"], speakers)),
        ("with what", _told(incident["weapons"], speakers)),
        ("classes", ", ".join(incident["target_class"]) or UNKNOWN),
        ("grade", f"{incident['grade']['value']} ({incident['grade']['rule']})"),
        *answer_rows(incident),
        ("sources", f"{incident['independent_sources']} independent: {', '.join(_roots(incident))}"),
        ("known", f"first {minute(incident['first_known'])}, last changed {minute(incident['last_changed'])} (UTC)"),
        ("review", f"by a person: {', '.join(incident['reviewed_by'])}" if incident["reviewed_by"] else "machine, unreviewed"),
    ]
    rows += [("link", f"{link['relation'].replace('_', ' ')} {short(link['to'])}") for link in incident["links"]]
    rows += [("part of", short(whole)) for whole in incident["part_of"]]
    rows += [("outcome", incident["outcome"].replace("_", " "))] if incident["outcome"] else []
    for name, value in rows:
        table.add_row(Text(name, style="dim"), _text(value))
    return table


def _roots(incident: IncidentShape) -> list[str]:
    """Return the independent sources: those of the list by id, described ones counted."""
    listed = [root for root in incident["roots"] if not root.startswith("described:")]
    described = len(incident["roots"]) - len(listed)
    return listed + ([f"{described} described in the texts"] if described else [])


def _told(values: Sequence[Mapping[str, Any]], speakers: Mapping[str, str]) -> str:
    """Return values with who says each and who disputes it."""
    told = []
    for value in values:
        disputed = f"; disputed by {_speakers(value['disputed_by'], speakers)}" if value["disputed_by"] else ""
        told.append(f"{value['name']} [says {_speakers(value['by'], speakers)}{disputed}]")
    return "; ".join(told) or UNKNOWN


def _figures(toll: TollShape, width: int) -> RenderableType:
    table = _table("id", "figure", "words", "by", "document, characters", "known (UTC)")
    for figure in sorted(toll["figures"], key=lambda f: (f["published"] or "~", f["id"])):
        bounds = range_of({"low": figure["low"], "best": None, "high": figure["high"]})
        role = "" if figure["role"] == "total" else f" ({figure['role']})"
        gone = " superseded" if figure["superseded_by"] else ""
        row = (
            short(figure["id"]),
            f"{bounds}{role}{gone}",
            plain(figure["q"], 40 if width < WIDE else 80),
            plain(figure["by"] or "the article", 30),
        )
        table.add_row(*map(_text, (*row, _at(figure), minute(figure["published"]))), style="dim" if gone else "")
    return table


def history_line(title: str, toll: TollShape) -> RenderableType:
    """Return what low, best and high became, and when."""
    steps = [f"{minute(change['known'])}: {range_of(change)}" for change in toll["history"]]
    return Padding(Text(f"{title} (UTC): " + "  →  ".join(steps), style="italic"), (0, 0, 0, 1))


def _at(words: Mapping[str, Any]) -> str:
    """Return where words stand: the document and the characters."""
    return f"{words['doc']} {words['s']}–{words['e']}"


def _mentions(incident: IncidentShape) -> RenderableType:
    table = _table("document, characters", "item", "words", "known (UTC)")
    for mention in incident["mentions"]:
        table.add_row(*map(_text, (_at(mention), mention["id"], plain(mention["q"], 50), minute(mention["known"]))))
    return table


def commitment_page(thread: CommitmentShape, export: ExportShape, width: int) -> RenderableType:
    """Return everything that the record has on one commitment."""
    parts: list[RenderableType] = [Text(f"{commitment_title(thread)}  [{thread['id']}]", style="bold")]
    speakers = {claim["id"]: claim["who"]["name"] or "?" for claim in export["claims"]}
    terms = _table("term by reading of", "rule", "where", "start", "duration", "condition", "bound")
    for term in thread["terms"]:
        terms.add_row(
            *map(
                _text,
                (
                    _readers(term["reading"], export) or "all", f"{term['kind'].replace('_', ' ')} {', '.join(term['targets'])}",
                    " – ".join(str(p["name"]) for p in term["route"]) or term["area_words"] or UNKNOWN, _start_told(term),
                    term["duration"] or UNKNOWN, term["condition"] or UNKNOWN, ", ".join(str(w["name"]) for w in term["bound"]) or UNKNOWN,
                ),
            )
        )  # fmt: skip
    acts = _table("known (UTC)", "act", "party", "told by", "words", "document")
    for act in thread["acts"]:
        party = ", ".join(str(p["name"]) for p in act["party"]) or "nobody named"
        teller = speakers.get(act["claim"] or "", "the article")
        words = f"{_count_of(act)}{plain(' […] '.join(c['q'] or '' for c in act['content']), 100)}"
        acts.add_row(
            *map(
                _text,
                (minute(act["known"]), act["act"].replace("_", " "), plain(party, 40), plain(teller, 30), words, act["doc"]),
            )
        )
    status = _table("party", "stands", "by", "since (UTC)")
    for one in thread["status"]:
        status.add_row(*map(_text, (one["party"]["name"] or "?", one["value"].replace("_", " "), one["by"], minute(one["from"]))))
    standing = status if thread["status"] else Text("no party is named by anybody's word", style="dim")
    parts += [terms, Text("\nwhere each party stands, and by whose word", style="bold"), standing, Text("\nacts", style="bold"), acts]
    lines = [line for line in export["ledger"] if line["commitment"] == thread["id"]]
    if lines:
        parts += [Text("\nledger", style="bold"), ledger_table(lines, export, width)]
    return Group(*parts)


def _readers(reading: Sequence[str], export: ExportShape) -> str:
    """Whose reading it is, by name where somebody of that name speaks."""
    people = [actor for incident in export["incidents"] for actor in incident["actors"]] + [claim["who"] for claim in export["claims"]]
    names = {str(who["id"]): who["name"] for who in people}
    return ", ".join("the article" if key == "article" else names.get(key) or key.rpartition(":")[2] for key in reading)


def _start_told(term: TermShape) -> str:
    start, words = start_of(term), term["start_words"]
    return f"{start} ({plain(words, 40)})" if words and not start.startswith("“") else start


def _count_of(act: Mapping[str, Any]) -> str:
    return f"[{act['count']['q']}] " if act["count"] else ""


def document_page(document: DocumentShape, text: str, export: ExportShape) -> RenderableType:
    """Return a document with its text, and what was read in it with the characters that each stands on."""
    facts = Table.grid(padding=(0, 2))
    rows = [
        ("id", f"{document['id']}  (version {document['version']})"), ("title", document["title"] or UNKNOWN), ("outlet", document["outlet"] or UNKNOWN),
        ("published", (document["published"] or {"at": "undated"})["at"]), ("url", document["url"] or UNKNOWN), ("language", document["language"]),
        ("read", "yes" if document["read"] is True else str(document["read"])), ("copy of", document["copy_of"] or UNKNOWN),
        ("sha256", document["text_sha256"]),
    ]  # fmt: skip
    for name, value in rows:
        facts.add_row(Text(name, style="dim"), _text(value))
    table = _table("characters", "what", "id", "words")
    found = [
        (m["s"], m["e"], type_of(i), i["id"], m["q"]) for i in export["incidents"] for m in i["mentions"] if m["doc"] == document["id"]
    ]
    found += [
        (c["content"][0]["s"], c["content"][0]["e"], c["kind"], c["id"], c["content"][0]["q"])
        for c in export["claims"]
        if c["doc"] == document["id"]
    ]
    found += [
        (a["content"][0]["s"], a["content"][0]["e"], a["act"], k["id"], a["content"][0]["q"])
        for k in export["commitments"] for a in k["acts"] if a["doc"] == document["id"]
    ]  # fmt: skip
    for start, end, what, identity, words in sorted(found, key=lambda row: (row[0], row[1], row[3])):
        table.add_row(*map(_text, (f"{start}–{end}", what.replace("_", " "), short(identity), plain(words, 90))))
    return Group(facts, Text(""), _text(text), Text(f"\n{len(found)} read in it", style="bold"), table)


def claim_page(claim: ClaimShape) -> RenderableType:
    """Return a claim whole."""
    table = Table.grid(padding=(0, 2))
    rows = [
        ("id", claim["id"]), ("who", f"{claim['who']['name']} ({claim['who']['id'] or 'not listed'})"), ("words for it", claim["source"]["q"]),
        ("via", claim["via"]["name"] if claim["via"] else UNKNOWN), ("does", claim["kind"].replace("_", " ")),
        ("says", "\n".join(f"{part['q']}  [{part['s']}–{part['e']}]" for part in claim["content"])), ("against", people_of(claim["against"], 5) or UNKNOWN),
        ("about", ", ".join(map(short, claim["about"])) or UNKNOWN), ("document", f"{claim['doc']}, item {claim['item']}"),
        ("known (UTC)", minute(claim["known"])),
    ]  # fmt: skip
    for name, value in rows:
        table.add_row(Text(name, style="dim"), _text(value))
    return table


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", show_edge=False)
    for name in columns:
        table.add_column(name, overflow="fold")
    table.columns[0].no_wrap = columns[0] == "id"
    return table


def _text(value: str | None) -> Text:
    """Return words as they are: nothing in a text is taken for markup."""
    return Text(cleaned(value or ""))
