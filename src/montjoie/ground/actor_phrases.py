"""The words for an actor → the actor: a listed one, an institution of a state made by rule, or a description with its side.

Rules are tried from the surest to the least sure; the first that speaks decides. None of them guesses: words that could be
two actors are nobody.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from montjoie.ground.actor_context import TextActors
from montjoie.ground.actor_list import Actor, Name
from montjoie.ground.actor_words import Token, tokens_of
from montjoie.schema import Span

_SPLIT = frozenset({"and", "or"})
_GOVERNING = frozenset({"authorities", "government", "leadership", "regime", "administration", "rulers"})
_PEOPLE_ROLES = frozenset({"actor", "party", "bound", "against"})
_PLACE_ROLES = frozenset({"target"})  # a capital that is hit is a city, not a government


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What words for an actor come to; fields as in `schema.Who`."""

    id: str | None = None
    name: str | None = None
    kind: str = "described"
    side: str | None = None
    country: str | None = None
    public: bool = True
    basis: str = "described"
    full: Span | None = None

    @property
    def known(self) -> bool:
        """Say whether it is an actor with an id."""
        return self.id is not None


@dataclass(slots=True, kw_only=True)
class Phrase:
    """Words for an actor with what was seen in them."""

    text: TextActors
    words: str
    every: list[Token]
    core: list[Token]  # without articles and numbers before them
    definite: bool
    indefinite: bool
    at: int
    role: str

    def is_a(self, name: str, word: str) -> bool:
        """Say whether a word belongs to a class."""
        return self.text.words.is_a(name, word)

    def any_is(self, name: str, words: Sequence[str]) -> bool:
        """Say whether any of some words belongs to a class."""
        return any(self.text.words.is_a(name, word) for word in words)

    def listed(self, actor: Actor, basis: str, full: Span | None = None) -> Found:
        """Return a known actor at the text's day."""
        return Found(
            id=actor.id, name=actor.name, kind=actor.kind, side=actor.side_on(self.text.day), country=actor.country, basis=basis, full=full
        )  # fmt: skip

    def institution(self, code: str, state: str, basis: str = "") -> Found:
        """Return an institution of a state."""
        actor = self.text.actors.institution(code, state)
        return replace(self.listed(actor, basis or f"pattern:{code}"), side=state)

    def described(self, kind: str = "described", *, basis: str, side: str | None = None, public: bool = True) -> Found:
        """Return somebody whom the words only describe."""
        actor = self.text.actors.actor(side) if side else None
        return Found(kind=kind, basis=basis, side=side, country=actor.country if actor else None, public=public)


def read_phrase(text: TextActors, words: str, at: int, role: str, *, whole: bool = True) -> Found:
    """Return who is meant by words that stand at an offset of a text; `whole`: they may name several, joined by "and"."""
    phrase = _phrase(text, words, at, role)
    if not phrase.core:
        pronoun = any(phrase.is_a("pronoun", token.folded) for token in phrase.every)
        return Found(basis="unresolved: pronoun", public=False) if pronoun else Found()
    rules: list[Callable[[Phrase], Found | None]] = [_pronoun, _defined, _listed, _person, _several, _mentioned, _earlier, _bare]
    for rule in rules:
        if rule is _several and not whole:
            continue
        found = rule(phrase)
        if found is not None:
            return found
    return Found()


def _phrase(text: TextActors, words: str, at: int, role: str) -> Phrase:
    every = tokens_of(words)
    core = list(every)
    while core and (text.words.is_a("determiner", core[0].folded) or core[0].raw[0].isdigit()) and not text.actors.longest(core, 0)[0]:
        core = core[1:]
    before = [token.folded for token in every[: len(every) - len(core)]]
    definite = not before or before[0] in ("the", "that", "this", "these", "those")
    indefinite = any(text.words.is_a("indefinite", word) for word in before[:1])
    return Phrase(text=text, words=words, every=every, core=core, definite=definite, indefinite=indefinite, at=at, role=role)


