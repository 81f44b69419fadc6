"""What each page shows of a moment, put together from the objects of the export."""

import heapq
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from montjoie.serve import charts
from montjoie.serve.export_shape import ClaimShape, CommitmentShape, DisagreementShape, DocumentShape, IncidentShape
from montjoie.serve.moment import Moment
from montjoie.serve.targets import countries
from montjoie.serve.wording import commitment_title, days_of, place_of, type_of

MOST_CHOICES = 60
MOST_POSITIONS = 12
MOST_PAIRS = 72
OTHERS = "third parties and others"


def counts(moment: Moment) -> Mapping[str, int]:
    """Return how many there are of each, as the heading says it."""
    export = moment.export
    return {
        "documents": len(export["documents"]),
        "incidents": sum(incident["codeable"] for incident in export["incidents"]),
        "not codeable": sum(not incident["codeable"] for incident in export["incidents"]),
        "claims": len(export["claims"]),
        "commitments": len(export["commitments"]),
        "contradictions": sum(one["type"] == "contradicts" for one in export["disagreements"]),
    }


def choices(moment: Moment) -> Mapping[str, Sequence[str]]:
    """Return what the filters offer: what there is, the most frequent first."""
    incidents = moment.export["incidents"]
    found: dict[str, Counter[str]] = {name: Counter() for name in ("type", "grade", "target", "place", "actor", "source_country")}
    for incident in incidents:
        found["type"][incident["type"]] += 1
        found["grade"][incident["grade"]["value"]] += 1
        found["target"].update(incident["target_class"])
        found["place"].update({str(p["name"]) for p in incident["places"] if p["name"] and p["lat"] is not None})
        found["actor"].update({str(a["name"]) for a in incident["actors"] if a["id"] and a["name"]})
    found["source_country"].update(str(d["outlet_country"]) for d in moment.export["documents"] if d["outlet_country"])
    return {name: [value for value, _ in counter.most_common(MOST_CHOICES)] for name, counter in found.items()}


def reports(moment: Moment) -> charts.Bars:
    """Return how many reports each day has."""
    return charts.bars_of((str((d["published"] or {"not_after": ""})["not_after"])[:10] for d in moment.export["documents"]), 60)


def stop_of(asked: str, stops: Sequence[str]) -> int:
    """Return the last stop of the slider that is not after a time."""
    at = _moment_of(asked)
    return max([n for n, stop in enumerate(stops) if at is not None and _moment_of(stop) is not None and _moment_of(stop) <= at], default=0)  # type: ignore[operator]


def since_yesterday(moment: Moment) -> Mapping[str, Any]:
    """Return what became known in the last 24 hours before the moment's time; for now, before the last report."""
    end = _moment_of(moment.at) if moment.at else _moment_of(moment.instants[-1]) if moment.instants else None
    if end is None:
        return {"end": None, "incidents": [], "changed": [], "claims": 0, "documents": 0}
    last, first = (when.astimezone(UTC).isoformat()[:19] for when in (end, end - timedelta(hours=24)))

    def within(at: str | None) -> bool:
        return at is not None and first < at[:19] <= last  # instants of the export are in UTC, so they sort as words

    incidents = [i for i in moment.export["incidents"] if within(i["first_known"])]
    new = {i["id"] for i in incidents}
    changed = [i for i in moment.export["incidents"] if i["id"] not in new and within(i["last_changed"])]
    return {
        "end": end.strftime("%Y-%m-%d %H:%M UTC"),
        "incidents": incidents,
        "changed": changed,
        "claims": sum(within(claim["known"]) for claim in moment.export["claims"]),
        "documents": sum(within((d["published"] or {"not_after": None})["not_after"]) for d in moment.export["documents"]),
    }


def sorted_by(incidents: Sequence[IncidentShape], asked: str) -> list[IncidentShape]:
    """Return incidents in the order of a column; a minus turns it."""
    name = asked.removeprefix("-")

    def number(kind: str, incident: IncidentShape) -> int:
        toll = incident["toll"].get(kind)
        return -1 if toll is None else next((n for n in (toll["best"], toll["low"], toll["high"]) if n is not None), -1)

    keys: Mapping[str, Any] = {
        "when": days_of,
        "where": lambda i: place_of(i).casefold(),
        "what": lambda i: i["type"],
        "killed": lambda i: number("killed", i),
        "injured": lambda i: number("injured", i),
        "sources": lambda i: i["independent_sources"],
        "grade": lambda i: i["grade"]["value"],
        "known": lambda i: i["first_known"] or "~",
        "changed": lambda i: i["last_changed"] or "~",
    }
    return sorted(incidents, key=keys[name], reverse=asked.startswith("-")) if name in keys else list(incidents)


