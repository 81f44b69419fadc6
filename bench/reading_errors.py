"""Where the reader goes wrong on the dev articles: what is missed and made up, which types, realities and kinds are taken for which, the worst articles.

MONTJOIE_SHARED=... python -m bench.reading_errors
"""

import sys
from collections import Counter
from pathlib import Path
from typing import Any

from bench.reading_gold import read_documents
from bench.scorer import SHARED, scorer_of

WORST = 20
CONFUSIONS = 15
Json = dict[str, Any]


def main() -> int:
    """Print the tables."""
    if not (SHARED / "corpus/gold/dev").is_dir():
        print(f"skipped: no corpus under {SHARED}; set MONTJOIE_SHARED")
        return 0
    errors = Errors(scorer_of())
    for path, made, gold in read_documents(sorted((SHARED / "corpus/gold/dev").glob("*.json"))):
        errors.add(path, made, errors.scorer.lists(gold, path))
    errors.print()
    return 0


class Errors:
    """Counts what goes wrong, article by article."""

    def __init__(self, scorer: Any) -> None:
        self.scorer = scorer
        self.found: Counter[tuple[str, bool]] = Counter()
        self.taken: dict[str, Counter[tuple[str, str]]] = {name: Counter() for name in ("type", "reality", "kind", "act", "subject")}
        self.false: Counter[str] = Counter()
        self.worst: list[tuple[float, str, str]] = []

    def add(self, path: Path, made: Json, gold: Json) -> None:
        """Add one article."""
        score = self.scorer
        pairs = score.matched(made["incidents"], gold["incidents"], self._incidents_alike, 1e-6)
        for number, incident in enumerate(gold["incidents"]):
            hit = any(number == other for _, other in pairs)
            for trait in self._traits(incident):
                self.found[trait, hit] += 1
        for number, incident in enumerate(made["incidents"]):
            if all(number != one for one, _ in pairs):
                split = any(self._triggers_alike(incident, other) for other in gold["incidents"])
                self.false["a piece of a recorded incident" if split else f"nothing recorded there: {incident['type']}"] += 1
        self._compare("type", [(made["incidents"][a], gold["incidents"][b]) for a, b in pairs])
        self._compare("reality", [(made["incidents"][a], gold["incidents"][b]) for a, b in pairs])
        self._compare("kind", self._matched(made["claims"], gold["claims"], source=True))
        acts = self._matched(made["commitments"], gold["commitments"], source=False)
        self._compare("act", acts)
        self._compare("subject", acts)
        tally = score.Tally()
        score.score_document(tally, made, gold)
        events, claims = tally.f1("incident.event")[2], tally.f1("claim")[2]
        told = f"events {events:.2f} of {len(gold['incidents'])}, claims {claims:.2f} of {len(gold['claims'])}"
        self.worst.append(((events + claims) / 2, path.stem, told))

    def _compare(self, name: str, pairs: list[tuple[Json, Json]]) -> None:
        for made, gold in pairs:
            values = (self.scorer.reality(gold), self.scorer.reality(made)) if name == "reality" else (gold[name], made[name])
            if values[0] != values[1]:
                self.taken[name][values] += 1

    def _matched(self, made: list[Json], gold: list[Json], *, source: bool) -> list[tuple[Json, Json]]:
        score = self.scorer

        def alike(p: Json, g: Json) -> float:
            shared: float = score.iou(score.chars(p.get("content")), score.chars(g.get("content")))
            return shared if not source or score.same_words(p.get("source"), g.get("source")) else 0.0

        return [(made[a], gold[b]) for a, b in score.matched(made, gold, alike, 0.5 if source else 0.3)]

    def _triggers_alike(self, one: Json, other: Json) -> int:
        score = self.scorer
        triggers = (score.listed(one.get("trigger")), score.listed(other.get("trigger")))
        return len(score.matched(*triggers, lambda x, y: score.same_words([x], [y]), 0.3))

    def _incidents_alike(self, one: Json, other: Json) -> float:
        hits = self._triggers_alike(one, other)
        return hits + self.scorer.iou(self.scorer.chars(one["trigger"]), self.scorer.chars(other["trigger"])) if hits else 0.0

    def _traits(self, incident: Json) -> list[str]:
        named = len(self.scorer.listed(incident["trigger"]))
        return [
            f"type {incident['type']}", f"reality {self.scorer.reality(incident)}", "history" if incident.get("earlier") else "of the day",
            "aggregate" if incident.get("aggregate") else "single", "named once" if named == 1 else "named twice" if named == 2 else "named more often",
        ]  # fmt: skip

    def print(self) -> None:
        """Print everything."""
        print("found, of those recorded:")
        for trait in sorted({trait for trait, _ in self.found}):
            hit, missed = self.found[trait, True], self.found[trait, False]
            print(f"  {trait:22} {hit:4} of {hit + missed:4}  {hit / (hit + missed):.2f}")
        print("made up:")
        for what, times in self.false.most_common():
            print(f"  {times:4} {what}")
        for name, taken in self.taken.items():
            told = ", ".join(f"{gold} for {made} {times}" for (gold, made), times in taken.most_common(CONFUSIONS))
            print(f"{name} (recorded as, read as, how often): {told.replace(' for ', ' → ')}")
        print("worst articles (mean of events and claims):")
        for mean, name, told in sorted(self.worst)[:WORST]:
            print(f"  {mean:.2f} {name}: {told}")


if __name__ == "__main__":
    sys.exit(main())
