"""Words of a figure → the numbers they allow, whom they count, and whether they count more than one event."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from montjoie.schema import Figure, FigureOf

Number = int | float

ONES = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
SCALES = {"dozen": 12, "hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
VAGUE_PLURALS = {
    "tens": (20, 99), "dozens": (24, 99), "scores": (40, 99), "hundreds": (200, 999), "thousands": (2_000, 9_999),
    "millions": (2_000_000, 9_999_999),
}  # fmt: skip
FEW = {"several": (3, 9), "few": (3, 9), "handful": (3, 9), "multiple": (2, None), "couple": (2, 2), "pair": (2, 2), "both": (2, 2),
       "twin": (2, 2), "twins": (2, 2), "duo": (2, 2), "trio": (3, 3)}  # fmt: skip
FEW_TIMES: dict[int, tuple[int, int]] = {12: (24, 99), 100: (300, 900), 1_000: (3_000, 9_000), 1_000_000: (3_000_000, 9_000_000)}

AT_LEAST = (
    "at least", "no fewer than", "no less than", "not less than", "a minimum of", "minimum", "more than", "over", "exceeds", "exceeded",
    "exceeding", "exceed", "surpassed", "surpasses", "surpassing", "upwards of", "in excess of", "above", "well over", "greater than",
)  # fmt: skip
AT_MOST = (
    "up to", "at most", "no more than", "not more than", "nearly", "almost", "close to", "fewer than", "less than", "under", "below",
    "a maximum of", "maximum",
)  # fmt: skip
AS_MANY = ("as many as", "as much as")
NOTHING = {"no", "none", "nobody", "zero", "nil", "without"}
DETERMINERS = {"a", "an", "the", "his", "her", "my", "their", "its", "our", "another", "this", "that", "each"}
PRONOUNS = {"he", "she", "him", "himself", "herself", "me", "i"}
JOINERS = {"and", "plus", "&"}
INSIDE = {
    "of",
    "in",
    "from",
    "by",
    "with",
    "on",
    "at",
    "for",
    "who",
    "whose",
    "which",
    "that",
    "near",
    "during",
    "after",
    "as",
    "under",
    "to",
}
KIN = {
    "mother", "father", "son", "daughter", "sister", "brother", "wife", "husband", "baby", "toddler", "grandmother", "grandfather",
    "grandson", "granddaughter", "uncle", "aunt", "niece", "nephew", "cousin",
}  # fmt: skip
MASS = {"much", "most", "many", "part", "parts", "half", "rest", "portion", "majority", "lots", "all"}
STOP = {"including", "includes", "among", "amongst"}
PLURALS = {"people", "men", "women", "children", "police", "troops", "staff", "personnel", "others", "them", "those", "infantry", "cattle"}
NO_SINGLE = {
    "most", "many", "much", "all", "majority", "number", "population", "everyone", "everybody", "crew", "army", "dead", "wounded",
    "injured", "missing", "half", "third", "quarter", "family", "group", "crowd", "convoy", "batch", "equipment", "ammunition",
    "artillery", "ones", "public", "rest", "part", "portion", "unit", "battalion", "brigade", "team", "total", "average", "these", "they",
    "some", "any", "more", "salvo", "swarm", "barrage", "volley", "squad", "detachment", "contingent", "gang", "battery", "column", "fleet", "few", "wave", "series", "combination", "lot", "militia", "bunch",
}  # fmt: skip
WORD = "(?:" + "|".join([*ONES, *TENS]) + ")"
NOT_COUNTS = re.compile(
    r"\b(?:\d+|"
    + "|".join([*ONES, *TENS])
    + r")[\s-](?:year|month|week|day)s?[\s-]olds?\b|\baged (?:between )?(?:\d+|"
    + WORD
    + r")(?:(?:,| and| to|-) ?(?:\d+|"
    + WORD
    + r"))*\b|,\s*\d{1,2},"
    r"|\b\d+(?:\.\d+)?[\s-]?(?:mm|kg|km|kilometers?|kilometres?|miles?|tons?|tonnes?)\b|\b[a-z]+-\d+[a-z]*\b"
    r"|\b(?:in|within|over|for)\s+(?:the\s+)?(?:past\s+|last\s+)?(?:\d+|[a-z]+)\s+(?:hours?|days?|weeks?|months?|years?)\b"
    r"|\b\d+(?:st|nd|rd|th)\b"
)
REPEATED = re.compile(r"(\b[a-z\d,-]+) \((?:\d[\d,]*|" + "|".join([*ONES, *TENS]) + r")\)")  # "6 (six) bodies"
NOT_PEOPLE = re.compile(r"%|\bper\s?cent\b|[$€£]|\b(?:dollars?|euros?|pounds?|rubles?|roubles?|hryvnias?|usd|eur)\b")
SHARE = {"half", "majority", "quarter", "quarters", "thirds"}
HALF_OF_A_SCALE = re.compile(r"\bhalf (?:an? )?(?:dozen|hundred|thousand|million|billion)|\band a half\b")
TOKEN = re.compile(r"\d+(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?: \d{3})+(?!\d)|\d+(?:\.\d+)?|[^\W\d_]+(?:'[^\W\d_]+)?|[-+,&]")

CIVILIAN = re.compile(
    r"\b(?:civilian\w*|non-?combatants?|residents?|inhabitants?|villagers?|citizens?|child|children|bab(?:y|ies)|infants?|minors?"
    r"|toddlers?|schoolchild\w*|girls?|boys?|kids"
    r"|teen\w*|wom[ae]n|pregnant|mothers?|grandmothers?|elderly|pensioners?|famil(?:y|ies)|students?|pupils?|teachers?"
    r"|professors?|journalists?"
    r"|photojournalists?|reporters?|cameram[ae]n|media (?:workers?|professionals?)|medics?|doctors?|nurses?|paramedics?|patients?"
    r"|aid workers?"
    r"|humanitarian workers?|rescue workers?|rescuers?|emergency workers?|white helmets|volunteers?|population|worshipp?ers|parishioners?"
    r"|pilgrims?|clerics?|priests?"
    r"|nuns?|farmers?|herders?|rural dwellers|traders?|shoppers|passengers?|drivers?|workers?|employees|miners|fishermen"
    r"|protest[eo]rs?|demonstrators?"
    r"|evacuees?|refugees?|displaced|passers-?by|bystanders?|mayors?|athletes?|tourists?|foreigners|daughters?|wife|wives"
    r"|settlers|migrants?|newly-?weds)\b"
)
COMBATANT = re.compile(
    r"\b(?:soldiers?|troops?|fighters?(?!\s*jets?)|militants?|servicem[ae]n|servicew?om[ae]n|combatants?|insurgents?|rebels?"
    r"|terrorists?|jihadists?|gunm[ae]n|airm[ae]n"
    r"|pilots?|conscripts?|recruits?|marines?|paratroopers?|sailors?|crew members|generals?|colonels?|lieutenants?|majors?"
    r"|captains?|sergeants?|corporals?|privates"
    r"|officers?(?<!police officers)(?<!police officer)|commanders?|emirs?|mercenar(?:y|ies)|militiam[ae]n|peacekeepers?|military"
    r"|army|forces|special forces|guerrillas?"
    r"|legionnaires?|attackers?|suicide bombers?|bombers?|assailants?|gunners?|border guards?|guards(?:men)?|occupiers"
    r"|operatives?|comrades)\b"
)
THINGS = ("launched", "intercepted", "destroyed")
TARGET_PHRASES = re.compile(r",|;|\b(?:and|or|of|in|from|at|by|with|near|on|who|for|outside|inside)\b")
AGGREGATE_SPAN = re.compile(
    r"\b(?:since (?:the )?(?:start|beginning|outbreak|onset|launch|war|conflict|invasion|offensive|uprising|fighting|escalation"
    r"|crisis|revolution|protests"
    r"|hostilities|full-scale|\w+ (?:invaded|began|launched|started)|(?:january|february|march|april|may|june|july|august"
    r"|september|october|november|december)"
    r"|(?:19|20)\d\d|last (?:year|month|week|\w+ber)|then|it began|its intervention|(?:feb|jan|mar|apr|aug|sept?|oct|nov"
    r"|dec)\b|russia|israel|syria\w*)"
    r"|so far(?: this (?:year|month|week))?|this (?:year|month|week)|to date|overall|in total since"
    r"|(?:in|over|during|for|within) the (?:past|last|previous)(?! (?:\d+ |few |several )?(?:minutes|hour\b))"
    r"|in (?:the )?\d+ (?:days|weeks|months|years)|in (?:a day|24 hours|48 hours|a week|a month|a year)"
    r"|from the (?:start|beginning) of|in the course of the (?:war|conflict)|every (?:day|week|month)|over the (?:years|months|weeks)"
    r"|(?:years?|months?) of (?:war|conflict|fighting|bombardment|siege)|(?:death|casualty) toll (?:of|from) the (?:war|conflict))",
    re.IGNORECASE,
)
CLAUSE_END = re.compile(r"[.!?;][\"”’)]*\s+(?=[\"“‘A-Z])|\n|[,;:]\s+(?:while|but|whereas|with)\b")
AROUND = 110


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """The numbers that words allow; None where they leave an end open. `rule` names how they were read."""

    low: int | None
    high: int | None
    rule: str


def read_count(words: str) -> Bounds | None:
    """Return the bounds of a count of people or things; None where the words count nothing (shares, money, "many")."""
    lowered = words.translate({0x2019: "'", 0x2013: "-", 0x2014: "-", 0xA0: " ", 0x202F: " "}).strip()
    lowered = re.sub(r"\s+", " ", lowered).casefold()
    if not lowered or NOT_PEOPLE.search(lowered):
        return None
    lowered = REPEATED.sub(r"\1", lowered)
    tokens = TOKEN.findall(_spread(NOT_COUNTS.sub(" ", lowered) if re.search(r"\d|-old|\baged\b", lowered) else lowered))
    if SHARE & set(tokens) and not HALF_OF_A_SCALE.search(" ".join(tokens)):
        return None
    items = _items(tokens)
    if not items:
        return Bounds(low=1, high=1, rule="one") if _is_single(tokens) else None
    return items[0] if len(items) == 1 else _sum(items)


def figure_of(text: str, figure: Figure, target_words: Sequence[str]) -> FigureOf:
    """Return whom a figure counts: by its own words and unit, else by the words of the incident's targets."""
    if figure.kind in THINGS:
        return "unknown"
    unit = figure.unit if isinstance(figure.unit, str) else text[figure.unit.start : figure.unit.end] if figure.unit else ""
    own = _group(f"{text[figure.span.start : figure.span.end]} ; {unit}")
    if own != "unknown":
        return own
    return _group(" ; ".join(noun for words in target_words for noun in _people_in(words)))


