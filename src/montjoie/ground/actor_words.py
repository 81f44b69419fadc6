"""Words about actors: how they are folded and cut into tokens, and the classes that they belong to (data, not code)."""

import csv
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from montjoie.errors import ResourceMissing

_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W\d_]\.[^\W\d_]\b|[^\W_]+(?:['’ʼ`´][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’ʼ`´][sS]$")
_LETTERS = str.maketrans({"ł": "l", "đ": "d", "ø": "o", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe"})
_INSIDE = str.maketrans("", "", "'’ʼ`´.")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text: where it stands, as folded, and as written."""

    start: int
    end: int
    folded: str  # without a possessive 's
    raw: str
    possessive: bool

    @property
    def capital(self) -> bool:
        """Say whether it begins with a capital letter."""
        return self.raw[0].isupper()


@dataclass(frozen=True, slots=True, kw_only=True)
class Institution:
    """What every state has one of: its code, kind and name, which holds `{state}`."""

    code: str
    kind: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The classes of words, and the words for institutions and offices."""

    classes: Mapping[str, frozenset[str]]
    institutions: Mapping[str, Institution]  # by code
    heads: Mapping[str, str]  # words → code of an institution
    offices: Mapping[str, str]  # words → office
    longest_head: int

    def is_a(self, name: str, word: str) -> bool:
        """Say whether a folded word belongs to a class."""
        return word in self.classes[name]


def tokens_of(text: str) -> list[Token]:
    """Cut a text into words, with their offsets."""
    return [_token(match.start(), match.end(), match[0]) for match in _TOKEN.finditer(text)]


def fold(words: str) -> str:
    """Return words as they are compared: small letters, no accents, points, apostrophes or possessive 's, single spaces."""
    return " ".join(_folded(match[0])[0] for match in _TOKEN.finditer(words))


def rows_of(name: str) -> list[dict[str, str]]:
    """Read one of the package's tables of actors."""
    path = files("montjoie.ground").joinpath("data", "actors", name)
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ResourceMissing(f"the table {name} of the actor list is not in the package; install it again") from error
    return [dict(row) for row in csv.DictReader(text.splitlines())]


@lru_cache(maxsize=1)
def load_words() -> Words:
    """Read the classes of words that the package ships."""
    classes: dict[str, set[str]] = {}
    for row in rows_of("words.csv"):
        classes.setdefault(row["class"], set()).add(fold(row["word"]))
    rows = rows_of("institutions.csv")
    heads = {fold(head): row["code"] for row in rows for head in row["heads"].split(";")}
    return Words(
        classes={name: frozenset(words) for name, words in sorted(classes.items())},
        institutions={row["code"]: Institution(code=row["code"], kind=row["kind"], name=row["name"]) for row in rows},
        heads=heads,
        offices={fold(head): row["office"] for row in rows_of("offices.csv") for head in row["heads"].split(";")},
        longest_head=max(len(head.split()) for head in heads),
    )


def _token(start: int, end: int, raw: str) -> Token:
    folded, possessive = _folded(raw)
    return Token(start, end, folded, raw, possessive)


@lru_cache(maxsize=65536)
def _folded(raw: str) -> tuple[str, bool]:
    """Return a word folded, and whether a possessive 's was taken off."""
    base = _POSSESSIVE.sub("", raw)
    small = base.lower().translate(_LETTERS).translate(_INSIDE)
    if not small.isascii():
        small = "".join(char for char in unicodedata.normalize("NFKD", small) if not unicodedata.combining(char))
    return small or raw.lower(), base != raw
