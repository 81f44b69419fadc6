"""Acts on one rule of conduct: terms by reading, standing by whose word."""

import random
from datetime import date

import pytest
from factories import act, at, claim, context, reading, undated, when
from hypothesis import given
from hypothesis import strategies as st

from montjoie.reconcile import act_keys, cluster, judge_acts, pairs_by_key, settle_thread
from montjoie.schema import Claim, Commitment, Span, When, Who
from montjoie.settled import Thread


def thread(acts: list[Commitment], claims: list[Claim] | None = None) -> Thread:
    """The thread of some acts, all in one document, known on 6 March."""
    return settle_thread(acts, (), context(reading("d", [], claims or [], acts, known=at(6))))


def test_no_acts_are_no_thread() -> None:
    with pytest.raises(ValueError, match="at least one"):
        thread([])


def test_a_shared_term_where_the_words_agree() -> None:
    found = thread(
        [
            act("a1", "announces", "limited_ceasefire", party="RU", scope_class=("energy",), claim="c1"),
            act("a2", "agrees", "limited_ceasefire", party="UA", start=when(18), duration_days=30.0, claim="c2"),
        ],
        [claim("c1", "RU ministry"), claim("c2", "UA governor")],
    )
    (term,) = found.terms
    assert (term.kind, term.targets, term.duration_days, term.reading) == ("prohibit_attack", ("energy",), 30.0, ())
    assert term.start is not None
    assert term.start.start == when(18).first


def test_a_term_for_each_reading_where_the_parties_differ_on_the_start() -> None:
    found = thread(
        [
            act("a1", "agrees", "limited_ceasefire", party="RU", start=when(18), scope_class=("energy",), claim="c1"),
            act("a2", "agrees", "limited_ceasefire", party="UA", start=when(25), claim="c2"),
            act("a3", "agrees", "limited_ceasefire", party="US", claim="c3"),
        ],
        [claim("c1", "RU ministry"), claim("c2", "UA governor"), claim("c3", "US president")],
    )
    assert [(term.reading, term.start.start.day if term.start and term.start.start else None) for term in found.terms] == [
        (("state:RU",), 18),
        (("state:UA",), 25),
    ]
    assert {term.targets for term in found.terms} == {("energy",)}
    assert len({term.id for term in found.terms}) == 2


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"duration_days": 30.0}, {"duration_days": 60.0}),
        ({"scope_class": ("energy",)}, {"scope_class": ("energy", "port")}),
        ({"area": "Kherson"}, {"area": "Raqqa"}),
        ({"start": when(18)}, {"start": when(25)}),
    ],
)
def test_readings_differ_on(first: dict[str, object], second: dict[str, object]) -> None:
    claims = [claim("c1", "RU ministry"), claim("c2", "UA governor")]
    found = thread([act("a1", claim="c1", party="RU", **first), act("a2", claim="c2", party="UA", **second)], claims)
    assert [term.reading for term in found.terms] == [("state:RU",), ("state:UA",)]


def test_an_allegation_does_not_shape_the_term() -> None:
    found = thread([act("a1", area="Kherson", party="UA"), act("a2", "alleges_violation", area="Raqqa")])
    assert [term.area.name for term in found.terms if term.area] == ["Kherson"]


def test_a_pause_begins_on_its_day_and_a_ceasefire_not_on_the_day_it_was_agreed() -> None:
    assert thread([act("a1", "announces", "humanitarian_pause")]).terms[0].start is not None
    assert thread([act("a1", "agrees", "ceasefire")]).terms[0].start is None


def test_who_announces_for_itself_is_bound_and_who_brokers_is_not() -> None:
    assert [bound.id for bound in thread([act("a1", "announces", party="RU")]).terms[0].bound] == ["state:RU"]
    assert thread([act("a1", "agrees", party="US+RU")]).terms[0].bound == ()


STATUSES = {
    "its own word": (act("a1", "agrees", party="UA", claim="c1"), "UA governor", ("agreed", "own_word")),
    "the other side's": (act("a1", "agrees", party="UA", bound="RU", claim="c1"), "RU ministry", ("agreed", "other_side")),
    "a mediator's": (act("a1", "agrees", party="UA", claim="c1"), "org:icrc", ("agreed", "mediator")),
    "a third state's": (act("a1", "agrees", party="UA", bound="RU", claim="c1"), "US president", ("agreed", "mediator")),
    "the article's": (act("a1", "agrees", party="UA"), "nobody", ("agreed", "own_word")),
    "with a condition": (act("a1", "agrees", party="UA", condition=Span(start=1, end=9)), "nobody", ("conditional", "own_word")),
    "a refusal": (act("a1", "refuses", party="UA", claim="c1"), "UA governor", ("refused", "own_word")),
}


