"""What every test may use: the sample that the package ships, and records made of it."""

import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

import montjoie
from montjoie.pipeline import RunReport, run
from montjoie.settings import Settings

SAMPLE = Path(montjoie.__file__).parent / "sample"


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder with the annotated corpus, or skip and say so."""
    folder = Path(os.environ.get("MONTJOIE_SHARED", "../shared"))
    if not (folder / "corpus" / "docs").is_dir():
        pytest.skip(f"the annotated corpus is not at {folder}; set MONTJOIE_SHARED")
    return folder


@pytest.fixture(scope="session")
def sample_record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a record of the whole sample; tests only read it."""
    record = tmp_path_factory.mktemp("sample") / "sample.record"
    take(record, [SAMPLE / "reports"])
    return record


@pytest.fixture
def copy_of_sample(sample_record: Path, tmp_path: Path) -> Path:
    """Return a record of the sample that a test may change."""
    copy = tmp_path / "copy.record"
    copy.write_bytes(sample_record.read_bytes())
    return copy


def take(record: Path, paths: Sequence[Path], readings: Path = SAMPLE / "readings") -> RunReport:
    """Run on paths with readings."""
    return run(Settings(record=record, paths=tuple(paths), readings=(readings,), zone="Europe/Kyiv"))


@pytest.fixture
def write_article(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes an article as JSON and returns its path."""

    def write(identity: str, text: str, **fields: str | None) -> Path:
        path = tmp_path / "in" / f"{identity}.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps({"id": identity, "text": text, "published": "2022-03-05T10:00:00Z", **fields}), encoding="utf-8")
        return path

    return write