# ---------------------------------------------------------------- an incident


def toll_told(moment: Moment, one: IncidentShape) -> Mapping[str, Mapping[str, Any]]:
    """Return, for each kind of harm, when its toll last changed and whose figures contradict whose."""
    told: dict[str, dict[str, Any]] = {
        kind: {"changed": toll["history"][-1]["known"] if toll["history"] else None, "disputes": []} for kind, toll in one["toll"].items()
    }
    for item in moment.differing.get(one["id"], ()):
        first, second = moment.figures.get(item["a"]), moment.figures.get(item["b"])
        if item["type"] == "contradicts" and first and second and first[1] in told:
            told[first[1]]["disputes"].append((first[2], second[2]))
    return told


def incident_view(moment: Moment, one: IncidentShape) -> dict[str, Any]:
    """Return what the page of an incident shows."""
    claims = list(moment.claims_about.get(one["id"], ()))
    lines = list(moment.lines_of.get(one["id"], ()))
    wanted = dict.fromkeys(mention["doc"] for mention in one["mentions"])
    documents = [moment.by_id["documents"][doc] for doc in wanted if doc in moment.by_id["documents"]]
    return {
        "told": toll_told(moment, one),
        "claims": claims,
        "columns": accounts(one, claims),
        "charts": {kind: charts.toll_chart(toll) for kind, toll in one["toll"].items()},
        "lines": lines,
        "threads": moment.by_id["commitments"],
        "sources": folded(documents),
        "speakers": moment.by_id["claims"],
        "disagreements": [pair(moment, d) for d in moment.differing.get(one["id"], ())],
        "related": [
            (moment.by_id["incidents"][link["to"]], link["relation"]) for link in one["links"] if link["to"] in moment.by_id["incidents"]
        ],
        "wholes": [moment.by_id["incidents"][i] for i in one["part_of"] if i in moment.by_id["incidents"]],
        "box": charts.box_of([one]),
    }


def accounts(one: IncidentShape, claims: Sequence[ClaimShape]) -> list[tuple[str, list[ClaimShape]]]:
    """Return what is said of an incident, a column for each party and one for everybody else.

    A party is whoever is named in the incident or accused of it by a claim, and the state of the place.
    """
    named = [value["side"] for value in (*one["actors"], *one["targets"])] + [who["side"] for claim in claims for who in claim["against"]]
    parties = {side for side in named if side} | {f"state:{place['country']}" for place in one["places"] if place["country"]}
    columns: dict[str, list[ClaimShape]] = {}
    for claim in claims:
        side = claim["who"]["side"]
        columns.setdefault(party_name(side) if side in parties else OTHERS, []).append(claim)
    return sorted(columns.items(), key=lambda column: (column[0] == OTHERS, column[0]))


def party_name(side: str | None) -> str:
    """Return the name of a side: the country's, or the group's id in words."""
    kind, _, rest = str(side).partition(":")
    return countries().get(rest, {}).get("name", rest) if kind == "state" else rest.replace("-", " ")


def folded(documents: Sequence[DocumentShape]) -> list[tuple[DocumentShape, list[DocumentShape]]]:
    """Return the originals, each with its copies beneath."""
    ids = {document["id"] for document in documents}
    originals = [d for d in documents if d["copy_of"] not in ids]
    return [(original, [d for d in documents if d["copy_of"] == original["id"]]) for original in originals]


# ---------------------------------------------------------------- claims


def pair(moment: Moment, one: DisagreementShape) -> dict[str, Any]:
    """Return a disagreement with both its sides as they can be shown."""
    return {"one": one, "incident": moment.by_id["incidents"].get(one["incident"] or ""), "sides": [_side(moment, one["a"]), _side(moment, one["b"])]}  # fmt: skip


def _side(moment: Moment, identity: str) -> dict[str, Any]:
    claim = moment.by_id["claims"].get(identity)
    if claim is not None:
        return {"claim": claim, "figure": None, "who": claim["who"]["name"], "known": claim["known"]}
    found = moment.figures.get(identity)
    figure = found[2] if found else None
    who = (figure["by"] or moment.by_id["documents"].get(figure["doc"], {}).get("outlet") or figure["doc"]) if figure else identity
    return {
        "claim": None,
        "figure": figure,
        "kind": found[1] if found else "",
        "who": who,
        "known": figure["published"] if figure else None,
    }


