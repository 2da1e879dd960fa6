"""The command line run in this process, which takes a tenth of the time: its own `main`, its own streams."""

import errno
import io
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from glossary.cli.main import app, main
from glossary.cli.options import out

DOCS = Path(__file__).parents[3] / "docs"
REPORT, TABLE, TRANSLATION = (DOCS / f"example-{name}" for name in ("report.txt", "glossary.csv", "translation.tsv"))

COMMANDS: dict[str, tuple[str, ...]] = {
    "lookup": ("三清零",),
    "search": ("三",),
    "list": (),
    "show": ("三清零",),
    "contexts": ("三清零",),
    "concordance": ("改革",),
    "annotate": (str(REPORT),),
    "extract": (str(REPORT),),
    "check": (str(TRANSLATION), "--all"),
    "load": (str(REPORT), "--dry-run"),
    "import": ("csv", str(TABLE), "--dry-run"),
    "export": ("csv",),
    "coverage": (str(REPORT),),
    "add": ("双环计划", "--english", "Two Rings plan"),
    "edit": ("三清零", "--from", "draft.json"),
    "forbid": ("三清零", "three zeros"),
    "merge": ("三清零", "四办"),
    "withdraw": ("四下基层",),
    "history": ("两个毫不动摇",),
    "undo": ("--dry-run",),
    "sources": (),
    "stats": (),
    "quality": (),
    "changes": (),
    "config": (),
    "backup": ("copy.db",),
    "verify": (),
    "reindex": (),
    "db upgrade": (),
    "token create": ("anna", "--scope", "edit"),
    "token list": (),
    "token revoke": ("anna",),
    "serve": ("--port", "0"),
    "ready": ("--port", "1"),
}
"""Every command, and what it takes to do something."""
WITH_TSV = (
    "lookup", "search", "list", "contexts", "concordance", "annotate", "extract", "load", "import", "coverage",
    "history", "sources", "stats", "quality", "changes", "config", "token list",
)  # fmt: skip
WITH_JSON = (*WITH_TSV, "show", "check", "add", "edit", "forbid", "merge", "token create", "token revoke")


def commands() -> dict[str, Any]:
    """Return every command that there is, by its name."""
    found = {}
    for name, command in get_command(app).commands.items():  # type: ignore[attr-defined]  # it is a group
        inner = getattr(command, "commands", None)
        found |= {f"{name} {one}": part for one, part in inner.items()} if inner else {name: command}
    return found


@dataclass(frozen=True, slots=True)
class Done:
    """How a run of the command line ended."""

    code: int
    stdout: str
    stderr: str


class Broken(io.RawIOBase):
    """A file to which nothing can be written: a full disk, a pipe whose reader has gone."""

    def __init__(self, number: int) -> None:
        self.number = number

    def writable(self) -> bool:
        """Return that it can be written to, as far as anybody knows before."""
        return True

    def write(self, data: Any) -> int:
        """Fail, as long as there is an error to give."""
        if self.number:
            raise OSError(self.number, os.strerror(self.number))
        return len(data)


FULL, GONE = errno.ENOSPC, errno.EPIPE


def run_here(
    *arguments: str | Path,
    database: str | Path,
    encoding: str = "utf-8",
    columns: int = 160,
    broken: int = 0,
) -> Done:
    """Run `glossary` on a store with streams of its own; `broken` is the error that its standard output gives."""
    raw, told, disk = io.BytesIO(), io.BytesIO(), Broken(broken)
    stdout = io.TextIOWrapper(io.BufferedWriter(disk) if broken else raw, encoding=encoding)
    stderr = io.TextIOWrapper(told, encoding=encoding, errors="backslashreplace")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GLOSSARY_DATABASE_URL", str(database))
        patch.setattr(sys, "argv", ["glossary", *map(str, arguments)])
        patch.setattr(sys, "stdout", stdout)
        patch.setattr(sys, "stderr", stderr)
        patch.setattr(out, "_width", columns)
        with pytest.raises(SystemExit) as ended:
            main()
    code = ended.value.code or 0
    assert isinstance(code, int)
    disk.number = 0  # what is held back goes away with it
    return Done(code, raw.getvalue().decode(encoding, errors="replace"), told.getvalue().decode(encoding))
