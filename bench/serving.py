"""The server: reads at random past times by ten clients, every page at many incidents, the overview in a browser, the size of what is sent.

`python -m bench.serving [--mentions 300] [--times 1] [--incidents 20000] [--seconds 10]`; exits with 1 where a floor does not hold. The reads are on a
record made of the sample's reports with places and days redrawn (bench.reconciling), told again `times` over; the pages at many incidents are drawn from objects
made of the sample's under new ids, days and places, put before the server without a record.
"""

import argparse
import copy
import gzip
import multiprocessing
import random
import re
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import uvicorn

from bench.reconciling import make
from montjoie import pipeline
from montjoie.moments import Moments
from montjoie.record.store import NOW, OPEN, open_store
from montjoie.serve.app import STATIC, make_app
from montjoie.serve.moment import KINDS, Meaning, Moment, Page, Shown, Text
from montjoie.serve.paging import SEPARATOR, page_of
from montjoie.settings import Settings

READ_P95 = 0.150  # seconds, each call at a past time of its own
PAGE = 0.300
ASSETS = 500_000  # bytes gzipped, without the map's data
OVERVIEW, RATIO = 6.0, 1.3
CLIENTS = 10
LISTS = ("/api/v1/incidents", "/api/v1/claims", "/api/v1/commitments", "/api/v1/disagreements", "/api/v1/ledger", "/api/v1/documents")
FILTERED: tuple[dict[str, str], ...] = (
    {"type": "shelling"},
    {"since": "2022-03-05"},
    {"grade": "weak"},
    {"place": "Kharkiv"},
    {"actor": "Russia"},
    {"all": "1"},
)
DAY = re.compile(r"\d{4}-\d\d-\d\d")
PAGES = (
    "/",
    "/incidents",
    "/incidents?sort=-killed",
    "/claims",
    "/commitments",
    "/documents",
    "/about",
    "/map.json",
    "/incidents/{incident}",
    "/documents/{document}",
)


def main() -> int:
    """Print the figures and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mentions", type=int, default=300)
    parser.add_argument("--times", type=int, default=1, help="how often what the record said is told again, later and under other ids")
    parser.add_argument("--incidents", type=int, default=20_000)
    parser.add_argument("--seconds", type=float, default=10)
    asked = parser.parse_args()
    held = [assets(), pages(asked.incidents), reads(asked.mentions, asked.times, asked.seconds), overview(asked.incidents)]
    return 0 if all(held) else 1


def assets() -> bool:
    """Say how much the pages send, gzipped, without the map's data."""
    sizes = {p.name: len(gzip.compress(p.read_bytes(), 9)) for p in STATIC.iterdir() if p.suffix in (".js", ".mjs", ".css")}
    print(f"assets {sum(sizes.values()) / 1000:.0f} KB gzipped (floor {ASSETS / 1000:.0f}): {sizes}")
    return sum(sizes.values()) <= ASSETS


def reads(mentions: int, times: int, seconds: float) -> bool:
    """Say how long reads at random past times take, each at a time of its own."""
    with tempfile.TemporaryDirectory() as folder:
        made = make(Path(folder), mentions)
        record = Path(folder) / "made.record"
        begun = time.perf_counter()
        pipeline.run(Settings(record=record, paths=(Path(folder) / "in",), readings=(Path(folder) / "readings",)))
        print(f"{made} mentions kept in {time.perf_counter() - begun:.0f} s", flush=True)
        return read_at_random(record, made, times, seconds)


def read_at_random(record: Path, mentions: int, times: int, seconds: float) -> bool:
    """Say how long reads of a record take; `times`: how often what it said is told again, later and under other ids."""
    if times > 1:
        multiply(record, times)
    moments = Moments(record)
    begun = time.perf_counter()
    instants = moments.moment(None).instants
    opened = time.perf_counter() - begun
    with served(make_app(moments, "0", "made")) as address:
        before = time.process_time()
        calls = in_another_process(address, instants, seconds)
        worked = time.process_time() - before
    moments.close()
    for what in sorted({what for what, _ in calls}):
        took = [seconds for of, seconds in calls if of == what]
        print(f"  {what}: p50 {at(took, 50):.3f} p95 {at(took, 95):.3f} s ({len(took)} calls)")
    took = [seconds for _, seconds in calls]
    print(
        f"{mentions * times} mentions, {len(instants)} instants, opened in {opened:.2f} s: {CLIENTS} clients, each call at a past time of its own: "
        f"p50 {at(took, 50):.3f} p95 {at(took, 95):.3f} s ({len(took)} calls, {1000 * worked / len(took):.1f} ms of the processor each; floor {READ_P95})",
        flush=True,
    )
    return at(took, 95) <= READ_P95


