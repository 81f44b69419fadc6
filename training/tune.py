"""Chooses how sure each layer and relation must be, on the articles held out of training, by the corpus's own score, the sets weighed as in the corpus."""

import argparse
import json
import logging
import os
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from multiprocessing import get_context
from multiprocessing.pool import Pool
from pathlib import Path
from typing import Any

from bench.scorer import scorer_of
from montjoie.extract.decode import Floats, Scored, decode
from montjoie.extract.encoder import Encoder
from montjoie.extract.model_files import load_model
from montjoie.extract.reader import assembled
from montjoie.extract.windows import Window, Words, split
from montjoie.extract.writing import written
from montjoie.reading import count
from montjoie.schema import Document
from training.data import SHARED, gold_set

log = logging.getLogger("tune")
BIASES = (-4.0, -3.0, -2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0)
LEAST, MOST = 0.5, 2.5  # what an article may count for
CHANCES = (0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7)
# What is tuned, over which values, and the measures of score.py that it is tuned on, in this order: each builds on those before.
PLAN: tuple[tuple[str, tuple[float, ...], tuple[str, ...]], ...] = (
    ("span.trigger", BIASES, ("incident", "incident.mention", "incident.event")),
    (
        "same",
        (-1.5, -1.2, -0.9, -0.6, -0.3, 0.0, 0.3),
        ("incident.mention", "incident.event", "incident.typed", "incident.codeable.like"),
    ),
    ("actual", (0.5, 0.7, 1.0, 1.5, 2.0), ("incident.event", "incident.happened")),
    ("span.content", BIASES, ("claim.content", "claim")),
    ("anew.content", (0.0, 2.0, 4.0, 6.0, 9.0), ("claim.content", "claim")),
    ("span.source", BIASES, ("claim",)),
    ("span.cue", BIASES, ("claim", "claim.cue", "claim.kind")),
    ("link.source", (0.02, 0.05, 0.1, 0.2, 0.3, 0.5), ("claim",)),
    ("link.cue", (0.02, 0.05, 0.1, 0.2, 0.3, 0.5), ("claim", "claim.cue", "claim.kind")),
    ("link.about", CHANCES, ("claim.about",)),
    ("span.party", BIASES, ("incident.actor", "incident.target")),
    ("link.actor", CHANCES, ("incident.actor",)),
    ("only.actor", CHANCES, ("incident.actor",)),
    ("link.target", CHANCES, ("incident.target",)),
    ("only.target", CHANCES, ("incident.target",)),
    ("span.place", BIASES, ("incident.place",)),
    ("link.place", CHANCES, ("incident.place",)),
    ("only.place", CHANCES, ("incident.place",)),
    ("span.figure", BIASES, ("incident.toll", "incident.toll.told")),
    ("link.toll", CHANCES, ("incident.toll", "incident.toll.told")),
    ("part", CHANCES, ("incident.toll.told",)),
    ("span.weapon", BIASES, ("incident.weapon",)),
    ("link.weapon", CHANCES, ("incident.weapon",)),
    ("only.weapon", CHANCES, ("incident.weapon",)),
    ("span.time", BIASES, ("incident.time.words",)),
    ("link.time", CHANCES, ("incident.time.words",)),
    ("target_class", CHANCES, ("incident.target_class",)),
    ("aggregate", CHANCES, ("incident.codeable.like",)),
    ("span.commitment", BIASES, ("commitment", "commitment.act")),
    ("act.claim", CHANCES, ("commitment", "commitment.act")),
    ("act.both", CHANCES, ("commitment", "commitment.act")),
    ("act.alone", (0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0), ("commitment", "commitment.act")),
    ("link.party", CHANCES, ("commitment.terms",)),
    ("link.bound", CHANCES, ("commitment.terms",)),
    ("span.area", BIASES, ("commitment.terms",)),
    ("span.scope", BIASES, ("commitment.terms",)),
    ("span.start", BIASES, ("commitment.terms",)),
    ("span.duration", BIASES, ("commitment.terms",)),
    ("span.condition", BIASES, ("commitment.terms",)),
)


