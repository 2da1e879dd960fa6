"""Loading a report over HTTP: who may, what it answers, what it leaves as it was."""

import io
import sqlite3
import zipfile
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from glossary.store.opening import Store, open_store
from glossary.store.verifying import verify
from glossary.tokens import Scope, create_token
from tests.golden import SMALL_REPORT
from tests.reports.files import FILES
from tests.reports.shapes import Printed


@pytest.fixture
def service(store: Store) -> Iterator[TestClient]:
    with store.writing("tests") as write:
        token = create_token(write, "loader", frozenset({Scope.IMPORT}))
    with TestClient(create_app(Settings(database_url=store.url.database, max_document_bytes=3_000_000))) as client:
        client.headers["Authorization"] = f"Bearer {token}"
        yield client


def _revision(service: TestClient) -> int:
    return int(service.get("/v1/stats").json()["revision"])


@pytest.mark.parametrize("suffix", FILES)
def test_a_file_is_loaded_and_served(service: TestClient, store: Store, suffix: str) -> None:
    data = FILES[suffix](Random(1), [Printed(line) for line in SMALL_REPORT.splitlines()])
    answer = service.post("/v1/sources", files={"file": (f"报告.{suffix}", data)}, data={"url": "https://example.cn/1"})
    assert answer.status_code == 200, answer.text
    plan = answer.json()
    assert {entry["headword"]: entry["action"] for entry in plan["entries"]} == {
        "三清零": "changed",
        "双环计划": "added",
    }
    assert plan["counts"] == {"added": 1, "changed": 1, "kept": 0, "rejected": 0}
    assert plan["revision"] == _revision(service)
    [found] = service.get("/v1/lookup?q=双环计划").json()["items"]
    assert found["definition"]["zh"] == "环山公路、环湖公路建设计划。"
    source = service.get(f"/v1/sources/{plan['source']}").json()
    assert (source["url"], source["concepts"]) == ("https://example.cn/1", 2)
    assert {one["text"] for one in source["coverage"]["defined"]} == {"三清零", "双环计划"}
    again = service.post("/v1/sources", files={"file": (f"报告.{suffix}", data)}).json()
    assert again["counts"] == {"added": 0, "changed": 0, "kept": 2, "rejected": 0}
    assert again["revision"] == plan["revision"]
    assert list(verify(store)) == []
    with store.reading() as connection:
        actors = connection.exec_driver_sql("SELECT DISTINCT actor FROM change ORDER BY actor").scalars().all()
    assert actors == ["loader", "tests"]


def test_a_dry_run_answers_the_same_and_changes_nothing(service: TestClient) -> None:
    before = _revision(service)
    planned = service.post("/v1/sources?dry_run=1", json={"text": SMALL_REPORT}).json()
    assert _revision(service) == before
    assert service.get(f"/v1/sources/{planned['source']}").status_code == 404
    done = service.post("/v1/sources", json={"text": SMALL_REPORT}).json()
    assert planned["entries"] == done["entries"]
    assert (planned["dry_run"], done["dry_run"]) == (True, False)


def test_a_document_without_a_glossary_is_loaded_for_its_sentences_where_asked(service: TestClient) -> None:
    body = {"text": "2025年云山县政府工作报告\n继续推进“三清零”。", "contexts": True}
    plan = service.post("/v1/sources", json=body).json()
    assert [(entry["headword"], entry["reason"]) for entry in plan["entries"]] == [("三清零", "used in 1 sentence")]


def test_only_holders_of_the_right_token_load(store: Store, service: TestClient) -> None:
    with store.writing("tests") as write:
        other = create_token(write, "editor", frozenset({Scope.EDIT}))
    for header, status in ((None, 401), ("Bearer nonsense", 401), ("Basic eDp5", 401), (f"Bearer {other}", 403)):
        headers = {"Authorization": header} if header else {}
        service.headers.pop("Authorization", None)
        answer = service.post("/v1/sources", json={"text": SMALL_REPORT}, headers=headers)
        assert answer.status_code == status
        assert answer.headers["content-type"] == "application/problem+json"
        assert ("www-authenticate" in answer.headers) == (status == 401)
    assert service.get("/v1/lookup?q=双环计划").status_code == 404


