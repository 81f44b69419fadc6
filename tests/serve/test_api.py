"""The API: lists, one, pages of a list, ETags, past times, errors that say what to do; only from this machine."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from montjoie import exporting
from montjoie.moments import Moments
from montjoie.pipeline import open_to_read
from montjoie.serve.app import make_app
from montjoie.settled import KINDS

EVENING = "2022-03-09T20:00+02:00"


@pytest.fixture(scope="module")
def client(sample_record: Path) -> Iterator[TestClient]:
    moments = Moments(sample_record)
    with TestClient(make_app(moments, "0", "sample"), base_url="http://127.0.0.1", raise_server_exceptions=False) as client:
        yield client
    moments.close()


@pytest.fixture(scope="module")
def whole(sample_record: Path) -> dict[str, Any]:
    with open_to_read(sample_record) as store:
        made: dict[str, Any] = json.loads(exporting.export(store, "json", out=None, as_known_at=EVENING, as_recorded_at=None).content)
        return made


@pytest.mark.parametrize("kind", KINDS)
def test_the_pages_of_a_list_are_the_export_at_that_time(client: TestClient, whole: dict[str, Any], kind: str) -> None:
    found: list[Any] = []
    cursor = None
    while True:
        asked = {"as_known_at": EVENING, "limit": 3, "all": "1"} | ({"cursor": cursor} if cursor else {})
        page = client.get(f"/api/v1/{kind}", params=asked).json()
        found += page["items"]
        cursor = page["next"]
        if cursor is None:
            break
    assert {one["id"]: one for one in found} == {one["id"]: one for one in whole[kind]}
    assert len(found) == len(whole[kind])


@pytest.mark.parametrize("kind", KINDS)
def test_each_object_can_be_asked_for_by_its_id(client: TestClient, whole: dict[str, Any], kind: str) -> None:
    for one in whole[kind][:3]:
        assert client.get(f"/api/v1/{kind}/{one['id']}", params={"as_known_at": EVENING}).json() == one


def test_an_answer_that_has_not_changed_is_not_sent_again(client: TestClient) -> None:
    first = client.get("/api/v1/incidents")
    again = client.get("/api/v1/incidents", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/api/v1/incidents", params={"as_known_at": EVENING}).headers["etag"] != first.headers["etag"]


def test_an_incident_is_found_by_any_of_its_mentions_and_by_the_beginning_of_its_id(client: TestClient) -> None:
    incidents = client.get("/api/v1/incidents").json()["items"]
    one = max(incidents, key=lambda incident: len(incident["mentions"]))
    for mention in one["mentions"]:
        assert client.get(f"/api/v1/incidents/{mention['mention']}").json()["id"] == one["id"]
    assert client.get(f"/api/v1/incidents/{one['id'].rpartition('-')[2][:10]}").json()["id"] == one["id"]


def test_incidents_come_as_geojson(client: TestClient) -> None:
    for asked in ({"params": {"format": "geojson"}}, {"headers": {"Accept": "application/geo+json"}}):
        answer = client.get("/api/v1/incidents", **asked)  # type: ignore[arg-type]
        assert answer.headers["content-type"] == "application/geo+json"
        assert answer.json()["type"] == "FeatureCollection"


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/api/v1/incidents?as_known_at=yesterday", 422, "write 2022-03-09"),
        ("/api/v1/incidents/mention-000000000000", 404, "mention-000000000000"),
        ("/api/v1/incidents?cursor=abc", 422, "leave it out to begin"),
        ("/api/v1/incidents?type=raid", 422, "is one of"),
        ("/api/v1/incidents?bbox=1,2", 422, "WEST,SOUTH,EAST,NORTH"),
        ("/api/v1/incidents?limit=0", 422, "limit"),
        ("/api/v1/nothing", 404, "begin at /"),
    ],
)
def test_an_error_is_a_problem_that_says_what_to_do(client: TestClient, path: str, status: int, said: str) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert said in answer.json()["detail"]


def test_a_time_before_the_first_document_and_a_filter_that_matches_nothing_give_empty_lists(client: TestClient) -> None:
    assert client.get("/api/v1/incidents", params={"as_known_at": "1999-01-01"}).json() == {"items": [], "next": None}
    assert client.get("/api/v1/incidents", params={"place": "Nowhere"}).json() == {"items": [], "next": None}
    for path in ("/?as_known_at=1999-01-01", "/?place=Nowhere", "/incidents?place=Nowhere", "/commitments?as_known_at=1999-01-01"):
        answer = client.get(path)
        assert (answer.status_code, 'class="empty"' in answer.text) == (200, True)


def test_a_page_elsewhere_can_neither_read_nor_change(client: TestClient) -> None:
    wanted = {"what": "reject", "identity": "x", "who": "a", "why": "b"}
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 400
    for headers in ({"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Content-Type": "text/plain"}):
        assert client.post("/api/v1/decisions", json=wanted, headers=headers).status_code == 403
    assert client.post("/api/v1/decisions", json=wanted).status_code in (404, 422)


def test_a_decision_changes_what_is_shown(copy_of_sample: Path) -> None:
    moments = Moments(copy_of_sample)
    with TestClient(make_app(moments, "0", "sample"), base_url="http://127.0.0.1") as client:
        one = client.get("/api/v1/incidents").json()["items"][0]
        asked = {"what": "set", "identity": one["id"], "values": ["type=bombing"], "who": "a tester", "why": "the photographs show it"}
        made = client.post("/api/v1/decisions", json=asked)
        assert made.status_code == 201
        now = client.get(f"/api/v1/incidents/{one['id']}").json()
        assert (now["type"], now["reviewed_by"]) == ("bombing", [made.json()["id"]])
    moments.close()


def test_the_description_is_openapi_3_1_with_examples(client: TestClient) -> None:
    described = client.get("/api/v1/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    for kind in KINDS:
        assert {f"/api/v1/{kind}", f"/api/v1/{kind}/{{identity}}"} <= set(described["paths"])
    assert "example" in json.dumps(described["paths"]["/api/v1/incidents"])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=st.sampled_from(["/", "/incidents", "/claims", "/commitments", "/documents", "/map.json", "/api/v1/claims"]), name=st.sampled_from(["as_known_at", "since", "place", "actor", "type", "bbox", "q", "page", "sort", "cursor", "s", "about"]), value=st.text(max_size=40))  # fmt: skip
def test_no_question_breaks_the_server(client: TestClient, path: str, name: str, value: str) -> None:
    answer = client.get(path, params={name: value.encode("utf-8", "replace").decode()})
    assert answer.status_code in (200, 404, 422)
    assert "script-src 'self'" in answer.headers["content-security-policy"]


def test_the_record_may_be_written_while_it_is_served(copy_of_sample: Path, write_article: Any) -> None:
    from conftest import take

    moments = Moments(copy_of_sample)
    with TestClient(make_app(moments, "0", "sample"), base_url="http://127.0.0.1") as client:
        before = len(client.get("/api/v1/documents", params={"limit": 500}).json()["items"])
        with open_to_read(copy_of_sample) as writer:
            writer.lock()
            with writer.transaction():
                assert client.get("/incidents").status_code == 200
                busy = client.post("/api/v1/decisions", json={"what": "undo", "identity": "decision-000000", "who": "a", "why": "b"})
                assert busy.status_code in (404, 503)
        path = write_article("new", "Officials met in Kyiv on Monday, the ministry said.")
        take(copy_of_sample, [path.parent])
        assert len(client.get("/api/v1/documents", params={"limit": 500}).json()["items"]) == before + 1
    moments.close()
