"""OpenTelemetry, where the environment names a collector; nothing of it anywhere else."""

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from starlette.testclient import TestClient

from app.logs import LogForm
from app.main import create_app
from app.settings import Settings
from glossary.store.opening import Store
from tests.served import commanded, exchanged

PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


@contextmanager
def _collector() -> Iterator[tuple[str, dict[str, list[bytes]]]]:
    """Give the address of a collector that keeps what it is sent, and what that is, by path."""
    received: dict[str, list[bytes]] = {}

    class Keep(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            received.setdefault(self.path, []).append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Keep)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", received
    finally:  # as in `served`
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_collector_that_the_environment_names_is_sent_the_requests(shipped_file: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with (
        _collector() as (address, received),
        commanded(
            shipped_file,
            log,
            GLOSSARY_LOG="json",
            OTEL_EXPORTER_OTLP_ENDPOINT=address,
            OTEL_EXPORTER_OTLP_COMPRESSION="none",
            OTEL_SERVICE_NAME="words",
        ) as port,
    ):
        asked = f"GET /v1/lookup?q=三清零 HTTP/1.1\r\nHost: a\r\ntraceparent: {PARENT}\r\nConnection: close\r\n\r\n"
        assert exchanged(port, [asked.encode()]).startswith(b"HTTP/1.1 200 ")
    lines = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    assert [line["trace"] for line in lines if line.get("route") == "/v1/lookup"] == [PARENT.split("-")[1]]
    assert {"/v1/traces", "/v1/metrics"} <= set(received)
    resources = [
        one for body in received["/v1/traces"] for one in ExportTraceServiceRequest.FromString(body).resource_spans
    ]
    names = {attribute.value.string_value for one in resources for attribute in one.resource.attributes}
    assert "words" in names
    spans = [span for one in resources for scope in one.scope_spans for span in scope.spans]
    assert "GET /v1/lookup" in {span.name for span in spans}
    assert not [span.name for span in spans if "readyz" in span.name]


def test_nothing_is_sent_or_said_where_no_collector_is_named(shipped_file: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with commanded(shipped_file, log, GLOSSARY_LOG="json") as port:
        exchanged(port, [b"GET /v1/stats HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"])
    said = log.read_text("utf-8")
    assert '"route":"/v1/stats"' in said
    assert not re.search("telemetry|trace", said)


def test_spans_have_the_route_and_the_status(store: Store) -> None:
    app = create_app(Settings(database_url=store.url.database, log=LogForm.QUIET))
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    app._telemetry["tracer_provider"] = provider  # noqa: SLF001 - where FastAPI takes it from, as `telemetry=` sets it
    with TestClient(app, raise_server_exceptions=False) as client:
        for path in ("/v1/concepts/c404", "/v1/lookup?q=三清零", "/healthz", "/metrics"):
            client.get(path, headers={"traceparent": PARENT, "Authorization": "Bearer mingci_secret"})
    spans = {span.name: span for span in exporter.get_finished_spans() if span.kind.name == "SERVER"}
    assert set(spans) == {"GET /v1/concepts/{concept_id}", "GET /v1/lookup"}
    for span, status in zip(spans.values(), (404, 200), strict=True):
        assert span.attributes is not None
        assert span.attributes["http.response.status_code"] == status
        assert f"{span.get_span_context().trace_id:032x}" == PARENT.split("-")[1]
        assert "secret" not in span.to_json()


@pytest.mark.parametrize(
    "variables", [{}, {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9", "OTEL_SDK_DISABLED": "true"}]
)
def test_a_service_without_a_collector_follows_nothing(
    store: Store, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    app = create_app(Settings(database_url=store.url.database))
    with TestClient(app) as client:
        assert client.get("/v1/stats").status_code == 200
        assert not app._native_telemetry.enabled()  # noqa: SLF001 - what FastAPI asks itself before each request
