"""What the mentions of one incident settle to, slot by slot."""

from dataclasses import replace
from datetime import date

import pytest
from factories import at, claim, context, figure, mention, reading, settled, source, told, undated, when, where, who

from montjoie.errors import InputError
from montjoie.reconcile import check_override, judge_mentions, make_context, settle_incident
from montjoie.schema import Relation, Span, Told, Who
from montjoie.settled import Override

# ---------------------------------------------------------------- who it is


def test_the_id_is_that_of_the_earliest_mention() -> None:
    assert settled(mention("m2"), mention("m1"), days=(6, 7)).id == "m2"


def test_an_undated_mention_is_never_the_earliest() -> None:
    a, b = mention("m1"), mention("m2")
    ctx = context(reading("doc-m1", [a]), reading("doc-m2", [b], known=at(9)))
    assert settle_incident([a, b], (), ctx).id == "m2"


def test_no_mentions_are_no_incident() -> None:
    with pytest.raises(ValueError, match="at least one"):
        settle_incident([], (), context())


# ---------------------------------------------------------------- type


def test_the_specific_type_wins_over_the_plain_attack() -> None:
    assert settled(mention("m1", type="attack"), mention("m2", type="attack"), mention("m3", type="shelling")).type == "shelling"


def test_of_two_specific_types_the_one_of_more_roots_wins() -> None:
    incident = settled(mention("m1", type="shelling"), mention("m2", type="air_strike"), mention("m3", type="air_strike"))
    assert incident.type == "air_strike"


def test_where_two_types_lead_what_they_share_is_left() -> None:
    assert settled(mention("m1", type="shelling"), mention("m2", type="air_strike")).type == "attack"


# ---------------------------------------------------------------- where and when


def test_the_most_exact_place_is_settled_and_all_are_kept() -> None:
    incident = settled(mention("m1", wheres="Kherson Oblast"), mention("m2", wheres="Kherson"), mention("m3", wheres="Kherson"))
    assert [place.name for place in incident.places] == ["Kherson", "Kherson Oblast"]
    assert incident.place == 0


def test_a_town_of_another_division_than_the_one_named_first_is_not_settled() -> None:
    wheres = (
        where("Kherson Oblast", span=Span(start=1, end=5)),
        where("Kharkiv", span=Span(start=30, end=35)),
        where("Beryslav", span=Span(start=40, end=45)),
    )
    made = settled(mention("m1", wheres=wheres))
    assert made.place is not None
    assert made.places[made.place].name == "Beryslav"
    assert {place.name for place in made.places} == {"Kherson Oblast", "Kharkiv", "Beryslav"}


def test_of_places_that_are_equally_exact_the_one_named_first_is_settled() -> None:
    made = settled(mention("m1", wheres=(where("Kherson"), where("Beryslav"))))
    assert made.place is not None
    assert made.places[made.place].name == "Kherson"


def test_an_exact_place_that_most_accounts_speak_against_is_not_settled() -> None:
    incident = settled(
        mention("m1", wheres="Beryslav"), mention("m2", wheres="Kherson"), mention("m3", wheres="Kherson"), mention("m4", wheres="Kherson")
    )  # fmt: skip
    assert incident.place is not None
    assert incident.places[incident.place].name == "Kherson"


def test_unresolved_words_are_kept_and_never_settled() -> None:
    incident = settled(mention("m1", wheres="Verkhnia"))
    assert (incident.place, [place.basis for place in incident.places]) == (None, ["not found"])
    assert not incident.codeable


def test_the_days_that_all_accounts_share_are_settled() -> None:
    incident = settled(mention("m1", when=when(3, 5)), mention("m2", when=when(5, 8)), mention("m3", when=undated()))
    assert (incident.time.start, incident.time.end, incident.time.rule) == (date(2022, 3, 5), date(2022, 3, 5), "intersection")


def test_without_a_shared_day_the_earliest_report_holds() -> None:
    incident = settled(mention("m1", when=when(3)), mention("m2", when=when(5)))
    assert (incident.time.start, incident.time.rule) == (date(2022, 3, 3), "earliest_report")