@pytest.mark.parametrize("name", STATUSES)
def test_a_party_stands_by_somebodys_word(name: str) -> None:
    one, speaker, expected = STATUSES[name]
    (status,) = thread([one], [claim("c1", speaker)]).status
    assert (status.value, status.by) == expected


def test_the_standing_of_a_party_changes_with_its_acts() -> None:
    acts = [act("a1", "agrees", party="UA"), act("a2", "agrees", party="UA", day=when(6)), act("a3", "suspends", party="UA", day=when(7))]
    ctx = context(*[reading(f"doc-a{n}", acts=[acts[n - 1]], known=at(4 + n)) for n in (1, 2, 3)])
    assert [(status.value, status.since) for status in settle_thread(acts, (), ctx).status] == [("agreed", at(5)), ("suspended", at(7))]


def test_a_look_back_does_not_undo_what_came_after() -> None:
    acts = [act("a1", "suspends", party="UA", day=when(7)), act("a2", "agrees", party="UA", day=when(5))]
    ctx = context(reading("doc-a1", acts=acts[:1], known=at(7)), reading("doc-a2", acts=acts[1:], known=at(20)))
    assert [status.value for status in settle_thread(acts, (), ctx).status] == ["agreed", "suspended"]


def test_he_will_is_said_by_whom_the_claim_knows_him_to_be() -> None:
    he = Who(span=Span(start=1, end=4), basis="test")
    (status,) = thread([act("a1", "announces", party=(he,), claim="c1")], [claim("c1", "UA governor")]).status
    assert (status.party.id, status.by) == ("UA:governor", "own_word")


def test_an_allegation_gives_no_standing() -> None:
    assert thread([act("a1", "alleges_violation", party="UA", bound="RU")]).status == ()


def test_the_subject_is_that_of_most_acts() -> None:
    acts = [act("a1", subject="ceasefire"), act("a2", subject="limited_ceasefire"), act("a3", subject="limited_ceasefire")]
    assert thread(acts).subject == "limited_ceasefire"


def test_acts_of_one_article_share_a_key_and_those_on_arms_do_not() -> None:
    a, b, c = act("a1"), act("a2", document="doc-a1"), act("a3", subject="arms_supply", document="doc-a1")
    assert pairs_by_key([(item.id, act_keys(item)) for item in (a, b, c)]) == (("a1", "a2"),)


def test_a_breach_alleged_a_month_later_meets_the_ceasefire() -> None:
    a, b = act("a1", party="UA+RU"), act("a2", "alleges_violation", bound="RU", day=when(undated().not_after))
    later = act("a3", "alleges_violation", bound="RU", day=When(rule="not_said", not_after=date(2022, 4, 5)))
    assert ("a1", "a2") in pairs_by_key([(a.id, act_keys(a)), (b.id, act_keys(b))])
    assert ("a1", "a3") in pairs_by_key([(a.id, act_keys(a)), (later.id, act_keys(later))])


@given(st.randoms(use_true_random=False), st.integers(2, 6))
def test_the_order_of_acts_does_not_matter(shuffle: random.Random, size: int) -> None:
    acts = [
        act(
            f"a{n}",
            shuffle.choice(["agrees", "announces", "refuses", "alleges_violation"]),
            party=shuffle.choice(["RU", "UA"]),
            start=when(shuffle.choice([5, 18, 25])),
            claim=f"c{n}",
        )
        for n in range(size)
    ]
    claims = [claim(f"c{n}", shuffle.choice(["RU ministry", "UA governor", "org:un"])) for n in range(size)]
    ctx = context(*[reading(f"doc-a{n}", [], [claims[n]], [acts[n]], known=at(5 + n % 3)) for n in range(size)])
    links = [found for n, a in enumerate(acts) for b in acts[n + 1 :] if (found := judge_acts(a, b)) is not None]
    again = list(acts)
    shuffle.shuffle(again)
    assert settle_thread(again, links[::-1], ctx) == settle_thread(acts, links, ctx)
    ids = [item.id for item in acts]
    assert cluster(ids, links) == cluster(ids[::-1], links[::-1])
