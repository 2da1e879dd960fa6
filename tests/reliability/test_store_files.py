"""Files that are damaged, cut, foreign, newer, not to be read or written, and files that go away: one clear line each."""

import http.client
import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from tests.reliability.stores import head, loaded, report, sound, table, with_token
from tests.reliability.victims import Victims

COMMANDS: list[list[str]] = [
    ["lookup", "三清零"],
    ["search", "sql"],
    ["verify"],
    ["reindex"],
    ["backup", "BACKUP"],
    ["export", "jsonl"],
    ["db", "upgrade"],
    ["import", "csv", "TABLE"],
    ["serve", "--port", "0"],
]
READS = ("lookup", "search", "verify", "backup", "export")


def _damaged(data: bytes) -> bytes:
    """Return a store of whose pages, from the first third on, each begins with nonsense."""
    broken = bytearray(data)
    for offset in range(len(broken) // 3 // 4096 * 4096, len(broken), 4096):
        broken[offset : offset + 64] = b"\xff" * 64
    return bytes(broken)


FILES: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "text": (lambda _: b"not a database " * 500, "file is not a database"),
    "one byte": (lambda _: b"x", "file is not a database"),
    "random bytes": (lambda _: Random(1).randbytes(9000), "file is not a database"),
    "zeros": (lambda data: bytes(len(data)), "file is not a database"),
    "only the header": (lambda data: data[:100], "malformed"),
    "cut in the middle of a page": (lambda data: data[: len(data) // 2 + 77], "malformed"),
    "cut behind a page": (lambda data: data[: len(data) // 2 // 4096 * 4096], "malformed"),
    "a first page of nonsense": (lambda data: data[:100] + b"\xff" * 3996 + data[4096:], "malformed"),
}


@pytest.mark.parametrize("kind", FILES)
def test_what_is_no_store_is_left_alone(
    victims: Victims, database: Path, tmp_path: Path, count: Callable[[str], None], kind: str
) -> None:
    make, why = FILES[kind]
    data = make(database.read_bytes())
    database.write_bytes(data)
    for command in COMMANDS:
        said = _refused(victims, tmp_path, database, command)
        assert why in said, (command, said)
        assert database.read_bytes() == data, command
    count(f"{kind}: {len(COMMANDS)} commands, each refused in one line, the file left as it was")


def _refused(victims: Victims, directory: Path, database: Path, command: list[str], **limits: int) -> str:
    """Run a command that must be refused in one line; return the line."""
    names = {"BACKUP": str(directory / "backup.db"), "TABLE": str(table(directory / "table.csv", 0, 3))}
    done = victims.run(*(names.get(word, word) for word in command), "--database", database, **limits)
    assert done.code == 2, (command, done)
    lines = done.err.splitlines()
    assert len(lines) == 1, (command, done)
    assert lines[0].startswith("glossary: ")
    assert not (directory / "backup.db").exists()
    return lines[0]


def test_a_directory_and_an_empty_file(victims: Victims, tmp_path: Path, count: Callable[[str], None]) -> None:
    for command in COMMANDS:
        assert "is a directory, not a store" in _refused(victims, tmp_path, tmp_path, command)
    empty = tmp_path / "empty.db"
    empty.touch()
    for command in COMMANDS:
        if command[0] in (*READS, "reindex"):
            assert "there is no store at" in _refused(victims, tmp_path, empty, command)
            assert empty.stat().st_size == 0
    assert victims.run("db", "upgrade", "--database", empty).code == 0
    assert sound(empty) == []
    count("a directory, an empty file: refused in one line, or made a store where that is what is asked for")


def test_foreign_and_newer_databases(
    victims: Victims, database: Path, tmp_path: Path, count: Callable[[str], None]
) -> None:
    foreign = tmp_path / "songs.db"
    with closing(sqlite3.connect(foreign)) as connection:
        connection.executescript("CREATE TABLE songs (name TEXT)")
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    for path, why in ((foreign, "is a database, but not a Mingci store"), (database, "a newer version of Mingci")):
        data = path.read_bytes()
        for command in COMMANDS:
            assert why in _refused(victims, tmp_path, path, command), command
        assert path.read_bytes() == data
    count(f"a foreign and a newer database: {2 * len(COMMANDS)} commands, each refused in one line")


def test_damage_that_only_some_pages_have(
    victims: Victims, database: Path, tmp_path: Path, count: Callable[[str], None]
) -> None:
    """Only what reads nothing of them goes on; whatever comes upon it says so in one line, and it is not served."""
    database.write_bytes(_damaged(database.read_bytes()))
    for command in COMMANDS:
        names = {"BACKUP": str(tmp_path / "backup.db"), "TABLE": str(table(tmp_path / "table.csv", 0, 3))}
        done = victims.run(*(names.get(word, word) for word in command), "--database", database)
        assert done.code == (0 if command == ["db", "upgrade"] else 2), (command, done)
        assert len(done.err.splitlines()) == done.code // 2, (command, done)
        assert len(done.err.replace(str(database), "")) < 300, (command, done)
    assert not (tmp_path / "backup.db").exists()
    assert "is damaged" in _refused(victims, tmp_path, database, ["serve", "--port", "0"])
    count("a store with damaged pages: found by verify, neither served nor backed up, one line each")


def test_a_store_without_its_log_is_an_earlier_one_or_none(
    victims: Victims, database: Path, tmp_path: Path, count: Callable[[str], None]
) -> None:
    """A file that was copied without its `-wal` has lost what that held, and is sound as of before."""
    token = with_token(database)
    copies = []
    with victims.serving(database) as (victim, port):
        for number in range(12):
            assert _post(port, token, report(number * 20, 20))[0] == 200
            copies.append(Path(shutil.copy(database, tmp_path / f"copy-{number}.db")))
        victim.kill()
    assert Path(f"{database}-wal").stat().st_size
    for number, copy in enumerate(copies):
        assert sound(copy) == []
        assert len(loaded(copy)) <= number + 2, "what was shipped, and some of the reports"
    assert sound(database) == []
    count(f"{len(copies)} copies of a served store without its log: each sound as of before")


@pytest.mark.parametrize(("file", "directory"), [(0o444, 0o777), (0o666, 0o555), (0o444, 0o555), (0o000, 0o777)])
def test_what_may_only_be_read(
    victims: Victims, shipped_file: Path, tmp_path: Path, count: Callable[[str], None], file: int, directory: int
) -> None:
    """A file that may only be read is read; where even that is not possible, it is said in one line."""
    place = tmp_path / "place"
    place.mkdir()
    database = Path(shutil.copy(shipped_file, place / "glossary.db"))
    database.chmod(file)
    place.chmod(directory)
    readable = (file, directory) == (0o444, 0o777)
    try:
        for command in COMMANDS:
            if readable and command[0] in (*READS, "db"):
                names = {"BACKUP": str(tmp_path / "backup.db")}
                done = victims.run(*(names.get(word, word) for word in command), "--database", database, meek=1)
                assert done.code == 0, (command, done)
                (tmp_path / "backup.db").unlink(missing_ok=True)
            elif not readable or command[0] in ("import", "reindex"):
                said = _refused(victims, tmp_path, database, command, meek=1)
                assert any(
                    why in said
                    for why in ("may not be written to", "readonly database", "unable to open", "Permission")
                ), (command, said)
    finally:
        place.chmod(0o777)
    count(
        f"a file of mode {file:03o} in a directory of mode {directory:03o}: one line, or an answer where it can be read"
    )


def _post(port: int, token: str, text: str) -> tuple[int, str]:
    return _ask(port, "POST", "/v1/sources", json.dumps({"text": text}), {"Authorization": f"Bearer {token}"})


def _ask(
    port: int, method: str, path: str, body: str | None = None, headers: dict[str, str] | None = None
) -> tuple[int, str]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


def _until(port: int, path: str, status: int) -> str:
    """Ask again and again until the status is the one that is expected; return the body."""
    for _ in range(2000):
        found, body = _ask(port, "GET", path)
        if found == status:
            return body
    raise AssertionError(f"{path} never answers {status}, but {found}: {body}")


def _delete(path: Path) -> None:
    path.unlink()


def _replace(path: Path) -> None:
    shutil.copy(path, path.with_name("other.db"))
    path.with_name("other.db").replace(path)


@pytest.mark.parametrize(("what", "do"), [("deleted", _delete), ("replaced", _replace)])
def test_a_store_that_goes_away_while_it_is_served(
    victims: Victims, database: Path, count: Callable[[str], None], what: str, do: Callable[[Path], None]
) -> None:
    token = with_token(database)
    with victims.serving(database) as (victim, port):
        assert _ask(port, "GET", "/readyz")[0] == 200
        do(database)
        status, body = _post(port, token, report(0, 2))
        assert (status, json.loads(body)["status"]) == (503, 503), body
        assert f"was {what}" in json.loads(body)["detail"]
        for path in ("/readyz", "/v1/lookup?q=sql", "/v1/search?q=sql", "/v1/stats"):
            assert f"was {what}" in _until(port, path, 503)
        assert _ask(port, "GET", "/healthz")[0] == 200
        assert "Traceback" not in victim.err.read_text("utf-8")
    assert database.exists() is (what == "replaced")
    count(
        f"a store that is {what} while it is served: writes are refused at once, reads within a second or so, each in one line"
    )


def test_a_log_that_is_deleted_while_it_is_served(
    victims: Victims, database: Path, count: Callable[[str], None]
) -> None:
    token = with_token(database)
    with victims.serving(database) as (_, port):
        assert _post(port, token, report(0, 2))[0] == 200
        Path(f"{database}-wal").unlink()
        status, body = _post(port, token, report(2, 2))
        assert (status, "the log beside the file of the store was deleted" in body) == (503, True), body
        assert _ask(port, "GET", f"/v1/lookup?q={_quoted(head(0))}")[0] == 200
    assert sound(database) == []
    count("a log that is deleted while it is served: no write is answered that would be lost with it")


def _quoted(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode())


def test_damage_that_a_read_meets_is_not_forgotten(
    victims: Victims, database: Path, count: Callable[[str], None]
) -> None:
    """The file is damaged behind the service's back: whoever meets with it is told, and the service is not ready any more."""
    with victims.serving(database) as (victim, port):
        assert _ask(port, "GET", "/readyz")[0] == 200
        with database.open("r+b") as file:
            data = _damaged(file.read())
            file.seek(0)
            file.write(data)
        met = [_ask(port, "GET", path) for path in _paths()]
        assert {status for status, _ in met} <= {200, 404, 503}, met
        refused = [json.loads(body)["detail"] for status, body in met if status == 503]
        assert refused
        assert all("the store is damaged" in detail for detail in refused)
        assert _ask(port, "GET", "/readyz")[0] == 503
        assert "mingci_store_ready 0.0" in _ask(port, "GET", "/metrics")[1]
        assert "Traceback" not in victim.err.read_text("utf-8")
    count(
        f"damage in a store that is served: {len(met)} reads, {len(refused)} refused in one line, not ready from then on"
    )


def _paths() -> Iterator[str]:
    yield from ("/v1/concepts?limit=200", "/v1/lexicon", "/v1/quality", "/v1/stats", "/v1/sources/dalad-2024/text")
    for query in ("sql", "san", "wu", "zero", "%E4%B8%89"):
        yield from (f"/v1/search?q={query}&in=terms,definitions,contexts", f"/v1/lookup?q={query}")