def test_no_day_is_no_date_and_the_bound_stays_a_bound() -> None:
    incident = settled(mention("m1", when=undated(9)), mention("m2", when=undated(7)))
    assert (incident.time.start, incident.time.rule, incident.not_after) == (None, "not_said", date(2022, 3, 7))
    assert incident.codeable


def test_words_of_time_that_give_no_day_say_why_and_keep_their_readings() -> None:
    readings = ((date(2022, 3, 1), date(2022, 3, 2)), (date(2022, 3, 2), date(2022, 3, 3)))
    two = replace(undated(9), rule="unresolved:two_readings", readings=readings)
    incident = settled(mention("m1", when=undated(9)), mention("m2", when=two))
    assert (incident.time.start, incident.time.rule, incident.time.readings) == (None, "unresolved:two_readings", readings)
    dated = settled(mention("m1", when=two), mention("m2", when=when(2)))
    assert (dated.time.start, dated.time.readings) == (date(2022, 3, 2), ())


def test_a_plan_has_no_day_before_which_it_was() -> None:
    assert settled(mention("m1", reality="planned", when=undated(9))).not_after is None


# ---------------------------------------------------------------- who


def spoken(*claims_of: tuple[str, str, dict[str, object]], actors: tuple[tuple[str, str | None], ...] = ()) -> object:
    """An incident of one mention with claims about it, and actors told by the claim or (None) by the article."""
    one = mention("m1", actors=tuple(told(name, by, start=30 + n) for n, (name, by) in enumerate(actors)))
    claims = [claim(f"c{n}", speaker, kind, about=("m1",), **more) for n, (speaker, kind, more) in enumerate(claims_of, 1)]
    return settle_incident([one], (), context(reading("doc-m1", [one], claims)))


PERPETRATORS = {
    "nobody is named": ((), (), (None, "nobody_named")),
    "the article names one side": ((), (("RU", None),), (0, "undisputed")),
    "a monitor names one side": ((("org:monitor", "states", {}),), (("RU", "c1"),), (0, "undisputed")),
    "only the other side names it": ((("UA governor", "accuses", {"against": "RU"}),), (("RU", "c1"),), (0, "undisputed_word_of_a_side")),
    "the accused denies it": (
        (("UA governor", "accuses", {"against": "RU"}), ("RU ministry", "denies", {})),
        (("RU", "c1"),),
        (None, "disputed"),
    ),
    "the accused accuses another": (
        (("UA governor", "accuses", {"against": "RU"}), ("RU ministry", "accuses", {"against": "UA"})),
        (("RU", "c1"),),
        (None, "sides_differ"),
    ),
    "two sides are named": ((), (("RU", None), ("UA", None)), (None, "sides_differ")),
    "only described people are named": ((), (("gunmen", None),), (None, "only_described")),
    "a group claims it": ((("group:x", "claims_responsibility", {}),), (("gunmen", None),), (1, "own_word")),
    "the side confirms what it denied": (
        (("RU ministry", "denies", {}), ("RU ministry", "confirms", {})),
        (("RU", None),),
        (0, "own_word"),
    ),
    "accused, yet not named as the one who did it": (
        (("UA governor", "accuses", {"against": "RU"}),),
        (("gunmen", None),),
        (None, "only_accused"),
    ),
    "named by its own side, which does not claim it": ((("RU ministry", "states", {}),), (("RU", "c1"),), (None, "own_side_only")),
}


@pytest.mark.parametrize("name", PERPETRATORS)
def test_the_perpetrator_is_settled_only_where_nobody_disputes_it(name: str) -> None:
    claims, actors, (index, rule) = PERPETRATORS[name]
    incident = spoken(*claims, actors=actors)  # type: ignore[arg-type]
    assert (incident.perpetrator.actor, incident.perpetrator.rule) == (index, rule)  # type: ignore[attr-defined]


