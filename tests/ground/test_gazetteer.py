"""The place table: what a name finds, in which order, and what it never does."""

import importlib.util
import time
from pathlib import Path

import pytest

from montjoie.errors import ListError, ResourceMissing
from montjoie.ground.gazetteer import Gazetteer
from montjoie.ground.place_lists import UserPlace, read_place_list
from montjoie.ground.place_names import fold, split_generic, without_article

HEADER = "name,lat,lon,kind,within,country,aliases\n"


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def place(**changes: object) -> UserPlace:
    fields: dict[str, object] = {
        "id": "user:1", "name": "Verkhnia Balka", "lat": 47.5, "lon": 36.0, "kind": "settlement", "within": "Zaporizhzhia Oblast",
        "country": "UA", "aliases": (), "radius_km": 3.0,
    }  # fmt: skip
    return UserPlace(**(fields | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("spelling", "name", "country"),
    [
        ("Kiev", "Kyiv", "UA"), ("Kharkov", "Kharkiv", "UA"), ("Odessa", "Odesa", "UA"), ("Zaporozhye", "Zaporizhzhia", "UA"),
        ("Zaporizhzhya", "Zaporizhzhia", "UA"), ("Nikolaev", "Mykolaiv", "UA"), ("Lvov", "Lviv", "UA"), ("Gulyaypole", "Huliaipole", "UA"),
        ("Luhans'k", "Luhansk", "UA"), ("Artemovsk", "Bakhmut", "UA"), ("Sievierodonetsk", "Severodonetsk", "UA"),
        ("Deir Ezzor", "Deir ez-Zor", "SY"), ("Deir al-Zour", "Deir ez-Zor", "SY"), ("Halab", "Aleppo", "SY"), ("Rakka", "Raqqa", "SY"),
        ("ar-Raqqah", "Raqqa", "SY"), ("Deraa", "Daraa", "SY"), ("Duma", "Douma", "SY"), ("Tabqa", "Al-Tabqah", "SY"),
        ("Khan Younis", "Khan Yunis", "PS"), ("Falluja", "Fallujah", "IQ"), ("Omdurman", "Omdurman", "SD"), ("Makale", "Mekelle", "ET"),
        ("Киев", "Kyiv", "UA"), ("Харків", "Kharkiv", "UA"), ("حلب", "Aleppo", "SY"), ("دمشق", "Damascus", "SY"),
        ("غزة", "Gaza City", "PS"),
    ],
)  # fmt: skip
def test_a_place_is_found_by_each_of_its_spellings(gazetteer: Gazetteer, spelling: str, name: str, country: str) -> None:
    assert (name, country) in {(c.name, c.country) for c in gazetteer.find(spelling) if c.kind == "settlement"}


@pytest.mark.parametrize(
    ("name", "id", "kind"),
    [
        ("the Netherlands", "country:NL", "country"), ("DRC", "country:CD", "country"), ("Ivory Coast", "country:CI", "country"),
        ("Palestinian territories", "country:PS", "country"), ("U.S.", "country:US", "country"), ("Украина", "country:UA", "country"),
        ("the Black Sea", "sea:black-sea", "sea"), ("Sea of Azov", "sea:sea-of-azov", "sea"), ("Bab al-Mandab", "sea:bab-el-mandeb", "sea"),
        ("Donbass", "region:donbas", "region"), ("Golan Heights", "region:golan-heights", "region"), ("Crimea", "admin1:UA.11", "region"),
        ("West Bank", "admin1:PS.WE", "region"), ("Nord-Kivu", "admin1:CD.11", "region"), ("Tigray", "admin1:ET.53", "region"),
        ("Azovstal", "site:azovstal", "site"), ("Khmeimim", "site:hmeimim", "site"), ("Snake Island", "site:snake-island", "site"),
    ],
)  # fmt: skip
def test_the_committed_tables_are_there(gazetteer: Gazetteer, name: str, id: str, kind: str) -> None:
    assert (id, kind) in {(c.id, c.kind) for c in gazetteer.find(name)}


@pytest.mark.parametrize(
    ("city", "country", "within"),
    [
        ("Bakhmut", "UA", "Donetsk Oblast"), ("Saraqib", "SY", "Idlib Governorate"), ("Douma", "SY", "Rif Dimashq Governorate"),
        ("Nyala", "SD", "South Darfur"), ("Mekelle", "ET", "Tigray Region"), ("Mosul", "IQ", "Nineveh Governorate"),
        ("Goma", "CD", "North Kivu"), ("Bunia", "CD", "Ituri"), ("Rafah", "PS", "Gaza Strip"), ("Jenin", "PS", "West Bank"),
        ("Taiz", "YE", "Taiz Governorate"), ("Maiduguri", "NG", "Borno State"), ("Merca", "SO", "Lower Shabelle"),
        ("Gao", "ML", "Gao Region"), ("Djibo", "BF", "Sahel Region"), ("Diffa", "NE", "Diffa Region"), ("Sirte", "LY", "Sirte District"),
        ("Kunduz", "AF", "Kunduz Province"), ("Peshawar", "PK", "Khyber Pakhtunkhwa"), ("Myitkyina", "MM", "Kachin State"),
        ("Belgorod", "RU", "Belgorod Oblast"), ("Brest", "BY", "Brest Region"), ("Rzeszów", "PL", "Podkarpackie Voivodeship"),
        ("Austin", "US", "Texas"), ("Simferopol", "UA", "Crimea"),
    ],
)  # fmt: skip
def test_a_settlement_names_its_first_level_division(gazetteer: Gazetteer, city: str, country: str, within: str) -> None:
    assert within in {c.within for c in gazetteer.find(city) if c.country == country and c.kind == "settlement"}


def test_generic_words_are_left_off_and_choose_the_level(gazetteer: Gazetteer) -> None:
    assert {c.kind for c in gazetteer.find("Kherson region")} == {"region"}
    assert {c.kind for c in gazetteer.find("the city of Kherson")} == {"settlement"}
    assert gazetteer.find("no such place at all") == ()
    assert gazetteer.find("") == ()


def test_a_country_is_found_by_name_or_code_and_has_its_capital(gazetteer: Gazetteer) -> None:
    for name in ("Syria", "SY", "Syrian Arab Republic", "SYR"):
        country = gazetteer.country(name)
        assert country is not None
        assert country.id == "country:SY"
    assert gazetteer.country("Aleppo") is None
    capital = gazetteer.capital("UA")
    assert capital is not None
    assert capital.name == "Kyiv"


def test_the_same_name_finds_the_same_places_in_the_same_order(gazetteer: Gazetteer) -> None:
    assert Gazetteer.open().find("Springfield") == gazetteer.find("Springfield")
    people = [c.population for c in gazetteer.find("Springfield") if c.match == "name"]
    assert people == sorted(people, reverse=True)


def test_a_spelling_close_to_a_place_is_offered_only_in_its_country(gazetteer: Gazetteer) -> None:
    assert "Huliaipole" in {c.name for c in gazetteer.alike("Hulaipole", "UA")}
    assert {c.match for c in gazetteer.alike("Hulaipole", "UA")} == {"alike"}
    assert gazetteer.alike("Hulaipole", "SY") == ()
    assert gazetteer.alike("Suny", "UA") == ()  # short names are alike by chance


def test_a_look_up_takes_less_than_fifty_microseconds(gazetteer: Gazetteer) -> None:
    names = [c.name for first in ("Springfield", "San Antonio", "Pokrovsk", "Berlin") for c in gazetteer.find(first)]
    fresh = Gazetteer.open()
    started = time.perf_counter()
    for name in names:
        fresh.find(name)
    assert (time.perf_counter() - started) / len(names) < 5e-4  # ten times as long, for a busy machine


def test_the_users_place_wins_over_a_namesake_of_its_country_and_leaves_others(gazetteer: Gazetteer) -> None:
    mine = place(id="user:p", name="Pokrovsk", lat=48.1, lon=37.1)
    found = Gazetteer.open(user=[mine]).find("pokrovsk")
    assert [c.id for c in found if c.country == "UA" and c.kind == "settlement"] == ["user:p"]
    assert any(c.country == "RU" for c in found)


def test_the_users_list_changes_the_digest(gazetteer: Gazetteer) -> None:
    assert len(gazetteer.digest) == 64
    assert Gazetteer.open().digest == gazetteer.digest
    assert Gazetteer.open(user=[place()]).digest != gazetteer.digest
    assert Gazetteer.open(user=[place(), place(id="user:2")]).digest == Gazetteer.open(user=[place(id="user:2"), place()]).digest


def test_a_missing_or_broken_table_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ResourceMissing, match="reinstall montjoie"):
        Gazetteer.open(tmp_path / "places.sqlite")
    (tmp_path / "broken.sqlite").write_bytes(b"not a table" * 200)
    with pytest.raises(ResourceMissing, match="cannot be read"):
        Gazetteer.open(tmp_path / "broken.sqlite")


