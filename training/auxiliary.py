"""First lessons: the encoder learns attributions, names, events, their arguments and factuality from public sets.

Each set has an output layer of its own, which does not ship; arguments are learnt by the reader's own relations.

torchrun --nproc-per-node 2 -m training.auxiliary      on two cores
"""

import argparse
import json
import logging
import random
import re
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from montjoie.extract.labels import BEGIN, FURTHEST, INSIDE
from montjoie.extract.pairs import between
from montjoie.extract.windows import Words, split
from training import workers
from training.data import BASE, NOT_SHIPPED, SHARED, tokenizer
from training.losses import Heads
from training.model import SIZE, Reader, started
from training.sources import HELD_OUT_REGION, WIKIEVENTS, regions, tokens_of

log = logging.getLogger("auxiliary")
RATE, HEAD_RATE, TABLE_RATE, WARM_UP, CLIP = 1e-4, 1e-3, 1e-2, 0.1, 1.0
STEP = 4  # texts
TOGETHER = 10  # single sentences that are read as one text
FIELDS = ("source", "cue", "content")
NAMES = ("Person", "NORP", "Organization", "Location", "Facility", "Product", "Date", "Money", "Miscellaneous")
RE3D = ("Organisation", "Location", "Person", "Nationality", "Temporal", "Quantity", "Weapon", "Vehicle", "MilitaryPlatform")

MUC = ("perpetrator", "organization", "target", "victim", "instrument")
# The arguments of WikiEvents and RAMS that are what the codebook calls so.
ROLES = {
    "actor": "attacker killer injurer detainer jailer destroyer damager damagerdestroyer participant demonstrator transporter giver communicator perpetrator",
    "target": "target victim detainee passenger passengerartifact defendant",
    "weapon": "instrument explosivedevice",
    "place": "place",
}
ROLE_OF = {name: relation for relation, names in ROLES.items() for name in names.split()}
DESTROYED = ("artifact", "destroy")  # an artifact is a target where the event is a destruction
STRAY = 4  # words without a role that are shown beside each argument

Labelled = tuple[int, int, str]  # characters from and to, and a label
Told = tuple[Labelled, list[tuple[int, int, str]]]  # an event's trigger, and its arguments by relation


@dataclass(slots=True, kw_only=True)
class Lesson:
    """One text of a task: spans by layer, or spans with one label, or with one number, each."""

    task: str
    words: Words
    tags: NDArray[np.int64] | None = None  # words × layers
    spans: list[tuple[int, int]] = field(default_factory=list)
    labels: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)
    signs: list[float] = field(default_factory=list)  # of the one span, for each label whether it bears it
    roles: list[tuple[tuple[int, int], tuple[int, int], str]] = field(default_factory=list)  # trigger, argument, relation


@dataclass(slots=True, kw_only=True)
class Task:
    """A task: its layers of spans, its labels of spans, whether spans have a number, and its texts."""

    layers: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    valued: bool = False
    signs: bool = False  # a span may have several labels or none
    lessons: list[Lesson] = field(default_factory=list)


