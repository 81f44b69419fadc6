"""The server: API and pages over one record, for this machine alone."""

from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.responses import Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware

from montjoie.errors import MontjoieError
from montjoie.serve import problems
from montjoie.serve.api import make_api
from montjoie.serve.moment import Answers
from montjoie.serve.openapi import describe
from montjoie.serve.web import make_pages

STATIC = Path(__file__).parent / "static"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; worker-src 'self' blob:; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
HERE = ["127.0.0.1", "localhost", "[::1]"]  # a page elsewhere that points a name of its own here is refused


def make_app(answers: Answers, version: str, name: str, hosts: tuple[str, ...] = ()) -> FastAPI:
    """Return the application that serves a record; `name` is what the pages call it."""
    app = FastAPI(title="Montjoie", version=version, openapi_url="/api/v1/openapi.json", docs_url=None, redoc_url=None)
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=4)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=[*HERE, *hosts])

    @app.middleware("http")
    async def guard(request: Request, call_next: Any) -> Response:
        if request.method not in ("GET", "HEAD") and not _from_here(request):
            return problems.problem(request, 403, "not from here", "changes are taken from pages and programs of this machine only")
        response: Response = await call_next(request)
        response.headers.update(HEADERS)
        return response

    @app.exception_handler(MontjoieError)
    def ours(request: Request, error: MontjoieError) -> Response:
        status, title = problems.status_of(error)
        return _told(request, status, title, str(error))

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, error: RequestValidationError) -> Response:
        faults = [f"{'.'.join(str(part) for part in one['loc'][1:])}: {one['msg']}" for one in error.errors()]
        return _told(request, 422, "cannot be asked so", "; ".join(faults))

    @app.exception_handler(HTTPException)
    def http(request: Request, error: HTTPException) -> Response:
        detail = "there is nothing here; begin at /" if error.status_code == 404 else str(error.detail)
        response = _told(request, error.status_code, str(error.detail), detail)
        response.headers.update(error.headers or {})
        return response

    def _told(request: Request, status: int, title: str, detail: str) -> Response:
        if request.url.path.startswith("/api/"):
            return problems.problem(request, status, title, detail)
        return error_page(request, status, title, detail)

    app.include_router(make_api(answers))
    app.openapi = lambda: app.openapi_schema or describe(app)  # type: ignore[method-assign]
    pages, error_page = make_pages(answers, version, name)
    app.include_router(pages)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    return app


def _from_here(request: Request) -> bool:
    """Whether a change comes from this server's own pages, or from a program: never from a page of elsewhere."""
    origin = request.headers.get("origin")
    site = request.headers.get("sec-fetch-site", "same-origin")
    json_body = request.headers.get("content-type", "").partition(";")[0].strip() == "application/json"
    return json_body and site in ("same-origin", "none") and (origin is None or origin == f"{request.url.scheme}://{request.url.netloc}")
