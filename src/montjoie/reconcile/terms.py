"""What a commitment rules: one term where the accounts agree, one for each reading where the parties' words differ."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from montjoie.ids import content_id
from montjoie.reconcile.acts import stops
from montjoie.reconcile.context import Context
from montjoie.reconcile.days import compare_days
from montjoie.reconcile.geography import compare_places, same_name
from montjoie.reconcile.periods import period_of
from montjoie.reconcile.roots import party_key, party_keys, root_of_claim, root_of_speaker
from montjoie.reconcile.settle_when import time_at
from montjoie.reconcile.settle_where import place_at
from montjoie.reconcile.settle_who import ARTICLE, actor_at
from montjoie.reconcile.words import fold
from montjoie.schema import Act, Commitment, Instants, Span, Subject, When, Where, Who
from montjoie.settled import ActorAt, At, PlaceAt, Term, TimeAt

PART_OF_DAY = ":part_of_day"  # ends the rule of a start that has an hour: what came earlier that day is outside

# Which acts say what is ruled: those that make it, else those that ask for it, else whatever is said of it.
_MAKING: frozenset[Act] = frozenset({"agrees", "announces", "extends"})
_ASKING: frozenset[Act] = frozenset({"proposes", "demands", "refuses"})
_NO_START: frozenset[Act] = frozenset({"ends", "suspends", "alleges_violation", "denies_violation"})
_KINDS: dict[Subject, str] = {
    "ceasefire": "cessation_of_hostilities",
    "humanitarian_pause": "humanitarian_access",
    "prisoner_exchange": "release_exchange",
    "withdrawal": "withdrawal",
    "force_limits": "no_rearmament",
    "export_passage": "maritime",
}

_BY_ROUTE: frozenset[Subject] = frozenset({"humanitarian_pause", "export_passage"})

Chosen = TypeVar("Chosen")
Choice = Callable[[Commitment], Chosen | None]


def settle_terms(thread: str, subject: Subject, acts: Sequence[Commitment], context: Context) -> tuple[Term, ...]:
    """Return the terms of a thread, from its acts in order of first knowledge.

    Readings differ where two speakers' sides give starts, areas, durations, targets or conditions that cannot be one.
    A side that says nothing on what is in dispute has no reading of its own.
    """
    stating = _stating(acts)
    readers = _by_reader([*stating, *_other_offers(acts, stating, context)], context)
    disputed = [field for field, differ in _FIELDS.items() if _is_disputed(differ, readers, context)]
    if not disputed:
        term = _term(thread, subject, _Reading((), stating, stating, (), acts), context)
        return _left_by(term, thread, acts, context) or (term,)
    groups: list[dict[str, list[Commitment]]] = []
    for reader, own in readers.items():
        if not any(_says(act, field) for act in own for field in disputed):
            continue
        group = next((group for group in groups if not _apart(own, group, disputed, context)), None)
        if group is None:
            groups.append({reader: own})
        else:
            group[reader] = own
    readings = [
        _Reading(tuple(sorted(group)), [act for own in group.values() for act in own], stating, disputed, acts) for group in groups
    ]  # fmt: skip
    return tuple(_term(thread, subject, reading, context) for reading in readings)


def _left_by(term: Term, thread: str, acts: Sequence[Commitment], context: Context) -> tuple[Term, ...]:
    """Where a party has suspended or ended it and another has not, whether it holds is itself read differently: a term for each."""
    left: dict[str, Instants] = {}
    for act in acts:
        for who in parties_of(act, context):
            key, known = party_key(who), context.known.get(act.id)
            if key is None or known is None:
                continue
            if act.act in ("suspends", "ends"):
                left[key] = act.begins if act.begins is not None and act.begins.latest > known else Instants(earliest=known, latest=known)
                if act.begins is not None and act.begins.latest <= known:
                    left[key] = act.begins
            elif act.act in ("agrees", "announces", "confirms_holding", "extends") and key in left and _reader(act, context) == key:
                del left[key]
    staying = party_keys(term.bound) - set(left)
    if not left or not staying:
        return ()
    readings = [((key,), min(left[key], term.ends or left[key], key=lambda end: end.latest)) for key in sorted(left)]
    return tuple(
        replace(term, id=content_id("term", thread=thread, reading=json.dumps(whose)), reading=whose, ends=ends)
        for whose, ends in [*readings, (tuple(sorted(staying)), term.ends)]
    )


def parties_of(act: Commitment, context: Context) -> tuple[Who, ...]:
    """Return the parties of an act; a party that is the speaker himself ("he will …") is whom the claim knows him to be."""
    claim = context.claims.get(act.claim) if act.claim is not None else None
    if claim is None:
        return act.party
    return tuple(claim.who if who.id is None and who.span == claim.source else who for who in act.party)


def _stating(acts: Sequence[Commitment]) -> Sequence[Commitment]:
    for kinds in (_MAKING, _ASKING):
        stating = [act for act in acts if act.act in kinds]
        if stating:
            return stating
    # "It ends on 10 February", "shelled on Tuesday in breach of it": a day that is no start
    return [replace(act, start=None, begins=None) if act.act in _NO_START else act for act in acts]


def _other_offers(acts: Sequence[Commitment], stating: Sequence[Commitment], context: Context) -> list[Commitment]:
    """What a party that is to keep it says of its start or its condition, without having taken it on: its reading."""
    made = {_reader(act, context) for act in stating}
    bound = party_keys(who for act in acts for who in act.bound)
    return [
        act
        for act in acts
        if act.act in ("proposes", "extends") and act not in stating and (act.begins or act.condition)
        and (reader := _reader(act, context)) not in made and reader in bound
    ]  # fmt: skip


def _reader(act: Commitment, context: Context) -> str:
    claim = context.claims.get(act.claim) if act.claim is not None else None
    return ARTICLE if claim is None else party_key(claim.who) or root_of_claim(claim, context)


def _by_reader(acts: Sequence[Commitment], context: Context) -> dict[str, list[Commitment]]:
    """The acts by whose word they are told: the speaker's side, else the speaker, else the article."""
    readers: dict[str, list[Commitment]] = {}
    for act in acts:
        readers.setdefault(_reader(act, context), []).append(act)
    return readers


