"""Finds the model that the package ships and holds it against its digests: what is not the very file is refused, with the remedy."""

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from montjoie.errors import ResourceMissing
from montjoie.extract.alike import EVIDENCE, Same
from montjoie.extract.labels import BUCKETS, CLASSES, LAYERS, RELATIONS, columns
from montjoie.extract.pairs import SIGNS

FOLDER = Path(__file__).parent / "model"
FORMAT = 3
WEIGHED = {"signs": SIGNS, "alike": ("", *EVIDENCE)}  # numbers with a name each; the first of `alike` is a constant
REMEDY = "install Montjoie again (pip install --force-reinstall montjoie), or make the files with `make train`"


@dataclass(frozen=True)
class ModelFiles:
    """A model that is what it says: its bytes, its tokenizer's, and the numbers that go with its output."""

    digest: str  # sha256 of model.onnx and of what its output is read with
    model: bytes
    tokenizer: str
    labels: dict[str, Any]

    @cached_property
    def distance(self) -> NDArray[np.float32]:
        """Return the bias of each relation for each bucket of distance."""
        return np.array(self.labels["distance"], dtype=np.float32)

    @cached_property
    def same(self) -> Same:
        """Return the weights by which two triggers are known to name one incident."""
        signs, evidence = (np.array([self.labels[key][name] for name in names], dtype=np.float32) for key, names in WEIGHED.items())
        return Same(signs=signs, alone=float(self.labels["alone"]), evidence=evidence)

    @property
    def confidence(self) -> dict[str, list[float]]:
        """Return the weights of the parts of each layer's confidence; none where they were not fitted."""
        kept: dict[str, list[float]] = self.labels.get("confidence", {})
        return kept

    @property
    def speakers(self) -> dict[str, float]:
        """Return the weights by which speakers are told apart."""
        kept: dict[str, float] = self.labels["speakers"]
        return kept

    @property
    def thresholds(self) -> dict[str, float]:
        """Return how sure each layer, label and relation must be."""
        kept: dict[str, float] = self.labels["thresholds"]
        return kept


def load_model(folder: Path = FOLDER) -> ModelFiles:
    """Return the model of a folder. Raises ResourceMissing that names the file, what is wrong with it and the remedy."""
    try:
        raw = _bytes(folder / "labels.json")
        labels = json.loads(raw)
        wanted = {name: labels["files"][name] for name in ("model.onnx", "tokenizer.json")}
        fits = labels["format"] == FORMAT and _fits(labels)
    except (ValueError, KeyError, TypeError) as error:
        raise ResourceMissing(f"{folder / 'labels.json'} is damaged ({type(error).__name__}: {error}); {REMEDY}") from error
    if not fits:
        raise ResourceMissing(f"{folder / 'labels.json'} belongs to another version of Montjoie; {REMEDY}")
    kept = {name: _checked(folder / name, digest) for name, digest in wanted.items()}
    digest = hashlib.sha256(raw + wanted["model.onnx"].encode()).hexdigest()
    return ModelFiles(digest=digest, model=kept["model.onnx"], tokenizer=kept["tokenizer.json"].decode("utf-8"), labels=labels)


def _fits(labels: dict[str, Any]) -> bool:
    """Say whether the labels are the ones that this version reads."""
    return (
        labels["layers"] == list(LAYERS)
        and labels["classes"] == {name: list(of) for name, of in CLASSES.items()}
        and labels["columns"] == {name: list(of) for name, of in columns().items()}
        and labels["relations"] == list(RELATIONS)
        and all(set(labels[key]) == set(names) for key, names in WEIGHED.items())
        and isinstance(labels["speakers"], dict)
        and np.shape(labels["distance"]) == (len(RELATIONS), BUCKETS)
    )


def _checked(path: Path, digest: str) -> bytes:
    raw = _bytes(path)
    found = hashlib.sha256(raw).hexdigest()
    if found != digest:
        raise ResourceMissing(
            f"{path} is not the file that belongs to this model ({len(raw):,} bytes, sha256 {found[:16]}…, wanted {digest[:16]}…): "
            f"it is cut short, altered or another model's; {REMEDY}"
        )
    return raw


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ResourceMissing(f"{path} cannot be read ({error.strerror}): the reader needs it; {REMEDY}") from error
