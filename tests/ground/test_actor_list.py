"""The table of actors and the user's own list."""

from datetime import date
from pathlib import Path

import pytest

from montjoie.errors import ListError
from montjoie.ground.actor_codings import SECTORS
from montjoie.ground.actor_list import ActorList, UserActor
from montjoie.ground.actor_lists import read_actor_list
from montjoie.ground.actor_words import fold, rows_of

ACTORS = ActorList.open()
HEADER = "name,kind,side,country,aliases\n"


def _write(folder: Path, body: str, header: str = HEADER) -> Path:
    path = folder / "actors.csv"
    path.write_text(header + body, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Ukraine", "state:UA"),
        ("Україна", "state:UA"),
        ("Kiev", "state:UA"),
        ("Валерій Залужний", "person:valerii-zaluzhnyi"),
        ("حزب الله", "group:hezbollah"),
        ("בנימין נתניהו", "person:benjamin-netanyahu"),
        ("习近平", "person:xi-jinping"),
        ("Russians", "state:RU"),
        ("the White House", "pres:US"),
        ("IDF", "forces:IL"),
        ("Daesh", "group:is"),
        ("al-Nusra Front", "group:hts"),
        ("Médecins Sans Frontières", "org:msf"),
        ("medecins sans frontieres", "org:msf"),
        ("The Guardian", "media:guardian"),
        ("Zelenskyy", "person:volodymyr-zelensky"),
        ("Recep Tayyip Erdoğan", "person:recep-tayyip-erdogan"),
        ("U.N.", "org:un"),
    ],
)
def test_a_name_is_found_however_it_is_spelt(name: str, wanted: str) -> None:
    assert [actor.id for actor in ACTORS.find(name, day=None)] == [wanted]


def test_an_unknown_name_finds_nobody() -> None:
    assert ACTORS.find("Quarrelsome Pigeons Front", day=None) == ()


@pytest.mark.parametrize(
    ("actor", "day", "wanted"),
    [
        ("group:wagner", date(2023, 5, 1), "state:RU"),
        ("group:wagner", date(2023, 6, 23), "group:wagner"),
        ("group:rsf", date(2022, 1, 1), "state:SD"),
        ("group:rsf", date(2023, 4, 15), "group:rsf"),
        ("group:taliban", date(2021, 8, 14), "group:taliban"),
        ("group:taliban", date(2022, 1, 1), "state:AF"),
        ("person:riek-machar", date(2014, 6, 1), "group:splm-io"),
        ("person:riek-machar", date(2021, 6, 1), "state:SS"),
        ("person:donald-tusk", date(2016, 1, 1), None),
        ("person:donald-tusk", date(2024, 1, 1), "state:PL"),
        ("person:petro-poroshenko", date(2022, 1, 1), None),
        ("forces:UA", date(2022, 3, 1), "state:UA"),
        ("org:icrc", date(2022, 3, 1), None),
        ("media:tass", None, "state:RU"),
        ("group:wagner", None, None),
        ("nobody:at-all", None, None),
    ],
)
def test_the_side_is_that_of_the_day(actor: str, day: date | None, wanted: str | None) -> None:
    assert ACTORS.side_of(actor, day) == wanted


@pytest.mark.parametrize(
    ("country", "office", "day", "wanted"),
    [
        ("GB", "prime minister", date(2022, 9, 5), "person:boris-johnson"),
        ("GB", "prime minister", date(2022, 10, 1), "person:liz-truss"),
        ("RU", "president", date(2011, 6, 1), "person:dmitry-medvedev"),
        ("US", "president", date(2021, 1, 19), "person:donald-trump"),
        ("US", "president", date(1950, 1, 1), None),
    ],
)
def test_an_office_has_its_holder_of_the_day(country: str, office: str, day: date, wanted: str | None) -> None:
    holder = ACTORS.holder(country, office, day)
    assert (holder.id if holder else None) == wanted


def test_no_holder_without_a_day() -> None:
    assert ACTORS.holder("UA", "president", None) is None


def test_every_state_has_its_institutions() -> None:
    for row in rows_of("states.csv"):
        for code in ("gov", "forces", "mod", "mfa", "parl", "pres"):
            made = ACTORS.institution(code, row["id"])
            assert made.side_on(None) == row["id"], made


def test_a_made_name_reads_well() -> None:
    assert ACTORS.institution("mod", "state:GB").name == "Ministry of Defence of the United Kingdom"
    assert ACTORS.institution("forces", "state:ER").name == "Armed Forces of Eritrea"


