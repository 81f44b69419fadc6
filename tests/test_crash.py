"""Killed at any point, a run loses nothing that it acknowledged and doubles nothing."""

import os
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import SAMPLE

from montjoie import exporting, pipeline
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


def killed(work: Callable[[pipeline.Observer], object], *, after: float | None = None, stage: str = "", nth: int = 0) -> tuple[int, bool]:
    """Do work in a process that is killed after a time, or at the nth step of a stage.

    Return how many documents it acknowledged, and whether it was killed before it was done.
    """
    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        steps = {stage: 0}

        def progress(what: str, _done: int, _of: int) -> None:
            steps[what] = steps.get(what, 0) + 1
            if what == stage and steps[what] > nth:
                os.kill(os.getpid(), signal.SIGKILL)

        try:
            work(pipeline.Observer(stored=lambda *_: os.write(write_end, b"+") and None, progress=progress))
        finally:
            os._exit(0)
    os.close(write_end)
    if after is not None:
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    with os.fdopen(read_end, "rb") as pipe:
        return len(pipe.read()), os.WIFSIGNALED(status)


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
    record = tmp_path / "by-time.record"
    for nth in range(BY_TIME):
        if nth % 6 == 0:  # begin anew now and then, so that kills fall into every part of a run
            record = tmp_path / f"by-time-{nth}.record"
        acknowledged, _ = killed(lambda observer, record=record: pipeline.run(settings_for(record), observer), after=draw.uniform(0, whole))  # type: ignore[misc]
        check(record, acknowledged)
    for nth in range(IN_STAGE):
        record = tmp_path / f"in-stage-{nth}.record"
        run = lambda observer, record=record: pipeline.run(settings_for(record), observer)  # noqa: E731
        acknowledged, before_done = killed(run, stage=STAGES[nth % len(STAGES)], nth=nth % 2)
        assert before_done
        check(record, acknowledged)
    pipeline.run(settings_for(record))
    for nth in range(IN_REBUILD):
        _, before_done = killed(lambda observer: _rebuild(record, observer), stage=STAGES[nth % len(STAGES)], nth=nth % 2)
        assert before_done
        check(record, 23)
    assert exported(record) == exported(sample_record)


def check(record: Path, acknowledged: int) -> None:
    kept = stored(record)
    assert len(kept) >= acknowledged
    assert len(kept) == len(set(kept))


def exported(record: Path) -> str:
    with open_to_read(record) as store:
        return exporting.export(store, "json", out=None, as_known_at=None, as_recorded_at=None).content


def _rebuild(record: Path, observer: pipeline.Observer) -> None:
    with open_store(record) as store:
        rebuild(store, resources_of(store), observer.progress)
