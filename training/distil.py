"""What several models say of an article, one mean for each question: the model that ships also learns from it.

    torchrun --nproc-per-node 2 -m training.distil RUN RUN ... --out FOLDER      FOLDER/soft0.pkl and, by a second worker, soft1.pkl

Each RUN is a run of train.py that left out one part of the annotated articles. Of an annotated article only the models say something that have not learnt from it; of the
articles that nobody annotated, all.
"""

import argparse
import logging
import pickle
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from montjoie.extract.labels import FURTHEST, LAYERS, ONE_OF, RELATIONS
from montjoie.extract.pairs import between
from montjoie.extract.windows import Words, split
from training import workers
from training.data import BASE, FOLDS, SHARED, Bounds, Example, fold_of, gold_set, runs, tokenizer
from training.losses import PAIRS_WEIGHT, SPANS_WEIGHT, Heads, loss
from training.model import Reader, started
from training.sources import unlabelled

log = logging.getLogger("distil")
SHY = 1.0  # how much less sure than likeliest a span may be to be asked about
TOGETHER = 16  # articles that are asked about at once
SHARE = 0.5  # of the loss: what the models say of an annotated article, beside its annotation
CLASSED = {
    "trigger": ("type", "reality", "told", "target_class"),
    "figure": ("figure", "counts"),
    "content": ("kind", "act", "subject", "scope_class"),
    "commitment": ("act", "subject", "scope_class"),
}


@dataclass(slots=True, kw_only=True)
class Soft:
    """The means of what several models say of one article."""

    words: Words
    layers: NDArray[np.float16]  # words × layers × 3
    spans: dict[str, list[Bounds]]
    cues: list[Bounds | None] = field(default_factory=list)  # of each content
    classes: dict[tuple[str, str], NDArray[np.float32]] = field(default_factory=dict)  # layer and question → spans × labels
    relations: dict[str, tuple[list[tuple[Bounds, Bounds]], NDArray[np.float32]]] = field(default_factory=dict)
    same: list[NDArray[np.float32]] = field(default_factory=list)  # for each trigger but the first: none, and those before it


class Drawn(NamedTuple):
    """An article as it is learnt from in one step: its labels, what models say of it, or both."""

    labelled: Example | None
    soft: Soft | None

    @property
    def words(self) -> Words:
        """Return the words, which both have alike."""
        given = self.labelled or self.soft
        assert given is not None
        return given.words


def lesson_loss(model: Reader, drawn: Drawn, hidden: Tensor, *, propose: bool) -> Tensor:
    """Return the loss of one article."""
    if drawn.soft is None:
        assert drawn.labelled is not None
        return loss(model, drawn.labelled, hidden, propose=propose)
    said = soft_loss(model, drawn.soft, hidden)
    if drawn.labelled is None:
        return said
    return (1 - SHARE) * loss(model, drawn.labelled, hidden, propose=propose) + SHARE * said


# ---------------------------------------------------------------- asking


def chances(name: str, scores: Tensor) -> Tensor:
    """Return a classifier's probabilities."""
    return scores.softmax(-1) if name in ONE_OF else scores.sigmoid()


def asked(models: Sequence[Reader], given: Sequence[Words]) -> Iterator[Soft]:
    """Yield the means of what models say of each of several articles."""
    with torch.no_grad():
        hidden = [model.articles(given) for model in models]
    for words, *states in zip(given, *hidden, strict=True):
        yield _asked([Heads(model, words, state) for model, state in zip(models, states, strict=True)], words)


def _asked(answers: Sequence[Heads], words: Words) -> Soft:
    with torch.no_grad():

        def mean(given: Sequence[Tensor]) -> NDArray[np.float32]:
            return np.asarray(torch.stack(list(given)).mean(0).numpy(), dtype=np.float32)

        layers = mean([answer.layers().softmax(-1) for answer in answers])
        tags = (np.log(layers + 1e-9) - np.array([SHY, 0, 0], dtype=np.float32)).argmax(-1)
        spans = {layer: runs(tags[:, k]) for k, layer in enumerate(LAYERS)}
        made = Soft(words=words, layers=layers.astype(np.float16), spans=spans)
        for relation, (head, tails) in RELATIONS.items():
            behind = sorted({span for layer in tails for span in spans[layer]})
            pairs = [(a, b) for a in spans[head] for b in behind if between(a, b) <= FURTHEST]
            if pairs:
                made.relations[relation] = pairs, mean([answer.related(relation, pairs).sigmoid() for answer in answers])
        made.cues = _cues(made)
        for layer, names in CLASSED.items():
            for name in names:
                if spans[layer]:
                    cues = made.cues if layer == "content" else [None] * len(spans[layer])
                    made.classes[layer, name] = mean([chances(name, answer.classes(name, spans[layer], cues)) for answer in answers])
        made.same = [
            mean(given)
            for given in zip(
                *([s.softmax(0) for s in answer.same(spans["trigger"], spans["place"], spans["figure"])] for answer in answers), strict=True
            )
        ]
    return made