def test_a_denial_is_kept_as_dissent() -> None:
    incident = spoken(("UA governor", "accuses", {"against": "RU"}), ("RU ministry", "denies", {}), actors=(("RU", "c1"),))
    (actor,) = incident.actors  # type: ignore[attr-defined]
    assert (actor.by, actor.disputed_by) == (("c1",), ("c2",))


def denied(text: str, *values: str, **slots: str) -> object:
    """An incident that one claim tells and another denies, in the words of the denial: its targets and weapons are named by both."""
    one = mention("m1", actors=(told("RU", "c1"),))
    named: dict[str, tuple[Told, ...]] = {}
    for slot, words in slots.items():
        at_start = text.index(words)
        span = Span(start=at_start, end=at_start + len(words))
        named[slot] = tuple(Told(who=Who(span=span, basis="test"), claim=by) for by in values)
    one = replace(one, **named)  # type: ignore[arg-type]
    claims = [claim("c1", "UA governor", "accuses", against="RU", about=("m1",)), claim("c2", "RU ministry", "denies", about=("m1",))]
    known = context(reading("doc-m1", [one], claims))
    return settle_incident([one], (), replace(known, texts={"doc-m1": text}))


def test_a_denial_names_no_doer() -> None:
    one = mention("m1", actors=(told("UA", "c1"), told("gunmen", "c2")))
    claims = [claim("c1", "org:monitor", about=("m1",)), claim("c2", "UA ministry", "denies", about=("m1",))]
    incident = settle_incident([one], (), context(reading("doc-m1", [one], claims)))
    assert [(actor.id, actor.by, actor.disputed_by) for actor in incident.actors] == [("state:UA", ("c1",), ("c2",))]
    assert incident.perpetrator.rule == "disputed"


@pytest.mark.parametrize(
    ("text", "slot", "words", "disputed"),
    [
        ("It denied using cluster bombs in the town.", "weapons", "cluster bombs", ("c2",)),
        ("It denied a strike with cluster bombs on the town.", "weapons", "cluster bombs", ()),
        ("It denied targeting the clinic.", "targets", "the clinic", ("c2",)),
        ("It denied the strike on the clinic.", "targets", "the clinic", ()),
    ],
)
def test_a_denial_disputes_the_value_that_it_is_of(text: str, slot: str, words: str, disputed: tuple[str, ...]) -> None:
    incident = denied(text, "c1", "c2", **{slot: words})
    (value,) = getattr(incident, slot)
    assert (value.by, value.disputed_by) == (("c1",), disputed)
    assert getattr(denied(text, "c2", **{slot: words}), slot) == ()


def test_a_claim_that_contradicts_and_blames_another_disputes() -> None:
    one = mention("m1", actors=(told("RU", "c1"),))
    claims = [
        claim("c1", "UA governor", "accuses", against="RU", about=("m1",)),
        claim("c2", "org:monitor", "accuses", against="UA", about=("m1",)),
    ]
    ctx = context(reading("doc-m1", [one], claims, relations=[Relation(type="contradicts", a="c2", b="c1")]))
    assert settle_incident([one], (), ctx).actors[0].disputed_by == ("c2",)


def test_one_actor_is_merged_over_the_accounts_with_who_says_so() -> None:
    a, b = mention("m1", actors=(told("RU", "c1"),)), mention("m2", actors="RU")
    ctx = context(reading("doc-m1", [a], [claim("c1", "UA governor", about=("m1",))]), reading("doc-m2", [b]))
    assert [(actor.id, actor.by) for actor in settle_incident([a, b], (), ctx).actors] == [("state:RU", ("article", "c1"))]


def test_described_targets_are_merged_by_their_words() -> None:
    incident = settled(mention("m1", targets="a bus stop"), mention("m2", targets="The bus stop"))
    assert len(incident.targets) == 1
    assert incident.targets[0].name is None


# ---------------------------------------------------------------- sources


def test_two_outlets_in_their_own_voice_are_two_roots() -> None:
    assert settled(mention("m1"), mention("m2")).independent_sources == 2


