"""Fits the weights by which a trigger joins the incident of earlier ones, on articles that the model which reads them has not learnt from.

    python -m training.alike MODEL RUN RUN ... [--out training/alike.json]

Each RUN is a run of train.py that left out one part of the annotated articles; it reads that part with the thresholds of MODEL. Pairs of triggers that are both annotated are
fitted on. Prints the average precision of pairs over groups of articles that were not fitted on, beside that of the model's own score.
"""

import argparse
import json
import logging
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from montjoie.extract.alike import EVIDENCE, Alike
from montjoie.extract.decode import Scored, decode
from montjoie.extract.incidents import FARTHEST_MENTION, span_of
from montjoie.extract.reader import Reader
from montjoie.extract.windows import split
from montjoie.reading import count
from training.calibrate import GROUPS, group_of
from training.data import FOLDS, SHARED, Gold, fold_of, gold_set
from training.export import ALIKE, weights_of, write
from training.logistic import logistic

log = logging.getLogger("alike")
CURB = 50.0  # L2 on the weights of evidence, each in deviations of its own
Floats = NDArray[np.float64]


class Pairs(NamedTuple):
    """Pairs of triggers of one article: their evidence (pairs × EVIDENCE), and whether they are of one incident."""

    group: int
    evidence: Floats
    same: NDArray[np.bool_]


def main() -> None:
    """Fit, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path, help="folder with an exported model")
    parser.add_argument("runs", type=Path, nargs=FOLDS, help="folders of the runs that left out part 0, 1, ...")
    parser.add_argument("--out", type=Path, default=ALIKE)
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    thresholds = Reader(count, args.model).files.thresholds
    golds = [gold for part in gold_set(SHARED) for gold in part]
    read: list[Pairs] = []
    for fold, run in enumerate(args.runs):
        with TemporaryDirectory() as folder:
            write(weights_of(run / "final.pt"), Path(folder), thresholds=thresholds)
            read += _pairs(Reader(count, Path(folder)), [gold for gold in golds if fold_of(gold.name) == fold])
    for group in range(GROUPS):
        weights = np.array(fitted([pairs for pairs in read if pairs.group != group]))
        mine = _together([pairs for pairs in read if pairs.group == group])
        own, fit = (precision(score, mine.same) for score in (mine.evidence[:, 0], mine.evidence @ weights[1:]))
        log.info("group %d: %d pairs, average precision of the score alone %.3f, of all evidence %.3f", group, len(mine.same), own, fit)
    named = dict(zip(("", *EVIDENCE), [round(weight, 4) for weight in fitted(read)], strict=True))
    args.out.write_text(json.dumps(named, indent=1) + "\n", encoding="utf-8")


def fitted(read: Sequence[Pairs]) -> list[float]:
    """Return a constant and the weight of each piece of evidence."""
    every = _together(read)
    mean, spread = every.evidence.mean(axis=0), np.maximum(1e-6, every.evidence.std(axis=0))
    constant, *weights = logistic((every.evidence - mean) / spread, every.same, curb=CURB)
    raw = np.array(weights) / spread
    return [constant - float(raw @ mean), *raw.tolist()]


def precision(scores: Floats, right: NDArray[np.bool_]) -> float:
    """Return the average precision of scores: the mean over what is right of the share that is right down to it."""
    ranked = right[np.argsort(-scores, kind="stable")]
    return float((np.cumsum(ranked) / np.arange(1, len(ranked) + 1))[ranked].mean())


def _together(read: Sequence[Pairs]) -> Pairs:
    return Pairs(-1, np.concatenate([pairs.evidence for pairs in read]), np.concatenate([pairs.same for pairs in read]))


def _pairs(reader: Reader, golds: Sequence[Gold]) -> Iterator[Pairs]:
    for gold in golds:
        words = split(gold.text, gold.title, reader.encoder.tokenizer)
        scored = decode(words, reader.encoder, reader.files.distance, reader.files.thresholds)
        incident = _incidents(scored, gold.annotation)
        known = np.array([number >= 0 for number in incident])
        if known.sum() < 2:
            continue
        alike, evidence, same = Alike(scored, reader.files.same), [], []
        for late in np.flatnonzero(known[1:]) + 1:
            early = range(max(0, late - FARTHEST_MENTION), late)
            kept = known[early.start : early.stop]
            evidence.append(alike.of(int(late), early)[kept])
            same.append([number == incident[late] for number, both in zip(incident[early.start : late], kept, strict=True) if both])
        yield Pairs(group_of(gold.name), np.concatenate(evidence).astype(np.float64), np.concatenate(same).astype(bool))


def _incidents(scored: Scored, annotation: dict[str, Any]) -> list[int]:
    """Return the annotated incident that each trigger names; -1 for none."""
    given = [(span["s"], span["e"], k) for k, incident in enumerate(annotation["incidents"]) for span in _listed(incident["trigger"])]
    spans = [span_of(scored, mention) for mention in scored.spans["trigger"]]
    return [next((k for first, last, k in given if span.start < last and first < span.end), -1) for span in spans]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


if __name__ == "__main__":
    main()
