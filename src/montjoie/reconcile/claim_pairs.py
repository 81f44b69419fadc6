"""How two statements stand to each other where no rule of structure says: contradicts, corroborates, updates or none, and on what.

A small fitted model over what can be counted: whether one speaker said both, when, the figures and whether they exclude each
other, words of denial, the sides named, the words shared. `data/claim_pairs.json` holds its weights; `bench/claim_pairs.py --fit`
writes them from one half of the labelled pairs.
"""

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import numpy as np

RELATIONS = ("contradicts", "corroborates", "none", "updates")
SLOTS = ("commitment", "occurrence", "perpetrator", "place", "target", "time", "toll", "weapon")
DENIAL = re.compile(
    r"\b(?:not|no|never|none|nobody|n't|denied|denies|deny|false|untrue|rejects?|rejected|refut\w+|without|fake|lie[sd]?|contrary|fail(?:ed|s)?|still (?:alive|holds?|held|there))\b|n't\b",
    re.IGNORECASE,
)
KILLED = re.compile(r"\b(?:kill\w*|dead|deaths?|died|dies|lives|bodies|fatalit\w+|toll|victims|martyr\w+)\b", re.IGNORECASE)
HURT = re.compile(r"\b(?:injur\w+|wound\w+|hurt)\b", re.IGNORECASE)
NUMBER = re.compile(
    r"\b(?P<lead>at least|more than|over|up to|nearly|almost|about|some|around|as many as|exceeds?)?\s*(?P<n>\d[\d ,]*\d|\d+|one|two|three|four|five|six|seven|eight|nine|ten|"
    r"eleven|twelve|dozens|scores|hundreds|thousands)\b",
    re.IGNORECASE,
)
WORDED = {
    w: n for n, w in enumerate(["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"])
}
VAGUE = {"dozens": (24, 99), "scores": (40, 99), "hundreds": (200, 999), "thousands": (2000, 9999)}
ATLEAST, ATMOST = ("at least", "more than", "over", "exceed", "exceeds"), ("up to", "as many as", "nearly", "almost")
SIDES = {
    "russia": re.compile(r"\b(?:Russia\w*|Moscow|Kremlin|Putin|pro-Russian)\b"),
    "ukraine": re.compile(r"\b(?:Ukrain\w+|Kyiv|Kiev|Zelensk\w+)\b"),
    "us": re.compile(r"\b(?:U\.?S\.?|United States|America\w*|Washington|coalition|Pentagon|Coalition)\b"),
    "syria": re.compile(
        r"\b(?:Syrian (?:army|government|air\w*|regime|forces|troops)|regime|Assad|Damascus|government (?:forces|sniper|troops|warplanes))\b"
    ),
    "rebels": re.compile(r"\b(?:rebels?|opposition|FSA|Free Syrian Army|insurgents|militants|Nusra|terrorists?)\b", re.IGNORECASE),
    "is": re.compile(r"\b(?:IS|ISIS|ISIL|Daesh|Islamic State)\b"),
    "turkey": re.compile(r"\b(?:Turk\w+|Ankara)\b"),
    "israel": re.compile(r"\b(?:Israel\w*)\b"),
    "kurds": re.compile(r"\b(?:Kurd\w*|SDF|YPG)\b"),
}
TIMES = re.compile(
    r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October|November|December)\b"
)
COMMITTING = re.compile(
    r"\b(?:ceasefire|cease-fire|truce|corridors?|withdraw\w*|agreement|agreed|evacuat\w+|moratorium|deal|promise\w*)\b", re.IGNORECASE
)
WEAPON = re.compile(
    r"\b(?:gas|sarin|chlorine|chemical|mortar\w*|rockets?|missiles?|drones?|bombs?|shell\w*|snipers?|air ?strikes?|raids?|explosives?|gunm[ae]n|car bomb|warplanes?)\b",
    re.IGNORECASE,
)
TARGET = re.compile(
    r"\b(?:hospital|school|mosque|market|building|civilians?|fighters?|members|soldiers|convoy|depot|base|camp|hotel|bakery|headquarters|positions|militants|women|children)\b",
    re.IGNORECASE,
)
NAME = re.compile(r"\b[A-Z][\w'-]{2,}\b")
COMMON = frozenset(
    [
        "the",
        "and",
        "for",
        "that",
        "with",
        "was",
        "were",
        "are",
        "has",
        "had",
        "have",
        "been",
        "from",
        "this",
        "their",
        "they",
        "said",
        "says",
        "who",
        "which",
        "his",
        "her",
        "its",
        "into",
        "after",
        "before",
        "more",
        "than",
        "at",
        "least",
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """One statement: its words, who says it (a key; None: the article's own voice), in which article of which day."""

    words: str
    document: str
    day: int | None  # ordinal
    root: str | None = None
    kind: str | None = None
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """The relation and slot that are likeliest, with their probabilities."""

    relation: str
    sure: float
    slot: str
    slot_sure: float


@lru_cache(maxsize=20_000)  # the same two are judged again at every instant at which their incident changes
def judge_pair(a: Saying, b: Saying) -> Judged:
    """Return how two statements stand, by the fitted model; symmetric."""
    weights = _weights()
    counted = features(a, b)
    x = np.array([counted.get(name, 0.0) for name in weights["features"]])
    relation = _softmax(np.array(weights["relation"]) @ x)
    slot = _softmax(np.array(weights["slot"]) @ x)
    best, where = int(relation.argmax()), int(slot.argmax())
    return Judged(RELATIONS[best], float(relation[best]), SLOTS[where], float(slot[where]))


def features(a: Saying, b: Saying) -> dict[str, float]:
    """Return what is counted of a pair, by name; the order of the two does not matter."""
    found: dict[str, float] = {"bias": 1.0}
    found.update(_who_and_when(a, b))
    found.update(_figures(a, b))
    found.update(_wording(a, b))
    return found


def _who_and_when(a: Saying, b: Saying) -> dict[str, float]:
    apart = abs(a.day - b.day) if a.day is not None and b.day is not None else None
    kinds = {a.kind, b.kind} - {None}
    found = {
        "same_root": a.root is not None and a.root == b.root,
        "two_roots": a.root is not None and b.root is not None and a.root != b.root,
        "one_voice": (a.root is None) != (b.root is None),
        "both_article": a.root is None and b.root is None,
        "same_document": a.document == b.document,
        "same_day": a.document != b.document and apart == 0,
        "next_days": apart is not None and 0 < apart <= 3,
        "weeks_apart": apart is not None and apart > 3,
        "same_root_later": a.root is not None and a.root == b.root and bool(apart),
        "denies": "denies" in kinds,
        "accuses": "accuses" in kinds,
        "both_accuse": a.kind == b.kind == "accuses",
        "confirms": bool(kinds & {"confirms", "claims_responsibility"}),
        "expects": bool(kinds & {"expects", "warns", "threatens", "promises", "demands"}),
    }
    return {name: float(value) for name, value in found.items()}


def _figures(a: Saying, b: Saying) -> dict[str, float]:
    first, second = counts(a.words), counts(b.words)
    found = {
        "figures": float(bool(first) and bool(second)),
        "no_figure": float(not first and not second),
        "one_figure": float(bool(first) != bool(second)),
    }
    for kind in ("killed", "injured", "other"):
        pairs = [(x, y) for k, x in first if k == kind for other, y in second if other == kind]
        if not pairs:
            continue
        excluded = [_excludes(x, y) for x, y in pairs]
        equal = [x == y for x, y in pairs]
        found[f"{kind}_equal"] = float(any(equal))
        found[f"{kind}_excluded"] = float(all(excluded))
        found[f"{kind}_allowed"] = float(not any(equal) and not all(excluded))
    lows = [max((x[0] for _, x in side if x[0] is not None), default=0) for side in (first, second)]
    if all(lows) and found.get("figures"):
        found["ratio"] = min(2.0, abs(math.log(lows[0] / lows[1])))
    open_ended = [any(x[1] is None for _, x in side) for side in (first, second)]
    found["open_figure"] = float(any(open_ended))
    for name in ("same_root", "same_document", "two_roots"):
        on = _who_and_when(a, b)[name]
        found[f"{name}_excluded"] = on * max(found.get("killed_excluded", 0.0), found.get("other_excluded", 0.0))
        found[f"{name}_equal"] = on * max(found.get("killed_equal", 0.0), found.get("other_equal", 0.0))
    return found


def _wording(a: Saying, b: Saying) -> dict[str, float]:
    words = [_stems(saying.words) for saying in (a, b)]
    around = [_stems(saying.sentence or saying.words) for saying in (a, b)]
    names = [set(NAME.findall(saying.sentence or saying.words)) for saying in (a, b)]
    sides = [{side for side, pattern in SIDES.items() if pattern.search(saying.words)} for saying in (a, b)]
    denied = [bool(DENIAL.search(saying.words)) for saying in (a, b)]
    times = [set(TIMES.findall(saying.words)) for saying in (a, b)]
    means = [{w.lower().rstrip("s") for w in WEAPON.findall(saying.words)} for saying in (a, b)]
    marks = [{w.lower().rstrip("s") for w in TARGET.findall(saying.words)} for saying in (a, b)]
    own = [set(NAME.findall(saying.words)) - {w for pattern in SIDES.values() for w in pattern.findall(saying.words)} for saying in (a, b)]
    shorter = max(1, min(len(words[0]), len(words[1])))
    overlap = len(words[0] & words[1]) / shorter
    return {
        "overlap": overlap,
        "same_words": float(overlap > 0.8),
        "overlap_around": len(around[0] & around[1]) / max(1, min(len(around[0]), len(around[1]))),
        "names_shared": float(bool(names[0] & names[1])),
        "names_apart": float(bool(own[0]) and bool(own[1]) and not own[0] & own[1]),
        "sides_apart": float(bool(sides[0]) and bool(sides[1]) and not sides[0] & sides[1]),
        "sides_shared": float(bool(sides[0] & sides[1])),
        "denied_one": float(denied[0] != denied[1]),
        "denied_both": float(all(denied)),
        "times_apart": float(bool(times[0]) and bool(times[1]) and not times[0] & times[1]),
        "weapons_apart": float(bool(means[0]) and bool(means[1]) and not means[0] & means[1]),
        "weapons_shared": float(bool(means[0] & means[1])),
        "targets_apart": float(bool(marks[0]) and bool(marks[1]) and not marks[0] & marks[1]),
        "commitment": float(any(COMMITTING.search(saying.words) for saying in (a, b))),
        "commitment_both": float(all(COMMITTING.search(saying.words) for saying in (a, b))),
        "length": math.log(1 + min(len(words[0]), len(words[1]))),
    }


def counts(words: str) -> list[tuple[str, tuple[int | None, int | None]]]:
    """Return the numbers that words tell, each with what it counts (killed, injured, other) and its bounds."""
    found: list[tuple[str, tuple[int | None, int | None]]] = []
    for match in NUMBER.finditer(words):
        told = match["n"].lower()
        low, high = VAGUE.get(told) or ((value := WORDED.get(told) or int(re.sub(r"\D", "", told) or 0)), value)
        if not low or 1900 < low < 2100:
            continue
        lead = (match["lead"] or "").lower()
        bounds = (low, None) if lead in ATLEAST else (None, high) if lead in ATMOST else (low, high)
        near = words[max(0, match.start() - 30) : match.end() + 40]
        kind = (
            "killed"
            if KILLED.search(near)
            and not (HURT.search(words[match.end() : match.end() + 25]) and not KILLED.search(words[match.end() : match.end() + 25]))
            else "injured"
            if HURT.search(near)
            else "other"
        )
        found.append((kind, bounds))
    return found


def _excludes(a: tuple[int | None, int | None], b: tuple[int | None, int | None]) -> bool:
    low = max(x for x in (a[0], b[0], 0) if x is not None)
    high = min(x for x in (a[1], b[1], 10**9) if x is not None)
    return low > high


def _stems(words: str) -> set[str]:
    return {re.sub(r"(?:ies|es|s|ing|ed)$", "", w) for w in re.findall(r"[a-z]{3,}", words.lower()) if w not in COMMON}


def _softmax(scores: Any) -> Any:
    shifted = np.exp(scores - scores.max())
    return shifted / shifted.sum()


@cache
def _weights() -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = json.loads(files("montjoie.reconcile").joinpath("data", "claim_pairs.json").read_text(encoding="utf-8"))
    return loaded
