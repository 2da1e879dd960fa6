"""Entries that are written to do something: they come out as text wherever they come out."""

import csv
import io
import json
import os
import pty
import re
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import openpyxl
import pytest
from lxml import etree
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from tests.reliability.stores import sound, with_token
from tests.reliability.victims import Victims

ESC, BIDI, BELL, C1 = "\x1b", "\u202e", "\x07", "\x9b"
HOSTILE: dict[str, str] = {
    "a script": "三计划<script>alert(1)</script>",
    "an image": "四计划<img src=x onerror=alert(1)>",
    "an address": "javascript:alert(1)//五计划",
    "a closing tag": "六计划</termNote></body>\"'>",
    "a formula": "=HYPERLINK(七计划)",
    "another formula": "@SUM(八计划)",
    "an entity": "九计划&lt;b&gt;&amp;#60;",
    "a right-to-left override": f"十计划{BIDI}gnp.exe",
    "no width": "甲\u200b计\u200d划\ufeff乙",
    "isolates": "丙计划\u2066丁\u2069",
}
FROM_A_REPORT: dict[str, str | None] = {
    **HOSTILE,
    "an address": "javascript",  # the first colon of a line ends its head
    "an entity": None,  # no head has a semicolon, which ends a sentence: the line is none of the section's entries
    "a right-to-left override": "十计划gnp.exe",  # a document is read without what is not to be seen
    "no width": "甲计划乙",
    "isolates": "丙计划丁",
}
"""What a report defines whose lines begin with the hostile heads."""
OBEYED = [ESC, BELL, C1, BIDI, "\u2066", "\u200b", "\ufeff"]
ENGLISH = "=cmd|' /C calc'!A0"


@pytest.fixture(scope="module")
def hostile(shipped_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestClient, Path]]:
    """A service over a store with hostile entries: from a report, and by hand with what no report may hold."""
    path = tmp_path_factory.mktemp("hostile") / "glossary.db"
    path.write_bytes(shipped_file.read_bytes())
    token = with_token(path)
    lines = [f"{head}：指{head}的总体安排。" for head in HOSTILE.values()]
    report = "\n".join(["2024年云山县<script>政府工作报告", "各位代表：", "名词解释", *lines])
    with TestClient(create_app(Settings(database_url=str(path)))) as client:
        headers = {"Authorization": f"Bearer {token}"}
        answer = client.post(
            "/v1/sources", json={"text": report, "slug": "hostile", "url": "javascript:alert(1)"}, headers=headers
        )
        assert answer.status_code == 200, answer.text
        for head in HOSTILE.values():
            body = {"headword": head, "renderings": [{"text": ENGLISH}], "definition": {"zh": f"戊{head}"}}
            answer = client.post("/v1/concepts", json=body, headers=headers)
            assert answer.status_code == 201, answer.text
        yield client, path


def _heads(client: TestClient) -> list[str]:
    items: list[dict[str, str]] = client.get("/v1/concepts?limit=200&source=hostile").json()["items"]
    return [item["headword"] for item in items]


def test_they_are_stored_as_text(hostile: tuple[TestClient, Path], count: Callable[[str], None]) -> None:
    client, path = hostile
    heads = _heads(client)
    assert sorted(heads) == sorted(head for head in FROM_A_REPORT.values() if head)
    assert sound(path) == []
    count(f"{len(HOSTILE)} hostile entries: {len(heads)} taken from a report as text, the store sound")


def test_by_hand_they_are_stored_to_the_letter(hostile: tuple[TestClient, Path]) -> None:
    client, _ = hostile
    entries = [json.loads(line) for line in client.get("/v1/export?format=jsonl").text.splitlines()]
    by_hand = {
        entry["headword"]: (entry["gloss"], entry["definition"]["zh"]) for entry in entries if not entry["sources"]
    }
    assert by_hand == {head: (ENGLISH, f"戊{head}") for head in HOSTILE.values()}