def multiply(record: Path, times: int) -> None:
    """Let a record have said so many times as much: what it said again and again, each time as much later, under ids of its own.

    The words are cut from the same texts; everything that is looked up grows as it would in a record of so many mentions.
    """
    with open_store(record) as store, store.transaction():
        rows = list(
            store.rows("SELECT kind, id, known_from, known_to, shown, rank, listed, codes, body FROM said WHERE known_from < ?", (NOW,))
        )
        first, last = min(row[2] for row in rows), max(row[2] for row in rows)
        span = last - first + 86_400_000_000
        for nth in range(1, times):
            store.write_many(
                "INSERT INTO said(kind, id, known_from, known_to, shown, rank, listed, codes, body) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (kind, renumbered(id_, nth), begins + nth * span, min(ends + nth * span, OPEN) if ends < NOW else ends,
                     shown if kind == "documents" else renumbered(shown, nth), later(rank, nth * span), listed, codes, body)
                    for kind, id_, begins, ends, shown, rank, listed, codes, body in rows
                    if kind not in ("private", "documents") or nth
                ],
            )  # fmt: skip


def renumbered(identity: str, nth: int) -> str:
    """Return an id of the copy of a number."""
    head, _, tail = identity.rpartition("-")
    return f"{head}-{(int(tail[:6], 16) * 7919 + nth * 104_729) % 16**6:06x}{tail[6:]}{nth}" if len(tail) == 24 else f"{identity}-{nth}"


def later(rank: str, by: int) -> str:
    """Return a place in a list as much later, where it begins with a day or a time."""
    parts = rank.split(SEPARATOR)
    moved = [
        str(datetime.fromisoformat(part) + timedelta(microseconds=by)).replace(" ", "T").replace("+00:00", "Z")[: len(part)]
        if DAY.match(part)
        else part
        for part in parts
    ]
    return SEPARATOR.join(moved)


def in_another_process(address: str, instants: Sequence[str], seconds: float) -> list[tuple[str, float]]:
    """Return what ten clients in a process of their own asked for, and how long it took."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        pool.submit(timed, address, instants, 1, CLIENTS).result()
        return pool.submit(timed, address, instants, seconds, CLIENTS).result()


def timed(address: str, instants: Sequence[str], seconds: float, clients: int) -> list[tuple[str, float]]:
    """Return what clients could ask for in a time, with the seconds of each: first pages, further pages, one object, pages with a filter."""
    until = time.perf_counter() + seconds

    def client(nth: int) -> list[tuple[str, float]]:
        draw, took = random.Random(f"{nth} {seconds}"), []
        following: list[tuple[str, dict[str, Any]]] = []
        ids: list[tuple[str, dict[str, Any]]] = []
        with httpx.Client(base_url=address, timeout=120) as calls:
            while time.perf_counter() < until:
                time_ = draw.choice(instants)
                path, asked, what = draw.choice(LISTS), {"limit": "25"}, "first page"
                chance = draw.random()
                if chance < 0.2 and following:
                    (path, asked), what = following.pop(draw.randrange(len(following))), "further page"
                elif chance < 0.4 and ids:
                    (path, asked), what = ids.pop(draw.randrange(len(ids))), "one object"
                elif chance < 0.5:
                    path, asked, what = "/api/v1/incidents", {"limit": "25", **draw.choice(FILTERED)}, "page with a filter"
                begun = time.perf_counter()
                answer = calls.get(path, params={**asked, "as_known_at": time_})
                took.append((what, time.perf_counter() - begun))
                if what != "one object" or answer.status_code != 404:  # an id need not be known at another time
                    answer.raise_for_status()
                body = answer.json()
                if body.get("next"):
                    following.append((path, {**asked, "cursor": body["next"]}))
                ids += [(f"{path}/{one['id']}", {}) for one in body.get("items", ())[:2]]
        return took

    with ThreadPoolExecutor(clients) as pool:
        return [one for took in pool.map(client, range(clients)) for one in took]


def at(values: list[float], percent: int) -> float:
    """Return a percentile."""
    return statistics.quantiles(values, n=100)[percent - 1] if len(values) > 1 else values[0]


# ---------------------------------------------------------------- many incidents, without a record


class Made:
    """Objects made of the sample's, as a server sees a record."""

    def __init__(self, base: Moments, incidents: int) -> None:
        self._base = base
        self._moment = many(base.moment(None), incidents)

    def moment(self, as_known_at: str | None) -> Moment:
        """Return the made moment, whatever the time."""
        return self._moment

    def page(self, moment: Moment, kind: str, filters: Mapping[str, str], limit: int, cursor: str | None) -> Page:
        """Return a page of the made objects."""
        items, following = page_of(self.narrowed(moment, kind, filters), kind, limit, cursor)
        return Page(items=[Shown(one) for one in items], next=following)

    def one(self, moment: Moment, kind: str, identity: str) -> Shown:
        """Return a made object."""
        return Shown(moment.by_id[kind][identity])

    def narrowed(self, moment: Moment, kind: str, filters: Mapping[str, str]) -> list[Any]:
        """Filter as the record's own."""
        return self._base.narrowed(moment, kind, filters)

    def found(self, words: str, moment: Moment) -> list[dict[str, Any]]:
        """Find nothing."""
        return []

    def text(self, moment: Moment, document: str) -> Text:
        """Return a text of the sample."""
        return self._base.text(self._base.moment(None), document.rpartition("~")[2])

    def meaning(self, identity: str) -> Meaning:
        """Know no other ids."""
        return Meaning(ids=(), kin=frozenset(), note="")

    def decide(self, wanted: Mapping[str, Any]) -> tuple[str, str]:
        """Take no decisions."""
        raise NotImplementedError


