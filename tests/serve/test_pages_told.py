"""What a page says in one line: when a toll last changed and who disputes it; positions over time are drawn."""

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from montjoie.moments import Moments
from montjoie.serve.app import make_app


@pytest.fixture(scope="module")
def client(sample_record: Path) -> Iterator[TestClient]:
    moments = Moments(sample_record)
    with TestClient(make_app(moments, "0", "sample"), base_url="http://127.0.0.1") as client:
        yield client
    moments.close()


def test_a_toll_says_when_it_last_changed_and_who_disputes_it(client: TestClient) -> None:
    incidents = client.get("/api/v1/incidents", params={"limit": 500}).json()["items"]
    disputes = client.get("/api/v1/disagreements", params={"limit": 500, "type": "toll"}).json()["items"]
    told = 0
    for one in incidents:
        figures = {figure["id"]: (kind, figure) for kind, toll in one["toll"].items() for figure in toll["figures"]}
        pairs = [item for item in disputes if item["type"] == "contradicts" and {item["a"], item["b"]} <= set(figures)]
        page = client.get(f"/incidents/{one['id']}").text
        lines = [html.unescape(re.sub("<[^>]+>", "", line)) for line in re.findall(r'<p class="told">.*?</p>', page, flags=re.DOTALL)]
        assert len(lines) == len(one["toll"])
        for line, (kind, toll) in zip(lines, one["toll"].items(), strict=True):
            if toll["history"]:
                assert toll["history"][-1]["known"][:16].replace("T", " ") in line
            own = [item for item in pairs if figures[item["a"]][0] == kind]
            assert ("Disputed" in line) == bool(own)
            told += bool(own)
    assert told


def test_positions_are_drawn_with_a_point_for_each_claim(client: TestClient) -> None:
    page = client.get("/claims").text
    drawings = re.findall(r'<svg class="steps".*?</svg>.*?<ol>(.*?)</ol>', page, flags=re.DOTALL)
    assert drawings
    for drawing in re.findall(r'<svg class="steps".*?</ol>', page, flags=re.DOTALL):
        svg, _, listed = drawing.partition("</svg>")
        assert svg.count("<circle") == listed.count("<li>") > 1
