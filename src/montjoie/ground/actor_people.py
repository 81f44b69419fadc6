"""Personal names in the words for an actor → a person of the list, or one of the article's own, public only by an office it gives."""

from collections.abc import Sequence
from dataclasses import replace

from montjoie.ground.actor_list import Actor
from montjoie.ground.actor_phrase import Found, Phrase
from montjoie.ground.actor_words import Token, fold
from montjoie.schema import Span

SPLIT = frozenset({"and", "or"})
# Classes of words that are no part of a personal name, even where a sentence begins with them
_NO_NAME = (
    "private", "speakerless", "document", "medianoun", "mediaword", "anaphor", "loaded", "military", "stateorg", "orgword", "pronoun",
    "modifier", "determiner", "former", "member", "armedword",
)  # fmt: skip
_TITLE_CLASSES = (
    "office", "rank", "honorific", "title", "orgword", "stateorg", "modifier", "former", "mediaword", "relation", "speakerless",
    "determiner",
)  # fmt: skip
_BEFORE_NAME = ("office", "honorific", "rank", "orgword", "stateorg", "private", "speakerless", "medianoun", "title", "kin")
_PARTICLES_FIRST = frozenset({"al", "el", "von", "van", "de", "bin", "ibn", "abu"})
_NAME_THEN_TITLE = (",", ", ", " –", " - ", "(", " (")
_LONGEST_NAME = 6


def titled_person(phrase: Phrase) -> Found | None:
    """Read a title with a listed name: "Foreign Minister Sergei Lavrov", "Dmytro Orlov, mayor of Enerhodar"."""
    text, tokens = phrase.text, phrase.core
    people = [(first, after, names[0].actor) for first, after, names in text.named_in(tokens) if names[0].actor.startswith("person:")]
    people = [(first, after, actor) for first, after, actor in people if after - first > 1 or first > 0 or after == len(tokens)]
    for first, after, actor_id in people:
        actor = text.actors.actor(actor_id)
        if actor is None or tokens[after - 1].possessive:
            continue
        if first == 0 and after < len(tokens) and phrase.gap(after) in _NAME_THEN_TITLE:
            return None if tokens[after].folded in SPLIT else phrase.listed(actor, f"list:{actor.id}")
        last = after == len(tokens) and len({one[2] for one in people}) == 1
        short = after - first < len(fold(actor.name).split())
        other = short and (_other_first_name(phrase, first) or someone_else(phrase, tokens[after - 1].folded, actor))
        if last and _titles_only(phrase, first) and not other:
            return phrase.listed(actor, f"list:{actor.id}")
    return None


def someone_else(phrase: Phrase, word: str, actor: Actor) -> bool:
    """Say whether the text has a name only as the last name of others than the listed one."""
    forms = [form for form in phrase.text.forms.get(word, ()) if len(form.words) > 1 and form.words[-1] == word]
    names = {name.actor for form in forms for name in phrase.text.actors.names_of(" ".join(form.words))}
    return bool(forms) and actor.id not in names and not any(phrase.text.near(form.words) == actor.id for form in forms)


def _other_first_name(phrase: Phrase, first: int) -> bool:
    """Say whether the word before a last name is no title, and so perhaps another's first name."""
    before = phrase.core[first - 1] if first else None
    return before is not None and before.capital and not phrase.text.is_title(before)


def own_name(phrase: Phrase) -> Found | None:
    """Read a name that only this article has: a body, or a person with or without an office."""
    tokens = phrase.core
    if phrase.text.caseless or not any(token.capital and not phrase.text.is_title(token) for token in tokens):
        return None
    run = name_run(phrase)
    words = [token.folded for token in tokens]
    articled = phrase.every[0].folded in ("the", "a", "an") and len(run) == len(tokens)
    if run and not articled:
        return _own_person(phrase, run)
    bodies = [token for token in tokens if phrase.is_a("orgword", token.folded) or phrase.is_a("armedword", token.folded)]
    if phrase.any_is("office", words) and not (bodies and tokens[-1].capital):
        return None
    if any(token.capital for token in bodies) or (len(tokens) == 1 and tokens[0].raw.isupper() and len(tokens[0].raw) > 1) or articled:
        kind = "armed_group" if phrase.any_is("armedword", words) else "organisation" if bodies or tokens[0].raw.isupper() else "described"
        return phrase.described(kind, basis="pattern:organisation" if kind != "described" else "described:name")
    return None


