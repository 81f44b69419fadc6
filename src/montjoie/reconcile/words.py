"""Words folded for comparing: never stored, never shown."""

import re
import unicodedata

from montjoie.schema import Span, Who

_ARTICLES = ("the ", "a ", "an ")
_EMPTY_WORDS = frozenset({"the", "a", "an", "of", "for", "in", "s", "and", "its", "his", "her", "their"})
_DIVISION_WORDS = (
    "oblast", "region", "province", "governorate", "state", "district", "county", "department", "prefecture", "wilayat", "raion",
    "autonomous republic of", "republic of", "muhafazat",
)  # fmt: skip


def fold(text: str) -> str:
    """Return a text without accents, case, a leading article and doubled spaces."""
    plain = "".join(mark for mark in unicodedata.normalize("NFKD", text) if not unicodedata.combining(mark))
    words = " ".join(plain.casefold().split())
    for article in _ARTICLES:
        words = words.removeprefix(article)
    return words


def fold_division(name: str) -> str:
    """Return the bare name of a first-level division: "Kherson Oblast" and "Kherson region" are one."""
    words = fold(name)
    for generic in _DIVISION_WORDS:
        words = words.removesuffix(" " + generic).removeprefix(generic + " ")
    return words.removesuffix("'")


def bag(words: str) -> str:
    """Return the telling words of a description in a fixed order: "Mariupol's city council", "the city council of Mariupol"."""
    return " ".join(sorted(set(re.findall(r"\w+", fold(words))) - _EMPTY_WORDS))


def described_words(who: Who, text: str | None) -> str | None:
    """Return the folded words of somebody without an id, where the text is at hand or the reading carries them."""
    if who.name is not None:
        return fold(who.name)
    if isinstance(who.full, str):
        return fold(who.full)
    if text is None:
        return None
    span: Span = who.full or who.span
    return fold(text[span.start : span.end])
