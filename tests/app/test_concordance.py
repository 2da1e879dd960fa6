"""The sentences that hold a term or a string, over HTTP."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from glossary.documents.text import document_of
from glossary.extraction.report import read_report
from glossary.loading.reports import load_report
from glossary.store.opening import open_store, store_url

YUNSHAN = """2025年云山县政府工作报告
——2025年1月15日在云山县第十七届人民代表大会第四次会议上
各位代表：深化“三清零”行动。市场主体活力增强，重点领域改革取得新的进展，全县上下共同努力，营商
环境不断改善。“营商”“环境”各有所长，三 清 零见成效。
名词解释
六同：同水源、同水质、同水价、同管理、同维护、同监测。
"""


@pytest.fixture(scope="module")
def two(shipped_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The service over the shipped report of 2024 and a short one of 2025."""
    path = shutil.copy(shipped_file, tmp_path_factory.mktemp("two") / "glossary.db")
    store = open_store(store_url(str(path)))
    with store.writing("tests") as write:
        load_report(write, read_report(document_of(YUNSHAN)), None)
    store.close()
    with TestClient(create_app(Settings(database_url=str(path)))) as connected:
        yield connected


def _lines(client: TestClient, **asked: str | int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get("/v1/concordance", params=asked).json()["items"]
    return found


def test_the_sentences_of_a_term_in_every_document_the_newest_first(two: TestClient) -> None:
    lines = _lines(two, q="三清零")
    assert [line["source"] for line in lines] == ["yunshanxian-2025"] * 2 + ["dalad-2024"] * (len(lines) - 2)
    assert [line["year"] for line in lines[:3]] == [2025, 2025, 2024]
    assert lines[0]["sentence"] == "各位代表：深化“三清零”行动。"
    assert [line["term"] for line in lines[:2]] == ["三清零", "三 清 零"]


@pytest.mark.parametrize("typed", ["sanqingling", "“三清零”", "『三清零』", "closing the three R&D gaps"])
def test_a_term_in_any_spelling(two: TestClient, typed: str) -> None:
    assert _lines(two, q=typed) == _lines(two, q="三清零")


@pytest.mark.parametrize(
    ("typed", "term"),
    [
        ("三变", "三变"),
        ("三變", "三变"),
        ("农村“三变”改革", "农村“三变”改革"),
        ("三变改革", "三变”改革"),
        ("sanbian", "农村“三变”改革"),
        ("十大行动", "十大行动"),
    ],
)
def test_what_was_asked_is_marked_where_it_is_printed(two: TestClient, typed: str, term: str) -> None:
    lines = _lines(two, q=typed)
    assert {line["term"] for line in lines} == {term}
    for line in lines:
        at = line["start"] - line["sentence_start"]
        assert line["sentence"][at : at + len(term)] == term


def test_traditional_characters_find_simplified_text(two: TestClient) -> None:
    lines = _lines(two, q="兩個毫不動搖")
    assert lines
    assert lines == _lines(two, q="两个毫不动摇")


def test_any_string_is_found_through_line_breaks_and_quotation_marks(two: TestClient) -> None:
    lines = [line for line in _lines(two, q="营商环境") if line["year"] == 2025]
    assert [line["term"] for line in lines] == ["营商\n环境", "营商”“环境"]


def test_every_line_points_into_its_text(two: TestClient) -> None:
    for line in _lines(two, q="的", limit=200):
        text = two.get(f"/v1/sources/{line['source']}/text").text
        units = text.encode("utf-16-le")
        assert text[line["start"] : line["end"]] == line["term"]
        assert units[line["start_utf16"] * 2 : line["end_utf16"] * 2].decode("utf-16-le") == line["term"]
        assert text[line["sentence_start"] :].startswith(line["sentence"])


def test_narrowed_to_a_source_or_a_year(two: TestClient) -> None:
    assert {line["source"] for line in _lines(two, q="三清零", source="dalad-2024")} == {"dalad-2024"}
    assert {line["source"] for line in _lines(two, q="三清零", year=2025)} == {"yunshanxian-2025"}
    assert _lines(two, q="三清零", year=1999) == []


@pytest.mark.parametrize("limit", [1, 2, 7, 50])
def test_pages_together_are_the_whole(two: TestClient, limit: int) -> None:
    whole = _lines(two, q="发展", limit=200)
    seen: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    while True:
        page = two.get("/v1/concordance", params={"q": "发展", "limit": limit, **cursor}).json()
        seen += page["items"]
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
    assert len(whole) > 40
    assert seen == whole


@pytest.mark.parametrize("typed", ["没有这个词", "_", "\\", "1_0%"])
def test_what_no_sentence_holds_is_an_empty_list(two: TestClient, typed: str) -> None:
    assert _lines(two, q=typed) == []


@pytest.mark.parametrize(("typed", "sentences"), [("%", 25), ("100%", 1)])
def test_a_percent_sign_stands_for_itself(two: TestClient, typed: str, sentences: int) -> None:
    lines = _lines(two, q=typed, limit=200)
    assert len(lines) == sentences
    assert {line["term"] for line in lines} == {typed}
    assert all(typed in line["sentence"] for line in lines)


@pytest.mark.parametrize(
    ("asked", "status"),
    [({}, 422), ({"q": ""}, 422), ({"q": "“"}, 422), ({"q": "三", "cursor": "nonsense"}, 422), ({"q": "三", "limit": 0}, 422), ({"q": "三", "year": "x"}, 422)],
)  # fmt: skip
def test_what_cannot_be_asked(two: TestClient, asked: dict[str, str], status: int) -> None:
    answer = two.get("/v1/concordance", params=asked)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
