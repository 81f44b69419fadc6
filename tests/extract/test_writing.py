"""Places in the codebook's JSON: what they were resolved to, and what is said of those that are on no map."""

from typing import Any

import pytest

from montjoie.extract.writing import Resolved, written
from montjoie.schema import Document, IncidentRead, PlaceWords, Reading, Span, Where

TEXT = "Shells fell on the village of Qarnabesh at dawn."
WORDS = Span(start=15, end=39)
QUOTED = {"q": "the village of Qarnabesh", "s": 15, "e": 39}


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (None, {"kind": "other"}),
        (
            Where(span=WORDS, name="Qarnabesh", kind="settlement", country="SY", relation="at", basis="unresolved: not in the gazetteer"),
            {"name": "Qarnabesh", "country": "SY", "kind": "settlement"},
        ),
        (Where(span=WORDS, kind="settlement", relation="at", basis="unresolved: not in the gazetteer"), {"kind": "settlement"}),
        (
            Where(span=WORDS, kind="district", within="Homs", country="SY", lat=34.7, lon=36.7, relation="at", basis="part of geonames:1, name"),
            {"name": "the village of Qarnabesh", "within": "Homs", "country": "SY", "kind": "district"},
        ),
    ],
)  # fmt: skip
def test_a_place_is_written_as_it_was_resolved_or_as_its_words_say(where: Where | None, expected: dict[str, Any]) -> None:
    incident = IncidentRead(
        item="i1", type="shelling", reality="actual", triggers=(Span(start=0, end=6),), places=(PlaceWords(span=WORDS, kind="other"),)
    )
    reading = Reading(document="d1", maker="test", incidents=(incident,), claims=(), commitments=(), relations=())
    document = Document(id="d1", source_key="d1", given_id="d1", text=TEXT, title="", language="en")
    resolved = Resolved(wheres={"i1": (where,)}) if where else None
    assert written(document, reading, resolved)["incidents"][0]["place"] == [QUOTED | expected]
