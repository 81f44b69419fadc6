"""How a commitment is headed: when it was announced or first told, and from when it is."""

from typing import Any

import pytest

from montjoie.serve.wording import commitment_title, first_told, standing_of, start_of


def _term(start: tuple[str, str] | None = None, words: str | None = None, begins: str | None = None) -> dict[str, Any]:
    told = None if start is None else {"start": start[0], "end": start[1], "precision": 1, "rule": "weekday"}
    return {
        "start": told,
        "start_words": words,
        "begins": [begins, begins] if begins else None,
        "route": [],
        "area": None,
        "area_words": "Donbas",
    }


def _thread(act: str, known: str, term: dict[str, Any]) -> Any:
    return {
        "id": "act-1",
        "subject": "ceasefire",
        "terms": [term],
        "acts": [{"act": act, "known": f"{known}T10:00:00Z", "day": known}],
        "first_known": f"{known}T10:00:00Z",
    }


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (_term(("2023-07-08", "2023-07-08"), "from Saturday"), "2023-07-08"),
        (_term(("2022-07-01", "2022-07-31")), "2022-07-01/31"),
        (_term(("2020-01-01", "2020-12-31")), "2020"),
        (_term(None, "at 10 a.m.", "2022-03-05T07:00:00Z"), "2022-03-05 07:00 UTC"),
        (_term(None, "after June 7"), "“after June 7”"),
        (_term(), "–"),
    ],
)
def test_a_start_is_told_as_exactly_as_it_is_known(term: Any, expected: str) -> None:
    assert start_of(term) == expected


def test_what_began_before_it_was_heard_of_is_told_and_not_announced() -> None:
    later = _thread("announces", "2023-07-03", _term(("2023-07-08", "2023-07-08")))
    before = _thread("agrees", "2021-02-10", _term(("2020-07-27", "2020-07-27")))
    assert commitment_title(later) == "ceasefire, Donbas, announced 2023-07-03, start 2023-07-08"
    assert commitment_title(before) == "ceasefire, Donbas, told 2021-02-10, start 2020-07-27"
    assert first_told(_thread("proposes", "2023-07-03", _term())) == ("proposed", "2023-07-03")
    assert commitment_title(_thread("alleges_violation", "2023-07-03", _term())) == "ceasefire, Donbas, told 2023-07-03, start not told"


def test_what_the_calendar_brings_is_told_with_its_day() -> None:
    def line(name: str, value: str, since: str, basis: str) -> dict[str, Any]:
        return {
            "party": {"id": name, "name": name},
            "value": value,
            "by": "own word",
            "from": since,
            "claim": None,
            "act": "a",
            "basis": basis,
        }

    status = [
        line("Varn", "conditional", "2023-07-01T10:00:00Z", "act"),
        line("Varn", "agreed", "2023-07-03T10:00:00Z", "act"),
        line("Varn", "in_force", "2023-07-08T00:00:00Z", "start"),
        line("Varn", "expired", "2023-07-18T00:00:00Z", "end"),
        line("Orria", "refused", "2023-07-03T10:00:00Z", "act"),
    ]
    thread: Any = {"status": status}
    assert standing_of(thread) == [
        "Varn: agreed, in force from 2023-07-08, expired from 2023-07-18 (own word)",
        "Orria: refused (own word)",
    ]
