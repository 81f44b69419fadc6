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
    """Return how many persons these are at least, those that tell most taken first; who may be one of those is none more."""
    known: list[str] = []
    for person in sorted(
        {person for person in persons if person is not None}, key=lambda code: (-bool(_age(code)) - bool(_sex(code)), code)
    ):
        if all(told_apart(person, one) for one in known):
            known.append(person)
    return len(known)


def _age(person: str) -> str:
    return person.partition(":")[0]


def _sex(person: str) -> str:
    return person.partition(":")[2]
