"""Fits how sure one may be of what is read, on articles that the model which reads them has not learnt from, and measures it.

    python -m training.calibrate MODEL RUN RUN ... --out confidence.json

Each RUN is a run of train.py that left out one part of the annotated articles; it reads that part with the thresholds of MODEL. One logistic a layer is fitted on what they
read; its expected calibration error (five bins of equal mass) is measured on groups of articles that it was not fitted on, and on corpus/gold/dev, read by MODEL. Of the
levels of `--prefer` it prints what they give there.
"""

import argparse
import json
import logging
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bench.scorer import scorer_of
from montjoie.extract.confidence import PARTS, confidence, logarithms
from montjoie.extract.decode import decode
from montjoie.extract.preferring import LEVELS
from montjoie.extract.reader import Reader, assembled
from montjoie.extract.windows import split
from montjoie.extract.writing import written
from montjoie.reading import count
from montjoie.schema import Document
from training.data import FOLDS, SHARED, Gold, fold_of, gold_set
from training.export import weights_of, write
from training.logistic import logistic

log = logging.getLogger("calibrate")
BINS, GROUPS = 5, 5
CURB = 1.0  # L2 on the weights of parts, towards one half
SHOWN = (0.0, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9)
FIELDS = {"incident": "incidents", "claim": "claims", "commitment": "commitments"}
Weights = dict[str, list[float]]


class Judged(NamedTuple):
    """One item: its layer, where it begins, the chances of its parts, and whether it is right."""

    layer: str
    start: int
    parts: tuple[float, ...]
    right: bool


class Reading(NamedTuple):
    """An article as a model read it that had not learnt from it, beside its annotation."""

    name: str
    items: list[Judged]
    made: dict[str, Any]
    gold: dict[str, Any]


