"""Persons among those whom figures count, told from each other by age and sex: "16y:f", "16y:" or ":f" where words tell only one of them."""

from collections.abc import Iterable


def same_person(one: str | None, other: str | None) -> bool:
    """Tell whether two may well be one person: of one age, which both tell, and of no two sexes."""
    return one is not None and other is not None and bool(_age(one)) and _age(one) == _age(other) and not told_apart(one, other)


def told_apart(one: str, other: str) -> bool:
    """Tell whether two cannot be one person: of two ages, or of two sexes."""
    ages, sexes = {_age(one), _age(other)} - {""}, {_sex(one), _sex(other)} - {""}
    return len(ages) > 1 or len(sexes) > 1


def at_least(persons: Iterable[str | None]) -> int:
    """Return how many persons these are at least: as many as can be told apart, those of known age taken first, or those of known sex."""
    told = sorted({person for person in persons if person is not None})
    return max(len(_apart(sorted(told, key=lambda person: not known(person)))) for known in (_age, _sex))


def _apart(persons: Iterable[str]) -> list[str]:
    """Those who can be told from all before them."""
    known: list[str] = []
    for person in persons:
        if all(told_apart(person, one) for one in known):
            known.append(person)
    return known


def _age(person: str) -> str:
    return person.partition(":")[0]


def _sex(person: str) -> str:
    return person.partition(":")[2]
