"""What the record said at every time: worked out once, instant by instant, and kept, so that a question about the past only looks it up.

At each instant at which something begins or ends to be known, the second layer is moved on (`reconcile.Standing`), and what became other is
kept with the instant. It is made of states, documents and decisions; where some of them changed since, it is made anew from the first instant
that they touch. What is kept equals `view_at` of every time; a test holds it to that.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from montjoie.extract.preferring import shown
from montjoie.over_time import demanded, document_at, known_parts, overrides_in, settled_on_demand, source_of, visible
from montjoie.reconcile import Changes, Standing
from montjoie.record import derived, said
from montjoie.record.codec import GROUNDED, OBJECTS, body_hash, dump
from montjoie.record.derived import DocumentRow
from montjoie.record.given import Decision
from montjoie.record.said import ALL, USUAL, Input, Said
from montjoie.record.store import OPEN, Store
from montjoie.schema import GroundedReading
from montjoie.serve.paging import SEPARATOR
from montjoie.serve.words import actors_of
from montjoie.settled import ClaimAt, Incident, LedgerLine, Override, Thread

Progress = Callable[[str, int, int], None]
PRIVATE, HELD = "private", "held"  # kinds beside those of the export: names to withhold by document, and which object holds a mention
READINGS = 4096  # grounded readings that are kept at hand


def keep_history(store: Store, taken: Sequence[Decision], progress: Progress) -> None:
    """Bring what the record said at every time up to what it is made of, inside a transaction."""
    before, now = said.inputs(store), _inputs(store, taken)
    start = _first_change(before, now)
    if start is None:
        return
    said.cut(store, start)
    sweep = _Sweep(store, taken)
    instants = sweep.instants()
    earlier = [at for at in instants if at < start]
    if earlier:
        sweep.stand(earlier[-1])
    later = instants[len(earlier) :]
    for nth, at in enumerate(later):
        if nth % 20 == 0:
            progress("remembering", nth, len(later))
        sweep.move(at)
    progress("remembering", len(later), len(later))
    changed: dict[str, Input | None] = {key: now.get(key) for key in {*before, *now} if before.get(key) != now.get(key)}
    said.put_inputs(store, changed)


def _first_change(before: Mapping[str, Input], now: Mapping[str, Input]) -> int | None:
    """Return the first instant that anything touches that is other than it was."""
    touched: list[int] = []
    for key in {*before, *now}:
        old, new = before.get(key), now.get(key)
        if old == new:
            continue
        if old is not None and new is not None and (old.hash, old.known_from) == (new.hash, new.known_from):
            touched.append(min(old.known_to, new.known_to))  # the same, only that it ends at another time
        else:
            touched += [one.known_from for one in (old, new) if one is not None]
    return min(touched, default=None)


def _inputs(store: Store, taken: Sequence[Decision]) -> dict[str, Input]:
    """Return what everything is made of: states, documents with what was read in them and decided on them, what is settled on demand."""
    found = {
        f"{kind} {id_} {known_from}": Input(known_from=known_from, known_to=known_to, hash=body_hash(body))
        for kind, id_, known_from, known_to, body in store.rows("SELECT kind, id, known_from, known_to, body FROM state")
    }
    decided: dict[str, list[str]] = defaultdict(list)
    for decision in taken:
        if decision.what == "set":
            for anchor in decision.anchors:
                decided[anchor[0]].append(f"{decision.id} {decision.seq} {decision.values}")
    read = {document: body_hash(body) for document, body in store.rows("SELECT document, body FROM grounded")}
    for row in derived.documents(store, None):
        made_of = (
            row.seq, row.source_key, row.name, row.outlet, row.published, row.precision, row.not_after, row.language, row.text_hash,
            row.copy_of, read.get(row.id), decided.get(row.id),
        )  # fmt: skip
        found[f"document {row.id}"] = Input(known_from=row.known_from, known_to=row.known_to, hash=body_hash(repr(made_of)))
    for name, until, instants, made_of_links in demanded(store):
        found[f"on demand {name}"] = Input(known_from=min(instants, default=0), known_to=until, hash=body_hash(made_of_links))
    return found


class _Sweep:
    """Moves through the instants of a record and keeps what changes at each."""

    def __init__(self, store: Store, taken: Sequence[Decision]) -> None:
        self._store = store
        self._taken = taken
        self._rows = {row.id: row for row in derived.documents(store, None)}
        self._read = lru_cache(maxsize=READINGS)(self._load)
        self._standing = Standing(self._read, _Texts(store, self._rows))
        self._standing_from: dict[tuple[str, str], int] = {}
        self._hash: dict[tuple[str, str], str] = {}
        self._private = _Private()
        self._known: set[str] = set()  # documents known at the instant
        self._told: dict[str, Any] = {}
        self._decided: dict[str, set[str]] = defaultdict(set)  # by document, the mentions that somebody decided on
        self._begins: dict[int, list[tuple[str, str]]] = defaultdict(list)
        self._ends: dict[int, list[tuple[str, str]]] = defaultdict(list)
        self._spans: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
        for kind, id_, first, last in store.rows("SELECT kind, id, known_from, known_to FROM state"):
            self._add(kind, id_, first, last)
        self._parts: dict[str, list[int]] = {}  # of documents that become known part by part: when
        for row in self._rows.values():
            self._add("documents", row.id, row.known_from, row.known_to)
            if row.parts and (reading := derived.grounded(store, row.id)) is not None:
                self._parts[row.id] = [at for at in known_parts(reading) if row.known_from < at < row.known_to]
        self._demanded = {name: (until, instants) for name, until, instants, _ in demanded(store)}
        self._on_demand: dict[str, dict[str, Incident | Thread]] = {}  # what each such component came to last

    def _add(self, kind: str, id_: str, first: int, last: int) -> None:
        if first < last:
            self._begins[first].append((kind, id_))
            self._ends[last].append((kind, id_))
            self._spans[kind, id_].append((first, last))

    def instants(self) -> list[int]:
        """Return every instant at which anything may change."""
        found = {*self._begins, *self._ends} | {at for parts in self._parts.values() for at in parts}
        found |= {at for until, instants in self._demanded.values() for at in (*instants, until)}
        return sorted(at for at in found if at < OPEN)

    def stand(self, at: int) -> None:
        """Take up what stood at an instant, as it is kept."""
        standing = [key for key, spans in self._spans.items() if any(first <= at < last for first, last in spans)]
        self._standing_from = {(kind, id_): first for kind, id_, first in said.open_rows(self._store)}
        parts = [document for document, times in self._parts.items() if any(when <= at for when in times)]
        self._move(at, [], standing, parts, list(self._demanded), keep=False)

    def move(self, at: int) -> None:
        """Move on to the next instant and keep what became other."""
        parts = [document for document, times in self._parts.items() if at in times]
        demanded = [name for name, (until, instants) in self._demanded.items() if at in instants or at == until]
        self._move(at, self._ends.get(at, []), self._begins.get(at, []), parts, demanded, keep=True)

    def _move(
        self,
        at: int,
        ended: Sequence[tuple[str, str]],
        begun: Sequence[tuple[str, str]],
        parts: Sequence[str],
        demanded: Sequence[str],
        *,
        keep: bool,
    ) -> None:  # fmt: skip
        states: dict[str, dict[str, Any]] = {"incidents": {}, "commitments": {}, "documents": {}}
        for kind, id_ in ended:
            states[kind][id_] = None
        self._known -= set(states["documents"])
        for kind, id_ in begun:
            states[kind][id_] = self._rows[id_] if kind == "documents" else self._state(kind, id_, at)
        self._known |= {id_ for kind, id_ in begun if kind == "documents"}
        for name in demanded:
            self._demand(name, at, states)
        readings: dict[str, Any] = {}
        for document in {*states["documents"], *parts}:
            row = self._rows[document]
            reading = self._read(document, at) if document in self._known and self._is_read(document) else None
            readings[document] = None if reading is None else (self._seen_until(document, at), source_of(row, reading))
        changes = self._standing.move(
            incidents=states["incidents"], threads=states["commitments"], readings=readings, overrides=dict(self._overrides(readings, at))
        )
        self._keep(at, changes, states["documents"], keep=keep)

    # ------------------------------------------------------------ what stands at an instant

    def _state(self, kind: str, id_: str, at: int) -> Any:
        sql = "SELECT body FROM state WHERE kind = ? AND id = ? AND known_from <= ? AND known_to > ?"
        row = self._store.row(sql, (kind, id_, at, at))
        return None if row is None else OBJECTS[kind].validate_json(row[0])

    def _demand(self, name: str, at: int, states: dict[str, dict[str, Any]]) -> None:
        """What a component comes to that is settled when asked; from `until` on it is kept among the states."""
        until, _ = self._demanded[name]
        now = {} if at >= until else {one.id: one for one in settled_on_demand(self._store, name, at, self._taken)}
        for id_, before in self._on_demand.get(name, {}).items():
            states["incidents" if isinstance(before, Incident) else "commitments"].setdefault(id_, None)
        for id_, one in now.items():
            states["incidents" if isinstance(one, Incident) else "commitments"][id_] = one
        self._on_demand[name] = now

    def _is_read(self, document: str) -> bool:
        return self._store.row("SELECT 1 FROM grounded WHERE document = ?", (document,)) is not None

    def _seen_until(self, document: str, at: int) -> int:
        """Return from when on a document is known as it is at an instant."""
        return max([self._rows[document].known_from, *(when for when in self._parts.get(document, ()) if when <= at)])

    def _load(self, document: str, at: int) -> GroundedReading:
        row = self._store.row("SELECT body FROM grounded WHERE document = ?", (document,))
        return visible(GROUNDED.validate_json(row[0] if row else ""), at)

    def _overrides(self, readings: Mapping[str, Any], at: int) -> Iterator[tuple[str, tuple[Override, ...]]]:
        anchored = {anchor[0] for decision in self._taken if decision.what == "set" for anchor in decision.anchors}
        for document in sorted(anchored & set(readings)):
            found: dict[str, list[Override]] = {mention: [] for mention in self._decided[document]}
            for override in overrides_in([self._read(document, at)] if readings[document] else [], self._taken):
                found.setdefault(override.mention, []).append(override)
            self._decided[document] = set(found)
            yield from ((mention, tuple(own)) for mention, own in found.items())

    # ------------------------------------------------------------ what is kept

    def _keep(self, at: int, changes: Changes, documents: Mapping[str, DocumentRow | None], *, keep: bool) -> None:
        found: dict[tuple[str, str], Said | None] = {}
        for kind in ("incidents", "commitments", "claims"):
            for id_, one in getattr(changes, kind).items():
                self._private.bring(id_, one)
                found[kind, id_] = None if one is None else _row(kind, at, one)
        for id_, disagreement in changes.disagreements.items():
            found["disagreements", id_] = None if disagreement is None else _row("disagreements", at, disagreement)
        for id_, line in changes.ledger.items():
            found["ledger", id_] = None if line is None else _line_row(at, *line)
        self._told.update(changes.documents)
        for id_ in {*changes.documents, *documents}:
            row, told = self._rows[id_], self._told.get(id_)
            known = document_at(row, told is not None, told.root_speakers if told else (), told.main_incident if told else None)
            found["documents", id_] = _row("documents", at, known) if id_ in self._known else None
        for member, holder in changes.held.items():
            found[HELD, member] = None if holder is None else _bare(HELD, member, at, holder)
        for document, names in self._private.changed().items():
            found[PRIVATE, document] = _bare(PRIVATE, document, at, json.dumps(names)) if names else None
        self._write(at, found, keep=keep)

    def _write(self, at: int, found: Mapping[tuple[str, str], Said | None], *, keep: bool) -> None:
        ended: list[tuple[str, str, int]] = []
        begun: list[Said] = []
        for key, row in sorted(found.items()):
            hashed = "" if row is None else body_hash(f"{row.listed} {row.rank} {row.body}")
            if self._hash.get(key, "") == hashed:
                continue
            if row is None:
                del self._hash[key]
            else:
                self._hash[key] = hashed
            if keep and key in self._standing_from:
                ended.append((*key, self._standing_from.pop(key)))
            if keep and row is not None:
                self._standing_from[key] = at
                begun.append(row)
        said.end(self._store, at, ended)
        said.begin(self._store, begun)


class _Texts(Mapping[str, str]):
    """The texts of documents, read when asked for."""

    def __init__(self, store: Store, rows: Mapping[str, DocumentRow]) -> None:
        self._rows = rows
        self._text = lru_cache(maxsize=1024)(store.text)

    def __getitem__(self, document: str) -> str:
        return self._text(self._rows[document].text_hash)

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


# ---------------------------------------------------------------- rows


def _row(kind: str, at: int, one: Any) -> Said:
    return Said(
        kind=kind, id=one.id, known_from=at, shown=one.name if kind == "documents" else one.id, rank=rank_of(kind, one),
        listed=_listed(kind, one),
        codes=codes_of(kind, one), body=dump(OBJECTS[kind], one),
    )  # fmt: skip


def _line_row(at: int, line: LedgerLine, score: float | None) -> Said:
    sure = bool(line.alleged_by) or shown(score if line.incident else None, "incident", "balance")
    return Said(
        kind="ledger", id=line.id, known_from=at, shown=line.id, rank=rank_of("ledger", line), listed=USUAL if sure else 0,
        codes=codes_of("ledger", line),
        body=dump(OBJECTS["ledger"], line),
    )  # fmt: skip


def _bare(kind: str, id_: str, at: int, body: str) -> Said:
    return Said(kind=kind, id=id_, known_from=at, shown=id_, rank=id_, listed=0, codes="", body=body)


def _listed(kind: str, one: Any) -> int:
    if kind != "incidents":
        return USUAL
    return 0 if not shown(one.score, "incident", "balance") else USUAL if one.codeable else ALL


def codes_of(kind: str, one: Any) -> str:
    """Return what a list is narrowed by that is a code: type, kind, subject, slot, scope; and the grade."""
    names = {
        "incidents": ("type",), "claims": ("kind",), "commitments": ("subject",), "disagreements": ("type", "slot"), "ledger": ("in_scope",),
    }  # fmt: skip
    codes = [getattr(one, name) for name in names.get(kind, ())]
    return f" {' '.join([*codes, *([f'grade:{one.grade.value}'] if kind == 'incidents' else [])])} "


def rank_of(kind: str, one: Any) -> str:
    """Return what a list is sorted by: incidents by day, claims and commitments by when they became known, documents by name."""
    if kind == "incidents":
        day = one.time.start or one.not_after
        return SEPARATOR.join((day.isoformat() if day else "9999", _when(one.first_known), one.id))
    if kind == "documents":
        return SEPARATOR.join((one.name, one.id))
    if kind == "ledger":
        return SEPARATOR.join((one.commitment, one.id))
    if kind == "disagreements":
        return str(one.id)
    return SEPARATOR.join((_when(one.known if kind == "claims" else one.first_known), one.id))


def _when(at: Any) -> str:
    return "~" if at is None else str(at.isoformat()).replace("+00:00", "Z")


class _Private:
    """The names to withhold in each document: of people without a public role whom anything names there."""

    def __init__(self) -> None:
        self._of: dict[str, list[tuple[str, tuple[str, int, int]]]] = {}
        self._count: dict[str, dict[tuple[str, int, int], int]] = defaultdict(lambda: defaultdict(int))
        self._touched: set[str] = set()

    def bring(self, id_: str, one: Incident | Thread | ClaimAt | None) -> None:
        """Replace what one object names."""
        for document, name in self._of.pop(id_, ()):
            self._count[document][name] -= 1
            self._touched.add(document)
        now = [
            (actor.at.document, (actor.private_name.document, actor.private_name.start, actor.private_name.end))
            for actor in (actors_of(one) if one is not None else ())
            if actor.private_name is not None
        ]
        for document, name in now:
            self._count[document][name] += 1
            self._touched.add(document)
        if now:
            self._of[id_] = now

    def changed(self) -> dict[str, list[tuple[str, int, int]]]:
        """Return the names of the documents of which they may have changed."""
        touched, self._touched = self._touched, set()
        return {document: sorted(name for name, count in self._count[document].items() if count) for document in touched}
