"""Why a line of the record stands: the words, the rule or the score at each step, and who decided. Raises NotInRecord, InputError."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from montjoie.errors import NotInRecord
from montjoie.pipeline import Asked, ask
from montjoie.reasons import BASES, TESTS, by_wording
from montjoie.record.given import stored_readings
from montjoie.record.store import Store
from montjoie.resolving import begins, resolve
from montjoie.serve.words import Words, iso
from montjoie.settled import ActorAt, At, ClaimAt, Disagreement, FigureAt, Incident, LedgerLine, Link, Thread, View

Line = Incident | ClaimAt | Thread | Disagreement | LedgerLine | FigureAt


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of an explanation: what it settles, by what, on which words."""

    what: str
    by: str
    words: str = ""
    where: str = ""  # document and characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """A line of the record with the steps that lead to it."""

    id: str
    kind: str
    heading: str
    steps: tuple[Step, ...]


def explain(store: Store, identity: str, *, as_known_at: str | None = None) -> Explained:
    """Return why the line of an id stands, at a time."""
    asked = ask(store, as_known_at=as_known_at)
    found = _line_of(store, asked, identity)
    work = _Explain(store, asked.view)
    kind = {
        "Incident": "incident",
        "ClaimAt": "claim",
        "Thread": "commitment",
        "Disagreement": "disagreement",
        "LedgerLine": "ledger line",
        "FigureAt": "figure",
    }
    return Explained(id=found.id, kind=kind[type(found).__name__], heading=asked.heading, steps=tuple(work.steps(found)))


def _lines(view: View) -> Iterator[Line]:
    for incident in view.incidents:
        yield incident
        yield from (figure for toll in incident.toll for figure in toll.figures)
    yield from view.claims
    yield from view.commitments
    yield from view.disagreements
    yield from view.ledger


def _line_of(store: Store, asked: Asked, identity: str) -> Line:
    lines = {line.id: line for line in _lines(asked.view)}
    named = [identity] if identity in lines else sorted(known for known in lines if begins(known, identity))
    if len(named) == 1:
        return lines[named[0]]
    found = resolve(store, identity)  # an id of a mention or an act, or one that stood before
    for known in found.ids:
        if known in lines:
            return lines[known]
    raise NotInRecord(
        found.note
        or f"{identity} is nothing that can be explained at this time; give the id of an incident, claim, commitment, disagreement, ledger line or figure"
    )


