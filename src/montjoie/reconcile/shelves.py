"""Values by key that remember who looked at them, and the tasks that are done again when something they looked at has changed."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import Any, Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")
Task = tuple[int, Any]  # which kind of task, and for what


class Work:
    """Tasks of several kinds, done in the order of the kinds; each is due when something changed that it looked at."""

    def __init__(self, kinds: Sequence[Callable[[Any], None]]) -> None:
        self._kinds = kinds
        self._after: dict[Callable[[Any], None], Callable[[], object]] = {}
        self._due: list[set[Any]] = [set() for _ in kinds]
        self._seen: dict[Task, list[tuple[dict[Any, set[Task]], Any]]] = {}
        self._doing: Task | None = None
        self._stage = -1

    def then(self, kind: Callable[[Any], None], do: Callable[[], object]) -> None:
        """Have something done each time once all tasks of a kind are done."""
        self._after[kind] = do

    def due(self, kind: Callable[[Any], None], what: Any) -> None:
        """Have a task done for something."""
        self._set_due((self._kinds.index(kind), what))

    def changed(self, tasks: set[Task]) -> None:
        """Have tasks done again."""
        for task in tasks:
            self._set_due(task)

    def saw(self, readers: dict[Any, set[Task]], key: Any) -> None:
        """Remember that the task at hand looked at a key."""
        if self._doing is not None:
            watching = readers.setdefault(key, set())
            if self._doing not in watching:
                watching.add(self._doing)
                self._seen[self._doing].append((readers, key))

    def do(self) -> None:
        """Do all that is due."""
        for stage, kind in enumerate(self._kinds):
            self._stage = stage
            for what in sorted(self._due[stage]):
                self._doing = (stage, what)
                self._forget(self._doing)
                kind(what)
            self._doing = None
            self._due[stage] = set()
            if kind in self._after:
                self._after[kind]()
        self._stage = -1

    def _set_due(self, task: Task) -> None:
        if task[0] <= self._stage:
            raise RuntimeError(f"task {task} looked at what is made after it")
        self._due[task[0]].add(task[1])

    def _forget(self, task: Task) -> None:
        for readers, key in self._seen.get(task, ()):
            watching = readers.get(key)
            if watching is not None:
                watching.discard(task)
                if not watching:
                    del readers[key]
        self._seen[task] = []


class Shelf(Mapping[Key, Value]):
    """Values by key. Who looks one up is told when it changes; nobody goes through all of them."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._held: dict[Key, Value] = {}
        self._readers: dict[Key, set[Task]] = {}

    def __getitem__(self, key: Key) -> Value:
        self._work.saw(self._readers, key)
        return self._held[key]

    def get(self, key: Key, default: Any = None) -> Any:
        """Return the value of a key, or the default."""
        self._work.saw(self._readers, key)
        return self._held.get(key, default)

    def __contains__(self, key: object) -> bool:
        self._work.saw(self._readers, key)
        return key in self._held

    def held(self, key: Key) -> Value | None:
        """Return the value of a key without having looked at it."""
        return self._held.get(key)

    def __iter__(self) -> Iterator[Key]:
        raise TypeError("a task may look up what it knows the key of, never go through everything")

    def __len__(self) -> int:
        raise TypeError("a task may look up what it knows the key of, never count everything")

    def put(self, key: Key, value: Value | None) -> bool:
        """Put a value, or take it away; say whether that changed anything."""
        if self._held.get(key) == value:
            return False
        if value is None:
            del self._held[key]
        else:
            self._held[key] = value
        self._work.changed(self._readers.get(key, set()))
        return True


class Groups(Generic[Key, Value]):
    """Values that several bring under one key, put on a shelf together, in the order of who brought them."""

    def __init__(self, shelf: Shelf[Key, tuple[Value, ...]], order: Callable[[Value], Any] | None = None) -> None:
        self.shelf = shelf
        self._order = order
        self._held: dict[Key, dict[Any, Value]] = {}
        self._of: dict[Any, tuple[Key, ...]] = {}
        self._touched: set[Key] = set()

    def bring(self, who: Any, values: Sequence[tuple[Key, Value]]) -> None:
        """Replace what one brings."""
        for nth, key in enumerate(self._of.pop(who, ())):
            self._held[key].pop((who, nth), None)
            self._touched.add(key)
        for nth, (key, value) in enumerate(values):
            self._held.setdefault(key, {})[who, nth] = value
            self._touched.add(key)
        if values:
            self._of[who] = tuple(key for key, _ in values)

    def put(self) -> None:
        """Put on the shelf what changed."""
        for key in self._touched:
            held = self._held.get(key)
            if not held:
                self._held.pop(key, None)
                self.shelf.put(key, None)
                continue
            values = [held[who] for who in sorted(held)] if self._order is None else sorted(held.values(), key=self._order)
            self.shelf.put(key, tuple(values))
        self._touched = set()
