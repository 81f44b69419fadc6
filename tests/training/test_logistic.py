"""Logistic regression: what it finds, and towards what it is held."""

import numpy as np
import pytest

from training.logistic import logistic


def test_the_weights_that_made_the_data_are_found() -> None:
    draw = np.random.default_rng(0)
    x = draw.normal(size=(20_000, 2))
    right = draw.random(20_000) < 1 / (1 + np.exp(-(0.5 + 2.0 * x[:, 0] - 1.0 * x[:, 1])))
    assert logistic(x, right, curb=1.0) == pytest.approx([0.5, 2.0, -1.0], abs=0.1)


@pytest.mark.parametrize("towards", [0.0, 0.5])
def test_where_the_data_say_nothing_a_weight_is_what_it_is_held_near(towards: float) -> None:
    right = np.array([True, False] * 50)
    _, weight = logistic(np.zeros((100, 1)), right, curb=1.0, towards=towards)
    assert weight == pytest.approx(towards)


def test_data_that_a_line_parts_give_weights_with_an_end() -> None:
    x = np.linspace(-1, 1, 100)[:, None]
    constant, weight = logistic(x, x[:, 0] > 0, curb=1.0)
    assert abs(constant) < 1
    assert 1 < weight < 100
