"""Places in their sentences: which place, which level, how the event stands to it, and what stays unresolved."""

import re

import pytest

from montjoie.ground.gazetteer import Gazetteer
from montjoie.ground.place_choice import distance_km
from montjoie.ground.place_lists import UserPlace
from montjoie.ground.places import resolve_places
from montjoie.schema import PlaceKind, PlaceWords, Span, Where


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def resolve(marked: str, gazetteer: Gazetteer, *, outlet: str | None = None) -> list[Where]:
    """Resolve the words in [brackets] of a sentence."""
    text, spans = "", []
    for part in re.split(r"(\[[^\]]*\])", marked):
        words = part.strip("[]") if part.startswith("[") else part
        if part.startswith("["):
            spans.append(Span(start=len(text), end=len(text) + len(words)))
        text += words
    return list(resolve_places(text, [PlaceWords(span=span) for span in spans], gazetteer, outlet_country=outlet))


@pytest.mark.parametrize(
    ("sentence", "name", "kind", "country"),
    [
        # a city and its region bear the same name: the words around decide
        ("Drones struck [Kherson] in Ukraine.", "Kherson", "settlement", "UA"),
        ("Drones struck the city of [Kherson] in Ukraine.", "Kherson", "settlement", "UA"),
        ("Fields burned in the [Kherson] region of Ukraine.", "Kherson Oblast", "region", "UA"),
        ("Fields burned in [Kherson region], Ukraine.", "Kherson Oblast", "region", "UA"),
        ("Shells fell in [Idlib province], Syria.", "Idlib Governorate", "region", "SY"),
        ("Shells fell in the town of [Idlib] in Syria.", "Idlib", "settlement", "SY"),
        ("Shells fell in the province of [Aleppo], Syria.", "Aleppo Governorate", "region", "SY"),
        ("Shells fell in [Aleppo], Syria.", "Aleppo", "settlement", "SY"),
        ("Ukraine lost ground in [Zaporizhzhia] and Luhansk oblasts.", "Zaporizhzhia Oblast", "region", "UA"),
        ("Sirens sounded in the Ukrainian cities of Sumy and [Chernihiv].", "Chernihiv", "settlement", "UA"),
        ("Ukraine named four regions: Sumy, Kharkiv and [Chernihiv].", "Chernihiv Oblast", "region", "UA"),
        ("Ukraine said a district of [Kharkiv] was hit.", "Kharkiv", "settlement", "UA"),
        ("The Ukrainian army left the [Donetsk] town of Avdiivka.", "Donetsk Oblast", "region", "UA"),
        ("Fighting goes on in [Luhansk], Ukraine.", "Luhansk Oblast", "region", "UA"),
        ("Rockets hit the city of [Luhansk], Ukraine.", "Luhansk", "settlement", "UA"),
        ("Air raids killed ten in [Gaza], Palestinian medics said.", "Gaza Strip", "region", "PS"),
        ("Air raids killed ten in [Gaza City], Palestinian medics said.", "Gaza City", "settlement", "PS"),
        # old and new spellings, other scripts
        ("Missiles fell on [Kharkov], Ukraine.", "Kharkiv", "settlement", "UA"),
        ("Missiles fell on [Zaporozhye], Ukraine.", "Zaporizhzhia", "settlement", "UA"),
        ("Syrian jets bombed [Deir ez-Zour].", "Deir ez-Zor", "settlement", "SY"),
        ("Syrian jets bombed [al-Rastan].", "Al-Rastan", "settlement", "SY"),
        ("Обстріляли [Харків], Україна.", "Kharkiv", "settlement", "UA"),
        # the document's country decides between namesakes
        ("Russian shells hit [Pokrovsk], the Ukrainian army said.", "Pokrovsk", "settlement", "UA"),
        ("A blast shook [Tripoli] as Libyan factions met in Libya.", "Tripoli", "settlement", "LY"),
        ("A blast shook [Tripoli] in northern Lebanon, Lebanese media said.", "Tripoli", "settlement", "LB"),
        ("Syrian planes struck [Hama].", "Hama", "settlement", "SY"),
        ("Talks in [Geneva] on the Syrian war ended.", "Geneva", "settlement", "CH"),
        ("The envoys flew to [Istanbul].", "Istanbul", "settlement", "TR"),
        # countries, seas, regions, sites
        ("The envoy left [Syria].", "Syria", "country", "SY"),
        ("The envoy left the [DRC].", "Democratic Republic of the Congo", "country", "CD"),
        ("They crossed into [Georgia] from Russia.", "Georgia", "country", "GE"),
        ("Many [Ukrainian] cities were dark.", "Ukraine", "country", "UA"),
        ("Rockets fell on [Russian soil].", "Russia", "country", "RU"),
        ("A drone fell into the [Black Sea].", "Black Sea", "sea", None),
        ("A tanker was hit in the [Bab al-Mandab Strait].", "Bab el-Mandeb", "sea", None),
        ("The front in [Donbass] moved.", "Donbas", "region", "UA"),
        ("Jets bombed [Eastern Ghouta] near Damascus.", "Eastern Ghouta", "region", "SY"),
        ("Settlers attacked a village in the [West Bank].", "West Bank", "region", "PS"),
        ("The last defenders of [Azovstal] gave up.", "Azovstal steelworks", "site", "UA"),
        ("Shells hit the [Zaporizhzhya nuclear power plant].", "Zaporizhzhia Nuclear Power Plant", "site", "UA"),
        ("Rebels attacked [North Kivu], Congolese officials said.", "North Kivu", "region", "CD"),
    ],
)  # fmt: skip
def test_a_place_is_resolved(gazetteer: Gazetteer, sentence: str, name: str, kind: PlaceKind, country: str | None) -> None:
    (where,) = resolve(sentence, gazetteer)
    assert (where.name, where.kind, where.country) == (name, kind, country)
    assert where.lat is not None
    assert where.radius_km is not None
    assert where.id is not None
    assert where.basis.startswith(where.id)


