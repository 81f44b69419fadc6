"""Cuts words from the preserved texts, and withholds the names of people without a public role."""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from montjoie.record import derived
from montjoie.record.given import stored_document
from montjoie.record.store import Store
from montjoie.schema import Document
from montjoie.settled import ActorAt, At, ClaimAt, Incident, Thread, View

PRIVATE = "a private person"  # what stands for the name of somebody without a public role
WITHHELD = "[name withheld]"
PARTICLE = re.compile(r"[\w'’-]{3,}")


class Words:
    """The words behind a view: texts are read once each; private names are withheld wherever they stand in a quotation."""

    def __init__(self, store: Store, view: View) -> None:
        self._store = store
        self._entries = {document.id: document.entry for document in view.documents}
        self._names = {document.id: document.name for document in view.documents}
        self._documents: dict[str, Document] = {}
        self._private: dict[str, set[str]] = defaultdict(set)
        for actor in (actor for kind in (view.incidents, view.claims, view.commitments) for one in kind for actor in actors_of(one)):
            if actor.private_name is not None:
                self._private[actor.at.document] |= self._name_parts(actor.private_name)
        self._patterns = {name: pattern for name, words in self._private.items() if (pattern := pattern_of(words)) is not None}

    def document(self, version: str) -> Document:
        """Return a document as the record keeps it, masked where redacted."""
        if version not in self._documents:
            entry = self._entries.get(version)
            if entry is None:
                row = derived.document(self._store, version)
                entry = row.seq if row else 0
            self._documents[version] = stored_document(self._store, entry)
        return self._documents[version]

    def name(self, version: str) -> str:
        """Return the name that a document (version) is shown by."""
        return self._names.get(version) or self.document(version).given_id or version

    def cut(self, at: At | None) -> str | None:
        """Return the words at a place, private names withheld."""
        if at is None:
            return None
        words = self.document(at.document).text[at.start : at.end]
        pattern = self._pattern(at.document)
        return pattern.sub(WITHHELD, words) if pattern else words

    def shown_text(self, version: str) -> str:
        """Return the text of a document, private names withheld."""
        text = self.document(version).text
        return self.cut(At(document=version, start=0, end=len(text))) or ""

    def withheld(self, version: str) -> tuple[tuple[int, int], ...]:
        """Return where names of private people stand in a text."""
        pattern = self._pattern(version)
        text = self.document(version).text
        return tuple(match.span() for match in pattern.finditer(text)) if pattern else ()

    def actor(self, actor: ActorAt) -> str | None:
        """Return the name of an actor: the list's, else the words, else that it is a private person."""
        if actor.private_name is not None:
            return PRIVATE
        return actor.name or _plain(self.cut(actor.at) or "")

    def _pattern(self, version: str) -> re.Pattern[str] | None:
        return self._patterns.get(version)

    def _name_parts(self, name: At) -> set[str]:
        words = self.document(name.document).text[name.start : name.end]
        return {part for part in PARTICLE.findall(words) if part[0].isupper()}


def pattern_of(words: set[str]) -> re.Pattern[str] | None:
    """Return what finds any of some words, the longer ones first; None where there are none."""
    return re.compile("|".join(rf"\b{re.escape(word)}\b" for word in sorted(words, key=lambda w: (-len(w), w)))) if words else None


def iso(at: datetime | None) -> str | None:
    """Return an instant in UTC as ISO 8601, without needless digits."""
    if at is None:
        return None
    return at.isoformat().replace("+00:00", "Z")


def _plain(words: str) -> str:
    return " ".join(words.split())


def actors_of(one: Incident | ClaimAt | Thread) -> Iterator[ActorAt]:
    """Yield everybody whom an incident, a claim or a commitment names."""
    if isinstance(one, Incident):
        yield from (*one.actors, *one.targets)
        yield from (figure.by for toll in one.toll for figure in toll.figures if figure.by)
    elif isinstance(one, ClaimAt):
        yield from (one.who, *((one.via,) if one.via else ()), *one.against)
    else:
        yield from (party for act in one.acts for party in act.party)
