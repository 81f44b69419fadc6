"""What a document is mostly about: of which of its incidents it tells most, and what was done before who was arrested for it."""

from collections.abc import Sequence

from montjoie.ground.wording import tokens
from montjoie.schema import Mention, Span

IN_TITLE = 2  # what a place that the title names counts beside the words, places and figures of an incident
FOLLOWING = frozenset({"detention", "justice"})  # of what was done: told of for the sake of it
DONE = frozenset({"attack", "air_strike", "shelling", "bombing", "clash", "killing", "sabotage", "abuse"})
FIRST_IN_TITLE = 4  # what it counts more where no place of another incident is named before it


def mostly_about(mentions: Sequence[Mention], title: str | None) -> tuple[str, ...]:
    """Return the mentions' ids, that of which most is told first, of equals the earliest; summaries and wars, the setting of most articles, last.

    Arrests and trials come behind an attack that is told to have happened: they are what followed.
    """
    named = tokens(title or "")
    first = next((word for word in named if any(word in mention.place_words for mention in mentions)), None)

    done = any(mention.type in DONE and mention.reality == "actual" and not mention.aggregate for mention in mentions)

    def rank(mention: Mention) -> tuple[bool, bool, int, Span, str]:
        places = {(where.name, where.id) for where in mention.wheres if where.kind != "country"}
        told = len(mention.triggers) + len(places) + len(mention.figures)
        told += IN_TITLE if set(named) & set(mention.place_words) else 0
        told += FIRST_IN_TITLE if first in mention.place_words else 0
        setting = mention.aggregate or mention.type == "war"
        return (setting, done and mention.type in FOLLOWING, -told, min(mention.triggers), mention.id)

    return tuple(mention.id for mention in sorted(mentions, key=rank))
