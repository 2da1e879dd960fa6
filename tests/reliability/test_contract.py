"""What `/openapi.json` says is what the service does, whatever is sent: schemathesis asks every operation."""

import shutil
from collections import Counter
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import schemathesis
from hypothesis import strategies as st
from schemathesis.generation import GenerationMode

from app.main import create_app
from app.settings import Settings
from tests.reliability.likely import Desk, made_likely
from tests.reliability.stores import sound, with_token

pytestmark = pytest.mark.slow

OPERATIONS = {
    name: (path, method)
    for path, methods in create_app(Settings(database_url="none.db")).openapi()["paths"].items()
    for method in methods
    for name in [f"{method.upper()} {path}"]
}

TAKEN = ["2xx", "3xx", "404", "409", "410", "412", "422", "428"]
"""What may be answered to a request that the schema allows: no schema can say what is a cursor, a query that has something
to look for, or a document with a glossary."""


@pytest.fixture(scope="session")
def described(shipped_file: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Desk, Path]:
    """The service over a store that may be written to, as schemathesis reads it; and the file of the store."""
    path = Path(shutil.copy(shipped_file, tmp_path_factory.mktemp("contract") / "glossary.db"))
    token = with_token(path)
    app = create_app(Settings(database_url=str(path)))
    config = schemathesis.Config.from_dict({"checks": {"positive_data_acceptance": {"expected-statuses": TAKEN}}})
    return Desk(schemathesis.openapi.from_asgi("/openapi.json", app, config=config), token), path


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_answer_is_as_documented(
    described: tuple[Desk, Path], count: Callable[[str], None], name: str, *, full: bool
) -> None:
    """A third of the requests is what the schema allows, a third is likely to succeed, a third is what it forbids."""
    desk, path = described
    route, method = OPERATIONS[name]
    operation = desk.schema[route][method]
    statuses: Counter[int] = Counter()

    for mode, likely in (
        (GenerationMode.POSITIVE, False),
        (GenerationMode.POSITIVE, True),
        (GenerationMode.NEGATIVE, False),
    ):

        @hypothesis.settings(
            max_examples=200 if full else 6,
            derandomize=True,
            database=None,
            deadline=None,
            suppress_health_check=list(hypothesis.HealthCheck),
        )
        @hypothesis.given(case=operation.as_strategy(generation_mode=mode), data=st.data())
        def ask(case: Any, data: st.DataObject) -> None:
            if likely:  # noqa: B023 - asked within the turn
                made_likely(desk, case, data)
            response = case.call(headers=desk.authorized, allow_redirects=False)
            statuses[response.status_code] += 1
            case.validate_response(response)

        try:
            ask()
        except hypothesis.errors.Unsatisfiable:  # nothing about a request without parameters can be wrong
            assert mode is GenerationMode.NEGATIVE
    # Else no schema of a success was checked.
    assert any(HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES for status in statuses), statuses
    assert max(statuses) < HTTPStatus.INTERNAL_SERVER_ERROR
    assert method == "get" or sound(path) == []
    shown = ", ".join(f"{times} × {status}" for status, times in sorted(statuses.items()))
    count(f"{name}: {statuses.total()} requests, every answer as documented ({shown})")