@pytest.mark.parametrize(
    ("sentence", "relation", "precision", "least_km"),
    [
        ("A mine went off in [Kirkuk], Iraq.", "at", 1, 2),
        ("A mine went off 6 km from [Daquq], Iraq.", "near", 2, 6),
        ("A mine went off 6 km (4 miles) north of the town of [Daquq], Iraq.", "direction", 2, 4),
        ("A mine went off some 60 miles south-west of [Kirkuk], Iraq.", "direction", 5, 38),
        ("A mine went off near [Kirkuk], Iraq.", "near", 2, 12),
        ("A mine went off close to the city of [Kirkuk], Iraq.", "near", 2, 12),
        ("A mine went off just outside [Kirkuk], Iraq.", "outside", 2, 10),
        ("A mine went off on the outskirts of [Kirkuk], Iraq.", "outside", 2, 10),
        ("A mine went off east of [Kirkuk], Iraq.", "direction", 2, 15),
        ("A mine went off between [Kirkuk] and Tikrit, Iraq.", "between", 5, 25),
        ("A mine went off between Tikrit and [Kirkuk], Iraq.", "between", 5, 25),
        ("A mine went off on the road to [Kirkuk], Iraq.", "along", 5, 25),
        ("Guns fell silent in the nearby city of [Kirkuk], Iraq.", "at", 1, 2),
        ("Graves were found in the Kyiv suburb of [Bucha], Ukraine.", "at", 1, 2),
        ("Graves were found in a suburb of [Kyiv], Ukraine.", "outside", 2, 10),
        ("A ship sank off the coast of [Yemen].", "off", 7, 40),
        ("Gunfire was heard around noon in the city of [Kirkuk], Iraq.", "at", 1, 2),
        ("A ship was hit some miles off [Hodeidah], Yemen.", "off", 7, 40),
        ("Fighting was reported in [Kirkuk province], Iraq.", "at", 4, 50),
        ("Fighting was reported in [northern Iraq].", "at", 5, 300),
        ("Fighting was reported in the [Kirkuk] area, Iraq.", "near", 2, 10),
        ("Fighting was reported in northern [Hama province], Syria.", "at", 5, 50),
        ("Fighting was reported in the [Idlib countryside], Syria.", "at", 5, 40),
        ("Fighting was reported in [Iraq].", "at", 6, 300),
        ("Fighting was reported in the [Red Sea].", "at", 7, 500),
        ("Fighting was reported in [Donbas], Ukraine.", "at", 5, 100),
        ("Fighting was reported in [Kramatorsk district], Ukraine.", "at", 3, 30),
    ],
)  # fmt: skip
def test_the_words_around_say_how_the_event_stands_to_the_place(
    gazetteer: Gazetteer, sentence: str, relation: str, precision: int, least_km: float
) -> None:
    (where,) = resolve(sentence, gazetteer)
    assert (where.relation, where.precision) == (relation, precision)
    assert where.radius_km is not None
    assert where.radius_km >= least_km


