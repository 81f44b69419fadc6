"""Where a party stands at any time, by whose word: what acts say, and what the calendar brings after them."""

from dataclasses import replace
from datetime import datetime, timedelta

from factories import act, at, claim, context, reading

from montjoie.reconcile import settle_thread
from montjoie.reconcile.status import standing
from montjoie.schema import Claim, Commitment, Instants
from montjoie.settled import Thread


def moment(instant: datetime) -> Instants:
    return Instants(earliest=instant, latest=instant)


def thread(acts: list[Commitment], claims: list[Claim] | None = None) -> Thread:
    """A thread of acts that became known on days 5, 6, 7 and so on, each in its article."""
    readings = [
        reading(f"doc-{one.id}", [], [c for c in claims or () if c.id == one.claim], [one], known=at(5 + n)) for n, one in enumerate(acts)
    ]
    return settle_thread(acts, (), context(*readings))


TRUCE = replace(act("a1", "agrees", party="UA", claim="c1"), begins=moment(at(8)), lasts_days=10.0)
OWN = [claim("c1", "UA governor"), claim("c2", "UA governor"), claim("c3", "RU ministry")]


def test_agreed_then_in_force_from_its_start_then_expired() -> None:
    made = thread([TRUCE], OWN)
    assert [(line.value, line.basis) for line in made.status] == [("agreed", "act"), ("in_force", "start"), ("expired", "end")]
    assert [standing(made, "state:UA", "own_word", at(day)) for day in (4, 6, 9, 19)] == [None, "agreed", "in_force", "expired"]


def test_what_one_word_says_another_does_not() -> None:
    made = thread([TRUCE], OWN)
    assert standing(made, "state:UA", "mediator", at(9)) is None
    assert standing(made, "state:RU", "own_word", at(9)) is None


def test_without_a_start_it_stays_agreed() -> None:
    made = thread([act("a1", "agrees", party="UA", claim="c1")], OWN)
    assert standing(made, "state:UA", "own_word", at(30)) == "agreed"


def test_a_resident_takes_nothing_on() -> None:
    one = act("a1", "refuses", party="UA", claim="c1")
    private = replace(one, party=tuple(replace(who, id=None, side=None, parent=None, public=False) for who in one.party))
    assert thread([one], OWN).status
    assert not thread([private], OWN).status


def test_an_extension_counts_for_the_word_that_gave_it() -> None:
    longer = replace(act("a2", "extends", party="UA", claim="c2"), lasts_days=10.0)
    made = thread([TRUCE, longer], OWN)
    assert standing(made, "state:UA", "own_word", at(25)) == "in_force"
    assert standing(made, "state:UA", "own_word", at(29)) == "expired"


def test_notice_leaves_it_in_force_until_it_has_run_out() -> None:
    leaving = replace(act("a2", "ends", party="UA", claim="c2"), begins=moment(at(9)))
    made = thread([TRUCE, leaving], OWN)
    assert [standing(made, "state:UA", "own_word", at(9) + timedelta(hours=n)) for n in (-1, 1)] == ["in_force", "ended"]


def test_two_voices_of_one_side_within_a_day_cannot_be_told() -> None:
    yes = act("a1", "agrees", party="UA", claim="c1")
    no = act("a2", "refuses", party="UA", claim="c2")
    readings = [
        reading("doc-a1", [], [OWN[0]], [yes], known=at(5, 9)),
        reading("doc-a2", [], [replace(OWN[1], document="doc-a2")], [no], known=at(5, 20)),
    ]
    made = settle_thread([yes, no], (), context(*readings))
    assert made.status[-1].value == "undetermined"
    assert standing(made, "state:UA", "own_word", at(6)) is None


def test_a_change_of_mind_days_later_is_one() -> None:
    acts = [act("a1", "agrees", party="UA", claim="c1"), act("a2", "refuses", party="UA", claim="c2")]
    readings = [reading("doc-a1", [], [OWN[0]], [acts[0]], known=at(5)), reading("doc-a2", [], [OWN[1]], [acts[1]], known=at(9))]
    assert [line.value for line in settle_thread(acts, (), context(*readings)).status] == ["agreed", "refused"]


def test_a_deadline_is_no_start() -> None:
    promise = replace(act("a1", "announces", "withdrawal", party="UA", claim="c1"), ends=moment(at(10)), deadline=True)
    assert [line.value for line in thread([promise], OWN).status] == ["announced"]


def test_a_demand_says_nothing_of_where_who_demands_stands() -> None:
    assert thread([act("a1", "demands", party="UA", claim="c1")], OWN).status == ()


def test_what_came_of_it() -> None:
    held, broken = act("a2", "confirms_holding", party="UA"), act("a3", "alleges_violation", party="RU")
    assert [thread(acts).outcome for acts in ([TRUCE], [TRUCE, held], [TRUCE, broken], [TRUCE, held, broken])] == [
        None, "held", "said_not_to_hold", "disputed",
    ]  # fmt: skip
