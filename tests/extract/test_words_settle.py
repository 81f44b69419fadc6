"""What words settle beside the network: negated acts, one more strike, tolls put at a number, parties, terms, counts, datelines, paragraphs."""

import numpy as np
import pytest
from made_up import COLUMNS, MadeUp

from montjoie.extract.alike import EVIDENCE, Same
from montjoie.extract.attribution import read_claims
from montjoie.extract.commitments import read_commitments
from montjoie.extract.incidents import read_incidents
from montjoie.extract.labels import CLASSES
from montjoie.extract.pairs import SIGNS
from montjoie.extract.terms import term_in
from montjoie.extract.toll_telling import told_tolls
from montjoie.reading import count
from montjoie.schema import Span

ALONE, TOGETHER = (
    Same(np.zeros(len(SIGNS), np.float32), 0.0, np.array([constant, *[0.0] * len(EVIDENCE)], np.float32)) for constant in (-5.0, 1.0)
)


def one(words: str) -> tuple[int, int]:
    return (1, 1) if words else (0, 0)


def cut(text: str, spans: tuple[Span, ...]) -> list[str]:
    return [text[span.start : span.end] for span in spans]


# ---------------------------------------------------------------- incidents


@pytest.mark.parametrize(
    ("text", "trigger", "reality"),
    [
        ("Our forces did not shell Lorn", "shell", "denied"),
        ("The army had not fired on Lorn", "fired", "denied"),
        ("It did not carry out the strike", "strike", "denied"),
        ("Not a single shell has been fired on Lorn", "fired", "denied"),
        ("No civilians had been hit in Lorn", "hit", "denied"),
        ("It did not say who would shell Lorn", "shell", "actual"),
        ("It did not rain. Guns shell Lorn", "shell", "actual"),
    ],
)
def test_an_act_that_is_said_not_to_have_been_done_is_denied(text: str, trigger: str, reality: str) -> None:
    article = MadeUp(text)
    article.span("trigger", trigger, type="shelling", reality="actual")
    (incident,) = read_incidents(article.scored(), ALONE, count)
    assert incident.read.reality == reality


def test_an_act_that_one_tells_and_another_denies_is_not_denied() -> None:
    article = MadeUp("Varn says Orria shelled Lorn. Our guns did not shell Lorn, Orria says.")
    for word in ("shelled", "shell Lorn,"):
        article.span("trigger", word.removesuffix(" Lorn,"), 2 if word != "shelled" else 1, type="shelling", reality="actual")
    (incident,) = read_incidents(article.scored(), TOGETHER, count)
    assert (len(incident.read.triggers), incident.read.reality) == (2, "actual")


@pytest.mark.parametrize(
    ("second", "incidents"),
    [("A second strike", 2), ("Another strike", 2), ("A separate air strike", 2), ("The strike", 1), ("The second strike", 1)],
)
def test_what_is_told_as_one_more_is_an_incident_of_its_own(second: str, incidents: int) -> None:
    article = MadeUp(f"A strike hit Lorn. {second} hit it at noon.")
    article.span("trigger", "strike", type="air_strike", reality="actual")
    article.span("trigger", "strike", 2, type="air_strike", reality="actual")
    assert len(read_incidents(article.scored(), TOGETHER, count)) == incidents


def test_a_dateline_is_neither_target_nor_toll_and_its_agency_no_place() -> None:
    article = MadeUp("LORN, March 4 (Averin Wire) - A strike hit a mill")
    trigger = article.span("trigger", "strike", type="air_strike", reality="actual")
    article.relate("target", trigger, article.span("party", "LORN"), article.span("party", "a mill"))
    article.relate("toll", trigger, article.span("figure", "LORN", figure="killed"))
    article.relate("place", trigger, article.span("place", "LORN"), article.span("place", "Averin"))
    (incident,) = read_incidents(article.scored(), ALONE, one)
    assert cut(article.text, incident.read.targets) == ["a mill"]
    assert cut(article.text, tuple(place.span for place in incident.read.places)) == ["LORN"]
    assert not incident.read.toll


