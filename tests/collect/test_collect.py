"""Files and folders come in as documents, and what cannot be read as a refusal that says what to do."""

import json
import os
import re
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from montjoie.collect import CollectOptions, collect, guessed_columns
from montjoie.errors import InputError
from montjoie.ids import content_id, text_digest
from montjoie.schema import Document, Refusal

FIXTURES = Path(__file__).parent / "fixtures"
TEXT = "Shells fell on the mill of Orlivka, the mayor said."


def split(paths: list[Path], options: CollectOptions | None = None) -> tuple[list[Document], list[Refusal]]:
    found = list(collect(paths, options or CollectOptions()))
    return [one for one in found if isinstance(one, Document)], [one for one in found if isinstance(one, Refusal)]


def written(folder: Path, name: str, content: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


# ---------------------------------------------------------------- what cannot be read

BAD = [
    ("empty.txt", b"", "empty", "empty"),
    ("blank.txt", b" \n\t\n", "empty", "no words"),
    ("binary.txt", b"%PDF-1.4\n\x00\x01", "binary", "byte 9"),
    ("latin.txt", "Le maire a parlé".encode("latin-1"), "not_utf8", "byte 15 .0xE9.*iconv"),
    ("wide.txt", TEXT.encode("utf-16"), "not_utf8", "UTF-16"),
    ("cut.txt", "Київ".encode()[:-1], "not_utf8", "byte 6"),
    ("latin.html", "<p>parlé</p>".encode("latin-1"), "not_utf8", "byte 7"),
    ("liar.html", b"<meta charset='made-up'><p>parl\xe9</p>", "not_utf8", "byte 31"),
    ("nothing.html", b"<html><body></body></html>", "no_text", "no article"),
    ("broken.json", b'{"text": "x"', "not_json", "line 1, column 13"),
    ("deep.json", b"[" * 200_000, "not_json", "too deep"),
    ("number.json", b'{"text": "x y z", "id": ' + b"9" * 5_000 + b"}", "not_json", "too many figures"),
    ("words.json", b'"only words"', "no_text", "a string"),
    ("untexted.json", b'{"headline": "x", "lead": "y"}', "no_text", "headline, lead.*--column text=NAME"),
    ("listed.json", b'{"text": ["a", "b"]}', "no_text", "a list"),
    ("blank.json", b'{"text": "  "}', "empty", "no words"),
    ("nil.json", b"[]", "empty", "no objects"),
    ("half.json", b'{"text": "half \\ud83d of it"}', "not_utf8", "character 5"),
    ("zero.json", b'{"text": "zero \\u0000 of it"}', "binary", "character 5"),
    ("reading.json", b'{"doc": "a", "incidents": [], "claims": []}', "no_text", "reading.*--readings"),
    ("empty.jsonl", b"\n\n", "empty", "empty"),
    ("names.csv", b"id,text\n", "empty", "no rows"),
    ("nothing.csv", b"", "empty", "empty"),
    ("untexted.csv", b"id,notes,when\n1,a,b\n", "unknown_columns", "id, notes, when.*--column text=NAME"),
    ("twice.csv", b"text,text\na,b\n", "unknown_columns", "two columns"),
    ("latin.csv", b"id,text\n" + b"1,parl\xe9\n", "not_utf8", "row 1.*byte 14"),
    ("photo.png", b"\x89PNG", "unreadable", "png.*kinds"),
]


@pytest.mark.parametrize(("name", "content", "code", "says"), BAD, ids=[case[0] for case in BAD])
def test_what_cannot_be_read_is_refused_with_file_reason_and_remedy(
    tmp_path: Path, name: str, content: bytes, code: str, says: str
) -> None:
    path = written(tmp_path, name, content)
    documents, refusals = split([path])
    assert documents == []
    (refusal,) = refusals
    assert (refusal.code, refusal.stage) == (code, "collect")
    assert refusal.detail.startswith(str(path))
    assert re.search(says, refusal.detail), refusal.detail


def test_a_path_that_is_not_there_is_refused(tmp_path: Path) -> None:
    _, (refusal,) = split([tmp_path / "none.txt"])
    assert refusal.code == "unreadable"
    assert "no such file" in refusal.detail


def test_a_folder_with_nothing_to_read_is_refused(tmp_path: Path) -> None:
    written(tmp_path, "photo.png", b"x")
    written(tmp_path, ".hidden.txt", TEXT)
    (tmp_path / ".git").mkdir()
    written(tmp_path / ".git", "a.txt", TEXT)
    documents, (refusal,) = split([tmp_path])
    assert documents == []
    assert "no file in this folder can be read" in refusal.detail


def test_a_line_over_the_limit_is_refused_and_the_rest_goes_on(tmp_path: Path) -> None:
    good = json.dumps({"id": "a", "text": TEXT}).encode()
    path = written(tmp_path, "big.jsonl", good + b"\n" + b'{"text": "' + b"x" * 50_000_000 + b'"}\n{bad\n' + good.replace(b'"a"', b'"b"'))
    started = time.perf_counter()
    documents, refusals = split([path])
    assert [document.given_id for document in documents] == ["a", "b"]
    assert [(refusal.code, refusal.subject) for refusal in refusals] == [
        ("too_large", f"{path}, line 2"),
        ("not_json", f"{path}, line 3"),
    ]
    assert time.perf_counter() - started < 3


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.json"])
def test_a_file_over_the_limit_is_refused(tmp_path: Path, name: str) -> None:
    path = written(tmp_path, name, b"x" * 2_001)
    documents, (refusal,) = split([path], CollectOptions(max_bytes=2_000))
    assert documents == []
    assert refusal.code == "too_large"


def test_a_row_with_a_quotation_mark_left_open_costs_no_more_than_the_limit(tmp_path: Path) -> None:
    rows = "".join(f"{number},{TEXT.replace(',', '')}\n" for number in range(100))
    path = written(tmp_path, "open.csv", 'id,text\n0,"left open\n' + rows)
    documents, refusals = split([path], CollectOptions(max_record_bytes=2_000))
    assert refusals[0].code == "too_large"
    assert "row 1" in refusals[0].subject
    assert documents[-1].given_id == "99"
    assert len(documents) > 50


def test_rows_with_faults_are_refused_by_number_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = written(tmp_path, "bad.csv", f'id,text\n1,"{TEXT}"\n2\n3,zero\x00\n4,"a"b"\n\n5,\n6,"{TEXT}"\n')
    documents, refusals = split([path])
    assert [document.given_id for document in documents] == ["1", "6"]
    assert [(refusal.code, refusal.subject.rsplit(", ")[-1]) for refusal in refusals] == [
        ("unreadable", "row 2"), ("binary", "row 3"), ("unreadable", "row 4"), ("empty", "row 5"),
    ]  # fmt: skip


@given(st.sampled_from([".txt", ".html", ".json", ".jsonl", ".csv", ".tsv"]), st.binary(max_size=300))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_bytes_make_it_raise(suffix: str, content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder), f"a{suffix}", content)
        found = list(collect([path], CollectOptions()))
        assert found
        assert not any(isinstance(one, Refusal) and one.code == "unexpected" for one in found)


