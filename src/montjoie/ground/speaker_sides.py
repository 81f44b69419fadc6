"""On whose side a speaker stands who is only described: "its spokesman", "the army's deputy spokesman", "the foreign ministry in Phnom Penh".

The body he is of is the one whose name his words have, the capital they are in, or, for "its" and for a bare ministry, who the
sentence, or the one before it, speaks of first. Where two answer, he stays without a side.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from montjoie.ground.act_circle import SIDE_KINDS
from montjoie.ground.actor_list import Actor, ActorList
from montjoie.ground.sentences import sentence_at
from montjoie.schema import Span, Who

ROLE = re.compile(
    r"\b(?:spokes(?:man|woman|person)|minister|ministry|ministries|president|adviser|aide|envoy|general|colonel|brigadier|commander|chief|chiefs|governor|"
    r"officers?|officials?|chairman|chairwoman|lawmaker|statement|service|command|delegation|government|army|military|troops|staff|office|agency|front|"
    r"commission|authorit(?:y|ies)|newspaper|negotiators?|team|leader|secretary|forces|committee|militia|gunmen|fighters|side)\b",
    re.IGNORECASE,
)
ITS = re.compile(r"^(?:its|their|his|her)\b", re.IGNORECASE)
IN_CAPITAL = re.compile(r"\b(?:in|from) (?P<capital>[A-Z][\w'-]+(?: [A-Z][\w'-]+)?)\b")
OF_BODY = re.compile(r"\b(?:of|for) (?P<body>(?:the |Yemen's |[A-Z])[\w' -]+)$")
POSSESSIVE = re.compile(r"^(?P<body>(?:(?:the|a|an) )?[\w' -]+?)['’]s? (?P<role>.+)$", re.IGNORECASE)
LEADING_NAME = re.compile(r"^(?:an? |the |two |some )?(?P<name>[A-Z][\w-]+(?: [A-Z][\w-]+)?) [a-z]")
STATE_BODY = re.compile(
    r"^(?:the |a |an )?(?:(?:deputy |vice |first )?(?:defen[cs]e|foreign|interior|energy|health|information) (?:ministry|minister)|government(?: delegation)?|"
    r"general staff|prime minister(?:'s office)?|president(?:'s office)?|presidential (?:aide|adviser|office)|army|military|ministry|joint chiefs)$",
    re.IGNORECASE,
)
SOLDIERS = re.compile(r"\b(?:army|military|troops|soldiers|forces|guns|brigadier|general staff)\b", re.IGNORECASE)
NAMES = re.compile(r"\b[A-Z][\w'-]*(?: (?:of |al-|the )?[A-Z][\w'-]*){0,4}")
PLACE_BEFORE = re.compile(r"\b(?:in|near|at|from|around|towards?|outside|inside)\s+$", re.IGNORECASE)
SAYING = re.compile(r"\b(?:said|says|announced|wrote|declared|told|accused|confirmed|denied|reported)\b")
SAID_WITHIN = 60  # characters from a name to its verb of saying
REACH = 2  # sentences back


@dataclass(frozen=True, slots=True)
class Named:
    """A side named in the running text."""

    start: int
    side: str
    kind: str


def with_side(text: str, who: Who, named: Sequence[Named], sentences: Sequence[Span], actors: ActorList, day: date | None) -> Who:
    """Return a described speaker with the side and the body he is of, where his words tell one."""
    if who.basis == "several":
        return who
    if who.id is not None or who.side is not None or not who.public or isinstance(who.parent, str):
        return (
            who if who.side is not None or not isinstance(who.parent, str) else replace(who, side=_side_of(actors.actor(who.parent), day))
        )
    span = who.full if isinstance(who.full, Span) else who.span
    words = text[span.start : span.end]
    if not ROLE.search(words) and not ITS.match(words) and not re.search(r"\b(?:group|movement|separatists|rebels|insurgents)\b", words):
        return who
    actor = _in_words(words, actors, day)
    side = _side_of(actor, day) or _told_before(text, span, named, sentences)
    if side is None:
        return who
    return replace(
        who,
        side=side,
        parent=who.parent or (actor.id if actor is not None else side),
        basis=f"{who.basis}, of {'its words' if actor else 'who is spoken of'}",
    )


def named_sides(text: str, whos: Iterable[Who], actors: ActorList, day: date | None) -> tuple[Named, ...]:
    """Return the sides named in a text, in order: those of resolved actors, and listed names in the running text."""
    found = {Named(who.span.start, who.side or who.id or "", who.kind) for who in whos if (who.side or (who.id and who.kind in SIDE_KINDS))}
    for match in NAMES.finditer(text):
        if PLACE_BEFORE.search(text[max(0, match.start() - 10) : match.start()]):
            continue
        words = match.group().removesuffix("'s").split()
        for last in range(len(words), 0, -1):
            side = _one_side(" ".join(words[:last]).removesuffix("'s"), actors, day)
            if side is not None:
                found.add(Named(match.start(), side[0], side[1]))
                break
    return tuple(sorted(found, key=lambda name: (name.start, name.side)))


def named_in(text: str, spans: Iterable[Span], actors: ActorList, day: date | None) -> tuple[str, ...]:
    """Return the listed actors that some stretches of a text name, by id, and their sides."""
    found: set[str] = set()
    for span in spans:
        for match in NAMES.finditer(text, span.start, span.end):
            words = match.group().removesuffix("'s").removeprefix("The ").split()
            for start in range(len(words)):
                for last in range(len(words), start, -1):
                    for actor in actors.find(" ".join(words[start:last]), day=day):
                        found |= {actor.id} if actor.kind in SIDE_KINDS else set()
    return tuple(sorted(found))


def _one_side(words: str, actors: ActorList, day: date | None) -> tuple[str, str] | None:
    candidates = actors.find(words, day=day) or (actors.find(words.removeprefix("The "), day=day) if words.startswith("The ") else ())
    sides = {
        (side, actor.kind)
        for actor in candidates
        if (side := _side_of(actor, day)) is not None and actor.kind in (*SIDE_KINDS, "person", "office")
    }
    return min(sides) if len({side for side, _ in sides}) == 1 else None


def _side_of(actor: Actor | None, day: date | None) -> str | None:
    if actor is None:
        return None
    return actor.side_on(day) or (actor.id if actor.kind in SIDE_KINDS else None)


def _in_words(words: str, actors: ActorList, day: date | None) -> Actor | None:
    """The body that the words themselves name: "the army's spokesman" where the list has "the army", "in Asmara", "a Taliban commission"."""
    for pattern, group in ((POSSESSIVE, "body"), (OF_BODY, "body"), (IN_CAPITAL, "capital"), (LEADING_NAME, "name")):
        match = pattern.search(words)
        if match is None:
            continue
        name = match[group].strip()
        for tried in (name, name.removeprefix("the ").removeprefix("The "), f"the {name}"):
            found = [actor for actor in actors.find(tried, day=day) if actor.kind in (*SIDE_KINDS, "organisation")]
            if len(found) == 1:
                return found[0]
    parts = words.split()
    for n in range(1, len(parts)):  # "the rebel group BRN", "the Donetsk separatists": by the end of the words
        found = [actor for actor in actors.find(" ".join(parts[n:]), day=day) if actor.kind in SIDE_KINDS]
        if len(found) == 1:
            return found[0]
    return None


def _told_before(text: str, span: Span, named: Sequence[Named], sentences: Sequence[Span]) -> str | None:
    """Whom "its" or a bare ministry is of: who is named first in the sentence before it, else in the sentences before."""
    words = text[span.start : span.end]
    possessive = POSSESSIVE.match(words)
    soldiers = bool(possessive and SOLDIERS.search(possessive["body"]))
    body = OF_BODY.search(words) or possessive
    state_body = bool(STATE_BODY.match(words) or (body and STATE_BODY.match(body["body"])))
    if not (ITS.match(words) or state_body or soldiers):
        return None
    sentence = sentence_at(sentences, span.start)
    if sentence is None:
        return None
    at = sentences.index(sentence)
    for n in range(at, max(-1, at - REACH - 1), -1):
        inside = [name for name in named if sentences[n].start <= name.start < min(span.start, sentences[n].end)]
        if soldiers:
            inside = [name for name in inside if name.kind in ("forces", "state")]
        elif state_body:
            inside = [name for name in inside if name.side.startswith(("state:", "user:")) and name.kind != "armed_group"]
        if inside:  # whoever spoke last goes on speaking; else whom the sentence is about
            spoke = [
                name for name in inside if n < at and SAYING.search(text[name.start : name.start + SAID_WITHIN].split(",", maxsplit=1)[0])
            ]
            return (spoke[-1] if spoke else inside[0]).side
    return None