def is_cumulative(text: str, figure: Figure, *, incident_type: str) -> bool:
    """Say whether a figure counts more than one event: a war's, or one "since the war began", "in the past day", "this year"."""
    if incident_type == "war":
        return True
    words = text[figure.span.start : figure.span.end]
    before = CLAUSE_END.split(text[max(0, figure.span.start - AROUND) : figure.span.start + 1])[-1][:-1]  # its first letter tells an end
    behind = CLAUSE_END.split(text[figure.span.end : figure.span.end + AROUND])[0]
    return bool(AGGREGATE_SPAN.search(f"{before}{words}{behind}"))


# ---------------------------------------------------------------- reading


def _spread(words: str) -> str:
    """Return the words with the hyphens of number words opened ("thirty-five", "two-dozen")."""
    return re.sub(r"(?<=[a-z])-(?=[a-z])", " ", words)


def _items(tokens: Sequence[str]) -> list[Bounds]:
    """Return the counts that stand side by side in the words; what only describes another ("of the ten") is passed over."""
    items: list[Bounds] = []
    at, bound, inside = 0, "", False
    while at < len(tokens) and tokens[at] not in STOP:
        phrase = _bound_at(tokens, at)
        if phrase:
            at, bound = at + len(phrase.split()), phrase
            continue
        token = tokens[at]
        if items and token not in INSIDE and _of_those(tokens, at):
            break
        counted = None if inside and items else _quantity(tokens, at) or (_bare_kin(tokens, at) if items else None)
        if counted:
            bounds, at = counted
            items.append(_bounded(bounds, bound))
            bound = ""
            continue
        if token in INSIDE:
            group = items and items[-1].rule == "one" and tokens[at - 1] in NO_SINGLE and token == "of"
            items, inside = (items[:-1], False) if group else (items, bool(items))
        elif token in JOINERS:
            inside = False
        at += 1
    return [item for item in items if item.low is not None or item.high is not None]


