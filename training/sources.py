"""Where the articles are that `annotations/` speaks of: an id → its text, from the public set that it names. The texts are not in the project."""

import csv
import json
import random
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

CORRIDORS = "Humanitarian Corridors Ukraine - HC_geocoded.csv"
HELD_OUT_REGION = "Middle East"  # of the newswire set: measured on, never learnt from
STATUS = re.compile(r"^\s*Status:[^;]*;\s*")  # the outcome, coded in front of the announcement
NO_SPACE_BEFORE = re.compile(r"[.,;:!?%)\]”’…]+|n't|n’t|['’](s|re|ve|ll|d|m|t)")
NO_SPACE_BEHIND = frozenset("([“‘$£€")
WIKIEVENTS = "wikievents/derived-train/data/wikievents/wiki-train-human.jsonl"
FALSE_ALARMS = Path(__file__).parents[1] / "bench/labels/false_alarms.txt"  # articles that are measured on
SHORTEST, LONGEST, OPENING = 150, 4500, 80  # characters of a text to learn from without annotations, and of what tells it from others
UNLABELLED = {
    "ukr": 400,
    "fk": 400,
    "ceha": 250,
    "we": 150,
    "nw": 300,
    "satp_relevant": 350,
    "insightCrime": 250,
    "muc4": 250,
    "polnear": 100,
}
# Tokens as they stood in the text: what is cut apart there is joined here.
JOINED = (
    (re.compile(r" (['’]) (s|re|ve|ll|d|m|t)\b"), r"\1\2"), (re.compile(r"(?<=\w) ([-–/]) (?=\w)"), r"\1"), (re.compile(r"(?<=\d) ([.,:]) (?=\d)"), r"\1"),
    (re.compile(r"\b([A-Z]) \. (?=[A-Z]\b)"), r"\1."), (re.compile(r" ([.,;:!?%)\]”’…])"), r"\1"), (re.compile(r"([(\[“‘$£€]) "), r"\1"),
    (re.compile(r'" ([^"]*?) ?"'), r'"\1"'),
)  # fmt: skip


class Article(NamedTuple):
    """An article of a set, its date as the set has it."""

    text: str
    title: str
    published: str | None


def article_of(shared: Path, name: str) -> Article:
    """Return an article by its id: the prefix names the set. Raises KeyError where the set lacks it."""
    prefix = name.partition("-")[0]
    return _sets(shared)[prefix]()[name]


@cache
def _sets(shared: Path) -> dict[str, Callable[[], dict[str, Article]]]:
    readers = {"ukr": _ukraine_news, "fk": _fa_kes, "hc": _corridors, "ceha": _ceha, "gva": _gva, "nw": _newswire, "we": _wikievents}
    return {prefix: cache(lambda read=read: dict(read(shared / "data"))) for prefix, read in readers.items()}  # type: ignore[misc]


def unlabelled(shared: Path) -> Iterator[tuple[str, str]]:
    """Yield ids and texts to learn from without annotations: of each set at most so many; nothing of the corpus or of what is measured on."""
    kept = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((shared / "corpus/docs").glob("*.json"))]
    names, openings = {article["id"] for article in kept}, {article["text"][:OPENING] for article in kept}
    names.update(FALSE_ALARMS.read_text(encoding="utf-8").split())
    held = tuple(f"nw-{prefix}" for prefix in regions(shared)[HELD_OUT_REGION])
    for source, most in UNLABELLED.items():
        found = [
            (name, text)
            for name, text in _texts(shared, source)
            if SHORTEST < len(text) < LONGEST and name not in names and text[:OPENING] not in openings and not name.startswith(held)
        ]
        yield from random.Random(source).sample(found, min(most, len(found)))


def _texts(shared: Path, source: str) -> Iterator[tuple[str, str]]:
    """Yield ids and texts of a set, or of the training part of one that is not for annotation."""
    data = shared / "data"
    if source in _sets(shared):
        yield from ((name, article.text) for name, article in _sets(shared)[source]().items())
    elif source == "muc4":
        yield from ((f"muc4-{kept['docid'].lower()}", kept["doctext"]) for kept in lines_of(data / "muc4/train.json"))
    elif source == "polnear":
        yield from (
            (f"polnear-{path.stem}", path.read_text(encoding="utf-8")) for path in sorted((data / "polnear/train/text").glob("*.txt"))
        )
    else:
        lines = (data / "conflibert" / source / "train.tsv").read_text(encoding="utf-8").splitlines()
        yield from ((f"{source}-{number}", line.partition("\t")[0]) for number, line in enumerate(lines))


