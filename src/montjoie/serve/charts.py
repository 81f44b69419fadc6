"""The geometry of the drawings: days as bars, a toll over time, the lanes of a commitment, points on a map. Numbers only; templates draw."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from montjoie.serve.export_shape import ClaimShape, CommitmentShape, IncidentShape, LedgerShape, TollShape

WIDTH, HEIGHT = 640, 120
MOST_BARS = 240  # days that are drawn as bars of their own; more are drawn by the week or month
LANE = 34
STEP = 26.0  # between the rows of a position
LABELS = 150.0  # left of it, for their names


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A bar: from a day on, how many."""

    first: str
    last: str
    count: int
    x: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """Bars of a period; `step` says how many days each has."""

    bars: tuple[Bar, ...]
    most: int
    step: int
    first: str
    last: str


def bars_of(days: Iterable[str], height: int = HEIGHT) -> Bars:
    """Return how many things each day has, by the week or month where the days are many."""
    counted = Counter(day for day in days if day)
    if not counted:
        return Bars(bars=(), most=0, step=1, first="", last="")
    first, last = date.fromisoformat(min(counted)), date.fromisoformat(max(counted))
    total = (last - first).days + 1
    step = 1 if total <= MOST_BARS else 7 if total <= MOST_BARS * 7 else -(-total // MOST_BARS)
    slots = -(-total // step)
    counts = [0] * slots
    for day, count in counted.items():
        counts[(date.fromisoformat(day) - first).days // step] += count
    most, width = max(counts), WIDTH / slots
    bars = tuple(
        Bar(
            first=str(first + timedelta(days=n * step)),
            last=str(min(last, first + timedelta(days=(n + 1) * step - 1))),
            count=count,
            x=round(n * width, 2),
            width=round(max(0.5, width * 0.86), 2),
            height=round(height * count / most, 2),
        )
        for n, count in enumerate(counts)
    )
    return Bars(bars=bars, most=most, step=step, first=str(first), last=str(last))


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A figure on the chart of a toll, with where its words are."""

    x: float
    y: float
    top: float
    figure: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class TollChart:
    """Low to high as a band of steps, best as a line, each figure as a point."""

    band: tuple[tuple[float, float, float, float], ...]  # x, y, width, height
    line: str
    points: tuple[Point, ...]
    ticks: tuple[tuple[float, str], ...]
    most: int


def toll_chart(toll: TollShape, height: int = 160) -> TollChart | None:
    """Return the chart of a toll, or None where nothing of it is dated."""
    history = [(when, change) for change in toll["history"] if (when := _instant(change["known"]))]
    figures = [(when, figure) for figure in toll["figures"] if (when := _instant(figure["published"]))]
    if not history:
        return None
    bounds = [(change["low"], change["best"], change["high"]) for _, change in history]
    bounds += [(figure["low"], None, figure["high"]) for _, figure in figures]
    numbers = [number for bound in bounds for number in bound if number is not None]
    most = max([1, *numbers])
    start, end = min(when for when, _ in (*history, *figures)), max(when for when, _ in (*history, *figures))
    span = max((end - start).total_seconds(), 3600.0)

    def x(when: datetime) -> float:
        return round(30 + (WIDTH - 60) * (when - start).total_seconds() / span, 1)

    def y(number: int) -> float:
        return round(height - (height - 16) * number / most, 1)

    band, steps = [], []
    for (when, change), until in zip(history, [*(w for w, _ in history[1:]), None], strict=True):
        left, right = x(when), x(until) if until else WIDTH - 10.0
        low, high = change["low"] or 0, change["high"] if change["high"] is not None else most
        band.append((left, y(high), max(1.0, round(right - left, 1)), max(1.0, round(y(low) - y(high), 1))))
        if change["best"] is not None:
            steps.append(f"M{left} {y(change['best'])}H{right}")
    points = tuple(
        Point(x=x(when), y=y(f["low"] if f["low"] is not None else 0), top=y(f["high"] if f["high"] is not None else most), figure=f)
        for when, f in figures
    )
    ticks = tuple(dict.fromkeys((x(when), when.date().isoformat()) for when in (start, end)))
    return TollChart(band=tuple(band), line="".join(steps), points=points, ticks=ticks, most=most)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """A party's lane: where it stands from when to when, by whose word."""

    party: str
    y: float
    stretches: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lanes:
    """The lanes of a commitment, the incidents beneath, the days at the edges."""

    lanes: tuple[Lane, ...]
    marks: tuple[Mapping[str, Any], ...]
    height: float
    first: str
    last: str


def lanes_of(thread: CommitmentShape, lines: Sequence[LedgerShape], incidents: Mapping[str, IncidentShape]) -> Lanes | None:
    """Return a lane for each party over time, and the incidents beside the terms; None where nothing is dated."""
    told = [(when, status) for status in thread["status"] if (when := _instant(status["from"]))]
    days = [(_noon(incidents[i]["time"]["start"]), line) for line in lines if (i := line["incident"]) is not None and i in incidents]
    dated = [(when, line) for when, line in days if when is not None]
    every = [when for when, _ in (*told, *dated)]
    if not told:
        return None
    start, end = min(every) - timedelta(hours=12), max(every) + timedelta(days=1)
    span = (end - start).total_seconds()

    def x(when: datetime) -> float:
        return round(WIDTH * (when - start).total_seconds() / span, 1)

    parties: dict[str, list[tuple[datetime, Any]]] = {}
    for when, status in told:
        parties.setdefault(str(status["party"]["name"] or "not named"), []).append((when, status))
    lanes = []
    for n, (party, own) in enumerate(parties.items()):
        own.sort(key=lambda item: item[0])
        stretches = [
            {"x": x(when), "width": max(3.0, round(x(until) - x(when), 1)), "status": status}
            for (when, status), until in zip(own, [*(w for w, _ in own[1:]), end], strict=True)
        ]
        lanes.append(Lane(party=party, y=18.0 + n * LANE, stretches=tuple(stretches)))
    below = 18.0 + len(lanes) * LANE + 12
    marks = tuple({"x": x(when), "y": below, "line": line} for when, line in dated)
    return Lanes(lanes=tuple(lanes), marks=marks, height=below + 24, first=start.date().isoformat(), last=end.date().isoformat())


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """How one speaker's position on a subject moved: a row for each thing he did, a point for each claim, a line from one to the next."""

    rows: tuple[tuple[str, float], ...]
    line: str
    points: tuple[Mapping[str, Any], ...]
    height: float
    first: str
    last: str


# from holding back to owning up and on to refusing: what stands near each other is drawn near
KINDS_IN_ORDER = (
    "promises", "proposes", "demands", "expects", "praises", "confirms", "claims_responsibility", "states", "warns", "threatens", "condemns",
    "accuses", "denies", "refuses",
)  # fmt: skip


def steps_of(claims: Sequence[ClaimShape]) -> Steps | None:
    """Return the steps of a position, from claims in order of time; None where fewer than two are dated."""
    dated = [(when, claim) for claim in claims if (when := _instant(claim["known"]))]
    if len(dated) < 2:
        return None
    kinds = sorted({claim["kind"] for _, claim in dated}, key=KINDS_IN_ORDER.index)
    at = {kind: 16.0 + n * STEP for n, kind in enumerate(kinds)}
    start, end = dated[0][0], dated[-1][0]
    span = max((end - start).total_seconds(), 3600.0)

    def x(when: datetime) -> float:
        return round(LABELS + (WIDTH - LABELS - 16) * (when - start).total_seconds() / span, 1)

    points = tuple({"x": x(when), "y": at[claim["kind"]], "claim": claim} for when, claim in dated)
    line = f"M{points[0]['x']} {points[0]['y']}" + "".join(f"H{point['x']}V{point['y']}" for point in points[1:])
    return Steps(
        rows=tuple(at.items()), line=line, points=points, height=16.0 + len(kinds) * STEP, first=start.date().isoformat(),
        last=end.date().isoformat(),
    )  # fmt: skip


def _instant(at: str | None) -> datetime | None:
    return datetime.fromisoformat(at).astimezone(UTC) if at else None


def _noon(day: str | None) -> datetime | None:
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC) + timedelta(hours=12) if day else None


def map_points(incidents: Sequence[IncidentShape]) -> dict[str, Any]:
    """Return the points of a map in columns, as small as they can be sent."""
    types = sorted({incident["type"] for incident in incidents})
    rows = []
    for incident in incidents:
        place, killed = incident["place"], incident["toll"].get("killed")
        if place is None or place["lat"] is None or place["lon"] is None:
            continue
        area = place["radius_km"] if (place["precision"] or 1) > 1 else None
        best = (killed["best"] if killed["best"] is not None else killed["low"]) if killed else None
        rows.append([
            incident["id"], round(place["lon"], 4), round(place["lat"], 4), area, incident["time"]["start"] or incident["not_after"],
            types.index(incident["type"]), best, place["name"],
        ])  # fmt: skip
    return {"columns": ["id", "lon", "lat", "radius_km", "day", "type", "killed", "place"], "types": types, "rows": rows}


def box_of(incidents: Sequence[IncidentShape]) -> tuple[float, float, float, float]:
    """Return a box around the incidents that have a point (x, y, width, height of an SVG whose y is minus the latitude)."""
    found = [(p["lon"], p["lat"]) for i in incidents if (p := i["place"]) and p["lat"] is not None and p["lon"] is not None]
    if not found:
        return -180.0, -90.0, 360.0, 180.0
    west, east = min(lon for lon, _ in found), max(lon for lon, _ in found)
    south, north = min(lat for _, lat in found), max(lat for _, lat in found)
    width = max(4.0, (east - west) * 1.3, (north - south) * 1.3 * 1.8)
    height = width / 1.8
    return round((west + east) / 2 - width / 2, 2), round(-(south + north) / 2 - height / 2, 2), round(width, 2), round(height, 2)
