"""The words for an actor come to the right actor, or to nobody with the reason."""

import time
from datetime import date

import pytest

from montjoie.ground.actor_list import ActorList, UserActor
from montjoie.ground.actors import ActorRole, ActorSpan, agencies_credited, resolve_actors, same_side
from montjoie.schema import Span, Who

ACTORS = ActorList.open()
DAY = date(2023, 5, 10)


def _who(text: str, words: str, role: ActorRole = "actor", *, full: str | None = None, day: date | None = DAY, last: bool = False) -> Who:
    start = text.rindex(words) if last else text.index(words)
    span = ActorSpan(span=Span(start=start, end=start + len(words)), full=full, role=role)
    return resolve_actors(text, [span], ACTORS, day=day)[0]


def _alone(words: str, role: ActorRole = "actor", day: date | None = DAY) -> Who:
    return _who(f"It was late when {words} spoke up again about the river.", words, role, day=day)


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("Russia", "state:RU"),
        ("the United States", "state:US"),
        ("U.S.", "state:US"),
        ("Moscow", "state:RU"),
        ("Kyiv", "state:UA"),
        ("the Kremlin", "pres:RU"),
        ("the White House", "pres:US"),
        ("Downing Street", "pmo:GB"),
        ("Russian", "state:RU"),
        ("the Russians", "state:RU"),
        ("the Ukrainian side", "state:UA"),
        ("Russian forces", "forces:RU"),
        ("Russian troops", "forces:RU"),
        ("the Russian army", "forces:RU"),
        ("the Ukrainian military", "forces:UA"),
        ("Ukraine's military", "forces:UA"),
        ("Moscow’s forces", "forces:RU"),
        ("the armed forces of Belarus", "forces:BY"),
        ("Syrias army", "forces:SY"),
        ("Syrian regime forces", "forces:SY"),
        ("two Russian soldiers", "forces:RU"),
        ("the IDF", "forces:IL"),
        ("Russian warplanes", "airforce:RU"),
        ("the Ukrainian Air Force", "airforce:UA"),
        ("the General Staff of the Ukrainian Armed Forces", "staff:UA"),
        ("Russia's defence ministry", "mod:RU"),
        ("the Russian Ministry of Defense", "mod:RU"),
        ("the Ministry of Defence of the Russian Federation", "mod:RU"),
        ("the Pentagon", "mod:US"),
        ("the State Department", "mfa:US"),
        ("the Ukrainian foreign ministry", "mfa:UA"),
        ("the Israeli parliament", "parl:IL"),
        ("the Ukrainian presidential office", "pres:UA"),
        ("the Serbian authorities", "gov:RS"),
        ("the authorities in Kyiv", "gov:UA"),
        ("the Assad regime", "gov:SY"),
        ("the Biden administration", "gov:US"),
        ("Putin's army", "forces:RU"),
        ("forces loyal to President Bashar al-Assad", "forces:SY"),
        ("Haftar's forces", "group:lna"),
        ("Hamas", "group:hamas"),
        ("Islamic State fighters", "group:is"),
        ("members of IS", "group:is"),
        ("the Lebanese Shiite movement Hezbollah", "group:hezbollah"),
        ("fighters from the YPG", "group:ypg"),
        ("Houthi rebels", "group:houthis"),
        ("Russian-backed separatists", "group:donbas-separatists"),
        ("the paramilitary Rapid Support Forces (RSF)", "group:rsf"),
        ("the US-led coalition", "group:oir"),
        ("NATO", "org:nato"),
        ("Nato", "org:nato"),
        ("the WHO", "org:who"),
        ("the Britain-based Syrian Observatory for Human Rights", "org:sohr"),
        ("Medical charity Médecins Sans Frontières", "org:msf"),
        ("Russia's Interfax news agency", "media:interfax"),
        ("the Reuters news agency", "media:reuters"),
        ("Zelensky", "person:volodymyr-zelensky"),
        ("President Volodymyr Zelenskiy", "person:volodymyr-zelensky"),
        ("Ukrainian President Volodymyr Zelenskyy", "person:volodymyr-zelensky"),
        ("Wołodymyr Zełenski", "person:volodymyr-zelensky"),
        ("Russian Foreign Minister Sergei Lavrov", "person:sergei-lavrov"),
        ("Deputy Prime Minister and Minister for Reintegration Iryna Vereshchuk", "person:iryna-vereshchuk"),
        ("the head of the Zaporizhzhia regional military administration Oleksandr Starukh", "person:oleksandr-starukh"),
        ("Kyrylo Tymoshenko, deputy head of the Office of President Volodymyr Zelensky", "person:kyrylo-tymoshenko"),
        ("Dmytro Orlov, mayor of Enerhodar", "person:dmytro-orlov"),
        ("Prime Minister Sunak", "person:rishi-sunak"),
        ("Defense Secretary Austin", "person:lloyd-austin"),
        ("the French president", "person:emmanuel-macron"),
        ("Russia's leader", "person:vladimir-putin"),
        ("the Kremlin leader", "person:vladimir-putin"),
        ("Foreign Minister Dmytro Kulebba", "person:dmytro-kuleba"),
        ("the Donetsk regional administration", "body:donetsk-rma"),
    ],
)
def test_words_come_to_a_known_actor(words: str, wanted: str) -> None:
    who = _alone(words)
    assert who.id == wanted, who
    assert who.name is not None
    assert who.public


