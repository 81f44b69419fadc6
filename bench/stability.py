"""How much of a reading stays when the text is written another way: other apostrophes, a quotation mark lost, a paragraph added, a shouted headline.

    MONTJOIE_SHARED=... python -m bench.stability [--most 100]

Over articles of ukraine-news; fails where less than FLOOR of the items stay for one of the changes.
"""

import argparse
import re
import sys
from collections import Counter
from collections.abc import Callable
from itertools import islice

from bench.items import Alike, items
from bench.scorer import SHARED
from montjoie.reading import ModelReader
from montjoie.schema import Document
from training.sources import lines_of

FLOOR = 0.85  # of the items; 0.95 is aimed at
PARAGRAPH = "\nThe newsroom can be reached by letter or telephone. Subscribers find the archive in the reading room.\n"
MARK = re.compile(r"[\"“”]")
Changed = tuple[str, str, Callable[[int], int]]  # text, title, and where a place of the changed text lies in the given one


def apostrophes(text: str, title: str) -> Changed:
    """Change every apostrophe to the other style."""
    other = str.maketrans("'’", "’'")
    return text.translate(other), title.translate(other), lambda at: at


def lost_mark(text: str, title: str) -> Changed:
    """Leave out the first quotation mark."""
    found = MARK.search(text)
    if not found:
        return text, title, lambda at: at
    gone = found.start()
    return text[:gone] + text[gone + 1 :], title, lambda at: at + (at >= gone)


def added(text: str, title: str) -> Changed:
    """Add a paragraph that has nothing to record."""
    return text + PARAGRAPH, title, lambda at: at


def shouted(text: str, title: str) -> Changed:
    """Write the headline in capitals, or where there is none the first line."""
    if title:
        return text, title.upper(), lambda at: at
    head, line, rest = text.partition("\n")
    return (head.upper() if len(head) < 150 and len(head.upper()) == len(head) else head) + line + rest, title, lambda at: at


def main() -> int:
    """Print the shares; return 1 where one is below its floor."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--most", type=int, default=100, help="articles")
    args = parser.parse_args()
    path = SHARED / "data/ukraine-news/articles.jsonl"
    if not path.is_file():
        print(f"skipped: no articles at {path}; set MONTJOIE_SHARED")
        return 0
    model, kept = ModelReader().reader, list(islice(lines_of(path), args.most))
    shares = []
    for change in (apostrophes, lost_mark, added, shouted):
        alike = Alike()
        for article in kept:
            text, title = article["text"], article.get("title") or ""
            new_text, new_title, moved = change(text, title)
            if (new_text, new_title) == (text, title):
                continue
            given, changed = (model.read(_document(*pair)) for pair in ((text, title), (new_text, new_title)))
            alike.add(Counter(items(given)), Counter(items(changed, moved)))
        shares.append(alike.share())
        print(f"{change.__name__:12} {alike.share():.3f} of {alike.count()} items stay")
    return int(min(shares) < FLOOR)


def _document(text: str, title: str) -> Document:
    return Document(id="document-x", source_key="", given_id=None, text=text, title=title, language="en")


if __name__ == "__main__":
    sys.exit(main())
