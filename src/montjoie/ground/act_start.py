"""From which day a commitment is, by the words of its start: "a ceasefire starting on Friday", told on a Monday, begins on the Friday after it.

The day on which it was announced is not its start, and what opens with "from" names the day itself and no period since then.
"""

import re
from dataclasses import dataclass, replace
from datetime import date

from montjoie.ground.dates import resolve_time
from montjoie.schema import Act, Span, Subject, TimeWords, When

_OPENS = r"(?:start(?:s|ing|ed)?|beg[iau]n(?:s|ning)?|commenc(?:es|ing|ed)|(?:takes?|taking|took) effect|(?:comes?|coming|came|enter(?:s|ed|ing)?) into (?:force|effect)|in force|effective|as of|from)"
OPENING = re.compile(rf"\b{_OPENS}(?:\s+(?:from|on|as of))*\s+(?=\S)", re.IGNORECASE)
BEGINNING = re.compile(
    rf"\b(?:{_OPENS[3:-1]}|effect|force|for|until|till|open(?:s|ed|ing)?|hold(?:s|ing)?|held|observ\w+|resum\w+|due|within|by|before|after)\b",
    re.IGNORECASE,
)
PAST = re.compile(r"\b(?:began|begun|started|took|came|entered|commenced|since|has been|was)\b", re.IGNORECASE)
RANGE = re.compile(r"\b(?:to|until|till|through|and)\b|[–—]|\d-\d", re.IGNORECASE)
LENGTH = re.compile(
    r",?\s+(?:and (?:will |would |is to )?last(?:s|ing)?|lasting|to last|for (?:a|an|\d+|\w+)[ -](?:hour|day|week|month)s?)\b.*$",
    re.IGNORECASE | re.DOTALL,
)
AHEAD: frozenset[Act] = frozenset({"agrees", "announces", "proposes", "demands", "extends", "refuses"})
ANNOUNCING: frozenset[Act] = frozenset({"agrees", "announces", "proposes", "demands", "refuses"})
BY_DAY: frozenset[Subject] = frozenset({"humanitarian_pause"})  # "evacuation on Tuesday": the day of the act is what it is for
FOR_SO_LONG = re.compile(
    r"\W*(?:for|lasting|over|during)?\s*(?:the next |an? |some )?[\w-]+[ -](?:hour|day|week|month)s?\W*", re.IGNORECASE
)
NO_DATE = "unresolved:not_a_date"
CONDITION = re.compile(r"\d|\b(?:immediate\w*|once|when\w*|after|before|until|till|upon|soon|as of|if|following|same)\b", re.IGNORECASE)
HOUR = re.compile(r"\d|\b(?:mid(?:night|day)|noon|dawn|dusk|sun(?:rise|set)|tonight|tomorrow|morning|evening)\b", re.IGNORECASE)
BEFORE = 60  # characters in which a verb of beginning stands before a day


@dataclass(frozen=True, slots=True)
class Start:
    """The days of a start and the words that tell them; `when` is None where the words tell no start."""

    when: When | None
    words: Span | None


def start_of(text: str, span: Span, told: date | None, act: Act, subject: Subject) -> Start:
    """Return what the words of a start say, told on a day: a commitment looks ahead, unless a day behind is nearer or the words are of the past."""
    words = _day_words(text, span)
    if FOR_SO_LONG.fullmatch(text, words.start, words.end):
        return Start(None, None)
    told_words = TimeWords(span=words)
    ahead = resolve_time(text, told_words, published=told, ahead=True)
    behind = resolve_time(text, told_words, published=told)
    opened = bool(OPENING.search(text[span.start : span.end]))
    when = _chosen(ahead, behind, told, act, past=bool(PAST.search(text[span.start : span.end])), opened=opened)
    past_or_now = when.rule == "weekday" and when.first is not None and told is not None and when.first <= told
    if past_or_now and act in ANNOUNCING and subject not in BY_DAY and _is_of_the_telling(text, span):
        return Start(None, None)
    return Start(replace(when, span=span), words)


def tells_nothing(text: str, start: When) -> bool:
    """Whether the words of a start that give no instant name no date and no condition either: "this", "directly"."""
    words = text[start.span.start : start.span.end] if start.span is not None else ""
    return start.rule == NO_DATE and not CONDITION.search(words) and not HOUR.search(words)


def _chosen(ahead: When, behind: When, told: date | None, act: Act, *, past: bool, opened: bool) -> When:
    if told is None or ahead.first is None or behind.first is None:
        return ahead if ahead.first is not None else behind
    if past:
        return behind
    if ahead.rule == "weekday" and act in AHEAD and (opened or (told - behind.first).days > 1):
        return ahead
    return min((ahead, behind), key=lambda when: abs(((when.first or told) - told).days))


def _day_words(text: str, span: Span) -> Span:
    """The words behind "from" and the like, without those of how long it lasts; a range stays whole."""
    words = LENGTH.sub("", text[span.start : span.end])
    opening = OPENING.search(words)
    if opening is None or RANGE.search(words, opening.end()):
        return Span(start=span.start, end=span.start + len(words)) if words else span
    return Span(start=span.start + opening.end(), end=span.start + len(words))


def _is_of_the_telling(text: str, span: Span) -> bool:
    """Whether a bare day, without an hour or a word of beginning before it, is that of the announcement: "declared a truce on Monday"."""
    words = text[span.start : span.end]
    return not HOUR.search(words) and not BEGINNING.search(words) and not BEGINNING.search(text, _sentence_start(text, span), span.start)


def _sentence_start(text: str, span: Span) -> int:
    since = max(0, span.start - BEFORE)
    return max(text.rfind(end, since, span.start) + 1 for end in (". ", "\n")) or since
