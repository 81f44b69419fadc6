"""How often the reader records an incident where there is none: articles without conflict that speak of strikes, attacks, talks in other senses.

    MONTJOIE_SHARED=... python -m bench.false_alarms [--show]

By level of `--prefer`. The articles are those of worldwide-newswire that `bench/labels/false_alarms.txt` names; judged one by one to hold nothing that the codebook records
(by language models, none of them an article that was learnt from). Fails above CEILING incidents per 1,000 words at balance, which is what is shown unless asked otherwise.
"""

import argparse
import sys
from collections import Counter
from pathlib import Path

from bench.scorer import SHARED
from montjoie.extract.preferring import LEVELS, preferred
from montjoie.reading import ModelReader
from montjoie.schema import Document
from training.sources import article_of

KINDS = ("incidents", "claims", "commitments")
LABELS = Path(__file__).parent / "labels" / "false_alarms.txt"
CEILING = 0.4  # incidents per 1,000 words; 0.3 is aimed at


def main() -> int:
    """Print the rate; return 1 where it is above the ceiling."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", action="store_true", help="print each alarm with the words around it")
    args = parser.parse_args()
    if not (SHARED / "data/worldwide-newswire").is_dir():
        print(f"skipped: no worldwide-newswire under {SHARED}/data; set MONTJOIE_SHARED")
        return 0
    model = ModelReader().reader
    names = LABELS.read_text(encoding="utf-8").split()
    words, quiet, seen = 0, Counter[str](), Counter[tuple[str, str]]()
    for name in names:
        text = article_of(SHARED, name).text
        whole = model.read(Document(id="document-x", source_key="", given_id=None, text=text, language="en"))
        words += len(text.split())
        for level in LEVELS:
            reading = preferred(whole, level)
            quiet[level] += not reading.incidents
            for kind in KINDS:
                seen[level, kind] += len(getattr(reading, kind))
        for incident in whole.incidents if args.show else ():
            trigger = incident.triggers[0]
            around = text[max(0, trigger.start - 60) : trigger.end + 40].replace("\n", " ")
            print(f"{name} {incident.type} {incident.reality} {incident.score} {text[trigger.start : trigger.end]!r}: {around}")
    print(f"{len(names)} articles without conflict, {words} words")
    for level in LEVELS:
        rates = ", ".join(f"{1000 * seen[level, kind] / words:.2f} {kind}" for kind in KINDS)
        print(f"{level:9} {rates} per 1,000 words; {quiet[level] / len(names):.0%} of the articles with no incident at all")
    return int(1000 * seen["balance", "incidents"] / words > CEILING)


if __name__ == "__main__":
    sys.exit(main())