@pytest.mark.parametrize(
    ("words", "role", "side"),
    [
        ("the regime", "actor", None),
        ("terrorists", "actor", None),
        ("the militants", "actor", None),
        ("nationalists", "against", None),
        ("regime forces", "actor", None),
        ("Russian occupiers", "actor", "state:RU"),
        ("Ukrainian nationalists", "actor", None),
        ("the Islamic State-linked group", "actor", None),
        ("Ukrainian officials", "source", "state:UA"),
        ("a senior Ukrainian official", "source", "state:UA"),
        ("Moscow-installed authorities", "source", "state:RU"),
        ("a Russian soldier", "actor", "state:RU"),
        ("a former Indian diplomat", "source", None),
        ("Russia and China", "actor", None),
        ("Russian and Syrian planes", "actor", None),
        ("the Russian army and Russian artillery", "actor", "state:RU"),
        ("Kyiv and its Western allies", "source", None),
        ("a spokesman for the regional administration", "source", None),
        ("police", "source", None),
        ("local officials", "source", None),
        ("Russian media", "source", None),
        ("the ministry", "source", None),
        ("the government", "actor", None),
        ("the army", "actor", None),
        ("the West", "against", None),
        ("the Congolese army", "actor", None),
        ("who", "source", None),
        ("us", "against", None),
    ],
)
def test_words_that_only_describe_name_nobody(words: str, role: ActorRole, side: str | None) -> None:
    who = _alone(words, role)
    assert (who.id, who.name) == (None, None), who
    assert who.side == side


@pytest.mark.parametrize(
    "words",
    [
        "a resident",
        "two residents",
        "a mother of two",
        "witnesses",
        "Halyna, a school cook",
        "Halyna",
        "Maryna Tkachuk",
        "a neighbour",
        "Ukrainian refugees",
        "the mayor's wife",
        "the daughters of President Vladimir Putin",
        "activist Omar Daqqaq",
        "patient Larysa Hnatiuk",
        "he",
        "they",
        "local sources",
    ],
)
def test_people_without_an_office_stay_private(words: str) -> None:
    who = _alone(words, "source")
    assert not who.public, who
    assert who.id is None


@pytest.mark.parametrize(
    "text",
    [
        "The shelter held, said {} , mayor of the town.",
        "Col. {} said the road was shut.",
        "A spokeswoman for the fire service, {}, gave no number.",
        "{}, who heads the district hospital, counted the beds.",
        "The head of the city council {} asked for buses.",
        "{}, a professor of law at Lund University, disagreed.",
        "Regional governor {} wrote on Telegram.",
        "The head of the Saltport region {} wrote on Telegram.",
        "Member of the coalition's political committee {} wrote on Telegram.",
        "According to {}, director of the power station, two lines are down.",
        "Lawmaker {} left the hall.",
        "{}, an analyst at the Harbour Institute, had doubts.",
        "{}, who is a member of the Harbour Council, had doubts.",
    ],
)
def test_an_office_by_the_name_makes_a_speaker_public(text: str) -> None:
    who = _who(text.format("Ostap Rudenko").replace(" ,", ","), "Ostap Rudenko", "source")
    assert who.public, who
    assert who.kind == "person"


