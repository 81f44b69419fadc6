"""Who "both sides", "the parties" and "each" are: the sides that the commitment's other acts name, where these are two or told beside it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from montjoie.reconcile.context import Context
from montjoie.reconcile.roots import party_key, root_of_speaker
from montjoie.schema import Commitment, Who
from montjoie.settled import ActorAt

COLLECTIVE = re.compile(
    r"^(?:both|each|either|neither|the two|the|all|\w+['’]s)?\s*(?:\w+ )?(?:two |rival |warring )*"
    r"(?:sides?|parties|delegations|governments|commands|armies|countries|capitals|negotiators|belligerents|chief negotiators)\b.*$|^(?:both|each|neither|they)$"
    r"|^(?:\w+ ){1,2}(?:on|from|of) (?:both|the two|all) (?:sides|parties|countries)$|^(?:both|either|neither|the two|their)\s+(?:\w+ )?(?:ministries|ministers|militaries|forces|leaders|presidents|commanders|generals|spokesmen)$",
    re.IGNORECASE,
)
TWO_SIDES = 2
_TAKING = ("agrees", "announces", "extends")
_OWN = re.compile(r"\b(?:we|our|its|it|his|her|their|they|join\w*)\b", re.IGNORECASE)


def is_collective(who: Who, document: str, context: Context) -> bool:
    """Tell whether somebody's words stand for all sides at once."""
    if who.id is not None or who.side is not None:
        return False
    text = context.texts.get(document)
    return text is not None and bool(COLLECTIVE.match(text[who.span.start : who.span.end]))


def is_collective_at(who: ActorAt, texts: Mapping[str, str]) -> bool:
    """Tell the same of somebody as the record keeps him."""
    text = texts.get(who.at.document)
    return who.id is None and who.side is None and text is not None and bool(COLLECTIVE.match(text[who.at.start : who.at.end]))


def without_brokers(acts: Sequence[Commitment], context: Context) -> tuple[Commitment, ...]:
    """Return the acts without a party that only brings the commitment about: who tells it for himself, where other acts name two others as bound.

    A mediator's word about the parties stays his claim. Who says "we", or that he joins, takes it on.
    """
    keys = [(act, {key for who in act.bound if (key := party_key(who)) is not None}) for act in acts]
    bound: dict[str, set[str]] = {}
    for act, named in keys:
        bound.setdefault(act.document, set()).update(named)
    return tuple(
        replace(act, party=()) if not named and act.act in _TAKING and _is_broker(act, bound[act.document], context) else act
        for act, named in keys
    )


def _is_broker(act: Commitment, bound: set[str], context: Context) -> bool:
    claim, text = context.claims.get(act.claim or ""), context.texts.get(act.document)
    if claim is None or text is None or len(bound) < TWO_SIDES or not act.party:
        return False
    mine = party_key(claim.who)
    own = _OWN.search(" ".join(text[span.start : span.end] for span in act.content))
    return mine is not None and mine not in bound and all(party_key(who) == mine for who in act.party) and not own


def with_parties(acts: Sequence[Commitment], context: Context) -> tuple[Commitment, ...]:
    """Return the acts with collective parties and bound ones replaced by whom they stand for, each at the collective's words."""
    own: dict[str, dict[str, Who]] = {}
    described: dict[str, dict[str, Who]] = {}
    everywhere: dict[str, Who] = {}
    for act in acts:
        for who in (*act.bound, *(act.party if act.act in ("agrees", "announces", "refuses", "extends", "suspends") else ())):
            key = party_key(who)
            if key is not None:
                own.setdefault(act.document, {}).setdefault(key, who)
                everywhere.setdefault(key, who)
            if not is_collective(who, act.document, context):
                root = key or root_of_speaker(who, act.document, context)
                described.setdefault(act.document, {}).setdefault(root, who)
    bound = {key: who for act in acts for who in act.bound if (key := party_key(who)) is not None}

    def meant(who: Who, document: str) -> tuple[Who, ...]:
        if not is_collective(who, document, context):
            return (who,)
        for sides in (own.get(document, {}), bound, everywhere, described.get(document, {})):
            if len(sides) == TWO_SIDES:
                return tuple(
                    replace(sides[key], span=who.span, full=None, basis="collective") if party_key(sides[key]) else sides[key]
                    for key in sorted(sides)
                )
        return (who,)

    return tuple(
        replace(
            act,
            party=tuple(one for who in act.party for one in meant(who, act.document)),
            bound=tuple(one for who in act.bound for one in meant(who, act.document)),
        )
        for act in acts
    )
