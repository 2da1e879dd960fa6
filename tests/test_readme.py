"""The README and other pages tell the truth: their commands give the answers that stand below them."""

from pathlib import Path

import pytest

from app.routes import concepts, editing, history, lookup, operations, search, sources
from tests.readme import PAGES, answered


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_gives_the_answer_that_is_shown(page: Path) -> None:
    text = page.read_text("utf-8")
    assert answered(text) == text


def test_every_endpoint_is_named() -> None:
    text = PAGES[0].read_text("utf-8")
    for routes in (concepts, editing, history, lookup, operations, search, sources):
        for route in routes.router.routes:
            assert route.path.replace("{concept_id}", "{id}") in text  # type: ignore[attr-defined]  # every route has one