def main() -> None:
    """Train as the command line says, and keep the encoder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=Path("training/runs/auxiliary"))
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    args.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(args.seed)
    random.seed(args.seed)
    model = started(BASE)
    learn(model, tasks(SHARED), minutes=args.minutes)
    if not workers.number():
        torch.save(model.state_dict(), args.out / "encoder.pt")
    workers.end()


# ---------------------------------------------------------------- the sets


def tasks(shared: Path = SHARED) -> dict[str, Task]:
    """Return the tasks with their texts: the training part of each set, and of the newswire set no text from the held-out region."""
    pieces = tokenizer()
    made = {
        "polnear": Task(layers=FIELDS),
        "newswire": Task(layers=NAMES),
        "re3d": Task(layers=RE3D),
        "events": Task(layers=("trigger",), labels=_event_types(shared)),
        "sentences": Task(labels=_sentence_types(shared)),
        "factuality": Task(valued=True),
        "muc": Task(layers=MUC),
        "roles": Task(),
    }
    for name, read in (("polnear", polnear), ("newswire", newswire), ("re3d", re3d), ("muc", muc)):
        task = made[name]
        task.lessons = [tagged(name, text, spans, task.layers, pieces) for text, spans in read(shared)]
    for text, spans in events(shared):
        lesson = tagged("events", text, [(start, end, "trigger") for start, end, _ in spans], ("trigger",), pieces)
        judged(lesson, spans, made["events"].labels)
        made["events"].lessons.append(lesson)
    made["roles"].lessons = [_told(text, told, pieces) for text, told in arguments(shared)]
    for name, read in (("sentences", sentences), ("factuality", factuality)):
        for text, spans in _together(read(shared)):
            lesson = Lesson(task=name, words=split(text, "", pieces))
            judged(lesson, spans, made[name].labels)
            made[name].lessons.append(lesson)
    return made


def polnear(shared: Path, part: str = "train") -> Iterator[tuple[str, list[Labelled]]]:
    """Yield the articles of a part of PolNeAR with sources, cues and contents, by one annotator each."""
    folder = shared / "data/polnear" / part
    for path in sorted((folder / "text").glob("*.txt")):
        notes = sorted((folder / "attributions").glob(f"{path.stem}_*.ann"))
        if not notes:
            continue
        spans = []
        for line in notes[0].read_text(encoding="utf-8").splitlines():
            parts = line.split("\t")
            kind, _, offsets = parts[1].partition(" ") if len(parts) > 1 else ("", "", "")
            if parts[0].startswith("T") and kind.lower() in FIELDS:
                spans += [(int(a), int(b), kind.lower()) for a, b in re.findall(r"(\d+) (\d+)", offsets)]
        yield path.read_text(encoding="utf-8"), spans


def newswire(shared: Path) -> Iterator[tuple[str, list[Labelled]]]:
    """Yield the articles of the newswire set with their names, the held-out region's left out."""
    folder = shared / "data/worldwide-newswire"
    held = regions(shared)[HELD_OUT_REGION]
    for path in sorted((folder / "processed_annotated").glob("*.tsv")):
        if not path.name.startswith(tuple(held)):
            yield tagged_tokens(path)


def tagged_tokens(path: Path) -> tuple[str, list[Labelled]]:
    """Return the text and the names of a file with a token and its tag a line."""
    text, spans = "", []
    for token, tag in tokens_of(path):
        if not token:
            text = text.rstrip(" ") + "\n"
            continue
        begin = len(text)
        text += token + " "
        if tag.startswith("I-") and spans and spans[-1][2] == tag[2:]:
            spans[-1] = (spans[-1][0], begin + len(token), tag[2:])
        elif tag[:2] in ("B-", "I-"):
            spans.append((begin, begin + len(token), tag[2:]))
    return text, spans


def re3d(shared: Path) -> Iterator[tuple[str, list[Labelled]]]:
    """Yield the documents of re3d with their entities, but those under non-commercial terms."""
    for folder in sorted((shared / "data/re3d").iterdir()):
        if not folder.is_dir() or NOT_SHIPPED in folder.name.replace(" ", "_"):
            continue
        spans: dict[str, list[Labelled]] = {}
        for entity in objects(folder / "entities.json"):
            spans.setdefault(entity["documentId"], []).append((entity["begin"], entity["end"], entity["type"]))
        for document in objects(folder / "documents.json"):
            yield document["text"], spans.get(document["_id"], [])


def events(shared: Path) -> Iterator[tuple[str, list[Labelled]]]:
    """Yield the training windows of WikiEvents with their triggers."""
    for document in objects(shared / "data" / WIKIEVENTS):
        text, starts = joined(document["tokens"])
        found = []
        for event in document["event_mentions"]:
            trigger = event["trigger"]
            last = trigger["end_idx"] - 1
            found.append((starts[trigger["start_idx"]], starts[last] + len(document["tokens"][last]), event["event_type"]))
        yield text, found


