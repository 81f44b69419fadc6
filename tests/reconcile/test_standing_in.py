"""Who stands in for whom within one article, so that no source counts twice."""

import pytest
from factories import claim, context, mention, reading, who

from montjoie.reconcile.standing_in import stand_ins
from montjoie.schema import Who


def speaker(words: str, **changes: object) -> Who:
    return who("somebody", 10, name=words, public=True, kind="office", **changes)


def meant(*speakers: Who) -> int:
    """How many speakers are left where these all report one incident in one article."""
    told = mention("m1")
    claims = tuple(claim(f"c{n}", "org:x", who=one, about=("m1",), document="doc-m1") for n, one in enumerate(speakers))
    stands = stand_ins(told, context(reading("doc-m1", mentions=(told,), claims=claims)))
    roots = {(one.id or str(one.name)) for one in speakers}
    return len(roots) - len(stands)


SOHR = who("org:sohr", 10, name="Syrian Observatory for Human Rights")
SANA = who("media:sana", 20, name="Syrian Arab News Agency", side="state:SY", kind="media")
AFP = who("media:afp", 30, name="Agence France-Presse", kind="media")

CASES = {
    "a monitoring group of the lead is the one named below": ((speaker("a monitoring group"), SOHR), 1),
    "one that is nowhere named is itself": ((speaker("a monitoring group"),), 1),
    "a monitor is no ministry": ((speaker("a monitor"), who("UA ministry")), 2),
    "a body by some of the words of its name": ((speaker("the opposition UK-based Syrian Observatory"), SOHR), 1),
    "state media is the agency of the state that is named": ((speaker("state media"), SANA), 1),
    "an agency passes on what somebody says": ((AFP, SOHR), 1),
    "an agency alone is a source": ((AFP,), 1),
    "the agency of a party is a source beside a monitor": ((SANA, SOHR), 2),
    "reports are those of whoever is named": ((speaker("reports"), SOHR, SANA), 2),
    "two named sources of one wire are two": ((SOHR, who("UA governor")), 2),
    "a state and its ministry are one": ((who("RU"), who("RU ministry")), 1),
    "several together of whom one is named": ((speaker("a monitor and rebels"), SOHR), 1),
    "several together who are nowhere named": ((speaker("a doctor and rebels"), SOHR), 2),
    "a listed body in a longer description of it": ((speaker("the so-called Syrian Observatory for Human Rights"), SOHR), 1),
    "a monitoring group beside two descriptions of one body": (
        (speaker("a UK-based monitoring group"), speaker("the Syrian Observatory for Human Rights monitoring group"), SOHR),
        1,
    ),
    "two states are two": ((who("RU"), who("UA")), 2),
}


@pytest.mark.parametrize("name", CASES)
def test_how_many_speak(name: str) -> None:
    speakers, count = CASES[name]
    assert meant(*speakers) == count
