"""A cluster of mentions → one Incident: each field agreed by a named rule, dissent kept beside it."""

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from montjoie.reconcile.cluster import holding
from montjoie.reconcile.context import Context
from montjoie.reconcile.families import is_general, share_general
from montjoie.reconcile.order import earliest_first
from montjoie.reconcile.overrides import apply_overrides
from montjoie.reconcile.roots import represented, root_of_article, root_of_claim, root_of_speaker, roots_of
from montjoie.reconcile.settle_when import settle_not_after, settle_time
from montjoie.reconcile.settle_where import settle_places
from montjoie.reconcile.settle_who import actor_at, ordered_claims, settle_actors, settle_named, settle_perpetrator
from montjoie.reconcile.speakers import same_speakers
from montjoie.reconcile.standing_in import stand_ins
from montjoie.reconcile.tolls import settle_toll
from montjoie.schema import VIOLENT, GroundedFigure, IncidentType, Mention, Span
from montjoie.settled import ActorAt, At, FigureAt, Incident, Link, MentionAt

_BELOW_COUNTRY: frozenset[str] = frozenset({"settlement", "district", "site", "region"})

Value = TypeVar("Value", bound=Hashable)
Roots = Mapping[str, frozenset[str]]


def settle_incident(mentions: Sequence[Mention], links: Sequence[Link], context: Context) -> Incident:
    """Return the incident that the mentions of one cluster make; the order of mentions and links does not matter.

    `links` may be all that touch the mentions; those that hold them together are kept. Raises ValueError without mentions.
    """
    if not mentions:
        raise ValueError("an incident has at least one mention")
    ordered = sorted(mentions, key=lambda mention: earliest_first(mention.id, context.known))
    settled = _settle(ordered, holding((mention.id for mention in ordered), links), context)
    settled = apply_overrides(settled, context.overrides)
    return replace(settled, codeable=is_codeable(settled))


def is_codeable(incident: Incident) -> bool:
    """Tell whether an incident may be counted: violence reported as happened, single, placed below country level, dated or bounded."""
    place = incident.places[incident.place] if incident.place is not None else None
    return (
        incident.type in VIOLENT
        and incident.reality == "actual"
        and not incident.aggregate
        and place is not None
        and place.kind in _BELOW_COUNTRY
        and (incident.time.start is not None or incident.not_after is not None)
    )


def _settle(mentions: Sequence[Mention], links: tuple[Link, ...], context: Context) -> Incident:
    speakers = same_speakers(mentions, context)
    standing = {mention.id: stand_ins(mention, context) for mention in mentions}

    def counted_as(mention: Mention, root: str) -> tuple[str, ...]:
        return tuple(speakers.get(meant, meant) for meant in standing[mention.id].get(root, (root,)))

    roots = {
        mention.id: frozenset(meant for root in roots_of(mention, context) for meant in counted_as(mention, root)) for mention in mentions
    }
    figures = [_counted(figure_at(figure, mention, context), mention, counted_as) for mention in mentions for figure in mention.figures]
    claims = ordered_claims(mentions, context)
    actors = settle_actors(mentions, claims, context)
    places, place = settle_places(mentions, roots)
    counted = sorted(frozenset().union(*(roots[mention.id] for mention in represented(mentions, context))))
    instants = [context.known.get(mention.id) for mention in mentions]
    aggregate = _most([(mention.aggregate, roots[mention.id]) for mention in mentions], tie=False)
    return Incident(
        id=mentions[0].id,
        type=settle_type(mentions, roots),
        form=_most([(mention.form, roots[mention.id]) for mention in mentions if mention.form is not None], tie=None),
        change=_most([(mention.change, roots[mention.id]) for mention in mentions if mention.change is not None], tie=None),
        reality=_most([(mention.reality, roots[mention.id]) for mention in mentions], tie=mentions[0].reality),
        aggregate=aggregate,
        earlier=all(mention.earlier for mention in mentions),
        weapon_class=tuple(sorted({one for mention in mentions for one in mention.weapon_class})),
        codeable=False,
        place=place,
        places=places,
        time=settle_time([mention.when for mention in mentions], aggregate=aggregate),
        not_after=settle_not_after(mentions),
        actors=actors,
        targets=settle_named("target", mentions, context),
        weapons=settle_named("weapon", mentions, context),
        perpetrator=settle_perpetrator(mentions, actors, claims),
        target_class=tuple(sorted({class_ for mention in mentions for class_ in mention.target_class})),
        toll=settle_toll(figures, _updates(context)),
        independent_sources=len(counted),
        roots=tuple(counted),
        first_known=_first(instants),
        last_changed=max((instant for instant in instants if instant is not None), default=None),
        mentions=tuple(_mention_at(mention, context) for mention in mentions),
        merged_by=links,
        reviewed_by=tuple(sorted({link.by for link in links if link.by != "rules"})),
        score=max((mention.score for mention in mentions if mention.score is not None), default=None),
    )


