"""How sure one may be of an item that was read: one logistic for each layer over what the heads say of its parts."""

import math
from collections.abc import Mapping, Sequence

# What each layer's score is made of: chances between nought and one, whose logarithms are weighed.
PARTS: dict[str, tuple[str, ...]] = {
    "incident": ("trigger", "type", "reality", "named again", "company", "arms", "told of it", "actual", "of the day", "single"),
    "figure": ("words", "kind", "incident", "clear of others", "trigger"),
    "claim": ("content", "kind", "source", "cue"),
    "commitment": ("content", "any act", "act", "subject"),
    "document": ("surest incident", "company", "arms"),  # that there is anything to record in it
}
LEAST = 1e-3  # a chance below it counts as this


def confidence(weights: Mapping[str, Sequence[float]], layer: str, chances: Sequence[float]) -> float:
    """Return the chance that an item is right, three decimals: calibrated where there are weights, else the product of its parts' chances.

    `weights` has for each layer a constant and one number a part, in the order of PARTS.
    """
    logs = logarithms(chances)
    known = weights.get(layer)
    if not known:
        return round(math.exp(sum(logs)), 3)
    score = known[0] + sum(weight * log for weight, log in zip(known[1:], logs, strict=True))
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, score)))), 3)


def logarithms(chances: Sequence[float]) -> list[float]:
    """Return the logarithms of chances, of each at least that of LEAST."""
    return [math.log(max(LEAST, min(1.0, chance))) for chance in chances]
