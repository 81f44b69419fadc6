"""What the model is asked: its span layers, classifiers and relations, and which column of its output says what."""

from typing import get_args

from montjoie.schema import Act, ClaimKind, FigureKind, IncidentType, Reality, Subject, TargetClass

# One begin-inside-outside layer for each kind of span; spans of one kind hardly ever overlap.
LAYERS = (
    "trigger", "party", "place", "time", "figure", "weapon", "source", "cue", "content", "commitment",
    "scope", "area", "start", "duration", "condition",
)  # fmt: skip
OUTSIDE, BEGIN, INSIDE = 0, 1, 2

NONE = "none"  # the act of a claim that is no commitment
ALL = "all"  # a commitment that covers every target

# Classifiers of a span, linear in the mean over its words and the mean over the words around it.
CLASSES: dict[str, tuple[str, ...]] = {
    "type": get_args(IncidentType),
    "reality": get_args(Reality),
    "told": ("earlier", "aggregate"),
    "target_class": get_args(TargetClass),
    "kind": get_args(ClaimKind),
    "act": (NONE, *get_args(Act)),
    "subject": get_args(Subject),
    "figure": get_args(FigureKind),
    "counts": ("part", "further"),
    "scope_class": (*get_args(TargetClass), ALL),
}
ONE_OF = frozenset({"type", "reality", "kind", "act", "subject", "figure"})  # exactly one label; the others are independent
BY_CUE = ("kind", "act")  # what the words of saying also speak for
AROUND = 8  # words on either side of a span that its classifiers see

# A relation's score is the product of a projection of its head with one of its tail, and a bias for their distance.
RELATIONS: dict[str, tuple[str, tuple[str, ...]]] = {
    "actor": ("trigger", ("party",)),
    "target": ("trigger", ("party",)),
    "place": ("trigger", ("place",)),
    "time": ("trigger", ("time",)),
    "toll": ("trigger", ("figure",)),
    "weapon": ("trigger", ("weapon",)),
    "source": ("content", ("source",)),
    "cue": ("content", ("cue",)),
    "via": ("content", ("source",)),
    "against": ("content", ("party",)),
    "party": ("commitment", ("party", "source")),
    "bound": ("commitment", ("party",)),
    "about": ("content", ("trigger",)),
    "asof": ("figure", ("time",)),
}
SAME = "same"  # two triggers name one incident
WIDTH = 64  # of a projection
VECTOR = 64  # of the vector of a mention, for linking
FURTHEST = 64  # words between head and tail of a relation
STEPS = (1, 3, 6, 11, 21, 41)  # where the buckets of distance begin
BUCKETS = 4 * (len(STEPS) + 1)  # before or behind, in the same sentence or not


def columns() -> dict[str, tuple[int, int]]:
    """Return which columns of the model's output, from and to, belong to which head."""
    widths: dict[str, int] = {"spans": 3 * len(LAYERS)}
    for name, labels in CLASSES.items():
        widths[f"{name}.in"] = widths[f"{name}.around"] = len(labels)
    widths |= {f"{name}.cue": len(CLASSES[name]) for name in BY_CUE}
    for name in (*RELATIONS, SAME):
        widths[f"{name}.head"] = widths[f"{name}.tail"] = WIDTH
    widths["vector"] = VECTOR
    placed, at = {}, 0
    for name, width in widths.items():
        placed[name] = (at, at + width)
        at += width
    return placed
