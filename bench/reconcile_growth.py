"""Time and memory of the first layer as a record grows: mentions of the sample resampled, places, days, figures and names redrawn, the density kept.

    python -m bench.reconcile_growth [--mentions 10000 100000 1000000] [--a-day 20]

Keys → candidates → judgements → clusters, day by day as reports come in; the keys of days and months that no later report can meet are let go,
as a table on disk would not be read. The store is measured by `bench.reconciling`. Exits with 1 where a mention costs more than `GROWTH` times
at the largest what it costs at the smallest, or where memory passes `MOST_MB`.
"""

import argparse
import datetime as dt
import random
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import montjoie
from montjoie.catch_up import Resources
from montjoie.collect import CollectOptions, collect
from montjoie.extract.given import fit_reading, load_reading
from montjoie.ground import ground
from montjoie.reconcile import cluster, incident_keys, judge_mentions
from montjoie.schema import Document, Mention, Where
from montjoie.settled import Link

SAMPLE = Path(montjoie.__file__).parent / "sample"
FIRST = dt.date(1900, 1, 1)
GROWTH = 2.0
MOST_MB = 4096
WORDS = (
    50_000  # that the heaviest words of articles are drawn from: as many articles then share one as do in news (2 to 4 pairs an article)
)
KEPT_DAYS = 740  # keys go by day, by month, and for wars by year and the year before: nothing that comes in later has older ones


def main() -> int:
    """Print the costs and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mentions", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--a-day", type=int, default=20, help="mentions told of one day, whatever the size")
    args = parser.parse_args()
    real = sample_mentions()
    costs = []
    for wanted in args.mentions:
        begun = time.process_time()
        compared, joined = grown(resampled(real, wanted, args.a_day), wanted)
        costs.append(1000 * (time.process_time() - begun) / wanted)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(
            f"{wanted} mentions: {costs[-1]:.3f} ms each, {compared / wanted:.1f} comparisons each, {joined} joined, {memory} MB at most",
            flush=True,
        )
    wrong = costs[-1] > GROWTH * costs[0] or memory > MOST_MB
    print(f"{costs[-1] / costs[0]:.2f} times the cost of the smallest (at most {GROWTH})")
    return int(wrong)


def sample_mentions() -> list[Mention]:
    """Return the mentions of the sample, grounded."""
    resources = Resources.open(None, None)
    found: list[Mention] = []
    for path in sorted((SAMPLE / "reports").glob("*.json")):
        reading = SAMPLE / "readings" / path.name
        for document in collect([path], CollectOptions()):
            if isinstance(document, Document) and reading.exists():
                fitted = fit_reading(load_reading(reading), document.id, document.text, name=path.name)
                found += ground(document, fitted, resources.places, resources.actors).mentions
    return found


def resampled(real: list[Mention], wanted: int, a_day: int) -> Iterator[tuple[int, Mention]]:
    """Yield mentions with the number of their day, in order of day; places are drawn from all of the sample's, figures anew."""
    draw = random.Random(wanted)
    places = [where for mention in real for where in mention.wheres if where.lat is not None and where.kind != "country"]
    for nth in range(wanted):
        number, mention = nth // a_day, draw.choice(real)
        day = FIRST + dt.timedelta(days=number)
        shift = day - (mention.when.not_after or mention.when.last or day)
        yield (
            number,
            replace(
                mention,
                id=f"mention-{nth:08d}",
                document=f"document-{nth:08d}",
                when=replace(
                    mention.when,
                    first=mention.when.first + shift if mention.when.first else None,
                    last=mention.when.last + shift if mention.when.last else None,
                    not_after=day,
                ),
                wheres=_redrawn(mention.wheres, draw.choice(places)),
                wording=(),
                article=tuple((draw.randrange(WORDS), weight) for _, weight in mention.article),
                figures=tuple(
                    replace(item, figure=replace(item.figure, low=(low := draw.randrange(40)), high=low)) for item in mention.figures
                ),
            ),
        )


def _redrawn(wheres: tuple[Where, ...], place: Where) -> tuple[Where, ...]:
    return tuple(where if where.kind == "country" else replace(place, span=where.span) for where in wheres)


def grown(mentions: Iterator[tuple[int, Mention]], wanted: int) -> tuple[int, int]:
    """Take mentions in day by day; return how many comparisons were made and how many mentions joined another."""
    holders: dict[str, set[str]] = defaultdict(set)
    held: dict[str, tuple[int, Mention]] = {}
    same: dict[str, list[Link]] = defaultdict(list)
    compared = joined = today = 0
    for number, mention in mentions:
        if number != today and number % KEPT_DAYS == 0:
            gone = {identity for identity, (day, _) in held.items() if day < number - KEPT_DAYS}
            joined += _settled(gone, same)
            held = {identity: kept for identity, kept in held.items() if identity not in gone}
            holders = defaultdict(set, {key: left for key, owners in holders.items() if (left := owners - gone)})
        today = number
        keys = incident_keys(mention)
        for other in sorted({owner for key in keys for owner in holders.get(key, ())}):
            compared += 1
            link = judge_mentions(held[other][1], mention)
            if link is not None and link.judgement != "unsure":
                same[link.a].append(link)
        for key in keys:
            holders[key].add(mention.id)
        held[mention.id] = (number, mention)
    return compared, joined + _settled(set(held), same)


def _settled(gone: set[str], same: dict[str, list[Link]]) -> int:
    """Cluster what no report can join any more; return how many mentions are not alone."""
    links = [link for identity in sorted(gone) for link in same.pop(identity, ())]
    ids = sorted({end for link in links for end in (link.a, link.b)})
    return sum(len(members) for members in cluster(ids, links) if len(members) > 1)


if __name__ == "__main__":
    sys.exit(main())