def sentences(shared: Path) -> Iterator[tuple[str, list[Labelled]]]:
    """Yield the training sentences of RAMS with their trigger and its type."""
    for line in (shared / "data/rams-types/train_data").read_text(encoding="utf-8").splitlines():
        words, at, kind = line.split("\t")
        tokens = words.split(" ")
        text, starts = joined(tokens)
        yield text, [(starts[int(at)], starts[int(at)] + len(tokens[int(at)]), kind)]


def factuality(shared: Path) -> Iterator[tuple[str, list[Labelled]]]:
    """Yield the training sentences of UW and UDS with how sure each predicate is to have happened, -3 to 3."""
    for name in ("UW", "UDS_IH2"):
        for sentence in objects(shared / f"data/factuality/glue_data/{name}/train.jsonl"):
            tokens = sentence["text"].split(" ")
            text, starts = joined(tokens)
            yield (
                text,
                [
                    (starts[first], starts[last - 1] + len(tokens[last - 1]), str(target["label"]))
                    for target in sentence["targets"]
                    for first, last in [target["span1"]]
                    if last <= len(tokens)
                ],
            )


def muc(shared: Path) -> Iterator[tuple[str, list[Labelled]]]:
    """Yield the training documents of MUC-4, in small letters as the set has them, with every naming of who and what its templates hold."""
    fields = dict(zip(("PerpInd", "PerpOrg", "Target", "Victim", "Weapon"), MUC, strict=True))
    for document in objects(shared / "data/muc4/train.json"):
        text = document["doctext"]
        named = {
            (name, fields[slot])
            for slot, entities in document["extracts"].items()
            for entity in entities
            for name, _ in entity
            if slot in fields
        }
        spans = [(found.start(), found.end(), label) for name, label in named for found in re.finditer(rf"\b{re.escape(name)}\b", text)]
        yield text, spans


def arguments(shared: Path) -> Iterator[tuple[str, list[Told]]]:
    """Yield texts with events and their arguments: WikiEvents' training windows, RAMS' development part (its training part is not there)."""
    for document in objects(shared / "data" / WIKIEVENTS):
        text, starts = joined(document["tokens"])
        told = []
        for event in document["event_mentions"]:
            at = starts[event["trigger"]["start_idx"]]
            found = []
            for argument in event["arguments"]:  # their words only: the nearest ones are meant
                places = [match.span() for match in re.finditer(rf"(?<!\w){re.escape(argument['text'])}(?!\w)", text)]
                relation = _relation(argument["role"], event["event_type"])
                if places and relation:
                    found.append((*min(places, key=lambda place: abs(place[0] - at)), relation))
            told.append(((at, at + len(event["trigger"]["text"]), "trigger"), found))
        yield text, told
    for document in objects(shared / "data/rams-args/dev.jsonlines"):
        tokens = [token for sentence in document["sentences"] for token in sentence]
        text, starts = joined(tokens)
        [(first, last, [(kind, _)])] = document["evt_triggers"]
        found = []
        for _, (begin, end), role in document["gold_evt_links"]:
            relation = _relation(role[11:], kind)
            if relation:
                found.append((starts[begin], starts[end] + len(tokens[end]), relation))
        yield text, [((starts[first], starts[last] + len(tokens[last]), "trigger"), found)]


def _relation(role: str, event: str) -> str | None:
    role = role.lower()
    if role == DESTROYED[0] and DESTROYED[1] in event.lower():
        return "target"
    return ROLE_OF.get(role)


def objects(path: Path) -> Iterator[dict]:  # type: ignore[type-arg]
    for line in path.read_text(encoding="utf-8-sig").splitlines():
        if line.strip().startswith("{"):
            yield json.loads(line)


