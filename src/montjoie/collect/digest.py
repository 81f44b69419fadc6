"""Digest → parts: the dispatches in one text that have date lines of their own, each with the time it is known from."""

import re
from datetime import date, datetime
from typing import NamedTuple

from montjoie.collect.published import MONTHS, end_of_day
from montjoie.schema import Part, Published

# Capitals of the alphabets that datelines are written in; `re` has no class for them.
_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĘĚĞĢĪĮİĶĹĻĽŁŃŅŇŌŐŒŔŘŚŞŠŢŤŪŮŰŲŹŻŽА-ЯЁЂЄІЇЈЋҐ"
# words of a bounded length, or a long run of capitals and dots would be searched again from each of its dots
_CAPITALS = rf"[{_UPPER}][{_UPPER}'’ʼ./-]{{1,30}}(?: [{_UPPER}][{_UPPER}'’ʼ./-]{{0,30}}){{0,3}}"
_WORD = rf"[{_UPPER}][\w.'’-]{{1,30}}"
_WITHIN = rf"(?:, {_WORD}(?: {_WORD}){{0,2}})"
_NAME = rf"{_WORD}(?: {_WORD}){{0,3}}"
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)(?:[a-z]{0,6})?\.?"
# "#" stands for the number of the form, since no two groups of a pattern may share a name
_MONTH_DAY = rf"(?P<month#>(?i:{_MONTH})) (?P<day#>\d{{1,2}})"
_DAY_MONTH = rf"(?P<day_first#>\d{{1,2}}) (?P<month_last#>(?i:{_MONTH}))"
_DAY = rf"(?:{_MONTH_DAY}|{_DAY_MONTH})(?:,? (?P<year#>\d{{4}}))?(?![\w])"
_AGENCY = r"\((?P<agency#>[^()\n\d]{2,60})\)"
_DASH = r"(?:[-–—]{1,3}|−)"
_DASHED = rf"[.:]?\s*{_DASH}\s"


def _form(number: int, pattern: str) -> str:
    """Return one form of date line, with names of groups of its own."""
    return pattern.replace("DAY", _DAY).replace("AGENCY", _AGENCY).replace("#", str(number))


# The forms, the commonest first:
#   KYIV. March 5 (Interfax-Ukraine) - · MINSK, 7 February (BelTA) – · BEIRUT August 21 (The Associated Press)
#   MOSCOW, 5 Mar 2022 —
#   Cairo, Apr 20 (EFE).-
#   December 21, 2021 (KHARTOUM) –
#   (March 7, Reuters) · (Reuters, March 7)     at the start of a line only: at its end they credit what stands before
_FORMS = "|".join(
    (
        _form(0, rf"(?P<place0>{_CAPITALS}){_WITHIN}{{0,2}}[.,:]? DAY ?AGENCY(?:{_DASHED})?"),
        _form(1, rf"(?P<place1>{_CAPITALS}){_WITHIN}{{0,2}}[.,] DAY\.? {_DASH} (?!\d)"),
        _form(2, rf"(?P<line2>{_NAME})(?:, {_NAME})?, DAY ?AGENCY{_DASHED}"),
        _form(3, rf"(?P<line3>)DAY ?AGENCY{_DASHED}"),
        _form(4, rf"(?P<line4>)\((?:[^()\n\d]{{2,40}}, )?DAY(?:, [^()\n\d]{{2,40}})?\)(?:{_DASHED})?"),
    )
)
_DATE_LINE = re.compile(rf"(?<![\w(])(?:{_FORMS})\s*")
_MAY_HAVE_ONE = re.compile(rf"(?i:{_MONTH})")
_SEPARATOR = re.compile(r"[ \t]*(?:;{2,}|:{3,})[ \t]*|\n[ \t]*(?:[*#=_–—-][ \t]*){3,}(?=\n|$)")
_SENTENCE_END = frozenset(".!?…;:\"'”’»)]*")
_NOT_PLACES = frozenset({"CREATED", "UPDATED", "UPDATE", "POSTED", "PUBLISHED", "MODIFIED", "CORRECTED", "EDITED", "LAST", "DATED", "ON"})
_NOT_AGENCIES = re.compile(r"(?i:(?:mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?|local time|photo|file|est|gmt)")

# A date line without a year is of the year that puts it in this window around publication: archives and anniversaries are
# told of within the year, and a text is not dated more than a month ahead (figures chosen, not measured).
_DAYS_BEFORE, _DAYS_AFTER = 334, 31
_YEARS = range(1901, 2200)
# What stands before the first date line is a dispatch of its own where it has a sentence; less is a heading or a byline.
_HEADING = re.compile(r"[.!?…][\"'”’»)\]]*(?:\s|$)")
_LEAST_LETTERS = 60


