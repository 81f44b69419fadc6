"""The derived layer: tables that hold what reconciling works on and what it settled; `montjoie rebuild` may drop them all."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from montjoie.record.codec import COMMITMENT, GROUNDED, LINK, MENTION, OBJECTS, PARTS, dump
from montjoie.record.store import NOW, Store
from montjoie.schema import Commitment, GroundedReading, Mention, Part
from montjoie.settled import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """A version of a document as the present knows it. Instants are microseconds; `known_from` is NOW for an undated one."""

    id: str
    seq: int
    source_key: str
    name: str
    given_id: str | None
    url: str | None
    outlet: str | None
    outlet_country: str | None
    published: str | None
    precision: str | None
    not_after: int | None
    modified: str | None
    language: str
    parts: tuple[Part, ...]
    text_hash: str
    title_hash: str | None
    known_from: int
    known_to: int
    copy_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionRow:
    """A mention of an incident or an act on a commitment, with when it is known."""

    kind: str  # incident or commitment
    known_from: int
    known_to: int
    body: Mention | Commitment
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StateRow:
    """What an incident or thread is from one instant to another."""

    kind: str
    id: str
    known_from: int
    known_to: int
    component: str
    body: Any


DOCUMENT_COLUMNS = (
    "id, seq, source_key, name, given_id, url, outlet, outlet_country, published, precision, not_after, modified, language, parts, "
    "text_hash, title_hash, known_from, known_to, copy_of"
)


# ---------------------------------------------------------------- documents


def put_document(store: Store, row: DocumentRow) -> None:
    """Write or replace a document's row."""
    values = (
        row.id, row.seq, row.source_key, row.name, row.given_id, row.url, row.outlet, row.outlet_country, row.published, row.precision,
        row.not_after, row.modified, row.language, PARTS.dump_json(row.parts).decode(), row.text_hash, row.title_hash, row.known_from,
        row.known_to, row.copy_of,
    )  # fmt: skip
    store.write(f"INSERT OR REPLACE INTO document_now({DOCUMENT_COLUMNS}) VALUES({', '.join('?' * len(values))})", values)


def documents(store: Store, at: int | None = NOW) -> tuple[DocumentRow, ...]:
    """Return the documents known at an instant, by id; every version there is where `at` is None."""
    sql = f"SELECT {DOCUMENT_COLUMNS} FROM document_now"
    if at is None:
        return tuple(map(_document, store.rows(f"{sql} ORDER BY id")))
    return tuple(map(_document, store.rows(f"{sql} WHERE known_from <= ? AND known_to > ? ORDER BY id", (at, at))))


def document(store: Store, name: str) -> DocumentRow | None:
    """Return a document by its version id, or the newest version by the name it is shown by."""
    sql = (
        f"SELECT {DOCUMENT_COLUMNS} FROM document_now WHERE id = ? OR name = ? ORDER BY id = ? DESC, known_to DESC, known_from DESC LIMIT 1"
    )
    row = store.row(sql, (name, name, name))
    return _document(row) if row else None


def versions(store: Store, source_key: str) -> tuple[DocumentRow, ...]:
    """Return every version of one source."""
    return tuple(map(_document, store.rows(f"SELECT {DOCUMENT_COLUMNS} FROM document_now WHERE source_key = ? ORDER BY id", (source_key,))))


def _document(row: tuple[Any, ...]) -> DocumentRow:
    names = DOCUMENT_COLUMNS.split(", ")
    return DocumentRow(**{**dict(zip(names, row, strict=True)), "parts": PARTS.validate_json(row[13])})


def index_words(store: Store, seq: int, title: str, text: str) -> None:
    """Make a document's words findable."""
    store.write("DELETE FROM text_fts WHERE rowid = ?", (seq,))
    store.write("INSERT INTO text_fts(rowid, title, text) VALUES(?, ?, ?)", (seq, title, text))


def find_documents(store: Store, query: str, limit: int, at: int = NOW) -> list[str]:
    """Return the ids of the documents known at an instant whose title or text match a full-text query, best first."""
    sql = (
        "SELECT d.id FROM text_fts f JOIN document_now d ON d.seq = f.rowid WHERE text_fts MATCH ? "
        "AND d.known_from <= ? AND d.known_to > ? ORDER BY bm25(text_fts), d.id LIMIT ?"
    )
    return [row[0] for row in store.rows(sql, (query, at, at, limit))]


# ---------------------------------------------------------------- copies