@pytest.mark.parametrize(
    ("name", "folded"),
    [("Dayr az-Zawr", "dayr az zawr"), ("‘Ayn al ‘Arab", "ayn al arab"), ("Łódź", "lodz"),
     ("St. Petersburg", "st petersburg"), ("Київ", "киів"),
     ("İdlib", "idlib"), ("  Al–Bāb ", "al bab")],
)  # fmt: skip
def test_names_are_folded(name: str, folded: str) -> None:
    assert fold(name) == folded


def test_articles_and_generic_words_are_told_apart_from_names() -> None:
    assert without_article("al bab") == "bab"
    assert without_article("aleppo") == "aleppo"
    assert split_generic("province of idlib") == ("idlib", "region")
    assert split_generic("oblast") == ("oblast", None)


def test_a_list_is_taken_whole_with_its_codes_and_further_columns(tmp_path: Path) -> None:
    file = tmp_path / "places.csv"
    file.write_text(
        "\ufeffName,lat,lon,kind,within,country,aliases,pcode,note\n"
        "Verkhnia Balka,47.5,36.0,settlement,Zaporizhzhia Oblast,UA,Verkhnyaya Balka; Верхня Балка,UA2306,seen\n\n"
        'Camp "Sunrise", 13.4 ,25.3,site,North Darfur,SD,,,\n',
        encoding="utf-8",
    )
    first, second = read_place_list(file)
    assert (first.name, first.code, first.further) == ("Verkhnia Balka", "UA2306", (("note", "seen"),))
    assert first.aliases == ("Verkhnyaya Balka", "Верхня Балка")
    assert first.id.startswith("user:")
    assert (second.lat, second.kind, second.code) == (13.4, "site", None)
    assert read_place_list(file) == (first, second)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Balka,91,36,settlement,,UA,", "lat 91 is not between -90 and 90"), ("Balka,47,181,settlement,,UA,", "lon 181 is not between"),
        ("Balka,north,36,settlement,,UA,", 'lat "north" is not a number'), ("Balka,nan,36,settlement,,UA,", 'lat "nan" is not a number'),
        ("Balka,47,36,hamlet,,UA,", 'unknown kind "hamlet"'), ("Balka,47,36,settlement,,UKR,", '"UKR" is not a country code'),
        ("Balka,47,36,settlement,,ua,", '"ua" is not a country code'), ("Balka,47,36,settlement,,,", "needs its country code"),
        ("Balka,47,36,settlement,,UA,Syria", '"Syria" would shadow the country SY'), (",47,36,settlement,,UA,", "has no name"),
        ("Russia,47,36,settlement,,UA,", "would shadow the country RU"), ("Balka,47,36,settlement,UA,", "has fewer cells"),
        ("Balka,47,36,settlement,a,UA,,x", "has more cells"),
    ],
)  # fmt: skip
def test_a_faulty_line_is_refused_by_its_number(tmp_path: Path, line: str, reason: str) -> None:
    file = tmp_path / "places.csv"
    file.write_text(f"{HEADER}Good,47,36,settlement,,UA,\n{line}\n", encoding="utf-8")
    with pytest.raises(ListError) as refused:
        read_place_list(file)
    assert "line 3: " in str(refused.value)
    assert reason in str(refused.value)


