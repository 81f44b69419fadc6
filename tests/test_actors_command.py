"""`montjoie actors`: the user's list comes in whole or not at all, and a name is answered from the lists in force."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from montjoie import pipeline
from montjoie.actor_answers import find_actors
from montjoie.errors import InputError, ListError
from montjoie.record.given import list_in_force
from montjoie.record.store import open_store

GOOD = "name,kind,side,country,aliases\nSalt Road Militia,armed_group,UA,UA,SRM\n"
BAD = GOOD + "Other Militia,gang,,,\nThird Militia,armed_group,,,Poland\n"


def _montjoie(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "montjoie", *map(str, arguments)], capture_output=True, text=True, check=False)


@pytest.fixture
def record(tmp_path: Path) -> Path:
    return tmp_path / "r.record"


def _write(folder: Path, content: str) -> Path:
    path = folder / "actors.csv"
    path.write_text(content, encoding="utf-8")
    return path


def test_an_imported_actor_is_found_in_its_record_and_nowhere_else(record: Path, tmp_path: Path) -> None:
    assert pipeline.import_actors(record, _write(tmp_path, GOOD)) == 1
    assert [row["id"] for row in find_actors("SRM", on=None, record=record)] == ["user:salt-road-militia"]
    assert find_actors("SRM", on=None, record=None) == []


def test_a_list_with_a_fault_leaves_the_one_before_in_force(record: Path, tmp_path: Path) -> None:
    pipeline.import_actors(record, _write(tmp_path, GOOD))
    with pytest.raises(ListError) as refused:
        pipeline.import_actors(record, _write(tmp_path, BAD))
    assert 'line 3: unknown kind "gang"' in str(refused.value)
    assert 'line 4: "Poland" would shadow a country' in str(refused.value)
    with open_store(record) as store:
        assert list_in_force(store, "actors") == GOOD.encode()


def test_a_bad_list_of_actors_keeps_a_good_gazetteer_out_too(record: Path, tmp_path: Path) -> None:
    places = tmp_path / "places.csv"
    places.write_text("name,lat,lon,kind,within,country,aliases\nSaltport,48.1,37.2,settlement,,UA,\n", encoding="utf-8")
    with open_store(record, create=True) as store:
        store.lock()
        store.begin_run("run", {})
        with pytest.raises(ListError):
            pipeline.take_lists(store, places, _write(tmp_path, BAD))
        assert list_in_force(store, "gazetteer") is None


def test_the_command_imports_refuses_and_finds(record: Path, tmp_path: Path) -> None:
    good = _montjoie("actors", "import", _write(tmp_path, GOOD), "--record", record, "--json")
    assert (good.returncode, json.loads(good.stdout)) == (0, {"imported": 1})
    bad = _montjoie("actors", "import", _write(tmp_path, BAD), "--record", record)
    assert bad.returncode == 2
    assert "nothing was imported" in bad.stderr
    assert "Traceback" not in bad.stderr
    found = _montjoie("actors", "find", "Boris Johnson", "--on", "2017-06-01", "--record", record)
    assert found.returncode == 0
    assert "person:boris-johnson" in found.stdout
    assert "on 2017-06-01: side state:GB" in found.stdout
    assert _montjoie("actors", "find", "Quarrelsome Pigeons Front", "--record", record).returncode == 1


def test_a_day_that_is_none_is_said() -> None:
    with pytest.raises(InputError, match='"yesterday" is no day'):
        find_actors("Hamas", on="yesterday", record=None)
