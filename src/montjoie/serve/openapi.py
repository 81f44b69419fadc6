"""The description of the API for programs (OpenAPI 3.1): an example for every answer, error and parameter, each taken from the sample."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from fastapi import FastAPI

EXAMPLES = Path(__file__).parent / "data" / "api_examples.json"  # written by `python web/examples.py`; a test asks for each of them
PROBLEM = "application/problem+json"
GEO = "application/geo+json"
INTRODUCTION = (
    "What is reported of an armed conflict, who says so, what was agreed and whether it is being kept. Every read takes `as_known_at`: the record "
    "as it was reported by that time. Lists are read page by page: `next` of one page is the `cursor` of the following one. Each answer has an "
    "ETag. Nothing changes but by a decision, which says who took it and why."
)
KINDS = {
    "documents": "The texts that the record keeps, without their words.",
    "incidents": "What is reported to have happened, with every figure and who gives it.",
    "claims": "Who says what, in whose words.",
    "commitments": "What was proposed, agreed, refused, and by whose word.",
    "disagreements": "Which claims and figures contradict, update, answer or corroborate which, and on what.",
    "ledger": "Incidents and allegations beside the terms of commitments. It never says that a commitment was broken.",
    "decisions": "What people decided, anchored to the words.",
}
GEOJSON: dict[str, Any] = {
    "type": "object", "required": ["type"], "description": "RFC 7946: a Feature, or a FeatureCollection with `next`",
    "properties": {"type": {"enum": ["Feature", "FeatureCollection"]}, "features": {"type": "array"}, "geometry": {"type": ["object", "null"]}},
}  # fmt: skip


@lru_cache(maxsize=1)
def examples() -> dict[str, Any]:
    """Return the examples, by kind of object and by error."""
    found: dict[str, Any] = json.loads(EXAMPLES.read_text(encoding="utf-8"))
    return found


def describe(app: FastAPI) -> dict[str, Any]:
    """Return the description of an application's API, with its examples."""
    schema = FastAPI.openapi(app)
    schema["info"] |= {"description": INTRODUCTION, "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}}
    schema["tags"] = [{"name": name, "description": said} for name, said in KINDS.items()]
    for path, methods in schema["paths"].items():
        kind = path.split("/")[3]
        for method in methods.values():
            for parameter in method.get("parameters", ()):
                _exemplify(parameter, kind)
            for status, answer in method["responses"].items():
                _answer(answer, status, kind, one="{" in path)
            if "requestBody" in method:
                method["requestBody"]["content"]["application/json"]["example"] = examples()["decision"]["asked"]
    for name in ("HTTPValidationError", "ValidationError"):  # ours are problems
        schema["components"]["schemas"].pop(name, None)
    return schema


def _exemplify(parameter: dict[str, Any], kind: str) -> None:
    known = examples()["parameters"]
    name = parameter["name"]
    found = known.get(f"{kind}.{name}", known.get(name))
    if found is not None:
        parameter["example"] = found
        parameter["schema"].pop("examples", None)


def _answer(answer: dict[str, Any], status: str, kind: str, *, one: bool) -> None:
    known = examples()
    if status in known["problems"]:
        answer["content"] = {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}, "example": known["problems"][status]}}
        return
    if status == "304":
        answer["headers"] = {"ETag": {"schema": {"type": "string"}, "example": '"0c4f2b6d"'}}
        return
    if status == "201":
        answer["content"]["application/json"]["example"] = known["decision"]["answered"]
        return
    answer["headers"] = {"ETag": {"schema": {"type": "string"}, "description": "send it as If-None-Match", "example": '"0c4f2b6d"'}}
    shown = known[kind]
    answer["content"]["application/json"]["example"] = shown["one"] if one else shown["page"]
    if GEO in answer["content"]:
        answer["content"][GEO] = {"schema": GEOJSON, "example": shown["feature"] if one else shown["features"]}
