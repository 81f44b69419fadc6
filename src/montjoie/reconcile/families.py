"""Which types of incident can be accounts of one occurrence, and which is the more specific."""

from typing import Literal

from montjoie.schema import IncidentType

# Attacks that different reports of one occurrence name differently. An interception and the strike behind it are two
# incidents by the codebook (the toll is on the strike), and a detention is no attack: they are families of their own.
_ATTACKS: frozenset[str] = frozenset({"attack", "air_strike", "shelling", "bombing", "clash", "killing", "sabotage", "abuse"})
# A withdrawal is told as a place left or as forces moved.
_MOVEMENTS: frozenset[str] = frozenset({"territory", "deployment"})
# Torture and looting are not told as a strike from afar.
_NOT_ABUSE: frozenset[str] = frozenset({"air_strike", "shelling", "bombing", "clash", "sabotage"})

# Known by who takes part rather than by where: a call has no place, and a summit is in the news of every capital.
DIPLOMATIC: frozenset[str] = frozenset({"talks", "agreement", "sanction", "aid", "release", "justice"})

# Done to persons, who are hit once; strikes and clashes come day by day in one place.
_OF_PERSONS: frozenset[str] = frozenset({"killing", "abuse", "detention"})

TypeRelation = Literal["same", "general", "confusable", "incompatible"]


def family(type_: IncidentType) -> str:
    """Return the family of a type; mentions of two families are never compared."""
    if type_ in _ATTACKS:
        return "violence"
    if type_ in _MOVEMENTS:
        return "movement"
    return type_


def compare_types(a: IncidentType, b: IncidentType) -> TypeRelation:
    """Tell how two types stand: `general` where one is the plain `attack`, `confusable` where reports mix them up."""
    if a == b:
        return "same"
    if family(a) != family(b):
        return "incompatible"
    if "attack" in (a, b):
        return "general"
    if "abuse" in (a, b) and (a in _NOT_ABUSE or b in _NOT_ABUSE):
        return "incompatible"
    return "confusable"


def are_of_persons(a: IncidentType, b: IncidentType) -> bool:
    """Tell whether two accounts are of what is done to persons, where one may say no more than "attack"."""
    return bool({a, b} & _OF_PERSONS) and all(type_ in _OF_PERSONS or is_general(type_) for type_ in (a, b))


def is_general(type_: IncidentType) -> bool:
    """Tell whether a type says less than its neighbours: `attack` is all that a text carries that names no means."""
    return type_ == "attack"


def share_general(types: frozenset[IncidentType]) -> bool:
    """Tell whether several types have a more general one in common."""
    return all(type_ in _ATTACKS for type_ in types)
