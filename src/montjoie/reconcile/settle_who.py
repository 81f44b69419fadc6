"""Who did it, to whom, with what: named values merged over the accounts, each with who says so and who disputes it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from montjoie.reconcile.context import Context
from montjoie.reconcile.order import earliest_first
from montjoie.reconcile.roots import ADMITTING, party_key, party_keys, side_of
from montjoie.reconcile.words import described_words
from montjoie.schema import VIOLENT, Claim, Mention, Span, Told, Who
from montjoie.settled import ActorAt, At, Perpetrator

Slot = Literal["target", "weapon"]
BEFORE = 40  # characters before a value, in which a denial says what it is of
_OF_SLOT: dict[Slot, re.Pattern[str]] = {
    "weapon": re.compile(r"\b(?:use|used|uses|using|fired|firing|dropped|dropping)\s+(?:of\s+)?(?:[\w-]+\s+){0,2}$", re.IGNORECASE),
    "target": re.compile(r"\b(?:target|targets|targeted|targeting|aimed at|aiming at)\s+(?:[\w-]+\s+){0,2}$", re.IGNORECASE),
}
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


def settle_named(slot: Slot, mentions: Sequence[Mention], context: Context) -> tuple[ActorAt, ...]:
    """Merge the named targets or weapons of mentions, in order of first knowledge, by id or by folded words; what is only denied is none.

    A denial that says that this was not used, or not aimed at, disputes the value; one of something else that names it does not.
    """
    told = [(mention, value) for mention in mentions for value in (mention.targets if slot == "target" else mention.weapons)]
    asserted = [(mention.document, value) for mention, value in told if not _is_denied(mention, value, context)]
    disputed: dict[tuple[str, ...], set[str]] = {}
    for mention, value in told:
        if value.claim is not None and _is_denied(mention, value, context) and _denies_value(slot, mention, value, context):
            disputed.setdefault(_key(value.who, mention.document, context), set()).add(value.claim)
    return tuple(
        actor_at(named.who, named.document, named.by, disputed.get(_key(named.who, named.document, context), ()))
        for named in _merge(asserted, context)
    )


def _is_denied(mention: Mention, value: Told, context: Context) -> bool:
    """Tell whether a value is told by a denial; all that is told of an incident that is known as denied is."""
    claim = context.claims.get(value.claim) if value.claim is not None else None
    return mention.reality != "denied" and claim is not None and claim.kind == "denies"


def _denies_value(slot: Slot, mention: Mention, value: Told, context: Context) -> bool:
    text = context.texts.get(mention.document)
    start = value.who.span.start
    return text is not None and bool(_OF_SLOT[slot].search(text[max(0, start - BEFORE) : start]))


def settle_actors(mentions: Sequence[Mention], claims: Sequence[Claim], context: Context) -> tuple[ActorAt, ...]:
    """Return the actors of an incident: those named, those who claim it for themselves, with the denials of their side."""
    told = [
        (mention.document, actor)
        for mention in mentions
        for actor in mention.actors
        if not _is_denied(mention, actor, context)  # who denies that his forces did it names nobody
    ]
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
