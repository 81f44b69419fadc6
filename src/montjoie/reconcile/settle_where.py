"""Where an incident was, from what its mentions say: every distinct place kept, the most exact consistent one named."""

from collections.abc import Mapping, Sequence

from montjoie.reconcile.geography import compare_places, radius_km, same_name
from montjoie.reconcile.words import fold
from montjoie.schema import Mention, Where
from montjoie.settled import At, PlaceAt

_KIND_RANK = {"site": 0, "district": 1, "settlement": 2, "front": 3, "other": 4, "region": 5, "sea": 6, "country": 7}
_AGREEING = ("same", "inside", "near", "same_region", "same_country")

Roots = Mapping[str, frozenset[str]]


def settle_places(mentions: Sequence[Mention], roots: Roots) -> tuple[tuple[PlaceAt, ...], int | None]:
    """Return the distinct places, the most exact first, and the index of the settled one (None: no place has a point).

    `mentions` in order of first knowledge; `roots` by mention id. Of equally exact places, the one that most roots'
    places agree with is settled; one that less than half of them agree with comes after those that more do. A war is
    in the place that most roots name, not in the most exact one.
    """
    is_war = all(mention.type == "war" for mention in mentions)
    distinct: dict[tuple[str, ...], PlaceAt] = {}
    told: list[tuple[frozenset[str], Where]] = []
    for mention in mentions:
        for where in mention.wheres:
            told.append((roots[mention.id], where))
            distinct.setdefault(_key(where, mention.document), place_at(where, mention.document))
    ranked = sorted(distinct.items(), key=lambda item: (is_war and -_naming(item[1], told), _rank(item[1], told, item[0])))
    places = tuple(place for _, place in ranked)
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


def _rank(
    place: PlaceAt, told: Sequence[tuple[frozenset[str], Where]], key: tuple[str, ...]
) -> tuple[bool, bool, int, int, int, float, tuple[str, ...]]:
    placing = frozenset().union(*(roots for roots, where in told if where.lat is not None))
    agreeing = frozenset().union(*(roots for roots, where in told if _agree(place, where)))
    unresolved = place.lat is None
    against_most = 2 * len(agreeing) < len(placing)
    exactness = place.precision if place.precision is not None else 8
    return (unresolved, against_most, exactness, _KIND_RANK[place.kind], -len(agreeing), radius_km(place), key)


def _naming(place: PlaceAt, told: Sequence[tuple[frozenset[str], Where]]) -> int:
    return len(frozenset().union(*(roots for roots, where in told if same_name(place, where))))


def _agree(place: PlaceAt, where: Where) -> bool:
    if same_name(place, where):
        return True
    # a vaguer place agrees with an exact one inside it; the reverse says nothing of the exact one
    return where.kind in ("region", "country") and compare_places(place, where) in _AGREEING
