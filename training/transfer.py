"""Tells how well a conflict is read of which nothing was learnt, beside models that had learnt from other articles of it.

    python -m training.transfer MODEL RUNS

RUNS has `fold0` … `fold3`, runs of train.py that left out a part of all articles each, and `without_<conflict>` for each conflict left out whole, begun from the same weights.
All read the articles of corpus/gold/train that they have not learnt from, with the thresholds of MODEL; nothing that is decoded is held back.
"""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.scorer import SHARED, intervals, scorer_of, total_of
from montjoie.catch_up import Resources
from montjoie.collect import CollectOptions, collect
from montjoie.extract.preferring import preferred
from montjoie.extract.reader import Reader
from montjoie.extract.writing import written
from montjoie.reading import count, resolved
from training.data import CONFLICTS, FOLDS, OTHERS, Gold, conflict_of, fold_of, gold_set
from training.export import weights_of, write

MEASURES = ("incident", "incident.event", "incident.place.grounded", "claim", "commitment.act")


def main() -> None:
    """Print a line for each conflict and way of learning."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path, help="folder with an exported model")
    parser.add_argument("runs", type=Path, help="folder with the runs")
    args = parser.parse_args()
    scorer, thresholds = scorer_of(SHARED), Reader(count, args.model).files.thresholds
    corpus = {path.stem for path in (SHARED / "corpus/gold/train").glob("*.json")}
    golds = [gold for part in gold_set(SHARED) for gold in part if gold.name in corpus]
    runs = {f"fold{fold}": [gold for gold in golds if fold_of(gold.name) == fold] for fold in range(FOLDS)}
    left = {conflict: f"without_{conflict.replace(' ', '_')}" for conflict in sorted({*CONFLICTS.values(), OTHERS})}
    runs |= {run: [gold for gold in golds if conflict_of(gold.name) == conflict] for conflict, run in left.items()}
    tallies = {run: dict(_tallied(scorer, args.runs / run, part, thresholds)) for run, part in runs.items()}
    named = " ".join(f"{name.rpartition('.')[2]:>8}" for name in MEASURES)
    print(f"{'conflict':16} {'learnt from':14} {'articles':>9} {'headline':>9}  {'90% interval':14} {named}")
    for conflict, run in left.items():
        names = sorted(tallies[run])
        _tell(scorer, conflict, "others of it", [tallies[f"fold{fold_of(name)}"][name] for name in names])
        _tell(scorer, conflict, "nothing of it", [tallies[run][name] for name in names])


def _tallied(scorer: Any, run: Path, golds: Sequence[Gold], thresholds: Mapping[str, float]) -> Iterator[tuple[str, Any]]:
    """Yield the tally of each article as the model of a run reads it."""
    resources = Resources.open(None, None)
    with TemporaryDirectory() as folder:
        write(weights_of(run / "final.pt"), Path(folder), thresholds=dict(thresholds))
        reader = Reader(count, Path(folder))
        annotations = {gold.name: gold.annotation for gold in golds}
        for document in collect([SHARED / f"corpus/docs/{name}.json" for name in annotations], CollectOptions()):
            name = document.given_id or ""
            reading = preferred(reader.read(document), "recall")
            made = written(document, reading, resolved(document, reading, resources))
            tally = scorer.Tally()
            scorer.score_document(tally, scorer.lists(made, name), scorer.lists(annotations[name], name))
            yield name, tally


def _tell(scorer: Any, conflict: str, learnt: str, tallies: Sequence[Any]) -> None:
    total = total_of(scorer, tallies)
    low, high = intervals(scorer, tallies)["headline"]
    scores = " ".join(f"{total.f1(name)[2]:8.3f}" for name in MEASURES)
    print(f"{conflict:16} {learnt:14} {len(tallies):9} {scorer.headline(total):9.3f}  [{low:.2f}, {high:.2f}]   {scores}")


if __name__ == "__main__":
    main()
