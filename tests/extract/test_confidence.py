"""How sure one may be of an item: by the weights of its layer, and by the product of its parts where there are none."""

import math

import pytest

from montjoie.extract.confidence import PARTS, confidence


def test_without_weights_the_parts_are_multiplied() -> None:
    assert confidence({}, "claim", (0.5, 0.5, 1.0, 1.0)) == 0.25


@pytest.mark.parametrize(
    ("weights", "chances", "score"),
    [
        ([0.0, 0.0, 0.0, 0.0], (0.9, 0.1, 0.5), 0.5),  # weights of nought: nothing is known
        ([2.0, 1.0, 0.0, 0.0], (math.exp(-2), 0.1, 0.5), 0.5),
        ([30.0, 0.0, 0.0, 0.0], (0.9, 0.9, 0.9), 1.0),
        ([0.0, 100.0, 0.0, 0.0], (0.0, 0.9, 0.9), 0.0),  # a chance of nought is a small one, not an error
    ],
)
def test_a_layers_weights_say_how_its_parts_count(weights: list[float], chances: tuple[float, ...], score: float) -> None:
    assert confidence({"figure": weights}, "figure", chances) == score


@pytest.mark.parametrize("layer", PARTS)
def test_more_of_a_part_is_never_less_sure(layer: str) -> None:
    weights = {layer: [0.3] + [0.5] * len(PARTS[layer])}
    scores = [confidence(weights, layer, [chance] * len(PARTS[layer])) for chance in (0.0, 0.2, 0.5, 0.9, 1.0)]
    assert scores == sorted(scores)
