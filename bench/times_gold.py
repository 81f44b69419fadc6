"""Measure the time resolver on annotated articles: given the gold words, are the days right?

    MONTJOIE_SHARED=... python bench/times_gold.py [-v] [train|dev ...]

Reads `corpus/gold/<split>/*.json` and `corpus/docs/*.json` under the folder
that MONTJOIE_SHARED names; says so and stops where it is absent.
Open intervals (one end only) of the annotation are left out of the shares and counted.
"""

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from montjoie.ground.date_periods import Days
from montjoie.ground.date_text import reached_before, times_told
from montjoie.ground.dates import resolve_time
from montjoie.schema import Span, TimeWords

FLOOR = 0.80  # share of dev's times with days in gold that are exactly right
SHARED = Path(os.environ.get("MONTJOIE_SHARED", "../shared"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One time of the annotation with the days that it means there."""

    document: str
    text: str
    span: Span
    first: str | None
    last: str | None
    published: date | None
    anchor: Days | None
    reality: str
    triggers: tuple[Span, ...]
    lasting: bool


def main() -> int:
    """Print the shares for each split asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("splits", nargs="*", default=["train", "dev"])
    parser.add_argument("-v", "--verbose", action="store_true", help="list what is not exactly right")
    arguments = parser.parse_args()
    if not (SHARED / "corpus" / "gold").is_dir():
        sys.stdout.write(f"skipped: no corpus under {SHARED}; set MONTJOIE_SHARED\n")
        return 0
    exact = {split: report(split, arguments.verbose) for split in arguments.splits}
    return int(exact.get("dev", 1.0) < FLOOR)


def report(split: str, verbose: bool) -> float:
    """Print the shares of one split and return that of the exact ones."""
    tally: Counter[str] = Counter()
    for case in cases(split):
        found = resolve_time(
            case.text,
            TimeWords(span=case.span),
            published=case.published,
            anchor=case.anchor,
            ahead=case.reality == "planned",
            named=case.triggers,
            lasting=case.lasting,
        )
        outcome = judged(case, found.first, found.last)
        tally[outcome] += 1
        if verbose and outcome not in ("exact", "unresolved, as in gold", "open in gold"):
            words = case.text[case.span.start : case.span.end]
            days = f"{case.published} gold {case.first} {case.last} found {found.first} {found.last}"
            around = case.text[max(0, case.span.start - 60) : case.span.end + 40].replace("\n", " ")
            sys.stdout.write(
                f"{outcome:22} {case.document} {words!r} {days} {found.rule} {case.reality} anchor={case.anchor}\n      | {around}\n"
            )
    dated = sum(tally[name] for name in ("exact", "overlap", "wrong", "unresolved"))
    sys.stdout.write(f"{split}: {dated} times with days in gold\n")
    for name in ("exact", "overlap", "wrong", "unresolved"):
        sys.stdout.write(f"  {name:24} {tally[name]:4} {tally[name] / max(dated, 1):.3f}\n")
    for name in ("unresolved, as in gold", "resolved, not in gold", "open in gold"):
        sys.stdout.write(f"  {name:24} {tally[name]:4}\n")
    right = dated + tally["unresolved, as in gold"] + tally["resolved, not in gold"]
    sys.stdout.write(f"  right in all             {(tally['exact'] + tally['unresolved, as in gold']) / max(right, 1):.3f}\n")
    return tally["exact"] / max(dated, 1)


def judged(case: Case, first: date | None, last: date | None) -> str:
    """Compare found days with gold's."""
    if bool(case.first) != bool(case.last):
        return "open in gold"
    if case.first is None or case.last is None:
        return "unresolved, as in gold" if first is None else "resolved, not in gold"
    if first is None or last is None:
        return "unresolved"
    gold = date.fromisoformat(case.first), date.fromisoformat(case.last)
    if (first, last) == gold:
        return "exact"
    both = (min(last, gold[1]) - max(first, gold[0])).days + 1
    return "overlap" if both / ((max(last, gold[1]) - min(first, gold[0])).days + 1) >= 0.5 else "wrong"


def cases(split: str) -> Iterator[Case]:
    """Yield every time of a split; the anchor is what the telling has reached before it in the text."""
    for path in sorted((SHARED / "corpus" / "gold" / split).glob("*.json")):
        document = json.loads((SHARED / "corpus" / "docs" / path.name).read_text(encoding="utf-8"))
        published = date.fromisoformat(document["published"][:10]) if document["published"] else None
        incidents = [incident for incident in json.loads(path.read_text(encoding="utf-8"))["incidents"] if incident.get("time")]
        told = times_told(document["text"], published=published)
        for incident in incidents:
            time = incident["time"]
            span = Span(start=time["s"], end=time["e"])
            triggers = tuple(Span(start=trigger["s"], end=trigger["e"]) for trigger in incident["trigger"])
            yield Case(triggers=triggers, lasting=incident["type"] == "war" or incident.get("aggregate", False), document=path.stem, text=document["text"], span=span, first=time.get("start"), last=time.get("end"),
                       published=published, anchor=reached_before(told, span.start), reality=incident["reality"])  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
