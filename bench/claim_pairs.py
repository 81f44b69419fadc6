"""Pairs of claims labelled by hand: what the record's judge of wording says of them, on the half that it was not fitted on.

    MONTJOIE_SHARED=... python -m bench.claim_pairs [--fit] [--errors]

The pairs are split by article: no article of the unseen half is in the other, nor in `claim_pairs_fit.jsonl`, which is only learnt from. Speakers and
kinds come from the model's reading of each article; where it reads no claim there, from the words of saying beside it. What the two are about is what
reconciling makes of their two articles. The first label counts. `--fit` writes the weights from the seen half and the pairs to learn from, after
printing what some of them say of the others by articles left out. Baseline: figures that exclude each other
contradict, equal ones corroborate, a denial contradicts, all else is none.
"""

import argparse
import csv
import json
import random
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from bench.reconciled import Told, settle, told
from bench.scorer import SHARED
from montjoie.collect import CollectOptions
from montjoie.ground import ActorList, Gazetteer
from montjoie.reading import read_files
from montjoie.reconcile.claim_pairs import RELATIONS, SLOTS, Saying, features, judge_pair, slot_features
from montjoie.reconcile.pair_words import counts, excludes
from training.sources import article_of

LABELS = Path(__file__).parent / "labels" / "claim_pairs.jsonl"
TO_LEARN = LABELS.with_name("claim_pairs_fit.jsonl")
WEIGHTS = Path(__file__).parents[1] / "src/montjoie/reconcile/data/claim_pairs.csv"
TARGETS = {"macro F1": 0.75, "slot": 0.85}
FLOORS = {"macro F1": 0.55, "slot": 0.62}
STEPS, CLOSE, PARTS, DRAWS = 15, 1e-4, 8, 3
DECAY = {"relation": 0.08, "slot": 0.02}  # by articles left out, among 0.01 to 0.08
RARER = {"relation": 0.75, "slot": 0.0}  # the power of how rare a class is by which it weighs more
LIKE_THE_UNSEEN = 3.0  # how much a pair of the seen half weighs beside one that was only made to learn from: those were chosen otherwise
AROUND, BESIDE = 160, 200
BEFORE, BEHIND = 80, 60  # characters in which the event is named that a statement is about
SAYING = re.compile(r"\b(?:said|says|according|reported|told|put|gave|placed|announced|recorded|documented)\b")


@dataclass(frozen=True, slots=True)
class Pair:
    """A labelled pair."""

    id: str
    a: Saying
    b: Saying
    relation: str
    slot: str | None
    weight: float = 1.0  # in learning


