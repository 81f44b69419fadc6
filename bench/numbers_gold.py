"""Measure the reading of counts on annotated articles: given the gold words of a figure, are low and high right?

    MONTJOIE_SHARED=... python bench/numbers_gold.py [-v] [train|dev ...]

Reads `corpus/gold/<split>/*.json` under the folder that MONTJOIE_SHARED names; says so and stops where it is absent.
"""

import argparse
import json
import os
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from montjoie.ground.number_parts import is_further, is_part
from montjoie.ground.numbers import read_count
from montjoie.schema import Figure, Span

FLOOR = 0.95  # share of dev's figures whose low and high are exactly right
SHARED = Path(os.environ.get("MONTJOIE_SHARED", "../shared"))


def main() -> int:
    """Print the share that is right for each split asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("splits", nargs="*", default=["train", "dev"])
    parser.add_argument("-v", "--verbose", action="store_true", help="list what is not right")
    arguments = parser.parse_args()
    if not (SHARED / "corpus" / "gold").is_dir():
        sys.stdout.write(f"skipped: no corpus under {SHARED}; set MONTJOIE_SHARED\n")
        return 0
    exact = {split: report(split, arguments.verbose) for split in arguments.splits}
    return int(exact.get("dev", 1.0) < FLOOR)


def report(split: str, verbose: bool) -> float:
    """Print the shares of one split and return that of the exact ones."""
    tally: Counter[str] = Counter()
    parts: Counter[str] = Counter()
    for path in sorted((SHARED / "corpus" / "gold" / split).glob("*.json")):
        gold_reading = json.loads(path.read_text(encoding="utf-8"))
        document = SHARED / "corpus" / "docs" / f"{gold_reading['doc']}.json"
        text = json.loads(document.read_text(encoding="utf-8"))["text"]
        for incident in gold_reading["incidents"]:
            for figure in incident.get("toll", []):
                gold, bounds = (figure.get("low"), figure.get("high")), read_count(figure["q"])
                found = (bounds.low, bounds.high) if bounds else None
                outcome = "exact" if found == gold else "unread" if found is None else "wrong"
                tally[outcome] += 1
                told = Figure(span=Span(start=figure["s"], end=figure["e"]), kind=figure["kind"], low=None, high=None)
                parts.update(name for name, holds in standing(text, told, figure).items() if holds)
                if verbose and outcome != "exact":
                    sys.stdout.write(f"{outcome:7} {path.stem} {figure['q']!r} gold {gold} found {found}\n")
    many = sum(tally.values())
    shares = ", ".join(f"{name} {tally[name]} ({tally[name] / max(many, 1):.3f})" for name in ("exact", "wrong", "unread"))
    sys.stdout.write(f"{split}: {many} figures: {shares}\n")
    told_parts = f"parts: {parts['part']} annotated, {parts['told']} told by the words around, {parts['both']} of them annotated"
    sys.stdout.write(f"{split}: {told_parts}; additions: {parts['further']} annotated, {parts['told further']} told\n")
    return tally["exact"] / max(many, 1)


def standing(text: str, figure: Figure, gold: dict[str, Any]) -> dict[str, bool]:
    """Return how a figure stands to the others of its toll: as annotated, and as its words tell."""
    annotated, told = bool(gold.get("part")), is_part(text, figure)
    return {
        "part": annotated,
        "told": told,
        "both": annotated and told,
        "further": bool(gold.get("further")),
        "told further": is_further(text, figure),
    }


if __name__ == "__main__":
    sys.exit(main())