def put_signature(store: Store, document_id: str, signature: Sequence[int], bands: Sequence[str]) -> None:
    """Keep a document's near-duplicate signature and the bands it is met by."""
    store.write("INSERT OR REPLACE INTO signature(document, body) VALUES(?, ?)", (document_id, json.dumps(signature)))
    store.write_many("INSERT OR IGNORE INTO band(band, document) VALUES(?, ?)", [(band, document_id) for band in bands])


def band_fellows(store: Store, document_id: str) -> list[str]:
    """Return the documents that share a band with one, by id."""
    sql = "SELECT DISTINCT b.document FROM band a JOIN band b ON a.band = b.band WHERE a.document = ? AND b.document <> ? ORDER BY 1"
    return [row[0] for row in store.rows(sql, (document_id, document_id))]


def put_near_copy(store: Store, one: str, other: str, similarity: float) -> None:
    """Say that two documents are nearly the same text."""
    store.write(
        "INSERT OR REPLACE INTO near_copy(a, b, similarity) VALUES(?, ?, ?)", (min(one, other), max(one, other), round(similarity, 4))
    )


def near_copies(store: Store) -> Iterator[tuple[str, str]]:
    """Yield every pair of nearly equal documents."""
    yield from store.rows("SELECT a, b FROM near_copy ORDER BY a, b")


# ---------------------------------------------------------------- grounded readings and mentions


def put_grounded(store: Store, reading: GroundedReading, rows: Sequence[MentionRow]) -> set[str]:
    """Replace what one document says; return the components that it was part of before."""
    store.write("INSERT OR REPLACE INTO grounded(document, body) VALUES(?, ?)", (reading.document, dump(GROUNDED, reading)))
    return put_mentions(store, reading.document, rows)


def put_mentions(store: Store, document_id: str, rows: Sequence[MentionRow]) -> set[str]:
    """Replace the mentions of one document; return the components that they were part of before."""
    old = list(store.rows("SELECT id, component FROM mention WHERE document = ?", (document_id,)))
    for mention, _ in old:
        store.write("DELETE FROM key WHERE mention = ?", (mention,))
        store.write("DELETE FROM pair WHERE a = ? OR b = ?", (mention, mention))
    store.write("DELETE FROM mention WHERE document = ?", (document_id,))
    for row in rows:
        body = dump(MENTION, row.body) if isinstance(row.body, Mention) else dump(COMMITMENT, row.body)
        store.write(
            "INSERT INTO mention(id, kind, document, known_from, known_to, body) VALUES(?, ?, ?, ?, ?, ?)",
            (row.body.id, row.kind, document_id, row.known_from, row.known_to, body),
        )
        store.write_many("INSERT INTO key(key, mention) VALUES(?, ?)", [(f"{row.kind}:{key}", row.body.id) for key in row.keys])
    return {component for _, component in old if component}


def drop_grounded(store: Store, document_id: str) -> set[str]:
    """Forget what one document says; return the components that it was part of."""
    store.write("DELETE FROM grounded WHERE document = ?", (document_id,))
    return put_mentions(store, document_id, ())


def grounded(store: Store, document_id: str) -> GroundedReading | None:
    """Return what a document says, grounded, or None where it is not read."""
    row = store.row("SELECT body FROM grounded WHERE document = ?", (document_id,))
    return GROUNDED.validate_json(row[0]) if row else None


def mention_ids(store: Store, document_id: str) -> list[str]:
    """Return the ids of a document's mentions and acts."""
    return [row[0] for row in store.rows("SELECT id FROM mention WHERE document = ? ORDER BY id", (document_id,))]


def mention_row(store: Store, identity: str) -> MentionRow | None:
    """Return one mention or act."""
    row = store.row("SELECT kind, known_from, known_to, body FROM mention WHERE id = ?", (identity,))
    if row is None:
        return None
    body = MENTION.validate_json(row[3]) if row[0] == "incident" else COMMITMENT.validate_json(row[3])
    return MentionRow(kind=row[0], known_from=row[1], known_to=row[2], body=body, keys=())


def candidates(store: Store, identity: str) -> list[str]:
    """Return the mentions that share a key with one, by id."""
    sql = "SELECT DISTINCT b.mention FROM key a JOIN key b ON a.key = b.key WHERE a.mention = ? AND b.mention <> ? ORDER BY 1"
    return [row[0] for row in store.rows(sql, (identity, identity))]


# ---------------------------------------------------------------- links and components


def put_link(store: Store, link: Link) -> None:
    """Keep a judgement on two mentions."""
    store.write(
        "INSERT OR REPLACE INTO pair(a, b, judgement, score, body) VALUES(?, ?, ?, ?, ?)",
        (link.a, link.b, link.judgement, link.score, dump(LINK, link)),
    )


