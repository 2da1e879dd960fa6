"""A disk that is full: one clear line, the store as it was, reading goes on, and writing too when there is room again."""

import http.client
import json
import resource
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import create_engine

from glossary.store.opening import store_url
from glossary.store.upgrading import alembic_config
from tests.reliability.stores import head, loaded, report, sound, table, with_token
from tests.reliability.victims import Ended, Victims

ROOM = 800_000
"""Bytes that there are beside the store: enough for a few rows, which touch a hundred pages, too few for hundreds."""
COPY = 600_000
"""Bytes that are too few for a copy of the store."""


class Disk:
    """A place with little room, of one of two sorts: a file system of its own, or a quota of each process."""

    def __init__(self, directory: Path, limits: dict[str, int], ballast: Path | None) -> None:
        self.directory, self.limits, self._ballast = directory, limits, ballast

    def fill(self, room: int) -> None:
        """Leave so many bytes."""
        if self._ballast:
            self._ballast.unlink(missing_ok=True)
            self._ballast.write_bytes(bytes(shutil.disk_usage(self.directory).free - room))

    def limits_of(self, longest: int) -> dict[str, int]:
        """Return the limits of a process that writes files of such a length at most, where a quota is what there is."""
        return {"fsize": longest} if self.limits else {}

    def free(self, pid: int) -> None:
        """Make room, also for a process that runs."""
        if self._ballast:
            self._ballast.unlink()
        else:
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


@pytest.fixture(params=["a quota", "a file system"])
def disk(request: pytest.FixtureRequest, tmp_path: Path, database: Path) -> Iterator[Disk]:
    """A disk with the shipped store and little room beside it; no file system where none may be mounted."""
    room = database.stat().st_size + ROOM
    place = tmp_path / "disk"
    place.mkdir()
    if request.param == "a quota":
        shutil.copy(database, place / "glossary.db")
        yield Disk(place, {"fsize": room}, None)
        return
    if why := _unmountable(place):  # a second run with a quota would pass for what was not tried
        pytest.skip(f"no file system may be mounted here: {why}")
    try:
        shutil.copy(database, place / "glossary.db")
        ballast = place / "ballast"
        full = Disk(place, {}, ballast)
        full.fill(ROOM)
        yield full
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def _unmountable(place: Path) -> str:
    """Mount a small file system, or return why that cannot be done, which not everybody may."""
    if shutil.which("mount") is None:
        return "there is no mount"
    command = ["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", place]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stderr.strip() or f"mount ended with {done.returncode}" if done.returncode else ""


def test_the_command_line(victims: Victims, disk: Disk, tmp_path: Path, count: Callable[[str], None]) -> None:
    path = disk.directory / "glossary.db"
    before = loaded(path)
    large = table(tmp_path / "large.csv", 0, 400)
    disk.fill(COPY)
    _refused(victims.run("backup", disk.directory / "copy.db", "--database", path, **disk.limits_of(COPY)))
    disk.fill(ROOM)
    _refused(victims.run("import", "csv", large, "--database", path, **disk.limits))
    assert loaded(path) == before
    assert sound(path) == []
    assert [one.name for one in disk.directory.iterdir() if "copy" in one.name] == []
    assert victims.run("lookup", "三清零", "--database", path, **disk.limits).code == 0
    small = table(tmp_path / "small.csv", 0, 3)
    assert victims.run("import", "csv", small, "--database", path, **disk.limits).code == 0
    assert sound(path) == []
    count(f"{_kind(disk)}: import and backup refused in one line, nothing left, a small import goes on")


def test_an_upgrade(victims: Victims, disk: Disk, count: Callable[[str], None]) -> None:
    """Without room for a copy nothing is upgraded; with room again all is."""
    path = disk.directory / "glossary.db"
    before = loaded(path)
    engine = create_engine(store_url(str(path)))
    with engine.begin() as connection:
        command.downgrade(alembic_config(connection), "0007")
    engine.dispose()
    disk.fill(COPY)
    done = victims.run("db", "upgrade", "--database", path, **disk.limits_of(COPY))
    _refused(done)
    assert "is not upgraded, because no copy of it can be kept" in done.err
    assert (loaded(path), [one.name for one in disk.directory.iterdir() if "before" in one.name]) == (before, [])
    (disk.directory / "ballast").unlink(missing_ok=True)
    assert victims.run("db", "upgrade", "--database", path).code == 0
    assert (loaded(path), sound(path)) == (before, [])
    count(f"{_kind(disk)}: an upgrade without room for a copy refused in one line, the store as it was, done with room")


def _kind(disk: Disk) -> str:
    return "a process that may write no longer files" if disk.limits else "a full file system"


def _refused(done: Ended) -> None:
    assert done.code == 2, done
    [line] = done.err.splitlines()
    assert any(why in line for why in ("no room left", "disk I/O error", "disk is full", "No space left")), line


def test_the_service(victims: Victims, disk: Disk, count: Callable[[str], None]) -> None:
    path = disk.directory / "glossary.db"
    token = with_token(path)
    large = {"text": report(0, 200), "slug": "large"}
    larger = {"text": report(1000, 300), "slug": "larger"}

    def ask(method: str, where: str, body: object = None) -> tuple[int, str]:
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=120)) as connection:
            headers = {"Authorization": f"Bearer {token}", "If-Match": "*", "Content-Type": "application/json"}
            connection.request(method, where, json.dumps(body) if body else None, headers if body else {})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()

    with victims.serving(path, **disk.limits) as (victim, port):
        before = loaded(path)
        refused = [ask("POST", "/v1/sources", one) for one in (large, larger)]
        for status, body in refused:
            problem = json.loads(body)
            assert (status, problem["status"]) in ((507, 507), (503, 503)), body
            assert status == 507 or disk.limits, body
            assert "nothing of it is stored" in problem["detail"]
        for where in ("/readyz", "/v1/lookup?q=sanqingling", "/v1/search?q=sql", "/v1/stats"):
            assert ask("GET", where)[0] == 200
        assert loaded(path) == before
        assert "Traceback" not in victim.err.read_text("utf-8")
        disk.free(victim.pid)
        assert ask("POST", "/v1/sources", large)[0] == 200
        assert ask("GET", f"/v1/lookup?q={_quoted(head(199))}")[0] == 200
    assert loaded(path)["large"] == 200
    assert sound(path) == []
    statuses = " and ".join(sorted({str(status) for status, _ in refused}))
    count(
        f"{_kind(disk)}: {len(refused)} writes of the service refused with {statuses}, reads go on, writes too with room again"
    )


def _quoted(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode())
