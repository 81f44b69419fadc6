"""Words around a state, an organisation, a group or a leader → the institution or group meant: "Russia's defence ministry"."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from montjoie.ground.actor_list import Actor, Name
from montjoie.ground.actor_people import has_own_name
from montjoie.ground.actor_phrase import Found, Phrase

_GOVERNING = frozenset({"authorities", "government", "leadership", "regime", "administration", "rulers"})
_OF_CAPITALS = frozenset({"gov", "forces", "state", "mfa"})  # "Kyiv's police" may be the city's; its army is not
_BODIES = frozenset({"government", "ministry", "office", "forces"})


@dataclass(frozen=True, slots=True)
class _Parts:
    """Words taken apart: what is left, the names taken out, and the side that "pro-" or "-installed" gives."""

    rest: list[str]
    names: list[Name]
    sided: str | None
    ends_in_name: bool  # the last word is of the last name
    governed: bool  # a preposition stands right before the last name


def around_name(phrase: Phrase) -> Found | None:
    """Read words around one state, organisation, group or leader."""
    parts = _taken_apart(phrase)
    states = {name.actor for name in parts.names if name.actor.startswith("state:")}
    others = sorted({name.actor for name in parts.names} - states)
    words = phrase.stripped(parts.rest)
    if len(others) == 1 and (actor := phrase.text.actors.actor(others[0])) is not None:
        found = _around(phrase, actor, words, parts)
        if found is not None:
            return found
    if len(states) == 1 and (not others or (len(others) == 1 and phrase.any_is("office", words))):
        return _of_state(phrase, states.pop(), words, parts.names)
    if parts.sided is not None and not states and not others and not has_own_name(phrase):
        return phrase.described("office" if phrase.any_is("office", words) else "described", basis="described:sided", side=parts.sided)
    return None


def _taken_apart(phrase: Phrase) -> _Parts:
    tokens, rest, names, sided, index = phrase.core, list[str](), list[Name](), None, 0
    found = {first: (after, every) for first, after, every in phrase.text.named_in(tokens)}
    ended = governed = False
    while index < len(tokens):
        after, every = found.get(index, (index + 1, ()))
        every = every or phrase.without_apostrophe(tokens[index])
        actor = phrase.one_of(every)
        related = after < len(tokens) and phrase.is_a("relation", tokens[after].folded)
        ended = False
        if actor is not None and rest[-1:] in (["pro"], ["anti"]):
            sided = actor.side_on(phrase.text.day) if rest.pop() == "pro" else sided
        elif related and (actor is not None or "-" in phrase.gap(after)):
            installed = actor is not None and phrase.is_a("sidewith", tokens[after].folded)
            sided = actor.side_on(phrase.text.day) if actor is not None and installed else sided
            after += 1
        elif actor is not None:
            if _elsewhere(rest, names):
                break
            names.append(next(name for name in every if name.actor == actor.id))
            left = [token.folded for token in tokens[:index] if token.folded != "the"]
            ended, governed = after == len(tokens), bool(left) and phrase.is_a("preposition", left[-1])
        elif _cut_here(phrase, index, found) and (rest or names):
            break
        else:
            rest.append(tokens[index].folded)
        index = after
    return _Parts(rest, names, sided, ended, governed)


def _elsewhere(rest: Sequence[str], names: Sequence[Name]) -> bool:
    """Say whether a name only tells where or to whom: "the ambassador of Poland in ...", "envoy to ..."."""
    if rest[-1:] in (["in"], ["with"], ["against"]):
        return bool(names) or not _GOVERNING & set(rest)
    return rest[-1:] == ["to"] and rest[-2:-1] != ["loyal"]


def _cut_here(phrase: Phrase, index: int, found: dict[int, tuple[int, tuple[Name, ...]]]) -> bool:
    """Say whether what follows does not name the actor any more ("who", "near", "in" without a name after it)."""
    word = phrase.core[index].folded
    if word == "to" and index and phrase.core[index - 1].folded == "loyal":
        return False
    return phrase.is_a("cut", word) or (word == "in" and index + 1 not in found and index + 2 not in found)


def _of_state(phrase: Phrase, state: str, words: Sequence[str], names: Sequence[Name]) -> Found | None:
    if phrase.any_is("former", words):
        return (
            None
            if has_own_name(phrase)
            else phrase.described("office" if phrase.any_is("office", words) else "described", basis="described:former")
        )
    if phrase.any_is("invader", words):
        return phrase.described(basis="described:loaded", side=state)
    if any(name.how == "people" for name in names):
        return phrase.described(basis="described:people", public=False)
    code = phrase.head(words)
    capital = all(name.how == "capital" for name in names) and not phrase.core[0].possessive
    if code and not phrase.indefinite and (not capital or code in _OF_CAPITALS):
        return phrase.institution(code, state)
    office = phrase.office(words)
    if office and not phrase.indefinite:
        return _holder(phrase, state, office)
    return _described_of(phrase, state, words)


def _holder(phrase: Phrase, state: str, office: str) -> Found:
    """Return who held an office of a state on the text's day, as far as the list knows."""
    holder = phrase.text.actors.holder(state.removeprefix("state:"), office, phrase.text.day)
    if holder is None:
        return phrase.described("office", basis="described:office", side=state)
    return replace(phrase.listed(holder, f"office:{holder.id}"), side=state)


