"""What the record says at an instant: components of mentions settled over time, and the whole view of what is known."""

from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime

from montjoie.decided import anchored
from montjoie.reconcile import Context, Second, cluster, differences, make_context, second_layer, settle_incident, settle_thread
from montjoie.record import derived, said
from montjoie.record.codec import OBJECTS
from montjoie.record.derived import DocumentRow, MentionRow, StateRow
from montjoie.record.given import Decision, decisions
from montjoie.record.store import NOW, OPEN, Store, instant, microseconds
from montjoie.schema import Commitment, GroundedReading, Mention
from montjoie.settled import DocumentAt, Incident, Link, Override, Source, Thread, Toll, TollChange, View

NO_READER = "not read yet: `montjoie run` reads it with the model, or takes a reading with --readings"


def view_at(store: Store, at: int = NOW) -> View:
    """Return everything that is reported by an instant (microseconds; NOW for the present), worked out with today's readings and rules."""
    rows = derived.documents(store, at)
    readings = [visible(reading, at) for row in rows if (reading := derived.grounded(store, row.id)) is not None]
    context = _context(store, rows, readings, decisions(store))
    incidents: list[Incident] = list(derived.states_at(store, "incidents", at))
    threads: list[Thread] = list(derived.states_at(store, "commitments", at))
    for component in _on_demand(store, at):
        settled = _Settling(component, context).at(at)
        incidents += [state for state in settled if isinstance(state, Incident)]
        threads += [state for state in settled if isinstance(state, Thread)]
    second = second_layer(tuple(sorted(incidents, key=lambda i: i.id)), tuple(sorted(threads, key=lambda t: t.id)), readings, context)
    return View(
        documents=_documents_at(rows, readings, second),
        incidents=second.incidents,
        claims=second.claims,
        commitments=second.threads,
        disagreements=second.disagreements,
        ledger=second.ledger,
    )


def settled_view(store: Store, seq: int | None = None) -> View:
    """Return everything as it was settled last, up to an entry where one is given."""
    bodies = derived.settled(store, seq)
    found = {kind: tuple(OBJECTS[kind].validate_json(body) for body in bodies[kind].values()) for kind in OBJECTS}
    found["documents"] = tuple(sorted(found["documents"], key=lambda d: (d.name, d.id)))
    return View(**found)


