"""For which hosts the service answers, and which address it says that it has."""

import re
from pathlib import Path

import pytest
from pydantic import ValidationError
from starlette.testclient import TestClient

from app.hosts import name_of
from app.main import create_app
from app.settings import Settings
from tests.served import exchanged, served


def _addresses(text: str) -> set[str]:
    return set(re.findall(r"https?://[^\"?]*?/(?=v1/)", text))


@pytest.mark.parametrize(
    "public",
    ["https://terms.example", "https://terms.example/", "https://terms.example:8443/a/b", "http://[::1]:8000/"],
)
def test_the_address_that_is_set_is_the_address_given(shipped_file: Path, public: str) -> None:
    with TestClient(create_app(Settings(database_url=str(shipped_file), public_url=public))) as client:
        tags = set()
        for host in ("a.example", "b.example"):
            for path in ("/v1/suggest?q=sanq", "/opensearch.xml"):
                answer = client.get(path, headers={"Host": host})
                assert _addresses(answer.text) == {public.rstrip("/") + "/"}
                tags.add(answer.headers["etag"])
        assert len(tags) == 2, "the host that was asked for is no part of the answer any more"


@pytest.mark.parametrize(
    "public", ["terms.example", "ftp://a", "https://", "https://a/?q", "https://a/#b", "https://u:p@a/", "https://a b/"]
)
def test_what_is_no_address_is_no_setting(public: str) -> None:
    with pytest.raises(ValidationError):
        Settings(public_url=public)


@pytest.mark.parametrize("hosts", ["http://a", "a:80", "a/b", "*a.example", "a.*.example", "*"])
def test_what_is_no_host_is_no_setting(hosts: str) -> None:
    with pytest.raises(ValidationError):
        Settings.model_validate({"allowed_hosts": hosts})


ALLOWED = "terms.example, *.glossary.example, 127.0.0.1, [::1]"


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("terms.example", 200),
        ("TERMS.example:8080", 200),
        ("terms.example.", 200),
        ("a.glossary.example", 200),
        ("a.b.glossary.example:443", 200),
        ("127.0.0.1:8000", 200),
        ("[::1]:8000", 200),
        ("glossary.example", 400),
        ("evilglossary.example", 400),
        ("terms.example.evil.example", 400),
        ("evil.example:terms.example", 400),
        ("evil.example", 400),
        ("", 400),
    ],
)
def test_only_hosts_that_are_allowed_are_answered_for(shipped_file: Path, host: str, status: int) -> None:
    settings = Settings.model_validate({"database_url": str(shipped_file), "allowed_hosts": ALLOWED})
    with TestClient(create_app(settings)) as client:
        for path in ("/v1/lookup?q=三清零", "/v1/suggest?q=sanq", "/openapi.json", "/docs"):
            answer = client.get(path, headers={"Host": host})
            assert answer.status_code == status
            if status == 400:
                assert answer.headers["content-type"] == "application/problem+json"
                assert answer.headers["access-control-allow-origin"] == "*"
                assert answer.headers["x-request-id"]
                assert answer.json()["type"] == "urn:mingci:problem:unknown-host"
        assert client.get("/nowhere", headers={"Host": host}).status_code == (404 if status == 200 else 400)
        for path in ("/healthz", "/readyz"):
            assert client.get(path, headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    ("host", "name"), [("a", "a"), ("a:", "a"), ("a:b", "a:b"), ("[::1]", "[::1]"), ("[::1]:1", "[::1]"), ("a.:1", "a")]
)
def test_a_host_without_its_port(host: str, name: str) -> None:
    assert name_of(host) == name


def test_a_real_server_with_a_list(shipped_file: Path) -> None:
    with served(database_url=str(shipped_file), allowed_hosts=("terms.example",)) as port:
        for host, status in ((b"terms.example", b"200"), (b"evil.example", b"400")):
            said = exchanged(port, [b"GET /v1/stats HTTP/1.1\r\nHost: " + host + b"\r\nConnection: close\r\n\r\n"])
            assert said.split(b" ")[1] == status
