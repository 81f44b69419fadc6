"""Which acts of a commitment can stand to each other at all, found by party, day, incident and document.

A truce of which everybody speaks for a year has thousands of acts. What these functions leave out, no rule of
`commitment_claims` would relate; their time grows with the acts and with what comes out, not with all pairs of acts.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from typing import TypeVar

from montjoie.reconcile.roots import party_key, party_keys
from montjoie.settled import ActAt, ClaimAt

Said = tuple[ActAt, ClaimAt]
Numbered = tuple[int, Said]  # with its place among the acts
Key = TypeVar("Key", bound=Hashable)

TAKING: frozenset[str] = frozenset({"agrees", "announces", "extends"})
LONG = timedelta(days=30)  # what is refused so long after, by another's word, is a new question
_ALWAYS = datetime.min.replace(tzinfo=UTC)
_NEVER = datetime.max.replace(tzinfo=UTC)


def accused_by(act: ActAt, claim: ClaimAt) -> frozenset[str]:
    """Return whom an allegation charges: who is named in its words, else who is bound and does not speak."""
    return party_keys(claim.against) or (party_keys(act.bound) - party_keys((claim.who,)))


class ByTime:
    """Acts in order of when their claims were known; what has no time is known at every time."""

    def __init__(self, acts: Iterable[Numbered]) -> None:
        acts = list(acts)
        self.undated = [one for one in acts if one[1][1].known is None]
        timed = sorted(((known, *one) for one in acts if (known := one[1][1].known) is not None), key=lambda one: one[:2])
        self.dated: list[Numbered] = [(place, one) for _, place, one in timed]
        self._times = [known for known, _, _ in timed]
        self._first: list[Numbered] = list(accumulate(self.dated, _earlier))

    def until(self, known: datetime | None, since: datetime | None = None) -> Iterator[Numbered]:
        """Yield the acts that a claim of that time comes after, from some time on."""
        low = bisect_left(self._times, since) if since is not None else 0
        yield from self.dated[low : bisect_right(self._times, known or _NEVER)]
        yield from self.undated

    def first_until(self, known: datetime | None) -> Numbered | None:
        """Return the first by place of those."""
        at = bisect_right(self._times, known or _NEVER)
        found = [*([self._first[at - 1]] if at else []), *self.undated[:1]]
        return min(found, key=lambda one: one[0], default=None)

    def latest_until(self, known: datetime | None) -> datetime | None:
        """Return the latest time among those."""
        at = bisect_right(self._times, known or _NEVER)
        return self._times[at - 1] if at else None

    def around(self, known: datetime | None, before: timedelta, after: timedelta) -> Iterator[Numbered]:
        """Yield the acts of the days around a time, and those without one; all where the time is not known."""
        low = 0 if known is None else bisect_left(self._times, max(known, _ALWAYS + before) - before)
        high = len(self._times) if known is None else bisect_right(self._times, min(known, _NEVER - after) + after)
        yield from self.dated[low:high]
        yield from self.undated


def _earlier(a: Numbered, b: Numbered) -> Numbered:
    return a if a[0] <= b[0] else b


def by_key(keyed: Iterable[tuple[str, Numbered]]) -> dict[str, ByTime]:
    """Return acts by a key of theirs."""
    groups: dict[str, list[Numbered]] = {}
    for key, one in keyed:
        groups.setdefault(key, []).append(one)
    return {key: ByTime(acts) for key, acts in groups.items()}


def taken_on_pairs(told: Sequence[Said], begun: datetime | None) -> list[tuple[int, int]]:
    """Return the pairs of acts, by place and in order, of which one takes on and the other takes on or refuses; `begun`: since when it is in force."""
    taking = [(place, one) for place, one in enumerate(told) if one[0].act in TAKING]
    refusing = [(place, one) for place, one in enumerate(told) if one[0].act == "refuses"]
    pairs = {(min(a, b), max(a, b)) for a, b in (*_both_taking(taking), *_refusing(taking, refusing, begun))}
    return sorted(pairs)


def _both_taking(taking: Sequence[Numbered]) -> Iterator[tuple[int, int]]:
    """Two words of one party's taking it on, one of them its own; and what one root agreed to and then prolongs."""
    groups = list(_grouped(taking, lambda one: (one[0].act == "extends", *_who(one), _is_described(one[1]))).items())
    for place, ((extends, parties, mine, described), first) in enumerate(groups):
        for (other_extends, others, theirs, other_described), second in groups[place + 1 :]:
            own = {mine, theirs} & parties & others
            if extends == other_extends and mine != theirs and own and not described and not other_described:
                yield from ((a, b) for a, _ in first for b, _ in second)
    roots = _grouped(taking, lambda one: (one[1].root, one[0].act))
    for (root, act), first in roots.items():
        if act == "agrees":
            yield from ((a, b) for a, _ in first for b, _ in roots.get((root, "extends"), ()))


