"""Concepts created over HTTP: what is stated, what is made of it, what is refused."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from glossary.store.opening import Store
from glossary.store.verifying import verify
from tests.app.desk import RINGS, desk, version_tag

service = pytest.fixture(desk)


def test_a_concept_is_created_and_found_at_once(service: TestClient, store: Store) -> None:
    made = service.post("/v1/concepts", json=RINGS)
    assert made.status_code == 201, made.text
    entry = made.json()
    assert made.headers["location"] == entry["uri"]
    assert made.headers["etag"].startswith(f'"{entry["id"]}.1.')
    assert made.headers["etag"] == version_tag(service, entry["id"])
    assert entry["zh"]["hant"] == "雙環計劃"
    assert (entry["pinyin"]["plain"], entry["pinyin"]["reviewed"]) == ("shuang huan ji hua", False)
    assert (entry["gloss"], entry["renderings"][0]["origin"]) == ("Two Rings plan", "curated")
    assert [one["text"] for one in entry["aliases"]] == ["双环", "雙環"]
    assert entry["definition"] == RINGS["definition"]
    assert [one["zh"] for one in entry["members"]] == ["环山公路", "环湖公路"]
    for q in ("双环计划", "雙環計劃", "shuanghuan", "dual ring-road plan"):
        [found] = service.get("/v1/lookup", params={"q": q}).json()["items"]
        assert found["id"] == entry["id"], q
    assert service.get(entry["uri"]).json() == entry
    assert list(verify(store)) == []


def test_a_stated_reading_and_form_are_taken_as_a_persons(service: TestClient) -> None:
    stated = {"headword": "长发计划", "traditional": "長髮計劃", "pinyin": "cháng fà jìhuà"}
    entry = service.post("/v1/concepts", json=stated).json()
    assert (entry["zh"]["hant"], entry["pinyin"]["numbers"]) == ("長髮計劃", "chang2 fa4 ji4 hua4")
    assert (entry["pinyin"]["display"], entry["pinyin"]["reviewed"]) == ("cháng fà jìhuà", True)
    [head, form] = service.get(f"{entry['uri']}/draft").json()["terms"].values()
    assert (head["origin"], head["reading"]["origin"], form["origin"]) == ("curated", "curated", "curated")


def test_a_concept_of_a_source_is_attested_by_it(service: TestClient) -> None:
    entry = service.post("/v1/concepts", json={**RINGS, "source": "dalad-2024"}).json()
    assert [one["slug"] for one in entry["sources"]] == ["dalad-2024"]
    assert {one["origin"] for one in entry["renderings"]} == {"attested"}


def test_the_same_headword_with_another_definition_is_another_concept(service: TestClient) -> None:
    first = service.post("/v1/concepts", json=RINGS).json()
    again = service.post("/v1/concepts", json={**RINGS, "definition": {"zh": "指环山公路、环湖公路建设计划"}})
    assert (again.status_code, first["id"] in again.json()["detail"]) == (409, True)
    other = service.post("/v1/concepts", json={**RINGS, "definition": {"zh": "双循环教学计划。"}})
    assert (other.status_code, other.json()["id"] == first["id"]) == (201, False)
    assert len(service.get("/v1/lookup?q=双环计划").json()["items"]) == 2


REFUSED_AS_NEW: list[tuple[dict[str, Any], str]] = [
    ({}, "/body/headword"),
    ({"headword": " "}, "/body/headword"),
    ({"headword": "“”"}, "nothing but marks"),
    ({"headword": "三变", "pinyin": "sān qīng"}, "does not spell"),
    ({"headword": "三变", "traditional": "三變化"}, "is not 三变"),
    ({"headword": "三\n变"}, "line breaks"),
    ({"headword": "三变", "aliases": ["三\x07变"]}, "control characters"),
    ({"headword": "三变", "aliases": ["“”"]}, '"/body/aliases/0"'),
    ({"headword": "三变", "renderings": [{"text": "·"}]}, '"/body/renderings/0/text"'),
    ({"headword": "三变", "pinyin": "sān qīng"}, '"/body/pinyin"'),
    ({"headword": "三变", "traditional": "三變化"}, '"/body/traditional"'),
    ({"headword": "三变", "source": "nowhere-2024"}, "no source"),
    ({"headword": "三变", "colour": "red"}, "/body/colour"),
    ({"headword": "三变\x00"}, "NUL"),
    ({"headword": "变" * 401}, "/body/headword"),
]


@pytest.mark.parametrize(("body", "told"), REFUSED_AS_NEW)
def test_what_cannot_be_created(service: TestClient, store: Store, body: dict[str, Any], told: str) -> None:
    before = service.get("/v1/stats").json()
    answer = service.post("/v1/concepts", json=body)
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert told in answer.text
    assert service.get("/v1/stats").json() == before
    assert list(verify(store)) == []


def test_a_rendering_given_twice_is_the_same_both_times(service: TestClient) -> None:
    same = {"text": "x", "status": "deprecated"}
    refused = service.post("/v1/concepts", json={**RINGS, "renderings": [same, {"text": "x", "forbidden": True}]})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/body/renderings/1")
    [shown] = service.post("/v1/concepts", json={**RINGS, "renderings": [same, same]}).json()["renderings"]
    assert (shown["status"], shown["forbidden"]) == ("deprecated", False)


def test_what_is_forbidden_is_not_preferred_unless_it_is_said(service: TestClient) -> None:
    renderings = [{"text": "bad rings", "forbidden": True}, {"text": "good rings"}]
    entry = service.post("/v1/concepts", json={**RINGS, "renderings": renderings}).json()
    assert entry["gloss"] == "good rings"
    assert {one["text"]: one["status"] for one in entry["renderings"]} == {
        "bad rings": "admitted",
        "good rings": "preferred",
    }
