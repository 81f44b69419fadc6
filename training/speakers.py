"""Fits the weights by which speakers are told apart, from the annotated articles, and measures them by cross-validation over articles."""

import argparse
import json
import logging
import re
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from montjoie.extract.given import fit_reading, load_reading
from montjoie.extract.speaker_entities import Article, Entity
from montjoie.extract.speaker_names import bare, words_of
from montjoie.extract.speakers import Features, score, speakers, weighed
from montjoie.schema import Span
from training.annotations import annotated
from training.data import NOT_SHIPPED, SHARED

log = logging.getLogger("speakers")
FOLDS = 5
CURB = 4.0  # how strongly weights are held near nought
ROUNDS = True
STEPS, RATE = 200, 0.1
BRACKETS = re.compile(r"\s*\([A-Z]\w*\)")  # to learn from, a name is the same with its acronym and without
KEPT = 0.02  # weights nearer to nought are left out


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An annotated article: its text, the sources of its claims, and the full name that annotators gave for each."""

    name: str
    text: str
    sources: tuple[Span, ...]
    whos: tuple[str, ...]  # "" where none
    ships: bool  # whether its licence lets what is learnt from it be shipped
    ours: bool = False


@dataclass(slots=True)
class Choice:
    """One mention: features of each thing that it may be, and which of them it is."""

    weighed: list[Features]
    right: list[int]


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure by cross-validation, fit on every article that may be shipped, write the weights; or measure another part as it is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path(__file__).with_suffix(".json"))
    parser.add_argument("--curb", type=float, default=CURB)
    parser.add_argument("--measure", choices=["train", "dev"], help="measure the weights in --out on this part and fit nothing")
    parser.add_argument("--wrong", action="store_true", help="list what is wrong")
    asked = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stdout)
    tally: Counter[str] = Counter()
    if asked.measure:
        weights = json.loads(asked.out.read_text(encoding="utf-8"))
        for told in articles(asked.measure):
            measure(told, weights, tally, wrong=asked.wrong)
        report(tally)
        return
    every, more = articles("train"), ours()
    made = {told.name: choices(told) for told in [*every, *more]}
    for fold in range(FOLDS):
        weights = learn([*(told for k, told in enumerate(every) if k % FOLDS != fold), *more], made, asked.curb)
        for told in every[fold::FOLDS]:
            measure(told, weights, tally, wrong=asked.wrong)
    report(tally)
    weights = learn([*every, *more], made, asked.curb)
    asked.out.write_text(json.dumps(weights, indent=0, sort_keys=True) + "\n", encoding="utf-8")
    log.info("%d weights -> %s", len(weights), asked.out)


def articles(part: str) -> list[Told]:
    """Return the annotated articles of a part of the corpus, by name."""
    made = []
    for path in sorted((SHARED / "corpus/gold" / part).glob("*.json")):
        kept = json.loads((SHARED / f"corpus/docs/{path.stem}.json").read_text(encoding="utf-8"))
        text = kept["text"]
        claims = fit_reading(load_reading(path), path.stem, text, name=str(path)).claims
        whos = tuple(text[c.who.start : c.who.end] if isinstance(c.who, Span) else c.who or "" for c in claims)
        ships = NOT_SHIPPED not in (kept.get("license") or "")
        made.append(Told(name=path.stem, text=text, sources=tuple(c.source for c in claims), whos=whos, ships=ships))
    return made


def ours() -> list[Told]:
    """Return the articles that we annotated ourselves, to learn from and not to measure on."""
    made = []
    for name, kept, annotation in annotated(SHARED):
        claims = [claim for claim in annotation.get("claims") or [] if isinstance(claim.get("source"), dict)]
        sources = tuple(Span(start=claim["source"]["s"], end=claim["source"]["e"]) for claim in claims)
        whos = tuple(str(claim.get("who") or "") for claim in claims)
        made.append(Told(name=name, text=kept.text, sources=sources, whos=whos, ships=True, ours=True))
    return made


def choices(told: Told, weights: Mapping[str, float] | None = None) -> list[Choice]:
    """Return the mentions of an article with what each may be, those before it settled as annotated, or as weights have it."""
    kept = Article(told.text, told.sources)
    whos = dict(zip(told.sources, told.whos, strict=True))
    made = []
    for mention in kept.mentions:
        ways = weighed(kept, mention)
        right = _right([entity for entity, _ in ways], whos[mention.span], told.text)
        if told.ours:  # we gave a name less often than the corpus does: what makes the difference is learnt apart
            ways[0][1].update({"none ours": 1.0, f"none ours {mention.kind}": 1.0, f"none ours {mention.kind} {mention.shape}": 1.0})
        if right:
            made.append(Choice([features for _, features in ways], right))
        if weights is None:
            kept.settle(mention, ways[right[0]][0] if right else None)
        else:
            kept.settle(mention, max(ways, key=lambda one: score(one[1], weights))[0])
    return made


def learn(every: Sequence[Told], made: Mapping[str, Sequence[Choice]], curb: float) -> dict[str, float]:
    """Return weights fit to mentions as annotated, then to these and to mentions behind the mistakes of weights fit to the other half."""
    known = [told for told in every if told.ships]
    both = [choice for told in known for choice in made[told.name]]
    if ROUNDS:
        halves = [fit([choice for told in known[k::2] for choice in made[told.name]], curb) for k in (1, 0)]
        both += [choice for k, told in enumerate(known) for choice in choices(told, halves[k % 2])]
    return fit(both, curb)


def _right(entities: Sequence[Entity | None], who: str, text: str) -> list[int]:
    if not who:
        return [0]
    names = [BRACKETS.sub("", text[entity.span.start : entity.span.end]) if entity else "" for entity in entities]
    alike = [_same(BRACKETS.sub("", who), name) if name else (False, False) for name in names]
    found = [k for k, (last, _) in enumerate(alike) if last]
    exact = [k for k in found if alike[k][1]]
    return exact or found


def _same(gold: str, given: str) -> tuple[bool, bool]:
    """Say whether the last words of two names are the same, and whether one name holds the other."""
    a, b = bare(words_of(gold)), bare(words_of(given))
    last = a[-1:] == b[-1:]
    held = bool(a) and bool(b) and (f" {' '.join(a)} " in f" {' '.join(b)} " or f" {' '.join(b)} " in f" {' '.join(a)} ")
    return last, held


def fit(made: Sequence[Choice], curb: float) -> dict[str, float]:
    """Return weights under which what mentions are is likeliest, held near nought."""
    names = {name: k for k, name in enumerate(sorted({name for c in made for features in c.weighed for name in features}))}
    options = [features for choice in made for features in choice.weighed]
    columns = np.array([names[name] for features in options for name in features], dtype=np.int64)
    values = np.array([value for features in options for value in features.values()])
    lengths = np.array([len(features) for features in options])
    rows = np.repeat(np.arange(len(options)), lengths)
    ways = np.array([len(choice.weighed) for choice in made])
    starts = np.cumsum(ways) - ways
    right = np.array([k in choice.right for choice in made for k in range(len(choice.weighed))], dtype=np.float64)
    weights, slow, square = np.zeros(len(names)), np.zeros(len(names)), np.zeros(len(names))
    for step in range(1, STEPS + 1):
        scores = np.bincount(rows, values * weights[columns], minlength=len(options))
        raised = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), ways))
        every, good = np.add.reduceat(raised, starts), np.add.reduceat(raised * right, starts) + 1e-300
        lack = raised / np.repeat(every, ways) - raised * right / np.repeat(good, ways)
        slope = np.bincount(columns, values * lack[rows], minlength=len(names)) + curb * weights
        slow, square = 0.9 * slow + 0.1 * slope, 0.99 * square + 0.01 * slope**2
        rate = RATE * (1 - step / (STEPS + 1))
        weights = weights - rate * (slow / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return {name: round(float(weights[k]), 3) for name, k in names.items() if abs(weights[k]) >= KEPT and " ours" not in name}


def measure(told: Told, weights: Mapping[str, float], tally: Counter[str], *, wrong: bool = False) -> None:
    """Count what is right in an article, by kind of mention."""
    given = speakers(told.text, told.sources, weights)
    kinds = {mention.span: mention for mention in Article(told.text, told.sources).mentions}
    for source, who, span in zip(told.sources, told.whos, given, strict=True):
        name = told.text[span.start : span.end] if span else ""
        mention = kinds[source]
        kind = mention.kind if mention.kind in ("name", "role") else "pronoun"
        last, held = _same(who, name) if who and name else (False, False)
        for key in (kind, "all"):
            tally[f"{key} gold"] += bool(who)
            tally[f"{key} last"] += bool(who) and last
            tally[f"{key} exact"] += bool(who) and last and held
            tally[f"{key} given"] += bool(name)
            tally[f"{key} silent"] += not who
            tally[f"{key} needless"] += bool(name) and not who
        if wrong and (bool(who) != bool(name) or (who and not last)):
            log.info("%s %d %s %r gave %r not %r", told.name, source.start, mention.kind, told.text[source.start : source.end], name, who)


def report(tally: Mapping[str, int]) -> None:
    """Print what was counted."""
    for kind in ("pronoun", "name", "role", "all"):
        gold, last, exact = (tally[f"{kind} {what}"] for what in ("gold", "last", "exact"))
        needless, silent, given = (tally[f"{kind} {what}"] for what in ("needless", "silent", "given"))
        log.info(
            "%-8s last word %.3f, exact %.3f of %d; given %d, of them right %.3f; %d needless of %d without", kind, last / max(1, gold), exact / max(1, gold),
            gold, given, last / max(1, given), needless, silent,
        )  # fmt: skip


if __name__ == "__main__":
    main()
