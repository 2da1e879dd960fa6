"""The term list of the shipped report, and what a store of its own gives for coinages."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from glossary.documents.text import document_of
from glossary.extraction.outline import outline
from glossary.formats.listed import Draft, TermList
from glossary.language.normalise import label
from glossary.loading.shipped import shipped_reports
from glossary.matching.index import build_index
from glossary.store.opening import Store, open_store, store_url
from glossary.termlists import term_list

COINAGES: list[dict[str, Any]] = tomllib.loads(
    Path(__file__).parents[1].joinpath("cases", "coinages.toml").read_text("utf-8")
)["coinage"]


@pytest.fixture(scope="module")
def listed(shipped_file: Path) -> TermList:
    [(report, _)] = shipped_reports()
    store = open_store(store_url(str(shipped_file)))
    with store.reading() as connection:
        found = term_list(connection, build_index(connection), outline(report.document))
    store.close()
    return found


def test_all_33_concepts_are_listed_once_with_a_sentence(listed: TermList) -> None:
    assert len(listed.terms) == len({term.concept for term in listed.terms}) == 33
    assert listed.title == "2024年达拉特旗政府工作报告"
    for term in listed.terms:
        assert term.count >= 1
        assert term.sentence
        assert term.gloss


def test_32_stand_in_the_body_under_their_own_heads(listed: TermList) -> None:
    body = shipped_reports()[0][0].document.text.split("名词解释")[0]
    own = [term.headword for term in listed.terms if label(term.headword) in label(body)]
    assert len(own) == 32
    assert "化工园区安全风险等级划分" not in own


def test_most_candidates_are_coinages(listed: TermList) -> None:
    """Of the hand-made list, those that reasonable people may doubt count neither way."""
    sure = {label(name) for one in COINAGES if one["sure"] for name in (one["text"], *one.get("also", []))}
    doubted = {label(name) for one in COINAGES if not one["sure"] for name in (one["text"], *one.get("also", []))}
    found = [label(one.text) for one in listed.candidates if label(one.text) not in doubted]
    assert sum(one in sure for one in found) / len(found) >= 0.9


def test_hardly_any_quoted_or_numbered_coinage_is_missed(listed: TermList) -> None:
    """As the design has it, what is coined is quoted or numbered; unmarked names of programmes are not looked for."""
    found = {label(one.text) for one in listed.candidates}
    wanted = [
        one
        for one in COINAGES
        if one["sure"] and not one["defined"] and (one["quoted"] or one["text"][0] in "一二三四五六七八九十两双百千")
    ]
    missed = [
        one["text"] for one in wanted if not any(label(name) in found for name in (one["text"], *one.get("also", [])))
    ]
    assert len(wanted) >= 70
    assert len(missed) / len(wanted) <= 0.1, missed


def test_candidates_come_with_generated_forms_and_no_invented_gloss(listed: TermList) -> None:
    by_text = {one.text: one for one in listed.candidates}
    one = by_text["两个确立"]
    assert (one.traditional, one.pinyin, one.count, one.draft) == ("兩個確立", "liǎng gè què lì", 2, None)


def test_a_draft_is_made_only_of_parts_that_have_glosses(store: Store) -> None:
    with store.reading() as connection:
        document = document_of("推进“隐形冠军三清零”，建设“隐形冠军谷”。")
        found = term_list(connection, build_index(connection), outline(document))
    assert {one.text: one.draft for one in found.candidates} == {
        "隐形冠军三清零": Draft("hidden champion + closing the three R&D gaps", ("隐形冠军", "三清零")),
        "隐形冠军谷": None,
    }


def test_a_document_without_terms_gives_an_empty_list(store: Store) -> None:
    with store.reading() as connection:
        assert term_list(connection, build_index(connection), outline(document_of("今天天气很好。"))) == TermList(
            "", (), ()
        )


def test_of_too_many_coinages_those_used_most_are_listed_in_their_order(store: Store) -> None:
    coinages = [f"“甲{number}计划”" for number in range(2_500)]
    text = "。".join([*coinages, *coinages[2_490:]])
    with store.reading() as connection:
        found = term_list(connection, build_index(connection), outline(document_of(text)))
    assert (len(found.candidates), found.more_candidates) == (2_000, 500)
    assert [candidate.text for candidate in found.candidates] == [
        coinage.strip("“”") for coinage in [*coinages[:1_990], *coinages[2_490:]]
    ]
