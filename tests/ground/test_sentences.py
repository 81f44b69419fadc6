"""A text is cut into sentences whose offsets are those of the untouched text."""

import itertools
import time

import pytest
from hypothesis import example, settings
from hypothesis import given as for_any
from hypothesis import strategies as st

from montjoie.ground.sentences import LONGEST, sentence_at, sentences
from montjoie.schema import Span

TABLE = [
    ("Shells fell. Two men died.", ["Shells fell.", "Two men died."]),
    ("Shells fell at 9 a.m. Friday. Two died.", ["Shells fell at 9 a.m. Friday.", "Two died."]),
    ("It began at 5 p.m. Kyiv time. Two died.", ["It began at 5 p.m. Kyiv time.", "Two died."]),
    ("Lt. Gen. Ali spoke. He left.", ["Lt. Gen. Ali spoke.", "He left."]),
    ("Dr. Petrenko treated 12 people. One died.", ["Dr. Petrenko treated 12 people.", "One died."]),
    ("“We do not accept it. We will not sign,” he said. Then he left.",
     ["“We do not accept it. We will not sign,” he said.", "Then he left."]),
    ("They left the town.The army came.", ["They left the town.", "The army came."]),
    ("See https://example.org/News.Today for more.", ["See https://example.org/News.Today for more."]),
    ("A heading\nThe text begins. It ends.", ["A heading", "The text begins.", "It ends."]),
    ("One line.\r\n\r\nAnother line.", ["One line.", "Another line."]),
    ("  Space around.  \n\n  And here. ", ["Space around.", "And here."]),
    ("No full stop", ["No full stop"]),
    ("", []),
    (" \n\t ", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), TABLE)
def test_a_text_is_cut_into_its_sentences(text: str, wanted: list[str]) -> None:
    assert [text[span.start : span.end] for span in sentences(text)] == wanted


@settings(max_examples=60, deadline=None)
@for_any(
    text=st.text(max_size=200)
    | st.lists(
        st.sampled_from(
            ["He left. ", "At 9 a.m. ", "Friday ", '"Yes." ', "“No!” ", "\n", "U.S. ", "4.5 ", "Mr. ", "x", "? ", "\u2028", "..."]
        )
    ).map("".join)
)
@example(text="a.\u2028B. ;;; ?x=1")
def test_sentences_are_in_order_apart_and_hold_every_character(text: str) -> None:
    spans = sentences(text)
    assert all(before.end <= after.start for before, after in itertools.pairwise(spans))
    held = {at for span in spans for at in range(span.start, span.end)}
    assert all(at in held for at, character in enumerate(text) if not character.isspace())


def test_the_sentence_of_a_character_is_found() -> None:
    text = "Shells fell.  Two men died."
    spans = sentences(text)
    assert sentence_at(spans, 0) == spans[0]
    assert sentence_at(spans, 11) == spans[0]
    assert sentence_at(spans, 12) is None
    assert sentence_at(spans, 14) == spans[1]
    assert sentence_at(spans, len(text)) is None
    assert sentence_at([], 3) is None


def test_a_very_long_paragraph_is_cut_where_a_sentence_ends() -> None:
    text = "The shelling of the town went on through the day. " * 400
    spans = sentences(text)
    assert len(spans) == 400
    assert {text[span.start : span.end] for span in spans} == {"The shelling of the town went on through the day."}


def test_a_paragraph_without_an_end_is_still_cut() -> None:
    spans = sentences("x" * (3 * LONGEST))
    assert spans[0].start == 0
    assert spans[-1] == Span(start=spans[-1].start, end=3 * LONGEST)


def test_an_article_of_500_words_takes_less_than_30_milliseconds() -> None:
    paragraph = "Officials said that the shelling of the town began at 9 a.m. Friday and lasted for two hours. Nobody was hurt in it.\n\n"
    text = paragraph * 22
    sentences(text)
    times = []
    for _ in range(5):
        begin = time.perf_counter()
        sentences(text)
        times.append(time.perf_counter() - begin)
    assert min(times) < 0.03
