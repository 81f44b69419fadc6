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
_NAME = re.compile(r"[A-Z][\w-]+")
_TITLES = frozenset(
    ("The", "President", "Minister", "Ministry", "Foreign", "Defence", "Defense", "Prime", "Deputy", "Spokesman", "Mr", "Mrs", "Gen", "State")
)  # fmt: skip


def replies(claims: Sequence[ClaimAt], matter: Matter) -> Iterator[tuple[ClaimAt, ClaimAt]]:
    """Yield each answer of an article with the nearest claim that it answers.

    An answer is of another party, shares a subject, and is by the one addressed or names the one it answers; a
    refusal need not name anybody: that something was proposed and that it is refused is enough.
    """
    ordered = sorted(claims, key=lambda claim: (claim.content[0].start, claim.id))
    for place, answer in enumerate(ordered):
        near = (*reversed(ordered[max(0, place - _BEHIND) : place]), *ordered[place + 1 : place + 1 + _AHEAD])
        for claim in near:
            if _answers(answer, claim, matter):
                yield answer, claim
                break


def _answers(answer: ClaimAt, claim: ClaimAt, matter: Matter) -> bool:
    if claim.kind not in _ANSWERS.get(answer.kind, ()) or answer.root == claim.root or not set(answer.about) & set(claim.about):
        return False
    mine = party_key(answer.who)
    if mine is not None and mine == party_key(claim.who):
        return False
    return answer.kind == "refuses" or names(answer, claim, matter) or names(claim, answer, matter)


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
