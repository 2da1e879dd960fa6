"""A table goes out, is filled in, and comes back: what that adds, what it leaves, what it refuses."""

import csv
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from glossary.browsing import every_entry, list_sources
from glossary.documents.text import decoded, read_text
from glossary.entries import Entry
from glossary.exports import ExportForm, concept_rows, exported
from glossary.extraction.report import read_report
from glossary.formats.cells import guarded_cell, joined, shown
from glossary.formats.concept_table import COLUMNS, ConceptRow
from glossary.formats.delimited import read_delimited
from glossary.language.normalise import label
from glossary.loading.imports import import_glossary
from glossary.loading.plans import Action, Plan
from glossary.loading.reports import load_report
from glossary.matching.asked import Filters, Missing
from glossary.model import Change, Concept, Term
from glossary.state import state
from glossary.store.opening import Store, open_store, store_url
from glossary.store.verifying import verify
from glossary.vocabulary import ConceptStatus, Lang, TermStatus

REPORT = Path(__file__).parents[3] / "docs" / "example-report.txt"
DICTIONARY = 'headword,english,definition_en,source\n就业,employment; work,,Words\n公路,highway,"a road;\nhigh",Words\n'
NO_ENGLISH = Filters(missing=Missing.ENGLISH)

Cells = dict[str, str]


@pytest.fixture(scope="module")
def reported_file(tmp_path_factory: pytest.TempPathFactory, empty_file: Path) -> Path:
    """A store with a dictionary of two words and a report that has no English; copy it, do not write to it."""
    path = Path(shutil.copy(empty_file, tmp_path_factory.mktemp("reported") / "reported.db"))
    with _opened(path) as store:
        _import(store, DICTIONARY)
        with store.writing("tests") as write:
            load_report(write, read_report(read_text(REPORT.read_bytes())))
    return path


@pytest.fixture
def reported(reported_file: Path, tmp_path: Path) -> Iterator[Store]:
    """A store of the test's own with a report that has no English."""
    with _opened(Path(shutil.copy(reported_file, tmp_path / "glossary.db"))) as store:
        yield store


@contextmanager
def _opened(path: Path) -> Iterator[Store]:
    store = open_store(store_url(str(path)))
    yield store
    store.close()


def _import(store: Store, text: str, name: str = "filled.csv", *, dry_run: bool = False) -> Plan:
    with store.writing("ma", dry_run=dry_run) as write:
        return import_glossary(write, read_delimited(text), name, skip_bad=True)


def _export(store: Store, filters: Filters = NO_ENGLISH) -> list[Cells]:
    """Return the rows of the exported table as a spreadsheet has them."""
    with store.reading() as connection:
        text = b"".join(exported(connection, ExportForm.CSV, filters)).decode()
    return list(csv.DictReader(StringIO(text, newline=""), strict=True))


def _table(rows: Sequence[Cells], columns: Sequence[str] = COLUMNS) -> str:
    file = StringIO(newline="")
    table = csv.DictWriter(file, columns, restval="", lineterminator="\r\n")
    table.writeheader()
    table.writerows(rows)
    return file.getvalue()


def _row(store: Store, name: str, **cells: str) -> Cells:
    """Return the row of a concept, filled in so."""
    return next(row for row in _export(store, Filters()) if row["headword"] == name) | cells


def _entry(store: Store, headword: str) -> Entry:
    with store.reading() as connection:
        entries = [Entry.model_validate_json(one) for one in every_entry(connection)]
    return next(one for one in entries if one.headword == headword)


def _said(plan: Plan) -> list[tuple[str, str | None]]:
    return [(entry.action, entry.reason) for entry in plan.entries]


def _revision(store: Store) -> int:
    with store.reading() as connection:
        return state(connection).revision


