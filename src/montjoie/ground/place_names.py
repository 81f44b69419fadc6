"""How the names of places are folded, so that spellings that differ only in accents, apostrophes or articles meet.

The build hook uses the same functions, from the standard library alone, so a name is folded at look-up as it was at the build.
"""

import re
import unicodedata
from typing import Literal

NounKind = Literal["settlement", "region", "district"]

ARTICLES = frozenset(
    {"the", "al", "el", "ad", "adh", "an", "ar", "as", "ash", "at", "ath", "az", "ez", "ed", "er", "es", "esh", "ul", "ha"}
)
LATIN_LETTERS = str.maketrans(
    {
        "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ħ": "h", "ŧ": "t", "ə": "e",
        "ɛ": "e", "ɔ": "o", "ŋ": "n",
    }
)  # fmt: skip
APOSTROPHES = re.compile("['’‘ʼʻʽ`´ʹʺ′″ʿʾˈ.]")
JOINERS = re.compile(r"[\s\-‐‑‒–—―_/,;:()\u200b-\u200f\u00a0]+")
# accents of Latin, Greek and Cyrillic, points of Hebrew and Arabic; never the vowel signs of other scripts
MARKS = re.compile("[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0640]")
SETTLEMENT_WORDS = ("city", "town", "village", "settlement", "township", "hamlet")
REGION_WORDS = (
    "oblast", "region", "province", "governorate", "prefecture", "krai", "state", "county", "voivodeship", "department", "territory",
    "raion", "district", "republic", "division", "wilaya", "muhafazah", "subregion", "canton", "woreda", "emirate", "islands",
)  # fmt: skip
DISTRICT_WORDS = ("neighborhood", "neighbourhood", "suburb", "quarter", "borough", "microdistrict", "ward", "street")
KINDS: tuple[tuple[tuple[str, ...], NounKind], ...] = (
    (SETTLEMENT_WORDS, "settlement"), (REGION_WORDS, "region"), (DISTRICT_WORDS, "district"),
)  # fmt: skip
KIND_OF: dict[str, NounKind] = {word: kind for words, kind in KINDS for word in words}


def fold(name: str) -> str:
    """Return a name without case, accents, apostrophes and hyphens; words stay apart."""
    bare = name.lower()
    if not name.isascii():
        bare = MARKS.sub("", unicodedata.normalize("NFKD", name)).casefold().translate(LATIN_LETTERS)
    return JOINERS.sub(" ", APOSTROPHES.sub("", bare)).strip()


def without_article(folded: str) -> str:
    """Return a folded name without its leading article ("al bab" → "bab"), or as it is."""
    first, _, rest = folded.partition(" ")
    return rest if rest and first in ARTICLES and len(rest) > 2 else folded


def split_generic(folded: str) -> tuple[str, NounKind | None]:
    """Return a folded name without its generic words, and the kind that they say ("kherson oblast" → "kherson", region)."""
    words = folded.removeprefix("the ").split()
    if len(words) > 2 and words[1] == "of" and (kind := kind_of_noun(words[0])):
        return " ".join(words[2:]), kind
    if len(words) > 1 and (kind := kind_of_noun(words[-1])):
        return " ".join(words[:-1]), kind
    return folded, None


def kind_of_noun(word: str) -> NounKind | None:
    """Return the kind that a generic noun says, singular or plural."""
    for form in (word, word.removesuffix("s"), word.removesuffix("ies") + "y"):
        if form in KIND_OF:
            return KIND_OF[form]
    return None
