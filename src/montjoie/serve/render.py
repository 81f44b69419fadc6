"""A view of the record → the objects of the export, their words cut from the texts."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from montjoie.ids import text_digest
from montjoie.record.store import Store
from montjoie.schema import Instants
from montjoie.serve import export_shape as shape
from montjoie.serve.words import Words, iso
from montjoie.settled import (
    ActAt,
    ActorAt,
    At,
    ClaimAt,
    CountAt,
    Disagreement,
    DocumentAt,
    FigureAt,
    Grade,
    Incident,
    LedgerLine,
    Link,
    PlaceAt,
    Term,
    Thread,
    TimeAt,
    Toll,
    View,
)

Known = TypeVar("Known", Incident, Thread)


def render(store: Store, view: View) -> shape.ExportShape:
    """Return everything in a view as plain objects, in order of known time, then id (documents in order of name)."""
    words = Words(store, view)
    return {
        "documents": [document_object(words, document) for document in view.documents],
        "incidents": [incident_object(words, incident) for incident in by_known(view.incidents)],
        "claims": [claim_object(words, claim) for claim in sorted(view.claims, key=lambda c: (iso(c.known) or "~", c.id))],
        "commitments": [commitment_object(words, thread) for thread in by_known(view.commitments)],
        "disagreements": [disagreement_object(one) for one in sorted(view.disagreements, key=lambda d: d.id)],
        "ledger": [ledger_object(words, line) for line in sorted(view.ledger, key=lambda x: (x.commitment, x.id))],
    }


def by_known(things: Sequence[Known]) -> list[Known]:
    """Return incidents or threads in the order in which they became known; undated ones last."""
    return sorted(things, key=lambda thing: (iso(thing.first_known) or "~", thing.id))


def document_object(words: Words, at: DocumentAt) -> shape.DocumentShape:
    """Return a document without its text."""
    document = words.document(at.id)
    published: shape.PublishedShape | None = None
    if at.published is not None:
        published = {"at": at.published, "precision": at.precision or "day", "not_after": iso(at.not_after) or ""}
    return {
        "id": at.name,
        "url": document.url,
        "outlet": document.outlet,
        "outlet_country": document.outlet_country,
        "title": document.title,
        "published": published,
        "language": at.language,
        "read": True if at.read == "yes" else at.read,
        "copy_of": words.name(at.copy_of) if at.copy_of else None,
        "root_speakers": list(at.root_speakers),
        "main_incident": at.main_incident,
        "version": at.id,
        "text_sha256": text_digest(document.text),
    }


def incident_object(words: Words, incident: Incident) -> shape.IncidentShape:
    """Return an incident with the words of all its values."""
    places = [place_object(words, place) for place in incident.places]
    settled = incident.perpetrator.actor
    who = incident.actors[settled] if settled is not None else None
    return {
        "id": incident.id,
        "type": incident.type,
        "form": incident.form,
        "change": incident.change,
        "reality": incident.reality,
        "aggregate": incident.aggregate,
        "earlier": incident.earlier,
        "part_of": list(incident.part_of),
        "codeable": incident.codeable,
        "place": places[incident.place] if incident.place is not None else None,
        "places": places,
        "time": time_object(incident.time),
        "not_after": _day(incident.not_after),
        "actors": [named_object(words, actor) for actor in incident.actors],
        "targets": [named_object(words, target) for target in incident.targets],
        "weapons": [named_object(words, weapon) for weapon in incident.weapons],
        "perpetrator": {
            "name": words.actor(who) if who else None,
            "id": who.id if who else None,
            "side": who.side if who else None,
            "rule": incident.perpetrator.rule,
            "why": incident.perpetrator.why,
        },
        "target_class": list(incident.target_class),
        "toll": {toll.kind: toll_object(words, toll) for toll in incident.toll},
        "grade": grade_object(incident.grade),
        "independent_sources": incident.independent_sources,
        "roots": list(incident.roots),
        "first_known": iso(incident.first_known),
        "last_changed": iso(incident.last_changed),
        "reviewed_by": list(incident.reviewed_by),
        "replaced_by": None,  # what stands is replaced by nothing; ids that no longer stand are resolved by `show incident`
        "matches": [],
        "merged_by": [merge_object(link) for link in incident.merged_by],
        "links": [{"to": link.to, "relation": link.relation} for link in incident.links],
        "outcome": incident.outcome,
        "mentions": [
            {
                "doc": words.name(mention.document),
                "id": mention.item,
                "mention": mention.id,
                "s": mention.triggers[0].start,
                "e": mention.triggers[0].end,
                "q": words.cut(mention.triggers[0]),
                "known": iso(mention.known),
            }
            for mention in incident.mentions
        ],
        "score": incident.score,
    }


def named_object(words: Words, actor: ActorAt) -> shape.NamedShape:
    """Return somebody or something named in an incident."""
    return {
        "name": words.actor(actor),
        "id": actor.id,
        "side": actor.side,
        "by": list(actor.by),
        "disputed_by": list(actor.disputed_by),
        "public": actor.public,
        "parent": parent_of(words, actor),
        "doc": words.name(actor.at.document),
        "s": actor.at.start,
        "e": actor.at.end,
        "q": words.cut(actor.at),
    }


def place_object(words: Words, place: PlaceAt) -> shape.PlaceShape:
    """Return a place; one that no list has is named by its words."""
    return {
        "name": place.name or words.cut(place.at),
        "kind": place.kind,
        "within": place.within,
        "country": place.country,
        "lat": place.lat,
        "lon": place.lon,
        "precision": place.precision,
        "radius_km": place.radius_km,
        "relation": place.relation,
        "id": place.id,
        "code": place.code,
        "basis": place.basis,
        "doc": words.name(place.at.document),
        "s": place.at.start,
        "e": place.at.end,
        "q": words.cut(place.at),
    }


def time_object(time: TimeAt) -> shape.TimeShape:
    """Return days as ISO dates; the readings only where more than one survives."""
    found: shape.TimeShape = {"start": _day(time.start), "end": _day(time.end), "precision": time.precision, "rule": time.rule}
    if time.readings:
        found["readings"] = [[first.isoformat(), last.isoformat()] for first, last in time.readings]
    return found


def merge_object(link: Link) -> shape.MergeShape:
    """Return why two mentions are one incident."""
    reasons: list[shape.EvidenceShape] = [{"feature": one.feature, "weight": one.weight, "detail": one.detail} for one in link.evidence]
    return {"a": link.a, "b": link.b, "score": link.score, "by": link.by, "evidence": reasons}


def grade_object(grade: Grade) -> shape.GradeShape:
    """Return a grade with its answers."""
    told: list[shape.AnswerShape] = [
        {"question": one.question, "value": one.value, "rule": one.rule, "inputs": list(one.inputs)} for one in grade.answers
    ]
    return {"value": grade.value, "rule": grade.rule, "inputs": list(grade.inputs), "answers": told}


def toll_object(words: Words, toll: Toll) -> shape.TollShape:
    """Return the toll of one kind of harm."""
    return {
        "low": toll.low,
        "best": toll.best,
        "high": toll.high,
        "rule": toll.rule,
        "groups": [{"of": g.of, "of_side": g.of_side, "low": g.low, "best": g.best, "high": g.high} for g in toll.groups],
        "figures": [figure_object(words, figure) for figure in toll.figures],
        "history": [{"known": iso(h.known), "low": h.low, "best": h.best, "high": h.high} for h in toll.history],
    }


def figure_object(words: Words, figure: FigureAt) -> shape.FigureShape:
    """Return one figure."""
    return {
        "id": figure.id,
        "doc": words.name(figure.at.document),
        "s": figure.at.start,
        "e": figure.at.end,
        "q": words.cut(figure.at),
        "low": figure.low,
        "high": figure.high,
        "unit": words.cut(figure.unit),
        "of": figure.of,
        "of_side": figure.of_side,
        "role": figure.role,
        "by": words.actor(figure.by) if figure.by else None,
        "root": figure.root,
        "claim": figure.claim,
        "asof": words.cut(figure.asof),
        "published": iso(figure.published),
        "superseded_by": figure.superseded_by,
    }


def claim_object(words: Words, claim: ClaimAt) -> shape.ClaimShape:
    """Return a claim."""
    return {
        "id": claim.id,
        "doc": words.name(claim.document),
        "item": claim.item,
        "source": quote_object(words, claim.source),
        "who": who_object(words, claim.who),
        "root": claim.root,
        "via": who_object(words, claim.via) if claim.via else None,
        "kind": claim.kind,
        "direct": claim.direct,
        "cue": quote_object(words, claim.cue) if claim.cue else None,
        "content": [quote_object(words, at) for at in claim.content],
        "against": [who_object(words, actor) for actor in claim.against],
        "about": list(claim.about),
        "known": iso(claim.known),
    }


def quote_object(words: Words, at: At) -> shape.QuoteShape:
    """Return words with their offsets."""
    return {"q": words.cut(at), "s": at.start, "e": at.end}


def who_object(words: Words, actor: ActorAt) -> shape.WhoShape:
    """Return who is meant; a private person has no name."""
    return {"name": words.actor(actor), "id": actor.id, "side": actor.side, "public": actor.public, "parent": parent_of(words, actor)}


def parent_of(words: Words, actor: ActorAt) -> str | None:
    """Return the body that a role without a name is of: an actor id, or the words for it."""
    return words.cut(actor.parent) if isinstance(actor.parent, At) else actor.parent


def commitment_object(words: Words, thread: Thread) -> shape.CommitmentShape:
    """Return a commitment with its terms, its status by party and its acts."""
    return {
        "id": thread.id,
        "subject": thread.subject,
        "terms": [term_object(words, term) for term in thread.terms],
        "status": [
            {
                "party": who_object(words, status.party),
                "value": status.value,
                "by": status.by.replace("_", " "),
                "from": iso(status.since),
                "claim": status.claim,
                "act": status.act,
                "basis": status.basis,
            }
            for status in thread.status
        ],
        "acts": [act_object(words, act) for act in thread.acts],
        "first_known": iso(thread.first_known),
        "last_changed": iso(thread.last_changed),
        "reviewed_by": list(thread.reviewed_by),
        "outcome": thread.outcome,
    }


def term_object(words: Words, term: Term) -> shape.TermShape:
    """Return a term by one reading of it."""
    return {
        "id": term.id,
        "kind": term.kind,
        "targets": list(term.targets),
        "weapons": [words.cut(at) for at in term.weapons],
        "area": place_object(words, term.area) if term.area else None,
        "area_words": words.cut(term.area_words),
        "route": [place_object(words, place) for place in term.route],
        "scope": words.cut(term.scope),
        "start": time_object(term.start) if term.start else None,
        "start_words": words.cut(term.start_words),
        "duration": words.cut(term.duration),
        "duration_days": term.duration_days,
        "condition": words.cut(term.condition),
        "exceptions": [words.cut(at) for at in term.exceptions],
        "bound": [who_object(words, actor) for actor in term.bound],
        "benefits": [who_object(words, actor) for actor in term.benefits],
        "reading": list(term.reading),
        "begins": _instants(term.begins),
        "ends": _instants(term.ends),
        "deadline": term.deadline,
        "verification": [words.cut(at) for at in term.verification],
        "for_whom": [words.cut(at) for at in term.benefit_words],
    }


def _instants(told: Instants | None) -> list[str] | None:
    return None if told is None else [str(iso(told.earliest)), str(iso(told.latest))]


def act_object(words: Words, act: ActAt) -> shape.ActShape:
    """Return one act on a commitment."""
    return {
        "doc": words.name(act.document),
        "id": act.item,
        "commitment": act.id,
        "act": act.act,
        "party": [who_object(words, party) for party in act.party],
        "claim": act.claim,
        "broken_by": act.broken_by,
        "count": count_object(words, act.count),
        "content": [quote_object(words, at) for at in act.content],
        "known": iso(act.known),
        "day": _day(act.day),
    }


def count_object(words: Words, count: CountAt | None) -> shape.CountShape | None:
    """Return how often an act is said to have been done."""
    return None if count is None else {"low": count.low, "high": count.high, "q": words.cut(count.at)}


def disagreement_object(one: Disagreement) -> shape.DisagreementShape:
    """Return how two claims or figures stand."""
    return {"id": one.id, "a": one.a, "b": one.b, "type": one.type, "slot": one.slot, "incident": one.incident, "basis": one.basis}


def ledger_object(words: Words, line: LedgerLine) -> shape.LedgerShape:
    """Return a line of the ledger."""
    return {
        "id": line.id,
        "commitment": line.commitment,
        "term": line.term,
        "reading": list(line.reading),
        "incident": line.incident,
        "act": line.act,
        "count": count_object(words, line.count),
        "period": words.cut(line.period),
        "in_scope": line.in_scope,
        "why": [{"part": test.part, "outcome": test.outcome, "why": test.why} for test in line.why],
        "alleged_by": list(line.alleged_by),
        "disputed_by": [{"claim": dispute.claim, "how": dispute.how.replace("_", " ")} for dispute in line.disputed_by],
        "acknowledged_by": list(line.acknowledged_by),
        "assessed_by": list(line.assessed_by),
        "attempted": line.attempted,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


# how an object of each kind is put into words
OBJECT: Mapping[str, Callable[[Words, Any], Any]] = {
    "documents": document_object,
    "incidents": incident_object,
    "claims": claim_object,
    "commitments": commitment_object,
    "disagreements": lambda _words, one: disagreement_object(one),
    "ledger": ledger_object,
}
