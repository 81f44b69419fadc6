"""The words for an actor → the actor: a listed one, an institution of a state made by rule, or a description with its side.

Rules are tried from the surest to the least sure; the first that speaks decides. None of them guesses: words that could be
two actors are nobody.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from montjoie.ground.actor_context import TextActors
from montjoie.ground.actor_list import AGENCY, Actor, Name
from montjoie.ground.actor_made import around_name
from montjoie.ground.actor_parent import with_parent
from montjoie.ground.actor_people import SPLIT, has_own_name, own_name, someone_else, titled_person
from montjoie.ground.actor_phrase import Found, Phrase, phrase_of
from montjoie.ground.actor_titles import titled_before
from montjoie.ground.actor_words import tokens_of
from montjoie.schema import Span

_GROUP = ("group", "organisation", "organization", "movement", "militia")  # the first three: of organisations too
_PEOPLE_ROLES = frozenset({"actor", "party", "bound", "against"})
_PLACE_ROLES = frozenset({"target"})  # a capital that is hit is a city, not a government
_BRACKETED = re.compile(r"(?<=\w{3}) ?\((?:the )?[A-Z][A-Za-z-]{1,9}\)(?=\W|$)")  # "the Observatory (SOHR)": the words before are enough


def read_phrase(text: TextActors, words: str, at: int, role: str, *, whole: bool = True) -> Found:
    """Return who is meant by words that stand at an offset of a text; `whole`: they may name several, joined by "and"."""
    phrase = phrase_of(text, _BRACKETED.sub("", words), at, role)
    found = _first_rule(phrase, whole=whole)

    def read(part: str, start: int) -> Found:
        return read_phrase(text, part, start, role, whole=False) if part.strip() else Found()

    in_text = text.text[at : at + len(phrase.words)] == phrase.words
    return with_parent(phrase, found, read, in_text=in_text) if phrase.core else found


def _first_rule(phrase: Phrase, *, whole: bool) -> Found:
    """Return what the first rule that speaks says."""
    if not phrase.core:
        pronoun = any(phrase.is_a("pronoun", token.folded) for token in phrase.every)
        return Found(basis="unresolved: pronoun", public=False) if pronoun else Found()
    for rule in _RULES:
        found = rule(phrase) if whole or rule is not _several else None
        if found is not None:
            return found
    return Found()


def _pronoun(phrase: Phrase) -> Found | None:
    """Read "he", "they", and "his forces", which lead to somebody whom the words do not name."""
    first = phrase.core[0]
    if first.raw.isupper() and len(first.raw) > 1 and first.folded not in ("he", "she", "it"):
        return None
    if all(phrase.is_a("pronoun", token.folded) for token in phrase.core):
        return Found(basis="unresolved: pronoun", public=False)
    if not phrase.is_a("possessive", first.folded) or any(True for _ in phrase.text.named_in(phrase.core)) or has_own_name(phrase):
        return None
    rest = [token.folded for token in phrase.core[1:]]
    body = phrase.any_is("office", rest) or phrase.any_is("orgword", rest)
    return phrase.described(
        "office" if body else "described", basis="unresolved: pronoun", public=body or not phrase.any_is("private", rest)
    )


def _defined(phrase: Phrase) -> Found | None:
    """Read an abbreviation as the text itself says it: its "ADF" may not be the list's."""
    short = phrase.core[0].raw
    if len(phrase.core) != 1 or short not in phrase.text.defined:
        return None
    full, actor_id = phrase.text.defined[short]
    actor = phrase.text.actors.actor(actor_id) if actor_id else None
    if actor is not None:
        return phrase.listed(actor, f"list:{actor.id}", full)
    long = read_phrase(phrase.text, phrase.text.text[full.start : full.end], full.start, phrase.role)
    known = long.known or long.kind not in ("described", "person")
    return replace(long, full=full) if known else Found(kind="organisation", basis="pattern:organisation", full=full)


def _listed(phrase: Phrase) -> Found | None:
    """Read the words as one name of the list."""
    tokens = phrase.core
    length, names = phrase.text.actors.longest(tokens, 0)
    key = " ".join(token.folded for token in tokens)
    if length != len(tokens):
        names = phrase.text.actors.names_of(key) if phrase.text.caseless and len(key) > 3 else ()
        names = names or (phrase.without_apostrophe(tokens[0]) if len(tokens) == 1 else ())
    if not names:
        return None
    actor = phrase.one_of(names)
    if actor is None:
        named = {mention.actor for mention in phrase.text.mentions} & {name.actor for name in names}
        actor = phrase.text.actors.actor(named.pop()) if len(named) == 1 else None
    if actor is None and (told := _of_told_country(phrase, names)) is not None:
        return phrase.listed(told, f"homonym:{told.id}")
    if actor is None:
        return phrase.described(basis="unresolved: ambiguous")
    return _as_named(phrase, actor, next(name for name in names if name.actor == actor.id))


