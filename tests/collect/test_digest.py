"""A digest is taken apart by its date lines; a single dispatch is not."""

from datetime import date

import pytest

from montjoie.collect.digest import parts_of
from montjoie.collect.published import read_published
from montjoie.schema import Part

ONE = "The morning convoy was turned back at the river, a driver said."
TWO = "The crossing will open at ten, an official said on Monday."


def parts(text: str, published: str | None = "2022-03-07", zone: str = "UTC") -> tuple[Part, ...]:
    return parts_of(text, read_published(published, zone) if published else None, zone)


@pytest.mark.parametrize(
    "line",
    [
        "KYIV. March 6 (Interfax-Ukraine) - ",
        "VOLNOVAKHA, March 6 (Azov Coast Wire) — ",
        "MOSCOW, 6 Mar 2022 — ",
        "MINSK, 6 March (BelTA) – ",
        "JUBA, South Sudan, March 6, 2022 (Morning Star News) – ",
        "BEIRUT March 6 (The Associated Press) ",
        "KINSHASA, Mar. 6 (Xinhua) -- ",
        "LVIV/KYIV, March 6 (Reuters) - ",
        "Cairo, Mar 6 (EFE).- ",
        "March 6, 2022 (KHARTOUM) – ",
        "(March 6, Reuters) ",
        "(Reuters, March 6) ",
    ],
)
def test_the_forms_of_a_date_line(line: str) -> None:
    text = f"{line}{ONE}\n\nODESA, March 7 (Black Sea Wire) - {TWO}"
    first, second = parts(text)
    assert (first.day, second.day) == (date(2022, 3, 6), date(2022, 3, 7))
    assert text[first.dateline_end : first.end] == ONE
    assert text[second.dateline_end : second.end] == TWO
    assert text[first.start : first.dateline_end] == line


@pytest.mark.parametrize(
    "words",
    [
        "The talks with NATO March 6 (Sunday) went nowhere. ",
        "He left on March 6 (Reuters) - or so it was said. ",
        "UPDATED, March 6 — corrects the toll. ",
        "CREATED Mar 6, 2022 - UPDATED: Mar 7, 2022 ",
        "KYIV, March 6-8 were the worst days. ",
        "KYIV (Reuters) - Nothing was dated. ",
        "KYIV, March 32 (Reuters) - There is no such day. ",
        "The town fell to the army in KYIV, March 6 (Reuters) - so they said. ",
    ],
)
def test_what_is_no_date_line(words: str) -> None:
    assert len(parts(f"{ONE} {words}\nODESA, March 5 (Black Sea Wire) - {TWO}")) == 1


def test_one_dispatch_is_no_digest() -> None:
    assert parts(f"KYIV, March 7 (Azov Coast Wire) - {ONE}") == ()
    assert parts(f"KYIV, March 5 (Azov Coast Wire) - {ONE}") == ()
    assert parts(f"By a reporter of ours\n\nKYIV, March 5 (Azov Coast Wire) - {ONE}") == ()
    assert parts(f"{ONE} On March 5 he had said otherwise.") == ()


def test_one_dispatch_dated_after_the_publication_is_known_from_its_own_day() -> None:
    (part,) = parts(f"Status: unknown; KYIV, March 9 (Azov Coast Wire) - {ONE}")
    assert part.not_after.isoformat() == "2022-03-09T23:59:59.999999+00:00"


def test_words_before_the_first_date_line_are_in_no_part() -> None:
    text = f"{ONE} ;;;; MOSCOW. March 8 (Steppe News) - {TWO}"
    (part,) = parts(text)
    assert text[part.start :].startswith("MOSCOW")


def test_a_part_of_the_publication_day_is_known_when_the_document_is() -> None:
    text = f"KYIV, March 6 (Wire) - {ONE}\nKYIV, March 7 (Wire) - {TWO}"
    earlier, same_day = parts(text, "2022-03-07T08:00:00Z", "Europe/Kyiv")
    assert earlier.not_after.isoformat() == "2022-03-06T21:59:59.999999+00:00"
    assert same_day.not_after.isoformat() == "2022-03-07T08:00:00+00:00"


def test_what_follows_a_separator_is_left_in_a_part_only_where_that_is_known_later() -> None:
    undated = "Elsewhere the road stayed closed."
    early = f"KYIV, March 6 (Wire) - {ONE} ;;; {undated}\nKYIV, March 7 (Wire) - {TWO}"
    late = f"KYIV, March 8 (Wire) - {ONE} ;;; {undated}\nKYIV, March 9 (Wire) - {TWO}"
    assert early[parts(early)[0].dateline_end : parts(early)[0].end] == ONE
    assert late[parts(late)[0].dateline_end : parts(late)[0].end].endswith(undated)


@pytest.mark.parametrize(
    ("published", "day"),
    [("2022-01-10", date(2021, 12, 20)), ("2022-12-20", date(2022, 12, 20)), ("2022-11-25", date(2022, 12, 20)), (None, None)],
)
def test_the_year_comes_from_the_publication(published: str | None, day: date | None) -> None:
    found = parts(f"KYIV, December 20 (Wire) - {ONE}\nKYIV, December 20 (Wire) - {TWO}", published)
    assert {part.day for part in found} == ({day} if day else set())


def test_a_date_line_with_its_year_needs_no_publication() -> None:
    text = f"KYIV, December 20, 2021 (Wire) - {ONE}\nKYIV, December 21 (Wire) - {TWO}"
    (part,) = parts(text, None)
    assert part.day == date(2021, 12, 20)
    assert text[part.dateline_end : part.end] == ONE


def test_the_last_day_of_the_calendar_is_no_day_of_a_date_line() -> None:
    assert parts(f"KYIV, December 31, 9999 (Wire) - {ONE}\nKYIV, December 31, 9999 (Wire) - {TWO}") == ()
