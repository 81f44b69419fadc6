"""What the figures that a model read count, case by case: words with the figures in brackets, kinds and counts out."""

import re

import pytest

from montjoie.ground.figure_sense import counted, person_of
from montjoie.schema import Figure, Span

Case = tuple[str, str]


def read(marked: str) -> tuple[str, list[Figure]]:
    """Text with figures as `[words|kind|count]`."""
    text, figures = "", []
    for nth, part in enumerate(re.split(r"\[(.*?)\]", marked)):
        if nth % 2 == 0:
            text += part
            continue
        words, kind, number = part.split("|")
        span = Span(start=len(text), end=len(text) + len(words))
        figures.append(Figure(span=span, kind=kind, low=int(number), high=int(number)))  # type: ignore[arg-type]
        text += words
    return text, figures


def made_of(marked: str, *triggers: str) -> list[str]:
    text, figures = read(marked)
    return [
        f"{figure.kind} {figure.low}" + (" part" if figure.part else "") + (" further" if figure.further else "")
        for figure in counted(text, figures, triggers)
    ]


@pytest.mark.parametrize(
    "marked",
    [
        "Anna Berg, [22|injured|22], was taken to a clinic.",
        "Ilya Tal, 14, and Oda Ro, [15|killed|15], were at the gate.",
        "The blast hurt two men, [19|injured|19] and 20, who ran.",
        "It hurt two men, 19 and [20|injured|20], who ran.",
        "It hit a girl aged [9|injured|9].",
        "The blast hurt a [6|killed|6]-year-old.",
    ],
)
def test_an_age_is_no_figure(marked: str) -> None:
    assert made_of(marked, "killed") == []


@pytest.mark.parametrize(
    "marked", ["In Qarna, [12|killed|12], including 3 children, were killed.", "Shells killed [22|killed|22], the mayor said."]
)
def test_a_number_of_people_is_one(marked: str) -> None:
    assert len(made_of(marked)) == 1


@pytest.mark.parametrize(
    ("marked", "triggers", "made"),
    [
        ("[Three teenagers|killed|3] were shot near the park.", ("shot",), ["injured 3"]),
        ("The round hit [a boy|killed|1] in the leg.", ("hit",), ["injured 1"]),
        ("Two held over the shooting of [a boy|killed|1] in Qarna.", ("shooting",), ["injured 1"]),
        ("[Three teenagers|killed|3] were shot dead.", ("shot",), ["killed 3"]),
        ("[A clerk|killed|1] was shot in the head.", ("fatal shooting",), ["killed 1"]),
        ("[Four people|killed|4] were shot there. [Two|killed|2] died.", ("shot",), ["casualties 4", "killed 2"]),
        ("[Two people|killed|2] were shot there. [Two|killed|2] died.", ("shot",), ["killed 2", "killed 2"]),
        ("The rockets took [nine people|killed|9].", ("rockets",), ["killed 9"]),
    ],
)
def test_the_shot_are_dead_where_somebody_says_so(marked: str, triggers: tuple[str, ...], made: list[str]) -> None:
    assert made_of(marked, *triggers) == made


def test_the_nth_who_died_counts_all_who_did() -> None:
    assert made_of("[A fourth victim|killed|1] has died in hospital.") == ["killed 4"]
    assert made_of("[The third victim|killed|1] of the day was found dead.") == ["killed 1"]
    assert made_of("It killed three and hurt [a fourth person|injured|1].") == ["injured 1"]


def test_a_person_beside_a_number_is_among_those_counted() -> None:
    assert made_of("It killed [three people|killed|3]. [Ada Lund|killed|1] was killed at home.") == ["killed 3", "killed 1 part"]
    assert made_of("It killed [three people|killed|3]. [One soldier|killed|1] was killed in the yard.") == ["killed 3", "killed 1"]
    assert made_of("It killed [Ada Lund|killed|1].") == ["killed 1"]


@pytest.mark.parametrize(
    ("marked", "code"),
    [
        ("[A 16-year-old girl|injured|1] was hurt.", "16y:f"),
        ("[Ada Lund|injured|1], 41, was hurt.", "41y:"),
        ("[The 13-month-old boy|injured|1] was hurt.", "13m:m"),
        ("[Her son|injured|1] was hurt.", ":m"),
        ("[The victim|injured|1] was hurt.", None),
        ("[Two 25-year-old men|injured|2] were hurt.", None),
    ],
)
def test_a_person_is_told_from_others_by_age_and_sex(marked: str, code: str | None) -> None:
    text, figures = read(marked)
    assert person_of(text, figures[0]) == code
