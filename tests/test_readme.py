"""The README tells the truth: its commands give the answers that stand below them."""

from app.routes import concepts, lookup, operations, search, sources
from tests.readme import README, answered


def test_every_command_gives_the_answer_that_is_shown() -> None:
    text = README.read_text("utf-8")
    assert answered(text) == text


def test_every_endpoint_is_named() -> None:
    text = README.read_text("utf-8")
    for routes in (concepts, lookup, operations, search, sources):
        for route in routes.router.routes:
            assert route.path.replace("{concept_id}", "{id}") in text  # type: ignore[attr-defined]  # every route has one
