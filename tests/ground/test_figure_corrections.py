"""Which figures of a report its own words take back, case by case: the figures in brackets, what is made of them out."""

import pytest
from test_figure_sense import read

from montjoie.ground.figure_corrections import sense_of, with_new_numbers
from montjoie.schema import Figure


def made_of(marked: str, *speakers: str) -> list[str]:
    text, found = read(marked)
    figures = with_new_numbers(text, found)

    def told(nth: int, figure: Figure) -> str:
        sense = sense_of(text, nth, figures, speakers or [None] * len(figures))
        return f"{figure.low} {sense}" if sense else f"{figure.low}"

    return [told(nth, figure) for nth, figure in enumerate(figures)]


CASES = {
    "The office lowered the toll from [four|killed|4] to three. It said that [one victim|killed|1] had been counted twice.": [
        "4 withdrawn",
        "1 fewer",
        "3",
    ],
    "[Five people|killed|5], not [six|killed|6], died at the market.": ["5", "6 withdrawn"],
    "The toll was revised down to [14|killed|14] from [20|killed|20].": ["14", "20 withdrawn"],
    "The toll was revised down to 14 from [20|killed|20].": ["20 withdrawn", "14"],
    "[Nine people|killed|9] died, the office said. It said earlier reports of [20|killed|20] dead were wrong.": ["9", "20 withdrawn"],
    "The mayor said that reports of [20 dead|killed|20] were wrong.": ["20 withdrawn"],
    "The number of dead rose to [15|killed|15] from [12|killed|12] overnight.": ["15", "12 withdrawn"],
    "The toll stood at [31|killed|31], up from [22|killed|22] in the morning.": ["31", "22 withdrawn"],
    "The strike killed [five people|killed|5]. An earlier version of this report put the number of dead at [four|killed|4].": [
        "5",
        "4 withdrawn",
    ],
    "State television said [31|killed|31] had died, against an earlier toll of [22|killed|22].": ["31", "22 withdrawn"],
    "The radio had earlier reported [12 dead|killed|12]; it now counts [15|killed|15].": ["12 withdrawn", "15"],
    "The ministry had wrongly reported [seven dead|killed|7].": ["7 withdrawn"],
    "[Two soldiers|killed|2] had been counted twice, so [ten|killed|10] died.": ["2 fewer", "10"],
    "Correction: an earlier version of this report said that [17 people|killed|17] had been killed.": ["17 withdrawn"],
    "[One victim|killed|1] of Tuesday's strike on the market had been counted twice, so [two|killed|2] died.": ["1 fewer", "2"],
    # no correction
    "A strike mistakenly killed [18 soldiers|killed|18] and [two drivers|killed|2].": ["18", "2"],
    "Earlier on the day [four people|injured|4] were hurt; in the evening [nine|injured|9].": ["4", "9"],
    "An earlier toll of [20|killed|20] came from the mayor.": ["20"],
    "Shells from the hills killed [four|killed|4] and wounded [three|injured|3].": ["4", "3"],
    "[Four people|killed|4] died, and [six|injured|6] were hurt.": ["4", "6"],
    "The driver of a bus from [two|killed|2] to three miles away said [five|killed|5] died.": ["2", "5"],
    "An earlier strike on the town killed [six|killed|6]; this one [two|killed|2].": ["6", "2"],
    "Not [one|killed|1] of them lived; [four|killed|4] died.": ["1", "4"],
    "[Five people|killed|5] aged from [four|killed|4] to ninety died.": ["5", "4"],
}


@pytest.mark.parametrize("marked", CASES)
def test_what_a_report_takes_back(marked: str) -> None:
    assert made_of(marked) == CASES[marked]


def test_what_a_change_leads_to_is_of_the_kind_that_it_changes() -> None:
    text, found = read("The toll was lowered from [three|killed|3] to [two|injured|2], and [nine|injured|9] were hurt.")
    assert [(figure.kind, figure.low) for figure in with_new_numbers(text, found)] == [("killed", 3), ("killed", 2), ("injured", 9)]


def test_another_speakers_earlier_count_stays_his() -> None:
    text = "The agency reported earlier that [one person|killed|1] had died; the ministry counts [nine|killed|9]."
    assert made_of(text, "agency", "ministry") == ["1", "9"]
    assert made_of(text, "agency", "agency") == ["1 withdrawn", "9"]
