"""The commands in the README, run for real; `python -m tests.readme` writes their answers into it.

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

README = Path(__file__).parent.parent / "README.md"
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)
ADDRESS = "http://127.0.0.1:8000"
LONGEST = 400


def answered(text: str) -> str:
    """Return the README with the answer that each command gives now."""
    with tempfile.TemporaryDirectory() as directory:
        database = Path(directory) / "glossary.db"
        with serving(database) as address:
            return BLOCK.sub(lambda block: f"```console\n{_answers(block[1], address, database)}```", text)


def _answers(block: str, address: str, database: Path) -> str:
    commands = re.findall(r"^\$ (.*)$", block, re.MULTILINE)
    return "".join(f"$ {command}\n{_answer(command, address, database)}\n" for command in commands)


def _answer(command: str, address: str, database: Path) -> str:
    first, *rest = shlex.split(command)
    if first == "curl":
        output = _curl(rest, address)
    else:
        env = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "COLUMNS": "118", "GLOSSARY_DATABASE_URL": str(database)}
        assert first == "glossary"
        output = subprocess.run([GLOSSARY, *rest], capture_output=True, text=True, env=env, check=True).stdout
    output = output.replace(address, ADDRESS)
    output = re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "2026-11-23T08:00:00Z", output)
    lines = [
        line.rstrip() if len(line) <= LONGEST else line[:LONGEST] + "…" for line in output.rstrip("\n").split("\n")
    ]
    return "\n".join(lines)


def _curl(arguments: list[str], address: str) -> str:
    """Do what the README's curl commands do: `-s`, `-H`, `-d`, an address, and a pipe into json.tool."""
    headers, data, url, pretty = {}, None, "", "|" in arguments
    words = iter(arguments[: arguments.index("|")] if pretty else arguments)
    for word in words:
        if word == "-H":
            name, _, value = next(words).partition(": ")
            headers[name] = value
        elif word == "-d":
            data = next(words).encode()
        elif word != "-s":
            url = word.replace(ADDRESS, address)
    try:
        with urlopen(Request(quote(url, safe=":/?&=%"), data, headers)) as answer:  # noqa: S310 - our own address
            body = answer.read().decode()
    except HTTPError as error:
        body = error.read().decode()
    return json.dumps(json.loads(body), ensure_ascii=False, indent=4) if pretty else body


if __name__ == "__main__":
    README.write_text(answered(README.read_text("utf-8")), "utf-8")
    sys.exit(0)
