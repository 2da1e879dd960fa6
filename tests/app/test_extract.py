"""Term lists over HTTP, in every format."""

import io

import pytest
from lxml import etree
from openpyxl import load_workbook
from starlette.testclient import TestClient

from glossary.loading.shipped import shipped_reports

TEXT = "推进“三清零”行动，建成“双环公路”一期。"


def test_a_text_as_json(client: TestClient) -> None:
    answer = client.post("/v1/extract", json={"text": TEXT})
    assert answer.status_code == 200
    listed = answer.json()
    assert [(term["headword"], term["count"], term["sentence"]) for term in listed["terms"]] == [("三清零", 1, TEXT)]
    [candidate] = listed["candidates"]
    assert candidate == {
        "text": "双环公路", "traditional": "雙環公路", "pinyin": "shuāng huán gōng lù", "count": 1, "sentence": TEXT,
        "draft": None,
    }  # fmt: skip


def test_the_shipped_report_as_a_file(client: TestClient) -> None:
    data = shipped_reports()[0][0].document.text.encode("gb18030")
    answer = client.post("/v1/extract", files={"file": ("报告.txt", data)})
    assert len(answer.json()["terms"]) == 33


@pytest.mark.parametrize(
    ("form", "media_type", "name"),
    [
        ("csv", "text/csv; charset=utf-8", "terms.csv"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "terms.xlsx"),
        ("omegat", "text/tab-separated-values; charset=utf-8", "terms.utf8"),
        ("tbx", "application/x-tbx+xml", "terms.tbx"),
    ],
)
def test_files(client: TestClient, form: str, media_type: str, name: str) -> None:
    answer = client.post(f"/v1/extract?format={form}", json={"text": TEXT})
    assert answer.headers["content-type"] == media_type
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
    if form == "xlsx":
        cells = [cell.value for row in load_workbook(io.BytesIO(answer.content)).active.iter_rows() for cell in row]
        assert "三清零" in cells
    elif form == "tbx":
        assert etree.fromstring(answer.content).tag == "{urn:iso:std:iso:30042:ed-2}tbx"
    assert form == "xlsx" or "三清零" in answer.text


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        ({"json": {"text": ""}}, 422),
        ({"json": {}}, 422),
        ({"json": {"text": "三", "other": 1}}, 422),
        ({"content": b"{", "headers": {"Content-Type": "application/json"}}, 422),
        ({"files": {"other": ("a.txt", b"a")}}, 422),
        ({"files": {"file": ("a.pdf", b"%PDF-1.7 broken")}}, 422),
        ({"files": {"file": ("a.docx", b"PK\x03\x04 broken")}}, 422),
        ({"files": {"file": ("a.txt", b"\xff\xff\xff")}}, 422),
    ],
)
def test_bad_input(client: TestClient, request_: dict[str, object], status: int) -> None:
    answer = client.post("/v1/extract", **request_)
    assert answer.status_code == status
    assert client.post("/v1/extract?format=docx", json={"text": "三"}).status_code == 422
