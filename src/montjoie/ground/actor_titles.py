"""A title without a name ("the president", "the spokesman") → the only one of that title whom the text has named before."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from montjoie.ground.actor_context import Form
from montjoie.ground.actor_phrase import Found, Phrase
from montjoie.ground.actor_words import fold
from montjoie.schema import Span

_SAME = {
    "spokeswoman": "spokesman", "spokesperson": "spokesman", "chairwoman": "chairman", "chairperson": "chairman", "chair": "chairman",
    "defense": "defence", "advisor": "adviser", "premier": "prime minister", "gov": "governor", "gen": "general", "sen": "senator",
}  # fmt: skip
_LINKS = frozenset({"the", "of", "for", "to", "in", "s", "and"})


@dataclass(frozen=True, slots=True)
class _Titled:
    """Somebody whom the text has named: the words, the listed person, the words of the titles, the country of the office."""

    form: Form
    id: str | None
    titles: frozenset[str]
    offices: frozenset[str]
    country: str | None


def titled_before(phrase: Phrase) -> Found | None:
    """Read "the president" as the one whom the text named before with that office; nobody where two could be meant."""
    words = [_same(token.folded) for token in phrase.core]
    if phrase.every[0].folded != "the" or not phrase.any_is("office", [token.folded for token in phrase.core]):
        return None
    if any(phrase.any_is(name, words) for name in ("former", "kin", "loaded")) or _of_many(phrase):
        return None
    found = {person.id or " ".join(person.form.words): person for person in _named_before(phrase) if _may_be(phrase, person, words)}
    if len(found) != 1:
        open_to_two = found and phrase.text.state_in(phrase.core) is None  # with a state named, its office holder of the day may tell
        return phrase.described("office", basis="unresolved: two of that title") if open_to_two else None
    person = found.popitem()[1]
    span = Span(start=person.form.start, end=person.form.end)
    actor = phrase.text.actors.actor(person.id) if person.id else None
    if actor is not None:
        return phrase.listed(actor, f"title:{actor.id}", span)
    side = f"state:{person.country}" if person.country else None
    return replace(phrase.described("person", basis="title:name", side=side), full=span)


def _of_many(phrase: Phrase) -> bool:
    """Say whether the words mean a body or several people ("the Serbian authorities", "the ministers")."""
    words = [token.folded for token in phrase.core if not _is_of_a_state(phrase, token.folded)]
    plural = any(word.endswith("s") and phrase.is_a("office", word) and phrase.is_a("office", word[:-1]) for word in words)
    return plural or phrase.head(words) is not None


def _named_before(phrase: Phrase) -> Iterator[_Titled]:
    """Yield everybody with a title whom the text has named before the phrase, each by the longest name it has for them."""
    text, seen = phrase.text, set[tuple[str, ...]]()
    for forms in list(text.forms.values()):
        for form in forms:
            if form.start >= phrase.at or form.words in seen:
                continue
            seen.add(form.words)
            if any(len(longer.words) > len(form.words) for longer in text.longer_forms(form.words, phrase.at)):
                continue
            cue = text.cue(form.words)
            person = text.person(form.words) or (text.near(form.words) if cue.public else None)
            offices = _offices_held(phrase, person) if person else frozenset[str]()
            titles = cue.titles | {_same(word) for office in offices for word in office.split()}
            actor = text.actors.actor(person) if person else None
            country = actor.country if actor else cue.state.removeprefix("state:") if cue.state else None
            if titles or offices:
                yield _Titled(form, person, frozenset(map(_same, titles)), offices | frozenset(cue.offices), country)


def _offices_held(phrase: Phrase, person: str) -> frozenset[str]:
    actor, day = phrase.text.actors.actor(person), phrase.text.day
    periods = actor.periods if actor else ()
    return frozenset(office for period in periods if day is None or period.covers(day) for office in period.offices)


def _may_be(phrase: Phrase, person: _Titled, words: list[str]) -> bool:
    """Say whether somebody has the title that the words are, of the state that they name."""
    state = phrase.text.state_in(phrase.core)
    if state is not None and f"state:{person.country}" != state:
        return False
    named = {token.folded for token in phrase.core if _is_of_a_state(phrase, token.folded)}
    rest = [word for word in words if word not in named]
    office = phrase.office([token.folded for token in phrase.core if token.folded not in named])
    if office and office in person.offices:
        return True
    return bool(rest) and set(rest) - _LINKS <= person.titles


def _is_of_a_state(phrase: Phrase, word: str) -> bool:
    return any(name.actor.startswith("state:") for name in phrase.text.actors.names_of(word))


def _same(word: str) -> str:
    return fold(_SAME.get(word, word))