def _of_told_country(phrase: Phrase, names: Sequence[Name]) -> Actor | None:
    """Return the one of several of a name whose country, alone of theirs, the text tells of."""
    actors = [actor for name in names if (actor := phrase.text.actors.actor(name.actor))]
    held = {actor.id: actor for actor in actors if f"state:{actor.country}" in phrase.text.states_named}
    return next(iter(held.values())) if len(held) == 1 else None


def _as_named(phrase: Phrase, actor: Actor, name: Name) -> Found | None:
    if name.how == "capital" and phrase.role in _PLACE_ROLES:
        return phrase.described(basis="unresolved: place")
    counted = len(phrase.every) > len(phrase.core) and phrase.every[0].folded != "the"
    if name.how == "people" and (phrase.role not in _PEOPLE_ROLES or counted):
        return phrase.described(basis="described:people", public=False)
    word = phrase.core[0].folded
    if name.how == "name" and len(phrase.core) == 1 and not name.upper and actor.kind != "state" and someone_else(phrase, word, actor):
        return None
    full = None
    if actor.kind == "person" and len(phrase.core) == 1:
        forms = phrase.text.longer_forms((word,), phrase.at)
        full = Span(start=forms[0].start, end=forms[0].end) if len(forms) == 1 else None
    return phrase.listed(actor, f"{_HOW.get(name.how, 'list')}:{actor.id}", full)


def _kin(phrase: Phrase) -> Found | None:
    """Read "the mayor's wife", "the widow of a soldier": somebody private, whoever they belong to."""
    words = [token.folded for token in phrase.core]
    end = next((i for i, word in enumerate(words) if phrase.is_a("preposition", word) or phrase.is_a("cut", word)), len(words))
    return phrase.described(basis="described:private", public=False) if end and phrase.is_a("kin", words[end - 1]) else None


def _several(phrase: Phrase) -> Found | None:
    """Read "Russia and China": nobody alone, though perhaps one side."""
    cuts = [token for token in phrase.every if token.folded in SPLIT]
    if not cuts:
        return None
    parts, begin = [], 0
    for token in cuts:
        parts += phrase.words[begin : token.start].split(", ")
        begin = token.end
    parts = [part.strip(" ,") for part in [*parts, *phrase.words[begin:].split(", ")] if part.strip(" ,")]
    if len(parts) < 2 or _one_body(phrase):
        return None
    found = [read_phrase(phrase.text, part, phrase.at, phrase.role, whole=False) for part in parts]
    if not any(one.known or one.side for one in found) and not all(one.basis != "described" for one in found):
        return None
    sides = {one.side for one in found}
    side = sides.pop() if len(sides) == 1 else None
    return phrase.described(basis="several", side=side, public=any(one.public for one in found))


def _one_body(phrase: Phrase) -> bool:
    """Say whether "and" stands inside one institution's name or between two titles of one person."""
    words = [token.folded for token in phrase.core if token.folded != "the"]
    heads = phrase.text.words.heads
    if any(" ".join(words[i:j]) in heads for i in range(len(words)) for j in range(i + 3, len(words) + 1) if "and" in words[i:j]):
        return True
    cut = next(i for i, token in enumerate(phrase.core) if token.folded in SPLIT) if any(t.folded in SPLIT for t in phrase.core) else 0
    before, after = phrase.core[:cut], phrase.core[cut + 1 :]
    named = any(True for _ in phrase.text.named_in(after)) or any(phrase.is_a("possessive", token.folded) for token in after[:1])
    titles = bool(before) and bool(after) and phrase.is_a("office", before[-1].folded) and phrase.is_a("office", after[0].folded)
    body = len(before) > 1 and phrase.is_a("orgword", before[0].folded) and before[1].folded in ("of", "for") and before[-1].capital
    return (titles and after[-1].capital and after[0].capital) or (body and bool(after) and after[0].capital and not named)


