"""The reference page of times, made from the rules: `python -m montjoie.ground.date_page > docs/reference/times.md`."""

import re
import sys
from datetime import date

from montjoie.ground.date_feasts import BY_WEEKDAY, FIXED, FROM_EASTER, FROM_NEW_YEAR, FROM_PASSOVER, INDEPENDENCE, ISLAMIC
from montjoie.ground.date_lengths import ZONES
from montjoie.ground.date_periods import HOURS
from montjoie.ground.dates import resolve_time
from montjoie.schema import Span, TimeWords, When

WEDNESDAY = date(2024, 4, 17)
TOLD = date(2024, 3, 5)
RULES = (  # sentences with the words in brackets, what the rule makes of them
    ("weekday", ("Shells fell [on Monday].", "Shells fell [on Wednesday].", "He was freed [last Wednesday].", "The envoys will meet [on Friday]."),
     'the most recent one, the publication day included; strictly before it with "last", after it with "next"; the coming one in a clause that looks ahead'),
    ("part_of_day", ("It was hit [late on Monday].", "It was hit [on Monday night]."), "the day with its hours; a night runs into the next day, not past the publication"),
    ("overnight", ("Drones came [overnight].", "Drones came [overnight into Tuesday].", "It was shelled [last night]."), "the evening before and the day"),
    ("relative_day", ("It was hit [yesterday].", "It was quiet [this morning].", "It begins [tomorrow]."), "a day beside the publication"),
    ("weekend", ("It was shelled [over the weekend].",), "Saturday and Sunday"),
    ("this_week", ("It was shelled [this week].", "They will vote [later this month].", "It was taken [last year]."),
     'also `last_month`, `next_year` and so on: weeks from Monday to Sunday; "this" runs to the publication, or from it where the clause looks ahead'),
    ("absolute", ("Shells fell [on 13 April].", "Shells fell [on April 13, 2022].", "Shells fell [on 13.04.2022].", "Shells fell [on 16-17 April]."), "days of the calendar"),
    ("range", ("It was held [from March 28 to April 2].", "They fought [on Monday and Tuesday]."), "both ends"),
    ("month", ("It was taken [in March].", "It was taken [in May 2021].", "It was taken [last September]."), "the month"),
    ("part_of_month", ("It was taken [in mid-March].", "It was taken [at the end of February]."), "days 1 to 10, 11 to 20, 21 to the end"),
    ("year", ("It was taken [in 2016].", "It was held [in 2014-2015]."), "whole years"),
    ("part_of_year", ("It was taken [in early 2014].", "It was taken [in late 2014]."), "the first three months, June to August, the last three"),
    ("decade", ("It was built [in the late 1970s].",), 'ten years, "early" the first four, "mid" the middle, "late" the last three'),
    ("century", ("It was built [in the 19th century].",), "a hundred years, or a third of them"),
    ("season", ("It was taken [in the summer of 2022].", "It was taken [this past winter]."), "three months from March, June, September, December"),
    ("ago", ("He left [two days ago].", "He left [about three weeks ago].", "He left [two months ago]."),
     'a day, of months and years the whole one; "about" is a day or three days to either side; "more than" and "nearly" name no day'),
    ("few_days_ago", ("He left [a few days ago].",), "the week before the publication"),
    ("recent", ("Many fled [in recent days].", "Many fled [in recent weeks]."), "the week, the month up to the publication"),
    ("past_span", ("Nine died [in the past 24 hours].", "It was cut off [over the past three days]."), "that long before the publication up to it"),
    ("ahead", ("They will meet [in the next two weeks].", "They will meet [in the coming days]."), "from the publication on, a week or as long as it says"),
    ("since", ("Nine have died [since Friday].", "It has been held [since March]."), "its first day to the publication"),
    ("until", ("It will be open [until May 9].",), "the publication to its last day, where that lies ahead"),
    ("nth_day", ("It was shelled [for a third day].",), "up to the publication day, which is the third"),
    ("lasting", ("It has been shelled [for two weeks].",), "that long, up to the publication, where the sentence says that it goes on"),
    ("feast", ("The buses came [on Orthodox Christmas].", "Shells fell [on Eid al-Fitr].", "Shells fell [on Yom Kippur 1973]."), "the day of the year that is written, else the nearest that the tense allows; after a sighted moon a day to either side"),
    ("anniversary", ("They marched [on the second anniversary of 24 February 2022].",), "of a date that is written; of an event whose day is not said, none"),
    ("same_day", ("It was retaken [that evening].", "It was retaken [at 10 a.m.]."), "the day that the telling has reached"),
    ("day_beside", ("It was retaken [the next morning].",), "beside the day that the telling has reached"),
    ("relative_days", ("It was retaken [two days later].", "Shells fell [two days after April 10]."), "counted from the day that the telling has reached, or that is said; also `relative_weeks`, `relative`"),
    ("told_period", ("It was retaken [later that month].", "It was retaken [the following year]."), "seen from the period that the telling has reached"),
)  # fmt: skip
REASONS = (
    ("no_publication_date", (), "the words need the publication day, and it is not known"),
    ("no_anchor", ("It was retaken [two days later].",), "the words need the day that the telling has reached, and it has reached none"),
    ("two_readings", ("Drones came [overnight on Monday].", "Shells fell [on 03/04/2022].", "Shells fell [on Easter].", "It was taken [in the winter of 2021]."), "more than one reading survives: both are kept"),
    ("open_ended", ("It was held [before April 13].",), "one end is not said"),
    ("vague", ("It was held [recently].", "Many fled [in recent months].", "He left [more than a week ago]."), "words of time that name no day"),
    ("length", ("It took [a three-day battle].",), "how long, not when"),
    ("recurring", ("It is shelled [every Friday].",), "again and again"),
    ("fiscal_or_school", ("It spent less [in fiscal year 2023].", "It spent less [in the third quarter]."), "a term of a year that is not the calendar's"),
    ("not_a_date", ("It was held [during the talks].", "Shells fell [on 31 February]."), "no words of time that are known, or a day that does not exist"),
    ("after_its_report", (), "days that a model read of what has happened, later than the day after the report: those of something else"),
    ("ends_before_it_begins", (), "days that were given backwards"),
)  # fmt: skip
HEAD = """# Times

Made from the rules by `python -m montjoie.ground.date_page`; a test holds the page to them.

What the words of a time mean. The days are local days of the place of the event. `not_after` is the publication day (inside a digest,
that of the date line), where it is known: a bound, never a date; an event without words of time has that and no more. `rule` names the rule
below. `anchor` is the day that the words were counted from. Words that mean no day keep their span and give `unresolved:` with the
reason; where two readings survive, `readings` has both. Precision is UCDP GED `date_prec`: one day 1, two to six days 2, seven days 3,
eight to thirty-one days 4, more 5.

The examples stand in a report of Wednesday, 17 April 2024; those marked * in a telling that has reached 5 March.
"""
TAIL = """
A month or day without a year is the nearest that is not after the publication (a day and month: at most two days after); the next one where
the clause looks ahead. Where it lies more than 300 days back and the clause has no tense, either year may be meant. Where a weekday is
named with it, the year is the one in which they agree. Where the telling has reached a day long ago, so that another year could be
meant, there are two readings.

A date that stands with the event it dates ("after the 2 March raid", where the raid is what is dated) is the event's own and no bound;
"since the war began in March", where the war or a summary is dated, runs to the publication.

The telling has reached the last day or period that the text names before the words, inside the same date line; "since" and "in the past
week" are no steps of it.
"""
MEASURED = """
## Measured

`make bench-grounding` prints all of it; the data is public or the annotated corpus and lies outside the package.

- Expressions in running text, TempEval-3 platinum (20 documents, 138 times): value F1 0.804 (aim 0.76; published: HeidelTime 0.776,
  UWTime 0.824). Of the 29 that are not right 18 have another value, ten of those in gold a time without a calendar day; 11 are missed,
  six of those lengths.
- WikiWars, the six documents of its usual test part (497 times), read as history: strict with value F1 0.768 (aim 0.74; published:
  HeidelTime 0.764). 70 have another value, 45 of those days to years in gold; 43 are missed, 22 of those days to years; 16 have another span.
- For both, `bench/timex.py` writes what was found as TIMEX3 values; where two readings survive it takes the one nearest to the publication,
  as a benchmark wants one: the program does not. Rules were made on WikiWars' training part and the TempEval-3 training texts, where
  F1 is 0.78 on the one (strict with value) and 0.71 on the other (value: quarters of a business year and days of no date). Of the test
  parts the beginnings and the counts were looked at, and no error was.
- Given the words of an annotation: the days exactly right in 0.83 of 571 (train) and 0.86 of 57 (dev) that have days in gold; in 0.86
  and 0.91 counting those that are rightly left without. The annotators are language models.
- End to end on dev, with the reader of this version: `incident.time` F1 0.44, 90% interval 0.35 to 0.54 (aim 0.45). Of 59 dated
  incidents the reader misses 22 and reads no time for 8; where it reads the same words the days are right in 24 of 26.
- Twenty articles of the war in Ukraine and twenty of the war in Syria, read against what was found: 15 of 137 expressions that were given
  days were wrong, 11 of 135 once what the reading showed was mended. Of the 11 four stand in an article with a wrong date, four are
  "today" for nowadays, one is in a speech of the day before. The reader saw the program's answers.
"""
ZONE = """
## Parts of the day

Hours of the place, 24 and more the next morning. The zone is the one that the words name, else the place's by the tz database
(a country with several: by its division, or by the nearest town where no town of another time is nearly as near; else none).
A weekday's part of the day that had not begun there when the report was published is not this week's: two readings.

"""


