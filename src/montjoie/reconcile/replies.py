"""Who answers whom within an article: a denial, a refusal, a condemnation or a consent, and what it is an answer to."""

import re
from collections.abc import Iterator, Mapping, Sequence

from montjoie.reconcile.claim_slots import Matter
from montjoie.reconcile.roots import party_key, party_keys
from montjoie.schema import ClaimKind
from montjoie.settled import At, ClaimAt

# What each kind of answer may answer. Accusing, demanding or stating is seldom an answer to what stands beside it.
_ANSWERS: Mapping[ClaimKind, frozenset[ClaimKind]] = {
    "denies": frozenset({"accuses", "warns", "states", "threatens", "expects", "claims_responsibility", "confirms"}),
    "refuses": frozenset({"proposes", "demands", "promises"}),
    "condemns": frozenset({"promises", "praises", "threatens", "proposes"}),
    "promises": frozenset({"proposes", "demands"}),
}
_BEHIND, _AHEAD = 5, 2  # claims between an answer and what it answers: told before, or (a lead) told after
_SHORT = 120  # characters
_BACK = re.compile(
    r"\b(?:that|this|it|those|these|such|the (?:claims?|allegations?|accusations?|reports?|charges?)|(?:any )?(?:involvement|responsibility)|any (?:plans?|role))\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"[A-Z][\w-]+")
_TITLES = frozenset(
    ("The", "President", "Minister", "Ministry", "Foreign", "Defence", "Defense", "Prime", "Deputy", "Spokesman", "Mr", "Mrs", "Gen", "State")
)  # fmt: skip


def replies(claims: Sequence[ClaimAt], matter: Matter) -> Iterator[tuple[ClaimAt, ClaimAt]]:
    """Yield each answer of an article with the nearest claim that it answers.

    An answer is of another party, shares a subject, and is by the one addressed or names the one it answers; a
    refusal need not name anybody: that something was proposed and that it is refused is enough. Of two claims side by side
    no shared subject is asked for, which a reading may miss, and a short denial that points back ("the allegation", "any
    involvement") answers what is told just before it.
    """
    ordered = sorted(claims, key=lambda claim: (claim.content[0].start, claim.id))
    for place, answer in enumerate(ordered):
        near = (*reversed(ordered[max(0, place - _BEHIND) : place]), *ordered[place + 1 : place + 1 + _AHEAD])
        beside = ordered[max(0, place - 1) : place + 2]
        found = next((claim for claim in near if _may_answer(answer, claim) and _answers(answer, claim, matter)), None)
        found = found or next((claim for claim in beside if _may_answer(answer, claim) and _is_named(answer, claim, matter)), None)
        if found is None and place and _points_back(answer, matter) and _may_answer(answer, ordered[place - 1]):
            found = ordered[place - 1]
        if found is not None:
            yield answer, found


def _may_answer(answer: ClaimAt, claim: ClaimAt) -> bool:
    mine = party_key(answer.who)
    other = answer.root != claim.root and (mine is None or mine != party_key(claim.who))
    return other and claim.kind in _ANSWERS.get(answer.kind, ())


def _answers(answer: ClaimAt, claim: ClaimAt, matter: Matter) -> bool:
    shared = bool(set(answer.about) & set(claim.about))
    return shared and (answer.kind == "refuses" or _is_named(answer, claim, matter))


def _is_named(answer: ClaimAt, claim: ClaimAt, matter: Matter) -> bool:
    return names(answer, claim, matter) or names(claim, answer, matter)


def _points_back(denial: ClaimAt, matter: Matter) -> bool:
    text = matter.texts.get(denial.document)
    if denial.kind != "denies" or text is None:
        return False
    words = " ".join(text[at.start : at.end] for at in denial.content)
    return len(words) < _SHORT and bool(_BACK.search(words))


def names(claim: ClaimAt, other: ClaimAt, matter: Matter) -> bool:
    """Tell whether those whom a claim accuses, denies or asks are who makes the other claim, by party or by name."""
    key = party_key(other.who)
    if key is not None and key in party_keys(claim.against):
        return True
    speaker = {word for at in (other.source, other.who.at) for word in _names_in(at, matter)}
    return any(speaker & _names_in(who.at, matter) for who in claim.against)


def _names_in(at: At, matter: Matter) -> set[str]:
    text = matter.texts.get(at.document)
    return set(_NAME.findall(text[at.start : at.end])) - _TITLES if text is not None else set()