def settle_type(mentions: Sequence[Mention], roots: Roots) -> IncidentType:
    """Return the type: the specific one that most roots give; where two lead, what they have in common.

    `attack` says less than the others and does not vote against them. Types in a tie that are all kinds of attack
    leave `attack`; others are taken in order of first knowledge.
    """
    specific = [mention for mention in mentions if not is_general(mention.type)] or list(mentions)
    votes = _votes([(mention.type, roots[mention.id]) for mention in specific])
    most = max(votes.values())
    leading = frozenset(type_ for type_, count in votes.items() if count == most)
    if len(leading) > 1 and share_general(leading):
        return "attack"
    return next(mention.type for mention in specific if mention.type in leading)


def figure_at(item: GroundedFigure, mention: Mention, context: Context) -> FigureAt:
    """Return a figure as the record keeps it; a count since the war began is the toll of no single incident."""
    by, root = _giver(item, mention, context)
    figure = item.figure
    cumulative = item.cumulative and not mention.aggregate
    return FigureAt(
        id=item.id,
        at=_at(figure.span, mention.document),
        kind=figure.kind,
        low=figure.low,
        high=figure.high,
        of=item.of,
        of_side=item.of_side,
        unit=_at(figure.unit, mention.document) if isinstance(figure.unit, Span) else None,
        role=item.sense or "cumulative"
        if item.sense or cumulative
        else "part"
        if figure.part
        else "further"
        if figure.further
        else "total",
        by=by,
        root=root,
        claim=item.claim,
        asof=_at(figure.asof, mention.document) if figure.asof is not None else None,
        published=context.known.get(mention.id),
        person=item.person,
        retold=not mention.article,
    )


def _counted(figure: FigureAt, mention: Mention, counted_as: Callable[[Mention, str], tuple[str, ...]]) -> FigureAt:
    return replace(figure, root=counted_as(mention, figure.root)[0])


def _updates(context: Context) -> frozenset[tuple[str, str]]:
    return frozenset((relation.a, relation.b) for relation in context.relations if relation.type == "updates")


def _giver(item: GroundedFigure, mention: Mention, context: Context) -> tuple[ActorAt | None, str]:
    """Who gives a figure: the one named beside it, else the speaker of its claim, else the article."""
    if item.by is not None:
        return actor_at(item.by, mention.document), root_of_speaker(item.by, mention.document, context)
    claim = context.claims.get(item.claim) if item.claim is not None else None
    if claim is not None:
        return actor_at(claim.who, claim.document), root_of_claim(claim, context)
    return None, root_of_article(mention.document, context)


def _votes(told: Sequence[tuple[Value, frozenset[str]]]) -> Counter[Value]:
    """How many independent roots tell each value: a root that tells two votes for both."""
    return Counter(value for value, _ in {(value, root) for value, roots in told for root in roots})


def _most(told: Sequence[tuple[Value, frozenset[str]]], *, tie: Value) -> Value:
    """The value that most roots tell; `tie` where none is told or two lead."""
    ranked = _votes(told).most_common()
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return tie
    return ranked[0][0]


def _first(instants: Sequence[datetime | None]) -> datetime | None:
    return min((instant for instant in instants if instant is not None), default=None)


def _mention_at(mention: Mention, context: Context) -> MentionAt:
    return MentionAt(
        id=mention.id,
        document=mention.document,
        item=mention.item,
        triggers=tuple(_at(span, mention.document) for span in mention.triggers),
        known=context.known.get(mention.id),
    )


def _at(span: Span, document: str) -> At:
    return At(document=document, start=span.start, end=span.end)
