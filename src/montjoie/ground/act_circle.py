"""What an act on a commitment can be recognised by in another article: who is about it, and the words that tell it from others."""

import re
from collections.abc import Iterable, Sequence

from montjoie.ground.actor_list import ActorList
from montjoie.ground.place_names import fold
from montjoie.schema import Claim, Commitment, Span, Where, Who

SIDE_KINDS = frozenset({"state", "government", "ministry", "forces", "armed_group"})
LEAST_LETTERS = 4
# Words that acts of every commitment share: they tell no rule of conduct from another.
COMMON = frozenset(
    [
        "ceasefire",
        "truce",
        "agreement",
        "agreed",
        "agree",
        "accord",
        "deal",
        "halt",
        "pause",
        "accepted",
        "announced",
        "said",
        "says",
        "told",
        "according",
        "ministry",
        "minister",
        "foreign",
        "defence",
        "defense",
        "president",
        "office",
        "spokesman",
        "spokeswoman",
        "general",
        "staff",
        "army",
        "forces",
        "troops",
        "military",
        "government",
        "side",
        "sides",
        "both",
        "parties",
        "party",
        "talks",
        "talked",
        "days",
        "weeks",
        "months",
        "hours",
        "morning",
        "evening",
        "night",
        "midnight",
        "noon",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "will",
        "would",
        "could",
        "should",
        "have",
        "been",
        "had",
        "were",
        "that",
        "this",
        "with",
        "from",
        "into",
        "until",
        "till",
        "they",
        "their",
        "there",
        "which",
        "when",
        "where",
        "after",
        "before",
        "during",
        "first",
        "second",
        "third",
        "last",
        "next",
        "than",
        "then",
        "also",
        "only",
        "other",
        "another",
        "same",
        "such",
        "each",
        "more",
        "most",
        "some",
        "against",
        "between",
        "over",
        "under",
        "about",
        "around",
        "near",
        "again",
        "still",
        "while",
        "since",
        "because",
        "being",
        "made",
        "make",
        "taken",
        "take",
        "time",
        "attack",
        "attacks",
        "attacked",
        "fire",
        "fired",
        "strike",
        "strikes",
        "violated",
        "violation",
        "violations",
        "breach",
        "breached",
        "broke",
        "broken",
        "break",
        "accused",
        "accuse",
        "denied",
        "deny",
        "called",
        "call",
        "statement",
        "reported",
        "reports",
        "report",
        "people",
        "killed",
        "wounded",
        "capital",
        "city",
        "town",
        "village",
        "district",
        "region",
        "province",
        "border",
        "leader",
        "leaders",
        "chief",
        "head",
        "mediator",
        "mediators",
        "envoy",
        "commander",
        "command",
        "group",
        "groups",
        "proposal",
        "proposed",
        "ready",
        "never",
        "nothing",
        "every",
        "week",
        "month",
        "year",
        "today",
    ]
)


def sides_about(who: Who) -> tuple[str, ...]:
    """Return the side somebody stands on, or the body he is of."""
    if who.side is not None:
        return (who.side,)
    if who.id is not None and who.kind in SIDE_KINDS:
        return (who.id,)
    return (who.parent,) if isinstance(who.parent, str) else ()


def circle_of(acts: Sequence[Commitment], claims: Iterable[Claim], wheres: Iterable[Where]) -> tuple[str, ...]:
    """Return who and where an article's commitments are about: sides of parties and speakers, `at:` its towns and regions, `in:` its countries."""
    people = [who for act in acts for who in (*act.party, *act.bound)]
    people += [who for claim in claims for who in (claim.who, *claim.against) if who.kind != "media"]
    places = [where for where in (*wheres, *(where for act in acts for where in act.route)) if where.country is not None]
    towns = {f"at:{where.id}" for where in places if where.id is not None and where.kind in ("settlement", "district", "region", "site")}
    return tuple(sorted({side for who in people for side in sides_about(who)} | towns | {f"in:{where.country}" for where in places}))


def circle_words(text: str, act: Commitment, sentences: Sequence[Span], actors: ActorList) -> tuple[str, ...]:
    """Return the folded words of an act's sentences that tell what it is about, without actors and what is common to all."""
    found: set[str] = set()
    names: set[str] = set()
    for span in act.content:
        at = next((n for n, sentence in enumerate(sentences) if sentence.start <= span.start < sentence.end), None)
        start, end = (span.start, span.end) if at is None else (sentences[max(0, at - 1)].start, max(sentences[at].end, span.end))
        words = [(fold(match.group()), match.group()[0].isupper()) for match in re.finditer(r"\w+", text[start:end])]
        found |= {word for word, _ in words if len(word) >= LEAST_LETTERS and not word.isdigit() and word not in COMMON}
        names |= {word for word, capital in words if capital}
    own = {word for word in found if not actors.find(word, day=None)}
    return tuple(sorted(own | {f"name:{word}" for word in own & names}))  # a name counts twice


__all__ = ["circle_of", "circle_words", "sides_about"]
