"""A page → the text of its article, its title, its outlet, its address and when it says it was published and modified."""

import json
import re
from collections.abc import Iterator
from typing import Any

from montjoie.collect.arrived import Arrived, refusal
from montjoie.collect.decoding import unkeepable
from montjoie.schema import Refusal

# Taking the article out of a page is quadratic in its elements, and parsing in the attributes of one: 40,000 links took
# more than 15 s, 200,000 attributes too; at these limits the worst pages made up for the purpose take about 2 s. A limit
# on what a page has, and none on time, so that a page is read on every machine or on none.
MOST_TAGS = 40_000
MOST_ATTRIBUTES = 5_000

_ARTICLE_TYPES = re.compile(r"(?:\w*Article|\w*Posting|Report|AnalysisNewsArticle|WebPage)")
_PUBLISHED_NAMES = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "date.published", "parsely-pub-date",
    "sailthru.date", "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date.created", "cxenseparse:recs:publishtime",
    "citation_publication_date", "article.published", "publish-date", "publish_date", "publication_date", "pubdate", "dc.date",
)  # fmt: skip
_MODIFIED_NAMES = (
    "article:modified_time", "og:article:modified_time", "og:updated_time", "datemodified", "date.modified", "dcterms.modified",
    "dc.date.modified", "article.updated", "last-modified",
)  # fmt: skip
# The bounds htmldate asks for; its own upper bound is the day of the run, and a page must read the same on every day.
_EARLIEST, _LATEST = "1990-01-01", "2100-01-01"
_LONGEST_TIME = 60


def read_page(page: str, raw: bytes, origin: str) -> Arrived | Refusal:
    """Return the article of a page. Text and title as trafilatura finds them; times only where the page's own metadata has them."""
    too_much = _too_much(page)
    if too_much:
        return refusal(origin, "too_large", f"{too_much}; save the article alone")
    if unkeepable(page):
        return refusal(origin, "binary", f"it cannot be kept: {unkeepable(page)}")
    import trafilatura  # half a second, and only pages need it

    found = trafilatura.bare_extraction(
        page, with_metadata=True, include_comments=False, date_extraction_params={"extensive_search": False, "original_date": True}
    )
    if found is None or isinstance(found, dict) or not found.text or not found.text.strip():
        return refusal(origin, "no_text", "no article was found in this page; hand over its text as .txt")
    head = _Head(page)
    return Arrived(
        origin=origin,
        raw=raw,
        text=found.text,
        title=(found.title or "").strip(),
        published=head.published(),
        modified=head.modified(),
        outlet=head.outlet(),
        url=found.url or None,
    )


class _Head:
    """What a page says about itself: its JSON-LD, its meta elements and the times that it marks as its own."""

    def __init__(self, page: str) -> None:
        from lxml import html  # comes with trafilatura

        self._tree = html.document_fromstring(page.encode(), parser=html.HTMLParser(encoding="utf-8"))
        self._linked = list(_linked_articles(self._tree))
        self._meta: dict[str, str] = {}
        for element in self._tree.iter("meta"):
            name = element.get("property") or element.get("name") or element.get("itemprop") or ""
            if element.get("content"):
                self._meta.setdefault(name.strip().casefold(), element.get("content"))

    def published(self) -> tuple[str, ...]:
        """Return the times of publication that the page gives, the most trustworthy first."""
        own = [*self._of_linked("datePublished"), *self._of_meta(_PUBLISHED_NAMES), *self._marked("datePublished")]
        return _short([*own, *self._by_htmldate()])

    def modified(self) -> tuple[str, ...]:
        """Return the times of modification that the page gives."""
        return _short([*self._of_linked("dateModified"), *self._of_meta(_MODIFIED_NAMES), *self._marked("dateModified")])

    def outlet(self) -> str | None:
        """Return the name of the outlet where the page gives it; never what stands behind a dash in its title."""
        publishers = (node.get("publisher") for node in self._linked)
        names = (publisher.get("name") for publisher in publishers if isinstance(publisher, dict))
        candidates = [self._meta.get("og:site_name"), *names]
        return next((name.strip() for name in candidates if isinstance(name, str) and name.strip()), None)

    def _of_linked(self, key: str) -> list[str]:
        return [node[key] for node in self._linked if isinstance(node.get(key), str)]

    def _of_meta(self, names: tuple[str, ...]) -> list[str]:
        return [self._meta[name] for name in names if name in self._meta]

    def _marked(self, name: str) -> list[str]:
        times = self._tree.xpath(f"//time[@datetime][@itemprop='{name}' or (@pubdate and '{name}'='datePublished')]")
        return [element.get("datetime") for element in times]

    def _by_htmldate(self) -> list[str]:
        """Return the day that htmldate finds in the elements of the head: elsewhere it takes those of other articles and things."""
        import htmldate
        from lxml import html

        elements = self._tree.xpath("/html/head/meta | /html/head/link")
        head = "".join(html.tostring(element, encoding="unicode", with_tail=False) for element in elements)
        page = f"<html><head>{head}</head></html>"
        found = htmldate.find_date(page, extensive_search=False, original_date=True, min_date=_EARLIEST, max_date=_LATEST)
        return [found] if found else []


def _too_much(page: str) -> str | None:
    if page.count("<") > MOST_TAGS:
        return f"the page has more than {MOST_TAGS:,} elements"
    if any(tag[0].count("=") + tag[0].count(" ") > MOST_ATTRIBUTES * 2 for tag in re.finditer(r"<[a-zA-Z][^<>]*", page)):
        return f"an element of the page has more than {MOST_ATTRIBUTES:,} attributes"
    return None


def _linked_articles(tree: Any) -> Iterator[dict[str, Any]]:
    """Yield what the page's JSON-LD says of itself, articles before the page; not the articles that it lists beside its own."""
    nodes: list[dict[str, Any]] = []
    for element in tree.iter("script"):
        if "ld+json" not in (element.get("type") or ""):
            continue
        try:
            value = json.loads(element.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        for node in value if isinstance(value, list) else [value]:
            if isinstance(node, dict):
                graph = node.get("@graph")
                nodes += [node, *(inner for inner in (graph if isinstance(graph, list) else []) if isinstance(inner, dict))]
    typed = [(str(node.get("@type")), node) for node in nodes]
    articles = [(kinds, node) for kinds, node in typed if _ARTICLE_TYPES.search(kinds)]
    yield from (node for kinds, node in sorted(articles, key=lambda pair: "WebPage" in pair[0]))


def _short(times: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(time.strip() for time in times if time.strip() and len(time) <= _LONGEST_TIME and not unkeepable(time)))