@pytest.mark.parametrize(
    ("sentence", "lat", "lon", "within_km"),
    [
        ("A mine went off 20 km south of [Melitopol], Ukraine.", 46.667, 35.382, 2),  # 46.847, 35.382 is the town
        ("A mine went off 20 kilometres to the north-east of [Melitopol], Ukraine.", 46.974, 35.567, 2),
        ("A mine went off some 10 miles west of the city of [Melitopol], Ukraine.", 46.847, 35.171, 2),
        ("A mine went off [30 km east of Melitopol], Ukraine.", 46.847, 35.776, 2),
        ("A mine went off 20 km from [Melitopol], Ukraine.", 46.847, 35.382, 2),  # no direction: around the town
        ("A convoy was hit between [Melitopol] and Tokmak, Ukraine.", 47.05, 35.545, 3),  # half way
        ("A convoy was hit between Tokmak and [Melitopol], Ukraine.", 47.05, 35.545, 3),
    ],
)
def test_a_place_lies_where_its_relation_puts_it(gazetteer: Gazetteer, sentence: str, lat: float, lon: float, within_km: float) -> None:
    (where,) = resolve(sentence, gazetteer)
    assert where.lat is not None
    assert where.lon is not None
    assert distance_km(where.lat, where.lon, lat, lon) <= within_km
    town = gazetteer.find("Melitopol")[0]
    assert where.radius_km is not None
    assert where.precision != 1
    if where.relation == "near":
        assert where.radius_km >= 20
    if where.relation == "between":  # both ends lie inside
        assert where.radius_km >= distance_km(where.lat, where.lon, town.lat, town.lon)


@pytest.mark.parametrize(
    ("sentence", "determined"),
    [
        ("Explosions were reported in [Sumy], Ukraine.", False),
        ("Explosions shook apartment blocks in [Sumy], Ukraine.", True),
        ("Explosions were reported in the city of [Sumy], Ukraine.", True),
        ("Explosions were reported in [Sumy region], Ukraine.", True),
        ("Explosions were reported in [Kharkiv], Ukraine.", True),  # a bare name so large a city bears is the city's
        ("Explosions were reported in [Konotop], Ukraine.", True),  # no region bears it
        ("Explosions were reported in [Sumy], Ukraine. Later the Sumy region was shelled.", False),
        ("Explosions were reported in [Sumy], Ukraine. Later the city of Sumy was shelled.", True),
    ],
)
def test_a_name_that_is_a_city_and_its_region_is_undetermined_between_the_two(
    gazetteer: Gazetteer, sentence: str, determined: bool
) -> None:
    where = resolve(sentence, gazetteer)[0]
    assert (where.candidates == ()) is determined
    if not determined:
        assert where.candidates == ("geonames:692194", "admin1:UA.21")
        assert where.precision == 4
        assert where.radius_km is not None
        assert where.radius_km > 80
        assert where.basis.endswith("city or region")


