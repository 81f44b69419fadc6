"""A reading as the codebook writes it down (section 5): the shape of the JSON that is read and written."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

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
    trigger: list[Quote] = Field(min_length=1)
    actor: list[Quote] = []
    target: list[Quote] = []
    target_class: list[TargetClass] = []
    weapon: list[Quote] = []
    place: list[PlaceQuote] = []
    time: TimeQuote | None = None
    toll: list[FigureQuote] = []
    earlier: bool = False
    aggregate: bool = False
    score: float | None = Field(default=None, ge=0, le=1)

    @field_validator("actor", "target", "weapon", "place", "toll", "trigger", mode="before")
    @classmethod
    def _one_is_a_list(cls, value: Any) -> Any:
        return [] if value is None else [value] if isinstance(value, dict) else value


class ClaimShape(_Shape):
    """One act of saying."""

    id: str
    source: Quote
    who: str | None = None
    cue: Quote | None = None
    content: list[Quote] = Field(min_length=1)
    kind: ClaimKind
    direct: bool = False
    via: Quote | None = None
    against: list[Quote] = []
    about: list[str] = []
    score: float | None = Field(default=None, ge=0, le=1)

    @field_validator("content", "against", "about", mode="before")
    @classmethod
    def _one_is_a_list(cls, value: Any) -> Any:
        return [] if value is None else [value] if isinstance(value, dict | str) else value

    @field_validator("source", "cue", "via", mode="before")
    @classmethod
    def _first_of_a_list(cls, value: Any) -> Any:
        return (value[0] if value else None) if isinstance(value, list) else value


class CommitmentShape(_Shape):
    """One act on a rule of conduct."""

    id: str
    subject: Subject
    act: Act
    content: list[Quote] = Field(min_length=1)
    party: list[Quote] = []
    bound: list[Quote] = []
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

    @field_validator("content", "party", "bound", mode="before")
    @classmethod
    def _one_is_a_list(cls, value: Any) -> Any:
        return [] if value is None else [value] if isinstance(value, dict) else value

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