def _pronoun(phrase: Phrase) -> Found | None:
    """ "He", "they"; "his forces" leads to somebody whom the words do not name."""
    first = phrase.core[0]
    if first.raw.isupper() and len(first.raw) > 1 and first.folded not in ("he", "she"):
        return None
    if all(phrase.is_a("pronoun", token.folded) for token in phrase.core):
        return Found(basis="unresolved: pronoun", public=False)
    named = any(names for _, _, names in phrase.text.named_in(phrase.core))
    if phrase.is_a("possessive", first.folded) and not named:
        rest = [token.folded for token in phrase.core[1:]]
        public = phrase.any_is("office", rest) or phrase.any_is("orgword", rest)
        return phrase.described("office" if public else "described", basis="unresolved: pronoun", public=public or not phrase.any_is("private", rest))
    return None


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
    return replace(long, full=full) if long.known or long.kind != "described" else Found(kind="organisation", basis="pattern:organisation", full=full)


def _listed(phrase: Phrase) -> Found | None:
    """Read the words as one name of the list."""
    tokens = phrase.core
    length, names = phrase.text.actors.longest(tokens, 0)
    if phrase.text.caseless and not length:
        key = " ".join(token.folded for token in tokens)
        length, names = (len(tokens), phrase.text.actors.names_of(key)) if len(key) > 3 else (0, ())
    if length != len(tokens) and len(tokens) == 1:
        names = _without_apostrophe(phrase, tokens[0])
    elif length != len(tokens):
        return None
    if not names:
        return None
    actors = phrase.text.actors.in_force([actor for name in names if (actor := phrase.text.actors.actor(name.actor))], phrase.text.day)
    if len(actors) > 1:
        actors = tuple(actor for actor in actors if any(mention.actor == actor.id for mention in phrase.text.mentions))
    if len(actors) != 1:
        return phrase.described(basis="unresolved: ambiguous")
    name = next(name for name in names if name.actor == actors[0].id)
    return _as_named(phrase, actors[0], name)


def _as_named(phrase: Phrase, actor: Actor, name: Name) -> Found | None:
    if name.how == "capital" and phrase.role in _PLACE_ROLES:
        return phrase.described(basis="unresolved: place")
    if name.how == "people" and (phrase.role not in _PEOPLE_ROLES or phrase.every[0].raw[0].isdigit()):
        return phrase.described(basis="described:people")
    if name.how == "name" and len(phrase.core) == 1 and not name.upper and not actor.id.startswith("state:") and _someone_else(phrase, actor):
        return None
    form = _full_form(phrase, actor)
    basis = {"capital": "metonym:", "adjective": "adjective:", "people": "people:"}.get(name.how, "list:") + actor.id
    return phrase.listed(actor, basis, form)


def _someone_else(phrase: Phrase, actor: Actor) -> bool:
    """Say whether the text has the name only as the last name of others than the listed one."""
    word = phrase.core[0].folded
    forms = [form for form in phrase.text.forms.get(word, ()) if len(form.words) > 1 and form.words[-1] == word]
    if not forms:
        return False
    names = {name.actor for form in forms for name in phrase.text.actors.names_of(" ".join(form.words))}
    near = {phrase.text.near(form.words) for form in forms} if actor.id not in names else set()
    return actor.id not in names | near


def _full_form(phrase: Phrase, actor: Actor) -> Span | None:
    if len(phrase.core) != 1 or not actor.id.startswith("person:"):
        return None
    forms = phrase.text.longer_forms((phrase.core[0].folded,), phrase.at)
    return Span(start=forms[0].start, end=forms[0].end) if len(forms) == 1 else None


