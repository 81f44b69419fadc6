"""The tables: the given layer (the chain, its payloads, the preserved bytes) and the derived layer, which can be made again."""

LAYOUT = "1"  # raised when a table changes so that older programs cannot read it

GIVEN = """
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE entry(
  seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL,
  payload_hash TEXT NOT NULL UNIQUE, previous TEXT NOT NULL UNIQUE, hash TEXT NOT NULL UNIQUE) STRICT;
CREATE INDEX entry_kind ON entry(kind, subject, seq);
CREATE TABLE payload(hash TEXT PRIMARY KEY, salt BLOB NOT NULL, bytes BLOB) STRICT;
CREATE TABLE blob(hash TEXT PRIMARY KEY, bytes BLOB, masked TEXT) STRICT;
CREATE TABLE natural_key(key TEXT PRIMARY KEY, seq INTEGER NOT NULL) STRICT;

CREATE TRIGGER entry_is_never_changed BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'the chain is append-only'); END;
CREATE TRIGGER entry_is_never_deleted BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'the chain is append-only'); END;
CREATE TRIGGER payload_is_only_emptied BEFORE UPDATE ON payload
  WHEN NEW.bytes IS NOT NULL OR NEW.hash IS NOT OLD.hash OR NEW.salt IS NOT OLD.salt
  BEGIN SELECT RAISE(ABORT, 'a payload can only be emptied, by redaction'); END;
CREATE TRIGGER payload_is_never_deleted BEFORE DELETE ON payload BEGIN SELECT RAISE(ABORT, 'payloads are kept'); END;
CREATE TRIGGER blob_is_only_masked BEFORE UPDATE ON blob WHEN NEW.masked IS NULL OR NEW.hash IS NOT OLD.hash
  BEGIN SELECT RAISE(ABORT, 'preserved bytes can only be masked, by redaction'); END;
CREATE TRIGGER blob_is_never_deleted BEFORE DELETE ON blob BEGIN SELECT RAISE(ABORT, 'preserved bytes are kept'); END;
"""

# What the record said at every time; laid out too in records that were made before it
SAID = """
CREATE TABLE IF NOT EXISTS said(
  number INTEGER PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL, known_from INTEGER NOT NULL, known_to INTEGER NOT NULL, shown TEXT NOT NULL,
  rank TEXT NOT NULL, listed INTEGER NOT NULL, codes TEXT NOT NULL, body TEXT NOT NULL, UNIQUE(kind, id, known_from)) STRICT;
CREATE INDEX IF NOT EXISTS said_rank ON said(kind, rank, known_from, known_to, listed, codes);
CREATE INDEX IF NOT EXISTS said_shown ON said(kind, shown);
CREATE TABLE IF NOT EXISTS said_from(input TEXT PRIMARY KEY, known_from INTEGER NOT NULL, known_to INTEGER NOT NULL, hash TEXT NOT NULL) STRICT, WITHOUT ROWID;
"""

# Instants are microseconds since 1970 UTC. known_from = NOW for what has no date: it is in the present and in no past.
DERIVED = (
    """
CREATE TABLE document_now(
  id TEXT PRIMARY KEY, seq INTEGER NOT NULL, source_key TEXT NOT NULL, name TEXT NOT NULL, given_id TEXT, url TEXT, outlet TEXT,
  outlet_country TEXT, published TEXT, precision TEXT, not_after INTEGER, modified TEXT, language TEXT NOT NULL, parts TEXT NOT NULL,
  text_hash TEXT NOT NULL, title_hash TEXT, known_from INTEGER NOT NULL, known_to INTEGER NOT NULL, copy_of TEXT) STRICT;
CREATE INDEX document_source ON document_now(source_key);
CREATE INDEX document_name ON document_now(name);
CREATE TABLE signature(document TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;
CREATE TABLE band(band TEXT NOT NULL, document TEXT NOT NULL, PRIMARY KEY(band, document)) STRICT, WITHOUT ROWID;
CREATE TABLE near_copy(a TEXT NOT NULL, b TEXT NOT NULL, similarity REAL NOT NULL, PRIMARY KEY(a, b)) STRICT, WITHOUT ROWID;
CREATE INDEX near_copy_b ON near_copy(b);
CREATE TABLE grounded(document TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;
CREATE TABLE mention(
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, document TEXT NOT NULL, component TEXT,
  known_from INTEGER NOT NULL, known_to INTEGER NOT NULL, body TEXT NOT NULL) STRICT;
CREATE INDEX mention_document ON mention(document);
CREATE INDEX mention_component ON mention(component);
CREATE TABLE key(key TEXT NOT NULL, mention TEXT NOT NULL, PRIMARY KEY(key, mention)) STRICT, WITHOUT ROWID;
CREATE INDEX key_mention ON key(mention);
CREATE TABLE pair(
  a TEXT NOT NULL, b TEXT NOT NULL, judgement TEXT NOT NULL, score REAL NOT NULL, body TEXT NOT NULL, PRIMARY KEY(a, b)) STRICT, WITHOUT ROWID;
CREATE INDEX pair_b ON pair(b);
CREATE TABLE state(
  kind TEXT NOT NULL, id TEXT NOT NULL, known_from INTEGER NOT NULL, known_to INTEGER NOT NULL, component TEXT NOT NULL,
  body TEXT NOT NULL, PRIMARY KEY(kind, id, known_from)) STRICT, WITHOUT ROWID;
CREATE INDEX state_component ON state(component);
CREATE INDEX state_known ON state(kind, known_from, known_to);
CREATE TABLE settled_at(kind TEXT NOT NULL, id TEXT NOT NULL, seq INTEGER NOT NULL, body TEXT, PRIMARY KEY(kind, id, seq)) STRICT, WITHOUT ROWID;
CREATE TABLE progress(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE VIRTUAL TABLE text_fts USING fts5(title, text, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 2");
"""
    + SAID
)

DERIVED_TABLES = (
    "document_now",
    "signature",
    "band",
    "near_copy",
    "grounded",
    "mention",
    "key",
    "pair",
    "state",
    "settled_at",
    "said",
    "said_from",
    "progress",
    "text_fts",
)