@pytest.mark.parametrize(
    "text",
    [
        "{}, the wife of the commander, waited at the gate.",
        "The brother of the mayor, {}, waited at the gate.",
        "{} told the governor that the roof had gone.",
        "A mother from the region, {}, waited at the gate.",
        "{}, a baker from the next street, had bread left.",
        "Dr. {} treated eleven people.",
        "{}, whose son is a general, said nothing.",
        "{}, an economist in a talk with Radio Coast, had doubts.",
        "The shop belongs to {}. Commander Petrenko was not there.",
    ],
)
def test_an_office_of_somebody_else_makes_nobody_public(text: str) -> None:
    who = _who(text.format("Ostap Rudenko"), "Ostap Rudenko", "source")
    assert not who.public, who


def test_a_cue_anywhere_in_the_text_counts_for_every_mention() -> None:
    text = "“We wait,” Rudenko said. The bus came. Later Mayor Ostap Rudenko went home, and Rudenko slept."
    assert _who(text, "Rudenko", "source").public
    assert _who(text, "Rudenko", "source", last=True).public


def test_a_namesakes_office_is_not_lent() -> None:
    text = "General Ivan Koval saw it. A farmer, Petro Koval, saw it too."
    assert _who(text, "General Ivan Koval", "source").public
    assert not _who(text, "Petro Koval", "source").public


def test_an_unlisted_officials_side_comes_with_the_title() -> None:
    who = _who("Ukrainian brigade commander Ostap Rudenko had slept badly.", "Ukrainian brigade commander Ostap Rudenko", "source")
    assert (who.id, who.kind, who.side, who.public) == (None, "person", "state:UA", True)


@pytest.mark.parametrize(
    ("title", "side"),
    [
        ("Polish ambassador to Kenya", "state:PL"),
        ("adviser to the President of Ukraine", "state:UA"),
        ("the head of the shipping commission in Ethiopia", None),
        ("a director at the French Institute", None),
        ("former Polish minister", None),
        ("Moscow correspondent", None),
        ("Ukrainian press secretary", "state:UA"),
        ("exiled Belarusian opposition leader", None),
    ],
)
def test_a_title_gives_the_side_of_the_state_whose_it_is(title: str, side: str | None) -> None:
    who = _who(f"Ostap Rudenko, {title}, had slept badly.", "Ostap Rudenko", "source")
    assert (who.public, who.side) == (True, side), who


def test_a_last_name_of_another_is_not_the_listed_person() -> None:
    text = "Lyuba Putin runs a bakery. Putin said the oven was cold."
    assert _who(text, "Putin", "source", last=True).id is None


def test_a_last_name_alone_leads_to_the_full_name_of_the_text() -> None:
    text = "James Heappey spoke on the radio. Heappey said little. Mr Heappey left."
    who = _who(text, "Heappey", "source", last=True)
    assert who.id == "person:james-heappey"


def test_a_private_full_name_is_given_with_its_words() -> None:
    text = "Maryna Tkachuk opened the door. Tkachuk had no light."
    who = _who(text, "Tkachuk", "source", last=True)
    assert isinstance(who.full, Span)
    assert text[who.full.start : who.full.end] == "Maryna Tkachuk"
    assert not who.public


@pytest.mark.parametrize(
    ("words", "full", "wanted"),
    [
        ("he", "Sergei Lavrov", "person:sergei-lavrov"),
        ("the president", "Alexander Lukashenko", "person:alexander-lukashenko"),
        ("it", "the Syrian Observatory for Human Rights", "org:sohr"),
        ("UK", "the British defence ministry", "mod:GB"),
        ("Putin", "Volodymyr Zelensky", "person:vladimir-putin"),
        ("she", "Maryna Tkachuk", None),
    ],
)
def test_the_fullest_words_lead_where_the_span_does_not_name(words: str, full: str, wanted: str | None) -> None:
    who = _who(f"Late in the day {words} spoke of the river.", words, "source", full=full)
    assert who.id == wanted
    assert who.full == full


