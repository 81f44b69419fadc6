"""Who stands in for whom within one article, so that no source counts twice."""

from dataclasses import replace

import pytest
from factories import claim, context, mention, reading, who

from montjoie.reconcile.roots import root_of_speaker
from montjoie.reconcile.settle import settle_incident
from montjoie.reconcile.standing_in import stand_ins
from montjoie.schema import Span, Who


def speaker(words: str, **changes: object) -> Who:
    return who("somebody", 10, name=words, **{"public": True, "kind": "office", **changes})


def meant(*speakers: Who) -> int:
    """How many speakers are left where these all report one incident in one article."""
    told = mention("m1")
    claims = tuple(claim(f"c{n}", "org:x", who=one, about=("m1",), document="doc-m1") for n, one in enumerate(speakers))
    stands = stand_ins(told, context(reading("doc-m1", mentions=(told,), claims=claims)))
    roots = {(one.id or str(one.name)) for one in speakers}
    return len(roots) - len(stands)


SOHR = who("org:sohr", 10, name="Syrian Observatory for Human Rights")
SANA = who("media:sana", 20, name="Syrian Arab News Agency", side="state:SY", kind="media")
ANNA = who("Anna Berg", 60, public=False, kind="person", name="opposition activist Anna Berg")
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
    "activists of the lead are whoever of them is named": ((speaker("Syrian activists"), SOHR, ANNA), 2),
    "an outlet that no list has speaks for itself": ((speaker("the Harbour Post media outlet", kind="media"), SANA), 2),
    "a country's television is the agency of its state": ((speaker("Syrian television"), SANA), 1),
    "an official of a ministry speaks for the one that speaks": ((speaker("a ministry official"), speaker("the Interior Ministry")), 1),
    "an official of one of two ministries is himself": (
        (speaker("a ministry official"), speaker("the Interior Ministry"), speaker("the Health Ministry")),
        3,
    ),
    "a spokesman and an official of one ministry": (
        (
            speaker("the ministry's spokesman, Colonel Ivan Petrenko"),
            speaker("a ministry official"),
            speaker("the Defence Ministry in Kyiv"),
        ),
        1,
    ),
    "a spokesman by name": ((speaker("ministry spokeswoman Olena Marchuk"), speaker("the Interior Ministry")), 1),
    "a minister and his ministry": ((speaker("Interior Minister Ivan Petrenko"), speaker("the Interior Ministry")), 1),
    "a minister and another ministry": ((speaker("Interior Minister Ivan Petrenko"), speaker("the Health Ministry")), 2),
    "a general of a side whose army speaks": (
        (speaker("Russian General Ivan Petrov", side="state:RU"), who("RU forces", kind="forces")),
        1,
    ),
    "a general of another side": ((speaker("General Ivan Petrov", side="state:UA"), who("RU forces", kind="forces")), 2),
    "a militia member and the militia": ((speaker("a militia member"), speaker("the popular defense forces")), 1),
    "the militant group is the one that speaks": ((speaker("the hard-line militant group"), who("group:is")), 1),
    "a toll is of the body that counts": ((speaker("an Observatory toll"), SOHR), 1),
    "what is told of a body after its name": ((speaker("a monitoring group which relies on a network"), SOHR), 1),
    "a state and two of its ministries": ((who("RU"), who("RU ministry"), who("RU army")), 2),
}


@pytest.mark.parametrize("name", CASES)
def test_how_many_speak(name: str) -> None:
    speakers, count = CASES[name]
    assert meant(*speakers) == count


TEXT = (
    "The state news agency and Kurdish media reported the blast. The Observatory and the Rescue Service said so too. "
    "Later state television and official news agency ARIN confirmed it. The Northline News Agency reported it, citing the town's mayor. The Observatory, it said ..."
)


def roots_of(*spans: tuple[str, str]) -> tuple[str, ...]:
    """The roots of an incident told by described speakers: each by his words, and by the fullest that the text has for him."""

    def one(words: str, full: str) -> Who:
        start, fuller = TEXT.rindex(words), TEXT.index(full)
        return Who(
            span=Span(start=start, end=start + len(words)),
            full=Span(start=fuller, end=fuller + len(full)) if full != words else None,
            kind="described",
            basis="test",
        )

    told = mention("m1")
    claims = tuple(claim(f"c{n}", "org:x", who=one(*words), about=("m1",)) for n, words in enumerate(spans))
    known = context(reading("doc-m1", mentions=(told,), claims=claims))
    return settle_incident([told], (), replace(known, texts={"doc-m1": TEXT})).roots


TOGETHER = "The Observatory and the Rescue Service"


@pytest.mark.parametrize(
    ("speakers", "count"),
    [
        ([("The state news agency and Kurdish media",) * 2], 2),
        ([(TOGETHER, TOGETHER)], 2),
        ([(TOGETHER, TOGETHER), ("The Observatory", TOGETHER)], 2),
        ([("The Observatory", TOGETHER)], 1),
        ([("it", TOGETHER)], 2),
        ([("state television and official news agency ARIN",) * 2], 1),
        ([("The Northline News Agency",) * 2, ("the town's mayor",) * 2], 1),
        ([("The Northline News Agency",) * 2], 1),
    ],
)
def test_those_who_are_named_together_are_each_a_source(speakers: list[tuple[str, str]], count: int) -> None:
    assert len(roots_of(*speakers)) == count


@pytest.mark.parametrize(
    ("words", "one"),
    [
        ("Ana Delmir", True),
        ("the regional governor, Ana Delmir", True),
        ("regional governor Ana Delmir", True),
        ("its spokeswoman, Colonel Ana Delmir", True),
        ("the governor", False),
        ("a spokeswoman for the Ana Delmir", False),
        ("the mayor of Karsk, Ana Delmir Region", False),
    ],
)
def test_a_person_told_with_an_office_is_one_in_every_article(words: str, one: bool) -> None:
    def root(said: str, kind: str) -> str:
        known = context(reading("doc-m1", mentions=(mention("m1"),)))
        span = Span(start=0, end=len(said))
        return root_of_speaker(Who(span=span, kind=kind, basis="test"), "doc-m1", replace(known, texts={"doc-m1": said}))

    assert (root(words, "office") == root("Ana Delmir", "person")) is one
