"""What reconciling says: the incidents, commitments, claims and how they stand, settled from many readings.

These objects are kept in the record's chain as what was said, so they hold ids, offsets, codes and numbers, and never the
words of a text: a name or a quotation is an `At`, cut from the text when it is shown.
"""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Literal

from montjoie.schema import (
    Act,
    ClaimKind,
    FigureKind,
    FigureOf,
    IncidentType,
    Instants,
    PlaceKind,
    Reality,
    RelationType,
    Subject,
    TargetClass,
)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class At:
    """Words: characters `start` to `end` of the text of a document (version)."""

    document: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One reason for or against two mentions being one incident; weights add up to the score."""

    feature: str
    weight: float
    detail: str  # codes and numbers only


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Two mentions and whether they are the same. `a` < `b`."""

    a: str
    b: str
    judgement: Literal["same", "different", "unsure"]
    score: float
    evidence: tuple[Evidence, ...] = ()
    by: str = "rules"  # or the id of a person's decision


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorAt:
    """Somebody or something named in an incident, a claim or an act.

    `by`: the claim ids that say so, and "article" where an article says so itself. `disputed_by`: claim ids.
    """

    at: At
    id: str | None = None
    name: str | None = None  # the actor list's name; None: show the words
    kind: str = "described"
    side: str | None = None
    public: bool = True
    private_name: At | None = None  # the words that name a person without a public role
    by: tuple[str, ...] = ()
    disputed_by: tuple[str, ...] = ()
    parent: At | str | None = None  # the body a role without a name is of: an actor id, or its words
    country: str | None = None  # the state whose it is, or in which it fights


@dataclass(frozen=True, slots=True, kw_only=True)
class Perpetrator:
    """Who did it, settled by rule (`actor` indexes the incident's actors), or nobody with the reason."""

    actor: int | None
    rule: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceAt:
    """A place of an incident; fields as in `schema.Where`."""

    at: At
    name: str | None
    kind: PlaceKind
    within: str | None
    country: str | None
    lat: float | None
    lon: float | None
    precision: int | None
    radius_km: float | None
    relation: str
    id: str | None = None
    code: str | None = None
    basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeAt:
    """When, both ends included; `None` where no account says. `precision` is UCDP date_prec, 1 to 5.

    Without days `rule` is why the first account with words of time gives none, and `readings` what its words may mean.
    """

    start: date | None
    end: date | None
    precision: int | None
    rule: str
    readings: tuple[tuple[date, date], ...] = ()
    instants: Instants | None = None  # its hours too, in UTC


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureAt:
    """One figure of an incident's toll, with who gave it and when; `superseded_by` is a figure's id."""

    id: str
    at: At
    kind: FigureKind
    low: int | None
    high: int | None
    of: FigureOf
    of_side: str | None
    unit: At | None
    role: Literal[
        "total", "part", "further", "cumulative", "withdrawn", "fewer"
    ]  # the last two: its own report takes it back, or takes it off
    by: ActorAt | None  # who gives it, None: the article's own voice
    root: str  # who it counts as coming from (a root speaker's key)
    claim: str | None
    asof: At | None
    published: datetime | None
    superseded_by: str | None = None
    person: str | None = None  # one person, told from others by age and sex: a code, for counting only
    retold: bool = False  # by a report that is mostly about something else


