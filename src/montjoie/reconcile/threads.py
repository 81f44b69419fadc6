"""Acts on one rule of conduct → a Thread: its terms, where each party stands by whose word, every act."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Literal

from montjoie.reconcile.cluster import holding
from montjoie.reconcile.context import Context
from montjoie.reconcile.order import earliest_first
from montjoie.reconcile.roots import party_key, root_of_speaker, sides_of
from montjoie.reconcile.settle_who import actor_at
from montjoie.reconcile.terms import parties_of, settle_terms
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
    merged_by, subject = holding((act.id for act in ordered), links), _subject(ordered)
    return Thread(
        id=ordered[0].id,
        subject=subject,
        terms=settle_terms(ordered[0].id, subject, ordered, context),
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
    """How each party's standing changed by each kind of word (its own, the other side's, a mediator's, the article's).

    The last line of a party and a kind of word is its present standing.
    """
    sides = sides_of(who for act in acts for who in (*parties_of(act, context), *act.bound))
    changes: dict[tuple[str, Word], list[Status]] = {}
    for act in sorted(acts, key=lambda act: _when_done(act, context)):
        value = _STATUS.get(act.act)
        if value is None:
            continue
        for party in parties_of(act, context):
            word = _word(act, party, sides, context)
            status = Status(
                party=actor_at(party, act.document),
                value="conditional" if act.condition is not None and value in ("agreed", "announced") else value,
                by=word,
                since=context.known.get(act.id),
                claim=act.claim,
                act=act.id,
            )
            lines = changes.setdefault((party_key(party) or root_of_speaker(party, act.document, context), word), [])
            if not lines or lines[-1].value != status.value:
                lines.append(status)
    return tuple(status for key in sorted(changes) for status in changes[key])


def _when_done(act: Commitment, context: Context) -> tuple[date, bool, float, int, str]:
    """Order acts by the day they were done, where that is said (a look back tells old ones), else by when they were known."""
    known = context.known.get(act.id)
    day = act.day.first or (known.date() if known is not None else date.min)
    return (day, known is not None, known.timestamp() if known is not None else 0.0, act.content[0].start, act.id)


def _word(act: Commitment, party: Who, sides: frozenset[str], context: Context) -> Word:
    """By whose word a party stands so. A mediator is an organisation, or a third one beside two sides."""
    claim = context.claims.get(act.claim) if act.claim is not None else None
    if claim is None:
        return "article"
    speaker = claim.who
    if root_of_speaker(speaker, act.document, context) == root_of_speaker(party, act.document, context):
        return "own_word"
    mine, theirs = party_key(party), party_key(speaker)
    if mine is not None and mine == theirs:
        return "own_word"
    third = theirs is not None and theirs not in sides and len(sides) > 1
    return "mediator" if third or (speaker.kind == "organisation" and theirs not in sides) else "other_side"


def _act_at(act: Commitment, context: Context) -> ActAt:
    count = act.count
    return ActAt(
        id=act.id,
        document=act.document,
        item=act.item,
        act=act.act,
        content=tuple(At(document=act.document, start=span.start, end=span.end) for span in act.content),
        party=tuple(actor_at(who, act.document) for who in parties_of(act, context)),
        claim=act.claim,
        broken_by=act.broken_by,
        count=None
        if count is None
        else CountAt(at=At(document=act.document, start=count.span.start, end=count.span.end), low=count.low, high=count.high),
        known=context.known.get(act.id),
        day=act.day.first,
    )
