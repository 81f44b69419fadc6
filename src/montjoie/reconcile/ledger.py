"""The ledger: incidents beside the terms of commitments, with who alleges, disputes, acknowledges and assesses.

A line never says that a commitment was breached: it says that an incident lies inside a term by a reading of it, or
cannot be told to, and whose words say more.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from montjoie.ids import content_id
from montjoie.reconcile.claim_slots import OWN_FORCES, Matter, is_unauthored, owners
from montjoie.reconcile.links import days_of
from montjoie.reconcile.monitors import is_monitor
from montjoie.reconcile.roots import ADMITTING, party_key, party_keys
from montjoie.reconcile.scope import Window, in_scope, judge_scope, parties_to, test_area, test_time, theatre_of, window_of
from montjoie.reconcile.settle_who import ARTICLE
from montjoie.settled import ActAt, ClaimAt, Dispute, Incident, LedgerLine, Term, Test, Thread

# A commitment that somebody took on, or says was taken on: only then is there anything to keep.
_TAKEN_ON: frozenset[str] = frozenset({"agrees", "announces", "extends", "confirms_holding", "alleges_violation", "denies_violation"})
# Rules of conduct that say where and when not to fire; of the others only allegations are listed.
_ABOUT_FIRE: frozenset[str] = frozenset({"ceasefire", "limited_ceasefire", "humanitarian_pause", "export_passage"})
# Nothing says when it ends: incidents are put beside it for so long after the last word on it, later ones only if alleged.
LAST_WORD_DAYS = 90
AROUND = timedelta(days=2)  # what lies just before a start or just after an end is shown as outside, not left out


Day = tuple[str, date]  # a country or a side, and a day


@dataclass(slots=True)
class Calendar:
    """The ids of codeable incidents by day and by country or side; the undated by the day that bounds them."""

    days: Mapping[Day, Collection[str]]

    @classmethod
    def of(cls, incidents: Iterable[Incident]) -> "Calendar":
        """Return the calendar of incidents."""
        days: dict[Day, list[str]] = {}
        for incident in incidents:
            for day in calendar_days(incident):
                days.setdefault(day, []).append(incident.id)
        return cls(days)

    def between(self, about: Collection[str], first: date, last: date) -> set[str]:
        """Return the incidents of some countries and sides in some days."""
        every = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        return {id_ for one in about for day in every for id_ in self.days.get((one, day), ())}


def calendar_days(incident: Incident) -> Iterator[Day]:
    """Yield where an incident stands in the calendar: nowhere unless it is codeable and a day bounds it."""
    days = days_of(incident)
    first, last = days if days is not None else (incident.not_after, incident.not_after)
    if not incident.codeable or first is None or last is None:
        return
    about = {place.country for place in incident.places if place.country is not None} | party_keys(incident.actors)
    for one in sorted(about):
        for n in range(min((last - first).days, LAST_WORD_DAYS) + 1):
            yield one, first + timedelta(days=n)


def keep_ledger(matter: Matter) -> tuple[LedgerLine, ...]:
    """Return the lines of every commitment that was taken on, by id of the line.

    Each term meets each codeable incident that is not plainly outside its days or area, and each incident that
    somebody alleges to break it; an allegation without an incident is a line of its own.
    """
    calendar = Calendar.of(matter.incidents.values())
    lines = [
        line
        for thread in matter.threads.values()
        for line in (
            *(line for id_ in sorted(beside(thread, calendar, matter)) for line in lines_of(thread, id_, matter)),
            *lines_without_incident(thread, matter),
        )
    ]
    return tuple(sorted(lines, key=lambda line: line.id))


def beside(thread: Thread, calendar: Calendar, matter: Matter) -> set[str]:
    """Return the incidents that may stand beside a commitment: of its days and its countries or sides, and those alleged to break it."""
    if not any(act.act in _TAKEN_ON for act in thread.acts):
        return set()
    near = {id_ for term in thread.terms for id_ in _near(term, thread, calendar)}
    return near | {str(act.broken_by) for act in thread.acts if act.act == "alleges_violation" and act.broken_by in matter.incidents}


def lines_of(thread: Thread, id_: str, matter: Matter) -> Iterator[LedgerLine]:
    """Yield the lines of a commitment with one incident: a line for each term that it meets, or is alleged to break."""
    incident = matter.incidents[id_]
    alleging = [act for act in thread.acts if act.act == "alleges_violation" and act.broken_by == id_]
    for term in thread.terms:
        if alleging or _meets(incident, term, thread):
            yield _line(incident, term, thread, alleging, matter)


def lines_without_incident(thread: Thread, matter: Matter) -> Iterator[LedgerLine]:
    """Yield the lines of the allegations that name no incident of the record."""
    if not any(act.act in _TAKEN_ON for act in thread.acts):
        return
    for act in thread.acts:  # one line, whatever the readings: of the reading of the side that alleges, where it has one
        if act.act != "alleges_violation" or act.broken_by in matter.incidents:
            continue
        speaker = matter.claims.get(act.claim or "")
        key = party_key(speaker.who) if speaker is not None else None
        term = next((term for term in thread.terms if key in term.reading), thread.terms[0])
        yield _line_without_incident(act, term, thread, matter)


def _near(term: Term, thread: Thread, calendar: Calendar) -> set[str]:
    """The incidents in the theatre, or by a party to it, that its days do not rule out, with those of the days around its start and end."""
    span = _span_of(term, thread)
    return set() if span is None else calendar.between(theatre_of(thread) | parties_to(thread), *span)


def _span_of(term: Term, thread: Thread) -> tuple[date, date] | None:
    window = window_of(term, thread)
    if thread.subject not in _ABOUT_FIRE or window.first is None:
        return None
    last = window.last or _last_word(thread, window) + timedelta(days=LAST_WORD_DAYS)
    return window.first - AROUND, last + AROUND


def _meets(incident: Incident, term: Term, thread: Thread) -> bool:
    """Whether an incident is listed beside a term: of those near it, what lies outside its area, or outside a pause, only where a party is its author."""
    span, parties = _span_of(term, thread), parties_to(thread)
    about = theatre_of(thread) | parties
    if span is None or not any(one in about and span[0] <= day <= span[1] for one, day in calendar_days(incident)):
        return False
    by_a_party = bool(party_keys(incident.actors) & parties)
    outside = test_area(incident, term, thread).outcome == "no"
    out_of_time = thread.subject == "humanitarian_pause" and test_time(incident, window_of(term, thread)).outcome == "no"
    return (not outside and not out_of_time) or (by_a_party and thread.subject != "humanitarian_pause")


def _last_word(thread: Thread, window: Window) -> date:
    days = [act.day for act in thread.acts if act.day is not None]
    days += [act.known.date() for act in thread.acts if act.known is not None]
    return max([*days, *([window.first] if window.first is not None else [])])


def _line(incident: Incident, term: Term, thread: Thread, alleging: Sequence[ActAt], matter: Matter) -> LedgerLine:
    claims = matter.about.get(incident.id, ())
    disputes = _disputes(incident, thread, alleging, matter)
    tests = _with_denials(judge_scope(incident, term, thread, claims), incident, disputes, matter)
    return LedgerLine(
        id=content_id("ledger", commitment=thread.id, term=term.id, incident=incident.id, act=None),
        commitment=thread.id,
        term=term.id,
        reading=term.reading,
        incident=incident.id,
        act=None,
        count=None,
        in_scope=in_scope(tests),
        why=tests,
        alleged_by=_alleged_by(alleging, matter),
        disputed_by=disputes,
        acknowledged_by=_acknowledged(incident, term, claims),
        assessed_by=tuple(sorted({*_assessed(alleging, matter), *_observed(claims, thread, matter)})),
        attempted=incident.type == "interception",
    )


def _with_denials(tests: Sequence[Test], incident: Incident, disputes: Sequence[Dispute], matter: Matter) -> tuple[Test, ...]:
    """Who is named as the author and says, in whatever words, that it was not he, is not known to have done it."""
    denying = {party_key(matter.claims[one.claim].who) for one in disputes if one.how != "permitted" and one.claim in matter.claims}
    named = _accused(incident, matter.about.get(incident.id, ()))
    if not (denying - {None}) & named:
        return tuple(tests)
    denied = Test(part="party", outcome="undetermined", why="denied_by_the_one_named")
    return tuple(denied if test.part == "party" and test.outcome == "yes" else test for test in tests)


def _line_without_incident(act: ActAt, term: Term, thread: Thread, matter: Matter) -> LedgerLine:
    """An allegation that names no occurrence, or only how many."""
    denials = [other for other in thread.acts if other.act == "denies_violation" and other.claim is not None and other.broken_by is None]
    speaker = matter.claims.get(act.claim or "")
    answered = [other for other in denials if speaker is not None and _answers(other, act, speaker, matter)]
    return LedgerLine(
        id=content_id("ledger", commitment=thread.id, term=term.id, incident=None, act=act.id),
        commitment=thread.id,
        term=term.id,
        reading=term.reading,
        incident=None,
        act=act.id,
        count=act.count,
        in_scope="undetermined",
        why=(Test(part="kind", outcome="undetermined", why="allegation_without_an_incident"),),
        alleged_by=_alleged_by((act,), matter),
        disputed_by=tuple(Dispute(claim=str(other.claim), how="did_not_happen") for other in answered),
        acknowledged_by=(),
        assessed_by=_assessed((act,), matter),
        attempted=False,
        period=act.period,
    )


def _answers(denial: ActAt, act: ActAt, speaker: ClaimAt, matter: Matter) -> bool:
    """A denial in general, not of some incident, by the side that is charged, in the same article or after it."""
    denier = matter.claims.get(denial.claim or "")
    if denier is None or any(subject in matter.incidents for subject in denier.about):
        return False
    key, charged = party_key(denier.who), party_keys(speaker.against)
    later = denier.known is None or speaker.known is None or denier.known >= speaker.known
    return key != party_key(speaker.who) and later and (key in charged or not charged or denier.document == speaker.document)


def _alleged_by(acts: Iterable[ActAt], matter: Matter) -> tuple[str, ...]:
    """The claims that allege it; what a monitor says did not work, without an alleging party, is its assessment and no accusation."""
    acts = tuple(acts)
    assessed = set(_assessed((act for act in acts if not act.party), matter))
    return tuple(sorted({act.claim or ARTICLE for act in acts} - assessed))


def _assessed(acts: Iterable[ActAt], matter: Matter) -> tuple[str, ...]:
    """The allegations that come from an organisation on nobody's side: a monitor's."""
    claims = {act.claim: matter.claims[act.claim] for act in acts if act.claim is not None and act.claim in matter.claims}
    return tuple(sorted(id_ for id_, claim in claims.items() if is_monitor(claim, matter.texts)))


def _observed(claims: Iterable[ClaimAt], thread: Thread, matter: Matter) -> set[str]:
    """What a body on nobody's side, that is no party to it, says it saw of an incident."""
    parties = parties_to(thread)
    return {
        claim.id
        for claim in claims
        if claim.kind in ("states", "confirms") and is_monitor(claim, matter.texts) and party_key(claim.who) not in parties
    }


