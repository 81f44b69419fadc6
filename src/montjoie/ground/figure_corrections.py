"""Which figures of a toll their own report takes back: "five people, not six", "from four to three", "earlier reports of 20 were wrong".

A person's reading says this itself, by the relation of its claims, and is left alone.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from montjoie.ground.number_parts import in_sentence
from montjoie.ground.numbers import read_count
from montjoie.schema import Figure, Span, Who

Sense = Literal["withdrawn", "fewer"]

_NUMBER = (
    r"(?:\d{1,3}(?:,\d{3})+|\d+|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-\w+)?"
    r"|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen)"
)
_ABOUT = r"(?:at least |about |around |some |nearly |more than )?"
_BEFORE_NUMBER = rf"(?:an? |the |its )?(?:(?:earlier|previous|initial|first|preliminary)(?:ly)? )?(?:(?:death )?(?:toll|count|figure|estimate|report|tally|number)s? )?(?:of )?{_ABOUT}$"
CHANGED = re.compile(
    r"\b(?:lower|rais|reduc|revis|correct|updat|chang|cut|drop|fell|fall|rose|rise|climb|increas|jump|amend|went|gone|up|down|bring|brought)\w*\b",
    re.IGNORECASE,
)
FROM = re.compile(rf"\bfrom {_BEFORE_NUMBER}", re.IGNORECASE)
TO_NEW = re.compile(rf"^(?: \w+){{0,2}}? to {_ABOUT}(?P<new>{_NUMBER})\b(?!\w*[-–]year)", re.IGNORECASE)
TO_NEW_FROM = re.compile(rf"\b(?:to {_ABOUT}(?P<new>{_NUMBER})(?: \w+){{0,3}}|up|down),? from {_BEFORE_NUMBER}", re.IGNORECASE)
NOT_THIS = re.compile(rf"(?:,| and| but)? (?:not|rather than|instead of) (?:the )?{_ABOUT}$", re.IGNORECASE)
EARLIER = re.compile(
    r"\b(?:earlier|previous|initial|preliminary|prior)\s+(?:\w+\s+){0,2}?(?:toll|count|figure|estimate|number|tally|report|version|statement|bulletin)s?\b"
    r"(?:[\s'’]+(?!also\b)\w+){0,10}?\s*$",
    re.IGNORECASE,
)
_TOLD = r"(?:reported|said|put|gave|given|counted|announced|stated|listed|spoke|spoken)"
SAID_EARLIER = re.compile(
    rf"\b(?:(?:earlier|previously|initially|at first) {_TOLD}|{_TOLD} earlier) (?:\w+ ){{0,4}}?{_ABOUT}$", re.IGNORECASE
)
_WRONG = r"(?:wrong|mistaken|incorrect|inaccurate|erroneous|false|exaggerated|overstated|too high|an error|a mistake|in error|withdrawn|retracted)"
OWN_VERSION = r"(?:earlier|previous|first|original) version of (?:this|the|its|our) (?:report|article|story|dispatch)"
_OF_THIS_REPORT = re.compile(rf"\b{OWN_VERSION}\b[^.;]*$", re.IGNORECASE)
WRONG_BEHIND = re.compile(rf"^[^.;]{{0,40}}?\b(?:was|were|had been|is|are|as) {_WRONG}\b", re.IGNORECASE)
WRONG_BEFORE = re.compile(
    rf"\b(?:(?:mistakenly|wrongly|erroneously|incorrectly) {_TOLD}[^.;]{{0,40}}|(?:denied|dismissed|rejected|retracted|withdrew) (?:an? |the )?(?:\w+ )?(?:reports?|figure|count|toll|claims?) (?:of|that) {_ABOUT})$",
    re.IGNORECASE,
)
COUNTED_TWICE = re.compile(
    r"^\s*(?:(?:of|from|in|at) [^.;,]{1,80}?\s)?(?:(?:who|that)\s+)?(?:(?:has|have|had) been|was|were)\s+(?:\w+ly\s+)?(?:counted (?:twice|two times|in error|by mistake|more than once)|double[- ]counted|included (?:in error|by mistake))",
    re.IGNORECASE,
)


def with_new_numbers(text: str, figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """Return the figures, and those that a change leads to, of the kind that it changes, also where they were read as another: "from [four] to three"."""
    found = list(figures)
    for figure in figures:
        new = _led_to(text, figure)
        if new is None:
            continue
        at = next((k for k, other in enumerate(found) if other.span.start < new.span.end and new.span.start < other.span.end), None)
        if at is None:
            found.append(new)
        elif found[at].kind != new.kind:
            found[at] = replace(new, span=found[at].span)
    return tuple(found)


def sense_of(text: str, nth: int, figures: Sequence[Figure], speakers: Sequence[str | None]) -> Sense | None:
    """Return what a report does with a figure of its own besides telling it: takes it back, or says that so many were counted too often.

    `speakers`: who gives each figure, None where the article does. An earlier number is taken back only where the same speaker has
    another one of the kind, or where the article tells it in its own voice and anybody has; one called wrong also without.
    """
    figure = figures[nth]
    if figure.part or figure.further or figure.low is None:
        return None
    before, _, behind = in_sentence(text, figure)
    if COUNTED_TWICE.match(behind):
        return "fewer"
    if WRONG_BEHIND.match(behind) or WRONG_BEFORE.search(before) or _OF_THIS_REPORT.search(before):
        return "withdrawn"
    others = [
        other
        for other, speaker in zip(figures, speakers, strict=True)
        if other.kind == figure.kind and other.low != figure.low and not (other.part or other.further)
        if speakers[nth] is None or speaker == speakers[nth]
    ]
    if not any(not _is_earlier(text, other) and not COUNTED_TWICE.match(in_sentence(text, other)[2]) for other in others):
        return None
    return "withdrawn" if _is_earlier(text, figure) else None


def key_of(who: Who) -> str:
    """Return a key by which the giver of one figure is that of another of the same text."""
    return who.id or f"{(who.full if isinstance(who.full, Span) else who.span).start}"


def _is_earlier(text: str, figure: Figure) -> bool:
    """Tell whether words set a figure aside for another one: "not six", "from four to", "up from 12", "an earlier toll of 20"."""
    before, _, behind = in_sentence(text, figure)
    changed = CHANGED.search(before)
    if changed and (TO_NEW_FROM.search(before) or (FROM.search(before) and TO_NEW.match(behind))):
        return True
    return any(pattern.search(before) for pattern in (NOT_THIS, EARLIER, SAID_EARLIER))


def _led_to(text: str, figure: Figure) -> Figure | None:
    """The number that a change leads to: "lowered the toll from [four] to three", "revised to 14 from [20]"."""
    before, _, behind = in_sentence(text, figure)
    if not CHANGED.search(before):
        return None
    ahead, past = TO_NEW.match(behind) if FROM.search(before) else None, TO_NEW_FROM.search(before)
    if ahead:
        start = figure.span.end + ahead.start("new")
        span = Span(start=start, end=start + len(ahead["new"]))
    elif past and past["new"]:
        start = figure.span.start - len(before) + past.start("new")
        span = Span(start=start, end=start + len(past["new"]))
    else:
        return None
    count = read_count(text[span.start : span.end])
    if count is None or count.low is None:
        return None
    return replace(figure, span=span, low=int(count.low), high=None if count.high is None else int(count.high))
