"""Where each party stands to a commitment, by whose word: its own, the other side's, a mediator's; three different things.

What the calendar brings (in force from its start, expired by its duration) are lines of their own, which may lie ahead of
the time that is asked for: `standing` gives what holds at an instant.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from montjoie.reconcile.collective import is_collective
from montjoie.reconcile.context import Context
from montjoie.reconcile.periods import STATING, Period, later, period_of
from montjoie.reconcile.roots import party_key, root_of_speaker
from montjoie.reconcile.settle_who import actor_at
from montjoie.reconcile.terms import parties_of
from montjoie.schema import Act, Commitment, Instants, Who
from montjoie.settled import Outcome, Status, StatusValue, StatusWord, Thread

# An allegation or its denial says nothing of where a party stands; a demand neither: it is of others.
_STATUS: dict[Act, StatusValue] = {
    "proposes": "proposed",
    "agrees": "agreed",
    "announces": "announced",
    "refuses": "refused",
    "extends": "in_force",
    "confirms_holding": "in_force",
    "suspends": "suspended",
    "ends": "ended",
}
_RANK: dict[Act, int] = {
    "proposes": -1,
    "confirms_holding": 1,
    "extends": 1,
    "suspends": 2,
    "ends": 3,
}  # told at once: what comes later in its life
_UNNAMED = re.compile(r"^(?:an?|one|some|several|two|local|another|unnamed|a second)\b", re.IGNORECASE)
_IF = re.compile(r"^(?:only )?(?:if|provided|on condition)\b", re.IGNORECASE)
_TAKEN_ON: frozenset[str] = frozenset({"agreed", "announced", "in_force"})
_AGAINST: frozenset[str] = frozenset({"refused", "ended", "suspended"})
_BEGINNING_OF_TIME = datetime.min.replace(tzinfo=UTC)
ONE_DAY = timedelta(hours=24)  # two words of one side within it are two voices, later ones a change of mind


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One act that says how a party stands, and by whose word."""

    act: Commitment
    party: Who
    word: StatusWord


def statuses(acts: Sequence[Commitment], context: Context) -> tuple[Status, ...]:
    """Return how each party's standing changed by each kind of word, in order of time; acts in order of knowledge.

    A line with `basis` act comes from an act, one with start, end or notice from the calendar.
    """
    told: dict[tuple[str, StatusWord], list[Said]] = {}
    bound = _bound(acts, context)
    for act in sorted(acts, key=lambda act: (_day_done(act, context), _RANK.get(act.act, 0), act.id)):
        if act.act in _STATUS:
            for party in parties_of(act, context):
                if party.id is None and not party.public:
                    continue  # a resident's word takes nothing on
                word = _word(act, party, bound, context)
                if (word == "mediator" and _is_nobody(act, context)) or _is_unnamed(party, act.document, context):
                    continue  # nobody's word binds or mediates, and nobody stands anywhere
                key = party_key(party) or root_of_speaker(party, act.document, context)
                told.setdefault((key, word), []).append(Said(act=act, party=party, word=word))
    return tuple(line for key in sorted(told) for line in _lines(told[key], acts, context))


def _day_done(act: Commitment, context: Context) -> datetime:
    """When an act was done: where it has no start of its own and is told as of an earlier day (a look back), then; else when it was known."""
    known = context.known.get(act.id) or datetime.max.replace(tzinfo=UTC)
    done = act.day.first if act.start is None else None
    return min(known, datetime.combine(done, time.max, UTC)) if done is not None else known


def outcome_of(acts: Sequence[Commitment]) -> Outcome | None:
    """Return what is said to have come of a commitment; some of several ("seven of nine") is held in part."""
    holding = [act for act in acts if act.act == "confirms_holding"]
    broken = [act for act in acts if act.act == "alleges_violation"]
    if holding and broken:
        return "disputed"
    if not holding:
        return "said_not_to_hold" if broken else None
    counted = [act.count for act in holding if act.count is not None]
    return (
        "partly_held" if any(count.low is not None and count.high is not None and count.low < count.high for count in counted) else "held"
    )


def standing(thread: Thread, party: str, word: StatusWord, at: datetime) -> StatusValue | None:
    """Return where a party (by its key) stands at an instant by one kind of word; None where that word has said nothing."""
    lines = [line for line in thread.status if party_key(line.party) == party and line.by == word]
    held = [line for line in lines if line.since is None or line.since <= at]
    return held[-1].value if held and held[-1].value != "undetermined" else None


def _lines(said: Sequence[Said], acts: Sequence[Commitment], context: Context) -> list[Status]:
    lines: list[Status] = []
    own: list[Commitment] = []
    rest = list(acts)
    for one in said:
        own.append(one.act)
        rest = [act for act in rest if act.id != one.act.id]
        known = context.known.get(one.act.id) or _BEGINNING_OF_TIME
        lines = [line for line in lines if line.basis == "act" or (line.since or _BEGINNING_OF_TIME) <= known]
        value = _value(one.act, context)
        if value in ("agreed", "announced") and lines and lines[-1].value in _TAKEN_ON:  # said again: it stands as it stood
            _add_calendar(lines, one, period_of(own, rest), known, context, rest)
            continue
        opposed = _two_voices(lines, value, known, one, context)
        if one.act.act == "confirms_holding" and _is_over(period_of(own, rest), known):
            value = "expired"  # told of what is over: it held, and stands no more
        _add(lines, replace(_line(one, context), value="undetermined") if opposed else replace(_line(one, context), value=value))
        if not opposed:
            told_first = sorted(rest, key=lambda act: (context.known.get(act.id) or _BEGINNING_OF_TIME) > known)
            _add_calendar(lines, one, period_of(own, told_first), known, context, told_first)
    return lines


