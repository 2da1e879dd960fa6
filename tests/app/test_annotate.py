"""Annotating over HTTP: spans in both units, limits, filters, and nobody waits for a long text."""

import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from starlette.testclient import TestClient

from app.limits import TEXT_MOST
from app.main import create_app
from app.settings import Settings
from glossary.language.offsets import utf16_length
from glossary.matching.annotate import annotate
from glossary.matching.index import build_index
from glossary.model import Concept
from glossary.store.opening import Store, open_store, store_url
from glossary.store.upgrading import upgrade_store
from glossary.vocabulary import ConceptStatus
from tests.sentences import SETS, fill, labelled

CASES: list[dict[str, Any]] = json.loads(Path(__file__).parents[1].joinpath("cases", "running.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_cases_in_both_units(client: TestClient, case: dict[str, Any]) -> None:
    text = case["text"]
    answer = client.post("/v1/annotate", json={"text": text, "overlap": case.get("overlap", "longest")}).json()
    assert [span["text"] for span in answer["spans"]] == case["found"]
    units = text.encode("utf-16-le")
    for span in answer["spans"]:
        assert text[span["start"] : span["end"]] == span["text"]
        assert units[2 * span["start_utf16"] : 2 * span["end_utf16"]].decode("utf-16-le") == span["text"]
        assert span["concepts"]
        assert set(span["concepts"]) <= set(answer["concepts"])


@pytest.fixture(scope="module", params=SETS, ids=[one["name"] for one in SETS])
def labelled_set(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[TestClient, Path, Any]]:
    path = tmp_path_factory.mktemp("labelled") / "sentences.db"
    upgrade_store(store_url(str(path)))
    store = open_store(store_url(str(path)))
    fill(store, request.param["terms"])
    store.close()
    with TestClient(create_app(Settings(database_url=str(path)))) as client:
        yield client, path, request.param


def test_the_labelled_sentences(labelled_set: tuple[TestClient, Path, Any]) -> None:
    """Sentence by sentence what `annotate` finds, whose figures `test_evidence` holds, in both units."""
    client, path, one = labelled_set
    store = open_store(store_url(str(path)))
    with store.reading() as connection:
        index = build_index(connection)
    store.close()
    for sentence in map(labelled, one["sentences"]):
        text = sentence.text
        spans = client.post("/v1/annotate", json={"text": text, "fields": []}).json()["spans"]
        found = annotate(index, text)
        assert [(span["start"], span["end"]) for span in spans] == [(each.start, each.end) for each in found]
        assert [(span["start_utf16"], span["end_utf16"]) for span in spans] == [
            (utf16_length(text[: each.start]), utf16_length(text[: each.end])) for each in found
        ]


def test_the_fields_of_concepts(client: TestClient) -> None:
    whole = client.post("/v1/annotate", json={"text": "三清零"}).json()["concepts"]
    assert [set(one) for one in whole.values()] == [{"id", "headword", "traditional", "pinyin", "gloss", "source"}]
    cut = client.post("/v1/annotate", json={"text": "三清零", "fields": ["gloss"]}).json()["concepts"]
    assert [set(one) for one in cut.values()] == [{"id", "gloss"}]


def test_a_source(client: TestClient) -> None:
    answer = client.post("/v1/annotate", json={"text": "三清零", "source": "dalad-2024"}).json()
    assert len(answer["spans"]) == 1


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"text": "三" * (TEXT_MOST // 3)}, 200),
        ({"text": "三" * (TEXT_MOST // 3 + 1)}, 413),
        ({"text": "x" * (TEXT_MOST + 1)}, 413),
        ({"text": "x" * (3 * TEXT_MOST)}, 413),
        ({}, 422),
        ({"text": None}, 422),
        ({"text": ["三"]}, 422),
        ({"text": "三", "overlap": "some"}, 422),
        ({"text": "三", "fields": ["definition"]}, 422),
        ({"text": "三", "other": 1}, 422),
        ({"text": "三\x00清\x00零"}, 200),
    ],
)
def test_limits_and_bad_input(client: TestClient, body: dict[str, Any], status: int) -> None:
    answer = client.post("/v1/annotate", json=body)
    assert answer.status_code == status
    assert answer.headers["content-type"] == ("application/json" if status == 200 else "application/problem+json")


def test_a_lone_surrogate_is_no_text(client: TestClient) -> None:
    answer = client.post("/v1/annotate", content=b'{"text": "\\ud800"}', headers={"Content-Type": "application/json"})
    assert answer.status_code == 422


def test_what_was_written_is_found(store: Store) -> None:
    with TestClient(create_app(Settings(database_url=store.url.database))) as client:
        assert len(client.post("/v1/annotate", json={"text": "三清零"}).json()["spans"]) == 1
        with store.writing("tests") as write:
            [found] = client.get("/v1/lookup?q=三清零").json()["items"]
            write.touch(found["id"])
            concept = write.session.get_one(Concept, found["id"])
            concept.status = ConceptStatus.WITHDRAWN
            write.session.add(concept)
        answer = client.post("/v1/annotate", json={"text": "三清零"}).json()
        assert answer["spans"] == []
        assert answer["revision"] == found["revision"] + 1


def test_nobody_waits_for_a_long_text(port: int) -> None:
    """While texts of 1 MiB are annotated, others are answered, each within 5 s; `benchmarks/` says how much faster."""
    base = f"http://127.0.0.1:{port}"
    text = ("推动“三清零”企业扩面，在第四办公室推行四办服务。" * 20000)[: TEXT_MOST // 3]
    httpx2.post(f"{base}/v1/annotate", json={"text": "三清零"}, timeout=60)
    spans: list[int] = []

    def annotate() -> None:
        answer = httpx2.post(f"{base}/v1/annotate", json={"text": text, "fields": []}, timeout=60)
        spans.append(len(answer.json()["spans"]))

    long = [threading.Thread(target=annotate) for _ in range(2)]
    for thread in long:
        thread.start()
    answered = 0
    with httpx2.Client(base_url=base) as client:
        while any(thread.is_alive() for thread in long):
            start = time.perf_counter()
            assert client.get("/v1/lookup", params={"q": "三清零"}).status_code == 200
            answered += 1
            assert time.perf_counter() - start < 5
    assert answered > 3
    assert spans[0] == spans[1] > 25_000