def _acknowledged(incident: Incident, term: Term, claims: Sequence[ClaimAt]) -> tuple[str, ...]:
    """Those who own up to the incident (not to a breach): a bound side, or the side that is said to have done it."""
    accused = _accused(incident, claims)
    return tuple(
        sorted(
            claim.id
            for claim in claims
            if claim.kind in ADMITTING
            and party_key(claim.who) in (accused | (party_keys(term.bound) if claim.kind != "confirms" else frozenset()))
        )
    )


def _disputes(incident: Incident, thread: Thread, alleging: Sequence[ActAt], matter: Matter) -> tuple[Dispute, ...]:
    """Claims that deny the incident, blame another for it, or deny a breach, each with how."""
    claims = matter.about.get(incident.id, ())
    owning = owners(incident, matter)
    accused = _accused(incident, claims) | party_keys(who for act in alleging for who in act.bound)
    disputes = {
        claim.id: "permitted" if party_key(claim.who) in owning else _how_denied(claim, incident, accused)
        for claim in claims
        if claim.kind == "denies" and claim.who.kind != "media" and all(act.claim != claim.id for act in alleging)
    }
    for claim in claims:
        blames = party_keys(claim.against) if claim.kind == "accuses" else frozenset()
        if blames and party_key(claim.who) in accused and not blames & accused:
            disputes[claim.id] = "not_us"
    for denied in (link.to for link in incident.links if link.relation == "denied_occurrence"):
        disputes.update({claim.id: "did_not_happen" for claim in matter.about.get(denied, ()) if claim.kind == "denies"})
    for act in thread.acts:
        if act.act == "denies_violation" and act.claim is not None and _concerns(act, incident, alleging, accused, matter):
            denier = matter.claims.get(act.claim)
            admitted = denier is not None and party_key(denier.who) in owning
            charged = denier is not None and party_key(denier.who) in accused
            denies_it = (
                denier is not None
                and denier.kind == "denies"
                and incident.id in denier.about
                and not accused
                and incident.type not in OWN_FORCES
            )
            if denies_it and not admitted:  # nobody is identified: he denies that it happened, or that it was he who is described
                disputes[act.claim] = "did_not_happen" if is_unauthored(incident, alleging) else "not_us"
            else:
                disputes[act.claim] = "permitted" if admitted or not charged else disputes.get(act.claim, "not_us")
    return tuple(_dispute(claim, disputes[claim]) for claim in sorted(disputes))


