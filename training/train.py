"""Fine-tunes the encoder on the annotated corpus, with a checkpoint after each epoch; run again to go on."""

import argparse
import logging
import random
import time
from pathlib import Path

import torch

from training.data import BASE, SHARED, training_set
from training.losses import loss
from training.model import Reader, started

log = logging.getLogger("train")
ENCODER_RATE, HEAD_RATE, WARM_UP, CLIP = 8e-5, 1e-3, 0.1, 1.0


def main() -> None:
    """Train as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--epochs", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--step", type=int, default=3, help="articles a step")
    parser.add_argument("--average", type=int, default=5, help="how many last epochs are averaged")
    parser.add_argument("--everything", action="store_true", help="also learn from the articles held out for thresholds")
    parser.add_argument("--out", type=Path, default=Path("training/runs/one"))
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    args.out.mkdir(parents=True, exist_ok=True)
    learnt, held = training_set(SHARED)
    if args.everything:
        learnt = learnt + held
    torch.manual_seed(args.seed)
    model = started(BASE)
    steps = args.epochs * -(-len(learnt) // args.step)
    groups = [{"params": model.encoder_parameters(), "lr": ENCODER_RATE}, {"params": model.head_parameters(), "lr": HEAD_RATE}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda k: _rate(k, steps))
    first = _resume(args.out, model, optimizer, schedule)
    for epoch in range(first, args.epochs):
        random.seed(args.seed * 1000 + epoch)
        torch.manual_seed(args.seed * 1000 + epoch)
        begun, order = time.monotonic(), random.sample(learnt, len(learnt))
        model.train()
        total = 0.0
        for at in range(0, len(order), args.step):
            batch = order[at : at + args.step]
            for example in batch:
                own = loss(model, example, propose=epoch > 0)
                (own / len(batch)).backward()
                total += float(own.detach())
            torch.nn.utils.clip_grad_norm_(model.parameters(), CLIP)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad(set_to_none=True)
        log.info("epoch %d: loss %.3f in %.0f s", epoch + 1, total / len(order), time.monotonic() - begun)
        state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "schedule": schedule.state_dict(), "epoch": epoch + 1}
        torch.save(state, args.out / "last.new")
        (args.out / "last.new").replace(args.out / "last.pt")
        if epoch >= args.epochs - args.average:
            torch.save(model.state_dict(), args.out / f"epoch-{epoch + 1}.pt")
    torch.save(_averaged(sorted(args.out.glob("epoch-*.pt"))), args.out / "final.pt")


def _rate(step: int, steps: int) -> float:
    warm = max(1, int(WARM_UP * steps))
    return min((step + 1) / warm, max(0.02, (steps - step) / max(1, steps - warm)))


def _resume(out: Path, model: Reader, optimizer: torch.optim.Optimizer, schedule: torch.optim.lr_scheduler.LambdaLR) -> int:
    if not (out / "last.pt").exists():
        return 0
    state = torch.load(out / "last.pt", weights_only=True)
    model.load_state_dict(state["model"])
    optimizer.load_state_dict(state["optimizer"])
    schedule.load_state_dict(state["schedule"])
    log.info("going on after epoch %d", state["epoch"])
    return int(state["epoch"])


def _averaged(paths: list[Path]) -> dict[str, torch.Tensor]:
    """Return the mean of the weights of several epochs."""
    states = [torch.load(path, weights_only=True) for path in paths]
    return {name: sum(state[name] for state in states) / len(states) for name in states[0]}


if __name__ == "__main__":
    main()
