"""In plain words: why two claims stand as they do, and why a test of the ledger came out as it did."""

from collections.abc import Mapping

from montjoie.reconcile.claim_pairs import judge_pair, saying_of
from montjoie.settled import ClaimAt

BASES: dict[str, str] = {
    "wording": "no rule: a small model fitted on labelled pairs is all but sure of it by the wording",
    "answer": "an answer to what was accused, asked, proposed or said in the same article, by the one addressed or naming whom it answers",
    "answer_denies": "a denial of what the other says, in the same article, by the one addressed or naming whom it denies",
    "reading": "an article's own reading relates them",
    "figures_exclude_each_other": "standing totals of one group by two roots with no number in common, rounding allowed",
    "later_figure_of_the_same_root": "the same root's later figure: no contradiction",
    "denial_by_the_accused": "the side charged denies it, and nowhere owns up to it",
    "different_sides_blamed": "two accounts blame sides with none in common",
    "owned_up_to": "a side owns up to what another says of it, or reports",
    "owned_up_to_as_another_target": "a side owns up to it, and says that it hit something else than the other says",
    "occurrence_denied": "what is reported is elsewhere told only as not having happened",
    "agreed_and_refused": "one is said to agree and refuses",
    "changed_its_word": "the same side, more than a day later",
    "extended_by_the_same_root": "the same root prolongs what it told",
    "taken_on_differently": "two accounts of one party's word differ on a condition, an area, a scope or a start",
    "taken_on_by_its_own_word_and_anothers": "a party's own word, and another's of it, agree",
    "said_to_have_agreed_and_denied": "a party denies what another says that it took on",
    "breach_alleged_and_denied": "a breach is alleged, and denied by another side in the same article or after it",
    "said_to_hold_and_to_be_broken": "the side charged says, then or later, that it holds",
}
TESTS: dict[str, str] = {
    "within": "between the start and the end that this reading has, to the hour where hours are told",
    "before_start": "it ended before this reading's start",
    "after_end": "it began after this reading's end",
    "in_the_hours_of_the_start": "its hours and the bounds of the start overlap",
    "in_the_hours_of_the_end": "its hours and the bounds of the end overlap",
    "start_unknown": "no account says when the commitment begins",
    "before_it_was_made": "before anybody made it",
    "incident_undated": "no account says when the incident was",
    "area_not_limited": "the term names no area: it is for everywhere",
    "named_in_its_words": "the words of the area name the place, or the division it is in",
    "area_unresolved": "the words of the area lead to no place that can be measured",
    "target_not_limited": "the term names no targets",
    "scope_not_resolved": "the words of the scope fit no class of target",
    "target_unknown": "no account says what was hit",
    "accounts_put_it_inside_and_outside": "accounts put it in places inside and outside the area",
    "an_exception_may_apply": "the term leaves somebody out, and whether the target is of them is not told",
    "excepted": "the target is left out of the term by its own words",
    "weapon_not_limited": "the term names no weapon",
    "weapon_unknown": "no account says with what",
    "nobody_named": "no account names who did it",
    "nobody_identified": "who did it is described, not identified",
    "sides_differ": "more than one side is named",
    "denied_by_the_one_named": "the side named denies it, and nowhere owns up to it",
    "bound_parties_not_identified": "who is bound is not identified",
    "not_bound": "the side named is not bound by this term",
    "a_summary_is_not_one_occurrence": "a summary of several is never in scope as one",
    "allegation_without_an_incident": "no incident to test: one party's allegation, with its count",
}


def by_wording(a: ClaimAt, b: ClaimAt, texts: Mapping[str, str]) -> tuple[str, str]:
    """Return what the judge of wording says of two claims, and the features that speak for it most with their weights."""
    judged = judge_pair(saying_of(a, texts), saying_of(b, texts))
    parts = ", ".join(f"{name.replace('_', ' ')} {weight:+g}" for name, weight in judged.because)
    return f"{judged.relation} {judged.sure:.2f}, {judged.slot} {judged.slot_sure:.2f}", f"its weights, the most: {parts}"
