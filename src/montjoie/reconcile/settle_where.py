"""Where an incident was, from what its mentions say: every distinct place kept, the most exact consistent one named."""

from collections.abc import Mapping, Sequence

from montjoie.reconcile.geography import Division, compare_places, divisions_of, same_name
from montjoie.reconcile.words import fold
from montjoie.schema import Mention, Where
from montjoie.settled import At, PlaceAt

_KIND_RANK = {"site": 0, "district": 1, "settlement": 2, "front": 3, "other": 4, "region": 5, "sea": 6, "country": 7}
_AGREEING = ("same", "inside", "near", "same_region", "same_country")

Roots = Mapping[str, frozenset[str]]


def settle_places(mentions: Sequence[Mention], roots: Roots) -> tuple[tuple[PlaceAt, ...], int | None]:
    """Return the distinct places, the most exact first, and the index of the settled one (None: no place has a point).

    `mentions` in order of first knowledge; `roots` by mention id. Of equally exact places, the one that most roots'
    places agree with is settled, then the one named first; one that less than half of them agree with comes after those
    that more do, and so does one outside the division that most roots name first ("in Hama province … as in Homs").
    A war is in the place that most roots name, not in the most exact one.
    """
    is_war = all(mention.type == "war" for mention in mentions)
    first = _first_divisions(mentions, roots)
    distinct: dict[tuple[str, ...], PlaceAt] = {}
    told: list[tuple[frozenset[str], Where]] = []
    for mention in mentions:
        for where in mention.wheres:
            told.append((roots[mention.id], where))
            distinct.setdefault(_key(where, mention.document), place_at(where, mention.document))
    order = {key: nth for nth, key in enumerate(distinct)}

    def rank(key: tuple[str, ...]) -> tuple[object, ...]:
        place = distinct[key]
        return (is_war and -_naming(place, told), *_rank(place, told, first), order[key], key)

    places = tuple(distinct[key] for key in sorted(distinct, key=rank))
    settled = next((n for n, place in enumerate(places) if place.lat is not None and place.lon is not None), None)
    return places, settled


def place_at(where: Where, document: str) -> PlaceAt:
    """Return a grounded place as the record keeps it."""
    return PlaceAt(
        at=At(document=document, start=where.span.start, end=where.span.end),
        name=where.name,
        kind=where.kind,
        within=where.within,
        country=where.country,
        lat=where.lat,
        lon=where.lon,
        precision=where.precision,
        radius_km=where.radius_km,
        relation=where.relation,
        id=where.id,
        code=where.code,
        basis=where.basis,
    )


def _key(where: Where, document: str) -> tuple[str, ...]:
    """One place is one id, else one name or point; unresolved and unnamed words are themselves."""
    if where.id is not None:
        return ("id", where.id, where.relation)
    if where.name is not None:
        return ("name", fold(where.name), where.country or "", where.kind, where.relation)
    if where.lat is not None and where.lon is not None:
        return ("point", f"{where.lat:.4f}", f"{where.lon:.4f}", where.kind, where.relation)
    return ("words", document, str(where.span.start), str(where.span.end))


def _first_divisions(mentions: Sequence[Mention], roots: Roots) -> frozenset[Division]:
    """Return the division that most roots name first; of several, the one that the earliest mention names."""
    votes: dict[frozenset[Division], set[str]] = {}
    for mention in mentions:
        first = next(
            (divisions for where in sorted(mention.wheres, key=lambda where: where.span) if (divisions := divisions_of(where))), None
        )
        if first is not None:
            votes.setdefault(first, set()).update(roots[mention.id])
    return max(votes, key=lambda divisions: len(votes[divisions]), default=frozenset())


def _rank(
    place: PlaceAt, told: Sequence[tuple[frozenset[str], Where]], first: frozenset[Division]
) -> tuple[bool, bool, bool, int, int, int]:
    placing = frozenset().union(*(roots for roots, where in told if where.lat is not None))
    agreeing = frozenset().union(*(roots for roots, where in told if _agree(place, where)))
    unresolved = place.lat is None
    against_most = 2 * len(agreeing) < len(placing)
    elsewhere = bool(divisions_of(place)) and bool(first) and not divisions_of(place) & first
    exactness = place.precision if place.precision is not None else 8
    return (unresolved, against_most, elsewhere, exactness, _KIND_RANK[place.kind], -len(agreeing))


def _naming(place: PlaceAt, told: Sequence[tuple[frozenset[str], Where]]) -> int:
    return len(frozenset().union(*(roots for roots, where in told if same_name(place, where))))


def _agree(place: PlaceAt, where: Where) -> bool:
    if same_name(place, where):
        return True
    # a vaguer place agrees with an exact one inside it; the reverse says nothing of the exact one
    return where.kind in ("region", "country") and compare_places(place, where) in _AGREEING