def _person(phrase: Phrase) -> Found | None:
    """Read a title with a listed name: "Foreign Minister Sergei Lavrov", "Dmytro Orlov, mayor of Enerhodar"."""
    text, tokens = phrase.text, phrase.core
    people = [(a, b, names[0]) for a, b, names in text.named_in(tokens) if names[0].actor.startswith("person:") and len(names) == 1]
    people = [(a, b, name) for a, b, name in people if b - a > 1 or a > 0 or b == len(tokens)]
    for first, after, name in people:
        actor = text.actors.actor(name.actor)
        if actor is None or tokens[after - 1].possessive:
            continue
        if first == 0 and after < len(tokens) and _gap(phrase, after) in (",", ", ", " –", " -", "(", " ("):
            return None if any(token.folded in _SPLIT for token in tokens[after : after + 1]) else phrase.listed(actor, f"list:{actor.id}")
        ends = after == len(tokens) and len({one[2].actor for one in people}) == 1
        if ends and _titles_only(phrase, first) and not (after - first == 1 and _someone_else(replace_core(phrase, tokens[first:after]), actor)):
            return phrase.listed(actor, f"list:{actor.id}")
    return None


def replace_core(phrase: Phrase, core: list[Token]) -> Phrase:
    """Return a phrase of some of its words."""
    return Phrase(
        text=phrase.text, words=phrase.words, every=phrase.every, core=core, definite=phrase.definite, indefinite=phrase.indefinite,
        at=phrase.at, role=phrase.role,
    )  # fmt: skip


def _gap(phrase: Phrase, index: int) -> str:
    """Return what stands before a word of the phrase."""
    return phrase.words[phrase.core[index - 1].end : phrase.core[index].start]


def _titles_only(phrase: Phrase, first: int) -> bool:
    """Say whether the words before a name are its title, and not of somebody else who is said to belong to it."""
    before = phrase.core[:first]
    if not before:
        return True
    if before[-1].folded in _SPLIT or phrase.any_is("kin", [token.folded for token in before]):
        return False
    links = [i for i, token in enumerate(before) if phrase.is_a("preposition", token.folded)]
    if not links:
        return all(_may_be_title(phrase, token) for token in before)
    between = before[links[-1] + 1 :]
    governed = all(
        phrase.is_a("determiner", token.folded) or phrase.is_a("office", token.folded) or phrase.is_a("honorific", token.folded)
        or phrase.is_a("modifier", token.folded) or any(name.how == "adjective" for name in phrase.text.actors.names_of(token.folded))
        for token in between
    )  # fmt: skip
    return not governed and phrase.any_is("office", [token.folded for token in before])


def _may_be_title(phrase: Phrase, token: Token) -> bool:
    known = ("office", "rank", "honorific", "title", "orgword", "stateorg", "modifier", "former", "mediaword", "relation", "speakerless", "determiner")
    return token.capital or any(phrase.is_a(name, token.folded) for name in known) or bool(phrase.text.actors.names_of(token.folded))


def _several(phrase: Phrase) -> Found | None:
    """Read "Russia and China": nobody alone, though perhaps one side."""
    cuts = [token for token in phrase.every if token.folded in _SPLIT]
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
    cut = next(i for i, token in enumerate(phrase.core) if token.folded in _SPLIT) if any(t.folded in _SPLIT for t in phrase.core) else 0
    before, after = phrase.core[:cut], phrase.core[cut + 1 :]
    named = any(True for _ in phrase.text.named_in(after)) or any(phrase.is_a("possessive", token.folded) for token in after[:1])
    titles = bool(before) and bool(after) and phrase.is_a("office", before[-1].folded) and phrase.is_a("office", after[0].folded)
    body = len(before) > 1 and phrase.is_a("orgword", before[0].folded) and before[1].folded in ("of", "for") and before[-1].capital
    return (titles and after[-1].capital and after[0].capital) or (body and bool(after) and after[0].capital and not named)


