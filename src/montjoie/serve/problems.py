"""Errors of ours → answers that say what to do: problem+json for programs, a page for people."""

from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse, Response

from montjoie.errors import InputError, MontjoieError, NotInRecord, RecordBusy, RecordReadOnly

STATUS: tuple[tuple[type[MontjoieError], int, str], ...] = (
    (NotInRecord, 404, "not in the record"),
    (InputError, 422, "cannot be asked so"),
    (RecordBusy, 503, "the record is in use"),
    (RecordReadOnly, 403, "the record can only be read here"),
)


def status_of(error: MontjoieError) -> tuple[int, str]:
    """Return the status and the title of an error."""
    return next(((status, title) for kind, status, title in STATUS if isinstance(error, kind)), (500, "the record cannot be read"))


def problem(request: Request, status: int, title: str, detail: str, **more: Any) -> Response:
    """Return an RFC 9457 problem."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, "instance": request.url.path, **more}
    return JSONResponse(body, status_code=status, media_type="application/problem+json")
