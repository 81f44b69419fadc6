"""Who tells of a commitment between others, what is no act on one, from when one is, and who assesses: short invented reports."""

from typing import Any

import pytest

from bench.reconciled import settle, told
from montjoie.ground import ActorList, Gazetteer
from montjoie.reconcile.second import Second
from montjoie.settled import Thread


@pytest.fixture(scope="module", name="lists")
def the_lists() -> tuple[Gazetteer, ActorList]:
    return Gazetteer.open(user=()), ActorList.open(user=())


def _settled(lists: tuple[Gazetteer, ActorList], text: str, published: str, **reading: Any) -> Second:
    report = {"id": "r1", "text": text, "published": published, "outlet": "Test Wire", "reading": {"doc": "r1", **reading}}
    return settle([told(report, lists)])


def _stands(thread: Thread) -> set[tuple[str | None, str, str]]:
    return {(line.party.id, line.value, line.by) for line in thread.status if line.basis == "act"}


def _claim(id_: str, source: str, content: str, kind: str = "states", **more: Any) -> dict[str, Any]:
    return {"id": id_, "source": {"q": source}, "content": [{"q": content}], "kind": kind, **more}


def _act(id_: str, act: str, content: str, **more: Any) -> dict[str, Any]:
    return {"id": id_, "subject": "ceasefire", "act": act, "content": {"q": content}, **more}


def test_who_announces_a_truce_between_others_is_no_party_to_it(lists: tuple[Gazetteer, ActorList]) -> None:
    text = "Qatar announced a four-day ceasefire between Israel and Hamas on Monday."
    claims = [_claim("c1", "Qatar", "a four-day ceasefire between Israel and Hamas", "promises")]
    bound = [{"q": "Qatar"}, {"q": "Israel"}, {"q": "Hamas"}]
    acts = [
        _act("k1", "announces", "a four-day ceasefire between Israel and Hamas", party=[{"q": "Qatar"}], bound=bound, start={"q": "on Monday"}, by="c1")
    ]  # fmt: skip
    (thread,) = _settled(lists, text, "2024-05-06", claims=claims, commitments=acts).threads
    assert _stands(thread) == {("state:IL", "announced", "mediator"), ("group:hamas", "announced", "mediator")}
    assert {who.id for term in thread.terms for who in term.bound} == {"state:IL", "group:hamas"}
    assert [term.start for term in thread.terms] == [None]  # on Monday it was announced


def test_who_announces_it_without_a_word_of_the_parties_is_none_either(lists: tuple[Gazetteer, ActorList]) -> None:
    text = (
        "Turkey's president announced on Wednesday that a ceasefire would begin around Mariupol at noon. "
        "Russia and Ukraine have agreed to a ceasefire around Mariupol, he said."
    )
    claims = [
        _claim("c1", "Turkey's president", "a ceasefire would begin around Mariupol at noon", "promises"),
        _claim("c2", "he", "Russia and Ukraine have agreed to a ceasefire around Mariupol", who="Turkey's president"),
    ]
    acts = [
        _act("k1", "announces", "a ceasefire would begin around Mariupol at noon", party=[{"q": "Turkey's president"}], by="c1"),
        _act("k2", "agrees", "Russia and Ukraine have agreed to a ceasefire around Mariupol", party=[{"q": "Russia"}], bound=[{"q": "Russia and Ukraine"}], by="c2"),
    ]  # fmt: skip
    (thread,) = _settled(lists, text, "2022-03-09", claims=claims, commitments=acts).threads
    assert _stands(thread) == {("state:RU", "agreed", "mediator"), ("state:UA", "agreed", "mediator")}


def test_who_joins_a_truce_between_others_takes_it_on(lists: tuple[Gazetteer, ActorList]) -> None:
    text = "Russia and Ukraine agreed to a ceasefire. Belarus announced that its forces would hold their fire too."
    claims = [_claim("c1", "Belarus", "its forces would hold their fire too", "promises")]
    acts = [
        _act("k1", "agrees", "agreed to a ceasefire", party=[{"q": "Russia and Ukraine"}], bound=[{"q": "Russia and Ukraine"}]),
        _act("k2", "announces", "its forces would hold their fire too", party=[{"q": "Belarus"}], by="c1"),
    ]
    threads = _settled(lists, text, "2022-03-09", claims=claims, commitments=acts).threads
    assert ("state:BY", "announced", "own_word") in {line for thread in threads for line in _stands(thread)}


def test_two_that_agreed_are_both_parties(lists: tuple[Gazetteer, ActorList]) -> None:
    text = "Russia and Ukraine have agreed to a ceasefire, officials on both sides said."
    claims = [_claim("c1", "officials on both sides", "Russia and Ukraine have agreed to a ceasefire")]
    acts = [_act("k1", "agrees", "have agreed to a ceasefire", party=[{"q": "Russia"}], by="c1")]
    (thread,) = _settled(lists, text, "2023-07-03", claims=claims, commitments=acts).threads
    assert _stands(thread) == {("state:RU", "agreed", "own_word"), ("state:UA", "agreed", "own_word")}


