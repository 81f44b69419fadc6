"""The pages of a list: a cursor names the last object by its place in the list, so that it holds while the list grows and at another time."""

import base64
import binascii
import json
from bisect import bisect_right
from collections.abc import Sequence
from typing import Any

from montjoie.errors import InputError

SEPARATOR = "\x1f"  # lower than any character of an id or a name: joined words sort as their parts


def rank(kind: str, one: Any) -> str:
    """Return what a list is sorted by: incidents by day, claims and commitments by when they became known, documents by name."""
    parts: tuple[str, ...]
    if kind == "incidents":
        parts = (one["time"]["start"] or one["not_after"] or "9999", one["first_known"] or "~", one["id"])
    elif kind == "documents":
        parts = (one["id"], one["version"])
    elif kind == "ledger":
        parts = (one["commitment"], one["id"])
    elif kind == "disagreements":
        parts = (one["id"],)
    else:
        parts = (one["known" if kind == "claims" else "first_known"] or "~", one["id"])
    return SEPARATOR.join(parts)


def page_of(listed: Sequence[Any], kind: str, limit: int, cursor: str | None) -> tuple[list[Any], str | None]:
    """Return the objects of a list after a cursor, and the cursor after them. Raises InputError."""
    start = bisect_right(listed, opened(cursor, kind), key=lambda one: rank(kind, one)) if cursor is not None else 0
    items = list(listed[start : start + limit])
    return items, closed(kind, rank(kind, items[-1])) if start + limit < len(listed) and items else None


def closed(kind: str, after: str) -> str:
    """Return the cursor of a place in a list."""
    return base64.urlsafe_b64encode(json.dumps((kind, after)).encode()).decode().rstrip("=")


def opened(cursor: str, kind: str) -> str:
    """Return the place that a cursor names. Raises InputError."""
    try:
        found = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        of, after = found
    except (ValueError, TypeError, binascii.Error, RecursionError) as error:
        raise InputError("this is no cursor; take `next` of the page before, or leave it out to begin") from error
    if not isinstance(of, str) or not isinstance(after, str):
        raise InputError("this is no cursor; take `next` of the page before, or leave it out to begin")
    if of != kind:
        raise InputError(f"this cursor is of {of}; take `next` of a page of {kind}")
    return after.encode("utf-8", "replace").decode()