def test_an_unresolved_name_offers_its_candidates_the_likeliest_first(gazetteer: Gazetteer) -> None:
    (where,) = resolve(
        "A bomb went off in [Springfield]. American police closed roads in Illinois and across the United States.", gazetteer
    )
    offered = [gazetteer.by_id(place) for place in where.candidates]
    assert where.lat is not None or (offered[0] is not None and offered[0].within == "Illinois")


@pytest.mark.parametrize(
    ("sentence", "within"),
    [
        ("One woman died in [Glasgow], Ky., on Monday.", "Kentucky"),
        ("A man from [Paris], Texas, was held.", "Texas"),
        ("Sirens in [Paris, Texas], on Monday.", "Texas"),
        ("A fair opened in [London], Ont., on Monday.", "Ontario"),
        ("A court sat in [Walker County], Texas.", "Texas"),
        ("A mine went off in the village of [Novoselivka] in Donetsk Oblast, Ukraine.", "Donetsk Oblast"),
    ],
)
def test_a_division_that_stands_with_a_name_chooses_among_namesakes(gazetteer: Gazetteer, sentence: str, within: str) -> None:
    where = resolve(sentence, gazetteer)[0]
    assert where.within == within or where.basis.startswith("unresolved: ")  # several in the division: not known
    assert where.country in ("US", "CA", "UA")


@pytest.mark.parametrize(
    ("sentence", "name", "precision"),
    [
        ("Voters in [Missouri] went to the polls, American media said.", "Missouri", 4),
        ("Voters in [Georgia] went to the polls, as in Ohio and Texas, American media said.", "Georgia", 4),
        ("Voters in [Georgia] went to the polls in Tbilisi.", "Georgia", 6),
        ("Floods hit [Kanawha County], West Virginia.", "Kanawha County", 3),
        ("Clashes went on in [Hubaysh district], Yemen.", "Hubaysh District", 3),
    ],
)
def test_a_division_is_known_by_its_bare_name_and_a_county_by_its_noun(
    gazetteer: Gazetteer, sentence: str, name: str, precision: int
) -> None:
    where = resolve(sentence, gazetteer)[0]
    assert (where.name, where.precision) == (name, precision)


@pytest.mark.parametrize(
    ("sentence", "basis", "country"),
    [
        ("The army shelled the village of [Qarnabesh], Syria.", "unresolved: not in the gazetteer", "SY"),
        ("People fled [Shibam] for other camps in Sudan, Sudanese aid workers in Darfur said.", "elsewhere: YE", "SD"),
        ("A bomb went off in [Lamesa].", "nothing tells of", None),
        ("A bomb went off in [Springfield].", "places of this name, in US", "US"),
        ("Shots were heard in [Ivanivka], Ukraine.", "places of this name, in UA", "UA"),
        ("The envoy spoke of peace in [Europe].", "unresolved: larger than a country", None),
        ("The army took [the village].", "unresolved: not in the gazetteer", None),
    ],
)
def test_what_nothing_tells_apart_stays_unresolved(gazetteer: Gazetteer, sentence: str, basis: str, country: str | None) -> None:
    (where,) = resolve(sentence, gazetteer)
    assert where.lat is None
    assert where.lon is None
    assert where.precision is None
    assert where.id is None
    assert where.basis.startswith("unresolved: ")
    assert basis in where.basis
    assert where.country == country


def test_two_countries_that_are_told_of_alike_leave_a_namesake_ambiguous(gazetteer: Gazetteer) -> None:
    (where,) = resolve("Shells from Ukraine and shells from Russia were said to have hit [Ivanovka].", gazetteer)
    assert where.lat is None
    assert where.basis.startswith("unresolved: ambiguous: ")
    assert "RU" in where.basis
    assert "UA" in where.basis


