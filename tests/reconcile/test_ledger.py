"""The ledger: which incidents lie inside a term, by whose reading, and who says what of it."""

from dataclasses import asdict

import pytest
from factories import act, at, claim, context, mention, reading, told, undated, when

from montjoie.reconcile import second_layer, settle_incident, settle_thread
from montjoie.schema import Claim, Commitment, GroundedReading, Mention
from montjoie.settled import LedgerLine


def ledger(
    mentions: list[Mention], acts: list[Commitment], claims: list[Claim] | None = None, more: list[GroundedReading] | None = None
) -> list[LedgerLine]:
    """The lines for incidents of one mention each and one thread of all acts."""
    readings = [reading("d", mentions, claims or [], acts, known=at(6)), *(more or [])]
    ctx = context(*readings)
    incidents = [settle_incident([item], (), ctx) for one in readings for item in one.mentions]
    return list(second_layer(incidents, [settle_thread(acts, (), ctx)], readings, ctx).ledger)


def outcome(line: LedgerLine, part: str) -> str:
    return next(test.outcome for test in line.why if test.part == part)


TRUCE = act("k1", "announces", "ceasefire", party="RU", bound="RU+UA", area="Donetsk Oblast", start=when(5), scope_class=("all",))
STRIKE = mention("m1", wheres="Mariupol", actors="RU", when=when(6))


def test_an_incident_inside_every_bound_is_in_scope() -> None:
    (line,) = ledger([STRIKE], [TRUCE])
    assert (line.in_scope, line.incident, line.commitment, line.alleged_by) == ("yes", "m1", "k1", ())
    assert [(test.part, test.outcome) for test in line.why] == [
        ("time", "yes"), ("area", "yes"), ("target", "yes"), ("weapon", "yes"), ("party", "yes"), ("kind", "yes"),
    ]  # fmt: skip