def _earlier(phrase: Phrase) -> Found | None:
    """Read "the ministry", "the Observatory": the only one of the kind that the text named before, by that word."""
    words = phrase.stripped(_without_base([token.folded for token in phrase.core]))
    if phrase.indefinite or not words or phrase.any_is("loaded", words):
        return None
    code = phrase.text.words.heads.get(" ".join(words))
    found = _named_before(phrase, code, words) if phrase.every[0].folded == "the" or code else set()
    if len(found) == 1 and (actor := phrase.text.actors.actor(found.pop())) is not None:
        return phrase.listed(actor, f"earlier:{actor.id}")
    if not found and (not code or code == "state"):
        return None
    basis = "unresolved: two earlier mentions" if found else "unresolved: no earlier mention"
    return phrase.described("office" if code == "police" else "described", basis=basis)


def _without_base(words: list[str]) -> list[str]:
    """Return words without what says where somebody sits ("the Britain-based monitor")."""
    return words[words.index("based") + 1 :] if "based" in words[:-1] else words


def _named_before(phrase: Phrase, code: str | None, words: list[str]) -> set[str]:
    """Return the actors that the text has named before and that it may call so now."""
    before = [mention for mention in phrase.text.mentions if mention.end <= phrase.at]
    if code == "forces" and words[0] == "government":
        return {f"forces:{mention.actor.partition(':')[2]}" for mention in before if mention.actor.startswith(("gov:", "forces:"))}
    if words == ["ministry"]:
        return {mention.actor for mention in before if (one := phrase.text.actors.actor(mention.actor)) and one.kind == "ministry"}
    found = set[str]()
    if code and code != "state" and (phrase.every[0].folded == "the" or len(words) > 1):
        same = [mention for mention in before if mention.actor.startswith(f"{code}:")]
        found = {mention.actor for mention in same}
        if not any(set(words) <= set(_words_of(phrase.text.text[mention.start : mention.end])) for mention in same):
            found = set()
    if not found and phrase.every[0].folded == "the":
        found = {mention.actor for mention in before if _called(phrase, mention.actor, " ".join(words))}
    return found


def _called(phrase: Phrase, actor_id: str, noun: str) -> bool:
    """Say whether a text that has named an actor may call it by a noun."""
    actor = phrase.text.actors.actor(actor_id)
    if actor is None or actor.kind == "person":
        return False
    if noun in actor.nouns:
        return True
    if actor.kind == "media":
        return phrase.is_a("medianame", noun) and noun not in AGENCY
    if not phrase.is_a("anaphor", noun):
        return False
    in_group = (actor.kind == "armed_group" and noun in _GROUP) or (actor.kind == "organisation" and noun in _GROUP[:3])
    return in_group or any(noun in _words_of(alias) for alias in (actor.name, *actor.aliases))


def _words_of(name: str) -> set[str]:
    """Return the folded words of a name."""
    return {token.folded for token in tokens_of(name)}


def _bare(phrase: Phrase) -> Found | None:
    """Read what names nobody of the list: a person or a body of the article's own, an office, a description."""
    words = [token.folded for token in phrase.core]
    if (found := own_name(phrase)) is not None:
        return found
    if phrase.any_is("loaded", words):
        return phrase.described(basis="described:loaded")
    if phrase.any_is("document", words[:1]) or phrase.any_is("document", words[-1:]):
        return phrase.described(basis="described:document")
    head = words[: next((i for i, word in enumerate(words) if phrase.is_a("preposition", word)), len(words))]
    if head and phrase.is_a("kept", head[-1]):  # whom a body keeps, treats or teaches is not its voice
        return phrase.described(basis="described:private", public=False)
    if phrase.any_is("office", words):
        return phrase.described("office", basis="described:office")
    if phrase.any_is("private", words):
        organised = phrase.any_is("stateorg", words) or any(word in ("military", "diplomatic", "medical", "hospital") for word in words)
        return phrase.described(basis="described:private", public=organised)
    if phrase.any_is("medianoun", words):
        return phrase.described("media", basis="described:media")
    if phrase.any_is("stateorg", words) or phrase.any_is("orgword", words):
        return phrase.described("office", basis="described:body")
    if phrase.any_is("pronoun", words[:1]):
        return phrase.described(basis="unresolved: pronoun", public=False)
    return phrase.described(basis="described", public=not phrase.any_is("speakerless", words))


_HOW = {"capital": "metonym", "adjective": "adjective", "people": "people"}
_RULES: tuple[Callable[[Phrase], Found | None], ...] = (
    _pronoun, _defined, _listed, _kin, titled_person, _several, titled_before, around_name, _earlier, _bare,
)  # fmt: skip