def name_run(phrase: Phrase) -> list[Token]:
    """Return the words of a personal name: at the end after its title, alone, or first with its title after a comma."""
    tokens = phrase.core
    comma = next((i for i in range(1, len(tokens)) if "," in phrase.gap(i)), len(tokens))
    head = tokens[:comma]
    if comma < len(tokens) and all(_in_name(phrase, token) for token in head):
        return _trimmed(head)
    first = len(tokens)
    while first > 0 and _in_name(phrase, tokens[first - 1]) and (first == len(tokens) or "," not in phrase.gap(first)):
        first -= 1
    run = _trimmed(tokens[first:])
    if not run or len(run) > _LONGEST_NAME:
        return []
    if first == 0:
        return run
    before = tokens[first - 1]
    titled = before.capital or "," in phrase.gap(first) or any(phrase.is_a(name, before.folded) for name in _BEFORE_NAME)
    if not titled or phrase.is_a("preposition", before.folded) or before.possessive:
        return []
    return [] if _governed(phrase, tokens.index(run[0])) else run


def has_own_name(phrase: Phrase) -> bool:
    """Say whether words hold a personal name that decides, whatever title or state stands before it."""
    return not phrase.text.caseless and len(run := name_run(phrase)) > 0 and (len(run) < len(phrase.core) or len(run) > 1)


def _in_name(phrase: Phrase, token: Token) -> bool:
    if phrase.is_a("personpart", token.folded):
        return True
    if not token.capital or token.possessive or (token.raw.isupper() and len(token.raw) > 2 and "." not in token.raw):
        return False
    if phrase.text.is_title(token) or any(phrase.is_a(name, token.folded) for name in _NO_NAME):
        return False
    return not any(name.how != "name" or not name.actor.startswith("person:") for name in phrase.text.actors.names_of(token.folded))


def _trimmed(run: list[Token]) -> list[Token]:
    """Take particles off the ends that no name begins or ends with."""
    while run and not run[-1].capital:
        run = run[:-1]
    while run and not run[0].capital and run[0].folded not in _PARTICLES_FIRST:
        run = run[1:]
    return run


def _own_person(phrase: Phrase, run: Sequence[Token]) -> Found:
    """Return somebody named: on the list under a longer or nearly the same name, or by office; else of the article's own."""
    text = phrase.text
    words = tuple(token.folded for token in run)
    forms = text.longer_forms(words, phrase.at)
    full = Span(start=forms[0].start, end=forms[0].end) if len(forms) == 1 else None
    named = forms[0].words if len(forms) == 1 else words
    cue = text.cue(named)
    before = phrase.core[: phrase.core.index(run[0])]
    titled = phrase.any_is("office", [token.folded for token in phrase.core]) and not phrase.any_is("kin", [t.folded for t in phrase.core])
    offices = {*cue.offices, *text.office_before(before)} if len(named) == 1 else set()
    held = {key for office in offices if (key := text.actors.held_by_name(named[-1], office, text.day))}
    exact = text.person(named) or (held.pop() if len(held) == 1 else None)
    near = text.near(named) if not exact and (cue.public or titled) else None
    actor = text.actors.actor(exact or near or "")
    if actor is not None:
        return phrase.listed(actor, f"list:{actor.id}" if exact else f"near:{actor.id}", full)
    former = phrase.any_is("former", [token.folded for token in phrase.core])
    state = cue.state or (text.state_of_title(phrase.core) if titled and not former else None)
    public = cue.public or titled
    lone = len(named) == 1 and not public and not any(phrase.is_a("honorific", token.folded) for token in before)
    basis = "name:public" if public else "name:unknown" if lone else "name:private"
    return replace(phrase.described("described" if lone else "person", basis=basis, side=state, public=public), full=full)


def _titles_only(phrase: Phrase, first: int) -> bool:
    """Say whether the words before a name are its title, and not of somebody else who is said to belong to it."""
    before = phrase.core[:first]
    words = [token.folded for token in before]
    if not before:
        return True
    if before[-1].folded in SPLIT or phrase.any_is("kin", words) or _governed(phrase, first):
        return False
    if not phrase.any_is("preposition", words):
        return all(_may_be_title(phrase, token) for token in before)
    return phrase.any_is("office", words)


def _governed(phrase: Phrase, first: int) -> bool:
    """Say whether a name belongs to what stands before it: "forces loyal to President X", "daughters of X"."""
    before = phrase.core[:first]
    links = [i for i, token in enumerate(before) if phrase.is_a("preposition", token.folded) or token.folded == "loyal"]
    if not links:
        return False
    between = before[links[-1] + 1 :]
    offices = bool(between) and phrase.is_a("office", between[-1].folded)
    return all(_of_the_name(phrase, token) or (offices and phrase.is_a("military", token.folded)) for token in between)


def _of_the_name(phrase: Phrase, token: Token) -> bool:
    """Say whether a word between a preposition and a name can only belong to the name."""
    if any(phrase.is_a(name, token.folded) for name in ("determiner", "office", "rank", "honorific", "modifier")):
        return True
    return any(name.how == "adjective" for name in phrase.text.actors.names_of(token.folded))


def _may_be_title(phrase: Phrase, token: Token) -> bool:
    known = any(phrase.is_a(name, token.folded) for name in _TITLE_CLASSES)
    return known or token.capital or bool(phrase.text.actors.names_of(token.folded))
