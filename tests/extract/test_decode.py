"""Scores → spans → incidents, claims and commitments, with an encoder that says what it is told."""

import base64

import numpy as np
import pytest
from made_up import MadeUp

from montjoie.extract.alike import EVIDENCE, Alike, Same
from montjoie.extract.attribution import read_claims, with_speakers
from montjoie.extract.commitments import read_commitments
from montjoie.extract.decode import viterbi
from montjoie.extract.incidents import armed, merge, read_incidents
from montjoie.extract.labels import VECTOR
from montjoie.extract.pairs import SIGNS
from montjoie.schema import Span


def same(constant: float, **evidence: float) -> Same:
    """Return weights by which triggers are merged, of the evidence named."""
    named = {name.replace("_", " "): weight for name, weight in evidence.items()}
    return Same(np.zeros(len(SIGNS), np.float32), 0.0, np.array([constant, *(named.get(name, 0.0) for name in EVIDENCE)], np.float32))


NEVER, BY_STEM = same(-5.0), same(-5.0, same_stem=10.0)


def count(words: str) -> tuple[int | None, int | None] | None:
    return {"twelve": (12, 12), "at least": (12, None)}.get(
        words.split(maxsplit=1)[0] if words.split(maxsplit=1)[0] != "at" else "at least"
    )


def cut(article: MadeUp, span: Span | None) -> str | None:
    return None if span is None else article.text[span.start : span.end]


# ---------------------------------------------------------------- spans


@pytest.mark.parametrize(
    ("text", "marked", "found"),
    [
        ("An anti-regime protest began", "anti", "anti-regime"),
        ("An anti-regime protest began", "regime protest", "anti-regime protest"),
        ("Talks - long ones - began", "Talks", "Talks"),  # a dash is no hyphen
        ("Dozens in the town died", "Dozens in the", "Dozens"),
        ("The army of the north fell", "The army of", "The army"),
        ("A heading here\nForces fled", "here\nForces", "Forces"),
        ("Armed men (some young) fled", "Armed men (", "Armed men"),
        ("The Lorn Guard (LG) fled", "Lorn Guard (LG)", "Lorn Guard (LG)"),
        ("The guards (of Varn) fled", "Varn)", "Varn"),
    ],
)
def test_a_name_has_whole_words_no_dangling_ones_and_one_line(text: str, marked: str, found: str) -> None:
    article = MadeUp(text)
    article.span("party", marked)
    (party,) = article.scored().spans["party"]
    assert article.words.cut(*party.words) == found


@pytest.mark.parametrize(
    ("text", "marked", "found"),
    [
        ("Strikes on Deir Ezzor began", "Deir", "Deir Ezzor"),
        ("It fell in Maaret al-Numan that day", "Maaret al", "Maaret al-Numan"),
        ("It fell in Deir that day", "Deir", "Deir"),
        ("It fell in Lorn Monday", "Lorn", "Lorn"),
    ],
)
def test_a_place_has_all_of_a_name_that_its_first_word_opens(text: str, marked: str, found: str) -> None:
    article = MadeUp(text)
    article.span("place", marked)
    scored = article.scored()
    assert [scored.words.cut(*span.words) for span in scored.spans["place"]] == [found]


@pytest.mark.parametrize(
    ("tags", "anew", "best"),
    [
        ("OBIIO", 0.0, "OBIIO"),
        ("OIIO", 0.0, "OBIO"),  # nothing begins inside
        ("OBIBI", 0.0, "OBIBI"),
        ("OBIBI", 20.0, "OBIII"),  # to begin anew costs more than it gains
        ("OBOBO", 20.0, "OBOBO"),  # a gap is no new beginning inside
    ],
)
def test_the_best_tags_are_found(tags: str, anew: float, best: str) -> None:
    logs = np.full((len(tags), 1, 3), -8.0, dtype=np.float32)
    for at, tag in enumerate(tags):
        logs[at, 0, "OBI".index(tag)] = 0.0
        if tag != "O":
            logs[at, 0, "OBI".index("B" if tag == "I" else "I")] = -2.0
    assert "".join("OBI"[tag] for tag in viterbi(logs, np.array([anew], dtype=np.float32))[:, 0]) == best


def test_a_content_leaves_out_its_quotation_marks_and_last_stop() -> None:
    article = MadeUp("“We left Lorn.” the mayor said")
    article.span("content", "“We left Lorn.”")
    (content,) = article.scored().spans["content"]
    assert article.words.cut(*content.words) == "We left Lorn"


def test_a_name_keeps_its_last_stop() -> None:
    article = MadeUp("The U.S. struck")
    article.span("party", "U.S.")
    (party,) = article.scored().spans["party"]
    assert article.words.cut(*party.words) == "U.S."


