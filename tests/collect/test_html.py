"""A page gives its article, and of its times only those that it gives for itself."""

from pathlib import Path

import pytest

from montjoie.collect import CollectOptions, collect
from montjoie.collect.html import MOST_TAGS, read_page
from montjoie.schema import Document, Refusal

FIXTURES = Path(__file__).parent / "fixtures"
ARTICLE = "<p>Shells fell on the village of Orlivka on Tuesday night, the mayor said in a post to residents.</p>"

LISTED = (
    '<script type="application/ld+json">'
    '{"@type":"ItemList","itemListElement":[{"@type":"NewsArticle","datePublished":"2020-01-01"}]}</script>'
)


def read(path: Path, zone: str = "UTC") -> Document:
    (document,) = collect([path], CollectOptions(zone=zone))
    assert isinstance(document, Document), document
    return document


def page_of(head: str = "", body: str = ARTICLE) -> str:
    return f"<html><head>{head}</head><body><article><h1>Head</h1>{body}</article></body></html>"


def published_of(head: str, body: str = ARTICLE) -> tuple[str, ...]:
    arrived = read_page(page_of(head, body), b"", "page.html")
    assert not isinstance(arrived, Refusal)
    return arrived.published


def test_a_page_gives_its_article_and_its_own_metadata() -> None:
    document = read(FIXTURES / "report.html")
    assert "killing two workers, the mayor said." in document.text
    assert "“We will rebuild it,” she told reporters beside the ruins & the burnt lorries." in document.text
    assert "Home" not in document.text
    assert "older story" not in document.text
    assert (document.title, document.outlet, document.language) == ("Shells hit Orlivka mill", "The Ridge Post", "en")
    assert document.source_key == "url:https://www.ridgepost.example/2022/05/orlivka-mill"
    assert document.published is not None
    assert (document.published.at, document.modified) == ("2022-05-03T09:15:30+03:00", "2022-05-03T11:40:00+03:00")
    assert document.raw == (FIXTURES / "report.html").read_bytes()


def test_a_page_that_gives_no_time_has_none() -> None:
    document = read(FIXTURES / "undated.html")
    assert document.published is None
    assert document.outlet is None
    assert document.source_key.startswith("text:")


def test_a_page_in_the_encoding_that_it_declares() -> None:
    document = read(FIXTURES / "cyrillic.html", "Europe/Kyiv")
    assert "Снаряды упали на мельницу" in document.text
    assert document.language == "ru"
    assert document.published is not None
    assert document.published.not_after.isoformat() == "2022-05-03T20:59:59.999999+00:00"


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ('<meta itemprop="datePublished" content="2022-05-01T10:00Z">', "2022-05-01T10:00Z"),
        ('<meta name="DC.date.issued" content="2022-05-01">', "2022-05-01"),
        ('<script type="application/ld+json">[{"@type":"ReportageNewsArticle","datePublished":"2022-05-01"}]</script>', "2022-05-01"),
        ('<link rel="canonical" href="https://ridgepost.example/2022/05/17/mill">', "2022-05-17"),
    ],
)
def test_the_places_where_a_page_gives_its_time(head: str, published: str) -> None:
    assert published_of(head)[0] == published


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ('<link rel="canonical" href="https://ridgepost.example/2022/05/mill">', ARTICLE),
        ("", ARTICLE + '<time datetime="2020-02-02">2 February 2020</time>'),
        ("", ARTICLE + "<p>Copyright 2019. Published in the spring of 2018, it was read by many people of the town.</p>"),
        (LISTED, ARTICLE),
        ('<script type="application/ld+json">{"@type":"Event","datePublished":"2020-01-01"}</script>', ARTICLE),
    ],
)  # fmt: skip
def test_a_month_or_the_time_of_something_else_is_no_time_of_the_page(head: str, body: str) -> None:
    assert published_of(head, body) == ()


@pytest.mark.parametrize(
    "page",
    [
        "<p>x" * (MOST_TAGS + 1),
        "<html><body><div " + " ".join(f"a{number}=1" for number in range(20_000)) + ">" + ARTICLE,
        "<html><body>" + "<div>" * 3_000 + "x",
        "<frameset><frame src=x></frameset>",
        "<html><body><nav><a href='/'>Home</a></nav></body></html>",
        "plain words without any element",
        "<html><!--" + "-" * 10_000,
        "<?xml version='1.0' encoding='utf-8'?>" + page_of(),
        page_of('<script type="application/ld+json">' + "[" * 100_000 + "</script>"),
        page_of('<script type="application/ld+json">{"@type": 3, "@graph": 4, "publisher": []}</script>'),
        page_of("", ARTICLE + "&#xD800;&#0;"),
        page_of("<meta><meta content='x'><meta name='pubdate' content=''>"),
    ],
)
def test_a_hostile_page_is_read_or_refused_and_never_raises(page: str) -> None:
    found = read_page(page, page.encode(), "page.html")
    assert isinstance(found, Refusal) or "Orlivka" in found.text or found.text.strip()
