"""How well the shipped model reads the dev articles, by the corpus's own score.py, beside a second annotator; fails below a floor.

    MONTJOIE_SHARED=... python -m bench.reading_gold [--documents]

Articles go in as files and come out as `montjoie read --json` writes them, places and times resolved. Says so and stops where the corpus is absent.
"""

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.scorer import SHARED, intervals, scorer_of, total_of
from montjoie.collect import CollectOptions
from montjoie.reading import read_files

# Measure: what a second annotator reaches, what is aimed at first, and what must not be lost again.
ROWS: dict[str, tuple[float, float, float]] = {
    "incident.event": (0.86, 0.50, 0.46),
    "incident.happened": (0.93, 0.70, 0.63),
    "incident.unreal_kept_apart": (1.00, 0.75, 0.66),
    "incident.mention": (0.80, 0.60, 0.57),
    "incident.codeable": (0.76, 0.45, 0.45),
    "incident.actor": (0.82, 0.46, 0.41),
    "incident.target": (0.73, 0.36, 0.36),
    "incident.weapon": (0.79, 0.38, 0.25),
    "incident.place": (0.86, 0.50, 0.47),
    "incident.place.grounded": (0.77, 0.42, 0.38),
    "incident.time": (0.72, 0.45, 0.40),
    "incident.toll.told": (0.73, 0.37, 0.36),
    "claim": (0.88, 0.72, 0.71),
    "claim.kind": (0.79, 0.52, 0.46),
    "claim.about": (0.83, 0.45, 0.45),
    "claim.who": (1.00, 0.80, 0.76),
    "commitment.act": (0.82, 0.25, 0.15),
    "commitment.terms": (0.70, 0.17, 0.10),
    "headline": (0.78, 0.34, 0.44),
}


def main() -> int:
    """Print the table; return 1 where a measure is below its floor."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", action="store_true", help="also print each article's headline measures")
    args = parser.parse_args()
    if not (SHARED / "corpus/gold/dev").is_dir():
        sys.stdout.write(f"skipped: no corpus under {SHARED}; set MONTJOIE_SHARED\n")
        return 0
    scorer = scorer_of()
    tallies = tallied(scorer, sorted((SHARED / "corpus/gold/dev").glob("*.json")), args.documents)
    total, between = total_of(scorer, tallies), intervals(scorer, tallies)
    scores = {name: total.f1(name)[2] for name in sorted({name for name, _ in total})} | {"headline": scorer.headline(total)}
    print(f"{'measure (F1, dev)':28} {'now':>6}  90% interval   second  first aim  floor")
    failed = []
    for name, score in scores.items():
        low, high = between[name]
        second, aim, floor = ROWS.get(name, (None, None, None))
        told = f"{second:8.2f} {aim:10.2f} {floor:6.2f}" if second is not None else ""
        print(f"{name:28} {score:6.3f}  [{low:.2f}, {high:.2f}] {told}")
        if floor is not None and score < floor:
            failed.append(name)
    for name in failed:
        print(f"below its floor: {name}")
    return int(bool(failed))


def tallied(scorer: Any, golds: list[Path], by_document: bool) -> list[Any]:
    """Return the tally of each article."""
    tallies = []
    for path, made, gold in read_documents(golds):
        one = scorer.Tally()
        scorer.score_document(one, made, scorer.lists(gold, path))
        tallies.append(one)
        if by_document:
            print(path.stem, " ".join(f"{name} {one.f1(name)[2]:.2f}" for name in scorer.HEADLINE))
    return tallies


def read_documents(golds: list[Path]) -> Iterator[tuple[Path, dict[str, Any], dict[str, Any]]]:
    """Yield for each annotation its path, the reading that the model writes for its article, and the annotation itself."""
    with tempfile.TemporaryDirectory() as folder:
        docs, out = Path(folder) / "docs", Path(folder) / "out"
        docs.mkdir()
        for path in golds:
            shutil.copy(SHARED / f"corpus/docs/{path.stem}.json", docs)
        read_files([docs], out, CollectOptions())
        for path in golds:
            yield path, json.loads((out / path.name).read_text(encoding="utf-8")), json.loads(path.read_text(encoding="utf-8"))


if __name__ == "__main__":
    sys.exit(main())