def _of_those(tokens: Sequence[str], at: int) -> bool:
    """Say whether a part of what was counted begins here ("..., two of them children")."""
    return list(tokens[at + 1 : at + 3]) in (["of", "them"], ["of", "whom"], ["of", "which"])


def _bare_kin(tokens: Sequence[str], at: int) -> tuple[Bounds, int] | None:
    """Return one for the further persons of "a father, mother and son"."""
    listed = tokens[at] in KIN and (tokens[at - 1] in JOINERS or tokens[at - 1] == ",")
    return (Bounds(low=1, high=1, rule="one"), at + 1) if listed else None


def _bound_at(tokens: Sequence[str], at: int) -> str:
    """Return the phrase at a place that makes an end open, "" if there is none."""
    for length in (3, 2, 1):
        phrase = " ".join(tokens[at : at + length])
        if phrase in AT_LEAST or phrase in AT_MOST or phrase in AS_MANY:
            return phrase
    return ""


def _bounded(bounds: Bounds, phrase: str) -> Bounds:
    """Return bounds with one end opened by the phrase before them."""
    if not phrase or bounds.rule == "none":
        return bounds
    if phrase in AT_LEAST:
        return Bounds(low=bounds.low, high=None, rule="at_least")
    if phrase in AT_MOST:
        return Bounds(low=None, high=bounds.high, rule="at_most")
    return Bounds(low=None, high=bounds.high, rule="at_most") if (bounds.high or 0) % 100 == 0 else bounds  # "as many as 31,367": exact