def lines_of(path: Path) -> Iterator[dict[str, str]]:
    """Yield the objects of a file with one JSON object a line."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _ukraine_news(data: Path) -> Iterator[tuple[str, Article]]:
    for kept in lines_of(data / "ukraine-news/articles.jsonl"):
        if kept["language"] == "en":
            yield f"ukr-{kept['id'].split('_')[-1]}", Article(kept["text"], kept.get("title") or "", kept["published"])


def _fa_kes(data: Path) -> Iterator[tuple[str, Article]]:
    for kept in lines_of(data / "fa_kes/articles.jsonl"):
        month, day, year = kept["date"].split("/")
        published = f"20{int(year):02d}-{int(month):02d}-{int(day):02d}"
        yield f"fk-{kept['unit_id']}", Article(kept["article_content"], kept["article_title"], published)


def _corridors(data: Path) -> Iterator[tuple[str, Article]]:
    with (data / "corridors" / CORRIDORS).open(encoding="utf-8") as lines:
        for kept in csv.DictReader(lines):
            yield f"hc-{kept['HC_ID']}", Article(STATUS.sub("", kept["text"]), "", kept["date"])


def _ceha(data: Path) -> Iterator[tuple[str, Article]]:
    with (data / "ceha/CEHA_dataset.csv").open(encoding="utf-8") as lines:
        for kept in csv.DictReader(lines):
            if kept["train_dev_test_split"] != "test":
                yield f"ceha-{kept['Index']}", Article(kept["Event Description"], "", None)


def _gva(data: Path) -> Iterator[tuple[str, Article]]:
    for kept in lines_of(data / "gva/articles.jsonl"):
        yield f"gva-{kept['id'][:10]}", Article(kept["content"], kept["title"], kept["dct"])


def _newswire(data: Path) -> Iterator[tuple[str, Article]]:
    for path in sorted((data / "worldwide-newswire/processed_annotated").glob("*.tsv")):
        yield f"nw-{path.name.removesuffix('.txt.tsv')}", Article(_prose(path), "", None)


def _wikievents(data: Path) -> Iterator[tuple[str, Article]]:
    for kept in lines_of(data / WIKIEVENTS):
        text = " ".join(kept["tokens"])
        for cut, whole in JOINED:
            text = cut.sub(whole, text)
        yield f"we-{kept['docid'].lower()}", Article(text, "", None)


def tokens_of(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the tokens of a file, one a line, with their tags; an empty one where a paragraph ends."""
    for line in path.read_text(encoding="utf-8").split("\n"):
        token, _, tag = line.rstrip("\r").partition("\t")
        yield token.strip(), tag


def regions(shared: Path) -> dict[str, list[str]]:
    """Return the file prefixes of each region of the newswire set."""
    made: dict[str, list[str]] = {}
    region = ""
    for line in (shared / "data/worldwide-newswire/regions.txt").read_text(encoding="utf-8").splitlines():
        if line.endswith(":"):
            region = line[:-1]
        elif line.strip() and not line.startswith("#"):
            made.setdefault(region, []).append(line.strip())
    return made


def _prose(path: Path) -> str:
    """Return tokens as the prose that they were: paragraphs apart, no space before a stop."""
    text, quoted = "", False
    for token, _ in tokens_of(path):
        if not token:
            text = text.rstrip(" ") + "\n\n" if text and not text.endswith("\n\n") else text
        elif token == '"':
            text = text.rstrip(" ") + '" ' if quoted else text + '"'
            quoted = not quoted
        else:
            if NO_SPACE_BEFORE.fullmatch(token) and not text.endswith("\n"):
                text = text.rstrip(" ")
            text += token + ("" if token in NO_SPACE_BEHIND else " ")
    return re.sub(r"[ \t]+\n", "\n", text).strip()
