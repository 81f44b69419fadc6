"""In which first-level division a place lies that no list has: the one named with it, the only one named beside it, or the document's."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from montjoie.ground.gazetteer import Candidate, Gazetteer
from montjoie.ground.place_choice import pinned_divisions
from montjoie.ground.place_context import Context, names_told
from montjoie.ground.place_where import BELOW_REGION, Opened
from montjoie.schema import Where

BESIDE = 150  # characters on either side, inside the sentence
SENTENCE_END = re.compile(r"[.!?]['”\"]?\s+(?=[^\W\d_a-z])|\n")
LEAST_TOLD, MOST_TOLD = 2.0, 0.75  # how much must be told of a division, and what share of all that is told of those of its country
FIRST = "admin1:"


def with_divisions(
    wheres: Sequence[Where], places: Sequence[Opened], context: Context, gazetteer: Gazetteer, text: str
) -> tuple[Where, ...]:  # fmt: skip
    """Return the same with the division of each unknown place below a region for which the text tells one, and by what."""
    told = dict(context.divisions)
    for division, times in Counter(named for place in places if (named := division_of(place)) is not None).items():
        told[division] = told.get(division, 0.0) + times
    return tuple(
        _divided(where, place, told, gazetteer, text)
        if where.lat is None and where.within is None and where.country is not None and where.kind in BELOW_REGION and place.back is None
        else where
        for where, place in zip(wheres, places, strict=True)
    )


def division_of(place: Opened) -> tuple[str, str] | None:
    """Return the country and first-level division of a resolved place; of a country there is none."""
    found: Candidate | None = place.choice.candidate if place.choice else None
    if found is None or found.country is None or found.kind not in ("region", *BELOW_REGION):
        return None
    name = found.name if found.id.startswith(FIRST) else found.within
    return None if name is None else (found.country, name)


def _divided(where: Where, place: Opened, told: Mapping[tuple[str, str], float], gazetteer: Gazetteer, text: str) -> Where:
    pinned = {name for country, name in pinned_divisions(place.read, gazetteer) if country == where.country and name}
    beside = _beside(where, gazetteer, text)
    inland = {name: amount for (country, name), amount in told.items() if country == where.country}
    leading = max(sorted(inland), key=lambda name: inland[name], default=None)
    for named, how in ((pinned, "division named with it"), (beside, "division named beside it")):
        if len(named) == 1:
            return replace(where, within=named.pop(), basis=f"{where.basis}; {how}")
        if named:
            return where
    if leading and inland[leading] >= max(LEAST_TOLD, MOST_TOLD * sum(inland.values())):
        return replace(where, within=leading, basis=f"{where.basis}; division from the document")
    return where


def _beside(where: Where, gazetteer: Gazetteer, text: str) -> set[str]:
    """Return the divisions of the place's country that its sentence names about it."""
    before = SENTENCE_END.split(text[max(0, where.span.start - BESIDE) : where.span.start])[-1]
    after = SENTENCE_END.split(text[where.span.end : where.span.end + BESIDE])[0]
    return {
        division.name
        for words in (before, after)
        for folded, country in names_told(words, gazetteer.telling)
        if country == where.country
        for division in gazetteer.divisions.get(folded, ())
        if division.country == country and division.how != "short"
    }
