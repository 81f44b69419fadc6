"""What each piece of evidence is worth: `data/weights.csv`, fitted on labelled pairs by `bench/fit_pairs.py`, not set here.

`prior` is what was set by hand before any pair was labelled; where no labelled pair shows a value, `weight` is still that.
"""

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from montjoie.settled import Evidence


def evidence(feature: str, value: str, detail: str = "") -> Evidence:
    """Return a piece of evidence with what it is worth; `detail` says more than its value. Raises KeyError for what has no weight."""
    return Evidence(feature=feature, weight=weights()[feature, value], detail=f"{value}: {detail}" if detail else value)


@cache
def weights() -> Mapping[tuple[str, str], float]:
    """Return the weight of each value of each feature."""
    return {(row["feature"], row["value"]): float(row["weight"]) for row in weight_rows()}


def weight_rows() -> list[dict[str, str]]:
    """Return the rows of the table: feature, value, prior, weight."""
    with (files("montjoie.reconcile") / "data" / "weights.csv").open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))
