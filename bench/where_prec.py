"""Measures UCDP where_prec against 200 places coded by hand: python -m bench.where_prec [--errors].

The places are of the corpus's dev split (110) and of fa_kes (90); bench/labels/where_prec.jsonl has document, offsets and code, no text.
They were coded from the text alone, before any answer of the program was seen: 1 exact, 2 near a named point, 3 second-level division,
4 first-level, 5 part of a region or a line, 6 country, 7 open sea; a bare name that is a city and its region, with nothing in the passage
to tell, is 4; none: larger than a country. MONTJOIE_SHARED names the folder of the texts.
"""

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from montjoie.ground.gazetteer import Gazetteer
from montjoie.ground.places import resolve_places
from montjoie.schema import PlaceWords, Span, Where

LABELS = Path(__file__).parent / "labels" / "where_prec.jsonl"
WRONG_EXACT = 0.05  # the most that may be called exact where the hand says otherwise, as a share of all places
CODES = (1, 2, 3, 4, 5, 6, 7, None)
Label = dict[str, Any]


def main() -> int:
    """Print the confusion table and return the exit status."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--errors", action="store_true", help="list where code and hand differ")
    chosen = arguments.parse_args()
    shared = Path(os.environ.get("MONTJOIE_SHARED", "../shared"))
    if not shared.is_dir():
        sys.stdout.write(f"{shared} is not there: nothing measured (set MONTJOIE_SHARED)\n")
        return 0
    labels = [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()]
    gazetteer = Gazetteer.open()
    table: Counter[tuple[int | None, int | None]] = Counter()
    for label, text, where in answers(labels, shared, gazetteer):
        table[label["where_prec"], where.precision] += 1
        if chosen.errors and label["where_prec"] != where.precision:
            around = (
                f"{text[max(0, label['start'] - 60) : label['start']]}[{text[label['start'] : label['end']]}]{text[label['end'] :][:40]}"
            )
            sys.stdout.write(f"hand {label['where_prec']} ours {where.precision} {where.basis} ~ {around!r}\n")
    return write(table)


def answers(labels: list[Label], shared: Path, gazetteer: Gazetteer) -> Iterator[tuple[Label, str, Where]]:
    """Yield each label with its text and what we make of it; of dev, the document's other gold places are known beside it."""
    news = {}
    with (shared / "data" / "fa_kes" / "articles.jsonl").open(encoding="utf-8") as file:
        for article in map(json.loads, file):
            news[article["unit_id"]] = article["article_content"]
    for label in labels:
        span = Span(start=label["start"], end=label["end"])
        if label["set"] == "fa_kes":
            text, spans, outlet = news[label["doc"]], [span], None
        else:
            document = json.loads((shared / "corpus" / "docs" / f"{label['doc']}.json").read_text(encoding="utf-8"))
            gold = json.loads((shared / "corpus" / "gold" / "dev" / f"{label['doc']}.json").read_text(encoding="utf-8"))
            text, outlet = document["text"], document.get("outlet_country")
            spans = sorted({Span(start=place["s"], end=place["e"]) for place in places(gold)})
        found = resolve_places(text, [PlaceWords(span=one) for one in spans], gazetteer, outlet_country=outlet)
        yield label, text, found[spans.index(span)]


def places(gold: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for incident in gold["incidents"]:
        given = incident.get("place") or []
        yield from (place for place in (given if isinstance(given, list) else [given]) if "s" in place)


def write(table: Counter[tuple[int | None, int | None]]) -> int:
    """Print rows by hand, columns by the program; return whether too much is wrongly called exact."""
    total = table.total()
    sys.stdout.write(f"{'by hand':>10}{''.join(f'{told(code):>7}' for code in CODES)}\n")
    for hand in CODES:
        row = "".join(f"{table[hand, ours] or '':>7}" for ours in CODES)
        sys.stdout.write(f"{told(hand):>10}{row}\n")
    same = sum(table[code, code] for code in CODES)
    answered = sum(count for (_, ours), count in table.items() if ours is not None)
    wrong = sum(count for (hand, ours), count in table.items() if ours == 1 and hand != 1)
    exact = sum(count for (_, ours), count in table.items() if ours == 1)
    sys.stdout.write(
        f"{total} places, {answered} answered; the same code {same / total:.3f}, of those answered {(same - table[None, None]) / answered:.3f}; "
        f'a wrong "exact" in {wrong / total:.3f} of all, {wrong / exact:.3f} of those called exact\n'
    )
    return int(wrong / total > WRONG_EXACT)


def told(code: int | None) -> str:
    return "none" if code is None else str(code)


if __name__ == "__main__":
    sys.exit(main())