def times_page() -> str:
    """Return the page, in Markdown."""
    rows = [f"| {_examples(examples, TOLD)} | {text} | `{rule}` |" for rule, examples, text in RULES]
    rows += ["| no words at all | none | `not_stated` |", "| days that came with the reading | they hold | `given` |"]
    reasons = [f"| `unresolved:{rule}` | {text} | {_examples(examples, None)} |" for rule, examples, text in REASONS]
    hours = [f"| {part} | {first} to {last} |" for part, (first, last) in HOURS.items()]
    return "\n".join(
        [HEAD, "| words and days | what is made of them | rule |", "| --- | --- | --- |", *rows, TAIL, "## Unresolved", "",
         "| reason | when | words |", "| --- | --- | --- |", *reasons, ZONE + "| part | hours |", "| --- | --- |", *hours, "",
         "Zones that are known by name: " + ", ".join(sorted(ZONES)) + ".", "", "## Feasts and holidays", "", *_feasts(), MEASURED]
    )  # fmt: skip


def _examples(sentences: tuple[str, ...], told: date | None) -> str:
    """Return examples with what the program makes of them now; `told`: the day that the telling has reached, where they need one."""
    shown = []
    for sentence in sentences:
        match = re.fullmatch(r"(.*)\[(.+)\](.*)", sentence)
        if match is None:
            raise ValueError(f"no words in brackets: {sentence}")
        words = TimeWords(span=Span(start=len(match[1]), end=len(match[1]) + len(match[2])))
        when = resolve_time("".join(match.groups()), words, published=WEDNESDAY)
        mark = ""
        if when.rule == "unresolved:no_anchor" and told is not None:
            when, mark = resolve_time("".join(match.groups()), words, published=WEDNESDAY, anchor=told), "*"
        shown.append(f"{match[1]}*{match[2]}*{match[3]}{mark} {_days(when)}".strip())
    return "<br>".join(shown)


