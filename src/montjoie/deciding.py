"""People's decisions: what was typed → a decision anchored to words, and what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from montjoie.catch_up import Progress
from montjoie.decided import anchored
from montjoie.errors import InputError, NotInRecord
from montjoie.extract.given import find_quote
from montjoie.ground import read_count
from montjoie.over_time import settled_view
from montjoie.pipeline import decide as keep
from montjoie.reconcile import check_override
from montjoie.record import derived
from montjoie.record.given import Decision, decisions
from montjoie.record.store import Store
from montjoie.resolving import Found, begins, resolve
from montjoie.schema import Act, ClaimKind, FigureKind, IncidentType, Reality, Span, Subject, TargetClass

WORDS_OF = {  # for add: the fields whose value is words of the text, by what is added
    "incident": ("actor", "target", "weapon", "place", "time"),
    "figure": ("of", "by"),
    "claim": ("source", "who", "cue", "against", "about"),
    "commitment": ("party", "bound", "scope", "area", "start", "duration", "condition"),
}
CODES_OF = {
    "incident": ("type", "reality", "aggregate", "target_class"),
    "figure": ("kind", "low", "high", "part", "further"),
    "claim": ("kind",),
    "commitment": ("subject", "act"),
}
VOCABULARY: dict[tuple[str, str], tuple[str, ...]] = {
    ("incident", "type"): get_args(IncidentType),
    ("incident", "reality"): get_args(Reality),
    ("incident", "target_class"): get_args(TargetClass),
    ("incident", "aggregate"): ("true", "false"),
    ("figure", "kind"): get_args(FigureKind),
    ("figure", "part"): ("true", "false"),
    ("figure", "further"): ("true", "false"),
    ("claim", "kind"): get_args(ClaimKind),
    ("commitment", "subject"): get_args(Subject),
    ("commitment", "act"): get_args(Act),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A decision as it was typed."""

    what: str
    identity: str
    values: tuple[str, ...]
    kind: str
    words: str | None
    nth: int
    who: str
    why: str


def decide(store: Store, wanted: Wanted, progress: Progress | None = None) -> tuple[str, str]:
    """Keep a decision; return its id, and a sentence on what stands now. Raises InputError or NotInRecord."""
    if wanted.what == "undo":
        decision = _undo(store, wanted)
    elif wanted.what == "add":
        decision = _add(store, wanted)
    elif wanted.what == "set":
        decision = _set(store, wanted)
    elif wanted.what == "reject":
        decision = _reject(store, wanted)
    else:
        decision = _same_or_different(store, wanted)
    before = {incident.id for incident in settled_view(store).incidents}
    identity = keep(store, decision, progress)
    after = {incident.id for incident in settled_view(store).incidents}
    new, gone = sorted(after - before), sorted(before - after)
    now = "; ".join(
        part for part in (f"new: {', '.join(new)}" if new else "", f"no longer there: {', '.join(gone)}" if gone else "") if part
    )
    return identity, now or "the incidents are the same as before; their values may have changed"


def _decision(wanted: Wanted, found: Found, **facts: object) -> Decision:
    return Decision(id="", what=wanted.what, who=wanted.who, why=wanted.why, anchors=found.anchors, **facts)  # type: ignore[arg-type]


def _undo(store: Store, wanted: Wanted) -> Decision:
    in_force = {decision.id: decision for decision in decisions(store)}
    undone = {decision.id: decision for decision in decisions(store, in_force=False)}
    matches = [identity for identity in undone if identity == wanted.identity or begins(identity, wanted.identity)]
    if len(matches) != 1:
        raise NotInRecord(f"{len(matches) or 'no'} decisions have the id {wanted.identity}; `montjoie show decisions` lists them")
    decision = undone[matches[0]]
    if decision.what == "redact":
        raise InputError("a redaction cannot be undone: the words are no longer in the record")
    if decision.what != "undo" and decision.id not in in_force:
        raise InputError(f"{decision.id} was undone before; `montjoie show decisions` says by which")
    return Decision(id="", what="undo", who=wanted.who, why=wanted.why, anchors=decision.anchors, kind=decision.kind, undoes=decision.id)


