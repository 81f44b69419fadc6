"""Scores of one clustering of mentions against another: MUC, B³, CEAF by entities, and their mean (CoNLL)."""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence

Clusters = Sequence[frozenset[str]]


def clusters_of(said: Mapping[str, Hashable]) -> list[frozenset[str]]:
    """Return the clusters of items with one label, in order of their first item."""
    members: dict[Hashable, set[str]] = defaultdict(set)
    for item, label in said.items():
        members[label].add(item)
    return sorted(map(frozenset, members.values()), key=min)


def scores(said: Mapping[str, Hashable], gold: Mapping[str, Hashable]) -> dict[str, float]:
    """Return F1 by each measure; both label the same items."""
    key, response = clusters_of(gold), clusters_of(said)
    found = {
        "MUC": _f1(_muc(key, said), _muc(response, gold)),
        "B³": _f1(_b_cubed(key, said, response), _b_cubed(response, gold, key)),
        "CEAFe": ceaf(key, response),
    }
    return {**found, "CoNLL": sum(found.values()) / 3}


def _f1(recall: float, precision: float) -> float:
    return 2 * recall * precision / max(1e-12, recall + precision)


def _muc(key: Clusters, other: Mapping[str, Hashable]) -> float:
    """The share of a clustering's links that the other has: each cluster falls into so many parts."""
    links = sum(len(cluster) - 1 for cluster in key)
    return sum(len(cluster) - len({other[item] for item in cluster}) for cluster in key) / max(1, links)


def _b_cubed(key: Clusters, other: Mapping[str, Hashable], clusters: Clusters) -> float:
    of = {item: cluster for cluster in clusters for item in cluster}
    items = [(item, cluster) for cluster in key for item in cluster]
    return sum(len(cluster & of[item]) / len(cluster) for item, cluster in items) / max(1, len(items))


def ceaf(key: Clusters, response: Clusters) -> float:
    """Return F1 of the best pairing of clusters, alike by 2·shared/(sizes); worked out where clusters touch, group by group."""
    total = sum(_best(group_key, group_response) for group_key, group_response in _touching(key, response))
    return _f1(total / max(1, len(key)), total / max(1, len(response)))


def _touching(key: Clusters, response: Clusters) -> list[tuple[Clusters, Clusters]]:
    """The groups of clusters that share items, directly or through others: a pairing never crosses them."""
    parent: dict[str, str] = {}

    def root(item: str) -> str:
        while parent.setdefault(item, item) != item:
            item = parent[item]
        return item

    for cluster in (*key, *response):
        first = min(cluster)
        for item in cluster:
            parent[root(item)] = root(first)
    groups: dict[str, tuple[list[frozenset[str]], list[frozenset[str]]]] = {}
    for nth, clusters in enumerate((key, response)):
        for cluster in clusters:
            groups.setdefault(root(min(cluster)), ([], []))[nth].append(cluster)
    return list(groups.values())


def _best(key: Clusters, response: Clusters) -> float:
    """The highest sum of a pairing of two sets of clusters, by shortest augmenting paths."""
    rows, columns = (key, response) if len(key) <= len(response) else (response, key)
    costs = [[-2 * len(a & b) / (len(a) + len(b)) for b in columns] for a in rows]
    by_row, by_column = [0.0] * (len(rows) + 1), [0.0] * (len(columns) + 1)
    row_of, before = [0] * (len(columns) + 1), [0] * (len(columns) + 1)
    for row in range(1, len(rows) + 1):
        row_of[0], at = row, 0
        least, used = [float("inf")] * (len(columns) + 1), [False] * (len(columns) + 1)
        while row_of[at] != 0:
            used[at] = True
            step, following = float("inf"), 0
            for column in range(1, len(columns) + 1):
                if not used[column]:
                    cost = costs[row_of[at] - 1][column - 1] - by_row[row_of[at]] - by_column[column]
                    if cost < least[column]:
                        least[column], before[column] = cost, at
                    if least[column] < step:
                        step, following = least[column], column
            for column in range(len(columns) + 1):
                if used[column]:
                    by_row[row_of[column]] += step
                    by_column[column] -= step
                else:
                    least[column] -= step
            at = following
        while at:
            row_of[at], at = row_of[before[at]], before[at]
    return -sum(costs[row_of[column] - 1][column - 1] for column in range(1, len(columns) + 1) if row_of[column])
