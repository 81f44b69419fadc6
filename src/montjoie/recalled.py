"""The objects of the export as they were at a time, from what the record keeps of every time; each is put into words once."""

import contextlib
import json
import re
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from montjoie.history import HELD, PRIVATE
from montjoie.record import said
from montjoie.record.codec import OBJECTS
from montjoie.record.store import NOW, Store
from montjoie.schema import Document
from montjoie.serve.moment import Shown
from montjoie.serve.render import OBJECT
from montjoie.serve.words import Words, pattern_of
from montjoie.settled import At, View

MOST_OBJECTS = 100_000  # objects that are kept put into words
MOST_DOCUMENTS = 2_000  # documents that are kept read
BATCH = 500  # rows looked at in one go where a filter leaves many out

Test = Callable[[Any], bool]
NOTHING = View(documents=(), incidents=(), claims=(), commitments=(), disagreements=(), ledger=())


class Recalled:
    """What a state of the record has been put into words; shared by all times, since most objects are the same at many."""

    def __init__(self, store: Store) -> None:
        self.guarded = frozenset(row[0] for row in store.rows("SELECT DISTINCT id FROM said WHERE kind = ?", (PRIVATE,)))
        self.objects: OrderedDict[int, tuple[Shown, Mapping[str, str | None]]] = OrderedDict()
        self.documents: OrderedDict[str, Document] = OrderedDict()

    def objects_at(self, store: Store, kind: str, at: int) -> list[Any]:
        """Return all objects of a kind at an instant, in the order of the export."""
        found = [shown.object for shown in self._shown(WordsAt(store, at, self), kind, said.numbers(store, kind, at))]
        return sorted(found, key=lambda one: (one["first_known"] or "~", one["id"])) if kind == "incidents" else found

    def page(
        self, store: Store, kind: str, at: int, *, least: int, codes: Sequence[str], tests: Sequence[Test], after: str, limit: int
    ) -> tuple[list[Shown], str | None]:
        """Return the objects of a page, and the place of the last one where there are more."""
        words = WordsAt(store, at, self)
        found: list[tuple[str, Shown]] = []
        size = limit + 1
        while True:
            rows = said.listed(store, kind, at, least, codes, after, size)
            shown = self._shown(words, kind, [number for number, _ in rows])
            found += [(place, one) for (_, place), one in zip(rows, shown, strict=True) if all(test(one.object) for test in tests)]
            if len(found) > limit:
                return [one for _, one in found[:limit]], found[limit - 1][0]
            if len(rows) < size:
                return [one for _, one in found], None
            after, size = rows[-1][1], BATCH

    def one(self, store: Store, kind: str, identity: str, at: int) -> Shown | None:
        """Return the object that is shown by an id at an instant, or that holds a mention or act of that id."""
        number = said.numbered(store, kind, identity, at)
        if number is None:
            holder = said.by_id(store, HELD, identity, at)
            number = said.numbered(store, kind, holder, at) if holder else None
        return None if number is None else next(iter(self._shown(WordsAt(store, at, self), kind, [number])))

    def _shown(self, words: "WordsAt", kind: str, numbers: Sequence[int]) -> list[Shown]:
        found: dict[int, Shown] = {}
        for number in numbers:
            kept = self.objects.get(number)
            if kept is not None and all(words.withheld_in(version) == names for version, names in kept[1].items()):
                found[number] = kept[0]
                with contextlib.suppress(KeyError):
                    self.objects.move_to_end(number)
        missing = [number for number in numbers if number not in found]
        for number, body in said.bodies_of(words.store, missing):
            words.looked_at = {}
            shown = Shown(OBJECT[kind](words, OBJECTS[kind].validate_json(body)))
            found[number] = shown
            self.objects[number] = (shown, words.looked_at)
        while len(self.objects) > MOST_OBJECTS:
            with contextlib.suppress(KeyError):
                self.objects.popitem(last=False)
        return [found[number] for number in numbers]


class WordsAt(Words):
    """The words behind objects as they are known at an instant."""

    def __init__(self, store: Store, at: int, recalled: Recalled) -> None:
        super().__init__(store, NOTHING)
        self.store = store
        self.looked_at: dict[str, str | None] = {}  # the names withheld in documents where any ever are
        self._at = min(at, NOW)
        self._recalled = recalled
        self._names_in: dict[str, str | None] = {}

    def document(self, version: str) -> Document:
        """Return a document as the record keeps it, masked where redacted."""
        kept = self._recalled.documents.get(version)
        if kept is None:
            kept = self._recalled.documents[version] = super().document(version)
            while len(self._recalled.documents) > MOST_DOCUMENTS:
                with contextlib.suppress(KeyError):
                    self._recalled.documents.popitem(last=False)
        return kept

    def withheld_in(self, version: str) -> str | None:
        """Return the names that are withheld in a document at the instant, as they are kept."""
        if version not in self._names_in:
            self._names_in[version] = said.by_id(self.store, PRIVATE, version, self._at)
        return self._names_in[version]

    def _pattern(self, version: str) -> re.Pattern[str] | None:
        if version not in self._recalled.guarded:
            return None
        self.looked_at[version] = self.withheld_in(version)
        return self._pattern_of(self.looked_at[version])

    def _pattern_of(self, names: str | None) -> re.Pattern[str] | None:
        words: set[str] = set()
        for document, start, end in json.loads(names or "[]"):
            words |= self._name_parts(At(document=document, start=start, end=end))
        return pattern_of(words)
