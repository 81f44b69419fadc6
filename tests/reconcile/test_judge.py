"""Are two mentions one incident? One pair a line."""

from dataclasses import replace
from datetime import date

import pytest
from factories import act, figure, mention, told, undated, when, where
from hypothesis import given
from hypothesis import strategies as st

from montjoie.reconcile import cluster, differences, incident_keys, judge_acts, judge_mentions, pairs_by_key
from montjoie.reconcile.compare import compare_mentions
from montjoie.schema import GroundedFigure, Mention, Span
from montjoie.settled import Link

A = mention("m1")
NAMES = tuple((100 + nth, 40 - nth) for nth in range(20))  # digests of an article's heaviest words, with their weights
OTHERS = tuple((900 + nth, 40 - nth) for nth in range(20))
ALIKE = NAMES[:6] + OTHERS[6:]  # a cosine of 0.44 with NAMES: as two attacks of one month told by one outlet
SOMEWHAT = NAMES[:2] + OTHERS[2:]  # of 0.16
RARE = tuple(range(500, 506))  # digests of the rare words in the sentences that tell it
WEEKDAY = {"rule": "weekday"}

SAME = {
    "type, town and day": (A, mention("m2")),
    "an attack of unsaid means, and the air strike": (A, mention("m2", type="attack")),
    "a town and a village within the radii, with two target words": (
        mention("m1", words=("market", "queue")),
        mention("m2", wheres=(where("Bilozerka", radius_km=10.0),), words=("market", "queue")),
    ),
    "overnight beside one of its two days": (mention("m1", when=when(4, 5)), mention("m2")),
    "a night that passes midnight beside the next day": (
        mention("m1", when=when(4, hours=(22, 28))),
        mention("m2", actors="RU", words=("depot",)),
    ),
    "another target class outweighed by place and day": (
        mention("m1", target_class=("school",)),
        mention("m2", target_class=("health",)),
    ),
    "tolls that grew": (mention("m1", figures=(figure(3),)), mention("m2", figures=(figure(5),))),
    "a region and a town in it with the same toll": (
        mention("m1", wheres="Kherson Oblast", figures=(figure(37),), actors="RU"),
        mention("m2", figures=(figure(37),), actors="RU"),
    ),
    "shelling or a strike from the air, with the same toll": (
        mention("m1", type="shelling", figures=(figure(14),)),
        mention("m2", figures=(figure(14),)),
    ),
    "an undated report of the same toll": (mention("m1", when=undated(6), figures=(figure(14),)), mention("m2", figures=(figure(14),))),
    "articles in nearly the same words, with no place": (mention("m1", wheres=(), article=NAMES), mention("m2", wheres=(), article=NAMES)),
    "articles in the same words and on one child of which one misread its weekday": (
        mention("m1", when=when(6, **WEEKDAY, not_after=date(2022, 3, 7)), article=NAMES, figures=(replace(figure(1), person="11y:f"),)),
        mention("m2", when=when(5, not_after=date(2022, 3, 7)), article=NAMES, figures=(replace(figure(1), person="11y:"),)),
    ),
    "articles in the same words and with the same toll of which one misread its weekday": (
        mention("m1", when=when(6, **WEEKDAY, not_after=date(2022, 3, 7)), article=NAMES, figures=(figure(37),)),
        mention("m2", when=when(5, not_after=date(2022, 3, 7)), article=NAMES, figures=(figure(37),)),
    ),
    "the night between two days, told to either, in words much alike": (
        mention("m1", when=when(6, **WEEKDAY, hours=(0, 5)), article=ALIKE, figures=(figure(37),), telling=RARE),
        mention("m2", when=when(5, **WEEKDAY), article=NAMES, figures=(figure(37),), telling=RARE),
    ),
    "the hour alone, counted to the day of its report, beside the day before": (
        mention("m1", when=when(6, rule="same_day", anchor=date(2022, 3, 6), not_after=date(2022, 3, 6)), article=ALIKE, telling=RARE),
        mention("m2", when=when(5, **WEEKDAY), article=NAMES, telling=RARE),
    ),
    "the killing of one man of whom one report misread the weekday": (
        mention("m1", type="killing", when=when(6, **WEEKDAY), article=ALIKE, figures=(replace(figure(1), person="61y:m"),)),
        mention("m2", type="killing", when=when(5, **WEEKDAY), article=NAMES, figures=(replace(figure(1), person="61y:m"),)),
    ),
    "a killing told in like words, once by the day of the arrest": (
        mention("m1", type="killing", when=when(9, **WEEKDAY, not_after=date(2022, 3, 9)), article=ALIKE, target_class=("school",)),
        mention("m2", type="killing", when=when(5, **WEEKDAY, not_after=date(2022, 3, 6)), article=NAMES, target_class=("school",)),
    ),
    "a killed child of one age, in somewhat like words of which one misread the weekday": (
        mention(
            "m1",
            type="killing",
            when=when(6, **WEEKDAY, not_after=date(2022, 3, 7)),
            article=SOMEWHAT,
            figures=(replace(figure(1), person="7y:m"),),
        ),
        mention(
            "m2",
            type="killing",
            when=when(5, **WEEKDAY, not_after=date(2022, 3, 7)),
            article=NAMES,
            figures=(replace(figure(1), person="7y:"),),
        ),
    ),
    "a trial weeks after the killing": (
        mention("m1", type="killing", when=undated(30), article=ALIKE),
        mention("m2", type="killing", article=NAMES),
    ),
    "a town of one name that was sought in two countries, in like words": (
        mention("m1", article=ALIKE, figures=(figure(37),)),
        mention(
            "m2",
            wheres=(where("Kherson", country="US", within="Ohio", lat=40.0, lon=-83.0, id="g:other"),),
            article=NAMES,
            figures=(figure(37),),
        ),
    ),
    "a report of the day after that names no day": (
        mention("m1", when=undated(6), figures=(figure(37),)),
        mention("m2", figures=(figure(37),)),
    ),
    "copied wording without a place": (mention("m1", wheres=(), wording=("w",)), mention("m2", wheres=(), wording=("w",))),
    "a quarter of the town": (
        mention(
            "m1",
            wheres=(where("Kherson", name="Ostriv", kind="district", within="Kherson", id="g:Ostriv", radius_km=2.0),),
            words=("flat", "roof"),
        ),
        mention("m2", words=("flat", "roof")),
    ),
    "the same call from two capitals": (
        mention("m1", type="talks", wheres=(), actors=(told("RU"), told("US"))),
        mention("m2", type="talks", wheres=(), actors=(told("RU"), told("US"))),
    ),
    "a town that one side took and the other lost": (
        mention("m1", type="territory", change="taken"),
        mention("m2", type="territory", change="lost"),
    ),
    "the war as a whole": (
        mention("m1", type="war", aggregate=True, wheres="Ukraine", when=undated()),
        mention("m2", type="war", aggregate=True, wheres="Ukraine", when=undated()),
    ),
    "another strike told in the same words": (mention("m1", another=True, wording=("w",)), mention("m2", wording=("w",))),
    "summaries of the same days": (
        mention("m1", aggregate=True, when=when(1, 7), actors="RU"),
        mention("m2", aggregate=True, when=when(1, 7), actors="RU"),
    ),
}

