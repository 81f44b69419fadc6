"""Words of a figure give the numbers that they allow, the group that they count, and whether they count more than one event."""

from pathlib import Path

import pytest
from hypothesis import given as for_any
from hypothesis import strategies as st

from montjoie.ground.number_parts import is_further, is_part
from montjoie.ground.numbers import figure_of, is_cumulative, read_count
from montjoie.schema import Figure, Span

TABLE: list[tuple[str, tuple[int | None, int | None] | None]] = [
    ("12", (12, 12)),
    ("twelve", (12, 12)),
    ("12 people", (12, 12)),
    ("thirty-five villagers", (35, 35)),
    ("one hundred and twenty recruits", (120, 120)),
    ("two hundred and five", (205, 205)),
    ("twenty-two thousand", (22000, 22000)),
    ("3,000", (3000, 3000)),
    ("1,234,567", (1234567, 1234567)),
    ("473 400 displaced", (473400, 473400)),
    ("1.5 million", (1500000, 1500000)),
    ("2.5 thousand shells", (2500, 2500)),
    ("two and a half million", (2500000, 2500000)),
    ("three million residents", (3000000, 3000000)),
    ("a thousand", (1000, 1000)),
    ("a hundred men", (100, 100)),
    ("a dozen", (12, 12)),
    ("two dozen", (24, 24)),
    ("two-dozen rockets", (24, 24)),
    ("half a dozen", (6, 6)),
    ("half a million people", (500000, 500000)),
    ("at least 12", (12, None)),
    ("At least five miners", (5, None)),
    ("no fewer than 40", (40, None)),
    ("no less than nine", (9, None)),
    ("more than 50", (50, None)),
    ("over 200 drones", (200, None)),
    ("upwards of 30", (30, None)),
    ("in excess of 400", (400, None)),
    ("well over 100", (100, None)),
    ("exceeds 465,000", (465000, None)),
    ("surpassed 300", (300, None)),
    ("30 or more", (30, None)),
    ("30-plus", (30, None)),
    ("30+ wounded", (30, None)),
    ("up to 30", (None, 30)),
    ("nearly 80", (None, 80)),
    ("almost 90", (None, 90)),
    ("close to 500", (None, 500)),
    ("no more than 6", (None, 6)),
    ("fewer than ten", (None, 10)),
    ("less than 20", (None, 20)),
    ("at most four", (None, 4)),
    ("nearly a thousand", (None, 1000)),
    ("as many as 200", (None, 200)),
    ("as many as 2,824 people", (2824, 2824)),
    ("about 30", (30, 30)),
    ("around 2,000", (2000, 2000)),
    ("some 14 people", (14, 14)),
    ("roughly sixty", (60, 60)),
    ("approximately 75 tanks", (75, 75)),
    ("an estimated 300 people", (300, 300)),
    ("about a thousand people", (1000, 1000)),
    ("12 to 15", (12, 15)),
    ("12-15 shells", (12, 15)),
    ("between 12 and 15", (12, 15)),
    ("between 3,000-4,000 vehicles", (3000, 4000)),
    ("five or six men", (5, 6)),
    ("70 to 80,000", (70000, 80000)),
    ("70 or 80,000 victims", (70000, 80000)),
    ("10000 to more than 30000", (10000, None)),
    ("dozens", (24, 99)),
    ("dozens of homes", (24, 99)),
    ("several dozen", (24, 99)),
    ("scores", (40, 99)),
    ("scores of wounded", (40, 99)),
    ("hundreds", (200, 999)),
    ("hundreds more", (200, 999)),
    ("several hundred", (300, 900)),
    ("thousands", (2000, 9999)),
    ("tens of thousands", (20000, 99999)),
    ("hundreds of thousands", (200000, 999999)),
    ("tens of millions", (20000000, 99999999)),
    ("millions", (2000000, 9999999)),
    ("dozens and possibly hundreds", (24, 999)),
    ("dozens, if not hundreds, of people", (24, 999)),
    ("hundreds, or perhaps dozens", (24, 999)),
    ("at least dozens", (24, None)),
    ("several", (3, 9)),
    ("several trucks", (3, 9)),
    ("a few soldiers", (3, 9)),
    ("a handful of men", (3, 9)),
    ("multiple injuries", (2, None)),
    ("some prisoners", (2, None)),
    ("a couple", (2, 2)),
    ("a pair of drones", (2, 2)),
    ("both", (2, 2)),
    ("both pilots", (2, 2)),
    ("no casualties", (0, 0)),
    ("no one", (0, 0)),
    ("none", (0, 0)),
    ("nobody", (0, 0)),
    ("zero", (0, 0)),
    ("without casualties", (0, 0)),
    ("one", (1, 1)),
    ("a woman", (1, 1)),
    ("the boy", (1, 1)),
    ("an officer", (1, 1)),
    ("his uncle", (1, 1)),
    ("her daughter", (1, 1)),
    ("another child", (1, 1)),
    ("him", (1, 1)),
    ("she", (1, 1)),
    ("the drone", (1, 1)),
    ("a 17-year-old girl", (1, 1)),
    ("17-year-old girl", (1, 1)),
    ("a seven-year-old boy", (1, 1)),
    ("the 53-year-old mayor", (1, 1)),
    ("a man aged 44", (1, 1)),
    ("two girls aged 6 and 9", (2, 2)),
    ("one of the drivers", (1, 1)),
    ("one of the seven drivers", (1, 1)),
    ("three of the ten", (3, 3)),
    ("three of them women", (3, 3)),
    ("a member of the village council", (1, 1)),
    ("an S-300 battery's launcher", (1, 1)),
    ("the other three drivers", (3, 3)),
    ("a further nine", (9, 9)),
    ("another 22", (22, 22)),
    ("another two farmers", (2, 2)),
    ("two more", (2, 2)),
    ("six other people", (6, 6)),
    ("the two", (2, 2)),
    ("a woman and two children", (3, 3)),
    ("a man, a woman and two children", (4, 4)),
    ("a little boy a little girl and two women", (4, 4)),
    ("a man and his wife", (2, 2)),
    ("one mother and her child", (2, 2)),
    ("she and eight other women", (9, 9)),
    ("nine civilians and two soldiers", (11, 11)),
    ("at least nine civilians and two soldiers", (11, None)),
    ("13 women and children", (13, 13)),
    ("70 regime and rebel fighters", (70, 70)),
    ("six people, including two children", (6, 6)),
    ("a family of four", (4, 4)),
    ("a group of 12 hikers", (12, 12)),
    ("a convoy of 30 lorries", (30, 30)),
    ("a total of 41", (41, 41)),
    ("Captain Ivan Petrenko", (1, 1)),
    ("a local commander", (1, 1)),
    ("many", None),
    ("many people", None),
    ("most of them", None),
    ("a family", None),
    ("a number of civilians", None),
    ("a convoy", None),
    ("the children", None),
    ("civilians", None),
    ("half of the town", None),
    ("a quarter of the population", None),
    ("40 percent", None),
    ("40 per cent of the homes", None),
    ("12%", None),
    ("$3 million", None),
    ("5 million euros", None),
    ("", None),
    ("…", None),
]