def main() -> None:
    """Fit, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path, help="folder with an exported model")
    parser.add_argument("runs", type=Path, nargs=FOLDS, help="folders of the runs that left out part 0, 1, ...")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    scorer, model = scorer_of(SHARED), Reader(count, args.model)
    golds = [gold for part in gold_set(SHARED) for gold in part]
    read: list[Reading] = []
    for fold, run in enumerate(args.runs):
        with TemporaryDirectory() as folder:
            write(weights_of(run / "final.pt"), Path(folder), thresholds=model.files.thresholds)
            reader = Reader(count, Path(folder))
            read += [judged(reader, scorer, gold) for gold in golds if fold_of(gold.name) == fold]
    dev = [judged(model, scorer, gold) for gold in _dev(SHARED)]
    weights = fitted_all(read)
    args.out.write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")
    for reading in dev:
        put_scores(reading, weights)
    for group in range(GROUPS):
        others = fitted_all([reading for reading in read if group_of(reading.name) != group])
        for reading in read:
            if group_of(reading.name) == group:
                put_scores(reading, others)
    for layer in PARTS:
        for name, readings in (("out of fold", read), ("dev", dev), ("both", read + dev)):
            tell(layer, name, readings)
    for level, least in LEVELS.items():
        for name, readings in (("out of fold", read), ("dev", dev), ("both", read + dev)):
            log.info("%-9s %-11s %s", level, name, told(scorer, readings, least))


def tell(layer: str, name: str, readings: Sequence[Reading]) -> None:
    """Print how good the scores of a layer are."""
    pairs = [pair for reading in readings for pair in _scored(reading, layer)]
    scores, right = (np.array(side, dtype=float) for side in zip(*pairs, strict=True))
    log.info("%-10s %-11s %5d items, %.3f right; ECE %.3f", layer, name, len(right), right.mean(), error(scores, right))
    given = sum(_given(reading, layer) for reading in readings)
    for bar in SHOWN:
        kept, hits = int((scores >= bar).sum()), float(right[scores >= bar].sum())
        log.info(
            "%22s at least %.2f: precision %.3f, recall %.3f, F1 %.3f",
            "",
            bar,
            hits / max(1, kept),
            hits / given,
            2 * hits / (kept + given),
        )


def told(scorer: Any, readings: Sequence[Reading], least: dict[str, float]) -> str:
    """Return what a level gives: typed incidents, those shown as having happened that had not, and killed figures."""
    c: Counter[str] = Counter()
    for reading in readings:
        gold = reading.gold["incidents"]
        made = [incident for incident in reading.made["incidents"] if incident["score"] >= least["incident"]]
        pairs = dict(scorer.matched(made, gold, _alike(scorer), 1e-6))
        c["shown"], c["gold"] = c["shown"] + len(made), c["gold"] + len(gold)
        for number, incident in enumerate(made):
            match = gold[pairs[number]] if number in pairs else None
            c["typed"] += bool(match and match["type"] == incident["type"])
            if scorer.reality(incident) == "actual":
                c["happened"] += 1
                c["unreal"] += bool(match and scorer.reality(match) != "actual")
            killed = [f for f in incident.get("toll", ()) if f.get("kind") == "killed" and f["score"] >= least["figure"]]
            c["killed"] += len(killed)
            c["killed right"] += len(scorer.matched(killed, scorer.listed(match and match.get("toll")), scorer.same_figure, 1.0))
        c["gold killed"] += sum(f["kind"] == "killed" for incident in gold for f in scorer.listed(incident.get("toll")))

    def share(one: str, of: str) -> float:
        return c[one] / max(1, c[of])

    return (
        f"{c['shown']} incidents, type right in {share('typed', 'shown'):.3f} at a recall of {share('typed', 'gold'):.3f}; "
        f"{share('unreal', 'happened'):.3f} of {c['happened']} shown as happened were not; "
        f"killed wrong in {1 - share('killed right', 'killed'):.3f} of {c['killed']} at a recall of {share('killed right', 'gold killed'):.3f}"
    )


def put_scores(reading: Reading, weights: Weights) -> None:
    """Give every item of a reading the score that weights give it."""
    known = {(item.layer, item.start): confidence(weights, item.layer, item.parts) for item in reading.items}
    for layer, where, item in _items(reading.made):
        item["score"] = known[layer, where]
    reading.made["relevance"] = known["document", 0]


def _items(made: dict[str, Any]) -> Iterable[tuple[str, int, dict[str, Any]]]:
    for layer, field in FIELDS.items():
        for item in made[field]:
            yield layer, (item["trigger"] if layer == "incident" else item["content"])[0]["s"], item
    for incident in made["incidents"]:
        for figure in incident.get("toll", ()):
            yield "figure", figure["s"], figure


def _scored(reading: Reading, layer: str) -> list[tuple[float, bool]]:
    right = {(item.layer, item.start): item.right for item in reading.items}
    if layer == "document":
        return [(reading.made["relevance"], right["document", 0])]
    return [(item["score"], right[layer, start]) for of, start, item in _items(reading.made) if of == layer]


def _given(reading: Reading, layer: str) -> int:
    """Return how many items of a layer the annotation has."""
    if layer == "document":
        return int(bool(reading.gold["incidents"]))
    if layer == "figure":
        return sum(len(incident.get("toll") or ()) for incident in reading.gold["incidents"])
    return len(reading.gold[FIELDS[layer]])


def group_of(name: str) -> int:
    """Return the group that an article is measured in, of GROUPS."""
    return zlib.crc32(name.encode()) // FOLDS % GROUPS


def fitted_all(readings: Sequence[Reading]) -> Weights:
    """Return the weights of every layer."""
    return {layer: fitted([item for reading in readings for item in reading.items if item.layer == layer]) for layer in PARTS}


def judged(reader: Reader, scorer: Any, gold: Gold) -> Reading:
    """Return what a reader finds in an article, each item with its parts and whether it is right by the annotation."""
    words = split(gold.text, gold.title, reader.encoder.tokenizer)
    noted: list[tuple[str, int, tuple[float, ...]]] = []
    scored = replace(decode(words, reader.encoder, reader.files.distance, reader.files.thresholds), noted=noted)
    document = Document(id=gold.name, source_key="", given_id=gold.name, text=gold.text)
    made = written(document, assembled(document, "calibrating", scored, reader.files, count))
    lists = scorer.lists(gold.annotation, gold.name)
    right = rights(scorer, made, lists)
    starts = {layer: [0] if layer == "document" else words.starts for layer in PARTS}
    items = [Judged(layer, int(starts[layer][first]), parts, (layer, int(starts[layer][first])) in right) for layer, first, parts in noted]
    return Reading(gold.name, items, made, lists)


def rights(scorer: Any, made: dict[str, Any], gold: dict[str, Any]) -> set[tuple[str, int]]:
    """Return the items of a reading that are right, each by its layer and where its first words begin."""
    found: set[tuple[str, int]] = {("document", 0)} if gold["incidents"] else set()
    for a, b in scorer.matched(made["incidents"], gold["incidents"], _alike(scorer), 1e-6):
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


def _alike(scorer: Any) -> Callable[[dict[str, Any], dict[str, Any]], float]:
    def alike(p: dict[str, Any], g: dict[str, Any]) -> float:
        hits = scorer.matched(scorer.listed(p["trigger"]), scorer.listed(g["trigger"]), lambda x, y: scorer.same_words([x], [y]), 0.3)
        return len(hits) + scorer.iou(scorer.chars(p["trigger"]), scorer.chars(g["trigger"])) if hits else 0.0

    return alike


def fitted(items: Sequence[Judged]) -> list[float]:
    """Return a constant and a weight a part, by logistic regression whose weights are held near one half."""
    x = np.array([logarithms(item.parts) for item in items])
    return [round(weight, 4) for weight in logistic(x, np.array([item.right for item in items]), curb=CURB, towards=0.5)]


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