def disagreements(moment: Moment) -> list[dict[str, Any]]:
    """Return what contradicts what first, then the rest, each once."""
    order = {"contradicts": 0, "updates": 1, "responds_to": 2, "corroborates": 3}
    listed = heapq.nsmallest(
        MOST_PAIRS, moment.export["disagreements"], key=lambda d: (order.get(d["type"], 9), d["slot"], d["incident"] or "~", d["id"])
    )
    return [pair(moment, one) for one in listed]


def speakers(moment: Moment) -> list[tuple[str, int]]:
    """Return who speaks most, with how many claims; people without a public role are one."""
    return Counter(str(claim["who"]["name"]) for claim in moment.export["claims"] if claim["who"]["name"]).most_common(MOST_CHOICES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """What one speaker said of one subject, in order, with its drawing."""

    who: str
    subject: str
    of: str  # incidents or commitments
    what: str
    claims: Sequence[ClaimShape]
    steps: charts.Steps | None


def positions(moment: Moment, claims: Sequence[ClaimShape]) -> list[Position]:
    """Return how positions moved: for each speaker with several claims of several kinds on one subject, what he said in order."""
    told: dict[tuple[str, str], list[ClaimShape]] = {}
    for claim in claims:
        for subject in claim["about"]:
            told.setdefault((str(claim["who"]["name"]), subject), []).append(claim)
    moved = [(who, subject, said) for (who, subject), said in told.items() if len({claim["kind"] for claim in said}) > 1]
    moved.sort(key=lambda item: -len(item[2]))
    found = []
    for who, subject, said in moved[:MOST_POSITIONS]:
        incident, thread = moment.by_id["incidents"].get(subject), moment.by_id["commitments"].get(subject)
        what = (
            f"{type_of(incident)}, {place_of(incident)}, {days_of(incident)}"
            if incident
            else commitment_title(thread)
            if thread
            else subject
        )
        kind = "incidents" if incident else "commitments"
        found.append(Position(who=who, subject=subject, of=kind, what=what, claims=said, steps=charts.steps_of(said)))
    return found


def claim_view(moment: Moment, one: ClaimShape) -> dict[str, Any]:
    """Return what the page of a claim shows."""
    return {
        "about": [(kind, moment.by_id[kind][i]) for i in one["about"] for kind in ("incidents", "commitments") if i in moment.by_id[kind]],
        "disagreements": [pair(moment, d) for d in moment.differing.get(one["id"], ())],
        "document": moment.by_id["documents"].get(one["doc"]),
    }


# ---------------------------------------------------------------- commitments and documents


def commitment_view(moment: Moment, one: CommitmentShape) -> dict[str, Any]:
    """Return what the page of a commitment shows."""
    lines = list(moment.lines_of.get(one["id"], ()))
    incidents = moment.by_id["incidents"]
    order = {"yes": 0, "undetermined": 1, "no": 2}
    lines.sort(key=lambda line: (order.get(line["in_scope"], 9), line["incident"] is None, line["id"]))
    return {
        "lanes": charts.lanes_of(one, lines, incidents),
        "lines": lines,
        "incidents": incidents,
        "speakers": moment.by_id["claims"],
        "acts": {act["commitment"]: act for act in one["acts"]},
    }


def by_published(moment: Moment) -> list[DocumentShape]:
    """Return the documents in order of publication, undated ones first."""
    return sorted(moment.export["documents"], key=lambda d: ((d["published"] or {"not_after": ""})["not_after"], d["id"]))


def things_read(moment: Moment, document: str) -> list[dict[str, Any]]:
    """Return what was read in a document, each thing once, in the order of its first words."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for start, end, kind, identity, label in moment.spans.get(document, ()):
        found.setdefault((kind, identity), {"kind": kind, "id": identity, "label": label, "s": start, "e": end})
    return list(found.values())


def _moment_of(at: str | None) -> datetime | None:
    if not at:
        return None
    try:
        when = datetime.fromisoformat(at.strip())
    except ValueError:
        return None
    if len(at.strip()) == len("2022-03-09"):
        when += timedelta(days=1, microseconds=-1)
    return when if when.tzinfo else when.replace(tzinfo=UTC)
