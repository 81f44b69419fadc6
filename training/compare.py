"""Says how much of what is decoded is the same with two exports of one model, over articles that nobody annotated."""

import argparse
import json
from collections import Counter
from itertools import islice
from pathlib import Path

from bench.items import KINDS, Alike, items
from montjoie.extract.reader import Reader
from montjoie.reading import count
from montjoie.schema import Document
from training.data import SHARED
from training.sources import lines_of


def main() -> None:
    """Print the shares."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("one", type=Path, help="folder of the shipped export")
    parser.add_argument("other", type=Path, help="folder of the export with --fp32")
    parser.add_argument("--most", type=int, default=500, help="articles")
    args = parser.parse_args()
    readers = [Reader(count, folder) for folder in (args.one, args.other)]
    alike, number = Alike(), 0
    for kept in islice(lines_of(SHARED / "data/ukraine-news/articles.jsonl"), args.most):
        number += 1
        document = Document(id="document-x", source_key="", given_id=None, text=kept["text"], title=kept.get("title") or "")
        alike.add(*(Counter(items(reader.read(document))) for reader in readers))
    for kind in KINDS:
        print(f"{kind:12} {alike.share(kind):.3f} of {alike.count(kind)}")
    print(f"all          {alike.share():.3f} of {alike.count()} items, {number} articles")
    print(json.dumps({"same": alike.same.total() // 2, "of": alike.count()}))


if __name__ == "__main__":
    main()
