"""Measure the actor resolver on the annotated corpus: what its spans come to, and how many of the hand-judged ones are right.

Run: `python bench/actors_gold.py` (`--words` also prints the most frequent words left unresolved; `--wrong` the misjudged labels).
The corpus is looked for under $MONTJOIE_SHARED (default `../shared`); labels hold offsets and ids only, never words.
Two sets of labels: 150 spans of train, judged beside the answers while the rules were written, and 300 spans of dev, drawn at random
and judged from the text before any answer was looked at; only the second says how good it is.
"""

import argparse
import json
import os
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from montjoie.ground.actor_list import ActorList
from montjoie.ground.actors import ActorSpan, resolve_actors
from montjoie.schema import Span, Who

LABELS = {name: Path(__file__).parent / "labels" / f"{name}.jsonl" for name in ("actors", "actors_dev")}
SHOWN_ROLES = ("actor", "source", "party")
RIGHT_FLOOR, WRONG_CEILING = 0.85, 0.05
Key = tuple[str, int, int, str]


def main() -> int:
    """Print the shares; return 1 where a floor does not hold, 0 otherwise or where the corpus is not there."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--words", action="store_true")
    arguments.add_argument("--wrong", action="store_true")
    options = arguments.parse_args()
    corpus = Path(os.environ.get("MONTJOIE_SHARED", "../shared")) / "corpus"
    if not corpus.is_dir():
        print(f"skipped: no corpus at {corpus}; set MONTJOIE_SHARED to the folder that holds it")
        return 0
    actors = ActorList.open()
    resolved: dict[Key, tuple[Who, str]] = {}
    seconds = 0.0
    for document, text, day, spans in documents(corpus):
        begin = time.perf_counter()
        whos = resolve_actors(text, spans, actors, day=day)
        seconds += time.perf_counter() - begin
        for span, who in zip(spans, whos, strict=True):
            resolved[document, span.span.start, span.span.end, span.role] = (who, text[span.span.start : span.span.end])
    print(f"{len(resolved)} spans, {len(resolved) / seconds:.0f} a second")
    print_shares(resolved, words=options.words)
    for split in ("train", "dev"):
        print_short_forms(corpus, split, actors)
    return max(print_labels(name, resolved, actors, show=options.wrong) for name in LABELS)


def documents(corpus: Path, split: str = "*") -> Iterator[tuple[str, str, date | None, list[ActorSpan]]]:
    """Yield each annotated article with its day and its actor spans, once for each place and role."""
    for path in sorted(corpus.glob(f"gold/{split}/*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        document = json.loads((corpus / "docs" / f"{gold['doc']}.json").read_text(encoding="utf-8"))
        published = document.get("published")
        day = date.fromisoformat(published[:10]) if published else None
        unique = {(span.span, span.role): span for span in spans_of(gold)}
        yield gold["doc"], document["text"], day, [unique[key] for key in sorted(unique)]


def spans_of(gold: dict[str, Any]) -> Iterator[ActorSpan]:
    """Yield every span that stands for an actor; a claim's source with the fullest name that the annotation gives."""
    for incident in gold.get("incidents", ()):
        for quotation in incident.get("actor", ()):
            yield ActorSpan(span=_span(quotation), role="actor")
    for claim in gold.get("claims", ()):
        yield ActorSpan(span=_span(claim["source"]), full=claim.get("who"), role="source")
        if claim.get("via"):
            yield ActorSpan(span=_span(claim["via"]), role="via")
        for quotation in claim.get("against", ()):
            yield ActorSpan(span=_span(quotation), role="against")
    for commitment in gold.get("commitments", ()):
        for quotation in commitment.get("party", ()):
            yield ActorSpan(span=_span(quotation), role="party")
        for quotation in commitment.get("bound", ()):
            yield ActorSpan(span=_span(quotation), role="bound")


