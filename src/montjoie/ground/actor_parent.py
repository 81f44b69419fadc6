"""The body that somebody described by a role speaks or acts for: "a spokesman for the regional administration"."""

from collections.abc import Callable
from dataclasses import replace

from montjoie.ground.actor_phrase import Found, Phrase
from montjoie.schema import Span

Read = Callable[[str, int], Found]  # words and their offset → who they mean

_FOR = frozenset({"of", "for", "from", "at", "in", "with", "within", "inside"})
_SPEAKERS = frozenset({"source", "sources", "insider", "insiders", "analyst", "analysts", "expert", "experts"})
_ROLES = ("office", "speakerless", "member")
_BODY = ("orgword", "stateorg", "mediaword", "armedword")
_NO_BODY = frozenset({"person", "state"})
_NO_PARENT = frozenset({"described:loaded", "described:people", "described:document", "described:former", "described:media"})


def with_parent(phrase: Phrase, found: Found, read: Read, *, in_text: bool) -> Found:
    """Return somebody described, with the body the words put them in: its id where it is listed, else its words.

    A source or an expert of a body is public by it; `in_text`: the words stand in the text at the phrase's offset.
    """
    of_a_body = found.basis == "pattern:organisation" and _is_role(phrase, phrase.core[0].folded)  # "a spokesman for the ... Militia"
    if found.known or found.basis in _NO_PARENT or not (found.basis.startswith("described") or of_a_body):
        return found
    if any(phrase.is_a(name, token.folded) for token in phrase.core for name in ("relation", "kin")):  # linked to X is not of X
        return found
    parent = _behind_a_link(phrase, read, in_text=in_text) or _before_the_role(phrase)
    if parent is None:
        return found
    found = replace(found, kind="office", basis="described:office") if of_a_body else found
    public = found.public or any(token.folded in _SPEAKERS for token in phrase.core)
    return replace(found, parent=parent, public=public)


def _behind_a_link(phrase: Phrase, read: Read, *, in_text: bool) -> Span | str | None:
    """Read "... for the regional administration": the words behind the first link after a role."""
    tokens = phrase.core
    roles = [i for i, token in enumerate(tokens) if _is_role(phrase, token.folded)]
    links = [i for i in range(roles[0] + 1, len(tokens) - 1) if tokens[i].folded in _FOR] if roles else []
    if not links:
        return None
    begin = tokens[links[0]].end + 1
    words = phrase.words[begin:].rstrip(" ,.")
    body = read(words, phrase.at + begin)
    if body.known:
        return body.id if body.kind not in _NO_BODY else None
    is_body = any(_is_body(phrase, token.folded) for token in tokens[links[0] + 1 :]) and not phrase.is_a("nobody", tokens[-1].folded)
    leads_on = any(_is_role(phrase, token.folded) for token in tokens[links[0] + 1 :] if not _is_body(phrase, token.folded))
    if not is_body or leads_on or not in_text or not words:
        return body.parent if leads_on else None
    return Span(start=phrase.at + begin, end=phrase.at + begin + len(words))


def _before_the_role(phrase: Phrase) -> str | None:
    """Read "a Pentagon official", "the Israeli military spokesman": the listed body, or a state's institution, before the role."""
    tokens, text = phrase.core, phrase.text
    role = next((i for i in range(len(tokens) - 1, 0, -1) if _is_role(phrase, tokens[i].folded)), 0)
    if not role or any(token.folded in _FOR or token.folded == "and" for token in tokens[:role]):
        return None
    names = [names[0].actor for _, _, names in text.named_in(tokens[:role]) if len({name.actor for name in names}) == 1]
    bodies = {name for name in names if not name.startswith(("state:", "person:"))}
    if len(bodies) == 1:
        return bodies.pop()
    states = {name for name in names if name.startswith("state:")}
    if len(states) != 1 or bodies:
        return None
    state = states.pop()
    words = [t.folded for t in tokens[:role] if not any(n.actor == state for n in text.actors.names_of(t.folded))]
    code = next((code for end in range(len(words), 0, -1) if (code := text.words.heads.get(" ".join(words[:end])))), None)
    return text.actors.institution(code, state).id if code and code != "state" else None


def _is_role(phrase: Phrase, word: str) -> bool:
    return word in _SPEAKERS or any(phrase.is_a(name, word) for name in _ROLES)


def _is_body(phrase: Phrase, word: str) -> bool:
    return any(phrase.is_a(name, word) for name in _BODY)