# ---------------------------------------------------------------- claims


@pytest.mark.parametrize(("said", "kind"), [("its guns had not shelled Lorn", "denies"), ("the Guard had shelled Lorn", "states")])
def test_who_states_that_an_act_was_not_done_denies_it(said: str, kind: str) -> None:
    article = MadeUp(f"The army said {said}")
    content = article.span("content", said, kind="states")
    article.span("trigger", "shelled", type="shelling", reality="actual")
    article.relate("source", content, article.span("source", "The army"))
    scored = article.scored()
    (claim,) = read_claims(scored, read_incidents(scored, ALONE, count))
    assert claim.read.kind == kind


def test_a_headline_is_not_said_with_what_comes_under_it() -> None:
    article = MadeUp("Envoy says both sides agree to a truce\n\nLORN")
    content = article.span("content", "both sides agree to a truce\n\nLORN")
    article.relate("source", content, article.span("source", "Envoy"))
    (claim,) = read_claims(article.scored(), [])
    assert cut(article.text, claim.read.content) == ["both sides agree to a truce"]


def test_an_accusation_that_is_rejected_is_not_made_by_who_rejects_it() -> None:
    article = MadeUp("The ministry rejected the accusation that its planes bombed a school")
    source = article.span("source", "The ministry")
    first, second = (
        article.span("content", "the accusation", kind="denies"),
        article.span("content", "its planes bombed a school", kind="accuses"),
    )
    for content, cue in ((first, "rejected"), (second, "accusation")):
        article.relate("source", content, source)
        article.relate("cue", content, article.span("cue", cue))
    (claim,) = read_claims(article.scored(), [])
    assert cut(article.text, claim.read.content) == ["the accusation", "its planes bombed a school"]


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        (
            "The office has lowered the death toll of the strike from four to three.",
            "The office",
            "the death toll of the strike from four to three",
        ),
        ("The Observatory put the number of dead at nine, while others spoke.", "The Observatory", "the number of dead at nine"),
        ("The Observatory later raised its toll to nine, according to Varn.", "The Observatory", "its toll to nine"),
        ("The army has increased the number of its troops in Lorn.", "The army", None),
        ("The army put the number out in Lorn and Varn said the toll rose.", "Varn", None),
    ],
)
def test_who_puts_a_toll_at_a_number_says_so(text: str, source: str, content: str | None) -> None:
    article = MadeUp(text)
    article.span("party", source)
    claims = [claim.read for claim in told_tolls(article.scored(), [], [])]
    assert [cut(text, (claim.source, *claim.content)) for claim in claims] == ([[source, content]] if content else [])


def test_what_a_claim_already_tells_of_a_toll_is_told_once() -> None:
    article = MadeUp("The mayor said the office put the toll at nine.")
    content = article.span("content", "the office put the toll at nine")
    article.relate("source", content, article.span("source", "The mayor"))
    article.span("party", "the office")
    scored = article.scored()
    claims = read_claims(scored, [])
    assert told_tolls(scored, claims, []) == claims


# ---------------------------------------------------------------- commitments


@pytest.mark.parametrize(
    ("kind", "act", "party"),
    [("states", "agrees", ["Orria and Varn"]), ("promises", "agrees", ["The envoy"]), ("states", "announces", ["The envoy"])],
)
def test_who_only_tells_that_others_agreed_is_no_party(kind: str, act: str, party: list[str]) -> None:
    text = "The envoy said Orria and Varn agreed on a truce"
    article = MadeUp(text)
    content = article.span("content", "Orria and Varn agreed on a truce", kind=kind, act=act, subject="ceasefire")
    article.relate("source", content, article.span("source", "The envoy"))
    article.relate("actor", article.span("trigger", "agreed", type="agreement", reality="actual"), article.span("party", "Orria and Varn"))
    scored = article.scored()
    incidents = read_incidents(scored, ALONE, count)
    (made,) = read_commitments(scored, read_claims(scored, incidents), incidents, count)
    assert cut(text, made.party) == party