def many(moment: Moment, incidents: int) -> Moment:
    """Return a moment with so many codeable incidents, and claims, commitments and documents in the sample's proportion."""
    draw = random.Random(incidents)
    codeable = sum(one["codeable"] for one in moment.export["incidents"])
    export: dict[str, list[Any]] = {kind: [] for kind in KINDS}
    for nth in range(-(-incidents // codeable)):
        day = date(2022, 3, 1) + timedelta(days=draw.randrange(900))
        copied = renamed({kind: moment.export[kind] for kind in KINDS}, nth)  # type: ignore[literal-required]
        for one in copied["incidents"]:
            one["time"] |= {"start": str(day), "end": str(day)} if one["time"]["start"] else {}
            if one["place"] and one["place"]["lat"] is not None:
                one["place"] |= {"lat": draw.uniform(45, 52), "lon": draw.uniform(23, 40)}
        for kind in KINDS:
            export[kind] += copied[kind]
    return replace(moment, export=export)  # type: ignore[arg-type]


def renamed(value: Any, nth: int) -> Any:
    """Return a copy with every id made another one."""
    if isinstance(value, dict):
        return {key: renamed(inner, nth) for key, inner in value.items()}
    if isinstance(value, list):
        return [renamed(inner, nth) for inner in value]
    if isinstance(value, str):
        kind, dash, rest = value.partition("-")
        if kind == "sample":
            return f"{nth}~{value}"
        if dash and len(rest) == 24 and kind in ("mention", "claim", "act", "figure", "ledger", "term", "disagreement", "document"):
            return f"{kind}-{nth:06x}{rest[6:]}"
    return copy.copy(value)


@contextmanager
def sample_moments() -> Iterator[Moments]:
    """Open a record of the sample with the readings made by hand."""
    import montjoie

    sample = Path(montjoie.__file__).parent / "sample"
    with tempfile.TemporaryDirectory() as folder:
        record = Path(folder) / "sample.record"
        pipeline.run(Settings(record=record, paths=(sample / "reports",), readings=(sample / "readings",), zone="Europe/Kyiv"))
        moments = Moments(record)
        yield moments
        moments.close()


def pages(incidents: int) -> bool:
    """Say how long each page takes on the server."""
    slowest = 0.0
    with sample_moments() as base:
        made = Made(base, incidents)
        export = made.moment(None).export
        mentions = sum(len(one["mentions"]) for one in export["incidents"]) + sum(len(one["acts"]) for one in export["commitments"])
        names = {
            "incident": next(i["id"] for i in export["incidents"] if len(i["mentions"]) > 4),
            "document": export["documents"][11]["id"],
        }
        with served(make_app(made, "0", "made")) as address, httpx.Client(base_url=address, timeout=120) as client:
            for path in PAGES:
                where = path.format(**names)
                client.get(where).raise_for_status()
                took, worked = [], []
                for _ in range(5):
                    begun, before = time.perf_counter(), time.process_time()
                    client.get(where)
                    took.append(time.perf_counter() - begun)
                    worked.append(time.process_time() - before)
                slowest = max(slowest, min(worked))  # of the processor: what other programs take of it is not the page's
                print(f"  {path}: {min(worked):.3f} s of the processor, {min(took):.3f} s by the clock", flush=True)
    print(f"slowest page {slowest:.3f} s of the processor at {incidents} codeable incidents, {mentions} mentions (floor {PAGE})")
    return slowest <= PAGE


def overview(incidents: int) -> bool:
    """Say how long the overview takes until its map is drawn, with few and with many incidents."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    try:
        from playwright.sync_api import sync_playwright
    except ModuleNotFoundError:
        chromium = None
    if chromium is None:
        print("overview: skipped, no Chromium or no playwright (make test-web installs the latter)")
        return True
    took: dict[int, float] = {}
    with sample_moments() as base, sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
        )
        for number in (200, incidents):
            with served(make_app(Made(base, number), "0", "made")) as address:
                runs = []
                for _ in range(3):
                    page = browser.new_page(viewport={"width": 1280, "height": 900})
                    begun = time.perf_counter()
                    page.goto(address)
                    page.wait_for_selector("#map[data-ready=yes]", timeout=120_000)
                    runs.append(time.perf_counter() - begun)
                    page.close()
            took[number] = min(runs)
        browser.close()
    ratio = took[incidents] / took[200]
    print(
        f"overview ready in {took[200]:.2f} s with 200 and {took[incidents]:.2f} s with {incidents} incidents: {ratio:.2f} times (floors {RATIO}, {OVERVIEW} s)"
    )
    return ratio <= RATIO and took[incidents] <= OVERVIEW


@contextmanager
def served(app: Any) -> Iterator[str]:
    """Serve an application on a free port."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", access_log=False))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


if __name__ == "__main__":
    sys.exit(main())