def test_many_outlets_that_quote_one_official_are_one_root() -> None:
    mentions = [mention(f"m{n}") for n in range(5)]
    readings = [
        reading(item.document, [item], [claim(f"c-{item.id}", "UA governor", about=(item.id,))]) for item in mentions
    ]  # fmt: skip
    incident = settle_incident(mentions, (), context(*readings))
    assert incident.roots == ("UA:governor",)


def council(*names: str) -> list[str]:
    """The roots of an incident of which each of some councils speaks in an article of its own."""
    mentions = [mention(f"m{n}") for n in range(len(names))]
    readings = [
        reading(item.document, [item], [claim(f"c{n}", "x", about=(item.id,), who=who(names[n], public=True))])
        for n, item in enumerate(mentions)
    ]
    return list(settle_incident(mentions, (), context(*readings)).roots)


def test_the_same_council_is_one_root_however_it_is_named() -> None:
    assert len(council("the city council of Mariupol", "Mariupol's city council")) == 1
    assert len(council("the city council of Mariupol", "the council")) == 1
    assert council("the city council of Mariupol", "the council") == council("the council", "the city council of Mariupol")


def test_the_council_is_neither_of_two_councils() -> None:
    assert len(council("the city council of Mariupol", "the village council", "the council")) == 3


def test_the_council_that_corrects_its_count_is_believed() -> None:
    names, counts = ("the village council", "The village council of Sosnivka"), (4, 3)
    mentions = [mention(f"m{n}", figures=(figure(counts[n], id=f"f{n}", claim=f"c{n}"),)) for n in range(2)]
    readings = [
        reading(item.document, [item], [claim(f"c{n}", "x", about=(item.id,), who=who(names[n], public=True))], known=at(6 + n))
        for n, item in enumerate(mentions)
    ]
    (toll,) = settle_incident(mentions, (), context(*readings)).toll
    assert (toll.best, toll.rule) == (3, "one_root")


def test_a_copy_is_no_second_source() -> None:
    a, b = mention("m1"), mention("m2")
    ctx = context(reading("doc-m1", [a]), reading("doc-m2", [b]), copies={"doc-m2": "doc-m1"})
    assert settle_incident([a, b], (), ctx).independent_sources == 1


def test_nor_does_a_described_speaker_of_a_copy_count_again() -> None:
    a, b = mention("m1"), mention("m2")
    readings = [
        reading("doc-m1", [a], [claim("c1", "a resident", about=("m1",))]),
        reading("doc-m2", [b], [claim("c2", "a resident", about=("m2",), who=who("a resident", 77))]),
    ]
    assert settle_incident([a, b], (), context(*readings, copies={"doc-m2": "doc-m1"})).independent_sources == 1


def test_an_agency_that_two_outlets_credit_is_one_root() -> None:
    a, b = mention("m1"), mention("m2")
    sources = {item.document: source(item.document, outlet=item.id, agencies=("media:afp",)) for item in (a, b)}
    ctx = make_context([reading("doc-m1", [a]), reading("doc-m2", [b])], sources)
    assert settle_incident([a, b], (), ctx).roots == ("media:afp",)


# ---------------------------------------------------------------- the rest


def test_the_figures_of_a_speaker_come_from_the_speaker() -> None:
    one = mention("m1", figures=(figure(3, claim="c1"), figure(4, start=60)))
    ctx = context(reading("doc-m1", [one], [claim("c1", "UA governor", about=("m1",))], known=at(6)))
    (toll,) = settle_incident([one], (), ctx).toll
    assert sorted((item.root, item.low) for item in toll.figures) == [("UA:governor", 3), ("key-doc-m1", 4)]


def test_a_count_since_the_war_began_is_the_toll_of_the_war_alone() -> None:
    count = figure(12000, cumulative=True)
    assert settled(mention("m1", figures=(count,))).toll[0].best is None
    assert settled(mention("m1", type="war", aggregate=True, figures=(count,))).toll[0].best == 12000


