"""Says how much of what is decoded is the same with two exports of one model, over articles that nobody annotated."""

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from montjoie.extract.reader import Reader
from montjoie.schema import Document, Reading
from training.data import SHARED, articles
from training.tune import count

ATTRIBUTES = ("incident", "trigger", "actor", "target", "place", "time", "figure", "claim", "content", "commitment")


def main() -> None:
    """Print the shares."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("one", type=Path, help="folder of the shipped export")
    parser.add_argument("other", type=Path, help="folder of the export with --fp32")
    parser.add_argument("--most", type=int, default=200, help="articles")
    args = parser.parse_args()
    readers = [Reader(count, folder) for folder in (args.one, args.other)]
    same: Counter[str] = Counter()
    either: Counter[str] = Counter()
    number = 0
    for kept in articles(SHARED / "data/ukraine-news/articles.jsonl"):
        if number >= args.most:
            break
        number += 1
        document = Document(id="document-x", source_key="", given_id=None, text=kept["text"], title=kept.get("title") or "")
        one, other = (Counter(items(reader.read(document))) for reader in readers)
        for item, times in (one & other).items():
            same[item[0]] += 2 * times
        for item, times in (one + other).items():
            either[item[0]] += times
    for name in ATTRIBUTES:
        print(f"{name:12} {same[name] / max(1, either[name]):.3f} of {either[name] // 2}")
    print(f"all          {sum(same.values()) / max(1, sum(either.values())):.3f} of {sum(either.values()) // 2} items, {number} articles")
    print(json.dumps({"same": sum(same.values()), "of": sum(either.values())}))


def items(reading: Reading) -> Iterator[tuple[str, ...]]:
    """Yield what a reading says, each item by its words' places."""
    for incident in reading.incidents:
        anchor = f"{incident.triggers[0]}"
        yield "incident", anchor, incident.type, incident.reality, str(len(incident.triggers))
        yield from (("trigger", str(span)) for span in incident.triggers)
        yield from (("actor", anchor, str(span)) for span in incident.actors)
        yield from (("target", anchor, str(span)) for span in incident.targets)
        yield from (("place", anchor, str(place.span)) for place in incident.places)
        if incident.time:
            yield "time", anchor, str(incident.time.span)
        yield from (("figure", anchor, str(figure.span), figure.kind) for figure in incident.toll)
    for claim in reading.claims:
        yield "claim", str(claim.content[0]), str(claim.source), str(claim.cue), claim.kind
        yield from (("content", str(span)) for span in claim.content)
    for act in reading.commitments:
        yield "commitment", str(act.content[0]), act.act, act.subject


if __name__ == "__main__":
    main()
