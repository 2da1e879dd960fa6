"""Files over HTTP: tables to fill in, entries a line, and what narrows them."""

import csv
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from glossary.documents.text import read_text
from glossary.extraction.report import read_report
from glossary.formats.delimited import read_delimited
from glossary.loading.imports import import_glossary
from glossary.loading.reports import load_report
from glossary.store.opening import Store

REPORT = Path(__file__).parents[2] / "docs" / "example-report.txt"


@pytest.fixture
def service(store: Store) -> Iterator[TestClient]:
    """The service over the shipped report and another one that has no English."""
    with store.writing("tests") as write:
        load_report(write, read_report(read_text(REPORT.read_bytes())))
    with TestClient(create_app(Settings(database_url=store.url.database))) as client:
        yield client


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text, newline=""), strict=True))


def test_what_has_no_english_goes_out_as_a_table(service: TestClient) -> None:
    answer = service.get("/v1/export", params={"format": "csv", "missing": "english"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="concepts.csv"'
    rows = _rows(answer.text)
    assert [row["headword"] for row in rows] == ["3+2就业驿站", "六同", "双环公路"]
    assert [row["english"] for row in rows] == ["", "", ""]
    assert rows[1]["proposals"].startswith("same headword: six-way parity in water supply (dalad-2024)")


def test_a_list_can_be_narrowed_to_the_same(service: TestClient) -> None:
    for missing, count in (("english", 3), ("reviewed_pinyin", 3), ("source", 0)):
        listed = service.get("/v1/concepts", params={"missing": missing, "limit": 2})
        assert len(listed.json()["items"]) == min(2, count)
        lines = service.get("/v1/export", params={"format": "jsonl", "missing": missing}).text.splitlines()
        assert len(lines) == count
    found = service.get("/v1/quality", params={"check": "no_english"}).json()
    wanted = service.get("/v1/concepts", params={"missing": "english"}).json()
    assert {one["concept"] for one in found["items"]} == {one["id"] for one in wanted["items"]}
    both = {"missing": "english", "source": "dalad-2024"}
    assert service.get("/v1/concepts", params=both).json()["items"] == []


def test_entries_go_out_a_line_each_in_the_order_of_the_list(service: TestClient) -> None:
    answer = service.get("/v1/export", params={"format": "jsonl", "year": 2024, "subject_field": "health"})
    entries = [json.loads(line) for line in answer.text.splitlines()]
    listed = service.get("/v1/concepts", params={"year": 2024, "subject_field": "health"}).json()["items"]
    assert [one["id"] for one in entries] == [one["id"] for one in listed]
    for entry in entries:
        assert entry == service.get(f"/v1/concepts/{entry['id']}").json()


def test_a_byte_order_mark_on_demand(service: TestClient) -> None:
    plain = service.get("/v1/export", params={"format": "csv"}).content
    marked = service.get("/v1/export", params={"format": "csv", "bom": 1}).content
    assert marked == b"\xef\xbb\xbf" + plain
    assert len(_rows(plain.decode())) == 36


def test_a_file_has_a_tag_until_the_store_changes(service: TestClient, store: Store) -> None:
    address = "/v1/export?format=csv&missing=english"
    first = service.get(address)
    assert service.get(address, headers={"If-None-Match": first.headers["etag"]}).status_code == 304
    assert service.head(address).headers["etag"] == first.headers["etag"]
    row = _rows(first.text)[0] | {"english": "3+2 employment stop"}
    file = StringIO(newline="")
    table = csv.DictWriter(file, row)
    table.writeheader()
    table.writerow(row)
    with store.writing("tests") as write:
        import_glossary(write, read_delimited(file.getvalue()), "f.csv", skip_bad=True)
    again = service.get(address, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, len(_rows(again.text))) == (200, 2)


def test_a_file_larger_than_memory_allows_is_sent_whole(service: TestClient, store: Store) -> None:
    rows = "".join(f"词{number}号,{'英' * 10_000},x\n" for number in range(110))
    text = f"headword,definition_zh,english\n{rows}"
    with store.writing("tests") as write:
        import_glossary(write, read_delimited(text), "l.csv", skip_bad=True)
    answer = service.get("/v1/export", params={"format": "csv", "source": "l"})
    assert len(answer.content) > 3 << 20
    assert len(_rows(answer.text)) == 110


def test_many_may_ask_at_the_same_time(service: TestClient) -> None:
    paths = ["/v1/export?format=csv", "/v1/quality?limit=200", "/v1/search?q=sql"]
    with ThreadPoolExecutor(12) as threads:
        answers = list(threads.map(service.get, paths * 4))
    assert {answer.status_code for answer in answers} == {200}
    assert [len({answer.text for answer in answers[place::3]}) for place in range(3)] == [1, 1, 1]


@pytest.mark.parametrize(
    "query", ["", "format=docx", "format=csv&missing=nothing", "format=csv&bom=x", "format=csv&year=1"]
)
def test_what_is_no_file_is_refused(service: TestClient, query: str) -> None:
    answer = service.get(f"/v1/export?{query}")
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")


def test_proposals_of_one_concept(service: TestClient) -> None:
    rows = _rows(service.get("/v1/export?format=csv&missing=english").text)
    answer = service.get(f"/v1/concepts/{rows[1]['id']}/proposals").json()
    assert answer["revision"] == 2
    first, second = answer["items"][:2]
    assert (first["kind"], first["english"], first["source"]) == (
        "same_headword",
        "six-way parity in water supply",
        "dalad-2024",
    )
    assert second == {
        "kind": "member",
        "text": "同水源",
        "english": "same water source",
        "concept": None,
        "source": None,
    }
    assert service.get("/v1/concepts/cnosuch/proposals").status_code == 404


def test_quality_names_what_the_texts_coin_and_nobody_defines(service: TestClient) -> None:
    whole = service.get("/v1/quality", params={"limit": 200}).json()
    assert [item["check"] for item in whole["items"]] == [
        "near_homograph",
        *["no_english"] * 3,
        *["unreviewed_pinyin"] * 3,
    ]
    assert len(whole["candidates"]) == whole["counts"]["undefined_coinage"]
    assert whole["candidates"][0] == {
        "text": "几字弯",
        "count": 4,
        "sources": 1,
        "source": "dalad-2024",
        "sentence": "率先打响黄河“几字弯”攻坚战,银肯塔拉治沙成果成为联合国荒漠化治理典范。",
    }
    alone = service.get("/v1/quality", params={"check": "undefined_coinage", "limit": 2}).json()
    assert (alone["items"], alone["candidates"]) == ([], whole["candidates"][:2])
    behind = service.get(
        "/v1/quality", params={"check": "undefined_coinage", "limit": 2, "cursor": alone["next"]}
    ).json()
    assert behind["candidates"] == whole["candidates"][2:4]
