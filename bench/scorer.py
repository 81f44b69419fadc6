"""The corpus's own score.py as a module, and a bootstrap over its tallies."""

import importlib.util
import os
import random
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

SHARED = Path(os.environ.get("MONTJOIE_SHARED", "../shared"))
DRAWS = 500
INTERVAL = (0.05, 0.95)


def scorer_of(shared: Path = SHARED) -> ModuleType:
    """Return corpus/score.py as a module. Exits where it is not there."""
    spec = importlib.util.spec_from_file_location("score", shared / "corpus/score.py")
    if spec is None or spec.loader is None or not (shared / "corpus/score.py").is_file():
        sys.exit(f"there is no corpus/score.py in {shared}; set MONTJOIE_SHARED")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def total_of(scorer: ModuleType, tallies: Sequence[Mapping[Any, int]]) -> Any:
    """Return the sum of the tallies of several articles."""
    total = scorer.Tally()
    for one in tallies:
        total.update(one)
    return total


def intervals(scorer: ModuleType, tallies: Sequence[Mapping[Any, int]]) -> dict[str, tuple[float, float]]:
    """Return the 90% interval of each measure's F1 and of the headline, from resampled articles."""
    draw = random.Random(0)
    seen: dict[str, list[float]] = {}
    for _ in range(DRAWS):
        total = total_of(scorer, draw.choices(tallies, k=len(tallies)))
        for name in {name for name, _ in total}:
            seen.setdefault(name, []).append(total.f1(name)[2])
        seen.setdefault("headline", []).append(scorer.headline(total))
    return {name: tuple(sorted(values)[int(share * (len(values) - 1))] for share in INTERVAL) for name, values in seen.items()}  # type: ignore[misc]
