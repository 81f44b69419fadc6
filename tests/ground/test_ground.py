"""A reading as a whole is grounded: who says what, which day, which places, from when it is known."""

from datetime import UTC, date, datetime

import pytest

from montjoie.ground import ActorList, Gazetteer, ground
from montjoie.ground import duration_days as days_of
from montjoie.schema import (
    ClaimRead,
    CommitmentRead,
    Document,
    Figure,
    GroundedReading,
    IncidentRead,
    Part,
    PlaceWords,
    Published,
    Reading,
    RelationRead,
    Span,
    TimeWords,
)

TEXT = (
    "Kherson was shelled on Friday and two soldiers were killed, the governor said. Russian gunners did it, he said. "
    "Another strike followed two days later. Kyiv agreed to a corridor from Mariupol and Berdiansk, the Red Cross said."
)


def span(words: str, nth: int = 1) -> Span:
    at = -1
    for _ in range(nth):
        at = TEXT.index(words, at + 1)
    return Span(start=at, end=at + len(words))


@pytest.fixture(scope="module")
def lists() -> tuple[Gazetteer, ActorList]:
    return Gazetteer.open(), ActorList.open()


def reading(**changes: object) -> Reading:
    shelled = IncidentRead(
        item="i1", type="shelling", reality="actual", triggers=(span("shelled"),), actors=(span("Russian gunners"),), targets=(span("two soldiers"),),
        places=(PlaceWords(span=span("Kherson")),), time=TimeWords(span=span("on Friday")),
        toll=(Figure(span=span("two soldiers"), kind="killed", low=2, high=2, unit=span("soldiers"), by=span("the governor")),),
    )  # fmt: skip
    strike = IncidentRead(
        item="i2", type="attack", reality="actual", triggers=(span("strike"),), time=TimeWords(span=span("two days later"))
    )
    governor = ClaimRead(
        item="c1",
        source=span("the governor"),
        kind="states",
        content=(span("Kherson was shelled on Friday and two soldiers were killed"),),
        about=("i1",),
    )
    accuses = ClaimRead(item="c2", source=span("he said").__class__(start=span("he said").start, end=span("he said").start + 2), kind="accuses",
                        content=(span("Russian gunners did it"),), who=span("the governor"), about=("i1",))  # fmt: skip
    corridor = CommitmentRead(
        item="k1",
        subject="humanitarian_pause",
        act="agrees",
        content=(span("a corridor from Mariupol and Berdiansk"),),
        party=(span("Kyiv"),),
        by="c3",
    )
    red_cross = ClaimRead(
        item="c3",
        source=span("the Red Cross"),
        kind="states",
        content=(span("Kyiv agreed to a corridor from Mariupol and Berdiansk"),),
        about=("k1",),
    )
    values = {
        "document": "d", "maker": "model", "incidents": (shelled, strike), "claims": (governor, accuses, red_cross), "commitments": (corridor,),
        "relations": (RelationRead(type="corroborates", a="c1", b="c2"),),
    }  # fmt: skip
    return Reading(**{**values, **changes})  # type: ignore[arg-type]


def document(**changes: object) -> Document:
    noon = datetime(2024, 4, 15, 12, tzinfo=UTC)  # a Monday
    values = {
        "id": "d",
        "source_key": "id:d",
        "given_id": "d",
        "text": TEXT,
        "published": Published(at=noon.isoformat(), precision="second", not_after=noon),
    }
    return Document(**{**values, **changes})  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def grounded(lists: tuple[Gazetteer, ActorList]) -> GroundedReading:
    return ground(document(), reading(), *lists)


def test_a_value_is_told_by_the_claim_that_holds_its_words(grounded: GroundedReading) -> None:
    shelled = grounded.mentions[0]
    claims = {claim.item: claim.id for claim in grounded.claims}
    assert [told.claim for told in shelled.actors] == [claims["c2"]]
    assert [told.claim for told in shelled.targets] == [claims["c1"]]
    assert shelled.claim == claims["c1"]
    assert grounded.mentions[1].claim is None  # told in the article's own voice


def test_days_are_anchored_to_the_publication_and_to_each_other(grounded: GroundedReading) -> None:
    assert [mention.when.first for mention in grounded.mentions] == [date(2024, 4, 12), date(2024, 4, 14)]


def test_figures_say_whom_they_count_and_who_gives_them(grounded: GroundedReading) -> None:
    (figure,) = grounded.mentions[0].figures
    assert (figure.of, figure.figure.low, figure.by is not None) == ("combatants", 2, True)


def test_a_pronoun_is_the_one_whom_the_reading_names(grounded: GroundedReading) -> None:
    assert grounded.claims[1].who.full == span("the governor")


