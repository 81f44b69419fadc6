"""What the words of two statements say that can be compared: figures, denial, sides as doers, means, targets, names, opposites."""

import math
import re
from collections.abc import Iterable
from typing import NamedTuple

DENIAL = re.compile(
    r"\b(?:not|no|never|none|nobody|denied|den(?:ies|y)|false|untrue|incorrect|reject\w*|refut\w+|without|fake|lie[sd]?|nonsense|baseless|groundless|contrary|"
    r"fail(?:ed|s)?|still (?:alive|holds?|held|there)|unknown|dismiss\w*)\b|n[’']t\b",
    re.IGNORECASE,
)
NUMBER = re.compile(
    r"\b(?P<lead>at least|no fewer than|more than|over|up to|nearly|almost|about|some|around|as many as|exceed(?:s|ed)?)?\s*"
    r"(?P<n>\d[\d ,]*\d|\d+|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?|"
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|dozens|scores|hundreds|thousands)\b",
    re.IGNORECASE,
)
_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
]
_UNITS += ["sixteen", "seventeen", "eighteen", "nineteen"]
_TENS = {w: 10 * n for n, w in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)}
_VAGUE = {"dozens": (24, 99), "scores": (40, 99), "hundreds": (200, 999), "thousands": (2000, 9999)}
_AT_LEAST = ("at least", "no fewer than", "more than", "over", "exceed", "exceeds", "exceeded")
_AT_MOST = ("up to", "as many as", "nearly", "almost")
_KILLED = re.compile(
    r"\b(?:kill\w*|dead|deaths?|died|dies|lives|bodies|fatalit\w+|toll|victims|martyr\w*|executed|slain|perish\w*)\b", re.IGNORECASE
)
_HURT = re.compile(r"\b(?:injur\w+|wound\w+|hurt)\b", re.IGNORECASE)
_YEARS = range(1900, 2100)
SIDES = {
    "russia": re.compile(r"\b(?:Russia\w*|Moscow|Kremlin|Putin|pro-Russian)\b"),
    "ukraine": re.compile(r"\b(?:Ukrain\w+|Kyiv|Kiev|Zelensk\w+)\b"),
    "us": re.compile(r"\b(?:U\.?S\.?|United States|America\w*|Washington|[Cc]oalition|Pentagon|NATO)\b"),
    "syria": re.compile(
        r"\b(?:Syrian (?:army|government|air\w*|regime|forces|troops|aircraft|jets)|(?:pro-)?regime|Assad\w*|Damascus|(?:pro-)?government(?: (?:forces|snipers?|troops|warplanes|fire))?|army)\b"
    ),
    "rebels": re.compile(
        r"\b(?:rebels?|opposition|FSA|Free Syrian Army|insurgents|militants|Nusra|terrorists?|gunmen|extremists)\b", re.IGNORECASE
    ),
    "is": re.compile(r"\b(?:IS|ISIS|ISIL|D[Aa][Ee][Ss][Hh]|Islamic State)\b"),
    "turkey": re.compile(r"\b(?:Turk\w+|Ankara)\b"),
    "israel": re.compile(r"\b(?:Israel\w*)\b"),
    "kurds": re.compile(r"\b(?:Kurd\w*|SDF|YPG)\b"),
}
_DAYS = re.compile(
    r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October|November|December)\b"
)
COMMITTING = re.compile(
    r"\b(?:ceasefire|cease-fire|truce|corridors?|withdraw\w*|agreement|agreed|evacuat\w+|moratorium|deal|promise\w*|pledg\w+|terms)\b",
    re.IGNORECASE,
)
_WEAPON = re.compile(
    r"\b(?:gas|sarin|chlorine|chemical|mortar\w*|rockets?|missiles?|drones?|bombs?|shell\w*|snipers?|air ?strikes?|raids?|explosives?|explosion|blast|gunm[ae]n|car bomb|"
    r"suicide|warplanes?|sabotage|tanks?|incendiary|accident)\b",
    re.IGNORECASE,
)
_TARGET = re.compile(
    r"\b(?:hospital|school|mosque|market|building|civilians?|fighters?|members|soldiers|troops|convoy|depot|base|camp|hotel|bakery|headquarters|positions|militants|rebels|"
    r"women|children|famil(?:y|ies)|residents|positions|village|house|buses|shrine)\b",
    re.IGNORECASE,
)
_DOING = re.compile(
    r"\b(?:by|behind|carried out|blam\w+|responsib\w+|accus\w+|fired|shot|bombed|dropped|launched|attacked|targeted|staged|caused|started|began|killed|used|behind)\b",
    re.IGNORECASE,
)
# Who is told to have done it, as the subject or after "by"; what was done, or is only to come; a count that is not the first.
BLAME = re.compile(
    r"\b(?:responsib\w+|involve\w*|behind|blam\w+|perpetrat\w+|accus\w+|culprit\w*|(?:started|began|begun|unleash\w*|provoked|triggered) (?:the|this|it|that)?|against (?:us|the)|"
    r"(?:carried out|conducted|launched|fired|shot|killed|dropped|hit|done|committed|staged|caused|used) by)\b",
    re.IGNORECASE,
)
AGENT = re.compile(
    r"^\W*(?:the |an? |two |three )?(?:[\w-]+ ){0,3}?(?:army|forces|regime|government|warplanes?|jets?|plane|aircraft|helicopters?|troops|rebels|terrorists?|militants?|gunmen|"
    r"daesh|isis|isil|group|sniper\w*|coalition|russia|ukraine|syria|moscow|kyiv|opponents|fighters|operatives|assad\w*)\b",
    re.IGNORECASE,
)
DEED = re.compile(
    r"\b(?:attack\w*|strik\w+|struck|bomb\w*|shell\w*|fir(?:ed|ing)|kill\w*|shot|dropp\w+|hit|target\w*|use[ds]?|using|massacre\w*|execut\w+|invad\w*|deport\w*|burst|raid\w*|"
    r"carr(?:y|ied) out|launch\w*)\b",
    re.IGNORECASE,
)
TO_COME = re.compile(r"\b(?:plan\w*|will|would|could|might|intend\w*|ready|prepar\w+|threat\w*|risk|possib\w+|imminent)\b", re.IGNORECASE)
RISEN = re.compile(r"\b(?:ris(?:en|es|ing)|rose|climb\w*|jump\w*|new toll|updated|latest|revised|so far|now)\b", re.IGNORECASE)
AT_FIRST = re.compile(r"\b(?:initial(?:ly)?|earlier|previous(?:ly)?|at first|had said|first)\b", re.IGNORECASE)
_CLAUSE = re.compile(r"[.;]")
_MEANWHILE = re.compile(r"\b(?:risen|rose|climbed|rising|now|later|updated|previous(?:ly)?|earlier|so far|initial(?:ly)?)\b", re.IGNORECASE)
_UNSURE = re.compile(
    r"\b(?:unclear|unknown|not (?:clear|specify|known)|no (?:information|indication|evidence)|none of|likely|may|might|possib\w+|believed|suspected|alleged\w*|appears?)\b",
    re.IGNORECASE,
)
# Pairs of words of which the one excludes the other where they are said of one thing.
_OPPOSED = tuple(
    (re.compile(rf"\b(?:{one})\b", re.IGNORECASE), re.compile(rf"\b(?:{other})\b", re.IGNORECASE))
    for one, other in (
        (r"mistake|error|accident\w*|technical|fault|regrettable", r"intentional\w*|deliberate\w*|on purpose|sabotage|shot down"),
        (r"alive|surviv\w+|escaped|ejected", r"killed|dead|died|executed"),
        (
            r"captured|seized|conquered|taken control|took|fell|retook|recaptured",
            r"repel\w+|held|holds|control|resist\w+|fighting|retreat\w*",
        ),
        (
            r"begun|began|started|under way|opened|in force|entered",
            r"not yet|ended|over|halted|stopped|suspended|blocked|broken|collapsed|failed",
        ),
        (r"withdr\w+|left|leaving|pulled", r"remain\w*|stay\w*|increas\w+|replac\w+|more troops"),
        (r"voluntar\w+|asked|evacuat\w+", r"forc\w+|deport\w+|abduct\w+|expel\w+"),
        (r"civilians?|children|women|families|residents", r"rebels?|militants|fighters?|soldiers|terrorists?|troops"),
        (r"leak\w*|depot|warehouse|own|provocation|staged", r"dropped|air ?strike|bombed|launched|fired"),
        (r"defensive|protect|peace|neutral", r"aggression|attack|invasion|invade|war of"),
        (r"will|ready|accept\w*|agree\w*", r"refus\w*|reject\w*|rul\w+ out|never"),
    )
)
NAME = re.compile(r"\b[A-Z][\w’'-]{2,}\b")
_PLAIN = frozenset(
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
        "least",
        "among",
        "other",
        "them",
        "also",
        "but",
        "not",
        "our",
        "will",
        "would",
        "there",
        "when",
        "where",
        "what",
    ]
)


