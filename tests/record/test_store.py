"""The store keeps everything once, in a chain that cannot be changed unseen."""

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from montjoie.errors import InputError, NotInRecord, RecordBusy, RecordError, RecordVersion
from montjoie.record.backup import backup, restore
from montjoie.record.given import (
    Decision,
    decisions,
    keep_decision,
    keep_document,
    keep_reading,
    keep_refusal,
    refusals,
    stored_document,
    stored_readings,
)
from montjoie.record.redact import redact, scrub
from montjoie.record.store import Store, open_store
from montjoie.record.verify import verify
from montjoie.schema import ClaimRead, Document, Figure, IncidentRead, Published, Reading, Refusal, Span

TEXT = "Three people died when the market was shelled, said Olena Vigadana, who sells fish there."


def a_document(number: int = 1, text: str = TEXT) -> Document:
    noon = datetime(2022, 3, number, 12, tzinfo=UTC)
    return Document(
        id=f"document-{number}", source_key=f"id:{number}", given_id=str(number), text=text, title="A market shelled", raw=text.encode(),
        published=Published(at=noon.isoformat(), precision="second", not_after=noon), language="en", origin=f"in/{number}.txt",
    )  # fmt: skip


def a_reading(document: Document) -> Reading:
    start = document.text.index("shelled")
    figure = Figure(span=Span(start=0, end=12), kind="killed", low=3, high=3, unit=Span(start=6, end=12))
    claim = ClaimRead(item="c1", source=Span(start=52, end=66), kind="states", content=(Span(start=0, end=45),), who="the fish seller")
    incident = IncidentRead(item="i1", type="shelling", reality="actual", triggers=(Span(start=start, end=start + 7),), toll=(figure,))
    return Reading(document=document.id, maker="given", incidents=(incident,), claims=(claim,))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.record"


def filled(path: Path, documents: int = 3) -> Store:
    store = open_store(path, create=True)
    store.begin_run("run", {"version": "test"})
    for number in range(1, documents + 1):
        document = a_document(number)
        keep_document(store, document)
        keep_reading(store, a_reading(document), document.text)
    return store


def test_what_is_kept_comes_back_as_it_was(path: Path) -> None:
    with filled(path) as store:
        entry = next(store.entries(kind="document"))
        document = stored_document(store, entry.seq)
        assert (document.text, document.title, document.published, document.given_id) == (
            TEXT,
            "A market shelled",
            a_document().published,
            "1",
        )
        assert list(stored_readings(store, document.id)) == [a_reading(a_document())]


def test_the_same_again_appends_nothing(path: Path) -> None:
    with filled(path) as store:
        head = store.head()
        store.begin_run("run", {"version": "test"})
        assert not keep_document(store, a_document())
        assert not keep_reading(store, a_reading(a_document()), TEXT)
        assert store.head() == head


def test_a_run_that_does_something_is_named_first(path: Path) -> None:
    with filled(path, 1) as store:
        assert [entry.kind for entry in store.entries()] == ["run", "capture", "document", "reading"]


def test_a_payload_holds_no_word_of_a_text(path: Path) -> None:
    with filled(path) as store:
        for entry in store.entries():
            told = str(store.payload(entry))
            assert not any(word in told for word in ("market", "Olena", "fish", "people died", "in/1.txt")), entry.kind


def test_a_correction_of_the_metadata_is_a_new_entry(path: Path) -> None:
    with filled(path, 1) as store:
        corrected = Document(**{**{n: getattr(a_document(), n) for n in Document.__slots__}, "outlet": "Northern Desk"})
        assert keep_document(store, corrected)
        assert [e.subject for e in store.entries(kind="document")] == ["document-1", "document-1"]


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE entry SET kind = 'x' WHERE seq = 2",
        "DELETE FROM entry WHERE seq = 2",
        "UPDATE payload SET bytes = x'00'",
        "DELETE FROM payload",
        "UPDATE blob SET bytes = x'00'",
        "DELETE FROM blob",
    ],
)
def test_plain_sql_cannot_change_what_is_kept(path: Path, sql: str) -> None:
    filled(path).close()
    connection = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute(sql)
    connection.close()


