"""Real stores and a real service for every test: made once, copied per test."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from glossary.loading.reports import load_report
from glossary.loading.shipped import shipped_reports
from glossary.store.opening import Store, open_store, store_url
from glossary.store.upgrading import upgrade_store
from tests.copies import copied
from tests.reliability.figures import figures_of, written_out
from tests.served import served

# Speed is measured in `benchmarks/`, never by a test: a machine that is busy must not fail one.
hypothesis.settings.register_profile("mingci", deadline=None)
hypothesis.settings.load_profile("mingci")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the faults suite run at full length and write down what it counts."""
    parser.addoption("--figures", metavar="FILE", help="run the faults suite at full length, write its figures to FILE")


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Show what the faults suite counted, and write it where it is asked for."""
    figures = figures_of(report for reports in terminalreporter.stats.values() for report in reports)
    if not figures:
        return
    terminalreporter.section("what the faults suite counted")
    for line in (line for lines in figures.values() for line in lines):
        terminalreporter.write_line(line)
    if file := config.getoption("--figures"):
        Path(file).write_text(written_out(figures), "utf-8")


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store without concepts; copy it, do not write to it."""
    path = tmp_path_factory.mktemp("empty") / "empty.db"
    upgrade_store(store_url(str(path)))
    return path


@pytest.fixture(scope="session")
def shipped_file(tmp_path_factory: pytest.TempPathFactory, empty_file: Path) -> Path:
    """A store with the shipped report; copy it, do not write to it."""
    path = tmp_path_factory.mktemp("shipped") / "shipped.db"
    copied(empty_file, path)
    store = open_store(store_url(str(path)))
    with store.writing("tests") as write:
        for report, curation in shipped_reports():
            load_report(write, report, curation)
    store.close()
    return path


@pytest.fixture
def empty_store(empty_file: Path, tmp_path: Path) -> Iterator[Store]:
    """An empty store of the test's own."""
    yield from _copied(empty_file, tmp_path)


@pytest.fixture
def store(shipped_file: Path, tmp_path: Path) -> Iterator[Store]:
    """A store of the test's own with the shipped report."""
    yield from _copied(shipped_file, tmp_path)


def _copied(file: Path, directory: Path) -> Iterator[Store]:
    path = directory / "glossary.db"
    copied(file, path)
    opened = open_store(store_url(str(path)))
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def client(shipped_file: Path) -> Iterator[TestClient]:
    """The service over the shipped report, for tests that only read."""
    with TestClient(create_app(Settings(database_url=str(shipped_file)))) as connected:
        yield connected


@pytest.fixture(scope="session")
def port(shipped_file: Path) -> Iterator[int]:
    """The port of a real server over the shipped report, for tests that only read."""
    with served(database_url=str(shipped_file)) as listening:
        yield listening
