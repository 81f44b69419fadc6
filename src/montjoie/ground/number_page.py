"""The reference page of numbers, made from the rules: `python -m montjoie.ground.number_page > docs/reference/numbers.md`."""

import sys

from montjoie.ground.number_parts import is_further, is_part
from montjoie.ground.numbers import figure_of, is_cumulative, read_count
from montjoie.schema import Figure, Span

HEAD = """# Numbers

What `read_count` makes of the words of a figure: the lowest and the highest number that they allow; an end that is open is shown as
"open". This page is made from the rules (`python -m montjoie.ground.number_page`); the table that holds them is
`tests/ground/numbers.txt`, over 300 phrases.
"""

EXAMPLES = {
    "written out, in digits, in scales": ("12", "twelve", "3,000", "1.5 million", "two dozen", "half a dozen", "two hundred and five"),
    "about": ("about 30", "some 30 people", "roughly 30", "an estimated 30"),
    "at least": ("at least 12", "more than 12", "no fewer than 12", "12 or more", "12-plus"),
    "at most": ("up to 30", "nearly 30", "almost 30", "fewer than 30", "no more than 30"),
    "as many as: a round number is a bound, an exact one a count": ("as many as 200", "as many as 2,824"),
    "ranges": ("12 to 15", "between 12 and 15", "70 to 80,000", "two to three million"),
    "vague words": (
        "several", "a handful", "some prisoners", "multiple injuries", "a couple", "dozens", "several dozen", "scores", "hundreds",
        "several hundred", "thousands", "tens of thousands", "millions", "dozens and possibly hundreds",
    ),
    "nobody": ("no casualties", "none", "nobody"),
    "one": ("a woman", "the boy", "his uncle", "him", "a 17-year-old girl"),
    "counts side by side are added": ("a woman and two children", "a father, mother and son", "nine civilians and two soldiers"),
    "a part beside its total is not": ("six people, including two children", "three of the ten", "at least three people, two of them children"),
    "groups with a number": ("a family of four", "a convoy of 30 lorries", "a salvo of 16 rockets"),
    "ages, calibres, spans of time are no counts": ("two boys, aged five and seven", "eight 122mm rockets", "12 people within 24 hours"),
    "nothing is counted": ("40 percent", "$3 million", "half of the town", "most of them", "many", "a convoy", "civilians"),
}  # fmt: skip
OF = (
    ("12 civilians", ()), ("three children", ()), ("40 soldiers", ()), ("270 soldiers and civilians", ()), ("12 people", ()),
    ("12 people", ("residents of the town",)), ("12 people", ("government forces",)), ("12 people", ("a maternity hospital",)),
    ("12 police officers", ()),
)  # fmt: skip
STANDING = (
    "Nine people died, including [two children].", "Nine people died, [two of them] children.", "[A child] was among the dead.",
    "Nine people died and [two children] were hurt.", "[Two more] died in hospital.", "Divers recovered [three more bodies].",
    "Shells killed four and hurt [five others].", "The toll rose to 303 after [19 more bodies] were recovered.",
    "More than [9,000] people have been killed since the war began.", "[Sixteen] people were killed in the past 24 hours.",
    "So far this year [80] people have been shot.", "The strike on Monday killed [nine] people.",
)  # fmt: skip


def numbers_page() -> str:
    """Return the page, in Markdown."""
    lines = [HEAD, "| | words | low | high |", "| --- | --- | --- | --- |"]
    for group, phrases in EXAMPLES.items():
        lines += [f"| {group if phrase == phrases[0] else ''} | {phrase} | {_bounds(phrase)} |" for phrase in phrases]
    lines += ["", "## Whom a figure counts", "", OF_HEAD, "| words | target | counts |", "| --- | --- | --- |"]
    lines += [f"| {words} | {', '.join(targets) or '–'} | {_of(words, targets)} |" for words, targets in OF]
    lines += ["", "## How a figure stands to the others", "", STANDING_HEAD, "| sentence | the figure is |", "| --- | --- |"]
    lines += [f"| {sentence.replace('[', '*').replace(']', '*')} | {_standing(sentence)} |" for sentence in STANDING]
    return "\n".join([*lines, "", TAIL])


OF_HEAD = """From its own words and unit, else from the persons that the target names; a place names nobody. Things are always unknown.
"""
STANDING_HEAD = """A part and an addition are told by the words of the sentence, where a person's reading does not say it. An addition takes words of
dying or finding later: those hurt beside the dead are a count of their own. A cumulative figure (of a whole war, or of a time longer than an
event: "since", "so far", "in the past 24 hours") is never the toll of a single incident; it stays in the record with its role.
"""
TAIL = """## How good it is

`python -m bench.numbers_gold` gives the words of the annotated figures to `read_count`: low and high are both right for 94 of 95 in dev
(0.989) and 643 of 649 in train (0.991). Parts told by the words around (`is_part`) on the same figures: 42 of train's 43 and all 5 of dev's
are annotated so, of 109 and 18; the rest is told further off, and left to the reader. `is_further` finds none among the 744, and the
annotation has none.
"""


def _bounds(phrase: str) -> str:
    bounds = read_count(phrase)
    if bounds is None:
        return "nothing | nothing"
    return " | ".join("open" if bound is None else f"{bound:,}" for bound in (bounds.low, bounds.high))


def _of(words: str, targets: tuple[str, ...]) -> str:
    return figure_of(words, _figure(0, len(words)), targets)


def _standing(sentence: str) -> str:
    start, end = sentence.index("["), sentence.index("]") - 1
    text, figure = sentence.replace("[", "").replace("]", ""), _figure(start, end)
    said = {"a part": is_part(text, figure), "an addition": is_further(text, figure)}
    said["cumulative"] = is_cumulative(text, figure, incident_type="attack")
    return ", ".join(name for name, holds in said.items() if holds) or "a count of its own"


def _figure(start: int, end: int) -> Figure:
    return Figure(span=Span(start=start, end=end), kind="killed", low=None, high=None)


if __name__ == "__main__":
    sys.stdout.write(numbers_page())
