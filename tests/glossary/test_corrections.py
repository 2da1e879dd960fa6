"""Correcting a report: each entry of the new edition concerns the concept that its own earlier words are about."""

from typing import Any

import pytest

from glossary.browsing import list_contexts
from glossary.documents.text import document_of
from glossary.editing import change_concept, concept_draft
from glossary.extraction.report import read_report
from glossary.history import undo
from glossary.plans import Plan
from glossary.report_drafts import Stated
from glossary.reports import load_report, load_uses
from glossary.store import Store
from glossary.verifying import verify

OPENING = (
    "{year}年云山县政府工作报告\n——{year}年1月5日在云山县第十七届人民代表大会第二次会议上\n各位代表：{body}\n名词解释\n"
)
ZEROS = "三清零:无研发投入、无研发机构、无发明专利清零。"
BODY = "推进“三清零”，深化“六同”。再推“三清零”。"


def _report(*entries: str, body: str = BODY, year: int = 2023) -> str:
    return OPENING.format(year=year, body=body) + "\n".join(entries)


def _load(store: Store, text: str, slug: str = "yunshan", *, uses: bool = False) -> Plan:
    with store.writing("tests") as write:
        report = read_report(document_of(text))
        plan = load_report(write, report, None, Stated(slug=slug))
        plan.entries += load_uses(write, report, slug) if uses else []
    assert list(verify(store)) == []
    return plan


def _said(plan: Plan) -> list[tuple[str, str | None, str | None]]:
    return [(entry.action, entry.concept, entry.reason) for entry in plan.entries]


def _undo(store: Store, revision: int) -> None:
    with store.writing("undo") as write:
        undo(write, revision, lambda *_: None)
    assert list(verify(store)) == []


def _draft(store: Store, concept: str | None) -> dict[str, Any]:
    with store.reading() as connection:
        return concept_draft(connection, concept or "")


def _change(store: Store, concept: str | None, patch: dict[str, Any]) -> None:
    with store.writing("editor") as write:
        change_concept(write, concept or "", patch, None)


def _sentences(store: Store, concept: str | None) -> list[str]:
    with store.reading() as connection:
        return [one.sentence for one in list_contexts(connection, concept or "", 20, None)[0]]


@pytest.mark.parametrize(
    ("body", "left"),
    [
        ("推进“三清零”，深化“六同”。再推别的事。", ["各位代表：推进“三清零”，深化“六同”。"]),
        ("深化“六同”。", []),
    ],
)
def test_sentences_that_a_corrected_report_no_longer_has_are_gone(
    empty_store: Store, body: str, left: list[str]
) -> None:
    concept = _load(empty_store, _report(ZEROS)).entries[0].concept
    _load(empty_store, _report(ZEROS, body=body))
    assert _sentences(empty_store, concept) == left
    _undo(empty_store, 2)
    assert _sentences(empty_store, concept) == left


def test_uses_of_what_others_define_go_with_their_sentences(empty_store: Store) -> None:
    zeros = _load(empty_store, _report(ZEROS), "elsewhere").entries[0].concept
    before = _sentences(empty_store, zeros)
    text = _report("四办:一网办。", year=2024)
    _load(empty_store, text, uses=True)
    assert len(_sentences(empty_store, zeros)) == 2 * len(before)
    _load(empty_store, text.replace(BODY, "深化“六同”。"), uses=True)
    assert _sentences(empty_store, zeros) == before
