"""Importing a glossary file over HTTP: who may, what it answers, what it leaves as it was."""

import csv
import io
from collections.abc import Iterator
from typing import Any

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from glossary.store.opening import Store
from glossary.store.verifying import verify
from glossary.tokens import Scope, create_token
from tests.app.desk import concept_of, patched, term_of, terms_of
from tests.glossary.loading.importing import CEDICT

TABLE = "headword,pinyin,english,definition_zh\n旗县,qíxiàn,banner; county,盟下面的县级行政区。\n嘎查,gāchá,gacha,\n"
BAD = TABLE + ",,nobody knows of what,\n苏木,sūmùzhǎng,sumu,\n"
REASON = "the reading “sūmùzhǎng” does not spell 苏木 (by its characters: sū mù)"


@pytest.fixture
def service(store: Store) -> Iterator[TestClient]:
    with store.writing("tests") as write:
        token = create_token(write, "anna", frozenset({Scope.IMPORT, Scope.EDIT}))
    with TestClient(create_app(Settings(database_url=store.url.database, max_document_bytes=3_000_000))) as client:
        client.headers["Authorization"] = f"Bearer {token}"
        yield client


def _import(service: TestClient, text: str, title: str = "Pasture terms", **parameters: Any) -> Response:
    return service.post("/v1/import", params={"format": "csv", **parameters}, json={"text": text, "title": title})


def _revision(service: TestClient) -> int:
    return int(service.get("/v1/stats").json()["revision"])


def _said(answer: Response) -> list[tuple[str, str, str | None]]:
    return [(one["headword"], one["action"], one["reason"]) for one in answer.json()["entries"]]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_table_is_imported_and_found_at_once(service: TestClient, store: Store, encoding: str) -> None:
    file = {"file": ("牧区词表.csv", TABLE.encode(encoding))}
    answer = service.post("/v1/import?format=csv", files=file, data={"encoding": encoding})
    assert answer.status_code == 200, answer.text
    assert _said(answer) == [("旗县", "added", None), ("嘎查", "added", None)]
    plan = answer.json()
    assert plan["counts"] == {"added": 2, "changed": 0, "kept": 0, "rejected": 0}
    assert (plan["dry_run"], plan["revision"]) == (False, _revision(service))
    [found] = service.get("/v1/lookup?q=qixian").json()["items"]
    assert (found["headword"], found["gloss"]) == ("旗县", "banner")
    assert [one["title"] for one in found["sources"]] == ["牧区词表.csv"]
    again = service.post("/v1/import?format=csv", files=file, data={"encoding": encoding})
    assert [reason for _, _, reason in _said(again)] == ["the same file is imported"] * 2
    assert again.json()["revision"] == plan["revision"]
    assert list(verify(store)) == []


def test_a_dictionary_is_imported_with_its_own_pinyin(service: TestClient) -> None:
    answer = service.post("/v1/import?format=cedict", files={"file": ("cedict_ts.u8", CEDICT.encode())})
    assert (answer.json()["source"], answer.json()["counts"]["added"]) == ("cc-cedict", 6)
    readings = [one["pinyin"]["numbers"] for one in service.get("/v1/lookup?q=发菜").json()["items"]]
    assert sorted(readings) == ["fa1 cai4", "fa4 cai4"]


def test_a_dry_run_answers_the_same_and_changes_nothing(service: TestClient) -> None:
    before = _revision(service)
    planned = _import(service, TABLE, dry_run=1)
    assert _revision(service) == before
    assert service.get("/v1/lookup?q=旗县").status_code == 404
    done = _import(service, TABLE)
    assert (planned.json()["entries"], planned.json()["dry_run"]) == (done.json()["entries"], True)


def test_where_a_row_cannot_be_stored_nothing_is(service: TestClient, store: Store) -> None:
    before = _revision(service)
    refused = _import(service, BAD)
    assert refused.status_code == 422
    assert refused.json()["type"] == "urn:mingci:problem:invalid-draft"
    assert refused.json()["errors"] == [
        {"detail": "it has no headword", "pointer": "line 4"},
        {"detail": REASON, "pointer": "line 5"},
    ]
    assert "2 rows cannot be stored, so nothing is" in refused.json()["detail"]
    assert (_revision(service), service.get("/v1/lookup?q=旗县").status_code) == (before, 404)
    planned = _import(service, BAD, dry_run=1)
    assert _said(planned)[2:] == [
        ("nobody knows of what", "rejected", "it has no headword"),
        ("苏木", "rejected", REASON),
    ]
    done = _import(service, BAD, skip_bad=1)
    assert done.json()["entries"] == planned.json()["entries"]
    assert (_revision(service), service.get("/v1/lookup?q=旗县").status_code) == (before + 1, 200)
    assert list(verify(store)) == []


def test_a_filled_table_comes_back_by_the_ids_of_its_rows(service: TestClient) -> None:
    made = service.post("/v1/concepts", json={"headword": "双环计划"}).json()
    [row] = csv.DictReader(io.StringIO(service.get("/v1/export?format=csv&missing=english").text))
    assert row["id"] == made["id"]
    file = io.StringIO()
    writer = csv.DictWriter(file, row)
    writer.writeheader()
    writer.writerow({**row, "english": "Two Rings plan"})
    answer = _import(service, file.getvalue())
    assert (answer.json()["source"], answer.json()["counts"]["changed"]) == (None, 1)
    assert service.get(made["uri"]).json()["gloss"] == "Two Rings plan"
    assert len(service.get("/v1/sources").json()["items"]) == 1