def joined(tokens: Sequence[str]) -> tuple[str, list[int]]:
    """Return tokens as a text, and where each begins."""
    starts, at = [], 0
    for token in tokens:
        starts.append(at)
        at += len(token) + 1
    return " ".join(tokens), starts


def _together(given: Iterable[tuple[str, list[Labelled]]]) -> Iterator[tuple[str, list[Labelled]]]:
    """Yield texts of several sentences, in a random order: one sentence alone is too little for a call."""
    shuffled = list(given)
    random.shuffle(shuffled)
    for at in range(0, len(shuffled), TOGETHER):
        text, spans = "", []
        for sentence, found in shuffled[at : at + TOGETHER]:
            spans += [(start + len(text), end + len(text), label) for start, end, label in found]
            text += sentence + "\n"
        yield text, spans


def _event_types(shared: Path) -> tuple[str, ...]:
    return tuple(sorted({label for _, spans in events(shared) for _, _, label in spans}))


def _sentence_types(shared: Path) -> tuple[str, ...]:
    return tuple(sorted({label for _, spans in sentences(shared) for _, _, label in spans}))


def tagged(task: str, text: str, spans: Sequence[Labelled], layers: tuple[str, ...], pieces: Tokenizer) -> Lesson:
    words = split(text, "", pieces)
    tags = np.zeros((len(words), len(layers)), dtype=np.int64)
    for start, end, label in sorted(spans, key=lambda span: span[0] - span[1]):
        bounds = words.within(start, end)
        if bounds and label in layers and not tags[bounds[0] : bounds[1], layers.index(label)].any():
            tags[bounds[0] : bounds[1], layers.index(label)] = INSIDE
            tags[bounds[0], layers.index(label)] = BEGIN
    return Lesson(task=task, words=words, tags=tags)


def judged(lesson: Lesson, spans: Sequence[Labelled], labels: tuple[str, ...]) -> None:
    for start, end, label in spans:
        bounds = lesson.words.within(start, end)
        if bounds:
            lesson.spans.append(bounds)
            if labels:
                lesson.labels.append(labels.index(label))
            else:
                lesson.values.append(float(label))


def _told(text: str, told: Sequence[Told], pieces: Tokenizer) -> Lesson:
    lesson = Lesson(task="roles", words=split(text, "", pieces))
    for (start, end, _), found in told:
        trigger = lesson.words.within(start, end)
        for first, last, relation in found:
            argument = lesson.words.within(first, last)
            if trigger and argument and between(trigger, argument) <= FURTHEST:
                lesson.roles.append((trigger, argument, relation))
    return lesson


# ---------------------------------------------------------------- learning


class Outputs(nn.Module):
    """An output layer for each task, which does not ship."""

    def __init__(self, given: dict[str, Task]) -> None:
        super().__init__()
        self.tags = nn.ModuleDict({name: nn.Linear(SIZE, 3 * len(task.layers)) for name, task in given.items() if task.layers})
        self.labels = nn.ModuleDict({name: nn.Linear(SIZE, len(task.labels)) for name, task in given.items() if task.labels})
        self.values = nn.ModuleDict({name: nn.Linear(SIZE, 1) for name, task in given.items() if task.valued})

    def loss(self, model: Reader, lesson: Lesson, hidden: Tensor) -> Tensor:
        """Return the loss of one text."""
        total = _arguments(model, lesson, hidden) if lesson.roles else hidden.new_zeros(())
        if lesson.tags is not None:
            scores = self.tags[lesson.task](hidden).view(-1, 3)
            total = total + functional.cross_entropy(scores, torch.from_numpy(lesson.tags).reshape(-1)) * lesson.tags.shape[1] * 3
        if lesson.spans:
            means = torch.stack([hidden[first:last].mean(0) for first, last in lesson.spans])
            if lesson.signs:
                total = total + functional.binary_cross_entropy_with_logits(
                    self.labels[lesson.task](means)[0], torch.tensor(lesson.signs)
                ) * len(lesson.signs)
            if lesson.labels:
                total = total + functional.cross_entropy(self.labels[lesson.task](means), torch.tensor(lesson.labels), label_smoothing=0.05)
            if lesson.values:
                total = total + functional.smooth_l1_loss(self.values[lesson.task](means)[:, 0], torch.tensor(lesson.values))
        return total


