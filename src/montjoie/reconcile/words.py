"""Words folded for comparing: never stored, never shown."""

import re
import unicodedata

from montjoie.schema import Span, Who

_ARTICLES = ("the ", "a ", "an ")
_EMPTY_WORDS = frozenset({"the", "a", "an", "of", "for", "in", "s", "and", "its", "his", "her", "their"})
# What is said of a body besides its name, and what a body is called that the article names elsewhere; all without a plural's s.
_QUALIFYING = frozenset(
    {"based", "britain", "british", "uk", "u", "k", "opposition", "opposing", "pro", "anti", "official", "run", "own", "local", "independent",
     "assad", "regime", "government", "war", "same", "one", "another", "so", "called", "ha", "have", "said"}
)  # fmt: skip
# What a body that watches is called by its kind; without a plural's s.
MONITOR = frozenset({"monitor", "monitoring", "watchdog", "ngo", "group", "organisation", "organization", "activist", "network", "right"})
_DIVISION_WORDS = (
    "oblast", "region", "province", "governorate", "state", "district", "county", "department", "prefecture", "wilayat", "raion",
    "autonomous republic of", "republic of", "muhafazat",
)  # fmt: skip

_RANKS = (
    r"(?:(?:Colonel|Col|General|Gen|Major|Maj|Captain|Capt|Lieutenant|Lt|Admiral|Brigadier|Brig|Sergeant|Dr|Mr|Mrs|Ms)\.?(?: General)? )*"
)
_OFFICE_AND_NAME = re.compile(
    rf"^.*\b(?!(?:the|for|and|from|with|near|under)\b)[a-z]{{3,}},? {_RANKS}(?P<name>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){{1,3}})$"
)


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


def bare(words: str) -> frozenset[str]:
    """Return the words of a body's name, without what qualifies it and without a plural's s."""
    return frozenset(word.removesuffix("s") for word in bag(words).split()) - _QUALIFYING


def described_words(who: Who, text: str | None) -> str | None:
    """Return the folded words of somebody without an id, where the text is at hand or the reading carries them."""
    if who.name is not None:
        return fold(who.name)
    if isinstance(who.full, str):
        return fold(who.full)
    if text is None:
        return None
    span: Span = who.full or who.span
    return _part_meant(fold(text[span.start : span.end]), fold(text[who.span.start : who.span.end]))


def person_named(who: Who, text: str | None) -> str | None:
    """Return the folded name of a person whose words also tell his office: "the regional governor, Ana Delmir" is Ana Delmir."""
    if text is None or who.kind not in ("office", "person") or isinstance(who.full, str):
        return None
    span: Span = who.full or who.span
    match = _OFFICE_AND_NAME.match(text[span.start : span.end])
    return fold(match["name"]) if match and match["name"].split()[-1].casefold() not in _DIVISION_WORDS else None


def _part_meant(full: str, written: str) -> str:
    """Of several named together ("the monitor and the rescue service"), the one whose words a part of them takes up ("the monitor")."""
    if " and " not in full or " and " in written:
        return full
    parts = [part for part in full.split(" and ") if set(bag(part).split()) & set(bag(written).split())]
    return fold(parts[0]) if len(parts) == 1 else full
