"""What the shipped model must find in the sample, which we annotated ourselves: floors that are never skipped."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from conftest import SAMPLE

from montjoie.extract.given import fit_reading, load_reading
from montjoie.extract.preferring import preferred
from montjoie.reading import ModelReader
from montjoie.schema import Document, Reading, Span

# F1 over all reports of what is shown unless asked otherwise; what the model reached when it came, less a tenth or so
FLOORS = {"triggers": 0.60, "types": 0.47, "contents": 0.78, "claims": 0.72, "figures": 0.54, "commitments": 0.08}


@dataclass
class Count:
    right: int = 0
    made: int = 0
    gold: int = 0

    def f1(self) -> float:
        return 2 * self.right / max(1, self.made + self.gold)


@dataclass
class Counts:
    by: dict[str, Count] = field(default_factory=lambda: {name: Count() for name in FLOORS})

    def add(self, name: str, made: Sequence[object], gold: Sequence[object]) -> None:
        count, left = self.by[name], list(gold)
        count.made, count.gold = count.made + len(made), count.gold + len(gold)
        for item in made:
            match = next((other for other in left if alike(item, other)), None)
            if match is not None:
                left.remove(match)
                count.right += 1


def alike(one: object, other: object) -> bool:
    """Say whether two items are the same: spans that overlap by half, labels that are equal."""
    if isinstance(one, Span) and isinstance(other, Span):
        shared = min(one.end, other.end) - max(one.start, other.start)
        return shared * 2 >= max(one.end, other.end) - min(one.start, other.start) > 0
    if isinstance(one, tuple) and isinstance(other, tuple):
        return all(map(alike, one, other))
    return one == other


def parts(reading: Reading) -> dict[str, list[object]]:
    return {
        "triggers": [trigger for incident in reading.incidents for trigger in incident.triggers],
        "types": [(trigger, incident.type) for incident in reading.incidents for trigger in incident.triggers],
        "contents": [claim.content[0] for claim in reading.claims],
        "claims": [(claim.content[0], claim.source) for claim in reading.claims],
        "figures": [(figure.span, figure.kind, figure.low, figure.high) for incident in reading.incidents for figure in incident.toll],
        "commitments": [(act.content[0], act.subject) for act in reading.commitments],
    }


@pytest.fixture(scope="module")
def counts() -> Counts:
    model, made = ModelReader(), Counts()
    for path in sorted((SAMPLE / "readings").glob("*.json")):
        [report] = (SAMPLE / "reports").glob(f"{path.stem}.json")
        kept = json.loads(report.read_text(encoding="utf-8"))
        gold = fit_reading(load_reading(path), path.stem, kept["text"], name=path.name)
        document = Document(id=path.stem, source_key="", given_id=None, text=kept["text"], title=kept.get("title") or "", language="en")
        found = model.read(document)
        assert isinstance(found, Reading)
        for name, items in parts(preferred(found, "balance")).items():
            made.add(name, items, parts(gold)[name])
    return made


@pytest.mark.parametrize("name", FLOORS)
def test_the_model_reads_the_sample_no_worse_than_its_floor(counts: Counts, name: str) -> None:
    assert counts.by[name].gold
    assert counts.by[name].f1() >= FLOORS[name], {name: round(count.f1(), 3) for name, count in counts.by.items()}
