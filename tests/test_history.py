"""What the record keeps of every time is what it says at that time: to the letter, however it came to be, at any time and for any object."""

import copy
import json
import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import SAMPLE, take

from montjoie import asking, catch_up, deciding
from montjoie.catch_up import rebuild
from montjoie.moments import Moments
from montjoie.over_time import view_at
from montjoie.pipeline import log_export, open_to_read, redact_words, resources_of
from montjoie.record import said
from montjoie.record.codec import OBJECTS, dump
from montjoie.record.store import NOW, Store, instant, open_store
from montjoie.serve.paging import rank
from montjoie.serve.render import render
from montjoie.settled import KINDS

TOWNS = ("Mariupol", "Volnovakha", "Kharkiv", "Melitopol")
FIRST = datetime(2022, 3, 1, 6, tzinfo=UTC)


def test_every_time_of_the_sample_is_what_is_kept_of_it(sample_record: Path) -> None:
    with open_store(sample_record) as store:
        assert said.is_kept(store)
        for at in every_instant(store):
            compare(store, at)


def test_an_export_leaves_what_is_kept_in_force(copy_of_sample: Path) -> None:
    with open_store(copy_of_sample) as store:
        before = store.head()
        assert log_export(store, {"to": "json"}, "0" * 64)
        assert store.head() != before
        assert said.is_kept(store)


@pytest.mark.parametrize("seed", range(3))
def test_every_time_is_what_is_kept_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    """Drawn reports in drawn batches: versions, copies, reports without a date, a component settled only when asked, a person's decisions."""
    monkeypatch.setattr(catch_up, "MOST_INSTANTS", 4)
    draw = random.Random(seed)
    record = tmp_path / "drawn.record"
    paths = drawn(tmp_path, draw, 14)
    draw.shuffle(paths)
    while paths:
        size = draw.randrange(3, 8)
        take(record, paths[:size], readings=tmp_path / "readings")
        paths = paths[size:]
    decided(record, draw)
    with open_store(record) as store:
        assert store.row("SELECT 1 FROM progress WHERE key LIKE 'on_demand:%'") is not None
        instants = every_instant(store)
        for at in draw.sample(instants, min(len(instants), 12)):
            compare(store, at)
            compare(store, at - 1)
        compare(store, NOW)
        kept = table(store)
        rebuild(store, resources_of(store))
        assert table(store) == kept  # what was brought up bit by bit is what is made in one go


def test_what_is_asked_for_at_a_past_time_is_what_the_record_says_then(sample_record: Path) -> None:
    draw = random.Random(5)
    moments = Moments(sample_record)
    with open_to_read(sample_record) as store:
        for at in draw.sample(every_instant(store), 12):
            time = str(instant(at))
            export = render(store, view_at(store, at))
            moment = moments.moment(time)
            for kind in KINDS:
                whole: list[Any] = list(export[kind])  # type: ignore[literal-required]
                assert moment.export[kind] == whole  # type: ignore[literal-required]
                for filters in (
                    {"all": "1"},
                    {},
                    {"actor": "Russia"},
                    {"place": "Mariupol"},
                    {"type": "shelling"},
                    {"grade": "weak"},
                    {"until": "2022-03-08"},
                ):
                    assert paged(moments, time, kind, filters, draw.randrange(1, 6)) == wanted(export, kind, filters), (kind, filters, time)
                for one in draw.sample(whole, min(3, len(whole))):
                    assert moments.one(moment, kind, one["id"]).object == one
    moments.close()


def test_a_mention_leads_to_what_holds_it_then(sample_record: Path) -> None:
    moments = Moments(sample_record)
    with open_store(sample_record) as store:
        for at in every_instant(store)[3:8]:
            moment = moments.moment(str(instant(at)))
            for incident in view_at(store, at).incidents:
                for mention in incident.mentions:
                    assert moments.one(moment, "incidents", mention.id).object["id"] == incident.id
    moments.close()


def test_a_record_made_before_is_answered_as_well(copy_of_sample: Path) -> None:
    """Where what was said is not kept, it is worked out; the pages of a list go on where they were."""
    time = "2022-03-09T20:00+02:00"
    moments = Moments(copy_of_sample)
    first = moments.page(moments.moment(time), "claims", {}, 5, None)
    following = moments.page(moments.moment(time), "claims", {}, 5, first.next)
    moments.close()
    with open_store(copy_of_sample) as store, store.transaction():
        store.write("DROP TABLE said")
        store.write("DELETE FROM progress WHERE key = 'said'")
    moments = Moments(copy_of_sample)
    assert [one.object for one in moments.page(moments.moment(time), "claims", {}, 5, first.next).items] == [
        one.object for one in following.items
    ]
    moments.close()


