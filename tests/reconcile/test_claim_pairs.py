"""The judge of wording: what it sees, in either order, and that it says why."""

from dataclasses import replace

import pytest

from montjoie.reconcile.claim_pairs import Saying, features, judge_pair
from montjoie.reconcile.pair_words import counts, denies, figures_stand, opposed

A = Saying(words="At least 40 people were killed in the raid on the market", document="one", day=10, speaker="the Harbour Monitor")
B = Saying(words="The raid killed 55 people", document="two", day=12, speaker="Harbour Monitor director Lena Oster")
C = Saying(words="12 people were killed when shells hit the market", document="one", day=10, speaker="state news agency Vesna")


@pytest.mark.parametrize(("a", "b"), [(A, B), (A, C), (B, C)])
def test_the_order_of_two_claims_means_nothing(a: Saying, b: Saying) -> None:
    assert features(a, b) == features(b, a)
    assert judge_pair(a, b) == judge_pair(b, a)


def test_one_speaker_is_known_by_any_of_his_names() -> None:
    assert features(A, B)["same_speaker"] == 1
    assert features(A, C)["two_speakers"] == 1
    assert features(A, replace(C, speaker=""))["unknown_speaker"] == 1
    assert features(replace(A, root="r"), replace(C, root="r"))["same_speaker"] == 1


def test_what_the_record_has_two_statements_about_is_seen() -> None:
    one, other = replace(B, about=frozenset({"i1"})), replace(A, about=frozenset({"i1", "i2"}))
    assert features(one, other)["subject_same"] == features(one, other)["subject_same_two_documents"] == 1
    assert features(one, replace(other, about=frozenset({"i2"})))["subject_apart"] == 1
    assert features(one, A)["subject_unknown"] == 1


def test_a_count_that_rose_and_who_is_told_to_have_done_it() -> None:
    later = replace(B, around="The toll has risen. The raid killed 55 people.")
    assert features(A, later)["risen_one"] == features(A, later)["risen_figure"] == 1
    charge = Saying(words="Rebels fired on the clinic", document="one", day=1, speaker="the army")
    denial = Saying(words="any involvement", document="one", day=1, speaker="a rebel commander", kind="denies")
    seen = features(charge, denial)
    assert (seen["agent_any"], seen["blame_any"], seen["denier_charged"], seen["short_one"]) == (1, 1, 1, 1)


@pytest.mark.parametrize(
    ("first", "second", "how"),
    [
        ("killed 12 people", "12 people died", "equal"),
        ("at least 12 people were killed", "15 people died", "allowed"),
        ("killed 12 people", "15 people died", "excluded"),
        ("22 children were killed", "the dead were 36, among them 15 children", "excluded"),
        ("twenty-one homes burned", "21 homes burned", "equal"),
        ("12 tanks", "15 houses", None),
        ("in 2015", "in 2016", None),
        ("one of them spoke", "killed 3 people", None),
    ],
)
def test_figures_are_compared_where_they_count_one_thing(first: str, second: str, how: str | None) -> None:
    stand = figures_stand(counts(first), counts(second))
    assert (stand[0] if stand else None) == how


def test_denials_and_opposites_are_seen() -> None:
    assert denies("the bridge was not hit")
    assert not denies("the bridge was hit; nobody was hurt")
    assert opposed("it was an accident", "they did it deliberately")
    assert not opposed("it was an accident", "it happened at noon")


def test_a_judgement_says_what_spoke_for_it() -> None:
    judged = judge_pair(A, C)
    assert 0 < len(judged.because) <= 4
    assert all(weight > 0 for _, weight in judged.because)
    assert all(features(A, C)[name] for name, _ in judged.because)
