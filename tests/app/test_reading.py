"""Every operation that reads, over HTTP."""

import json
from typing import Any

import pytest
from starlette.testclient import TestClient


def _id(client: TestClient, label: str) -> str:
    found: str = client.get("/v1/lookup", params={"q": label}).json()["items"][0]["id"]
    return found


def test_lookup(client: TestClient) -> None:
    answer = client.get("/v1/lookup", params={"q": "三清零"})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert "三清零" in answer.text
    body = answer.json()
    assert (body["q"], body["revision"]) == ("三清零", 1)
    [entry] = body["items"]
    assert entry["pinyin"] == {
        "display": "sān qīnglíng",
        "marks": "sān qīng líng",
        "numbers": "san1 qing1 ling2",
        "plain": "san qing ling",
        "initials": "sql",
        "reviewed": True,
    }
    assert entry["uri"] == f"/v1/concepts/{entry['id']}"
    assert entry["id"][0].isalpha()
    assert len(entry["id"]) <= 32


def test_lookup_narrowed_to_a_language(client: TestClient) -> None:
    for lang, label in (("zh", "三清零"), ("pinyin", "sanqingling"), ("en", "hidden champion")):
        assert client.get("/v1/lookup", params={"q": label, "lang": lang}).status_code == 200
        others = {"zh", "pinyin", "en"} - {lang}
        assert {client.get("/v1/lookup", params={"q": label, "lang": other}).status_code for other in others} == {404}


def test_lookup_of_many_keeps_their_order(client: TestClient) -> None:
    labels = ["三清零", "no such label", "sanqingling", "三清零"]
    body = client.post("/v1/lookup", json={"q": labels}).json()
    assert [result["q"] for result in body["results"]] == labels
    assert [len(result["items"]) for result in body["results"]] == [1, 0, 1, 1]
    assert body["results"][0]["items"][0] == client.get("/v1/lookup", params={"q": "三清零"}).json()["items"][0]
    assert client.post("/v1/lookup", json={"q": []}).json()["results"] == []
    assert client.post("/v1/lookup", json={"q": ["三清零"], "lang": "en"}).json()["results"][0]["items"] == []


def test_a_thousand_labels_are_taken_and_no_more(client: TestClient) -> None:
    assert len(client.post("/v1/lookup", json={"q": ["三清零"] * 1000}).json()["results"]) == 1000
    assert client.post("/v1/lookup", json={"q": ["三清零"] * 1001}).status_code == 422


def test_search(client: TestClient) -> None:
    body = client.get("/v1/search", params={"q": "sql"}).json()
    [hit] = body["items"]
    assert set(hit) == {"id", "headword", "traditional", "pinyin", "gloss", "source", "matched_on", "highlight"}
    assert hit["matched_on"] == {
        "form": "sān qīnglíng",
        "field": "reading",
        "kind": "initials",
        "lang": "zh-Latn-pinyin",
    }
    assert hit["highlight"] == {"text": "三清零", "spans": [{"start": 0, "end": 3, "start_utf16": 0, "end_utf16": 3}]}
    assert body["next"] is None
    assert client.get("/v1/search", params={"q": "qqqq"}).json()["items"] == []


def test_search_narrowed(client: TestClient) -> None:
    found = client.get(
        "/v1/search",
        params={"q": "四", "subject_field": "health", "source": "dalad-2024", "year": 2024, "status": "active"},
    )
    assert [hit["headword"] for hit in found.json()["items"]] == ["“四高”筛查"]
    assert client.get("/v1/search", params={"q": "四", "match": "exact"}).json()["items"] == []
    assert (
        client.get("/v1/search", params={"q": "无研发", "in": "terms,definitions"}).json()["items"][0]["headword"]
        == "三清零"
    )


