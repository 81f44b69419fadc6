"""Relations, acts and terms on the dev articles, by the corpus's own score.py: given gold claims, and end to end, beside a baseline.

    MONTJOIE_SHARED=... python -m bench.claims_gold [--train]

Relations given gold claims: each annotation without its relations is grounded and reconciled alone, and what reconciling says of two
claims is scored. End to end: the same of the model's reading. Baselines: for relations, a denial contradicts the claim of another
source before it; for acts and terms, every claim whose words name a truce, a corridor, a withdrawal or a deal is an act of its
source, by the claim's kind. Exits with 1 below a floor. `--train`: what each kind of relation gets on the articles the rules were
decided on, given gold claims, and nothing else.
"""

import copy
import json
import sys
from collections import Counter
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from bench.reading_gold import read_documents
from bench.reconciled import Lists, settle, told
from bench.scorer import SHARED, intervals, scorer_of, total_of
from montjoie.ground import ActorList, Gazetteer
from montjoie.reconcile.pair_words import COMMITTING

ACTS = {"promises": "agrees", "refuses": "refuses", "demands": "demands", "proposes": "proposes", "accuses": "alleges_violation"}
SUBJECTS = {"corridor": "humanitarian_pause", "evacuat": "humanitarian_pause", "withdraw": "withdrawal"}
FLOORS = {"commitment.act, end to end": 0.10, "commitment.terms, end to end": 0.04}


def main() -> int:
    """Print the table; return 1 below a floor."""
    if not (SHARED / "corpus/gold/dev").is_dir():
        print(f"skipped: no corpus under {SHARED}; set MONTJOIE_SHARED")
        return 0
    if sys.argv[1:] == ["--train"]:
        return _on_train()
    scorer = scorer_of()
    lists = (Gazetteer.open(user=()), ActorList.open(user=()))
    tallies: dict[str, list[Any]] = {}
    for path, made, gold in read_documents(sorted((SHARED / "corpus/gold/dev").glob("*.json"))):
        answers = {
            "gold claims": {**copy.deepcopy(gold), "relations": _relations(path, gold, lists)},
            "end to end": {**made, "relations": _relations(path, made, lists)},
            "baseline, gold claims": {**copy.deepcopy(gold), "relations": _denials(gold)},
            "baseline, end to end": {**made, "relations": _denials(made), "commitments": _by_words(made)},
        }
        for name, answer in answers.items():
            tally = scorer.Tally()
            scorer.score_document(tally, scorer.lists(answer, path), scorer.lists(gold, path))
            tallies.setdefault(name, []).append(tally)
    scores: dict[str, float] = {}
    print(f"{'measure (F1, dev)':44} {'F1':>6}  90% interval   precision  recall")
    for measure in ("relation", "commitment.act", "commitment.terms"):
        for name, each in tallies.items():
            if measure != "relation" and "gold" in name:
                continue
            total = total_of(scorer, each)
            precision, recall, f1 = total.f1(measure)[:3]
            low, high = intervals(scorer, each).get(measure, (0.0, 0.0))
            scores[f"{measure}, {name}"] = f1
            print(f"{measure + ', ' + name:44} {f1:6.3f}  [{low:.2f}, {high:.2f}] {precision:10.3f} {recall:7.3f}")
    failed = [name for name, floor in FLOORS.items() if scores[name] < floor]
    print("\n".join(f"below its floor: {name}" for name in failed))
    return int(bool(failed))


def _relations(path: Path, reading: Mapping[str, Any], lists: Lists) -> list[dict[str, str]]:
    """What reconciling says of two claims of an article, from its reading without its relations."""
    article = json.loads((SHARED / f"corpus/docs/{path.stem}.json").read_text(encoding="utf-8"))
    bare = {key: copy.deepcopy(value) for key, value in reading.items() if key in ("doc", "incidents", "claims", "commitments")}
    report = {**article, "id": path.stem, "reading": {**bare, "doc": path.stem}}
    view = settle([told(report, lists)])
    items = {claim.id: claim.item for claim in view.claims}
    for figure in (figure for incident in view.incidents for toll in incident.toll for figure in toll.figures):
        if figure.claim in items:  # a figure stands for the claim that gives it
            items[figure.id] = items[figure.claim]
    found = {(d.type, items[d.a], items[d.b]) for d in view.disagreements if d.a in items and d.b in items and items[d.a] != items[d.b]}
    return [{"type": type_, "a": a, "b": b} for type_, a, b in sorted(found)]


def _on_train() -> int:
    """Precision and recall by kind of relation on the training articles."""
    lists = (Gazetteer.open(user=()), ActorList.open(user=()))
    counted: Counter[tuple[str, str]] = Counter()
    for path in sorted((SHARED / "corpus/gold/train").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        said = {_directed(one) for one in _relations(path, gold, lists)}
        marked = {_directed(one) for one in gold.get("relations") or ()}
        counted.update((one[0], "both" if one in marked else "said") for one in said)
        counted.update((one[0], "missed") for one in marked - said)
    for kind in sorted({kind for kind, _ in counted}):
        both, only, missed = (counted[kind, outcome] for outcome in ("both", "said", "missed"))
        print(f"{kind:12} right {both}, said only by us {only}, missed {missed}")
    both, only, missed = (sum(n for (_, o), n in counted.items() if o == outcome) for outcome in ("both", "said", "missed"))
    print(f"relation, train, gold claims: F1 {2 * both / max(1, 2 * both + only + missed):.3f}")
    return 0


def _directed(relation: Mapping[str, str]) -> tuple[str, str, str]:
    first, second = relation["a"], relation["b"]
    if relation["type"] in ("contradicts", "corroborates"):
        first, second = sorted((first, second))
    return relation["type"], first, second


def _denials(reading: Mapping[str, Any]) -> list[dict[str, str]]:
    """The baseline: a denial contradicts the claim of another source just before it."""
    claims = reading.get("claims") or []
    return [
        {"type": "contradicts", "a": after["id"], "b": before["id"]}
        for before, after in pairwise(claims)
        if after["kind"] == "denies" and after["source"]["q"] != before["source"]["q"]
    ]


def _by_words(reading: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The baseline: a claim whose words name a commitment is an act of its source."""
    found = []
    for claim in reading.get("claims") or []:
        words = " ".join(part["q"] for part in claim["content"])
        if COMMITTING.search(words):
            subject = next((subject for stem, subject in SUBJECTS.items() if stem in words.lower()), "ceasefire")
            act = ACTS.get(claim["kind"], "announces")
            found.append(
                {
                    "id": f"k{claim['id']}",
                    "subject": subject,
                    "act": act,
                    "party": [claim["source"]],
                    "content": claim["content"][0],
                    "by": claim["id"],
                }
            )
    return found


if __name__ == "__main__":
    sys.exit(main())
