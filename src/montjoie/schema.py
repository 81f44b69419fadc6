"""The types, in the order of the flow: documents, readings, what grounding makes of them, what is settled from many.

Everything here is frozen and says only what was found: an absent value is `None`, with the reason beside it.
Offsets count Unicode code points of `Document.text`; `start` is included, `end` is not. Times of day are
aware datetimes in UTC; days are `datetime.date`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Literal

# ---------------------------------------------------------------- the codebook

IncidentType = Literal[
    "air_strike", "shelling", "bombing", "clash", "killing", "detention", "interception", "sabotage", "abuse", "attack", "war",
    "territory", "displacement", "release", "deployment", "talks", "agreement", "sanction", "aid", "protest", "justice",
]  # fmt: skip
Reality = Literal["actual", "planned", "threatened", "hypothetical", "denied"]
TargetClass = Literal[
    "residential", "health", "school", "energy", "transport", "port", "water", "military", "government", "religious", "media",
    "aid_worker", "industry", "food", "culture", "civilian_other",
]  # fmt: skip
FigureKind = Literal[
    "killed", "injured", "casualties", "missing", "captured", "detained", "displaced", "evacuated", "released", "launched",
    "intercepted", "destroyed",
]  # fmt: skip
PlaceKind = Literal["settlement", "district", "region", "country", "sea", "site", "front", "other"]
ClaimKind = Literal[
    "states", "confirms", "claims_responsibility", "denies", "accuses", "condemns", "warns", "threatens", "demands", "proposes",
    "promises", "refuses", "expects", "praises",
]  # fmt: skip
Subject = Literal[
    "ceasefire", "limited_ceasefire", "humanitarian_pause", "prisoner_exchange", "withdrawal", "territory", "arms_supply",
    "force_limits", "security_guarantee", "talks", "sanctions_relief", "export_passage", "other",
]  # fmt: skip
Act = Literal[
    "proposes", "demands", "agrees", "refuses", "announces", "extends", "suspends", "ends", "alleges_violation",
    "denies_violation", "confirms_holding",
]  # fmt: skip
RelationType = Literal["contradicts", "corroborates", "updates", "responds_to"]

VIOLENT: frozenset[str] = frozenset(
    {"air_strike", "shelling", "bombing", "clash", "killing", "abuse", "attack", "sabotage", "interception", "detention"}
)


# ---------------------------------------------------------------- collect: Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """When a document was published, as precisely as it says.

    `at` is as written (ISO 8601, its own offset kept); `not_after` the latest instant it allows (UTC): the known time.
    """

    at: str
    precision: Literal["second", "minute", "day"]
    not_after: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A stretch of a digest with a date line of its own."""

    start: int
    end: int
    day: date
    not_after: datetime
    dateline_end: int  # where the date line ends and the dispatch begins


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One text of one source. `source_key` names the source; the same key with another text is a new version of it."""

    id: str  # content_id("document", source, text): one per version
    source_key: str
    given_id: str | None  # the id it came with
    text: str
    title: str = ""
    url: str | None = None
    outlet: str | None = None
    outlet_country: str | None = None
    published: Published | None = None
    modified: str | None = None
    language: str = "und"
    parts: tuple[Part, ...] = ()
    raw: bytes = b""  # what arrived, before anything was taken from it
    origin: str = ""  # the file (and line) it came from


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """What could not be done, and why; stored, counted and listed, never only logged."""

    subject: str  # a document id, or the file (and line)
    stage: str
    code: Literal[
        "empty", "binary", "too_large", "not_utf8", "not_json", "no_text", "unknown_columns", "bad_date", "unreadable", "bad_reading",
        "no_document", "unexpected",
    ]  # fmt: skip
    detail: str  # one clear sentence: what, where, what to do


# ---------------------------------------------------------------- extract: Reading


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """Characters of `Document.text`, `start` included, `end` not."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span must have characters in it: {self.start} to {self.end}")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceWords:
    """The words of a place; name, within, country (ISO 3166-1 alpha-2) and kind only where the reader resolved them."""

    span: Span
    name: str | None = None
    within: str | None = None
    country: str | None = None
    kind: PlaceKind | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeWords:
    """The words of a time; days only where the reader resolved them."""

    span: Span
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number of a toll, with the bounds that its words allow (codebook section 1)."""

    span: Span
    kind: FigureKind
    low: int | None
    high: int | None
    unit: Span | str | None = None  # the words for what is counted; a string only where the text does not have it
    by: Span | None = None
    asof: Span | None = None
    part: bool = False
    further: bool = False
    score: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentRead:
    """An incident as one document tells it. `item` is its id inside the reading."""

    item: str
    type: IncidentType
    reality: Reality
    triggers: tuple[Span, ...]
    actors: tuple[Span, ...] = ()
    targets: tuple[Span, ...] = ()
    target_class: tuple[TargetClass, ...] = ()
    weapons: tuple[Span, ...] = ()
    places: tuple[PlaceWords, ...] = ()
    time: TimeWords | None = None
    toll: tuple[Figure, ...] = ()
    earlier: bool = False
    aggregate: bool = False
    score: float | None = None
    vectors: tuple[str, ...] = ()  # for linking: one for each trigger, signed bytes in base64; comparable only within one maker


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRead:
    """One act of saying. `about` names items of the same reading."""

    item: str
    source: Span
    kind: ClaimKind
    content: tuple[Span, ...]
    who: Span | str | None = None  # the fullest name the article has for the source
    cue: Span | None = None
    via: Span | None = None
    direct: bool = False
    against: tuple[Span, ...] = ()
    about: tuple[str, ...] = ()
    score: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How often an act is said to have been done ("46 times")."""

    span: Span
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentRead:
    """One act on a rule of conduct, as one document tells it. `by` names a claim, `broken_by` an incident, of the same reading."""

    item: str
    subject: Subject
    act: Act
    content: tuple[Span, ...]
    party: tuple[Span, ...] = ()
    bound: tuple[Span, ...] = ()
    scope: Span | None = None
    scope_class: tuple[str, ...] = ()
    area: Span | None = None
    start: Span | None = None
    duration: Span | None = None
    condition: Span | None = None
    by: str | None = None
    broken_by: str | None = None
    count: Counted | None = None
    score: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationRead:
    """How two items of one reading stand to each other (codebook section 4)."""

    type: RelationType
    a: str
    b: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was read in one document, by a model (its digest) or a person."""

    document: str
    maker: str  # "given" for a reading that was handed over, else the model's digest
    incidents: tuple[IncidentRead, ...] = ()
    claims: tuple[ClaimRead, ...] = ()
    commitments: tuple[CommitmentRead, ...] = ()
    relations: tuple[RelationRead, ...] = ()
    relevance: float | None = None  # how sure one may be that the document holds anything to record


# ---------------------------------------------------------------- ground: GroundedReading


class DatePrecision(StrEnum):
    """UCDP GED `date_prec`, as words."""

    DAY = "1"  # the exact day
    FEW_DAYS = "2"  # two to six days
    WEEK = "3"  # a week
    MONTH = "4"  # eight to thirty-one days, or a month
    YEAR = "5"  # more than a month, up to a year and beyond


@dataclass(frozen=True, slots=True, kw_only=True)
class Instants:
    """Between which instants (UTC) something lies; equal where it is known to the minute."""

    earliest: datetime
    latest: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """The day or days of an event, both ends included; `None` where nothing was said or two readings survive.

    `not_after` is only a bound (the publication day), never a date. `rule` names how the days were found.
    """

    first: date | None = None
    last: date | None = None
    rule: str
    not_after: date | None = None
    span: Span | None = None
    hours: tuple[int, int] | None = None  # part of the day, local hours from and to; to may pass 24 for the next morning
    readings: tuple[tuple[date, date], ...] = ()  # the periods that survive where there is more than one, in order
    anchor: date | None = None  # the day that the words were counted from, where they were: the publication's, a date line's or one told of
    zone: str | None = None  # the time zone (IANA) of `hours`: the one that the words name, else the place's
    instants: Instants | None = None  # of an incident: its days and hours in UTC

    def __post_init__(self) -> None:
        if (self.first is None) != (self.last is None):
            raise ValueError("a period has both ends or none")
        if self.first is not None and self.last is not None and self.last < self.first:
            raise ValueError(f"a period cannot end before it begins: {self.first} to {self.last}")


PlaceRelation = Literal["at", "near", "outside", "direction", "between", "along", "off"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """A place. Unresolved: `lat` and `lon` are `None` and `basis` says why.

    `precision` is UCDP `where_prec` 1 to 7 (1 exact, 2 near, 3 second-level division, 4 first-level, 5 part of a region or
    a line, 6 country, 7 international waters), `None` where unresolved. `radius_km` bounds how far off the point may be.
    """

    span: Span
    name: str | None = None  # the gazetteer's or the coder's name, or that in the words where the gazetteer lacks it; None: show the words
    kind: PlaceKind = "other"
    within: str | None = None  # the first-level division, or for a district its settlement
    country: str | None = None  # ISO 3166-1 alpha-2
    lat: float | None = None
    lon: float | None = None
    precision: int | None = None
    radius_km: float | None = None
    relation: PlaceRelation = "at"
    id: str | None = None  # the gazetteer's id of the place, stable between versions
    code: str | None = None  # a p-code or other code carried through from the user's list
    basis: str
    candidates: tuple[str, ...] = ()  # unresolved or undetermined: ids of the places it may be, the likeliest first


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """An actor behind a span. Described actors ("a resident", "local officials") have no `id`; their name is their words."""

    span: Span
    id: str | None = None
    name: str | None = None  # the list's name; None: show the words
    kind: str = "described"  # state, government, ministry, forces, armed_group, organisation, media, office, person, described
    side: str | None = None  # id of the state or group on whose side it stands
    country: str | None = None
    public: bool = True  # False for speakers without an office, rank or organisation
    basis: str
    full: Span | str | None = None  # the fullest words the article has for it, where longer than the span
    private_name: Span | None = None  # the words that name a person without a public role: withheld wherever they are shown
    parent: Span | str | None = None  # the body a role without a name is of: an actor id, its words where the list does not have it


FigureOf = Literal["civilians", "combatants", "mixed", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundedFigure:
    """A figure with whom it counts and who gives it. `claim` is the id of the claim whose content holds it."""

    id: str  # content_id("figure", ...)
    figure: Figure
    of: FigureOf
    of_side: str | None = None
    by: Who | None = None
    claim: str | None = None
    cumulative: bool = False  # "since the war began": never the toll of a single incident
    sense: Literal["withdrawn", "fewer"] | None = None  # its own report takes it back, or says that so many were counted too often
    person: str | None = None  # one person, told from others by age and sex ("16y:f"): a code, for counting only


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A named value of an incident and who says so: the id of the claim whose content holds the words, or `None` for the article."""

    who: Who
    claim: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """An incident as one document tells it, grounded: the unit of reconciling.

    `id` is content_id("mention", document, earliest trigger): no type and no model in it.
    """

    id: str
    item: str
    document: str
    type: IncidentType
    reality: Reality
    aggregate: bool
    earlier: bool
    triggers: tuple[Span, ...]
    actors: tuple[Told, ...]
    targets: tuple[Told, ...]
    weapons: tuple[Told, ...]
    target_class: tuple[TargetClass, ...]
    wheres: tuple[Where, ...]
    when: When
    figures: tuple[GroundedFigure, ...]
    claim: str | None  # the claim whose content holds every trigger; None: told in the article's own voice
    form: str | None = None
    change: str | None = None
    words: tuple[str, ...] = ()  # folded content words of target and weapon, for comparing only
    wording: tuple[str, ...] = ()  # hashes of the sentences with a trigger, so that copied wording meets
    telling: tuple[int, ...] = ()  # digests of the words of those sentences that few reports have, for comparing only
    article: tuple[
        tuple[int, int], ...
    ] = ()  # of what an article is mostly about: digests of its words that weigh most, with their weights
    place_words: tuple[str, ...] = ()  # folded words that name its places, resolved or not, for comparing only
    another: bool = False  # the text says "another", "a second", "a separate" of it
    weapon_class: tuple[str, ...] = ()  # by its weapons, else by its trigger
    score: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A claim, grounded. `about` names mention ids and act ids of the same document."""

    id: str
    item: str
    document: str
    source: Span
    who: Who
    via: Who | None
    kind: ClaimKind
    direct: bool
    content: tuple[Span, ...]
    cue: Span | None
    against: tuple[Who, ...]
    about: tuple[str, ...]
    score: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """One act on a rule of conduct, grounded."""

    id: str
    item: str
    document: str
    subject: Subject
    act: Act
    content: tuple[Span, ...]
    party: tuple[Who, ...]
    bound: tuple[Who, ...]
    scope: Span | None
    scope_class: tuple[str, ...]
    area: Where | None
    route: tuple[Where, ...]  # every place named in the content and the area, in order
    start: When | None
    day: When  # the day that the act was done or its commitment concerns, as far as the article says
    duration: Span | None
    duration_days: float | None
    condition: Span | None
    claim: str | None
    broken_by: str | None  # a mention id
    count: Counted | None
    score: float | None = None
    area_words: Span | None = None  # also where they lead to no place
    area_names: tuple[str, ...] = ()  # folded names in the words of its area, for comparing only
    begins: Instants | None = None  # as the words of its start say
    ends: Instants | None = None  # as "until", "by" or a range of hours say
    deadline: bool = False  # `ends` is by when it is to be done
    lasts_days: float = 0  # of a duration that is counted in days or less
    lasts_months: int = 0  # of one that is counted in months of the calendar
    weapons: tuple[str, ...] = ()  # classes of weapon that its scope names, where it names weapons and no targets
    exceptions: tuple[Span, ...] = ()  # the sentences that leave something out
    excepted: tuple[str, ...] = ()  # sides and actors named there, by id
    excludes: bool = False  # one of them leaves somebody out, and not only says how one may answer
    verification: tuple[Span, ...] = ()  # the sentences that tell who watches over it
    benefits: tuple[Span, ...] = ()  # the words for whom it is for
    period: Span | None = None  # the words for the time that a count is for
    circle: tuple[str, ...] = ()  # sides of all who are party to, bound by or speaking of it in its article, for comparing only
    words: tuple[str, ...] = ()  # folded words that tell it from others, for comparing only


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """Two claim ids, or a claim's and a figure's, and how they stand."""

    type: RelationType
    a: str
    b: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundedReading:
    """A reading with its places, days, actors and counts: what reconciling works from.

    `known` gives, for each mention, claim and act id, the instant from which it is known (UTC; None: undated).
    """

    document: str
    source_key: str
    outlet: str | None
    outlet_who: Who | None
    mentions: tuple[Mention, ...] = ()
    claims: tuple[Claim, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    relations: tuple[Relation, ...] = ()
    known: Mapping[str, datetime | None] = field(default_factory=dict)
    mostly: tuple[str, ...] = ()  # the mentions by how much the document is about each: what it is mostly about is the first
    agencies: tuple[str, ...] = ()  # agencies that the text credits, by actor id or folded name
