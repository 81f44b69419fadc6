"""How far the encoder carries on tasks of others: fine-tuned on a task's training part, measured on its test part.

    python -m training.public TASK --begin WEIGHTS [--minutes 12]

TASK: polnear (source, cue, content: F1 over words), newswire (names, learnt without the Middle East, measured on it: F1 of whole names with their kind), satp, india, cameo
(texts with labels, as ConfliBERT's authors cut them: F1 as the mean over texts, over labels, over all). Nothing of this ships.
"""

import argparse
import logging
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch

from montjoie.extract.labels import BEGIN
from montjoie.extract.windows import split
from training.auxiliary import FIELDS, NAMES, Labelled, Lesson, Outputs, Task, learn, newswire, polnear, tagged, tagged_tokens
from training.data import BASE, SHARED, runs, tokenizer
from training.model import Reader, started
from training.sources import HELD_OUT_REGION, regions

log = logging.getLogger("public")
CLASSIFIED = {"satp": "satp_relevant", "india": "IndiaPoliceEvents_sents", "cameo": "cameo_class"}


def main() -> None:
    """Fine-tune and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("task", choices=["polnear", "newswire", *CLASSIFIED])
    parser.add_argument("--begin", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=12)
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.manual_seed(1)
    random.seed(1)
    model = started(BASE)
    model.load_state_dict(torch.load(args.begin, weights_only=True))
    task, tests = tagging(args.task, SHARED) if args.task not in CLASSIFIED else classifying(args.task, SHARED)
    heads = learn(model, {args.task: task}, minutes=args.minutes)
    model.eval()
    for line in (tags_told if task.layers else labels_told)(model, heads, args.task, task, tests):
        print(line)


def tagging(name: str, shared: Path) -> tuple[Task, list[Lesson]]:
    """Return a task of spans with its training texts, and its test texts."""
    pieces = tokenizer()
    if name == "polnear":
        layers, parts = FIELDS, (polnear(shared), polnear(shared, "test"))
    else:
        layers, parts = NAMES, (newswire(shared), held_out(shared))
    learnt, tests = ([tagged(name, text, spans, layers, pieces) for text, spans in part] for part in parts)
    return Task(layers=layers, lessons=learnt), tests


def held_out(shared: Path) -> Iterator[tuple[str, list[Labelled]]]:
    """Yield the articles of the newswire set's held-out region with their names."""
    held = tuple(regions(shared)[HELD_OUT_REGION])
    for path in sorted((shared / "data/worldwide-newswire/processed_annotated").glob("*.tsv")):
        if path.name.startswith(held):
            yield tagged_tokens(path)


def classifying(name: str, shared: Path) -> tuple[Task, list[Lesson]]:
    """Return a task of texts with labels, and its test texts. One column is one label of several, several columns are a sign each."""
    pieces, folder = tokenizer(), CLASSIFIED[name]
    learnt, tests = (list(rows(shared / "data/conflibert" / folder / f"{part}.tsv")) for part in ("train", "test"))
    single = len(learnt[0][1]) == 1
    labels = tuple(sorted({values[0] for _, values in learnt})) if single else tuple(map(str, range(len(learnt[0][1]))))

    def lesson(text: str, values: Sequence[str]) -> Lesson:
        words = split(text, "", pieces)
        signs = [float(values[0] == label) for label in labels] if single else [float(value) for value in values]
        return Lesson(task=name, words=words, spans=[(0, len(words))], signs=signs)

    made = [[lesson(text, values) for text, values in part if text.strip()] for part in (learnt, tests)]
    return Task(labels=labels, signs=True, lessons=made[0]), made[1]


def rows(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield the texts of a file with what stands in the columns behind."""
    for line in path.read_text(encoding="utf-8").splitlines():
        text, *values = line.split("\t")
        yield text, values


def tags_told(model: Reader, heads: Outputs, name: str, task: Task, tests: Sequence[Lesson]) -> Iterator[str]:
    """Yield the F1 of every layer: over words, and over whole spans."""
    words, spans = np.zeros((len(task.layers), 3)), np.zeros((len(task.layers), 3))
    with torch.no_grad():
        for lesson in tests:
            assert lesson.tags is not None
            scores = heads.tags[name](model.articles([lesson.words])[0]).view(-1, len(task.layers), 3)
            made = scores.argmax(-1).numpy()
            for k in range(len(task.layers)):
                a, b = made[:, k], lesson.tags[:, k]
                words[k] += ((a > 0) & (b > 0)).sum(), (a > 0).sum(), (b > 0).sum()
                found, right = set(runs(_begun(a))), set(runs(b))
                spans[k] += len(found & right), len(found), len(right)
    for told, counts in (("words", words), ("whole spans", spans)):
        each = " ".join(f"{layer} {f1(counts[k]):.3f}" for k, layer in enumerate(task.layers))
        yield f"{name}, {told}: all {f1(counts.sum(0)):.3f}; {each}; {len(tests)} texts"


def _begun(tags: np.ndarray) -> np.ndarray:
    """Return tags in which a span that does not begin does."""
    made = tags.astype(np.int64).copy()
    made[(made > 0) & (np.append([0], made[:-1]) == 0)] = BEGIN
    return made


def labels_told(model: Reader, heads: Outputs, name: str, task: Task, tests: Sequence[Lesson]) -> Iterator[str]:
    """Yield the F1 as the mean over texts (with no label in either: right), as the mean over labels, and over all."""
    with torch.no_grad():
        scores = torch.stack([heads.labels[name](model.articles([lesson.words])[0].mean(0)) for lesson in tests]).numpy()
    right = np.array([lesson.signs for lesson in tests]) > 0
    one_of = bool((right.sum(1) == 1).all())
    made = scores == scores.max(1, keepdims=True) if one_of else scores > 0
    counts = np.stack([made & right, made, right], axis=-1)  # texts × labels × 3
    texts = [f1(of_text) if of_text.any() else 1.0 for of_text in counts.sum(1)]
    labels = [f1(of_label) for of_label in counts.sum(0)]
    told = " ".join(f"{label} {value:.3f}" for label, value in zip(task.labels, labels, strict=True))
    yield f"{name}: texts {np.mean(texts):.3f}, labels {np.mean(labels):.3f} ({told}), all {f1(counts.sum((0, 1))):.3f}; {len(tests)} texts"


def f1(counts: np.ndarray) -> float:
    """Return F1 of hits, found and given."""
    return float(2 * counts[0] / max(1, counts[1] + counts[2]))


if __name__ == "__main__":
    main()
