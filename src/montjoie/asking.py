"""Asking the record: lists and pages with their filters, full text, refusals and decisions."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, get_args

from montjoie.errors import InputError, NotInRecord
from montjoie.extract.preferring import Prefer, shown
from montjoie.ground import ActorList, Gazetteer
from montjoie.pipeline import ask, known_until
from montjoie.record import derived
from montjoie.record.given import decisions, refusals
from montjoie.record.store import NOW, Store
from montjoie.resolving import begins, kin, resolve
from montjoie.schema import ClaimKind, IncidentType, RelationType, Subject
from montjoie.serve.export_shape import ExportShape
from montjoie.serve.render import render
from montjoie.serve.words import Words, iso

LISTS = ("incidents", "claims", "commitments", "disagreements", "ledger", "documents")
ONE = {"incident": "incidents", "claim": "claims", "commitment": "commitments", "document": "documents"}
TYPES = frozenset(value for vocabulary in (IncidentType, ClaimKind, Subject, RelationType) for value in get_args(vocabulary)) | {
    "occurrence",
    "perpetrator",
    "toll",
    "place",
    "time",
    "target",
    "weapon",
    "commitment",
    "other",
    "yes",
    "no",
    "undetermined",
}
AROUND = 60  # characters shown on each side of words that were found
MOST_LINES = 3  # lines shown of one document that was found


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a list is narrowed to; days as ISO dates."""

    since: str | None = None
    until: str | None = None
    known_since: str | None = None
    place: str | None = None
    actor: str | None = None
    type: str | None = None
    subject: str | None = None
    incident: str | None = None
    everything: bool = False
    prefer: Prefer = "balance"

    def typed(self) -> str:
        """Return what narrows a list as it is typed: "--actor Russia --since 2022-03-05"."""
        named = ("since", "until", "known_since", "place", "actor", "type", "subject", "incident")
        return " ".join(f"--{name.replace('_', '-')} {value}" for name in named if (value := getattr(self, name)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was asked for, with the heading that names the clocks."""

    what: str
    heading: str
    objects: list[Any]
    export: ExportShape  # everything at that time, for what the objects refer to
    page: bool  # one thing, shown whole
    left_out: int = 0  # objects that only --all shows
    note: str = ""
    text: str = ""  # of the document that is shown
    asked_for: str = ""  # the filters, as they are typed


def answer(
    store: Store, what: str, identity: str | None, filters: Filters, *, as_known_at: str | None, as_recorded_at: str | None
) -> Answer:
    """Return a list of one kind of object, or one of them. Raises InputError or NotInRecord."""
    kind = ONE.get(what, what)
    if kind not in LISTS:
        raise InputError(f"there is no list of {what}; ask for {', '.join(LISTS)}, refusals or decisions")
    asked = ask(store, as_known_at=as_known_at, as_recorded_at=as_recorded_at)
    export = render(store, asked.view)
    listed: list[Any] = list(export[kind])  # type: ignore[literal-required]
    if identity is not None:
        found, note = _one(store, kind, identity, listed)
        text = Words(store, asked.view).shown_text(found[0]["version"]) if kind == "documents" else ""
        return Answer(what=kind, heading=asked.heading, objects=found, export=export, page=True, note=note, text=text)
    if filters.incident and not any(begins(one["id"], filters.incident) for one in export["incidents"]):
        meant = [known for known in resolve(store, filters.incident).ids if any(one["id"] == known for one in export["incidents"])]
        if not meant:
            raise NotInRecord(f"no incident at this time has the id {filters.incident}; `montjoie show incidents --all` lists them")
        filters = replace(filters, incident=meant[0])
    kept = narrowed(kind, listed, filters, export)
    shown = [one for one in kept if kind != "incidents" or filters.everything or one["codeable"]]
    return Answer(
        what=kind,
        heading=asked.heading,
        objects=shown,
        export=export,
        page=False,
        left_out=len(kept) - len(shown),
        asked_for=filters.typed(),
    )


def _one(store: Store, kind: str, identity: str, listed: Sequence[Any]) -> tuple[list[Any], str]:
    """Return the object of an id, of the beginning of one, or what stands at this time on what the id means now."""
    exact = [one for one in listed if one["id"] == identity] or [one for one in listed if begins(one["id"], identity)]
    if len(exact) == 1:
        return exact, ""
    if len(exact) > 1:
        raise InputError(f"{identity} begins {len(exact)} ids of {kind}; give more of it: {', '.join(one['id'] for one in exact[:4])}")
    found = resolve(store, identity)
    held = [one for one in listed if one["id"] in found.ids]
    if not held:
        related = frozenset().union(*(kin(store, known) for known in found.ids))
        held = [
            one
            for one in listed
            if related & {part.get("mention", part.get("commitment")) for part in (*one.get("mentions", ()), *one.get("acts", ()))}
        ]
    if not held:
        raise NotInRecord(
            found.note or f"{identity} is a {found.kind} ({', '.join(found.ids)}) and nothing of it is among the {kind} at this time"
        )
    return held, found.note


# ---------------------------------------------------------------- filters


def narrowed(kind: str, listed: Sequence[Any], filters: Filters, export: ExportShape) -> list[Any]:
    """Return the objects of a list that pass the filters. Raises InputError."""
    claims = {claim["id"]: claim for claim in export["claims"]} if filters.actor else {}
    tests = [*_sure_enough(kind, filters, export), *tests_of(kind, filters, claims.get)]
    if filters.subject:
        threads = {
            t["id"] for t in export["commitments"] if t["subject"] == filters.subject.replace(" ", "_") or begins(t["id"], filters.subject)
        }
        if not threads and filters.subject not in get_args(Subject):
            raise InputError(f"{filters.subject} is no subject and no commitment here; subjects are {', '.join(get_args(Subject))}")
        tests.append(lambda one: bool(threads & _subjects(one, export)))
    if filters.incident:
        tests.append(lambda one: any(begins(known, filters.incident or "") for known in _subjects(one, export)))
    kept = [one for one in listed if all(test(one) for test in tests)]
    return sorted(kept, key=_by_day) if kind == "incidents" else kept


def tests_of(kind: str, filters: Filters, claim_of: Callable[[str], Any]) -> list[Callable[[Any], bool]]:
    """Return the tests of filters that look at one object, and at the claims that tell it (`claim_of` gives one by its id). Raises InputError."""
    tests: list[Callable[[Any], bool]] = []
    for day in (filters.since, filters.until):
        if day is not None:
            known_until(day)  # refuses what is no day
    if filters.since or filters.until:
        tests.append(lambda one: _in_days(kind, one, filters.since, filters.until))
    if filters.known_since:
        floor = known_until(filters.known_since)
        tests.append(lambda one: (at := one.get("first_known") or one.get("known")) is not None and known_until(at) > floor)
    if filters.place:
        country = country_named(filters.place)
        wanted = [filters.place, *([f"={country}"] if country else [])]
        tests.append(lambda one: _names(_places(one), wanted))
    if filters.actor:
        meant = [filters.actor, *(f"={known}" for known in sorted(ids_of_actor(filters.actor)))]
        tests.append(lambda one: _names(_people(one), meant) or _told_by(one, meant, claim_of))
    if filters.type:
        if filters.type not in TYPES:
            raise InputError(f"{filters.type} is no type of anything here; it is one of {', '.join(sorted(TYPES))}")
        tests.append(
            lambda one: filters.type in (one.get("type"), one.get("kind"), one.get("subject"), one.get("slot"), one.get("in_scope"))
        )
    return tests


SAID_OF_IT = ("alleged_by", "assessed_by", "acknowledged_by", "disputed_by")


def _sure_enough(kind: str, filters: Filters, export: ExportShape) -> list[Callable[[Any], bool]]:
    """Return the test of how surely an incident was read; on the ledger what anybody says of it stands whatever its incident."""
    if kind == "incidents":
        return [lambda one: shown(one["score"], "incident", filters.prefer)]
    if kind != "ledger":
        return []
    scores = {incident["id"]: incident["score"] for incident in export["incidents"]}
    return [lambda one: any(one[column] for column in SAID_OF_IT) or shown(scores.get(one["incident"]), "incident", filters.prefer)]


@lru_cache(maxsize=256)
def country_named(name: str) -> str | None:
    """Return the code of the country of a name, where it is one's."""
    country = Gazetteer.open().country(name)
    return country.country if country is not None else None


@lru_cache(maxsize=256)
def ids_of_actor(name: str) -> frozenset[str]:
    """Return the ids of the listed actors that a name may mean."""
    return frozenset(actor.id for actor in ActorList.open().find(name, day=None))


def _by_day(incident: Mapping[str, Any]) -> tuple[str, str, str]:
    return (incident["time"]["start"] or incident["not_after"] or "9999", incident["first_known"] or "~", incident["id"])


def _in_days(kind: str, one: Mapping[str, Any], since: str | None, until: str | None) -> bool:
    if kind == "incidents":
        start, end = one["time"]["start"], one["time"]["end"]
    else:
        start = end = (one.get("known") or one.get("first_known") or "")[:10] or None
    return bool(start and end) and (since is None or end >= since[:10]) and (until is None or start <= until[:10])


def _places(one: Mapping[str, Any]) -> list[str]:
    places = [
        *one.get("places", ()),
        *(place for term in one.get("terms", ()) for place in (*term["route"], *([term["area"]] if term["area"] else []))),
    ]
    return [str(name) for place in places for name in (place["name"], place["within"], place["country"], place["id"]) if name]


def _people(one: Mapping[str, Any]) -> list[str]:
    people = [*one.get("actors", ()), *one.get("targets", ()), *one.get("against", ())]
    people += [who for who in (one.get("who"), one.get("via")) if who]
    people += [party for act in one.get("acts", ()) for party in act["party"]] + [status["party"] for status in one.get("status", ())]
    people += [who for term in one.get("terms", ()) for who in term["bound"]]
    return [str(name) for who in people for name in (who["name"], who["id"], who.get("side")) if name]


def _tellers(one: Mapping[str, Any]) -> set[str]:
    """Return the claims that say who did something to whom, what was agreed, what was broken or not, or that stand to each other."""
    values = (*one.get("actors", ()), *one.get("targets", ()), *one.get("weapons", ()))
    told = {claim for value in values for claim in value["by"]} | {str(act["claim"]) for act in one.get("acts", ())}
    told |= {claim for column in ("alleged_by", "acknowledged_by", "assessed_by") for claim in one.get(column, ())}
    told |= {dispute["claim"] for dispute in one.get("disputed_by", ()) if isinstance(dispute, Mapping)}
    return told | {str(one[end]) for end in ("a", "b") if "slot" in one}


def _told_by(one: Mapping[str, Any], meant: Sequence[str], claim_of: Callable[[str], Any]) -> bool:
    claims = (claim_of(identity) for identity in _tellers(one))
    return any(claim is not None and _names(_people(claim), meant) for claim in claims)


def _subjects(one: Mapping[str, Any], export: ExportShape) -> set[str]:
    """Return the incidents and commitments that something is, stands beside or is about."""
    found = {one["id"], *one.get("about", ()), one.get("commitment"), one.get("incident")}
    found |= {act["broken_by"] for act in one.get("acts", ())}
    if "slot" in one:  # a disagreement is about what its claims are about
        found |= {subject for claim in export["claims"] if claim["id"] in (one["a"], one["b"]) for subject in claim["about"]}
    return {str(known) for known in found if known}


def _names(names: Sequence[str], wanted: Sequence[str]) -> bool:
    """Say whether any name holds what is wanted, or is exactly what is wanted after a "="."""
    folded = [name.casefold() for name in names]
    return any(
        want[1:].casefold() in folded if want.startswith("=") else any(want.casefold() in name for name in folded) for want in wanted
    )


# ---------------------------------------------------------------- full text


def find(store: Store, words: str, limit: int, *, as_known_at: str | None = None) -> list[dict[str, Any]]:
    """Return the documents whose text or title has words, best first, with lines around them. Raises InputError."""
    query = fts_query(words)
    at = known_until(as_known_at) if as_known_at else NOW
    pattern = re.compile("|".join(re.escape(part) for part in sorted(_wanted(words), key=len, reverse=True)), re.IGNORECASE)
    hits = []
    for identity in derived.find_documents(store, query, limit, at):
        row = derived.document(store, identity)
        if row is not None:
            text = store.text(row.text_hash)
            title = store.text(row.title_hash) if row.title_hash else ""
            hits.append(
                {
                    "doc": row.name,
                    "published": row.published,
                    "outlet": row.outlet,
                    "title": title,
                    "url": row.url,
                    "lines": _lines(text, pattern),
                }
            )
    return hits


def fts_query(words: str) -> str:
    """Return words as a full-text query: every word, phrases in quotation marks, nothing else taken for an operator."""
    wanted = _wanted(words)
    if not wanted:
        raise InputError("give at least one word to look for")
    return " ".join('"' + part.replace('"', '""') + '"' for part in wanted)


def _wanted(words: str) -> list[str]:
    parts = [phrase or word for phrase, word in re.findall(r'"([^"]+)"|(\S+)', words)]
    return [part.strip('"') for part in parts if re.search(r"\w", part)]


def _lines(text: str, pattern: re.Pattern[str]) -> list[str]:
    lines: list[str] = []
    last = -1
    for match in pattern.finditer(text):
        if match.start() > last and len(lines) < MOST_LINES:
            start, last = max(0, match.start() - AROUND), match.end() + AROUND
            lines.append(" ".join(f"{'…' if start else ''}{text[start:last]}{'…' if last < len(text) else ''}".split()))
    return lines


# ---------------------------------------------------------------- refusals, decisions


def given_rows(store: Store, what: str) -> list[dict[str, Any]]:
    """Return refusals (with the documents that are kept and not read), or decisions, as rows."""
    if what == "decisions":
        in_force = {decision.id for decision in decisions(store)}
        return [
            {
                "id": decision.id, "at": iso(decision.at), "what": decision.what, "of": decision.kind, "by": decision.who, "why": decision.why,
                "values": "; ".join(f"{field}={value}" for field, value in decision.values),
                "state": "in force" if decision.id in in_force else f"undoes {decision.undoes}" if decision.what == "undo" else "undone",
            }
            for decision in decisions(store, in_force=False)
        ]  # fmt: skip
    rows = [{"at": iso(at), "stage": r.stage, "code": r.code, "subject": r.subject, "detail": r.detail} for at, r in refusals(store)]
    unread = [document for document in ask(store).view.documents if document.read != "yes"]
    return rows + [{"at": iso(d.not_after), "stage": "extract", "code": "not_read", "subject": d.name, "detail": d.read} for d in unread]
