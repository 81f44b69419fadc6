"""The public sets that reconciling is measured on, as articles and readings in a folder: `docs/<set>` and `readings/<set>`.

    MONTJOIE_SHARED=... python -m bench.reconcile_sets --folder FOLDER [--sets fa_kes ecb gva] [--most N]

Readings are made with the shipped model, once: what lies in the folder already is not read again. Two cores read all of it in some fifteen minutes.
"""

import argparse
import datetime as dt
import hashlib
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.scorer import SHARED
from montjoie.collect import CollectOptions
from montjoie.reading import read_files
from training.sources import article_of, lines_of

SETS = ("fa_kes", "ecb", "gva")
AT_ONCE = 40
OPENING = 220
MONTHS = {name: nth for nth, name in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1)}
MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
DAY_FIRST = re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[ -]{MONTH}[ ,-]+(?P<year>20\d\d)\b", re.IGNORECASE)
MONTH_FIRST = re.compile(rf"\b{MONTH}\.? ?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[ ,]*(?P<year>20\d\d)\b", re.IGNORECASE)
NUMERIC = re.compile(r"\b(?P<day>\d{1,2})[-./](?P<month>\d{1,2})[-./](?P<year>20\d\d)(?!\d)")
ECB_TEST = "ecbplus/data/interim/cybulska_setup/ECB_Test_corpus.txt"


@dataclass(frozen=True)
class Case:
    """An article of a set; `gold` is what its set says of it."""

    id: str
    text: str
    title: str
    published: str | None
    outlet: str | None
    gold: dict[str, Any]

    def as_input(self) -> dict[str, str]:
        """Return the article in the form that `montjoie run` takes."""
        fields = {"id": self.id, "text": self.text, "title": self.title, "published": self.published, "outlet": self.outlet}
        return {name: value for name, value in fields.items() if value}


def main() -> int:
    """Make the folders of the sets and say what is in them."""
    parser = asked(__doc__)
    parser.add_argument("--sets", nargs="+", default=list(SETS), choices=SETS)
    args = parser.parse_args()
    for name in args.sets:
        made = prepared(name, args.folder, args.most)
        print(f"{name}: {len(made)} articles with readings in {args.folder}", flush=True)
    return 0


def asked(told: str | None) -> argparse.ArgumentParser:
    """Return a parser with what every bench over these sets asks."""
    parser = argparse.ArgumentParser(description=told, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=Path("reconcile-sets"), help="where articles and readings are kept")
    parser.add_argument("--most", type=int, default=None, help="at most this many articles of a set, whole incidents together")
    return parser


def prepared(name: str, folder: Path, most: int | None = None) -> list[Case]:
    """Return the articles of a set that have a reading in the folder, after reading those that have none."""
    cases = list(cases_of(name))[:most]
    docs, readings = folder / "docs" / name, folder / "readings" / name
    docs.mkdir(parents=True, exist_ok=True)
    readings.mkdir(parents=True, exist_ok=True)
    pending = [case for case in cases if not (readings / f"{case.id}.json").exists()]
    for case in cases:
        (docs / f"{case.id}.json").write_text(json.dumps(case.as_input(), ensure_ascii=False), encoding="utf-8")
    for at in range(0, len(pending), AT_ONCE):
        read_files([docs / f"{case.id}.json" for case in pending[at : at + AT_ONCE]], readings, CollectOptions())
        print(f"  {name}: {min(at + AT_ONCE, len(pending))} of {len(pending)} read", file=sys.stderr, flush=True)
    return [case for case in cases if (readings / f"{case.id}.json").exists()]


def cases_of(name: str) -> Iterator[Case]:
    """Yield the articles of a set in a fixed order that keeps what belongs together beside each other."""
    data = SHARED / "data"
    yield from {"fa_kes": _fa_kes, "gva": _gva, "ecb": _ecb}[name](data)


def _fa_kes(data: Path) -> Iterator[Case]:
    for kept in lines_of(data / "fa_kes/articles.jsonl"):
        name = f"fk-{kept['unit_id']}"
        article = article_of(SHARED, name)
        yield Case(name, article.text, article.title, opening_date(article.text) or article.published, kept["source"], dict(kept))


def opening_date(text: str) -> str | None:
    """Return the date that opens an article of fa_kes: the coded one is of another day in more than a quarter of them."""
    head = text[:OPENING]
    numeric = NUMERIC.search(head)
    found = [
        (match.start(), match["day"], MONTHS[match["month"][:3].casefold()], match["year"])
        for match in (DAY_FIRST.search(head), MONTH_FIRST.search(head))
        if match
    ]
    found += [(numeric.start(), numeric["day"], int(numeric["month"]), numeric["year"])] if numeric else []
    for _, day, month, year in sorted(found):
        try:
            return dt.date(int(year), month, int(day)).isoformat()
        except ValueError:
            continue
    return None


def _gva(data: Path) -> Iterator[Case]:
    """Articles of incidents with at least two, in an order that is drawn once from the incidents' ids."""
    incidents = {kept["incident_uri"]: kept for kept in lines_of(data / "gva/incidents.jsonl")}
    articles = {kept["id"]: kept for kept in lines_of(data / "gva/articles.jsonl")}
    sizes = Counter(kept["incident_id"] for kept in articles.values())
    drawn = sorted(articles.values(), key=lambda kept: (_drawn(kept["incident_id"]), kept["id"]))
    for kept in drawn:
        if sizes[kept["incident_id"]] >= 2:
            gold = {"incident": kept["incident_id"], "uri": kept["uri"], "facts": incidents.get(kept["incident_id"])}
            yield Case(f"gva-{kept['id'][:12]}", kept["content"], kept["title"], kept["dct"], None, gold)


def _drawn(incident: str) -> str:
    return hashlib.sha256(incident.encode()).hexdigest()


def _ecb(data: Path) -> Iterator[Case]:
    """The test topics, their tokens set as prose; `gold` has where each token lies in the text."""
    documents: dict[str, list[list[str]]] = {}
    for line in (data / ECB_TEST).read_text(encoding="utf-8").splitlines():
        name, _, rest = line.partition("\t")
        if rest:
            sentence, _, word = rest.split("\t")[:3]
            sentences = documents.setdefault(name, [])
            sentences += [[] for _ in range(int(sentence) + 1 - len(sentences))]
            sentences[int(sentence)].append(word)
    for name, sentences in sorted(documents.items()):
        text, places = _prose(sentences)
        yield Case(f"ecb-{name}", text, "", None, None, {"topic": name.partition("_")[0], "tokens": places})


def _prose(sentences: Iterable[list[str]]) -> tuple[str, dict[str, tuple[int, int]]]:
    text, places = "", {}
    for number, words in enumerate(sentences):
        for nth, word in enumerate(words):
            tight = word[:1] in ".,;:!?%)'’" or not text or text.endswith(("\n", "(", "$"))
            text += word if tight else " " + word
            places[f"{number}:{nth}"] = (len(text) - len(word), len(text))
        text += "\n" if words else ""
    return text, places


if __name__ == "__main__":
    sys.exit(main())
