"""What the model is to learn from an article: a loss for each head, added up."""

import random
from collections.abc import Iterator, Sequence

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from montjoie.extract.labels import AROUND, BY_CUE, FURTHEST, LAYERS, RELATIONS, SAME, WIDTH, columns
from montjoie.extract.pairs import Signs, between, bucket
from montjoie.extract.windows import Words
from training.data import Bounds, Content, Example, runs
from training.model import Reader

COLUMNS = columns()
SMOOTHING = 0.05
SPANS_WEIGHT = 3.0
TEMPERATURE = 0.1  # of the vectors' likeness
PAIRS_WEIGHT = 4.0
ONE_TAIL = frozenset({"source", "cue"})  # a content has one of each
FARTHEST_MENTION = 200  # how many mentions back one is looked for


class Heads:
    """One model's scores of an article's words, or of given spans of it, before they are made chances."""

    def __init__(self, model: Reader, words: Words, hidden: Tensor) -> None:
        self.model, self.words, self.hidden = model, words, hidden
        widths = [last - first for first, last in COLUMNS.values()]  # split once: the gradient of a slice is as large as the whole
        parts = zip(model.heads.weight.split(widths), model.heads.bias.split(widths), strict=True)
        self.parts = dict(zip(COLUMNS, parts, strict=True))
        self.sums = torch.cat([hidden.new_zeros(1, hidden.shape[1]), hidden.cumsum(0)])

    def mean(self, spans: Sequence[Bounds], widen: int = 0) -> Tensor:
        """Return the mean hidden state over each span, or over it and the words around it."""
        last = len(self.hidden)
        begins = torch.tensor([max(0, first - widen) for first, _ in spans])
        ends = torch.tensor([min(last, end + widen) for _, end in spans])
        return (self.sums[ends] - self.sums[begins]) / (ends - begins).unsqueeze(1)

    def head(self, name: str, pooled: Tensor) -> Tensor:
        """Return a head's scores of pooled hidden states."""
        return functional.linear(pooled, *self.parts[name])

    def layers(self) -> Tensor:
        """Return the scores of every word's tags: words × layers × 3."""
        return self.head("spans", self.hidden).view(-1, len(LAYERS), 3)

    def classes(self, name: str, spans: Sequence[Bounds], cues: Sequence[Bounds | None] = ()) -> Tensor:
        """Return a classifier's scores of spans, for what is said also by its words of saying, where it has any."""
        scores = self.head(f"{name}.in", self.mean(spans)) + self.head(f"{name}.around", self.mean(spans, AROUND))
        if name in BY_CUE and any(cues):
            beside = self.head(f"{name}.cue", self.mean([cue or (0, 1) for cue in cues]))
            scores = scores + torch.tensor([[float(cue is not None)] for cue in cues]) * beside
        return scores

    def related(self, relation: str, pairs: Sequence[tuple[Bounds, Bounds]]) -> Tensor:
        """Return the scores of pairs of spans."""
        firsts, seconds = zip(*pairs, strict=True)
        u, v = self.head(f"{relation}.head", self.mean(firsts)), self.head(f"{relation}.tail", self.mean(seconds))
        buckets = torch.tensor([bucket(self.words, a, b) for a, b in pairs])
        return (u * v).sum(-1) / WIDTH**0.5 + self.model.distance[list(RELATIONS).index(relation)][buckets]

    def same(self, at: Sequence[Bounds], places: Sequence[Bounds], figures: Sequence[Bounds]) -> Iterator[Tensor]:
        """Yield, for each trigger but the first, the scores of standing alone and of those before it, at most FARTHEST_MENTION of them."""
        if len(at) < 2:
            return
        with torch.no_grad():
            types, realities = (self.classes(name, at).softmax(-1).numpy() for name in ("type", "reality"))
        signs = Signs(self.words, at, places, figures)
        pooled = self.mean(at)
        likeness = self.head(f"{SAME}.head", pooled) @ self.head(f"{SAME}.tail", pooled).T / WIDTH**0.5
        for late in range(1, len(at)):
            early = range(max(0, late - FARTHEST_MENTION), late)
            scores = likeness[late, early.start : early.stop] + torch.from_numpy(signs.of(late, early, types, realities)) @ self.model.signs
            yield torch.cat([self.model.alone, scores])


