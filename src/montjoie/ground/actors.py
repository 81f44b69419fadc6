"""The words for an actor → `Who`: an actor of the list, an institution of a state, or a description with what is known of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from montjoie.ground.actor_context import TextActors
from montjoie.ground.actor_list import Actor, ActorList
from montjoie.ground.actor_phrase import Found
from montjoie.ground.actor_phrases import read_phrase
from montjoie.ground.actor_words import fold
from montjoie.schema import Span, Who

ActorRole = Literal["actor", "target", "source", "via", "party", "bound", "against"]

_DATELINE = re.compile(r"\(([A-Z][\w .&'’/-]{1,40})\)\s*[-–—]")
_AGENCY_FIRST = re.compile(r"(?m)^\s*([A-Z]{2,5})\s*[-–—]\s")
_CREDITS = (
    re.compile(r"(?i)\breporting (?:from|by) ((?:the )?[A-Z][^.;\n]{1,80})"),
    re.compile(r"([A-Z][^.;\n]{1,80}?) contributed to (?:this|the) (?:report|story|article)"),
    re.compile(r"(?i:\bsources?): ?([^\n]{2,80})"),
    re.compile(r"(?m)[—–]\s*([A-Z][\w' .-]{1,40})\.?\s*$"),
    re.compile(r"(?:©|\(c\)) ?(?:\d{4} )?([A-Z][\w' .-]{1,40})"),
    re.compile(r"(?<=[\s(])/ ?([A-Z][A-Za-z-]{2,20})(?=[\s).]|$)"),
)  # fmt: skip
_PARTS = re.compile(r",|/|;|\band\b|\bor\b")


# How a span's own words may name an actor, so that the fullest words cannot overrule them
_NAMED = ("list:", "near:", "pattern:", "adjective:", "metonym:", "people:", "member:", "homonym:")


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorSpan:
    """Words that stand for an actor: where, the fullest words the article has for it, and what they do."""

    span: Span
    full: Span | str | None = None
    role: ActorRole = "actor"


def resolve_actors(text: str, spans: Sequence[ActorSpan], actors: ActorList, *, day: date | None) -> tuple[Who, ...]:
    """Return who is behind each span, in order; `day` is the day of the text, for whoever changed office or side.

    The same words in two roles share the fullest words that one of them has.
    """
    known = TextActors(text, actors, day)
    fulls = {span.span: span.full for span in spans if span.full is not None}
    return tuple(_who(known, span if span.full is not None else replace(span, full=fulls.get(span.span))) for span in spans)


def same_side(a: Who, b: Who) -> bool:
    """Say whether two actors are known to stand on one side; not known is no."""
    sides_a, sides_b = ({who.id, who.side} - {None} for who in (a, b))
    return bool(sides_a & sides_b)


def agencies_credited(text: str, actors: ActorList) -> tuple[str, ...]:
    """Return the agencies that a text credits in datelines and credits: actor ids, folded names for unlisted ones in a dateline."""
    found: dict[str, int] = {}
    for match in _DATELINE.finditer(text):
        _credit(found, match.start(), match[1], actors, unlisted=match.start() < 200 and match[1].upper() != match[1])
    for match in _AGENCY_FIRST.finditer(text):
        _credit(found, match.start(), match[1], actors)
    for pattern in _CREDITS:
        for match in pattern.finditer(text):
            for part in _PARTS.split(match[1]):
                _credit(found, match.start(), part, actors)
    return tuple(sorted(found, key=lambda key: (found[key], key)))


def _who(text: TextActors, wanted: ActorSpan) -> Who:
    words = text.text[wanted.span.start : wanted.span.end]
    own = read_phrase(text, words, wanted.span.start, wanted.role)
    full = _full_words(text, wanted)
    found = own if full is None else _fuller(text, own, wanted, full)
    return Who(
        span=wanted.span, id=found.id, name=found.name, kind=found.kind, side=found.side, country=found.country,
        public=found.public, basis=found.basis, full=wanted.full if wanted.full is not None else _longer(wanted.span, found.full),
        parent=found.parent,
    )  # fmt: skip


def _full_words(text: TextActors, wanted: ActorSpan) -> str | None:
    """Return the fullest words where they say more than the span's own."""
    if wanted.full is None:
        return None
    words = wanted.full if isinstance(wanted.full, str) else text.text[wanted.full.start : wanted.full.end]
    return words if fold(words) != fold(text.text[wanted.span.start : wanted.span.end]) else None


def _fuller(text: TextActors, own: Found, wanted: ActorSpan, words: str) -> Found:
    """Choose between a span's own words and the fullest: a name in the span is never overruled by another name."""
    at = wanted.full.start if isinstance(wanted.full, Span) else wanted.span.start
    full = read_phrase(text, words, at, wanted.role)
    named = own.known and own.basis.startswith(_NAMED)
    if named and full.id != own.id:
        return full if full.known and full.side is not None and full.side == own.id else own
    if full.known or full.kind != "described" or own.basis == "unresolved: pronoun":
        return full
    return replace(own, id=None, name=None, basis=full.basis) if own.known and not named else own


def _longer(span: Span, full: Span | None) -> Span | None:
    return full if full is not None and full.end - full.start > span.end - span.start else None


def _credit(found: dict[str, int], at: int, words: str, actors: ActorList, *, unlisted: bool = False) -> None:
    folded = fold(words.strip().strip("\"'“”"))
    listed: tuple[Actor, ...] = actors.find(folded, day=None) or actors.find(folded.removesuffix(" news agency"), day=None)
    media = [actor for actor in listed if actor.kind == "media"]
    if len(media) == 1:
        found.setdefault(media[0].id, at)
    elif unlisted and folded and not listed:
        found.setdefault(folded, at)