def test_the_table_has_what_is_missing_and_what_helps(reported: Store) -> None:
    rows = _export(reported)
    assert [row["headword"] for row in rows] == ["3+2就业驿站", "六同", "“三清零”", "双环公路"]
    assert tuple(rows[0]) == COLUMNS
    last = rows[3]
    assert {
        name: last[name] for name in ("traditional", "pinyin", "english", "definition_en", "source", "revision")
    } == {
        "traditional": "雙環公路",
        "pinyin": "shuāng huán gōng lù",
        "english": "",
        "definition_en": "",
        "source": "yunshanxian-2024",
        "revision": "2",
    }
    assert last["context"].startswith("过去一年，我们推进“三清零”")
    assert "供水改革，用好“土专家”" in last["context"]
    assert last["proposals"] == "parts: 双环 + 公路 highway"


def test_an_unfilled_table_changes_nothing(reported: Store) -> None:
    plan = _import(reported, _table(_export(reported)))
    assert (plan.source, plan.counts[Action.KEPT], len(plan.entries)) == (None, 4, 4)
    assert _revision(reported) == 2


def test_what_was_filled_in_is_curated_without_a_source(reported: Store) -> None:
    table = _table(
        [
            _row(reported, "双环公路", english="two-ring road; Double Ring Road", definition_en="Two ring roads."),
            _row(reported, "六同"),
        ]
    )
    planned = _import(reported, table, dry_run=True)
    plan = _import(reported, table)
    assert plan == planned
    assert _said(plan) == [
        ("changed", "adds “two-ring road” (preferred), “Double Ring Road” (admitted), an English definition"),
        ("kept", None),
    ]
    entry = _entry(reported, "双环公路")
    assert [(one.text, one.status, one.origin, one.source) for one in entry.renderings] == [
        ("two-ring road", "preferred", "curated", None),
        ("Double Ring Road", "admitted", "curated", None),
    ]
    assert (entry.gloss, entry.definition.en) == ("two-ring road", "Two ring roads.")
    assert [row["headword"] for row in _export(reported)] == ["3+2就业驿站", "六同", "“三清零”"]
    with reported.reading() as connection:
        sources = [one.slug for one in list_sources(connection, 20, None)[0]]
        changes = connection.execute(select(Change.actor, Change.operation).where(Change.revision == 3)).all()
    assert sources == ["words", "yunshanxian-2024"]
    assert [tuple(change) for change in changes] == [("glossary import (ma)", "update")]
    assert list(verify(reported)) == []


def test_the_same_table_again_changes_nothing(reported: Store) -> None:
    table = _table(
        [_row(reported, "公路", english="motorway", definition_en="Another."), _row(reported, "六同", english="six")]
    )
    assert _import(reported, table).counts[Action.CHANGED] == 2
    again = _import(reported, table)
    assert again.counts[Action.KEPT] == 2
    assert _revision(reported) == 3


def test_a_preferred_rendering_stays_the_only_one(reported: Store) -> None:
    _import(reported, _table([_row(reported, "就业", english="employment; work; jobs; getting a job")]))
    assert [(one.text, one.status, one.source) for one in _entry(reported, "就业").renderings] == [
        ("employment", "preferred", "words"),
        ("work", "admitted", "words"),
        ("jobs", "admitted", None),
        ("getting a job", "admitted", None),
    ]


def test_a_concept_with_admitted_renderings_alone_gets_a_preferred_one(reported: Store) -> None:
    with reported.writing("tests") as write:
        write.touch(_entry(reported, "公路").id)
        for term in write.session.exec(select(Term).where(Term.text == "highway")):
            term.status = TermStatus.ADMITTED
    _import(reported, _table([_row(reported, "公路", english="highway; public road")]))
    assert _entry(reported, "公路").gloss == "public road"


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"id": "cnosuchconcept"}, "there is no concept cnosuchconcept"),
        ({"headword": "五同"}, "the headword of concept {id} is 六同"),
        ({"headword": ""}, "it has no headword"),
        ({"english": "six " * 101}, "a rendering has 403 characters, a term has 400 at most"),
        ({"definition_en": "x" * 20_001}, "definition_en: String should have at most 20000 characters"),
    ],
)
def test_a_row_that_cannot_be_taken_stops_no_other(reported: Store, cells: Cells, reason: str) -> None:
    bad = _row(reported, "六同", english="six sames") | cells
    plan = _import(reported, _table([bad, _row(reported, "双环公路", english="two rings")]))
    assert [entry.action for entry in plan.entries] == [Action.REJECTED, Action.CHANGED]
    [first, _] = plan.entries
    assert (first.reason, first.locator) == (reason.format(id=bad["id"]), "line 2")
    assert _entry(reported, "六同").renderings == []