TAMPERING = {
    "a field changed": "UPDATE entry SET at = at + 1 WHERE seq = 3",
    "an entry taken out": "DELETE FROM entry WHERE seq = 3",
    "two entries swapped": "UPDATE entry SET seq = CASE seq WHEN 3 THEN -1 ELSE seq END; UPDATE entry SET seq = 3 WHERE seq = 4; UPDATE entry SET seq = 4 WHERE seq = -1",
    "a payload changed": "UPDATE payload SET salt = x'00' WHERE hash = (SELECT payload_hash FROM entry WHERE seq = 4)",
    "a payload emptied without a redaction": "UPDATE payload SET bytes = NULL WHERE hash = (SELECT payload_hash FROM entry WHERE seq = 4)",
    "a payload taken out": "DELETE FROM payload WHERE hash = (SELECT payload_hash FROM entry WHERE seq = 4)",
    "a text changed": "UPDATE blob SET bytes = (SELECT bytes FROM blob LIMIT 1 OFFSET 2) WHERE hash = (SELECT hash FROM blob LIMIT 1 OFFSET 1)",
    "a text masked without a redaction": "UPDATE blob SET bytes = NULL, masked = 'masked' WHERE hash = (SELECT hash FROM blob LIMIT 1)",
    "the tail cut off": "DELETE FROM entry WHERE seq > 7",
}  # fmt: skip


@pytest.mark.parametrize("sql", TAMPERING.values(), ids=TAMPERING.keys())
def test_verify_finds_what_was_changed_behind_the_triggers(path: Path, sql: str) -> None:
    filled(path).close()
    with open_store(path) as store:
        assert verify(store).faults == ()
    connection = sqlite3.connect(path)
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    connection.executescript(sql)
    connection.commit()
    connection.close()
    with open_store(path) as store:
        assert verify(store).faults


def test_a_tail_cut_with_all_its_traces_is_found_against_the_head(path: Path) -> None:
    with filled(path) as store:
        head = store.head()
    connection = sqlite3.connect(path)
    connection.executescript("DROP TRIGGER entry_is_never_deleted; DELETE FROM entry WHERE seq > 7; DELETE FROM natural_key WHERE seq > 7")
    connection.close()
    with open_store(path) as store:
        assert verify(store).faults == ()
        assert head is not None
        assert "not in the chain" in verify(store, head=head.hash).faults[0]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(1, 8), st.sampled_from(["at", "kind", "subject", "previous", "hash", "payload_hash"]), st.integers(0, 10**6))
def test_any_change_of_any_field_of_any_entry_is_found(tmp_path: Path, seq: int, column: str, value: int) -> None:
    path = tmp_path / f"{seq}{column}{value}.record"
    filled(path).close()
    connection = sqlite3.connect(path)
    connection.executescript("DROP TRIGGER entry_is_never_changed; PRAGMA ignore_check_constraints = 1")
    new = value if column == "at" else f"{value:064x}"
    connection.execute(f"UPDATE entry SET {column} = ? WHERE seq = ?", (new, seq))
    connection.commit()
    connection.close()
    with open_store(path) as store:
        assert verify(store).faults
    path.unlink()


def test_a_reading_whose_words_changed_is_found(path: Path) -> None:
    document = a_document()
    with open_store(path, create=True) as store:
        keep_document(store, document)
        with store.transaction():
            reading = {
                "document": document.id,
                "maker": "given",
                "incidents": [{"item": "i1", "type": "war", "reality": "actual", "triggers": [{"start": 0, "end": 5}]}],
            }
            store.append("reading", document.id, {"reading": reading, "text": "", "quotes": "not these words"})
        assert any("quotes" in fault for fault in verify(store).faults)


def test_one_process_writes_at_a_time(path: Path) -> None:
    with filled(path) as store, open_store(path) as other:
        store.lock()
        with pytest.raises(RecordBusy, match="another montjoie is writing"):
            other.lock()
        assert verify(other).faults == ()  # reading goes on


def test_a_file_that_is_no_record_is_named(tmp_path: Path) -> None:
    plain = tmp_path / "plain.record"
    plain.write_text("this is not a database, but a text of some length " * 30)
    with pytest.raises(RecordVersion, match="not a Montjoie record"):
        open_store(plain)
    sqlite3.connect(tmp_path / "other.db").execute("CREATE TABLE t(a)").connection.close()
    with pytest.raises(RecordVersion, match="no Montjoie record"):
        open_store(tmp_path / "other.db")


def test_a_record_of_another_layout_is_refused_and_left_alone(path: Path) -> None:
    filled(path).close()
    connection = sqlite3.connect(path)
    connection.execute("UPDATE meta SET value = '99'")
    connection.commit()
    connection.close()
    with pytest.raises(RecordVersion, match="layout 99"):
        open_store(path)