def _quantity(tokens: Sequence[str], at: int) -> tuple[Bounds, int] | None:
    """Return the count that begins at a place, and where it ends."""
    token = tokens[at]
    if token in NOTHING:
        return Bounds(low=0, high=0, rule="none"), len(tokens)
    first = _number(tokens, at)
    if first:
        return _range(tokens, *first)
    if token in VAGUE_PLURALS:
        return _vague(tokens, at)
    if token in FEW:
        low, high = FEW[token]
        times = SCALES.get(tokens[at + 1]) if at + 1 < len(tokens) else None
        if token in ("several", "few") and at + 1 < len(tokens) and tokens[at + 1] in VAGUE_PLURALS:
            return _vague(tokens, at + 1)
        if times and token in ("several", "few"):
            return Bounds(low=FEW_TIMES[times][0], high=FEW_TIMES[times][1], rule="vague"), at + 2
        return Bounds(low=low, high=high, rule="vague"), at + 1
    if token == "some" and at + 1 < len(tokens) and _is_plural(_head(tokens, at + 1)) and not _counted_soon(tokens, at + 1):
        return Bounds(low=2, high=None, rule="vague"), at + 1
    if token in PRONOUNS:
        return Bounds(low=1, high=1, rule="one"), at + 1
    if token in DETERMINERS and not _counted_soon(tokens, at + 1) and not (at > 1 and tokens[at - 1] == "of" and tokens[at - 2] in MASS):
        return _determined(tokens, at)
    return None


def _determined(tokens: Sequence[str], at: int) -> tuple[Bounds, int] | None:
    """Return one for "a woman", "the boy", "his wife"; nothing for a plural or a group."""
    head_at = _head_at(tokens, at + 1)
    if head_at is None or (tokens[at] not in ("a", "an") and _is_plural(tokens[head_at])):
        return None
    if tokens[head_at] in NO_SINGLE and not (head_at + 1 < len(tokens) and tokens[head_at + 1] == "of"):
        return None
    if tokens[head_at] in ("half", "third", "quarter", "majority", "most", "number", "lot"):
        return None
    return Bounds(low=1, high=1, rule="one"), head_at + 1


