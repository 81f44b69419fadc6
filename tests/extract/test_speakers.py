"""Who is speaking: pronouns, short names and roles are led back to the fullest name that the text has for them, and others are not."""

import json
import time
from pathlib import Path

import pytest

from montjoie.extract.speaker_names import names_of
from montjoie.extract.speakers import speakers
from montjoie.schema import Span

WEIGHTS = json.loads((Path(__file__).parents[2] / "training/speakers.json").read_text(encoding="utf-8"))

COUNCIL = (
    "Mayor Stefan Orlik said on Monday that the bridge at Dravno had been shelled. He said nobody was hurt. "
    "The defence ministry of Ruvenia denied it. Orlik said he would write to the Institute for Open Records (IOR). "
    "The IOR said it had received no letter."
)
MINISTER = (
    "Foreign Minister Anna Kessel arrived in Paris on Friday. Kessel said the talks would go on. "
    "The minister said a truce was near. Residents said they had heard shots. She warned that time was short."
)
QUARREL = (
    "Peter Aldous, the head of the Relief Board, accused the army of firing on a convoy. "
    "Colonel Maria Brandt denied this. She said the road was closed. Mr Aldous said three drivers had died. The colonel said that was a lie."
)


def span(text: str, words: str, nth: int = 1) -> Span:
    """Return the nth place of some words in a text."""
    at = -1
    for _ in range(nth):
        at = text.index(words, at + 1)
    return Span(start=at, end=at + len(words))


def answers(text: str, sources: list[tuple[str, int]]) -> list[str]:
    """Return the words of the answers, "" for none."""
    given = speakers(text, [span(text, words, nth) for words, nth in sources], WEIGHTS)
    return [text[who.start : who.end] if who else "" for who in given]


@pytest.mark.parametrize(
    ("text", "sources", "expected"),
    [
        pytest.param(COUNCIL, [("Mayor Stefan Orlik", 1), ("He", 1)], ["", "Stefan Orlik"], id="he is the last man to speak"),
        pytest.param(COUNCIL, [("Mayor Stefan Orlik", 1), ("Orlik", 2)], ["", "Stefan Orlik"], id="a surname is the man in full"),
        pytest.param(COUNCIL, [("The IOR", 1)], ["Institute for Open Records (IOR)"], id="an acronym is the body it is defined for"),
        pytest.param(COUNCIL, [("The defence ministry of Ruvenia", 1)], [""], id="what is named in full has no fuller name"),
        pytest.param(MINISTER, [("Kessel", 2), ("The minister", 1)], ["Anna Kessel", "Anna Kessel"], id="a role is who holds it"),
        pytest.param(
            MINISTER, [("Kessel", 2), ("Residents", 1), ("She", 1)], ["Anna Kessel", "", "Anna Kessel"], id="residents have no name"
        ),
        pytest.param(QUARREL, [("Colonel Maria Brandt", 1), ("She", 1)], ["", "Maria Brandt"], id="she is the woman"),
        pytest.param(
            QUARREL,
            [("Peter Aldous", 1), ("Colonel Maria Brandt", 1), ("She", 1), ("Mr Aldous", 1)],
            ["", "", "Maria Brandt", "Peter Aldous"],
            id="two who speak in turn are kept apart",
        ),
    ],
)
def test_a_source_is_led_back_to_its_fullest_name(text: str, sources: list[tuple[str, int]], expected: list[str]) -> None:
    assert answers(text, sources) == expected


def test_a_person_is_no_place() -> None:
    text = "Anna Kessel met the press in South Africa. The top diplomat spoke of trade. In Ethiopia she rested, the diplomat said."
    weights = {"role shape place": 9.0, "role shape person": 5.0, "none role": -9.0}
    for source in (span(text, "The top diplomat"), span(text, "the diplomat")):
        (who,) = speakers(text, [source], weights)
        assert who is not None
        assert text[who.start : who.end] == "Anna Kessel"


def test_answers_come_in_the_order_that_was_asked_and_equal_sources_get_equal_answers() -> None:
    asked = [("Orlik", 2), ("Mayor Stefan Orlik", 1), ("Orlik", 2)]
    assert answers(COUNCIL, asked) == ["Stefan Orlik", "", "Stefan Orlik"]


@pytest.mark.parametrize("text", ["", "No names here, he said.", "\n\n", "HE SAID SO"])
def test_a_text_without_names_gives_no_names(text: str) -> None:
    sources = [span(text, "he")] if "he" in text else []
    assert speakers(text, sources, WEIGHTS) == [None] * len(sources)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Foreign Minister Anna Kessel spoke.", ["Anna Kessel"]),
        ("Gen. Tomas Brill spoke with the Institute for Open Records (IOR).", ["Tomas Brill", "Institute for Open Records", "IOR"]),
        ("On Monday the Minister left.", []),
        ("Abu Karim al-Dalili met Ursula van der Meer.", ["Abu Karim al-Dalili", "Ursula van der Meer"]),
        ("PEACE TALKS COLLAPSE\nIlya Bront left.", ["Ilya Bront"]),
    ],
)
def test_names_are_found_without_titles(text: str, expected: list[str]) -> None:
    assert [text[name.core : name.end] for name in names_of(text)] == expected


def test_a_word_beside_a_name_is_kept_as_what_it_is_told_to_be() -> None:
    (name,) = names_of("Ilya Bront, the head of the harbour, left.")
    assert "head" in name.told


def test_without_weights_nothing_is_claimed() -> None:
    assert speakers(COUNCIL, [span(COUNCIL, "He")], {}) == [None]


def test_a_long_page_takes_no_more_than_seconds() -> None:
    text = "\n".join([COUNCIL, MINISTER, QUARREL] * 40)
    sources = [span(text, words, nth) for words in ("He said", "Orlik said", "The minister", "She said") for nth in range(1, 41)]
    sources = [Span(start=one.start, end=one.end - 5) if text[one.end - 5 : one.end] == " said" else one for one in sources]
    begun = time.perf_counter()
    given = speakers(text, sources, WEIGHTS)
    assert len(given) == len(sources)
    assert time.perf_counter() - begun < 5
