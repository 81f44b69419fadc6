"""What a document is mostly about: of which of its incidents it tells most."""

from collections.abc import Iterable

from montjoie.ground.wording import tokens
from montjoie.schema import Mention, Span

IN_TITLE = 2  # what a place that the title names counts beside the words, places and figures of an incident


def mostly_about(mentions: Iterable[Mention], title: str | None) -> tuple[str, ...]:
    """Return the mentions' ids, that of which most is told first, of equals the earliest; summaries and wars, the setting of most articles, last."""
    named = set(tokens(title or ""))

    def rank(mention: Mention) -> tuple[bool, int, Span, str]:
        places = {(where.name, where.id) for where in mention.wheres if where.kind != "country"}
        told = len(mention.triggers) + len(places) + len(mention.figures) + (IN_TITLE if named & set(mention.place_words) else 0)
        return (mention.aggregate or mention.type == "war", -told, min(mention.triggers), mention.id)

    return tuple(mention.id for mention in sorted(mentions, key=rank))
