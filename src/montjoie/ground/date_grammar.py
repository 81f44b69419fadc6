"""The words of a time, one expression at a time: patterns, each with the function that says what it means.

`scan` finds the expressions of a phrase from left to right, the longest at each place. How several of them join
("from … to …", "since …") is the part of `dates.py`.
"""

import re
from dataclasses import dataclass

from montjoie.ground.date_absolute import (
    read_century,
    read_decade,
    read_iso_date,
    read_month,
    read_month_day,
    read_months,
    read_numeric_date,
    read_season,
    read_two_dates,
    read_year,
)
from montjoie.ground.date_feasts import FEAST, read_feast
from montjoie.ground.date_lengths import ZONES, read_length, read_recurring, read_reference, read_term
from montjoie.ground.date_periods import COUNT_WORDS, Frame, Meaning, Period
from montjoie.ground.date_relative import (
    read_ago,
    read_ahead,
    read_clock,
    read_day_beside,
    read_days_later,
    read_few_ago,
    read_last_night,
    read_lasting,
    read_late_night,
    read_near_day,
    read_night_of,
    read_nth_day,
    read_overnight,
    read_part_alone,
    read_past_span,
    read_recent,
    read_relative,
    read_same_day,
    read_this_part,
    read_this_unit,
    read_told_unit,
    read_vague,
    read_weekday,
    read_weekend,
)

