"""Writes the examples of the API's description from the sample: `python web/examples.py`."""

import json
import tempfile
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

import montjoie
from montjoie import pipeline
from montjoie.moments import Moments
from montjoie.serve.app import make_app
from montjoie.serve.openapi import EXAMPLES
from montjoie.settings import Settings
from montjoie.settled import KINDS

SAMPLE = Path(montjoie.__file__).parent / "sample"
PARAMETERS = {
    "as_known_at": "2022-03-09T18:00Z", "limit": 50, "since": "2022-03-01", "until": "2022-03-31", "known_since": "2022-03-05T12:00Z",
    "place": "Mariupol", "actor": "Ukraine", "grade": "contested", "target": "health", "source_country": "UA", "bbox": "37,46,38,48",
    "speaker": "city council", "q": "hospital", "all": True, "type": "air_strike", "incidents.type": "air_strike", "claims.type": "denies",
    "commitments.type": "humanitarian_pause", "disagreements.type": "contradicts", "ledger.type": "undetermined",
}  # fmt: skip


def main() -> None:
    """Write the examples."""
    with tempfile.TemporaryDirectory() as folder:
        record = Path(folder) / "sample.record"
        pipeline.run(Settings(record=record, paths=(SAMPLE / "reports",), readings=(SAMPLE / "readings",), zone="Europe/Kyiv"))
        moments = Moments(record)
        with TestClient(make_app(moments, "0", "sample"), base_url="http://127.0.0.1") as client:
            made = made_of(client)
        moments.close()
    EXAMPLES.write_text(json.dumps(made, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def made_of(client: TestClient) -> dict[str, Any]:
    """Return the examples that a server of the sample gives."""
    made: dict[str, Any] = {"parameters": dict(PARAMETERS)}
    for kind in KINDS:
        every = client.get(f"/api/v1/{kind}", params={"limit": 500}).json()["items"]
        one = min(every, key=lambda thing: (not telling(kind, thing), len(json.dumps(thing))))
        first = client.get(f"/api/v1/{kind}", params={"limit": 1}).json()
        made[kind] = {"one": one, "page": {"items": [one], "next": first["next"]}}
        made["parameters"] |= {f"{kind}.identity": one["id"], f"{kind}.cursor": first["next"]}
    incident = made["incidents"]["one"]["id"]
    made["parameters"]["about"] = made["claims"]["one"]["about"][0]
    made["incidents"]["feature"] = client.get(f"/api/v1/incidents/{incident}", params={"format": "geojson"}).json()
    made["incidents"]["features"] = {
        "type": "FeatureCollection",
        "features": [made["incidents"]["feature"]],
        "next": made["incidents"]["page"]["next"],
    }
    asked = {
        "what": "set",
        "identity": incident,
        "values": ["type=bombing"],
        "who": "A. Coder",
        "why": "the crater is of an air-dropped bomb",
    }
    made["decision"] = {"asked": asked, "answered": client.post("/api/v1/decisions", json=asked).json()}
    made["problems"] = {
        "404": client.get("/api/v1/incidents/mention-000000000000000000000000").json(),
        "422": client.get("/api/v1/incidents", params={"as_known_at": "yesterday"}).json(),
        "403": client.post("/api/v1/decisions", json=asked, headers={"Origin": "https://elsewhere.example"}).json(),
        "503": {
            "type": "about:blank", "title": "the record is in use", "status": 503, "instance": "/api/v1/decisions",
            "detail": "sample.record is in use by another program; try again when it has ended",
        },
    }  # fmt: skip
    return made


def telling(kind: str, thing: Any) -> bool:
    """Say whether an object shows what its kind is about."""
    if kind == "incidents":
        return bool(thing["toll"].get("killed") and thing["place"] and thing["actors"] and len(thing["mentions"]) > 1)
    if kind == "claims":
        return bool(thing["about"] and thing["who"]["id"] and thing["content"][0]["q"])
    if kind == "commitments":
        return bool(thing["status"] and thing["terms"])
    if kind == "documents":
        return bool(thing["main_incident"] and thing["published"])
    return kind != "ledger" or bool(thing["incident"] and thing["alleged_by"])


if __name__ == "__main__":
    main()