def _phrases() -> list[tuple[str, tuple[int | None, int | None] | None]]:
    """Return the phrases of numbers.txt: words, lowest, highest; `-` for an open end, `x` where nothing is counted."""
    lines = Path(__file__).with_name("numbers.txt").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.rsplit("|", 2)] for line in lines if line and not line.startswith("#")]
    return [(words, None if low == "x" else (_bound(low), _bound(high))) for words, low, high in rows]


def _bound(written: str) -> int | None:
    return None if written == "-" else int(written)


TABLE += _phrases()


def test_the_table_has_three_hundred_phrases() -> None:
    assert len({words for words, _ in TABLE}) >= 300


@pytest.mark.parametrize(("words", "wanted"), TABLE, ids=[words or "no words" for words, _ in TABLE])
def test_words_give_the_numbers_that_they_allow(words: str, wanted: tuple[int | None, int | None] | None) -> None:
    bounds = read_count(words)
    assert (bounds and (bounds.low, bounds.high)) == wanted


@for_any(number=st.integers(min_value=1, max_value=10**9))
def test_a_number_in_digits_is_itself_with_and_without_commas(number: int) -> None:
    for words in (str(number), f"{number:,}", f"{number:,} people"):
        bounds = read_count(words)
        assert bounds is not None
        assert (bounds.low, bounds.high) == (number, number)


