"""What the figures that a model read of one incident count: ages are none, the shot are dead only where somebody says so, persons are among those counted.

A person's reading says all this itself and is left alone.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from montjoie.ground.number_parts import in_sentence, is_further, is_part
from montjoie.schema import Figure

OLDEST = 110
AGE_WORDS = re.compile(r"\b(\d{1,3})[\s-]*(?:(year|month|week|day)s?[\s-]*olds?\b|(y)[./]?o\b)", re.IGNORECASE)
BARE = re.compile(r"\d{1,3}")
NAMED_BEFORE = re.compile(  # "Anna Berg, 22," and "two men, 19 and 20, who"
    r"(?:\b[^\W\d_a-z][\w'’.-]*|\b(?:m[ae]n|wom[ae]n|people|boys?|girls?|brothers?|sisters?|teens?|teenagers?|victims?)),\s*(?:\d{1,3} and )?$"
)
ON_AGAIN = re.compile(r"\s*(?:,(?! (?:including|mostly|among|all|many|most|\d))|;|\.|\)|$|and\b|who\b|was\b)")
AGED = re.compile(r"\b(?:aged?|ages)\s+(?:\d+\s*(?:,|and|to|-)\s*)*$", re.IGNORECASE)
AGE_BEHIND = re.compile(r"\s*-?\s*(?:(?:year|month|week|day)s?[\s-]*olds?|y[./]?o)\b", re.IGNORECASE)
AGE_APART = re.compile(r"^(?:\s*[^\W\d_a-z][\w'’.-]*){0,2}\s*,\s*(\d{1,3})\s*[,.;]")  # "[Anna] Berg, 22, was"

MALE = re.compile(r"^(?:he|him)$|\b(?:boy|man|male|father|son|brother|husband|grandfather|grandson|uncle|nephew)s?\b", re.IGNORECASE)
FEMALE = re.compile(
    r"^(?:she|her)$|\b(?:girl|woman|female|mother|daughter|sister|wife|grandmother|granddaughter|aunt|niece)s?\b", re.IGNORECASE
)
A_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
    r"|dozens?|scores?|hundreds?|thousands?|several|single|both|couple|least|most|about|around|another|other|more)\b",
    re.IGNORECASE,
)

DEATH = re.compile(
    r"\b(?:kill\w*|dead(?:l(?:y|ier))?|deaths?|die[sd]?|dying|fatal\w*|slain|slay\w*|murder\w*|homicides?|manslaughter|execut\w*|massacre\w*"
    r"|assassinat\w*|behead\w*|perish\w*|martyr\w*|bod(?:y|ies)|corpses?|deceased|succumb\w*|li[fv]e[sd]?|suicides?|lynch\w*|hanged"
    r"|gunned down|wiped out|eliminat\w*|neutrali[sz]\w*|liquidat\w*|mourn\w*|funerals?|buried)\b",
    re.IGNORECASE,
)
HURT = r"(?:shot|struck|hit|wounded|injured|hurt|stabbed)"
HURT_BEFORE = re.compile(
    rf"\b(?:{HURT}|(?:shooting|stabbing)(?: of)?|striking|hitting|wounding|injuring|shoots|shoot)\s+(?:at\s+)?(?:(?:her|his|their|the)\s+)?$",
    re.IGNORECASE,
)
HURT_BEHIND = re.compile(
    rf"\s*(?:,[^,.]{{0,40}},\s*)?(?:(?:who|that)\s+)?(?:(?:was|were|is|are|had|have|has|been|being|be|got|getting|get|also|\w+ly)\s+){{0,4}}{HURT}\b",
    re.IGNORECASE,
)

ORDINALS = {name: nth for nth, name in enumerate(("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"), 2)}
NTH_VICTIM = re.compile(
    rf"^an?\s+({'|'.join(ORDINALS)})\s+(?:\w+\s+)?(?:victim|person|man|woman|boy|girl|teen\w*|child|body|fatality|death|soldier|civilian|student|officer)\b",
    re.IGNORECASE,
)


def counted(text: str, figures: Sequence[Figure], triggers: Sequence[str]) -> tuple[Figure, ...]:
    """Return the figures of one incident that count somebody, as what their sentence tells of those counted; order kept."""
    kept = [_nth(text, _placed(text, figure)) for figure in figures if not is_age(text, figure)]
    told_dead = [figure.low for figure in kept if figure.kind == "killed" and not figure.part and figure.low and tells_death(text, figure)]
    sure = bool(told_dead) or any(DEATH.search(words) for words in triggers)
    kept = [_hurt(text, figure, told_dead, sure=sure) for figure in kept]
    most = {
        kind: max((f.low or 0 for f in kept if f.kind == kind and not is_person(text, f)), default=0) for kind in {f.kind for f in kept}
    }
    return tuple(
        replace(figure, part=True) if most[figure.kind] > 1 and not figure.further and is_person(text, figure) else figure
        for figure in kept
    )


def is_age(text: str, figure: Figure) -> bool:
    """Tell whether the words of a figure are somebody's age alone: "Anna Berg, [22], was", "aged [9]", "a [6]-year-old"."""
    words, behind = text[figure.span.start : figure.span.end].strip(), text[figure.span.end : figure.span.end + 12]
    if not BARE.fullmatch(words) or int(words) > OLDEST:
        return False
    before = text[max(0, figure.span.start - 40) : figure.span.start]
    return bool(AGE_BEHIND.match(behind) or AGED.search(before) or (NAMED_BEFORE.search(before) and ON_AGAIN.match(behind)))