@pytest.mark.parametrize(("alleged", "acts_left"), [(True, ["alleges_violation", "denies_violation"]), (False, [])])
def test_a_rejected_accusation_refuses_nothing(lists: tuple[Gazetteer, ActorList], *, alleged: bool, acts_left: list[str]) -> None:
    text = "Ukraine accused Russia of breaking the truce. Russia's Defense Ministry rejected the accusation."
    claims = [
        _claim("c1", "Ukraine", "Russia of breaking the truce", "accuses", against=[{"q": "Russia"}]),
        _claim("c2", "Russia's Defense Ministry", "the accusation", "denies"),
    ]
    acts = [_act("k2", "refuses", "the accusation", party=[{"q": "Russia's Defense Ministry"}], by="c2")]
    if alleged:
        acts.append(_act("k1", "alleges_violation", "breaking the truce", party=[{"q": "Ukraine"}], bound=[{"q": "Russia"}], by="c1"))
    threads = _settled(lists, text, "2024-03-06", claims=claims, commitments=acts).threads
    assert sorted(act.act for thread in threads for act in thread.acts) == acts_left
    assert all(line.value != "refused" for thread in threads for line in thread.status)


@pytest.mark.parametrize(
    ("words", "published", "start"),
    [
        ("from Saturday", "2023-07-03", "2023-07-08"),
        ("starting on Wednesday", "2023-07-03", "2023-07-05"),
        ("beginning at midnight on Friday", "2023-06-05", "2023-06-09"),
        ("from Saturday for three days", "2023-07-03", "2023-07-08"),
        ("that began on Saturday", "2023-07-03", "2023-07-01"),
        ("on Monday", "2023-07-03", None),
        ("that begins after June 7", "2023-06-05", None),
    ],
)
def test_a_start_is_the_day_told_and_not_that_of_the_announcement(
    lists: tuple[Gazetteer, ActorList], words: str, published: str, start: str | None
) -> None:
    text = f"The Ukrainian army announced a ceasefire {words}. An earlier truce ended on June 1."
    claims = [_claim("c1", "The Ukrainian army", f"a ceasefire {words}", "promises")]
    incident = {"id": "i1", "type": "agreement", "reality": "actual", "trigger": [{"q": "a ceasefire"}], "time": {"q": "on June 1", "start": "2023-06-01", "end": "2023-06-01"}}  # fmt: skip
    acts = [_act("k1", "announces", f"a ceasefire {words}", party=[{"q": "The Ukrainian army"}], start={"q": words}, by="c1")]
    (thread,) = _settled(lists, text, published, incidents=[incident], claims=claims, commitments=acts).threads
    assert [str(term.start.start) if term.start else None for term in thread.terms] == [start]


def test_what_observers_say_they_saw_is_an_assessment_and_no_accusation(lists: tuple[Gazetteer, ActorList]) -> None:
    text = (
        "Russia and Ukraine agreed to a ceasefire from 1 February 2021. Shells hit Horlivka on Tuesday. The OSCE mission said its "
        "observers saw shells hit the town. Russia said Ukrainian forces had shelled Horlivka, breaking the truce."
    )
    incident = {
        "id": "i1", "type": "shelling", "reality": "actual", "trigger": [{"q": "Shells hit"}, {"q": "shells hit"}, {"q": "shelled"}],
        "place": [{"q": "Horlivka", "name": "Horlivka", "country": "UA", "kind": "settlement"}],
        "time": {"q": "on Tuesday", "start": "2021-02-09", "end": "2021-02-09"},
    }  # fmt: skip
    claims = [
        _claim("c1", "The OSCE mission", "its observers saw shells hit the town", about=["i1"]),
        _claim("c2", "Russia", "Ukrainian forces had shelled Horlivka, breaking the truce", "accuses", against=[{"q": "Ukrainian forces"}], about=["i1"]),
    ]  # fmt: skip
    claims[1]["source"]["n"] = 2
    acts = [
        _act("k1", "agrees", "a ceasefire from 1 February 2021", party=[{"q": "Russia and Ukraine"}], bound=[{"q": "Russia and Ukraine"}], start={"q": "from 1 February 2021"}),
        _act("k2", "alleges_violation", "breaking the truce"),  # whose word it is, and of which deed, its place tells
    ]  # fmt: skip
    view = _settled(lists, text, "2021-02-10", incidents=[incident], claims=claims, commitments=acts)
    items = {claim.id: claim.item for claim in view.claims}
    (line,) = view.ledger
    assert [items[one] for one in line.assessed_by] == ["c1"]
    assert [items[one] for one in line.alleged_by] == ["c2"]


def test_the_day_of_a_breach_is_no_start_of_the_truce(lists: tuple[Gazetteer, ActorList]) -> None:
    text = "Ukraine accused Russia of breaking the truce on Tuesday."
    claims = [_claim("c1", "Ukraine", "Russia of breaking the truce on Tuesday", "accuses", against=[{"q": "Russia"}])]
    acts = [
        _act(
            "k1",
            "alleges_violation",
            "breaking the truce",
            party=[{"q": "Ukraine"}],
            bound=[{"q": "Russia"}],
            start={"q": "on Tuesday"},
            by="c1",
        )
    ]
    (thread,) = _settled(lists, text, "2024-03-06", claims=claims, commitments=acts).threads
    assert [term.start for term in thread.terms] == [None]