def _differ_start(a: Commitment, b: Commitment, _: Context) -> bool:
    if "extends" in (a.act, b.act) or a.deadline or b.deadline:
        return False
    if a.begins is not None and b.begins is not None:
        return a.begins.latest < b.begins.earliest or b.begins.latest < a.begins.earliest
    return a.start is not None and b.start is not None and compare_days(a.start, b.start) == "apart"


def _differ_duration(a: Commitment, b: Commitment, _: Context) -> bool:
    lengths = [(act.lasts_days or (0 if act.lasts_months else act.duration_days or 0), act.lasts_months) for act in (a, b)]
    return (a.act == "extends") == (b.act == "extends") and all(map(any, lengths)) and lengths[0] != lengths[1]


def _differ_area(a: Commitment, b: Commitment, _: Context) -> bool:
    if a.area is None or b.area is None or a.subject == "humanitarian_pause":
        return False
    return compare_places(a.area, b.area) == "apart" or (a.area.kind != b.area.kind and not same_name(a.area, b.area))


def _differ_scope(a: Commitment, b: Commitment, _: Context) -> bool:
    return bool(a.scope_class) and bool(b.scope_class) and set(a.scope_class) != set(b.scope_class)


def _differ_condition(a: Commitment, b: Commitment, context: Context) -> bool:
    """Conditions are words: without the texts, two are not held to differ."""
    words = [_words(act.condition, act.document, context) for act in (a, b)]
    return words[0] is not None and words[1] is not None and words[0] != words[1]


_FIELDS = {
    "start": _differ_start,
    "duration": _differ_duration,
    "area": _differ_area,
    "scope": _differ_scope,
    "condition": _differ_condition,
}
Differ = Callable[[Commitment, Commitment, Context], bool]


def _words(span: Span | None, document: str, context: Context) -> str | None:
    text = context.texts.get(document)
    return None if span is None or text is None else fold(text[span.start : span.end])


def _is_disputed(differ: Differ, readers: dict[str, list[Commitment]], context: Context) -> bool:
    sides = list(readers.values())
    return any(
        differ(a, b, context) for n, own in enumerate(sides) for others in sides[n + 1 :] for a in own for b in others
    )  # fmt: skip


def _apart(own: Iterable[Commitment], group: dict[str, list[Commitment]], disputed: Sequence[str], context: Context) -> bool:
    members = [act for acts in group.values() for act in acts]
    return any(_FIELDS[field](a, b, context) for field in disputed for a in own for b in members)


def _says(act: Commitment, field: str) -> bool:
    return {
        "start": act.begins is not None or (act.start is not None and act.start.first is not None),
        "duration": bool(act.lasts_days or act.lasts_months or act.duration_days),
        "area": act.area is not None,
        "scope": bool(act.scope_class),
        "condition": act.condition is not None,
    }[field]


@dataclass(frozen=True, slots=True)
class _Reading:
    """Whose reading of a commitment it is (nobody's own: all agree), and the acts it rests on."""

    whose: tuple[str, ...]
    own: Sequence[Commitment]
    stating: Sequence[Commitment]
    disputed: Sequence[str]
    everything: Sequence[Commitment]

    def source(self, field: str) -> Sequence[Commitment]:
        """What is in dispute comes from the reading's own acts, the rest from all that state it."""
        return self.own if field in self.disputed else self.stating


