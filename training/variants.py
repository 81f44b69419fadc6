"""Annotated articles written in other ways: without quotation marks, with other apostrophes, a shouted first line, other towns.

What is annotated stays annotated: each change of the text moves the offsets behind it.
"""

import random
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from training.data import Gold

Edit = tuple[int, int, str]  # characters from and to, and what stands there now
Names = dict[str, list[str]]  # kind of place → names

MARKS = re.compile(r"[\"“”]")
APOSTROPHES = str.maketrans("'’", "’'")
HEADLINE = 150  # characters; a longer first line is no headline
MOVABLE = frozenset({"settlement", "district", "region", "site"})  # countries have peoples, whose names would no longer fit
NAME = re.compile(r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*")


def variants(gold: "Gold", names: Names, draw: random.Random) -> list["Gold"]:
    """Return an article with other marks, and, where it names any, with other places."""
    made = [changed(gold, marks(gold, draw)), changed(gold, moved(gold, names, draw))]
    return [gold for gold in made if gold is not None]


def names_of_places(golds: Iterable["Gold"]) -> Names:
    """Return the annotated names of places by kind."""
    found: dict[str, set[str]] = {}
    for gold in golds:
        for place in _places(gold):
            found.setdefault(place["kind"], set()).add(place["q"])
    return {kind: sorted(of) for kind, of in sorted(found.items())}


def marks(gold: "Gold", draw: random.Random) -> list[Edit]:
    """Return edits that take the quotation marks away or change the apostrophes, and may shout the first line."""
    text = gold.text
    edits: list[Edit] = []
    if draw.random() < 0.6:
        edits += [(found.start(), found.end(), "") for found in MARKS.finditer(text) if draw.random() < 0.7]
    else:
        edits += [(at, at + 1, letter.translate(APOSTROPHES)) for at, letter in enumerate(text) if letter in "'’"]
    end = text.find("\n")
    if draw.random() < 0.5 and 0 < end < HEADLINE:
        taken = {start for start, _, _ in edits}
        edits += [(at, at + 1, text[at].upper()) for at in range(end) if at not in taken and len(text[at].upper()) == 1]
    return sorted(edits)


def moved(gold: "Gold", names: Names, draw: random.Random) -> list[Edit]:
    """Return edits that put other names, of the same kind, for most of the annotated places, everywhere in the text."""
    here = {place["q"]: place["kind"] for place in _places(gold)}
    others = {name: draw.choice(names[kind]) for name, kind in sorted(here.items()) if kind in names and draw.random() < 0.8}
    if not others:
        return []
    every = re.compile(r"\b(" + "|".join(re.escape(name) for name in sorted(others, key=len, reverse=True)) + r")\b")
    return [(found.start(), found.end(), others[found.group()]) for found in every.finditer(gold.text)]


def changed(gold: "Gold", edits: Sequence[Edit]) -> "Gold | None":
    """Return an article with edits made, in order and apart; None where there is none to make, or one would leave a quotation empty."""
    if not edits:
        return None
    text, at, olds, news = "", 0, [0], [0]  # from each old place on, the text stands at the new one
    for start, end, words in edits:
        text += gold.text[at:start] + words
        olds += [start, end]
        news += [len(text) - len(words), len(text)]
        at = end
    text += gold.text[at:]

    def place(old: int) -> int:
        row = bisect_right(olds, old) - 1
        inside = row + 1 < len(olds) and row % 2 == 1 and old > olds[row]
        return news[row + 1] if inside else news[row] + old - olds[row]

    try:
        return gold._replace(text=text, annotation=_moved(gold.annotation, place, text))
    except ValueError:
        return None


def _moved(node: Any, place: Callable[[int], int], text: str) -> Any:
    if isinstance(node, list):
        return [_moved(item, place, text) for item in node]
    if not isinstance(node, dict):
        return node
    made = {key: _moved(value, place, text) for key, value in node.items() if key not in ("n", "text_sha256")}
    if "s" in node:
        made["s"], made["e"] = place(node["s"]), max(place(node["s"]), place(node["e"]))
        made["q"] = text[made["s"] : made["e"]]
        if not made["q"].strip():
            raise ValueError("nothing is left of a quotation")
    return made


def _places(gold: "Gold") -> list[dict[str, Any]]:
    return [
        place
        for incident in gold.annotation["incidents"]
        for place in incident.get("place") or ()
        if place.get("kind") in MOVABLE and NAME.fullmatch(place["q"])
    ]
