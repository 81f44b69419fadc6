"""Logistic regression by Newton's method, its weights held near a value."""

import numpy as np
from numpy.typing import NDArray

STEPS = 50
LOOSE = 1e-3  # how the constant is held near nought


def logistic(x: NDArray[np.float64], right: NDArray[np.bool_], *, curb: float, towards: float = 0.0) -> list[float]:
    """Return a constant and a weight a column under which what is right (rows of `x`) is likeliest, an L2 of `curb` holding each weight near `towards`."""
    x, y = np.column_stack([np.ones(len(x)), x]), right.astype(np.float64)
    prior = np.array([0.0] + [towards] * (x.shape[1] - 1))
    held = np.diag([LOOSE] + [curb] * (x.shape[1] - 1))

    def loss(w: NDArray[np.float64]) -> float:
        return float((np.logaddexp(0, x @ w) - y * (x @ w)).sum() + 0.5 * (w - prior) @ held @ (w - prior))

    w = np.zeros_like(prior)
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        step = np.linalg.solve((x.T * (p * (1 - p))) @ x + held, x.T @ (p - y) + held @ (w - prior))
        while loss(w - step) > loss(w) and np.abs(step).max() > 1e-9:  # Newton goes too far where chances are near nought or one
            step = step / 2
        w = w - step
        if np.abs(step).max() < 1e-9:
            break
    return [float(value) for value in w]
