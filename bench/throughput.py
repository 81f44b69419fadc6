"""How fast files become a record: articles and document tokens a second end to end, each stage's share, and peak memory.

    python -m bench.throughput FOLDER_OR_FILE... [--most N] [--encoder-only]

Runs `montjoie.pipeline.run` once over the input into a new record, with a clock around each stage; peak memory is that of this run. Then, on one core, the whole stage of reading (heads and decoding in) and
the encoder alone over the same articles, and what share of the core's rate of 8-bit products the encoder's products reach. Document tokens leave out what windows repeat (title and first sentence).
"""

import argparse
import functools
import resource
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bench.int8_rate import operations_a_second
from montjoie import catch_up, pipeline, reading
from montjoie.collect import CollectOptions, collect
from montjoie.extract import reader as stage
from montjoie.extract.encoder import Encoder
from montjoie.extract.model_files import load_model
from montjoie.extract.windows import split
from montjoie.schema import Document
from montjoie.settings import Settings

PRODUCTS = 2 * 6 * (4 * 384 * 384 + 2 * 384 * 1536)  # operations of a token's products in the encoder, attention left out
SPENT: dict[str, float] = defaultdict(float)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", type=Path, nargs="+")
    args = parser.parse_args()
    documents = [found for found in collect(args.paths, CollectOptions()) if isinstance(found, Document)]
    read = [document for document in documents if document.language in stage.LANGUAGES]
    words = sum(len(document.text.split()) for document in documents) / max(1, len(documents))
    watched()
    with tempfile.TemporaryDirectory() as folder:
        seconds = timed(lambda: pipeline.run(Settings(record=Path(folder) / "bench.record", paths=tuple(args.paths))))
    peak, spent = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, dict(SPENT)
    reader = stage.Reader(reading.count)
    reader.read(read[0])
    reading_alone = timed(lambda: [reader.read(document) for document in read])
    encoder = Encoder(load_model())
    windows = [window for document in read for window in split(document.text, document.title, encoder.tokenizer).windows]
    tokens = sum(window.end - int(window.begins[0]) for window in windows)
    own = sum(len(window.pieces) for window in windows) / timed(lambda: [encoder(window) for window in windows])
    print(f"{len(documents)} articles of {words:.0f} words in {seconds:.1f} s: {len(documents) / seconds:.1f} articles/s")
    print(f"at 450 words each: {len(documents) * words / 450 / seconds:.1f} articles/s")
    print(f"document tokens/s end to end {tokens / seconds:.0f}; encoder alone {own:.0f} ({tokens / seconds / own:.0%} of it)")
    print(f"reading on one core, heads and decoding in: {tokens / reading_alone:.0f} document tokens/s")
    rate = operations_a_second()
    if rate:
        print(
            f"the encoder's products reach {own * PRODUCTS / rate:.0%} of this core's rate of 8-bit products ({rate / 1e9:.0f} thousand million a second)"
        )
    for name, own_time in sorted(spent.items(), key=lambda item: -item[1]):
        print(f"  {name:16} {own_time:6.1f} s  {own_time / seconds:5.1%}")
    print(f"peak memory {peak:.0f} MB")


def timed(work: Callable[[], Any]) -> float:
    """Return how many seconds work took."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def watched() -> None:
    """Put a clock around each stage."""
    pipeline.collect = clocked_each("collect", pipeline.collect)  # type: ignore[assignment]
    Encoder.__call__ = clocked("encode", Encoder.__call__)  # type: ignore[method-assign]
    stage.split = clocked("windows", stage.split)
    for name in ("read_incidents", "read_claims", "read_commitments"):
        setattr(stage, name, clocked("assemble", getattr(stage, name)))
    stage.decode = clocked("decode+encode", stage.decode)
    reading.keep_reading = clocked("keep", reading.keep_reading)
    pipeline.keep_document = clocked("keep", pipeline.keep_document)
    catch_up.ground = clocked("ground", catch_up.ground)  # type: ignore[attr-defined]
    pipeline.catch_up = clocked("ground+reconcile", pipeline.catch_up)


def clocked(name: str, work: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that adds its time to a stage's."""

    @functools.wraps(work)
    def inner(*args: Any, **kwargs: Any) -> Any:
        begun = time.perf_counter()
        try:
            return work(*args, **kwargs)
        finally:
            SPENT[name] += time.perf_counter() - begun

    return inner


def clocked_each(name: str, work: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
    """Return a generator function that adds the time of each step to a stage's."""

    def inner(*args: Any, **kwargs: Any) -> Iterator[Any]:
        steps = iter(work(*args, **kwargs))
        while True:
            begun = time.perf_counter()
            try:
                made = next(steps)
            except StopIteration:
                return
            finally:
                SPENT[name] += time.perf_counter() - begun
            yield made

    return inner


if __name__ == "__main__":
    main()