def _days(when: When) -> str:
    """Return days as they are read: one, from to, or the readings that survive."""
    periods = when.readings if when.first is None or when.last is None else ((when.first, when.last),)
    return " or ".join(str(first) if first == last else f"{first} to {last}" for first, last in periods)


def _feasts() -> list[str]:
    """Return the lists of feasts, from the tables that the rules use."""
    fixed = [f"{name} {month}-{day:02}" for name, (month, day) in sorted(FIXED.items()) if name not in ("victory day", "nowruz")]
    independence = [f"{start.strip()}… {month}-{day:02}" for start, (month, day) in sorted(INDEPENDENCE.items())]
    return [
        "Month and day: "
        + ", ".join(fixed)
        + ". Nowruz 3-20 or 3-21. Victory Day 5-08 or 5-09: two readings, unless a date stands beside it.",
        "",
        "Independence days, by the beginning of the country's name or adjective: " + ", ".join(independence) + "; without a country, none.",
        "",
        "By weekday of a month: " + ", ".join(sorted(BY_WEEKDAY)) + '. "Thanksgiving" alone is two countries\'.',
        "",
        "From Easter, of the church that is named (else two readings where they differ): " + ", ".join(sorted(FROM_EASTER)) + ".",
        "",
        "By the tabular Islamic calendar, a day wider on either side: "
        + ", ".join(sorted([*ISLAMIC, "ramadan"]))
        + '; "Eid" alone is two feasts.',
        "",
        "By the Jewish calendar: " + ", ".join(sorted([*FROM_NEW_YEAR, *FROM_PASSOVER])) + ".",
    ]


if __name__ == "__main__":
    sys.stdout.write(times_page())
