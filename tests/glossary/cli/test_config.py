"""`glossary config`: every setting, what it is and why; no password; and a page that says the same."""

import json
import re
from pathlib import Path

import pytest

from app.settings import Settings
from glossary.cli.config import masked
from tests.glossary.cli.test_main import run

OPERATING = Path(__file__).parents[3] / "docs" / "operating.md"
VARIABLES = [f"GLOSSARY_{name.upper()}" for name in Settings.model_fields]


def _listed(database: Path | str, **environment: str) -> dict[str, dict[str, object]]:
    done = run("config", "--json", database=Path(database), **environment)
    assert done.returncode == 0, done.stderr
    return {one["name"]: one for one in json.loads(done.stdout)}


def test_every_setting_is_listed_with_its_meaning(tmp_path: Path) -> None:
    listed = _listed(tmp_path / "glossary.db")
    assert list(listed) == VARIABLES
    for one in listed.values():
        assert set(one) == {"name", "value", "default", "origin", "meaning"}
        assert one["meaning"]
    table = run("config", database=tmp_path / "glossary.db").stdout
    for name in VARIABLES:
        assert name in table


def test_every_setting_is_documented_with_its_default() -> None:
    rows = dict(re.findall(r"^\| `(GLOSSARY_\w+)` \| ([^|]*) \|", OPERATING.read_text("utf-8"), re.MULTILINE))
    assert list(rows) == VARIABLES
    for name, field in zip(VARIABLES, Settings.model_fields.values(), strict=True):
        default = str(field.default or "none")
        documented = re.sub(r"(?<=\d),(?=\d{3})", "", rows[name].strip())
        assert documented == ("in the user's data directory" if name == VARIABLES[0] else default)


def test_where_a_value_is_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("GLOSSARY_SLOW_READERS=7\nGLOSSARY_RATE_LIMIT=600\nGLOSSARY_LOG=\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    listed = _listed("a.db", GLOSSARY_RATE_LIMIT="60")
    shown = {name: (one["value"], one["default"], one["origin"]) for name, one in listed.items()}
    assert shown["GLOSSARY_SLOW_READERS"] == (7, 4, ".env")
    assert shown["GLOSSARY_RATE_LIMIT"] == (60, None, "environment")
    assert shown["GLOSSARY_BODY_SECONDS"][2] == "default"
    assert shown["GLOSSARY_LOG"][0] == "quiet"
    assert shown["GLOSSARY_DATABASE_URL"][::2] == ("a.db", "environment")


def test_the_store_may_be_named_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shipped_file: Path) -> None:
    (tmp_path / ".env").write_text(f"GLOSSARY_DATABASE_URL={shipped_file}\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    assert run("lookup", "三清零", database=Path(), GLOSSARY_DATABASE_URL="").returncode == 0


def test_a_file_that_cannot_be_read_is_one_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_bytes("GLOSSARY_DATABASE_URL=名词.db\n".encode("gb18030"))
    monkeypatch.chdir(tmp_path)
    for command in (("config",), ("serve", "--port", "0"), ("lookup", "三清零")):
        done = run(*command, database=Path(), GLOSSARY_DATABASE_URL="")
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == "glossary: the file .env cannot be read as a text in UTF-8\n"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("glossary.db", "glossary.db"),
        ("sqlite:///glossary.db", "sqlite:///glossary.db"),
        ("postgresql+psycopg://mingci:geheim@db:5432/mingci", "postgresql+psycopg://mingci:***@db:5432/mingci"),
        ("postgresql+psycopg://db/mingci?user=u&password=geheim&a=1", "?a=1&password=***&user=u"),
        ("postgresql+psycopg://db/mingci?passfile=x&sslpassword=geheim", "sslpassword=***"),
        ("postgresql+psycopg://u:p%40geheim@db/mingci", "u:***@db"),
        ("postgresql://u:geheim@db:port/x", "a URL that cannot be read"),
    ],
)
def test_no_password_is_shown(url: str, shown: str) -> None:
    assert shown in masked(url)
    assert "geheim" not in masked(url)


@pytest.mark.parametrize(
    "url", ["postgresql+psycopg://db/mingci?user=u&password=geheim&a=1", "postgresql://u:geheim@db:port/x"]
)
def test_no_password_is_printed(tmp_path: Path, url: str) -> None:
    for form in ((), ("--json",)):
        done = run("config", *form, database=tmp_path / "a.db", GLOSSARY_DATABASE_URL=url)
        assert "geheim" not in done.stdout + done.stderr


def test_a_store_whose_url_cannot_be_read_is_one_line_without_it(tmp_path: Path) -> None:
    for command in (("lookup", "三清零"), ("serve", "--port", "0"), ("db", "upgrade")):
        done = run(*command, database=tmp_path, GLOSSARY_DATABASE_URL="postgresql://u:geheim@db:port/x")
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == "glossary: the URL of the store cannot be read\n"


