"""What words for an actor come to, and the words with what was seen in them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from montjoie.ground.actor_context import TextActors
from montjoie.ground.actor_list import Actor, Name
from montjoie.ground.actor_words import Token, tokens_of
from montjoie.schema import Span


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
    parent: Span | str | None = None

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

    def gap(self, index: int) -> str:
        """Return what stands before a word of the phrase."""
        return self.words[self.core[index - 1].end : self.core[index].start]

    def stripped(self, rest: Sequence[str]) -> list[str]:
        """Return words without articles, numbers, and prepositions at either end."""
        kept = [word for word in rest if not (self.is_a("determiner", word) or word[0].isdigit())]
        while kept and (self.is_a("preposition", kept[-1]) or kept[-1] == "loyal"):
            kept.pop()
        while kept and self.is_a("preposition", kept[0]):
            kept.pop(0)
        return kept

    def head(self, rest: Sequence[str]) -> str | None:
        """Return the code of the institution that words are, with or without their adjectives."""
        heads = self.text.words.heads
        plain = [word for word in rest if not self.is_a("modifier", word)]
        while plain[:1] in (["army"], ["military"]) and len(plain) > 1 and " ".join(plain) not in heads:
            plain = plain[1:]  # "the army's navy"
        return heads.get(" ".join(rest)) or heads.get(" ".join(plain))

    def office(self, words: Sequence[str]) -> str | None:
        """Return the office that words are ("minister of foreign affairs" is "foreign minister")."""
        offices = self.text.words.offices
        plain = [word for word in words if word == "security" or not self.is_a("modifier", word)]
        return offices.get(" ".join(words)) or offices.get(" ".join(plain))

    def one_of(self, names: Sequence[Name]) -> Actor | None:
        """Return the one actor that names mean on the text's day; `None` where they are several's."""
        actors = self.text.actors
        found = actors.in_force([actor for name in names if (actor := actors.actor(name.actor))], self.text.day)
        return found[0] if len(found) == 1 else None

    def without_apostrophe(self, token: Token) -> tuple[Name, ...]:
        """Return the names of "Syrias": texts that lost their apostrophes have many."""
        if token.possessive or not token.folded.endswith("s") or len(token.folded) < 5 or not token.capital:
            return ()
        names = self.text.actors.names_of(token.folded[:-1])
        return tuple(name for name in names if name.how in ("name", "capital") and name.actor.startswith(("state:", "person:")))


def phrase_of(text: TextActors, words: str, at: int, role: str) -> Phrase:
    """Take the articles and numbers off words for an actor."""
    every = tokens_of(words)
    core = list(every)
    while core and (text.words.is_a("determiner", core[0].folded) or core[0].raw[0].isdigit()) and not text.actors.longest(core, 0)[0]:
        core = core[1:]
    before = [token.folded for token in every[: len(every) - len(core)]]
    definite = not before or before[0] in ("the", "that", "this", "these", "those")
    indefinite = any(text.words.is_a("indefinite", word) for word in before[:1])
    return Phrase(text=text, words=words, every=every, core=core, definite=definite, indefinite=indefinite, at=at, role=role)