class _Line(NamedTuple):
    start: int
    end: int
    day: date | None


def parts_of(text: str, published: Published | None, zone: str) -> tuple[Part, ...]:
    """Return the dispatches of a text that have a date line, in order; none for a text that is one dispatch.

    One dispatch is: no date line, or a single one at the start whose day is not after that of publication. Words before the
    first date line are in no part, nor is a dispatch whose day has no year and no publication to take it from: they are
    known when the document is.
    """
    if not _MAY_HAVE_ONE.search(text):
        return ()
    lines = _date_lines(text, published)
    if not lines or not _is_digest(text, lines, published):
        return ()
    ends = [line.start for line in lines[1:]] + [len(text)]
    return tuple(
        _part(text, line, end, line.day, published, zone) for line, end in zip(lines, ends, strict=True) if line.day is not None
    )  # fmt: skip


def _date_lines(text: str, published: Published | None) -> list[_Line]:
    lines = []
    for found in _DATE_LINE.finditer(text):
        if not _begins_here(text, found) or not _is_one(found):
            continue
        month, day, year = _numbers_of(found)
        day_of_line, exists = _day_of(month, day, year, published)
        if exists:
            lines.append(_Line(found.start(), found.end(), day_of_line))
    return lines


def _begins_here(text: str, found: re.Match[str]) -> bool:
    """Say whether a date line can begin here: at a line or after a separator, or in capitals after a sentence."""
    before = text[max(0, found.start() - 200) : found.start()]
    words = before.rstrip()
    if not words or "\n" in before[len(words) :] or words.endswith((";;", ":::")):
        return True
    in_capitals = found["place0"] is not None or found["place1"] is not None
    return in_capitals and words[-1] in _SENTENCE_END


def _is_one(found: re.Match[str]) -> bool:
    place = found["place0"] or found["place1"] or ""
    agencies = [found[name] for name in ("agency0", "agency2", "agency3") if found[name]]
    if set(place.replace(".", "").split()) & _NOT_PLACES:
        return False
    return not any(_NOT_AGENCIES.fullmatch(agency.strip()) for agency in agencies)


def _numbers_of(found: re.Match[str]) -> tuple[int, int, int | None]:
    """Return month, day and year as the line has them."""
    groups = {name.rstrip("01234"): value for name, value in found.groupdict().items() if value}
    word = (groups.get("month") or groups["month_last"]).rstrip(".").casefold()
    year = groups.get("year")
    return MONTHS.get(word, 0), int(groups.get("day") or groups["day_first"]), int(year) if year else None


def _day_of(month: int, day: int, year: int | None, published: Published | None) -> tuple[date | None, bool]:
    """Return the day of a date line, `None` where its year is not known, and whether there is such a day at all."""
    if year is not None or published is None:
        found = _date(year or 2000, month, day)
        return (found if year is not None else None), found is not None
    around = _day_published(published)
    candidates = (_date(around.year + shift, month, day) for shift in (0, -1, 1))
    near = [found for found in candidates if found is not None and -_DAYS_BEFORE <= (found - around).days <= _DAYS_AFTER]
    if near:
        return min(near, key=lambda found: abs((found - around).days)), True
    return None, _date(2000, month, day) is not None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year in _YEARS else None
    except ValueError:
        return None


def _day_published(published: Published) -> date:
    return date.fromisoformat(published.at[:10])


def _is_digest(text: str, lines: list[_Line], published: Published | None) -> bool:
    if len(lines) > 1:
        return True
    before = text[: lines[0].start]
    if sum(character.isalpha() for character in before) >= _LEAST_LETTERS and _HEADING.search(before):
        return True
    return lines[0].day is not None and published is not None and lines[0].day > _day_published(published)


def _part(text: str, line: _Line, end: int, day: date, published: Published | None, zone: str) -> Part:
    if published is not None and day == _day_published(published):
        not_after: datetime = published.not_after
    else:
        not_after = end_of_day(day, zone)
    return Part(start=line.start, end=_last(text, line, end, published, not_after), day=day, not_after=not_after, dateline_end=line.end)


def _last(text: str, line: _Line, end: int, published: Published | None, not_after: datetime) -> int:
    """Return where a part ends: at the separator before the next date line, without the space before it.

    What follows a separator without a date line is the document's own, unless the part is known later: then it is left in
    the part, for nothing may count as known before it can have been.
    """
    own_is_later = published is not None and published.not_after >= not_after
    separators = list(_SEPARATOR.finditer(text, line.end, end))
    if separators and own_is_later:
        end = separators[0].start()
    elif separators and not text[separators[-1].end() : end].strip():
        end = separators[-1].start()
    return line.end + len(text[line.end : end].rstrip())
