"""Small texts that become large where they are written out: one sentence shown with each term, a character that is six."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from tests.reliability.stores import with_token

pytestmark = pytest.mark.slow

_HAN = [chr(0x4E00 + number) for number in range(3000)]
_LONGEST = 2000
"""Code points of a sentence."""
COINED = "".join(f"“{one}{_HAN[-place]}化”" for place, one in enumerate(_HAN))
DEFINED = "".join(f"“{one}三联动”，" for one in _HAN[:300])
EXPANDING = {"㍿": 400, "㌖": 400, "㈝": 400, "\ufdfb": 400, "\ufdfa": 400, "㎢": 300}


@pytest.fixture(scope="module")
def client(shipped_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A service over a store with a report of one endless sentence, which uses and coins much."""
    path = tmp_path_factory.mktemp("written-out") / "glossary.db"
    path.write_bytes(shipped_file.read_bytes())
    token = with_token(path)
    entries = "".join(f"{place}.{one}三联动：指{one}事。\n" for place, one in enumerate(_HAN[:300], start=1))
    report = f"2024年云山县政府工作报告\n{DEFINED}{COINED}\n名词解释\n{entries}"
    with TestClient(create_app(Settings(database_url=str(path)))) as client:
        client.headers["Authorization"] = f"Bearer {token}"
        answer = client.post("/v1/sources", files={"file": ("report.txt", report.encode())})
        assert answer.status_code in (200, 201), answer.text[:300]
        yield client


def _sentences(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(sentence := value.get("sentence"), str):
            yield sentence
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from _sentences(one)


@pytest.mark.parametrize("mark", ["", "，", " ", "\n", "：", "<br>"])
def test_a_term_list_is_not_larger_with_the_square_of_its_document(client: TestClient, mark: str) -> None:
    text = mark.join(COINED[place : place + 5] for place in range(0, len(COINED), 5))
    answer = client.post("/v1/extract", json={"text": text})
    assert answer.status_code == 200
    listed = answer.json()
    assert len(listed["candidates"]) == 2000
    assert max(map(len, _sentences(listed))) <= _LONGEST


@pytest.mark.parametrize(
    "address", ["/v1/concordance?q=三联动&limit=200", "/v1/quality?check=undefined_coinage&limit=200"]
)
def test_no_list_shows_an_endless_sentence(client: TestClient, address: str) -> None:
    shown = list(_sentences(client.get(address).json()))
    assert shown
    assert max(map(len, shown)) <= _LONGEST


def test_no_concept_keeps_an_endless_sentence(client: TestClient) -> None:
    for one in client.get("/v1/search", params={"q": "三联动", "limit": 50}).json()["items"]:
        for sentence in _sentences(client.get(f"/v1/concepts/{one['id']}/contexts").json()):
            assert len(sentence) <= _LONGEST


@pytest.mark.parametrize(("character", "count"), EXPANDING.items())
def test_a_name_that_is_longer_written_out_is_taken_or_refused(client: TestClient, character: str, count: int) -> None:
    name = character * count
    [first] = client.get("/v1/lookup", params={"q": "四办"}).json()["items"]
    draft = client.get(f"/v1/concepts/{first['id']}/draft")
    patch = {"terms": {"long": {"lang": "zh-Hans", "text": name}}}
    table = {"file": ("a.csv", f"headword\n{name}\n".encode())}
    report = {
        "file": (
            "a.txt",
            f"2024年云水县政府工作报告\n名词解释\n1.“{name[:20]}”：指某事。\n2.一新事：指某事。\n".encode(),
        )
    }
    answers = [
        client.post("/v1/concepts", json={"headword": name}),
        client.post("/v1/concepts", json={"headword": f"甲{character}", "aliases": [name]}),
        client.patch(f"/v1/concepts/{first['id']}", json=patch, headers={"If-Match": draft.headers["ETag"]}),
        client.post("/v1/import?format=csv&dry_run=1", files=table),
        client.post("/v1/sources?dry_run=1", files=report),
        client.post("/v1/lookup", json={"q": [character * 200] * 10}),
        client.post("/v1/annotate", json={"text": name * 10}),
    ]
    assert [answer.status_code for answer in answers if answer.status_code not in (200, 201, 409, 422)] == []
    for answer in answers:
        assert (
            "written out" in answer.text or answer.status_code in (200, 201, 409) or json.loads(answer.text)["detail"]
        )


def test_an_answer_of_a_thousand_labels_is_named_where_one_is_wrong(client: TestClient) -> None:
    answer = client.post("/v1/lookup", json={"q": ["三清零", "“”"]})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/body/q/1"
