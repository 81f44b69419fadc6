"""Everything that the record says at one time, with the look-ups that pages and API share."""

import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol, TypeVar

from montjoie.serve.export_shape import ClaimShape, DisagreementShape, ExportShape, FigureShape, IncidentShape, LedgerShape
from montjoie.settled import KINDS

Kept = TypeVar("Kept")
MOST_REMEMBERED = 64  # answers that a moment keeps


class Lazy(dict[str, Any]):
    """An export of which each kind is worked out when it is first looked at."""

    def __init__(self, make: Callable[[str], list[Any]]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, kind: str) -> list[Any]:
        self[kind] = self._make(kind)
        found: list[Any] = self[kind]
        return found


@dataclass(frozen=True, kw_only=True)
class Moment:
    """The record at a time: its heading names the clock, `tag` changes whenever anything shown may have."""

    heading: str
    tag: str
    at: str | None  # what was asked for; None: now
    instants: tuple[str, ...]  # when anything became known, in order
    state: str  # what the record was made of
    export: ExportShape = field(repr=False)
    remembered: dict[str, Any] = field(default_factory=dict, repr=False)  # what was worked out of it, shared by all that are asked alike

    def once(self, name: str, make: Callable[[], Kept]) -> Kept:
        """Return what `make` gives, worked out the first time only."""
        if name in self.remembered:
            found: Kept = self.remembered[name]
            return found
        made = make()
        if len(self.remembered) >= MOST_REMEMBERED:
            self.remembered.clear()  # of endlessly many questions none is kept for ever
        self.remembered[name] = made
        return made

    @cached_property
    def by_id(self) -> Mapping[str, Mapping[str, Any]]:
        """Every object of a kind by its id."""
        return {kind: {one["id"]: one for one in self.export[kind]} for kind in KINDS}  # type: ignore[literal-required]

    @cached_property
    def claims_about(self) -> Mapping[str, Sequence[ClaimShape]]:
        """The claims about each incident and commitment."""
        return _grouped(self.export["claims"], lambda claim: claim["about"])

    @cached_property
    def lines_of(self) -> Mapping[str, Sequence[LedgerShape]]:
        """The ledger lines of each incident and commitment."""
        return _grouped(self.export["ledger"], lambda line: [one for one in (line["incident"], line["commitment"]) if one])

    @cached_property
    def differing(self) -> Mapping[str, Sequence[DisagreementShape]]:
        """The disagreements on each incident, and of each claim."""
        return _grouped(self.export["disagreements"], lambda one: dict.fromkeys(k for k in (one["incident"], one["a"], one["b"]) if k))

    @cached_property
    def figures(self) -> Mapping[str, tuple[IncidentShape, str, FigureShape]]:
        """Every figure by its id, with its incident and its kind of harm."""
        return {
            figure["id"]: (incident, kind, figure)
            for incident in self.export["incidents"]
            for kind, toll in incident["toll"].items()
            for figure in toll["figures"]
        }

    @cached_property
    def holders(self) -> Mapping[str, str]:
        """Which incident or commitment holds each mention or act."""
        held = {mention["mention"]: one["id"] for one in self.export["incidents"] for mention in one["mentions"]}
        return held | {act["commitment"]: one["id"] for one in self.export["commitments"] for act in one["acts"]}

    @cached_property
    def spans(self) -> Mapping[str, Sequence[tuple[int, int, str, str, str]]]:
        """What was read in each document: start, end, kind, id, and what the words are there for."""
        found: dict[str, list[tuple[int, int, str, str, str]]] = defaultdict(list)
        for one in self.export["incidents"]:
            label = one["type"].replace("_", " ")
            for mention in one["mentions"]:
                found[mention["doc"]].append((mention["s"], mention["e"], "incidents", one["id"], label))
            for kind, toll in one["toll"].items():
                for figure in toll["figures"]:
                    found[figure["doc"]].append((figure["s"], figure["e"], "incidents", one["id"], f"{kind} of the {label}"))
            for role, values in (("by", one["actors"]), ("to", one["targets"]), ("with", one["weapons"]), ("at", one["places"])):
                for value in values:
                    found[value["doc"]].append((value["s"], value["e"], "incidents", one["id"], f"{label}: {role}"))
        for claim in self.export["claims"]:
            for part in (claim["source"], *claim["content"]):
                found[claim["doc"]].append((part["s"], part["e"], "claims", claim["id"], f"claim: {claim['kind'].replace('_', ' ')}"))
        for thread in self.export["commitments"]:
            for act in thread["acts"]:
                for part in act["content"]:
                    label = f"{thread['subject']}: {act['act']}".replace("_", " ")
                    found[act["doc"]].append((part["s"], part["e"], "commitments", thread["id"], label))
        return {doc: sorted(set(spans)) for doc, spans in found.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A document's text with the characters that are withheld."""

    text: str
    withheld: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What an id means now: the ids it resolves to, every mention or act that was ever the same as theirs, and a note."""

    ids: tuple[str, ...]
    kin: frozenset[str]
    note: str


class Shown:
    """An object of the export, with its JSON."""

    __slots__ = ("_text", "object")

    def __init__(self, one: Any) -> None:
        self.object = one
        self._text: str | None = None

    @property
    def text(self) -> str:
        """Its JSON, written once."""
        if self._text is None:
            self._text = json.dumps(self.object, ensure_ascii=False, separators=(",", ":"))
        return self._text


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of a list, and the cursor of what comes after it."""

    items: Sequence[Shown]
    next: str | None


class Answers(Protocol):
    """What the server asks of the record; the flow provides it."""

    def moment(self, as_known_at: str | None) -> Moment:
        """Return the record at a time. Raises InputError."""

    def page(self, moment: Moment, kind: str, filters: Mapping[str, str], limit: int, cursor: str | None) -> Page:
        """Return a page of the objects of a kind that pass the filters. Raises InputError."""

    def one(self, moment: Moment, kind: str, identity: str) -> Shown:
        """Return what an id, or the beginning of one, means at a time. Raises NotInRecord or InputError."""

    def narrowed(self, moment: Moment, kind: str, filters: Mapping[str, str]) -> list[Any]:
        """Return the objects of a kind that pass the filters, in the order of the list. Raises InputError."""

    def found(self, words: str, moment: Moment) -> list[dict[str, Any]]:
        """Return the documents that have words, best first. Raises InputError."""

    def text(self, moment: Moment, document: str) -> Text:
        """Return the text of a document. Raises NotInRecord."""

    def meaning(self, identity: str) -> Meaning:
        """Return what an id that the record ever gave out means now. Raises NotInRecord or InputError."""

    def decide(self, wanted: Mapping[str, Any]) -> tuple[str, str]:
        """Keep a person's decision; return its id and what stands now. Raises MontjoieError."""


def _grouped(things: Sequence[Any], keys: Any) -> Mapping[str, Sequence[Any]]:
    groups: dict[str, list[Any]] = defaultdict(list)
    for thing in things:
        for key in keys(thing):
            groups[key].append(thing)
    return groups
