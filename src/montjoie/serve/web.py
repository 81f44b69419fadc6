"""The pages: one record at one time, drawn on the server; every link keeps the time and the filters that it was reached with."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from montjoie.errors import InputError, MontjoieError, NotInRecord
from montjoie.serve import charts, views, wording
from montjoie.serve.api import answered
from montjoie.serve.moment import Answers, Moment
from montjoie.serve.text_marks import pieces

TEMPLATES = Path(__file__).parent / "templates"
FILTERS = ("since", "until", "known_since", "place", "actor", "type", "target", "grade", "source_country", "bbox", "all")
KEPT = ("as_known_at", *FILTERS)  # what a link to another page takes along
SAFE_SCHEMES = ("http", "https")
A_PAGE = 50
SLIDER_STEPS = 400  # times that the slider stops at, where there are more instants

ErrorPage = Callable[[Request, int, str, str], Response]


def make_pages(answers: Answers, version: str, name: str) -> tuple[APIRouter, ErrorPage]:  # noqa: PLR0915 a route each
    """Return the routes of the pages, and what draws an error as a page."""
    pages = APIRouter(include_in_schema=False)
    drawn = _environment()

    def page(request: Request, template: str, moment: Moment | None, status: int = 200, **values: Any) -> Response:
        content = drawn.get_template(template).render(
            moment=moment, version=version, record=name, request=request, link=_link(request), params=request.query_params,
            slider=_slider(moment), **values,
        )  # fmt: skip
        return HTMLResponse(content, status_code=status, headers={"Cache-Control": "no-cache"})

    def error_page(request: Request, status: int, title: str, detail: str) -> Response:
        try:
            moment = at(request)
        except MontjoieError:
            moment = None
        return page(request, "error.html", moment, status, title=title, detail=detail)

    def at(request: Request) -> Moment:
        return answers.moment(request.query_params.get("as_known_at") or None)

    def listed(request: Request, moment: Moment, kind: str) -> list[Any]:
        return answers.narrowed(moment, kind, dict(request.query_params))

    @pages.get("/")
    def overview(request: Request) -> Response:
        moment = at(request)
        incidents = listed(request, moment, "incidents")
        return page(
            request, "overview.html", moment, incidents=incidents[:25], count=len(incidents), points=charts.map_points(incidents[:400]),
            timeline=charts.bars_of((i["time"]["start"] or i["not_after"] or "" for i in incidents), 90),
            reports=moment.once("reports", lambda: views.reports(moment)), new=moment.once(f"new {moment.at}", lambda: views.since_yesterday(moment)),
            box=charts.box_of(incidents), choices=moment.once("choices", lambda: views.choices(moment)),
            headline=moment.once("counts", lambda: views.counts(moment)),
        )  # fmt: skip

    @pages.get("/map.json")
    def map_points(request: Request) -> Response:
        return answered(request, charts.map_points(listed(request, at(request), "incidents")))

    @pages.get("/incidents")
    def incidents(request: Request) -> Response:
        moment = at(request)
        found = views.sorted_by(listed(request, moment, "incidents"), request.query_params.get("sort", ""))
        shown, number, of = _paged(found, request.query_params.get("page"))
        return page(
            request,
            "incidents.html",
            moment,
            incidents=shown,
            count=len(found),
            number=number,
            of=of,
            choices=moment.once("choices", lambda: views.choices(moment)),
        )

    @pages.get("/incidents/{identity}")
    def incident(request: Request, identity: str) -> Response:
        moment = at(request)
        one = answers.one(moment, "incidents", identity).object
        return page(request, "incident.html", moment, one=one, asked=identity, **views.incident_view(moment, one))

    @pages.get("/claims")
    def claims(request: Request) -> Response:
        moment = at(request)
        found = listed(request, moment, "claims")
        shown, number, of = _paged(found, request.query_params.get("page"))
        return page(
            request, "claims.html", moment, claims=shown, count=len(found), number=number, of=of, speakers=moment.once("speakers", lambda: views.speakers(moment)),
            disagreements=moment.once("disagreements", lambda: views.disagreements(moment)),
            positions=moment.once(f"positions {sorted(request.query_params.items())}", lambda: views.positions(moment, found)),
        )  # fmt: skip

    @pages.get("/claims/{identity}")
    def claim(request: Request, identity: str) -> Response:
        moment = at(request)
        one = answers.one(moment, "claims", identity).object
        return page(request, "claim.html", moment, one=one, **views.claim_view(moment, one))

    @pages.get("/commitments")
    def commitments(request: Request) -> Response:
        moment = at(request)
        found = listed(request, moment, "commitments")
        shown, number, of = _paged(found, request.query_params.get("page"))
        return page(request, "commitments.html", moment, commitments=shown, count=len(found), number=number, of=of)

    @pages.get("/commitments/{identity}")
    def commitment(request: Request, identity: str) -> Response:
        moment = at(request)
        one = answers.one(moment, "commitments", identity).object
        return page(request, "commitment.html", moment, one=one, **views.commitment_view(moment, one))

    @pages.get("/documents")
    def documents(request: Request) -> Response:
        moment = at(request)
        words = request.query_params.get("q", "").strip()
        hits = answers.found(words, moment) if words else None
        found = moment.once("documents by day", lambda: views.by_published(moment)[::-1])
        shown, number, of = _paged(found, request.query_params.get("page"))
        return page(request, "documents.html", moment, documents=shown, hits=hits, words=words, count=len(found), number=number, of=of)

    @pages.get("/documents/{identity:path}")
    def document(request: Request, identity: str) -> Response:
        moment = at(request)
        one = moment.by_id["documents"].get(identity)
        if one is None:
            raise NotInRecord(f"no document {identity} is known at this time; ask for a later time, or see the list of documents")
        text, spans = answers.text(moment, identity), moment.spans.get(identity, ())
        asked = _span(request)
        return page(
            request, "document.html", moment, one=one, pieces=pieces(text, spans, asked), asked=asked,
            things=views.things_read(moment, identity),
        )  # fmt: skip

    @pages.get("/about")
    def about(request: Request) -> Response:
        return page(request, "about.html", at(request), headline=views.counts(at(request)))

    return pages, error_page


def _environment() -> Environment:
    drawn = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    drawn.filters |= {
        "short": wording.short, "plain": wording.plain, "range": wording.range_of, "days": wording.days_of, "place": wording.place_of,
        "type": wording.type_of, "people": wording.people_of, "standing": wording.standing_of, "area": wording.area_of,
        "title_of": wording.commitment_title, "spaced": lambda words: str(words).replace("_", " "), "safe_url": safe_url, "time": _time,
        "cleaned": wording.cleaned, "range_figure": lambda f: wording.range_of({"low": f["low"], "best": None, "high": f["high"]}),
    }  # fmt: skip
    return drawn


def safe_url(address: str | None) -> str | None:
    """Return an address that may be followed: of the web, and nothing that a browser would run."""
    try:
        return address if address and urlsplit(address.strip()).scheme.lower() in SAFE_SCHEMES else None
    except ValueError:
        return None


def _time(at: str | None) -> str:
    return at[:16].replace("T", " ") if at else "undated"


def _link(request: Request) -> Callable[..., str]:
    """Return what makes links: a path, with the time and the filters of this page, changed or left out (None) as named."""
    kept = {name: value for name, value in request.query_params.items() if name in KEPT and value}

    def link(*path: str, **changes: Any) -> str:
        steps = "/".join(quote(str(step), safe="") for step in path)
        asked = {name: str(value) for name, value in {**kept, **changes}.items() if value is not None and value != ""}
        return f"/{steps}" + (f"?{urlencode(asked)}" if asked else "")

    return link


def _slider(moment: Moment | None) -> Mapping[str, Any]:
    """Return the times that the slider stops at, and where it stands."""
    if moment is None or not moment.instants:
        return {"stops": [], "at": 0}
    every = moment.instants
    stops = list(every) if len(every) <= SLIDER_STEPS else [every[(len(every) - 1) * n // (SLIDER_STEPS - 1)] for n in range(SLIDER_STEPS)]
    if moment.at is None:
        return {"stops": stops, "at": len(stops)}
    return {"stops": stops, "at": views.stop_of(moment.at, stops)}


def _paged(found: Sequence[Any], asked: str | None) -> tuple[list[Any], int, int]:
    of = max(1, -(-len(found) // A_PAGE))
    number = min(of, max(1, int(asked))) if asked and asked.isdecimal() and len(asked) < 9 else 1
    return list(found[(number - 1) * A_PAGE : number * A_PAGE]), number, of


def _span(request: Request) -> tuple[int, int] | None:
    start, end = request.query_params.get("s"), request.query_params.get("e")
    if start is None or end is None:
        return None
    if not (start.isdecimal() and end.isdecimal() and len(start) < 10 and len(end) < 10):
        raise InputError("s and e are the offsets of characters; follow a link of the record to them")
    return int(start), int(end)
