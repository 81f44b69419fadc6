"""Words of a time and a publication day give the days that the words mean, or the reason why they mean none."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given as for_any
from hypothesis import strategies as st

from montjoie.ground.date_feasts import easter
from montjoie.ground.dates import date_precision, not_after_its_report, resolve_time
from montjoie.schema import DatePrecision, Span, TimeWords, When

WEEK = [date(2024, 4, 15) + timedelta(days=step) for step in range(7)]  # a Monday to a Sunday
NAMES = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
WEDNESDAY = date(2024, 4, 17)


def when(
    phrase: str, published: date | None = WEDNESDAY, anchor: date | None = None, before: str = "Shells fell ", behind: str = "."
) -> When:
    text = before + phrase + behind
    span = Span(start=len(before), end=len(before) + len(phrase))
    return resolve_time(text, TimeWords(span=span), published=published, anchor=anchor)


def days(found: When) -> str:
    if found.first is None or found.last is None:
        return found.rule
    return f"{found.first}" if found.first == found.last else f"{found.first} {found.last}"


# ---------------------------------------------------------------- weekdays, for each publication weekday


@pytest.mark.parametrize("published", WEEK, ids=NAMES)
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "phrase", ["{}", "on {}", "late {}", "early on {}", "earlier {}", "{} morning", "on {} afternoon", "on {} evening", "{}'s"]
)
def test_a_weekday_is_the_last_one_the_publication_day_included(published: date, name: str, phrase: str) -> None:
    found = when(phrase.format(name), published)
    assert found.first == found.last
    assert found.first is not None
    assert found.first.strftime("%A") == name
    assert 0 <= (published - found.first).days <= 6
    assert found.not_after == published


@pytest.mark.parametrize("published", WEEK, ids=NAMES)
@pytest.mark.parametrize("name", NAMES)
def test_last_next_and_a_planned_weekday(published: date, name: str) -> None:
    last, following = when(f"last {name}", published), when(f"next {name}", published)
    planned = when(f"on {name}", published, before="The ministers will meet ")
    assert last.first is not None
    assert following.first is not None
    assert planned.first is not None
    assert {found.strftime("%A") for found in (last.first, following.first, planned.first)} == {name}
    assert 1 <= (published - last.first).days <= 7
    assert 1 <= (following.first - published).days <= 7
    assert 0 <= (planned.first - published).days <= 6


@pytest.mark.parametrize("published", WEEK, ids=NAMES)
def test_overnight_is_the_evening_before_to_the_publication_day(published: date) -> None:
    found = when("overnight", published)
    assert (found.first, found.last, found.hours) == (published - timedelta(days=1), published, (18, 30))
    assert found.rule == "overnight"


@pytest.mark.parametrize("published", WEEK, ids=NAMES)
def test_last_week_is_the_previous_monday_to_sunday(published: date) -> None:
    assert days(when("last week", published)) == "2024-04-08 2024-04-14"
    assert days(when("next week", published)) == "2024-04-22 2024-04-28"


@pytest.mark.parametrize("published", WEEK, ids=NAMES)
def test_a_night_runs_into_the_next_day_but_not_past_the_publication(published: date) -> None:
    for name in NAMES:
        found = when(f"on {name} night", published)
        assert found.first is not None
        assert found.last == min(found.first + timedelta(days=1), published)
        assert found.hours == (18, 30)


# ---------------------------------------------------------------- one table for a Wednesday, 17 April 2024


TABLE = [
    ("today", "2024-04-17"),
    ("yesterday", "2024-04-16"),
    ("tomorrow", "2024-04-18"),
    ("tonight", "2024-04-17"),
    ("yesterday evening", "2024-04-16"),
    ("late yesterday", "2024-04-16"),
    ("earlier today", "2024-04-17"),
    ("this morning", "2024-04-17"),
    ("early this morning", "2024-04-17"),
    ("this afternoon", "2024-04-17"),
    ("last night", "2024-04-16 2024-04-17"),
    ("the day before yesterday", "2024-04-15"),
    ("the day after tomorrow", "2024-04-19"),
    ("Monday night", "2024-04-15 2024-04-16"),
    ("late on Monday night", "2024-04-15"),
    ("the night of Monday", "2024-04-15 2024-04-16"),
    ("in the early hours of Tuesday", "2024-04-16"),
    ("on the morning of Tuesday", "2024-04-16"),
    ("overnight into Tuesday", "2024-04-15 2024-04-16"),
    ("overnight Monday to Tuesday", "2024-04-15 2024-04-16"),
    ("overnight Monday and into Tuesday morning", "2024-04-15 2024-04-16"),
    ("overnight on Wednesday", "2024-04-16 2024-04-17"),
    ("overnight on Monday", "unresolved:two_readings"),
    ("at night from Monday to Tuesday", "2024-04-15 2024-04-16"),
    ("on Monday and Tuesday", "2024-04-15 2024-04-16"),
    ("between Saturday and Monday", "2024-04-13 2024-04-15"),
    ("from Friday to Monday", "2024-04-12 2024-04-15"),
    ("from Wednesday to Monday", "2024-04-10 2024-04-15"),
    ("since Friday", "2024-04-12 2024-04-17"),
    ("since Monday morning", "2024-04-15 2024-04-17"),
    ("over the weekend", "2024-04-13 2024-04-14"),
    ("at the weekend", "2024-04-13 2024-04-14"),
    ("last weekend", "2024-04-13 2024-04-14"),
    ("next weekend", "2024-04-20 2024-04-21"),
    ("this week", "2024-04-15 2024-04-17"),
    ("earlier this week", "2024-04-15 2024-04-17"),
    ("later this week", "2024-04-18 2024-04-21"),
    ("this month", "2024-04-01 2024-04-17"),
    ("earlier this month", "2024-04-01 2024-04-17"),
    ("early this month", "2024-04-01 2024-04-10"),
    ("later this month", "2024-04-18 2024-04-30"),
    ("last month", "2024-03-01 2024-03-31"),
    ("next month", "2024-05-01 2024-05-31"),
    ("this year", "2024-01-01 2024-04-17"),
    ("so far this year", "2024-01-01 2024-04-17"),
    ("last year", "2023-01-01 2023-12-31"),
    ("early last year", "2023-01-01 2023-03-31"),
    ("at the end of last year", "2023-10-01 2023-12-31"),
    ("next year", "2025-01-01 2025-12-31"),
    ("early next year", "2025-01-01 2025-03-31"),
    ("in recent days", "2024-04-10 2024-04-17"),
    ("in the past few days", "2024-04-10 2024-04-17"),
    ("in recent weeks", "2024-03-17 2024-04-17"),
    ("in recent months", "unresolved:vague"),
    ("a few days ago", "2024-04-10 2024-04-16"),
    ("days ago", "2024-04-10 2024-04-16"),
    ("two days ago", "2024-04-15"),
    ("about two days ago", "2024-04-14 2024-04-16"),
    ("a week ago", "2024-04-10"),
    ("three weeks ago", "2024-03-27"),
    ("two months ago", "2024-02-01 2024-02-29"),
    ("six years ago", "2018-01-01 2018-12-31"),
    ("weeks ago", "unresolved:vague"),
    ("in the past 24 hours", "2024-04-16 2024-04-17"),
    ("over the past three days", "2024-04-14 2024-04-17"),
    ("in the last 48 hours", "2024-04-15 2024-04-17"),
    ("during the past month", "2024-03-17 2024-04-17"),
    ("in the past six months", "2023-10-17 2024-04-17"),
    ("over the past two years", "2022-04-17 2024-04-17"),
    ("in 24 hours", "2024-04-16 2024-04-17"),
    ("in 10 years", "unresolved:vague"),
    ("in the coming days", "2024-04-17 2024-04-24"),
    ("within the next few days", "2024-04-17 2024-04-24"),
    ("in the next two weeks", "2024-04-17 2024-05-01"),
    ("for a third day", "2024-04-15 2024-04-17"),
    ("for the second consecutive day", "2024-04-16 2024-04-17"),
    ("on the fifth day", "2024-04-13 2024-04-17"),
    ("the 784th day", "unresolved:vague"),
    ("on the first day of the offensive", "unresolved:not_a_date"),
    ("for weeks", "unresolved:vague"),
    ("for days", "unresolved:vague"),
    ("for two days", "unresolved:vague"),
    ("on 13 April", "2024-04-13"),
    ("on April 13", "2024-04-13"),
    ("on the 13th of April", "2024-04-13"),
    ("April 13th", "2024-04-13"),
    ("April 13, 2022", "2022-04-13"),
    ("13 April 2022", "2022-04-13"),
    ("13.04.2022", "2022-04-13"),
    ("13.04.22", "2022-04-13"),
    ("13/04/2022", "2022-04-13"),
    ("4/13/2022", "2022-04-13"),
    ("03/04/2022", "unresolved:two_readings"),
    ("04/04/2022", "2022-04-04"),
    ("2022-04-13", "2022-04-13"),
    ("Feb. 24", "2024-02-24"),
    ("on Feb. 24, 2022", "2022-02-24"),
    ("on Sept. 3", "2023-09-03"),
    ("on December 31", "2023-12-31"),
    ("on April 18", "2024-04-18"),
    ("on April 24", "2023-04-24"),
    ("on April 12 last year", "2023-04-12"),
    ("last November 24", "2023-11-24"),
    ("on 31 February", "unresolved:not_a_date"),
    ("on Tuesday, April 16", "2024-04-16"),
    ("Tuesday 16 April 2024", "2024-04-16"),
    ("on Saturday (April 13)", "2024-04-13"),
    ("on Monday evening, 15 April", "2024-04-15"),
    ("on Thursday, April 13", "2023-04-13"),
    ("Monday, April 16, 2024", "unresolved:two_readings"),
    ("16-17 April", "2024-04-16 2024-04-17"),
    ("the night of 16-17 April", "2024-04-16 2024-04-17"),
    ("on April 10-11", "2024-04-10 2024-04-11"),
    ("on April 10 and 11", "2024-04-10 2024-04-11"),
    ("on February 16 or 17", "2024-02-16 2024-02-17"),
    ("between 5 and 7 March", "2024-03-05 2024-03-07"),
    ("from March 5 to 9", "2024-03-05 2024-03-09"),
    ("from March 28 to April 2", "2024-03-28 2024-04-02"),
    ("from 5 March until 9 March 2022", "2022-03-05 2022-03-09"),
    ("in March", "2024-03-01 2024-03-31"),
    ("in April", "2024-04-01 2024-04-30"),
    ("in May", "2023-05-01 2023-05-31"),
    ("in May 2021", "2021-05-01 2021-05-31"),
    ("last September", "2023-09-01 2023-09-30"),
    ("in March this year", "2024-03-01 2024-03-31"),
    ("in October last year", "2023-10-01 2023-10-31"),
    ("mid-March", "2024-03-11 2024-03-20"),
    ("in early March", "2024-03-01 2024-03-10"),
    ("in late February", "2024-02-21 2024-02-29"),
    ("at the end of February", "2024-02-21 2024-02-29"),
    ("at the beginning of March 2023", "2023-03-01 2023-03-10"),
    ("in February-March 2022", "2022-02-01 2022-03-31"),
    ("in August and September", "2023-08-01 2023-09-30"),
    ("in 2016", "2016-01-01 2016-12-31"),
    ("early 2014", "2014-01-01 2014-03-31"),
    ("in late 2014", "2014-10-01 2014-12-31"),
    ("mid-2012", "2012-06-01 2012-08-31"),
    ("in 2014-2015", "2014-01-01 2015-12-31"),
    ("in 2014 and 2015", "2014-01-01 2015-12-31"),
    ("the 1970s", "1970-01-01 1979-12-31"),
    ("the late 1970s", "1977-01-01 1979-12-31"),
    ("summer of 2014", "2014-06-01 2014-08-31"),
    ("in the spring of 2015", "2015-03-01 2015-05-31"),
    ("last summer", "2023-06-01 2023-08-31"),
    ("over the summer", "2023-06-01 2023-08-31"),
    ("this past winter", "2023-12-01 2024-02-29"),
    ("the winter of 1998-1999", "1998-12-01 1999-02-28"),
    ("in the winter of 2021", "unresolved:two_readings"),
    ("since February 24", "2024-02-24 2024-04-17"),
    ("since Feb. 24, 2022", "2022-02-24 2024-04-17"),
    ("since March", "2024-03-01 2024-04-17"),
    ("since 2014", "2014-01-01 2024-04-17"),
    ("since early March", "2024-03-01 2024-04-17"),
    ("since spring 2023", "2023-03-01 2024-04-17"),
    ("since the fighting broke out in March 2011", "2011-03-01 2024-04-17"),
    ("from July 2021 onwards", "2021-07-01 2024-04-17"),
    ("from February 24", "2024-02-24 2024-04-17"),
    ("since the war began", "unresolved:not_a_date"),
    ("before April 13", "unresolved:open_ended"),
    ("after the ceasefire of April 13", "unresolved:open_ended"),
    ("until Monday", "unresolved:open_ended"),
    ("two days after April 10", "2024-04-12"),
    ("a week before April 10", "2024-04-03"),
    ("two days later", "unresolved:no_anchor"),
    ("the same day", "unresolved:no_anchor"),
    ("at 10 a.m.", "unresolved:no_anchor"),
    ("at 10 a.m. on Tuesday", "2024-04-16"),
    ("around 7 p.m. Monday", "2024-04-15"),
    ("just before 8:30 a.m. Friday", "2024-04-12"),
    ("now", "unresolved:vague"),
    ("recently", "unresolved:vague"),
    ("soon", "unresolved:vague"),
    ("in the past", "unresolved:vague"),
    ("May the talks", "unresolved:not_a_date"),
    ("may", "unresolved:not_a_date"),
    ("on the march", "unresolved:not_a_date"),
    ("during the negotiations", "unresolved:not_a_date"),
    ("at the height of the siege", "unresolved:not_a_date"),
    ("on Monday, two years after 2020", "unresolved:two_readings"),
    ("Orthodox Easter", "2023-04-16"),
    ("Catholic Easter", "2024-03-31"),
    ("Easter", "unresolved:two_readings"),
    ("Easter 2017", "2017-04-16"),
    ("Easter Monday 2017", "2017-04-17"),
    ("Orthodox Christmas", "2024-01-07"),
    ("Christmas Eve", "2023-12-24"),
    ("New Year's Day", "2024-01-01"),
    ("Eid al-Fitr", "2024-04-09 2024-04-11"),
]


@pytest.mark.parametrize(("phrase", "wanted"), TABLE, ids=[phrase for phrase, _ in TABLE])
def test_a_phrase_in_a_report_of_wednesday_17_april_2024(phrase: str, wanted: str) -> None:
    assert days(when(phrase)) == wanted


ANCHORED = [
    ("two days later", "2024-03-07"),
    ("three weeks earlier", "2024-02-13"),
    ("a day earlier", "2024-03-04"),
    ("a day after", "2024-03-06"),
    ("two months later", "2024-05-01 2024-05-31"),
    ("a year before", "2023-01-01 2023-12-31"),
    ("days later", "2024-03-06 2024-03-12"),
    ("the same day", "2024-03-05"),
    ("that evening", "2024-03-05"),
    ("later in the day", "2024-03-05"),
    ("the day before", "2024-03-04"),
    ("the previous day", "2024-03-04"),
    ("the next day", "2024-03-06"),
    ("the following morning", "2024-03-06"),
    ("at 10 a.m.", "2024-03-05"),
    ("since then", "2024-03-05 2024-04-17"),
]


@pytest.mark.parametrize(("phrase", "wanted"), ANCHORED, ids=[phrase for phrase, _ in ANCHORED])
def test_words_that_lean_on_the_telling_are_seen_from_the_day_it_has_reached(phrase: str, wanted: str) -> None:
    assert days(when(phrase, anchor=date(2024, 3, 5))) == wanted
    assert days(when(phrase)).startswith("unresolved:")


@pytest.mark.parametrize(
    "phrase", ["on Monday", "yesterday", "overnight", "last week", "on 13 April", "in March", "since Friday", "two days ago"]
)
def test_without_a_publication_day_only_the_words_are_kept(phrase: str) -> None:
    found = when(phrase, published=None)
    assert (found.first, found.rule, found.not_after) == (None, "unresolved:no_publication_date", None)
    assert found.span is not None


@pytest.mark.parametrize("phrase", ["on 13 April 2022", "2022-04-13", "April 13, 2022"])
def test_a_whole_date_needs_no_publication_day(phrase: str) -> None:
    assert days(when(phrase, published=None)) == "2022-04-13"


TENSES = [
    ("The talks are to resume ", "on Friday", ".", "2024-04-19"),
    ("The council is expected to vote ", "on Friday", ".", "2024-04-19"),
    ("", "On Friday", ", the two sides will meet again.", "2024-04-19"),
    ("A summit is scheduled for ", "Friday", ".", "2024-04-19"),
    ("He said ", "on Friday", " that the army will stay.", "2024-04-12"),
    ("", "On Friday", " the minister said that they will leave.", "2024-04-12"),
    ("The army will not leave, its spokesman said ", "on Friday", ".", "2024-04-12"),
    ("Troops left. They will be back. Shells hit the town ", "on Friday", ".", "2024-04-12"),
    ("The withdrawal will end ", "in May", ".", "2024-05-01 2024-05-31"),
    ("The truce will begin ", "on April 24", ".", "2024-04-24"),
    ("They agreed to a truce that will hold ", "until May 9", ".", "2024-04-17 2024-05-09"),
    ("The column is to cross ", "this Saturday", ".", "2024-04-20"),
]


@pytest.mark.parametrize(("before", "phrase", "behind", "wanted"), TENSES)
def test_the_tense_of_the_clause_decides_between_last_and_next(before: str, phrase: str, behind: str, wanted: str) -> None:
    assert days(when(phrase, before=before, behind=behind)) == wanted


def test_what_is_planned_looks_ahead_whatever_the_clause_says() -> None:
    words = TimeWords(span=Span(start=8, end=17))
    assert days(resolve_time("A visit on Friday", words, published=WEDNESDAY, ahead=True)) == "2024-04-19"


def test_a_length_of_time_reaches_the_publication_only_where_it_goes_on() -> None:
    assert days(when("for two weeks", before="The town has been shelled ")) == "2024-04-03 2024-04-17"
    assert days(when("for 3 days", before="Fighting has raged there ")) == "2024-04-15 2024-04-17"
    assert days(when("for two weeks", before="In his youth he fought ")) == "unresolved:vague"


def test_a_day_after_what_is_told_next_is_two_readings() -> None:
    found = when("a day after", anchor=date(2024, 3, 5), behind=" shells killed nine people.")
    assert found.rule == "unresolved:two_readings"


def test_a_date_without_a_year_in_an_old_story_is_two_readings() -> None:
    assert when("on March 20", anchor=date(2016, 3, 5)).rule == "unresolved:two_readings"
    assert days(when("on March 20", anchor=date(2024, 3, 5))) == "2024-03-20"


HOURS = [
    ("Monday night", (18, 30)), ("Monday morning", (5, 12)), ("early on Monday", (0, 9)), ("late Monday", (18, 24)),
    ("overnight", (18, 30)),
    ("in the early hours of Monday", (0, 6)), ("Monday afternoon", (12, 18)), ("at 10 a.m. on Monday", (10, 11)),
    ("at 19:30 on Monday", (19, 20)),
    ("around 7 p.m. Monday", (19, 20)), ("12 a.m. Monday", (0, 1)), ("12 p.m. Monday", (12, 13)),
    ("at dawn on Monday", (4, 8)), ("on Monday", None),
]  # fmt: skip


@pytest.mark.parametrize(("phrase", "wanted"), HOURS, ids=[phrase for phrase, _ in HOURS])
def test_a_time_of_day_gives_the_hours(phrase: str, wanted: tuple[int, int] | None) -> None:
    assert when(phrase).hours == wanted


WIDER = [
    ("Shells fell late ", "Tuesday", ".", "2024-04-16"),
    ("He was shot last ", "Wednesday", ".", "2024-04-10"),
    ("It began on ", "24 February", " 2022.", "2022-02-24"),
    ("It began in ", "March", " last year.", "2023-03-01 2023-03-31"),
]


@pytest.mark.parametrize(("before", "phrase", "behind", "wanted"), WIDER)
def test_words_beside_a_span_that_belong_to_it_count(before: str, phrase: str, behind: str, wanted: str) -> None:
    assert days(when(phrase, before=before, behind=behind)) == wanted


def test_without_words_nothing_is_said_and_the_publication_is_only_a_bound() -> None:
    assert resolve_time("Shells fell.", None, published=WEDNESDAY) == When(rule="not_stated", not_after=WEDNESDAY)


def test_days_that_are_given_hold() -> None:
    span, first, last = Span(start=0, end=6), date(2023, 1, 2), date(2023, 1, 5)
    assert (
        days(resolve_time("Monday", TimeWords(span=span, start=first, end=last), published=WEDNESDAY, given=True))
        == "2023-01-02 2023-01-05"
    )
    open_end = resolve_time("Monday", TimeWords(span=span, start=first), published=WEDNESDAY, given=True)
    assert (open_end.first, open_end.last, open_end.rule) == (first, WEDNESDAY, "given")
    assert resolve_time("Monday", TimeWords(span=span, end=first), published=WEDNESDAY, given=True).rule == "unresolved:open_ended"
    backwards = resolve_time("Monday", TimeWords(span=span, start=last, end=first), published=WEDNESDAY, given=True)
    assert backwards.rule == "unresolved:ends_before_it_begins"
    assert days(resolve_time("Monday", TimeWords(span=span, start=first, end=last), published=WEDNESDAY)) == "2024-04-15"


@pytest.mark.parametrize(
    ("length", "wanted"),
    [(1, DatePrecision.DAY), (2, DatePrecision.FEW_DAYS), (6, DatePrecision.FEW_DAYS), (7, DatePrecision.WEEK), (8, DatePrecision.MONTH),
     (31, DatePrecision.MONTH), (32, DatePrecision.YEAR), (400, DatePrecision.YEAR)],
)  # fmt: skip
def test_the_precision_of_a_period_is_ucdp_s(length: int, wanted: DatePrecision) -> None:
    assert date_precision(WEDNESDAY, WEDNESDAY + timedelta(days=length - 1)) == wanted


@pytest.mark.parametrize(
    ("year", "western", "orthodox"),
    [(2016, date(2016, 3, 27), date(2016, 5, 1)), (2017, date(2017, 4, 16), date(2017, 4, 16)),
     (2022, date(2022, 4, 17), date(2022, 4, 24)),
     (2024, date(2024, 3, 31), date(2024, 5, 5))],
)  # fmt: skip
def test_easter_of_both_churches(year: int, western: date, orthodox: date) -> None:
    assert (easter(year, orthodox=False), easter(year, orthodox=True)) == (western, orthodox)


# ---------------------------------------------------------------- whatever the words


PIECES = st.sampled_from(
    [phrase for phrase, _ in TABLE]
    + [
        "since",
        "until",
        "from",
        "to",
        "and",
        "the",
        "early",
        "late",
        "of",
        "31",
        "29 February",
        "9999",
        "1800",
        "999 years ago",
        "in",
        "-",
        "a",
    ]
)


@for_any(
    words=st.lists(PIECES, min_size=1, max_size=4).map(" ".join) | st.text(min_size=1, max_size=30),
    published=st.none() | st.dates(),
    anchor=st.none() | st.dates(),
    ahead=st.booleans(),
)
def test_any_words_give_a_period_in_order_or_a_reason(words: str, published: date | None, anchor: date | None, ahead: bool) -> None:
    span = Span(start=0, end=len(words))
    found = resolve_time(words, TimeWords(span=span), published=published, anchor=anchor, ahead=ahead)
    assert (found.first is None) == found.rule.startswith("unresolved:")
    assert found.first is None or found.last is None or found.first <= found.last
    assert found.not_after == published
    assert found.span == span


@for_any(published=st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1)), name=st.sampled_from(NAMES))
def test_on_any_publication_day_a_weekday_is_the_last_one(published: date, name: str) -> None:
    found = when(f"on {name}", published)
    assert found.first == published - timedelta(days=(published.weekday() - NAMES.index(name)) % 7)


# ---------------------------------------------------------------- a date that stands with the event it dates


OF_EVENTS = [
    ("Many fled {after the 2 March raid}.", "raid", False, "2024-03-02"),
    ("Many fled {after the 2 March} raid.", "raid", False, "2024-03-02"),
    ("Many fled {after the 2 March raid}.", "fled", False, "unresolved:open_ended"),
    ("Many have left {since the raid of 2 March}.", "raid", False, "2024-03-02"),
    ("Many have left {since the raid of 2 March}.", "left", False, "2024-03-02 2024-04-17"),
    ("Many died {since the war began in March 2011}.", "war", True, "2011-03-01 2024-04-17"),
    ("Troops massed {before the February 2022 invasion}.", "invasion", True, "2022-02-01 2022-02-28"),
]


@pytest.mark.parametrize(("text", "event", "lasting", "wanted"), OF_EVENTS)
def test_a_date_that_stands_with_the_event_is_its_own_and_no_bound(text: str, event: str, lasting: bool, wanted: str) -> None:
    start, end = text.index("{"), text.index("}") - 1
    plain = text.replace("{", "").replace("}", "")
    named = [Span(start=plain.index(event), end=plain.index(event) + len(event))]
    words = TimeWords(span=Span(start=start, end=end))
    assert days(resolve_time(plain, words, published=WEDNESDAY, named=named, lasting=lasting)) == wanted


def test_what_has_happened_is_not_dated_after_its_report() -> None:
    told = When(first=date(2024, 4, 20), last=date(2024, 4, 20), rule="weekday", not_after=date(2024, 4, 17))
    assert not_after_its_report(told) == When(rule="unresolved:after_its_report", not_after=date(2024, 4, 17))
    for day in (16, 17, 18):  # a day for the zones
        near = replace(told, first=date(2024, 4, day), last=date(2024, 4, day))
        assert not_after_its_report(near) is near
