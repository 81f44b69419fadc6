"""One record of the annotated corpus, or of the sample, whatever the order: shuffles across processes, any batching, as reported by ten times.

`python -m bench.one_record [--of corpus sample] [--shuffles 20] [--times 10]`; the corpus lies where MONTJOIE_SHARED says (default ../shared).
Exits with 1 where any export differs.
"""

import argparse
import hashlib
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import montjoie
from montjoie.ids import text_digest
from montjoie.pipeline import known_until
from montjoie.record import derived
from montjoie.record.store import NOW, instant, open_store

SHARED = Path(os.environ.get("MONTJOIE_SHARED", "../shared"))
SAMPLE = Path(montjoie.__file__).parent / "sample"
ARTICLES = {"corpus": SHARED / "corpus" / "docs", "sample": SAMPLE / "reports"}
READINGS = (SHARED / "corpus" / "gold" / "train", SHARED / "corpus" / "gold" / "dev", SAMPLE / "readings")


def main() -> int:
    """Print what was compared and return the exit status."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--of", nargs="+", choices=sorted(ARTICLES), default=sorted(ARTICLES))
    asked.add_argument("--shuffles", type=int, default=20)
    asked.add_argument("--times", type=int, default=10)
    options = asked.parse_args()
    wrong = 0
    for name in options.of:
        documents = sorted(ARTICLES[name].glob("*.json"))
        if not documents:
            print(f"skipped: the annotated corpus is not at {SHARED}; set MONTJOIE_SHARED")
            continue
        with tempfile.TemporaryDirectory() as folder:
            whole = Path(folder) / "whole.record"
            took = _run(documents, whole, seed=0)
            expected = _export(whole, None, seed=0)
            print(f"{name}: {len(documents)} documents in {took:.1f} s; export sha256 {expected[:16]}", flush=True)
            wrong += _shuffled(documents, Path(folder), expected, options.shuffles)
            wrong += _reported(documents, Path(folder), whole, options.times)
    print("one record" if not wrong else f"{wrong} exports differ")
    return 1 if wrong else 0


def _shuffled(documents: list[Path], folder: Path, expected: str, shuffles: int) -> int:
    wrong = 0
    for nth in range(shuffles):
        draw = random.Random(nth)
        order = draw.sample(documents, len(documents))
        batch = draw.choice([len(order), len(order), len(order) // 2, len(order) // 5])
        record = folder / "shuffled.record"
        for start in range(0, len(order), batch):
            _run(order[start : start + batch], record, seed=nth % 10)
        same = _export(record, None, seed=nth % 10) == expected
        wrong += not same
        print(f"shuffle {nth}, batches of {batch}, PYTHONHASHSEED {nth % 10}: {'the same' if same else 'DIFFERS'}", flush=True)
        for left in folder.glob("shuffled.record*"):
            left.unlink()
    return wrong


def _reported(documents: list[Path], folder: Path, whole: Path, times: int) -> int:
    with open_store(whole) as store:
        rows = {(row.name, row.text_hash): row.known_from for row in derived.documents(store, None)}  # versions share a name
    begun = {path: rows.get(_version(path), NOW) for path in documents}
    known = sorted({at for at in begun.values() if at < NOW})
    wrong = 0
    for nth in range(times):
        moment = instant(known[(2 * nth + 1) * len(known) // (2 * times)])
        at = moment.isoformat() if moment else ""
        record = folder / "known.record"
        _run([path for path in documents if begun[path] <= known_until(at)], record, seed=nth)
        same = _export(record, at, seed=nth) == _export(whole, at, seed=0)
        wrong += not same
        print(f"as reported by {at}: {'the same' if same else 'DIFFERS'}", flush=True)
        for left in folder.glob("known.record*"):
            left.unlink()
    return wrong


def _version(path: Path) -> tuple[str, str]:
    article = json.loads(path.read_text(encoding="utf-8"))
    return article["id"], text_digest(article["text"])


def _run(paths: list[Path], record: Path, *, seed: int) -> float:
    readings = [word for folder in READINGS if folder.is_dir() for word in ("--readings", str(folder))]
    command = ["run", *map(str, paths), *readings, "--record", str(record), "--quiet"]
    begun = time.perf_counter()
    _montjoie(command, seed, allowed=(0, 1))  # 1: readings of articles that are not in this batch are refused
    return time.perf_counter() - begun


def _export(record: Path, at: str | None, *, seed: int) -> str:
    known = ["--as-known-at", at] if at else []
    return hashlib.sha256(_montjoie(["export", "--to", "json", "--record", str(record), "--quiet", *known], seed)).hexdigest()


def _montjoie(arguments: list[str], seed: int, allowed: tuple[int, ...] = (0,)) -> bytes:
    environment = {**os.environ, "PYTHONHASHSEED": str(seed)}
    done = subprocess.run([sys.executable, "-m", "montjoie", *arguments], env=environment, capture_output=True, check=False)
    if done.returncode not in allowed:
        raise SystemExit(done.stderr.decode())
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
