"""The second layer kept up while reports come and go: what is made anew is only what looked at something that changed.

`Standing` gives what `second_layer` gives, for the same incidents, threads and readings, without doing all of it again. The rules are the same
functions; they are asked for one incident, one commitment or one document at a time, and what each looked at is remembered.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from montjoie.reconcile.claim_slots import Matter, Told, figures_told
from montjoie.reconcile.claims import settle_claims
from montjoie.reconcile.context import Context
from montjoie.reconcile.disagreements import DENIAL, answers, from_readings, on_incident, on_thread
from montjoie.reconcile.grade import Cell, Surroundings, Vicinity, grade, vicinity_cells
from montjoie.reconcile.ledger import Calendar, Day, beside, calendar_days, lines_of, lines_without_incident
from montjoie.reconcile.links import Index, Key, denied_keys, happened_keys, links_from, summaries_of, summary_keys
from montjoie.reconcile.order import earliest_first
from montjoie.reconcile.overrides import decided_grade
from montjoie.reconcile.second import linked, resolved
from montjoie.reconcile.shelves import Groups, Shelf, Work
from montjoie.schema import GroundedReading
from montjoie.settled import ActAt, ClaimAt, Disagreement, FigureAt, Incident, LedgerLine, LinkTo, Override, Source, Thread


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldOf:
    """What a document tells: who speaks in it, and the incident it is mostly about."""

    root_speakers: tuple[str, ...]
    main_incident: str | None


@dataclass(slots=True, kw_only=True)
class Changes:
    """What is other than before, by id; None: no longer there. Of a line of the ledger also how sure its incident is."""

    incidents: dict[str, Incident | None] = field(default_factory=dict)
    commitments: dict[str, Thread | None] = field(default_factory=dict)
    claims: dict[str, ClaimAt | None] = field(default_factory=dict)
    disagreements: dict[str, Disagreement | None] = field(default_factory=dict)
    ledger: dict[str, tuple[LedgerLine, float | None] | None] = field(default_factory=dict)
    documents: dict[str, ToldOf | None] = field(default_factory=dict)
    held: dict[str, str | None] = field(default_factory=dict)  # by mention and act: the incident or thread


Owner = tuple[
    int, str
]  # 0: the reading of a document, 1: a thread, 2: an incident; the least goes before. 3: who answers whom in a document
ANSWERS = 3


class Standing:
    """Everything that is said at a time, moved on from one time to the next."""

    def __init__(self, read: Callable[[str, int], GroundedReading], texts: Mapping[str, str]) -> None:
        self._read = read
        kinds = (
            self._claims, self._links, self._incident, self._thread, self._relations, self._on_thread, self._on_incident, self._answers,
            self._beside, self._lines, self._homeless, self._document,
        )  # fmt: skip
        work = self._work = Work(kinds)
        # what is given
        self._readings: Shelf[str, int] = Shelf(work)  # by document, until when it is known
        self._states: Shelf[str, Incident] = Shelf(work)
        self._thread_states: Shelf[str, Thread] = Shelf(work)
        self._sources: Shelf[str, Source] = Shelf(work)
        self._overrides: Shelf[str, tuple[Override, ...]] = Shelf(work)
        self._incident_of: Shelf[str, str] = Shelf(work)
        self._thread_of: Shelf[str, str] = Shelf(work)
        self._summaries: Groups[Key, Incident] = Groups(Shelf(work))
        self._happened: Groups[Key, Incident] = Groups(Shelf(work))
        self._denied: Groups[Key, Incident] = Groups(Shelf(work))
        self._near: Groups[Cell, Incident] = Groups(Shelf(work))
        self._calendar: Groups[Day, str] = Groups(Shelf(work))
        self._figures: Groups[str, tuple[str, FigureAt]] = Groups(Shelf(work))
        self._given: tuple[Groups[Any, Any], ...] = (
            self._summaries, self._happened, self._denied, self._near, self._calendar, self._figures,
        )  # fmt: skip
        # what is made
        self._parts: Shelf[str, tuple[str, ...]] = Shelf(work)
        self._linking: Groups[str, LinkTo] = Groups(Shelf(work))
        self._acts: Groups[str, ActAt] = Groups(Shelf(work))
        self._about: Groups[str, ClaimAt] = Groups(Shelf(work), lambda claim: earliest_first(claim.id, {claim.id: claim.known}))
        self._claims_in: Shelf[str, tuple[ClaimAt, ...]] = Shelf(work)
        self._claim: Shelf[str, ClaimAt] = Shelf(work)
        self._incidents: Shelf[str, Incident] = Shelf(work)
        self._threads: Shelf[str, Thread] = Shelf(work)
        self._context = Context(sources=self._sources, claims={}, known={}, texts=texts)
        self._matter = Matter(incidents=self._incidents, threads=self._threads, claims=self._claim, about=self._about.shelf, texts=texts)
        for kind, put in (
            (self._claims, self._about.put), (self._links, self._linking.put), (self._thread, self._acts.put),
            (self._answers, self._settle_disagreements),
        ):  # fmt: skip
            work.then(kind, put)
        self._told = Told(figures=self._figures.shelf, acts=self._acts.shelf)
        self._pairs: dict[str, set[str]] = {}  # the incidents beside each thread
        self._lines_by: dict[tuple[str, str], tuple[LedgerLine, ...]] = {}
        self._brought: dict[Owner, tuple[Disagreement, ...]] = {}
        self._related: dict[frozenset[str], dict[Owner, list[Disagreement]]] = {}
        self._unsettled: set[frozenset[str]] = set()
        self._differing: dict[frozenset[str], dict[str, Disagreement]] = {}
        self._changes = Changes()

    def move(
        self,
        *,
        incidents: Mapping[str, Incident | None],
        threads: Mapping[str, Thread | None],
        readings: Mapping[str, tuple[int, Source] | None],
        overrides: Mapping[str, tuple[Override, ...]],
    ) -> Changes:
        """Take in what changed, None for what is gone, and return what that changes. `readings`: until when each document is known."""
        self._changes = Changes()
        for document, known in readings.items():
            self._readings.put(document, known[0] if known else None)
            self._sources.put(document, known[1] if known else None)
            self._due(document, self._claims, self._relations, self._answers, self._document)
        for mention, own in overrides.items():
            self._overrides.put(mention, own or None)
        self._take_incidents(incidents)
        self._take_threads(threads)
        self._work.do()
        return self._changes

    # ------------------------------------------------------------ what is given

    def _due(self, what: str, *kinds: Callable[[Any], None]) -> None:
        for kind in kinds:
            self._work.due(kind, what)

    def _take_incidents(self, incidents: Mapping[str, Incident | None]) -> None:
        held: dict[str, str | None] = {}
        for id_ in incidents:
            before = self._states.held(id_)
            held.update({mention.id: None for mention in before.mentions} if before else {})
        for id_, incident in incidents.items():
            held.update({mention.id: id_ for mention in incident.mentions} if incident else {})
            self._states.put(id_, incident)
            for groups, keys in ((self._summaries, summary_keys), (self._happened, happened_keys), (self._denied, denied_keys)):
                groups.bring(id_, [(key, incident) for key in dict.fromkeys(keys(incident))] if incident else ())
            self._near.bring(id_, [(cell, incident) for cell in vicinity_cells(incident)] if incident else ())
            self._calendar.bring(id_, [(day, id_) for day in dict.fromkeys(calendar_days(incident))] if incident else ())
            self._figures.bring(id_, [(key, (id_, figure)) for key, figure in figures_told(incident)] if incident else ())
            self._due(id_, self._links, self._incident, self._on_incident)
        for given in self._given:
            given.put()
        self._hold(self._incident_of, held)

    def _take_threads(self, threads: Mapping[str, Thread | None]) -> None:
        held: dict[str, str | None] = {}
        for id_ in threads:
            before = self._thread_states.held(id_)
            held.update({act.id: None for act in before.acts} if before else {})
        for id_, thread in threads.items():
            held.update({act.id: id_ for act in thread.acts} if thread else {})
            self._thread_states.put(id_, thread)
            self._due(id_, self._thread, self._on_thread, self._beside, self._homeless)
        self._hold(self._thread_of, held)

    def _hold(self, shelf: Shelf[str, str], held: Mapping[str, str | None]) -> None:
        for member, holder in held.items():
            if shelf.put(member, holder):
                self._changes.held[member] = holder

    # ------------------------------------------------------------ claims

    def _reading(self, document: str) -> GroundedReading | None:
        until = self._readings.get(document)
        return None if until is None else self._read(document, until)

    def _claims(self, document: str) -> None:
        """What a document's claims are about, and from whom they come."""
        reading = self._reading(document)
        before = {claim.id: claim for claim in self._claims_in.held(document) or ()}
        now = settle_claims([reading], self._incident_of, self._thread_of, self._context) if reading is not None else ()
        self._claims_in.put(document, now or None)
        for claim in now:
            if before.pop(claim.id, None) != claim:
                self._put_claim(claim.id, claim)
        for gone in before:
            self._put_claim(gone, None)

    def _put_claim(self, id_: str, claim: ClaimAt | None) -> None:
        self._claim.put(id_, claim)
        self._about.bring(id_, [(subject, claim) for subject in claim.about] if claim else ())
        self._changes.claims[id_] = claim

    # ------------------------------------------------------------ incidents and threads

    def _links(self, id_: str) -> None:
        """The summaries that contain an incident, and the links that it makes to others."""
        incident = self._states.get(id_)
        brought: list[tuple[str, LinkTo]] = []
        parts: tuple[str, ...] = ()
        if incident is not None:
            parts = summaries_of(incident, Index(self._summaries.shelf))
            for forth, back in links_from(incident, Index(self._happened.shelf), Index(self._denied.shelf)):
                brought += [(id_, forth), (forth.to, back)]
            brought += [(summary, LinkTo(to=id_, relation="contains")) for summary in parts]
        self._parts.put(id_, parts or None)
        self._linking.bring(id_, brought)

    def _incident(self, id_: str) -> None:
        incident = self._states.get(id_)
        if incident is not None:
            incident = linked(incident, self._parts.get(id_, ()), set(self._linking.shelf.get(id_, ())))
            own = [o for mention in incident.mentions for o in self._overrides.get(mention.id, ()) if o.field == "grade"]
            given = decided_grade(sorted(own, key=lambda override: (override.decision, override.value)))
            surroundings = Surroundings(
                claims_about=self._about.shelf, vicinity=Vicinity(self._near.shelf), decided={id_: given} if given is not None else {}
            )
            incident = replace(incident, grade=grade(incident, surroundings))
        if self._incidents.put(id_, incident):
            self._changes.incidents[id_] = incident

    def _thread(self, id_: str) -> None:
        state = self._thread_states.get(id_)
        thread = None if state is None else resolved(state, self._incident_of)
        self._acts.bring(id_, [(act.claim, act) for act in thread.acts if act.claim is not None] if thread else ())
        if self._threads.put(id_, thread):
            self._changes.commitments[id_] = thread

    # ------------------------------------------------------------ disagreements

    def _relations(self, document: str) -> None:
        reading = self._reading(document)
        self._differ((0, document), from_readings(self._matter, self._told, reading.relations) if reading is not None else ())

    def _on_thread(self, id_: str) -> None:
        thread = self._threads.get(id_)
        self._differ((1, id_), on_thread(thread, self._matter) if thread is not None else ())

    def _on_incident(self, id_: str) -> None:
        incident = self._incidents.get(id_)
        self._differ((2, id_), on_incident(incident, self._matter, self._told) if incident is not None else ())

    def _answers(self, document: str) -> None:
        self._differ((ANSWERS, document), answers(self._claims_in.get(document, ()), self._matter, self._told))

    def _differ(self, owner: Owner, found: Any) -> None:
        now = tuple(found)
        for item in self._brought.pop(owner, ()):
            pair = frozenset((item.a, item.b))
            self._related[pair].pop(owner, None)
            self._unsettled.add(pair)
        for item in now:
            pair = frozenset((item.a, item.b))
            self._related.setdefault(pair, {}).setdefault(owner, []).append(item)
            self._unsettled.add(pair)
        if now:
            self._brought[owner] = now

    def _settle_disagreements(self) -> None:
        """One relation for a pair: what a reading says, else the first rule that holds, of commitments before incidents."""
        for pair in self._unsettled:
            before = self._differing.pop(pair, {})
            now: dict[str, Disagreement] = {}
            owners = self._related.get(pair)
            if owners:
                now = {item.id: item for item in _holding(owners)}
                self._differing[pair] = now
            else:
                self._related.pop(pair, None)
            for gone in before.keys() - now.keys():
                self._changes.disagreements[gone] = None
            self._changes.disagreements.update({id_: item for id_, item in now.items() if before.get(id_) != item})
        self._unsettled = set()

    # ------------------------------------------------------------ ledger, documents

    def _beside(self, id_: str) -> None:
        """Which incidents may stand beside a commitment."""
        thread = self._threads.get(id_)
        now = beside(thread, Calendar(self._calendar.shelf), self._matter) if thread is not None else set()
        before = self._pairs.pop(id_, set())
        for incident in before ^ now:
            self._work.due(self._lines, (id_, incident))
        if now:
            self._pairs[id_] = now

    def _lines(self, pair: tuple[str, str]) -> None:
        id_, incident = pair
        thread = self._threads.get(id_) if incident in self._pairs.get(id_, ()) else None
        known = self._incidents.get(incident)
        lines = tuple(lines_of(thread, incident, self._matter)) if thread is not None and known is not None else ()
        self._put_lines(pair, lines, known.score if known else None)

    def _homeless(self, id_: str) -> None:
        thread = self._threads.get(id_)
        self._put_lines((id_, ""), tuple(lines_without_incident(thread, self._matter)) if thread is not None else (), None)

    def _put_lines(self, pair: tuple[str, str], lines: tuple[LedgerLine, ...], score: float | None) -> None:
        before = self._lines_by.pop(pair, ())
        gone = {line.id for line in before} - {line.id for line in lines}
        self._changes.ledger.update(dict.fromkeys(gone))
        self._changes.ledger.update({line.id: (line, score) for line in lines})
        if lines:
            self._lines_by[pair] = lines

    def _document(self, document: str) -> None:
        """Who speaks in a document, and the incident it is mostly about."""
        if document not in self._readings:
            self._changes.documents[document] = None
            return
        reading = self._reading(document)
        mostly = reading.mostly if reading is not None else ()
        main = next((self._incident_of[mention] for mention in mostly if mention in self._incident_of), None)
        roots = sorted({claim.root for claim in self._claims_in.get(document, ())})
        self._changes.documents[document] = ToldOf(root_speakers=tuple(roots), main_incident=main)


def _holding(owners: Mapping[Owner, list[Disagreement]]) -> Iterator[Disagreement]:
    """Yield how the claims of one pair stand: one relation, and besides it who answers whom; of equals the first."""
    seen: set[tuple[str, str, str]] = set()
    related = [owner for owner in sorted(owners) if owner[0] != ANSWERS]
    first = [item for owner in related[:1] for item in (owners[owner] if owner[0] == 0 else owners[owner][:1])]
    besides = [item for owner in sorted(owners) if owner[0] == ANSWERS for item in owners[owner] if item.basis != DENIAL or not related]
    for item in (*first, *besides):
        if (item.a, item.b, item.type) not in seen:
            seen.add((item.a, item.b, item.type))
            yield item