def _is_over(period: Period, known: datetime) -> bool:
    return period.ends is not None and not period.deadline and period.ends.latest <= known


def _value(act: Commitment, context: Context) -> StatusValue:
    """An acceptance with a condition is conditional, and so is an offer that holds "if" something is done."""
    value = _STATUS[act.act]
    if act.condition is None or value not in ("agreed", "announced", "proposed"):
        return value
    text = context.texts.get(act.document)
    words = text[act.condition.start : act.condition.end] if text is not None else "if"
    return "conditional" if value != "proposed" or _IF.match(words) else value


def _two_voices(lines: Sequence[Status], value: StatusValue, known: datetime, one: Said, context: Context) -> bool:
    """One side says yes and no within a day, by two speakers: which of them holds is not for us to say."""
    before = next((line for line in reversed(lines) if line.basis == "act"), None)
    if before is None or before.since is None or known - before.since > ONE_DAY or before.claim is None or one.act.claim is None:
        return False
    taken = {before.value in _TAKEN_ON, value in _TAKEN_ON} == {True, False}
    refused = "refused" in (before.value, value)
    earlier, now = context.claims.get(before.claim), context.claims.get(one.act.claim)
    if earlier is None or now is None or earlier.document == now.document:
        return False
    return taken and refused


def _add_calendar(
    lines: list[Status], one: Said, period: Period, known: datetime, context: Context, others: Sequence[Commitment] = ()
) -> None:
    """Add what start, end and notice bring after an act, where that word does not speak again before."""
    value = lines[-1].value
    act = one.act
    if act.act in ("ends", "suspends") and act.begins is not None and act.begins.earliest > known:  # notice: it holds until then
        before: StatusValue = next((line.value for line in reversed(lines[:-1])), "in_force")
        lines[-1] = replace(lines[-1], value="in_force" if before in _TAKEN_ON else before, basis="notice")
        _add(lines, replace(_line(one, context), value=value, since=act.begins.earliest, basis="notice"))
        return
    if value not in _TAKEN_ON or period.deadline:
        return
    lasting = next((made for made in (act, *others) if made.act in STATING and (made.lasts_days or made.lasts_months)), None)
    if period.begins is None and period.ends is None and lasting is not None:  # it lasts, nobody says from when
        at = Instants(earliest=known, latest=known)
        over = later(at, days=lasting.lasts_days, months=lasting.lasts_months).latest
        _add(lines, replace(_line(one, context), value="undetermined", since=over, basis="end"))
        return
    if value != "in_force" and period.begins is not None:
        _add(lines, replace(_line(one, context), value="in_force", since=max(period.begins.earliest, known), basis="start"))
    if period.ends is not None and period.ends.latest > known and lines[-1].value in _TAKEN_ON:
        _add(lines, replace(_line(one, context), value="expired", since=max(period.ends.latest, known), basis="end"))


def _add(lines: list[Status], line: Status) -> None:
    if not lines or lines[-1].value != line.value:
        lines.append(line)


def _line(one: Said, context: Context) -> Status:
    return Status(
        party=actor_at(one.party, one.act.document),
        value=_value(one.act, context),
        by=one.word,
        since=context.known.get(one.act.id),
        claim=one.act.claim,
        act=one.act.id,
    )


def _bound(acts: Sequence[Commitment], context: Context) -> frozenset[str]:
    """Those who are to keep it: named as bound, or taking it on or refusing it for themselves."""
    named = frozenset(key for act in acts for who in act.bound if (key := party_key(who)) is not None)
    if len(named) > 1:
        return named
    people = [
        who
        for act in acts
        for who in (*act.bound, *(parties_of(act, context) if act.act in ("agrees", "announces", "refuses", "suspends", "ends") else ()))
    ]
    return frozenset(key for key in map(party_key, people) if key is not None)


def _word(act: Commitment, party: Who, bound: frozenset[str], context: Context) -> StatusWord:
    """By whose word a party stands so; what an article tells in its own voice of what a party did is that party's own word."""
    claim = context.claims.get(act.claim) if act.claim is not None else None
    if claim is None or claim.who.kind == "media":
        return "own_word"
    speaker = claim.who
    if is_collective(speaker, act.document, context) or _is_among(party, speaker, act.document, context):
        return "own_word"  # "both delegations said", "the army and the Front said": each for itself
    if root_of_speaker(speaker, act.document, context) == root_of_speaker(party, act.document, context):
        return "own_word"
    mine, theirs = party_key(party), party_key(speaker)
    if mine is not None and mine == theirs:
        return "own_word"
    return "other_side" if theirs is not None and theirs in bound else "mediator"


def _is_nobody(act: Commitment, context: Context) -> bool:
    """Whether who tells it is somebody unnamed ("a Western diplomat"): nobody's word binds or mediates; it stays a claim."""
    claim, text = context.claims.get(act.claim or ""), context.texts.get(act.document)
    if claim is None or text is None or claim.who.id is not None or claim.who.side is not None or claim.who.parent is not None:
        return False
    return _is_unnamed(claim.who, claim.document, context)


def _is_unnamed(who: Who, document: str, context: Context) -> bool:
    text = context.texts.get(document)
    if text is None or who.id is not None or who.side is not None or who.parent is not None:
        return False
    return bool(_UNNAMED.match(text[who.span.start : who.span.end]))


def _is_among(party: Who, speaker: Who, document: str, context: Context) -> bool:
    """Whether several who speak together are the parties themselves: their words hold his name."""
    text = context.texts.get(document)
    if speaker.basis != "several" or text is None:
        return False
    names = {word for word in re.findall(r"\w+", text[party.span.start : party.span.end]) if word[0].isupper() and word.lower() != "the"}
    return bool(names) and names <= set(re.findall(r"\w+", text[speaker.span.start : speaker.span.end]))
