"""The shape of the export: what one object of each kind says, in words. Later changes only add."""

from typing import NotRequired

from typing_extensions import TypedDict


class PublishedShape(TypedDict):
    """`at` as written, `precision` second, minute or day; `not_after` the latest instant it allows: the known time (UTC)."""

    at: str
    precision: str
    not_after: str


class DocumentShape(TypedDict):
    """A text that the record keeps. `read` is true, or says why it is not read."""

    id: str
    url: str | None
    outlet: str | None
    outlet_country: str | None
    title: str
    published: PublishedShape | None
    language: str
    read: bool | str
    copy_of: str | None
    root_speakers: list[str]
    main_incident: str | None
    version: str
    text_sha256: str


class NamedShape(TypedDict):
    """Somebody or something named, with the words, who says so (claim ids, or "article") and who disputes it."""

    name: str | None
    id: str | None
    side: str | None
    by: list[str]
    disputed_by: list[str]
    public: bool
    parent: str | None
    doc: str
    s: int
    e: int
    q: str | None


class PerpetratorShape(TypedDict):
    """Who did it, settled by `rule`; null with why."""

    name: str | None
    id: str | None
    side: str | None
    rule: str
    why: str


class PlaceShape(TypedDict):
    """A place; `precision` is UCDP where_prec, `radius_km` how far off the point may be."""

    name: str | None
    kind: str
    within: str | None
    country: str | None
    lat: float | None
    lon: float | None
    precision: int | None
    radius_km: float | None
    relation: str
    id: str | None
    code: str | None
    basis: str
    doc: str
    s: int
    e: int
    q: str | None


class TimeShape(TypedDict):
    """Days, both included; `precision` is UCDP date_prec. `readings`: where there are no days, those that the words may mean."""

    start: str | None
    end: str | None
    precision: int | None
    rule: str
    readings: NotRequired[list[list[str]]]


class FigureShape(TypedDict):
    """One figure with its words, who gives it and what replaced it."""

    id: str
    doc: str
    s: int
    e: int
    q: str | None
    low: int | None
    high: int | None
    unit: str | None
    of: str
    of_side: str | None
    role: str
    by: str | None
    root: str
    claim: str | None
    asof: str | None
    published: str | None
    superseded_by: str | None


class GroupShape(TypedDict):
    """Low, best and high of one group."""

    of: str
    of_side: str | None
    low: int | None
    best: int | None
    high: int | None


class ChangeShape(TypedDict):
    """What low, best and high became at an instant."""

    known: str | None
    low: int | None
    best: int | None
    high: int | None


class TollShape(TypedDict):
    """What is reported of one kind of harm."""

    low: int | None
    best: int | None
    high: int | None
    rule: str
    groups: list[GroupShape]
    figures: list[FigureShape]
    history: list[ChangeShape]


class GradeShape(TypedDict):
    """How well the incident is attested, by a named rule."""

    value: str
    rule: str
    inputs: list[str]


class LinkShape(TypedDict):
    """How the incident stands to another that it is not merged with."""

    to: str
    relation: str


class MentionShape(TypedDict):
    """A mention: `id` is the item's id in the reading of `doc`, `mention` its own; `s`, `e` of its earliest trigger."""

    doc: str
    id: str
    mention: str
    s: int
    e: int
    q: str | None
    known: str | None


class IncidentShape(TypedDict):
    """One occurrence, or an aggregate of several."""

    id: str
    type: str
    form: str | None
    change: str | None
    reality: str
    aggregate: bool
    earlier: bool
    part_of: list[str]
    codeable: bool
    place: PlaceShape | None
    places: list[PlaceShape]
    time: TimeShape
    not_after: str | None
    actors: list[NamedShape]
    targets: list[NamedShape]
    weapons: list[NamedShape]
    perpetrator: PerpetratorShape
    target_class: list[str]
    toll: dict[str, TollShape]
    grade: GradeShape
    independent_sources: int
    roots: list[str]
    first_known: str | None
    last_changed: str | None
    reviewed_by: list[str]
    replaced_by: str | None
    matches: list[str]
    links: list[LinkShape]
    mentions: list[MentionShape]
    score: float | None


class QuoteShape(TypedDict):
    """Words of a document; `q` is null where they are withheld."""

    q: str | None
    s: int
    e: int


class WhoShape(TypedDict):
    """Who is behind a claim. People without a public role are not named."""

    name: str | None
    id: str | None
    side: str | None
    public: bool
    parent: str | None


class ClaimShape(TypedDict):
    """One act of saying."""

    id: str
    doc: str
    item: str
    source: QuoteShape
    who: WhoShape
    root: str
    via: WhoShape | None
    kind: str
    direct: bool
    cue: QuoteShape | None
    content: list[QuoteShape]
    against: list[WhoShape]
    about: list[str]
    known: str | None


class TermShape(TypedDict):
    """What a commitment rules, by one reading of it."""

    id: str
    kind: str
    targets: list[str]
    weapons: list[str | None]
    area: PlaceShape | None
    area_words: str | None
    route: list[PlaceShape]
    scope: str | None
    start: TimeShape | None
    start_words: str | None
    duration: str | None
    duration_days: float | None
    condition: str | None
    exceptions: list[str | None]
    bound: list[WhoShape]
    benefits: list[WhoShape]
    reading: list[str]


# `from` is a keyword, so this shape is written as a call
StatusShape = TypedDict("StatusShape", {"party": WhoShape, "value": str, "by": str, "from": str | None, "claim": str | None, "act": str})


class CountShape(TypedDict):
    """How often an act is said to have been done."""

    low: int | None
    high: int | None
    q: str | None


class ActShape(TypedDict):
    """One act of a commitment: `id` is the item's id in the reading of `doc`, `commitment` its own."""

    doc: str
    id: str
    commitment: str
    act: str
    party: list[WhoShape]
    claim: str | None
    broken_by: str | None
    count: CountShape | None
    content: list[QuoteShape]
    known: str | None
    day: str | None


class CommitmentShape(TypedDict):
    """The thread of acts on one rule of conduct."""

    id: str
    subject: str
    terms: list[TermShape]
    status: list[StatusShape]
    acts: list[ActShape]
    first_known: str | None
    last_changed: str | None
    reviewed_by: list[str]


class DisagreementShape(TypedDict):
    """How two claims or figures stand to each other, and on which slot."""

    id: str
    a: str
    b: str
    type: str
    slot: str
    incident: str | None
    basis: str


class TestShape(TypedDict):
    """One test of whether an incident falls within a term."""

    part: str
    outcome: str
    why: str


class DisputeShape(TypedDict):
    """A claim that disputes an allegation, and how."""

    claim: str
    how: str


class LedgerShape(TypedDict):
    """An incident, or an allegation without one, beside a term."""

    id: str
    commitment: str
    term: str
    reading: list[str]
    incident: str | None
    act: str | None
    count: CountShape | None
    period: str | None
    in_scope: str
    why: list[TestShape]
    alleged_by: list[str]
    disputed_by: list[DisputeShape]
    acknowledged_by: list[str]
    assessed_by: list[str]
    attempted: bool


class ExportShape(TypedDict):
    """Everything that the record says at one time."""

    documents: list[DocumentShape]
    incidents: list[IncidentShape]
    claims: list[ClaimShape]
    commitments: list[CommitmentShape]
    disagreements: list[DisagreementShape]
    ledger: list[LedgerShape]
