"""`GET /v1/lookup` where nothing has the label: the 404 says what may have been meant."""

import pytest
from starlette.testclient import TestClient

from glossary.entries import Brief


@pytest.mark.parametrize(
    ("label", "meant"), [("三青零", "三清零"), ("sanqigling", "三清零"), ("hiden champion", "隐形冠军")]
)
def test_a_label_that_nothing_has_is_answered_with_the_nearest(client: TestClient, label: str, meant: str) -> None:
    answer = client.get("/v1/lookup", params={"q": label})
    problem = answer.json()
    assert (answer.status_code, problem["type"]) == (404, "urn:mingci:problem:not-found")
    assert answer.headers["content-type"] == "application/problem+json"
    assert meant in [Brief.model_validate(one).headword for one in problem["suggestions"]]
    assert len(problem["suggestions"]) <= 3
    assert set(problem["suggestions"][0]) == set(Brief.model_fields)


@pytest.mark.parametrize("label", ["没有没有没有", "%", "zzzz"])
def test_where_nothing_is_near_the_list_is_empty(client: TestClient, label: str) -> None:
    answer = client.get("/v1/lookup", params={"q": label})
    assert (answer.status_code, answer.json()["suggestions"]) == (404, [])


def test_no_other_problem_has_suggestions(client: TestClient) -> None:
    for path in ("/v1/concepts/c404", "/nothing", "/v1/lookup", "/v1/sources/nowhere"):
        assert "suggestions" not in client.get(path).json()
    assert "suggestions" in client.get("/openapi.json").json()["components"]["schemas"]["Problem"]["properties"]
