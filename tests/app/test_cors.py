"""Pages of any origin may read."""

import pytest
from starlette.testclient import TestClient


@pytest.mark.parametrize("path", ["/v1/lookup?q=三清零", "/v1/lookup?q=没有这个", "/v1/search?q=a&limit=0", "/nothing"])
@pytest.mark.parametrize("headers", [{}, {"Origin": "https://example.org"}])
def test_every_answer_has_exactly_one_header(client: TestClient, path: str, headers: dict[str, str]) -> None:
    answer = client.get(path, headers=headers)
    assert answer.headers.get_list("access-control-allow-origin") == ["*"]
    assert "Origin" not in answer.headers.get("vary", "")
    assert "ETag" in answer.headers["access-control-expose-headers"]


def test_a_preflight_is_answered(client: TestClient) -> None:
    asked = {
        "Origin": "https://example.org",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    answer = client.options("/v1/lookup", headers=asked)
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers.get_list("access-control-allow-origin") == ["*"]
    assert "POST" in answer.headers["access-control-allow-methods"]
    assert "Content-Type" in answer.headers["access-control-allow-headers"]


def test_options_without_a_preflight_is_a_method_that_is_not_taken(client: TestClient) -> None:
    assert client.options("/v1/lookup").status_code == 405
