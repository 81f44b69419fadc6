"""The measures that benches of clustering use, on the examples that their authors worked out by hand."""

import itertools
import random

import pytest

from bench.coreference import ceaf, clusters_of, scores

GOLD = {item: label for label, items in enumerate(("12345", "67", "89ABC")) for item in items}
ONE_JOINED = {item: label for label, items in enumerate(("12345", "6789ABC")) for item in items}
TWO_JOINED = {item: label for label, items in enumerate(("67", "1234589ABC")) for item in items}


def test_what_is_the_same_is_whole() -> None:
    assert set(scores(GOLD, GOLD).values()) == {1.0}


@pytest.mark.parametrize(("said", "b_cubed"), [(ONE_JOINED, 0.865), (TWO_JOINED, 0.737)])
def test_joining_two_large_clusters_costs_more(said: dict[str, int], b_cubed: float) -> None:
    found = scores(said, GOLD)
    assert found["MUC"] == pytest.approx(2 * 0.9 / 1.9, abs=0.001)
    assert found["B³"] == pytest.approx(b_cubed, abs=0.001)


@pytest.mark.parametrize("seed", range(10))
def test_the_pairing_is_the_best_there_is(seed: int) -> None:
    draw = random.Random(seed)
    key, response = (clusters_of({str(item): draw.randrange(4) for item in range(9)}) for _ in range(2))
    short, long = sorted((key, response), key=len)
    best = max(
        sum(2 * len(a & b) / (len(a) + len(b)) for a, b in zip(short, order, strict=True))
        for order in itertools.permutations(long, len(short))
    )
    recall, precision = best / len(key), best / len(response)
    assert ceaf(key, response) == pytest.approx(2 * recall * precision / (recall + precision))
