"""What tells one account's words from another's: content words, digests of whole sentences, digests of rare words; for linking only, never shown."""

import csv
import hashlib
import math
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files

from montjoie.ground.place_names import KIND_OF, fold
from montjoie.ground.sentences import sentence_at
from montjoie.schema import Span, Where

LEAST_WORDING = 6  # a sentence of fewer words says nothing about who copied whom
LEAST_LETTERS = 4
GENERIC = frozenset(
    {
        "north", "northern", "south", "southern", "east", "eastern", "west", "western", "northwest", "northwestern", "northeast",
        "northeastern", "southwest", "southwestern", "southeast", "southeastern", "central", "rural", "countryside", "outskirts",
        "border", "line", "front", "area", "areas", "held", "controlled", "besieged", "rebel", "rebels", "regime", "government",
        "opposition", "militant", "occupied", "capital", "near", "main", "road", "highway", "street", "square", "base", "military",
        "hospital", "school", "market", "building", "camp", "farms", "neighborhoods", "neighbourhoods", "districts", "villages", "towns",
        "cities", "provinces", "parts", "side", "war", "torn", "county", "state",
    }
)  # fmt: skip
MOST_TELLING = 120  # words; an incident that half an article speaks of has some 60
OF = 10_000  # reports, of which data/word_shares.csv says how many have a word
COMMON = 100  # of those, from which a word tells nothing by itself
EVERYWHERE = 1_000  # of those, from which it tells nothing in any number
UNLISTED = 10  # of those, for a word that the table does not have: most of them are names
SHARPER = 1.5  # the power of a word's rarity: names weigh more than rare verbs
MOST_WEIGHED = 60  # words of an article, the heaviest
WEIGHT = 10  # units of a weight: whole numbers, so that they are the same everywhere
TOKEN = re.compile(r"[^\W\d_]{3,}")


def content_words(phrases: Iterable[str]) -> tuple[str, ...]:
    """Return the folded words of phrases that tell one thing from another (four letters or more, numbers too), sorted."""
    return tuple(sorted({word for phrase in phrases for word in re.findall(r"\w+", fold(phrase)) if len(word) > 3 or word.isdigit()}))


def wording(text: str, sentences: Sequence[Span], triggers: Sequence[Span]) -> tuple[str, ...]:
    """Return a digest of each sentence with a trigger, so that copied wording meets."""
    found = set()
    for words in _told(text, sentences, triggers):
        if len(words) >= LEAST_WORDING:
            found.add(hashlib.sha256(" ".join(words).encode()).hexdigest()[:16])
    return tuple(sorted(found))


def telling_words(text: str, sentences: Sequence[Span], triggers: Sequence[Span]) -> tuple[int, ...]:
    """Return digests of the words in the sentences with a trigger that few reports have, sorted: names, kinds, rare verbs.

    Digests, since private names are among them; how many reports have a word is listed in data/word_shares.csv.
    """
    words = {word for told in _told(text, sentences, triggers) for word in told}
    rare = {word for word in words if len(word) >= LEAST_LETTERS and word.isalpha() and _share(word) < COMMON}
    return tuple(sorted(_digest(word) for word in rare)[:MOST_TELLING])


def article_words(title: str | None, text: str) -> tuple[tuple[int, int], ...]:
    """Return digests of the words of an article that weigh most, each with its weight, the heaviest first: often here, seldom elsewhere."""
    counted = Counter(tokens(f"{title or ''}\n{text}"))
    weighed = (
        (round(WEIGHT * (1 + math.log(times)) * math.log(OF / _share(word)) ** SHARPER), _digest(word))
        for word, times in counted.items()
        if _share(word) < EVERYWHERE
    )
    return tuple((digest, weight) for weight, digest in sorted(weighed, key=lambda one: (-one[0], one[1]))[:MOST_WEIGHED])


def tokens(text: str) -> list[str]:
    """Return the folded words of three letters or more, each as often as it stands there."""
    return TOKEN.findall(fold(text))


def place_words(text: str, wheres: Iterable[Where]) -> tuple[str, ...]:
    """Return the folded words that name the places of an incident, as written and as resolved, sorted; country names are none.

    Two reports of a village that no list has, or "rebel-held east Aleppo" and Aleppo, have a word in common.
    """
    names = [text[where.span.start : where.span.end] for where in wheres if where.kind != "country"]
    names += [name for where in wheres if where.kind != "country" for name in (where.name, where.within) if name]
    words = {word for name in names for word in re.findall(r"[^\W\d_]+", fold(name))}
    return tuple(sorted(word for word in words if len(word) >= LEAST_LETTERS and not _is_generic(word)))


def _is_generic(word: str) -> bool:
    """Tell whether a word in the name of a place names none: what kind it is, in which part, whose, of which country."""
    return word in KIND_OF or word in GENERIC or any(word.startswith(stem) and len(word) <= len(stem) + 3 for stem in _country_stems())


@cache
def word_shares() -> Mapping[str, int]:
    """Return how many of ten thousand reports have a word, whatever they tell of, for the words that more than a few have."""
    with (files("montjoie.ground") / "data" / "word_shares.csv").open(encoding="utf-8") as lines:
        return {row["word"]: int(row["reports_of_10000"]) for row in csv.DictReader(lines)}


def _share(word: str) -> int:
    return word_shares().get(word, UNLISTED)


def _digest(word: str) -> int:
    return zlib.crc32(word.encode("utf-8", "surrogatepass"))


def _told(text: str, sentences: Sequence[Span], triggers: Sequence[Span]) -> list[list[str]]:
    """The folded words of each sentence with a trigger, each sentence once."""
    told = dict.fromkeys(sentence for trigger in triggers if (sentence := sentence_at(sentences, trigger.start)) is not None)
    return [re.findall(r"\w+", fold(text[sentence.start : sentence.end])) for sentence in told]


@cache
def _country_stems() -> frozenset[str]:
    """The single-word names of countries, without a final vowel: "Syria", "Syrian", "Syrias" begin alike."""
    with (files("montjoie.ground") / "data" / "countries.csv").open(encoding="utf-8") as lines:
        names = {fold(row["name"]) for row in csv.DictReader(lines)}
    return frozenset(name.rstrip("aeiou") for name in names if " " not in name and len(name) >= LEAST_LETTERS)
