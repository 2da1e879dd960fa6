"""What a store proposes for the English of a concept: only what it has, and where from."""

import pytest

from glossary.browsing import every_entry
from glossary.documents.text import document_of
from glossary.editing.changing import add_stated
from glossary.editing.edits import StatedConcept
from glossary.entries import Entry
from glossary.extraction.report import read_report
from glossary.formats.delimited import read_delimited
from glossary.loading.imports import import_glossary
from glossary.loading.reports import load_report
from glossary.matching.asked import Filters, Missing
from glossary.proposals import Proposal, Proposing, proposals_cell
from glossary.store.opening import Store

WORDS = """\
headword,english,source
三变,three changes,Words
改革,reform; to reform,Words
农村,countryside,Words
农,farming,Words
村三,nonsense over a mark,Words
公路,highway,Words
公路网,road network,Words
网络,network,Words
变改,nonsense over a mark,Words
电改,,Words
五通,five links,Words
"""


@pytest.fixture
def known(empty_store: Store) -> Store:
    """A store of some words with English."""
    _import(empty_store, WORDS, "words.csv")
    return empty_store


def _import(store: Store, text: str, name: str) -> None:
    with store.writing("tests") as write:
        import_glossary(write, read_delimited(text), name, skip_bad=True)


def _proposed(store: Store, headword: str, definition: str = "") -> list[Proposal]:
    """Return what is proposed for a concept that is added to a store without English."""
    _import(store, f"headword,definition_zh\n{headword},{definition or headword + '的定义'}\n", "new.csv")
    with store.reading() as connection:
        entries = map(
            Entry.model_validate_json, every_entry(connection, Filters(source="new", missing=Missing.ENGLISH))
        )
        return Proposing(connection).proposals([next(one for one in entries if one.headword == headword)])[0]


@pytest.mark.parametrize(
    ("headword", "cell"),
    [
        ("农村“三变”改革", "parts: 农村 countryside + 三变 three changes + 改革 reform"),
        ("农村「三变」改革", "parts: 农村 countryside + 三变 three changes + 改革 reform"),
        ("“三变”", "same headword: three changes (words)"),
        ("五通", "same headword: five links (words)"),
        ("公路网络", "parts: 公路 highway + 网络 network"),
        ("公路网格", "parts: 公路网 road network + 格"),
        ("环山公路", "parts: 环山 + 公路 highway"),
        ("3+2公路", "parts: 3+2 + 公路 highway"),
        ("电改", ""),
        ("农业", ""),
        ("六同", ""),
        ("长" * 80 + "公路", ""),
    ],
)
def test_proposals_of_a_headword(known: Store, headword: str, cell: str) -> None:
    assert proposals_cell(_proposed(known, headword)) == cell


def test_no_term_goes_over_one_of_two_quotation_marks(known: Store) -> None:
    shown = [(one.text, one.english) for one in _proposed(known, "“农村三”变改")]
    assert shown == [("农村", "countryside"), ("三", None), ("变改", "nonsense over a mark")]


def test_nothing_is_proposed_that_the_concept_itself_forbids(known: Store) -> None:
    with known.writing("tests") as write:
        add_stated(
            write,
            StatedConcept.model_validate(
                {"headword": "五通", "renderings": [{"text": "Five Links", "forbidden": True}]},
            ),
        )
    with known.reading() as connection:
        entries = [Entry.model_validate_json(one) for one in every_entry(connection, Filters(missing=Missing.ENGLISH))]
        [forbidding] = [one for one in entries if one.headword == "五通"]
        assert Proposing(connection).proposals([forbidding]) == [[]]


def test_concepts_of_one_name_are_named_with_their_sources(known: Store) -> None:
    _import(known, "headword,english,definition_zh\n五通,five connections,一\n五通,five ways,二\n", "Other terms.csv")
    proposed = _proposed(known, "五通", "三")
    assert {proposals_cell([one]) for one in proposed} == {
        "same headword: five connections (other-terms)",
        "same headword: five links (words)",
        "same headword: five ways (other-terms)",
    }
    assert [(one.text, bool(one.concept)) for one in proposed] == [("五通", True)] * 3


def test_members_have_the_english_of_members_elsewhere(store: Store) -> None:
    text = "2025年云山县政府工作报告\n名词解释\n六同:同水源、同水质、同水价、同管理、同维护、同监测。"
    with store.writing("tests") as write:
        load_report(write, read_report(document_of(text)))
    with store.reading() as connection:
        [entry] = map(Entry.model_validate_json, every_entry(connection, Filters(missing=Missing.ENGLISH)))
        [proposed] = Proposing(connection).proposals([entry])
    assert proposals_cell(proposed) == (
        "same headword: six-way parity in water supply (dalad-2024)"
        " | members: 同水源 same water source + 同水质 same water quality + 同水价 same water price"
        " + 同管理 same management + 同维护 same maintenance + 同监测"
    )


def test_nothing_is_proposed_that_is_the_concepts_own(store: Store) -> None:
    with store.reading() as connection:
        entries = [Entry.model_validate_json(one) for one in every_entry(connection)]
        proposed = Proposing(connection).proposals(entries)
    for entry, proposals in zip(entries, proposed, strict=True):
        assert entry.id not in {one.concept for one in proposals}
