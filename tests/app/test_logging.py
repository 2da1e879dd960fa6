"""A line for each request, with its id; nothing in it that nobody should read."""

import json
import logging
import re
import shutil
import socket
import sqlite3
import time
from pathlib import Path
from typing import Any

import pytest
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from app.logs import JsonFormatter, LogForm, TextFormatter
from app.main import create_app
from app.settings import Settings
from glossary.store.opening import Store
from glossary.tokens import Scope, create_token
from tests.served import commanded, exchanged

PATHS = ["/v1/lookup?q=三清零", "/v1/lookup?q=没有这个", "/v1/search", "/nothing/here", "/healthz", "/docs"]


def _lines(captured: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in captured.readouterr().err.splitlines()]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["GET", "HEAD", "DELETE", "OPTIONS"])
def test_every_answer_has_an_id_of_its_own(client: TestClient, method: str, path: str) -> None:
    ids = [client.request(method, path).headers.get_list("x-request-id") for _ in range(2)]
    assert [len(one) for one in ids] == [1, 1]
    assert ids[0] != ids[1]
    assert re.fullmatch(r"[A-Za-z0-9._-]{1,64}", ids[0][0])


@pytest.mark.parametrize("given", ["a", "req-1.2_3", "0" * 64])
def test_a_sane_id_is_taken(client: TestClient, given: str) -> None:
    for path in PATHS:
        assert client.get(path, headers={"X-Request-ID": given}).headers.get_list("x-request-id") == [given]


@pytest.mark.parametrize("given", ["", "0" * 65, "a b", 'a"b', "a\\n", "三清零".encode(), "a,b", "<a>"])
def test_an_id_that_is_not_fit_for_a_log_is_not_taken(client: TestClient, given: str | bytes) -> None:
    answer = client.get("/healthz", headers={"X-Request-ID": given})
    assert re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]+", answer.headers["x-request-id"])


