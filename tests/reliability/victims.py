"""Processes to be killed: a parent that has loaded everything forks the command line, in a tenth of the time of a start.

`python -m tests.reliability.victims` is that parent. It reads requests as lines of JSON and answers each with a line: to
`{"argv": […]}` the id of a process that runs `glossary` with these arguments, to `{"wait": id}` how that one ended.
`Victims` is the other end. What runs is `glossary.cli.main.main`, as from a shell; only the interpreter's start is spared.
"""

import ctypes
import json
import os
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]

_PATIENCE = 120
"""Seconds after which a process that should have ended or answered is taken to hang: far more than any takes."""


@dataclass(frozen=True)
class Ended:
    """How a process ended; `code` is negative where a signal ended it."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Victim:
    """A process that runs."""

    pid: int
    out: Path
    err: Path
    parent: "Victims"

    def kill(self) -> Ended:
        """End it as a power cut would, and wait until it is gone."""
        os.kill(self.pid, signal.SIGKILL)
        return self.wait()

    def end(self) -> None:
        """Ask it to end, and wait until it has, where nobody did."""
        if self.pid not in self.parent.ended:
            os.kill(self.pid, signal.SIGTERM)
            self.wait()

    def wait(self) -> Ended:
        """Wait until it has ended."""
        code = self.parent.ask({"wait": self.pid})
        self.parent.ended.add(self.pid)
        return Ended(code, self.out.read_text("utf-8"), self.err.read_text("utf-8"))


class Victims:
    """The parent process, to which several threads may speak."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._lock = threading.Lock()
        self._count = 0
        self.ended: set[int] = set()
        environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "COLUMNS": "160", "HOME": str(directory)}
        command = [sys.executable, "-m", "tests.reliability.victims"]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment, cwd=ROOT
        )

    def ask(self, request: dict[str, Any]) -> int:
        """Send a request; return the answer. A wait is repeated, so that it keeps nobody else from asking."""
        while True:
            with self._lock:
                assert self._process.stdin
                assert self._process.stdout
                print(json.dumps(request), file=self._process.stdin, flush=True)
                answer = json.loads(self._process.stdout.readline())
            if answer is not None:
                return int(answer)
            time.sleep(0.005)

    def start(self, *arguments: str | Path, on: Path | None = None, **limits: int) -> Victim:
        """Start `glossary` with these arguments, its output in files, or `on` a terminal.

        `fsize` is the longest file it may write; `meek` takes root's rights away.
        """
        with self._lock:
            self._count += 1
            out, err = (on or self._directory / f"{self._count}.{name}" for name in ("out", "err"))
        if on is None:
            out.touch()
            err.touch()
        request = {"argv": [str(one) for one in arguments], "out": str(out), "err": str(err), **limits}
        return Victim(self.ask(request), out, err, self)

    def run(self, *arguments: str | Path, **limits: int) -> Ended:
        """Run `glossary` with these arguments to its end."""
        return self.start(*arguments, **limits).wait()

    @contextmanager
    def serving(self, database: Path, **limits: int) -> Iterator[tuple[Victim, int]]:
        """Serve a store; give the process and its port, and end it if it still runs."""
        port = free_port()
        victim = self.start("serve", "--port", str(port), "--database", database, **limits)
        try:
            await_port(victim, port)
            yield victim, port
        finally:
            victim.end()

    def close(self) -> None:
        """End the parent."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait(_PATIENCE)
        self._process.stdout.close()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def await_port(victim: Victim, port: int) -> None:
    """Wait until a server answers; fail with what it said where it ended instead."""
    for _ in range(_PATIENCE * 50):
        with socket.socket() as trying:
            if trying.connect_ex(("127.0.0.1", port)) == 0:
                return
        said = victim.err.read_text("utf-8")
        assert not said.startswith("glossary: "), said
        assert "Traceback" not in said, said
        time.sleep(0.02)
    raise AssertionError("the server does not answer")


def _warm_up() -> None:
    """Load all that a write and a server load, once for all children."""
    import tempfile  # noqa: PLC0415 - only the parent process needs these

    import uvicorn.lifespan.on  # noqa: PLC0415 - loaded in the process that needs it
    import uvicorn.loops.uvloop  # noqa: F401, PLC0415 - loaded in the process that needs it

    import app.main  # noqa: PLC0415 - loaded in the process that needs it
    import app.protocol  # noqa: F401, PLC0415 - loaded in the process that needs it
    import glossary.cli.main  # noqa: F401, PLC0415 - loaded in the process that needs it

    with tempfile.TemporaryDirectory() as directory:
        table = Path(directory) / "t.csv"
        table.write_text("headword,traditional,english\n旗县,旗縣,banners and counties\n", "utf-8")
        _silently(["import", "csv", str(table), "--database", str(Path(directory) / "t.db")])
        report = Path(directory) / "report.txt"
        report.write_text("2024年云山县政府工作报告\n名词解释\n三清零:推动企业清零。\n", "utf-8")
        _silently(["load", str(report), "--database", str(Path(directory) / "t.db")])


def _silently(argv: list[str]) -> None:
    """Run the command line in this process, its output thrown away."""
    from glossary.cli import main as cli  # noqa: PLC0415 - loaded in the process that needs it

    sys.argv = ["glossary", *argv]
    with Path(os.devnull).open("w") as nothing, redirect_stdout(nothing):
        try:
            cli.main()
        except SystemExit as ended:
            if ended.code:
                raise RuntimeError(f"glossary {argv} failed") from ended


def _fork(request: dict[str, Any]) -> int:
    if pid := os.fork():
        return pid
    try:
        for name, number in (("out", 1), ("err", 2)):
            handle = os.open(request[name], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
            os.dup2(handle, number)
            # A stream made anew: the old one remembers whether what it was made on could be seeked in.
            setattr(sys, f"std{name}", open(number, "w", encoding="utf-8", closefd=False))  # noqa: SIM115 - a number
        if "fsize" in request:
            resource.setrlimit(resource.RLIMIT_FSIZE, (request["fsize"], resource.RLIM_INFINITY))
        if request.get("meek"):
            _be_meek()
        from glossary.cli.main import main  # noqa: PLC0415 - loaded in the process that needs it

        sys.argv = ["glossary", *request["argv"]]
        code = 0
        try:
            main()
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else 1
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    except BaseException:  # noqa: BLE001 - a child must end here, whatever happens
        import traceback  # noqa: PLC0415 - loaded in the process that needs it

        traceback.print_exc()
        sys.stderr.flush()
        os._exit(70)


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Rights(ctypes.Structure):
    _fields_ = (("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32))


def _be_meek() -> None:
    """Give up the rights by which root reads and writes what its permissions forbid (CAP_DAC_OVERRIDE, _READ_SEARCH)."""
    if os.geteuid():
        return
    libc = ctypes.CDLL(None, use_errno=True)
    header, rights = _Header(0x20080522, 0), (_Rights * 2)()
    assert libc.capget(ctypes.byref(header), rights) == 0
    for name in ("effective", "permitted", "inheritable"):
        setattr(rights[0], name, getattr(rights[0], name) & ~0b110)
    assert libc.capset(ctypes.byref(header), rights) == 0


def _parent() -> None:
    _warm_up()
    for line in sys.stdin:
        request = json.loads(line)
        if "wait" in request:
            pid, status = os.waitpid(request["wait"], os.WNOHANG)
            answer = os.waitstatus_to_exitcode(status) if pid else None
        else:
            answer = _fork(request)
        sys.__stdout__.write(json.dumps(answer) + "\n")
        sys.__stdout__.flush()


if __name__ == "__main__":
    _parent()