def main() -> None:
    """Write thresholds.json beside a run's weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path, help="folder with an exported model")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--begin", type=Path, help="thresholds to begin with, those of another run")
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    _TUNERS.append(Tuner(args.model, SHARED))
    thresholds = {**_TUNERS[0].files.thresholds, **(json.loads(args.begin.read_text(encoding="utf-8")) if args.begin else {})}
    with get_context("fork").Pool(os.cpu_count()) as pool:  # workers inherit what the tuner keeps
        for _ in range(args.rounds):
            for name, values, measures in PLAN:
                thresholds[name] = choose(pool, name, values, measures, thresholds)
                args.out.write_text(json.dumps(thresholds, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def choose(pool: Pool, name: str, values: tuple[float, ...], measures: tuple[str, ...], thresholds: dict[str, float]) -> float:
    """Return the value of a threshold that is best, among equals the one in the middle."""
    scores = pool.map(_score, [thresholds | {name: value} for value in values], chunksize=1)
    results = [sum(score.get(measure, 0.0) for measure in measures) / len(measures) for score in scores]
    smooth = [sum(results[max(0, k - 1) : k + 2]) / len(results[max(0, k - 1) : k + 2]) for k in range(len(results))]
    best = max(range(len(values)), key=lambda k: (round(results[k] + 0.5 * smooth[k], 6), -abs(k - len(values) // 2)))
    log.info("%s = %s (%s)", name, values[best], " ".join(f"{result:.3f}" for result in results))
    return values[best]


def weights(corpus: Sequence[str], held: Sequence[str]) -> dict[str, float]:
    """Return what an article held out counts for, by its set: as much as the set has in the corpus, within bounds."""
    shares = [{name: number / len(names) for name, number in Counter(map(prefix, names)).items()} for names in (corpus, held)]
    return {name: min(MOST, max(LEAST, shares[0].get(name, 0.0) / share)) for name, share in shares[1].items()}


def prefix(name: str) -> str:
    """Return the set of an article's id."""
    return name.partition("-")[0]


_TUNERS: list["Tuner"] = []


def _score(thresholds: dict[str, float]) -> dict[str, float]:
    return _TUNERS[0].score(thresholds)


class Tuner:
    """Keeps the scores of the articles held out, so that only the decoding is done again."""

    def __init__(self, model: Path, shared: Path) -> None:
        self.files = load_model(model)
        encoder = Encoder(self.files)
        self.scorer = scorer_of(shared)
        self.decoded: tuple[dict[str, float], list[Scored]] = {}, []
        self.held: list[tuple[Document, Words, Callable[[Window], Floats], dict[str, Any]]] = []
        self.weights = weights(
            [path.stem for path in (shared / "corpus/gold/train").glob("*.json")], [gold.name for gold in gold_set(shared)[1]]
        )
        for name, text, title, annotation in gold_set(shared)[1]:
            words = split(text, title, encoder.tokenizer)
            cache = {window.first: encoder(window) for window in words.windows}
            document = Document(id=name, source_key="", given_id=name, text=text)
            self.held.append((document, words, lambda window, cache=cache: cache[window.first], self.scorer.lists(annotation, name)))

    def score(self, thresholds: dict[str, float]) -> dict[str, float]:
        """Return every measure with these thresholds."""
        total = self.scorer.Tally()
        of_spans = {name: value for name, value in thresholds.items() if name.startswith(("span.", "anew."))}
        if self.decoded[0] != of_spans or not self.decoded[1]:
            self.decoded = of_spans, [decode(words, scores, self.files.distance, thresholds) for _, words, scores, _ in self.held]
        for (document, _, _, gold), found in zip(self.held, self.decoded[1], strict=True):
            scored = replace(found, thresholds=thresholds)
            made = written(document, assembled(document, "tuning", scored, self.files, count))
            own = self.scorer.Tally()
            self.scorer.score_document(own, made, gold)
            self.times(own, made, gold)
            weight = self.weights[prefix(document.id)]
            total.update({counted: weight * number for counted, number in own.items()})
        return {name: total.f1(name)[2] for name in sorted({name for name, _ in total})}

    def times(self, total: Any, made: dict[str, Any], gold: dict[str, Any]) -> None:
        """Add what score.py cannot measure without grounding: the words of times, and single actual incidents."""

        def triggers(x: dict[str, Any]) -> set[int]:
            return {int(t["s"]) for t in self.scorer.listed(x.get("trigger"))}

        hits = likely = 0
        for incident in made["incidents"]:
            match = next((x for x in gold["incidents"] if triggers(x) & triggers(incident)), None)
            if match and incident.get("time") and match.get("time"):
                hits += bool(self.scorer.chars(incident["time"]) & self.scorer.chars(match["time"]))
            likely += bool(match and self.like(incident) and self.like(match) and incident["type"] == match["type"])
        timed = [sum(bool(x.get("time")) for x in side["incidents"]) for side in (made, gold)]
        total.add("incident.time.words", hits, *timed)
        total.add("incident.codeable.like", likely, *(sum(map(self.like, side["incidents"])) for side in (made, gold)))

    def like(self, incident: dict[str, Any]) -> bool:
        """Say whether an incident is single, violent and actual, and has a place."""
        single = not incident.get("aggregate") and self.scorer.reality(incident) == "actual"
        return bool(single and incident.get("type") in self.scorer.VIOLENT and incident.get("place"))


if __name__ == "__main__":
    main()