def test_what_is_no_http_has_an_id_too(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(b"hello\r\n\r\n")
        assert b"\r\nx-request-id: " in connection.recv(65536)


def test_a_page_may_read_the_id(client: TestClient) -> None:
    assert "X-Request-ID" in client.get("/healthz").headers["access-control-expose-headers"]


def test_a_line_of_json_for_each_request(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    with TestClient(create_app(Settings(database_url=store.url.database, log=LogForm.JSON))) as client:
        capsys.readouterr()
        answers = [client.get(path, headers={"X-Request-ID": f"id-{place}"}) for place, path in enumerate(PATHS)]
        client.head("/v1/concepts/c404/contexts")
        client.post("/v1/annotate", json={"text": "推动“三清零”。"})
        client.request("PROPFIND", "/v1/stats")
    lines = _lines(capsys)
    assert [(line["method"], line["route"], line["status"]) for line in lines] == [
        ("GET", "/v1/lookup", 200),
        ("GET", "/v1/lookup", 404),
        ("GET", "/v1/search", 422),
        ("GET", "none", 404),
        ("GET", "/healthz", 200),
        ("GET", "/docs", 200),
        ("HEAD", "/v1/concepts/{concept_id}/contexts", 404),
        ("POST", "/v1/annotate", 200),
        ("other", "/v1/stats", 405),
    ]
    assert [line["request_id"] for line in lines[: len(PATHS)]] == [f"id-{place}" for place in range(len(PATHS))]
    for line in lines:
        assert list(line) == [
            "time", "level", "logger", "method", "route", "status", "ms", "bytes", "request_id",
        ]  # fmt: skip
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line["time"])
        assert (line["level"], line["logger"]) == ("info", "mingci.requests")
        assert line["ms"] >= 0
    assert lines[1]["bytes"] == len(answers[1].content)
    assert lines[6]["bytes"] == 0


def test_a_line_of_text_for_each_request(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    with TestClient(create_app(Settings(database_url=store.url.database, log=LogForm.TEXT))) as client:
        capsys.readouterr()
        client.get("/v1/lookup?q=三清零", headers={"X-Request-ID": "mine"})
    [line] = capsys.readouterr().err.splitlines()
    assert re.fullmatch(r"\S+Z info    GET /v1/lookup 200 ms=[\d.]+ bytes=\d+ request_id=mine", line)


def test_a_quiet_log_says_nothing_of_what_goes_well(client: TestClient, capsys: pytest.CaptureFixture[str]) -> None:
    for path in PATHS:
        client.get(path)
    assert capsys.readouterr().err == ""


def test_no_line_has_what_was_asked_or_who_asked(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    with store.writing("tests") as write:
        token = create_token(write, "loader", frozenset({Scope.IMPORT}))
    with TestClient(create_app(Settings(database_url=store.url.database, log=LogForm.JSON))) as client:
        for known in (token, "wrong-" + token):
            client.post("/v1/sources?dry_run=1", json={"text": "机密"}, headers={"Authorization": f"Bearer {known}"})
        client.get("/v1/lookup?q=机密", headers={"Authorization": f"Bearer {token}"})
        client.get(f"/v1/{token}/机密")
    said = capsys.readouterr().err
    assert said.count("\n") == 4
    for secret in (token, "Bearer", "机密", "%E6", "dry_run", "wrong-"):
        assert secret not in said


def _broken(database: Path) -> None:
    connection = sqlite3.connect(database)
    connection.execute("DROP TABLE search_key")
    connection.commit()
    connection.close()


def test_what_fails_inside_is_one_line_with_its_traceback(shipped_file: Path, tmp_path: Path) -> None:
    database, log = Path(shutil.copy(shipped_file, tmp_path / "glossary.db")), tmp_path / "log"
    with commanded(database, log, GLOSSARY_LOG="json") as port:
        _broken(database)
        request = "GET /v1/lookup?q=机密 HTTP/1.1\r\nHost: a\r\nX-Request-ID: broken-1\r\nConnection: close\r\n\r\n"
        head, _, body = exchanged(port, [request.encode()]).partition(b"\r\n\r\n")
        exchanged(port, [b"hello\r\n\r\n"])
    assert head.startswith(b"HTTP/1.1 500 ")
    for header in (
        b"content-type: application/problem+json",
        b"x-request-id: broken-1",
        b"access-control-allow-origin: *",
    ):
        assert head.count(header) == 1
    assert json.loads(body)["detail"] == "the service failed to answer; the cause is in its log"
    lines = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    [failed] = [line for line in lines if line.get("request_id") == "broken-1"]
    assert (failed["level"], failed["route"], failed["status"]) == ("error", "/v1/lookup", 500)
    assert "no such table: search_key" in failed["traceback"]
    assert [line["message"] for line in lines if "traceback" in line and line is not failed] == []
    assert {line["message"] for line in lines if line["level"] == "warning"} == {"Invalid HTTP request received."}
    assert "机密" not in log.read_text("utf-8")


def test_at_a_terminal_only_what_goes_wrong_is_shown(shipped_file: Path, tmp_path: Path) -> None:
    database, log = Path(shutil.copy(shipped_file, tmp_path / "glossary.db")), tmp_path / "log"
    with commanded(database, log) as port:
        end = " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
        assert exchanged(port, [f"GET /v1/lookup?q=三清零{end}".encode()]).startswith(b"HTTP/1.1 200 ")
        assert exchanged(port, [f"GET /nothing{end}".encode()]).startswith(b"HTTP/1.1 404 ")
        _broken(database)
        assert exchanged(port, [f"GET /v1/lookup?q=机密{end}".encode()]).startswith(b"HTTP/1.1 500 ")
    first, second, *rest = log.read_text("utf-8").splitlines()
    assert first == f"Mingci serves {database} on http://127.0.0.1:{port} (try /docs)"
    assert re.fullmatch(r"\S+Z error   GET /v1/lookup 500 ms=[\d.]+ bytes=\d+ request_id=\S+", second)
    assert rest[0] == "Traceback (most recent call last):"
    assert rest.count(rest[0]) == 1
    assert "机密" not in log.read_text("utf-8")


def test_a_store_that_cannot_answer_is_a_warning(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    with TestClient(create_app(Settings(database_url=store.url.database))) as client:
        Path(store.url.database or "").unlink()
        assert client.get("/readyz").status_code == 503
    [record] = [one for one in caplog.records if one.name == "mingci.requests"]
    assert (record.levelname, record.exc_info) == ("WARNING", None)
    assert '"status":503' in JsonFormatter().format(record)
    assert "GET /readyz 503 ms=" in TextFormatter().format(record)


def test_a_client_that_goes_away_is_no_failure(shipped_file: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with commanded(shipped_file, log, GLOSSARY_LOG="json") as port:
        with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
            head = b"POST /v1/extract HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\nX-Request-ID: gone\r\n\r\n"
            connection.sendall(head + b'{"text":')
        while "gone" not in log.read_text("utf-8"):
            time.sleep(0.05)
    [line] = [json.loads(line) for line in log.read_text("utf-8").splitlines() if "gone" in line]
    assert (line["level"], line["route"], line["status"], line["bytes"]) == ("info", "/v1/extract", 499, 0)


def test_a_log_that_nobody_reads_keeps_nobody_waiting_for_an_answer(
    store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with TestClient(create_app(Settings(database_url=store.url.database, log=LogForm.JSON))) as client:
        closed = (tmp_path / "log").open("w")
        closed.close()
        monkeypatch.setattr("sys.stderr", closed)
        assert client.get("/v1/stats").status_code == 200


def test_a_mounted_path_is_not_taken_for_a_route(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    app = create_app(Settings(database_url=store.url.database, log=LogForm.JSON))
    app.mount("/files", PlainTextResponse("a file"))
    with TestClient(app) as client:
        capsys.readouterr()
        assert client.get('/files/a"b').text == "a file"
    [line] = _lines(capsys)
    assert (line["route"], line["status"]) == ("none", 200)


@pytest.mark.parametrize("formatter", [JsonFormatter(), TextFormatter()])
def test_any_message_can_be_written(formatter: logging.Formatter) -> None:
    record = logging.LogRecord("other", logging.WARNING, "", 0, "a\nb “%s” \udcff", ("三",), None)
    said = formatter.format(record)
    if isinstance(formatter, JsonFormatter):
        assert json.loads(said)["message"] == "a\nb “三” \\udcff"
        assert "\n" not in said
    else:
        assert said.endswith("warning a\nb “三” \udcff")