def _reject(store: Store, wanted: Wanted) -> Decision:
    found = _found(store, wanted.identity)
    if found.kind not in ("incident", "figure", "claim", "commitment"):
        raise InputError(f"{wanted.identity} is a {found.kind}; incidents, figures, claims and commitments can be rejected")
    return _decision(wanted, found, kind=found.kind)


def _same_or_different(store: Store, wanted: Wanted) -> Decision:
    if len(wanted.values) != 1:
        raise InputError(f"give two ids: montjoie decide {wanted.what} ID ID --why ...")
    first, second = _found(store, wanted.identity), _found(store, wanted.values[0])
    if first.kind != second.kind or first.kind not in ("incident", "commitment"):
        raise InputError("both must be incidents, or both commitments")
    anchors = (first.own or first.anchors[0], second.own or second.anchors[0])
    if anchors[0] == anchors[1]:
        raise InputError(
            f"{wanted.identity} and {wanted.values[0]} are one already; name two of its mentions (`montjoie show incident ID --json`)"
        )
    return Decision(id="", what=wanted.what, who=wanted.who, why=wanted.why, anchors=anchors, kind=first.kind)


def _set(store: Store, wanted: Wanted) -> Decision:
    found = _found(store, wanted.identity)
    if found.kind != "incident":
        raise InputError(f"{wanted.identity} is a {found.kind}; fields can be set of incidents")
    values = tuple(_pairs(wanted.values))
    if not values:
        raise InputError(
            "say what to set: FIELD=VALUE, with type, reality, aggregate, perpetrator, time, place, grade, or killed.best and its like"
        )
    for field, value in values:
        check_override(field, value)
    _check_bounds(store, found.ids[0], values)
    anchors = found.anchors[:1] if len(found.ids) == 1 else found.anchors
    return Decision(id="", what="set", who=wanted.who, why=wanted.why, anchors=anchors, kind="incident", values=values)


def _check_bounds(store: Store, incident: str, values: Sequence[tuple[str, str]]) -> None:
    """Refuse a toll whose low, best and high would not stand in order. Raises InputError."""
    tolls = {toll.kind: toll for one in settled_view(store).incidents if one.id == incident for toll in one.toll}
    bounds: dict[str, dict[str, int | None]] = {}
    for field, value in values:
        kind, dot, bound = field.partition(".")
        if dot:
            toll = tolls.get(kind)  # type: ignore[call-overload]
            standing: dict[str, int | None] = dict.fromkeys(("low", "best", "high"))
            if toll:
                standing |= {"low": toll.low, "best": toll.best, "high": toll.high}
            bounds.setdefault(kind, standing)[bound] = int(value) if value.isdigit() else None
    for kind, bound_of in bounds.items():
        given = [number for number in (bound_of["low"], bound_of["best"], bound_of["high"]) if number is not None]
        if given != sorted(given):
            shown = ", ".join(f"{name} {number if number is not None else 'open'}" for name, number in bound_of.items())
            raise InputError(
                f"{kind} would have {shown}, which are not in order; set the others too, such as {kind}.low=... {kind}.high=..."
            )


