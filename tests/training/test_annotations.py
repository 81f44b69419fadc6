"""Our annotations: offsets without words in the project, words again beside the text that they are of."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from montjoie.extract.annotation import ReadingShape
from montjoie.extract.given import fit_reading
from training import annotations, sources
from training.annotations import FOLDER, annotated, packed
from training.sources import Article, article_of

TEXT = "Shelling hit Kherson on Monday. “They shelled the market,” the governor said."
ANNOTATION = {
    "doc": "fk-1",
    "incidents": [
        {
            "id": "i1", "type": "shelling", "reality": "actual", "trigger": [{"q": "Shelling", "s": 0, "e": 8}, {"q": "shelled", "n": 1, "s": 38, "e": 45}],
            "place": [{"q": "Kherson", "name": "Kherson", "country": "UA", "kind": "settlement", "s": 13, "e": 20}],
        }
    ],
    "claims": [{"id": "c1", "source": {"q": "the governor", "s": 59, "e": 71}, "kind": "accuses", "content": [{"q": "They shelled the market", "s": 33, "e": 56}]}],
}  # fmt: skip


def quotations(node: Any) -> Iterator[dict[str, Any]]:
    """Yield every value that has offsets."""
    if isinstance(node, dict):
        if "s" in node:
            yield node
        node = list(node.values())
    if isinstance(node, list):
        for item in node:
            yield from quotations(item)


def lines() -> Iterator[Any]:
    for path in sorted(FOLDER.rglob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            kept = json.loads(line)
            yield pytest.param(kept, id=f"{path.parent.name}-{kept['doc']}")


def test_an_annotation_is_kept_without_words_and_comes_back_with_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    article = Article(TEXT, "", "2022-03-07")
    kept = packed(ANNOTATION, article, "us")
    assert "shelled" not in json.dumps(kept)
    (tmp_path / "fk.jsonl").write_text(json.dumps(kept), encoding="utf-8")
    monkeypatch.setattr(annotations, "article_of", lambda *_: article)
    [back] = annotated(tmp_path, tmp_path)
    reading = fit_reading(ReadingShape.model_validate(back.annotation), "fk-1", TEXT, name="fk-1")
    assert [TEXT[span.start : span.end] for span in reading.incidents[0].triggers] == ["Shelling", "shelled"]
    assert reading.claims[0].kind == "accuses"


def test_another_text_than_the_annotated_one_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "fk.jsonl").write_text(json.dumps(packed(ANNOTATION, Article(TEXT, "", None), "us")), encoding="utf-8")
    monkeypatch.setattr(annotations, "article_of", lambda *_: Article(TEXT + " ", "", None))
    with pytest.raises(SystemExit, match="fk-1"):
        list(annotated(tmp_path, tmp_path))


@pytest.mark.parametrize("kept", list(lines()))
def test_what_is_committed_holds_offsets_and_no_words(kept: dict[str, Any]) -> None:
    found = list(quotations(kept))
    assert all("q" not in quote and 0 <= quote["s"] < quote["e"] for quote in found)
    assert len(kept["text_sha256"]) == 64
    assert kept["annotator"]


@pytest.mark.parametrize("kept", list(lines()))
def test_every_annotation_fits_the_article_of_its_set(shared: Path, kept: dict[str, Any]) -> None:
    article = article_of(shared, kept["doc"])
    annotation = annotations._with_words(kept, article.text)
    reading = fit_reading(ReadingShape.model_validate(annotation), kept["doc"], article.text, name=kept["doc"])
    assert len(reading.incidents) == len(kept["incidents"])


@pytest.mark.parametrize(
    ("tokens", "prose"),
    [
        (["Troops", "left", ",", "he", "said", "."], "Troops left, he said."),
        (['"', "Go", "!", '"', "she", "cried", "."], '"Go!" she cried.'),
        (["One", ".", "", "Two", "(", "2", ")", "."], "One.\n\nTwo (2)."),
        (["The", "army", "'s", "men", "did", "n't", "stop", "."], "The army's men didn't stop."),
    ],
)
def test_tokens_become_prose_again(tmp_path: Path, tokens: list[str], prose: str) -> None:
    path = tmp_path / "a.tsv"
    path.write_text("\n".join(f"{token}\tO" if token else "" for token in tokens), encoding="utf-8")
    assert sources._prose(path) == prose