@dataclass(frozen=True, slots=True, kw_only=True)
class TollGroup:
    """Low, best and high of one group of people."""

    of: FigureOf
    of_side: str | None
    low: int | None
    best: int | None
    high: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TollChange:
    """What low, best and high became with what was published at an instant."""

    known: datetime | None
    low: int | None
    best: int | None
    high: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Toll:
    """What is reported of one kind of harm, by a named rule, with every figure kept and its history."""

    kind: FigureKind
    low: int | None
    best: int | None
    high: int | None
    rule: str
    groups: tuple[TollGroup, ...]
    figures: tuple[FigureAt, ...]
    history: tuple[TollChange, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """How well one question about an incident is attested, by a named rule with its inputs."""

    question: Literal["happened", "by_whom", "civilians_harmed"]
    value: Literal["confirmed", "fair", "weak", "contested", "ungraded"]
    rule: str
    inputs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """How well an incident is attested (reference: Airwars), by a named rule with its inputs."""

    value: Literal["confirmed", "fair", "weak", "contested", "discounted", "ungraded"]
    rule: str
    inputs: tuple[str, ...]  # codes, ids and numbers
    answers: tuple[Answer, ...] = ()  # question by question, where it is graded at all


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionAt:
    """A mention that the incident (or commitment) is made of: `item` is its id in the reading of `document`."""

    id: str
    document: str
    item: str
    triggers: tuple[At, ...]
    known: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkTo:
    """How an incident stands to another that it is never merged with."""

    to: str
    relation: Literal["carried_out", "carries_out", "denies_occurrence", "denied_occurrence", "contains", "did_not_happen", "denies_plan"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """One occurrence (or aggregate), from every mention of it. `id` is that of its earliest mention."""

    id: str
    type: IncidentType
    form: str | None
    change: str | None
    reality: Reality
    aggregate: bool
    earlier: bool
    codeable: bool
    place: int | None  # index into places: the most exact settled one
    places: tuple[PlaceAt, ...]
    time: TimeAt
    not_after: date | None
    actors: tuple[ActorAt, ...]
    targets: tuple[ActorAt, ...]
    weapons: tuple[ActorAt, ...]
    perpetrator: Perpetrator
    target_class: tuple[TargetClass, ...]
    toll: tuple[Toll, ...]
    independent_sources: int
    roots: tuple[str, ...]  # keys of the root speakers and outlets that were counted
    first_known: datetime | None
    last_changed: datetime | None
    mentions: tuple[MentionAt, ...]
    merged_by: tuple[Link, ...] = ()  # the links that hold the mentions together
    reviewed_by: tuple[str, ...] = ()  # ids of the decisions that a person took on it
    score: float | None = None
    weapon_class: tuple[str, ...] = ()
    # the second layer, which looks beyond the incident's own mentions
    part_of: tuple[str, ...] = ()
    links: tuple[LinkTo, ...] = ()
    outcome: Literal["carried_out", "did_not_happen", "unknown"] | None = None  # what became of something planned or threatened
    grade: Grade = Grade(value="ungraded", rule="", inputs=())


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimAt:
    """A claim in the record: `about` names incidents and commitments (threads)."""

    id: str
    item: str
    document: str
    source: At
    who: ActorAt
    root: str
    via: ActorAt | None
    kind: ClaimKind
    direct: bool
    cue: At | None
    content: tuple[At, ...]
    against: tuple[ActorAt, ...]
    about: tuple[str, ...]
    known: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CountAt:
    """How often an act is said to have been done."""

    at: At
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActAt:
    """One act in a thread, by whom, in whose words."""

    id: str
    document: str
    item: str
    act: Act
    content: tuple[At, ...]
    party: tuple[ActorAt, ...]
    claim: str | None
    broken_by: str | None  # an incident id
    count: CountAt | None
    known: datetime | None
    day: date | None
    bound: tuple[ActorAt, ...] = ()
    period: At | None = None  # the words for the time that its count is for
    conditional: bool = False
    limits: tuple[str, ...] = ()  # target classes and the area it names
    begins: Instants | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """What a commitment rules, as one reading of it has it (`reading`: the actor keys whose reading it is)."""

    id: str
    kind: str
    targets: tuple[str, ...]
    weapons: tuple[At, ...]
    area: PlaceAt | None
    area_words: At | None
    route: tuple[PlaceAt, ...]
    scope: At | None
    start: TimeAt | None
    start_words: At | None
    duration: At | None
    duration_days: float | None
    condition: At | None
    exceptions: tuple[At, ...]
    bound: tuple[ActorAt, ...]
    benefits: tuple[ActorAt, ...]
    reading: tuple[str, ...]
    begins: Instants | None = None
    ends: Instants | None = None
    deadline: bool = False  # `ends` is by when it is to be done
    verification: tuple[At, ...] = ()
    weapon_class: tuple[str, ...] = ()  # the classes of weapon that it is limited to
    area_names: tuple[str, ...] = ()  # folded names in the words of its area, for comparing only
    excepted: tuple[str, ...] = ()  # actors whom its exceptions name
    excludes: bool = False  # its exceptions leave somebody out, and not only how one may answer
    benefit_words: tuple[At, ...] = ()  # for whom it is


StatusValue = Literal[
    "proposed", "demanded", "conditional", "agreed", "announced", "in_force", "refused", "suspended", "expired", "ended", "undetermined"
]  # fmt: skip
StatusWord = Literal["own_word", "other_side", "mediator"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What one party's standing to a commitment is, from when, by whose word.

    `basis`: an act that says so; or what the calendar brings after it, and that may lie ahead: its start, its end, a notice run out.
    """

    party: ActorAt
    value: StatusValue
    by: StatusWord
    since: datetime | None
    claim: str | None  # None: an article tells it in its own voice
    act: str
    basis: Literal["act", "start", "end", "notice"] = "act"


Outcome = Literal["held", "partly_held", "disputed", "said_not_to_hold"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """A commitment: the acts that concern one rule of conduct. `id` is that of its earliest act.

    `outcome`: what is said to have come of it, by acts that say that it held or did not; None: nobody says.
    """

    id: str
    subject: Subject
    terms: tuple[Term, ...]
    status: tuple[Status, ...]
    acts: tuple[ActAt, ...]
    first_known: datetime | None
    last_changed: datetime | None
    merged_by: tuple[Link, ...] = ()
    reviewed_by: tuple[str, ...] = ()
    outcome: Outcome | None = None


Slot = Literal["occurrence", "perpetrator", "toll", "place", "time", "target", "weapon", "commitment", "other"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """Two claims or figures, how they stand, and the slot they differ (or agree) on."""

    id: str
    a: str
    b: str
    type: RelationType
    slot: Slot
    incident: str | None
    basis: str  # "reading" or the name of the rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Test:
    """One test of whether an incident falls within a term."""

    part: Literal["time", "area", "target", "weapon", "party", "kind"]
    outcome: Literal["yes", "no", "undetermined"]
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """A claim that disputes an allegation, and how."""

    claim: str
    how: Literal["did_not_happen", "not_us", "permitted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine:
    """An incident (or an allegation without one) beside a term of a commitment. It never says "violated"."""

    id: str
    commitment: str
    term: str
    reading: tuple[str, ...]
    incident: str | None
    act: str | None  # the allegation, where there is no incident
    count: CountAt | None
    in_scope: Literal["yes", "no", "undetermined"]
    why: tuple[Test, ...]
    alleged_by: tuple[str, ...]  # claim ids, "article" for an article's own voice
    disputed_by: tuple[Dispute, ...]
    acknowledged_by: tuple[str, ...]
    assessed_by: tuple[str, ...]
    attempted: bool
    period: At | None = None  # of a counted allegation


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentAt:
    """A document as it is known: metadata without its words."""

    id: str  # the version's id
    name: str  # the id shown: the given one, else the version's
    source_key: str
    published: str | None
    precision: str | None
    not_after: datetime | None
    language: str
    read: str  # "yes", or why not
    copy_of: str | None
    root_speakers: tuple[str, ...]
    main_incident: str | None
    entry: int = 0  # the entry of the chain that holds its metadata; never exported


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Everything that the record says at one time."""

    documents: tuple[DocumentAt, ...]
    incidents: tuple[Incident, ...]
    claims: tuple[ClaimAt, ...]
    commitments: tuple[Thread, ...]
    disagreements: tuple[Disagreement, ...]
    ledger: tuple[LedgerLine, ...]


# ---------------------------------------------------------------- what reconciling is given besides readings


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What reconciling needs to know of a document."""

    document: str
    source_key: str
    outlet: str | None
    outlet_id: str | None  # the outlet as an actor, where the list has it
    copy_of: str | None  # the version id of the first of its copies, None: an original
    agencies: tuple[str, ...]
    known: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """A person's word on one field of an incident, anchored to one of its mentions."""

    mention: str
    field: str
    value: str
    decision: str
    by: str
    order: int = 0  # the later decision holds


KINDS: tuple[str, ...] = tuple(kind.name for kind in fields(View))  # of what a record says
