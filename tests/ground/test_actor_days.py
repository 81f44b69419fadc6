"""An actor of an incident stands on the side of the incident's days, and a pronoun in a quotation is its speaker."""

from datetime import UTC, date, datetime

import pytest

from montjoie.ground import ActorList, Gazetteer, ground
from montjoie.ground.actor_days import at_event
from montjoie.ground.actor_speakers import speaker_behind
from montjoie.ground.actors import ActorSpan, resolve_actors
from montjoie.schema import ClaimRead, Document, IncidentRead, Published, Reading, Span, TimeWords, When, Who

ACTORS = ActorList.open()
TOLD = date(2024, 3, 1)


def _who(words: str) -> Who:
    text = f"It was late when {words} moved again."
    start = text.index(words)
    return resolve_actors(text, [ActorSpan(span=Span(start=start, end=start + len(words)))], ACTORS, day=TOLD)[0]


def _when(first: date | None, last: date | None = None) -> When:
    return When(first=first, last=last or first, rule="test")


@pytest.mark.parametrize(
    ("words", "when", "earlier", "side"),
    [
        ("Wagner", _when(date(2022, 6, 1)), False, "state:RU"),
        ("Wagner", _when(date(2023, 6, 23)), False, "group:wagner"),
        ("Wagner", _when(date(2023, 6, 1), date(2023, 6, 30)), False, None),
        ("the Taliban", _when(date(2021, 8, 1)), False, "group:taliban"),
        ("the Taliban", _when(date(2023, 8, 1)), False, "state:AF"),
        ("the Taliban", _when(None), True, None),
        ("the Taliban", _when(None), False, "state:AF"),
        ("Russian forces", _when(date(2014, 3, 1)), False, "state:RU"),
        ("Russian forces", _when(None), True, "state:RU"),
        ("Riek Machar", _when(date(2014, 6, 1)), False, "group:splm-io"),
        ("Petro Poroshenko", _when(date(2016, 6, 1)), False, "state:UA"),
    ],
)
def test_the_side_is_that_of_the_events_days(words: str, when: When, earlier: bool, side: str | None) -> None:
    assert at_event(_who(words), when, ACTORS, earlier=earlier).side == side


def test_an_office_that_another_held_then_is_nobodys() -> None:
    who = _who("the British prime minister")
    assert who.id == "person:rishi-sunak"
    assert at_event(who, _when(date(2024, 2, 27)), ACTORS, earlier=False).id == "person:rishi-sunak"
    then = at_event(who, _when(date(2022, 9, 20)), ACTORS, earlier=False)
    assert (then.id, then.side) == (None, "state:GB")


def test_a_mention_has_the_sides_of_its_day_and_the_claim_those_of_the_text() -> None:
    text = "On 10 May 2021 the Taliban took a bridge, the Taliban said."
    at = text.index("the Taliban")
    taken = IncidentRead(
        item="i1", type="territory", reality="actual", triggers=(Span(start=text.index("took"), end=text.index("took") + 4),),
        actors=(Span(start=at, end=at + 11),), time=TimeWords(span=Span(start=3, end=14)),
    )  # fmt: skip
    said = text.rindex("the Taliban")
    claim = ClaimRead(
        item="c1", source=Span(start=said, end=said + 11), kind="states", content=(Span(start=at, end=said - 2),), about=("i1",)
    )
    published = Published(at="2024-03-01", precision="day", not_after=datetime(2024, 3, 1, 23, 59, tzinfo=UTC))
    document = Document(id="d", source_key="k", given_id=None, text=text, published=published, language="en")
    reading = Reading(document="d", maker="model", incidents=(taken,), claims=(claim,))
    grounded = ground(document, reading, Gazetteer.open(), ACTORS)
    assert grounded.mentions[0].actors[0].who.side == "group:taliban"
    assert grounded.claims[0].who.side == "state:AF"


QUOTED = 'Olha Harbour said she would leave. "I demanded it back," he said. Petrov said that Ivan and he would stay.'


def _claim(source: str, content: str, *, direct: bool, who: str | None = None, last: bool = False) -> ClaimRead:
    at = QUOTED.rindex(source) if last else QUOTED.index(source)
    start = QUOTED.index(content)
    return ClaimRead(
        item=content, source=Span(start=at, end=at + len(source)), kind="states", direct=direct, who=who,
        content=(Span(start=start, end=start + len(content)),),
    )  # fmt: skip


def test_a_pronoun_is_the_speaker_only_where_it_can_be_nobody_else() -> None:
    harbour = _claim("Olha Harbour", "she would leave", direct=False)
    quoted = _claim("he said", "I demanded it back", direct=True, who="Aleksandr Lukashenko")
    petrov = _claim("Petrov", "that Ivan and he would stay", direct=False)
    claims = (harbour, quoted, petrov)

    def behind(words: str, *, last: bool = False) -> Span | str | None:
        start = QUOTED.rindex(words) if last else QUOTED.index(words)
        return speaker_behind(QUOTED, Span(start=start, end=start + len(words)), claims)

    assert behind("she") == harbour.source
    assert behind("I ") is None
    start = QUOTED.index("I demanded")
    assert speaker_behind(QUOTED, Span(start=start, end=start + 1), claims) == "Aleksandr Lukashenko"
    assert behind("he", last=True) is None
    assert behind("it") is None