@for_any(words=st.text(max_size=40) | st.lists(st.sampled_from([words for words, _ in TABLE]), max_size=3).map(" and ".join))
def test_any_words_give_bounds_in_order_or_none(words: str) -> None:
    bounds = read_count(words)
    if bounds and bounds.low is not None and bounds.high is not None:
        assert 0 <= bounds.low <= bounds.high


# ---------------------------------------------------------------- whom a figure counts


GROUPS = [
    ("12 civilians", None, [], "civilians"),
    ("three children", None, ["a barracks"], "civilians"),
    ("five journalists", None, [], "civilians"),
    ("two medics", None, [], "civilians"),
    ("40", "residents", [], "civilians"),
    ("40 soldiers", None, ["the town"], "combatants"),
    ("six militants", None, [], "combatants"),
    ("nine", "servicemen", [], "combatants"),
    ("two pilots", None, [], "combatants"),
    ("270 soldiers and civilians", None, [], "mixed"),
    ("12 people", "people", [], "unknown"),
    ("12 people", "people", ["a maternity hospital"], "unknown"),
    ("12 people", "people", ["a military base"], "unknown"),
    ("12", None, ["villagers"], "civilians"),
    ("12", None, ["a patrol of government troops"], "combatants"),
    ("12", None, ["soldiers", "residents"], "mixed"),
    ("12 people", None, ["a children's hospital"], "unknown"),
    ("12 people", None, ["a passenger train"], "unknown"),
    ("12 people", None, ["residents of the town"], "civilians"),
    ("12 people", None, ["government forces"], "combatants"),
    ("12 police officers", None, [], "unknown"),
    ("12 army officers", None, [], "combatants"),
]


@pytest.mark.parametrize(("words", "unit", "targets", "wanted"), GROUPS)
def test_a_figure_counts_whom_its_words_or_its_target_name(words: str, unit: str | None, targets: list[str], wanted: str) -> None:
    figure = Figure(span=Span(start=0, end=len(words)), kind="killed", low=None, high=None, unit=unit)
    assert figure_of(words, figure, targets) == wanted


def test_things_are_neither_civilians_nor_combatants() -> None:
    figure = Figure(span=Span(start=0, end=9), kind="destroyed", low=9, high=9, unit="civilian cars")
    assert figure_of("nine cars", figure, ["soldiers"]) == "unknown"


def test_the_unit_may_be_a_span_of_the_text() -> None:
    text = "Of the fighters, nine were killed."
    figure = Figure(span=Span(start=17, end=21), kind="killed", low=9, high=9, unit=Span(start=7, end=15))
    assert figure_of(text, figure, ["residents"]) == "combatants"


# ---------------------------------------------------------------- a part, an addition


@pytest.mark.parametrize(
    ("before", "words", "behind", "part"),
    [
        ("Nine people died, including ", "two children", ".", True),
        ("Nine people died, including a nurse and ", "two children", ".", True),
        ("Nine people died, among them ", "two children", ".", True),
        ("Nine people died, ", "two of them", " children.", True),
        ("Nine people died, of whom ", "two", " were children.", True),
        ("Nine people died ", "two of them children", " on Monday.", True),
        ("", "Two children", " were among the dead.", True),
        ("", "A child", " was also among nine people hurt.", True),
        ("Nine people died and ", "two children", " were hurt.", False),
        ("Nine people died including a nurse and ", "twelve others", " were hurt.", False),
        ("The rebels fought on, killing ", "three of them", " at dawn.", False),
        ("", "Two children", " died at dawn.", False),
    ],
)
def test_a_part_is_told_by_the_words_around_it(before: str, words: str, behind: str, part: bool) -> None:
    figure = Figure(span=Span(start=len(before), end=len(before) + len(words)), kind="killed", low=2, high=2)
    assert is_part(before + words + behind, figure) is part


