"""Without a model, documents are kept and given readings taken, and it is said what is missing."""

from pathlib import Path

import pytest
from conftest import SAMPLE

from montjoie import pipeline
from montjoie.errors import ResourceMissing
from montjoie.record.store import open_store
from montjoie.record.verify import verify
from montjoie.settings import Settings


def test_a_run_without_a_model_keeps_reads_given_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object) -> None:
        raise ResourceMissing("the model is not in the package; install montjoie again")

    monkeypatch.setattr("montjoie.reading.Reader", missing)
    record = tmp_path / "r.record"
    settings = Settings(record=record, paths=(SAMPLE / "reports",), readings=(SAMPLE / "readings" / "sample-01.json",), zone="Europe/Kyiv")
    report = pipeline.run(settings)
    assert (report.documents, report.read) == (23, 1)
    assert any("install montjoie again" in refusal.detail for refusal in report.refusals)
    assert len(report.unread) == 21  # of 22 sources, one is read
    with open_store(record) as store:
        assert verify(store).faults == ()
