# make run    set everything up and run the main job on the sample
# make test   set everything up and run the tests
# make check  the tests, lint and types
# Needs Python 3.11 or later and the package index; nothing else.

PYTHON ?= python3
RECORD ?= sample.record
UV := .venv/bin/uv

.PHONY: run test check lint types bench clean

run: .venv/run.stamp
	.venv/bin/montjoie demo --record $(RECORD)

test: .venv/test.stamp
	.venv/bin/python -m pytest

check: test lint types

lint: .venv/test.stamp
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .

types: .venv/test.stamp
	.venv/bin/mypy

bench: .venv/test.stamp
	.venv/bin/python -m bench.record
	.venv/bin/python -m bench.reconciling

.venv/bin/uv:
	$(PYTHON) -c 'import sys; sys.exit("Montjoie needs Python 3.11 or later; name one with make PYTHON=...") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv .venv
	.venv/bin/pip install --quiet --disable-pip-version-check uv

.venv/run.stamp: pyproject.toml uv.lock hatch_build.py | .venv/bin/uv
	$(UV) sync --quiet --locked --inexact --no-dev
	@touch $@

.venv/test.stamp: pyproject.toml uv.lock hatch_build.py | .venv/bin/uv
	$(UV) sync --quiet --locked --inexact
	@touch $@

clean:
	rm -rf .venv dist build sample.record sample.record-* .pytest_cache .mypy_cache .ruff_cache .hypothesis

.PHONY: schemas
schemas: .venv/test.stamp
	.venv/bin/montjoie schema reading > docs/reference/schema/reading.schema.json
	.venv/bin/montjoie schema export > docs/reference/schema/export.schema.json
