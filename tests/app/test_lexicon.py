"""The lexicon over HTTP: validators, compression, what a client needs."""

from starlette.testclient import TestClient

from tests.offline import Client


def test_a_client_finds_terms_by_what_it_downloads(client: TestClient) -> None:
    lexicon = client.get("/v1/lexicon")
    rules = client.get("/v1/lexicon/rules")
    offline = Client(lexicon.json(), rules.json())
    text = "在第四办公室推行「四辦」服務，推動“三清零”。"
    spans = client.post("/v1/annotate", json={"text": text}).json()["spans"]
    assert offline.annotate(text) == [(span["start"], span["end"], span["concepts"]) for span in spans]
    assert [span["text"] for span in spans] == ["四辦", "三清零"]


def test_validators_and_compression(client: TestClient) -> None:
    for path in ("/v1/lexicon", "/v1/lexicon?detail=entry&source=dalad-2024", "/v1/lexicon/rules"):
        answer = client.get(path)
        assert answer.headers["content-encoding"] == "gzip"
        again = client.get(path, headers={"If-None-Match": answer.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")


def test_details(client: TestClient) -> None:
    assert "definition" in client.get("/v1/lexicon?detail=entry").json()["concepts"][0]
    assert client.get("/v1/lexicon?detail=all").status_code == 422
