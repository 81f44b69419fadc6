"""What looks beyond one incident: summaries, plans and denials, grades, disagreements."""

import random
import time
from dataclasses import replace

import pytest
from factories import act, at, claim, context, figure, figure_at, mention, reading, settled, told, undated, when

from montjoie.reconcile import (
    Second,
    act_keys,
    cluster,
    incident_keys,
    judge_acts,
    judge_mentions,
    pairs_by_key,
    second_layer,
    settle_incident,
    settle_thread,
)
from montjoie.reconcile.disagreements import rounds_to
from montjoie.schema import Claim, Commitment, GroundedReading, Mention, Relation
from montjoie.settled import Disagreement, Override


def second(*readings: GroundedReading, overrides: tuple[Override, ...] = (), join: bool = False) -> Second:
    """The second layer over readings: every mention an incident of its own, or all of them one; all acts one thread."""
    ctx = context(*readings, overrides=overrides)
    mentions = [item for one in readings for item in one.mentions]
    acts = [item for one in readings for item in one.commitments]
    groups = [mentions] if join and mentions else [[item] for item in mentions]
    incidents = [settle_incident(group, (), ctx) for group in groups]
    threads = [settle_thread(acts, (), ctx)] if acts else []
    return second_layer(incidents, threads, readings, ctx)


def alone(item: Mention, claims: list[Claim] | None = None, day: int = 6) -> GroundedReading:
    return reading(item.document, [item], claims or [], known=at(day))


# ---------------------------------------------------------------- summaries, plans, denials

CONTAINED = {
    "a week of strikes on the region": ({"wheres": "Kherson Oblast", "when": when(1, 7)}, True),
    "strikes on the country that month": ({"wheres": "Ukraine", "when": when(1, 31)}, True),
    "strikes on the town that day": ({"wheres": "Kherson", "when": when(5)}, True),
    "attacks, whatever their kind": ({"type": "attack", "wheres": "Kherson Oblast", "when": when(1, 7)}, True),
    "another region": ({"wheres": "Kharkiv Oblast", "when": when(1, 7)}, False),
    "another week": ({"wheres": "Kherson Oblast", "when": when(8, 14)}, False),
    "no days": ({"wheres": "Kherson Oblast", "when": undated()}, False),
    "shelling, which an air strike is not": ({"type": "shelling", "wheres": "Kherson Oblast", "when": when(1, 7)}, False),
    "of the other side": ({"wheres": "Kherson Oblast", "when": when(1, 7), "actors": "UA"}, False),
}


@pytest.mark.parametrize("name", CONTAINED)
def test_a_summary_contains_what_is_within_it(name: str) -> None:
    changes, inside = CONTAINED[name]
    whole, part = mention("whole", aggregate=True, **changes), mention("part", actors="RU")
    result = {incident.id: incident for incident in second(alone(whole), alone(part)).incidents}
    assert result["part"].part_of == (("whole",) if inside else ())
    assert [(link.to, link.relation) for link in result["whole"].links] == ([("part", "contains")] if inside else [])


PLANS = {
    "the same day and place": ({}, {}, True),
    "within its days": ({"when": when(5, 7)}, {"when": when(6)}, True),
    "the day after": ({}, {"when": when(6)}, False),
    "a week later": ({}, {"when": when(12)}, False),
    "before it was for": ({}, {"when": when(4)}, False),
    "elsewhere": ({}, {"wheres": "Raqqa"}, False),
    "of another kind": ({}, {"type": "release"}, False),
    "by the other side": ({"actors": "RU"}, {"actors": "UA"}, False),
    "without a day": ({"when": undated()}, {}, False),
}


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_is_linked_to_what_carried_it_out(name: str) -> None:
    plan, deed, linked = PLANS[name]
    a = mention("plan", type="displacement", reality="planned", **plan)
    b = mention("deed", **({"type": "displacement"} | deed))
    result = {incident.id: incident for incident in second(alone(a), alone(b)).incidents}
    assert [(link.to, link.relation) for link in result["plan"].links] == ([("deed", "carried_out")] if linked else [])
    assert [(link.to, link.relation) for link in result["deed"].links] == ([("plan", "carries_out")] if linked else [])


def test_planned_talks_are_known_by_who_takes_part() -> None:
    people = (told("RU"), told("UA"))
    a = mention("plan", type="talks", reality="planned", wheres=(), actors=people)
    b = mention("deed", type="talks", wheres=(), actors=people)
    assert second(alone(a), alone(b)).incidents[1].links[0].to == "deed"


