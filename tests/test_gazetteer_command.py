"""The user's own places: three kinds of file, taken whole or refused by line, in force in the record from then on."""

from pathlib import Path

import pytest

from montjoie import pipeline
from montjoie.errors import ListError
from montjoie.ground import Gazetteer, read_place_list
from montjoie.ground.places import resolve_places
from montjoie.place_answers import find_places, place_lines
from montjoie.schema import PlaceWords, Span

OWN = "name,lat,lon,kind,within,country,aliases,pcode\nZzorivka,48.1,37.2,settlement,Donetsk Oblast,UA,Zorivka Druha,UA1400001\n"
GEONAMES = (
    "9900001\tVerkhnia Zzhoda\tVerkhnia Zzhoda\tVerkhnyaya Zzhoda,Верхня Ззгода,Georgia,UAZZ\t48.2\t37.3\tP\tPPL\tUA\t\t05\t\t\t\t310\t\t150\tEurope/Kyiv\t2020-01-01\n"
    "9900002\tZzhodivskyi Raion\tZzhodivskyi Raion\t\t48.3\t37.4\tA\tADM2\tUA\t\t05\t1\t\t\t0\t\t150\tEurope/Kyiv\t2020-01-01\n"
    "9900003\tZzhoda Airfield\tZzhoda Airfield\t\t48.4\t37.5\tS\tAIRF\tUA\t\t05\t\t\t\t0\t\t150\tEurope/Kyiv\t2020-01-01\n"
    "9900004\tOld Zzhoda\tOld Zzhoda\t\t48.4\t37.5\tP\tPPLH\tUA\t\t05\t\t\t\t0\t\t150\tEurope/Kyiv\t2020-01-01\n"
)
OCHA = (
    "ADM0_EN,ADM0_PCODE,ADM1_EN,ADM1_PCODE,ADM2_EN,ADM2_PCODE,ADM3_EN,ADM3_PCODE,ADM4_EN,ADM4_UA,ADM4_PCODE,Latitude,Longitude\n"
    "#country+name,#country+code,#adm1+name,#adm1+code,#adm2+name,#adm2+code,#adm3+name,#adm3+code,#adm4+name,#adm4+name,#adm4+code,#geo+lat,#geo+lon\n"
    "Ukraine,UA,Donetska,UA14,Kramatorskyi,UA1412,Zzhodivska,UA141299,Zzhodivka,Ззгодівка,UA1412990001,48.5,37.6\n"
    "Ukraine,UA,Donetska,UA14,Zzhodskyi,UA1413,,,,,,48.6,37.7\n"
)


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    made = {"own": tmp_path / "own.csv", "geonames": tmp_path / "UA.txt", "ocha": tmp_path / "ukr_admin.csv"}
    for name, content in (("own", OWN), ("geonames", GEONAMES), ("ocha", OCHA)):
        made[name].write_text(content, encoding="utf-8")
    return made


def test_a_geonames_file_gives_settlements_lower_divisions_and_sites(files: dict[str, Path]) -> None:
    town, raion, field = read_place_list(files["geonames"])
    assert (town.id, town.kind, town.country, town.within, town.population) == (
        "geonames:9900001", "settlement", "UA", "Donetsk Oblast", 310,
    )  # fmt: skip
    assert town.aliases == ("Verkhnyaya Zzhoda", "Верхня Ззгода")  # no code, and no country's name
    assert (raion.kind, field.kind) == ("region", "site")


def test_an_ocha_table_gives_each_line_its_lowest_level_with_its_code(files: dict[str, Path]) -> None:
    village, raion = read_place_list(files["ocha"])
    assert (village.name, village.kind, village.within, village.country) == ("Zzhodivka", "settlement", "Donetska", "UA")
    assert (village.code, village.aliases) == ("UA1412990001", ("Ззгодівка",))
    assert (raion.name, raion.kind, raion.code) == ("Zzhodskyi", "region", "UA1413")


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("UA.txt", GEONAMES.replace("48.2", "98.2"), "line 1: lat 98.2 is not between -90 and 90"),
        ("UA.txt", GEONAMES + "9900005\tShort\n", "line 5: has fewer cells"),
        ("o.csv", OCHA.replace("48.5", "here"), 'line 3: lat "here" is not a number'),
        ("o.csv", OCHA.replace("Zzhodivka,Ззгодівка", ",").replace("Zzhodivska,", ",").replace("Kramatorskyi", "Georgia"), "would shadow"),
        ("p.csv", OWN.replace("Zzorivka,", "Somalia,"), 'line 2: "Somalia" would shadow the country SO'),
        ("p.csv", OWN.replace("kind,", ""), "missing column kind"),
    ],
)  # fmt: skip
def test_a_faulty_file_is_refused_by_line_and_nothing_is_imported(tmp_path: Path, name: str, content: str, reason: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    record = tmp_path / "a.record"
    pipeline.import_places(record, [_written(tmp_path / "first.csv", OWN)])
    with pytest.raises(ListError) as told:
        pipeline.import_places(record, [_written(tmp_path / "second.csv", OWN.replace("Zzorivka", "Zzelene")), tmp_path / name])
    assert reason in str(told.value)
    assert find_places("Zzelene", country=None, record=record) == []
    assert [row["name"] for row in find_places("Zzorivka", country=None, record=record)] == ["Zzorivka"]


def test_what_was_imported_is_found_with_its_code_and_its_candidates(tmp_path: Path, files: dict[str, Path]) -> None:
    record = tmp_path / "a.record"
    assert pipeline.import_places(record, list(files.values())) == 6
    (row,) = find_places("Зорівка Друга".replace("Зорівка Друга", "Zorivka Druha"), country=None, record=record)
    assert (row["name"], row["code"], row["match"]) == ("Zzorivka", "UA1400001", "user")
    assert find_places("Zzorivka", country=None, record=None) == []
    assert [row["id"] for row in find_places("Верхня Ззгода", country="UA", record=record)] == ["geonames:9900001"]
    assert len(find_places("Pokrovsk", country=None, record=None)) > 1
    assert {row["match"] for row in find_places("Hulyaipolle", country="UA", record=None)} == {"alike"}
    assert "48.1000, 37.2000" in next(place_lines([row]))


def test_a_code_is_carried_through_and_a_lower_division_is_coded_as_one(files: dict[str, Path]) -> None:
    gazetteer = Gazetteer.open(user=(*read_place_list(files["own"]), *read_place_list(files["ocha"]), *read_place_list(files["geonames"])))
    text = "Ukrainian crews left Zzorivka and Zzhodskyi district and Verkhnyaya Zzhoda in Ukraine."
    words = [
        PlaceWords(span=Span(start=text.index(n), end=text.index(n) + len(n)))
        for n in ("Zzorivka", "Zzhodskyi district", "Verkhnyaya Zzhoda")
    ]
    village, raion, town = resolve_places(text, words, gazetteer)
    assert (village.code, village.precision) == ("UA1400001", 1)
    assert (raion.code, raion.precision) == ("UA1413", 3)
    assert (town.id, town.name, town.precision) == ("geonames:9900001", "Verkhnia Zzhoda", 1)


def _written(path: Path, content: str) -> Path:
    path.write_text(content, encoding="utf-8")
    return path
