"""A person's word on a field of an incident, in place of what the rules settled."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Literal, TypeVar, get_args

from montjoie.errors import InputError
from montjoie.reconcile.settle_when import NOT_SAID, time_at
from montjoie.schema import FigureKind, IncidentType, PlaceKind, Reality
from montjoie.settled import At, Grade, Incident, Override, Perpetrator, PlaceAt, Toll, TollChange

Bounded = TypeVar("Bounded", Toll, TollChange)

RULE = "decision"

GradeValue = Literal["confirmed", "fair", "weak", "contested", "discounted", "ungraded"]
_PRECISION = {"settlement": 1, "district": 1, "site": 1, "region": 4, "country": 6, "sea": 7}

_TYPES: Mapping[str, IncidentType] = {type_: type_ for type_ in get_args(IncidentType)}
_REALITIES: Mapping[str, Reality] = {reality: reality for reality in get_args(Reality)}
_PLACE_KINDS: Mapping[str, PlaceKind] = {kind: kind for kind in get_args(PlaceKind)}
_FIGURE_KINDS: Mapping[str, FigureKind] = {kind: kind for kind in get_args(FigureKind)}
_NOTHING = ("none", "null")
_TRUTHS: Mapping[str, bool] = {"true": True, "false": False}
_GRADES: Mapping[str, Grade] = {value: Grade(value=value, rule=RULE, inputs=()) for value in get_args(GradeValue)}
_TABLES: Mapping[str, Mapping[str, object]] = {"type": _TYPES, "reality": _REALITIES, "aggregate": _TRUTHS, "grade": _GRADES}

Value = TypeVar("Value")


def check_override(field: str, value: str) -> None:
    """Raise InputError where a field cannot be decided on or the value is not one of it.

    Fields: type, reality, aggregate (true, false), perpetrator (an actor's id or none), time (2022-03-05/2022-03-06 or
    none), place (name|country|lat|lon|kind), grade, and <kind>.low, .best, .high (a number or none). "null" is none too.
    """
    try:
        _check(field, value)
    except ValueError as error:
        raise InputError(f"{value!r} is no value of {field}: {error}") from error


def apply_overrides(incident: Incident, overrides: Sequence[Override]) -> Incident:
    """Return an incident with a person's decisions on it; of two on one field, the later holds.

    What `check_override` refuses changes nothing and is not in `reviewed_by`: a decision that was once kept must never
    stop a record from being read.
    """
    mine = [override for override in of_incident(incident, overrides) if _holds(override)]
    for override in mine:
        incident = _apply(incident, override)
    decisions = {override.decision for override in mine}
    return replace(incident, reviewed_by=tuple(sorted(decisions | set(incident.reviewed_by)))) if mine else incident


def of_incident(incident: Incident, overrides: Iterable[Override]) -> tuple[Override, ...]:
    """Return the overrides that are anchored to a mention of the incident, in the order in which they hold."""
    mentions = {mention.id for mention in incident.mentions}
    mine = [override for override in overrides if override.mention in mentions]
    return tuple(sorted(mine, key=lambda override: (override.field, override.order, override.decision, override.value)))


def decided_grade(overrides: Iterable[Override]) -> Grade | None:
    """Return the grade that a person gave an incident, from its overrides in the order in which they hold."""
    given = [override for override in overrides if override.field == "grade" and _holds(override)]
    return replace(_named(_GRADES, given[-1].value), inputs=(given[-1].decision,)) if given else None


def _holds(override: Override) -> bool:
    try:
        check_override(override.field, override.value)
    except InputError:
        return False
    return True


def _check(field: str, value: str) -> None:
    kind, _, bound = field.partition(".")
    if field in _TABLES:
        _named(_TABLES[field], value)
    elif field == "time":
        _days(value)
    elif field == "place":
        _place(value, "", At(document="", start=0, end=0))
    elif kind in _FIGURE_KINDS and bound in ("low", "best", "high"):
        _number(value)
    elif field != "perpetrator":
        raise InputError(f"no such field to decide on: {field}; see docs/explanation/reconciling.md for the fields")


def _apply(incident: Incident, override: Override) -> Incident:
    match override.field:
        case "type":
            return replace(incident, type=_named(_TYPES, override.value))
        case "reality":
            return replace(incident, reality=_named(_REALITIES, override.value))
        case "aggregate":
            return replace(incident, aggregate=_named(_TRUTHS, override.value))
        case "perpetrator":
            return _with_perpetrator(incident, override)
        case "time":
            days = _days(override.value)
            return replace(incident, time=time_at(*days, RULE) if days is not None else replace(NOT_SAID, rule=RULE))
        case "place":
            return _with_place(incident, override)
        case "grade":
            return incident  # the second layer's
        case _:
            return _with_figure(incident, override)


def _named(table: Mapping[str, Value], name: str) -> Value:
    if name not in table:
        raise ValueError(f"one of {', '.join(table)} is wanted")
    return table[name]


def _number(text: str) -> int | None:
    if text in _NOTHING:
        return None
    number = int(text)
    if number < 0:
        raise ValueError("a count cannot be negative")
    return number


def _days(text: str) -> tuple[date, date] | None:
    if text in _NOTHING:
        return None
    first, _, last = text.partition("/")
    start, end = date.fromisoformat(first), date.fromisoformat(last or first)
    if end < start:
        raise ValueError("a period cannot end before it begins")
    return start, end


def _with_perpetrator(incident: Incident, override: Override) -> Incident:
    wanted = None if override.value in _NOTHING else override.value
    index = next((n for n, actor in enumerate(incident.actors) if wanted is not None and wanted in (actor.id, actor.side)), None)
    why = f"decided: {override.decision}"
    if wanted is not None and index is None:
        why += f"; no account names {wanted}"
    return replace(incident, perpetrator=Perpetrator(actor=index, rule=RULE, why=why))


def _with_place(incident: Incident, override: Override) -> Incident:
    """A decided place stands at the words of the place it replaces, else at the words that name the incident."""
    anchor = next(mention for mention in incident.mentions if mention.id == override.mention)
    at = incident.places[incident.place].at if incident.place is not None else anchor.triggers[0]
    place = _place(override.value, override.decision, at)
    return replace(incident, places=(place, *incident.places), place=0)


def _place(text: str, decision: str, at: At) -> PlaceAt:
    parts = text.split("|")
    if len(parts) != 5:
        raise ValueError("name|country|lat|lon|kind is wanted")
    lat, lon = float(parts[2]), float(parts[3])
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise ValueError("no such point on earth")
    return PlaceAt(
        at=at,
        name=parts[0],
        kind=_named(_PLACE_KINDS, parts[4]),
        within=None,
        country=parts[1] or None,
        lat=lat,
        lon=lon,
        precision=_PRECISION.get(parts[4], 5),
        radius_km=None,
        relation="at",
        basis=f"{RULE}: {decision}",
    )


def _with_figure(incident: Incident, override: Override) -> Incident:
    name, _, bound = override.field.partition(".")
    kind, number = _named(_FIGURE_KINDS, name), _number(override.value)
    tolls = {toll.kind: toll for toll in incident.toll}
    toll = tolls.get(kind, Toll(kind=kind, low=None, best=None, high=None, rule=RULE, groups=(), figures=()))
    history = toll.history or (TollChange(known=incident.first_known, low=None, best=None, high=None),)
    tolls[kind] = replace(_set(toll, bound, number), rule=RULE, history=_changes(_set(change, bound, number) for change in history))
    return replace(incident, toll=tuple(tolls[kind] for kind in _FIGURE_KINDS.values() if kind in tolls))


def _set(of: Bounded, bound: str, number: int | None) -> Bounded:
    """Return a toll, or what it was at a time, with one of its bounds as a person set it."""
    return replace(
        of,
        low=number if bound == "low" else of.low,
        best=number if bound == "best" else of.best,
        high=number if bound == "high" else of.high,
    )


def _changes(history: Iterable[TollChange]) -> tuple[TollChange, ...]:
    """Leave out of a history what says the same as the entry before it."""
    kept: list[TollChange] = []
    for change in history:
        if not kept or (kept[-1].low, kept[-1].best, kept[-1].high) != (change.low, change.best, change.high):
            kept.append(change)
    return tuple(kept)