def links_of(store: Store, identities: Iterable[str]) -> tuple[Link, ...]:
    """Return the judgements on pairs of which both are among the mentions."""
    wanted = set(identities)
    found: list[Link] = []
    for identity in sorted(wanted):
        for b, body in store.rows("SELECT b, body FROM pair WHERE a = ?", (identity,)):
            if b in wanted:
                found.append(LINK.validate_json(body))
    return tuple(sorted(found, key=lambda link: (link.a, link.b)))


def same_as(store: Store, identity: str) -> list[str]:
    """Return the mentions judged the same as one."""
    sql = "SELECT b FROM pair WHERE a = ? AND judgement = 'same' UNION SELECT a FROM pair WHERE b = ? AND judgement = 'same'"
    return [row[0] for row in store.rows(sql, (identity, identity))]


def component_members(store: Store, component: str) -> list[str]:
    """Return the mentions of a component."""
    return [row[0] for row in store.rows("SELECT id FROM mention WHERE component = ? ORDER BY id", (component,))]


def put_component(store: Store, component: str, members: Iterable[str]) -> None:
    """Say which component mentions belong to."""
    store.write_many("UPDATE mention SET component = ? WHERE id = ?", [(component, member) for member in members])


# ---------------------------------------------------------------- states and what was settled


def put_states(store: Store, component: str, kind: str, rows: Iterable[StateRow]) -> None:
    """Replace what the incidents or threads of a component are over time."""
    adapter = OBJECTS[kind]
    store.write("DELETE FROM state WHERE component = ?", (component,))
    store.write_many(
        "INSERT OR REPLACE INTO state(kind, id, known_from, known_to, component, body) VALUES(?, ?, ?, ?, ?, ?)",
        [(kind, row.id, row.known_from, row.known_to, component, dump(adapter, row.body)) for row in rows],
    )


def drop_states(store: Store, component: str) -> None:
    """Forget a component."""
    store.write("DELETE FROM state WHERE component = ?", (component,))


def states_at(store: Store, kind: str, at: int) -> tuple[Any, ...]:
    """Return the incidents or threads as they stood at an instant, by id, without the second layer."""
    sql = "SELECT body FROM state WHERE kind = ? AND known_from <= ? AND known_to > ? ORDER BY id"
    return tuple(OBJECTS[kind].validate_json(row[0]) for row in store.rows(sql, (kind, at, at)))


def state_holding(store: Store, identity: str, at: int) -> str | None:
    """Return the id of the incident or thread that holds a mention at an instant."""
    row = store.row("SELECT component FROM mention WHERE id = ?", (identity,))
    if row is None or row[0] is None:
        return None
    for kind, members in (("incidents", "mentions"), ("commitments", "acts")):
        sql = "SELECT body FROM state WHERE component = ? AND kind = ? AND known_from <= ? AND known_to > ?"
        for (body,) in store.rows(sql, (row[0], kind, at, at)):
            held = OBJECTS[kind].validate_json(body)
            if any(member.id == identity for member in getattr(held, members)):
                return str(held.id)
    return None


def settled(store: Store, seq: int | None = None) -> dict[str, dict[str, str]]:
    """Return, for each kind of object, the bodies that stood last (at a seq where one is given), by id."""
    found: dict[str, dict[str, str]] = {kind: {} for kind in OBJECTS}
    sql = (
        "SELECT s.kind, s.id, s.body FROM settled_at s JOIN (SELECT kind, id, max(seq) AS seq FROM settled_at WHERE seq <= ? GROUP BY kind, id) l "
        "ON s.kind = l.kind AND s.id = l.id AND s.seq = l.seq WHERE s.body IS NOT NULL ORDER BY s.kind, s.id"
    )
    for kind, identity, body in store.rows(sql, (seq if seq is not None else NOW,)):
        found[kind][identity] = body
    return found


def put_settled(store: Store, seq: int, changes: Mapping[str, Mapping[str, str | None]]) -> None:
    """Keep what one entry settled: for each kind and id its body, or None for what no longer stands."""
    store.write_many(
        "INSERT OR REPLACE INTO settled_at(kind, id, seq, body) VALUES(?, ?, ?, ?)",
        [(kind, identity, seq, body) for kind, bodies in sorted(changes.items()) for identity, body in sorted(bodies.items())],
    )


# ---------------------------------------------------------------- progress


def progress(store: Store, key: str) -> str | None:
    """Return how far the derived layer has come."""
    row = store.row("SELECT value FROM progress WHERE key = ?", (key,))
    return row[0] if row else None


def put_progress(store: Store, key: str, value: str) -> None:
    """Say how far the derived layer has come."""
    store.write("INSERT OR REPLACE INTO progress(key, value) VALUES(?, ?)", (key, value))
