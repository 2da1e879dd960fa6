"""One concept merged into another over HTTP, or replaced by it."""

import pytest
from starlette.testclient import TestClient

from glossary.store.opening import Store
from glossary.store.verifying import verify
from tests.app.desk import RINGS, concept_of, desk, merge, patched, term_of, terms_of

service = pytest.fixture(desk)


def test_a_merged_concept_redirects_and_gives_what_the_other_lacks(service: TestClient, store: Store) -> None:
    rings = {**RINGS, "renderings": [{"text": "closing the three R&D gaps"}, {"text": "Two Rings plan"}]}
    concept, into = service.post("/v1/concepts", json=rings).json()["id"], concept_of(service, "三清零")
    before = service.get(f"/v1/concepts/{into}").json()
    moved = term_of(service, concept, "Two Rings plan", "en")
    answer = service.post(f"/v1/concepts/{concept}/merge", json={"into": into}, headers={"If-Match": "*"})
    assert answer.status_code == 200, answer.text
    entry = answer.json()
    assert (entry["id"], entry["headword"], entry["gloss"]) == (into, "三清零", before["gloss"])
    texts = [one["text"] for one in entry["renderings"]]
    assert (len(texts), texts[-1]) == (len(set(texts)), "Two Rings plan")
    assert {"双环计划", "雙環計劃", "双环"} <= {one["text"] for one in entry["aliases"]}
    assert (entry["definition"]["zh"], entry["members"]) == (before["definition"]["zh"], before["members"])
    assert term_of(service, into, "Two Rings plan", "en") == moved
    redirect = service.get(f"/v1/concepts/{concept}", follow_redirects=False)
    assert (redirect.status_code, redirect.headers["location"]) == (308, f"/v1/concepts/{into}")
    assert redirect.headers["cache-control"] == "no-cache"  # an undo takes a merger back
    assert [one["id"] for one in service.get("/v1/lookup?q=双环计划").json()["items"]] == [into]
    for path in ("/draft", "/contexts?limit=1"):
        redirect = service.get(f"/v1/concepts/{concept}{path}", follow_redirects=False)
        assert (redirect.status_code, redirect.headers["location"]) == (308, f"/v1/concepts/{into}{path}")
    # A redirect would let a client change what it has never seen.
    refused = patched(service, concept, {"note": "x"})
    assert (refused.status_code, into in refused.json()["detail"]) == (409, True)
    assert list(verify(store)) == []


def test_what_a_concept_cannot_be_merged_into(service: TestClient) -> None:
    concept, withdrawn, merged = (
        concept_of(service, "三清零"),
        concept_of(service, "两个毫不动摇"),
        concept_of(service, "三变"),
    )
    service.delete(f"/v1/concepts/{withdrawn}", headers={"If-Match": "*"})
    assert merge(service, merged, concept).status_code == 200
    for into in (concept, "cnothere", withdrawn, merged, "\x00", "c" * 33):
        answer = merge(service, concept, into)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/body/into"), into


def test_a_merger_shows_the_definition_of_the_one_that_stays(service: TestClient, store: Store) -> None:
    """Whichever of the two is older; what only the other one has is shown."""
    older, newer = (
        concept_of(service, "三清零"),
        service.post("/v1/concepts", json={**RINGS, "source": "dalad-2024"}).json(),
    )
    concept = service.post("/v1/concepts", json={"headword": "双环路", "definition": {"zh": "两条环路。"}}).json()["id"]
    english = {"texts": {"x": {"lang": "en", "body": "A plan."}}}
    assert patched(service, older, english).status_code == 200
    own = service.get(f"/v1/concepts/{older}").json()
    for one in (older, concept):
        entry = merge(service, one, newer["id"]).json()
    assert entry["definition"] == RINGS["definition"]
    assert entry["sources"][0] == newer["sources"][0]
    texts = service.get(f"{newer['uri']}/draft").json()["texts"].values()
    assert [one["body"] for one in texts if one["lang"] == "zh-Hans"] == [
        RINGS["definition"]["zh"],
        own["definition"]["zh"],
        "两条环路。",
    ]
    assert list(verify(store)) == []