def test_the_same_words_in_two_roles_share_their_fullest_words() -> None:
    text = "At noon he agreed to the pause."
    span = Span(start=8, end=10)
    spans = [ActorSpan(span=span, full="Sergei Lavrov", role="source"), ActorSpan(span=span, role="party")]
    assert [who.id for who in resolve_actors(text, spans, ACTORS, day=DAY)] == ["person:sergei-lavrov"] * 2


@pytest.mark.parametrize(
    ("text", "words", "wanted"),
    [
        ("Russia's defence ministry spoke. The ministry gave no toll.", "The ministry", "mod:RU"),
        ("Russia's defence ministry and Ukraine's foreign ministry spoke. The ministry gave no toll.", "The ministry", None),
        ("The Syrian Observatory for Human Rights counted nine. Then the Observatory counted ten.", "the Observatory", "org:sohr"),
        ("The Israeli army came. The army stayed.", "The army", "forces:IL"),
        ("Eritrean forces came. The federal army stayed.", "The federal army", None),
        ("The Israeli army met the Syrian army. The army stayed.", "The army", None),
        ("The European Commission met. Later the Commission wrote.", "the Commission", "org:ec"),
        ("The New York Times has a story. The newspaper saw papers.", "The newspaper", "media:nyt"),
    ],
)
def test_a_short_form_is_the_only_one_named_before(text: str, words: str, wanted: str | None) -> None:
    assert _who(text, words, "source", last=True).id == wanted


def test_an_abbreviation_means_what_the_text_says_it_means() -> None:
    assert _alone("M23").id == "group:m23"
    text = "The Antarctic Dog Federation (ADF) met on ice. The ADF voted."
    who = _who(text, "ADF", last=True)
    assert (who.id, who.kind) == (None, "organisation")


@pytest.mark.parametrize(
    ("text", "words", "wanted"),
    [
        ("Volodymyr Zelensky flew west. The president met nobody.", "The president", "person:volodymyr-zelensky"),
        ("Zelensky flew west. The head of state met nobody.", "The head of state", "person:volodymyr-zelensky"),
        ("Zelensky met Emmanuel Macron. The president left first.", "The president", None),
        ("Zelensky met Emmanuel Macron. The French president left first.", "The French president", "person:emmanuel-macron"),
        ("The president left first. Later Zelensky wrote.", "The president", None),
        ("Sergei Lavrov spoke. The minister gave no date.", "The minister", "person:sergei-lavrov"),
        ("Sergei Lavrov and Sergei Shoigu spoke. The minister gave no date.", "The minister", None),
        ("Sergei Lavrov and Sergei Shoigu spoke. The defence minister gave no date.", "The defence minister", "person:sergei-shoigu"),
        ("Dmitry Peskov spoke. The spokesman gave no date.", "The spokesman", "person:dmitry-peskov"),
        ("Igor Konashenkov spoke to Mayor Olha Harbour. The mayor gave no date.", "The mayor", None),
        ("Zelensky flew west. The former president met nobody.", "The former president", None),
        ("Zelensky flew west. The Ukrainian ministers met nobody.", "The Ukrainian ministers", None),
        ("Zelensky flew west. The presidents met nobody.", "The presidents", None),
        ("Zelensky flew west. A president met nobody.", "A president", None),
    ],
)
def test_a_title_is_the_only_one_of_that_title_named_before(text: str, words: str, wanted: str | None) -> None:
    assert _who(text, words, "source", last=True).id == wanted


def test_a_title_leads_to_the_name_that_the_text_gave_it() -> None:
    text = "Mayor Olha Harbour opened the road. At noon the mayor closed it."
    who = _who(text, "the mayor", "source")
    assert who.full == Span(start=6, end=18)
    assert (who.id, who.kind, who.public) == (None, "person", True)