def test_an_unknown_name_is_put_in_the_country_that_the_document_is_about_and_says_so(gazetteer: Gazetteer) -> None:
    text = "Syria's air force hit Aleppo and Homs. Syrian rescuers said eight died in [Qarnabesh]."
    (where,) = resolve(text, gazetteer)
    assert (where.country, where.kind, where.lat) == ("SY", "settlement", None)
    assert where.basis == "unresolved: not in the gazetteer; country from the document"


@pytest.mark.parametrize(
    ("text", "within", "basis"),
    [
        ("In Syria the village of [Qarnabesh] in Hama province was shelled.", "Hama Governorate", "division named with it"),
        ("Syria's state agency said that Syrian rockets hit farms of Hama province, and people fled [Qarnabesh].", "Hama Governorate", "division named beside it"),
        ("Syria's war reached Idlib province. Shops shut in Saraqib, Idlib. Eight died. Then [Qarnabesh] fell.", "Idlib Governorate", "division from the document"),
        ("In Syria planes hit Hama province, Homs province and [Qarnabesh].", None, "country from the document"),
    ],
)  # fmt: skip
def test_an_unknown_place_lies_in_the_division_that_the_text_tells(gazetteer: Gazetteer, text: str, within: str | None, basis: str) -> None:
    (where,) = resolve(text, gazetteer)
    assert (where.lat, where.within) == (None, within)
    assert where.basis.endswith(basis)


def test_a_basis_never_quotes_the_text(gazetteer: Gazetteer) -> None:
    text = "Syria's army shelled [Qarnabesh], [Idlib], the [Blue Mill] and [Saraqib]."
    for where in resolve(text, gazetteer):
        assert not {"Qarnabesh", "Idlib", "Blue", "Mill", "Saraqib"} & set(re.findall(r"\w+", where.basis))


def test_neighbours_choose_between_namesakes_of_one_country(gazetteer: Gazetteer) -> None:
    north, _ = resolve("In Ukraine, [Krasnopillia] and [Sumy] were shelled; both lie in Sumy region.", gazetteer)
    assert north.within == "Sumy Oblast"


def test_a_quarter_is_no_division_of_another_country(gazetteer: Gazetteer) -> None:
    (where,) = resolve("Syrian rebels left the [Sahel district] of the town in Syria.", gazetteer)
    assert (where.lat, where.country) == (None, "SY")


def test_an_airport_in_a_name_that_is_mostly_a_region_is_in_the_city(gazetteer: Gazetteer) -> None:
    assert resolve("The airport in [Donetsk], Ukraine, was in ruins.", gazetteer)[0].name == "Donetsk"


def test_a_suburb_is_outside(gazetteer: Gazetteer) -> None:
    (where,) = resolve("Jets bombed a [Damascus suburb], Syria.", gazetteer)
    assert (where.relation, where.precision) == ("outside", 2)


def test_a_border_of_two_is_a_line(gazetteer: Gazetteer) -> None:
    assert resolve("She went to the [Ukrainian]-Polish border.", gazetteer)[0].precision == 5


def test_its_north_is_of_what_was_just_named_and_so_not_known(gazetteer: Gazetteer) -> None:
    assert resolve("Syrian troops left Aleppo, Syria. Rebels hold [its north].", gazetteer)[0].lat is None


def test_a_division_that_is_named_chooses_between_namesakes(gazetteer: Gazetteer) -> None:
    _, place = resolve("In [Odesa region], Ukraine, a drone fell on [Mykhailivka].", gazetteer)
    assert place.within == "Odesa Oblast"


def test_a_border_is_no_point_in_the_country(gazetteer: Gazetteer) -> None:
    (where,) = resolve("Troops massed near the border with [Ukraine].", gazetteer)
    assert (where.name, where.kind, where.country, where.relation) == ("Ukraine border", "other", "UA", "along")


