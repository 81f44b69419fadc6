"""What the record promises: one export in any order and batching, as known at T, as recorded at R, rebuilt, redacted."""

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import SAMPLE, take

from montjoie import asking, exporting
from montjoie.catch_up import rebuild
from montjoie.pipeline import ask, open_to_read, redact_words, resources_of
from montjoie.record import derived
from montjoie.record.store import NOW, Store, instant, open_store
from montjoie.record.verify import verify
from montjoie.resolving import resolve
from montjoie.serve.render import render

REPORTS = sorted((SAMPLE / "reports").glob("*.json"))


def exported(record: Path, at: str | None = None) -> str:
    with open_to_read(record) as store:
        return exporting.export(store, "json", out=None, as_known_at=at, as_recorded_at=None).content


def instants(store: Store, number: int) -> list[str]:
    """Return times spread over those at which documents became known, each just after one did."""
    known = sorted({row.known_from for row in derived.documents(store, None) if row.known_from < NOW})
    chosen = known[:: max(1, len(known) // number)][:number]
    return [moment.isoformat() for at in chosen if (moment := instant(at)) is not None]


def test_a_second_run_appends_nothing(copy_of_sample: Path) -> None:
    with open_store(copy_of_sample) as store:
        head = store.head()
    report = take(copy_of_sample, [SAMPLE / "reports"])
    assert report.stored == 0
    with open_store(copy_of_sample) as store:
        assert store.head() == head
        assert verify(store).faults == ()


@pytest.mark.parametrize("seed", range(4))
def test_order_and_batching_do_not_matter(sample_record: Path, tmp_path: Path, seed: int) -> None:
    paths = REPORTS.copy()
    random.Random(seed).shuffle(paths)
    record = tmp_path / "shuffled.record"
    size = random.Random(seed).choice([1, 3, 8])
    for start in range(0, len(paths), size):
        take(record, paths[start : start + size])
    assert exported(record) == exported(sample_record)


def test_hash_seeds_do_not_matter(sample_record: Path, tmp_path: Path) -> None:
    expected = exported(sample_record)
    for seed in range(10):
        record, out = tmp_path / f"{seed}.record", tmp_path / f"{seed}.json"
        run = [sys.executable, "-m", "montjoie", "run", *map(str, random.Random(seed).sample(REPORTS, len(REPORTS)))]
        environment = {**os.environ, "PYTHONHASHSEED": str(seed)}
        options = ["--readings", str(SAMPLE / "readings"), "--zone", "Europe/Kyiv", "--record", str(record), "--quiet"]
        subprocess.run([*run, *options], env=environment, check=True)
        subprocess.run(
            [sys.executable, "-m", "montjoie", "export", "--to", "json", "--record", str(record), "--out", str(out), "-q"],
            env=environment,
            check=True,
        )
        assert out.read_text(encoding="utf-8") == expected, f"hash seed {seed}"


def test_as_reported_by_a_time_is_the_record_of_what_was_known_by_it(sample_record: Path, tmp_path: Path) -> None:
    with open_store(sample_record) as store:
        times = instants(store, 10)
        known = {(row.name, row.text_hash): row.known_from for row in derived.documents(store, None)}
        by_path = {path: json.loads(path.read_text(encoding="utf-8")) for path in REPORTS}
        first = {path: min(k for (name, _), k in known.items() if name == article["id"]) for path, article in by_path.items()}
        own = {
            path: next(k for (name, text), k in known.items() if name == article["id"] and store.text(text) == article["text"])
            for path, article in by_path.items()
        }
    assert len(times) == 10
    for nth, time in enumerate(times):
        limit = asking.known_until(time)
        record = tmp_path / f"{nth}.record"
        take(record, [path for path in REPORTS if own[path] <= limit])
        assert exported(record, time) == exported(sample_record, time), time
    assert first


def test_as_recorded_is_what_the_export_then_gave(tmp_path: Path) -> None:
    record = tmp_path / "grows.record"
    logged: list[tuple[int, str]] = []
    for start in range(0, len(REPORTS), 5):
        take(record, REPORTS[start : start + 5])
        with open_to_read(record) as store:
            made = exporting.export(store, "json", out=None, as_known_at=None, as_recorded_at=None)
            assert exporting.log(store, made)
            head = store.head()
            assert head is not None
            logged.append((head.seq, made.sha256))
    with open_to_read(record) as store:
        for seq, sha256 in logged:
            assert exporting.export(store, "json", out=None, as_known_at=None, as_recorded_at=str(seq)).sha256 == sha256
        assert [store.payload(e)["sha256"] for e in store.entries(kind="run") if e.subject == "export"] == [sha for _, sha in logged]  # type: ignore[index]


def test_a_rebuild_gives_the_same_record(copy_of_sample: Path) -> None:
    before = exported(copy_of_sample)
    with open_store(copy_of_sample) as store:
        head = store.head()
        rebuild(store, resources_of(store))
        assert store.head() == head
    assert exported(copy_of_sample) == before


def test_every_id_ever_exported_resolves(tmp_path: Path) -> None:
    record = tmp_path / "grows.record"
    ids: set[str] = set()
    for start in range(0, len(REPORTS), 4):
        take(record, REPORTS[start : start + 4])
        with open_to_read(record) as store:
            export = render(store, ask(store).view)
            for kind in ("incidents", "claims", "commitments", "disagreements", "ledger"):
                ids |= {one["id"] for one in export[kind]}  # type: ignore[literal-required]
            ids |= {mention["mention"] for incident in export["incidents"] for mention in incident["mentions"]}
            ids |= {figure["id"] for incident in export["incidents"] for toll in incident["toll"].values() for figure in toll["figures"]}
    with open_to_read(record) as store:
        for identity in sorted(ids):
            found = resolve(store, identity)
            assert found.ids or found.note, identity


def test_every_quotation_of_the_export_is_cut_from_its_text(sample_record: Path) -> None:
    texts = {article["id"]: set() for article in map(_article, REPORTS)}
    for article in map(_article, REPORTS):
        texts[article["id"]].add(article["text"])
    checked = 0
    for where, doc in _quoted(json.loads(exported(sample_record)), None):
        if where["q"] and "[name withheld]" not in where["q"]:
            assert any(text[where["s"] : where["e"]] == where["q"] for text in texts[doc]), where
            checked += 1
    assert checked > 800


def test_a_redaction_leaves_no_trace_in_what_is_shown(copy_of_sample: Path) -> None:
    assert "Vymyshlena" in copy_of_sample.read_bytes().decode("latin-1") or _found(copy_of_sample, "Vymyshlena")
    with open_to_read(copy_of_sample) as store:
        redact_words(store, "Halyna Vymyshlena", who="ana", why="a private person asked for it")
        assert verify(store).faults == ()
        assert not any(
            "Vymyshlena" in str(row) for table in ("grounded", "mention", "state") for row in store.rows(f"SELECT * FROM {table}")
        )
    assert "Vymyshlena" not in exported(copy_of_sample)
    assert not _found(copy_of_sample, "Vymyshlena")
    report = take(copy_of_sample, [SAMPLE / "reports"])
    assert report.stored == 0
    assert not _found(copy_of_sample, "Vymyshlena")


def _found(record: Path, word: str) -> list[dict[str, object]]:
    with open_to_read(record) as store:
        return asking.find(store, word, 5)


def _article(path: Path) -> dict[str, str]:
    article: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return article


def _quoted(value: Any, doc: str | None) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield every quotation with the document that it is from: its own, or that of what it is part of."""
    if isinstance(value, dict):
        doc = value.get("doc", doc)
        if {"q", "s", "e"} <= value.keys() and doc is not None:
            yield value, doc
        for inner in value.values():
            yield from _quoted(inner, doc)
    elif isinstance(value, list):
        for inner in value:
            yield from _quoted(inner, doc)