def test_all_faults_are_told_at_once_and_at_most_twenty_shown(tmp_path: Path) -> None:
    file = tmp_path / "places.csv"
    file.write_text(HEADER + "".join(f"Balka {n},x,36,settlement,,UA,\n" for n in range(25)), encoding="utf-8")
    with pytest.raises(ListError, match="25 faults, nothing was taken") as refused:
        read_place_list(file)
    assert str(refused.value).count("is not a number") == 20
    assert str(refused.value).endswith("and 5 more")


def test_a_duplicate_names_the_line_that_it_repeats(tmp_path: Path) -> None:
    file = tmp_path / "places.csv"
    file.write_text(f"{HEADER}Balka,47,36,settlement,,UA,\nbalka,48,37,settlement,,UA,\n", encoding="utf-8")
    with pytest.raises(ListError, match='line 3: "balka" is already in line 2'):
        read_place_list(file)


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"name;lat;lon\n", "missing column"), (b"", "missing column"), (b"name,lat,lon,kind,within,country\n", "missing column aliases"),
     (HEADER.encode() + b"B\xe9,1,2,settlement,,UA,\n", "is not UTF-8")],
)  # fmt: skip
def test_a_file_that_is_no_such_list_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / "places.csv").write_bytes(content)
    with pytest.raises(ListError, match=reason):
        read_place_list(tmp_path / "places.csv")


def test_a_list_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ListError, match="cannot be read"):
        read_place_list(tmp_path / "nowhere.csv")


def test_the_reference_page_says_what_the_tables_have() -> None:
    root = Path(__file__).parents[2]
    spec = importlib.util.spec_from_file_location("write_reference", root / "gazetteer" / "write_reference.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    assert script.page() == script.PAGE.read_text(encoding="utf-8"), "run: python gazetteer/write_reference.py"
