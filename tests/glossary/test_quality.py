"""What a curator should look at, in stores of reports."""

import pytest

from glossary.coinages import Coinages, MetCoinage
from glossary.documents.text import document_of
from glossary.errors import InvalidQuery
from glossary.extraction.report import read_report
from glossary.formats.delimited import read_delimited
from glossary.loading.imports import import_glossary
from glossary.loading.report_drafts import Stated
from glossary.loading.reports import load_report
from glossary.matching.ranking import cursor_after
from glossary.quality import Check, Findings, look_over
from glossary.store.opening import Store

FIRST = "2023年云山县政府工作报告\n推进“两高一低”整治。深化“两高一低”治理，落实“三清零”。\n名词解释\n三清零:推动清零，用“名词里的”。\n"
SECOND = "2024年风城县政府工作报告\n再推“两高一低”，建设“一带两翼”。\n建好“一带两翼”，开展“一带两翼”。\n名词解释\n六同:同水源。\n"
THIRD = "2025年河口县政府工作报告\n用好“田秀才”。用好“土专家”。建设“一带两翼”。\n名词解释\n四高:高血压。\n"


def _load(store: Store, text: str) -> str:
    with store.writing("tests") as write:
        return load_report(write, read_report(document_of(text)), None, Stated()).source


def _define(store: Store, headword: str) -> None:
    text = f"headword,english,definition_zh\n{headword},x,y\n"
    with store.writing("tests") as write:
        import_glossary(write, read_delimited(text), "t.csv", skip_bad=True)


def _met(store: Store, coinages: Coinages | None = None) -> list[tuple[str, int, int]]:
    with store.reading() as connection:
        return [(one.text, one.count, one.sources) for one in (coinages or Coinages()).undefined(connection)]


def test_coinages_are_counted_over_all_sources(empty_store: Store) -> None:
    slugs = [_load(empty_store, text) for text in (FIRST, SECOND, THIRD)]
    assert _met(empty_store) == [
        ("一带两翼", 4, 2),
        ("两高一低", 3, 2),
        ("土专家", 1, 1),
        ("田秀才", 1, 1),
    ]
    with empty_store.reading() as connection:
        first = Coinages().undefined(connection)[1]
    assert first == MetCoinage("两高一低", 3, 2, slugs[0], "推进“两高一低”整治。")


def test_what_becomes_defined_is_none_any_more(empty_store: Store) -> None:
    coinages = Coinages()
    _load(empty_store, FIRST)
    assert _met(empty_store, coinages) == [("两高一低", 2, 1)]
    _define(empty_store, "“兩高一低”")
    assert _met(empty_store, coinages) == []
    _load(empty_store, SECOND)
    assert _met(empty_store, coinages) == [("一带两翼", 3, 1)]


def test_a_corrected_text_counts_as_it_is_now(empty_store: Store) -> None:
    coinages = Coinages()
    _load(empty_store, FIRST)
    assert _met(empty_store, coinages) == [("两高一低", 2, 1)]
    _load(empty_store, FIRST.replace("推进“两高一低”整治。", "推进“三下乡”。"))
    assert _met(empty_store, coinages) == [("三下乡", 1, 1), ("两高一低", 1, 1)]
    assert _met(empty_store, coinages) == _met(empty_store)


def _walked(store: Store, check: Check | None, limit: int) -> Findings:
    """Return all findings, read page by page."""
    found, cursor = Findings([], [], {}, None), None
    while True:
        with store.reading() as connection:
            page = look_over(connection, check, limit, cursor)
        assert 0 < len(page.items) + len(page.candidates) <= limit
        found.items.extend(page.items)
        found.candidates.extend(page.candidates)
        found.counts.update(page.counts)
        cursor = page.next
        if cursor is None:
            return found


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 200])
@pytest.mark.parametrize("check", [None, Check.NO_ENGLISH, Check.UNDEFINED_COINAGE])
def test_pages_hold_each_finding_once(empty_store: Store, check: Check | None, limit: int) -> None:
    for text in (FIRST, SECOND, THIRD):
        _load(empty_store, text)
    found = _walked(empty_store, check, limit)
    wanted = [check] if check else list(Check)
    counted = {one: sum(item.check == one for item in found.items) for one in Check}
    counted[Check.UNDEFINED_COINAGE] = len(found.candidates)
    assert {one: found.counts[one] for one in wanted} == {one: counted[one] for one in wanted}
    assert sum(counted.values()) == sum(counted[one] for one in wanted)
    assert found.counts == {
        Check.NEAR_HOMOGRAPH: 0,
        Check.COMPETING_RENDERINGS: 0,
        Check.NO_ENGLISH: 3,
        Check.UNREVIEWED_PINYIN: 3,
        Check.NO_SOURCE: 0,
        Check.UNDEFINED_COINAGE: 4,
    }
    with empty_store.reading() as connection:
        assert found.candidates in ([], list(Coinages().undefined(connection)))


@pytest.mark.parametrize("place", [(5, "four", "x"), (5, "4", "x"), (5, "4 2 1", "x"), (5, 4, "x")])
def test_a_cursor_of_nobody_is_refused(empty_store: Store, place: tuple[int | str, ...]) -> None:
    with empty_store.reading() as connection, pytest.raises(InvalidQuery, match="no cursor"):
        look_over(connection, None, 20, cursor_after(place))


def test_the_shipped_report_has_coinages_that_nobody_defines(store: Store) -> None:
    found = _met(store)
    assert found[:3] == [("几字弯", 4, 1), ("两件大事", 3, 1), ("两个确立", 2, 1)]
    assert len(found) > 80
    assert not {"三清零", "六同", "四办"} & {text for text, _, _ in found}
