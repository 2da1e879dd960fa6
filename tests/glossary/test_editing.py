"""What editors did stands: no newer edition of a source brings back what they withdrew, or parts what they merged."""

from pathlib import Path

from glossary.cli.imports import Format, import_file
from glossary.documents.reading import read_document
from glossary.editing import change_concept, concept_draft, withdraw_concept
from glossary.extraction.report import read_report
from glossary.merging import merge_concepts
from glossary.plans import Plan
from glossary.reports import load_report
from glossary.store import Store
from glossary.verifying import verify
from tests.golden import SMALL_REPORT

CORRECTED = SMALL_REPORT.replace("环山公路、环湖公路建设计划", "环山公路、环湖公路、环城公路建设计划")


def _load(store: Store, text: str) -> Plan:
    report = read_report(read_document(text.encode(), "报告.txt", None))
    with store.writing("tests") as write:
        return load_report(write, report)


def _import(store: Store, text: str) -> Plan:
    return import_file(store, Format.CSV, text.encode(), Path("词表.csv").name, None, dry_run=False)


def _said(plan: Plan) -> list[tuple[str, str, str | None]]:
    return [(entry.headword, entry.action, entry.reason) for entry in plan.entries]


def test_a_corrected_report_does_not_bring_back_what_was_withdrawn(empty_store: Store) -> None:
    rings = _load(empty_store, SMALL_REPORT).entries[1].concept or ""
    with empty_store.writing("editor") as write:
        withdraw_concept(write, rings, None)
    assert _said(_load(empty_store, CORRECTED)) == [
        ("三清零", "kept", None),
        ("双环计划", "kept", "it was withdrawn, and stays so"),
    ]
    assert list(verify(empty_store)) == []


def test_a_newer_glossary_does_not_bring_back_what_was_withdrawn(empty_store: Store) -> None:
    first = _import(empty_store, "headword,english\n新词,new word\n旧词,old word\n").entries[0].concept or ""
    with empty_store.writing("editor") as write:
        withdraw_concept(write, first, None)
    assert _said(_import(empty_store, "headword,english\n新词,newer word\n旧词,older word\n")) == [
        ("新词", "kept", "it was withdrawn, and stays so"),
        ("旧词", "changed", "stated otherwise by this edition"),
    ]
    assert list(verify(empty_store)) == []


def test_what_was_merged_stays_one(empty_store: Store) -> None:
    zeros, rings = (entry.concept or "" for entry in _load(empty_store, SMALL_REPORT).entries)
    with empty_store.writing("editor") as write:
        merge_concepts(write, rings, zeros, None)
    other = SMALL_REPORT.replace("云山县", "海山县")
    assert {entry.concept for entry in _load(empty_store, other).entries} == {zeros}
    assert list(verify(empty_store)) == []


def test_an_edit_that_nothing_came_of_is_no_change(empty_store: Store) -> None:
    concept = _load(empty_store, SMALL_REPORT).entries[0].concept or ""
    with empty_store.reading() as connection:
        before = concept_draft(connection, concept)
    with empty_store.writing("editor") as write:
        change_concept(write, concept, {"note": None, "terms": before["terms"]}, None)
    with empty_store.reading() as connection:
        assert concept_draft(connection, concept) == before
