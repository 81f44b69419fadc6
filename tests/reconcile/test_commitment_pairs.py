"""What is said of a commitment by looking only at acts that may stand to each other is what all pairs of acts would say."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import combinations
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from montjoie.reconcile import commitment_claims as rules
from montjoie.reconcile.claim_slots import denies_authorship, is_unauthored
from montjoie.reconcile.commitment_claims import Stands, stands_on
from montjoie.reconcile.commitment_pairs import TAKING, accused_by, taken_on_pairs
from montjoie.reconcile.roots import party_key, party_keys
from montjoie.settled import ActAt, ActorAt, At, ClaimAt

START = datetime(2024, 3, 1, tzinfo=UTC)
SIDES = (None, "state:AAA", "state:BBB", "org:CCC")
ACTS = ("agrees", "announces", "extends", "refuses", "alleges_violation", "denies_violation", "confirms_holding", "proposes")


def _actor(side: str | None, *, parent: bool = False) -> ActorAt:
    return ActorAt(at=At(document="d", start=0, end=1), id=side, kind="state", side=side, parent="a body" if parent else None)


def _case(seed: int, size: int, days: int = 60) -> tuple[Any, Any]:
    """A thread of random acts with their claims, and denials that report no act."""
    draw = random.Random(seed)
    acts, claims, about = [], {}, []
    incidents = {f"i{n}": SimpleNamespace(id=f"i{n}", type="shelling", actors=(), reality="actual") for n in range(3)}
    for n in range(size):
        known = None if draw.random() < 0.1 else START + timedelta(hours=draw.randrange(24 * days))
        speaker, document = draw.choice(SIDES), f"d{draw.randrange(max(2, size // 2))}"
        claim = ClaimAt(
            id=f"c{n}",
            item=f"c{draw.randrange(4)}",
            document=document,
            source=At(document=document, start=n, end=n + 1),
            who=_actor(speaker, parent=draw.random() < 0.3),
            root=speaker or f"described:{draw.randrange(4)}",
            via=None,
            kind=draw.choice(("states", "denies", "accuses", "promises")),
            direct=False,
            cue=None,
            content=(At(document=document, start=n, end=n + 1),),
            against=tuple(_actor(side) for side in draw.sample(SIDES[1:], draw.randrange(2))),
            about=tuple(draw.sample(sorted(incidents), draw.randrange(2))),
            known=known,
        )
        claims[claim.id] = claim
        if draw.random() < 0.2:
            about.append(claim)
            continue
        for _ in range(draw.choice((1, 1, 2))):
            acts.append(
                ActAt(
                    id=f"k{len(acts)}",
                    document=document,
                    item="k",
                    act=draw.choice(ACTS),  # type: ignore[arg-type]
                    content=(),
                    party=tuple(_actor(side) for side in draw.sample(SIDES[1:], draw.randrange(3))),
                    claim=claim.id,
                    broken_by=draw.choice((None, None, "i0", "i1")),
                    count=draw.choice((None, SimpleNamespace(low=3, high=3))),  # type: ignore[arg-type]
                    known=known,
                    day=None,
                    bound=tuple(_actor(side) for side in draw.sample(SIDES[1:], draw.randrange(2))),
                    conditional=draw.random() < 0.2,
                )
            )
    acts.sort(key=lambda act: (act.known is None, act.known or START, act.id))
    since = draw.choice((None, START + timedelta(days=days // 3)))
    status = (SimpleNamespace(value="in_force", since=since), SimpleNamespace(value="agreed", since=START))
    thread = SimpleNamespace(id="t", subject="ceasefire", acts=tuple(acts), status=status)
    return thread, SimpleNamespace(claims=claims, incidents=incidents, about={"t": about}, texts={})


def _by_all_pairs(thread: Any, matter: Any) -> Iterator[Stands]:
    """The rules over every pair of acts, as they were before."""
    told = [(act, matter.claims[act.claim]) for act in thread.acts]
    alleged = [one for one in told if one[0].act == "alleges_violation"]
    for denial, reply in told:
        if denial.act == "denies_violation":
            meeting = [one for one in alleged if one[1].id != reply.id and rules._meets(denial, reply, *one, matter)]
            near = [one for one in meeting if one[1].document == reply.document] or meeting
            for claim in {claim.root + claim.item: claim for _, claim in reversed(near)}.values():
                slot = "perpetrator" if denies_authorship(reply, claim, matter) else "commitment"
                shared = [matter.incidents[i] for i in {*reply.about} & {*claim.about}]
                acts = [act for act, c in alleged if c.id == claim.id]
                if reply.kind == "denies" and shared and not claim.against and all(is_unauthored(i, acts) for i in shared):
                    slot = "occurrence"
                yield reply.id, claim.id, "contradicts", slot, "breach_alleged_and_denied"  # type: ignore[misc]
    for holding, says in told:
        for act, claim in alleged:
            charged = holding.act == "confirms_holding" and party_key(says.who) in accused_by(act, claim)
            if charged and rules._later(says, claim) and claim.document != says.document:
                yield says.id, claim.id, "contradicts", "commitment", "said_to_hold_and_to_be_broken"
    for first, second in combinations(told, 2):
        if first[1].id != second[1].id:
            yield from rules._taken_on(first, second, rules._begun(thread))
    yield from _bare(told, matter)


def _bare(told: Any, matter: Any) -> Iterator[Stands]:
    acting = {claim.id for _, claim in told}
    for denial in matter.about["t"]:
        denier = party_key(denial.who)
        if denial.kind != "denies" or denial.id in acting or denier is None:
            continue
        before = [one for one in told if one[0].act in TAKING and rules._later(denial, one[1])]
        latest = max((one[1].known for one in before if one[1].known is not None), default=None)
        for act, claim in told:
            others = party_key(claim.who) != denier and claim.root != denial.root and rules._later(denial, claim)
            old = claim.known is not None and latest is not None and latest - claim.known > timedelta(days=14)
            if act.act in TAKING and others and not old and denier in party_keys(act.party):
                yield denial.id, claim.id, "contradicts", "commitment", "said_to_have_agreed_and_denied"
            beside = act.act == "alleges_violation" and denier in party_keys(claim.against) and claim.document == denial.document
            if beside and others and not set(denial.about) & set(claim.about):
                yield denial.id, claim.id, "contradicts", "commitment", "breach_alleged_and_denied"


def _first_of_each(found: Iterator[Stands]) -> dict[frozenset[str], Stands]:
    """What counts for a pair of claims: the first that is said of it."""
    first: dict[frozenset[str], Stands] = {}
    for one in found:
        first.setdefault(frozenset(one[:2]), one)
    return first


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10**9), st.integers(1, 24))
def test_says_what_all_pairs_say(seed: int, size: int) -> None:
    thread, matter = _case(seed, size)
    assert set(stands_on(thread, matter)) == set(_by_all_pairs(thread, matter))
    assert _first_of_each(stands_on(thread, matter)) == _first_of_each(_by_all_pairs(thread, matter))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9))
def test_hardly_looks_at_a_pair_of_which_nothing_is_said(seed: int) -> None:
    thread, matter = _case(seed, 80)
    told = [(act, matter.claims[act.claim]) for act in thread.acts]
    begun = rules._begun(thread)
    pairs = [(a, b) for a, b in taken_on_pairs(told, begun) if told[a][1].id != told[b][1].id]
    idle = [pair for pair in pairs if not list(rules._taken_on(told[pair[0]], told[pair[1]], begun))]
    assert len(idle) <= len(pairs) / 10 + 2


@pytest.mark.parametrize("act", ["proposes", "agrees", "refuses"])
def test_acts_of_one_voice_are_never_paired(act: str) -> None:
    """Three thousand times the same word of one side: nothing to say, and no pair to look at."""
    thread, matter = _case(1, 3000)
    for claim in matter.claims.values():
        object.__setattr__(claim, "who", _actor("state:AAA"))
        object.__setattr__(claim, "root", "state:AAA")
    for one in thread.acts:
        object.__setattr__(one, "act", act)
    assert taken_on_pairs([(one, matter.claims[one.claim]) for one in thread.acts], None) == []
