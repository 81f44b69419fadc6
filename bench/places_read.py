"""Measures places end to end: what the reader's place layer finds in the four public sets, and how much of it is then put right."""

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from bench.place_sets import Article, Toponym
from montjoie.extract.decode import decode
from montjoie.extract.incidents import span_of
from montjoie.extract.reader import Reader
from montjoie.extract.windows import split
from montjoie.ground.gazetteer import Gazetteer
from montjoie.ground.place_choice import distance_km
from montjoie.ground.places import resolve_places
from montjoie.reading import count
from montjoie.schema import PlaceWords, Span

PUBLISHED = {"GeoWebNews": "0.832 Google, 0.749 spaCy"}
COLUMNS = ("articles", "found", "P exact", "R exact", "F1 exact", "F1 overlap", "@161 of gold", "@25 of gold")


def end_to_end(sets: Mapping[str, Sequence[Article]], gazetteer: Gazetteer) -> None:
    """Print the table; a toponym that is not found, or found and not resolved, is wrong."""
    reader = Reader(count)
    sys.stdout.write(f"\nend to end, reader {reader.digest[:12]}\n{'':12}{''.join(f'{column:>14}' for column in COLUMNS)}\n")
    for name, articles in sets.items():
        counts: Counter[str] = Counter()
        for article in articles:
            judge(article, tuple(found(article, reader)), gazetteer, counts)
        write_line(name, len(articles), counts)


def found(article: Article, reader: Reader) -> Iterator[Span]:
    """Yield the spans of the reader's place layer."""
    words = split(article.text, "", reader.encoder.tokenizer)
    scored = decode(words, reader.encoder, reader.files.distance, reader.files.thresholds)
    for span in scored.spans["place"]:
        yield span_of(scored, span)


def judge(article: Article, spans: Sequence[Span], gazetteer: Gazetteer, counts: Counter[str]) -> None:
    """Count what was found, and what of the gold is put within 161 and 25 km."""
    wheres = resolve_places(article.text, [PlaceWords(span=span) for span in spans], gazetteer)
    gold = {(t.start, t.end) for t in article.toponyms}
    counts["found"] += len(spans)
    counts["gold"] += len(gold)
    counts["exact"] += sum((span.start, span.end) in gold for span in spans)
    counts["covered"] += sum(any(span.start < t.end and t.start < span.end for t in article.toponyms) for span in spans)
    for toponym in article.toponyms:
        near = [w for w in wheres if w.span.start < toponym.end and toponym.start < w.span.end]
        counts["touched"] += bool(near)
        if toponym.lat is not None and toponym.lon is not None:
            counts["placed"] += 1
            km = min((away(toponym, w.lat, w.lon) for w in near if w.lat is not None and w.lon is not None), default=float("inf"))
            counts["within"] += km <= 161
            counts["close"] += km <= 25


def away(toponym: Toponym, lat: float, lon: float) -> float:
    return distance_km(toponym.lat or 0.0, toponym.lon or 0.0, lat, lon)


def write_line(name: str, articles: int, counts: Counter[str]) -> None:
    """Print one line of the table."""
    exact = f1(counts["exact"] / max(1, counts["found"]), counts["exact"] / max(1, counts["gold"]))
    overlap = f1(counts["covered"] / max(1, counts["found"]), counts["touched"] / max(1, counts["gold"]))
    shares = (counts["exact"] / max(1, counts["found"]), counts["exact"] / max(1, counts["gold"]), exact, overlap)
    of_gold = (counts["within"] / max(1, counts["placed"]), counts["close"] / max(1, counts["placed"]))
    values = (f"{articles}", f"{counts['found']}", *(f"{share:.3f}" for share in (*shares, *of_gold)))
    published = f"   published F1 {PUBLISHED[name]}" if name in PUBLISHED else ""
    sys.stdout.write(f"{name:12}{''.join(f'{value:>14}' for value in values)}{published}\n")


def f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