def _add(store: Store, wanted: Wanted) -> Decision:
    row = derived.document(store, wanted.identity)
    if row is None:
        raise NotInRecord(f"no document has the id {wanted.identity}; `montjoie show documents` lists them")
    if not wanted.words:
        raise InputError('give the exact words that it rests on, with --words "..."')
    text = store.text(row.text_hash)
    main = _span(text, wanted.words, wanted.nth, row.name)
    values: list[tuple[str, str]] = []
    for field, value in _pairs(wanted.values):
        if field in WORDS_OF[wanted.kind]:
            span = _nearest(text, value, main, row.name)
            values.append((field, f"{span.start}-{span.end}"))
        elif field in CODES_OF[wanted.kind]:
            values.append((field, _code(wanted.kind, field, value)))
        else:
            allowed = (*WORDS_OF[wanted.kind], *CODES_OF[wanted.kind])
            raise InputError(f"{field}={value} does not belong to a {wanted.kind}; its fields are {', '.join(allowed)}")
    if wanted.kind == "figure" and not any(field == "of" for field, _ in values):
        raise InputError('a figure belongs to an incident: add of="the words that name the incident"')
    if wanted.kind == "figure":
        _check_figure(wanted.words, dict(values))
        _check_owner(store, row.id, dict(values)["of"])
    return Decision(
        id="", what="add", who=wanted.who, why=wanted.why, anchors=((row.id, main.start, main.end),), kind=wanted.kind, values=tuple(values)
    )


def _check_figure(words: str, values: Mapping[str, str]) -> None:
    """Refuse numbers that the words do not allow. Raises InputError."""
    low, high = (int(values[bound]) if bound in values else None for bound in ("low", "high"))
    if low is None and high is None:
        raise InputError("a figure needs its number: add low=... and high=..., or one of them where the words leave the other open")
    read = read_count(words)
    if (low is not None and high is not None and low > high) or (read is not None and (read.low, read.high) != (low, high)):
        said = (
            ""
            if read is None
            else f"; {words!r} says low={read.low if read.low is not None else 'open'} high={read.high if read.high is not None else 'open'}"
        )
        raise InputError(f"low={low} high={high} is not what the words say{said}")


def _check_owner(store: Store, document: str, span: str) -> None:
    """Refuse a figure of words that name no incident. Raises InputError."""
    start, end = (int(part) for part in span.split("-"))
    reading = derived.grounded(store, document)
    triggers = [] if reading is None else [(mention.id, trigger) for mention in reading.mentions for trigger in mention.triggers]
    if anchored((document, start, end), triggers) is None:
        raise InputError(
            "the words after of= name no incident that was read there; `montjoie show document DOC` lists what was, `decide add` adds one"
        )


def _code(kind: str, field: str, value: str) -> str:
    """Return a code where the codebook has it. Raises InputError that lists those there are."""
    if field in ("low", "high"):
        if not value.isdigit():
            raise InputError(f"{field}={value} is not a number")
        return value
    allowed = VOCABULARY[kind, field]
    if value not in allowed:
        raise InputError(f"{field}={value} is not in the codebook; it is one of {', '.join(allowed)}")
    return value


def _span(text: str, words: str, nth: int, name: str) -> Span:
    span = find_quote(text, words, nth)
    if span is None:
        which = f" {nth} times" if nth > 1 else ""
        raise NotInRecord(f"{words!r} is not in {name}{which}; copy the words from the text to the letter")
    return span


def _nearest(text: str, words: str, main: Span, name: str) -> Span:
    """Return the occurrence of words that is nearest to the main ones."""
    starts = [at for at in range(len(text)) if text.startswith(words, at)] if words else []
    if not starts:
        raise NotInRecord(f"{words!r} is not in {name}; copy the words from the text to the letter")
    start = min(starts, key=lambda at: (abs(at - main.start), at))
    return Span(start=start, end=start + len(words))


def _found(store: Store, identity: str) -> Found:
    found = resolve(store, identity)
    if not found.ids or not found.anchors:
        raise NotInRecord(found.note or f"{identity} no longer stands; nothing can be decided on it")
    return found


def _pairs(values: tuple[str, ...]) -> list[tuple[str, str]]:
    pairs = []
    for value in values:
        field, sign, rest = value.partition("=")
        if not sign:
            raise InputError(f"{value!r} is not understood; write FIELD=VALUE")
        pairs.append((field.strip(), rest))
    return pairs
