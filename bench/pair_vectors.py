"""What the reader's vector of a mention adds to the pair score: of the labelled pairs and the shootings of gva, with and without it.

    MONTJOIE_SHARED=... python -m bench.pair_vectors --folder FOLDER [--most N]

The vectors stand in the readings, one for each trigger; two mentions are as near as the cosine of their means. It is added to the score as
`times` its distance from the median of the half that is fitted on; `times` is the best on that half (F1 of fa_kes), and all are printed.
"""

import base64
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.fit_pairs import NEEDED, Pair, labelled, shooting_pairs
from bench.reconcile_record import grounded
from bench.reconcile_sets import asked
from montjoie.reconcile.compare import compare_mentions
from montjoie.schema import GroundedReading

TIMES = (0.0, 0.5, 1.0, 2.0, 4.0)
Vectors = Mapping[str, NDArray[np.float64]]


def main() -> int:
    """Print F1 and the chance that a pair of one incident is put above one of two, for each weight of the vectors."""
    args = asked(__doc__).parse_args()
    articles, shootings = dict(grounded("fa_kes", args.folder)), dict(grounded("gva", args.folder, args.most))
    vectors = {**vectors_of(articles, args.folder / "readings/fa_kes"), **vectors_of(shootings, args.folder / "readings/gva")}
    read, shot = labelled(articles), shooting_pairs(shootings)
    middle = float(np.median(nearness(known(read.fit, vectors), vectors)))
    for name, pairs in (("fa_kes fit", read.fit), ("fa_kes held", read.held), ("gva fit", shot.fit), ("gva held", shot.held)):
        told = known(pairs, vectors)
        same = np.array([one for _, _, one in told], dtype=bool)
        near, score = nearness(told, vectors), scores(told)
        print(f"{name}: {len(told)} pairs, {same.sum()} same; the vectors alone put {above(near, same):.3f} in order")
        for times in TIMES:
            summed = score + times * (near - middle)
            print(f"  {times:.1f} times: F1 {f1(summed, same):.3f}, in order {above(summed, same):.3f}")
    return 0


def vectors_of(readings: Mapping[str, GroundedReading], folder: Path) -> dict[str, NDArray[np.float64]]:
    """Return the mean vector of each mention, of length one."""
    found = {}
    for name, reading in readings.items():
        by_words = {}
        for incident in json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))["incidents"]:
            for quoted, vector in zip(incident["trigger"], incident.get("vectors") or (), strict=False):
                by_words[quoted["s"], quoted["e"]] = np.frombuffer(base64.b64decode(vector), dtype=np.int8).astype(float)
        for mention in reading.mentions:
            mine = [by_words[span.start, span.end] for span in mention.triggers if (span.start, span.end) in by_words]
            if mine:
                mean = np.mean([vector / max(1e-9, float(np.linalg.norm(vector))) for vector in mine], axis=0)
                found[mention.id] = mean / max(1e-9, float(np.linalg.norm(mean)))
    return found


def known(pairs: Sequence[Pair], vectors: Vectors) -> list[Pair]:
    """Return the pairs of which both mentions have a vector."""
    return [pair for pair in pairs if pair[0].id in vectors and pair[1].id in vectors]


def nearness(pairs: Sequence[Pair], vectors: Vectors) -> NDArray[np.float64]:
    """Return the cosine of each pair."""
    return np.array([float(vectors[a.id] @ vectors[b.id]) for a, b, _ in pairs])


def scores(pairs: Sequence[Pair]) -> NDArray[np.float64]:
    """Return what the evidence of each pair adds up to."""
    return np.array([sum(item.weight for item in compare_mentions(*sorted((a, b), key=lambda mention: mention.id))) for a, b, _ in pairs])


def above(values: NDArray[np.float64], same: NDArray[np.bool_]) -> float:
    """Return how often a pair of one incident stands above one of two; equals count half."""
    one, two = values[same][:, None], values[~same][None]
    return float(((one > two) + 0.5 * (one == two)).mean())


def f1(values: NDArray[np.float64], same: NDArray[np.bool_]) -> float:
    """Return F1 of "same" at the score that is needed."""
    said = values >= NEEDED
    return float(2 * (said & same).sum() / max(1, said.sum() + same.sum()))


if __name__ == "__main__":
    sys.exit(main())
