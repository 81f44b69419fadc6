"""What an act on a commitment is once who tells it and what it is of are looked at.

Who announces a deal between others is no party to it; a rejected accusation is a denial; who says of his own men that they
held their fire alleges nothing.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from montjoie.schema import VIOLENT, Act, Claim, Commitment, Mention, Span, Who

TAKING: frozenset[Act] = frozenset({"agrees", "announces", "extends"})
ACCUSATION = re.compile(
    r"^\W*(?:(?:the|these|those|this|that|such|all|any|both|its|his|her|their)\s+)?(?:[\w’'-]+\s+){0,2}?"
    r"(?:accusations?|allegations?|charges?|assertions?|claims?(?!\s+(?:to|on|over|for)\b))\b",
    re.IGNORECASE,
)
BETWEEN = re.compile(r"\b(?:between|by) (?=[^.;]{2,80}\band\b)", re.IGNORECASE)
GOES_ON = re.compile(
    r"(?:\s+[\w’'-]+){0,3}?\s+(?:have|has|had|will|would|agree[ds]?|reach(?:ed)?|accept(?:ed|s)?|are|were|is|was|both)\b", re.IGNORECASE
)
LEADING = re.compile(
    r"\W*(?:that )?(?:both |either )?(?:the )?(?:[\w’'-]+(?: [\w’'-]+)?(?:,? and|,) (?:the )?){0,3}", re.IGNORECASE
)  # before a subject
OWN = re.compile(r"\b(?:we|our|ours|its|it|join(?:ed|s)?|he|his|they|their)\b", re.IGNORECASE)
AT_ONCE = re.compile(r"(?:both|the two|two|(?:the )?(?:warring|rival|opposing|conflicting)|all|the (?:sides|parties))\b", re.IGNORECASE)
BODY = re.compile(r"\b(?:army|military|[Ff]orces|government|rebels|movement|militants|junta|separatists|insurgents)$")
BODIES: frozenset[str] = frozenset({"organisation"})
BY_ROUTE: frozenset[str] = frozenset({"humanitarian_pause", "export_passage"})  # what is between two towns
BETWEEN_SIDES: frozenset[str] = frozenset({"ceasefire", "limited_ceasefire", "humanitarian_pause", "prisoner_exchange"})


def meant_acts(acts: Iterable[Commitment], claims: Sequence[Claim], mentions: Sequence[Mention], text: str) -> tuple[Commitment, ...]:
    """Return the acts as their words mean them, in order; a rejected accusation is none where nobody alleges a breach."""
    said = [_with_incident(_with_claim(act, claims), claims, mentions) for act in acts]
    by_id = {claim.id: claim for claim in claims}
    alleged = any(act.act == "alleges_violation" for act in said)
    found = []
    for act in said:
        claim = by_id.get(act.claim or "")
        if act.act == "refuses" and _is_of_an_accusation(act, text):
            if alleged:
                found.append(replace(act, act="denies_violation"))
        elif act.act == "alleges_violation" and claim is not None and _is_of_his_own(act, claim):
            found.append(replace(act, act="denies_violation"))
        else:
            found.append(_told_of_others(act, claim, text) if claim is not None and act.act in TAKING else act)
    return tuple(found)


def _with_claim(act: Commitment, claims: Iterable[Claim]) -> Commitment:
    """An act within what somebody says is told by him: the shortest such claim."""
    if act.claim is not None:
        return act
    holding = [claim for claim in claims if all(any(_holds(part, span) for part in claim.content) for span in act.content)]
    nearest = min(holding, key=lambda claim: (sum(part.end - part.start for part in claim.content), claim.id), default=None)
    return act if nearest is None else replace(act, claim=nearest.id)


def _with_incident(act: Commitment, claims: Iterable[Claim], mentions: Iterable[Mention]) -> Commitment:
    """An allegation that one claim makes of one deed ("a drone struck a car, violating the truce") is of that deed."""
    claim = next((claim for claim in claims if claim.id == act.claim), None)
    if act.act != "alleges_violation" or act.broken_by is not None or act.count is not None or claim is None:
        return act
    deeds = [
        mention.id
        for mention in mentions
        if mention.type in VIOLENT and not mention.aggregate and any(_holds(part, at) for part in claim.content for at in mention.triggers)
    ]
    return replace(act, broken_by=deeds[0]) if len(deeds) == 1 else act


def _is_of_an_accusation(act: Commitment, text: str) -> bool:
    return all(ACCUSATION.match(text[span.start : span.end]) for span in act.content[:1])


def _is_of_his_own(act: Commitment, claim: Claim) -> bool:
    """Whether the only one charged is who speaks, and he owns up to nothing."""
    charged = {_key(who) for who in (*act.bound, *claim.against)}
    return bool(act.bound) and charged == {_key(claim.who)} and None not in charged and claim.kind in ("states", "denies", "accuses")


def _told_of_others(act: Commitment, claim: Claim, text: str) -> Commitment:
    """A deal that somebody tells of others: those are its parties, and he is bound only where the words name him among them."""
    if not act.party or not all(_is_speaker(who, claim) for who in act.party):
        return act
    named = tuple(who for who in act.bound if any(_holds(part, who.span) for part in act.content))
    others = tuple(who for who in named if not _is_speaker(who, claim) and _is_somebody_else(who, text))
    if others and any(_is_subject(who.span, act, text) for who in others):
        return replace(act, party=named, bound=named)
    words = " ".join(text[span.start : span.end] for span in act.content)
    if claim.who.kind in BODIES and claim.who.side is None and act.subject in BETWEEN_SIDES and not OWN.search(words):
        return replace(act, party=(), bound=tuple(who for who in act.bound if not _is_speaker(who, claim)))
    return act


def _is_subject(span: Span, act: Commitment, text: str) -> bool:
    """Whether words begin what is told and a verb follows, or stand behind "between"."""
    begins = min(part.start for part in act.content)
    if span.start >= begins and LEADING.fullmatch(text, begins, span.start) and GOES_ON.match(text, span.end):
        return True
    match = BETWEEN.search(text, begins, span.start + 1) if act.subject not in BY_ROUTE else None
    return match is not None and span.start >= match.end()


def _is_somebody_else(who: Who, text: str) -> bool:
    """Whether words name a party that is known, or the sides at once; "their men" and "government forces" may be the speaker's own."""
    words = text[who.span.start : who.span.end]
    return not OWN.match(words) and (_key(who) is not None or bool(AT_ONCE.match(words)) or bool(BODY.search(words)))


def _is_speaker(who: Who, claim: Claim) -> bool:
    key = _key(who)
    return who.span == claim.source or (key is not None and key == _key(claim.who))


def _key(who: Who) -> str | None:
    return who.side or who.id


def _holds(part: Span, span: Span) -> bool:
    return part.start <= span.start and span.end <= part.end
