"""Persons among those whom figures count, told from each other by age and sex: "16y:f", or "16y:" where no word tells the sex."""

from collections.abc import Iterable


def same_person(one: str | None, other: str | None) -> bool:
    """Tell whether two may be one person: of one age, and of no two sexes; of those without an age nothing is known."""
    if one is None or other is None:
        return False
    (age, sex), (other_age, other_sex) = one.split(":"), other.split(":")
    return age == other_age and (sex == other_sex or not sex or not other_sex)


def at_least(persons: Iterable[str | None]) -> int:
    """Return how many persons these are at least; those whose age is not told may be any of them."""
    known: list[str] = []
    for person in persons:
        if person is not None and not any(same_person(person, one) for one in known):
            known.append(person)
    return len(known)