DAY_NAME = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
WEEKDAY = r"(?P<weekday>(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?-i:Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\b\.?)(?:'?s\b|')?"
MONTHS = (
    r"(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?"
    r"|(?:january|february|march|april|may|june|july|august|september|october|november|december)\b"
)
MONTH, MONTH_2 = rf"(?P<month>{MONTHS})", rf"(?P<month2>{MONTHS})"
NO_DAY_AFTER = r"(?!\d|[:.,]\d|\s*(?:%|a\.?m\b|p\.?m\b|hours?|people|per\b))(?:st|nd|rd|th)?"
DAY, DAY_2 = rf"(?P<day>[0-3]?\d){NO_DAY_AFTER}", rf"(?P<day2>[0-3]?\d){NO_DAY_AFTER}"
YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)(?![\d:])"
YEAR_AFTER = rf"(?:,?\s*(?:of\s+|in\s+)?(?:(?P<which_year>this|last|next|that same|that|the same|the following|the next|the previous) year\b|{YEAR}))?"
JOIN = r"\s*(?:-|to|and|or|/|until|through)\s*(?:the\s+)?"
PART = (
    r"(?P<part>early hours|small hours|early morning|dawn|daybreak|morning|midday|noon|afternoon|dusk|evening|night|midnight)(?:'?s\b|')?"
)
EDGE = (
    r"(?:(?P<edge>early|mid|late|(?:the )?(?:very )?(?:beginning|start|end|middle|first half|second half|first days?|last days?) of"
    r"|at the turn of)\s*-?\s*(?:in\s+)?)?"
)
WHICH = r"(?:(?P<which>this past|this coming|this|last|past|next|coming|following|earlier|later|early|late)\s+(?:on\s+)?)?"
WHICH_ONE = r"(?:(?P<which>this past|this coming|this|last|past|next|coming)\s+)?"
COUNT = rf"(?P<count>{COUNT_WORDS}|\d{{1,3}})(?:-plus|\+)?"
UNIT = r"(?P<unit>hour|day|night|week|month|year|decade|century|centurie)s?\b"
MORE = (
    r"(?:(?:another|under|close to|some|a little more than|at least|at most|no less than|more than|less than|nearly|almost|about|around|roughly|just over|just under|well over|over"
    r"|only|just|exactly)\s+)*"
)
FEW = r"(?:a\s+)?(?:few|several|couple of|many|some)"
CLOCK = r"(?P<clock>\d{1,2}(?:[:.]\d\d)?\s?[ap]\.?\s?m\b\.?|\d{1,2}[:.]\d\d(?!\d|\.\d)|noon|midday|midnight)"
ORDINAL = r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d+(?:st|nd|rd|th))"
CENTURY = r"sixteenth|seventeenth|eighteenth|nineteenth|twentieth|twenty-first|1[6-9]th|20th|21st"
NTH = rf"(?P<nth>{ORDINAL})"
ZONE = rf"(?:\s*\(?(?:local(?: time)?|(?:{'|'.join(sorted(ZONES, key=lambda name: (-len(name), name)))})(?: time)?)\b\)?)?"
LONG = r"(?P<unit>second(?=s)|(?<=[\d-])second|minute|hour|day|night|week|weekend|month|quarter|year|decade|centur(?=y|ies))(?:s|y|ies)?\b(?:[- ](?:long|old)\b)?"
_SPEC: tuple[tuple[str, Meaning], ...] = (
    (r"(\d{4})-(\d\d)-(\d\d)(?!\d)", read_iso_date),
    (r"(\d{1,2})([./])(\d{1,2})[./](\d{4}|\d\d)(?!\d)", read_numeric_date),
    (
        rf"(?:{WEEKDAY},?\s*(?:{PART},?\s+)?(?:on\s+)?\(?)?(?:the\s+)?{DAY}(?:{JOIN}{DAY_2})?\s+(?:of\s+)?{MONTH}{YEAR_AFTER}",
        read_month_day,
    ),
    (
        rf"(?:{WEEKDAY},?\s*(?:{PART},?\s+)?(?:on\s+)?\(?)?(?:last\s+)?{MONTH}\s+(?:the\s+)?{DAY}(?:{JOIN}{DAY_2}(?!\s+[a-z]+s\b))?{YEAR_AFTER}",
        read_month_day,
    ),
    (rf"{DAY}\s+{MONTH}{JOIN}{DAY_2}\s+{MONTH_2}{YEAR_AFTER}", read_two_dates),
    (rf"{MONTH}\s+{DAY}{JOIN}{MONTH_2}\s+{DAY_2}{YEAR_AFTER}", read_two_dates),
    (rf"{MONTH}\s*(?:-|to|and|through|until|/)\s*{MONTH_2}(?!\s+\d\d?(?!\d)){YEAR_AFTER}", read_months),
    (rf"{WHICH_ONE}{EDGE}{MONTH}(?:(?<!may)(?<!march)|(?!\s+(?:the|be|have|also|not)\b)){YEAR_AFTER}", read_month),
    (
        (
            rf"{WHICH_ONE}{EDGE}(?:the\s+)?(?P<season>spring|summer|autumn|winter|(?<=this )fall|(?<=last )fall|fall(?= of (?:19|20)\d\d))\b"
            rf"(?:,?\s+(?:of\s+|in\s+)?(?:(?P<which_year>this|last|next|that same|that|the same|the following|the next|the previous) year|{YEAR}(?:[-/](?P<until>\d{{4}}|\d\d))?))?"
        ),
        read_season,
    ),
    (
        rf"{EDGE}(?:the\s+)?(?:year\s+)?{YEAR}(?!-(?:day|year|strong))(?:\s*(?:-|/|to|and)\s*(?P<until>(?:19|20)\d\d|\d\d)(?![\d-]))?",
        read_year,
    ),
    (rf"(?:the\s+)?{EDGE}(?:the\s+)?(?P<decade>(?:1[5-9]|20)\d0)'?s\b", read_decade),
    (rf"(?:the\s+)?{EDGE}(?:the\s+)?(?P<century>{CENTURY})[\s-]century", read_century),
    (rf"(?<=on )(?:{DAY_NAME})s(?:\s+and\s+{DAY_NAME}s)*(?!\s+(?:[a-z]+))", read_recurring),
    (rf"late\s+(?:on\s+)?{WEEKDAY}\s+(?:night|evening)", read_late_night),
    (rf"{WHICH}{WEEKDAY}(?:\s*,?\s*(?:in the\s+|at\s+)?(?P<lead>early\s+)?{PART})?", read_weekday),
    (rf"(?:in\s+)?(?:the\s+)?{PART}\s+(?:of|on|hours of|hours on)\s+(?:last\s+)?{WEEKDAY}", read_weekday),
    (rf"(?:on\s+)?the night of\s+(?:last\s+)?{WEEKDAY}", read_night_of),
    (
        rf"overnight(?:\s+(?:(?:from\s+)?(?:{DAY_NAME}\s+(?:and\s+)?)?(?P<into>into|to|through))?\s*(?:on\s+)?{WEEKDAY}(?:\s+{PART})?)?",
        read_overnight,
    ),
    (
        (
            rf"(?:(?P<which>early|late|earlier|later)\s+)?(?P<near>the day before yesterday|the day after tomorrow|today|tonight"
            rf"|yesterday|tomorrow)"
            rf"(?:'s)?(?:\s+(?:at\s+)?{PART})?"
        ),
        read_near_day,
    ),
    (rf"(?:(?P<which>early|late|earlier|later)\s+)?this\s+{PART}", read_this_part),
    (r"last\s+(?P<part>night|evening)", read_last_night),
    (r"(?P<which>this past|this coming|this|last|past|next|coming|the)\s+weekend\b", read_weekend),
    (
        (
            r"(?:(?P<edge>earlier|later|early|late|(?:the )?(?:beginning|start|end|middle) of)\s+(?:in\s+)?)?"
            r"(?P<which>this|last|next|the next|the previous|the following)\s+(?P<unit>week|month|year)\b"
        ),
        read_this_unit,
    ),
    (
        (
            r"(?:(?P<edge>earlier|later|early|late|mid|(?:the )?(?:beginning|start|end|middle) of)[\s-]+(?:in\s+)?)?"
            r"(?P<which>that same|that|the same|the following|the next|the previous|the preceding|the)\s+(?P<unit>week|month|year|spring|summer|autumn|winter)\b"
            r"(?P<way>\s+(?:before|after|earlier|later))?"
        ),
        read_told_unit,
    ),
    (
        rf"(?:(?P<lead>early|late)\s+)?(?:in\s+)?(?:the\s+)?{PART}(?:\s+hours)?\s+(?:of|on)\s+(?:the\s+)?(?:{WEEKDAY},?\s+)?{MONTH}\s+{DAY}{YEAR_AFTER}",
        read_month_day,
    ),
    (
        rf"(?:(?P<lead>early|late)\s+)?(?:in\s+)?(?:the\s+)?{PART}(?:\s+hours)?\s+(?:of|on)\s+(?:the\s+)?(?:{WEEKDAY},?\s+)?{DAY}\s+(?:of\s+)?{MONTH}{YEAR_AFTER}",
        read_month_day,
    ),
    (rf"{MORE}{COUNT}\s+(?:and a half\s+)?{UNIT}\s+ago", read_ago),
    (rf"(?:just\s+)?(?:{FEW}\s+)?(?P<unit>day|week|month|year|hour|decade)s\s+ago", read_few_ago),
    (
        rf"(?:the\s+)?(?:past|last|previous)\s+{MORE}{COUNT}[\s-]+{UNIT}|the\s+(?:past|last)\s+(?P<alone>hour|day|week|month|year|decade|century)\b",
        read_past_span,
    ),
    (rf"in\s+(?:the\s+space of\s+|just\s+)?{MORE}{COUNT}\s+{UNIT}", read_past_span),
    (rf"(?:the\s+)?(?:past|last|previous)\s+(?:few|several|couple of)\s+{UNIT}", read_recent),
    (r"past\s+(?P<alone>hour|day|week|month|year|decade|century)\b", read_past_span),
    (rf"(?:the\s+)?(?:more\s+)?(?:recent|last|past)\s+(?=\w+s\b){UNIT}", read_recent),
    (rf"(?:the\s+)?(?:next|coming|following)\s+{MORE}{COUNT}\s+{UNIT}", read_ahead),
    (r"(?:the\s+)?(?:next|coming|following)\s+(?:(?:few|several)\s+)?(?P<unit>hour|day|week|month|year)s\b", read_ahead),
    (rf"(?:within|in)\s+(?:a few|the next few|a matter of)\s+{UNIT}", read_ahead),
    (rf"(?:for|lasting)\s+(?:the\s+)?(?:past\s+|last\s+)?{MORE}{COUNT}\s+{UNIT}", read_lasting),
    (r"(?:for\s+)?(?:days|weeks|months|years|decades|centuries)\b(?!\s+(?:later|after|before|earlier|ago))", read_vague),
    (rf"(?:the\s+)?{NTH}\s+(?:straight\s+|consecutive\s+|successive\s+)?(?:day|night)(?:\s+in a row|\s+running)?(?!\s+of\b)", read_nth_day),
    (
        rf"(?:on\s+)?(?:that same|that|(?:the\s+)?(?:very\s+)?same)\s+(?:day|{PART})|(?:earlier|later)\s+(?:on\s+|in\s+)?(?:that|the|the same)\s+day",
        read_same_day,
    ),
    (
        rf"(?:on\s+)?the\s+(?:(?:very\s+)?next|following|previous|preceding)\s+(?:day|{PART})|the\s+day\s+(?:before|after|earlier|prior)",
        read_day_beside,
    ),
    (rf"{MORE}{COUNT}\s+{UNIT}\s+(?P<way>later|earlier|before|prior|previously|afterwards|after)", read_relative),
    (rf"(?:just\s+)?(?:{FEW}\s+)?(?P<unit>day|week|month|year)s\s+(?:later|earlier|after|before)\b", read_days_later),
    (rf"{FEAST}{YEAR_AFTER}", read_feast),
    (r"eid(?:\s+al-?\s?(?:fitr|adha))?|ramadan", read_vague),
    (rf"(?:(?:just\s+|shortly\s+)?(?:at|around|about|before|after)\s+)?{CLOCK}{ZONE}", read_clock),
    (rf"{MORE}{COUNT}(?:\s+and a half)?[\s-]+{LONG}(?:\s+and a half)?", read_length),
    (rf"(?:{FEW})\s+(?:dozen\s+|hundred\s+)?{LONG}", read_length),
    (r"(?:months|years|weeks|days|hours|decades)-long", read_length),
    (
        (
            rf"(?:every|each)\s+(?:(?:other|second|few|{COUNT_WORDS}|\d+)\s+)?(?:{DAY_NAME}s?|hour|day|night|week|weekend|month|quarter|year|spring|summer"
            rf"|autumn|fall|winter|morning|afternoon|evening)s?\b(?:\s+{PART})?"
        ),
        read_recurring,
    ),
    (
        r"daily|nightly|weekly|monthly|yearly|annually|annual|hourly|quarterly|(?:per|a)\s+(?:day|week|month|year)(?=[.,;]|\s+(?:for|in)\b)",
        read_recurring,
    ),
    (
        (
            rf"(?:the\s+)?(?:(?:this|last|next|current|previous|{ORDINAL})\s+)?(?:fiscal|financial|budget|tax|school|academic|university)\s+(?:year|term|quarter|semester|half)s?\b"
            rf"(?:\s+(?:of\s+)?(?:19|20)\d\d(?:[-/]\d{{2,4}})?)?"
            rf"|(?:(?:19|20)\d\d(?:[-/]\d{{2,4}})?\s+)?(?:fiscal|financial|budget|school|academic)\s+year"
            rf"|(?:the\s+)?(?:(?:spring|summer|autumn|fall|winter|{ORDINAL})\s+)?(?:semester|trimester|school term)(?:\s+(?:of\s+)?(?:19|20)\d\d)?"
            rf"|(?:the\s+)?(?:{ORDINAL}|this|last|next|current|previous)[\s-]+quarter(?:\s+(?:of\s+)?(?:(?:19|20)\d\d|(?:this|last|next) year))?"
            rf"|(?-i:FY|Q[1-4])\s?-?(?:(?:20)?\d\d)?(?:[-/]\d\d)?"
        ),
        read_term,
    ),
    (r"(?<=since )then", read_same_day),
    (
        r"(?:at\s+)?(?:the\s+)?same time|(?:at|by)\s+(?:this|that)\s+(?:time|point|moment)|(?:the\s+)?(?:present|current|future)(?:\s+(?:time|day))?|currently|presently|nowadays|these days|former(?:ly)?|at the moment|once again",
        read_reference,
    ),
    (rf"(?:at\s+|in the\s+|during the\s+)?(?:the\s+)?{PART}", read_part_alone),
    (
        (
            r"recently|recent|currently|presently|now|soon|shortly|lately|in the past(?!\s+\w)|in the future|so far|earlier|later"
            r"|previously|imminent"
        ),
        read_vague,
    ),
)
RULES: tuple[tuple[re.Pattern[str], Meaning], ...] = tuple(
    (re.compile(rf"(?<![\w-])(?:{pattern})(?!\w)", re.IGNORECASE), meaning) for pattern, meaning in _SPEC
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An expression at its place in the phrase."""

    start: int
    end: int
    period: Period


def scan(phrase: str, frame: Frame) -> list[Found]:
    """Return the expressions of a phrase, left to right, none within another; at each place the longest match counts."""
    found: list[Found] = []
    at = 0
    while at < len(phrase):
        match, meaning = match_at(phrase, at)
        if match is None or meaning is None:
            at += 1
            continue
        found.append(Found(start=match.start(), end=match.end(), period=meaning(match, frame)))
        at = match.end()
    return found


def match_at(phrase: str, at: int) -> tuple[re.Match[str] | None, Meaning | None]:
    """Return the longest expression that begins at a place, and what it means; the first of equals."""
    best: tuple[re.Match[str] | None, Meaning | None] = (None, None)
    if at and (phrase[at - 1].isalnum() or phrase[at].isspace()):
        return best
    for pattern, meaning in RULES:
        match = pattern.match(phrase, at)
        if match and match.end() > (best[0].end() if best[0] else at):
            best = match, meaning
    return best