def test_a_merger_keeps_a_prohibition(service: TestClient) -> None:
    stated = [
        {"text": "forbidden here", "forbidden": True},
        {"text": "deprecated here", "status": "deprecated"},
        {"text": "deprecated there", "status": "admitted"},
        {"text": "only admitted here", "status": "admitted"},
    ]
    staying = [
        {"text": "only admitted here", "status": "preferred"},
        {"text": "forbidden here", "status": "admitted"},
        {"text": "deprecated here", "status": "admitted"},
        {"text": "deprecated there", "status": "deprecated"},
    ]
    concept = service.post("/v1/concepts", json={**RINGS, "renderings": stated}).json()["id"]
    into = service.post("/v1/concepts", json={"headword": "双环路", "renderings": staying}).json()["id"]
    entry = merge(service, concept, into).json()
    assert [(one["text"], one["status"], one["forbidden"]) for one in entry["renderings"]] == [
        ("only admitted here", "preferred", False),
        ("forbidden here", "admitted", True),
        ("deprecated here", "deprecated", False),
        ("deprecated there", "deprecated", False),
    ]


def test_nothing_is_replaced_by_itself(service: TestClient, store: Store) -> None:
    one, other, third = concept_of(service, "三清零"), concept_of(service, "两个毫不动摇"), concept_of(service, "三变")
    superseded = {"status": "superseded", "replaced_by": other}
    assert patched(service, one, superseded).status_code == 200
    assert patched(service, other, {"status": "superseded", "replaced_by": third}).status_code == 200
    for circle in (one, other):
        answer = patched(service, third, {"replaced_by": circle})
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/body/replaced_by")
    member = {"members": {"a": {"zh": "段", "position": 0, "concept": one}}}
    itself = patched(service, one, member)
    assert (itself.status_code, "refer to itself" in itself.json()["detail"]) == (422, True)
    assert patched(service, third, member).status_code == 200
    assert patched(service, one, {"members": None}).status_code == 200
    # What replaced the one, after others, is now the one; so is its part.
    entry = merge(service, third, one).json()
    assert (entry["status"], entry["replaced_by"]) == ("active", None)
    assert ("段", None) in [(part["zh"], part["concept"]) for part in entry["members"]]
    gone = patched(
        service, service.post("/v1/concepts", json=RINGS).json()["id"], {"status": "superseded", "replaced_by": third}
    )
    assert (gone.status_code, "was merged" in gone.json()["detail"]) == (422, True)
    assert list(verify(store)) == []


def test_a_merger_takes_what_only_the_other_says_of_the_same(service: TestClient, store: Store) -> None:
    said = {
        "headword": "双环计划",
        "pinyin": "shuāng huán jì huà",
        "renderings": [{"text": "Two Rings plan", "equivalence": "exact"}],
        "members": [{"zh": "环山公路", "en": "mountain ring road"}],
        "definition": {"zh": "两条环路的计划。"},
    }
    bare = {**said, "pinyin": None, "renderings": [{"text": "Two Rings plan"}], "members": [{"zh": "环山公路"}]}
    concept = service.post("/v1/concepts", json=said).json()["id"]
    into = service.post("/v1/concepts", json={**bare, "definition": {"zh": "环路建设。"}}).json()["id"]
    entry = merge(service, concept, into).json()
    terms = terms_of(service, into).values()
    assert [one["reading"]["reviewed"] for one in terms if one["text"] == "双环计划" and one["reading"]] == [True]
    assert [one["equivalence"] for one in terms if one["text"] == "Two Rings plan"] == ["exact"]
    assert [(one["zh"], one["en"]) for one in entry["members"]] == [("环山公路", "mountain ring road")]
    assert list(verify(store)) == []


def test_what_replaces_others_is_not_withdrawn(service: TestClient, store: Store) -> None:
    one, other, third = concept_of(service, "三清零"), concept_of(service, "两个毫不动摇"), concept_of(service, "三变")
    assert patched(service, one, {"status": "superseded", "replaced_by": other}).status_code == 200
    refused = service.delete(f"/v1/concepts/{other}", headers={"If-Match": "*"})
    assert (refused.status_code, f"what concept {one} is replaced by" in refused.json()["detail"]) == (409, True)
    assert merge(service, other, third).status_code == 200  # whose id leads on
    assert service.delete(f"/v1/concepts/{third}", headers={"If-Match": "*"}).status_code == 409
    assert patched(service, one, {"status": "active", "replaced_by": None}).status_code == 200
    assert service.delete(f"/v1/concepts/{third}", headers={"If-Match": "*"}).status_code == 204
    assert list(verify(store)) == []