def _mentioned(phrase: Phrase) -> Found | None:
    """Read words around one state, organisation, group or leader: "Russia's defence ministry", "fighters from the YPG"."""
    rest, names, sided = _taken_apart(phrase)
    states = {name.actor for name in names if name.actor.startswith("state:")}
    others = sorted({name.actor for name in names} - states)
    if len(others) == 1:
        actor = phrase.text.actors.actor(others[0])
        found = _around(phrase, actor, rest) if actor else None
        if found is not None:
            return found
    if len(others) <= 1 and len(states) == 1 and not (others and not phrase.any_is("office", rest)):
        return _of_state(phrase, states.pop(), rest, names)
    if sided is not None and not states and not others:
        return phrase.described("office" if phrase.any_is("office", rest) else "described", basis="described:sided", side=sided)
    return None


def _taken_apart(phrase: Phrase) -> tuple[list[str], list[Name], str | None]:
    """Return the words that are left, the names taken out, and the side that "pro-" or "-installed" gives."""
    tokens, rest, names, sided, index = phrase.core, list[str](), list[Name](), None, 0
    found = {first: (after, every) for first, after, every in phrase.text.named_in(tokens)}
    while index < len(tokens):
        word = tokens[index].folded
        after, every = found.get(index, (index + 1, ()))
        name = _one_name(phrase, every) if every else None
        if name is None and (bare := _without_apostrophe(phrase, tokens[index])):
            name = _one_name(phrase, bare)
        if name is not None:
            follower = tokens[after].folded if after < len(tokens) else ""
            if rest and rest[-1] in ("pro", "anti"):
                sided = phrase.text.actors.side_of(name.actor, phrase.text.day) if rest.pop() == "pro" else sided
            elif phrase.is_a("relation", follower):
                sided = phrase.text.actors.side_of(name.actor, phrase.text.day) if phrase.is_a("sidewith", follower) else sided
                after += 1
            elif rest and rest[-1] in ("in", "with", "against") and not _GOVERNING & set(rest) and names:
                break
            elif rest and rest[-1] == "to" and rest[-2:-1] != ["loyal"]:
                break
            else:
                names.append(name)
        elif phrase.is_a("cut", word) and (rest or names):
            break
        elif word == "in" and index + 1 not in found and index + 2 not in found and (rest or names):
            break
        else:
            rest.append(word)
        index = max(after, index + 1)
    return rest, names, sided


def _one_name(phrase: Phrase, names: Sequence[Name]) -> Name | None:
    actors = phrase.text.actors.in_force([actor for name in names if (actor := phrase.text.actors.actor(name.actor))], phrase.text.day)
    return next(name for name in names if name.actor == actors[0].id) if len(actors) == 1 else None


def _without_apostrophe(phrase: Phrase, token: Token) -> tuple[Name, ...]:
    """Return the names of "Syrias": texts that lost their apostrophes have many."""
    if token.possessive or not token.folded.endswith("s") or len(token.folded) < 5 or not token.capital:
        return ()
    names = phrase.text.actors.names_of(token.folded[:-1])
    return tuple(name for name in names if name.how in ("name", "capital") and name.actor.startswith(("state:", "person:")))


def _stripped(phrase: Phrase, rest: Sequence[str]) -> list[str]:
    """Return words without articles, numbers, and "of" at either end."""
    kept = [word for word in rest if not (phrase.is_a("determiner", word) or word[0].isdigit())]
    while kept and (phrase.is_a("preposition", kept[-1]) or kept[-1] == "loyal"):
        kept.pop()
    while kept and phrase.is_a("preposition", kept[0]):
        kept.pop(0)
    return kept


def _head(phrase: Phrase, rest: Sequence[str]) -> str | None:
    """Return the code of the institution that the words are, with or without their adjectives."""
    heads = phrase.text.words.heads
    plain = [word for word in rest if not phrase.is_a("modifier", word)]
    return heads.get(" ".join(rest)) or heads.get(" ".join(plain))


