"""Two workers that learn side by side, each on its own texts, and take the mean of their weights every so many steps."""

import os
from collections.abc import Iterable

import torch
import torch.distributed as many
from torch import Tensor, nn

TOGETHER = 8  # steps that each takes by itself between two means


def begin() -> tuple[int, int]:
    """Return this worker's number and how many there are: one, unless torchrun began several."""
    workers = int(os.environ.get("WORLD_SIZE", "1"))
    if workers > 1 and not many.is_initialized():
        many.init_process_group("gloo")
    return (many.get_rank(), workers) if workers > 1 else (0, 1)


def number() -> int:
    """Return this worker's number; 0 where it is alone."""
    return many.get_rank() if many.is_initialized() else 0


def end() -> None:
    """Let the other workers go."""
    if many.is_initialized():
        many.destroy_process_group()


def largest(number: float) -> float:
    """Return the largest of all workers' numbers."""
    if not many.is_initialized():
        return number
    shared = torch.tensor([number], dtype=torch.float64)
    many.all_reduce(shared, many.ReduceOp.MAX)
    return float(shared)


def average(parameters: Iterable[nn.Parameter]) -> None:
    """Give every worker the mean of all workers' weights."""
    if not many.is_initialized():
        return
    learnt = [parameter for parameter in parameters if parameter.requires_grad]
    flat: Tensor = torch.cat([parameter.detach().flatten() for parameter in learnt])
    many.all_reduce(flat)
    parts = (flat / many.get_world_size()).split([parameter.numel() for parameter in learnt])
    with torch.no_grad():
        for parameter, part in zip(learnt, parts, strict=True):
            parameter.copy_(part.view_as(parameter))
