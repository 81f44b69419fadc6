"""Fine-tunes the encoder on the annotated corpus, with a checkpoint after each epoch; run again to go on.

torchrun --nproc-per-node 2 -m training.train      on two cores: each takes half the articles of a step, gradients are averaged
"""

import argparse
import logging
import os
import random
import time
from pathlib import Path

import torch
import torch.distributed as many

from training.data import BASE, SHARED, Example, training_set
from training.losses import loss
from training.model import Reader, started

log = logging.getLogger("train")
ENCODER_RATE, HEAD_RATE, TABLE_RATE = 2e-4, 2e-3, 1e-2
WARM_UP, CLIP = 0.1, 1.0
AVERAGED_FROM, EVERY = 0.75, 10  # of the run, and steps
POOLED = 8  # steps whose articles are sorted by length together


def main() -> None:
    """Train as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--epochs", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--step", type=int, default=4, help="articles a step")
    parser.add_argument("--minutes", type=float, default=600, help="the most time to take; the rates fall accordingly")
    parser.add_argument("--after", type=Path, help="begin with the weights of another run's final.pt")
    parser.add_argument("--encoder", type=Path, help="begin with the encoder of auxiliary.py, and heads that know nothing")
    parser.add_argument("--rate", type=float, default=1.0, help="the rates, as a share of the usual ones")
    parser.add_argument("--everything", action="store_true", help="also learn from the articles held out for thresholds")
    parser.add_argument("--out", type=Path, default=Path("training/runs/one"))
    args = parser.parse_args()
    workers = int(os.environ.get("WORLD_SIZE", "1"))
    if workers > 1:
        many.init_process_group("gloo")
    rank = many.get_rank() if workers > 1 else 0
    logging.basicConfig(level=logging.WARNING if rank else logging.INFO, format="%(asctime)s %(message)s")
    args.out.mkdir(parents=True, exist_ok=True)
    learnt, held = training_set(SHARED)
    if args.everything:
        learnt = learnt + held
    torch.manual_seed(args.seed)
    model = started(BASE)
    if args.after:
        model.load_state_dict(torch.load(args.after, weights_only=True))
    elif args.encoder:
        model.take_encoder(torch.load(args.encoder, weights_only=True))
    groups = [
        {"params": model.encoder_parameters(), "lr": ENCODER_RATE * args.rate},
        {"params": model.head_parameters(), "lr": HEAD_RATE * args.rate},
        {"params": model.table_parameters(), "lr": TABLE_RATE * args.rate, "weight_decay": 0.0},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    run = Run(model=model, optimizer=optimizer, steps=args.epochs * -(-len(learnt) // args.step), minutes=args.minutes)
    first = run.resume(args.out / "last.pt")
    for epoch in range(first, args.epochs):
        if run.progress() >= 1:
            break
        random.seed(args.seed * 1000 + epoch)
        torch.manual_seed((args.seed * 1000 + epoch) * 100 + rank)  # every worker drops out other units
        begun, steps = time.monotonic(), grouped(learnt, args.step)
        total = sum(
            run.learn(step[rank::workers] or step[:1], propose=epoch > 0 or bool(args.after)) for step in steps if run.progress() < 1
        )
        seen = len(learnt) / workers
        log.info("epoch %d: loss %.3f in %.0f s, progress %.2f", epoch + 1, total / seen, time.monotonic() - begun, run.progress())
        if not rank:
            run.keep(args.out / "last.pt", epoch + 1)
    if not rank:
        torch.save(run.averaged(), args.out / "final.pt")
    if workers > 1:
        many.destroy_process_group()


def grouped(learnt: list[Example], size: int) -> list[list[Example]]:
    """Return all articles in a random order of steps, those of one step alike in length: workers that share a step seldom wait."""
    order = random.sample(learnt, len(learnt))
    alike: list[Example] = []
    for at in range(0, len(order), size * POOLED):
        alike += sorted(order[at : at + size * POOLED], key=lambda example: (len(example.words), example.name))
    steps = [alike[at : at + size] for at in range(0, len(alike), size)]
    random.shuffle(steps)
    return steps


class Run:
    """A run of training: its rates fall with the steps done or the minutes spent, whichever is further on."""

    def __init__(self, *, model: Reader, optimizer: torch.optim.Optimizer, steps: int, minutes: float) -> None:
        self.model, self.optimizer, self.steps, self.seconds = model, optimizer, steps, minutes * 60
        self.done, self.before, self.begun = 0, 0.0, time.monotonic()
        self.sum: dict[str, torch.Tensor] = {}
        self.summed = 0
        self.rates = [group["lr"] for group in optimizer.param_groups]

    def progress(self) -> float:
        """Return how much of the run is over, 0 to 1: the same for all workers."""
        far = max(self.done / self.steps, (self.before + time.monotonic() - self.begun) / self.seconds)
        if not many.is_initialized():
            return far
        shared = torch.tensor([far], dtype=torch.float64)
        many.all_reduce(shared, many.ReduceOp.MAX)
        return float(shared)

    def learn(self, batch: list[Example], *, propose: bool) -> float:
        """Take one step on a few articles and return the sum of their losses."""
        self.model.train()
        far = self.progress()
        rate = min((self.done + 1) / max(1, int(WARM_UP * self.steps)), max(0.02, (1 - far) / (1 - WARM_UP)))
        for group, full in zip(self.optimizer.param_groups, self.rates, strict=True):
            group["lr"] = full * rate
        hidden = self.model.articles([example.words for example in batch])
        pairs = zip(batch, hidden, strict=True)
        own = torch.stack([loss(self.model, example, states, propose=propose) for example, states in pairs]).mean()
        own.backward()
        self.share()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), CLIP)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        self.done += 1
        if far >= AVERAGED_FROM and self.done % EVERY == 0:
            for name, value in self.model.state_dict().items():
                self.sum[name] = self.sum[name] + value if name in self.sum else value.clone()
            self.summed += 1
        return float(own.detach()) * len(batch)

    def share(self) -> None:
        """Take the mean of all workers' gradients."""
        if not many.is_initialized():
            return
        learnt = [parameter for parameter in self.model.parameters() if parameter.requires_grad]
        flat = torch.cat([(torch.zeros_like(p) if p.grad is None else p.grad).flatten() for p in learnt])
        many.all_reduce(flat)
        parts = (flat / many.get_world_size()).split([parameter.numel() for parameter in learnt])
        for parameter, part in zip(learnt, parts, strict=True):
            parameter.grad = part.view_as(parameter)

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