_VALUES = st.recursive(st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=30), lambda v: st.lists(v, max_size=3))


@given(st.dictionaries(st.sampled_from(["id", "text", "title", "published", "outlet", "url", "modified", "x"]), _VALUES))
@settings(max_examples=150, deadline=None)
def test_no_object_makes_it_raise(record: dict[str, object]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder), "a.json", json.dumps([record, record]))
        for one in collect([path], CollectOptions()):
            assert isinstance(one, Document) or one.code != "unexpected"
            if isinstance(one, Document):
                assert one.text == record["text"]


# ---------------------------------------------------------------- what can


def test_a_text_is_kept_to_the_letter(tmp_path: Path) -> None:
    raw = b"\xef\xbb\xbf  Title: no title\r\nShells fell on the mill.\r\n\n"
    (document,), refusals = split([written(tmp_path, "a.txt", raw)])
    assert refusals == []
    assert document.text == "  Title: no title\r\nShells fell on the mill.\r\n\n"
    assert (document.title, document.raw, document.published) == ("", raw, None)
    assert document.source_key == f"text:{text_digest(document.text)}"
    assert document.id == content_id("document", source=document.source_key, text=text_digest(document.text))


def test_a_folder_is_read_in_the_order_of_its_paths_whatever_the_order_given(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "deep/c.txt", "deep/.d.txt", "e.TXT"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        written(tmp_path, name, f"{TEXT} {name}")
    paths = [tmp_path / "deep", tmp_path, tmp_path / "b.txt"]
    origins = [Path(document.origin).name for document in split(paths)[0]]
    assert origins == ["a.txt", "b.txt", "c.txt", "e.TXT"]
    assert split(paths) == split(paths[::-1])


def test_links_are_not_followed_out_of_a_folder(tmp_path: Path) -> None:
    inside, outside = tmp_path / "in", tmp_path / "out"
    inside.mkdir()
    outside.mkdir()
    written(outside, "secret.txt", TEXT)
    written(inside, "a.txt", TEXT + " Again.")
    (inside / "link.txt").symlink_to(outside / "secret.txt")
    (inside / "folder").symlink_to(outside)
    (inside / "loop").symlink_to(inside)
    (inside / "same.txt").symlink_to(inside / "a.txt")
    (inside / "gone.txt").symlink_to(inside / "nothing.txt")
    assert [Path(document.origin).name for document in split([inside])[0]] == ["a.txt"]


def test_a_name_that_is_no_utf8_is_shown_all_the_same(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    with open(path, "wb") as file:
        file.write(TEXT.encode())
    (document,), _ = split([tmp_path])
    assert document.origin.encode().endswith(b".txt")


def test_a_list_of_objects_under_the_names_that_are_common() -> None:
    (first, fourth), (second, third) = split([FIXTURES / "list.json"])
    assert (first.given_id, first.source_key, first.title, first.outlet) == ("7", "id:7", "Two versions", None)
    assert first.published is not None
    assert first.published.at == "2022-05-01T10:00:00Z"
    assert fourth.source_key == "url:https://ridgepost.example/a?p=2"
    assert (second.code, third.code) == ("no_text", "no_text")
    assert "item 2" in second.subject
    assert json.loads(first.raw)["headline"] == "Two versions"


def test_a_table_with_guessed_columns() -> None:
    path = FIXTURES / "articles.csv"
    assert guessed_columns(path, CollectOptions()) == {
        "id": "Unit_ID", "text": "Body", "title": "Headline", "published": "Pub Date", "outlet": "Source",
    }  # fmt: skip
    documents, refusals = split([path])
    assert [(refusal.code, refusal.subject.rsplit(", ")[-1]) for refusal in refusals] == [("unreadable", "row 2"), ("bad_date", "row 3")]
    mill, bridge, quote = documents
    assert mill.text == "Shells fell on the mill of Orlivka, the mayor said.\nTwo workers died."
    assert mill.published is not None
    assert mill.published.precision == "day"
    assert json.loads(mill.raw)["cells"][0] == "1"
    assert (bridge.published, bridge.outlet) == (None, "Valley Wire")
    assert 'a "drone" fell' in bridge.text
    assert (quote.title, quote.outlet) == ('Open "quote', None)


def test_columns_are_those_that_the_user_names(tmp_path: Path) -> None:
    path = written(tmp_path, "a.csv", f"ref;note;text;when\n9;{TEXT};not this;01.05.2022\n")
    options = CollectOptions(columns={"text": "note", "id": "ref", "published": "when"}, outlet="Ridge Post")
    (document,), refusals = split([path], options)
    assert refusals == []
    assert (document.text, document.given_id, document.outlet) == (TEXT, "9", "Ridge Post")
    assert guessed_columns(path, options) == {"id": "ref", "text": "note", "published": "when"}
    _, (refusal,) = split([path], CollectOptions(columns={"text": "body"}))
    assert refusal.code == "unknown_columns"
    assert "'body'" in refusal.detail


def test_tabs_without_quoting_keep_their_quotation_marks(tmp_path: Path) -> None:
    path = written(
        tmp_path, "a.tsv", 'id\ttext\n1\t"Leave," he said, and they left the town.\n2\t"A ""quoted"" cell\twith a tab, of some words."\n'
    )
    documents, refusals = split([path])
    assert refusals == []
    assert [document.text for document in documents] == [
        '"Leave," he said, and they left the town.', 'A "quoted" cell\twith a tab, of some words.',
    ]  # fmt: skip


def test_json_lines_name_their_lines_and_keep_their_bytes(tmp_path: Path) -> None:
    line = json.dumps({"article_content": TEXT, "unit_id": "5", "outlet_country": "UA"})
    path = written(tmp_path, "a.ndjson", f"\ufeff\n{line}\r\n")
    (document,), _ = split([path])
    assert (document.origin, document.raw) == (f"{path}, line 2", line.encode())
    assert (document.given_id, document.outlet_country) == ("5", "UA")


def test_the_same_source_with_another_text_is_a_version_of_it(tmp_path: Path) -> None:
    lines = [{"id": "a", "text": TEXT}, {"id": "a", "text": TEXT + " Two died."}, {"id": "b", "text": TEXT}, {"text": TEXT}]
    documents, _ = split([written(tmp_path, "a.jsonl", "\n".join(map(json.dumps, lines)))])
    assert [document.source_key for document in documents[:3]] == ["id:a", "id:a", "id:b"]
    assert len({document.id for document in documents}) == 4


def test_an_id_that_stands_for_no_value_is_none(tmp_path: Path) -> None:
    lines = [{"id": value, "text": f"{TEXT} {number}"} for number, value in enumerate(["nan", "", None, True, 1.5, ["x"]])]
    documents, _ = split([written(tmp_path, "a.jsonl", "\n".join(map(json.dumps, lines)))])
    assert [document.given_id for document in documents] == [None] * 6
    assert len({document.source_key for document in documents}) == 6


# ---------------------------------------------------------------- times


def test_a_date_that_is_none_is_refused_and_the_document_kept_without_one(tmp_path: Path) -> None:
    path = written(tmp_path, "a.json", json.dumps({"text": TEXT, "published": "last Tuesday"}))
    refusal, document = collect([path], CollectOptions())
    assert isinstance(refusal, Refusal)
    assert isinstance(document, Document)
    assert (refusal.code, document.published) == ("bad_date", None)
    for words in (str(path), "'last Tuesday'", "--published"):
        assert words in refusal.detail


def test_the_time_that_the_user_gives_is_for_documents_without_one(tmp_path: Path) -> None:
    lines = [{"text": TEXT + "1"}, {"text": TEXT + "2", "published": "2022-05-02"}, {"text": TEXT + "3", "published": "soon"}]
    path = written(tmp_path, "a.jsonl", "\n".join(map(json.dumps, lines)))
    documents, (refusal,) = split([path], CollectOptions(published="2022-01-01"))
    assert [document.published.at for document in documents if document.published] == ["2022-01-01", "2022-05-02", "2022-01-01"]
    assert "is used" in refusal.detail


def test_a_zone_holds_for_times_without_one(tmp_path: Path) -> None:
    path = written(tmp_path, "a.json", json.dumps({"text": TEXT, "published": "2022-05-01"}))
    (document,), _ = split([path], CollectOptions(zone="Europe/Kyiv"))
    assert document.published is not None
    assert document.published.not_after.isoformat() == "2022-05-01T20:59:59.999999+00:00"


def test_the_order_of_dates_in_numbers_can_be_named(tmp_path: Path) -> None:
    path = written(tmp_path, "a.json", json.dumps({"text": TEXT, "published": "03/04/2022"}))
    (document,), _ = split([path], CollectOptions(date_order="dmy"))
    assert document.published is not None
    assert document.published.at == "2022-04-03"


def test_a_digest_has_parts() -> None:
    (document,), _ = split([FIXTURES / "digest.txt"], CollectOptions(published="2022-03-07T12:00:00Z"))
    assert [part.day.day for part in document.parts] == [6, 7]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"zone": "Mars/Olympus"}, "no zone"),
        ({"columns": {"txt": "a"}}, "no field"),
        ({"published": "soon"}, "no time of publication"),
        ({"published": "nan"}, "no time of publication"),
        ({"date_order": "ydm"}, "no order"),
    ],
)
def test_options_that_cannot_be_used_are_refused_at_once(options: dict[str, object], says: str) -> None:
    with pytest.raises(InputError, match=says):
        CollectOptions(**options)  # type: ignore[arg-type]