def loss(model: Reader, example: Example, hidden: Tensor, *, propose: bool) -> Tensor:
    """Return the loss of one article, given the hidden states of its words. `propose`: the model's own spans stand beside the labelled ones as candidates."""
    heads = Heads(model, example.words, hidden)
    spans = heads.layers()
    total = SPANS_WEIGHT * functional.cross_entropy(spans.reshape(-1, 3), torch.from_numpy(example.layers).reshape(-1)) * len(LAYERS)
    total = total + _classes(heads, example)
    extra = _proposed(spans) if propose else {}
    total = total + _relations(heads, example, extra)
    if len(example.mentions) > 1:
        total = total + _same(heads, example) + _vectors(heads, example)
    return total


def _one_of(scores: Tensor, labels: Sequence[int]) -> Tensor:
    return functional.cross_entropy(scores, torch.tensor(labels), label_smoothing=SMOOTHING)


def _any_of(scores: Tensor, labels: Sequence[Sequence[float]]) -> Tensor:
    return functional.binary_cross_entropy_with_logits(scores, torch.tensor(labels)) * 3


def _classes(heads: Heads, example: Example) -> Tensor:
    total = heads.hidden.new_zeros(())
    if example.mentions:
        at = [mention.words for mention in example.mentions]
        total = total + _one_of(heads.classes("type", at), [mention.type for mention in example.mentions])
        total = total + _one_of(heads.classes("reality", at), [mention.reality for mention in example.mentions])
        total = total + _any_of(heads.classes("told", at), [mention.told for mention in example.mentions])
        total = total + _any_of(heads.classes("target_class", at), [mention.target_class for mention in example.mentions])
    if example.figures:
        at = [figure[0] for figure in example.figures]
        total = total + _one_of(heads.classes("figure", at), [figure[1] for figure in example.figures])
        total = total + 0.5 * _any_of(heads.classes("counts", at), [figure[2] for figure in example.figures])
    told = [content for content in example.contents if content.kind >= 0]
    if told:
        total = total + _one_of(heads.classes("kind", *_and_cues(told)), [content.kind for content in told])
    if example.contents:
        total = total + _one_of(heads.classes("act", *_and_cues(example.contents)), [content.act for content in example.contents])
    acts = [content for content in example.contents if content.subject >= 0]
    if acts:
        total = total + 0.5 * _one_of(heads.classes("subject", [c.words for c in acts]), [c.subject for c in acts])
        total = total + 0.5 * _any_of(heads.classes("scope_class", [c.words for c in acts]), [c.scope_class for c in acts])
    return total


def _and_cues(contents: Sequence[Content]) -> tuple[list[Bounds], list[Bounds | None]]:
    return [content.words for content in contents], [content.cue for content in contents]


def _proposed(spans: Tensor) -> dict[str, list[Bounds]]:
    """Return the spans that the model finds by itself now, a little too many."""
    with torch.no_grad():
        tags = (spans.float() - torch.tensor([random.uniform(0.0, 2.0), 0.0, 0.0])).argmax(-1).numpy()
    return {layer: runs(tags[:, k].astype(np.int64)) for k, layer in enumerate(LAYERS)}


def _relations(heads: Heads, example: Example, extra: dict[str, list[Bounds]]) -> Tensor:
    total = heads.hidden.new_zeros(())
    for relation, (head, tails) in RELATIONS.items():
        candidates = sorted({span for layer in tails for span in (*example.spans(layer), *extra.get(layer, ()))})
        pairs = _incident_pairs(example, relation, candidates) if head == "trigger" else _pairs(example, relation, head, candidates)
        if not pairs:
            continue
        firsts, seconds, labels = zip(*pairs, strict=True)
        scores, right = heads.related(relation, list(zip(firsts, seconds, strict=True))), torch.tensor(labels)
        total = total + PAIRS_WEIGHT * functional.binary_cross_entropy_with_logits(scores, right)
        if relation in ONE_TAIL:
            total = total + _best_of(scores, right, firsts)
    return total