def _of_state(phrase: Phrase, state: str, rest: Sequence[str], names: Sequence[Name]) -> Found | None:
    words = _stripped(phrase, rest)
    people = any(name.how == "people" for name in names)
    if any(phrase.is_a("former", word) for word in words):
        return phrase.described("office" if phrase.any_is("office", words) else "described", basis="described:former")
    if phrase.any_is("invader", words):
        return phrase.described(basis="described:loaded", side=state)
    code = _head(phrase, words)
    capital = all(name.how == "capital" for name in names)
    if code and not phrase.indefinite and not people and (not capital or code in ("gov", "forces", "state", "mfa") or phrase.core[0].possessive):
        return phrase.institution(code, state)
    office = _office(phrase, words)
    if office and not phrase.indefinite:
        return _holder(phrase, state, office)
    return _described_of(phrase, state, words) if not people else phrase.described(basis="described:people", public=False)


def _office(phrase: Phrase, words: Sequence[str]) -> str | None:
    offices = phrase.text.words.offices
    plain = [word for word in words if word == "security" or not phrase.is_a("modifier", word)]
    return offices.get(" ".join(words)) or offices.get(" ".join(plain))


def _holder(phrase: Phrase, state: str, office: str) -> Found:
    """Return who held an office of a state on the text's day, as far as the list knows."""
    holder = phrase.text.actors.holder(state.removeprefix("state:"), office, phrase.text.day)
    if holder is None:
        return phrase.described("office", basis="described:office", side=state)
    return replace(phrase.listed(holder, f"office:{holder.id}"), side=state)


def _described_of(phrase: Phrase, state: str, words: Sequence[str]) -> Found | None:
    """Return a description with the side of the state it belongs to, for officials and soldiers only."""
    if phrase.any_is("loaded", words):
        return phrase.described(basis="described:loaded")
    if phrase.any_is("private", words) and not phrase.any_is("office", words):
        return phrase.described(basis="described:private", public=False)
    if phrase.any_is("document", words[-1:]):
        return phrase.described(basis="described:document")
    if phrase.any_is("medianoun", words):
        return phrase.described("media", basis="described:media")
    if _trailing_name(phrase):
        return None
    if phrase.any_is("office", words):
        return phrase.described("office", basis="described:office", side=state)
    if phrase.any_is("military", words):
        return phrase.described(basis="described:military", side=state)
    if phrase.any_is("stateorg", words):
        return phrase.described("office", basis="described:body", side=state)
    return None


def _trailing_name(phrase: Phrase) -> bool:
    """Say whether the words end in, or begin with, a name that is no title: the name decides, not its title."""
    last, first = phrase.core[-1], phrase.core[0]
    ends = last.capital and not phrase.text.is_title(last) and not any(names for a, b, names in phrase.text.named_in(phrase.core) if b == len(phrase.core))
    begins = first.capital and "," in phrase.words and not phrase.text.is_title(first) and not phrase.text.actors.longest(phrase.core, 0)[0]
    return (ends and not phrase.text.caseless) or begins


def _around(phrase: Phrase, actor: Actor, rest: Sequence[str]) -> Found | None:
    """Read words around one listed actor that is no state."""
    words = _stripped(phrase, rest)
    side = actor.side_on(phrase.text.day)
    if actor.kind == "person":
        return _of_leader(phrase, actor, side, words)
    if phrase.any_is("former", words):
        return phrase.described("office", basis="described:former")
    if actor.kind == "media" and all(phrase.is_a("mediaword", word) or phrase.is_a("modifier", word) for word in words):
        return phrase.listed(actor, f"list:{actor.id}")
    if actor.kind in ("armed_group", "forces") and all(phrase.is_a("member", word) or phrase.is_a("modifier", word) for word in words):
        return phrase.listed(actor, f"member:{actor.id}") if not phrase.indefinite else phrase.described(basis="described:member", side=side)
    if actor.kind != "person" and all(phrase.is_a("modifier", word) or phrase.is_a("orgword", word) or phrase.is_a("anaphor", word) for word in words):
        return phrase.listed(actor, f"list:{actor.id}") if not phrase.indefinite else None
    if _trailing_name(phrase):
        return None
    if phrase.any_is("office", words):
        return phrase.described("office", basis="described:office", side=side)
    if phrase.any_is("document", words[-1:]) and phrase.any_is("document", words):
        return phrase.listed(actor, f"report:{actor.id}") if actor.kind in ("organisation", "ministry", "government") else None
    if phrase.any_is("speakerless", words) or phrase.any_is("medianoun", words):
        return phrase.described("office", basis="described:office", side=side)
    return None


