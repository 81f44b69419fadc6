"""What a reading says, item by item, so that two readings of one text can be laid side by side."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from montjoie.schema import Reading, Span

KINDS = (
    "trigger", "same", "type", "reality", "actor", "target", "weapon", "place", "time", "figure",
    "content", "source", "cue", "kind", "act", "party",
)  # fmt: skip
Item = tuple[str, ...]


def items(reading: Reading, moved: Callable[[int], int] = lambda at: at) -> Iterator[Item]:
    """Yield what a reading says, one item for each thing decided, by its words' places, moved where the text was.

    What belongs to an incident hangs on the trigger of it that is nearest, what belongs to a claim or a commitment on its first content.
    """

    def at(span: Span) -> str:
        return f"{moved(span.start)}-{moved(span.end)}"

    for incident in reading.incidents:
        triggers = sorted(incident.triggers)
        yield from (("trigger", at(span)) for span in triggers)
        yield from (("same", at(one), at(other)) for one, other in pairwise(triggers))
        yield "type", at(triggers[0]), incident.type
        yield "reality", at(triggers[0]), incident.reality
        roles: dict[str, list[Span]] = {
            "actor": list(incident.actors), "target": list(incident.targets), "weapon": list(incident.weapons),
            "place": [place.span for place in incident.places], "time": [incident.time.span] if incident.time else [],
        }  # fmt: skip
        for role, spans in roles.items():
            yield from ((role, at(_nearest(triggers, span)), at(span)) for span in spans)
        yield from (("figure", at(_nearest(triggers, figure.span)), at(figure.span), figure.kind) for figure in incident.toll)
    for claim in reading.claims:
        head = at(claim.content[0])
        yield from (("content", at(span)) for span in claim.content)
        yield "source", head, at(claim.source)
        yield "kind", head, claim.kind
        if claim.cue:
            yield "cue", head, at(claim.cue)
    for act in reading.commitments:
        head = at(act.content[0])
        yield "act", head, act.act, act.subject
        yield from (("party", head, at(span)) for span in act.party)


def _nearest(triggers: Sequence[Span], span: Span) -> Span:
    return min(triggers, key=lambda trigger: (max(trigger.start - span.end, span.start - trigger.end, 0), trigger.start))


class Alike:
    """Counts the items that pairs of readings share: 2 × shared / all."""

    def __init__(self) -> None:
        self.same: Counter[str] = Counter()
        self.all: Counter[str] = Counter()

    def add(self, one: Counter[Item], other: Counter[Item]) -> None:
        """Add the items of two readings of one text."""
        for item, times in (one & other).items():
            self.same[item[0]] += 2 * times
        for item, times in (one + other).items():
            self.all[item[0]] += times

    def share(self, kind: str | None = None) -> float:
        """Return the share of items that are the same, of one kind or of all."""
        same, every = (self.same[kind], self.all[kind]) if kind else (self.same.total(), self.all.total())
        return same / max(1, every)

    def count(self, kind: str | None = None) -> int:
        """Return how many items a reading has, on average of the two."""
        return (self.all[kind] if kind else self.all.total()) // 2
