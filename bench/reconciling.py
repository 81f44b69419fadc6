"""Milliseconds a mention of reconciling, at several sizes with the same density, on mentions of the sample with places and days redrawn.

`python -m bench.reconciling [--mentions 1000 10000]`; exits with 1 where the largest costs more than `GROWTH` times the smallest.
"""

import argparse
import copy
import datetime as dt
import json
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import montjoie
from montjoie import pipeline
from montjoie.record.store import open_store
from montjoie.settings import Settings

SAMPLE = Path(montjoie.__file__).parent / "sample"
TOWNS = (
    "Mariupol", "Volnovakha", "Kherson", "Mykolaiv", "Kharkiv", "Izium", "Chuhuiv", "Sumy", "Okhtyrka", "Chernihiv", "Bucha", "Irpin", "Kyiv",
    "Zhytomyr", "Dnipro", "Nikopol", "Zaporizhzhia", "Orikhiv", "Melitopol", "Berdiansk", "Bakhmut", "Avdiivka", "Kramatorsk", "Sloviansk",
    "Lyman", "Kupiansk", "Odesa", "Vinnytsia", "Lviv", "Rivne",
)  # fmt: skip
A_DAY = 20  # mentions told of one day, whatever the size
GROWTH = 4.5  # measured: 3.9 from 1,000 to 10,000 mentions. Acts and undated mentions share keys by month and country, so pairs grow; to come down
FIRST = dt.date(2022, 3, 1)


def main() -> int:
    """Print the milliseconds and return the exit status."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--mentions", type=int, nargs="+", default=[1000, 10000])
    costs = []
    for wanted in asked.parse_args().mentions:
        with tempfile.TemporaryDirectory() as folder:
            mentions = make(Path(folder), wanted)
            cost, incidents, pairs = reconcile(Path(folder))
        costs.append(1000 * cost / mentions)
        print(f"{mentions} mentions, {pairs} judged pairs, {incidents} incidents: {costs[-1]:.2f} ms a mention ({cost:.1f} s)", flush=True)
    return 1 if costs[-1] > GROWTH * costs[0] else 0


def make(folder: Path, wanted: int) -> int:
    """Write articles with readings that hold about so many mentions; return how many."""
    draw = random.Random(wanted)
    pairs = [
        (json.loads((SAMPLE / "reports" / path.name).read_text()), json.loads(path.read_text()))
        for path in sorted((SAMPLE / "readings").glob("*.json"))
    ]
    words = sorted({word for article, _ in pairs for word in article["text"].split()})
    for name in ("in", "readings"):
        (folder / name).mkdir()
    made, nth = 0, 0
    while made < wanted:
        article, reading = copy.deepcopy(pairs[nth % len(pairs)])
        article["id"] = reading["doc"] = f"made-{nth}"
        article["text"] += "\n\n" + " ".join(draw.choices(words, k=500))  # unlike the others it was made from: no copy of them
        reading.pop("text_sha256")
        day = FIRST + dt.timedelta(days=draw.randrange(max(1, wanted // A_DAY)))
        article["published"] = f"{day}T12:00:00Z"
        _redraw(reading, draw, day)
        (folder / "in" / f"{nth}.json").write_text(json.dumps(article))
        (folder / "readings" / f"{nth}.json").write_text(json.dumps(reading))
        made, nth = made + len(reading["incidents"]) + len(reading["commitments"]), nth + 1
    return made


def _redraw(reading: dict[str, Any], draw: random.Random, day: dt.date) -> None:
    town = draw.choice(TOWNS)
    for incident in reading["incidents"]:
        for place in incident.get("place", ()):
            place |= {"name": town, "country": "UA", "kind": "settlement"}
            place.pop("within", None)
        if isinstance(incident.get("time"), dict) and incident["time"].get("start"):
            incident["time"] |= {"start": str(day), "end": str(day)}


def reconcile(folder: Path) -> tuple[float, int, int]:
    """Run on the made articles; return the seconds after grounding, the incidents and the judged pairs."""
    begun: list[float] = []

    def progress(what: str, done: int, of: int) -> None:
        if what == "grounding" and done == of:
            begun.append(time.perf_counter())

    record = folder / "made.record"
    report = pipeline.run(
        Settings(record=record, paths=(folder / "in",), readings=(folder / "readings",)), pipeline.Observer(progress=progress)
    )
    took = time.perf_counter() - begun[0]
    with open_store(record) as store:
        pairs = store.row("SELECT count(*) FROM pair")
    return took, report.incidents, pairs[0] if pairs else 0


if __name__ == "__main__":
    sys.exit(main())