def test_what_is_kept_holds_no_word_that_was_redacted(copy_of_sample: Path) -> None:
    with open_to_read(copy_of_sample) as store:
        redact_words(store, "Halyna Vymyshlena", who="ana", why="a private person asked for it")
        assert not any("Vymyshlena" in str(row) for row in store.rows("SELECT * FROM said"))
        for at in every_instant(store)[::5]:
            compare(store, at)


# ---------------------------------------------------------------- what is compared


def compare(store: Store, at: int) -> None:
    view = view_at(store, at)
    for kind, adapter in OBJECTS.items():
        now = {one.id: dump(adapter, one) for one in getattr(view, kind)}
        sql = "SELECT id, body FROM said WHERE kind = ? AND known_from <= ? AND known_to > ?"
        kept = {id_: dump(adapter, adapter.validate_json(body)) for id_, body in store.rows(sql, (kind, at, at))}
        assert kept == now, (kind, at)


def every_instant(store: Store) -> list[int]:
    rows = store.rows("SELECT known_from FROM said UNION SELECT known_to FROM said ORDER BY 1")
    return [row[0] for row in rows if row[0] < NOW]


def table(store: Store) -> list[Any]:
    columns = "kind, id, known_from, known_to, shown, rank, listed, codes, body"
    return list(store.rows(f"SELECT {columns} FROM said ORDER BY kind, id, known_from"))


def paged(moments: Moments, time: str, kind: str, filters: dict[str, str], size: int) -> list[Any]:
    found: list[Any] = []
    cursor = None
    while True:
        page = moments.page(moments.moment(time), kind, filters, size, cursor)
        assert all(json.loads(one.text) == one.object for one in page.items)
        found += [one.object for one in page.items]
        cursor = page.next
        if cursor is None:
            return found


def wanted(export: Any, kind: str, filters: dict[str, str]) -> list[Any]:
    named = {name: value for name, value in filters.items() if name not in ("all", "grade")}
    listed = asking.narrowed(kind, list(export[kind]), asking.Filters(**named), export)  # type: ignore[arg-type]
    if kind == "incidents" and "all" not in filters:
        listed = [one for one in listed if one["codeable"]]
    if kind == "incidents" and "grade" in filters:
        listed = [one for one in listed if one["grade"]["value"] == filters["grade"]]
    assert listed == sorted(listed, key=lambda one: rank(kind, one))
    return listed


# ---------------------------------------------------------------- what is drawn


def drawn(folder: Path, draw: random.Random, number: int) -> list[Path]:
    """Write reports made of the sample's with readings: other times, days and towns; versions of one source; copies; some without a date."""
    pairs = [
        (json.loads((SAMPLE / "reports" / path.name).read_text()), json.loads(path.read_text()))
        for path in sorted((SAMPLE / "readings").glob("*.json"))
    ]
    for name in ("in", "readings"):
        (folder / name).mkdir()
    paths: list[Path] = []
    for nth in range(number):
        article, reading = copy.deepcopy(draw.choice(pairs))
        at = FIRST + timedelta(minutes=draw.randrange(60 * 24 * 6))
        name = f"drawn-{nth if draw.random() > 0.2 else max(0, nth - 1)}"  # of one name: a version of the one before
        article |= {"id": name, "published": at.isoformat() if draw.random() > 0.1 else None}
        if draw.random() > 0.2:
            article["text"] += f"\n\nNumber {draw.randrange(10**6)}."
        reading["doc"] = name
        reading.pop("text_sha256", None)
        _redraw(reading, draw, at)
        for kind, value in (("in", article), ("readings", reading)):
            (folder / kind / f"{nth}.json").write_text(json.dumps(value), encoding="utf-8")
        paths.append(folder / "in" / f"{nth}.json")
    return paths


def _redraw(reading: dict[str, Any], draw: random.Random, at: datetime) -> None:
    town = draw.choice(TOWNS)
    day = str((at - timedelta(days=draw.randrange(2))).date())
    for incident in reading["incidents"]:
        for place in incident.get("place", ()):
            place |= {"name": town, "country": "UA", "kind": "settlement"}
            place.pop("within", None)
        if isinstance(incident.get("time"), dict) and incident["time"].get("start"):
            incident["time"] |= {"start": day, "end": day}


def decided(record: Path, draw: random.Random) -> None:
    """Take some decisions on incidents that stand."""
    with open_to_read(record) as store:
        ids: Sequence[str] = sorted(incident.id for incident in view_at(store).incidents)
        for values in (("grade=weak",), ("killed.best=3",), ("grade=confirmed", "type=attack")):
            identity = draw.choice(ids)
            wanted = deciding.Wanted(
                what="set", identity=identity, values=values, kind="incident", words=None, nth=1, who="ana", why="a test"
            )
            deciding.decide(store, wanted)
