"""Words of terms that grammar tells where the network found none: how long a truce is to last, and on what condition."""

import re
from collections.abc import Sequence

from montjoie.schema import Span

_NUMBER = r"(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty-eight|seventy-two|several|few)"
_UNIT = r"(?:hours?|days?|nights?|weeks?|months?|years?)"
_TRUCE = r"(?:cease-?fire|truce|pause|halt|lull|window|cessation|moratorium|armistice|corridor|suspension)"
DURATION = re.compile(
    rf"\b(?:{_NUMBER}[ -]{_UNIT}(?:[ -]long)?|(?:hour|day|week|month|year)s?-?long)(?= (?:[\w-]+ )?(?:[\w-]+ )?{_TRUCE})"
    rf"|\b(?:for|lasting|lasts?)(?: (?:up to|at least|another|a further|the next))? {_NUMBER} {_UNIT}(?: (?:each|every|a) day| daily)?",
    re.IGNORECASE,
)
CONDITION = re.compile(
    r"\b(?:only )?(?:if|unless|until|till|once|provided|as long as|so long as|in exchange for|in return for|in the event of|on (?:the )?condition|"
    r"conditional(?:ly)? on|depending on|subject to)\b[^.;:\n]*",
    re.IGNORECASE,
)
AN_END = re.compile(
    r"(?:only )?(?:until|till) (?:[\w-]+ ){0,2}?(?:\d|midnight|noon|further notice|\w+day\b)", re.IGNORECASE
)  # a time, no condition
CLAUSE_ENDS = re.compile(r",|[\"”]|—| – |\b(?:he|she|it|they) (?:said|added)\b")
TIMELY = re.compile(
    r"\d|day\b|today|tonight|tomorrow|immediate|now\b|midnight|noon|morning|evening|night|hour|week|month|year|soon|january|february|march|april|may\b|june|july|"
    r"august|september|october|november|december|spring|summer|autumn|winter|christmas|easter|ramadan|eid|end of|once|after|next",
    re.IGNORECASE,
)
LASTING = frozenset({"ceasefire", "limited_ceasefire", "humanitarian_pause", "export_passage"})
NEAR = 60  # characters from the content that words of a term may stand, in its sentences


def term_in(name: str, subject: str, text: str, sentences: Span, content: Span) -> Span | None:
    """Return the words of a duration or a condition nearest to a content in its sentences; None where there are none."""
    if name == "duration":
        return _nearest(DURATION, text, sentences, content) if subject in LASTING else None
    found = _nearest(CONDITION, text, sentences, content) if name == "condition" else None
    if found is None or AN_END.match(text, found.start, found.end):
        return None
    words = CLAUSE_ENDS.split(text[found.start : found.end])[0].rstrip()
    return Span(start=found.start, end=found.start + len(words))


def _nearest(grammar: re.Pattern[str], text: str, sentences: Span, content: Span) -> Span | None:
    matches: Sequence[Span] = [
        Span(start=match.start(), end=match.end()) for match in grammar.finditer(text, sentences.start, sentences.end)
    ]
    nearest = min(matches, key=lambda span: (_apart(span, content), span), default=None)
    return nearest if nearest is not None and _apart(nearest, content) < NEAR else None


def _apart(one: Span, other: Span) -> int:
    return max(0, other.start - one.end, one.start - other.end)
