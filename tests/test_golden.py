"""Golden files hold: extraction of the shipped report, the API's examples, the OpenAPI document."""

import json

from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from tests import golden


def test_the_shipped_report_reads_as_it_did() -> None:
    assert golden.report() == golden.REPORT.read_text("utf-8")


def test_every_example_in_the_documentation_is_a_real_answer() -> None:
    assert golden.examples() == json.loads(golden.EXAMPLES.read_text("utf-8"))


def test_the_committed_openapi_document_is_the_one_served(client: TestClient) -> None:
    committed = json.loads(golden.OPENAPI.read_text("utf-8"))
    assert client.get("/openapi.json").json() == committed
    assert json.loads(golden.written(create_app(Settings(database_url="unused.db")).openapi())) == committed
