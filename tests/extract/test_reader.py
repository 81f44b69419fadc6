"""The shipped model: the same reading whatever is read beside it, exact quotations, and texts that are unlike news."""

import random
from collections.abc import Iterator

import pytest

from montjoie.extract.annotation import ReadingShape
from montjoie.extract.given import fit_reading
from montjoie.extract.writing import written
from montjoie.reading import ModelReader
from montjoie.record.given import reading_spans
from montjoie.schema import Document, Reading

ARTICLES = {
    "strike": "A missile strike hit a power station in Kharkiv overnight, killing at least three workers, the regional governor said. "
    "“They struck on purpose,” he said. Moscow denied that its forces had attacked the plant.",
    "talks": "Delegations from Ethiopia and the Tigray forces met in Pretoria on Tuesday. Mediators said both sides had agreed to a ceasefire.\n"
    "A second round of talks is planned for next week, an African Union spokesman said.",
    "capitals": "REBELS SHELLED THE MARKET IN ALEPPO ON MONDAY AND KILLED TWELVE PEOPLE, THE STATE AGENCY SAID. " * 12,
}


def document(name: str, text: str) -> Document:
    return Document(id=f"document-{name}", source_key=name, given_id=name, text=text, title="", language="en")


@pytest.fixture(scope="module")
def model() -> ModelReader:
    return ModelReader()


def read(model: ModelReader, name: str, text: str) -> Reading:
    made = model.read(document(name, text))
    assert isinstance(made, Reading), made
    return made


def test_an_article_read_alone_or_among_others_gives_the_same_reading(model: ModelReader) -> None:
    alone = {name: read(ModelReader(), name, text) for name, text in ARTICLES.items()}
    for seed in range(2):
        order = random.Random(seed).sample(sorted(ARTICLES), len(ARTICLES))
        assert {name: read(model, name, ARTICLES[name]) for name in order} == alone


def test_something_is_read_in_plain_reports(model: ModelReader) -> None:
    strike, talks = (read(model, name, ARTICLES[name]) for name in ("strike", "talks"))
    assert any(incident.type in ("air_strike", "attack", "shelling") for incident in strike.incidents)
    assert any(figure.kind == "killed" and figure.low == 3 for incident in strike.incidents for figure in incident.toll)
    assert strike.claims
    assert any(incident.type == "talks" for incident in talks.incidents)


def test_what_is_written_is_read_back_as_the_same_reading(model: ModelReader) -> None:
    for name, text in ARTICLES.items():
        made = read(model, name, text)
        shape = ReadingShape.model_validate(written(document(name, text), made))
        back = fit_reading(shape, made.document, text, name=name)
        assert back.claims == made.claims
        assert [i.triggers for i in back.incidents] == [i.triggers for i in made.incidents]
        assert [c.content for c in back.commitments] == [c.content for c in made.commitments]


def odd_texts() -> Iterator[tuple[str, str]]:
    strike = ARTICLES["strike"]
    yield "one word", "Attack"
    yield "a stop", "."
    yield "a table", "\n".join(f"Kherson | {n} killed | 3 drones | 2023-02-11" for n in range(200))
    yield "two languages", f"{strike}\nУнаслідок обстрілу ринку загинули троє людей, повідомив голова адміністрації.\n{strike}"
    yield "markup", f"<p>{strike}</p><p>&nbsp;<img src='x.jpg'/></p>"
    yield "half a character", "Shelling \ud83d killed three people in Kherson, he said."
    yield "a word of 5,000 letters", "a" * 5000 + " shelling"
    yield "invisible characters", "She\u200blling killed\u00ad three\u00a0people\u0301 in K\u0000herson"
    yield "no sentence end", "strike on the harbour " * 800


@pytest.mark.parametrize(("name", "text"), list(odd_texts()), ids=lambda value: value if len(value) < 30 else "")
def test_a_text_unlike_news_is_read_without_a_fault(model: ModelReader, name: str, text: str) -> None:
    made = read(model, name, text)
    assert all(0 <= span.start < span.end <= len(text) for span in reading_spans(made))


@pytest.mark.parametrize(("language", "reads"), [("en", True), ("und", True), ("uk", False), ("fr", False)])
def test_other_languages_are_not_read(model: ModelReader, language: str, reads: bool) -> None:
    made = Document(id="document-x", source_key="x", given_id="x", text="x", language=language)
    assert model.reader.reads(made) is reads
