# make run    set everything up and run the main job on the sample
# make test   set everything up and run the tests
# make check  the tests, lint and types
# make test-web  the pages in a browser (Debian's chromium), the API called at random
# make bench  the benchmarks, with their floors
# make train  from annotations to the shipped model (MONTJOIE_SHARED names their folder); needs torch, and three hours on two cores
# Needs Python 3.11 or later and the package index; nothing else.

PYTHON ?= python3
RECORD ?= sample.record
UV := .venv/bin/uv

.PHONY: run test test-web bench-web screenshots check lint types bench bench-reading bench-grounding bench-claims bench-reconcile bench-long train clean

run: .venv/run.stamp
	.venv/bin/montjoie demo --record $(RECORD)

test: .venv/test.stamp
	.venv/bin/python -m pytest

# each skips, saying so, where there is no Chromium (Debian: apt-get install chromium)
test-web: .venv/web.stamp
	.venv/bin/python -m pytest tests/web

screenshots: .venv/web.stamp
	.venv/bin/montjoie demo --given --quiet --record screenshots.record > /dev/null
	.venv/bin/python web/screenshots.py screenshots.record docs/images

# the API at past times with ten clients, pages and the overview at many incidents
bench-web: .venv/web.stamp
	.venv/bin/python -m bench.serving

check: test lint types

lint: .venv/test.stamp
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .

types: .venv/test.stamp
	.venv/bin/mypy

# what CI holds: each fails where its floor does not hold; those on the annotated corpus skip, saying so, where it is not there
bench: .venv/test.stamp
	.venv/bin/python -m bench.record --documents 300
	.venv/bin/python -m bench.reconciling --mentions 500 2000
	.venv/bin/python -m bench.times_gold
	.venv/bin/python -m bench.numbers_gold
	.venv/bin/python -m bench.places_gold
	.venv/bin/python -m bench.actors_gold
	.venv/bin/python -m bench.reading_gold
	.venv/bin/python -m bench.scenarios

# reading, in full: against annotations, against articles without conflict, against changes of spelling, where it goes wrong
bench-reading: .venv/test.stamp
	.venv/bin/python -m bench.reading_gold
	.venv/bin/python -m bench.false_alarms
	.venv/bin/python -m bench.stability
	.venv/bin/python -m bench.reading_errors
	.venv/bin/python -m bench.ablation
	.venv/bin/python -m bench.case2021

# grounding on public sets and on what was checked by reading; each skips, saying so, where its data is not there
bench-grounding: .venv/test.stamp
	.venv/bin/python -m bench.times
	.venv/bin/python -m bench.times_gold
	.venv/bin/python -m bench.times_checked
	.venv/bin/python -m bench.places
	.venv/bin/python -m bench.places_gold
	.venv/bin/python -m bench.where_prec
	.venv/bin/python -m bench.places_checked
	.venv/bin/python -m bench.actors_gold
	.venv/bin/python -m bench.numbers_gold

# claims, commitments and the ledger: scenarios, relations and acts on dev, pairs of claims, corridors
bench-claims: .venv/test.stamp
	.venv/bin/python -m bench.scenarios
	.venv/bin/python -m bench.claims_gold
	.venv/bin/python -m bench.claim_pairs
	.venv/bin/python -m bench.corridors

# reconciling on public sets, with baselines in the same run; what is not read yet in RECONCILE_SETS is read with the model first (a quarter of an hour)
RECONCILE_SETS ?= reconcile-sets
bench-reconcile: .venv/test.stamp
	.venv/bin/python -m bench.reconcile_fakes --folder $(RECONCILE_SETS) --gold
	.venv/bin/python -m bench.reconcile_fakes --folder $(RECONCILE_SETS)
	.venv/bin/python -m bench.reconcile_gva --folder $(RECONCILE_SETS)
	.venv/bin/python -m bench.reconcile_ecb --folder $(RECONCILE_SETS)
	.venv/bin/python -m bench.reconcile_ecb --folder $(RECONCILE_SETS) --gold
	.venv/bin/python -m bench.pair_vectors --folder $(RECONCILE_SETS)
	.venv/bin/python -m bench.reconcile_growth --mentions 10000 100000 1000000
	.venv/bin/python -m bench.one_record --shuffles 20