@pytest.mark.parametrize(
    ("before", "words", "behind", "further"),
    [
        ("", "Two more", " died in hospital.", True),
        ("", "Two more people", " have since died of their wounds.", True),
        ("Overnight ", "another man", " succumbed to burns.", True),
        ("Divers recovered ", "three more bodies", " on Sunday.", True),
        ("", "A further nine", " died on the way to a clinic.", True),
        ("Shells killed four and hurt ", "five others", ".", False),
        ("", "Two more civilians", " were killed by a shell in the next street.", False),
        ("The toll rose to 303 after ", "19 more bodies", " were recovered.", False),
        ("", "Two people", " died in hospital.", False),
    ],
)
def test_an_addition_is_told_by_dying_or_finding_later(before: str, words: str, behind: str, further: bool) -> None:
    figure = Figure(span=Span(start=len(before), end=len(before) + len(words)), kind="killed", low=2, high=2)
    assert is_further(before + words + behind, figure) is further


def test_the_injured_are_no_addition_to_the_dead() -> None:
    text = "Two more were taken in, another died in hospital."
    assert not is_further(text, Figure(span=Span(start=0, end=8), kind="injured", low=2, high=2))


# ---------------------------------------------------------------- more than one event


CUMULATIVE = [
    ("The conflict has killed more than ", "9,000", " people since it began.", True),
    ("", "400", " civilians have died since the invasion.", True),
    ("", "Twelve", " people were killed in the past 24 hours, the staff said.", True),
    ("So far this year ", "80", " people have been shot in the region.", True),
    ("", "9,000", " have been killed since February 24.", True),
    ("A total of ", "41", " people were detained this week.", True),
    ("Since 2014 ", "14,000", " people have died there.", True),
    ("", "Thirty", " drones were downed over the past week.", True),
    ("", "Sixteen", " people were killed in the last 48 hours.", True),
    ("Over the past month ", "200", " homes were lost.", True),
    ("In eight months of war, ", "9,000", " fighters fell.", True),
    ("The death toll of the war has reached ", "40,000", ".", True),
    ("To date ", "31", " clinics were hit.", True),
    ("From the beginning of the invasion they lost ", "700", " tanks.", True),
    ("", "Six", " people were killed in the past hour.", False),
    ("", "Six", " people died within minutes of the blast.", False),
    ("Two years after the invasion, a rocket killed ", "six", " in a yard.", False),
    ("Last Friday a shell killed ", "three", " farmers.", False),
    ("Thousands have died since the war began. ", "Nine", " people were killed by a shell.", False),
    ("Three were hurt on Sunday; since May, ", "90", " were.", True),
    ("The strike killed ", "nine", " people. Thousands have died since the war began.", False),
    ("The strike on Monday killed ", "nine", " people in the market.", False),
    ("", "Four", " people were hurt when a shell hit a bus.", False),
]


@pytest.mark.parametrize(("before", "words", "behind", "wanted"), CUMULATIVE)
def test_a_figure_of_a_longer_time_is_cumulative(before: str, words: str, behind: str, wanted: bool) -> None:
    figure = Figure(span=Span(start=len(before), end=len(before) + len(words)), kind="killed", low=9, high=9)
    assert is_cumulative(before + words + behind, figure, incident_type="attack") is wanted


def test_a_figure_of_a_whole_war_is_cumulative() -> None:
    figure = Figure(span=Span(start=0, end=4), kind="killed", low=9, high=9)
    assert is_cumulative("Nine died.", figure, incident_type="war")
