"""Judgements → clusters that respect every "different": the best pairs join first, a person's decisions before all."""

from collections.abc import Iterable, Sequence

from montjoie.settled import Link


def cluster(ids: Sequence[str], links: Sequence[Link]) -> tuple[tuple[str, ...], ...]:
    """Return the clusters of the ids, each sorted, in order of their first id; the order of what is given does not matter.

    Pairs judged the same join by falling score, then by ids; a join is refused where a "different" stands between any
    two members. A person's decision (`by` is not "rules") replaces the rules' judgement of its pair: what a person parted
    is never joined, and what a person joins brings all that the rules had joined to either.
    """
    known = set(ids)
    kept = [link for link in decided(links) if link.a in known and link.b in known]
    parted = [link for link in kept if link.by != "rules" and link.judgement == "different"]
    by_rules, by_person = _Groups(ids), _Groups(ids)
    for link in (*parted, *(link for link in kept if link.by == "rules" and link.judgement == "different")):
        by_rules.forbid(link)
    for link in sorted((link for link in kept if link.by == "rules" and link.judgement == "same"), key=join_order):
        by_rules.join(link)
    for link in parted:
        by_person.forbid(link)
    for members in by_rules.clusters():
        for member in members[1:]:
            by_person.join(Link(a=members[0], b=member, judgement="same", score=0.0))
    for link in sorted((link for link in kept if link.by != "rules" and link.judgement == "same"), key=join_order):
        by_person.join(link)
    return by_person.clusters()


def decided(links: Iterable[Link]) -> tuple[Link, ...]:
    """Return one judgement for each pair: a person's where there is one (of several, the "different"), else the rules'."""
    chosen: dict[tuple[str, str], Link] = {}
    for link in links:
        pair = (link.a, link.b)
        if pair not in chosen or _precedence(link) < _precedence(chosen[pair]):
            chosen[pair] = link
    return tuple(chosen[pair] for pair in sorted(chosen))


def join_order(link: Link) -> tuple[bool, float, str, str]:
    """Order joins: a person's first, then by falling score, then by ids."""
    return (link.by == "rules", -link.score, link.a, link.b)


def holding(members: Iterable[str], links: Iterable[Link]) -> tuple[Link, ...]:
    """Return the links that hold a cluster together: the first in joining order that reach every member."""
    inside = set(members)
    groups = _Groups(sorted(inside))
    tree = []
    for link in sorted((link for link in decided(links) if link.judgement == "same"), key=join_order):
        if link.a in inside and link.b in inside and groups.join(link):
            tree.append(link)
    return tuple(tree)


def _precedence(link: Link) -> tuple[bool, int, float, str]:
    return (link.by == "rules", ("different", "same", "unsure").index(link.judgement), -link.score, link.by)


class _Groups:
    """Disjoint groups of ids, with the pairs of groups that must not join."""

    def __init__(self, ids: Iterable[str]) -> None:
        self._group = {id_: id_ for id_ in ids}
        self._members = {id_: [id_] for id_ in self._group}
        self._apart: dict[str, set[str]] = {id_: set() for id_ in self._group}

    def forbid(self, link: Link) -> None:
        a, b = self._group[link.a], self._group[link.b]
        if a == b:  # joined by a person already
            return
        self._apart[a].add(b)
        self._apart[b].add(a)

    def join(self, link: Link) -> bool:
        a, b = self._group[link.a], self._group[link.b]
        if a == b or b in self._apart[a]:
            return False
        large, small = sorted((a, b), key=lambda group: (-len(self._members[group]), group))
        for member in self._members.pop(small):
            self._group[member] = large
            self._members[large].append(member)
        for enemy in self._apart.pop(small):
            self._apart[enemy].discard(small)
            self._apart[enemy].add(large)
            self._apart[large].add(enemy)
        return True

    def clusters(self) -> tuple[tuple[str, ...], ...]:
        return tuple(sorted(tuple(sorted(members)) for members in self._members.values()))