def test_a_rule_told_within_what_is_said_leads_to_who_says_it() -> None:
    article = MadeUp("Varn said that a drone hit a car, violating the truce")
    content = article.span("content", "a drone hit a car, violating the truce", act="none")
    article.relate("source", content, article.span("source", "Varn"))
    first, last = article.span("commitment", "violating the truce", act="alleges_violation", subject="ceasefire")
    article.scores[first:last, COLUMNS["act.in"][0] + CLASSES["act"].index("none")] = 0.0
    scored = article.scored()
    (act,) = read_commitments(scored, read_claims(scored, []), [], count)
    assert (act.by, cut(article.text, act.party)) == ("c1", ["Varn"])


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [
        ("broke the truce 46 times", 46, 46), ("broke it no fewer than 264 times", 264, None), ("recorded 604 breaches", 604, 604),
        ("some 30 ceasefire violations", 30, 30), ("Seven out of nine humanitarian corridors worked", 7, 7),
    ],
)  # fmt: skip
def test_counted_acts_have_their_numbers(words: str, low: int, high: int | None) -> None:
    article = MadeUp(f"{words}, it is said")
    article.span("commitment", words, act="alleges_violation", subject="ceasefire")
    (act,) = read_commitments(article.scored(), [], [], count)
    assert act.count is not None
    assert (act.count.low, act.count.high) == (low, high)


@pytest.mark.parametrize(("words", "broken_by"), [("shelling Lorn broke the truce", "i1"), ("by shelling it recorded 604 breaches", None)])
def test_so_many_breaches_are_no_one_incident(words: str, broken_by: str | None) -> None:
    article = MadeUp(f"{words}, it is said")
    article.span("trigger", "shelling", type="shelling", reality="actual")
    article.span("commitment", words, act="alleges_violation", subject="ceasefire")
    scored = article.scored()
    (act,) = read_commitments(scored, [], read_incidents(scored, ALONE, count), count)
    assert act.broken_by == broken_by


@pytest.mark.parametrize(
    ("name", "text", "content", "found"),
    [
        ("duration", "They agreed to a ten-day truce in Lorn", "a ten-day truce", "ten-day"),
        ("duration", "It declared a truce for three days from noon", "a truce", "for three days"),
        ("duration", "A weeklong humanitarian pause began", "pause began", "weeklong"),
        ("duration", "After eight years of war they want a truce", "a truce", None),
        ("condition", "The truce begins only once prisoners are freed, he said", "The truce begins", "only once prisoners are freed"),
        ("condition", "It will stop firing if Varn leaves.", "It will stop firing", "if Varn leaves"),
        ("condition", "It will stop firing at noon.", "It will stop firing", None),
        ("condition", "It will stop firing until June 22.", "It will stop firing", None),
        ("condition", "It will not talk until the prisoners are freed.", "It will not talk", "until the prisoners are freed"),
    ],
)
def test_grammar_tells_how_long_and_on_what_condition(name: str, text: str, content: str, found: str | None) -> None:
    at = text.index(content)
    span = term_in(name, "ceasefire", text, Span(start=0, end=len(text)), Span(start=at, end=at + len(content)))
    assert (None if span is None else text[span.start : span.end]) == found
    if name == "duration":
        assert term_in(name, "sanctions_relief", text, Span(start=0, end=len(text)), Span(start=at, end=at + len(content))) is None


@pytest.mark.parametrize(("words", "start"), [("from Saturday", "from Saturday"), ("a ceasefire", None)])
def test_a_start_tells_a_time(words: str, start: str | None) -> None:
    article = MadeUp(f"Varn wants {words} in Lorn")
    article.span("commitment", f"{words} in Lorn", act="demands", subject="ceasefire")
    article.span("start", words)
    (act,) = read_commitments(article.scored(), [], [], count)
    assert (None if act.start is None else article.text[act.start.start : act.start.end]) == start
