"""Windows: every word once, none too long, later ones led by title and first sentence."""

import pytest
from made_up import tokenizer

from montjoie.extract.windows import MOST_PIECES, SHAPES, split

SENTENCE = "Shells fell on the harbour of Lorn at dawn, the mayor said. "


@pytest.mark.parametrize(
    "text",
    [
        "Attack",
        SENTENCE * 3,
        SENTENCE * 200,  # one paragraph longer than a window
        "\n".join([SENTENCE * 4] * 60),
        "word " * 3000,  # no sentence ends at all
        "\n".join(f"Lorn | {n} killed" for n in range(400)),
    ],
)
def test_every_word_lies_in_one_window_and_none_is_too_long(text: str) -> None:
    words = split(text, "The harbour is shelled", tokenizer())
    at = 0
    for window in words.windows:
        assert window.first == at
        assert len(window.pieces) == len(window.shapes) <= MOST_PIECES
        at = window.last
    assert at == len(words)


def test_a_text_without_words_has_no_window() -> None:
    assert split("\n\n \n", "", tokenizer()).windows == ()


def test_later_windows_begin_with_the_title_and_the_first_sentence() -> None:
    words = split("\n".join([SENTENCE * 8] * 10), "Harbour shelled", tokenizer())
    first, second = words.windows[:2]
    assert len(first.pieces) - (first.last - first.first) == len(["^", "Harbour", "shelled", "$", "$"])
    ahead = len(second.pieces) - (second.last - second.first)
    assert ahead == len(["^", "Harbour", "shelled", "$"]) + len(SENTENCE.replace(",", " ,").replace(".", " .").split()) + len(["$", "$"])
    assert second.begins[0] == ahead - 1


def test_windows_end_with_paragraphs_where_they_can() -> None:
    words = split("\n".join([SENTENCE * 8] * 10), "", tokenizer())
    for window in words.windows[1:]:
        before = words.text[int(words.ends[window.first - 1]) : int(words.starts[window.first])]
        assert "\n" in before


def test_words_have_the_offsets_of_the_text() -> None:
    text = "“Ünal’s” drone hit\u00a0Lorn — 12 hurt 攻击"
    words = split(text, "", tokenizer())
    assert [words.cut(k, k + 1) for k in range(len(words))] == [
        "“",
        "Ünal",
        "’",
        "s",
        "”",
        "drone",
        "hit",
        "Lorn",
        "—",
        "12",
        "hurt",
        "攻",
        "击",
    ]


def test_half_characters_do_not_stop_the_reader() -> None:
    assert len(split("Shells \ud83d fell", "a \udc00 title", tokenizer())) == 2


@pytest.mark.parametrize(
    ("text", "shapes"),
    [
        ("US troops in Lorn: 12 McKay", ["upper", "lower", "lower", "title", "none", "digit", "mixed"]),
        ("SHELLS FELL ON THE HARBOUR OF LORN AND ON ITS MARKET TODAY", ["lower"] * 12),  # capitals that say nothing
    ],
)
def test_a_word_has_a_shape(text: str, shapes: list[str]) -> None:
    (window,) = split(text, "", tokenizer()).windows
    assert [SHAPES[shape] for shape in window.shapes[1:-1]] == shapes


def test_sentences_end_where_they_end() -> None:
    words = split("Gen. Orr spoke. “We left.” He went\nto Lorn", "", tokenizer())
    spoken = [int(words.sentences[words.within(at, at + 1)[0]]) for at in (0, 5, 17, 27, 35)]  # type: ignore[index]
    assert spoken == [0, 0, 1, 2, 3]