def test_a_setting_that_cannot_be_is_one_clear_line(tmp_path: Path) -> None:
    for command in (("config",), ("serve", "--port", "0")):
        done = run(*command, database=tmp_path / "a.db", GLOSSARY_SLOW_READERS="many", GLOSSARY_LOG="loud")
        assert (done.returncode, done.stdout) == (2, "")
        [line] = done.stderr.splitlines()
        assert line.startswith("glossary: GLOSSARY_SLOW_READERS: Input should be a valid integer")
        assert "GLOSSARY_LOG: Input should be 'quiet', 'text' or 'json'" in line
        assert "many" not in line
        assert not (tmp_path / "a.db").exists()


@pytest.mark.parametrize(
    ("environment", "value", "origin"),
    [
        ({}, 8000, "default"),
        ({"PORT": ""}, 8000, "default"),
        ({"PORT": "8081"}, 8081, "environment"),
        ({"GLOSSARY_PORT": "8082"}, 8082, "environment"),
        ({"PORT": "8081", "GLOSSARY_PORT": "8082"}, 8082, "environment"),
        ({"PORT": "8081", "GLOSSARY_PORT": ""}, 8081, "environment"),
    ],
)
def test_the_port_of_a_platform_is_taken_where_there_is_none_of_ours(
    tmp_path: Path, environment: dict[str, str], value: int, origin: str
) -> None:
    found = _listed(tmp_path / "a.db", **environment)["GLOSSARY_PORT"]
    assert (found["value"], found["origin"]) == (value, origin)


def test_a_port_in_a_file_goes_before_that_of_a_platform(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("GLOSSARY_PORT=8083\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    found = _listed("a.db", PORT="8081")["GLOSSARY_PORT"]
    assert (found["value"], found["origin"]) == (8083, ".env")


@pytest.mark.parametrize(
    ("environment", "options", "line"),
    [
        ({"PORT": "http"}, (), "PORT: Input should be a valid integer"),
        ({"GLOSSARY_PORT": "http"}, (), "GLOSSARY_PORT: Input should be a valid integer"),
        ({"GLOSSARY_PORT": "65536"}, (), "GLOSSARY_PORT: Input should be less than or equal to 65535"),
        ({"PORT": "-1"}, (), "PORT: Input should be greater than or equal to 0"),
        ({"GLOSSARY_ROOT_PATH": "mingci"}, (), "GLOSSARY_ROOT_PATH: a prefix is a path like /mingci"),
        ({}, ("--root-path", "/名词"), "--root-path: a prefix is a path like /mingci"),
        ({}, ("--root-path", "/a/../b"), "--root-path: a prefix is a path like /mingci"),
        ({}, ("--root-path", "/v1"), "--root-path: a prefix is a path like /mingci"),
        ({}, ("--root-path", "https://terms.example/mingci"), "--root-path: a prefix is a path like /mingci"),
        ({}, ("--port", "http"), "Invalid value for '--port': Input should be a valid integer"),
        ({}, ("--uds", "a.sock", "--port", "8000"), "Invalid value for --uds: a socket has neither host nor port"),
        ({}, ("--host", "no such host", "--port", "0"), "cannot listen on no such host:0: "),
        ({}, ("--host", "a" * 300, "--port", "0"), "cannot listen on aaa"),
    ],
)
def test_where_to_listen_that_cannot_be_is_one_clear_line(
    tmp_path: Path, environment: dict[str, str], options: tuple[str, ...], line: str
) -> None:
    done = run("serve", *options, database=tmp_path / "a.db", **environment)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"glossary: {line}")
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "a.db").exists()


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("GLOSSARY_SLOW_READER", "GLOSSARY_SLOW_READERS"),
        ("GLOSSARY_RATELIMIT", "GLOSSARY_RATE_LIMIT"),
        ("GLOSSARY_ROOTPATH", "GLOSSARY_ROOT_PATH"),
        ("GLOSSARY_PORT_8000_TCP", None),  # Kubernetes makes these of a service of that name
        ("GLOSSARY_SERVICE_HOST", None),
    ],
)
def test_a_setting_with_a_slip_in_its_name_is_said(tmp_path: Path, name: str, near: str | None) -> None:
    done = run("config", "--json", database=tmp_path / "a.db", **{name: "3"})
    assert done.returncode == 0
    assert done.stderr == (f"{name} is no setting; did you mean {near}?\n" if near else "")


@pytest.mark.parametrize(
    "origin", ["terms.example", "https://terms.example/", "https://a.example/page", "*", "https://"]
)
def test_an_origin_that_no_browser_sends_is_refused(tmp_path: Path, origin: str) -> None:
    done = run("config", database=tmp_path / "a.db", GLOSSARY_WRITE_ORIGINS=f"https://b.example:8443, {origin}")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"glossary: GLOSSARY_WRITE_ORIGINS: {origin!r} is no origin; ")