DIFFERENT = {
    "two incidents of one article": (A, mention("m2", document="doc-m1")),
    "types that are no one thing": (A, mention("m2", type="talks")),
    "an interception and the strike behind it": (A, mention("m2", type="interception")),
    "days apart": (A, mention("m2", when=when(6))),
    "the next day, each with its date, in the same words": (
        mention("m1", when=when(6, rule="absolute"), article=NAMES),
        mention("m2", when=when(5, rule="absolute"), article=NAMES),
    ),
    "the same town on the next day in words much alike, with another toll": (
        mention("m1", when=when(6, **WEEKDAY), article=NAMES[:4] + OTHERS[4:], figures=(figure(11),)),
        mention("m2", when=when(5, **WEEKDAY), article=NAMES, figures=(figure(28),)),
    ),
    "the same words on two days, and nothing counted or named alike": (
        mention("m1", when=when(6, **WEEKDAY), article=NAMES, figures=(figure(11),)),
        mention("m2", when=when(5, **WEEKDAY), article=NAMES, figures=(figure(28),)),
    ),
    "the same town on the next day, which retells the toll and the words of the day before": (
        mention("m1", when=when(6, **WEEKDAY), article=ALIKE, figures=(figure(37),), telling=RARE),
        mention("m2", when=when(5, **WEEKDAY), article=NAMES, figures=(figure(37),), telling=RARE),
    ),
    "a strike of yesterday and one of today, each by its own report's day": (
        mention(
            "m1",
            when=when(6, rule="relative_day", anchor=date(2022, 3, 6), not_after=date(2022, 3, 6)),
            article=NAMES,
            figures=(figure(37),),
        ),
        mention(
            "m2",
            when=when(5, rule="relative_day", anchor=date(2022, 3, 6), not_after=date(2022, 3, 6)),
            article=ALIKE,
            figures=(figure(37),),
        ),
    ),
    "towns of one name in two countries, in other words": (
        mention("m1", article=OTHERS),
        mention("m2", wheres=(where("Kherson", country="US", within="Ohio", lat=40.0, lon=-83.0, id="g:other"),), article=NAMES),
    ),
    "a town of another division, which no list has": (
        mention("m1", article=ALIKE, figures=(figure(37),)),
        mention(
            "m2", wheres=(where("Nowhere", kind="settlement", country="UA", within="Kharkiv Oblast"),), article=NAMES, figures=(figure(37),)
        ),
    ),
    "a town, and another division with a part of the country named beside it": (
        mention("m1", article=ALIKE, figures=(figure(37),)),
        mention(
            "m2",
            wheres=(where("Kharkiv Oblast"), where("the east", kind="region", country="UA", lat=48.0, lon=38.0, radius_km=400.0)),
            article=NAMES,
            figures=(figure(37),),
        ),
    ),
    "killings of two days with the same toll and nobody in common": (
        mention("m1", type="killing", when=when(6, **WEEKDAY), article=ALIKE, figures=(figure(5),)),
        mention("m2", type="killing", when=when(5, **WEEKDAY), article=NAMES, figures=(figure(5),)),
    ),
    "towns apart in the same words": (mention("m1", article=NAMES), mention("m2", wheres="Kharkiv", article=NAMES)),
    "towns apart": (A, mention("m2", wheres="Kharkiv")),
    "towns of one region, farther apart than their radii": (A, mention("m2", wheres="Beryslav")),
    "a town and another region": (A, mention("m2", wheres="Kharkiv Oblast")),
    "two regions": (mention("m1", wheres="Kherson Oblast"), mention("m2", wheres="Kharkiv Oblast")),
    "two countries": (A, mention("m2", wheres="Raqqa")),
    "a plan and what happened": (A, mention("m2", reality="planned")),
    "a summary and one of it": (A, mention("m2", aggregate=True)),
    "another one, by the text's own word": (A, mention("m2", another=True)),
    "an event after the other report came out": (mention("m1", when=undated(4)), mention("m2")),
    "a war and its latest phase, which began eight years later": (
        mention("m1", type="war", aggregate=True, wheres="Ukraine", when=when(date(2014, 2, 20))),
        mention("m2", type="war", aggregate=True, wheres="Ukraine", when=when(date(2022, 2, 24))),
    ),
    "wars of two countries": (
        mention("m1", type="war", aggregate=True, wheres="Ukraine"),
        mention("m2", type="war", aggregate=True, wheres="Syria"),
    ),
}