def _best_of(scores: Tensor, right: Tensor, heads: Sequence[Bounds]) -> Tensor:
    """Return the loss of ranking, for each head, its tail above all others near it, or none above zero."""
    total = scores.new_zeros(())
    groups: dict[Bounds, list[int]] = {}
    for row, head in enumerate(heads):
        groups.setdefault(head, []).append(row)
    for rows in groups.values():
        own, labels = torch.cat([scores.new_zeros(1), scores[rows]]), right[rows]
        mask = torch.cat([labels.sum().eq(0).view(1), labels > 0])
        total = total + own.logsumexp(0) - own[mask].logsumexp(0)
    return total / len(groups)


def _incident_pairs(example: Example, relation: str, candidates: Sequence[Bounds]) -> list[tuple[Bounds, Bounds, float]]:
    """Return triggers with candidates near them, and whether they belong together: to the nearest trigger of their incident, or one of its sentence."""
    linked: dict[Bounds, set[int]] = {}
    for incident, tail in example.incident_links.get(relation, ()):
        linked.setdefault(tail, set()).add(incident)
    sentences = example.words.sentences
    pairs = []
    for tail in candidates:
        theirs = linked.get(tail, set())
        nearest: dict[int, int] = {}
        for mention in example.mentions:
            if mention.incident in theirs:
                nearest[mention.incident] = min(nearest.get(mention.incident, 10**9), between(mention.words, tail))
        for mention in example.mentions:
            gap = between(mention.words, tail)
            if gap > FURTHEST:
                continue
            if mention.incident not in theirs:
                pairs.append((mention.words, tail, 0.0))
            elif gap == nearest[mention.incident] or sentences[mention.words[0]] == sentences[tail[0]]:
                pairs.append((mention.words, tail, 1.0))
    return pairs


def _pairs(example: Example, relation: str, head: str, candidates: Sequence[Bounds]) -> list[tuple[Bounds, Bounds, float]]:
    """Return contents, commitments or figures with candidates near them, and whether they belong together."""
    linked = set(example.links.get(relation, ()))
    heads = {
        "content": [content.words for content in example.contents if content.kind >= 0],
        "commitment": [content.words for content in example.contents if content.subject >= 0],
        "figure": [figure[0] for figure in example.figures],
    }[head]
    return [(a, b, float((a, b) in linked)) for a in dict.fromkeys(heads) for b in candidates if between(a, b) <= FURTHEST]


def _same(heads: Heads, example: Example) -> Tensor:
    """Return the loss of ranking, for each mention, those before it that name the same incident, or none."""
    mentions = sorted(example.mentions, key=lambda mention: mention.words)
    total = heads.hidden.new_zeros(())
    asked = heads.same([mention.words for mention in mentions], example.spans("place"), example.spans("figure"))
    for late, scores in enumerate(asked, start=1):
        right = [mention.incident == mentions[late].incident for mention in mentions[max(0, late - FARTHEST_MENTION) : late]]
        mask = torch.tensor([not any(right), *right])
        total = total + scores.logsumexp(0) - scores[mask].logsumexp(0)
    return total / (len(mentions) - 1) * 1.5


def _vectors(heads: Heads, example: Example) -> Tensor:
    """Return the loss of vectors: those of one incident alike, those of others not."""
    at = [mention.words for mention in example.mentions]
    vectors = functional.normalize(heads.head("vector", heads.mean(at)), dim=-1)
    scores = vectors @ vectors.T / TEMPERATURE
    incidents = torch.tensor([mention.incident for mention in example.mentions])
    itself = torch.eye(len(at), dtype=torch.bool)
    same = (incidents[:, None] == incidents[None, :]) & ~itself
    rows = same.any(1)
    if not rows.any():
        return heads.hidden.new_zeros(())
    scores = scores.masked_fill(itself, -1e4)
    right = scores.masked_fill(~same, -1e4)
    return 0.2 * (scores.logsumexp(1) - right.logsumexp(1))[rows].mean()
