"""The house stays in order: small modules, short functions, arrows one way, nothing heavy where it is not needed."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted(path for package in ("app", "glossary", "migrations") for path in (ROOT / package).rglob("*.py"))
LONGEST_MODULE, LONGEST_FUNCTION = 400, 40

# Modules and functions that are longer, each with its reason.
LONG_MODULES = {"migrations/versions/v0001_first_schema.py": "the whole schema at once, never to be edited again"}
LONG_FUNCTIONS = {
    "migrations/versions/v0001_first_schema.py:upgrade": "one statement a table",
}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_fit_on_a_few_screens(path: Path) -> None:
    text = path.read_text("utf-8")
    name = str(path.relative_to(ROOT))
    assert len(text.splitlines()) <= LONGEST_MODULE or name in LONG_MODULES
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            length = (node.end_lineno or 0) - body[0].lineno + 1 if body else 0
            assert length <= LONGEST_FUNCTION or f"{name}:{node.name}" in LONG_FUNCTIONS, node.name


def test_no_module_is_named_for_nothing() -> None:
    assert not {path.stem for path in MODULES} & {"utils", "util", "helpers", "helper", "common", "manager", "misc"}


@pytest.mark.parametrize(
    ("module", "without"),
    [
        ("glossary.store.opening", {"fastapi", "starlette", "alembic", "pypinyin"}),
        ("glossary.cli.main", {"fastapi", "starlette", "pypinyin", "alembic", "lxml", "pypdf", "docx"}),
        ("app.main", {"pypinyin", "alembic", "lxml", "pypdf", "docx"}),
    ],
)
def test_what_an_import_does_not_load(module: str, without: set[str]) -> None:
    code = f"import {module}, sys; print(*{{name.split('.')[0] for name in sys.modules}})"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not without & set(loaded)


def test_the_lock_files_hold_what_the_project_asks_for_and_name_no_host() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    asked = {
        "requirements.lock": project["project"]["dependencies"] + project["dependency-groups"]["build"],
        "requirements-telemetry.lock": [
            *project["project"]["dependencies"],
            *project["project"]["optional-dependencies"]["telemetry"],
            *project["dependency-groups"]["build"],
        ],
        "requirements-dev.lock": project["project"]["dependencies"] + project["dependency-groups"]["dev"],
    }
    pins = {}
    for name, wanted in asked.items():
        text = (ROOT / name).read_text("utf-8")
        assert "://" not in text
        pins[name] = dict(re.findall(r"^([a-z0-9-]+)(?:\[[a-z,]+\])?==(\S+)", text, re.MULTILINE))
        assert len(re.findall(r"^[a-z0-9-]+(?:\[[a-z,]+\])?==.*\\$", text, re.MULTILINE)) == len(pins[name]), (
            "a pin without hashes"
        )
        assert {re.split("[<>=;! ]", one)[0] for one in wanted} <= set(pins[name])
    runtime, telemetry, dev = pins.values()
    assert {name: telemetry[name] for name in runtime} == runtime
    assert {name: dev[name] for name in telemetry} == telemetry, (
        "what is sent to a collector is tested as it is installed"
    )