UNSURE = {
    "a town without a day, reported a fortnight later, with the same target": (
        mention("m1", when=undated(20), words=("bus", "column"), target_class=("transport",)),
        mention("m2", words=("bus", "column"), target_class=("transport",)),
    ),
    "a town without a day, the same type and nothing else": (mention("m1", when=undated(6)), mention("m2")),
    "a town without a day, the same type and side": (mention("m1", when=undated(6), actors="RU"), mention("m2", actors="RU")),
    "a strike reported without a day weeks after another one in that town, in like words": (
        mention("m1", when=undated(30), article=ALIKE),
        mention("m2", article=NAMES),
    ),
    "a killing in like words, with days weeks apart and nobody in common": (
        mention("m1", type="killing", when=when(25, **WEEKDAY, not_after=date(2022, 3, 26)), article=ALIKE, target_class=("school",)),
        mention("m2", type="killing", when=when(5, **WEEKDAY, not_after=date(2022, 3, 6)), article=NAMES, target_class=("health",)),
    ),
    "a region and a town in it": (mention("m1", wheres="Kherson Oblast"), mention("m2")),
    "the same town and day, another kind of attack": (mention("m1", type="clash"), mention("m2")),
    "the same town within a week": (mention("m1", when=when(3, 7)), mention("m2")),
    "everything against it but town and day": (
        mention("m1", target_class=("school",), words=("school",), figures=(figure(2),)),
        mention("m2", target_class=("military",), words=("depot",), figures=(figure(40),)),
    ),
    "a meeting with more guests on either side": (
        mention("m1", type="talks", wheres="Kherson", actors=(told("RU"), told("US"))),
        mention("m2", type="talks", wheres="Kherson", actors=(told("RU"), told("UA"))),
    ),
}

