"""Work grows with what is sent, not with its square: each input twice, four times as long, by the time of the processor.

The bounds are generous: of four times as much, twelve times the time, where a square takes sixteen and what grows as
the faults did takes minutes. What is done in less than some hundredths of a second is not compared at all.
"""

import time
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from glossary.concepts import add_source
from glossary.drafts import SourceDraft
from glossary.editing.changing import add_stated, change_concept
from glossary.editing.edits import StatedConcept
from glossary.editing.merging import merge_concepts
from glossary.errors import InvalidDraft
from glossary.matching.index import build_index
from glossary.matching.sizes import MOST_DERIVED
from glossary.store.opening import Store
from glossary.store.verifying import verify

pytestmark = pytest.mark.slow

_TIMES, _MOST_TIMES = 4, 12
_NOTHING = 0.25
"""Seconds of the processor: what takes less at its longest cannot hold anybody up, and is too short to compare."""


def took(work: Callable[[], object]) -> float:
    """Return the seconds of the processor that some work took, the better of two."""
    times = []
    for _ in range(2):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return min(times)


def assert_linear(work: Callable[[int], object], length: int) -> None:
    """Assert that work on four times the length takes no more than some four times as long."""
    longest = took(lambda: work(_TIMES * length))
    if longest > _NOTHING:
        assert longest < _MOST_TIMES * max(took(lambda: work(length)), _NOTHING / _TIMES)


@pytest.fixture
def client(store: Store) -> TestClient:
    """The service over a store of the test's own."""
    return TestClient(create_app(Settings(database_url=store.url.database)))