def known_view(store: Store, at: int) -> View:
    """Return everything that is reported by an instant, looked up where it is kept, else worked out; the two are the same."""
    if not said.is_kept(store):
        return view_at(store, at)
    found = {kind: [adapter.validate_json(body) for body in said.bodies(store, kind, at)] for kind, adapter in OBJECTS.items()}
    return View(**{kind: tuple(found[kind] if kind == "documents" else sorted(found[kind], key=lambda one: one.id)) for kind in OBJECTS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """The mentions (or acts) that judgements of "same" join, and every judgement between them."""

    name: str
    kind: str
    rows: tuple[MentionRow, ...]
    links: tuple[Link, ...]


def component_of(store: Store, name: str, members: Iterable[str]) -> Component:
    rows = tuple(row for member in sorted(members) if (row := derived.mention_row(store, member)) is not None)
    links = derived.links_of(store, (row.body.id for row in rows))
    told = [row.body for row in rows if isinstance(row.body, Mention)]
    return Component(name=name, kind=rows[0].kind, rows=rows, links=(*links, *differences(told, links)))


def component_context(store: Store, component: Component, taken: Sequence[Decision]) -> Context:
    names = sorted({row.body.document for row in component.rows})
    rows = [row for name in names if (row := derived.document(store, name)) is not None]
    readings = [reading for name in names if (reading := derived.grounded(store, name)) is not None]
    return _context(store, rows, readings, taken)


def states_over_time(component: Component, instants: Sequence[int], context: Context, kind: str) -> list[StateRow]:
    """Return what a component settles to from each instant to the next, equal states run together."""
    rows: list[StateRow] = []
    standing: dict[str, StateRow] = {}
    settling = _Settling(component, context)
    replaced: set[str] = set()  # the mentions of incidents that have lost a report: what it told stays in their history
    for at, until in zip(instants, [*instants[1:], OPEN], strict=True):
        now: dict[str, StateRow] = {}
        for settled in settling.at(at):
            past = _before(settled, [row.body for row in standing.values()])
            whole = all({mention.id for mention in other.mentions} <= settling.known - replaced for other in past)
            thing = settled if whole else _with_history(settled, at, past)
            if not whole and isinstance(thing, Incident):
                replaced |= {mention.id for mention in thing.mentions}
            before = standing.get(thing.id)
            if before is not None and before.body == thing:
                now[thing.id] = replace(before, known_to=until)
            else:
                now[thing.id] = StateRow(kind=kind, id=thing.id, known_from=at, known_to=until, component=component.name, body=thing)
        rows += [row for identity, row in standing.items() if identity not in now or now[identity].known_from != row.known_from]
        standing = now
    return [*rows, *standing.values()]


def _before(now: Incident | Thread, standing: Iterable[Incident | Thread]) -> list[Incident]:
    """Return the incidents that were standing with a mention of an incident in them."""
    if not isinstance(now, Incident):
        return []
    mentions = {mention.id for mention in now.mentions}
    return [other for other in standing if isinstance(other, Incident) and mentions & {mention.id for mention in other.mentions}]


def _with_history(now: Incident | Thread, at: int, before: Sequence[Incident]) -> Incident | Thread:
    """Return an incident one of whose reports was replaced: its tolls remember what that one told.

    Else its history is that of its own figures, by what was published at each time: what was told of others that it was once
    one with is theirs.
    """
    if not isinstance(now, Incident):
        return now
    known = [other.first_known for other in (*before, now) if other.first_known is not None]
    return replace(
        now,
        first_known=min(known) if known else None,
        toll=tuple(replace(toll, history=_history(toll, at, [old for other in before for old in other.toll])) for toll in now.toll),
    )


def _history(toll: Toll, at: int, before: Iterable[Toll]) -> tuple[TollChange, ...]:
    """Return what low, best and high were from each instant on, up to this one."""
    past = sorted(
        {change for old in before if old.kind == toll.kind for change in old.history}, key=lambda change: str(change.known or "~")
    )
    change = TollChange(known=instant(at), low=toll.low, best=toll.best, high=toll.high)
    same = past and (past[-1].low, past[-1].best, past[-1].high) == (change.low, change.best, change.high)
    return tuple(past) if same else (*past, change)


_Inputs = tuple[tuple[tuple[str, int], ...], tuple[tuple[str, int], ...], bool]


class _Settling:
    """Settles a component's mentions instant by instant; a cluster to which nothing was added stays as it was settled."""

    def __init__(self, component: Component, context: Context) -> None:
        self._component = component
        self._context = context
        self._told: dict[str, list[int]] = {}  # document → when each of its claims is known
        for claim in context.claims.values():
            if (known := context.known.get(claim.id)) is not None:
                insort(self._told.setdefault(claim.document, []), microseconds(known))
        self._before: dict[_Inputs, Incident | Thread] = {}
        self.known: AbstractSet[str] = frozenset()  # the mentions known at the instant that was settled last

    def at(self, at: int) -> list[Incident | Thread]:
        """Return the incidents (or threads) of the mentions known at an instant."""
        rows = {row.body.id: row for row in self._component.rows if row.known_from <= at < row.known_to}
        self.known = rows.keys()
        links = [link for link in self._component.links if link.a in rows and link.b in rows]
        clusters = cluster(tuple(rows), links)
        inside: dict[str, list[Link]] = {}
        cluster_of = {member: members[0] for members in clusters for member in members}
        for link in links:
            if cluster_of[link.a] == cluster_of[link.b]:
                inside.setdefault(cluster_of[link.a], []).append(link)
        seen: Context | None = None
        settled: dict[_Inputs, Incident | Thread] = {}
        for members in clusters:
            inputs = self._inputs([rows[member] for member in members], at)
            if (same := self._before.get(inputs)) is None:
                seen = seen or _known_by(self._context, at)
                same = _settle([rows[member].body for member in members], inside.get(members[0], ()), seen)
            settled[inputs] = same
        self._before = settled
        return list(settled.values())

    def _inputs(self, rows: Sequence[MentionRow], at: int) -> _Inputs:
        """What a cluster is settled from: its mentions, how many claims of their documents are known, whether those without a date are."""
        told = {row.body.document: bisect_right(self._told.get(row.body.document, ()), at) for row in rows}
        return (tuple((row.body.id, row.known_from) for row in rows), tuple(sorted(told.items())), at >= NOW)


def _settle(bodies: Sequence[Mention | Commitment], links: Sequence[Link], seen: Context) -> Incident | Thread:
    mentions = [body for body in bodies if isinstance(body, Mention)]
    if mentions:
        return settle_incident(mentions, links, seen)
    return settle_thread([body for body in bodies if isinstance(body, Commitment)], links, seen)


def _context(store: Store, rows: Sequence[DocumentRow], readings: Sequence[GroundedReading], taken: Sequence[Decision]) -> Context:
    """Return what reconciling needs besides mentions: the documents, their claims, and what people set."""
    by_id = {row.id: row for row in rows}
    sources = {reading.document: source_of(by_id[reading.document], reading) for reading in readings if reading.document in by_id}
    texts = {document: store.text(by_id[document].text_hash) for document in sources}
    return make_context(readings, sources, overrides_in(readings, taken), texts)


def source_of(row: DocumentRow, reading: GroundedReading) -> Source:
    """Return what reconciling needs to know of a document."""
    return Source(
        document=row.id,
        source_key=row.source_key,
        outlet=row.outlet,
        outlet_id=reading.outlet_who.id if reading.outlet_who else None,
        copy_of=row.copy_of,
        agencies=reading.agencies,
        known=instant(row.known_from),
    )


def overrides_in(readings: Sequence[GroundedReading], taken: Sequence[Decision]) -> tuple[Override, ...]:
    """Return what people set, each on the mention that its anchor overlaps."""
    found = []
    for decision in taken:
        if decision.what != "set":
            continue
        for reading in readings:
            spans = [(m.id, t) for m in reading.mentions for t in m.triggers] + [(c.id, s) for c in reading.commitments for s in c.content]
            for anchor in decision.anchors:
                mention = anchored(anchor, spans) if anchor[0] == reading.document else None
                if mention is not None:
                    found += [
                        Override(mention=mention, field=field, value=value, decision=decision.id, by=decision.who, order=decision.seq)
                        for field, value in decision.values
                    ]
    return tuple(found)


def _known_by(context: Context, at: int) -> Context:
    """Return the context without the claims that are not known by an instant."""
    if at >= NOW:
        return context

    def seen(identity: str) -> bool:
        known = context.known.get(identity)
        return known is not None and microseconds(known) <= at

    return replace(
        context,
        claims={identity: claim for identity, claim in context.claims.items() if seen(identity)},
        relations=tuple(r for r in context.relations if seen(r.a) and seen(r.b)),
        same_document_claims_about={
            named: kept for named, claims in context.same_document_claims_about.items() if (kept := tuple(c for c in claims if seen(c)))
        },
    )


def visible(reading: GroundedReading, at: int) -> GroundedReading:
    """Return the reading with only what is known at an instant (a digest is known part by part)."""
    if at >= NOW:
        return reading

    def seen(identity: str) -> bool:
        known: datetime | None = reading.known.get(identity)
        return known is not None and microseconds(known) <= at

    return replace(
        reading,
        mentions=tuple(m for m in reading.mentions if seen(m.id)),
        claims=tuple(c for c in reading.claims if seen(c.id)),
        commitments=tuple(c for c in reading.commitments if seen(c.id)),
        relations=tuple(r for r in reading.relations if seen(r.a) and seen(r.b)),
    )


def _on_demand(store: Store, at: int) -> Iterable[Component]:
    """Yield the components that are settled only when asked for an instant this early."""
    for name, until in _demanded(store):
        if at < until:
            yield component_of(store, name, derived.component_members(store, name))


def _demanded(store: Store) -> list[tuple[str, int]]:
    rows = store.rows("SELECT key, value FROM progress WHERE key LIKE 'on_demand:%' ORDER BY key")
    return [(key.removeprefix("on_demand:"), int(value)) for key, value in rows]


def demanded(store: Store) -> list[tuple[str, int, tuple[int, ...], str]]:
    """Return each component that is settled only when asked: until when that holds, when it may change, and what joins it."""
    found = []
    for name, until in _demanded(store):
        component = component_of(store, name, derived.component_members(store, name))
        instants = {at for row in component.rows for at in (row.known_from, row.known_to)}
        for document in _with_originals(store, {row.body.document for row in component.rows}):
            instants |= {document.known_from, document.known_to}
            reading = derived.grounded(store, document.id) if document.parts else None
            instants |= set(known_parts(reading)) if reading is not None else set()
        joined = [(link.a, link.b, link.judgement, link.score) for link in component.links]
        found.append((name, until, tuple(sorted(at for at in instants if at < until)), repr(joined)))
    return found


def settled_on_demand(store: Store, name: str, at: int, taken: Sequence[Decision]) -> list[Incident | Thread]:
    """Return what a component settles to at an instant, worked out from its own documents and those they are copies of."""
    component = component_of(store, name, derived.component_members(store, name))
    documents = _with_originals(store, {row.body.document for row in component.rows})
    rows = [row for row in documents if row.known_from <= at < row.known_to]
    readings = [visible(reading, at) for row in rows if (reading := derived.grounded(store, row.id)) is not None]
    return _Settling(component, _context(store, rows, readings, taken)).at(at)


def _with_originals(store: Store, documents: set[str]) -> list[DocumentRow]:
    """Return documents with those that they are copies of."""
    found: dict[str, DocumentRow] = {}
    wanted = sorted(documents)
    while wanted:
        row = derived.document(store, wanted.pop())
        if row is not None and row.id not in found:
            found[row.id] = row
            wanted += [row.copy_of] if row.copy_of else []
    return [found[id_] for id_ in sorted(found)]


def known_parts(reading: GroundedReading) -> tuple[int, ...]:
    """Return the instants at which something of a document becomes known; the present for what has no date."""
    return tuple(sorted({NOW if known is None else microseconds(known) for known in reading.known.values()}))


def _documents_at(rows: Sequence[DocumentRow], readings: Sequence[GroundedReading], second: Second) -> tuple[DocumentAt, ...]:
    """Return the documents with what each is mostly about and who speaks in it."""
    read = {reading.document for reading in readings}
    roots: dict[str, set[str]] = defaultdict(set)
    for claim in second.claims:
        roots[claim.document].add(claim.root)
    incident_of = {mention.id: incident.id for incident in second.incidents for mention in incident.mentions}
    mostly = {reading.document: next((incident_of[i] for i in reading.mostly if i in incident_of), None) for reading in readings}
    return tuple(
        document_at(row, row.id in read, tuple(sorted(roots[row.id])), mostly.get(row.id))
        for row in sorted(rows, key=lambda row: (row.name, row.id))
    )


def document_at(row: DocumentRow, read: bool, root_speakers: tuple[str, ...], main_incident: str | None) -> DocumentAt:
    """Return a document as it is known."""
    return DocumentAt(
        id=row.id,
        name=row.name,
        source_key=row.source_key,
        published=row.published,
        precision=row.precision,
        not_after=None if row.not_after is None else instant(row.not_after),
        language=row.language,
        read="yes" if read else _unread(row),
        copy_of=row.copy_of,
        root_speakers=root_speakers,
        main_incident=main_incident,
        entry=row.seq,
    )


def _unread(row: DocumentRow) -> str:
    """Say why a document is not read."""
    if row.language not in ("en", "und"):
        return f"the text is in another language ({row.language}): kept, not read"
    return NO_READER
