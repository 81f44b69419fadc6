"""How incidents stand to others they are never merged with: the summaries that contain them, plans carried out, occurrences denied."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from montjoie.reconcile.block import place_keys
from montjoie.reconcile.families import DIPLOMATIC, compare_types, family
from montjoie.reconcile.geography import compare_place_sets, finest, is_within, same_name
from montjoie.reconcile.roots import party_keys
from montjoie.settled import Incident, LinkTo, PlaceAt

_BY_DAY = 31  # periods up to a month are indexed by day, longer ones by month
_MET = ("same", "inside", "near", "same_region")

Days = tuple[date, date]
Outcome = Literal["carried_out", "did_not_happen", "unknown"]
AHEAD = ("planned", "threatened")  # what is said to come


Key = tuple[str, str, str]


@dataclass(slots=True)
class Index:
    """Incidents by family, place or actor, and day."""

    entries: Mapping[Key, Sequence[Incident]]

    @classmethod
    def of(cls, incidents: Iterable[Incident], keys: Callable[[Incident], Iterable[Key]]) -> "Index":
        """Return the index of incidents under the keys that each has."""
        entries: dict[Key, list[Incident]] = {}
        for incident in incidents:
            for key in keys(incident):
                entries.setdefault(key, []).append(incident)
        return cls(entries)

    def find(self, family_: str, anchors: Iterable[str], times: Iterable[str]) -> list[Incident]:
        """Return what lies under any of the anchors at any of the times, by id."""
        times = tuple(times)
        found = {
            incident.id: incident
            for anchor in anchors
            for time in times
            for incident in self.entries.get((family_, anchor, time), ())
        }  # fmt: skip
        return [found[id_] for id_ in sorted(found)]


def days_of(incident: Incident) -> Days | None:
    """Return the first and last day of an incident."""
    time = incident.time
    return (time.start, time.end) if time.start is not None and time.end is not None else None


def part_of(incidents: Sequence[Incident]) -> Mapping[str, tuple[str, ...]]:
    """Return, for each incident that has any, the summaries that contain it: same kind, place within, days within."""
    index = Index.of(incidents, summary_keys)
    return {incident.id: found for incident in incidents if (found := summaries_of(incident, index))}


def summary_keys(incident: Incident) -> Iterator[Key]:
    """Yield what a summary is found by; nothing for others."""
    if incident.aggregate and incident.type != "war":
        yield from _keys(incident, _own_keys(incident))


def summaries_of(incident: Incident, summaries: Index) -> tuple[str, ...]:
    """Return the ids of the summaries that contain an incident."""
    days = days_of(incident)
    if days is None:
        return ()
    times = (days[0].isoformat(), _month(days[0]))
    candidates = summaries.find(family(incident.type), _containing_keys(incident), times)
    return tuple(summary.id for summary in candidates if _contains(summary, incident))


def links_between(incidents: Sequence[Incident]) -> Mapping[str, tuple[LinkTo, ...]]:
    """Return the links of each incident that has any, both ways, sorted."""
    happened, denied = Index.of(incidents, happened_keys), Index.of(incidents, denied_keys)
    links: dict[str, set[LinkTo]] = {}
    for incident in incidents:
        for forth, back in links_from(incident, happened, denied):
            links.setdefault(incident.id, set()).add(forth)
            links.setdefault(forth.to, set()).add(back)
    return {id_: tuple(sorted(own, key=lambda link: (link.to, link.relation))) for id_, own in links.items()}


def happened_keys(incident: Incident) -> Iterator[Key]:
    """Yield what an occurrence is found by that is reported to have happened; nothing for others."""
    if incident.reality == "actual" and not incident.aggregate:
        yield from _keys(incident, _anchors(incident))


def denied_keys(incident: Incident) -> Iterator[Key]:
    """Yield what an occurrence is found by that is denied; nothing for others."""
    if incident.reality == "denied" and not incident.aggregate:
        yield from _keys(incident, _anchors(incident))


def links_from(incident: Incident, happened: Index, denied: Index) -> Iterator[tuple[LinkTo, LinkTo]]:
    """Yield the links that a plan, a threat or a denial makes, each with the one back from the other incident."""
    if incident.aggregate or incident.reality not in (*AHEAD, "denied"):
        return
    ahead = incident.reality in AHEAD
    for other in _counterparts(incident, happened):
        forth, back = ("carried_out", "carries_out") if ahead else ("denies_occurrence", "denied_occurrence")
        yield _link(other.id, forth), _link(incident.id, back)
    for other in _counterparts(incident, denied) if ahead else ():
        yield _link(other.id, "did_not_happen"), _link(incident.id, "denies_plan")


def outcome_of(incident: Incident, links: Iterable[LinkTo]) -> Outcome | None:
    """Return what became of something planned or threatened: reported to have happened, said not to have, or nothing is known."""
    if incident.reality not in AHEAD:
        return None
    relations = {link.relation for link in links}
    return "carried_out" if "carried_out" in relations else "did_not_happen" if "did_not_happen" in relations else "unknown"


def contained(parts: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[LinkTo, ...]]:
    """Return the links from summaries to what they contain."""
    inside: dict[str, list[str]] = {}
    for incident, summaries in parts.items():
        for summary in summaries:
            inside.setdefault(summary, []).append(incident)
    return {summary: tuple(LinkTo(to=to, relation="contains") for to in sorted(inside[summary])) for summary in inside}


def _link(to: str, relation: str) -> LinkTo:
    for known in ("carried_out", "carries_out", "denies_occurrence", "denied_occurrence", "did_not_happen", "denies_plan"):
        if relation == known:
            return LinkTo(to=to, relation=known)
    raise ValueError(f"no such relation: {relation}")


def _keys(incident: Incident, anchors: Iterable[str]) -> Iterator[Key]:
    times = tuple(_times(incident))
    return ((family(incident.type), anchor, time) for anchor in anchors for time in times)


def _counterparts(unreal: Incident, index: Index) -> list[Incident]:
    """The actual incidents that a plan or a denial is about; without a day of its own there are none."""
    days = days_of(unreal)
    if days is None or (days[1] - days[0]).days > _BY_DAY:
        return []
    times = [(days[0] + timedelta(days=n)).isoformat() for n in range((days[1] - days[0]).days + 1)]
    return [
        actual
        for actual in index.find(family(unreal.type), _anchors(unreal), times)
        if compare_types(unreal.type, actual.type) != "incompatible" and _day_fits(unreal, actual) and _same_affair(unreal, actual)
    ]


def _day_fits(unreal: Incident, actual: Incident) -> bool:
    """A plan is carried out in its days, from their first on: what began before, or comes the day after, is another."""
    mine, other = days_of(unreal), days_of(actual)
    if mine is None or other is None:
        return False
    began_before = unreal.reality in AHEAD and other[0] < mine[0]
    return not began_before and other[0] <= mine[1] and mine[0] <= other[1]


def _same_affair(unreal: Incident, actual: Incident) -> bool:
    """Diplomacy by all who take part; the rest by place, unless the sides named are others."""
    mine, other = party_keys(unreal.actors), party_keys(actual.actors)
    if unreal.type in DIPLOMATIC:
        everyone = mine | party_keys(unreal.targets), other | party_keys(actual.targets)
        return len(everyone[0] & everyone[1]) > 1 or (bool(everyone[0]) and everyone[0] == everyone[1])
    if mine and other and not mine & other:
        return False
    return compare_place_sets(unreal.places, actual.places) in _MET


def _anchors(incident: Incident) -> tuple[str, ...]:
    keys = _own_keys(incident)
    if incident.type in DIPLOMATIC:
        keys = (*keys, *(f"actor:{key}" for key in sorted(party_keys((*incident.actors, *incident.targets)))))
    return keys


def _own_keys(incident: Incident) -> tuple[str, ...]:
    return tuple(sorted({key for place in finest(incident.places) for key in place_keys(place)}))


def _containing_keys(incident: Incident) -> tuple[str, ...]:
    countries = {f"country:{place.country}" for place in incident.places if place.country is not None}
    return tuple(sorted({*_own_keys(incident), *countries}))


def _times(incident: Incident) -> Iterator[str]:
    days = days_of(incident)
    if days is None:
        return
    if (days[1] - days[0]).days <= _BY_DAY:
        yield from ((days[0] + timedelta(days=n)).isoformat() for n in range((days[1] - days[0]).days + 1))
        return
    month = date(days[0].year, days[0].month, 1)
    while month <= days[1]:
        yield _month(month)
        month = (month + timedelta(days=32)).replace(day=1)


def _month(day: date) -> str:
    return f"{day.year:04d}-{day.month:02d}"


def _contains(summary: Incident, incident: Incident) -> bool:
    outer, inner = days_of(summary), days_of(incident)
    if summary.id == incident.id or outer is None or inner is None or summary.reality != incident.reality:
        return False
    if not (outer[0] <= inner[0] and inner[1] <= outer[1]) or (incident.aggregate and outer == inner):
        return False
    if compare_types(summary.type, incident.type) not in ("same", "general") or (incident.type == "attack" and summary.type != "attack"):
        return False
    mine, other = party_keys(summary.actors), party_keys(incident.actors)
    if mine and other and not mine & other:
        return False
    return any(_lies_in(place, area) for area in finest(summary.places) for place in finest(incident.places))


def _lies_in(place: PlaceAt, area: PlaceAt) -> bool:
    return is_within(place, area) or (place.kind == area.kind and same_name(place, area) and place.country == area.country)