@pytest.mark.parametrize(
    ("words", "parent"),
    [
        ("a spokesman for the Israeli military", "forces:IL"),
        ("a Pentagon official", "mod:US"),
        ("two Hamas officials", "group:hamas"),
        ("representatives of the White House", "pres:US"),
        ("a senior officer of the Ukrainian navy", "navy:UA"),
        ("a Russian Defence Ministry spokesman", "mod:RU"),
        ("U.N. inspectors", "org:un"),
        ("a spokesman for the regional administration", "the regional administration"),
        ("the deputy head of the city council", "the city council"),
        ("a spokeswoman for the Salt Road Militia", "the Salt Road Militia"),
        ("an analyst with the Harbour Institute", "the Harbour Institute"),
        ("the head of the region", None),
        ("a Russian official", None),
        ("a group linked to Hamas", None),
        ("the widow of a soldier of the Ukrainian army", None),
        ("residents of the town", None),
    ],
)
def test_a_role_without_a_name_has_the_body_it_is_of(words: str, parent: str | None) -> None:
    text = f"It rained when {words} spoke up again."
    who = _who(text, words, "source")
    found = text[who.parent.start : who.parent.end] if isinstance(who.parent, Span) else who.parent
    assert (who.id, found) == (None, parent)


@pytest.mark.parametrize(
    ("words", "public"),
    [
        ("a source in the interior ministry", True),
        ("an analyst with the Harbour Institute", True),
        ("an analyst", False),
        ("a patient at the military hospital", False),
        ("a student of the police academy", False),
    ],
)
def test_a_body_makes_those_public_who_speak_for_it_and_nobody_else(words: str, public: bool) -> None:
    assert _alone(words, "source").public is public


def test_an_older_name_inside_a_longer_one_is_not_the_older_group() -> None:
    assert _alone("the Islamic State of Iraq and Greater Syria").id == "group:is"
    assert _alone("the Islamic State of Iraq").id == "group:isi"


def test_an_outlet_is_no_news_agency() -> None:
    assert _who("CNN had pictures. The agency gave no source.", "The agency", "source").id is None
    assert _who("Reuters had pictures. The agency gave no source.", "The agency", "source").id == "media:reuters"


@pytest.mark.parametrize(
    ("text", "words", "wanted"),
    [
        ("The ADF came back at night.", "ADF", None),
        ("Villagers fled in the DRC. The ADF came back at night.", "ADF", "group:adf"),
        ("Australia sent two ships. The ADF gave no names.", "ADF", "forces:AU"),
        ("Australian miners fled the DRC. The ADF gave no names.", "ADF", None),
        ("The RSF took the market near Nyala in Sudan.", "RSF", "group:rsf"),
        ("Somalia lost a base. The SNA denied it.", "SNA", "forces:SO"),
        ("Syria lost a base. The SNA denied it.", "SNA", "group:sna"),
    ],
)
def test_a_name_of_two_is_the_one_whose_country_the_text_tells_of(text: str, words: str, wanted: str | None) -> None:
    assert _who(text, words).id == wanted


@pytest.mark.parametrize(
    ("text", "words", "wanted"),
    [
        ("Ukraine's foreign minister Kuleba left early.", "Kuleba", "person:dmytro-kuleba"),
        ("Gov. Oleksiy Kuleba came. Kuleba left early.", "Kuleba", "person:oleksiy-kuleba"),
        ("The Russian defence minister, Sergei Ivanov, came. Ivanov left early.", "Ivanov", "person:sergei-ivanov"),
        ("Baker Sergei Ostrov came. Ostrov left early.", "Ostrov", None),
    ],
)
def test_one_last_name_of_several_people_is_told_apart_by_office_and_first_name(text: str, words: str, wanted: str | None) -> None:
    assert _who(text, words, last=True).id == wanted


def test_small_words_are_no_abbreviations() -> None:
    text = "Those who stayed told us it is cold."
    assert [_who(text, words, "source").id for words in ("who", "us", "it")] == [None, None, None]


def test_a_capital_that_is_hit_is_a_city() -> None:
    assert _alone("Kyiv", "actor").id == "state:UA"
    assert _alone("Kyiv", "target").id is None


@pytest.mark.parametrize(
    ("words", "day", "wanted"),
    [
        ("the British prime minister", date(2022, 8, 1), "person:boris-johnson"),
        ("the British prime minister", date(2022, 12, 1), "person:rishi-sunak"),
        ("the British prime minister", None, None),
        ("the US president", date(2014, 1, 1), "person:barack-obama"),
    ],
)
def test_an_office_without_a_name_is_its_holder_of_the_day(words: str, day: date | None, wanted: str | None) -> None:
    assert _alone(words, "source", day).id == wanted


