"""The description of the API: every answer, error and parameter has an example, and each of them holds on the sample."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from montjoie.moments import Moments
from montjoie.serve.app import make_app
from montjoie.serve.openapi import examples
from montjoie.settled import KINDS


@pytest.fixture(scope="module")
def client(sample_record: Path) -> Iterator[TestClient]:
    moments = Moments(sample_record)
    with TestClient(make_app(moments, "0", "sample"), base_url="http://127.0.0.1", raise_server_exceptions=False) as client:
        yield client
    moments.close()


@pytest.fixture(scope="module")
def described(client: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/api/v1/openapi.json").json()
    return found


def test_it_is_openapi_3_1_of_all_routes(described: dict[str, Any]) -> None:
    assert described["openapi"].startswith("3.1")
    assert set(described["paths"]) == {f"/api/v1/{kind}{one}" for kind in KINDS for one in ("", "/{identity}")} | {"/api/v1/decisions"}


def test_everything_has_an_example(described: dict[str, Any]) -> None:
    for path, methods in described["paths"].items():
        for name, method in methods.items():
            for parameter in method.get("parameters", ()):
                assert "example" in parameter, (path, parameter["name"])
            for status, answer in method["responses"].items():
                for kind, content in answer.get("content", {}).items():
                    assert content.get("example"), (path, name, status, kind)
            assert {"404", "422", "503"} <= set(method["responses"])


def test_errors_are_problems_alone(described: dict[str, Any]) -> None:
    for methods in described["paths"].values():
        for method in methods.values():
            for status, answer in method["responses"].items():
                if status >= "400":
                    assert set(answer["content"]) == {"application/problem+json"}
                    assert answer["content"]["application/problem+json"]["example"]["status"] == int(status)


@pytest.mark.parametrize("kind", KINDS)
def test_the_example_of_an_object_is_what_is_answered(client: TestClient, kind: str) -> None:
    shown = examples()[kind]["one"]
    assert client.get(f"/api/v1/{kind}/{shown['id']}").json() == shown


def test_every_example_of_a_parameter_can_be_asked(client: TestClient, described: dict[str, Any]) -> None:
    matched = 0
    for path, methods in described["paths"].items():
        for parameter in methods.get("get", {}).get("parameters", ()):
            if parameter["in"] == "path":
                assert client.get(path.replace("{identity}", parameter["example"])).status_code == 200
            elif "{" not in path:
                answer = client.get(path, params={parameter["name"]: parameter["example"]})
                assert answer.status_code == 200, (path, parameter["name"], answer.text)
                matched += bool(answer.json()["items"])
    assert matched > 60


def test_the_examples_of_errors_are_what_is_answered(client: TestClient) -> None:
    known = examples()["problems"]
    assert client.get("/api/v1/incidents/mention-000000000000000000000000").json() == known["404"]
    assert client.get("/api/v1/incidents", params={"as_known_at": "yesterday"}).json() == known["422"]
    refused = client.post("/api/v1/decisions", json=examples()["decision"]["asked"], headers={"Origin": "https://elsewhere.example"})
    assert refused.json() == known["403"]