def is_person(text: str, figure: Figure) -> bool:
    """Tell whether a figure is one person by name or description, without a number: "a 16-year-old girl", "her mother", "Anna Berg"."""
    words = AGE_WORDS.sub("", text[figure.span.start : figure.span.end])
    return figure.low == figure.high == 1 and not A_NUMBER.search(words)


def person_of(text: str, figure: Figure) -> str | None:
    """Return what tells one person counted from another, as a code: age with its unit, and m or f; None where no word tells either."""
    if not is_person(text, figure):
        return None
    words = text[figure.span.start : figure.span.end]
    told, apart = AGE_WORDS.search(words), AGE_APART.match(text[figure.span.end : figure.span.end + 40])
    age = f"{int(told[1])}{(told[2] or told[3]).lower()[0]}" if told else f"{int(apart[1])}y" if apart else ""
    sex = "f" if FEMALE.search(words) else "m" if MALE.search(words) else ""
    return f"{age}:{sex}" if age or sex else None


def tells_death(text: str, figure: Figure) -> bool:
    """Tell whether the sentence of a figure says that somebody died."""
    return bool(DEATH.search(" ".join(in_sentence(text, figure))))


def _placed(text: str, figure: Figure) -> Figure:
    """A part or an addition where the words around it say so."""
    further = figure.further or is_further(text, figure)
    return replace(figure, part=not further and (figure.part or is_part(text, figure)), further=further)


def _nth(text: str, figure: Figure) -> Figure:
    """Count the dead by who died last: with "a fourth victim" they are four."""
    told = NTH_VICTIM.match(text[figure.span.start : figure.span.end])
    if figure.kind != "killed" or figure.part or told is None or figure.low != 1 or not tells_death(text, figure):
        return figure
    return replace(figure, low=ORDINALS[told[1].lower()], high=ORDINALS[told[1].lower()], further=False)


def _hurt(text: str, figure: Figure, told_dead: Sequence[int], *, sure: bool) -> Figure:
    """People shot, struck or hit whom nobody calls dead are injured; more of them than the incident's dead are both together."""
    if figure.kind != "killed" or figure.low is None or tells_death(text, figure):
        return figure
    before, _, behind = in_sentence(text, figure)
    if not (HURT_BEFORE.search(before) or HURT_BEHIND.match(behind)):
        return figure
    if told_dead and figure.low > max(told_dead):
        return replace(figure, kind="casualties")
    return figure if sure else replace(figure, kind="injured")