def _accused(incident: Incident, claims: Iterable[ClaimAt]) -> frozenset[str]:
    """Those who are said to have done it, by anyone."""
    charged = (who for claim in claims if claim.kind == "accuses" for who in claim.against)
    owning = (claim.who for claim in claims if claim.kind in ADMITTING and claim.kind != "confirms")
    return party_keys(incident.actors) | party_keys(charged) | party_keys(owning)


def _how_denied(claim: ClaimAt, incident: Incident, accused: frozenset[str]) -> str:
    names_another = bool(party_keys(claim.against) - accused)
    by_accused = party_key(claim.who) in accused and incident.reality != "denied"
    return "not_us" if names_another or by_accused else "did_not_happen"


def _concerns(act: ActAt, incident: Incident, alleging: Sequence[ActAt], accused: frozenset[str], matter: Matter) -> bool:
    """A denial that names an occurrence concerns that one, one whose claim is about others none; a bare one what its side is charged with before."""
    if act.broken_by is not None:
        return act.broken_by == incident.id
    claim = matter.claims.get(act.claim or "")
    if claim is None or not alleging:
        return False
    about = {subject for subject in claim.about if subject in matter.incidents}
    if about:
        return incident.id in about
    mine = party_key(claim.who)
    before = any(
        (one.known is None or claim.known is None or one.known <= claim.known) and (mine is None or mine not in party_keys(one.party))
        for one in alleging
    )
    return before and mine in accused


def _dispute(claim: str, how: str) -> Dispute:
    if how == "did_not_happen":
        return Dispute(claim=claim, how="did_not_happen")
    return Dispute(claim=claim, how="permitted" if how == "permitted" else "not_us")
