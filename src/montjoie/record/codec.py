"""Types ↔ JSON: how readings, grounded readings and settled objects lie in the record."""

import hashlib
from typing import Any

from pydantic import TypeAdapter

from montjoie.schema import Commitment, GroundedReading, Mention, Part, Reading
from montjoie.settled import ClaimAt, Disagreement, DocumentAt, Incident, LedgerLine, Link, Thread

READING: TypeAdapter[Reading] = TypeAdapter(Reading)
GROUNDED: TypeAdapter[GroundedReading] = TypeAdapter(GroundedReading)
MENTION: TypeAdapter[Mention] = TypeAdapter(Mention)
COMMITMENT: TypeAdapter[Commitment] = TypeAdapter(Commitment)
LINK: TypeAdapter[Link] = TypeAdapter(Link)
PARTS: TypeAdapter[tuple[Part, ...]] = TypeAdapter(tuple[Part, ...])
INCIDENT: TypeAdapter[Incident] = TypeAdapter(Incident)
THREAD: TypeAdapter[Thread] = TypeAdapter(Thread)

# the collections of a View, in the order of the export
OBJECTS: dict[str, TypeAdapter[Any]] = {
    "documents": TypeAdapter(DocumentAt),
    "incidents": INCIDENT,
    "claims": TypeAdapter(ClaimAt),
    "commitments": THREAD,
    "disagreements": TypeAdapter(Disagreement),
    "ledger": TypeAdapter(LedgerLine),
}


def dump(adapter: TypeAdapter[Any], value: Any) -> str:
    """Return a value as compact JSON, fields without a value left out; the same value gives the same text."""
    return adapter.dump_json(value, exclude_defaults=True).decode()


def body_hash(body: str) -> str:
    """Return a short digest to tell whether a stored body has changed."""
    return hashlib.sha256(body.encode()).hexdigest()[:32]