TEXTS: dict[str, Callable[[int], str]] = {
    "one term": lambda length: "三变" * (length // 2),
    "terms in quotation marks": lambda length: "“三变”" * (length // 4),
    "opening marks": lambda length: "“" * length,
    "one letter": lambda length: "a" * length,
    "terms of both languages": lambda length: "三变 hidden champions " * (length // 20),
    "a term over line ends": lambda length: "三\n变\n" * (length // 4),
    "one mark on another": lambda length: "a" + "\u0301" * length,
    "spaces in a term": lambda length: "三" + " " * length + "变",
    "what is no word": lambda length: "第四办公室" * (length // 5),
    "beyond the Basic Multilingual Plane": lambda length: "𠮷三变" * (length // 3),
}


@pytest.mark.parametrize("name", TEXTS)
def test_annotate(client: TestClient, name: str) -> None:
    with client:
        client.post("/v1/annotate", json={"text": "三变"})

        def mark(length: int) -> None:
            answer = client.post("/v1/annotate", json={"text": TEXTS[name](length), "overlap": "all"})
            assert answer.status_code == 200

        assert_linear(mark, 20_000)


TARGETS: dict[str, Callable[[int], str]] = {
    "a rendering": lambda length: "three changes " * (length // 14),
    "its first word": lambda length: "three " * (length // 6),
    "beyond the Basic Multilingual Plane": lambda length: "𝔸 three changes " * (length // 16),
}


@pytest.mark.parametrize("name", TARGETS)
def test_check_one_long_segment(client: TestClient, name: str) -> None:
    def look(length: int) -> None:
        segment = {"source": "𠮷三变" * (length // 3), "target": TARGETS[name](length)}
        assert client.post("/v1/check", json={"segments": [segment]}).status_code == 200

    with client:
        assert_linear(look, 15_000)


def test_check_many_terms_that_are_rendered_by_many_words(empty_store: Store) -> None:
    """Every term of the source has a rendering that begins as all others do, and so does every word of the target."""
    from glossary.checking import check  # noqa: PLC0415 - beside its one use
    from glossary.formats.segments import Segment  # noqa: PLC0415

    with empty_store.writing("tests") as write:
        for place in range(300):
            name = chr(0x4E00 + 7 * place) + "改革开放"
            add_stated(
                write, StatedConcept.model_validate({"headword": name, "renderings": [{"text": f"to do x{place}"}]})
            )
    with empty_store.reading() as connection:
        index = build_index(connection)
        source = "，".join(chr(0x4E00 + 7 * place) + "改革开放" for place in range(300))

        def look(length: int) -> None:
            check(connection, index, [Segment(source, "to do " * length)])

        assert_linear(look, 10_000)


def test_concordance_of_a_long_source(store: Store) -> None:
    for lines in (30_000, 120_000):
        text = "".join(f"第{line}条𠮷改革。\n" for line in range(lines))
        with store.writing("tests") as write:
            digest = sha256(text.encode()).hexdigest()
            add_source(write, SourceDraft(slug=f"of-{lines}", kind="report", title="t", sha256=digest, text=text))
    with TestClient(create_app(Settings(database_url=store.url.database))) as client:

        def page(lines: int) -> None:
            asked = {"q": "改", "source": f"of-{lines}", "limit": 200}
            first = client.get("/v1/concordance", params=asked).json()
            assert len(first["items"]) == 200
            assert client.get("/v1/concordance", params={**asked, "cursor": first["next"]}).json()["items"]

        assert_linear(page, 30_000)


def test_a_concordance_of_more_names_than_an_expression_may_have_parts(store: Store) -> None:
    with store.writing("tests") as write:
        for sense in "甲乙丙":
            stated = {"headword": "改", "definition": {"zh": f"{sense}的意思。"}}
            concept = add_stated(write, StatedConcept.model_validate(stated))
            terms = {f"n{place}": {"lang": "zh-Hans", "text": f"{sense}{place}"} for place in range(400)}
            change_concept(write, concept, {"terms": terms}, None)
    with TestClient(create_app(Settings(database_url=store.url.database))) as client:
        assert client.get("/v1/concordance", params={"q": "改"}).json()["items"]


QUERIES = {
    "syllables that are two, with a tone behind": "xian" * 49 + "1",
    "syllables that are two, and no syllable behind": "xian" * 49 + "x1",
    "syllables that are two": "angang" * 33,
    "one vowel": "a" * 200,
    "no initial": "i" * 200,
    "letters and characters": "a三" * 100,
    "letters, and a character": "xian" * 49 + "三",
    "letters that may be ü": "lu" * 100,
    "tones and digits": "a1b2" * 50,
    "letters of eighteen characters": "ﷺ" * 200,
    "marks of a pattern": "%_\\" * 60,
    "initials of two letters": "zhchsh" * 33,
}
_EVERYTHING = {"fuzzy": "zh,ch,sh,nl,ing,eng,ang", "in": "terms,definitions,contexts"}


@pytest.mark.parametrize("name", QUERIES)
@pytest.mark.parametrize(
    "how", [{}, _EVERYTHING, {**_EVERYTHING, "match": "contains"}], ids=["so", "fuzzy", "contains"]
)
def test_no_query_takes_long(client: TestClient, name: str, how: dict[str, str]) -> None:
    """Of 200 characters, in every way that they may be taken; each took a second at most, most a hundredth."""
    with client:
        began = time.process_time()
        for path in ("/v1/search", "/v1/suggest", "/v1/lookup", "/v1/concordance"):
            answer = client.get(path, params={"q": QUERIES[name][:200], **(how if path == "/v1/search" else {})})
            assert answer.status_code in (200, 404)
        assert time.process_time() - began < 10


CONCEPTS: dict[str, dict[str, Any]] = {
    "a hundred names of 390 characters": {"aliases": [f"{place:03}" + "重长和行" * 96 for place in range(100)]},
    "names of which each character is read otherwise": {"aliases": ["和" * 60, "和" * 59, "和" * 58]},
    "renderings of two hundred words": {
        "renderings": [{"text": " ".join(f"{chr(97 + n % 26)}{place}" for n in range(99))} for place in range(100)]
    },
}


@pytest.mark.parametrize("name", CONCEPTS)
def test_a_concept_of_which_too_much_would_be_derived_is_refused_before_any_of_it_is(store: Store, name: str) -> None:
    stated = StatedConcept.model_validate({"headword": "改", **CONCEPTS[name]})
    began = time.process_time()
    said = rf"by [0-9,]+ characters; a concept has {MOST_DERIVED:,} at most"
    with pytest.raises(InvalidDraft, match=said), store.writing("tests") as write:
        add_stated(write, stated)
    assert time.process_time() - began < 5
    assert list(verify(store)) == []


def test_names_do_not_add_up_beyond_the_limit_by_edits_and_mergers(store: Store) -> None:
    names = ["".join(chr(0x4E00 + 17 * (13 * part + n)) for n in range(400)) for part in range(12)]
    with store.writing("tests") as write:
        first = add_stated(write, StatedConcept(headword="改甲", aliases=tuple(names[:6])))
        second = add_stated(write, StatedConcept(headword="改乙", aliases=tuple(names[6:])))
    more = {f"n{place}": {"lang": "zh-Hans", "text": name} for place, name in enumerate(names[6:])}
    for change in (
        lambda write: merge_concepts(write, first, second, None),
        lambda write: change_concept(write, first, {"terms": more}, None),
    ):
        with pytest.raises(InvalidDraft, match="at most"), store.writing("tests") as write:
            change(write)


def test_a_name_as_long_as_may_be_is_derived_in_proportion(store: Store) -> None:
    def add(length: int) -> None:
        with store.writing("tests", dry_run=True) as write:
            add_stated(write, StatedConcept(headword="重长和行" * (length // 4)))

    assert_linear(add, 100)