NOTHING = {
    "no place and no day in common": (mention("m1", wheres=(), when=undated(6)), mention("m2", wheres=(), when=undated(30))),
    "calls of other people": (
        mention("m1", type="talks", wheres=(), actors=(told("RU"), told("US"))),
        mention("m2", type="talks", wheres=(), actors=(told("UA"), told("SY"))),
    ),
}


@pytest.mark.parametrize("name", SAME)
def test_one_incident(name: str) -> None:
    link = judge_mentions(*SAME[name])
    assert link is not None
    assert link.judgement == "same", link


@pytest.mark.parametrize("name", DIFFERENT)
def test_two_incidents(name: str) -> None:
    link = judge_mentions(*DIFFERENT[name])
    assert link is not None
    assert link.judgement == "different"


@pytest.mark.parametrize("name", UNSURE)
def test_it_cannot_be_told(name: str) -> None:
    link = judge_mentions(*UNSURE[name])
    assert link is not None
    assert link.judgement == "unsure", link


@pytest.mark.parametrize("name", NOTHING)
def test_nothing_speaks_for_it(name: str) -> None:
    assert judge_mentions(*NOTHING[name]) is None


def worth(a: Mention, b: Mention, feature: str) -> tuple[str, float]:
    link = judge_mentions(a, b)
    found = next(item for item in (link.evidence if link else ()) if item.feature == feature)
    return found.detail, found.weight


def test_what_undated_articles_are_mostly_about_is_the_news_of_their_own_days() -> None:
    def day(**changes: object) -> str:
        a, b = (mention(id_, when=undated(at), **{"article": NAMES, **changes}) for id_, at in (("m1", 6), ("m2", 20)))
        return next(item.detail for item in compare_mentions(a, b) if item.feature == "day")

    assert day() == "other_news"
    assert day(article=()) == "reported_apart"  # told in passing
    assert day(type="killing") == "retold"


def test_towns_of_two_divisions_speak_against_although_a_site_beside_them_may_lie_anywhere() -> None:
    market = where("the market")
    a, b = mention("m1", wheres=(where("Kherson"), market)), mention("m2", wheres=(where("Kharkiv"),), wording=("w",))
    assert worth(replace(a, wording=("w",)), b, "place")[1] < 0