def test_more_spans_are_found_at_a_lower_threshold() -> None:
    article = MadeUp("Shells fell on Lorn")
    first, last = article.at("Lorn")
    article.scores[first:last, 3 * 2 + 1] = 3.5  # the place layer's BEGIN, a little less sure than OUTSIDE
    assert not article.scored().spans["place"]
    article.thresholds["span.place"] = -1.0
    assert article.scored().spans["place"]


# ---------------------------------------------------------------- incidents


def two_strikes() -> MadeUp:
    return MadeUp("A strike hit Lorn and hurt at least twelve people. The strike by Orrish jets was at dawn. Talks began in Varn.")


def test_triggers_that_name_one_occurrence_are_one_incident() -> None:
    article = two_strikes()
    article.span("trigger", "strike", 1, type="air_strike", reality="actual")
    article.span("trigger", "strike", 2, type="air_strike", reality="actual")
    article.span("trigger", "Talks", type="talks", reality="actual")
    assert [len(group) for group in merge(article.scored(), BY_STEM)] == [2, 1]
    assert [len(group) for group in merge(article.scored(), NEVER)] == [1, 1, 1]


@pytest.mark.parametrize(
    ("weights", "groups"),
    [
        (same(-5.0, same_stem=8.0), [2, 2]),
        (same(-5.0, same_stem=8.0, another_place=-9.0), [1, 1, 2]),  # the second strike is at another place
        (same(3.0, another_place=-9.0), [1, 3]),  # the mean over a group decides
    ],
)
def test_a_trigger_joins_the_group_that_it_is_most_like_on_the_mean(weights: Same, groups: list[int]) -> None:
    article = MadeUp("A strike hit Lorn. A strike hit Varn. Talks began. The talks went on.")
    for place, nth in (("Lorn", 1), ("Varn", 2)):
        strike = article.span("trigger", "strike", nth, type="air_strike", reality="actual")
        article.relate("place", strike, article.span("place", place))
    article.span("trigger", "Talks", type="talks", reality="actual")
    article.span("trigger", "talks", type="talks", reality="actual")
    assert sorted(len(group) for group in merge(article.scored(), weights)) == groups


def test_evidence_is_a_number_for_each_name_and_pair() -> None:
    article = two_strikes()
    for nth in (1, 2):
        article.span("trigger", "strike", nth, type="air_strike", reality="actual")
    article.span("trigger", "Talks", type="talks", reality="actual")
    alike = Alike(article.scored(), NEVER)
    evidence = alike.of(2, range(2))
    assert evidence.shape == (2, len(EVIDENCE))
    assert np.isfinite(evidence).all()
    assert alike.of(1, range(1))[0, EVIDENCE.index("same stem")] == 1.0
    assert alike.odds(2, range(2)).tolist() == [-5.0, -5.0]


@pytest.mark.parametrize(("bar", "actors"), [(0.5, []), (0.1, ["Orrish jets"])])
def test_where_none_is_surely_in_a_role_the_likeliest_above_its_own_bar_is_taken(bar: float, actors: list[str]) -> None:
    article = two_strikes()
    article.thresholds |= {"link.actor": 0.9, "only.actor": bar}
    strike = article.span("trigger", "strike", 2, type="air_strike", reality="actual")
    article.relate("actor", strike, article.span("party", "Orrish jets"), strength=4.0)
    (incident,) = read_incidents(article.scored(), NEVER, count)
    assert [cut(article, actor) for actor in incident.read.actors] == actors


def test_an_incident_has_what_is_related_to_any_of_its_triggers() -> None:
    article = two_strikes()
    one = article.span("trigger", "strike", 1, type="air_strike", reality="actual")
    two = article.span("trigger", "strike", 2, type="air_strike", reality="actual")
    article.relate("place", one, article.span("place", "Lorn"))
    article.span("place", "Varn")
    article.relate("actor", two, article.span("party", "Orrish jets"))
    article.relate("time", two, article.span("time", "at dawn"))
    article.relate("toll", one, article.span("figure", "at least twelve people", figure="injured"))
    (incident,) = read_incidents(article.scored(), BY_STEM, count)
    read = incident.read
    assert (read.type, read.reality, len(read.triggers)) == ("air_strike", "actual", 2)
    assert [cut(article, place.span) for place in read.places] == ["Lorn"]
    assert [cut(article, actor) for actor in read.actors] == ["Orrish jets"]
    assert read.time is not None
    assert cut(article, read.time.span) == "at dawn"
    (figure,) = read.toll
    assert (figure.kind, figure.low, figure.high) == ("injured", 12, None)
    assert isinstance(figure.unit, Span)
    assert cut(article, figure.unit) == "people"
    assert [len(base64.b64decode(vector)) for vector in read.vectors] == [VECTOR] * 2


