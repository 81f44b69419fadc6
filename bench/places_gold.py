"""Measures the resolving of places against the gold corpus: python bench/places_gold.py [--errors] (MONTJOIE_SHARED names the folder).

Two ways: the gold words alone, and with the values that the coder wrote. Names and levels are compared as the corpus's own score does.
"""

import argparse
import json
import os
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from montjoie.ground.gazetteer import Gazetteer
from montjoie.ground.places import resolve_places
from montjoie.schema import PlaceWords, Span, Where

LEVEL = {"settlement": "town", "district": "town", "site": "town", "region": "region", "country": "country", "sea": "sea"}
COLUMNS = ("resolved", "country", "name", "level", "all", "wrong", "located")
DROPPED = (" oblast", " region", " krai", " city", " province", " governorate", " district", " raion")
FLOOR = 0.82  # share of dev's places with name, country and level right, given the words; 0.85 is wanted


def main() -> int:
    """Print the table and return the exit status."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--errors", action="store_true", help="list what is wrong in train")
    chosen = arguments.parse_args()
    corpus = Path(os.environ.get("MONTJOIE_SHARED", "../shared")) / "corpus"
    if not corpus.is_dir():
        sys.stdout.write(f"{corpus} is not there: nothing measured (set MONTJOIE_SHARED)\n")
        return 0
    gazetteer = Gazetteer.open()
    sys.stdout.write(
        f"{'':8}{'places':>8}{'resolved':>10}{'country':>9}{'name':>7}{'level':>7}{'all':>7}{'wrong':>7}{'located':>9}{'per s':>8}\n"
    )
    right = {split: measure(corpus, split, gazetteer, show=chosen.errors and split == "train") for split in ("train", "dev")}
    return int(right["dev"] < FLOOR)


def measure(corpus: Path, split: str, gazetteer: Gazetteer, *, show: bool) -> float:
    """Print one line of the table: shares of all gold places; return that with name, country and level right."""
    counts: Counter[str] = Counter()
    seconds = 0.0
    for text, outlet, gold in documents(corpus, split):
        bare = [PlaceWords(span=span(place)) for place in gold]
        started = time.perf_counter()
        found = resolve_places(text, bare, gazetteer, outlet_country=outlet)
        seconds += time.perf_counter() - started
        coded = [
            PlaceWords(span=span(p), name=p.get("name"), within=p.get("within"), country=p.get("country"), kind=p.get("kind")) for p in gold
        ]
        located = resolve_places(text, coded, gazetteer, given=True)
        for place, where, given in zip(gold, found, located, strict=True):
            judge(counts, text, place, where, given, show=show)
    total = counts["places"]
    shares = "".join(f"{counts[column] / total:>10.3f}" for column in COLUMNS)
    sys.stdout.write(f"{split:8}{total:>8}{shares}{total / seconds:>8.0f}\n")
    return counts["all"] / total


def documents(corpus: Path, split: str) -> Iterator[tuple[str, str | None, list[dict[str, Any]]]]:
    """Yield text, country of the outlet and gold places of each document."""
    for path in sorted((corpus / "gold" / split).glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        document = json.loads((corpus / "docs" / path.name).read_text(encoding="utf-8"))
        places = [place for incident in gold["incidents"] for place in listed(incident.get("place")) if "s" in place]
        if places:
            yield document["text"], document.get("outlet_country"), places


def judge(counts: Counter[str], text: str, gold: dict[str, Any], where: Where, given: Where, *, show: bool) -> None:
    """Count one place; print it where it is resolved wrong, or not at all."""
    words = text[gold["s"] : gold["e"]]
    country = where.country == gold.get("country")
    name = folded(where.name or words) in {folded(gold.get("name")), folded(words)}
    level = LEVEL.get(where.kind) == LEVEL.get(gold.get("kind"))
    right, resolved = country and name and level, where.lat is not None
    counts.update({"places": 1, "resolved": resolved, "country": country, "name": name, "level": level, "all": right})
    counts.update({"wrong": resolved and not (country and level), "located": given.lat is not None})
    if show and not right:
        around = text[max(0, gold["s"] - 50) : gold["s"]] + "[" + words + "]" + text[gold["e"] : gold["e"] + 30]
        told = (gold.get("name"), gold.get("kind"), gold.get("within"), gold.get("country"))
        sys.stdout.write(f"{'WRONG' if resolved else 'open'} {told} <- {(where.name, where.kind, where.country, where.basis)} {around!r}\n")


def span(place: dict[str, Any]) -> Span:
    return Span(start=place["s"], end=place["e"])


def listed(value: Any) -> list[dict[str, Any]]:
    return value if isinstance(value, list) else [value] if value else []


def folded(name: str | None) -> str:
    bare = unicodedata.normalize("NFKD", name or "").encode("ascii", "ignore").decode().lower().replace("the ", "")
    for word in DROPPED:
        bare = bare.replace(word, "")
    return bare.replace("'", "").strip()


if __name__ == "__main__":
    sys.exit(main())