# minutes: the whole corpus in twenty orders, and as reported by ten times; reconciling at ten thousand mentions
bench-long: .venv/test.stamp
	.venv/bin/python -m bench.one_record
	.venv/bin/python -m bench.reconciling --mentions 1000 10000

.venv/web.stamp: pyproject.toml uv.lock hatch_build.py | .venv/bin/uv
	$(UV) sync --quiet --locked --inexact --group web
	@touch $@

.venv/bin/uv:
	$(PYTHON) -c 'import sys; sys.exit("Montjoie needs Python 3.11 or later; name one with make PYTHON=...") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv .venv
	.venv/bin/pip install --quiet --disable-pip-version-check uv

.venv/run.stamp: pyproject.toml uv.lock hatch_build.py | .venv/bin/uv
	$(UV) sync --quiet --locked --inexact --no-dev --extra tables
	@touch $@

.venv/test.stamp: pyproject.toml uv.lock hatch_build.py | .venv/bin/uv
	$(UV) sync --quiet --locked --inexact
	@touch $@

# one thread a worker: products this small gain nothing from more
TRAIN := OMP_NUM_THREADS=1 .venv/bin/python -m
RUN := training/runs/one

BOTH := $(TRAIN) torch.distributed.run --nproc-per-node 2 -m
FOLDS := $(RUN)/fold0 $(RUN)/fold1 $(RUN)/fold2 $(RUN)/fold3

# each step leaves a file and is not done again; train.py goes on where it was stopped
train: $(RUN)/confidence.json
	$(TRAIN) training.export $(RUN)/final.pt --thresholds $(RUN)/thresholds.json --confidence $(RUN)/confidence.json

$(RUN)/encoder.pt: | .venv/train.stamp
	$(BOTH) training.auxiliary --minutes $(or $(AUXILIARY_MINUTES),22) --out $(RUN)

# four models, each without one part of the articles: they say of that part, and of other texts, what the shipped one also learns from
$(RUN)/fold%/final.pt: $(RUN)/encoder.pt
	$(BOTH) training.train --fold $* --begin $(RUN)/encoder.pt --epochs 12 --minutes $(or $(FOLD_MINUTES),12) --out $(@D)

$(RUN)/soft/soft0.pkl: $(FOLDS:=/final.pt)
	$(BOTH) training.distil $(FOLDS) --out $(@D)

$(RUN)/final.pt: $(RUN)/soft/soft0.pkl
	$(BOTH) training.train --begin $(RUN)/encoder.pt --soft $(RUN)/soft --epochs 14 --minutes $(or $(MINUTES),40) --out $(RUN)

$(RUN)/thresholds.json: $(RUN)/final.pt
	$(TRAIN) training.export $(RUN)/final.pt --out $(RUN)/model
	$(TRAIN) training.tune $(RUN)/model --out $(RUN)/thresholds.new --rounds $(or $(ROUNDS),2)
	mv $(RUN)/thresholds.new $(RUN)/thresholds.json

$(RUN)/confidence.json: $(RUN)/thresholds.json
	$(TRAIN) training.export $(RUN)/final.pt --thresholds $(RUN)/thresholds.json --out $(RUN)/model
	$(TRAIN) training.alike $(RUN)/model $(FOLDS)
	$(TRAIN) training.export $(RUN)/final.pt --thresholds $(RUN)/thresholds.json --out $(RUN)/model
	$(TRAIN) training.calibrate $(RUN)/model $(FOLDS) --out $(RUN)/confidence.new
	mv $(RUN)/confidence.new $(RUN)/confidence.json

.SECONDARY:

.venv/train.stamp: pyproject.toml uv.lock | .venv/bin/uv
	$(UV) sync --quiet --locked --inexact --group train
	@touch $@

clean:
	rm -rf .venv dist build sample.record sample.record-* .pytest_cache .mypy_cache .ruff_cache .hypothesis

.PHONY: schemas
schemas: .venv/test.stamp
	.venv/bin/montjoie schema reading > docs/reference/schema/reading.schema.json
	.venv/bin/montjoie schema export > docs/reference/schema/export.schema.json
