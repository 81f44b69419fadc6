"""The API: `/api/v1`, read only but for decisions; a list is {"items": [...], "next": ...} of the objects of the export."""

import json
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field
from typing_extensions import TypedDict

from montjoie.ids import digest
from montjoie.serve import export_shape as shape
from montjoie.serve.geojson import collection, feature
from montjoie.serve.moment import Answers
from montjoie.settled import KINDS

MOST = 500  # objects in one page
USUAL = 50
GEO = "application/geo+json"
KnownAt = Annotated[
    str | None,
    Query(description="as reported by this time (publication times): 2022-03-09 or 2022-03-09T18:00Z", examples=["2022-03-09T18:00Z"]),
]
Limit = Annotated[int, Query(ge=1, le=MOST, description="most objects of a page")]
Cursor = Annotated[str | None, Query(description="`next` of the page before", max_length=400)]
Identity = Annotated[str, Path(description="an id, or the beginning of one that no other has", min_length=1, max_length=200)]


class Problem(TypedDict):
    """An error (RFC 9457): what, where, what to do."""

    type: str
    title: str
    status: int
    detail: str
    instance: str


class Asked(BaseModel):
    """What a list is narrowed to."""

    model_config = ConfigDict(extra="ignore")

    since: str | None = Field(None, description="that happened (of claims: became known) on or after this day", examples=["2022-03-01"])
    until: str | None = Field(None, description="that happened on or before this day", examples=["2022-03-31"])
    known_since: str | None = Field(None, description="that became known after this time")
    place: str | None = Field(None, description="at or within this place", examples=["Mariupol"])
    actor: str | None = Field(None, description="by, to or said by this actor")
    type: str | None = Field(None, description="of this type: of incident, claim, subject, disagreement, slot, or in_scope")
    grade: str | None = Field(None, description="incidents of this grade")
    target: str | None = Field(None, description="incidents with this target class, or target of that name")
    source_country: str | None = Field(None, description="incidents reported by an outlet of this country", examples=["UA"])
    bbox: str | None = Field(None, description="incidents within west,south,east,north", examples=["37,46,38,48"])
    speaker: str | None = Field(None, description="claims of this speaker")
    about: str | None = Field(None, description="claims about this incident or commitment")
    q: str | None = Field(None, description="claims with these words")
    all: bool = Field(False, description="also incidents that are not codeable: planned, denied, aggregates, without place or day")

    def filters(self) -> dict[str, str]:
        """Return what was given, as words."""
        found = {name: str(value) for name, value in self.model_dump(exclude={"all"}).items() if value}
        return {**found, "all": "1"} if self.all else found


class DecisionAsked(BaseModel):
    """A person's decision, as `montjoie decide` takes it."""

    model_config = ConfigDict(extra="forbid")

    what: Literal["add", "set", "reject", "same", "different", "undo"]
    identity: str = Field(max_length=200, description="what it is about; for add, the document")
    values: list[str] = Field(default=[], max_length=50, description="FIELD=VALUE (set, add), or the other id (same, different)")
    kind: Literal["incident", "figure", "claim", "commitment"] = "incident"
    words: str | None = Field(default=None, max_length=2000, description="for add: the exact words")
    nth: int = Field(default=1, ge=1, le=10_000)
    who: str = Field(min_length=1, max_length=200, description="who decides")
    why: str = Field(min_length=1, max_length=2000, description="the reason, kept with the decision")


class Decided(TypedDict):
    """A decision that was kept."""

    id: str
    now: str


ERRORS: dict[int | str, dict[str, Any]] = {
    code: {"model": Problem, "description": said}
    for code, said in ((404, "not in the record at this time"), (422, "cannot be asked so"), (503, "the record is in use"))
}


def make_api(answers: Answers) -> APIRouter:
    """Return the routes of the API over a record."""
    api = APIRouter(prefix="/api/v1")
    for kind, one in zip(KINDS, _shapes(), strict=True):
        _add_list(api, answers, kind, one)
        _add_one(api, answers, kind, one)

    @api.post(
        "/decisions",
        status_code=201,
        tags=["decisions"],
        summary="Keep a person's decision",
        responses={**ERRORS, 403: {"model": Problem, "description": "not from this machine, or the record can only be read"}},
    )
    def decide(decision: DecisionAsked) -> Decided:
        wanted = decision.model_dump()
        identity, now = answers.decide({**wanted, "values": tuple(wanted["values"])})
        return {"id": identity, "now": now}

    return api


def _shapes() -> tuple[Any, ...]:
    return (
        shape.DocumentShape, shape.IncidentShape, shape.ClaimShape, shape.CommitmentShape, shape.DisagreementShape, shape.LedgerShape,
    )  # fmt: skip


def _add_list(api: APIRouter, answers: Answers, kind: str, one: Any) -> None:
    page = TypedDict(f"{kind.capitalize()}Page", {"items": list[one], "next": str | None})  # type: ignore[misc]  # noqa: UP013 made for each kind
    content: dict[str, Any] = {"application/json": {}} | ({GEO: {}} if kind == "incidents" else {})

    def read(
        request: Request, asked: Annotated[Asked, Query()], as_known_at: KnownAt = None, limit: Limit = USUAL, cursor: Cursor = None
    ) -> Response:
        page = answers.page(answers.moment(as_known_at), kind, asked.filters(), limit, cursor)
        if kind == "incidents" and wants_geo(request):
            return answered(request, {**collection([one.object for one in page.items]), "next": page.next}, GEO)
        return sent(request, f'{{"items":[{",".join(one.text for one in page.items)}],"next":{json.dumps(page.next)}}}')

    api.add_api_route(
        f"/{kind}", read, methods=["GET"], tags=[kind], summary=f"List {kind}", name=f"list_{kind}",
        responses={200: {"model": page, "content": content}, 304: {"description": "not changed"}, **ERRORS},
    )  # fmt: skip


def _add_one(api: APIRouter, answers: Answers, kind: str, one: Any) -> None:
    content: dict[str, Any] = {"application/json": {}} | ({GEO: {}} if kind == "incidents" else {})

    def read(request: Request, identity: Identity, as_known_at: KnownAt = None) -> Response:
        found = answers.one(answers.moment(as_known_at), kind, identity)
        if kind == "incidents" and wants_geo(request):
            return answered(request, feature(found.object), GEO)
        return sent(request, found.text)

    api.add_api_route(
        f"/{kind}/{{identity}}", read, methods=["GET"], tags=[kind], summary=f"One of {kind}", name=f"one_of_{kind}",
        responses={200: {"model": one, "content": content}, 304: {"description": "not changed"}, **ERRORS},
    )  # fmt: skip


# ---------------------------------------------------------------- answers


def wants_geo(request: Request) -> bool:
    """Say whether GeoJSON is asked for."""
    return GEO in request.headers.get("accept", "") or request.query_params.get("format") == "geojson"


def answered(request: Request, body: Any, media_type: str = "application/json") -> Response:
    """Return JSON with its ETag, or that nothing has changed."""
    return sent(request, json.dumps(body, ensure_ascii=False, separators=(",", ":")), media_type)


def sent(request: Request, text: str, media_type: str = "application/json") -> Response:
    """Return text that is JSON with its ETag, or that nothing has changed."""
    content = text.encode("utf-8", "replace")
    tag = f'"{digest(content)[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept"}
    if tag in [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]:
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=media_type, headers=headers)
