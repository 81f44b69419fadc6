"""Brings the derived layer up to the chain: versions and copies, grounding, links, incidents over time, and what is now settled."""

import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path

from montjoie import __version__
from montjoie.collect import COPY_LEAST, bands, copy_signature, similarity
from montjoie.decided import anchored, decided_reading
from montjoie.extract.preferring import preferred
from montjoie.ground import ActorList, Gazetteer, ground, read_actor_list, read_place_list
from montjoie.history import keep_history
from montjoie.over_time import Component, component_context, component_of, states_over_time, view_at
from montjoie.reconcile import act_keys, incident_keys, judge_acts, judge_mentions
from montjoie.record import derived, said
from montjoie.record.codec import OBJECTS, dump
from montjoie.record.derived import DocumentRow, MentionRow
from montjoie.record.given import Decision, decisions, stored_document, stored_readings
from montjoie.record.store import NOW, OPEN, Store, microseconds
from montjoie.schema import Commitment, GroundedReading, Mention, Reading, Span
from montjoie.settled import Link

RULES = f"montjoie {__version__}, rules 10"  # raised when grounding or reconciling changes, so that records are brought up to it
MOST_INSTANTS = 200  # a component that changes more often is settled for its last state, and for older ones when asked
SETTLED_BATCH = 500  # objects in one entry of what was settled

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Resources:
    """The lists in force: the package's with the user's."""

    places: Gazetteer
    actors: ActorList

    @classmethod
    def open(cls, gazetteer: bytes | None, actors: bytes | None) -> "Resources":
        """Open the lists with the user's, given as the bytes of their files. Raises ListError."""
        with tempfile.TemporaryDirectory() as folder:
            places = Path(folder) / "gazetteer.csv"
            people = Path(folder) / "actors.csv"
            places.write_bytes(gazetteer or b"")
            people.write_bytes(actors or b"")
            return cls(
                places=Gazetteer.open(user=read_place_list(places) if gazetteer else ()),
                actors=ActorList.open(user=read_actor_list(people) if actors else ()),
            )

    @property
    def rules(self) -> str:
        """Name what the derived layer was made by; it is made anew when this changes."""
        return f"{RULES}, places {self.places.digest[:16]}, actors {self.actors.digest[:16]}"


def is_behind(store: Store, resources: Resources | None = None) -> bool:
    """Say whether the chain holds what the derived layer does not have yet."""
    head = store.head()
    done = derived.progress(store, "seq")
    if head is not None and (done is None or int(done) < head.seq):
        return True
    return resources is not None and head is not None and derived.progress(store, "rules") != resources.rules


def catch_up(store: Store, resources: Resources, progress: Progress | None = None) -> None:
    """Do, in one transaction, whatever the derived layer lacks; an interrupted one leaves no trace."""
    if not is_behind(store, resources):
        return
    with store.transaction():
        _CatchUp(store, resources, progress or (lambda *_: None)).run()


def rebuild(store: Store, resources: Resources, progress: Progress | None = None) -> None:
    """Drop the derived layer and make it again from the chain, in one transaction."""
    with store.transaction():
        rebuild_inside(store, resources, progress)


def rebuild_inside(store: Store, resources: Resources, progress: Progress | None = None) -> None:
    """Drop the derived layer and make it again, inside a transaction."""
    store.drop_derived()
    for entry in store.entries(kind="settled"):
        payload = store.payload(entry)
        if payload is not None:
            derived.put_settled(store, entry.seq, payload)
    _CatchUp(store, resources, progress or (lambda *_: None)).run()


