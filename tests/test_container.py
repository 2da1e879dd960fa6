"""What the Dockerfile promises, read out of it: no daemon runs here. What its steps give was run by hand: docs/operating.md."""

import json
import re
from pathlib import Path
from typing import NamedTuple

import pytest

from app.settings import ALSO, Settings
from tests.glossary.cli.test_main import run
from tools.pin_base import BASE, main

ROOT = Path(__file__).parent.parent
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")


class Instruction(NamedTuple):
    """One instruction, its lines joined."""

    name: str
    rest: str


def _instructions() -> list[Instruction]:
    lines = [line for line in DOCKERFILE.splitlines() if line and not line.startswith("#")]
    joined = re.sub(r" *\\\n *", " ", "\n".join(lines))
    return [Instruction(*line.split(" ", 1)) for line in joined.splitlines()]


INSTRUCTIONS = _instructions()
LAST = INSTRUCTIONS[max(at for at, one in enumerate(INSTRUCTIONS) if one.name == "FROM") :]


def _of(name: str) -> str:
    [found] = [one.rest for one in LAST if one.name == name]
    return found


def _environment() -> dict[str, str]:
    return dict(pair.split("=", 1) for one in LAST if one.name == "ENV" for pair in one.rest.split())


def test_every_stage_begins_with_the_base_that_is_pinned_by_its_digest() -> None:
    assert len(BASE.findall(DOCKERFILE)) == 1
    assert INSTRUCTIONS[0].rest.startswith("BASE=")
    assert {one.rest.split(" ")[0] for one in INSTRUCTIONS if one.name == "FROM"} == {"${BASE}"}


def test_what_is_installed_is_pinned_by_hashes_with_the_extra_and_without() -> None:
    [install] = [one.rest for one in INSTRUCTIONS if "-r " in one.rest]
    assert "--require-hashes" in install
    assert '-r "requirements${EXTRAS:+-$EXTRAS}.lock"' in install
    [copied] = [one.rest.split()[:-1] for one in INSTRUCTIONS if one.rest.startswith("requirements")]
    assert copied == ["requirements.lock", "requirements-telemetry.lock"]
    ignored = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    for name in (*copied, "pyproject.toml", "app", "glossary", "migrations"):
        assert f"!{name}" in ignored
        assert (ROOT / name).exists()


def test_it_runs_as_nobody_in_particular_and_writes_to_one_place() -> None:
    assert _of("USER") == "10001:10001"
    assert (_of("WORKDIR"), _of("VOLUME")) == ("/data", "/data")
    assert _environment()["GLOSSARY_DATABASE_URL"].startswith("/data/")
    assert _environment()["PYTHONDONTWRITEBYTECODE"] == "1"


def test_a_command_is_given_without_the_name_of_the_program(tmp_path: Path) -> None:
    assert json.loads(_of("ENTRYPOINT")) == ["glossary"]
    command = json.loads(_of("CMD"))
    assert command == ["serve"]
    assert run(*command, "--help", database=tmp_path / "a.db").returncode == 0


def test_where_it_listens_is_set_by_the_environment_alone() -> None:
    """So that the health check, which is a process of its own, knows it too, and a platform's PORT holds."""
    environment = _environment()
    assert environment["GLOSSARY_HOST"] == "0.0.0.0"  # noqa: S104 - it is the container's own
    assert not {"GLOSSARY_PORT", *ALSO.values()} & set(environment)
    assert _of("EXPOSE") == str(Settings.model_fields["port"].default)
    assert "--host" not in _of("CMD")
    check = _of("HEALTHCHECK")
    assert json.loads(check.partition("CMD ")[2]) == ["glossary", "ready"]
    assert "--start-period=" in check


def test_every_variable_of_ours_is_a_setting() -> None:
    known = {f"GLOSSARY_{name.upper()}" for name in Settings.model_fields}
    assert {name for name in _environment() if name.startswith("GLOSSARY_")} <= known


def test_it_is_stopped_by_the_signal_that_ends_it_well() -> None:
    assert _of("STOPSIGNAL") == "SIGTERM"
    assert "docker stop" in (ROOT / "docs" / "operating.md").read_text("utf-8")


NEW = f"sha256:{'0123456789abcdef' * 4}"


@pytest.mark.parametrize(
    ("answer", "code"), [(json.dumps({"digest": NEW}), 0), ("{}", 2), ('{"digest": "md5:1"}', 2), ("no JSON", 2)]
)
def test_pinning_writes_what_the_registry_says_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str, code: int
) -> None:
    """With a command `docker` that answers as the real one does."""
    docker, copy = tmp_path / "docker", tmp_path / "Dockerfile"
    (tmp_path / "answer").write_text(answer, "utf-8")
    docker.write_text(f'#!/bin/sh\n[ "$4" = python:3.11-slim-bookworm ] && exec cat "{tmp_path / "answer"}"\nexit 9\n')
    docker.chmod(0o755)
    copy.write_text(DOCKERFILE, "utf-8")
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr("tools.pin_base.DOCKERFILE", copy)
    assert main() == code
    old = BASE.search(DOCKERFILE)
    assert old
    expected = DOCKERFILE.replace(old[0], old[1] + NEW) if code == 0 else DOCKERFILE
    assert copy.read_text("utf-8") == expected