def test_a_part_of_a_division_named_alike_is_more_than_the_division() -> None:
    area, region = where("Kherson Oblast", name="the left bank", within="Kherson Oblast", id=None), where("Kherson Oblast")
    same = worth(mention("m1", wheres=(area,)), mention("m2", wheres=(area,)), "place")
    assert same[0] == "same_area"
    assert same[1] > worth(mention("m1", wheres=(region,)), mention("m2", wheres=(region,)), "place")[1]


def test_persons_are_evidence() -> None:
    def counting(*persons: str) -> tuple[GroundedFigure, ...]:
        return tuple(replace(figure(1, start=40 + nth), person=person) for nth, person in enumerate(persons))

    boy = mention("m1", figures=counting("11y:m", "40y:f"))
    assert worth(boy, mention("m2", figures=counting("11y:")), "persons")[0] == "shared"
    assert worth(boy, mention("m2", figures=counting("12y:m", "11y:f")), "persons")[0] == "none"


@pytest.mark.parametrize("name", [*SAME, *UNSURE])
def test_what_may_be_one_incident_shares_a_key(name: str) -> None:
    a, b = (SAME | UNSURE)[name]
    assert pairs_by_key([(a.id, incident_keys(a)), (b.id, incident_keys(b))]) == (("m1", "m2"),)


def test_a_report_of_the_country_alone_meets_no_town() -> None:
    a, b = mention("m1", wheres="Ukraine"), mention("m2")
    assert not set(incident_keys(a)) & set(incident_keys(b))


def test_two_places_across_the_edge_of_a_cell_meet() -> None:
    a = mention("m1", wheres=(where("Kherson", lat=46.499, id="x"),))
    b = mention("m2", wheres=(where("Kherson", lat=46.501, id="y", within=None),))
    assert set(incident_keys(a)) & set(incident_keys(b))


def test_the_weights_of_the_evidence_are_the_score() -> None:
    link = judge_mentions(mention("m1", figures=(figure(3),), actors="RU"), mention("m2", figures=(figure(5),), actors="RU"))
    assert link is not None
    assert link.score == pytest.approx(sum(evidence.weight for evidence in link.evidence))
    assert {evidence.feature for evidence in link.evidence} == {"type", "place", "day", "actors", "killed"}


def test_a_report_without_a_day_does_not_join_those_of_two_days() -> None:
    first, vague, last = mention("m1"), mention("m2", when=undated(8)), mention("m3", when=when(8))
    links = [Link(a="m1", b="m2", judgement="same", score=6.0), Link(a="m2", b="m3", judgement="same", score=5.0)]
    apart = differences([first, vague, last], links)
    assert [(link.a, link.b, link.judgement, link.evidence[0].feature) for link in apart] == [("m1", "m3", "different", "day")]
    assert cluster(["m1", "m2", "m3"], [*links, *apart]) == (("m1", "m2"), ("m3",))


def test_the_first_and_the_second_strike_of_two_articles_are_two_incidents() -> None:
    told = [
        mention("m1", document="a", figures=(figure(14),)),
        mention("m2", document="a", figures=(figure(5),), another=True),
        mention("m3", document="b", figures=(figure(14),)),
        mention("m4", document="b", figures=(figure(5),), another=True),
    ]
    links = [link for nth, a in enumerate(told) for b in told[nth + 1 :] if (link := judge_mentions(a, b)) is not None]
    assert cluster([one.id for one in told], links) == (("m1", "m3"), ("m2", "m4"))


def test_what_a_person_joins_brings_what_the_rules_had_joined_to_it() -> None:
    one, also = mention("m1"), mention("m2")
    other, too = mention("m3", when=when(8)), mention("m4", when=when(8))
    links = [
        Link(a="m1", b="m2", judgement="same", score=6.0),
        Link(a="m3", b="m4", judgement="same", score=6.0),
        Link(a="m2", b="m3", judgement="same", score=1000.0, by="decision-1"),
    ]
    apart = differences([one, also, other, too], links)
    assert apart == ()
    assert cluster(["m1", "m2", "m3", "m4"], [*links, *apart]) == (("m1", "m2", "m3", "m4"),)