class _CatchUp:
    """One catching up, inside a transaction."""

    def __init__(self, store: Store, resources: Resources, progress: Progress) -> None:
        self.store = store
        self.resources = resources
        self.progress = progress
        self.decisions = decisions(store)
        self.broken: set[str] = set()  # components whose mentions changed
        self.touched: set[str] = set()  # documents whose mentions are to be compared anew
        self.copies: dict[str, str] = {}  # copies to the letter, each with its original

    def run(self) -> None:
        head = self.store.head()
        if head is None:
            return
        changed = self._changed_documents()
        self._documents(changed)
        self._ground(changed)
        self._link()
        for component in self._components():
            self._settle(component)
        self._second_layer()
        said.lay_out(self.store)
        keep_history(self.store, self.decisions, self.progress)
        last = self.store.head()
        derived.put_progress(self.store, "seq", str(last.seq if last else 0))
        derived.put_progress(self.store, "said", str(last.seq if last else 0))
        derived.put_progress(self.store, "rules", self.resources.rules)

    def _changed_documents(self) -> list[str]:
        """Return the documents of which the chain says something new; all of them where lists or rules changed."""
        done = int(derived.progress(self.store, "seq") or 0)
        everything = done == 0 or derived.progress(self.store, "rules") != self.resources.rules
        changed: set[str] = set()
        for entry in self.store.entries(after=done):
            if entry.kind in ("document", "reading"):
                changed.add(entry.subject)
            elif entry.kind == "decision":
                payload = self.store.payload(entry) or {}
                changed |= {anchor[0] for anchor in payload.get("anchors", ())}
                changed |= {a[0] for d in decisions(self.store, in_force=False) if d.id == payload.get("undoes") for a in d.anchors}
            elif entry.kind == "list":
                everything = True
        if everything:
            changed |= {row[0] for row in self.store.rows("SELECT DISTINCT subject FROM entry WHERE kind = 'document'")}
        return sorted(changed)

    # ------------------------------------------------------------ documents, versions, copies

    def _documents(self, changed: Sequence[str]) -> None:
        sources: set[str] = set()
        new: list[DocumentRow] = []
        for document in changed:
            row = self._document_row(document)
            if row is not None:
                derived.put_document(self.store, row)
                sources.add(row.source_key)
                new.append(row)
        for source in sorted(sources):
            self._order_versions(source)
        for row in new:
            self._meet_copies(row)
        if new:
            self._name_originals()

    def _document_row(self, document: str) -> DocumentRow | None:
        """Return a document's row by the newest of its entries, and make its words findable."""
        found = self.store.row("SELECT seq FROM entry WHERE kind = 'document' AND subject = ? ORDER BY seq DESC LIMIT 1", (document,))
        if found is None:
            return None
        entry = next(self.store.entries(after=found[0] - 1))
        facts = self.store.payload(entry) or {}
        stored = stored_document(self.store, entry.seq)
        published = facts["published"]
        own = published["not_after"] if published else NOW
        known = min([own, *(microseconds(part.not_after) for part in stored.parts)])
        old = derived.document(self.store, document)
        if old is not None and old.seq != entry.seq:
            self.store.write("DELETE FROM text_fts WHERE rowid = ?", (old.seq,))
        derived.index_words(self.store, entry.seq, stored.title, stored.text)
        return DocumentRow(
            id=document, seq=entry.seq, source_key=stored.source_key, name=stored.given_id or document, given_id=stored.given_id,
            url=stored.url, outlet=stored.outlet, outlet_country=stored.outlet_country, published=published["at"] if published else None,
            precision=published["precision"] if published else None, not_after=published["not_after"] if published else None,
            modified=stored.modified, language=stored.language, parts=stored.parts, text_hash=facts["text"], title_hash=facts["title"],
            known_from=known, known_to=OPEN, copy_of=old.copy_of if old else None,
        )  # fmt: skip

    def _order_versions(self, source: str) -> None:
        """Let each version of a source end where the next begins: by known time, then by when it was modified, then captured."""
        first_seen = (
            {row[0]: row[1] for row in self.store.rows("SELECT subject, min(seq) FROM entry WHERE kind = 'document' GROUP BY subject")}
            if len(derived.versions(self.store, source)) > 1
            else {}
        )
        rows = sorted(derived.versions(self.store, source), key=lambda r: (r.known_from, _modified(r), first_seen.get(r.id, 0)))
        for row, following in zip(rows, [*rows[1:], None], strict=True):
            known_to = following.known_from if following else OPEN
            if row.known_to != known_to:
                derived.put_document(self.store, replace(row, known_to=known_to))
                self.touched.add(row.id)

    def _meet_copies(self, row: DocumentRow) -> None:
        text = self.store.text(row.text_hash)
        signature = copy_signature(text)
        derived.put_signature(self.store, row.id, signature, bands(signature))
        for fellow in derived.band_fellows(self.store, row.id):
            other = derived.document(self.store, fellow)
            if other is not None and other.source_key != row.source_key:
                alike = 1.0 if other.text_hash == row.text_hash else similarity(text, self.store.text(other.text_hash))
                if alike >= COPY_LEAST:
                    derived.put_near_copy(self.store, row.id, fellow, alike)

    def _name_originals(self) -> None:
        """Let each copy name the first of its kind: the neighbour known earliest, followed to its own."""
        rows = {row.id: row for row in derived.documents(self.store, None)}
        parent = {identity: identity for identity in rows}
        for a, b in derived.near_copies(self.store):
            first, second = sorted((a, b), key=lambda i: (rows[i].known_from, i))
            parent[second] = min(parent[second], first, key=lambda i: (rows[i].known_from, i))
        for identity in sorted(rows, key=lambda i: (rows[i].known_from, i)):
            root = parent[identity] = parent[parent[identity]]  # earlier ones already point to their root
            copy_of = None if root == identity else root
            if rows[identity].copy_of != copy_of:
                derived.put_document(self.store, replace(rows[identity], copy_of=copy_of))
                self.touched.add(identity)

    # ------------------------------------------------------------ grounding and links

    def _ground(self, changed: Sequence[str]) -> None:
        documents = sorted({*changed, *self.touched})
        for nth, document in enumerate(documents):
            self.progress("grounding", nth, len(documents))
            row = derived.document(self.store, document)
            if row is None:
                continue
            grounded = derived.grounded(self.store, document)
            if document in changed:
                reading = self._reading(document)
                grounded = (
                    None
                    if reading is None
                    else ground(stored_document(self.store, row.seq), reading, self.resources.places, self.resources.actors)
                )
            self.touched.add(document)
            if grounded is None:
                self.broken |= derived.drop_grounded(self.store, document)
            else:
                self.broken |= derived.put_grounded(self.store, grounded, _mention_rows(grounded, row))
        self.progress("grounding", len(documents), len(documents))

    def _reading(self, document: str) -> Reading | None:
        """Return the reading in force: a person's before a model's, the newer before the older; what is sure enough of it, with what people decided on it."""
        newest: Reading | None = None
        for reading in stored_readings(self.store, document):
            if newest is None or reading.maker == "given" or newest.maker != "given":
                newest = reading
        return decided_reading(newest and preferred(newest, "balance"), document, self.decisions)

    def _link(self) -> None:
        """Judge every touched mention beside each that shares a key with it, and put people's judgements above."""
        touched = [mention for document in sorted(self.touched) for mention in derived.mention_ids(self.store, document)]
        row_of = cache(partial(derived.mention_row, self.store))
        seen: set[tuple[str, str]] = set()
        texts = {row.id: row.text_hash for row in derived.documents(self.store, None)}
        self.copies = {
            row.id: row.copy_of for row in derived.documents(self.store, None) if row.copy_of and texts.get(row.copy_of) == row.text_hash
        }
        for nth, mention in enumerate(touched):
            if nth % 50 == 0:
                self.progress("comparing", nth, len(touched))
            for other in derived.candidates(self.store, mention):
                pair = (min(mention, other), max(mention, other))
                if pair not in seen:
                    seen.add(pair)
                    link = self._judge(*map(row_of, pair))
                    if link is not None:
                        derived.put_link(self.store, link)
        for link in _decided_links(self.store, self.decisions):
            derived.put_link(self.store, link)
        self.progress("comparing", len(touched), len(touched))

    def _judge(self, a: MentionRow | None, b: MentionRow | None) -> Link | None:
        if a is None or b is None or a.known_to <= b.known_from or b.known_to <= a.known_from:
            return None  # never known at one time: versions of one source
        if a.body.document in self.copies and self.copies[a.body.document] == self.copies.get(b.body.document):
            return None  # copies to the letter meet in their original: a thousand of them are a thousand pairs
        if isinstance(a.body, Mention) and isinstance(b.body, Mention):
            return judge_mentions(a.body, b.body)
        if isinstance(a.body, Commitment) and isinstance(b.body, Commitment):
            return judge_acts(a.body, b.body)
        return None

    # ------------------------------------------------------------ components and what they settle to

    def _components(self) -> Iterable[Component]:
        """Yield the components that hold, or held, something touched; what no longer stands is dropped first."""
        start = [mention for document in sorted(self.touched) for mention in derived.mention_ids(self.store, document)]
        for component in sorted(self.broken):
            start += derived.component_members(self.store, component)
            self._drop(component)
        found: list[set[str]] = []
        seen: set[str] = set()
        for mention in sorted(set(start)):
            if mention not in seen:
                found.append(self._joined(mention))
                seen |= found[-1]
        for members in found:  # all of them before any is settled anew: a part of what broke up has the name of the whole
            for old in {row[0] for m in sorted(members) for row in self.store.rows("SELECT component FROM mention WHERE id = ?", (m,))}:
                if old:
                    self._drop(old)
        for nth, members in enumerate(found):
            if nth % 50 == 0:
                self.progress("reconciling", nth, len(found))
            yield component_of(self.store, min(members), members)
        self.progress("reconciling", len(found), len(found))

    def _drop(self, component: str) -> None:
        """Forget what a component came to, and that it is settled only when asked."""
        derived.drop_states(self.store, component)
        self.store.write("DELETE FROM progress WHERE key = ?", (f"on_demand:{component}",))

    def _joined(self, mention: str) -> set[str]:
        members, queue = {mention}, [mention]
        while queue:
            for other in derived.same_as(self.store, queue.pop()):
                if other not in members:
                    members.add(other)
                    queue.append(other)
        return members

    def _settle(self, component: Component) -> None:
        """Settle a component at each instant at which something of it begins or ends."""
        derived.put_component(self.store, component.name, [row.body.id for row in component.rows])
        context = component_context(self.store, component, self.decisions)
        instants = sorted(
            {t for row in component.rows for t in (row.known_from, row.known_to)}
            | {
                microseconds(k)
                for row in component.rows
                for c in context.same_document_claims_about.get(row.body.id, ())
                if (k := context.known.get(c))
            }
        )
        instants = [t for t in instants if t < OPEN]
        if len(instants) > MOST_INSTANTS:
            derived.put_progress(self.store, f"on_demand:{component.name}", str(instants[-1]))
            instants = instants[-1:]
        kind = "incidents" if component.kind == "incident" else "commitments"
        derived.put_states(self.store, component.name, kind, states_over_time(component, instants, context, kind))

    # ------------------------------------------------------------ the second layer, and what is now said

    def _second_layer(self) -> None:
        """Work out the present whole and append what changed of it since it was last settled."""
        view = view_at(self.store)
        before = derived.settled(self.store)
        changes: list[tuple[str, str, str | None]] = []
        for kind, adapter in OBJECTS.items():
            now = {thing.id: dump(adapter, thing) for thing in getattr(view, kind)}
            changes += [(kind, i, body) for i, body in sorted(now.items()) if before[kind].get(i) != body]
            changes += [(kind, i, None) for i in sorted(before[kind].keys() - now.keys())]
        for start in range(0, len(changes), SETTLED_BATCH):
            batch: dict[str, dict[str, str | None]] = defaultdict(dict)
            for kind, identity, body in changes[start : start + SETTLED_BATCH]:
                batch[kind][identity] = body
            seq = self.store.append("settled", f"{len(changes[start : start + SETTLED_BATCH])} objects", dict(batch))
            if seq is not None:
                derived.put_settled(self.store, seq, batch)


