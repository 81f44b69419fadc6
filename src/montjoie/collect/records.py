"""One object of JSON or one row of a table → `Arrived`: which of its keys is the text, the title, the time, by name."""

import re
from collections.abc import Iterable, Mapping

from montjoie.collect.arrived import FIELDS, Arrived, CollectOptions, refusal
from montjoie.collect.decoding import unkeepable
from montjoie.collect.published import NO_VALUE
from montjoie.schema import Refusal

# What the fields are called in the exports of news databases, crawlers and research sets, the surest name first. Nothing
# else is guessed from: a column that is not here is named by the user.
NAMES: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "unit_id", "doc_id", "document_id", "article_id", "guid"),
    "text": (
        "text", "body", "content", "article", "article_content", "article_text", "article_body", "full_text", "fulltext", "body_text",
        "main_text", "maintext", "content_text", "story",
    ),
    "title": ("title", "headline", "article_title", "heading"),
    "published": (
        "published", "published_at", "publication_date", "date_published", "date_publish", "published_date", "publish_date", "pub_date",
        "pubdate", "published_time", "publication_time", "date",
    ),
    "outlet": ("outlet", "publisher", "source_name", "site_name", "sitename", "newspaper", "source", "source_domain", "domain"),
    "url": ("url", "link", "article_url", "canonical_url", "source_url"),
}  # fmt: skip

_SHOWN_NAMES = 30
_LONGEST_NAME = 40


def columns_of(names: Iterable[str], options: CollectOptions) -> dict[str, str]:
    """Return which of the names stands for which field: as the user says, else by the commonest name that is there.

    A name that the user gives and that is not among them is left out.
    """
    names = list(names)
    folded: dict[str, str] = {}
    for name in names:
        folded.setdefault(_folded(name), name)
    columns: dict[str, str] = {}
    for field in FIELDS:
        if field in options.columns:
            if options.columns[field] in names:
                columns[field] = options.columns[field]
            continue
        guess = next((candidate if candidate in names else folded[candidate] for candidate in NAMES[field] if candidate in folded), None)
        if guess is not None and guess not in options.columns.values():
            columns[field] = guess
    return columns


def missing_columns(names: Iterable[str], options: CollectOptions) -> str | None:
    """Return what a table lacks, as a sentence with its remedy; `None` where it has a text and every column that was named."""
    names = list(names)
    there = _listed(names)
    for field in sorted(options.columns):
        if options.columns[field] not in names:
            return f"no column is called {options.columns[field]!r}; there are: {there}; name one of them with `--column {field}=NAME`"
    if "text" not in columns_of(names, options):
        return f"no column is known to hold the text; there are: {there}; name it with `--column text=NAME`"
    twice = sorted(name for name in columns_of(names, options).values() if names.count(name) > 1)
    if twice:
        return f"two columns are called {twice[0]!r}; rename one and name it with `--column FIELD=NAME`"
    return None


def arrived_record(record: object, raw: bytes, origin: str, options: CollectOptions) -> Arrived | Refusal:
    """Return the text of an object with what came with it, or why there is none."""
    if not isinstance(record, dict):
        return refusal(origin, "no_text", f"it is {_kind(record)} and not an object with a text")
    columns = columns_of(record, options)
    text = record.get(columns["text"]) if "text" in columns else None
    if not isinstance(text, str):
        return refusal(origin, "no_text", _why_no_text(record, columns))
    if not text.strip():
        return refusal(origin, "empty", f"its {columns['text']!r} has no words")
    words = {field: _words_of(record.get(columns[field])) for field in FIELDS if field in columns and field != "text"}
    country = _words_of(record.get("outlet_country"))
    for name, value in (("text", text), *sorted(words.items()), ("outlet_country", country)):
        fault = unkeepable(value)
        if fault:
            return refusal(origin, "binary" if "zero" in fault else "not_utf8", f"its {name} cannot be kept: {fault}; correct the file")
    return Arrived(
        origin=origin,
        raw=raw,
        text=text,
        given_id=words.get("id") or None,
        title=words.get("title", ""),
        published=tuple(filter(None, [words.get("published")])),
        modified=tuple(filter(None, [_words_of(record.get("modified"))])),
        outlet=words.get("outlet") or None,
        outlet_country=country or None,
        url=words.get("url") or None,
    )


def _folded(name: str) -> str:
    """Return a name as the table of names has it: `publishedAt`, `Pub Date` and `pub-date` in lower case with `_`."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name.strip())
    return re.sub(r"[\s.-]+", "_", apart).casefold()


def _words_of(value: object) -> str:
    """Return a value as words; nothing for what stands for no value, since an id "nan" would make one source of many."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    words = value.strip() if isinstance(value, str) else f"{value:d}" if abs(value) < 10**30 else ""
    return "" if words.casefold() in NO_VALUE else words


def _why_no_text(record: Mapping[object, object], columns: Mapping[str, str]) -> str:
    keys = {str(key) for key in record}
    if "text" not in columns and keys & {"incidents", "claims", "commitments"}:
        return "it is a reading (incidents, claims or commitments) and not an article; hand readings over with `--readings DIR`"
    if "text" in columns:
        return f"its {columns['text']!r} is {_kind(record[columns['text']])} and not a text"
    return f"no key is known to hold the text; there is: {_listed(sorted(keys))}; name it with `--column text=NAME`"


def _listed(names: list[str]) -> str:
    """Return names for a message, the first of many and the beginning of long ones."""
    short = [name if len(name) <= _LONGEST_NAME else name[:_LONGEST_NAME] + "…" for name in names[:_SHOWN_NAMES]]
    more = f" and {len(names) - _SHOWN_NAMES} more" if len(names) > _SHOWN_NAMES else ""
    return (", ".join(short) or "nothing") + more


def _kind(value: object) -> str:
    kinds = ((bool, "true or false"), (int | float, "a number"), (str, "a string"), (list, "a list"), (dict, "an object"))
    return next((words for kind, words in kinds if isinstance(value, kind)), "null")