def print_shares(resolved: dict[Key, tuple[Who, str]], *, words: bool) -> None:
    """Print what the spans of each role came to, and on request the most frequent words without an actor."""
    for role in SHOWN_ROLES:
        whos = [who for key, (who, _) in resolved.items() if key[3] == role]
        share = {
            "listed or made": sum(who.id is not None for who in whos),
            "described, side known": sum(who.id is None and who.side is not None for who in whos),
            "described": sum(who.id is None and who.side is None and who.public and "unresolved" not in who.basis for who in whos),
            "private": sum(who.id is None and not who.public and "pronoun" not in who.basis for who in whos),
            "pronoun unresolved": sum("pronoun" in who.basis for who in whos),
            "otherwise unresolved": sum(who.basis.startswith("unresolved") and "pronoun" not in who.basis for who in whos),
        }
        print(f"{role:7} {len(whos):5}  " + "  ".join(f"{name} {count / len(whos):.3f}" for name, count in share.items()))
    if words:
        left = Counter((text.lower(), who.basis) for key, (who, text) in resolved.items() if key[3] in SHOWN_ROLES and who.id is None)
        for (text, basis), count in left.most_common(40):
            print(f"{count:5}  {text!r}  {basis}")


def print_short_forms(corpus: Path, split: str, actors: ActorList) -> None:
    """Print what short forms of sources ("the president", "the ministry") come to without the fullest name that the annotation gives.

    Right is the actor that the fullest name leads to.
    """
    outcome: Counter[str] = Counter()
    for document, text, day, spans in documents(corpus, split):
        short = [span for span in spans if span.role == "source" and span.full and text[span.span.start :][:4].lower() == "the "]
        alone = resolve_actors(text, [replace(span, full=None) for span in short], actors, day=day)
        named = resolve_actors(text, short, actors, day=day)
        for one, whole in zip(alone, named, strict=True):
            if whole.id is not None:
                outcome["right" if one.id == whole.id else "unresolved" if one.id is None else f"wrong in {document}"] += 1
    print(
        f"{split}: {outcome.total()} short forms of listed actors, their names withheld: "
        + ", ".join(f"{k} {n}" for k, n in sorted(outcome.items()))
    )


def print_labels(name: str, resolved: dict[Key, tuple[Who, str]], actors: ActorList, *, show: bool) -> int:
    """Print how many hand-judged spans are right and how many wrong with confidence (an id that is not the right one).

    Somebody whom the list does not have is right without an id, as what the text says of him: public or not.
    """
    path = LABELS[name]
    labels = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []
    keys = [(label["doc"], label["s"], label["e"], label["role"]) for label in labels]
    found = [(label, *resolved[key]) for label, key in zip(labels, keys, strict=True) if key in resolved]
    if not found:
        print(f"{name}: no labels that this corpus has")
        return 0
    allowed = [allowed_ids(label, actors) for label, _, _ in found]
    right = [
        who.id in ids and (who.id is not None or label["public"] in (who.public, None))
        for (label, who, _), ids in zip(found, allowed, strict=True)
    ]
    wrong = [who.id is not None and who.id not in ids for (_, who, _), ids in zip(found, allowed, strict=True)]
    exposed = sum(who.public and label["public"] is False for label, who, _ in found)
    shares = f"right {sum(right) / len(found):.3f}  wrong with confidence {sum(wrong) / len(found):.3f}"
    print(f"{name}: labels {len(found)}  {shares}  private shown {exposed}")
    if show:
        for (label, who, text), good in zip(found, right, strict=True):
            if not good:
                wanted = f"{label['want_id']} {label['public']}"
                print(f"  {label['doc']} {label['role']} {text!r}: {who.id} {who.public} for {wanted} ({who.basis})")
    return int(sum(right) < RIGHT_FLOOR * len(found) or sum(wrong) > WRONG_CEILING * len(found))


def allowed_ids(label: dict[str, Any], actors: ActorList) -> set[str | None]:
    """Return the ids that are right for a label, no id where the list has nobody of them."""
    wanted = [label["want_id"], *label.get("also", ())]
    return {one if one and actors.actor(one) else None for one in wanted}


def _span(quotation: dict[str, Any]) -> Span:
    return Span(start=quotation["s"], end=quotation["e"])


if __name__ == "__main__":
    raise SystemExit(main())
