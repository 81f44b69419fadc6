"""A pronoun inside what somebody says → the words for who says it: "I" in a quotation, "he" in "X said he would"."""

from collections.abc import Iterable

from montjoie.schema import ClaimRead, Span

_SPEAKER = frozenset({"i", "me", "myself"})
_THIRD = frozenset({"he", "she"})


def speaker_behind(text: str, span: Span, claims: Iterable[ClaimRead]) -> Span | str | None:
    """Return the fullest words for the speaker whom a pronoun stands for, `None` where it may stand for another.

    "I" is the speaker of the innermost quotation around it; "he" that of an indirect statement it opens ("X said he ..."),
    which no capitalised word may come before.
    """
    word = text[span.start : span.end].casefold()
    if word not in _SPEAKER | _THIRD:
        return None
    around = [
        (part.end - part.start, part.start, claim.item, claim, part) for claim in claims for part in claim.content if _holds(part, span)
    ]
    if not around:
        return None
    *_, claim, part = min(around, key=lambda found: found[:3])
    if word in _SPEAKER:
        return (claim.who or claim.source) if claim.direct else None
    before = text[part.start : span.start]
    opens = not claim.direct and claim.source.end <= part.start and part.start - claim.source.end < 40 and "\n" not in before
    named = any(token[0].isupper() for token in before.split())
    return (claim.who or claim.source) if opens and not named and len(before) < 60 else None


def _holds(part: Span, span: Span) -> bool:
    return part.start <= span.start and span.end <= part.end
