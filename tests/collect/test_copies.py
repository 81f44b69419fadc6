"""Copies and rewrites find each other; reports of one event in other words do not."""

import time

import pytest

from montjoie.collect.copies import COPY_LEAST, bands, signature, similarity

WORDS = [f"word{number}" for number in range(500)]
WIRE = " ".join(WORDS[:120])


def changed(share: int) -> str:
    """Return the wire with every so manieth word replaced."""
    return " ".join(f"other{number}" if number % share == 0 else word for number, word in enumerate(WORDS[:120]))


@pytest.mark.parametrize(
    ("other", "is_copy"),
    [
        (WIRE, True),
        (WIRE.upper(), True),
        (changed(20), True),
        (WIRE + " " + " ".join(WORDS[200:400]), True),
        (" ".join(WORDS[30:120]) + " " + " ".join(WORDS[200:260]), True),
        (changed(3), False),
        (" ".join(WORDS[80:300]), False),
        (" ".join(reversed(WORDS[:120])), False),
        ("", False),
    ],
)
def test_a_copy_is_most_of_the_same_wording(other: str, is_copy: bool) -> None:
    assert (similarity(WIRE, other) >= COPY_LEAST) is is_copy
    assert similarity(WIRE, other) == similarity(other, WIRE)


def test_a_short_text_inside_a_long_one_is_no_copy() -> None:
    assert similarity(" ".join(WORDS[:30]), WIRE) < COPY_LEAST


def test_copies_share_a_key_and_strangers_none() -> None:
    assert set(bands(signature(WIRE))) & set(bands(signature(changed(20))))
    assert not set(bands(signature(WIRE))) & set(bands(signature(" ".join(WORDS[200:400]))))


def test_a_signature_is_the_same_in_every_run() -> None:
    assert signature("Shells fell on the mill.")[:3] == (2471672200, 1060199624, 797534984)
    assert signature("shells  FELL on the mill") == signature("Shells fell on the mill.")
    assert bands(signature("...")) == ()


def test_a_signature_estimates_the_shared_share() -> None:
    a, b = signature(WIRE), signature(" ".join(WORDS[40:160]))
    estimate = sum(x == y for x, y in zip(a, b, strict=True)) / len(a)
    assert abs(estimate - 78 / 158) < 0.15  # of 118 shingles each, 78 are shared


def test_a_signature_of_five_hundred_words_takes_no_time() -> None:
    text = " ".join(WORDS)
    signature(text)
    started = time.perf_counter()
    for _ in range(10):
        signature(text)
    assert (time.perf_counter() - started) / 10 < 0.03  # 1 ms when measured; ten times and more for a busy machine
