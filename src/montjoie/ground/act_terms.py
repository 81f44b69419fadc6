"""What the words around an act say of its commitment besides scope and time: weapons named, exceptions, who verifies, whom it is for."""

import re
from collections.abc import Iterator, Sequence

from montjoie.ground.place_names import fold
from montjoie.schema import Span

NEXT = 3  # sentences after an act that may still tell its terms
EXCEPTION = re.compile(
    r"\b(?:except(?:ion|ions|ed|ing)?|exempt(?:ed|s)?|excluded|excludes|excluding|left out|not included|does not (?:cover|apply|extend)|do not apply|"
    r"self-defen[cs]e|right to (?:respond|return fire|defend)|may return fire|operations against)\b",
    re.IGNORECASE,
)
EXCLUDING = re.compile(
    r"\b(?:excluded|excludes|excluding|left out|not included|does not (?:cover|apply)|do not apply|operations against)\b", re.IGNORECASE
)
VERIFICATION = re.compile(
    r"\b(?:monitor(?:s|ed|ing)?|observers?|verif(?:y|ied|ication)|inspect(?:ion|ions|ors|ed)|supervis(?:e|ed|ion)|joint (?:commission|committee|cent(?:re|er)))\b",
    re.IGNORECASE,
)
BENEFIT = re.compile(
    r"\b(?:for|so that|to let|to allow) (?P<whom>(?:the )?(?:\w+ )?(?:civilians|wounded|residents|families|women|children|people|polio teams|vaccinators|aid workers|ships|farmers))\b",
    re.IGNORECASE,
)
WEAPONS = {
    "drone": re.compile(r"\b(?:drones?|unmanned|UAVs?|quadcopters?)\b", re.IGNORECASE),
    "aircraft": re.compile(r"\b(?:aircraft|planes?|warplanes?|jets?|helicopters?|air ?strikes?|air raids?|bomb(?:s|ed|ing)? from the air|overflights?|no-fly)\b", re.IGNORECASE),
    "missile": re.compile(r"\b(?:missiles?|ballistic|cruise)\b", re.IGNORECASE),
    "artillery": re.compile(r"\b(?:artillery|mortars?|howitzers?|guns?|rockets?|rocket launchers?|grad|shell(?:s|ing|ed)?|heavy weapons?|tanks?)\b", re.IGNORECASE),
    "small_arms": re.compile(r"\b(?:rifles?|snipers?|machine[- ]guns?|small arms|pistols?|gunfire)\b", re.IGNORECASE),
    "mine": re.compile(r"\b(?:mines?|IEDs?|roadside bombs?|explosive devices?|grenades?)\b", re.IGNORECASE),
}  # fmt: skip
AIR = re.compile(r"\bair ?(?:strikes?|raids?|attacks?)\b", re.IGNORECASE)
FROM_THE_AIR = {"aircraft", "drone", "missile"}  # an air strike may be any of them


PERIOD = re.compile(
    r"\b(?:(?:in|over|during|within|for) the (?:past|last) (?:\w+[ -])?(?:hours?|days?|weeks?|nights?|months?)|in (?:a|one|\d+|\w+) (?:hours?|days?|weeks?)"
    r"|during the (?:night|day|week)(?: to \w+)?|overnight|since [\w ]{3,30}?(?=[,.]| said)|(?:this|last) (?:week|month)|between \w+ (?:\w+ )?and \w+ (?:\w+)?)",
    re.IGNORECASE,
)


BROKERED = re.compile(r"\b(?:brokered|mediated|hosted|sponsored|facilitated|overseen) by [^.;:]{0,60}$")
BROKERING = re.compile(
    r"(?:['’]s?)?(?: \([^()]{1,20}\))?(?:['’]s?)? ?(?:mediation|good offices|auspices)\b"
    r"|(?: \([^()]{1,20}\))? (?:(?:is|was|will be) (?:acting|serving)|acts|acted|serves|served) as (?:an? |the )?(?:guarantor|mediator|broker|go-between|host)\b"
)


def is_broker(text: str, span: Span) -> bool:
    """Tell whether words name who brought a commitment about ("brokered by the UN", "by the UN's mediation"): no party that is bound by it."""
    return bool(BROKERED.search(text, max(0, span.start - 80), span.start) or BROKERING.match(text, span.end))


def period_of_count(text: str, count: Span | None, sentences: Sequence[Span]) -> Span | None:
    """Return the words for the time that a count is for, in its sentence: "46 times in the past 24 hours"."""
    if count is None:
        return None
    sentence = next((one for one in sentences if one.start <= count.start < one.end), None)
    found = list(PERIOD.finditer(text, sentence.start, sentence.end)) if sentence is not None else []
    nearest = min(found, key=lambda match: abs(match.start() - count.end), default=None)
    return None if nearest is None else Span(start=nearest.start(), end=nearest.end())


def weapon_classes(words: str) -> tuple[str, ...]:
    """Return the classes of weapon that words name, sorted."""
    found = {name for name, pattern in WEAPONS.items() if pattern.search(words)}
    return tuple(sorted(found | FROM_THE_AIR if AIR.search(words) else found))


def exceptions_of(text: str, content: Sequence[Span], sentences: Sequence[Span]) -> tuple[Span, ...]:
    """Return the sentences at and after an act that leave something out of it."""
    return tuple(sentence for sentence in _near(content, sentences) if EXCEPTION.search(text[sentence.start : sentence.end]))


def excludes_somebody(text: str, exceptions: Sequence[Span]) -> bool:
    """Tell whether an exception leaves somebody out, which is more than how one may answer an attack."""
    return any(EXCLUDING.search(text[span.start : span.end]) for span in exceptions)


def verification_of(text: str, content: Sequence[Span], sentences: Sequence[Span]) -> tuple[Span, ...]:
    """Return the sentences at and after an act that tell who watches over it."""
    return tuple(sentence for sentence in _near(content, sentences) if VERIFICATION.search(text[sentence.start : sentence.end]))


def benefits_of(text: str, content: Sequence[Span]) -> tuple[Span, ...]:
    """Return the words of an act that tell for whom it is."""
    found = (match for span in content for match in BENEFIT.finditer(text, span.start, span.end))
    return tuple(Span(start=match.start("whom"), end=match.end("whom")) for match in found)


def names_told(words: str) -> tuple[str, ...]:
    """Return the folded words that are written as names, but for the first of a sentence that is no name alone."""
    return tuple(sorted({fold(name) for name in re.findall(r"\b[A-Z][\w'-]{3,}", words)}))


def _near(content: Sequence[Span], sentences: Sequence[Span]) -> Iterator[Span]:
    held = [n for n, sentence in enumerate(sentences) if any(sentence.start < span.end and span.start < sentence.end for span in content)]
    if held:
        yield from sentences[held[0] : held[-1] + 1 + NEXT]