def test_no_token_is_stored_or_shown_again(store: Store) -> None:
    with store.writing("tests") as write:
        token = create_token(write, "someone", frozenset({Scope.IMPORT}))
    with store.reading() as connection:
        [row] = connection.exec_driver_sql("SELECT * FROM api_token").mappings().all()
    assert token not in str(dict(row))
    assert len(token) > 40


def _zip_bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 300 * 2**20)
    return file.getvalue()


REFUSED: list[tuple[dict[str, Any], int, str]] = [
    ({"json": {"text": "正文。"}}, 422, "no glossary section found"),
    ({"json": {"text": ""}}, 422, "the file is empty"),
    ({"json": {"text": "名词解释\n六同:甲。\x00"}}, 422, "no text"),
    ({"content": b'{"text": "\\ud800"}'}, 422, "no text"),
    ({"json": {}}, 422, "a text is missing"),
    ({"json": {"text": SMALL_REPORT, "year": 12}}, 422, "/body/year"),
    ({"json": {"text": SMALL_REPORT, "colour": "red"}}, 422, "/body/colour"),
    ({"json": {"text": SMALL_REPORT, "slug": "Not A Slug"}}, 422, "slug"),
    ({"json": ["text"]}, 422, "/body"),
    ({"content": b"{"}, 422, "neither a form with a file nor JSON"),
    ({"content": b"[" * 100_000}, 422, "neither a form with a file nor JSON"),
    ({"content": SMALL_REPORT.encode("gb18030")}, 422, "neither a form with a file nor JSON"),
    ({"files": {"other": ("a.txt", b"x")}}, 422, "a file is missing"),
    ({"data": {"file": "no file"}, "files": {"other": ("a.txt", b"x")}}, 422, "a file is missing"),
    ({"content": b"--x\r\nbroken", "headers": {"content-type": "multipart/form-data; boundary=y"}}, 400, "multipart"),
    ({"content": b"", "headers": {"content-type": "multipart/form-data"}}, 400, "boundary"),
    ({"files": {"file": ("a.txt", b"\xff\xfe\xfd")}}, 422, "no text"),
    ({"files": {"file": ("a.txt", SMALL_REPORT.encode())}, "data": {"encoding": "klingon"}}, 422, "no encoding named"),
    ({"files": {"file": ("a.docx", _zip_bomb())}}, 413, "would unpack to 300 MiB"),
    ({"files": {"file": ("a.docx", b"PK\x03\x04")}}, 422, "no Word document"),
    ({"files": {"file": ("a.pdf", b"%PDF-1.4")}}, 422, "no PDF"),
    ({"files": {"file": ("a.doc", b"\xd0\xcf\x11\xe0")}}, 422, "save it as .docx"),
    ({"files": {"file": ("a.txt", "长".encode() * 1_100_000)}}, 413, "larger than this service takes"),
]


@pytest.mark.parametrize(("how", "status", "why"), REFUSED, ids=lambda value: str(value)[:40])
def test_what_is_refused_leaves_the_store_as_it_was(
    service: TestClient, how: dict[str, Any], status: int, why: str
) -> None:
    before = _revision(service)
    answer = service.post("/v1/sources", **how)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), answer.text
    assert why in answer.json()["detail"]
    assert len(answer.json()["detail"]) < 400
    assert _revision(service) == before


def test_a_write_while_another_is_under_way_is_to_be_tried_again(service: TestClient, store: Store) -> None:
    service.app.state.store.close()  # type: ignore[attr-defined]  # a TestClient calls its app an ASGI application
    service.app.state.store = open_store(store.url, patience=0.05)  # type: ignore[attr-defined]  # a TestClient calls its app an ASGI application
    other = sqlite3.connect(store.url.database or "", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    answer = service.post("/v1/sources", json={"text": SMALL_REPORT})
    other.close()
    assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json")
    assert answer.json()["detail"] == "another write is under way; try again when it is done"
    assert answer.headers["retry-after"] == "5"
    assert service.post("/v1/sources", json={"text": SMALL_REPORT}).status_code == 200