LINES = {
    "before it began": (TRUCE, {"when": when(4)}, ("no", "time")),
    "long before it began": (TRUCE, {"when": when(1)}, None),
    "on its first day, of which no hour is told": (TRUCE, {"when": when(5)}, ("undetermined", "time")),
    "elsewhere, by a party to it": (TRUCE, {"wheres": "Kharkiv"}, ("no", "area")),
    "elsewhere, by nobody known": (TRUCE, {"wheres": "Kharkiv", "actors": ()}, None),
    "not reported as happened": (TRUCE, {"reality": "planned"}, None),
    "on its first day, when it began at some hour": (
        act("k1", "announces", bound="RU+UA", area="Donetsk Oblast", start=when(6, hours=(10, 24)), scope_class=("all",)),
        {},
        ("undetermined", "time"),
    ),
    "no day in the report": (TRUCE, {"when": undated(7)}, ("undetermined", "time")),
    "nobody named": (TRUCE, {"actors": ()}, ("undetermined", "party")),
    "a side that is not bound": (TRUCE, {"actors": "US"}, ("no", "party")),
    "no area said": (
        act("k1", "announces", bound="RU+UA", start=when(5), scope_class=("all",)), {}, ("yes", "area"),
    ),
    "an area that was not found": (
        act("k1", "announces", bound="RU+UA", area="the salient", start=when(5), scope_class=("all",)), {}, ("undetermined", "area"),
    ),
    "energy spared, a school hit": (
        act("k1", "announces", "limited_ceasefire", bound="RU+UA", area="Donetsk Oblast", start=when(5), scope_class=("energy",)),
        {"target_class": ("school",)},
        ("no", "target"),
    ),
    "energy spared, the target unknown": (
        act("k1", "announces", "limited_ceasefire", bound="RU+UA", area="Donetsk Oblast", start=when(5), scope_class=("energy",)),
        {},
        ("undetermined", "target"),
    ),
    "a start that nobody says": (
        act("k1", "announces", bound="RU+UA", area="Donetsk Oblast", scope_class=("all",)), {}, ("undetermined", "time"),
    ),
    "people held, which no truce speaks of": (TRUCE, {"type": "detention"}, ("no", "kind")),
    "after its 30 days": (
        act("k1", "announces", bound="RU+UA", area="Donetsk Oblast", start=when(5), duration_days=3.0, scope_class=("all",)),
        {"when": when(9)},
        ("no", "time"),
    ),
    "on the route of a corridor": (
        act("k1", "announces", "humanitarian_pause", bound="RU+UA", route="Mariupol-Zaporizhzhia", day=when(6)), {}, ("yes", "area"),
    ),
    "off the route": (
        act("k1", "announces", "humanitarian_pause", bound="RU+UA", route="Mariupol-Zaporizhzhia", day=when(6)),
        {"wheres": "Kharkiv"},
        None,
    ),
    "the day after a pause": (
        act("k1", "announces", "humanitarian_pause", bound="RU+UA", route="Mariupol-Zaporizhzhia", day=when(5)), {}, None,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LINES)
def test_an_incident_is_put_beside_a_term_by_six_tests(name: str) -> None:
    truce, changes, expected = LINES[name]
    lines = ledger([mention("m1", **({"wheres": "Mariupol", "actors": "RU", "when": when(6)} | changes))], [truce])
    if expected is None:
        assert lines == []
        return
    (line,) = lines
    outcome_, part = expected
    assert outcome(line, part) == outcome_
    assert line.in_scope == outcome_


def test_an_interception_is_marked_as_attempted() -> None:
    (line,) = ledger([mention("m1", type="interception", wheres="Mariupol", actors="RU", when=when(6))], [TRUCE])
    assert line.attempted


def test_a_proposal_is_nothing_to_keep() -> None:
    assert ledger([STRIKE], [act("k1", "proposes", bound="RU+UA", area="Donetsk Oblast", start=when(5))]) == []


def test_each_reading_has_its_own_line() -> None:
    claims = [claim("c1", "RU ministry"), claim("c2", "UA governor")]
    acts = [
        act("k1", "agrees", bound="RU+UA", party="RU", area="Donetsk Oblast", start=when(5), claim="c1"),
        act("k2", "agrees", bound="RU+UA", party="UA", area="Donetsk Oblast", start=when(25), claim="c2"),
    ]
    alleged = act("k3", "alleges_violation", party="RU", broken_by="m1", claim="c1")
    lines = ledger([STRIKE], [*acts, alleged], claims)
    assert {line.reading: line.in_scope for line in lines} == {("state:RU",): "yes", ("state:UA",): "no"}


def test_who_alleges_disputes_acknowledges_and_assesses() -> None:
    claims = [
        claim("c1", "UA governor", "accuses", about=("m1",), against="RU"),
        claim("c2", "RU ministry", "denies", about=("m1",)),
        claim("c3", "org:osce", "states", about=("m1",)),
        claim("c4", "RU army", "confirms", about=("m1",)),
    ]
    acts = [
        TRUCE,
        act("k2", "alleges_violation", party="UA", broken_by="m1", claim="c1"),
        act("k3", "alleges_violation", party="org:osce", broken_by="m1", claim="c3"),
        act("k4", "alleges_violation", broken_by="m1"),
    ]
    (line,) = ledger([STRIKE], acts, claims)
    assert line.alleged_by == ("article", "c1", "c3")
    assert [(dispute.claim, dispute.how) for dispute in line.disputed_by] == [("c2", "permitted")]  # its own side owns up to it
    assert line.acknowledged_by == ("c4",)
    assert line.assessed_by == ("c3",)


def test_a_denial_of_the_breach_by_one_who_owns_up_says_it_was_permitted() -> None:
    claims = [claim("c1", "RU ministry", "confirms", about=("m1",)), claim("c2", "RU ministry", "denies", about=("m1",))]
    acts = [TRUCE, act("k2", "alleges_violation", broken_by="m1"), act("k3", "denies_violation", party="RU", broken_by="m1", claim="c2")]
    (line,) = ledger([STRIKE], acts, claims)
    assert [(dispute.claim, dispute.how) for dispute in line.disputed_by] == [("c2", "permitted")]


def test_who_alleges_a_breach_does_not_dispute_it() -> None:
    claims = [claim("c1", "UA governor", "denies", about=("m1",))]  # "this shows that they cannot be trusted", read as a denial
    (line,) = ledger([STRIKE], [TRUCE, act("k2", "alleges_violation", party="UA", broken_by="m1", claim="c1")], claims)
    assert (line.alleged_by, line.disputed_by) == (("c1",), ())


def test_a_denied_occurrence_disputes_that_it_happened() -> None:
    denied = mention("m9", wheres="Mariupol", when=when(6), reality="denied", claim="c9")
    more = reading("d9", [denied], [claim("c9", "RU ministry", "denies", about=("m9",))], known=at(7))
    (line,) = ledger([STRIKE], [TRUCE], more=[more])
    assert [(dispute.claim, dispute.how) for dispute in line.disputed_by] == [("c9", "did_not_happen")]


def test_an_allegation_without_an_incident_stands_as_a_line_of_its_own() -> None:
    claims = [claim("c1", "RU ministry"), claim("c2", "UA governor")]
    acts = [
        TRUCE,
        act("k2", "alleges_violation", party="RU", claim="c1", count=46),
        act("k3", "denies_violation", party="UA", claim="c2"),
    ]
    (line,) = ledger([], acts, claims)
    assert (line.incident, line.act, line.in_scope, line.alleged_by) == (None, "k2", "undetermined", ("c1",))
    assert line.count is not None
    assert line.count.low == 46
    assert [dispute.claim for dispute in line.disputed_by] == ["c2"]


def test_an_alleged_incident_has_a_line_though_plainly_outside() -> None:
    far = mention("m1", wheres="Kharkiv", actors="RU", when=when(6))
    (line,) = ledger([far], [TRUCE, act("k2", "alleges_violation", broken_by="m1")])
    assert (line.in_scope, outcome(line, "area"), line.alleged_by) == ("no", "no", ("article",))


def test_a_summary_is_never_in_scope_as_one() -> None:
    week = mention("m1", wheres="Mariupol", actors="RU", when=when(5, 7), aggregate=True)
    (line,) = ledger([week], [TRUCE, act("k2", "alleges_violation", broken_by="m1")])
    assert line.in_scope == "undetermined"


def test_where_one_side_left_it_each_side_has_its_reading() -> None:
    lines = ledger([mention("m1", wheres="Mariupol", actors="RU", when=when(8))], [TRUCE, act("k2", "ends", party="RU", day=when(6))])
    assert {line.reading: outcome(line, "time") for line in lines} == {("state:RU",): "no", ("state:UA",): "yes"}


def test_what_one_side_says_is_merged_into_the_party_test() -> None:
    disputed = mention("m1", wheres="Mariupol", actors=(told("RU", "c1"),), when=when(6))
    claims = [claim("c1", "UA governor", "accuses", about=("m1",), against="RU"), claim("c2", "RU ministry", "denies", about=("m1",))]
    (line,) = ledger([disputed], [TRUCE], claims)
    assert outcome(line, "party") == "undetermined"


def test_no_line_ever_says_the_word() -> None:
    lines = ledger([STRIKE], [TRUCE, act("k2", "alleges_violation", broken_by="m1"), act("k3", "alleges_violation")])
    assert lines
    assert not [line for line in lines if "violat" in str(asdict(line)).lower()]
