"""Measures places in forty articles checked by hand: python -m bench.places_checked [--changed].

bench/labels/places_checked.jsonl has every place that the reader found in twenty articles of ukraine-news and twenty of fa_kes (none in
the corpus), with the place and where_prec that the program gave when a person compared it with the text, and the verdict. What is now
answered otherwise is counted apart: its verdict is not known until somebody looks. MONTJOIE_SHARED names the folder of the articles.
"""

import argparse
import json
import os
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from montjoie.ground.gazetteer import Gazetteer
from montjoie.ground.places import resolve_places
from montjoie.schema import PlaceWords, Span, Where

LABELS = Path(__file__).parent / "labels" / "places_checked.jsonl"
SETS = {"ukraine-news": ("id", "text"), "fa_kes": ("unit_id", "article_content")}
ID = re.compile(r"(?:geonames|admin1|admin2|country|region|sea|river|area|site|quarter|village|mountain):[\w.-]+")
WRONG = ("wrong_place", "wrong_level", "falsely_exact")
MOST_WRONG = 0.10  # of those answered


def main() -> int:
    """Print the counts and return the exit status: whether too many of the answers are known to be wrong."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--changed", action="store_true", help="list what is answered otherwise than when it was checked")
    chosen = arguments.parse_args()
    data = Path(os.environ.get("MONTJOIE_SHARED", "../shared")) / "data"
    if not data.is_dir():
        sys.stdout.write(f"{data} is not there: nothing measured (set MONTJOIE_SHARED)\n")
        return 0
    gazetteer, counts = Gazetteer.open(), Counter[str]()
    for (name, document), labels in by_document().items():
        text = texts(data, name)[document]
        spans = [Span(start=label["start"], end=label["end"]) for label in labels]
        for label, where in zip(labels, resolve_places(text, [PlaceWords(span=s) for s in spans], gazetteer), strict=True):
            same = (label["place"], label["where_prec"]) == (place_of(where), where.precision)
            counts[label["verdict"] if same else "changed"] += 1
            if chosen.changed and not same:
                sys.stdout.write(f"{text[label['start'] : label['end']]!r}: {label} now {where.basis}, {where.precision}\n")
    answered = sum(counts[verdict] for verdict in ("right", *WRONG))
    wrong = sum(counts[verdict] for verdict in WRONG)
    sys.stdout.write(", ".join(f"{verdict} {counts[verdict]}" for verdict in ("right", *WRONG, "not_known", "changed")))
    sys.stdout.write(f"; wrong {wrong / max(1, answered):.3f} of the {answered} answered as when checked\n")
    return int(wrong > MOST_WRONG * answered)


def by_document() -> dict[tuple[str, str], list[dict[str, Any]]]:
    """Return the labels by set and document."""
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for label in map(json.loads, LABELS.read_text(encoding="utf-8").splitlines()):
        found.setdefault((label["set"], label["doc"]), []).append(label)
    return found


def texts(data: Path, name: str) -> dict[str, str]:
    """Return the texts of a set by id."""
    key, field = SETS[name]
    with (data / name / "articles.jsonl").open(encoding="utf-8") as file:
        return {str(article[key]): article[field] for article in map(json.loads, file)}


def place_of(where: Where) -> str | None:
    """Return the id of the place that a Where is, is part of, or is held by."""
    found = ID.search(where.basis) if where.lat is not None else None
    return found[0] if found else None


if __name__ == "__main__":
    sys.exit(main())
