"""The API called at random from its own description: no answer may be an error of the server's, and each is as described."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed; `make test-web` installs it")

from montjoie.moments import Moments  # noqa: E402
from montjoie.serve.app import make_app  # noqa: E402

CALLS = int(os.environ.get("MONTJOIE_CALLS", "400"))  # for each of thirteen operations: 5,200 in all
BASE = "http://127.0.0.1"


@pytest.fixture(scope="module")
def schema(sample_record: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    copy = tmp_path_factory.mktemp("random") / "copy.record"
    shutil.copy(sample_record, copy)
    moments = Moments(copy)
    yield schemathesis.openapi.from_asgi("/api/v1/openapi.json", make_app(moments, "0", "copy", hosts=("testserver",)))
    moments.close()


def test_no_call_is_an_error_of_the_server(schema: Any) -> None:
    made = 0
    for found in schema.get_all_operations():
        operation = found.ok()

        @settings(max_examples=CALLS, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def call(case: Any) -> None:
            nonlocal made
            made += 1
            answer = case.call(timeout=300)  # a decision brings the record up
            assert answer.status_code < 500, case.as_curl_command()
            if answer.status_code >= 400 and answer.status_code != 405:
                assert "application/problem+json" in str(answer.headers["content-type"]), case.as_curl_command()

        call()
    assert made >= 13 * min(CALLS, 2)
