"""Files of a model that are missing, cut short or another's are named, with the remedy."""

import json
import shutil
from pathlib import Path

import pytest

from montjoie.errors import ResourceMissing
from montjoie.extract.model_files import FOLDER, load_model


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "model"
    shutil.copytree(FOLDER, made)
    return made


def test_the_shipped_model_is_what_its_labels_say() -> None:
    files = load_model()
    assert len(files.digest) == 64
    assert len(files.model) < 30_000_000


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json", "labels.json"])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(ResourceMissing, match=rf"{name} cannot be read.*install Montjoie again"):
        load_model(folder)


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json", "labels.json"])
def test_a_file_cut_short_is_named(folder: Path, name: str) -> None:
    (folder / name).write_bytes((folder / name).read_bytes()[:1000])
    with pytest.raises(ResourceMissing, match=rf"{name} is .*install Montjoie again"):
        load_model(folder)


def test_another_models_file_is_named(folder: Path) -> None:
    raw = bytearray((folder / "model.onnx").read_bytes())
    raw[-1] ^= 1
    (folder / "model.onnx").write_bytes(raw)
    with pytest.raises(ResourceMissing, match=r"model\.onnx is not the file that belongs to this model"):
        load_model(folder)


@pytest.mark.parametrize("change", [{"format": 1}, {"layers": ["trigger"]}, {"signs": {}}, {"speakers": None}, {"distance": [[0.0]]}])
def test_labels_of_another_version_are_refused(folder: Path, change: dict[str, object]) -> None:
    labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
    (folder / "labels.json").write_text(json.dumps(labels | change), encoding="utf-8")
    with pytest.raises(ResourceMissing, match="another version of Montjoie"):
        load_model(folder)
