"""Who "both sides", "the parties" and "each" are: the sides that the commitment's other acts name, where these are two or told beside it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from montjoie.reconcile.context import Context
from montjoie.reconcile.roots import party_key
from montjoie.schema import Commitment, Who
from montjoie.settled import ActorAt

COLLECTIVE = re.compile(
    r"^(?:both|each|either|neither|the two|the|all|\w+['’]s)?\s*(?:\w+ )?(?:two |rival |warring )*"
    r"(?:sides?|parties|delegations|governments|commands|armies|countries|capitals|negotiators|belligerents|chief negotiators)\b.*$|^(?:both|each|neither|they)$"
    r"|^(?:both|either|neither|the two|their)\s+(?:\w+ )?(?:ministries|ministers|militaries|forces|leaders|presidents|commanders|generals|spokesmen)$",
    re.IGNORECASE,
)
TWO_SIDES = 2


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


def with_parties(acts: Sequence[Commitment], context: Context) -> tuple[Commitment, ...]:
    """Return the acts with collective parties and bound ones replaced by whom they stand for, each at the collective's words."""
    own: dict[str, dict[str, Who]] = {}
    everywhere: dict[str, Who] = {}
    for act in acts:
        for who in (*act.bound, *(act.party if act.act in ("agrees", "announces", "refuses", "extends", "suspends") else ())):
            key = party_key(who)
            if key is not None:
                own.setdefault(act.document, {}).setdefault(key, who)
                everywhere.setdefault(key, who)
    bound = {key: who for act in acts for who in act.bound if (key := party_key(who)) is not None}

    def meant(who: Who, document: str) -> tuple[Who, ...]:
        if not is_collective(who, document, context):
            return (who,)
        for sides in (own.get(document, {}), bound, everywhere):
            if len(sides) == TWO_SIDES:
                return tuple(replace(sides[key], span=who.span, full=None, basis="collective") for key in sorted(sides))
        return (who,)

    return tuple(
        replace(
            act,
            party=tuple(one for who in act.party for one in meant(who, act.document)),
            bound=tuple(one for who in act.bound for one in meant(who, act.document)),
        )
        for act in acts
    )
