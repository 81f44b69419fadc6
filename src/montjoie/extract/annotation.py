"""A reading as the codebook writes it down (section 5): the shape of the JSON that is read and written."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, GetJsonSchemaHandler, field_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from montjoie.schema import (
    Act,
    ClaimKind,
    FigureKind,
    IncidentType,
    PlaceKind,
    Reality,
    RelationType,
    Subject,
    TargetClass,
)

ELISION = " >>> "  # stands for the middle of a long quotation


class _Shape(BaseModel):
    model_config = ConfigDict(extra="allow")


class Quote(_Shape):
    """Words of the text: `q` to the letter (or first and last words around ` >>> `); `s` and `e` their offsets in code points."""

    q: str = Field(min_length=1)
    n: int = Field(default=1, ge=1, description="which occurrence of the words, where they occur more than once")
    s: int | None = Field(default=None, ge=0)
    e: int | None = Field(default=None, ge=1)


def _listed(value: Any) -> Any:
    return [] if value is None else [value] if isinstance(value, dict) else value


class _OneOrMore:
    """Lets one quotation stand without its list, in what is read and in the schema."""

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        listed = handler(core)
        return {"anyOf": [listed["items"], listed]}


Quotes = Annotated[list[Quote], BeforeValidator(_listed), _OneOrMore]


class PlaceQuote(Quote):
    """The words of a place and what it was resolved to."""

    name: str | None = None
    within: str | None = None
    country: str | None = Field(default=None, description="ISO 3166-1 alpha-2")
    kind: PlaceKind | None = None


class TimeQuote(Quote):
    """The words of a time and the days they mean, both included (ISO 8601)."""

    start: str | None = None
    end: str | None = None


class FigureQuote(Quote):
    """The words of a figure and the numbers that they allow."""

    kind: FigureKind
    low: int | None = None
    high: int | None = None
    unit: str | None = None
    by: Quote | None = None
    asof: Quote | None = None
    part: bool = False
    further: bool = False


class CountQuote(Quote):
    """How often an act is said to have been done."""

    low: int | None = None
    high: int | None = None


class IncidentShape(_Shape):
    """An incident as one article tells it."""

    id: str
    type: IncidentType
    reality: Reality = "actual"
    trigger: Quotes = Field(min_length=1)
    actor: Quotes = []
    target: Quotes = []
    target_class: list[TargetClass] = []
    weapon: Quotes = []
    place: list[PlaceQuote] = []
    time: TimeQuote | None = None
    toll: list[FigureQuote] = []
    earlier: bool = False
    aggregate: bool = False
    score: float | None = Field(default=None, ge=0, le=1)


class ClaimShape(_Shape):
    """One act of saying."""

    id: str
    source: Quote
    who: str | None = None
    cue: Quote | None = None
    content: Quotes = Field(min_length=1)
    kind: ClaimKind
    direct: bool = False
    via: Quote | None = None
    against: Quotes = []
    about: list[str] = []
    score: float | None = Field(default=None, ge=0, le=1)

    @field_validator("source", "cue", "via", mode="before")
    @classmethod
    def _first_of_a_list(cls, value: Any) -> Any:
        return (value[0] if value else None) if isinstance(value, list) else value


class CommitmentShape(_Shape):
    """One act on a rule of conduct."""

    id: str
    subject: Subject
    act: Act
    content: Quotes = Field(min_length=1)
    party: Quotes = []
    bound: Quotes = []
    scope: Quote | None = None
    scope_class: list[TargetClass | Literal["all"]] = []
    area: Quote | None = None
    start: Quote | None = None
    duration: Quote | None = None
    condition: Quote | None = None
    by: str | None = None
    broken_by: str | None = None
    count: CountQuote | None = None
    score: float | None = Field(default=None, ge=0, le=1)

    @field_validator("scope", "area", "start", "duration", "condition", "count", mode="before")
    @classmethod
    def _first_of_a_list(cls, value: Any) -> Any:
        return (value[0] if value else None) if isinstance(value, list) else value


class RelationShape(_Shape):
    """How two items of the reading stand to each other."""

    type: RelationType
    a: str
    b: str


class ReadingShape(_Shape):
    """One article's reading. `text_sha256`, where given, names the very text that it was made from."""

    doc: str
    text_sha256: str | None = None
    incidents: list[IncidentShape] = []
    claims: list[ClaimShape] = []
    commitments: list[CommitmentShape] = []
    relations: list[RelationShape] = []


def reading_schema() -> dict[str, Any]:
    """Return the JSON Schema of a reading."""
    schema = ReadingShape.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": "Montjoie reading"}
