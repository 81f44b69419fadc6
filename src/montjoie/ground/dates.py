"""Words of a time + publication date → `When`: the days that the words mean, or why they mean none."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from montjoie.ground.date_grammar import Found, scan
from montjoie.ground.date_periods import (
    LENGTH,
    NO_ANCHOR,
    NO_DAY,
    NOT_A_DATE,
    NUMBERS,
    ORDINALS,
    RECURRING,
    TERM,
    TWO_READINGS,
    VAGUE,
    Days,
    Frame,
    Period,
    number_of,
    one_day,
    shifted,
    shifted_months,
    two_readings,
)
from montjoie.ground.date_relative import RELATIVE, moved
from montjoie.schema import DatePrecision, Span, TimeWords, When

OPEN_ENDED = Period(rule="unresolved:open_ended")
HARD = (TWO_READINGS, TERM, RECURRING, NOT_A_DATE, NO_DAY)  # no day, whatever else is said
REASONS = (*HARD, OPEN_ENDED, NO_ANCHOR, VAGUE, LENGTH)  # the reason that is given where several hold

AROUND = 160  # characters of the sentence on either side in which the tense is looked for
SENTENCE_END = re.compile(
    r"(?<![A-Z])(?<!\b[A-Z][a-z])(?<!\b[A-Z][a-z]{2})[.!?][\"'”’)]*\s+(?=[\"'“‘(]*[A-Z0-9])|(?<=[a-z0-9][.!?])(?=[A-Z])|\n"
)
WORDS_BEFORE = re.compile(
    r"\b(?:(?:late|early|earlier|later|last|next|this past|this coming|this|the night of|overnight into|overnight|mid)"
    r"[\s-]+(?:on\s+|in\s+)?)$",
    re.IGNORECASE,
)
YEAR_BEHIND = re.compile(r",?\s+(?:of\s+)?(?:(?:18|19|20)\d\d(?![\d-])|(?:this|last|next) year\b)", re.IGNORECASE)
WAY_BEHIND = re.compile(r"\s+(?:ago|later|earlier|after|before)\b", re.IGNORECASE)
LENGTH_ALONE = re.compile(r"\b(?:day|night|week|month|year)s?$", re.IGNORECASE)
CLAUSE = re.compile(r"\s+(?!(?:in|at(?! least)|on|near|by|and|but|when|from|outside|inside|said|told)\b)[\w\"“]", re.IGNORECASE)
FUTURE = re.compile(
    r"\b(?:will|shall|must|ha(?:s|ve) to|won't|(?:is|are|was|were|be) (?:set|due|expected|scheduled|planned|planning|likely|slated|to)\b(?! have)"
    r"|(?:plan|intend|expect|hope|aim|want|agree|promise|pledge|threaten|prepar)(?:s|ed|ing)? to|(?:expects|plans|intends|hopes)|going to|upcoming|forthcoming|due to"
    r"|(?:scheduled|planned|expected|due|set)(?= (?:for|on|in|by)\b|\s*$)|ahead of|could|might|(?-i:may)|would|unless)\b|\w'll\b",
    re.IGNORECASE,
)
PAST = re.compile(
    r"(?<!\bbe )(?<!\bto )\b(?:[a-z]{2,}ed|was|were|had|did|said|says|told|wrote|spoke|met|held|gave|took|came|went|began|struck"
    r"|hit|fell|left"
    r"|saw|shot|fought|killed|sent|broke|became|launched|made)\b",
    re.IGNORECASE,
)
ONGOING = re.compile(r"\b(?:has|have|'s|'ve|is|are)\s+(?:\w+\s+){0,2}(?:been|now|\w+ing|\w+ed|held|lasted|raged|fought)\b", re.IGNORECASE)
SINCE = re.compile(r"\b(?:since|dating (?:back )?to|starting|beginning|onwards?)\b|^from\b", re.IGNORECASE)
UNTIL = re.compile(r"\b(?:until|till|up to|by|no later than|through)\b", re.IGNORECASE)
OPEN = re.compile(r"\b(?:before|after|following|prior to|ahead of)\b", re.IGNORECASE)
RANGE = re.compile(r"^\W*(?:and\s+)?(?:to|until|till|through|into|-)\b|^\s*-\s*$", re.IGNORECASE)
OF_EVENT = re.compile(
    r"(?P<when>(?:ever )?(?:since|after|before|following|prior to|ahead of) )(?P<whose>(?:the|an?|its|their|his|her|\w+['’]s) )?",
    re.IGNORECASE,
)
ANNIVERSARY = re.compile(
    rf"(?:\b(?P<nth>{'|'.join(ORDINALS)}|\d+(?:st|nd|rd|th)|(?:{'|'.join(name for name in NUMBERS if ' ' not in name)})-year)\s+)?\banniversary of\b",
    re.IGNORECASE,
)
AND = re.compile(r"^\W*(?:and|or)\b|^[\s,(]*$", re.IGNORECASE)
NEAR = 45  # days that "and" may bridge: "in August and September", not "in 2014 and on Monday"


def resolve_time(
    text: str,
    words: TimeWords | None,
    *,
    published: date | None,
    anchor: date | Days | None = None,
    given: bool = False,
    ahead: bool = False,
    named: Sequence[Span] = (),
    lasting: bool = False,
) -> When:
    """Return the days that words of a text mean.

    `anchor` is the day, or the first and last day, that the telling has reached ("two days later"); `given` says that the days come with the words
    and hold; `named` are the words that name the event, so that "after the raid of 2 March" is that day where the raid is what is dated;
    `lasting` that it goes on, so that "since the war began in March" is not March alone. Days are local days of the place. Without words nothing is said; the publication day is only a bound.
    """
    if words is None:
        return When(rule="not_stated", not_after=published)
    if given:
        period = _given(words, published)
    else:
        phrase, around = _phrase(text, words)
        phrase = _of_the_event(phrase, words, text, () if lasting and SINCE.match(phrase) else named)
        period = read_phrase(phrase, frame_around(*around, published=published, anchor=anchor, ahead=ahead))
    return When(
        first=period.first, last=period.last, rule=period.rule, not_after=published, span=words.span, hours=period.hours,
        readings=period.readings, anchor=period.seen, zone=period.zone,
    )  # fmt: skip


def not_after_its_report(when: When) -> When:
    """Return the time of what is reported to have happened, without days that lie well after the report: they are misread."""
    if when.first is None or when.not_after is None or when.first <= when.not_after + timedelta(days=1):  # a day for the zones
        return when
    return When(rule="unresolved:after_its_report", not_after=when.not_after, span=when.span, anchor=when.anchor)


def frame_around(
    before: str, behind: str, *, published: date | None, anchor: date | Days | None = None, ahead: bool = False, history: bool = False
) -> Frame:
    """Return from where words are seen, given the rest of their sentence on either side."""
    told = (anchor, anchor) if isinstance(anchor, date) else anchor
    tense = "future" if ahead else _tense(before, behind)
    return Frame(
        published=published, anchor=told[0] if told and told[0] == told[1] else None, told=told, history=history,
        future=tense == "future",
        past=tense == "past", ongoing=bool(ONGOING.search(before)), clause_follows=bool(CLAUSE.match(behind)),
    )  # fmt: skip


def date_precision(first: date, last: date) -> DatePrecision:
    """Return how exact a period is, as UCDP GED has it."""
    days = (last - first).days + 1
    if days == 1:
        return DatePrecision.DAY
    if days <= 6:
        return DatePrecision.FEW_DAYS
    if days == 7:
        return DatePrecision.WEEK
    return DatePrecision.MONTH if days <= 31 else DatePrecision.YEAR


def read_phrase(phrase: str, frame: Frame) -> Period:
    """Return the period that a phrase means from a frame: its expressions, joined by the words between and before them."""
    phrase = re.sub(r"\s+", " ", phrase.translate({0x2019: "'", 0x2018: "'", 0x2013: "-", 0x2014: "-", 0x2010: "-", 0x2011: "-"}))
    found = _scan_on(phrase, frame)
    resolved = [item for item in found if item.period.first]
    said = {(item.period.first, item.period.last) for item in resolved}  # "on Victory Day, 9 May": the date tells which of two
    found = [item for item in found if item.period.first or not said.intersection(item.period.readings)]
    reasons = [item.period for item in found if not item.period.first]
    if not resolved or any(reason.rule == hard.rule for reason in reasons for hard in HARD):
        return _reason(reasons)
    period = _joined(phrase, resolved)
    if period.first is None:
        return period
    hours = period.hours or next((item.period.hours for item in found if item.period.hours), None)
    zone = period.zone or next((item.period.zone for item in found if item.period.zone), None)
    passed = max((item.end for item in found if item.end <= resolved[0].start), default=0)
    return _led(replace(period, hours=hours, zone=zone), phrase[passed:], [_moved_up(item, passed) for item in resolved], frame)


# ---------------------------------------------------------------- the words and what is around them


def _given(words: TimeWords, published: date | None) -> Period:
    """Return the days that came with the words; an end that is open reaches the publication, or is not known."""
    first, last = words.start, words.end
    if first and not last:
        last = published
    if not first or not last:
        return OPEN_ENDED
    return Period(first=first, last=last, rule="given") if first <= last else Period(rule="unresolved:ends_before_it_begins")


def _phrase(text: str, words: TimeWords) -> tuple[str, tuple[str, str]]:
    """Return the words, widened by what belongs to them just before and behind, and the rest of the sentence on either side."""
    start, end = words.span.start, words.span.end
    before, behind = rest_of_sentence(text, start, end)
    phrase = text[start:end]
    lead = WORDS_BEFORE.search(before)
    if lead:
        phrase, before = lead[0] + phrase, before[: lead.start()]
    way = WAY_BEHIND.match(behind)
    if way and LENGTH_ALONE.search(phrase):
        phrase, behind = phrase + way[0], behind[way.end() :]
    year = YEAR_BEHIND.match(behind)
    if year and not re.search(r"\d{4}|year|day", phrase):
        phrase, behind = phrase + year[0], behind[year.end() :]
    return phrase, (before, behind)


def _of_the_event(phrase: str, words: TimeWords, text: str, named: Sequence[Span]) -> str:
    """Return the words without "since" or "after" where what follows these is the event that is dated, with its date."""
    lead = OF_EVENT.match(phrase)
    if lead is None:
        return phrase
    inside = any(words.span.start < name.start < words.span.end for name in named)
    beside = lead["whose"] and any(not text[words.span.end : name.start].strip() for name in named if name.start >= words.span.end)
    return phrase[lead.end("when") :] if inside or beside else phrase


def rest_of_sentence(text: str, start: int, end: int) -> tuple[str, str]:
    """Return what stands before and behind words in their sentence, at most 160 characters each."""
    before = SENTENCE_END.split(text[max(0, start - AROUND) : start])[-1]
    return before, SENTENCE_END.split(text[end : end + AROUND])[0]


def _tense(before: str, behind: str) -> str:
    """Return "future", "past" or "" for the clause around words: the nearest verb on the left decides, else the first on the right."""
    near = before[-90:]
    future = [match.end() for match in FUTURE.finditer(near)]
    past = [match.end() for match in PAST.finditer(near)]
    if future or past:
        return "future" if max(future, default=-1) >= max(past, default=-1) else "past"
    ahead, back = FUTURE.search(behind[:60]), PAST.search(behind[:60])
    if ahead and not (back and back.start() < ahead.start()):
        return "future"
    return "past" if back else ""


# ---------------------------------------------------------------- several expressions


def _scan_on(phrase: str, frame: Frame) -> list[Found]:
    """Return the expressions, each seen from the one before it; "two days after X" is X moved, where X is a date."""
    relative = RELATIVE.match(phrase)
    if relative and phrase[relative.end() :].strip():
        rest = [item for item in scan(phrase[relative.end() :], frame) if item.period.first]
        period = moved(rest[0].period, relative) if len(rest) == 1 else NO_ANCHOR
        return [Found(start=relative.start(), end=len(phrase), period=period)]
    anniversary = ANNIVERSARY.search(phrase)
    if anniversary:
        return [Found(start=anniversary.start(), end=len(phrase), period=_anniversary(phrase[anniversary.end() :], anniversary, frame))]
    found = scan(phrase, frame)
    days = [item for item in found if item.period.first and item.period.rule != "same_day"]
    if len(found) < 2 or not days:
        return found
    again = scan(phrase, replace(frame, anchor=days[0].period.first))
    return [
        item if item.period.rule != "same_day" else replace(item, period=replace(NO_ANCHOR, hours=item.period.hours, zone=item.period.zone))
        for item in again
    ]


def _anniversary(of: str, match: re.Match[str], frame: Frame) -> Period:
    """Return the day of an anniversary of a date: the year that is counted, else the nearest that the tense allows."""
    days = [item.period for item in scan(of, frame) if item.period.first and item.period.first == item.period.last]
    if len(days) != 1 or days[0].first is None:
        return NOT_A_DATE  # of an event: its day is not said here
    day, nth = days[0].first, match["nth"]
    years = 0 if not nth else ORDINALS.get(nth.lower()) or number_of(nth.lower().removesuffix("-year")) or int(re.sub(r"\D", "", nth) or 0)
    if years and re.search(r"\d{4}", of):
        return replace(days[0], first=shifted_months(day, 12 * years), last=shifted_months(day, 12 * years), rule="anniversary")
    if frame.published is None:
        return NO_DAY
    years = frame.published.year - day.year
    near = [shifted_months(day, 12 * step) for step in range(years - 1, years + 2) if step > 0 or not re.search(r"\d{4}", of)]
    fits = [n for n in near if n >= frame.published] if frame.future else [n for n in near if n <= shifted(frame.published, 2)][::-1]
    return one_day(fits[0], "anniversary") if fits else NOT_A_DATE


def _moved_up(item: Found, by: int) -> Found:
    """Return an expression at its place in a phrase that lost characters at its beginning."""
    return replace(item, start=item.start - by, end=item.end - by)


def _reason(reasons: Sequence[Period]) -> Period:
    """Return the first of the reasons that hold; hours, where a time of day is all that is said."""
    for reason in REASONS:
        for held in reasons:
            if held.rule == reason.rule:
                return held
    return NOT_A_DATE


def _joined(phrase: str, items: Sequence[Found]) -> Period:
    """Return one period of several: the narrower of two that hold each other, both ends of a range, else two readings."""
    period = items[0].period
    for before, item in itertools.pairwise(items):
        period = _pair(period, phrase[before.end : item.start], item.period)
        if period.first is None:
            return period
    return period


def _pair(a: Period, between: str, b: Period) -> Period:
    """Return what two periods and the words between them mean."""
    if a.first is None or a.last is None or b.first is None or b.last is None:
        return two_readings(a, b)
    hours = a.hours or b.hours
    if a.first <= b.first and b.last <= a.last:
        return replace(b, hours=hours)
    if b.first <= a.first and a.last <= b.last:
        return replace(a, hours=hours)
    weekdays = {a.rule, b.rule} <= {"weekday", "part_of_day"}
    if weekdays and a.first > b.last and (RANGE.search(between) or AND.search(between)):
        return Period(first=shifted(a.first, -7), last=b.last, rule="range")  # "from Friday to Monday" in a Friday's report
    if RANGE.search(between):
        return Period(first=a.first, last=b.last, rule="range") if a.first <= b.last else two_readings(a, b)
    if AND.search(between) and abs((b.first - a.last).days) <= NEAR:
        return Period(first=min(a.first, b.first), last=max(a.last, b.last), rule="range")
    return two_readings(a, b)


def _led(period: Period, phrase: str, items: Sequence[Found], frame: Frame) -> Period:
    """Return what "since", "until", "before" and the like before the first expression make of a period."""
    lead, own = phrase[: items[0].start], phrase[items[0].start : items[-1].end]
    ranged = bool(re.search(r"(?:\bto\b|\buntil\b|\band\b|-)", own)) and period.last != period.first
    if SINCE.search(lead) or re.search(r"\bonwards?\b", phrase[items[-1].end :]):
        if lead.lower().startswith("from") and ranged:
            return period
        return _since(period, frame)
    if OPEN.search(lead):
        return OPEN_ENDED
    if UNTIL.search(lead):
        return _until(period, frame)
    return period


def _since(period: Period, frame: Frame) -> Period:
    """Return from the beginning of a period to the publication."""
    if frame.published is None:
        return NO_DAY
    if period.first is None or period.first > frame.published:
        return OPEN_ENDED
    whole = Period(first=period.first, last=frame.published, rule="since")
    if (
        period.rule == "weekday" and period.first == frame.published
    ):  # "since Friday" in a Friday's report: of a week before, or of that day
        return two_readings(whole, replace(whole, first=shifted(period.first, -7)))
    return whole


def _until(period: Period, frame: Frame) -> Period:
    """Return from the publication to the end of a period that lies ahead."""
    if frame.published is None or period.last is None or period.last < frame.published:
        return OPEN_ENDED
    return Period(first=frame.published, last=period.last, rule="until")