MENTIONS = st.builds(
    lambda n, type_, place, first, wide, count, document: mention(
        f"m{n}",
        document=f"d{document}",
        type=type_,
        wheres=place,
        when=when(first, min(31, first + wide)) if first else undated(6),
        figures=(figure(count),) if count else (),
    ),
    st.integers(0, 99),
    st.sampled_from(["air_strike", "shelling", "attack", "talks", "territory"]),
    st.sampled_from(["Kherson", "Bilozerka", "Beryslav", "Kherson Oblast", "Ukraine", "Raqqa"]),
    st.integers(0, 9),
    st.integers(0, 9),
    st.integers(0, 20),
    st.integers(0, 9),
)


@given(MENTIONS, MENTIONS)
def test_judging_is_symmetric(a: Mention, b: Mention) -> None:
    if a.id != b.id:
        assert judge_mentions(a, b) == judge_mentions(b, a)


ACTS_SAME = {
    "both sides agree, one article": (act("a1", party="UA"), act("a2", party="RU", document="doc-a1")),
    "the same start and the same sides, two articles": (
        act("a1", party="RU+US", start=when(12)),
        act("a2", party="RU+US", start=when(12), day=when(6)),
    ),
    "a corridor of the day and what became of it": (
        act("a1", "announces", "humanitarian_pause", party="RU", route="Mariupol-Zaporizhzhia"),
        act("a2", "alleges_violation", "humanitarian_pause", bound="RU", route="Mariupol-Zaporizhzhia"),
    ),
    "a corridor extended by a day": (
        act("a1", "announces", "humanitarian_pause", route="Mariupol-Zaporizhzhia", party="UA"),
        act("a2", "extends", "humanitarian_pause", route="Mariupol-Zaporizhzhia", party="UA", day=when(6)),
    ),
    "starts that the sides read a week apart": (
        act("a1", "agrees", "limited_ceasefire", party="RU+US", start=when(18), scope_class=("energy",), duration_days=30.0),
        act("a2", "agrees", "limited_ceasefire", party="RU+US", start=when(25), scope_class=("energy",), duration_days=30.0),
    ),
}
ACTS_DIFFERENT = {
    "a ceasefire and arms": (act("a1"), act("a2", subject="arms_supply")),
    "the corridors of two days": (
        act("a1", "announces", "humanitarian_pause", route="Mariupol-Zaporizhzhia"),
        act("a2", "announces", "humanitarian_pause", route="Mariupol-Zaporizhzhia", day=when(6)),
    ),
    "two routes of one day": (
        act("a1", "announces", "humanitarian_pause", route="Mariupol"),
        act("a2", "announces", "humanitarian_pause", route="Kharkiv"),
    ),
    "truces of two places": (
        act("a1", subject="limited_ceasefire", area="Kherson"),
        act("a2", subject="limited_ceasefire", area="Raqqa"),
    ),
}


@pytest.mark.parametrize("name", ACTS_SAME)
def test_one_commitment(name: str) -> None:
    link = judge_acts(*ACTS_SAME[name])
    assert link is not None
    assert link.judgement == "same", link


@pytest.mark.parametrize("name", ACTS_DIFFERENT)
def test_two_commitments(name: str) -> None:
    link = judge_acts(*ACTS_DIFFERENT[name])
    assert link is not None
    assert link.judgement == "different"


def test_a_list_of_corridors_and_one_of_them_are_not_joined_without_a_word() -> None:
    whole = act("a1", "announces", "humanitarian_pause", claim="c1")
    content = (Span(start=300, end=340),)
    one = act("a2", "announces", "humanitarian_pause", claim="c1", document="doc-a1", route="Mariupol-Zaporizhzhia", content=content)
    link = judge_acts(whole, one)
    assert link is None or link.judgement == "unsure"
