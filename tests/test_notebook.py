"""The notebook of the docs runs, cell by cell, on a record of the sample."""

import json
from pathlib import Path
from typing import Any

import polars as pl

import montjoie

NOTEBOOK = Path(__file__).parents[1] / "docs" / "tutorial" / "python.ipynb"


def test_every_cell_of_the_notebook_runs(sample_record: Path) -> None:
    cells = [cell for cell in json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]
    names: dict[str, Any] = {}
    for cell in cells:
        assert cell["outputs"] == [], "the notebook is kept without its outputs"
        source = "".join(cell["source"]).replace('"sample.record"', repr(str(sample_record)))
        exec(source, names)
    assert names["incidents"].num_rows > 0
    assert names["reading"]["incidents"]
    assert isinstance(names["frame"], pl.DataFrame)
    assert names["disagreements"].num_rows > 0


def test_public_names_are_those_that_the_docs_name() -> None:
    assert montjoie.__all__ == ["Record", "__version__", "open", "read"]
    for name in montjoie.__all__:
        assert getattr(montjoie, name) is not None
