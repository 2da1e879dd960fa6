"""Checks over HTTP."""

from typing import Any

import pytest
from starlette.testclient import TestClient

SEGMENT = {"source": "培育隐形冠军企业。", "target": "Cultivate hidden-champion enterprises."}


def test_a_thousand_segments_at_once(client: TestClient) -> None:
    answer = client.post("/v1/check", json={"segments": [SEGMENT] * 1000})
    assert answer.status_code == 200
    body = answer.json()
    assert len(body["segments"]) == 1000
    assert body["counts"] == {"forbidden": 0, "deprecated": 0, "missing": 0, "ok": 1000}
    [term] = body["segments"][0]["terms"]
    assert term["verdict"] == "ok"
    [use] = term["source"]
    assert SEGMENT["source"][use["start"] : use["end"]] == term["term"]
    [place] = term["target"]
    assert SEGMENT["target"][place["start"] : place["end"]] == "hidden-champion enterprises"
    assert [body["concepts"][concept]["headword"] for concept in term["concepts"]] == ["隐形冠军"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"segments": []}, 200),
        ({"segments": [{"source": "", "target": ""}]}, 200),
        ({"segments": [SEGMENT] * 1001}, 422),
        ({"segments": [{"source": "三"}]}, 422),
        ({"segments": [{**SEGMENT, "other": 1}]}, 422),
        ({"segments": "三"}, 422),
        ({}, 422),
        ({"segments": [{"source": "三" * 200_000, "target": "x" * 500_000}]}, 413),
    ],
)
def test_limits_and_bad_input(client: TestClient, body: dict[str, Any], status: int) -> None:
    assert client.post("/v1/check", json=body).status_code == status