def test_a_missing_record_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="montjoie run"):
        open_store(tmp_path / "none.record")


def test_a_full_disk_is_told_and_nothing_stored_is_lost(path: Path) -> None:
    filled(path).close()
    with open_store(path) as store:
        pages = store.row("PRAGMA page_count")
        assert pages is not None
        store.write(f"PRAGMA max_page_count = {pages[0]}")
        with pytest.raises(RecordError, match="is full; free some space"):
            keep_document(store, a_document(9, "a text that has never been seen " * 5_000 + str(list(range(20_000)))))
        store.write("PRAGMA max_page_count = 1000000")
        assert verify(store).faults == ()
        assert len(list(store.entries(kind="document"))) == 3


def test_refusals_are_kept_once_with_their_words(path: Path) -> None:
    refusal = Refusal(subject="in/x.txt", stage="collect", code="empty", detail="in/x.txt is empty; give a file with text")
    with open_store(path, create=True) as store:
        assert keep_refusal(store, refusal)
        assert not keep_refusal(store, refusal)
        assert [found for _, found in refusals(store)] == [refusal]


def test_an_undone_decision_is_kept_and_has_no_effect(path: Path) -> None:
    with filled(path) as store:
        first = keep_decision(
            store, Decision(id="", what="reject", who="ana", why="a rumour", anchors=(("document-1", 3, 9),), kind="incident")
        )
        undo = keep_decision(
            store, Decision(id="", what="undo", who="ana", why="it was none", anchors=(("document-1", 3, 9),), undoes=first)
        )
        assert [d.id for d in decisions(store)] == []
        assert [d.id for d in decisions(store, in_force=False)] == [first, undo]
        keep_decision(store, Decision(id="", what="undo", who="ana", why="it was one after all", anchors=(), undoes=undo))
        assert [d.id for d in decisions(store)] == [first]


def test_a_redaction_takes_the_words_out_of_the_file_and_verify_passes(path: Path) -> None:
    with filled(path) as store:
        with store.transaction():
            done = redact(store, "olena  vigadana", who="ana", why="a private person")
            store.drop_derived()
        scrub(store)
        assert done.occurrences == 3
        assert verify(store).faults == ()
        texts = [stored_document(store, entry.seq).text for entry in store.entries(kind="document")]
        assert all(len(text) == len(TEXT) and "██████" in text for text in texts)
    for file in path.parent.iterdir():
        assert b"Vigadana" not in file.read_bytes()
    with open_store(path) as store:
        assert not any("Vigadana" in str(store.payload(entry)) for entry in store.entries())
        assert not any(b"Vigadana" in store.kept(row[0]) for row in store.rows("SELECT hash FROM blob"))


@pytest.mark.parametrize(
    ("words", "why", "error"),
    [("Ol", "x", InputError), ("Olena Vigadana", "Olena Vigadana asked", InputError), ("Nobody Here", "x", NotInRecord)],
)
def test_a_redaction_that_cannot_be_done_is_refused(path: Path, words: str, why: str, error: type[Exception]) -> None:
    with filled(path) as store:
        head = store.head()
        with pytest.raises(error), store.transaction():
            redact(store, words, who="ana", why=why)
        assert store.head() == head


def test_a_backup_is_the_record_and_comes_back(path: Path, tmp_path: Path) -> None:
    with filled(path) as store:
        head = store.head()
        assert head is not None
        assert backup(store, tmp_path / "copy.record") == head.hash
        with pytest.raises(InputError, match="is there already"):
            backup(store, tmp_path / "copy.record")
        keep_document(store, a_document(8))
    with pytest.raises(InputError, match="--replace"):
        restore(tmp_path / "copy.record", path)
    assert restore(tmp_path / "copy.record", path, replace=True) == head.hash
    with open_store(path) as store:
        assert verify(store, head=head.hash).faults == ()
        assert store.head() == head


def test_the_clock_of_the_record_never_goes_back(path: Path) -> None:
    times = iter(
        [datetime(2024, 1, 2, tzinfo=UTC), datetime(2024, 1, 1, tzinfo=UTC)]
        + [datetime(2024, 1, 3, tzinfo=UTC) + timedelta(hours=n) for n in range(9)]
    )
    with open_store(path, create=True, clock=lambda: next(times)) as store:
        for number in (1, 2):
            keep_document(store, a_document(number))
        stamps = [entry.at for entry in store.entries()]
        assert stamps == sorted(stamps)
