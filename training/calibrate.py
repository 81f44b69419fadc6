"""Fits how sure one may be of incidents, figures, claims and commitments, on articles held out of training, and measures it on others.

    python -m training.calibrate MODEL --out confidence.json

Fits one logistic a layer on the held-out articles; prints its expected calibration error (five bins of equal mass) on corpus/gold/dev, and what is right above several
scores there.
"""

import argparse
import json
import logging
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bench.scorer import scorer_of
from montjoie.extract.confidence import PARTS, confidence, logarithms
from montjoie.extract.decode import decode
from montjoie.extract.reader import Reader, assembled
from montjoie.extract.windows import split
from montjoie.extract.writing import written
from montjoie.reading import count
from montjoie.schema import Document
from training.data import SHARED, Gold, gold_set

log = logging.getLogger("calibrate")
BINS = 5
CURB = 1.0  # L2 on the weights of parts, towards one half
STEPS = 50  # of Newton
SHOWN = (0.5, 0.6, 0.7, 0.8, 0.9)


class Judged(NamedTuple):
    """One item: its layer, the chances of its parts, and whether it is right."""

    layer: str
    parts: tuple[float, ...]
    right: bool


def main() -> None:
    """Fit, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path, help="folder with an exported model")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    reader, scorer = Reader(count, args.model), scorer_of(SHARED)
    held = [item for gold in gold_set(SHARED)[1] for item in judged(reader, scorer, gold)]
    weights = {layer: fitted([item for item in held if item.layer == layer]) for layer in PARTS}
    args.out.write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")
    dev = [item for gold in _dev(SHARED) for item in judged(reader, scorer, gold)]
    for layer in PARTS:
        for name, items in (("held out", held), ("dev", dev)):
            mine = [item for item in items if item.layer == layer]
            scores = np.array([confidence(weights, layer, item.parts) for item in mine])
            right = np.array([item.right for item in mine], dtype=float)
            told = " ".join(
                f">{bar}: {right[scores > bar].mean():.2f} of {int((scores > bar).sum())}" for bar in SHOWN if (scores > bar).any()
            )
            log.info("%-10s %-8s %4d items, %.2f right; ECE %.3f; %s", layer, name, len(mine), right.mean(), error(scores, right), told)


def judged(reader: Reader, scorer: Any, gold: Gold) -> list[Judged]:
    """Return the items that a reader finds in an article, each with its parts and whether it is right by the annotation."""
    words = split(gold.text, gold.title, reader.encoder.tokenizer)
    noted: list[tuple[str, int, tuple[float, ...]]] = []
    scored = replace(decode(words, reader.encoder, reader.files.distance, reader.files.thresholds), noted=noted)
    document = Document(id=gold.name, source_key="", given_id=gold.name, text=gold.text)
    made = written(document, assembled(document, "calibrating", scored, reader.files, count))
    right = rights(scorer, made, scorer.lists(gold.annotation, gold.name))
    starts = words.starts
    return [Judged(layer, parts, (layer, int(starts[first])) in right) for layer, first, parts in noted]


def rights(scorer: Any, made: dict[str, Any], gold: dict[str, Any]) -> set[tuple[str, int]]:
    """Return the items of a reading that are right, each by its layer and where its first words begin."""
    found: set[tuple[str, int]] = set()

    def alike(p: dict[str, Any], g: dict[str, Any]) -> float:
        hits = scorer.matched(scorer.listed(p["trigger"]), scorer.listed(g["trigger"]), lambda x, y: scorer.same_words([x], [y]), 0.3)
        return len(hits) + scorer.iou(scorer.chars(p["trigger"]), scorer.chars(g["trigger"])) if hits else 0.0

    for a, b in scorer.matched(made["incidents"], gold["incidents"], alike, 1e-6):
        p, g = made["incidents"][a], gold["incidents"][b]
        if p["type"] == g["type"] and scorer.reality(p) == scorer.reality(g):
            found.add(("incident", p["trigger"][0]["s"]))
        pairs = scorer.matched(scorer.listed(p.get("toll")), scorer.listed(g.get("toll")), scorer.same_figure, 1.0)
        found |= {("figure", p["toll"][k]["s"]) for k, _ in pairs}

    def same(p: dict[str, Any], g: dict[str, Any]) -> float:
        score: float = scorer.iou(scorer.chars(p["content"]), scorer.chars(g["content"]))
        return score if scorer.same_words(p.get("source"), g.get("source")) else 0.0

    found |= {("claim", made["claims"][a]["content"][0]["s"]) for a, _ in scorer.matched(made["claims"], gold["claims"], same, 0.5)}
    for a, b in scorer.matched(
        made["commitments"], gold["commitments"], lambda p, g: scorer.iou(scorer.chars(p["content"]), scorer.chars(g["content"])), 0.3
    ):
        p, g = made["commitments"][a], gold["commitments"][b]
        if (p["act"], p["subject"]) == (g["act"], g["subject"]):
            found.add(("commitment", p["content"][0]["s"]))
    return found


def fitted(items: Sequence[Judged]) -> list[float]:
    """Return a constant and a weight a part, by logistic regression whose weights are held near one half."""
    x = np.array([[1.0, *logarithms(item.parts)] for item in items])
    y = np.array([float(item.right) for item in items])
    prior = np.array([0.0] + [0.5] * (x.shape[1] - 1))
    curb = np.diag([1e-3] + [CURB] * (x.shape[1] - 1))

    def loss(w: NDArray[np.float64]) -> float:
        return float((np.logaddexp(0, x @ w) - y * (x @ w)).sum() + 0.5 * (w - prior) @ curb @ (w - prior))

    w = np.zeros_like(prior)
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        step = np.linalg.solve((x.T * (p * (1 - p))) @ x + curb, x.T @ (p - y) + curb @ (w - prior))
        while loss(w - step) > loss(w) and np.abs(step).max() > 1e-9:  # Newton goes too far where chances are near nought or one
            step = step / 2
        w = w - step
    return [round(float(value), 4) for value in w]


def error(scores: NDArray[np.float64], right: NDArray[np.float64]) -> float:
    """Return the expected calibration error over bins of equal mass."""
    order = np.argsort(scores, kind="stable")
    parts = [part for part in np.array_split(order, BINS) if len(part)]
    return float(sum(len(part) * abs(scores[part].mean() - right[part].mean()) for part in parts) / max(1, len(scores)))


def _dev(shared: Path) -> Iterable[Gold]:
    for path in sorted((shared / "corpus/gold/dev").glob("*.json")):
        kept = json.loads((shared / f"corpus/docs/{path.stem}.json").read_text(encoding="utf-8"))
        yield Gold(path.stem, kept["text"], kept.get("title") or "", json.loads(path.read_text(encoding="utf-8")))


if __name__ == "__main__":
    main()