def _cues(made: Soft) -> list[Bounds | None]:
    """Return the likeliest words of saying of each content, where any are likelier than not."""
    best: dict[Bounds, tuple[float, Bounds]] = {}
    pairs, likely = made.relations.get("cue", ([], np.zeros(0, dtype=np.float32)))
    for (content, cue), chance in zip(pairs, likely.tolist(), strict=True):
        if chance > max(0.5, best.get(content, (0.0, cue))[0]):
            best[content] = chance, cue
    return [best[content][1] if content in best else None for content in made.spans["content"]]


# ---------------------------------------------------------------- learning


def soft_loss(model: Reader, soft: Soft, hidden: Tensor) -> Tensor:
    """Return the loss of one article against what other models say of it: the weights are those of losses.py."""
    answer = Heads(model, soft.words, hidden)
    layers = torch.from_numpy(soft.layers.astype(np.float32)).view(-1, 3)
    total = SPANS_WEIGHT * len(LAYERS) * functional.cross_entropy(answer.layers().reshape(-1, 3), layers)
    for (layer, name), said in soft.classes.items():
        cues = soft.cues if layer == "content" else [None] * len(said)
        scores, right = answer.classes(name, soft.spans[layer], cues), torch.from_numpy(said)
        if name in ONE_OF:
            total = total + (0.5 if name == "subject" else 1.0) * functional.cross_entropy(scores, right)
        else:
            total = total + (1.5 if layer == "figure" else 3.0) * functional.binary_cross_entropy_with_logits(scores, right)
    for relation, (pairs, likely) in soft.relations.items():
        scores = answer.related(relation, pairs)
        total = total + PAIRS_WEIGHT * functional.binary_cross_entropy_with_logits(scores, torch.from_numpy(likely))
    if soft.same:
        asked = answer.same(soft.spans["trigger"], soft.spans["place"], soft.spans["figure"])
        ranked = [functional.cross_entropy(scores, torch.from_numpy(right)) for scores, right in zip(asked, soft.same, strict=True)]
        total = total + 1.5 * torch.stack(ranked).mean()
    return total


def kept(folder: Path) -> dict[str, Soft]:
    """Return what main kept, by the article's name."""
    made: dict[str, Soft] = {}
    for path in sorted(folder.glob("soft*.pkl")):
        with path.open("rb") as file:
            made |= pickle.load(file)
    return made


def main() -> None:
    """Ask the models about every article, and keep what they say."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("runs", type=Path, nargs=FOLDS, help="folders of the runs that left out part 0, 1, ...")
    parser.add_argument("--out", type=Path, required=True, help="a folder")
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    args.out.mkdir(parents=True, exist_ok=True)
    rank, many = workers.begin()
    models, pieces = [], tokenizer()
    for run in args.runs:
        models.append(started(BASE))
        models[-1].load_state_dict(torch.load(run / "final.pt", weights_only=True))
        models[-1].eval()
    golds = [gold for part in gold_set(SHARED) for gold in part]
    tasks: list[tuple[list[Reader], list[tuple[str, Words]]]] = [
        ([models[fold]], [(gold.name, split(gold.text, gold.title, pieces)) for gold in golds if fold_of(gold.name) == fold])
        for fold in range(FOLDS)
    ]
    annotated = {gold.name for gold in golds}
    tasks.append((models, [(name, split(text, "", pieces)) for name, text in unlabelled(SHARED) if name not in annotated]))
    made: dict[str, Soft] = {}
    for asking, articles in tasks:
        mine = articles[rank::many]
        for at in range(0, len(mine), TOGETHER):
            names, words = zip(*mine[at : at + TOGETHER], strict=True)
            made |= zip(names, asked(asking, words), strict=True)
        log.info("%d articles asked about", len(made))
    with (args.out / f"soft{rank}.pkl").open("wb") as file:
        pickle.dump(made, file)
    workers.end()


if __name__ == "__main__":
    main()
