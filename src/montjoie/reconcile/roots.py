"""Whom a statement comes from: the root speaker, else the agency, the outlet or the source, copies counted as their original."""

import re
from collections.abc import Iterable, Sequence
from typing import Protocol

from montjoie.ids import text_digest
from montjoie.reconcile.context import Context
from montjoie.reconcile.words import MONITOR, bag, bare, described_words, person_named
from montjoie.schema import Claim, Mention, Span, Who

# Claims by which a speaker reports an incident as having happened; condemning or demanding only presupposes it.
ASSERTING: frozenset[str] = frozenset({"states", "confirms", "claims_responsibility", "accuses"})
ADMITTING: frozenset[str] = frozenset({"confirms", "claims_responsibility"})

_OWN_VERSION = re.compile(r"^(?:earlier|previous|first|original) version of (?:this|the|its|our) (?:report|article|story|dispatch)\b")
MONITORS = "a monitor"
_NO_MONITORS: frozenset[str] = frozenset({"state", "government", "ministry", "forces", "armed_group", "media"})
_SIDE_KINDS: frozenset[str] = frozenset({"state", "government", "ministry", "forces", "armed_group"})


class Party(Protocol):
    """What a `Who` and an `ActorAt` have in common."""

    @property
    def id(self) -> str | None: ...
    @property
    def kind(self) -> str: ...
    @property
    def side(self) -> str | None: ...


def side_of(who: Party) -> str | None:
    """Return the state or group on whose side somebody stands; a state or group stands on its own."""
    if who.side is not None:
        return who.side
    return who.id if who.kind in _SIDE_KINDS else None


def party_key(who: Party) -> str | None:
    """Return the key under which somebody counts as a party: its side, else its own id, None for described ones."""
    return side_of(who) or who.id


def sides_of(people: Iterable[Party]) -> frozenset[str]:
    """Return the sides of several, without those that have none."""
    return frozenset(side for side in map(side_of, people) if side is not None)


def party_keys(people: Iterable[Party]) -> frozenset[str]:
    """Return the party keys of several, without those that have none."""
    return frozenset(key for key in map(party_key, people) if key is not None)


def original(document: str, context: Context) -> str:
    """Return the document that a document is a copy of, through copies of copies, or itself."""
    seen = {document}
    source = context.sources.get(document)
    while source is not None and source.copy_of is not None and source.copy_of not in seen:
        document = source.copy_of
        seen.add(document)
        source = context.sources.get(document)
    return document


def root_of_article(document: str, context: Context) -> str:
    """Return the key of an article's own voice: the agency it credits, else the outlet, else the source."""
    first = original(document, context)
    source = context.sources.get(first)
    if source is None:  # a copy whose original is not at hand
        own = context.sources.get(document)
        return min(own.agencies) if own is not None and own.agencies else f"document:{first}"
    if source.agencies:
        return min(source.agencies)
    return source.outlet_id or source.outlet or source.source_key


def root_of_speaker(who: Who, document: str, context: Context) -> str:
    """Return the key of a speaker: the listed actor, else a digest of the words for an office or body, else where he is described.

    "The city council of Mariupol" is one speaker in every article; "a resident" is another one in each.
    """
    if who.id is not None and _is_only_a_monitor(who, context.texts.get(document)):
        return f"described:{MONITORS}"
    if who.id is not None:  # who speaks for an organisation is that organisation
        return who.side if who.kind == "person" and who.side is not None and who.side.startswith("org:") else who.id
    text = context.texts.get(document)
    words = (person_named(who, text) or described_words(who, text)) if who.public else None
    if words and _OWN_VERSION.match(words):
        return root_of_article(document, context)
    if words and bag(words):  # masked words are nobody in particular
        return f"described:{text_digest(bag(words))[:16]}"
    span: Span = who.full if isinstance(who.full, Span) else who.span
    return f"described:{original(document, context)}:{span.start}"


def _is_only_a_monitor(who: Who, text: str | None) -> bool:
    """Tell whether the words are those for a monitor ("a monitoring group"), linked to somebody who is none, as models do now and then."""
    if text is None or who.kind not in _NO_MONITORS:
        return False
    words = bare(text[who.span.start : who.span.end])
    return bool(words) and words <= MONITOR and words != {"group"}


def root_of_claim(claim: Claim, context: Context) -> str:
    """Return the key of the speaker of a claim."""
    return root_of_speaker(claim.who, claim.document, context)


def roots_of(mention: Mention, context: Context) -> frozenset[str]:
    """Return who tells a mention: the speakers it is ascribed to, and the article itself only where it names none.

    An article that tells in its lead what an official says below has one root, the official.
    """
    speakers = {
        root_of_claim(claim, context) for claim in context.claims_about(mention) if claim.kind in ASSERTING or claim.id == mention.claim
    }
    return frozenset(speakers) if speakers else frozenset({root_of_article(mention.document, context)})


def represented(mentions: Sequence[Mention], context: Context) -> tuple[Mention, ...]:
    """Leave out the mentions of copies whose original (or an earlier copy, by the order given) has a mention here too."""
    chosen: dict[str, Mention] = {}
    for mention in mentions:
        first = original(mention.document, context)
        if first not in chosen or mention.document == first:
            chosen[first] = mention
    return tuple(mention for mention in mentions if chosen[original(mention.document, context)].document == mention.document)