def main() -> int:
    """Print the table; return 1 below a floor."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fit", action="store_true", help="write the weights from the seen half")
    parser.add_argument("--errors", action="store_true", help="print the pairs of the unseen half that are judged otherwise, by id")
    options = parser.parse_args()
    if not (SHARED / "data/fa_kes").is_dir():
        print(f"skipped: no data under {SHARED}; set MONTJOIE_SHARED")
        return 0
    rows = _rows(LABELS)
    seen_ids = seen_half(rows)
    unseen = pairs_of([row for row in rows if row["id"] not in seen_ids])
    if options.fit:
        known = [{**row, "weight": LIKE_THE_UNSEEN} for row in rows if row["id"] in seen_ids] + _rows(TO_LEARN)
        fit(pairs_of(known), known)
    print(f"{len(unseen)} unseen pairs: {dict(Counter(p.relation for p in unseen))}")
    scores = {}
    for name, judge in (("the model", lambda p: (judge_pair(p.a, p.b).relation, judge_pair(p.a, p.b).slot)), ("baseline", baseline)):
        said = [judge(pair) for pair in unseen]
        f1 = {relation: _f1([pair.relation for pair in unseen], [one for one, _ in said], relation) for relation in RELATIONS}
        right = [pair.slot == slot for pair, (relation, slot) in zip(unseen, said, strict=True) if pair.relation == relation != "none"]
        given = [pair.slot == slot for pair, (_, slot) in zip(unseen, said, strict=True) if pair.relation != "none"]
        macro = sum(f1.values()) / len(f1)
        low, high = _interval(unseen, said)
        print(f"{name:10} macro F1 {macro:.3f} [{low:.2f}, {high:.2f}]  " + "  ".join(f"{k} {v:.2f}" for k, v in f1.items()))
        print(
            f"{'':10} slot, where the relation is right {sum(right) / max(1, len(right)):.3f} of {len(right)}; of all related pairs {sum(given) / max(1, len(given)):.3f} of {len(given)}"
        )
        if name == "the model":
            scores = {"macro F1": macro, "slot": sum(right) / max(1, len(right))}
            if options.errors:
                for pair, (relation, slot) in zip(unseen, said, strict=True):
                    if pair.relation != relation:
                        print(f"  {pair.id} {pair.relation}/{pair.slot}: said {relation}/{slot}")
    for name, target in TARGETS.items():
        print(f"{name}: {scores[name]:.3f}, target {target} {'reached' if scores[name] >= target else 'MISSED'}, floor {FLOORS[name]}")
    return int(any(scores[name] < floor for name, floor in FLOORS.items()))


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def seen_half(rows: Sequence[Mapping[str, Any]]) -> frozenset[str]:
    """Return the ids of about half of the pairs, so that no article is in both halves: groups of articles, the largest first, to the smaller half."""
    groups: dict[str, list[str]] = {}
    for id_, name in _groups(rows).items():
        groups.setdefault(name, []).append(id_)
    halves: tuple[list[str], list[str]] = ([], [])
    for ids in sorted(groups.values(), key=lambda ids: (-len(ids), ids)):
        min(halves, key=len).extend(ids)
    return frozenset(halves[0])


def _groups(rows: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """The group of each pair, by id: pairs that share an article, through others too, are one."""
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        parent.setdefault(name, name)
        while parent[name] != name:
            name = parent[name]
        return name

    for row in rows:
        parent[root(row["a"]["doc"])] = root(row["b"]["doc"])
    return {row["id"]: root(row["a"]["doc"]) for row in rows}


def pairs_of(rows: Sequence[Mapping[str, Any]]) -> list[Pair]:
    """Return the pairs with their words, speakers and kinds as the model reads them, what they are about as reconciling has it."""
    names = sorted({end["doc"] for row in rows for end in (row["a"], row["b"])})
    articles = {name: _article(name) for name in names}
    readings = _read(articles)
    lists = (Gazetteer.open(user=()), ActorList.open(user=()))
    grounded = {name: told({**articles[name], "reading": _bare(name, readings[name])}, lists) for name in names if name in readings}
    return [_pair(row, articles, readings, grounded) for row in rows]


def _pair(row: Mapping[str, Any], articles: Mapping[str, Any], readings: Mapping[str, Any], grounded: Mapping[str, Told]) -> Pair:
    """A pair, in the record that its two articles make."""
    documents = sorted({row["a"]["doc"], row["b"]["doc"]})
    view = settle([grounded[name] for name in documents if name in grounded])
    claims = {(claim.document, claim.item): claim for claim in view.claims}
    incidents = {(mention.document, mention.item): incident.id for incident in view.incidents for mention in incident.mentions}
    sayings = []
    for end in (row["a"], row["b"]):
        article, reading = articles[end["doc"]], readings.get(end["doc"], {})
        claim = _claim_at(reading, end["s"], end["e"])
        known = claims.get((end["doc"], claim["id"])) if claim else None
        text = article["text"]
        saying = Saying(
            words=text[end["s"] : end["e"]],
            document=end["doc"],
            day=date.fromisoformat(article["published"][:10]).toordinal() if article["published"] else None,
            speaker=f"{claim.get('who') or ''} {claim['source']['q']}" if claim else _beside(text, end["s"], end["e"]),
            root=known.root if known else None,
            kind=claim["kind"] if claim else None,
            against=" ".join(who["q"] for who in claim.get("against", ())) if claim else "",
            around=text[max(0, end["s"] - AROUND) : end["e"] + AROUND],
            about=frozenset(incidents[key] for item in _items_at(reading, claim, end) if (key := (end["doc"], item)) in incidents),
        )
        sayings.append(saying)
    return Pair(row["id"], sayings[0], sayings[1], row["relations"][0], row["slots"][0], row.get("weight", 1.0))


def _items_at(reading: Mapping[str, Any], claim: Mapping[str, Any] | None, end: Mapping[str, Any]) -> set[str]:
    """The incidents that a statement is about: named or counted in its words, or said by its claim; else named beside it."""
    within = _named(reading, end["s"], end["e"]) | {item for item in (claim or {}).get("about", ()) if item.startswith("i")}
    return within or _named(reading, end["s"] - BEFORE, end["e"] + BEHIND)


def _named(reading: Mapping[str, Any], start: int, end: int) -> set[str]:
    return {
        incident["id"]
        for incident in reading.get("incidents", ())
        if any(part["s"] < end and part["e"] > start for part in (*incident.get("trigger", ()), *(incident.get("toll") or ())))
    }


def _bare(name: str, reading: Mapping[str, Any]) -> dict[str, Any]:
    kept = ("incidents", "claims", "commitments", "relations")
    return {"doc": name, **{key: reading[key] for key in kept if key in reading}}


def _article(name: str) -> dict[str, Any]:
    path = SHARED / f"corpus/docs/{name}.json"
    if path.is_file():
        kept = json.loads(path.read_text(encoding="utf-8"))
        return {"id": name, "text": kept["text"], "published": kept.get("published")}
    article = article_of(SHARED, name)
    return {"id": name, "text": article.text, "published": article.published}


def _read(articles: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    with tempfile.TemporaryDirectory() as folder:
        docs, out = Path(folder) / "docs", Path(folder) / "out"
        docs.mkdir()
        for name, article in articles.items():
            (docs / f"{name}.json").write_text(json.dumps(article), encoding="utf-8")
        read_files([docs], out, CollectOptions())
        return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in out.glob("*.json")}


def _beside(text: str, start: int, end: int) -> str:
    """The rest of the sentence of a statement, where it has a word of saying."""
    first = max(text.rfind(". ", 0, start), text.rfind("\n", 0, start)) + 1
    ends = [at for at in (text.find(". ", end), text.find("\n", end)) if at >= 0]
    rest = text[first:start] + " " + text[end : min(min(ends, default=len(text)), end + BESIDE)]
    return rest if SAYING.search(rest) else ""


def _claim_at(reading: Mapping[str, Any], start: int, end: int) -> Mapping[str, Any] | None:
    """The claim whose content has most of these characters, if any has half of them."""
    best, most = None, (end - start) / 2
    for claim in reading.get("claims", ()):
        shared = sum(max(0, min(end, part["e"]) - max(start, part["s"])) for part in claim["content"])
        if shared >= most:
            best, most = claim, shared
    return best


def fit(pairs: Sequence[Pair], rows: Sequence[Mapping[str, Any]]) -> None:
    """Say what a fit on parts of the pairs gives on the rest of them, then fit both models on all of them and write the weights."""
    told = [_left_out(pairs, _groups(rows), random.Random(seed)) for seed in range(DRAWS)]
    print(
        f"{len(pairs)} pairs to learn from; by articles left out: macro F1 {sum(told) / len(told):.3f} ({min(told):.3f} to {max(told):.3f} over {DRAWS} ways to part them)"
    )
    with WEIGHTS.open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out, lineterminator="\n")
        table.writerow(("model", "outcome", "feature", "weight"))
        for model in ("relation", "slot"):
            for (outcome, feature), weight in sorted(_learn(model, pairs).items()):
                if abs(weight) >= 0.0005:
                    table.writerow((model, outcome, feature, f"{weight:.3f}"))


def _left_out(pairs: Sequence[Pair], groups: Mapping[str, str], draw: random.Random) -> float:
    """Macro F1 of the relation, each part of the pairs judged by what the others teach; no article is in two parts."""
    names = sorted({groups[pair.id] for pair in pairs})
    draw.shuffle(names)
    parts: list[list[Pair]] = [[] for _ in range(PARTS)]
    for name in names:
        min(parts, key=len).extend(pair for pair in pairs if groups[pair.id] == name)
    said: dict[str, str] = {}
    for part in parts:
        learnt = _learn("relation", [pair for pair in pairs if pair not in part])
        for pair in part:
            values = features(pair.a, pair.b)
            said[pair.id] = max(RELATIONS, key=lambda name: sum(learnt.get((name, k), 0.0) * v for k, v in values.items()))
    return sum(_f1([pair.relation for pair in pairs], [said[pair.id] for pair in pairs], relation) for relation in RELATIONS) / len(
        RELATIONS
    )


def _learn(model: str, pairs: Sequence[Pair]) -> dict[tuple[str, str], float]:
    outcomes = RELATIONS if model == "relation" else SLOTS
    told = [pair for pair in pairs if model == "relation" or pair.slot in SLOTS]
    seen = [features(pair.a, pair.b) for pair in told]
    if model == "slot":
        seen = [slot_features(values, pair.relation) for values, pair in zip(seen, told, strict=True)]
    names = sorted({name for values in seen for name in values})
    x = np.array([[values.get(name, 0.0) for name in names] for values in seen])
    labels = [outcomes.index(pair.relation if model == "relation" else pair.slot or "") for pair in told]
    each = np.array([pair.weight for pair in told])
    weights = _fit(x, labels, each, len(outcomes), DECAY[model], RARER[model])
    return {(outcome, name): float(weights[n, k]) for n, outcome in enumerate(outcomes) for k, name in enumerate(names)}


def _fit(x: Any, labels: Sequence[int], weights: Any, classes: int, decay: float, power: float) -> Any:
    """Multinomial logistic regression by Newton's method; classes weigh by a power of how rare they are, besides what each pair weighs."""
    y = np.eye(classes)[list(labels)]
    each = (y / np.maximum(1, y.sum(axis=0)) ** power).sum(axis=1) * weights
    each = each / each.mean() / len(x)
    w = np.zeros((classes, x.shape[1]))
    for _ in range(STEPS):
        scores = x @ w.T
        p = np.exp(scores - scores.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
        slope = ((p - y) * each[:, None]).T @ x + decay * w
        bend = np.block([[(x * (each * p[:, a] * ((a == b) - p[:, b]))[:, None]).T @ x for b in range(classes)] for a in range(classes)])
        step = np.linalg.solve(bend + decay * np.eye(w.size), slope.ravel()).reshape(w.shape)
        w -= step
        if np.abs(step).max() < CLOSE:
            break
    return w


def baseline(pair: Pair) -> tuple[str, str]:
    """Figures alone, and the kind of a claim."""
    both = [(x, y) for x in counts(pair.a.words) for y in counts(pair.b.words) if x.kind == y.kind]
    if both:
        if any((x.low, x.high) == (y.low, y.high) for x, y in both):
            return "corroborates", "toll"
        apart = all(excludes((x.low, x.high), (y.low, y.high)) for x, y in both)
        return ("contradicts" if apart else "none"), "toll"
    return ("contradicts" if "denies" in (pair.a.kind, pair.b.kind) else "none"), "occurrence"


def _f1(gold: Sequence[str], said: Sequence[str], label: str) -> float:
    hit = sum(g == s == label for g, s in zip(gold, said, strict=True))
    return 2 * hit / max(1, sum(g == label for g in gold) + sum(s == label for s in said))


def _interval(pairs: Sequence[Pair], said: Sequence[tuple[str, str]]) -> tuple[float, float]:
    draw = random.Random(0)
    scores = []
    for _ in range(400):
        chosen = [draw.randrange(len(pairs)) for _ in pairs]
        gold, judged = [pairs[n].relation for n in chosen], [said[n][0] for n in chosen]
        scores.append(sum(_f1(gold, judged, relation) for relation in RELATIONS) / len(RELATIONS))
    scores.sort()
    return scores[20], scores[379]


if __name__ == "__main__":
    sys.exit(main())
