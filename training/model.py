"""The encoder (MiniLM, with a shape for each word) and the linear heads on the mean of a word's pieces."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from montjoie.extract.labels import BUCKETS, RELATIONS, columns
from montjoie.extract.pairs import SIGNS
from montjoie.extract.windows import SHAPES, Window, Words

SIZE, HEADS, DEPTH, INNER, POSITIONS, PIECES = 384, 12, 6, 1536, 512, 30522
DROPOUT = 0.15
PADDED = 64
BLOCK = 32  # weights that share a scale while they are learnt


def on_grid(weight: Tensor) -> Tensor:
    """Return a weight rounded to what 8-bit blocks of BLOCK inputs can hold; its gradient is as if it were not rounded."""
    rows = weight.detach().reshape(len(weight), -1, BLOCK)
    scales = rows.abs().amax(2, keepdim=True).clamp_min(1e-12) / 127
    rounded = (rows / scales).round_().mul_(scales).view_as(weight)
    return weight + (rounded - weight).detach()


class Linear(nn.Linear):
    """A product whose weight is on the grid of 8-bit blocks while it is learnt: what is trained is nearly what will run."""

    grid: Tensor | None = None

    def forward(self, x: Tensor) -> Tensor:
        return functional.linear(x, on_grid(self.weight) if self.grid is None else self.grid, self.bias)


class Dropout(nn.Module):
    """Dropout by uniform numbers: on one core in a third of the time that the library's takes."""

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share

    def forward(self, x: Tensor) -> Tensor:
        return x * (torch.rand(x.shape) >= self.share) / (1 - self.share) if self.training else x


class Block(nn.Module):
    """One layer of the encoder: attention and feed-forward, each with its norm behind."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (Linear(SIZE, SIZE) for _ in range(4))
        self.inner, self.outer = Linear(SIZE, INNER), Linear(INNER, SIZE)
        self.attended, self.done = nn.LayerNorm(SIZE, eps=1e-12), nn.LayerNorm(SIZE, eps=1e-12)
        self.drop = Dropout(0.1)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        count = x.shape[0]
        q, k, v = (f(x).view(count, HEADS, -1).transpose(0, 1) for f in (self.query, self.key, self.value))
        likeness = torch.baddbmm(mask.to(q.dtype), q, k.transpose(1, 2), alpha=(HEADS / SIZE) ** 0.5)
        with torch.autocast("cpu", enabled=False):  # which would take it in fp32, and twice as long
            share = likeness.softmax(-1)
        mixed = torch.bmm(share, v).transpose(0, 1).reshape(count, SIZE)
        x = self.attended(x + self.drop(self.out(mixed)))
        return self.done(x + self.drop(self.outer(functional.gelu(self.inner(x)))))


class Reader(nn.Module):
    """Pieces of one window → hidden states; hidden states of words → scores of every head."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces, self.positions = nn.Embedding(PIECES, SIZE), nn.Embedding(POSITIONS, SIZE)
        self.shapes = nn.Embedding(len(SHAPES), SIZE)
        self.norm = nn.LayerNorm(SIZE, eps=1e-12)
        self.drop, self.drop_pieces = Dropout(DROPOUT), Dropout(0.1)
        self.blocks = nn.ModuleList(Block() for _ in range(DEPTH))
        self.heads = nn.Linear(SIZE, max(end for _, end in columns().values()))
        self.distance = nn.Parameter(torch.zeros(len(RELATIONS), BUCKETS))
        self.signs = nn.Parameter(torch.zeros(len(SIGNS)))
        self.alone = nn.Parameter(torch.zeros(1))  # the score of a mention that none before it names
        self.pieces.weight.requires_grad_(False)
        nn.init.zeros_(self.shapes.weight)
        nn.init.zeros_(self.heads.bias)
        nn.init.normal_(self.heads.weight, std=0.02)

    def encode(self, window: Window) -> Tensor:
        """Return the hidden states of a window's pieces."""
        pieces, shapes = (torch.from_numpy(padded(ids)) for ids in (window.pieces, window.shapes))
        x = self.pieces(pieces) + self.shapes(shapes)
        x = self.drop_pieces(self.norm(x + self.positions.weight[: len(pieces)]))
        mask = torch.arange(len(pieces)).ge(len(window.pieces)).view(1, 1, -1) * -1e4
        for block in self.blocks:
            x = block(x, mask)
        return x[: len(window.pieces)]

    def articles(self, given: Sequence[Words]) -> list[Tensor]:
        """Return the hidden states of the words of several articles, computed in bf16 with weights rounded once."""
        products = [module for module in self.modules() if isinstance(module, Linear)]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            for product in products:
                product.grid = on_grid(product.weight).to(torch.bfloat16)
            hidden = [self.words(words) for words in given]
        for product in products:
            product.grid = None
        return hidden

    def words(self, words: Words) -> Tensor:
        """Return the hidden state of every word of an article, the mean of its pieces': words × size, in fp32."""
        made = []
        for window in words.windows:
            hidden = self.encode(window).float()
            bounds = np.append(window.begins, window.end)
            sums = torch.zeros(len(window.begins), SIZE)
            owner = torch.from_numpy(np.repeat(np.arange(len(window.begins)), np.diff(bounds)))
            sums = sums.index_add(0, owner, hidden[int(bounds[0]) : int(bounds[-1])])
            made.append(sums / torch.from_numpy(np.diff(bounds)).unsqueeze(1))
        return self.drop(torch.cat(made))

    def encoder_parameters(self) -> list[nn.Parameter]:
        """Return what was trained before; the pieces' embeddings stay as they are."""
        parts = (self.positions, self.norm, self.blocks)
        return [parameter for part in parts for parameter in part.parameters()]

    def table_parameters(self) -> list[nn.Parameter]:
        """Return single numbers that have a long way to go: distances, signs, the score of standing alone."""
        return [self.distance, self.signs, self.alone]

    def head_parameters(self) -> list[nn.Parameter]:
        """Return what is new."""
        parts = (self.pieces.weight, *self.encoder_parameters(), *self.table_parameters())
        old = {id(parameter) for parameter in parts}
        return [parameter for parameter in self.parameters() if id(parameter) not in old]