def test_a_denied_occurrence_is_linked_to_the_reported_one_and_disagrees_with_it() -> None:
    denied = mention("denied", reality="denied", claim="c1")
    told_of = mention("told", claim="c2")
    result = second(
        alone(denied, [claim("c1", "RU ministry", "denies", about=("denied",))]),
        alone(told_of, [claim("c2", "UA governor", about=("told",))]),
    )
    assert [(link.to, link.relation) for link in result.incidents[0].links] == [("told", "denies_occurrence")]
    assert [(item.a, item.b, item.type, item.slot) for item in result.disagreements] == [("c1", "c2", "contradicts", "occurrence")]


# ---------------------------------------------------------------- grades


def grade_of(
    claims: list[tuple[str, str, str | None]], *, actors: str | None = None, sources: int = 1, near: bool = False
) -> tuple[str, str]:
    readings = []
    for n in range(sources):
        one = mention(f"m{n}", actors=actors or ())
        own = [
            claim(f"c{n}-{k}", speaker, kind, about=(one.id,), against=against or ())
            for k, (speaker, kind, against) in enumerate(claims)
            if n == 0
        ]  # fmt: skip
        readings.append(alone(one, own))
    if near:
        readings.append(alone(mention("near", wheres="Bilozerka", type="shelling")))
    ctx = context(*readings)
    mentions = [item for one in readings for item in one.mentions]
    incidents = [settle_incident([item for item in mentions if item.id != "near"], (), ctx)]
    incidents += [settle_incident([item], (), ctx) for item in mentions if item.id == "near"]
    found = next(incident for incident in second_layer(incidents, [], readings, ctx).incidents if incident.id == "m0")
    return found.grade.value, found.grade.rule


GRADES = {
    "one source": ({"claims": []}, "weak"),
    "two sources and another strike near by that day": ({"claims": [], "sources": 2, "near": True}, "fair"),
    "two sources and nothing near by": ({"claims": [], "sources": 2}, "ungraded"),
    "the accused owns up": ({"claims": [("RU ministry", "confirms", None)], "actors": "RU"}, "confirmed"),
    "a group claims it": ({"claims": [("group:x", "claims_responsibility", None)]}, "confirmed"),
    "the accused denies it, no more": ({"claims": [("UA governor", "accuses", "RU"), ("RU ministry", "denies", None)]}, "weak"),
    "the accused accuses another": ({"claims": [("UA governor", "accuses", "RU"), ("RU ministry", "accuses", "UA")]}, "contested"),
    "a claim against what the article says": ({"claims": [("RU ministry", "accuses", "UA")], "actors": "RU"}, "contested"),
}


@pytest.mark.parametrize("name", GRADES)
def test_an_incident_is_graded_by_rule(name: str) -> None:
    arguments, value = GRADES[name]
    assert grade_of(**arguments)[0] == value  # type: ignore[arg-type]


def test_only_violence_that_is_said_to_have_happened_is_graded() -> None:
    (incident,) = second(alone(mention("m1", reality="planned"))).incidents
    assert (incident.grade.value, incident.grade.rule) == ("ungraded", "not_graded")


def test_only_a_person_discounts() -> None:
    override = Override(mention="m1", field="grade", value="discounted", decision="d1", by="a")
    (incident,) = second(alone(mention("m1")), overrides=(override,)).incidents
    assert (incident.grade.value, incident.grade.inputs, incident.reviewed_by) == ("discounted", ("d1",), ("d1",))


# ---------------------------------------------------------------- claims and disagreements


def test_a_claim_is_about_the_incidents_that_hold_its_mentions() -> None:
    one = mention("m1", claim="c1")
    result = second(reading("d", [one], [claim("c1", "UA governor"), claim("c2", "RU ministry", about=("m1", "gone"))], known=at(6)))
    assert [(item.id, item.about, item.root) for item in result.claims] == [("c1", ("m1",), "UA:governor"), ("c2", ("m1",), "RU:ministry")]


def test_a_claim_is_about_what_is_told_in_its_words() -> None:
    one = mention("m1", triggers=(claim("x", "RU").content[0],))
    assert second(reading("d", [one], [claim("c1", "UA governor")])).claims[0].about == ("m1",)