def _arguments(model: Reader, lesson: Lesson, hidden: Tensor) -> Tensor:
    """Return the loss of the reader's own relations: each trigger with the arguments of all events near it, and with stray words."""
    right = {(trigger, argument, relation) for trigger, argument, relation in lesson.roles}
    spans = sorted({argument for _, argument, _ in lesson.roles})
    spans += [(at, at + 1) for at in random.choices(range(len(hidden)), k=STRAY * len(spans)) if not any(a <= at < b for a, b in spans)]
    triggers = sorted({trigger for trigger, _, _ in lesson.roles})
    pairs = [(trigger, span) for trigger in triggers for span in spans if between(trigger, span) <= FURTHEST]
    scores, total = Heads(model, lesson.words, hidden), hidden.new_zeros(())
    for relation in sorted(ROLES):
        labels = torch.tensor([float((*pair, relation) in right) for pair in pairs])
        total = total + functional.binary_cross_entropy_with_logits(scores.related(relation, pairs), labels)
    return total


def learn(model: Reader, given: dict[str, Task], *, minutes: float) -> Outputs:
    """Train a model and an output layer for each task, each drawn by the root of its number of texts, for so many minutes; return the layers."""
    heads = Outputs(given)
    both = nn.ModuleList([model, heads])
    rank, _ = workers.begin()
    random.seed(random.random() + rank)  # every worker draws other texts and drops out other units
    torch.manual_seed(torch.initial_seed() + rank)
    groups = [
        {"params": model.encoder_parameters(), "lr": RATE},
        {"params": [model.shapes.weight, *model.heads.parameters(), *heads.parameters()], "lr": HEAD_RATE},
        {"params": [model.distance], "lr": TABLE_RATE, "weight_decay": 0.0},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    rates = [group["lr"] for group in groups]
    names = list(given)
    weights = [len(given[name].lessons) ** 0.5 for name in names]
    log.info("texts: %s", {name: len(task.lessons) for name, task in given.items()})
    begun, told, sums, far = time.monotonic(), 0.0, {name: [0.0, 0] for name in names}, 0.0
    for step in count():
        if step % workers.TOGETHER == 0:
            workers.average(both.parameters())
            far = workers.largest((time.monotonic() - begun) / (minutes * 60))
            if far >= 1:
                break
        for group, full in zip(optimizer.param_groups, rates, strict=True):
            group["lr"] = full * min(far / WARM_UP + 0.01, max(0.02, (1 - far) / (1 - WARM_UP)))
        name = random.choices(names, weights)[0]
        loss = _step(model, heads, random.choices(given[name].lessons, k=STEP))
        loss.backward()
        torch.nn.utils.clip_grad_norm_(both.parameters(), CLIP)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        sums[name] = [sums[name][0] + float(loss.detach()), sums[name][1] + 1]
        if far - told > 0.05 and not rank:
            told = far
            log.info("%3.0f%% %s", 100 * far, " ".join(f"{n} {s / max(1, k):.3f} ({k})" for n, (s, k) in sums.items()))
            sums = {n: [0.0, 0] for n in names}
    return heads


def _step(model: Reader, heads: Outputs, batch: Sequence[Lesson]) -> Tensor:
    model.train()
    hidden = model.articles([lesson.words for lesson in batch])
    return torch.stack([heads.loss(model, lesson, states) for lesson, states in zip(batch, hidden, strict=True)]).mean()


if __name__ == "__main__":
    main()