def test_words_that_count_nothing_are_no_figure() -> None:
    article = MadeUp("A strike hit several tents")
    trigger = article.span("trigger", "strike", type="air_strike", reality="actual")
    article.relate("toll", trigger, article.span("figure", "several tents", figure="destroyed"))
    (incident,) = read_incidents(article.scored(), NEVER, count)
    assert incident.read.toll == ()


def test_who_could_be_both_is_what_it_is_more_surely() -> None:
    article = two_strikes()
    trigger = article.span("trigger", "strike", 2, type="air_strike", reality="actual")
    party = article.span("party", "Orrish jets")
    article.relate("actor", trigger, party)
    article.relate("target", trigger, party)
    article.scores[party[0] : party[1]] *= 0.8
    article.relations = 20
    article.relate("actor", trigger, party)
    (incident,) = read_incidents(article.scored(), NEVER, count)
    assert len(incident.read.actors) == 1
    assert not incident.read.targets


# ---------------------------------------------------------------- claims


def test_contents_of_one_cue_are_one_claim() -> None:
    article = MadeUp("“We left,” said Mayor Ada Orr, “and we will not return.”")
    cue, source = article.span("cue", "said"), article.span("source", "Mayor Ada Orr")
    for quote in ("We left", "and we will not return"):
        content = article.span("content", quote, kind="denies")
        article.relate("cue", content, cue)
        article.relate("source", content, source)
    (claim,) = read_claims(article.scored(), [])
    assert [cut(article, content) for content in claim.read.content] == ["We left", "and we will not return"]
    assert (cut(article, claim.read.source), cut(article, claim.read.cue)) == ("Mayor Ada Orr", "said")
    assert (claim.read.kind, claim.read.direct) == ("denies", True)


@pytest.mark.parametrize(
    ("text", "said", "trigger", "owns_up"),
    [
        ("The Brigade claimed it was a key to victory", "it was a key to victory", None, False),
        ("The Brigade claimed responsibility for it", "responsibility for it", None, True),
        ("The Brigade said it shelled the depot", "it shelled the depot", "shelled", True),
    ],
)
def test_only_words_of_responsibility_or_an_act_told_are_a_claim_of_it(text: str, said: str, trigger: str | None, owns_up: bool) -> None:
    article = MadeUp(text)
    content = article.span("content", said, kind="claims_responsibility")
    article.relate("source", content, article.span("source", "The Brigade"))
    if trigger:
        article.span("trigger", trigger, type="shelling", reality="actual")
    (claim,) = read_claims(article.scored(), [])
    assert (claim.read.kind == "claims_responsibility") is owns_up


@pytest.mark.parametrize(("kind", "about"), [("denies", ("i1",)), ("states", ())])
def test_a_denial_that_names_no_act_is_of_the_one_told_just_before(kind: str, about: tuple[str, ...]) -> None:
    article = MadeUp(
        "The Brigade shelled Lorn. Its spokesman denied responsibility. In Varn it was calm. It was cold. Varn denied the same."
    )
    article.span("trigger", "shelled", type="shelling", reality="actual")
    for said, source in (("responsibility", "Its spokesman"), ("the same", "Varn")):
        article.relate("source", article.span("content", said, kind=kind), article.span("source", source, 2 if source == "Varn" else 1))
    scored = article.scored()
    near, far = read_claims(scored, read_incidents(scored, NEVER, count))
    assert near.read.about == about
    assert far.read.about == ()


def test_a_quotation_without_a_cue_runs_on_from_the_claim_before() -> None:
    article = MadeUp("“We left,” said Ada Orr.\n“We will not return.”")
    content = article.span("content", "We left")
    article.relate("source", content, article.span("source", "Ada Orr"))
    article.relate("cue", content, article.span("cue", "said"))
    article.span("content", "We will not return")
    (claim,) = read_claims(article.scored(), [])
    assert len(claim.read.content) == 2


def test_a_content_that_nobody_says_is_no_claim() -> None:
    article = MadeUp("The town fell at dawn")
    article.span("content", "The town fell")
    assert not read_claims(article.scored(), [])


def test_a_claim_also_speaks_of_an_incident_told_outside_its_words() -> None:
    article = MadeUp("A strike hit Lorn. The mayor said that nobody slept.")
    trigger = article.span("trigger", "strike", type="air_strike", reality="actual")
    content = article.span("content", "nobody slept")
    article.relate("source", content, article.span("source", "The mayor"))
    article.relate("about", content, trigger)
    scored = article.scored()
    assert read_claims(scored, read_incidents(scored, NEVER, count))[0].read.about == ("i1",)