def relation_slot(a: Claim, b: Claim, one: Mention, type_: str = "contradicts") -> str:
    relation = Relation(type=type_, a=a.id, b=b.id)  # type: ignore[arg-type]
    result = second(reading("d", [one], [a, b], relations=[relation]))
    return next(item.slot for item in result.disagreements if item.basis == "reading")


def test_the_slot_of_a_contradiction_is_found_by_what_the_claims_hold() -> None:
    about = ("m1",)
    accusing = claim("c1", "UA governor", "accuses", about=about, against="RU")
    one = mention("m1", actors=(told("RU", "c1"),))
    assert relation_slot(accusing, claim("c2", "RU ministry", "denies", about=about), one) == "perpetrator"
    assert relation_slot(accusing, claim("c2", "RU ministry", "accuses", about=about, against="UA"), one) == "perpetrator"
    assert relation_slot(accusing, claim("c2", "a resident", "denies", about=about), one) == "occurrence"
    two_tolls = mention("m1", figures=(figure(3, claim="c1"), figure(9, claim="c2", start=60)))
    assert relation_slot(claim("c1", "a", about=about), claim("c2", "b", about=about), two_tolls) == "toll"
    targets = mention("m1", targets=(told("a depot", "c1"), told("a school", "c2", 70)))
    assert relation_slot(claim("c1", "a", about=about), claim("c2", "b", about=about), targets) == "target"
    weapons = mention("m1", weapons=(told("a rocket", "c1"), told("a mine", "c2", 70)))
    assert relation_slot(claim("c1", "a", about=about), claim("c2", "b", about=about), weapons) == "weapon"
    assert relation_slot(claim("c1", "a", about=about), claim("c2", "b", about=about), mention("m1")) == "other"


def tolls(*figures: tuple[int | None, int | None], days: tuple[int, ...] = (6, 7)) -> list[Disagreement]:
    """The disagreements on a toll between as many outlets."""
    readings = [
        alone(mention(f"m{n}", figures=(figure(low, high, id=f"f{n}"),)), day=days[n]) for n, (low, high) in enumerate(figures)
    ]  # fmt: skip
    return list(second(*readings, join=True).disagreements)


@pytest.mark.parametrize(
    ("first", "second_", "apart"),
    [
        ((3, 3), (5, 5), True),
        ((12, None), (14, 14), False),
        ((12, None), (9, 9), True),
        ((24, 99), (31, 31), False),
        ((100, 100), (103, 103), False),
        ((100, 100), (112, 112), True),
        ((20, 20), (22, 22), True),
        ((None, 30), (45, 45), True),
        ((0, 0), (3, 3), True),
        ((3, 3), (3, 3), False),
    ],
)
def test_figures_that_exclude_each_other_contradict(first: tuple[int, int], second_: tuple[int, int], apart: bool) -> None:
    found = tolls(first, second_)
    assert [(item.type, item.slot, item.incident) for item in found] == ([("contradicts", "toll", "m0")] if apart else [])


def test_a_round_number_stands_for_what_is_near() -> None:
    assert rounds_to(figure_at(2000), figure_at(1980))
    assert not rounds_to(figure_at(30), figure_at(31))
    assert not rounds_to(figure_at(100), figure_at(100, None))


def test_a_later_figure_of_one_speaker_updates() -> None:
    readings = []
    for n, number in enumerate((3, 7)):
        one = mention(f"m{n}", figures=(figure(number, id=f"f{n}", claim=f"c{n}"),))
        readings.append(alone(one, [claim(f"c{n}", "UA governor", about=(one.id,))], day=6 + n))
    (item,) = second(*readings, join=True).disagreements
    assert (item.a, item.b, item.type, item.slot) == ("f1", "f0", "updates", "toll")


def test_a_denial_in_another_article_meets_the_accusation() -> None:
    a = mention("m1", actors=(told("RU", "c1"),))
    b = mention("m2")
    result = second(
        alone(a, [claim("c1", "UA governor", "accuses", about=("m1",), against="RU")]),
        alone(b, [claim("c2", "RU ministry", "denies", about=("m2",))]),
        join=True,
    )
    assert [(item.a, item.b, item.slot) for item in result.disagreements] == [("c1", "c2", "perpetrator")]


