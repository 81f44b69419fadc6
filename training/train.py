"""Fine-tunes the encoder on the annotated corpus, with a checkpoint after each epoch; run again to go on.

torchrun --nproc-per-node 2 -m training.train      on two cores: each takes every other step, and they take the mean of their weights now and then
"""

import argparse
import logging
import random
import time
from dataclasses import dataclass, field
from pathlib import Path

import torch

from training import workers
from training.data import BASE, FOLDS, SHARED, Example, conflict_of, example, gold_set, left, tokenizer
from training.distil import Drawn, Soft, kept, lesson_loss
from training.model import Reader, started
from training.sources import unlabelled
from training.variants import names_of_places, variants

log = logging.getLogger("train")
ENCODER_RATE, HEAD_RATE, TABLE_RATE = 2e-4, 2e-3, 1e-2
WARM_UP, CLIP = 0.1, 1.0
AVERAGED_FROM, EVERY = 0.75, 10  # of the run, and steps
POOLED = 8  # steps whose articles are sorted by length together
IN_TURN = 4  # of the articles that nobody annotated, every so-manieth in an epoch
VARIED = 0.4  # how often an article is taken as written in another way


def main() -> None:
    """Train as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--epochs", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--step", type=int, default=3, help="articles a step, of each worker")
    parser.add_argument("--minutes", type=float, default=600, help="the most time to take; the rates fall accordingly")
    parser.add_argument("--begin", type=Path, help="weights to begin with: of the first lessons, or of another run")
    parser.add_argument(
        "--fold", type=int, help=f"leave out this one of {FOLDS} parts of all articles, instead of those that choose thresholds"
    )
    parser.add_argument("--some", type=int, help="learn from so many of the articles only, drawn by the seed")
    parser.add_argument("--without", help="leave out the articles of this conflict")
    parser.add_argument("--soft", type=Path, help="folder with what other models say of articles, by distil.py")
    parser.add_argument("--out", type=Path, default=Path("training/runs/one"))
    args = parser.parse_args()
    rank, many = workers.begin()
    logging.basicConfig(level=logging.WARNING if rank else logging.INFO, format="%(asctime)s %(message)s")
    args.out.mkdir(parents=True, exist_ok=True)
    learnt = chosen(args)
    torch.manual_seed(args.seed)
    model = started(BASE)
    if args.begin:
        model.load_state_dict(torch.load(args.begin, weights_only=True))
    groups = [
        {"params": model.encoder_parameters(), "lr": ENCODER_RATE},
        {"params": model.head_parameters(), "lr": HEAD_RATE},
        {"params": model.table_parameters(), "lr": TABLE_RATE, "weight_decay": 0.0},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    told, others = [lesson for lesson in learnt if lesson.labelled], [lesson for lesson in learnt if not lesson.labelled]
    steps = (len(told) + len(others) // IN_TURN) // (args.step * many)
    run = Run(model=model, optimizer=optimizer, steps=args.epochs * steps, minutes=args.minutes)
    first = run.resume(args.out / "last.pt")
    for epoch in range(first, args.epochs):
        random.seed(args.seed * 1000 + epoch)  # all workers draw the same steps and take every so-manieth
        order = grouped(told + others[epoch % IN_TURN :: IN_TURN][: len(others) // IN_TURN], args.step)[rank : steps * many : many]
        torch.manual_seed((args.seed * 1000 + epoch) * 100 + rank)  # and drop out other units
        random.seed((args.seed * 1000 + epoch) * 100 + rank)
        begun, total = time.monotonic(), 0.0
        for batch in order:
            if run.over():
                break
            total += run.learn([lesson.drawn() for lesson in batch], propose=epoch > 0)
        log.info("epoch %d: loss %.3f in %.0f s, progress %.2f", epoch + 1, total / len(order), time.monotonic() - begun, run.far)
        if not rank:
            run.keep(args.out / "last.pt", epoch + 1)
        if run.far >= 1:
            break
    workers.average(model.parameters())
    if not rank:
        torch.save(run.averaged(), args.out / "final.pt")
    workers.end()


@dataclass(slots=True, kw_only=True)
class Lesson:
    """An article to learn from: as it is annotated, written in other ways, and what other models say of it."""

    labelled: Example | None = None
    variants: list[Example] = field(default_factory=list)
    soft: Soft | None = None

    def __len__(self) -> int:
        given = self.labelled or self.soft
        assert given is not None
        return len(given.words)

    def drawn(self) -> Drawn:
        """Return the article as it is or, now and then, in another way."""
        if self.variants and random.random() < VARIED:
            return Drawn(random.choice(self.variants), None)
        return Drawn(self.labelled, self.soft)


def chosen(args: argparse.Namespace) -> list[Lesson]:
    """Return what the command line says to learn from."""
    learnt, held = gold_set(SHARED)
    if args.fold is not None:
        learnt = left(learnt + held, args.fold)
    if args.without:
        learnt = [gold for gold in learnt if conflict_of(gold.name) != args.without]
    if args.some:
        learnt = random.Random(args.seed).sample(learnt, args.some)
    pieces, draw = tokenizer(), random.Random(args.seed)
    places = names_of_places(learnt)
    said: dict[str, Soft] = kept(args.soft) if args.soft else {}
    made = [
        Lesson(
            labelled=example(gold, pieces), soft=said.pop(gold.name, None),
            variants=[example(gold, pieces) for gold in variants(gold, places, draw)],
        )
        for gold in learnt
    ]  # fmt: skip
    allowed = {name for name, _ in unlabelled(SHARED)} - {gold.name for gold in held}
    return made + [Lesson(soft=soft) for name, soft in said.items() if name in allowed]


def grouped(learnt: list[Lesson], size: int) -> list[list[Lesson]]:
    """Return all articles in a random order of steps, those of one step alike in length: workers that share a step seldom wait."""
    order = random.sample(learnt, len(learnt))
    alike: list[Lesson] = []
    for at in range(0, len(order), size * POOLED):
        alike += sorted(order[at : at + size * POOLED], key=len)
    steps = [alike[at : at + size] for at in range(0, len(alike), size)]
    random.shuffle(steps)
    return steps


class Run:
    """A run of training: its rates fall with the steps done or the minutes spent, whichever is further on."""

    def __init__(self, *, model: Reader, optimizer: torch.optim.Optimizer, steps: int, minutes: float) -> None:
        self.model, self.optimizer, self.steps, self.seconds = model, optimizer, steps, minutes * 60
        self.done, self.before, self.begun, self.far = 0, 0.0, time.monotonic(), 0.0
        self.sum: dict[str, torch.Tensor] = {}
        self.summed = 0
        self.rates = [group["lr"] for group in optimizer.param_groups]

    def over(self) -> bool:
        """Say whether the run is over: the same for all workers, who meet now and then to take the mean of their weights."""
        if self.done % workers.TOGETHER == 0:
            workers.average(self.model.parameters())
            self.far = workers.largest(max(self.done / self.steps, (self.before + time.monotonic() - self.begun) / self.seconds))
        return self.far >= 1

    def learn(self, batch: list[Drawn], *, propose: bool) -> float:
        """Take one step on a few articles and return the mean of their losses."""
        self.model.train()
        rate = min((self.done + 1) / max(1, int(WARM_UP * self.steps)), max(0.02, (1 - self.far) / (1 - WARM_UP)))
        for group, full in zip(self.optimizer.param_groups, self.rates, strict=True):
            group["lr"] = full * rate
        hidden = self.model.articles([drawn.words for drawn in batch])
        own = torch.stack([lesson_loss(self.model, *pair, propose=propose) for pair in zip(batch, hidden, strict=True)]).mean()
        own.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), CLIP)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        self.done += 1
        if self.far >= AVERAGED_FROM and self.done % EVERY == 0:
            for name, value in self.model.state_dict().items():
                self.sum[name] = self.sum[name] + value if name in self.sum else value.clone()
            self.summed += 1
        return float(own.detach())

    def keep(self, path: Path, epoch: int) -> None:
        """Save what is needed to go on after an epoch, whole or not at all."""
        spent = self.before + time.monotonic() - self.begun
        state = {"model": self.model.state_dict(), "optimizer": self.optimizer.state_dict(), "sum": self.sum}
        torch.save({**state, "summed": self.summed, "done": self.done, "spent": spent, "epoch": epoch}, path.with_suffix(".new"))
        path.with_suffix(".new").replace(path)

    def resume(self, path: Path) -> int:
        """Take up a run where it was kept; return how many epochs it had done."""
        if not path.exists():
            return 0
        state = torch.load(path, weights_only=True)
        self.model.load_state_dict(state["model"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.sum, self.summed, self.done, self.before = state["sum"], state["summed"], state["done"], state["spent"]
        log.info("going on after epoch %d", state["epoch"])
        return int(state["epoch"])

    def averaged(self) -> dict[str, torch.Tensor]:
        """Return the mean of the weights of the last part of the run."""
        if not self.summed:
            return self.model.state_dict()
        return {name: value / self.summed for name, value in self.sum.items()}


if __name__ == "__main__":
    main()
