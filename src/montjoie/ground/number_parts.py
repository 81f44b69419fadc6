"""How a figure stands to the others of its toll, by the words around it: a part of a total, or an addition to an earlier count."""

import re

from montjoie.schema import Figure

AROUND = 90  # characters on either side in which the telling words stand

NUMBER = r"(?:\d[\d,.]*|[a-z-]+)"
PART_BEFORE = re.compile(
    r"(?:\bincluding|\bamong (?:them|those|the (?:dead|victims|injured|wounded|killed))(?: (?:is|are|was|were))?"
    r"|\b(?:of|out of) (?:whom|which)(?: (?:is|are|was|were))?|\bof them,|\bmostly)[,:]?\s+(?:at least |about |up to )?$",
    re.IGNORECASE,
)
PART_LISTED = re.compile(
    r"\bincluding (?:(?!\b(?:killed|injured|wounded|hurt|died|dead)\b)[^.;:()\n]){0,60}(?:,| and|&)\s+$", re.IGNORECASE
)
PART_OF_THEM = re.compile(
    rf"(?:at least |some |about )?{NUMBER} of (?:them|whom|which|the (?:dead|victims|wounded|injured|casualties))\b", re.IGNORECASE
)
PART_WHO = re.compile(  # "12 people eight of them children": whoever they are, they are of those told before; "three of them died" is a toll
    rf"{NUMBER} of (?:them|whom) (?:are |is |were |was )?(?:children|child|women|woman|civilians?|minors|infants|girls?|boys?|students)\b",
    re.IGNORECASE,
)
OPENED = re.compile(r"[,;(–—-]\s*(?:and |with )?$")
PART_BEHIND = re.compile(
    r"\s*(?:\w+ )?(?:is|are|was|were) (?:also |reportedly )?among (?:the |those |them\b|at least |\d|[a-z]+ (?:people|civilians|dead))",
    re.IGNORECASE,
)
NOT_A_PART = re.compile(r"\b(?:others?|more|most|another)\b", re.IGNORECASE)

MORE = re.compile(r"\b(?:more(?! than)|another|further|additional|others?)\b", re.IGNORECASE)
MORE_BEHIND = re.compile(r"\s*(?:more|others?)\b", re.IGNORECASE)
MORE_BEFORE = re.compile(r"\b(?:another|a further|an additional)\s+$", re.IGNORECASE)
DIED_LATER = re.compile(
    r"\b(?:succumbed|(?:have|has|had) since (?:died|succumbed)|(?:died|dying|dead) (?:\w+ ){0,2}(?:of|from) (?:\w+ )?(?:wounds|injuries)"
    r"|died (?:\w+ ){0,3}(?:in|at) (?:the |a |an )?(?:\w+ )?(?:hospitals?|clinic)|died (?:later|overnight|on the way|en route)"
    r"|bod(?:y|ies) (?:\w+ ){0,3}(?:found|recovered|pulled|retrieved|discovered)|(?:found|recovered|pulled|retrieved) (?:\w+ ){0,3}bod(?:y|ies))",
    re.IGNORECASE,
)
NEW_TOTAL = re.compile(
    r"\b(?:to|at|stands at|reached|total of) (?:at least |about )?\d|\b(?:bringing|brings|brought|raising|raises|taking|takes)\b",
    re.IGNORECASE,
)
SENTENCE_END = re.compile(r"[.!?][\"”’)]*\s+(?=[\"“‘A-Z])|\n")


def is_part(text: str, figure: Figure) -> bool:
    """Say whether a figure is told as a part of another: "including two children", "three of them", "a child was among the dead"."""
    before, words, behind = in_sentence(text, figure)
    if NOT_A_PART.search(words):
        return False
    if PART_BEFORE.search(before) or PART_LISTED.search(before) or PART_BEHIND.match(behind):
        return True
    return bool(PART_WHO.match(words + behind) or (PART_OF_THEM.match(words + behind) and OPENED.search(before)))


def is_further(text: str, figure: Figure) -> bool:
    """Say whether a figure adds to an earlier count: "two more died in hospital", "a third body was found in the rubble".

    Only words of dying or finding later make it so: "killed three and injured five others" counts five beside the three.
    A sentence that gives the new total with it has counted it in, and the figure is no addition.
    """
    before, words, behind = in_sentence(text, figure)
    if figure.kind not in ("killed", "casualties"):
        return False
    more = MORE.search(words) or MORE_BEHIND.match(behind) or MORE_BEFORE.search(before)
    later = DIED_LATER.search(f"{words}{behind}") or DIED_LATER.search(f"{before[-40:]}{words}")
    return bool(more and later and not NEW_TOTAL.search(before + words + behind))


def in_sentence(text: str, figure: Figure) -> tuple[str, str, str]:
    """Return the words of a figure with what is before and behind them in their sentence."""
    start, end = figure.span.start, figure.span.end
    before = SENTENCE_END.split(text[max(0, start - AROUND) : start + 1])[-1][:-1]  # with the first letter: it tells a sentence's end
    behind = SENTENCE_END.split(text[end : end + AROUND])[0]
    return before, text[start:end], behind