def test_over_http_they_are_data(hostile: tuple[TestClient, Path], count: Callable[[str], None]) -> None:
    client, _ = hostile
    asked = 0
    for head in _heads(client):
        for path in (
            f"/v1/lookup?q={quote(head)}",
            f"/v1/suggest?q={quote(head[:2])}",
            f"/v1/search?q={quote(head[:2])}",
        ):
            answer = client.get(path)
            assert answer.status_code in (200, 404)
            assert "html" not in answer.headers["content-type"]
            json.loads(answer.content)
            asked += 1
        found = client.get("/v1/lookup", params={"q": head}).json()["items"]
        assert head in [item["headword"] for item in found]
    description = client.get("/opensearch.xml", headers={"Host": 'evil"><script>'})
    assert description.status_code in (200, 400)
    if description.status_code == 200:
        assert etree.fromstring(description.content).find(".//{*}script") is None
    count(f"{asked} answers about hostile entries: JSON, never HTML")


def test_in_files_they_are_cells_and_elements(hostile: tuple[TestClient, Path], count: Callable[[str], None]) -> None:
    client, _ = hostile
    text = "".join(f"推进“{head}”。" for head in _heads(client))

    def extracted(form: str) -> bytes:
        answer = client.post(f"/v1/extract?format={form}", json={"text": text})
        assert answer.status_code == 200
        return answer.content

    cells = [cell for row in csv.reader(io.StringIO(extracted("csv").decode("utf-8-sig"))) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    book = openpyxl.load_workbook(io.BytesIO(extracted("xlsx")))
    values = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in values} <= {"s", "n"}
    assert not [cell for cell in values if cell.data_type == "f" or cell.hyperlink]
    with zipfile.ZipFile(io.BytesIO(extracted("xlsx"))) as archive:
        assert not [name for name in archive.namelist() if name.startswith("/") or ".." in name]
    tbx = etree.fromstring(extracted("tbx"))
    names = {etree.QName(element).localname for element in tbx.iter() if isinstance(element.tag, str)}
    assert not names & {"script", "img", "b"}
    assert extracted("omegat").decode()
    count(
        f"{len(cells)} cells, {len(values)} cells of a workbook, {len(names)} kinds of elements: no formula, no link, no markup"
    )


COMMANDS = [
    ["lookup", "HEAD"],
    ["search", "HEAD"],
    ["lookup", "HEAD", "--json"],
    ["search", "HEAD", "--json"],
    ["export", "jsonl"],
    ["annotate", "FILE"],
    ["extract", "FILE"],
    ["extract", "FILE", "--format", "csv"],
    ["coverage", "FILE"],
    ["lookup", f"{ESC}[31m{BIDI}nothing"],
    ["load", f"none{ESC}]0;title{BELL}.txt"],
]


def test_a_terminal_is_sent_nothing_to_obey(
    hostile: tuple[TestClient, Path], victims: Victims, tmp_path: Path, count: Callable[[str], None]
) -> None:
    client, path = hostile
    heads = _heads(client)
    file = tmp_path / "file.txt"
    file.write_text("".join(f"推进“{head}”。" for head in heads), "utf-8")
    seen: list[str] = []
    for command in COMMANDS:
        for head in heads if "HEAD" in command else heads[:1]:
            words = [{"HEAD": head, "FILE": str(file)}.get(word, word) for word in command]
            said = _on_a_terminal(victims, [*words, "--database", str(path)])
            assert "Traceback" not in said
            plain = _without_colours(said)
            assert [mark for mark in OBEYED if mark in plain] == [], (command, head, plain)
            seen.append(plain)
    assert all(any(number in plain for plain in seen) for number in (r"\u001b", r"\u202e", r"\u2066", r"\u200b"))
    count(
        f"{len(seen)} runs of the command line on a terminal: no escape sequence, no change of direction, nothing without width"
    )


def _on_a_terminal(victims: Victims, arguments: list[str]) -> str:
    """Run `glossary` with a terminal for its output; return what that was sent."""
    ours, theirs = pty.openpty()
    sent = bytearray()

    def read() -> None:
        with suppress(OSError):  # the other end is closed
            while data := os.read(ours, 65536):
                sent.extend(data)

    reading = threading.Thread(target=read)
    reading.start()
    victims.ask({"wait": victims.start(*arguments, on=Path(os.ttyname(theirs))).pid})
    os.close(theirs)
    reading.join()
    os.close(ours)
    return sent.decode()


def _without_colours(text: str) -> str:
    """Return what was sent without the colours and cursor moves that Rich itself writes for a table and a bar."""
    return re.sub(r"\x1b\[(?:[\d;]*m|\?25[lh]|2K|1A|0?K)", "", text)