def _of_leader(phrase: Phrase, leader: Actor, side: str | None, words: Sequence[str]) -> Found | None:
    """Read "Assad's forces", "the Biden administration", "forces loyal to Haftar" as those of the side the leader stands on."""
    if side is None or phrase.any_is("kin", words):
        return phrase.described(basis="unresolved: nobody's side") if phrase.any_is("kin", words) else None
    plain = [word for word in words if not phrase.is_a("honorific", word)]
    while plain and phrase.is_a("office", plain[0]) and len(plain) > 1:
        plain = plain[1:]
    while len(plain) > 1 and phrase.is_a("office", plain[-1]):
        plain = plain[:-1]
    code = _head(phrase, _stripped(phrase, [word for word in plain if word != "loyal"]))
    if code in (None, "state"):
        return phrase.described("office", basis="described:office", side=side) if phrase.any_is("office", words) and not _trailing_name(phrase) else None
    if side.startswith("state:"):
        return phrase.institution(code, side, f"leader:{code}")
    actor = phrase.text.actors.actor(side)
    return phrase.listed(actor, f"leader:{actor.id}") if actor else None


def _earlier(phrase: Phrase) -> Found | None:
    """Read "the ministry", "the Observatory": the only one of the kind that the text named before."""
    words = _stripped(phrase, [token.folded for token in phrase.core])
    if phrase.indefinite or not words or phrase.any_is("loaded", words):
        return None
    before = [mention.actor for mention in phrase.text.mentions if mention.start < phrase.at]
    code = phrase.text.words.heads.get(" ".join(words))
    if words == ["ministry"]:
        code = "ministry"
    found: set[str] = set()
    if code == "ministry":
        found = {actor for actor in before if (one := phrase.text.actors.actor(actor)) and one.kind == "ministry"}
    elif code and (phrase.every[0].folded == "the" or code in ("mod", "mfa", "moi", "moh", "parl", "pres")):
        found = {actor for actor in before if actor.startswith(f"{code}:")}
    if not found and phrase.every[0].folded == "the":
        found = {actor for actor in before if _called(phrase, actor, " ".join(words))}
    if len(found) == 1:
        actor = phrase.text.actors.actor(found.pop())
        return phrase.listed(actor, f"earlier:{actor.id}") if actor else None
    if not found and not code:
        return None
    office = "unresolved: two earlier mentions" if found else "unresolved: no earlier mention"
    kind = phrase.text.words.institutions[code].kind if code and code in phrase.text.words.institutions else "described"
    return phrase.described(kind if kind in ("ministry", "government", "forces", "office") else "described", basis=office)


def _called(phrase: Phrase, actor_id: str, noun: str) -> bool:
    """Say whether a text that has named an actor may call it by a noun."""
    actor = phrase.text.actors.actor(actor_id)
    if actor is None or actor.kind == "person":
        return False
    if noun in actor.nouns:
        return True
    if actor.kind == "media":
        return phrase.is_a("medianame", noun) or noun == "news agency"
    if not phrase.is_a("anaphor", noun):
        return False
    in_group = actor.kind == "armed_group" and noun in ("group", "movement", "militia", "organisation", "organization")
    return in_group or any(noun in tokens_words(alias) for alias in (actor.name, *actor.aliases))


def tokens_words(name: str) -> set[str]:
    """Return the folded words of a name."""
    return {token.folded for token in tokens_of(name)}


def _bare(phrase: Phrase) -> Found | None:
    """Read what names nobody of the list: a person or a body of the article's own, an office, a description."""
    words = [token.folded for token in phrase.core]
    if (found := _own_name(phrase)) is not None:
        return found
    if phrase.any_is("loaded", words):
        return phrase.described(basis="described:loaded")
    if phrase.any_is("document", words[:1]) or phrase.any_is("document", words[-1:]):
        return phrase.described(basis="described:document")
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