def _number(tokens: Sequence[str], at: int) -> tuple[Number, int] | None:
    """Return the number written at a place in digits or words, and where it ends."""
    token = tokens[at]
    value: Number
    if token[0].isdecimal():
        digits = re.sub(r"[ ,]", "", token)
        value, at = (float(digits) if "." in digits else int(digits)), at + 1
    elif token in ONES and token != "zero":
        value, at = ONES[token], at + 1
    elif token in TENS:
        value, at = TENS[token], at + 1
        if at < len(tokens) and 1 <= ONES.get(tokens[at], 0) <= 9:
            value, at = value + ONES[tokens[at]], at + 1
    else:
        return _scale_at(tokens, at)
    if list(tokens[at : at + 3]) == ["and", "a", "half"]:
        value, at = value + 0.5, at + 3
    while at < len(tokens) and tokens[at] in SCALES:
        value, at = value * SCALES[tokens[at]], at + 1
        value, at = _rest(tokens, value, at)
    return value, at


def _scale_at(tokens: Sequence[str], at: int) -> tuple[Number, int] | None:
    """Return the number for "a dozen", "half a dozen", "half a million", "a hundred"."""
    words = [*tokens[at : at + 3], "", "", ""]
    if words[0] == "half" and words[1] in ("a", "an") and words[2] in SCALES:
        return SCALES[words[2]] // 2, at + 3
    if words[0] in ("a", "another") and words[1] in SCALES:
        return SCALES[words[1]], at + 2
    return None


def _rest(tokens: Sequence[str], value: Number, at: int) -> tuple[Number, int]:
    """Return a number in words with what follows its scale ("two hundred and five"), and where it ends."""
    here = at + (at < len(tokens) and tokens[at] == "and")
    if here < len(tokens) and value >= 100 and (tokens[here] in ONES or tokens[here] in TENS) and not tokens[at - 2][0].isdecimal():
        more = _number(tokens, here)
        if more and more[0] < 1000 and more[0] < value:
            return value + more[0], more[1]
    return value, at


def _range(tokens: Sequence[str], first: Number, at: int) -> tuple[Bounds, int]:
    """Return the bounds of a number, of "12 to 15", "70 to 80,000", "30 or more"."""
    if at + 1 < len(tokens) and tokens[at] in ("-", "to", "or", "and") and (tokens[at] != "and" or _between(tokens, at)):
        after = at + 1
        phrase = _bound_at(tokens, after)
        second = _number(tokens, after + len(phrase.split())) if after + len(phrase.split()) < len(tokens) else None
        if second and first < second[0]:
            low = first * _shared_scale(first, second[0])
            return Bounds(low=int(low), high=None if phrase in AT_LEAST else int(second[0]), rule="range"), second[1]
        if tokens[at] == "or" and tokens[at + 1] in ("more", "so"):
            return Bounds(low=int(first), high=None if tokens[at + 1] == "more" else int(first), rule="at_least"), at + 2
    if at < len(tokens) and (tokens[at] == "+" or (tokens[at] == "-" and tokens[at + 1 : at + 2] == ["plus"])):
        return Bounds(low=int(first), high=None, rule="at_least"), at + 1
    return Bounds(low=int(first), high=int(first), rule="number"), at


def _shared_scale(first: Number, second: Number) -> int:
    """Return what a range's first number leaves out: "70 to 80,000", "two to three million"."""
    for scale in (1_000_000, 1_000):
        if first < 1_000 and second >= scale and second % scale == 0 and first * scale < second:
            return scale
    return 1


def _between(tokens: Sequence[str], at: int) -> bool:
    return "between" in tokens[:at]