def test_a_figure_is_of_the_incident_that_it_most_surely_belongs_to() -> None:
    article = MadeUp("A strike and a clash left twelve dead as of noon.")
    strike, clash = (article.span("trigger", word, type="clash", reality="actual") for word in ("strike", "clash"))
    figure, time = article.span("figure", "twelve dead", figure="killed"), article.span("time", "noon")
    article.relate("toll", strike, figure, strength=2.0)
    article.relate("toll", clash, figure)
    article.relate("asof", figure, time)
    first, second = (incident.read for incident in read_incidents(article.scored(), NEVER, count))
    assert (len(first.toll), len(second.toll)) == (0, 1)
    assert cut(article, second.toll[0].asof) == "noon"


def test_a_claim_is_about_the_incidents_named_in_it_and_gives_their_figures() -> None:
    article = MadeUp("The strike hurt twelve people, the mayor said. Talks began.")
    trigger = article.span("trigger", "strike", type="air_strike", reality="actual")
    article.span("trigger", "Talks", type="talks", reality="actual")
    article.relate("toll", trigger, article.span("figure", "twelve people", figure="injured"))
    content = article.span("content", "The strike hurt twelve people")
    article.relate("source", content, article.span("source", "the mayor"))
    scored = article.scored()
    incidents = read_incidents(scored, NEVER, count)
    claims = read_claims(scored, incidents)
    assert claims[0].read.about == ("i1",)
    told = with_speakers([incident.read for incident in incidents], claims)
    assert cut(article, told[0].toll[0].by) == "the mayor"


# ---------------------------------------------------------------- commitments


def test_a_claim_that_takes_on_a_rule_of_conduct_is_a_commitment_of_its_speaker() -> None:
    article = MadeUp("Orr agreed to stop all shelling for thirty days.")
    content = article.span(
        "content", "to stop all shelling for thirty days", act="agrees", subject="ceasefire", scope_class="all", kind="promises"
    )
    article.relate("source", content, article.span("source", "Orr"))
    article.span("duration", "thirty days")
    scored = article.scored()
    (act,) = read_commitments(scored, read_claims(scored, []), [], count)
    assert (act.act, act.subject, act.by) == ("agrees", "ceasefire", "c1")
    assert (cut(article, act.party[0]), cut(article, act.duration), act.scope_class) == ("Orr", "thirty days", ("all",))


def test_whoever_denies_a_breach_does_not_allege_it() -> None:
    article = MadeUp("The Guard denied that it broke the truce")
    content = article.span("content", "it broke the truce", kind="denies", act="alleges_violation", subject="ceasefire")
    article.relate("source", content, article.span("source", "The Guard"))
    scored = article.scored()
    (act,) = read_commitments(scored, read_claims(scored, []), [], count)
    assert act.act == "denies_violation"


def test_a_claim_of_something_else_is_no_commitment() -> None:
    article = MadeUp("Orr said that the harbour burned.")
    content = article.span("content", "the harbour burned", act="none")
    article.relate("source", content, article.span("source", "Orr"))
    scored = article.scored()
    assert not read_commitments(scored, read_claims(scored, []), [], count)


def test_a_rule_told_in_the_articles_own_voice_is_a_commitment_without_a_claim() -> None:
    article = MadeUp("Both sides have agreed to open a corridor. It was violated seven times.")
    article.span("commitment", "to open a corridor", act="agrees", subject="humanitarian_pause")
    (act,) = read_commitments(article.scored(), [], [], count)
    assert (act.act, act.by, act.party) == ("agrees", None, ())


# ---------------------------------------------------------------- how sure


def test_an_article_is_armed_by_what_its_triggers_are() -> None:
    thick = []
    for type_ in ("clash", "talks"):
        article = MadeUp("They met at dawn, officials said")
        article.span("trigger", "met", type=type_)
        thick.append(armed(article.scored()))
    assert thick[0] > 0.9
    assert thick[1] < 0.1
    assert armed(MadeUp("Nobody met").scored()) == 0.0


def test_a_figure_that_two_incidents_could_own_is_less_sure() -> None:
    scores = []
    for strength in (0.0, 9.0):
        article = MadeUp("Shelling killed twelve people and a raid followed")
        first = article.span("trigger", "Shelling", type="shelling")
        other = article.span("trigger", "raid", type="attack")
        twelve = article.span("figure", "twelve people", figure="killed")
        article.relate("toll", first, twelve)
        article.relate("toll", other, twelve, strength=strength)
        incidents = read_incidents(article.scored(), NEVER, count)
        (figure,) = [figure for incident in incidents for figure in incident.read.toll]
        scores.append(figure.score)
    assert scores[0] > scores[1]