def _own_name(phrase: Phrase) -> Found | None:
    """Read a name that only this article has: a body, or a person with or without an office."""
    tokens = phrase.core
    if phrase.text.caseless or not any(token.capital and not phrase.text.is_title(token) for token in tokens):
        return None
    run = _name_run(phrase)
    if run:
        return _own_person(phrase, run)
    words = [token.folded for token in tokens]
    bodies = [token for token in tokens if phrase.is_a("orgword", token.folded) or phrase.is_a("armedword", token.folded)]
    if phrase.any_is("office", words) and not (bodies and tokens[-1].capital):
        return phrase.described("office", basis="described:office")
    if any(token.capital for token in bodies) or (len(tokens) == 1 and tokens[0].raw.isupper() and len(tokens[0].raw) > 1):
        armed = phrase.any_is("armedword", words)
        return phrase.described("armed_group" if armed else "organisation", basis="pattern:organisation")
    return None


def _name_run(phrase: Phrase) -> list[Token]:
    """Return the words of a personal name: at the end after its title, alone, or first with its title after a comma."""
    tokens, first = phrase.core, 0
    comma = next((i for i in range(1, len(tokens)) if "," in _gap(phrase, i)), len(tokens))
    head = tokens[:comma]
    if comma < len(tokens) and all(_in_name(phrase, token) for token in head):
        return _trimmed(phrase, head)
    first = len(tokens)
    while first > 0 and _in_name(phrase, tokens[first - 1]) and (first == len(tokens) or "," not in _gap(phrase, first)):
        first -= 1
    before = [token.folded for token in tokens[:first]]
    run = _trimmed(phrase, tokens[first:])
    if not run or len(run) > 6 or any(phrase.is_a("preposition", word) for word in before[-1:]):
        return []
    if not before:
        return run
    described = ("office", "honorific", "rank", "orgword", "stateorg", "private", "speakerless", "medianoun", "title", "kin")
    if any(phrase.is_a(name, before[-1]) for name in described) or tokens[first - 1].capital or "," in _gap(phrase, first):
        return run
    return []


def _in_name(phrase: Phrase, token: Token) -> bool:
    if phrase.is_a("personpart", token.folded):
        return True
    return token.capital and not token.possessive and not phrase.text.is_title(token) and not token.raw[0].isdigit() and not (
        token.raw.isupper() and len(token.raw) > 2
    )  # fmt: skip


def _trimmed(phrase: Phrase, run: list[Token]) -> list[Token]:
    while run and not run[-1].capital:
        run = run[:-1]
    while run and not run[0].capital and run[0].folded not in ("al", "el", "von", "van", "de", "bin", "ibn", "abu"):
        run = run[1:]
    return run


def _own_person(phrase: Phrase, run: Sequence[Token]) -> Found:
    """Return somebody named: on the list under a longer or nearly the same name, else of the article's own."""
    text = phrase.text
    words = tuple(token.folded for token in run)
    forms = text.longer_forms(words, phrase.at)
    full = Span(start=forms[0].start, end=forms[0].end) if len(forms) == 1 else None
    named = forms[0].words if len(forms) == 1 else words
    cue = text.cue(named)
    before = [token.folded for token in phrase.core]
    titled = phrase.any_is("office", before) and not phrase.any_is("kin", before)
    exact = text.person(named) or (text.person(words) if len(forms) == 1 else None)
    near = text.near(named) if not exact and (cue.public or titled) else None
    actor = text.actors.actor(exact or near or "")
    if actor is not None:
        return phrase.listed(actor, f"list:{actor.id}" if exact else f"near:{actor.id}", full)
    state = cue.state or (text.state_in(phrase.core) if titled and not phrase.any_is("former", before) else None)
    public = cue.public or titled
    return replace(phrase.described("person", basis="name:public" if public else "name:private", side=state, public=public), full=full)