def _term(thread: str, subject: Subject, reading: _Reading, context: Context) -> Term:
    source = reading.source
    telling = _first(source("start"), lambda act: act if _start(act) is not None or act.begins is not None else None)
    start = (_start(telling) if telling is not None else None) or (_first(reading.everything, _day_of_pause) if telling is None else None)
    scope = _first(source("scope"), lambda act: act if act.scope is not None else None)
    targets = tuple(sorted({class_ for act in source("scope") for class_ in act.scope_class}))
    area = _first(source("area"), lambda act: act if act.area is not None else None)
    duration = _first(source("duration"), lambda act: act if act.duration_days is not None or act.duration is not None else None)
    timed = [act for act in reading.everything if act in reading.own or not {"start", "duration"} & set(reading.disputed)]
    period = period_of(timed, reading.everything)
    condition = _first(source("condition"), lambda act: act if act.condition is not None else None)
    return Term(
        id=content_id("term", thread=thread, reading=json.dumps(reading.whose)),
        kind=_kind(subject, targets),
        targets=targets,
        weapons=tuple(at for act in source("scope") if act.weapons and (at := _at(act.scope, act.document)) is not None),
        area=place_at(area.area, area.document) if area is not None and area.area is not None else None,
        area_words=_area_words(source("area")),
        route=_route(source("area")) if subject in _BY_ROUTE else (),
        scope=_at(scope.scope, scope.document) if scope is not None else None,
        start=_time(start),
        start_words=_start_words([telling] if telling is not None else source("start")),
        duration=_at(duration.duration, duration.document) if duration is not None else None,
        duration_days=duration.duration_days if duration is not None else None,
        condition=_at(condition.condition, condition.document) if condition is not None else None,
        exceptions=_spans(source("scope"), lambda act: act.exceptions),
        bound=_bound(reading.stating, context),
        benefits=(),
        reading=reading.whose,
        begins=period.begins,
        ends=period.ends,
        deadline=period.deadline,
        verification=_spans(reading.stating, lambda act: act.verification),
        weapon_class=tuple(sorted({one for act in source("scope") for one in act.weapons})),
        excepted=tuple(sorted({one for act in source("scope") for one in act.excepted})),
        area_names=tuple(sorted({name for act in source("area") for name in act.area_names})),
        excludes=any(act.excludes for act in source("scope")),
        benefit_words=_spans(reading.stating, lambda act: act.benefits),
    )


def _first(acts: Sequence[Commitment], choose: Choice[Chosen]) -> Chosen | None:
    return next((chosen for act in acts if (chosen := choose(act)) is not None), None)


def _start(act: Commitment) -> When | None:
    """When it begins: as said; a pause is for the day it is told of."""
    return act.start if act.start is not None and act.start.first is not None else _day_of_pause(act)


def _day_of_pause(act: Commitment) -> When | None:
    return act.day if act.subject == "humanitarian_pause" and act.day.first is not None else None


def _time(when: When | None) -> TimeAt | None:
    if when is None or when.first is None or when.last is None:
        return None
    return time_at(when.first, when.last, when.rule + (PART_OF_DAY if when.hours is not None else ""))


def _start_words(acts: Sequence[Commitment]) -> At | None:
    return _first(acts, lambda act: _at(act.start.span, act.document) if act.start is not None else None)


def _kind(subject: Subject, targets: tuple[str, ...]) -> str:
    if subject == "limited_ceasefire":
        return "prohibit_attack" if targets and "all" not in targets else "cessation_of_hostilities"
    return _KINDS.get(subject, "other")


def _route(acts: Sequence[Commitment]) -> tuple[PlaceAt, ...]:
    kept: list[tuple[Where, str]] = []
    for act in acts:
        for where in stops(act):
            if not any(same_name(where, other) for other, _ in kept):
                kept.append((where, act.document))
    return tuple(place_at(where, document) for where, document in kept)


def _bound(acts: Sequence[Commitment], context: Context) -> tuple[ActorAt, ...]:
    """Who is bound: those named, and whoever announces it for himself. A broker who "agrees" is not bound by that."""
    bound: dict[str, ActorAt] = {}
    for act in acts:
        own: tuple[Who, ...] = parties_of(act, context) if act.act == "announces" and not act.bound else ()
        for who in (*act.bound, *own):
            key = party_key(who) or root_of_speaker(who, act.document, context)
            bound.setdefault(key, actor_at(who, act.document))
    return tuple(bound.values())


def _area_words(acts: Sequence[Commitment]) -> At | None:
    for act in acts:
        span = act.area_words or (act.area.span if act.area is not None else None)
        if span is not None:
            return _at(span, act.document)
    return None


def _spans(acts: Sequence[Commitment], choose: Callable[[Commitment], Sequence[Span]]) -> tuple[At, ...]:
    found = (At(document=act.document, start=span.start, end=span.end) for act in acts for span in choose(act))
    return tuple(dict.fromkeys(found))


def _at(span: Span | None, document: str) -> At | None:
    return None if span is None else At(document=document, start=span.start, end=span.end)