ACTS = {
    "one side says that it is broken, the side charged that it holds": (
        (act("a1", "alleges_violation", party="UA", bound="RU", claim="c1"), "UA governor"),
        (act("a2", "confirms_holding", party="RU", claim="c2"), "RU ministry"),
        "contradicts",
    ),
    "it held before the other side says that it was broken": (
        (act("a1", "confirms_holding", party="RU", claim="c1"), "RU ministry"),
        (act("a2", "alleges_violation", party="UA", bound="RU", claim="c2"), "UA governor"),
        None,
    ),
    "a breach alleged and denied": (
        (act("a1", "alleges_violation", party="UA", claim="c1"), "UA governor"),
        (act("a2", "denies_violation", party="RU", claim="c2"), "RU ministry"),
        "contradicts",
    ),
    "said to have agreed, and says it refused": (
        (act("a1", "agrees", party="UA", claim="c1"), "RU ministry"),
        (act("a2", "refuses", party="UA", claim="c2"), "UA governor"),
        "contradicts",
    ),
    "one agrees and the other refuses": (
        (act("a1", "agrees", party="RU", claim="c1"), "RU ministry"),
        (act("a2", "refuses", party="UA", claim="c2"), "UA governor"),
        "responds_to",
    ),
    "both agree": (
        (act("a1", "agrees", party="RU", claim="c1"), "RU ministry"),
        (act("a2", "agrees", party="UA", claim="c2"), "UA governor"),
        None,
    ),
}


@pytest.mark.parametrize("name", ACTS)
def test_acts_that_stand_against_each_other(name: str) -> None:
    (one, speaker), (other, replying), expected = ACTS[name]
    result = second(
        reading("d1", [], [claim("c1", speaker)], [one], known=at(5)), reading("d2", [], [claim("c2", replying)], [other], known=at(6))
    )
    assert [(item.type, item.slot) for item in result.disagreements] == ([(expected, "commitment")] if expected else [])


# ---------------------------------------------------------------- the whole


def world(seed: int, size: int) -> list[GroundedReading]:
    """Readings of mixed incidents, claims and acts."""
    pick = random.Random(seed)
    readings = []
    for n in range(size):
        one = mention(
            f"m{n}",
            type=pick.choice(["air_strike", "shelling", "attack", "displacement"]),
            reality=pick.choice(["actual", "actual", "actual", "planned", "denied"]),
            wheres=pick.choice(["Kherson", "Mariupol", "Raqqa", "Kherson Oblast"]),
            when=pick.choice([when(5), when(6), when(4, 8), undated(8)]),
            actors=pick.choice(["RU", "UA", "gunmen"]),
            aggregate=pick.random() < 0.1,
            figures=(figure(pick.choice([2, 3, 12]), id=f"f{n}", claim=f"c{n}"),),
        )
        speaker, kind = pick.choice(["RU ministry", "UA governor", "org:un"]), pick.choice(["states", "denies", "accuses"])
        deed = act(
            f"a{n}",
            pick.choice(["agrees", "announces", "alleges_violation", "confirms_holding"]),
            "ceasefire",
            party=pick.choice(["RU", "UA"]),
            area="Mariupol",
            claim=f"c{n}",
            broken_by=f"m{n}",
        )
        readings.append(reading(f"d{n}", [one], [claim(f"c{n}", speaker, kind, about=(f"m{n}",))], [deed], known=at(5 + n % 9)))
    return readings


def reconciled(readings: list[GroundedReading]) -> Second:
    ctx = context(*readings)
    mentions = {item.id: item for one in readings for item in one.mentions}
    acts: dict[str, Commitment] = {item.id: item for one in readings for item in one.commitments}
    links = [judge_mentions(mentions[a], mentions[b]) for a, b in pairs_by_key((i, incident_keys(m)) for i, m in mentions.items())]
    act_links = [judge_acts(acts[a], acts[b]) for a, b in pairs_by_key((i, act_keys(m)) for i, m in acts.items())]
    kept, act_kept = [link for link in links if link], [link for link in act_links if link]
    incidents = [settle_incident([mentions[i] for i in ids], kept, ctx) for ids in cluster(list(mentions), kept)]
    threads = [settle_thread([acts[i] for i in ids], act_kept, ctx) for ids in cluster(list(acts), act_kept)]
    return second_layer(incidents, threads, readings, ctx)


@pytest.mark.parametrize("seed", range(6))
def test_everything_is_the_same_whatever_the_order(seed: int) -> None:
    readings = world(seed, 12)
    again = list(readings)
    random.Random(seed + 100).shuffle(again)
    assert reconciled(again) == reconciled(readings)


