"""The command line, as scripts and people use it."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import SAMPLE
from jsonschema import Draft202012Validator

from montjoie import asking, exporting, pipeline
from montjoie.errors import RecordReadOnly
from montjoie.record.store import open_store
from montjoie.record.verify import verify
from montjoie.settings import Settings

REPO = Path(__file__).parents[1]
STRIKE = "A missile strike hit a power station in Kharkiv overnight, killing at least three workers, the regional governor said. “They struck on purpose,” he said."


def montjoie(*arguments: str | Path, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "montjoie", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "COLUMNS": "100", **(env or {})})


@pytest.fixture
def record(tmp_path: Path) -> Path:
    return tmp_path / "r.record"


def test_help_is_quick() -> None:
    best = min(_timed("--help") for _ in range(5))
    nothing = min(_timed_python() for _ in range(5))
    assert best < 12 * nothing + 0.1  # a ratio within one run: the interpreter alone is about 15 ms


def _timed(*arguments: str) -> float:
    begun = time.perf_counter()
    assert montjoie(*arguments).returncode == 0
    return time.perf_counter() - begun


def _timed_python() -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", "pass"], check=True)
    return time.perf_counter() - begun


def test_help_imports_nothing_heavy() -> None:
    code = "import sys, montjoie.cli; print([m for m in ('numpy', 'apsw', 'pydantic', 'trafilatura', 'pysbd', 'py3langid') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_a_folder_without_readings_is_read_by_the_model(record: Path, write_article: Callable[..., Path]) -> None:
    path = write_article("a", STRIKE)
    done = montjoie("run", path.parent, "--record", record)
    assert "1 new readings" in done.stderr
    shown = json.loads(montjoie("show", "documents", "--record", record, "--json").stdout)
    assert (shown[0]["id"], shown[0]["read"]) == ("a", True)
    again = montjoie("run", path.parent, "--record", record)
    assert "0 new readings" in again.stderr
    assert again.stderr.split("head")[1:2] == done.stderr.split("head")[1:2]


def test_files_are_read_without_a_record(tmp_path: Path, write_article: Callable[..., Path]) -> None:
    path = write_article("a", STRIKE)
    out = tmp_path / "out"
    done = montjoie("read", path, "--json", out)
    assert done.returncode == 0, done.stderr
    made = json.loads((out / "a.json").read_text(encoding="utf-8"))
    assert made["doc"] == "a"
    assert list(Draft202012Validator(_schema("reading")).iter_errors(made)) == []
    assert made["incidents"][0]["type"] == "air_strike"


def test_with_given_readings_only_a_folder_is_kept_and_not_read(record: Path, write_article: Callable[..., Path]) -> None:
    path = write_article("a", "Shelling hit the market in Kherson on Monday, the governor said, and three people died there.")
    done = montjoie("run", path.parent, "--record", record, "--given-only")
    assert done.returncode == 0, done.stderr
    assert "1 kept, not read" in done.stderr
    shown = json.loads(montjoie("show", "documents", "--record", record, "--json").stdout)
    assert shown[0]["id"] == "a"
    assert "not read yet" in shown[0]["read"]
    assert "Shelling hit the market" in montjoie("find", "market", "--record", record).stdout


def test_another_language_is_kept_with_the_reason_and_found(record: Path, write_article: Callable[..., Path]) -> None:
    write_article("uk", "Унаслідок обстрілу ринку в Херсоні загинули троє людей, повідомив у понеділок голова обласної адміністрації.")
    assert montjoie("run", record.parent / "in", "--record", record).returncode == 0
    shown = json.loads(montjoie("show", "documents", "--record", record, "--json").stdout)
    assert "another language (uk)" in shown[0]["read"]
    assert montjoie("find", "обстрілу", "--record", record).returncode == 0
    assert "another language" in " ".join(montjoie("show", "refusals", "--record", record).stdout.split())


def test_acknowledgements_are_lines_for_programs(record: Path) -> None:
    done = montjoie("run", SAMPLE / "reports", "--readings", SAMPLE / "readings", "--record", record, "--json")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(lines) == 24
    assert all(line["new"] for line in lines[:-1])
    assert lines[-1]["done"]["documents"] == 23


@pytest.mark.parametrize("what", ["incidents", "claims", "commitments", "disagreements", "ledger", "documents", "decisions", "refusals"])
@pytest.mark.parametrize("width", ["80", "200"])
def test_every_list_fits_the_terminal(sample_record: Path, what: str, width: str) -> None:
    done = montjoie("show", what, "--record", sample_record, env={"COLUMNS": width})
    assert done.returncode == 0, done.stderr
    assert max(map(len, done.stdout.splitlines())) <= int(width)


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        ([], "as reported until now"),
        (["--as-known-at", "2022-03-09T20:00+02:00"], "as reported by 2022-03-09 18:00:00 UTC"),
        (["--as-known-at", "2022-03-09"], "1 undated document is left out"),
        (["--as-recorded-at", "2"], "as recorded at entry 2"),
    ],
)
def test_the_heading_names_the_clock(sample_record: Path, arguments: list[str], wanted: str) -> None:
    assert wanted in " ".join(montjoie("show", "incidents", "--record", sample_record, *arguments).stdout.split())


def test_the_past_knows_less(sample_record: Path) -> None:
    now = json.loads(montjoie("show", "incidents", "--all", "--record", sample_record, "--json").stdout)
    then = json.loads(montjoie("show", "incidents", "--all", "--record", sample_record, "--json", "--as-known-at", "2022-03-07").stdout)
    assert 0 < len(then) < len(now)
    assert {incident["id"] for incident in then} <= {mention["mention"] for incident in now for mention in incident["mentions"]}
    assert all(mention["known"] <= "2022-03-08" for incident in then for mention in incident["mentions"])


def test_a_toll_is_what_had_been_told_by_then(sample_record: Path) -> None:
    def killed(at: str) -> list[int | None]:
        shown = json.loads(
            montjoie(
                "show", "incidents", "--type", "air_strike", "--place", "Mariupol", "--record", sample_record, "--json", "--as-known-at", at
            ).stdout
        )
        return [
            incident["toll"]["killed"]["high"]
            for incident in shown
            if incident["time"]["start"] == "2022-03-09" and "killed" in incident["toll"]
        ]

    assert killed("2022-03-09T20:00+02:00") == [17]  # the first version, later corrected by its outlet
    assert killed("2022-03-09T23:59+02:00") == [0]
    assert killed("2022-03-10T18:00+02:00") == [3]


def test_filters_narrow_a_list(sample_record: Path) -> None:
    def count(*arguments: str) -> int:
        return len(json.loads(montjoie("show", *arguments, "--record", sample_record, "--json").stdout))

    everything = count("incidents", "--all")
    assert 0 < count("incidents", "--all", "--since", "2022-03-09", "--until", "2022-03-09") < everything
    assert 0 < count("incidents", "--all", "--place", "volnovakha") < everything
    assert 0 < count("claims", "--actor", "Vereshchuk") < count("claims")
    assert 0 < count("claims", "--type", "denies") < count("claims")
    assert 0 < count("commitments", "--known-since", "2022-03-09") < count("commitments")


def test_a_private_person_is_not_named_in_any_list_or_export(sample_record: Path) -> None:
    outputs = [
        montjoie("show", what, "--record", sample_record, env={"COLUMNS": "200"}).stdout
        for what in ("claims", "incidents", "disagreements")
    ]
    outputs += [montjoie("export", "--to", to, "--record", sample_record).stdout for to in ("json", "csv")]
    assert all("Vymyshlena" not in output for output in outputs)
    assert "a private person" in outputs[0]


def test_exports_are_whole_and_the_same(sample_record: Path, tmp_path: Path) -> None:
    first = montjoie("export", "--to", "json", "--record", sample_record, "--out", tmp_path / "a.json")
    second = montjoie("export", "--to", "json", "--record", sample_record, "--out", tmp_path / "b.json")
    assert "sha256" in first.stderr
    assert "head" in first.stderr
    assert second.returncode == 0
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()
    assert montjoie("export", "--to", "json", "--record", sample_record, "--out", tmp_path / "no" / "c.json").returncode == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.json", "a.json.loss.json", "b.json", "b.json.loss.json"]


def test_the_sheet_has_a_row_for_each_codeable_incident(sample_record: Path) -> None:
    import csv

    rows = list(csv.DictReader(montjoie("export", "--to", "csv", "--record", sample_record).stdout.splitlines()))
    codeable = [i for i in json.loads(montjoie("export", "--to", "json", "--record", sample_record).stdout)["incidents"] if i["codeable"]]
    assert len(rows) == len(codeable) > 5
    hospital = next(row for row in rows if row["type"] == "air_strike" and row["killed_high"])
    assert (hospital["date_start"], hospital["place"], hospital["country"], hospital["where_prec"]) == ("2022-03-09", "Mariupol", "UA", "1")
    assert "says" in hospital["actors"]


def test_export_and_readings_fit_their_schemas(sample_record: Path) -> None:
    export = json.loads(montjoie("export", "--to", "json", "--record", sample_record).stdout)
    assert list(Draft202012Validator(_schema("export")).iter_errors(export)) == []
    for path in sorted((SAMPLE / "readings").glob("*.json")):
        assert list(Draft202012Validator(_schema("reading")).iter_errors(json.loads(path.read_text(encoding="utf-8")))) == [], path


@pytest.mark.parametrize("what", ["reading", "export"])
def test_the_committed_schema_is_the_programs_own(what: str) -> None:
    assert json.loads(montjoie("schema", what).stdout) == _schema(what)


@pytest.mark.parametrize("what", ["reading", "export"])
def test_the_schema_only_grows(what: str) -> None:
    """The fields of version 0.1 are all still there."""
    first = json.loads((REPO / "tests" / "schema_fields.json").read_text(encoding="utf-8"))[what]
    now = {name: set(shape.get("properties", {})) for name, shape in _schema(what)["$defs"].items()}
    now[""] = set(_schema(what)["properties"])
    for name, fields in first.items():
        assert set(fields) <= now[name], f"{what} {name} lost {set(fields) - now[name]}"


def _schema(what: str) -> dict[str, object] | object:
    return json.loads((REPO / "docs" / "reference" / "schema" / f"{what}.schema.json").read_text(encoding="utf-8"))


# ---------------------------------------------------------------- bad input: one clear sentence, and the rest goes on


def test_what_cannot_be_read_is_named_and_the_rest_goes_on(record: Path, write_article: Callable[..., Path]) -> None:
    folder = write_article("good", "A convoy reached the town in the evening, the mayor said, and nobody was hurt on the way.").parent
    (folder / "empty.txt").write_text("")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 20)
    (folder / "latin.txt").write_bytes("Le maire a déclaré que le convoi était arrivé".encode("latin-1"))
    (folder / "columns.csv").write_text("a,b\n1,2\n")
    (folder / "date.json").write_text(
        json.dumps({"id": "d", "text": "Nothing was heard in the town all night, they said.", "published": "the day after"})
    )
    done = montjoie("run", folder, "--record", record)
    assert done.returncode == 1
    for name in ("empty.txt", "binary.txt", "latin.txt", "columns.csv", "date.json"):
        assert name in done.stderr
    assert "Traceback" not in done.stderr
    shown = {
        row["subject"].split("/")[-1].split(":")[0] for row in json.loads(montjoie("show", "refusals", "--record", record, "--json").stdout)
    }
    assert {"empty.txt", "binary.txt", "latin.txt", "columns.csv"} <= shown
    assert {row["id"] for row in json.loads(montjoie("show", "documents", "--record", record, "--json").stdout)} == {"good", "d"}


@pytest.mark.parametrize(
    ("reading", "wanted"),
    [
        (
            '{"doc": "a", "incidents": [{"id": "i1", "type": "shelling", "trigger": [{"q": "bombardment"}]}]}',
            "'bombardment' is not in the text",
        ),
        ('{"doc": "a", "incidents": [{"id": "i1", "type": "earthquake", "trigger": [{"q": "shelled"}]}]}', "incidents.0.type"),
        (
            '{"doc": "a", "claims": [{"id": "c1", "source": {"q": "mayor"}, "kind": "states", "content": [{"q": "shelled"}], "about": ["i9"]}]}',
            "i9",
        ),
        ('{"doc": "nobody"}', "neither in the input nor in the record"),
        ("{not json", "is not JSON"),
        ('{"doc": "a", "incidents": [{"id": "i1", "type": "clash", "trigger": [{"q": "shelled", "s": 3, "e": 9}]}]}', "characters 3 to 9"),
    ],
)
def test_a_reading_that_does_not_fit_is_refused_by_name(
    record: Path, write_article: Callable[..., Path], reading: str, wanted: str
) -> None:
    path = write_article("a", "The town was shelled, the mayor said.")
    (record.parent / "readings").mkdir()
    (record.parent / "readings" / "a.json").write_text(reading)
    done = montjoie("run", path, "--readings", record.parent / "readings", "--record", record)
    assert done.returncode == 1
    assert "a.json" in done.stderr
    assert wanted in done.stderr
    assert montjoie("verify", "--record", record).returncode == 0


@pytest.mark.parametrize(
    ("arguments", "code", "wanted"),
    [
        (["show", "incidents", "--record", "none.record"], 3, "there is no record"),
        (["run", "no-such-folder", "--record", "r.record"], 1, "no-such-folder"),
        (["run", "in", "--readings", "no-such-folder", "--record", "r.record"], 2, "no such file or folder"),
        (["run", "in", "--gazetteer", "bad.csv", "--record", "r.record"], 2, "bad.csv"),
        (["run", "in", "--record", "."], 3, "is a folder"),
        (["run", "in", "--column", "text", "--record", "r.record"], 2, "FIELD=COLUMN"),
        (["export", "--to", "xml", "--record", "r.record"], 2, "xml"),
        (["run"], 2, "Missing argument"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_a_code(
    tmp_path: Path, write_article: Callable[..., Path], arguments: list[str], code: int, wanted: str
) -> None:
    write_article("a", "The town was shelled, the mayor said.")
    (tmp_path / "bad.csv").write_text("name,lat\nX,1\n")
    command = [sys.executable, "-m", "montjoie", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path, env={**os.environ, "COLUMNS": "200"})
    assert (done.returncode, wanted in done.stderr) == (code, True), done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        (["show", "incidents", "--as-known-at", "yesterday"], "is not a time"),
        (["show", "incidents", "--as-known-at", "2022-03-09", "--as-recorded-at", "3"], "two clocks"),
        (["show", "incident", "mention-000000000000000000000000"], "nothing in the record has the id"),
        (["show", "weather"], "there is no list of weather"),
        (["decide", "reject", "mention-000000000000000000000000", "--why", "x"], "nothing in the record has the id"),
        (["decide", "add", "sample-01", "--words", "no such words", "--why", "x"], "copy the words from the text"),
        (["decide", "add", "sample-01"], "needs its reason"),
        (["redact", "Nobody Anywhere", "--why", "x"], "is nowhere in the record"),
    ],
)
def test_what_the_record_cannot_answer_is_said(copy_of_sample: Path, arguments: list[str], wanted: str) -> None:
    done = montjoie(*arguments, "--record", copy_of_sample)
    assert (done.returncode, wanted in " ".join(done.stderr.split())) == (2, True), done.stderr


def test_a_read_only_record_can_be_asked_and_exported(copy_of_sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_store(copy_of_sample) as store:
        store.write("PRAGMA wal_checkpoint(TRUNCATE)")
    for left in copy_of_sample.parent.glob("copy.record-*"):
        left.unlink()
    before = copy_of_sample.read_bytes()
    monkeypatch.setattr("montjoie.record.store.os.access", lambda _path, mode: mode != os.W_OK)
    with pipeline.open_to_read(copy_of_sample) as store:
        assert asking.answer(store, "incidents", None, asking.Filters(), as_known_at=None, as_recorded_at=None).objects
        assert not exporting.log(store, exporting.export(store, "csv", out=None, as_known_at="2022-03-09", as_recorded_at=None))
        assert verify(store).faults == ()
    with pytest.raises(RecordReadOnly, match="change its permissions"):
        pipeline.run(Settings(record=copy_of_sample, paths=(SAMPLE / "reports",)))
    assert copy_of_sample.read_bytes() == before
    assert [path.name for path in copy_of_sample.parent.iterdir()] == ["copy.record"]


def test_decisions_correct_the_record_and_can_be_undone(copy_of_sample: Path) -> None:
    def incidents() -> dict[str, dict[str, object]]:
        return {i["id"]: i for i in json.loads(montjoie("export", "--to", "json", "--record", copy_of_sample).stdout)["incidents"]}

    before = incidents()
    chosen = next(i for i in before.values() if i["codeable"] and i["type"] == "air_strike")
    identity = str(chosen["id"])
    settled = montjoie("decide", "set", identity, "type=bombing", "--why", "fragments of a mine", "--by", "ana", "--record", copy_of_sample)
    assert settled.returncode == 0, settled.stderr
    decision = settled.stdout.strip()
    assert incidents()[identity]["type"] == "bombing"
    assert incidents()[identity]["reviewed_by"] == [decision]
    assert "machine, unreviewed" not in montjoie("show", "incident", identity, "--record", copy_of_sample).stdout
    assert montjoie("decide", "undo", decision, "--why", "wrong photograph", "--record", copy_of_sample).returncode == 0
    assert incidents() == before
    assert montjoie("decide", "reject", identity, "--why", "a drill", "--record", copy_of_sample).returncode == 0
    assert identity not in incidents()
    gone = montjoie("show", "incident", identity, "--record", copy_of_sample)
    assert "no longer stands" in gone.stderr
    assert montjoie("verify", "--record", copy_of_sample).returncode == 0


def test_words_that_were_missed_are_added_by_hand(record: Path, write_article: Callable[..., Path]) -> None:
    write_article("a", "KHERSON. The market of Kherson was shelled on Friday, the governor said. Three people died there.")
    montjoie("run", record.parent / "in", "--given-only", "--record", record)
    added = montjoie(
        "decide",
        "add",
        "a",
        "--words",
        "shelled",
        "type=shelling",
        "place=Kherson",
        "time=on Friday",
        "--why",
        "not read",
        "--record",
        record,
    )
    assert added.returncode == 0, added.stderr
    figure = [
        "decide",
        "add",
        "a",
        "--words",
        "Three people",
        "--as",
        "figure",
        "of=shelled",
        "kind=killed",
        "low=3",
        "high=3",
        "--why",
        "not read",
    ]
    assert montjoie(*figure, "--record", record).returncode == 0
    claim = [
        "decide",
        "add",
        "a",
        "--words",
        "was shelled on Friday",
        "--as",
        "claim",
        "source=the governor",
        "kind=states",
        "about=shelled",
        "--why",
        "not read",
    ]
    assert montjoie(*claim, "--record", record).returncode == 0
    export = json.loads(montjoie("export", "--to", "json", "--record", record).stdout)
    (incident,) = export["incidents"]
    assert (incident["type"], incident["place"]["name"], incident["time"]["start"]) == ("shelling", "Kherson", "2022-03-04")
    assert incident["toll"]["killed"]["best"] == 3
    assert export["claims"][0]["about"] == [incident["id"]]


def test_two_incidents_are_joined_and_parted_by_hand(copy_of_sample: Path) -> None:
    def incidents() -> list[dict[str, str]]:
        found: list[dict[str, str]] = json.loads(montjoie("export", "--to", "json", "--record", copy_of_sample).stdout)["incidents"]
        return found

    before = incidents()
    merged = next(i for i in before if len({m["doc"] for m in i["mentions"]}) > 1)  # type: ignore[index,call-overload]
    first, second = (m["mention"] for m in merged["mentions"][:2])  # type: ignore[index,call-overload]
    done = montjoie("decide", "different", first, second, "--why", "two strikes", "--record", copy_of_sample)
    assert done.returncode == 0, done.stderr
    after = incidents()
    assert not any({first, second} <= {m["mention"] for m in i["mentions"]} for i in after)  # type: ignore[index,call-overload]
    others = [i["id"] for i in after if i["type"] == "shelling" and i["reality"] == "actual"][:2]
    assert montjoie("decide", "same", *others, "--why", "one strike", "--record", copy_of_sample).returncode == 0
    assert len(incidents()) == len(after) - 1


def test_interrupted_a_run_says_so_and_leaves_the_record_whole(record: Path) -> None:
    import signal

    command = [
        sys.executable,
        "-m",
        "montjoie",
        "run",
        str(SAMPLE / "reports"),
        "--readings",
        str(SAMPLE / "readings"),
        "--record",
        str(record),
        "--json",
    ]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert running.stdout is not None
    acknowledged = [json.loads(running.stdout.readline()) for _ in range(3)]
    running.send_signal(signal.SIGINT)
    _, errors = running.communicate(timeout=60)
    assert running.returncode == 130
    assert "interrupted" in errors
    assert "Traceback" not in errors
    shown = {row["version"] for row in json.loads(montjoie("show", "documents", "--record", record, "--json").stdout)}
    assert {line["document"] for line in acknowledged} <= shown


def test_the_doctor_finds_nothing_wrong(sample_record: Path) -> None:
    done = montjoie("doctor", "--record", sample_record)
    assert done.returncode == 0, done.stdout
    assert all(name in done.stdout for name in ("SQLite", "gazetteer", "actors", "reader", "disk", "record"))


def test_an_id_is_understood_by_its_beginning_and_at_another_time(sample_record: Path) -> None:
    shown = json.loads(montjoie("show", "incidents", "--type", "air_strike", "--record", sample_record, "--json").stdout)
    identity = shown[0]["id"]
    short = identity.rpartition("-")[2][:8]
    now = json.loads(montjoie("show", "incident", short, "--record", sample_record, "--json").stdout)
    then = json.loads(
        montjoie("show", "incident", short, "--as-known-at", "2022-03-09T20:00+02:00", "--record", sample_record, "--json").stdout
    )
    assert [incident["id"] for incident in now] == [identity]
    assert [incident["toll"]["killed"]["best"] for incident in then] == [17]
    assert montjoie("show", "incident", then[0]["id"], "--record", sample_record).returncode == 0  # an id of the past leads to the present
    assert montjoie("show", "incident", "m", "--record", sample_record).returncode == 2


def test_an_accusation_is_never_the_articles_own_word(sample_record: Path) -> None:
    export = json.loads(montjoie("export", "--to", "json", "--record", sample_record).stdout)
    accused = {
        (actor["doc"], actor["s"]): actor["by"]
        for incident in export["incidents"]
        for actor in incident["actors"]
        if actor["name"] == "Ukrainian nationalists"
    }
    assert accused
    assert all("article" not in by for by in accused.values())


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        (["set", "ID", "killed.best=100"], "not in order"),
        (["set", "ID", "type=earthquake"], "no value of type"),
        (["set", "ID", "colour=red"], "colour"),
        (
            ["add", "sample-03", "--words", "two sons", "--as", "figure", "of=sons", "kind=killed", "low=3", "high=3"],
            "not what the words say",
        ),
    ],
)
def test_a_decision_that_cannot_be_is_refused(copy_of_sample: Path, arguments: list[str], wanted: str) -> None:
    shown = json.loads(montjoie("show", "incidents", "--type", "air_strike", "--record", copy_of_sample, "--json").stdout)
    filled = [shown[0]["id"] if part == "ID" else part for part in arguments]
    done = montjoie("decide", *filled, "--why", "x", "--record", copy_of_sample)
    assert (done.returncode, wanted in done.stderr or "is not in sample-03" in done.stderr) == (2, True), done.stderr


def test_what_steers_a_terminal_is_never_printed(record: Path, write_article: Callable[..., Path]) -> None:
    write_article("x", "The \x1b[31mmarket\x1b]0;owned\x07 was shelled \u202eon Monday.", title="[bold]T\x1b[2J", outlet="O\x1b[31m")
    montjoie("run", record.parent / "in", "--record", record)
    for arguments in (["find", "market"], ["show", "documents"], ["show", "document", "x"], ["show", "refusals"]):
        shown = montjoie(*arguments, "--record", record).stdout
        assert "\x1b" not in shown
        assert "\u202e" not in shown


def test_a_place_is_found_by_its_country_and_an_actor_by_any_of_its_names(sample_record: Path) -> None:
    def count(*arguments: str) -> int:
        return len(json.loads(montjoie("show", "incidents", "--all", *arguments, "--record", sample_record, "--json").stdout))

    assert count("--place", "Ukraine") == count("--place", "UA") > 30
    assert count("--actor", "Konashenkov") > 0
    assert montjoie("show", "incidents", "--type", "nonsense", "--record", sample_record).returncode == 2