def _refusing(taking: Sequence[Numbered], refusing: Sequence[Numbered], begun: datetime | None) -> Iterator[tuple[int, int]]:
    """What is taken on by one and refused by another, or by the same; of one party by two words, only near in time and not once it is in force."""
    takers = {key: ByTime(acts) for key, acts in _grouped(taking, _who).items()}
    for (parties, mine), refusals in _grouped(refusing, _who).items():
        for (others, theirs), acts in takers.items():
            shared = parties & others
            if not shared and (mine is None or theirs is None or mine == theirs):
                continue
            near = bool(shared) and mine != theirs
            until_begun = near and not {mine, theirs} <= shared
            for place, (act, claim) in refusals:
                if until_begun and begun is not None and act.known is not None and begun < act.known:
                    continue
                for other, _ in acts.around(claim.known if near else None, LONG, LONG):
                    yield place, other


class Allegations:
    """The allegations among the acts, by document, by incident, by whom they charge."""

    def __init__(self, alleged: Iterable[Said]) -> None:
        numbered = list(enumerate(alleged))
        self._documents = _grouped(numbered, lambda one: one[1].document)
        self._incidents: dict[str, list[Numbered]] = {}
        self._claims = _grouped(numbered, lambda one: one[1].id)
        for one in numbered:
            act, claim = one[1]
            for incident in {act.broken_by, *claim.about} - {None}:
                self._incidents.setdefault(str(incident), []).append(one)
        self._charged = by_key((key, one) for one in numbered for key in accused_by(*one[1]))
        bare = [one for one in numbered if one[1][0].broken_by is None]
        self._bare = [ByTime(acts) for acts in _grouped(bare, _how_alleged).values()]

    def in_document(self, document: str) -> list[Said]:
        """Return those of one article."""
        return [one for _, one in self._documents.get(document, ())]

    def acts_of(self, claim: str) -> list[ActAt]:
        """Return what one claim alleges."""
        return [act for _, (act, _) in self._claims.get(claim, ())]

    def charging(self, key: str | None, known: datetime | None) -> list[Said]:
        """Return those that charge a party, until a time, in order."""
        found = self._charged.get(key or "")
        return [] if found is None else [one for _, one in sorted(found.until(known), key=lambda one: one[0])]

    def meeting(self, denial: ActAt, reply: ClaimAt) -> list[Said]:
        """Return those that a denial may meet, in order: of its incidents, and of those without one the first of each speaker and kind."""
        found = {
            place: one for incident in {denial.broken_by, *reply.about} - {None} for place, one in self._incidents.get(str(incident), ())
        }
        found.update(first for acts in self._bare if (first := acts.first_until(reply.known)) is not None)
        return [found[place] for place in sorted(found)]


def _grouped(acts: Iterable[Numbered], key: Callable[[Said], Key]) -> dict[Key, list[Numbered]]:
    groups: dict[Key, list[Numbered]] = {}
    for one in acts:
        groups.setdefault(key(one[1]), []).append(one)
    return groups


def _who(one: Said) -> tuple[frozenset[str], str | None]:
    return party_keys(one[0].party), party_key(one[1].who)


def _is_described(claim: ClaimAt) -> bool:
    """Whether nothing tells who he is or whom he is of: only where two are known to be two is one the other's word."""
    return party_key(claim.who) is None and claim.who.parent is None


def _how_alleged(one: Said) -> tuple[str, str | None, frozenset[str], bool]:
    act, claim = one
    return claim.root + claim.item, party_key(claim.who), accused_by(act, claim), act.count is None