def test_every_id_is_there_once() -> None:
    result = reconciled(world(1, 25))
    for things in (result.incidents, result.threads, result.claims, result.disagreements, result.ledger):
        ids = [thing.id for thing in things]  # type: ignore[attr-defined]
        assert len(ids) == len(set(ids))


def test_the_second_layer_may_be_taken_again() -> None:
    readings = world(2, 10)
    once = reconciled(readings)
    assert second_layer(once.incidents, once.threads, readings, context(*readings)).incidents == once.incidents


def test_a_war_told_by_150_articles_settles_quickly() -> None:
    mentions = [
        mention(f"m{n}", type="war", aggregate=True, wheres="Ukraine", actors="RU", targets="UA", figures=(figure(100 + n, id=f"f{n}"),))
        for n in range(150)
    ]
    ctx = context(*[alone(item, day=1 + n % 28) for n, item in enumerate(mentions)])
    start = time.perf_counter()
    settle_incident(mentions, (), ctx)
    assert time.perf_counter() - start < 0.25  # some 30 ms; a slow machine is no failure


def test_two_thousand_incidents_are_not_compared_with_each_other() -> None:
    base = settled(mention("m0"))
    incidents = [
        replace(base, id=f"m{n}", places=(replace(base.places[0], lat=30.0 + n % 100 / 4, lon=20.0 + n // 100 / 4),), mentions=())
        for n in range(2000)
    ]  # fmt: skip
    start = time.perf_counter()
    second_layer(incidents, [], [], context())
    assert time.perf_counter() - start < 2.0


# ---------------------------------------------------------------- the grade, question by question


def answered(*claims: Claim, **changes: object) -> dict[str, tuple[str, str]]:
    one = mention("m1", **changes)
    readings = [alone(one, list(claims))]
    ctx = context(*readings)
    (incident,) = second_layer([settle_incident([one], (), ctx)], [], readings, ctx).incidents
    return {answer.question: (answer.value, answer.rule) for answer in incident.grade.answers}


def test_a_party_that_owns_the_strike_and_denies_the_harm_confirms_the_first_and_disputes_the_last() -> None:
    told = answered(
        claim("c1", "RU ministry", "confirms", about=("m1",)),
        claim("c2", "RU ministry", "denies", about=("m1",)),
        claim("c3", "UA governor", "states", about=("m1",)),
        actors="RU",
        figures=(figure(5, of="civilians", by="UA governor"),),
    )
    assert told["happened"] == ("confirmed", "accepted_by_the_side_held_responsible")
    assert told["by_whom"] == ("confirmed", "own_word")
    assert told["civilians_harmed"] == ("contested", "harm_denied_by_the_side_held_responsible")


def test_a_denial_of_the_accused_is_of_authorship_where_nothing_is_owned() -> None:
    told = answered(
        claim("c1", "RU ministry", "denies", about=("m1",)), actors="RU", figures=(figure(5, of="civilians", by="UA governor"),)
    )
    assert told["by_whom"] == ("contested", "denied_by_the_accused")
    assert told["civilians_harmed"] == ("weak", "one_source")


def test_silence_about_civilians_is_no_answer_and_none_told_is_said() -> None:
    assert answered()["civilians_harmed"] == ("ungraded", "no_figure_of_civilians")
    assert answered(figures=(figure(0),))["civilians_harmed"] == ("ungraded", "only_none_told")


@pytest.mark.parametrize(
    ("reality", "others", "outcome"),
    [
        ("planned", (mention("m2", when=when(6)),), "carried_out"),
        ("threatened", (mention("m2", when=when(6)),), "carried_out"),
        ("planned", (mention("m2", when=when(6), reality="denied"),), "did_not_happen"),
        ("threatened", (), "unknown"),
        ("actual", (), None),
    ],
)
def test_what_became_of_what_was_said_to_come(reality: str, others: tuple[Mention, ...], outcome: str | None) -> None:
    readings = [alone(item, []) for item in (mention("m1", when=when(6), reality=reality), *others)]
    ctx = context(*readings)
    incidents = [settle_incident(one.mentions, (), ctx) for one in readings]
    found = second_layer(incidents, [], readings, ctx).incidents
    assert next(incident.outcome for incident in found if incident.id == "m1") == outcome
    assert len(found) == len(readings)