def _vague(tokens: Sequence[str], at: int) -> tuple[Bounds, int]:
    """Return the bounds of "dozens", "tens of thousands", "dozens if not hundreds"."""
    low, high = VAGUE_PLURALS[tokens[at]]
    if tokens[at + 1 : at + 2] == ["of"] and at + 2 < len(tokens) and tokens[at + 2] in ("thousands", "millions", "hundreds"):
        times = {"hundreds": 100, "thousands": 1_000, "millions": 1_000_000}[tokens[at + 2]]
        start = {"tens": 10, "dozens": 12, "scores": 20, "hundreds": 100, "thousands": 1_000, "millions": 1_000_000}[tokens[at]]
        return Bounds(low=2 * start * times if tokens[at] != "scores" else 40 * times, high=(high + 1) * times - 1, rule="vague"), at + 3
    for ahead in range(at + 1, min(at + 5, len(tokens))):
        if tokens[ahead] in VAGUE_PLURALS and {"and", "or", "if"} & set(tokens[at + 1 : ahead]):
            other = VAGUE_PLURALS[tokens[ahead]]
            return Bounds(low=min(low, other[0]), high=max(high, other[1]), rule="vague"), ahead + 1
    return Bounds(low=low, high=high, rule="vague"), at + 1


def _sum(items: Sequence[Bounds]) -> Bounds:
    """Return the sum of counts side by side; an end that one of them leaves open stays open."""
    lows, highs = [item.low for item in items], [item.high for item in items]
    low = None if None in lows else sum(low for low in lows if low is not None)
    high = None if None in highs else sum(high for high in highs if high is not None)
    return Bounds(low=low, high=high, rule="sum")


# ---------------------------------------------------------------- nouns


def _counted_soon(tokens: Sequence[str], at: int) -> bool:
    """Say whether a number follows a determiner ("the other three", "a further nine", "an estimated 40")."""
    for ahead in range(at, min(at + 4, len(tokens))):
        token = tokens[ahead]
        if token in INSIDE or token in JOINERS or token in DETERMINERS or token == ",":
            return False
        if token[0].isdecimal() or token in TENS or token in VAGUE_PLURALS or token in FEW or token in SCALES:
            return True
        if token in ONES and token not in ("one", "zero"):
            return True
    return False


def _head_at(tokens: Sequence[str], at: int) -> int | None:
    """Return where the noun is that a noun phrase from a place on is about: its last word before a preposition or joiner."""
    end = at
    while (
        end < len(tokens)
        and tokens[end] not in INSIDE | JOINERS | STOP | {",", "-", "who"}
        and (end == at or tokens[end] not in DETERMINERS)
    ):
        end += 1
    return end - 1 if end > at else None


def _head(tokens: Sequence[str], at: int) -> str:
    head_at = _head_at(tokens, at)
    return "" if head_at is None else tokens[head_at]


def _is_plural(noun: str) -> bool:
    return noun in PLURALS or (noun.endswith("s") and not noun.endswith(("ss", "us", "is", "'s", "as")) and len(noun) > 3)


def _is_single(tokens: Sequence[str]) -> bool:
    """Say whether words without a number name one person or thing: a name, or a noun in the singular."""
    words = [token for token in tokens if token.isalpha()]
    head = _head(tokens, 0)
    return bool(words) and bool(head) and not _is_plural(head) and not NO_SINGLE & set(words[:2]) and head not in NO_SINGLE


def _people_in(words: str) -> list[str]:
    """Return the ends of the noun phrases of a target: "residents of the town" is residents, "a children's hospital" no people."""
    heads = []
    for phrase in TARGET_PHRASES.split(words.casefold()):
        ends = [match[0] for pattern in (CIVILIAN, COMBATANT) for match in pattern.finditer(phrase) if match.end() == len(phrase.rstrip())]
        heads.extend(ends)
    return heads


def _group(words: str) -> FigureOf:
    """Return the group that words name."""
    words = words.casefold()
    civilian, combatant = bool(CIVILIAN.search(words)), bool(COMBATANT.search(words))
    if civilian and combatant:
        return "mixed"
    return "civilians" if civilian else "combatants" if combatant else "unknown"