def test_a_corridor_is_about_its_route_and_not_about_who_agreed_to_it(grounded: GroundedReading) -> None:
    (act,) = grounded.commitments
    assert [where.name for where in act.route] == ["Mariupol", "Berdyansk"]
    assert [who.id for who in act.party] == ["state:UA"]
    assert act.claim == grounded.claims[2].id


def test_another_is_noticed_before_its_trigger(grounded: GroundedReading) -> None:
    assert [mention.another for mention in grounded.mentions] == [False, True]


def test_ids_come_from_the_document_and_the_words_alone(grounded: GroundedReading, lists: tuple[Gazetteer, ActorList]) -> None:
    (shelled, strike) = reading().incidents
    other = IncidentRead(item="x9", type="bombing", reality="denied", triggers=shelled.triggers)
    again = ground(document(), reading(incidents=(strike, other), claims=(), commitments=(), relations=()), *lists)
    assert {mention.id for mention in again.mentions} == {mention.id for mention in grounded.mentions}


def test_two_incidents_on_the_same_words_are_two(lists: tuple[Gazetteer, ActorList]) -> None:
    (shelled, _) = reading().incidents
    twin = IncidentRead(item="i9", type="interception", reality="actual", triggers=shelled.triggers)
    again = ground(document(), reading(incidents=(shelled, twin), claims=(), commitments=(), relations=()), *lists)
    assert len({mention.id for mention in again.mentions}) == 2


def test_a_digest_is_known_and_dated_by_its_date_lines(lists: tuple[Gazetteer, ActorList]) -> None:
    early = datetime(2024, 4, 13, 23, 59, tzinfo=UTC)
    part = Part(start=0, end=span("Another").start, day=date(2024, 4, 13), not_after=early, dateline_end=0)
    parted = ground(document(parts=(part,)), reading(), *lists)
    known = [parted.known[mention.id] for mention in parted.mentions]
    assert known == [early, datetime(2024, 4, 15, 12, tzinfo=UTC)]
    assert parted.mentions[0].when.first == date(2024, 4, 12)


def test_what_a_coder_resolved_is_respected_and_located(lists: tuple[Gazetteer, ActorList]) -> None:
    (shelled, _) = reading().incidents
    place = PlaceWords(span=span("Kherson"), name="Kherson Oblast", country="UA", kind="region")
    time = TimeWords(span=span("on Friday"), start=date(2024, 4, 5), end=date(2024, 4, 5))
    coded = IncidentRead(item="i1", type="shelling", reality="actual", triggers=shelled.triggers, places=(place,), time=time)
    given = ground(document(), reading(maker="given", incidents=(coded,), claims=(), commitments=(), relations=()), *lists)
    (where,) = given.mentions[0].wheres
    assert (where.name, where.kind, where.precision, where.lat is not None) == ("Kherson Oblast", "region", 4, True)
    assert (given.mentions[0].when.first, given.mentions[0].when.rule) == (date(2024, 4, 5), "given")


def test_an_undated_document_gives_no_day(lists: tuple[Gazetteer, ActorList]) -> None:
    undated = ground(document(published=None), reading(), *lists)
    assert undated.mentions[0].when.first is None
    assert undated.mentions[0].when.not_after is None
    assert set(undated.known.values()) == {None}


@pytest.mark.parametrize(
    ("words", "wanted"), [("30-day", 30), ("six hours", 0.25), ("for two weeks", 14), ("a while", None), ("0 days", None)]
)
def test_durations_are_read_in_days(words: str, wanted: float | None) -> None:
    assert days_of(words) == wanted


def test_a_wars_toll_beside_a_strike_is_no_toll_of_the_strike_and_a_later_death_adds_to_it() -> None:
    text = "A strike killed four people in Kherson on Friday. Two more died in hospital. More than 9,000 people have been killed since the war began."

    def part(words: str) -> Span:
        return Span(start=text.index(words), end=text.index(words) + len(words))

    toll = tuple(
        Figure(span=part(words), kind="killed", low=low, high=high)
        for words, low, high in (("four people", 4, 4), ("Two more", 2, 2), ("More than 9,000 people", 9000, None))
    )
    strike = IncidentRead(item="i1", type="attack", reality="actual", triggers=(part("strike"),), toll=toll)
    document = Document(id="d", source_key="k", given_id=None, text=text, language="en")

    def figures(maker: str) -> list[tuple[bool, bool]]:
        grounded = ground(document, Reading(document="d", maker=maker, incidents=(strike,)), Gazetteer.open(), ActorList.open())
        return [(figure.cumulative, figure.figure.further) for figure in grounded.mentions[0].figures]

    assert figures("model") == [(False, False), (False, True), (True, False)]
    assert figures("given") == [(False, False), (False, False), (True, False)]