class Counted(NamedTuple):
    """A number that words tell: what it counts (killed, injured, other), of whom or what (a stem), its bounds."""

    kind: str
    unit: str
    low: int | None
    high: int | None


def counts(words: str) -> list[Counted]:
    """Return the numbers that words tell, in order; years are none."""
    found = []
    for match in NUMBER.finditer(words):
        low, high = _value(match["n"].lower())
        if not low or low in _YEARS:
            continue
        lead = (match["lead"] or "").lower()
        bounds = (low, None) if lead in _AT_LEAST else (low * 4 // 5, high) if lead in _AT_MOST else (low, high)
        behind = words[match.end() : match.end() + 40]
        near = words[max(0, match.start() - 60) : match.end() + 40]
        hurt = _HURT.search(behind[:25])
        if match["n"].lower() == "one" and not re.match(r"\W+(?:civilian|person|soldier|man|woman|child|\w+ (?:was|were|is))", behind):
            continue  # "one of them", "one day"
        kind = (
            "killed"
            if _KILLED.search(near) and not (hurt and not _KILLED.search(behind[:25]))
            else "injured"
            if _HURT.search(near)
            else "other"
        )
        unit = next((word.lower()[:5] for word in re.findall(r"[A-Za-z]{3,}", behind) if word.lower() not in _PLAIN), "")
        found.append(Counted(kind, unit, *bounds))
    return found


def _value(told: str) -> tuple[int, int]:
    if told in _VAGUE:
        return _VAGUE[told]
    if told[0].isdigit():
        value = int(re.sub(r"\D", "", told))
        return value, value
    parts = re.split(r"[ -]", told)
    value = sum(_TENS.get(part, _UNITS.index(part) if part in _UNITS else 0) for part in parts)
    return value, value


def figures_stand(first: Iterable[Counted], second: Iterable[Counted]) -> tuple[str, float] | None:
    """Return how the first comparable numbers of two statements stand (equal, allowed, excluded) and the log ratio of the second to the first."""
    every = [(x, y) for x in first for y in second]
    for pairs in (
        [(x, y) for x, y in every if x.kind == y.kind == "killed"],
        [(x, y) for x, y in every if x.kind == y.kind == "injured"],
        [(x, y) for x, y in every if x.unit == y.unit != ""],
    ):
        if not pairs:
            continue
        x, y = next(((x, y) for x, y in pairs if (x.low, x.high) == (y.low, y.high)), pairs[0])
        ratio = math.log((y.low or y.high or 1) / (x.low or x.high or 1))
        if (x.low, x.high) == (y.low, y.high):
            return "equal", 0.0
        return ("excluded" if excludes((x.low, x.high), (y.low, y.high)) else "allowed"), ratio
    return None


def excludes(a: tuple[int | None, int | None], b: tuple[int | None, int | None]) -> bool:
    """Tell whether two counts have no number in common."""
    low = max(x for x in (a[0], b[0], 0) if x is not None)
    high = min(x for x in (a[1], b[1], 10**9) if x is not None)
    return low > high


def stems(words: str) -> set[str]:
    """Return the words that carry meaning, cut to five letters."""
    return {word[:5].lower() for word in re.findall(r"[A-Za-z]{3,}", words)} - {word[:5] for word in _PLAIN}


def sides_in(words: str) -> set[str]:
    """Return the sides that words name."""
    return {side for side, pattern in SIDES.items() if pattern.search(words)}


def own_names(words: str) -> set[str]:
    """Return the capitalised words that name no side and no day."""
    of_sides = {word for pattern in SIDES.values() for found in pattern.findall(words) for word in found.split()}
    return {name for name in NAME.findall(words) if name.lower() not in _PLAIN} - of_sides - set(_DAYS.findall(words))


def days_in(words: str) -> set[str]:
    """Return the weekdays and months that words name."""
    return set(_DAYS.findall(words))


def weapons_in(words: str) -> set[str]:
    """Return the means that words name."""
    return {word.lower().rstrip("s") for word in _WEAPON.findall(words)}


def targets_in(words: str) -> set[str]:
    """Return the kinds of target that words name."""
    return {word.lower().rstrip("s") for word in _TARGET.findall(words)}


def denies(words: str) -> bool:
    """Tell whether the first clause of words denies something."""
    return bool(DENIAL.search(_CLAUSE.split(words, maxsplit=1)[0]))


def tells_of_doing(words: str) -> bool:
    """Tell whether words say that somebody did it."""
    return bool(_DOING.search(words))


def tells_of_change(words: str) -> bool:
    """Tell whether words say that something is so by now, or was so before."""
    return bool(_MEANWHILE.search(words))


def is_unsure(words: str) -> bool:
    """Tell whether words leave it open."""
    return bool(_UNSURE.search(words))


def opposed(a: str, b: str) -> bool:
    """Tell whether two statements use words that exclude each other."""
    return any((one.search(a) and other.search(b)) or (one.search(b) and other.search(a)) for one, other in _OPPOSED)
