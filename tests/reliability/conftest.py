"""What the faults suite shares: a parent of processes to be killed, and where a test says what it counted."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.copies import copied
from tests.reliability.victims import Victims


@pytest.fixture(scope="session")
def victims(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Victims]:
    """Processes to be killed."""
    parent = Victims(tmp_path_factory.mktemp("victims"))
    yield parent
    parent.close()


@pytest.fixture
def count(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """What a test calls with a line that says what it tried and found."""
    return lambda line: record_property("figure", line)


@pytest.fixture(scope="session")
def full(request: pytest.FixtureRequest) -> bool:
    """Whether the suite runs at full length, for its figures."""
    return request.config.getoption("--figures") is not None


@pytest.fixture
def database(shipped_file: Path, tmp_path: Path) -> Path:
    """The file of a store of the test's own with the shipped report."""
    return copied(shipped_file, tmp_path / "glossary.db")
