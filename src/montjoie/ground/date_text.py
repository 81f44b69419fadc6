"""The times of a running text, in its order: each expression with its days, seen from what was told before it.

What an annotation quotes as the words of a time is read by `dates.py`; here the expressions are found, so that "two days later"
can lean on a day that no annotation quotes.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from montjoie.ground.date_grammar import Found, match_at
from montjoie.ground.date_periods import Days, Frame, Period
from montjoie.ground.dates import frame_around, read_phrase, rest_of_sentence
from montjoie.schema import Part

REACH = 40  # characters before a word of time in which its expression may begin
CUE = re.compile(
    r"\d|(?:mon|tues|wednes|thurs|fri|satur|sun)day|\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
    r"|\b(?:second|minute|hour|day|night|week|month|quarter|year|decade|centur|morning|afternoon|evening|overnight|dawn|dusk|daybreak|noon"
    r"|mid(?:day|night)|spring|summer|autumn|fall|winter|to(?:day|night|morrow)|yesterday|now|soon|shortly|recent|current|present|future"
    r"|past|previous|former|earlier|later|lately|imminent|so far|then|same time|this time|daily|nightly|weekly|annual|yearly|hourly|easter"
    r"|christmas|ramadan|eid|moment|nowadays|semester|fiscal|thanksgiving|halloween|passover|yom kippur|ashura|nowruz|pentecost)",
    re.IGNORECASE,
)
WORD = re.compile(r"(?<![\w-])(?=[\w'])")
LEADING = re.compile(
    r"(?:(?:in|on|at|for|lasting|during|within|over(?=\s+the)|since|from|the(?=\s+(?:1[5-9]|20)\d\d(?![\w'])))\s+)+(?=\S)", re.IGNORECASE
)
SAME = str.maketrans({"’": "'", "‘": "'", "–": "-", "—": "-", "‐": "-", "‑": "-", "\xa0": " "})
TIME_OF_DAY = ("same_day", "unresolved:no_anchor")
NO_TIME = re.compile(  # time enough where somebody quotes them as a time, and none in running text
    r"(?:at )?\d{1,2}[.]\d\d|may|march|fall|(?:about |some |nearly |almost |over |more than )*(?:a|an|one|\w+)[\s-](?:second|quarters?)|seconds?|few quarters"
    r"|soon|later|earlier|previously|shortly|imminent|so far|(?:at )?(?:the )?same time|the current|quarterly"
    r"|(?-i:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)(?:'s)?",
    re.IGNORECASE,
)
JOINS = re.compile(r"(?:\s|,|\bon\b|\bof\b|\bin\b|\bthe\b|\()*")
COUNTED = re.compile(r"\s+(?!years?\b|days?\b|months?\b|was\b|is\b|has\b|its\b|this\b|as\b)[a-z]+(?:s|men|people)\b")  # "2000 men"
COUNT_LEAD = re.compile(r"\b(?:more than|over|some|nearly|almost|about|at least|around|another|other)\s+$", re.IGNORECASE)
YEAR_LEAD = re.compile(
    r"(?:\b(?:in|of|since|by|until|till|to|from|before|after|during|between|early|mid|late|circa|the|year"
    r"|spring|summer|autumn|winter|fall|[a-z]+day|(?:jan|febr)uary|march|april|may|june|july|august|(?:sept|nov|dec)ember|october)|[(,–-])[\s-]*$",
    re.IGNORECASE,
)
STORY_RULES = ("unresolved", "since", "past_span", "recent", "ahead", "until", "lasting", "few_days_ago", "decade", "nth_day")
LONGEST_TOLD = 366  # days of a period that a telling can be said to have reached


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeTold:
    """An expression of a text with its days; `reached` is what the telling had reached before it."""

    start: int
    end: int
    period: Period
    reached: Days | None = None


def times_told(text: str, *, published: date | None, parts: Sequence[Part] = (), history: bool = False) -> tuple[TimeTold, ...]:
    """Return the times of a text, in its order; a date line inside a digest is the publication of what follows it.

    `history`: the text tells of the past only, in order, as an encyclopedia does, so that a date without a year is of the
    year that the telling has reached.
    """
    plain = re.sub(r"\s", " ", text.translate(SAME))
    told: list[TimeTold] = []
    reached: Days | None = None
    day_before: date | None = None
    for found in _expressions(plain):
        part = next((part for part in parts if part.start <= found.start < part.end), None)
        day = part.day if part else published
        if day != day_before:
            reached, day_before = None, day
        frame = frame_around(*rest_of_sentence(text, found.start, found.end), published=day, anchor=reached, history=history)
        period = read_phrase(plain[found.start : found.end], frame)
        told.append(TimeTold(start=found.start, end=found.end, period=period, reached=reached))
        if not (history and _aside(plain, found, reached)):
            reached = reached_with(period) or reached
    return tuple(told)


def _aside(plain: str, found: Found, reached: Days | None) -> bool:
    """Say whether a date is told beside the telling: in brackets, or as part of a name ("the 1907 Convention")."""
    if reached is None:
        return False
    bracket = plain.rfind("(", max(0, found.start - 60), found.start)
    if bracket >= 0 and ")" not in plain[bracket : found.start]:
        return True
    named = re.fullmatch(r"\d{4}", plain[found.start : found.end]) and re.match(r"\s+[A-Z]", plain[found.end : found.end + 3])
    return bool(named)


def reached_before(told: Sequence[TimeTold], position: int, *, since: int = 0) -> Days | None:
    """Return the period that the telling has reached before a place in the text; `since`: where its dispatch begins."""
    periods = [days for time in told if since <= time.start and time.end <= position and (days := reached_with(time.period))]
    return periods[-1] if periods else None


def reached_with(period: Period) -> Days | None:
    """Return the days that a telling has reached with a period; None for what is no step of a telling."""
    if period.first is None or period.last is None or period.rule.startswith(STORY_RULES):
        return None
    return (period.first, period.last) if (period.last - period.first).days < LONGEST_TOLD else None


# ---------------------------------------------------------------- where the expressions are


def _expressions(plain: str) -> Iterator[Found]:
    """Yield the expressions of a text, none within another; a time of day with its date is one."""
    held: Found | None = None
    for found in _single(plain):
        if held is not None and _belong(plain, held, found):
            held = replace(held, end=found.end, period=found.period if found.period.first else held.period)
            continue
        if held is not None:
            yield held
        held = found
    if held is not None:
        yield held


def _single(plain: str) -> Iterator[Found]:
    """Yield one expression after the other, each with what it means without a frame; prepositions are not part of them."""
    bare = Frame()
    at, tried = 0, 0
    for cue in CUE.finditer(plain):
        if cue.start() < at:
            continue
        for word in WORD.finditer(plain, max(at, tried, cue.start() - REACH), cue.end()):
            tried = word.start() + 1
            match, meaning = match_at(plain, word.start())
            if match is None or meaning is None or not _is_time(plain, match):
                continue
            lead = LEADING.match(plain, match.start(), match.end())
            start = lead.end() if lead and lead.end() < match.end() else match.start()
            yield Found(start=start, end=match.end(), period=meaning(match, bare))
            at = tried = match.end()
            break


def _is_time(plain: str, match: re.Match[str]) -> bool:
    """Say whether a match is a time where nobody said that it is one: "2000 men" and "5.45" are not."""
    words = match[0]
    if re.fullmatch(r"(?:the )?(?:1[5-9]|20)\d\d", words):
        if COUNT_LEAD.search(plain[max(0, match.start() - 20) : match.start()]):
            return False
        return not COUNTED.match(plain, match.end()) or bool(YEAR_LEAD.search(plain[max(0, match.start() - 20) : match.start()]))
    if NO_TIME.fullmatch(words) and not words.startswith(("one second", "30 second")):
        return words in ("March", "May") and bool(YEAR_LEAD.search(plain[max(0, match.start() - 20) : match.start()]))
    return True


def _belong(plain: str, a: Found, b: Found) -> bool:
    """Say whether two expressions are one: a time of day and its date, side by side."""
    hours = [found.period.rule in TIME_OF_DAY and found.period.hours is not None for found in (a, b)]
    between = plain[a.end : b.start]
    return hours[0] != hours[1] and len(between) <= 12 and bool(JOINS.fullmatch(between))
