"""Killed at any point, a run loses nothing that it acknowledged and doubles nothing."""

import os
import random
import signal
import struct
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import SAMPLE

from montjoie import asking, pipeline
from montjoie.catch_up import rebuild
from montjoie.pipeline import open_to_read, resources_of
from montjoie.record.store import open_store
from montjoie.record.verify import verify
from montjoie.settings import Settings

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork to kill a process")

BY_TIME, IN_STAGE, IN_REBUILD = 26, 16, 8  # fifty kills
STAGES = ("grounding", "comparing", "reconciling")


def settings_for(record: Path) -> Settings:
    return Settings(record=record, paths=(SAMPLE / "reports",), readings=(SAMPLE / "readings",), zone="Europe/Kyiv")


def killed(work: Callable[[pipeline.Observer], object], *, after: float | None = None, stage: str = "", nth: int = 0) -> int:
    """Do work in a process that is killed after a time, or at the nth step of a stage; return how many documents it acknowledged."""
    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        steps = {stage: 0}

        def progress(what: str, _done: int, _of: int) -> None:
            steps[what] = steps.get(what, 0) + 1
            if what == stage and steps[what] > nth:
                os.kill(os.getpid(), signal.SIGKILL)

        try:
            work(pipeline.Observer(stored=lambda *_: os.write(write_end, struct.pack("B", 1)) and None, progress=progress))
        finally:
            os._exit(0)
    os.close(write_end)
    if after is not None:
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(read_end, "rb") as pipe:
        return len(pipe.read())


def stored(record: Path) -> list[str]:
    if not record.exists():
        return []
    with open_store(record, create=True) as store:
        assert verify(store).faults == ()
        return [entry.subject for entry in store.entries(kind="document")]


def test_nothing_acknowledged_is_lost_at_fifty_kills(sample_record: Path, tmp_path: Path) -> None:
    draw = random.Random(5)
    begun = time.monotonic()
    pipeline.run(settings_for(tmp_path / "whole.record"))
    whole = time.monotonic() - begun
    points = [{"after": draw.uniform(0, whole)} for _ in range(BY_TIME)]
    points += [{"stage": draw.choice(STAGES), "nth": draw.randrange(3)} for _ in range(IN_STAGE)]
    draw.shuffle(points)
    record = tmp_path / "killed-0.record"
    for nth, point in enumerate(points):
        if nth % 7 == 0:  # begin anew now and then, so that kills fall into every part of a run
            record = tmp_path / f"killed-{nth}.record"
        acknowledged = killed(lambda observer, record=record: pipeline.run(settings_for(record), observer), **point)  # type: ignore[arg-type,misc]
        kept = stored(record)
        assert len(kept) >= acknowledged
        assert len(kept) == len(set(kept))
    for nth in range(IN_REBUILD):
        killed(lambda observer: _rebuild(record, observer), stage=draw.choice(STAGES), nth=nth % 3)
        assert len(stored(record)) == len(set(stored(record)))
    pipeline.run(settings_for(record))
    with open_to_read(record) as store, open_to_read(sample_record) as other:
        assert asking.export(store, "json", as_known_at=None, as_recorded_at=None).content == asking.export(other, "json", as_known_at=None, as_recorded_at=None).content


def _rebuild(record: Path, observer: pipeline.Observer) -> None:
    with open_store(record) as store:
        rebuild(store, resources_of(store), observer.progress)