@pytest.mark.parametrize("status", [ConceptStatus.WITHDRAWN, ConceptStatus.MERGED])
def test_a_concept_that_is_no_more_is_not_filled(reported: Store, status: ConceptStatus) -> None:
    table = _table([_row(reported, "六同", english="six"), _row(reported, "双环公路", english="two rings")])
    gone, other = _entry(reported, "六同").id, _entry(reported, "双环公路").id
    with reported.writing("tests") as write:
        write.touch(gone)
        concept = write.session.get_one(Concept, gone)
        concept.status, concept.replaced_by = status, other if status == ConceptStatus.MERGED else None
    plan = _import(reported, table)
    why = (
        f"concept {gone} was merged into {other}" if status == ConceptStatus.MERGED else f"concept {gone} was withdrawn"
    )
    assert [entry.action for entry in plan.entries] == ["rejected", "changed"]
    assert plan.entries[0].reason == why


def test_a_table_of_which_no_row_can_be_taken_changes_nothing_and_says_why(reported: Store) -> None:
    before = _revision(reported)
    plan = _import(reported, _table([_row(reported, "六同", english="six", id="cother")]))
    assert (plan.source, _said(plan), _revision(reported)) == (
        None,
        [("rejected", "there is no concept cother")],
        before,
    )


@pytest.mark.parametrize(
    "headword",
    ["農村「三變」改革", "农村三变改革", " 农村“三变”改革 ", "'农村“三变”改革'"],
    ids=["script", "marks", "spaces", "quotes"],
)
def test_a_headword_may_be_written_in_any_way_that_names_it(store: Store, headword: str) -> None:
    plan = _import(store, _table([_row(store, "农村“三变”改革", english="three reforms", headword=headword)]))
    assert [entry.action for entry in plan.entries] == [Action.CHANGED]


def test_proposals_are_never_renderings(reported: Store) -> None:
    rows = [row | {"proposals": f"{row['proposals']} | reform; change"} for row in _export(reported)]
    assert _import(reported, _table(rows)).counts[Action.KEPT] == 4
    assert len(_export(reported)) == 4


def test_what_must_not_be_used_stays_so(store: Store) -> None:
    with store.writing("tests") as write:
        concept = _entry(store, "四办").id
        write.touch(concept)
        for term in write.session.exec(select(Term).where(Term.concept_id == concept, Term.lang == Lang.EN)):
            if term.text == "Four Easy Ways":
                term.status = TermStatus.DEPRECATED
            term.forbidden = term.text == "four handlings"
    row = _row(store, "四办")
    assert row["english"] == "Four Easy Ways to access government services"
    row["english"] += "; Four Easy Ways; four handlings"
    [entry] = _import(store, _table([row])).entries
    assert (entry.action, entry.reason) == (
        "kept",
        "“Four Easy Ways” stays deprecated; “four handlings” stays forbidden",
    )


def test_where_only_a_forbidden_rendering_is_preferred_a_filled_one_is(reported: Store) -> None:
    with reported.writing("tests") as write:
        write.touch(_entry(reported, "公路").id)
        for term in write.session.exec(select(Term).where(Term.text == "highway")):
            term.forbidden = True
    row = _row(reported, "公路", english="public road")
    assert _said(_import(reported, _table([row]))) == [("changed", "adds “public road” (preferred)")]
    assert _entry(reported, "公路").gloss == "public road"


@pytest.mark.parametrize(
    ("filled", "said"),
    [
        ("HIGHWAY", "“highway” stays forbidden"),
        ("employment", "“Employment” is there already"),
        ("Getting  a job; getting a Job", "adds “Getting a job” (admitted)"),
    ],
)
def test_capitals_and_spaces_make_no_other_rendering(reported: Store, filled: str, said: str) -> None:
    with reported.writing("tests") as write:
        write.touch(_entry(reported, "公路").id, _entry(reported, "就业").id)
        for term in write.session.exec(select(Term).where(col(Term.text).in_(("highway", "employment")))):
            term.forbidden = term.text == "highway"
            term.text = term.text.replace("emp", "Emp")
    row = _row(reported, "公路" if "HIGH" in filled else "就业", english=filled)
    assert [one.reason for one in _import(reported, _table([row])).entries] == [said]


