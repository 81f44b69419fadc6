"""Measure the times found in forty articles against the days that a reader of the articles gave them.

    MONTJOIE_SHARED=... python -m bench.times_checked [-v]

`bench/labels/times.jsonl` has every expression that was found in twenty articles of `data/ukraine-news` and twenty of
`data/fa_kes` (those of 800 to 3,500 characters that are not in the corpus, in the order of their ids' digests), with the days
that it means in the text, null where it means none or the text does not tell. The reader saw the program's answer.
"""

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from montjoie.ground.date_text import TimeTold, times_told

SHARED = Path(os.environ.get("MONTJOIE_SHARED", "../shared"))
LABELS = Path(__file__).parent / "labels" / "times.jsonl"
SETS = {"ukraine-news": ("id", "text"), "fa_kes": ("unit_id", "article_content")}
MOST_WRONG = 0.10  # of what is given days


def main() -> int:
    """Print the table; 1 where more than a tenth of the days that are given are wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-v", "--verbose", action="store_true", help="list what is wrong")
    arguments = parser.parse_args()
    if not (SHARED / "data").is_dir():
        sys.stdout.write(f"skipped: no data under {SHARED}; set MONTJOIE_SHARED\n")
        return 0
    tally: Counter[str] = Counter()
    for label, words, told in answers():
        outcome = judged(label, told)
        tally[outcome] += 1
        if arguments.verbose and outcome in ("wrong", "not found", "left open"):
            days = f"{told.period.first} {told.period.last}" if told else ""
            sys.stdout.write(
                f"{outcome:10} {label['id'][-12:]} {words!r} is {label['first']} {label['last']}, found {days} {label.get('note', '')}\n"
            )
    given = tally["right"] + tally["wrong"]
    sys.stdout.write(f"checked by reading: {sum(tally.values())} expressions of 40 articles, {given} given days\n")
    for outcome in ("right", "wrong", "left open", "rightly none", "not found"):
        sys.stdout.write(f"  {outcome:14} {tally[outcome]:4}\n")
    share = tally["wrong"] / max(given, 1)
    sys.stdout.write(f"  wrong of what is given days: {share:.3f} (at most {MOST_WRONG})\n")
    return int(share > MOST_WRONG)


def answers() -> Iterator[tuple[dict[str, Any], str, TimeTold | None]]:
    """Yield each label with its words and what is found there now."""
    labels = [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()]
    for name, (key, field) in SETS.items():
        rows = map(json.loads, (SHARED / "data" / name / "articles.jsonl").read_text(encoding="utf-8").splitlines())
        texts = {str(row[key]): row[field] for row in rows}
        for wanted in sorted({label["id"] for label in labels if label["set"] == name}):
            text, mine = texts[wanted], [label for label in labels if label["id"] == wanted]
            body = text.index(" ", text.index(" 20")) + 1 if name == "fa_kes" else 0  # behind the date that opens it
            told = {body + time.start: time for time in times_told(text[body:], published=date.fromisoformat(mine[0]["published"]))}
            for label in mine:
                yield label, text[label["start"] : label["end"]], told.get(label["start"])


def judged(label: dict[str, Any], told: TimeTold | None) -> str:
    """Compare what is found with the label."""
    if told is None:
        return "not found" if label["first"] else "rightly none"
    found = (told.period.first, told.period.last)
    if found[0] is None:
        return "left open" if label["first"] else "rightly none"
    return "right" if tuple(map(str, found)) == (label["first"], label["last"]) else "wrong"


if __name__ == "__main__":
    sys.exit(main())
