"""How many reports have a word: counted on news of several conflicts, kept as `ground/data/word_shares.csv`; what weighs words in comparing articles.

    MONTJOIE_SHARED=... python -m bench.fit_words [--write]

Counted on articles whose incidents are compared nowhere: of gva those of an incident with one article only, of fa_kes the half that is
fitted on. No text is kept, and no word that fewer than LEAST articles have.
"""

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import montjoie.ground as ground_stage
from bench.fit_pairs import is_fit
from bench.reconcile_sets import cases_of
from bench.scorer import SHARED
from montjoie.ground.wording import tokens
from training.sources import lines_of

TABLE = Path(ground_stage.__file__).parent / "data" / "word_shares.csv"
LEAST = 8  # articles
OF = 10_000


def main() -> int:
    """Count, say how many words there are, write the table where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="put the table in the package")
    args = parser.parse_args()
    if not (SHARED / "data").is_dir():
        print(f"skipped: no data under {SHARED}; set MONTJOIE_SHARED")
        return 0
    articles = [set(tokens(text)) for text in texts()]
    counted = Counter(word for article in articles for word in article)
    kept = {word: max(1, round(OF * times / len(articles))) for word, times in counted.items() if times >= LEAST}
    print(f"{len(articles)} articles, {len(kept)} words of {len(counted)}")
    if args.write:
        with TABLE.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(("word", "reports_of_10000"))
            writer.writerows(sorted(kept.items()))
    return 0


def texts() -> Iterator[str]:
    """Yield the articles that are counted."""
    several = {case.gold["incident"] for case in cases_of("gva")}
    yield from (
        f"{row['title']}\n{row['content']}" for row in lines_of(SHARED / "data/gva/articles.jsonl") if row["incident_id"] not in several
    )
    yield from (f"{case.title}\n{case.text}" for case in cases_of("fa_kes") if is_fit(case.id))
    yield from (row["text"] for row in lines_of(SHARED / "data/ukraine-news/articles.jsonl") if row["language"] == "en")
    for path in sorted((SHARED / "data/worldwide-newswire/processed_annotated").iterdir()):
        yield " ".join(line.split("\t")[0] for line in path.read_text(encoding="utf-8", errors="replace").splitlines())


if __name__ == "__main__":
    sys.exit(main())