FOUR = "Four ways of handling matters with the government: on one on"


@pytest.mark.parametrize(
    ("headword", "cells", "said", "english"),
    [
        ("六同", {"definition_en": "Six."}, ("changed", "adds an English definition"), "Six."),
        ("四办", {"definition_en": "Four."}, ("changed", f"adds an English definition in place of “{FOUR}…”"), "Four."),
        (
            "四办",
            {"definition_en": "Four.", "revision": "0"},
            ("kept", "its English definition stays: the concept has changed since this table was written"),
            None,
        ),
        (
            "四办",
            {"definition_en": "Four.", "revision": ""},
            ("kept", "its English definition stays: the concept has changed since this table was written"),
            None,
        ),
        (
            "公路",
            {"definition_en": "Road."},
            ("kept", "its English definition is attested by a source and stays"),
            None,
        ),
        ("公路", {"definition_en": "a road; high"}, ("kept", None), None),
        ("四办", {"definition_en": ""}, ("kept", None), None),
    ],
)
def test_an_english_definition(
    store: Store, headword: str, cells: Cells, said: tuple[str, str | None], english: str | None
) -> None:
    _import(store, DICTIONARY)
    with store.writing("tests") as write:
        load_report(write, read_report(read_text("2024年政府工作报告\n名词解释\n六同:同学、同吃、同住。".encode())))
    row = next(
        row
        for row in _export(store, Filters())
        if row["headword"] == headword and not (headword == "六同" and row["english"])
    )
    before = _entry(store, headword).definition.en
    assert _said(_import(store, _table([row | cells]))) == [said]
    after = [one["definition_en"] for one in _export(store, Filters()) if one["id"] == row["id"]]
    assert after == [english or before]
    assert list(verify(store)) == []


def test_two_rows_of_one_concept_add_up_and_the_first_definition_stays(reported: Store) -> None:
    rows = [
        _row(reported, "六同", english="six sames", definition_en="One."),
        _row(reported, "六同", english="six sames; six alike", definition_en="Two."),
    ]
    assert _said(_import(reported, _table(rows))) == [
        ("changed", "adds “six sames” (preferred), an English definition"),
        ("changed", "adds “six alike” (admitted); line 2 gives another English definition, which stays"),
    ]
    assert _entry(reported, "六同").definition.en == "One."
    assert _import(reported, _table(rows)).counts[Action.KEPT] == 2


def test_what_else_a_row_says_otherwise_is_named_and_not_taken(reported: Store) -> None:
    before = _entry(reported, "六同")
    row = _row(reported, "六同", pinyin="liǔ tóng", definition_zh="别的。", source="somewhere", context="x")
    assert _said(_import(reported, _table([row]))) == [("kept", "not taken from this table: pinyin, definition_zh")]
    assert _entry(reported, "六同") == before


def test_rows_with_and_without_an_id_stand_in_one_file(reported: Store) -> None:
    rows = [
        _row(reported, "六同", english="six sames"),
        {"headword": "嘎查", "english": "gacha"},
        {"headword": "旗县", "english": "banner", "source": "Terms of 2024"},
        {"headword": "双环公路", "english": "ring roads", "definition_zh": "环山公路和环湖公路的合称，全长120公里。"},
        _row(reported, "双环公路", english="two rings"),
    ]
    plan = _import(reported, _table(rows))
    assert [entry.action for entry in plan.entries] == ["changed", "added", "added", "changed", "changed"]
    assert plan.source == "filled"
    assert [one.slug for one in _entry(reported, "六同").sources] == ["yunshanxian-2024"]
    assert [one.slug for one in _entry(reported, "嘎查").sources] == ["filled"]
    assert [one.slug for one in _entry(reported, "旗县").sources] == ["terms-of-2024"]
    roads = _entry(reported, "双环公路")
    assert {(one.text, one.source) for one in roads.renderings} == {("two rings", None), ("ring roads", "filled")}
    assert [one.status for one in roads.renderings].count(TermStatus.PREFERRED) == 1
    again = _import(reported, _table(rows))
    assert {entry.action for entry in again.entries} == {Action.KEPT}
    assert _revision(reported) == 3
    assert list(verify(reported)) == []


