"""Evidence → Link: the same, different, or unsure; nothing where nothing speaks for it."""

from collections.abc import Iterable, Sequence
from typing import Literal

from montjoie.reconcile.compare import compare_mentions, conflict, may_be_outweighed
from montjoie.reconcile.compare_acts import compare_acts, conflict_of_acts
from montjoie.schema import Commitment, Mention
from montjoie.settled import Evidence, Link

Judgement = Literal["same", "different", "unsure"]

# Type (1), town (2) and day (2) with one plain sign against them (0.5) still make one incident; with three they do not.
# An undated report of the same type and town (3.5) does not reach it by itself.
SAME_INCIDENT = 4.0
UNSURE_INCIDENT = 2.0  # below: a shared type and country, say; not worth a person's time
# Acts on one subject in one article (2.5 and 0.5 for the time) concern one commitment; in two articles they need a
# day, a place or two sides in common.
SAME_COMMITMENT = 3.0
UNSURE_COMMITMENT = 2.0


def judge_mentions(a: Mention, b: Mention) -> Link | None:
    """Judge whether two mentions are one incident; symmetric. None where too little speaks for it to be kept."""
    first, second = (a, b) if a.id < b.id else (b, a)
    against = conflict(first, second)
    if against is not None and not may_be_outweighed(against, first, second):
        return _link(first.id, second.id, "different", (against,))
    return _scored(first.id, second.id, compare_mentions(first, second), (SAME_INCIDENT, UNSURE_INCIDENT))


def differences(mentions: Sequence[Mention], judged: Sequence[Link]) -> tuple[Link, ...]:
    """Return the pairs that cannot be one among mentions that the rules join, where they share no key and were never compared.

    Without them a report that names no day would join those of two days. What a person joined is his to join, and reports of
    wars are left out: they are told apart by their theatres.
    """
    known = {(link.a, link.b) for link in judged}
    joined = _joined_by_rules([mention.id for mention in mentions], judged)
    ordered = sorted((mention for mention in mentions if mention.type != "war"), key=lambda mention: mention.id)
    return tuple(
        link
        for nth, a in enumerate(ordered)
        for b in ordered[nth + 1 :]
        if joined[a.id] == joined[b.id] and (a.id, b.id) not in known
        if conflict(a, b) is not None and (link := judge_mentions(a, b)) is not None and link.judgement == "different"
    )


def _joined_by_rules(ids: Iterable[str], judged: Iterable[Link]) -> dict[str, str]:
    """The group of each mention by the rules' judgements of "same" alone, named by its least id."""
    group = {id_: id_ for id_ in ids}
    members = {id_: [id_] for id_ in group}
    for link in judged:
        if link.judgement == "same" and link.by == "rules" and link.a in group and link.b in group:
            keep, drop = sorted((group[link.a], group[link.b]))
            if keep != drop:
                for member in members[drop]:
                    group[member] = keep
                members[keep] += members.pop(drop)
    return group


def judge_acts(a: Commitment, b: Commitment) -> Link | None:
    """Judge whether two acts concern one commitment; symmetric. None where too little speaks for it to be kept."""
    first, second = (a, b) if a.id < b.id else (b, a)
    against = conflict_of_acts(first, second)
    if against is not None:
        return _link(first.id, second.id, "different", (against,))
    return _scored(first.id, second.id, compare_acts(first, second), (SAME_COMMITMENT, UNSURE_COMMITMENT))


def _scored(a: str, b: str, evidence: Sequence[Evidence], thresholds: tuple[float, float]) -> Link | None:
    score = _score(evidence)
    if score >= thresholds[0]:
        return _link(a, b, "same", evidence)
    return _link(a, b, "unsure", evidence) if score >= thresholds[1] else None


def _link(a: str, b: str, judgement: Judgement, evidence: Sequence[Evidence]) -> Link:
    return Link(a=a, b=b, judgement=judgement, score=_score(evidence), evidence=tuple(evidence))


def _score(evidence: Sequence[Evidence]) -> float:
    return round(sum(item.weight for item in evidence), 4)