def test_part_of_a_country_keeps_its_words_and_the_countrys_reach(gazetteer: Gazetteer) -> None:
    (where,) = resolve("Rain stopped the fighting in [eastern Ukraine].", gazetteer)
    assert (where.name, where.kind, where.country) == (None, "region", "UA")
    assert where.basis == "part of country:UA, name"


def test_a_quarter_is_located_by_its_city(gazetteer: Gazetteer) -> None:
    (where,) = resolve("Mortars fell on the [al-Midan neighbourhood] of Aleppo, Syria.", gazetteer)
    assert (where.name, where.kind, where.within, where.country) == (None, "district", "Aleppo", "SY")
    assert where.id is None
    assert where.basis.startswith("held by geonames:")


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Tanks reached [Shejaiya] in Gaza City, Palestinian medics said.", "quarter:shejaiya-gaza-city"),
        ("Mortars fell on [al-Midan], a quarter of Damascus, Syria.", "quarter:midan-damascus"),
        ("Mortars fell on [al-Midan] in Aleppo, Syria.", None),  # Aleppo has one too, which the gazetteer lacks
        ("The army holds [Robotyne], Ukraine.", "village:robotyne-ua"),
    ],
)
def test_quarters_are_of_the_city_that_is_told_of(gazetteer: Gazetteer, sentence: str, found: str | None) -> None:
    assert resolve(sentence, gazetteer)[0].id == found


def test_an_airport_is_located_by_the_town_it_is_named_for(gazetteer: Gazetteer) -> None:
    (where,) = resolve("Ukraine said drones hit [Kramatorsk airport].", gazetteer)
    assert (where.kind, where.precision, where.country) == ("site", 2, "UA")


def test_the_city_points_back_to_the_last_one_named(gazetteer: Gazetteer) -> None:
    _, city = resolve("Rebels entered [Saraqib], Syria, at dawn. By noon they held [the city].", gazetteer)
    assert (city.name, city.basis) == ("Saraqib", "geonames:164816, named before")


def test_the_capital_is_that_of_the_country_the_document_is_about(gazetteer: Gazetteer) -> None:
    (where,) = resolve("Sudan's army and its rivals fought on in Sudan; gunfire was heard in [the capital].", gazetteer)
    assert (where.name, where.country) == ("Khartoum", "SD")


@pytest.mark.parametrize(
    ("spelling", "name", "ending"),
    [
        ("Vuhlledar", "Vuhledar", ", alike"),
        ("Hulaipole", "Hulaipole", "not in the gazetteer"),
    ],  # two places are spelled nearly as the latter
)
def test_a_close_spelling_is_taken_only_where_it_is_the_only_one(gazetteer: Gazetteer, spelling: str, name: str, ending: str) -> None:
    (where,) = resolve(f"Ukraine's army held [{spelling}], Ukraine's staff said; Ukrainian guns answered.", gazetteer)
    assert where.name == name
    assert where.basis.endswith(ending)


@pytest.mark.parametrize(
    ("words", "name", "kind"),
    [
        ("Qarnabesh village", "Qarnabesh", "settlement"),
        ("al-Qarnabi neighbourhood", "al-Qarnabi", "district"),
        ("the village", None, "settlement"),
    ],
)
def test_what_is_not_in_the_gazetteer_keeps_the_name_in_its_words(gazetteer: Gazetteer, words: str, name: str | None, kind: str) -> None:
    (where,) = resolve(f"Syria's army shelled [{words}]; Syrian state media said so, and Syria denied it.", gazetteer)
    assert (where.name, where.kind, where.country, where.id) == (name, kind, "SY", None)


def test_a_country_that_lost_its_apostrophe_is_the_country(gazetteer: Gazetteer) -> None:
    (where,) = resolve("The raid hit [Syrias] north, the agency said.", gazetteer)
    assert (where.name, where.kind) == ("Syria", "country")


