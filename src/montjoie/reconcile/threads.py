"""Acts on one rule of conduct → a Thread: its terms, where each party stands by whose word, every act."""

from collections import Counter
from collections.abc import Sequence
from typing import Literal

from montjoie.reconcile.cluster import holding
from montjoie.reconcile.context import Context
from montjoie.reconcile.order import earliest_first
from montjoie.reconcile.roots import party_key, sides_of
from montjoie.reconcile.settle_who import actor_at
from montjoie.reconcile.terms import settle_terms
from montjoie.schema import Act, Commitment, Subject, Who
from montjoie.settled import ActAt, At, CountAt, Link, Status, Thread

StatusValue = Literal["proposed", "demanded", "conditional", "agreed", "announced", "in_force", "refused", "suspended", "expired", "ended"]
Word = Literal["own_word", "other_side", "mediator", "article"]

# An allegation or its denial says nothing of where a party stands; "expired" is what the calendar makes of a term, not an act.
_STATUS: dict[Act, StatusValue] = {
    "proposes": "proposed",
    "demands": "demanded",
    "agrees": "agreed",
    "announces": "announced",
    "refuses": "refused",
    "extends": "in_force",
    "confirms_holding": "in_force",
    "suspends": "suspended",
    "ends": "ended",
}
_WIDEST_FIRST: tuple[Subject, ...] = ("ceasefire", "limited_ceasefire", "humanitarian_pause")


def settle_thread(acts: Sequence[Commitment], links: Sequence[Link], context: Context) -> Thread:
    """Return the thread that the acts of one cluster make; the order of acts and links does not matter.

    `ActAt.broken_by` is a mention id here; the second layer puts its incident's in. Raises ValueError without acts.
    """
    if not acts:
        raise ValueError("a thread has at least one act")
    ordered = sorted(acts, key=lambda act: earliest_first(act.id, context.known))
    instants = [instant for act in ordered if (instant := context.known.get(act.id)) is not None]
    merged_by = holding((act.id for act in ordered), links)
    return Thread(
        id=ordered[0].id,
        subject=_subject(ordered),
        terms=settle_terms(ordered[0].id, ordered, context),
        status=_statuses(ordered, context),
        acts=tuple(_act_at(act, context) for act in ordered),
        first_known=min(instants, default=None),
        last_changed=max(instants, default=None),
        merged_by=merged_by,
        reviewed_by=tuple(sorted({link.by for link in merged_by if link.by != "rules"})),
    )


def _subject(acts: Sequence[Commitment]) -> Subject:
    """The subject that most acts have; of equals the widest truce, else the first known."""
    counts = Counter(act.subject for act in acts)
    leading = [subject for subject, count in counts.items() if count == max(counts.values())]
    return next((subject for subject in _WIDEST_FIRST if subject in leading), leading[0])


def _statuses(acts: Sequence[Commitment], context: Context) -> tuple[Status, ...]:
    """The latest standing of each party by each kind of word: its own, the other side's, a mediator's, the article's."""
    sides = sides_of(who for act in acts for who in (*act.party, *act.bound))
    latest: dict[tuple[str, Word], tuple[tuple[bool, float, int, str], Status]] = {}
    for act in acts:
        value = _STATUS.get(act.act)
        if value is None:
            continue
        known = context.known.get(act.id)
        order = (known is not None, known.timestamp() if known is not None else 0.0, act.content[0].start, act.id)
        for party in act.party:
            word = _word(act, party, sides, context)
            status = Status(
                party=actor_at(party, act.document),
                value="conditional" if act.condition is not None and value in ("agreed", "announced") else value,
                by=word,
                since=known,
                claim=act.claim,
                act=act.id,
            )
            key = (_key(party, act), word)
            if key not in latest or latest[key][0] <= order:
                latest[key] = (order, status)
    return tuple(latest[key][1] for key in sorted(latest))


def _key(party: Who, act: Commitment) -> str:
    return party_key(party) or f"described:{act.document}:{party.span.start}"


def _word(act: Commitment, party: Who, sides: frozenset[str], context: Context) -> Word:
    """By whose word a party stands so; whoever is of no party to the commitment is a mediator."""
    claim = context.claims.get(act.claim) if act.claim is not None else None
    if claim is None:
        return "article"
    speaker = claim.who
    if party_key(party) is not None and party_key(speaker) == party_key(party):
        return "own_word"
    if party_key(party) is None and (speaker.span == party.span or (speaker.full is not None and speaker.full == party.full)):
        return "own_word"
    speakers_side = party_key(speaker)
    if speaker.kind == "organisation" and speakers_side not in sides:
        return "mediator"
    if party_key(party) is None:
        return "article" if speakers_side is None else "other_side"
    return "other_side" if speakers_side in sides or speakers_side is None else "mediator"


def _act_at(act: Commitment, context: Context) -> ActAt:
    count = act.count
    return ActAt(
        id=act.id,
        document=act.document,
        item=act.item,
        act=act.act,
        content=tuple(At(document=act.document, start=span.start, end=span.end) for span in act.content),
        party=tuple(actor_at(who, act.document) for who in act.party),
        claim=act.claim,
        broken_by=act.broken_by,
        count=None
        if count is None
        else CountAt(at=At(document=act.document, start=count.span.start, end=count.span.end), low=count.low, high=count.high),
        known=context.known.get(act.id),
        day=act.day.first,
    )
