"""Measure the finding and reading of times in running text, on TempEval-3 platinum and WikiWars.

    MONTJOIE_SHARED=... python -m bench.times [-v] [platinum|wikiwars|wikiwars-train|tempeval ...]

Reads `data/tempeval3-platinum`, `data/wikiwars` and `data/tempeval3` under the folder that MONTJOIE_SHARED names; says so and
stops where it is absent. "Value F1" is TempEval-3's: spans that overlap and have the same value. "Strict with value" wants
the same span too. WikiWars is read as history: a date without a year is of the year that the telling has reached.
"""

import argparse
import html
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bench.timex import Timex, timexes
from montjoie.ground.date_text import times_told

SHARED = Path(os.environ.get("MONTJOIE_SHARED", "../shared"))
PLATINUM = "tempeval3-platinum/data/TempEval3/Evaluation/te3-platinum-normalized"
SETS = {  # the folder under data, whether it is told as history, the measure that counts, its target
    "platinum": (PLATINUM, False, "value", 0.76),
    "wikiwars": ("wikiwars/testset/tml", True, "strict with value", 0.74),
    "wikiwars-train": ("wikiwars/trainingset/tml", True, "strict with value", None),
    "tempeval": ("tempeval3/data/TBAQ-cleaned", False, "value", None),
}
TIMEX = re.compile(r"<TIMEX3 ([^>]*)>(.*?)</TIMEX3>", re.DOTALL)


def main() -> int:
    """Print a table for each set asked for; 1 where a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="*", default=["platinum", "wikiwars"])
    parser.add_argument("-v", "--verbose", action="store_true", help="list what is not right")
    arguments = parser.parse_args()
    if not (SHARED / "data").is_dir():
        sys.stdout.write(f"skipped: no data under {SHARED}; set MONTJOIE_SHARED\n")
        return 0
    missed = [report(name, arguments.verbose) for name in arguments.sets]
    return int(any(missed))


def report(name: str, verbose: bool) -> bool:
    """Print one set's table; say whether its target is missed."""
    folder, history, counted, target = SETS[name]
    tally: Counter[str] = Counter()
    lost: Counter[tuple[str, str]] = Counter()
    documents = sorted((SHARED / "data" / folder).rglob("*.tml"))
    for path in documents:
        text, published, gold = annotated(path.read_text(encoding="utf-8", errors="replace"))
        told = times_told(text, published=published, history=history)
        found = list(timexes(text, told, published, timex2=history))
        for kind, sort, words in compared(text, gold, found, tally):
            lost[kind, sort] += 1
            if verbose:
                sys.stdout.write(f"{kind:14} {path.stem[:22]:22} {words}\n")
    sys.stdout.write(f"{name}: {len(documents)} documents, {tally['gold']} times, {tally['found']} found\n")
    scores = {measure: f1(tally[measure], tally["found"], tally["gold"]) for measure in ("relaxed", "strict", "value", "strict with value")}
    for measure, (precision, recall, both) in scores.items():
        aim = f"   target {target:.2f}" if measure == counted and target else ""
        sys.stdout.write(f"  {measure:18} P {precision:.3f}  R {recall:.3f}  F1 {both:.3f}{aim}\n")
    for kind in sorted({kind for kind, _ in lost}):
        sorts = ", ".join(f"{sort} {count}" for (k, sort), count in sorted(lost.items()) if k == kind)
        sys.stdout.write(f"  {kind:14} {sum(count for (k, _), count in lost.items() if k == kind):4}: {sorts}\n")
    return target is not None and scores[counted][2] < target


def compared(text: str, gold: list[Timex], found: list[Timex], tally: Counter[str]) -> Iterator[tuple[str, str, str]]:
    """Count one document; yield what is not right, of which sort, with its words."""
    tally["gold"] += len(gold)
    tally["found"] += len(found)
    taken: set[int] = set()
    for want in gold:
        near = [k for k, have in enumerate(found) if have.start < want.end and want.start < have.end and k not in taken]
        words = " ".join(text[want.start : want.end].split())
        if not near:
            yield "missed", sort_of(want.value), f"{words!r} {want.value}"
            continue
        best = next((k for k in near if (found[k].start, found[k].end) == (want.start, want.end)), near[0])
        have = found[best]
        taken.add(best)
        strict, right = (have.start, have.end) == (want.start, want.end), same(want.value, have.value)
        tally["relaxed"] += 1
        tally["strict"] += strict
        tally["value"] += right
        tally["strict with value"] += strict and right
        mine = " ".join(text[have.start : have.end].split())
        if not right:
            detail = f"{words!r} {want.value} found {mine!r} {have.value} | {text[max(0, want.start - 50) : want.end + 30]!r}"
            yield "another value", sort_of(want.value), detail
        elif not strict:
            yield "another span", sort_of(want.value), f"{words!r} found {mine!r} {want.value}"
    for k, have in enumerate(found):
        if k not in taken:
            yield (
                "too many",
                sort_of(have.value),
                f"{text[have.start : have.end]!r} {have.value} | {text[max(0, have.start - 30) : have.end + 30]!r}",
            )


def same(gold: str | None, found: str | None) -> bool:
    """Say whether two values are the same; an annotation's missing value is met by none."""
    return (gold or "null").upper() == (found or "null").upper()


def sort_of(value: str | None) -> str:
    """Return what sort of time a value is: where something is lost, of which."""
    value = value or "null"
    if value.endswith("_REF"):
        return "now, past, future"
    if value[0] == "P":
        return "lengths"
    return "no calendar day" if "X" in value or not value[0].isdigit() else "days to years"


def f1(right: int, found: int, gold: int) -> tuple[float, float, float]:
    """Return precision, recall and their harmonic mean."""
    precision, recall = right / max(found, 1), right / max(gold, 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def annotated(source: str) -> tuple[str, date | None, list[Timex]]:
    """Return the text of a TimeML document, its creation day and its times."""
    created = re.search(r'CREATION_TIME"[^>]*value="(\d{4}-\d\d-\d\d)', source) or re.search(
        r'value="(\d{4}-\d\d-\d\d)[^>]*CREATION_TIME', source
    )
    body = re.search(r"<TEXT>(.*)</TEXT>", source, re.DOTALL)
    inner = re.sub(r"</?(?!/?TIMEX3)\w[^>]*>", "", body[1]) if body else ""
    text, gold, at = "", [], 0
    for match in TIMEX.finditer(inner):
        text += html.unescape(inner[at : match.start()])
        start = len(text)
        text += html.unescape(match[2])
        value = re.search(r'value="([^"]*)"', match[1])
        gold.append(Timex(start=start, end=len(text), value=value[1] if value else None))
        at = match.end()
    return text + html.unescape(inner[at:]), date.fromisoformat(created[1]) if created else None, gold


if __name__ == "__main__":
    sys.exit(main())