def test_what_a_person_edits_stays_where_the_same_person_imports_a_newer_edition(service: TestClient) -> None:
    _import(service, TABLE)
    concept = concept_of(service, "旗县")
    county = term_of(service, concept, "county", "en")
    assert patched(service, concept, {"terms": {county: {"status": "deprecated", "forbidden": True}}}).is_success
    newer = _import(service, TABLE.replace("banner; county", "banner (county-level)"))
    assert _said(newer)[0][1:] == (
        "changed",
        "stated otherwise by this edition; what was edited here stays: “county” forbidden",
    )
    assert terms_of(service, concept)[county]["forbidden"]
    history = service.get(f"/v1/concepts/{concept}/history").json()["items"]
    assert [one["actor"] for one in history] == ["glossary import (anna)", "anna", "glossary import (anna)"]


def test_only_holders_of_the_right_token_import(store: Store, service: TestClient) -> None:
    with store.writing("tests") as write:
        other = create_token(write, "editor", frozenset({Scope.EDIT}))
    service.headers.pop("Authorization")
    assert _import(service, TABLE).status_code == 401
    service.headers["Authorization"] = f"Bearer {other}"
    assert _import(service, TABLE).status_code == 403
    assert service.get("/v1/lookup?q=旗县").status_code == 404


REFUSED: list[tuple[str, dict[str, Any], int, str]] = [
    ("", {"json": {"text": TABLE, "title": "x"}}, 422, "/query/format"),
    ("format=docx", {"json": {"text": TABLE, "title": "x"}}, 422, "/query/format"),
    ("format=csv", {"json": {"text": TABLE}}, 422, "what the glossary is called is missing"),
    ("format=csv", {"json": {"text": TABLE, "title": "\n"}}, 422, "cannot be stored"),
    ("format=csv", {"json": {"text": TABLE, "title": "a\x00b"}}, 422, "cannot be stored"),
    ("format=csv", {"json": {"title": "x"}}, 422, "a text is missing"),
    ("format=csv", {"json": {"text": "", "title": "x"}}, 422, "empty"),
    ("format=csv", {"json": {"text": "headword\n", "title": "x"}}, 422, "x has no rows"),
    ("format=csv", {"json": {"text": "headword\n三变\x00", "title": "x"}}, 422, "U+0000"),
    ("format=csv", {"json": {"text": "词,义\n三变,x\n", "title": "x"}}, 422, "no column headword"),
    ("format=csv", {"json": {"text": 'headword\n"三变\n', "title": "x"}}, 422, "cannot be read"),
    ("format=csv", {"json": {"text": TABLE, "title": "x", "colour": "red"}}, 422, "/body/colour"),
    ("format=csv&dry-run=1", {"json": {"text": TABLE, "title": "x"}}, 422, "/query/dry-run"),
    ("format=csv", {"files": {"file": ("a.csv", TABLE)}, "data": {"text": TABLE}}, 422, "no text beside it"),
    *(
        ("format=csv", {"files": {"file": ("a.csv", TABLE)}, "data": {"encoding": name}}, 422, "there is no encoding")
        for name in ("undefined", "punycode", "unicode_escape", "hex", "rot13", "klingon", "a\x00b", "Idna")
    ),
    ("format=csv", {"content": b'{"text": "headword\\n\\ud800", "title": "x"}'}, 422, "no text"),
    ("format=csv", {"content": b"["}, 422, "neither a form with a file nor JSON"),
    ("format=csv", {"files": {"file": ("a.csv", b"PK\x03\x04" + bytes(100))}}, 422, "no text"),
    ("format=csv", {"files": {"other": ("a.csv", b"x")}}, 422, "a file is missing"),
    ("format=csv", {"files": {"file": ("", TABLE.encode())}}, 422, "missing"),
    ("format=cedict", {"files": {"file": ("a.u8", TABLE.encode())}}, 422, "no CC-CEDICT file"),
    ("format=csv", {"files": {"file": ("a.csv", bytes(3_000_001))}}, 413, ""),
]


@pytest.mark.parametrize(("query", "how", "status", "told"), REFUSED)
def test_what_cannot_be_imported_is_one_problem_and_changes_nothing(
    service: TestClient, store: Store, query: str, how: dict[str, Any], status: int, told: str
) -> None:
    before = _revision(service)
    answer = service.post(f"/v1/import?{query}", **how)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert told in answer.text
    assert _revision(service) == before
    assert list(verify(store)) == []


def test_a_path_in_the_name_of_a_file_is_no_part_of_its_title(service: TestClient) -> None:
    answer = service.post("/v1/import?format=csv", files={"file": ("../../etc/passwd.csv", TABLE.encode())})
    assert (answer.status_code, answer.json()["source"]) == (200, "passwd")
    assert service.get("/v1/sources/passwd").json()["title"] == "passwd.csv"


def test_a_text_in_json_is_in_no_encoding(service: TestClient) -> None:
    text = "headword,english\n咖啡,naïve “café”\n"
    service.post("/v1/import?format=csv", json={"text": text, "title": "x", "encoding": "latin1"}).raise_for_status()
    assert service.get("/v1/lookup?q=咖啡").json()["items"][0]["gloss"] == "naïve “café”"


def test_a_row_that_is_many_lines_long_is_told_by_the_first(service: TestClient) -> None:
    table = 'headword,english,definition_zh\n旗县,banner,"一\n二\n三"\n,nobody,\n'
    told = _import(service, table, dry_run=1).json()["entries"]
    assert [one["locator"] for one in told] == ["line 2", "line 5"]