def test_the_tables_hold_what_they_promise() -> None:
    def ids(name: str) -> set[str]:
        return {row["id"] for row in rows_of(name)}

    agencies = {row["id"] for row in rows_of("media.csv") if row["notes"] == "agency"}
    in_office = {row["id"] for row in rows_of("people.csv") if row["offices"] and row["from"]}
    assert len(ids("states.csv")) >= 193
    assert len(ids("groups.csv")) >= 250
    assert len(ids("organisations.csv") | agencies) >= 300
    assert len(in_office) >= 600


def test_every_side_in_the_tables_is_an_actor() -> None:
    for table in ("states.csv", "bodies.csv", "groups.csv", "organisations.csv", "media.csv", "people.csv"):
        for row in rows_of(table):
            assert not row["side"] or ACTORS.actor(row["side"]) is not None, row


def test_no_period_of_a_person_overlaps_another_in_one_office() -> None:
    for row in rows_of("people.csv"):
        actor = ACTORS.actor(row["id"])
        assert actor is not None
        for period in actor.periods:
            assert period.since is None or period.until is None or period.since <= period.until, row


def test_a_name_has_two_actors_only_where_their_countries_tell_them_apart() -> None:
    seen: dict[str, dict[str, str]] = {}
    for table in ("states.csv", "bodies.csv", "groups.csv", "organisations.csv", "media.csv", "people.csv"):
        for row in rows_of(table):
            cells = [row["name"], row["aliases"], row.get("adjectives") or "", row.get("people") or "", row.get("capitals") or ""]
            for alias in {fold(part).removeprefix("the ") for cell in cells for part in cell.split(";") if part.strip()}:
                seen.setdefault(alias, {})[row["id"]] = row["country"]
    shared = {alias: held for alias, held in seen.items() if len(held) > 1}
    assert set(shared) == {"adf", "isi", "rsf", "sdf", "sna", "tdf"}
    for alias, held in shared.items():
        assert len(set(held.values())) == len(held), alias


def test_the_digest_changes_with_the_users_actors_and_not_with_opening() -> None:
    own = UserActor(name="Harbour Watch", kind="organisation")
    assert ActorList.open().digest == ACTORS.digest
    assert ActorList.open(user=[own]).digest != ACTORS.digest


def test_a_users_actor_wins_over_the_package() -> None:
    actors = ActorList.open(user=[UserActor(name="Coast Brigade", kind="armed_group", side="state:UA", country="UA", aliases=("Azov",))])
    assert [actor.id for actor in actors.find("Azov", day=None)] == ["user:coast-brigade"]
    assert actors.side_of("user:coast-brigade", date(2020, 1, 1)) == "state:UA"
    assert [actor.id for actor in ACTORS.find("Azov", day=None)] == ["group:azov"]


def test_a_good_list_is_read(tmp_path: Path) -> None:
    body = 'Salt Road Militia,armed_group,UA,UA,SRM;Salt Militia\n"Varga, Petra",person,Salt Road Militia,,\nRiver Desk,media,,,\n'
    actors = read_actor_list(_write(tmp_path, body))
    assert [actor.id for actor in actors] == ["user:salt-road-militia", "user:varga-petra", "user:river-desk"]
    assert [actor.side for actor in actors] == ["state:UA", "user:salt-road-militia", None]
    assert actors[0].aliases == ("SRM", "Salt Militia")


def test_a_list_with_a_mark_at_its_start_is_read(tmp_path: Path) -> None:
    path = tmp_path / "actors.csv"
    path.write_bytes(b"\xef\xbb\xbf" + (HEADER + "River Desk,media,,,\n").encode())
    assert [actor.name for actor in read_actor_list(path)] == ["River Desk"]


def test_a_list_may_say_from_when_to_when_and_which_offices(tmp_path: Path) -> None:
    header = "name,kind,side,country,aliases,from,to,offices\n"
    path = _write(tmp_path, "Petra Varga,person,UA,UA,,2021-03,2022,Mayor of Saltport\n", header)
    actors = ActorList.open(user=read_actor_list(path))
    assert actors.side_of("user:petra-varga", date(2022, 12, 31)) == "state:UA"
    assert actors.side_of("user:petra-varga", date(2021, 2, 28)) is None
    holder = actors.holder("UA", "mayor of saltport", date(2021, 3, 1))
    assert holder is not None
    assert holder.name == "Petra Varga"