class _Explain:
    """The steps of each kind of line."""

    def __init__(self, store: Store, view: View) -> None:
        self.store, self.view = store, view
        self.words = Words(store, view)
        self.claims = {claim.id: claim for claim in view.claims}
        self.incidents = {incident.id: incident for incident in view.incidents}
        self.threads = {thread.id: thread for thread in view.commitments}

    def steps(self, line: Line) -> Iterator[Step]:
        """Yield the steps of a line, the words first."""
        if isinstance(line, Incident):
            yield from self._incident(line)
        elif isinstance(line, ClaimAt):
            yield from self._claim(line)
        elif isinstance(line, Thread):
            yield from self._thread(line)
        elif isinstance(line, Disagreement):
            yield from self._disagreement(line)
        elif isinstance(line, LedgerLine):
            yield from self._ledger(line)
        else:
            yield from self._figure(line)

    def _at(self, at: At | None, what: str, by: str) -> Step:
        if at is None:
            return Step(what=what, by=by)
        return Step(what=what, by=by, words=self.words.cut(at) or "[withheld]", where=f"{self.words.name(at.document)} {at.start}–{at.end}")

    def _reader(self, document: str) -> str:
        """Who made the reading that the words of a document come from."""
        makers = [reading.maker for reading in stored_readings(self.store, document)]
        if "given" in makers:
            return "read by whoever gave the reading"
        return f"read by the model {makers[-1][:12]}" if makers else "no reading"

    def _links(self, links: Sequence[Link]) -> Iterator[Step]:
        for link in links:
            if link.by != "rules":
                yield Step(what="joined", by=f"a person's decision {link.by}")
            else:
                parts = ", ".join(f"{one.feature} {one.weight:+g}{f' ({one.detail})' if one.detail else ''}" for one in link.evidence)
                yield Step(what="joined", by=f"rules, score {link.score:g}: {parts}")

    def _incident(self, incident: Incident) -> Iterator[Step]:
        for mention in incident.mentions:
            for trigger in mention.triggers[:1]:
                yield self._at(trigger, "told", f"{self._reader(mention.document)}, item {mention.item}")
        yield from self._links(incident.merged_by)
        yield Step(what=f"type {incident.type}", by="the specific type that most roots give")
        if incident.place is not None:
            place = incident.places[incident.place]
            yield self._at(place.at, f"at {place.name or 'an unresolved place'}", place.basis)
        yield Step(what=f"when {incident.time.start or 'not told'}–{incident.time.end or ''}", by=f"rule {incident.time.rule}")
        yield Step(what="who did it", by=f"rule {incident.perpetrator.rule}: {incident.perpetrator.why}")
        for toll in incident.toll:
            yield Step(what=f"{toll.kind} {toll.low}–{toll.high} (best {toll.best})", by=f"rule {toll.rule}, {len(toll.figures)} figures")
        yield Step(what=f"grade {incident.grade.value}", by=f"rule {incident.grade.rule or 'none'}: {', '.join(incident.grade.inputs)}")
        yield self._review(incident.reviewed_by)

    def _review(self, decisions: Sequence[str]) -> Step:
        return Step(what="review", by=f"a person decided: {', '.join(decisions)}" if decisions else "machine, unreviewed")

    def _figure(self, figure: FigureAt) -> Iterator[Step]:
        yield self._at(figure.at, f"{figure.kind} {figure.low}–{figure.high}", self._reader(figure.at.document))
        yield Step(what=f"role {figure.role}", by="the words around it; only totals make the toll")
        yield Step(what="given by", by=self._name(figure.by) if figure.by else "the article", where=f"root {figure.root}")
        if figure.superseded_by:
            yield Step(
                what=f"superseded by {figure.superseded_by}",
                by="a later figure of the same root, or one that tells of the same person as dead",
            )

    def _name(self, actor: ActorAt) -> str:
        return self.words.actor(actor) or "?"

    def _claim(self, claim: ClaimAt) -> Iterator[Step]:
        yield self._at(claim.source, f"who: {self._name(claim.who)}", f"{claim.who.id or 'not listed'}, side {claim.who.side or 'none'}")
        yield Step(what="counts as", by=f"root {claim.root}{f', through {self._name(claim.via)}' if claim.via else ''}")
        yield self._at(claim.cue, claim.kind.replace("_", " "), self._reader(claim.document))
        for content in claim.content:
            yield self._at(content, "says", "in quotation marks" if claim.direct else "reported")
        for subject in claim.about:
            yield Step(what=f"about {subject}", by="its reading says so, or it is told in its words")

    def _said(self, claim_id: str | None, what: str) -> Step:
        claim = self.claims.get(claim_id or "")
        if claim is None:
            return Step(what=what, by="an article's own voice" if claim_id in (None, "article") else str(claim_id))
        return self._at(
            claim.content[0],
            what,
            f"{self._name(claim.who)}, {claim.kind.replace('_', ' ')} ({claim.id}, known {iso(claim.known) or 'undated'})",
        )

    def _thread(self, thread: Thread) -> Iterator[Step]:
        for act in thread.acts:
            people = ", ".join(self._name(who) for who in act.party) or "nobody named"
            yield self._at(act.content[0], f"{act.act.replace('_', ' ')} by {people}", f"{self._reader(act.document)}, item {act.item}")
        yield from self._links(thread.merged_by)
        for term in thread.terms:
            whose = f"by the reading of {', '.join(term.reading)}" if term.reading else "all read it so"
            yield Step(what=f"term {term.kind.replace('_', ' ')}", by=whose)
            for what, at in (
                ("start", term.start_words),
                ("duration", term.duration),
                ("scope", term.scope),
                ("area", term.area_words),
                ("condition", term.condition),
            ):
                if at is not None:
                    yield self._at(at, what, "as said")
            for what, ats in (("exception", term.exceptions), ("verification", term.verification), ("for whom", term.benefit_words)):
                for at in ats:
                    yield self._at(at, what, "the sentence at or after the act")
            if term.begins or term.ends:
                begin = iso(term.begins.earliest) if term.begins else "not told"
                end = iso(term.ends.latest) if term.ends else "not told"
                yield Step(
                    what=f"from {begin} until {end}", by="its words, in the zone that they name, else the place's, else the report's"
                )
        for status in thread.status:
            by = {"act": "an act", "start": "the calendar: its start", "end": "the calendar: its end", "notice": "notice given"}[
                status.basis
            ]
            yield self._said(
                status.claim,
                f"{self._name(status.party)} {status.value.replace('_', ' ')} from {iso(status.since) or 'undated'}, by {status.by.replace('_', ' ')}, {by}",
            )
        yield self._review(thread.reviewed_by)

    def _disagreement(self, one: Disagreement) -> Iterator[Step]:
        yield Step(what=f"{one.type.replace('_', ' ')}, on {one.slot}", by=BASES.get(one.basis, one.basis))
        ends = [self.claims[end] for end in (one.a, one.b) if end in self.claims]
        if one.basis == "wording" and len(ends) == 2:
            yield self._judged(*ends)
        figures = {figure.id: figure for incident in self.view.incidents for toll in incident.toll for figure in toll.figures}
        for end in (one.a, one.b):
            figure = figures.get(end)
            yield self._at(figure.at, f"{figure.low}–{figure.high}", f"root {figure.root}") if figure else self._said(end, "says")

    def _judged(self, a: ClaimAt, b: ClaimAt) -> Step:
        """What the judge of wording sees of two claims."""
        texts = {claim.document: self.words.document(claim.document).text for claim in (a, b)}
        what, by = by_wording(a, b, texts)
        return Step(what=what, by=by)

    def _ledger(self, line: LedgerLine) -> Iterator[Step]:
        thread = self.threads.get(line.commitment)
        term = next((term for term in thread.terms if term.id == line.term), None) if thread else None
        if thread and term:
            making = next((act for act in thread.acts if act.act in ("agrees", "announces", "extends")), thread.acts[0])
            yield self._at(
                making.content[0],
                f"the commitment {thread.id}",
                f"term {term.kind.replace('_', ' ')}, reading of {', '.join(term.reading) or 'all'}",
            )
        incident = self.incidents.get(line.incident or "")
        if incident:
            mention = incident.mentions[0]
            yield self._at(mention.triggers[0], f"the incident {incident.id}", f"{incident.type}, {incident.time.start or 'undated'}")
        for test in line.why:
            yield Step(what=f"{test.part}: {test.outcome}", by=TESTS.get(test.why, test.why.replace("_", " ")))
        yield Step(what=f"in scope: {line.in_scope}", by="no where any test says no, yes where all say yes, else undetermined")
        for claim in line.alleged_by:
            yield self._said(claim, "alleged")
        for dispute in line.disputed_by:
            yield self._said(dispute.claim, f"disputed: {dispute.how.replace('_', ' ')}")
        for claim in line.acknowledged_by:
            yield self._said(claim, "acknowledged (the deed, not a breach)")
        for claim in line.assessed_by:
            yield self._said(claim, "assessed")
        yield self._review(())