def _described_of(phrase: Phrase, state: str, words: Sequence[str]) -> Found | None:
    """Return a description, with the side of the state it belongs to for officials and soldiers only."""
    if has_own_name(phrase):
        return None
    if phrase.any_is("loaded", words):
        return phrase.described(basis="described:loaded")
    if phrase.any_is("private", words) and not phrase.any_is("office", words):
        return phrase.described(basis="described:private", public=False)
    if phrase.any_is("document", words[-1:]):
        return phrase.described(basis="described:document")
    if phrase.any_is("medianoun", words):
        return phrase.described("media", basis="described:media")
    for kind, name, basis in (("office", "office", "office"), ("described", "military", "military"), ("office", "stateorg", "body")):
        if phrase.any_is(name, words):
            return phrase.described(kind, basis=f"described:{basis}", side=state)
    return None


def _around(phrase: Phrase, actor: Actor, words: Sequence[str], parts: _Parts) -> Found | None:
    """Read words around one listed actor that is no state."""
    side = actor.side_on(phrase.text.day)
    if actor.kind == "person":
        return _of_leader(phrase, actor, side, words)
    if phrase.any_is("former", words):
        return None if has_own_name(phrase) else phrase.described("office", basis="described:former")
    if _only(phrase, words, ("modifier", *_COMPANIONS.get(actor.kind, ("selfword",)))):
        if not phrase.indefinite:
            return phrase.listed(actor, f"{'member' if words else 'list'}:{actor.id}")
        return phrase.described(basis="described:member", side=side)
    if words and phrase.is_a("document", words[0]) and actor.kind in ("organisation", "ministry", "government", "office"):
        return phrase.listed(actor, f"report:{actor.id}")
    if words and phrase.is_a("document", words[0]):
        return phrase.described(basis="described:document")
    if parts.ends_in_name and not parts.governed and words and _is_kind_of_body(phrase, words[-1]):
        return phrase.listed(actor, f"list:{actor.id}")
    if has_own_name(phrase):
        return None
    code = phrase.head(words)
    if code and actor.kind in _BODIES and side is not None and side.startswith("state:") and not phrase.indefinite:
        return phrase.institution(code, side)
    office = phrase.office(words)
    if (
        office
        and actor.kind in _BODIES
        and side is not None
        and side.startswith("state:")
        and not phrase.indefinite
        and actor.id.startswith("pres:")
    ):
        return _holder(phrase, side, office)
    if phrase.any_is("office", words) or phrase.any_is("speakerless", words):
        return phrase.described("office", basis="described:office", side=side)
    return None


# Words beside a name that leave it the actor: "Islamic State fighters", "the Interfax news agency"
_COMPANIONS = {"media": ("mediaword",), "armed_group": ("member",), "forces": ("member",)}


def _only(phrase: Phrase, words: Sequence[str], classes: Sequence[str]) -> bool:
    return all(any(phrase.is_a(name, word) for name in classes) for word in words)


def _is_kind_of_body(phrase: Phrase, word: str) -> bool:
    """Say whether a word before a name only says what it is: "the campaign group X", "the state operator X"."""
    return any(phrase.is_a(name, word) for name in ("orgword", "anaphor", "mediaword", "stateorg"))


def _of_leader(phrase: Phrase, leader: Actor, side: str | None, words: Sequence[str]) -> Found | None:
    """Read "Assad's forces", "the Biden administration", "forces loyal to Haftar" as those of the side the leader stands on."""
    if phrase.any_is("kin", words):
        return phrase.described(basis="described:private", public=False)
    if side is None:
        return None
    plain = [word for word in words if not phrase.is_a("honorific", word)]
    while len(plain) > 1 and phrase.is_a("office", plain[0]):
        plain = plain[1:]
    while len(plain) > 1 and any(phrase.is_a(name, plain[-1]) for name in ("office", "modifier", "preposition")):
        plain = plain[:-1]
    code = phrase.head(phrase.stripped([word for word in plain if word != "loyal"]))
    if code in (None, "state"):
        official = phrase.any_is("office", words) and not has_own_name(phrase)
        return phrase.described("office", basis="described:office", side=side) if official else None
    if side.startswith("state:"):
        return phrase.institution(code or "", side, f"leader:{code}")
    actor = phrase.text.actors.actor(side)
    return phrase.listed(actor, f"leader:{actor.id}") if actor else None
