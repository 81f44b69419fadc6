"""Who did it, to whom, with what: named values merged over the accounts, each with who says so and who disputes it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from montjoie.reconcile.context import Context
from montjoie.reconcile.order import earliest_first
from montjoie.reconcile.roots import ADMITTING, party_key, party_keys, side_of
from montjoie.reconcile.words import described_words
from montjoie.schema import VIOLENT, Claim, Mention, Span, Told, Who
from montjoie.settled import ActorAt, At, Perpetrator

ARTICLE = "article"  # an article's own voice, among claim ids


@dataclass(slots=True)
class _Named:
    """One somebody, with everyone who names him."""

    who: Who
    document: str
    by: set[str] = field(default_factory=set)


def actor_at(who: Who, document: str, by: Iterable[str] = (), disputed_by: Iterable[str] = ()) -> ActorAt:
    """Return a grounded actor as the record keeps it: at the fullest words that the article has for him."""
    span = who.full if isinstance(who.full, Span) else who.span
    name = who.private_name
    return ActorAt(
        at=At(document=document, start=span.start, end=span.end),
        id=who.id,
        name=who.name if who.id is not None else None,
        kind=who.kind,
        side=side_of(who),
        public=who.public,
        private_name=None if name is None else At(document=document, start=name.start, end=name.end),
        by=tuple(sorted(by)),
        disputed_by=tuple(sorted(disputed_by)),
        parent=At(document=document, start=who.parent.start, end=who.parent.end) if isinstance(who.parent, Span) else who.parent,
        country=who.country,
    )


def settle_named(told: Iterable[tuple[str, Told]], context: Context) -> tuple[ActorAt, ...]:
    """Merge named values, given as (document, value) in order of first knowledge, by id or by folded words."""
    return tuple(actor_at(named.who, named.document, named.by) for named in _merge(told, context))


def settle_actors(mentions: Sequence[Mention], claims: Sequence[Claim], context: Context) -> tuple[ActorAt, ...]:
    """Return the actors of an incident: those named, those who claim it for themselves, with the denials of their side."""
    told = [(mention.document, actor) for mention in mentions for actor in mention.actors]
    claimants = [(claim.document, Told(who=claim.who, claim=claim.id)) for claim in claims if claim.kind == "claims_responsibility"]
    contradicting = context.contradicting()
    actors = []
    for named in _merge([*told, *claimants], context):
        disputing = {claim.id for claim in claims if _disputes(claim, named, contradicting.get(claim.id, frozenset()))}
        actors.append(actor_at(named.who, named.document, named.by, disputing - named.by))
    return tuple(actors)


def settle_perpetrator(mentions: Sequence[Mention], actors: Sequence[ActorAt], claims: Sequence[Claim]) -> Perpetrator:
    """Return who did it, only where one side is named, nobody disputes it and somebody but the accused, or he himself, says it."""
    if not any(mention.type in VIOLENT for mention in mentions):
        return Perpetrator(actor=None, rule="not_applicable", why="not an act of violence")
    if not actors:
        return Perpetrator(actor=None, rule="nobody_named", why="no account names who did it")
    sides = party_keys(actors) | _accused(claims)
    if not sides:
        return Perpetrator(actor=None, rule="only_described", why="those named are described, not identified")
    if len(sides) > 1:
        return Perpetrator(actor=None, rule="sides_differ", why="more than one side is named: " + ", ".join(sorted(sides)))
    (side,) = sides
    index = next((n for n, actor in enumerate(actors) if party_key(actor) == side), None)
    if index is None:
        return Perpetrator(actor=None, rule="only_accused", why=f"accused in a claim, not named as the one who did it: {side}")
    disputed = sorted({claim for actor in actors if party_key(actor) == side for claim in actor.disputed_by})
    admitted = _admitting(side, claims)
    if disputed and not admitted:
        return Perpetrator(actor=None, rule="disputed", why="disputed by " + ", ".join(disputed))
    return _by_whose_word(index, side, actors, claims)


def _by_whose_word(index: int, side: str, actors: Sequence[ActorAt], claims: Sequence[Claim]) -> Perpetrator:
    admitted = _admitting(side, claims)
    if admitted:
        return Perpetrator(actor=index, rule="own_word", why="said by the side itself: " + ", ".join(admitted))
    speakers = {claim.id: claim.who for claim in claims}
    tellers = {teller for actor in actors if party_key(actor) == side for teller in actor.by}
    others = [teller for teller in sorted(tellers) if teller == ARTICLE or teller not in speakers or party_key(speakers[teller]) != side]
    if not others:
        return Perpetrator(actor=None, rule="own_side_only", why="named only by its own side, which does not claim it")
    neutral = [teller for teller in others if teller == ARTICLE or (teller in speakers and side_of(speakers[teller]) is None)]
    if neutral:
        return Perpetrator(actor=index, rule="undisputed", why="one side is named, nobody disputes it")
    return Perpetrator(actor=index, rule="undisputed_word_of_a_side", why="named by another side only, nobody disputes it")


def _merge(told: Iterable[tuple[str, Told]], context: Context) -> list[_Named]:
    """The first to be known stands for all; order of first knowledge is kept."""
    merged: dict[tuple[str, ...], _Named] = {}
    for document, value in told:
        key = _key(value.who, document, context)
        named = merged.setdefault(key, _Named(value.who, document))
        named.by.add(value.claim if value.claim is not None else ARTICLE)
    return list(merged.values())


def _key(who: Who, document: str, context: Context) -> tuple[str, ...]:
    if who.id is not None:
        return ("id", who.id)
    words = described_words(who, context.texts.get(document))
    if words is not None:
        return ("words", words)
    span = who.full if isinstance(who.full, Span) else who.span
    return ("span", document, str(span.start))


def _disputes(claim: Claim, named: _Named, contradicted: frozenset[str]) -> bool:
    """A denial by the side itself, or a claim that a reading says contradicts one that names it, and names another or denies."""
    meets = not named.by.isdisjoint(contradicted)
    key = party_key(named.who)
    if claim.kind == "denies":
        if key is not None and party_key(claim.who) == key:
            return True
        return meets
    others = party_keys(claim.against)
    blames_another = claim.kind == "accuses" and bool(others) and key not in others
    return blames_another and meets


def _accused(claims: Iterable[Claim]) -> frozenset[str]:
    return frozenset().union(*(party_keys(claim.against) for claim in claims if claim.kind == "accuses"))


def _admitting(side: str, claims: Iterable[Claim]) -> list[str]:
    return sorted(claim.id for claim in claims if claim.kind in ADMITTING and party_key(claim.who) == side)


def ordered_claims(mentions: Sequence[Mention], context: Context) -> tuple[Claim, ...]:
    """Return the claims that speak of any of the mentions, in order of first knowledge."""
    claims = {claim.id: claim for mention in mentions for claim in context.claims_about(mention)}
    return tuple(claims[id_] for id_ in sorted(claims, key=lambda id_: earliest_first(id_, context.known)))
