"""Clusters respect every "different", whatever the order."""

import random

from factories import mention, reading, source
from hypothesis import given
from hypothesis import strategies as st

from montjoie.reconcile import cluster, judge_mentions, make_context, settle_incident
from montjoie.settled import Link


def link(a: str, b: str, judgement: str, score: float = 5.0, by: str = "rules") -> Link:
    first, second = sorted((a, b))
    return Link(a=first, b=second, judgement=judgement, score=score, by=by)  # type: ignore[arg-type]


def test_same_pairs_join() -> None:
    assert cluster(["a", "b", "c"], [link("a", "b", "same")]) == (("a", "b"), ("c",))


def test_an_unsure_pair_does_not_join() -> None:
    assert cluster(["a", "b"], [link("a", "b", "unsure")]) == (("a",), ("b",))


def test_a_report_between_two_incidents_goes_with_the_better_one() -> None:
    links = [link("a", "region", "same", 4.1), link("b", "region", "same", 4.9), link("a", "b", "different")]
    assert cluster(["a", "b", "region"], links) == (("a",), ("b", "region"))


def test_equal_scores_are_decided_by_id() -> None:
    links = [link("b", "x", "same"), link("a", "x", "same"), link("a", "b", "different")]
    assert cluster(["x", "b", "a"], links) == (("a", "x"), ("b",))


def test_a_person_joins_what_the_rules_keep_apart() -> None:
    links = [link("a", "b", "different"), link("a", "b", "same", by="decision-1")]
    assert cluster(["a", "b"], links) == (("a", "b"),)


def test_a_person_joins_three_of_which_the_rules_keep_two_apart() -> None:
    links = [link("a", "c", "different"), link("a", "b", "same", by="d1"), link("b", "c", "same", by="d2")]
    assert cluster(["a", "b", "c"], links) == (("a", "b", "c"),)


def test_a_person_parts_what_the_rules_join() -> None:
    links = [link("a", "b", "same", 9.0), link("a", "b", "different", by="decision-1")]
    assert cluster(["a", "b"], links) == (("a",), ("b",))


def test_a_link_to_a_mention_that_is_not_known_is_left_out() -> None:
    assert cluster(["a"], [link("a", "b", "same")]) == (("a",),)


IDS = [f"m{n}" for n in range(8)]
LINKS = st.lists(
    st.builds(
        lambda pair, judgement, score: link(*pair, judgement, score),
        st.lists(st.sampled_from(IDS), min_size=2, max_size=2, unique=True),
        st.sampled_from(["same", "same", "different", "unsure"]),
        st.integers(0, 5).map(float),
    ),
    max_size=20,
    unique_by=lambda item: (item.a, item.b),
)


@given(LINKS, st.randoms(use_true_random=False))
def test_the_order_of_ids_and_links_does_not_matter(links: list[Link], shuffle: random.Random) -> None:
    ids, again = list(IDS), list(links)
    shuffle.shuffle(ids)
    shuffle.shuffle(again)
    assert cluster(ids, again) == cluster(IDS, links)


@given(LINKS)
def test_no_cluster_holds_a_different(links: list[Link]) -> None:
    apart = {(item.a, item.b) for item in links if item.judgement == "different"}
    for members in cluster(IDS, links):
        assert not [(a, b) for a in members for b in members if (a, b) in apart]


@given(LINKS)
def test_every_id_is_in_one_cluster(links: list[Link]) -> None:
    assert sorted(member for members in cluster(IDS, links) for member in members) == IDS


@given(st.randoms(use_true_random=False), st.integers(2, 7))
def test_the_order_of_mentions_does_not_matter(shuffle: random.Random, size: int) -> None:
    mentions = [
        mention(f"m{n}", type=shuffle.choice(["attack", "air_strike", "shelling"]), actors=shuffle.choice(["RU", "UA", "gunmen"]))
        for n in range(size)
    ]
    readings = [reading(item.document, [item]) for item in mentions]
    links = [found for n, a in enumerate(mentions) for b in mentions[n + 1 :] if (found := judge_mentions(a, b)) is not None]
    sources = {item.document: source(item.document) for item in mentions}
    context = make_context(readings, sources)
    again, other_links = list(mentions), list(links)
    shuffle.shuffle(again)
    shuffle.shuffle(other_links)
    shuffle.shuffle(readings)
    assert settle_incident(again, other_links, make_context(readings, sources)) == settle_incident(mentions, links, context)