@pytest.mark.parametrize(
    "habit",
    [
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("gb18030"),
        lambda text: text.encode("utf-16"),
        lambda text: text.replace("\r\n", "\n").encode(),
        lambda text: _resaved(text, ";").encode("utf-8-sig"),
        lambda text: _resaved(text, "\t").encode("utf-16"),
        lambda text: _resaved(text, ",", more=3).encode("gb18030"),
        lambda text: (text + ",,,,,,,,,,\r\n\r\n").encode(),
    ],
    ids=["mark", "gb18030", "utf-16", "lf", "semicolons", "tabs", "empty columns", "empty rows"],
)
def test_what_spreadsheets_make_of_it_is_read(reported: Store, habit: object) -> None:
    assert callable(habit)
    filled = {"六同": "six sames", "双环公路": "=two; “rings”"}
    rows = [row | {"english": guarded_cell(filled.get(row["headword"], ""))} for row in _export(reported)]
    plan = _import(reported, decoded(habit(_table(rows)), None))
    assert plan.counts == {Action.ADDED: 0, Action.CHANGED: 2, Action.KEPT: 2, Action.REJECTED: 0}
    assert [one.text for one in _entry(reported, "双环公路").renderings] == ["=two", "“rings”"]


def _resaved(text: str, delimiter: str, more: int = 0) -> str:
    """Return a table as a spreadsheet saves it: parted otherwise, with some empty columns behind."""
    file = StringIO(newline="")
    table = csv.writer(file, delimiter=delimiter, lineterminator="\r\n")
    table.writerows([*row, *[""] * more] for row in csv.reader(StringIO(text, newline="")))
    return file.getvalue()


LETTERS = "abc 三清零;；\\'\"=+-@＝,|\n“”."
RENDERINGS = st.lists(st.text(LETTERS, min_size=1, max_size=12).map(shown).filter(label), max_size=3, unique=True)
FILLED = st.lists(st.tuples(RENDERINGS, st.text(LETTERS, max_size=20).map(str.strip)), min_size=4, max_size=4)


def _rows_of(store: Store) -> dict[str, ConceptRow]:
    with store.reading() as connection:
        return {row.id: row for row in concept_rows(connection, Filters())}


@pytest.mark.slow
@settings(max_examples=40)
@given(FILLED)
def test_out_filled_in_and_back(
    tmp_path_factory: pytest.TempPathFactory, reported_file: Path, filled: list[tuple[list[str], str]]
) -> None:
    path = Path(shutil.copy(reported_file, tmp_path_factory.mktemp("filled") / "glossary.db"))
    with _opened(path) as store:
        before = _rows_of(store)
        cells = _export(store)
        for row, (renderings, definition) in zip(cells, filled, strict=True):
            row |= {"english": guarded_cell(joined(renderings)), "definition_en": guarded_cell(definition)}
        plan = _import(store, _table(cells))
        after = _rows_of(store)
        expected = dict(zip([row["id"] for row in cells], filled, strict=True))
        for concept, row in before.items():
            renderings, definition = expected.get(concept, ([], ""))
            changed = bool(renderings or definition)
            now = after[concept]
            assert now.english == (tuple(renderings) or row.english)
            assert now.definition_en == (definition or row.definition_en)
            assert now.revision == (3 if changed else row.revision)
            for name in ("headword", "traditional", "pinyin", "definition_zh", "context", "source"):
                assert getattr(now, name) == getattr(row, name)
        assert plan.counts[Action.CHANGED] == sum(bool(renderings or text) for renderings, text in filled)
        whole = _export(store, Filters())
        for table in (_table(cells), _table(whole)):
            assert {entry.action for entry in _import(store, table).entries} == {Action.KEPT}
        assert _rows_of(store) == after
        assert list(verify(store)) == []