def _modified(row: DocumentRow) -> int:
    """Return when a version says it was modified, as an instant; 0 where it does not say."""
    try:
        at = datetime.fromisoformat(row.modified or "")
    except ValueError:
        return 0
    return microseconds(at if at.tzinfo else at.replace(tzinfo=UTC))


def _mention_rows(reading: GroundedReading, row: DocumentRow) -> list[MentionRow]:
    """Return the rows of a document's mentions and acts, with when each is known."""

    def since(identity: str) -> int:
        known = reading.known.get(identity)
        return NOW if known is None else microseconds(known)

    found = [
        MentionRow(kind="incident", known_from=since(m.id), known_to=row.known_to, body=m, keys=incident_keys(m)) for m in reading.mentions
    ]
    found += [
        MentionRow(kind="commitment", known_from=since(c.id), known_to=row.known_to, body=c, keys=act_keys(c)) for c in reading.commitments
    ]
    return found


def _decided_links(store: Store, taken: Sequence[Decision]) -> Iterable[Link]:
    """Yield the judgements of people on two mentions; a later one stands above an earlier."""
    for decision in taken:
        if decision.what not in ("same", "different") or len(decision.anchors) != 2:
            continue
        ids = []
        for anchor in decision.anchors:
            reading = derived.grounded(store, anchor[0])
            spans: list[tuple[str, Span]] = [] if reading is None else [(m.id, t) for m in reading.mentions for t in m.triggers]
            spans += [] if reading is None else [(c.id, s) for c in reading.commitments for s in c.content]
            ids.append(anchored(anchor, spans))
        if ids[0] and ids[1] and ids[0] != ids[1]:
            a, b = sorted((ids[0], ids[1]))
            yield Link(a=a, b=b, judgement="same" if decision.what == "same" else "different", score=1000.0, by=decision.id)