@pytest.mark.parametrize(
    ("changes", "codeable"),
    [
        ({}, True),
        ({"type": "talks"}, False),
        ({"reality": "planned"}, False),
        ({"aggregate": True}, False),
        ({"wheres": "Kherson Oblast"}, True),
        ({"wheres": "Ukraine"}, False),
        ({"when": undated(None)}, False),
    ],
)
def test_what_is_codeable(changes: dict[str, object], codeable: bool) -> None:
    assert settled(mention("m1", **changes)).codeable is codeable


def test_the_links_that_hold_the_mentions_together_are_kept() -> None:
    mentions = [mention(f"m{n}") for n in range(4)]
    links = [found for n, a in enumerate(mentions) for b in mentions[n + 1 :] if (found := judge_mentions(a, b)) is not None]
    ctx = context(*[reading(item.document, [item]) for item in mentions])
    assert len(settle_incident(mentions, links, ctx).merged_by) == 3


# ---------------------------------------------------------------- a person's word

OVERRIDES = {
    ("type", "shelling"): lambda incident: incident.type == "shelling",
    ("reality", "denied"): lambda incident: (incident.reality, incident.codeable) == ("denied", False),
    ("aggregate", "true"): lambda incident: incident.aggregate and not incident.codeable,
    ("perpetrator", "state:RU"): lambda incident: incident.actors[incident.perpetrator.actor].id == "state:RU",
    ("perpetrator", "none"): lambda incident: (incident.perpetrator.actor, incident.perpetrator.rule) == (None, "decision"),
    ("time", "2022-03-05/2022-03-06"): lambda incident: (incident.time.end, incident.time.precision) == (date(2022, 3, 6), 2),
    ("time", "none"): lambda incident: incident.time.start is None,
    ("place", "Oleshky|UA|46.6|32.7|settlement"): lambda incident: incident.places[incident.place].name == "Oleshky",
    ("killed.best", "4"): lambda incident: (incident.toll[0].best, incident.toll[0].low, incident.toll[0].rule) == (4, 3, "decision"),
    ("injured.low", "9"): lambda incident: incident.toll[1].low == 9,
}


@pytest.mark.parametrize("change", OVERRIDES, ids=str)
def test_a_person_may_override(change: tuple[str, str]) -> None:
    one = mention("m1", actors="RU", figures=(figure(3),))
    override = Override(mention="m1", field=change[0], value=change[1], decision="d1", by="a")
    incident = settle_incident([one], (), context(reading("doc-m1", [one]), overrides=[override]))
    assert OVERRIDES[change](incident)
    assert incident.reviewed_by == ("d1",)


def test_a_decision_on_another_incident_changes_nothing() -> None:
    one = mention("m1")
    override = Override(mention="m9", field="type", value="shelling", decision="d1", by="a")
    incident = settle_incident([one], (), context(reading("doc-m1", [one]), overrides=[override]))
    assert (incident.type, incident.reviewed_by) == ("air_strike", ())


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("type", "raid"),
        ("time", "2022-03-06/2022-03-05"),
        ("place", "Kherson"),
        ("killed.best", "-1"),
        ("colour", "red"),
        ("killed.mean", "3"),
    ],
)
def test_what_is_no_value_of_a_field_is_refused(field: str, value: str) -> None:
    with pytest.raises(InputError):
        check_override(field, value)


def test_a_decision_that_is_no_value_changes_nothing() -> None:
    one = mention("m1")
    override = Override(mention="m1", field="type", value="raid", decision="d1", by="a")
    incident = settle_incident([one], (), context(reading("doc-m1", [one]), overrides=[override]))
    assert (incident.type, incident.reviewed_by) == ("air_strike", ())


def test_a_decided_place_is_at_the_words_it_replaces() -> None:
    one = mention("m1", wheres=(where("Kherson"),))
    override = Override(mention="m1", field="place", value="Oleshky|UA|46.6|32.7|settlement", decision="d1", by="a")
    incident = settle_incident([one], (), context(reading("doc-m1", [one]), overrides=[override]))
    assert (incident.places[0].at.start, incident.places[0].at.end) == (1, 5)