def padded(ids: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return ids with zeros behind, up to a multiple of PADDED: few lengths, for each new one compiles its products anew."""
    return np.pad(ids, (0, min(-len(ids) % PADDED, POSITIONS - len(ids))))


def started(folder: Path) -> Reader:
    """Return a reader with the weights of the pre-trained encoder and heads that know nothing."""
    made = Reader()
    kept = read_safetensors(folder / "model.safetensors")
    state = made.state_dict()
    names = {
        "pieces.weight": "embeddings.word_embeddings.weight", "positions.weight": "embeddings.position_embeddings.weight",
        "norm.weight": "embeddings.LayerNorm.weight", "norm.bias": "embeddings.LayerNorm.bias",
    }  # fmt: skip
    parts = {
        "query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value", "out": "attention.output.dense",
        "attended": "attention.output.LayerNorm", "inner": "intermediate.dense", "outer": "output.dense", "done": "output.LayerNorm",
    }  # fmt: skip
    for layer in range(DEPTH):
        for ours, theirs in parts.items():
            for kind in ("weight", "bias"):
                names[f"blocks.{layer}.{ours}.{kind}"] = f"encoder.layer.{layer}.{theirs}.{kind}"
    for ours, theirs in names.items():
        state[ours] = torch.from_numpy(kept[theirs].copy())
    table = state["pieces.weight"]  # does not learn: on the grid of bytes with a scale a row once and for all
    scales = table.abs().amax(1, keepdim=True) / 127
    state["pieces.weight"] = (table / scales).round() * scales
    # every piece is of the first kind of segment: its embedding goes into the positions'
    state["positions.weight"] += torch.from_numpy(kept["embeddings.token_type_embeddings.weight"][0].copy())
    made.load_state_dict(state)
    return made


def read_safetensors(path: Path) -> dict[str, np.ndarray]:
    """Return the fp32 arrays of a safetensors file by name."""
    raw = path.read_bytes()
    length = int.from_bytes(raw[:8], "little")
    header = json.loads(raw[8 : 8 + length])
    made = {}
    for name, entry in header.items():
        if name != "__metadata__" and entry["dtype"] == "F32":
            first, last = entry["data_offsets"]
            made[name.removeprefix("bert.")] = np.frombuffer(raw[8 + length + first : 8 + length + last], dtype=np.float32).reshape(
                entry["shape"]
            )
    return made