def test_a_side_is_that_of_the_texts_day() -> None:
    assert _alone("Wagner fighters", day=date(2023, 6, 1)).side == "state:RU"
    assert _alone("Wagner fighters", day=date(2023, 6, 23)).side == "group:wagner"
    assert _alone("Wagner fighters", day=None).side is None


def test_a_users_actor_wins_in_running_text() -> None:
    actors = ActorList.open(user=[UserActor(name="Coast Brigade", kind="armed_group", side="state:UA", aliases=("Azov",))])
    text = "Then Azov moved."
    who = resolve_actors(text, [ActorSpan(span=Span(start=5, end=9))], actors, day=DAY)[0]
    assert (who.id, who.name, who.side) == ("user:coast-brigade", "Coast Brigade", "state:UA")


def test_one_who_for_each_span_in_order() -> None:
    text = "Ukraine met Russia."
    spans = [ActorSpan(span=Span(start=12, end=18)), ActorSpan(span=Span(start=0, end=7))]
    whos = resolve_actors(text, spans, ACTORS, day=DAY)
    assert [(who.span, who.id) for who in whos] == [(spans[0].span, "state:RU"), (spans[1].span, "state:UA")]


def test_a_basis_never_holds_words_of_the_text() -> None:
    for words in ("Zorblax Quint", "the Zorblax committee", "Zorblax residents", "Mayor Zorblax Quint"):
        assert "zorblax" not in _alone(words).basis.lower()


@pytest.mark.parametrize("words", ["«»", "—", "12", "", "the", "a", "…", "Росія", "'s"])
def test_odd_words_are_survived(words: str) -> None:
    text = f"x{words or ' '}y"
    who = resolve_actors(text, [ActorSpan(span=Span(start=1, end=len(text) - 1))], ACTORS, day=DAY)[0]
    assert who.id == ("state:RU" if words == "Росія" else None)


@pytest.mark.parametrize(
    ("first", "second", "wanted"),
    [
        ("Russian forces", "the Kremlin", True),
        ("Russia", "Russian troops", True),
        ("Russian forces", "Ukrainian forces", False),
        ("Hamas", "Hamas", True),
        ("the Qassam Brigades", "Hamas", True),
        ("a resident", "a resident", False),
        ("the ICRC", "the UN", False),
    ],
)
def test_one_side_is_said_only_where_it_is_known(first: str, second: str, wanted: bool) -> None:
    assert same_side(_alone(first), _alone(second)) is wanted
    assert same_side(_alone(second), _alone(first)) is wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("MOSCOW. March 8 (Interfax) - A pause was declared.", ("media:interfax",)),
        ("KYIV, March 5 (Interfax-Ukraine) – Buses left.", ("media:interfax-ukraine",)),
        ("(Reuters) - The bridge is shut.", ("media:reuters",)),
        ("BENI (Hill Country News) - Shots were heard.", ("hill country news",)),
        ("Nine left.\n\nWith reporting by AFP and Reuters", ("media:afp", "media:reuters")),
        ("Nine left.\n\nThe Associated Press contributed to this report.", ("media:ap",)),
        ("Nine left.\n\nSource: PAP, Reuters", ("media:pap", "media:reuters")),
        ("Nine left.\n— Associated Press", ("media:ap",)),
        ("Nine left /AFP", ("media:afp",)),
        ("Reporting by Jane Oak; Editing by Tom Ash", ()),
        ("The mayor told Reuters that nine had left.", ()),
        ("He was glad (and said so) - then he left.", ()),
    ],
)
def test_credited_agencies_are_found(text: str, wanted: tuple[str, ...]) -> None:
    assert agencies_credited(text, ACTORS) == wanted


def test_a_thousand_spans_take_less_than_half_a_second() -> None:
    text = "Russian forces shelled the town, Mayor Ostap Rudenko said. The ministry in Kyiv denied it. " * 20
    words = ("Russian forces", "Mayor Ostap Rudenko", "The ministry", "Kyiv")
    spans = [ActorSpan(span=Span(start=text.index(one), end=text.index(one) + len(one)), role="source") for one in words] * 250
    begin = time.perf_counter()
    resolve_actors(text, spans, ACTORS, day=DAY)
    assert time.perf_counter() - begin < 0.5
