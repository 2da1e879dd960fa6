"""The commands in the README and other pages, run for real; `python -m tests.readme` writes their answers into them.

A block of `console` holds commands behind `$ ` and below each its answer. Answers of more than `LONGEST` characters a
line are cut with `…`, moments are made one.
"""

import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

from tests.glossary.cli.test_main import GLOSSARY, serving
from tests.golden import without_chance

ROOT = Path(__file__).parent.parent
PAGES = (ROOT / "README.md", ROOT / "docs" / "editing.md")
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)
ADDRESS = "http://127.0.0.1:8000"
LONGEST = 400
_KEPT = re.compile(r"([A-Z]+)=\$\((.*)\)")
"""A command whose answer is kept under a name, for later ones to use as `$NAME`."""


def answered(text: str) -> str:
    """Return a page with the answer that each command gives now, one after the other on a store of its own."""
    kept: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as directory:
        database = Path(directory) / "glossary.db"
        with serving(database) as address:
            return BLOCK.sub(lambda block: f"```console\n{_answers(block[1], address, database, kept)}```", text)


def _answers(block: str, address: str, database: Path, kept: dict[str, str]) -> str:
    answers = []
    for command in re.findall(r"^\$ (.*)$", block, re.MULTILINE):
        if keeping := _KEPT.fullmatch(command):
            kept[keeping[1]] = _output(shlex.split(keeping[2]), address, database).strip()
            answers.append(f"$ {command}\n")
        else:
            words = [re.sub(r"\$([A-Z]+)", lambda name: kept[name[1]], word) for word in shlex.split(command)]
            answers.append(f"$ {command}\n{_shortened(_output(words, address, database), address)}\n")
    return "".join(answers)


def _output(words: list[str], address: str, database: Path) -> str:
    first, *rest = words
    if first == "curl":
        return _curl(rest, address)
    env = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "COLUMNS": "118", "GLOSSARY_DATABASE_URL": str(database)}
    assert first == "glossary"
    return subprocess.run([GLOSSARY, *rest], capture_output=True, text=True, env=env, check=True).stdout


def _shortened(output: str, address: str) -> str:
    output = without_chance(output.replace(address, ADDRESS))
    output = re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "2026-11-23T08:00:00Z", output)
    output = re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", "2026-11-23 08:00:00", output)
    lines = [
        line.rstrip() if len(line) <= LONGEST else line[:LONGEST] + "…" for line in output.rstrip("\n").split("\n")
    ]
    return "\n".join(lines)


_TAG = "%header{etag}"
"""What curl is to write of an answer whose body goes nowhere (`-o /dev/null`)."""


def _curl(arguments: list[str], address: str) -> str:
    """Do what the pages' curl commands do: `-s`, `-X`, `-H`, `-d`, an address, a pipe into json.tool, and `-w` for the tag."""
    headers, data, url, method, pretty = {}, None, "", None, "|" in arguments
    tag_only = _TAG in arguments
    words = iter(arguments[: arguments.index("|")] if pretty else arguments)
    for word in words:
        if word == "-H":
            name, _, value = next(words).partition(": ")
            headers[name] = value
        elif word == "-d":
            data = next(words).encode()
        elif word in ("-X", "-o", "-w"):
            method = next(words) if word == "-X" else next(words) and method
        elif word != "-s":
            url = word.replace(ADDRESS, address)
    try:
        with urlopen(Request(quote(url, safe=":/?&=%"), data, headers, method=method)) as answer:  # noqa: S310 - our own address
            body = answer.headers["ETag"] if tag_only else answer.read().decode()
    except HTTPError as error:
        body = error.read().decode()
    return json.dumps(json.loads(body), ensure_ascii=False, indent=4) if pretty else body


if __name__ == "__main__":
    for page in PAGES:
        page.write_text(answered(page.read_text("utf-8")), "utf-8")
    sys.exit(0)
