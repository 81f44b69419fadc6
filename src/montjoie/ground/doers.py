"""Who did it, by the words alone: a speaker who denies did not say so, and neither an instrument nor a speaker's office is a perpetrator.

A person's reading says all this itself and is left alone.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from montjoie.schema import ClaimKind, ClaimRead, IncidentRead, Reading, Reality, Span, Who

_OWN = r"(?:it|they|he|she|we|i|(?:its|their|his|her|our|my)(?: [\w-]+){0,3})"
_NOT = r"(?:(?:had|have|has|did|do|does|was|were|is|are|would)(?:\s+not|n[’']t|\s+never)|never)"
OWN_NEGATED = re.compile(
    rf"^\W*(?:that )?(?:{_OWN} {_NOT}|none of (?:its|their|our)(?: [\w-]+){{1,3}} (?:had|have|has|was|were))\b", re.IGNORECASE
)
NOT_MINE = re.compile(
    rf"^\W*(?:that )?{_OWN} (?:{_NOT} (?:responsible|behind|involved|to blame|carried|conducted|launched|fired|bombed|targeted)|(?:had|have|has) (?:nothing to do with|(?:played )?no (?:part|role|hand|involvement) in))\b",
    re.IGNORECASE,
)
GOVERNED = 40  # characters from a negation to the act that it denies
DENYING_FROM: frozenset[str] = frozenset({"states", "confirms"})
REPORTING: frozenset[str] = frozenset({"states", "confirms", "accuses", "claims_responsibility"})
OWNING: frozenset[str] = frozenset({"claims_responsibility", "confirms", "threatens", "promises"})
SPEAKERS: frozenset[str] = frozenset({"office", "person", "media", "organisation"})
INSTRUMENT = re.compile(
    r"^(?:(?:an?|the|several|two|three|some|many|more|unidentified|unknown|incoming|stray|\d+) )*(?:(?!(?:regime|government|rebel|coalition|enemy|opposition|insurgent|militant|army|jihadist|terrorist|police|military|allied|security)\b)(?-i:[a-z-]+) ){0,2}?"
    r"(?:drones?|UAVs?|shells?|rockets?|missiles?|bombs?|mortars?|artillery|gunfire|mines?|landmines?|bullets?|shrapnel|explosives?|devices?|warheads?|projectiles?"
    r"|munitions?|grenades?|grads?|howitzers?|strikes?|airstrikes?|shelling|bombardment|blasts?|explosions?|fire|warplanes?|planes?|jets?|aircraft|helicopters?|tanks?|debris|fragments)$",
    re.IGNORECASE,
)


def kinds_of(text: str, reading: Reading, *, given: bool) -> tuple[ClaimKind, ...]:
    """Return what kind each claim of a reading is of: a person's as it stands, a model's by its words too."""
    triggers = sorted({trigger for incident in reading.incidents for trigger in incident.triggers})
    return tuple(claim.kind if given else kind_of(text, claim, triggers) for claim in reading.claims)


def doers_of(
    text: str,
    incident: IncidentRead,
    whos: Mapping[tuple[Span, str], Who],
    claims: Sequence[ClaimRead],
    kinds: Sequence[ClaimKind],
    *,
    given: bool,
) -> tuple[list[Span], list[Span]]:
    """Return the words for those who did it and for what it was done with, where a model may have read one for the other."""
    actors, weapons = list(incident.actors), list(dict.fromkeys(incident.weapons))
    if given:
        return actors, weapons
    instruments = [span for span in actors if is_instrument(text, span, whos[span, "actor"], weapons)]
    weapons += [span for span in instruments if not any(span.start < one.end and one.start < span.end for one in weapons)]
    doers = [span for span in actors if span not in instruments]
    return [span for span in doers if not only_speaks(span, whos[span, "actor"], claims, kinds)], weapons


def kind_of(text: str, claim: ClaimRead, triggers: Iterable[Span]) -> ClaimKind:
    """Return the kind of a claim: a denial where its speaker says that his own side did not do what is told ("its forces had not shelled")."""
    if claim.kind not in DENYING_FROM:
        return claim.kind
    for part in claim.content[:1]:
        words = text[part.start : part.end]
        if NOT_MINE.match(words):
            return "denies"
        told = OWN_NEGATED.match(words)
        if told and any(0 <= trigger.start - part.start - told.end() <= GOVERNED for trigger in triggers):
            return "denies"
    return claim.kind


def reality_of(incident: IncidentRead, claims: Sequence[ClaimRead], kinds: Sequence[ClaimKind], *, given: bool) -> Reality:
    """Return whether an incident happened: one that somebody reports and another denies is reported, and the denial disputes it."""
    if given or incident.reality != "denied":
        return incident.reality
    reported = [part for claim, kind in zip(claims, kinds, strict=True) if kind in REPORTING for part in claim.content]
    told = any(part.start <= trigger.start < part.end for part in reported for trigger in incident.triggers)
    return "actual" if told else "denied"


def is_instrument(text: str, span: Span, who: Who, weapons: Sequence[Span]) -> bool:
    """Tell whether what is named as a doer is what it was done with: "a drone", "shells", or the very words of the weapon."""
    if who.id is not None or who.side is not None:
        return False
    return bool(INSTRUMENT.match(text[span.start : span.end])) or any(span == weapon for weapon in weapons)


def only_speaks(span: Span, who: Who, claims: Iterable[ClaimRead], kinds: Iterable[str]) -> bool:
    """Tell whether what is named as a doer stands there as somebody who denies it, or as an office that reports it."""
    own = [kind for claim, kind in zip(claims, kinds, strict=True) if claim.source.start <= span.start and span.end <= claim.source.end]
    if not own or any(kind in OWNING for kind in own):
        return False
    return who.kind in SPEAKERS or all(kind == "denies" for kind in own)
