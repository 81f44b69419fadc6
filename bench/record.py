"""Documents a second into the record without reading, on texts of the sample's words.

`python -m bench.record [--documents 2000]`
"""

import argparse
import json
import random
import sys
import tempfile
import time
from pathlib import Path

import montjoie
from montjoie.pipeline import run
from montjoie.record.store import open_store
from montjoie.record.verify import verify
from montjoie.settings import Settings

REPORTS = Path(montjoie.__file__).parent / "sample" / "reports"


def main() -> int:
    """Print the rates and return the exit status."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--documents", type=int, default=2000)
    options = asked.parse_args()
    articles = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(REPORTS.glob("*.json"))]
    vocabulary = sorted({word for article in articles for word in article["text"].split()})
    draw = random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        source, record = Path(folder) / "many.jsonl", Path(folder) / "many.record"
        with source.open("w", encoding="utf-8") as file:
            for nth in range(options.documents):
                article = articles[nth % len(articles)]
                words = draw.choices(vocabulary, k=150)  # few triples of words in common: no copies of one another
                file.write(json.dumps({**article, "id": f"many-{nth}", "text": " ".join(words)}, ensure_ascii=False) + "\n")
        begun = time.perf_counter()
        report = run(Settings(record=record, paths=(source,)))
        took = time.perf_counter() - begun
        again = time.perf_counter()
        run(Settings(record=record, paths=(source,)))
        again = time.perf_counter() - again
        size = record.stat().st_size
        with open_store(record) as store:
            begun = time.perf_counter()
            faults = verify(store).faults
            checked = time.perf_counter() - begun
    print(f"{report.documents} documents of 150 words kept in {took:.1f} s: {report.documents / took:.0f}/s")
    print(
        f"the same again (nothing appended): {report.documents / again:.0f}/s; verified in {checked:.1f} s; {size / report.documents / 1000:.1f} kB a document"
    )
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