def test_the_outlets_country_weighs_least(gazetteer: Gazetteer) -> None:
    (where,) = resolve("Syrian planes struck [Hama].", gazetteer, outlet="JP")
    assert where.country == "SY"


def user_place(**changes: object) -> UserPlace:
    fields: dict[str, object] = {
        "id": "user:1", "name": "Qarnabesh", "lat": 35.9, "lon": 36.7, "kind": "settlement", "within": "Idlib Governorate", "country": "SY",
        "aliases": ("Karnabish",), "radius_km": 3.0, "code": "SY070101",
    }  # fmt: skip
    return UserPlace(**(fields | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize("spelling", ["Qarnabesh", "Karnabish", "al-Qarnabesh"])
def test_the_users_list_resolves_a_village_that_no_gazetteer_has(spelling: str) -> None:
    (where,) = resolve(f"Syria's army shelled [{spelling}].", Gazetteer.open(user=[user_place()]))
    assert (where.name, where.within, where.country, where.lat, where.code) == ("Qarnabesh", "Idlib Governorate", "SY", 35.9, "SY070101")
    assert where.id == "user:1"


def test_the_users_place_wins_over_the_packages_namesake() -> None:
    mine = user_place(name="Saraqib", lat=35.5, lon=36.5, aliases=())
    (where,) = resolve("Syria's army shelled [Saraqib].", Gazetteer.open(user=[mine]))
    assert (where.id, where.lat) == ("user:1", 35.5)


def given(gazetteer: Gazetteer, words: str, **values: str) -> Where:
    text = f"Reports came from {words} that day."
    at = text.index(words)
    place = PlaceWords(span=Span(start=at, end=at + len(words)), **values)  # type: ignore[arg-type]
    return resolve_places(text, [place], gazetteer, given=True)[0]


def test_a_coders_values_are_kept_and_located(gazetteer: Gazetteer) -> None:
    where = given(gazetteer, "the town", name="Saraqeb", within="Idlib", country="SY", kind="settlement")
    assert (where.name, where.within, where.country, where.kind) == ("Saraqeb", "Idlib", "SY", "settlement")
    assert where.lat == pytest.approx(35.86, abs=0.01)
    assert where.basis == "given, located by geonames:164816"


def test_a_coders_missing_division_is_filled_in(gazetteer: Gazetteer) -> None:
    assert given(gazetteer, "Saraqib", name="Saraqib", country="SY", kind="settlement").within == "Idlib Governorate"


def test_a_coders_kind_chooses_the_level(gazetteer: Gazetteer) -> None:
    assert given(gazetteer, "Kherson", name="Kherson", country="UA", kind="region").id == "admin1:UA.08"
    assert given(gazetteer, "Kherson", name="Kherson", country="UA", kind="settlement").id == "geonames:706448"


def test_a_coders_country_is_never_overruled(gazetteer: Gazetteer) -> None:
    where = given(gazetteer, "Shibam", name="Shibam", country="SD", kind="settlement")
    assert (where.name, where.country, where.lat, where.basis) == ("Shibam", "SD", None, "given, not in the gazetteer")


def test_a_coders_quarter_is_located_by_its_city(gazetteer: Gazetteer) -> None:
    where = given(gazetteer, "Akrameh", name="Akrameh", within="Homs", country="SY", kind="district")
    assert (where.name, where.within, where.id) == ("Akrameh", "Homs", None)
    assert where.lat == pytest.approx(34.73, abs=0.05)
    assert where.basis.startswith("given, within geonames:")


def test_the_answers_come_in_the_order_of_the_words_and_are_the_same_each_time(gazetteer: Gazetteer) -> None:
    text = "From [Homs] to [Hama] and on to [Aleppo], Syria."
    first = resolve(text, gazetteer)
    assert [where.name for where in first] == ["Homs", "Hama", "Aleppo"]
    assert first == resolve(text, Gazetteer.open())
    assert resolve_places("No place here.", [], gazetteer) == ()
