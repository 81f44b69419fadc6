"""Who is one speaker within an incident: "the council" is the city council of Mariupol where no other council speaks."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from montjoie.reconcile.context import Context
from montjoie.reconcile.roots import root_of_speaker
from montjoie.reconcile.words import bare, described_words
from montjoie.schema import Mention, Who


def same_speakers(mentions: Sequence[Mention], context: Context) -> Mapping[str, str]:
    """Return, for the root of each speaker described more shortly than another one, that other one's root.

    Only among those who speak of one incident, for offices and bodies, and where one fuller description holds every
    word of the short one: with two councils, "the council" stays who it is. Counting fewer sources is the safe side.
    """
    words: dict[str, frozenset[str]] = {}
    described: set[str] = set()
    for who, document in _speakers(mentions, context):
        text = described_words(who, context.texts.get(document)) if who.public else None
        if not text or not bare(text) or who.kind == "person" or " and " in text:
            continue
        root = root_of_speaker(who, document, context)
        words[root] = words.get(root, frozenset()) | bare(text)
        if who.id is None:
            described.add(root)
    fuller = {root: _fullest(root, words, described) for root in sorted(described)}
    return {root: other for root, other in fuller.items() if other is not None}


def _speakers(mentions: Sequence[Mention], context: Context) -> Iterator[tuple[Who, str]]:
    for mention in mentions:
        for claim in context.claims_about(mention):
            yield claim.who, claim.document
        for figure in mention.figures:
            if figure.by is not None:
                yield figure.by, mention.document


def _fullest(root: str, words: Mapping[str, frozenset[str]], described: AbstractSet[str]) -> str | None:
    """The one speaker whose words hold all of these and more (a listed one: the same), not counting those short for him too."""
    own = words[root]
    holding = [other for other in words if own < words[other] or (own == words[other] and (other not in described or other < root))]
    fullest = [other for other in holding if not any(words[other] < words[another] for another in holding)]
    if len({words[other] for other in fullest}) != 1:
        return None
    return min(fullest, key=lambda other: (other in described, other))