@pytest.mark.parametrize(
    ("actor", "sector", "ucdp", "acled"),
    [
        ("state:UA", "GOV", "Government of Ukraine", None),
        ("state:RU", "GOV", "Government of Russia (Soviet Union)", None),
        ("forces:RU", "MIL", "Government of Russia (Soviet Union)", None),
        ("parl:UA", "LEG", None, None),
        ("fsb:RU", "SPY", None, None),
        ("group:taliban", "REB", "Taleban", None),
        ("group:hts", "REB", "Tahrir al-Sham", "HTS: Hayat Tahrir al-Sham"),
        ("group:cjng", "CRM", "Jalisco Cartel New Generation", None),
        ("org:un", "IGO", None, None),
        ("org:msf", "NGO", None, None),
        ("media:reuters", "MED", None, None),
        ("person:valery-gerasimov", "MIL", None, None),
        ("person:sergei-lavrov", "GOV", None, None),
        ("person:abdul-malik-al-houthi", "REB", None, None),
    ],
)
def test_an_actor_has_its_sector_and_its_names_elsewhere(actor: str, sector: str, ucdp: str | None, acled: str | None) -> None:
    found = ACTORS.actor(actor)
    assert found is not None
    assert (found.sector, found.ucdp, found.acled) == (sector, ucdp, acled)


def test_every_coding_is_of_an_actor_and_every_sector_known() -> None:
    for row in rows_of("codings.csv"):
        assert ACTORS.actor(row["id"]) is not None, row
        assert not row["sector"] or row["sector"] in SECTORS, row
    for table in ("states.csv", "bodies.csv", "groups.csv", "organisations.csv", "media.csv"):
        for row in rows_of(table):
            actor = ACTORS.actor(row["id"])
            assert actor is not None
            assert actor.sector in SECTORS, row


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        ("Salt Militia,gang,,,\n", ["line 2", 'unknown kind "gang"']),
        ("Salt Militia,armed_group,,XQ,\n", ['bad country code "XQ"']),
        ("Salt Militia,armed_group,,ua,\n", ['bad country code "ua"']),
        ("Salt Militia,armed_group,Nowhere Side,,\n", ['unknown side "Nowhere Side"']),
        ("Salt Militia,armed_group,,,Moscow\n", ['"Moscow" would shadow a country']),
        ("Ukrainians,armed_group,,,\n", ['"Ukrainians" would shadow a country']),
        ("Salt Militia,armed_group,,,\nSalt militia,armed_group,,,\n", ["line 3", '"Salt militia" is already on line 2']),
        ("Salt Militia,armed_group,,,SM\nOther Militia,armed_group,,,SM\n", ['"SM" is already on line 2']),
        (",armed_group,,,SM\n", ["no name"]),
        ("Salt Militia,armed_group,,,SM,,\n", ["more cells than columns"]),
        ("Salt Militia,armed_group,,,Faroe Islands\n", ['"Faroe Islands" would shadow a country']),
    ],
)
def test_a_fault_refuses_the_list_by_line(tmp_path: Path, body: str, faults: list[str]) -> None:
    with pytest.raises(ListError) as refused:
        read_actor_list(_write(tmp_path, body))
    for fault in faults:
        assert fault in str(refused.value)


@pytest.mark.parametrize(
    ("since", "until", "fault"),
    [
        ("spring 2021", "", 'line 2: bad day "spring 2021" in column from'),
        ("", "2021-13", 'line 2: bad day "2021-13" in column to'),
        ("2022", "2021", "line 2: it ends (2021) before it begins (2022)"),
    ],
)
def test_a_bad_day_refuses_the_list(tmp_path: Path, since: str, until: str, fault: str) -> None:
    header = "name,kind,side,country,aliases,from,to,offices\n"
    with pytest.raises(ListError) as refused:
        read_actor_list(_write(tmp_path, f"Salt Militia,armed_group,,,,{since},{until},\n", header))
    assert fault in str(refused.value)


def test_all_faults_come_in_one_refusal(tmp_path: Path) -> None:
    with pytest.raises(ListError) as refused:
        read_actor_list(_write(tmp_path, "A1,gang,,,\nB2,person,,ZZZ,\nC3,person,,,Kyiv\n"))
    message = str(refused.value)
    assert all(line in message for line in ("line 2", "line 3", "line 4")), message
    assert "nothing was imported" in message


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    with pytest.raises(ListError, match="missing column side, aliases"):
        read_actor_list(_write(tmp_path, "X,person,\n", header="name,kind,country\n"))


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "actors.csv"
    path.write_bytes(b"\xff\xfe\x00name")
    with pytest.raises(ListError, match="UTF-8"):
        read_actor_list(path)
    with pytest.raises(ListError, match="cannot be read"):
        read_actor_list(tmp_path / "nowhere.csv")
