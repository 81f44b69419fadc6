"""Our annotations of public articles: kept as offsets without their words, and put back beside the text of the set that they are of.

python -m training.annotations pack FOLDER --annotator NAME      resolved annotations (codebook's JSON with offsets) → annotations/<set>.jsonl
python -m training.annotations unpack FOLDER                     the same, with their words again, and the articles, to look at or to check
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from montjoie.ids import text_digest
from training.sources import Article, article_of

FOLDER = Path(__file__).parent / "annotations"
SHARED_ONLY = frozenset({"q", "n"})  # what a quotation holds of the text's words
Json = dict[str, Any]


class Annotated(NamedTuple):
    """One article of a set with its annotation, in the codebook's JSON."""

    name: str
    article: Article
    annotation: Json


def annotated(shared: Path, folder: Path = FOLDER, *, which: str = "[a-z]*.jsonl") -> Iterator[Annotated]:
    """Yield our annotations with their words, in order of id. Exits where a text is not the one that was annotated."""
    kept = [json.loads(line) for path in sorted(folder.glob(which)) for line in path.read_text(encoding="utf-8").splitlines()]
    for packed in sorted(kept, key=lambda packed: packed["doc"]):
        article = article_of(shared, packed["doc"])
        if text_digest(article.text) != packed["text_sha256"]:
            sys.exit(f"the text of {packed['doc']} in {shared} is not the one that was annotated (text_sha256 in {folder})")
        yield Annotated(packed["doc"], article, _with_words(packed, article.text))


def packed(annotation: Json, article: Article, annotator: str) -> Json:
    """Return an annotation without any words of the text but names that a place or a speaker was resolved to."""
    made = {"doc": annotation["doc"], "text_sha256": text_digest(article.text), "annotator": annotator}
    return made | {name: _without_words(annotation.get(name) or []) for name in ("incidents", "claims", "commitments", "relations")}


def _without_words(node: Any) -> Any:
    if isinstance(node, list):
        return [_without_words(item) for item in node]
    if isinstance(node, dict):
        return {key: _without_words(value) for key, value in node.items() if key not in SHARED_ONLY}
    return node


def _with_words(node: Any, text: str) -> Any:
    if isinstance(node, list):
        return [_with_words(item, text) for item in node]
    if isinstance(node, dict):
        made = {key: _with_words(value, text) for key, value in node.items()}
        return {"q": text[node["s"] : node["e"]], **made} if "s" in node else made
    return node


def main() -> None:
    """Pack or unpack."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["pack", "unpack"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--annotator", default="a language model, by the codebook")
    parser.add_argument("--out", type=Path, default=FOLDER)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    args = parser.parse_args()
    if args.what == "unpack":
        for part in ("docs", "gold"):
            (args.folder / part).mkdir(parents=True, exist_ok=True)
        for one in annotated(args.shared):
            article = {"id": one.name, **one.article._asdict()}
            for part, what in (("docs", article), ("gold", one.annotation)):
                (args.folder / part / f"{one.name}.json").write_text(json.dumps(what, ensure_ascii=False, indent=1), encoding="utf-8")
        return
    args.out.mkdir(parents=True, exist_ok=True)
    for path in sorted(args.folder.glob("*.json")):
        annotation = json.loads(path.read_text(encoding="utf-8"))
        made = packed(annotation, article_of(args.shared, annotation["doc"]), args.annotator)
        into = args.out / f"{annotation['doc'].partition('-')[0]}.jsonl"
        kept = {json.loads(line)["doc"]: line for line in into.read_text(encoding="utf-8").splitlines()} if into.exists() else {}
        kept[annotation["doc"]] = json.dumps(made, ensure_ascii=False, separators=(",", ":"))
        into.write_text("".join(f"{kept[name]}\n" for name in sorted(kept)), encoding="utf-8")


if __name__ == "__main__":
    main()
