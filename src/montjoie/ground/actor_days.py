"""The side and the office-holder at the day of an event: the text's day tells who is meant, the event's which side they stood on."""

from dataclasses import replace
from datetime import date

from montjoie.ground.actor_list import Actor, ActorList
from montjoie.schema import When, Who


def at_event(who: Who, when: When, actors: ActorList, *, earlier: bool) -> Who:
    """Return an actor of an incident with the side of the incident's days.

    A side that changed within those days is not known; nor is one of an undated event of the past, unless it never changed.
    An office without a name ("the French president") is nobody's where another held it then.
    """
    if who.id is None or (actor := actors.actor(who.id)) is None:
        return who
    if all(period.since is None and period.until is None for period in actor.periods):
        return who
    if when.first is None or when.last is None:
        return replace(who, side=actor.side_on(None)) if earlier else who
    if who.basis.startswith("office:") and not _held_throughout(actor, when.first, when.last):
        return replace(who, id=None, name=None, kind="office", basis="unresolved: another held the office then")
    return replace(who, side=_side_throughout(actor, when.first, when.last))


def _side_throughout(actor: Actor, first: date, last: date) -> str | None:
    """Return the one side of every period that touches the days; `None` where there are two, or none on either end."""
    touched = {period.side for period in actor.periods if (period.since or first) <= last and first <= (period.until or last)}
    ends = {actor.side_on(first), actor.side_on(last)}
    return touched.pop() if len(touched) == 1 and len(ends) == 1 else None


def _held_throughout(actor: Actor, first: date, last: date) -> bool:
    return any(period.offices and period.covers(first) and period.covers(last) for period in actor.periods)