@pytest.mark.parametrize("path", ["/v1/concepts", "/v1/search?q=s", "/v1/concepts?order=updated", "/v1/sources"])
@pytest.mark.parametrize("limit", [2, 200])
def test_pages_follow_each_other(client: TestClient, path: str, limit: int) -> None:
    seen: list[str] = []
    url: str | None = f"{path}{'&' if '?' in path else '?'}limit={limit}"
    while url:
        answer = client.get(url)
        seen += [item.get("id", item.get("slug")) for item in answer.json()["items"]]
        url = answer.links["next"]["url"] if "next" in answer.links else None
        assert (url is None) == (answer.json()["next"] is None)
    assert len(seen) == len(set(seen))
    if "concepts" in path:
        assert len(seen) == 33


def test_concepts_by_pinyin(client: TestClient) -> None:
    names = [item["pinyin"] for item in client.get("/v1/concepts", params={"limit": 200}).json()["items"]]
    assert [names[0], names[-1]] == ["bā dà gòuzhù", "yǐnxíng guànjūn"]


def test_one_concept(client: TestClient) -> None:
    concept = _id(client, "三清零")
    entry = client.get(f"/v1/concepts/{concept}").json()
    looked_up = client.get("/v1/lookup", params={"q": "三清零"}).json()["items"][0]
    looked_up.pop("matched_on")
    assert entry == looked_up


def test_contexts_point_into_the_text_of_their_source(client: TestClient) -> None:
    text = client.get("/v1/sources/dalad-2024/text").text
    units = text.encode("utf-16-le")
    seen = 0
    for brief in client.get("/v1/concepts", params={"limit": 200}).json()["items"]:
        body = client.get(f"/v1/concepts/{brief['id']}/contexts", params={"limit": 200}).json()
        for context in body["items"]:
            seen += 1
            assert text[context["start"] : context["end"]] == context["term"]
            assert units[context["start_utf16"] * 2 : context["end_utf16"] * 2].decode("utf-16-le") == context["term"]
            start = context["sentence_start"]
            assert text[start : start + len(context["sentence"])] == context["sentence"]
            assert context["source"] == "dalad-2024"
    assert seen == client.get("/v1/stats").json()["contexts"] == 40


def test_contexts_page_by_page(client: TestClient) -> None:
    concept = _id(client, "三清零")
    first = client.get(f"/v1/concepts/{concept}/contexts", params={"limit": 1}).json()
    second = client.get(f"/v1/concepts/{concept}/contexts", params={"limit": 1, "cursor": first["next"]}).json()
    both = client.get(f"/v1/concepts/{concept}/contexts").json()
    assert first["items"] + second["items"] == both["items"]
    assert second["next"] is None


def test_the_source_says_where_it_is_from(client: TestClient) -> None:
    source = client.get("/v1/sources/dalad-2024").json()
    expected: dict[str, Any] = {
        "title": "2024年达拉特旗政府工作报告",
        "issuer": "达拉特旗人民政府",
        "place": "达拉特旗",
        "speaker": "王小平",
        "delivered": "2024-01-25",
        "published": "2024-02-09",
        "year": 2024,
        "concepts": 33,
        "contexts": 40,
    }
    assert {name: source[name] for name in expected} == expected
    assert source["characters"] == len(client.get("/v1/sources/dalad-2024/text").text)
    assert source["url"].startswith("https://")


def test_stats(client: TestClient) -> None:
    body = client.get("/v1/stats").json()
    counts = {name: body[name] for name in ("concepts", "sources", "without_english", "unreviewed", "revision")}
    assert counts == {"concepts": 33, "sources": 1, "without_english": 0, "unreviewed": 0, "revision": 1}
    assert body["updated"].endswith("Z")


def test_the_service_says_that_it_is_well(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "alive"}
    assert client.get("/readyz").json() == {"status": "ready"}


def test_non_ascii_is_left_as_it_is(client: TestClient) -> None:
    for path in ("/v1/search?q=三", "/v1/sources", "/v1/concepts", "/v1/lookup?q=没有这个"):
        text = client.get(path).text
        assert "\\u" not in text
        assert json.loads(text)
