"""Who is no doer by the words: those who deny it, instruments, offices that report; case by case."""

import pytest

from montjoie.ground.doers import is_instrument, kind_of, only_speaks, reality_of
from montjoie.schema import ClaimRead, IncidentRead, Span, Who


def marked(text: str) -> tuple[str, Span]:
    """A text and the span that is in brackets in it."""
    start, end = text.index("["), text.index("]") - 1
    return text.replace("[", "").replace("]", ""), Span(start=start, end=end)


def claim(kind: str, content: Span, source: Span | None = None) -> ClaimRead:
    return ClaimRead(item="c1", source=source or Span(start=0, end=1), kind=kind, content=(content,))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("its forces had not [shelled] the hospital", "denies"),
        ("that it never [bombed] the bridge", "denies"),
        ("they hadn't [fired] on the convoy", "denies"),
        ("none of its aircraft had [struck] the village", "denies"),
        ("it was not behind the [blast]", "denies"),
        ("it had nothing to do with the [blast]", "denies"),
        ("its troops had played no part in the [raid]", "denies"),
        ("the rebels had not [shelled] the hospital", "states"),
        ("its forces had [shelled] the hospital", "states"),
        ("it had not yet counted those whom the long night of the fire had left dead after the [blast]", "states"),
        ("its soldiers had [shelled] a depot and not a hospital", "states"),
    ],
)
def test_a_denial_by_its_words(content: str, kind: str) -> None:
    text, trigger = marked(content)
    assert kind_of(text, claim("states", Span(start=0, end=len(text))), [trigger]) == kind
    assert kind_of(text, claim("accuses", Span(start=0, end=len(text))), [trigger]) == "accuses"


@pytest.mark.parametrize(
    ("words", "is_one"),
    [
        ("[A drone] hit a school", True),
        ("[Shells] fell", True),
        ("[three long-range missiles] hit", True),
        ("[unidentified warplanes] bombed", True),
        ("[regime warplanes] bombed", False),
        ("[Harbour Brigade rockets] hit", False),
        ("[drone operators] hit", False),
        ("[gunmen] fired", False),
    ],
)
def test_an_instrument_is_no_doer(words: str, is_one: bool) -> None:
    text, span = marked(words)
    assert is_instrument(text, span, Who(span=span, basis="test"), ()) is is_one
    assert not is_instrument(text, span, Who(span=span, side="state:RU", basis="test"), ())


def test_what_stands_as_weapon_too_is_one() -> None:
    text, span = marked("[An armed boat] hit the pier")
    assert is_instrument(text, span, Who(span=span, basis="test"), (span,))


@pytest.mark.parametrize(
    ("kind", "who", "speaks"),
    [
        ("states", "office", True),
        ("states", "state", False),
        ("denies", "state", True),
        ("claims_responsibility", "armed_group", False),
        ("confirms", "office", False),
    ],
)
def test_who_only_speaks_is_no_doer(kind: str, who: str, speaks: bool) -> None:
    span = Span(start=4, end=12)
    told = claim(kind, Span(start=20, end=60), source=Span(start=0, end=12))
    assert only_speaks(span, Who(span=span, kind=who, basis="test"), [told], [kind]) is speaks
    assert not only_speaks(Span(start=30, end=40), Who(span=span, kind=who, basis="test"), [told], [kind])


@pytest.mark.parametrize(
    ("kinds", "reality"), [(("states", "denies"), "actual"), (("denies", "denies"), "denied"), (("accuses", "denies"), "actual")]
)
def test_what_one_reports_and_another_denies_is_reported(kinds: tuple[str, ...], reality: str) -> None:
    first, second = Span(start=10, end=17), Span(start=80, end=87)
    incident = IncidentRead(item="i1", type="shelling", reality="denied", triggers=(first, second))
    claims = [claim(kinds[0], Span(start=0, end=40)), claim(kinds[1], Span(start=60, end=100))]
    assert reality_of(incident, claims, kinds, given=False) == reality  # type: ignore[arg-type]
    assert reality_of(incident, claims, kinds, given=True) == "denied"  # type: ignore[arg-type]
