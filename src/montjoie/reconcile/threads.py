"""Acts on one rule of conduct → a Thread: its terms, where each party stands by whose word, every act."""

from collections import Counter
from collections.abc import Sequence

from montjoie.reconcile.cluster import holding
from montjoie.reconcile.collective import with_parties, without_brokers
from montjoie.reconcile.context import Context
from montjoie.reconcile.order import earliest_first
from montjoie.reconcile.settle_who import actor_at
from montjoie.reconcile.status import outcome_of, statuses
from montjoie.reconcile.terms import parties_of, settle_terms
from montjoie.schema import Commitment, Subject
from montjoie.settled import ActAt, At, CountAt, Link, Thread

_WIDEST_FIRST: tuple[Subject, ...] = ("ceasefire", "limited_ceasefire", "humanitarian_pause")


def settle_thread(acts: Sequence[Commitment], links: Sequence[Link], context: Context) -> Thread:
    """Return the thread that the acts of one cluster make; the order of acts and links does not matter.

    `ActAt.broken_by` is a mention id here; the second layer puts its incident's in. Raises ValueError without acts.
    """
    if not acts:
        raise ValueError("a thread has at least one act")
    ordered = sorted(
        without_brokers(with_parties(sorted(acts, key=lambda act: act.id), context), context),
        key=lambda act: earliest_first(act.id, context.known),
    )
    instants = [instant for act in ordered if (instant := context.known.get(act.id)) is not None]
    merged_by, subject = holding((act.id for act in ordered), links), _subject(ordered)
    return Thread(
        id=ordered[0].id,
        subject=subject,
        terms=settle_terms(ordered[0].id, subject, ordered, context),
        status=statuses(ordered, context),
        acts=tuple(_act_at(act, context) for act in ordered),
        first_known=min(instants, default=None),
        last_changed=max(instants, default=None),
        merged_by=merged_by,
        reviewed_by=tuple(sorted({link.by for link in merged_by if link.by != "rules"})),
        outcome=outcome_of(ordered),
    )


def _subject(acts: Sequence[Commitment]) -> Subject:
    """The subject that most acts have; of equals the widest truce, else the first known."""
    counts = Counter(act.subject for act in acts)
    leading = [subject for subject, count in counts.items() if count == max(counts.values())]
    return next((subject for subject in _WIDEST_FIRST if subject in leading), leading[0])


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
        bound=tuple(actor_at(who, act.document) for who in act.bound),
        period=None if act.period is None else At(document=act.document, start=act.period.start, end=act.period.end),
        conditional=act.condition is not None,
        limits=tuple(sorted({*act.scope_class, *([f"at:{act.area.id or act.area.name}"] if act.area is not None else [])})),
        begins=act.begins,
    )
