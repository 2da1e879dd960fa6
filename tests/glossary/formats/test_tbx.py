"""A term list as TBX: judged by the schemas of the standard, where they are at hand, and read back."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree, isoschematron
from lxml.etree import _Element as Element

from glossary.formats.listed import ListedRendering, TermList
from glossary.formats.tbx import NAMESPACE, write_tbx
from glossary.vocabulary import TermStatus
from tests.glossary.formats.term_list import EMPTY, FORMULA, LIST, THREE_ZEROS, UNNAMED

Judge = Callable[[Element], bool]

T = {"t": NAMESPACE}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
SCHEMAS = Path(__file__).parents[4] / "shared" / "schemas" / "tbx"
# The schemas of style dca; Basic.rng and Min.rng have the elements of style dct and include nothing.
CORE, DCA = SCHEMAS / "TBXcoreStructV03.rng", SCHEMAS / "TBX-Basic_DCA.sch"
# The Schematron is for XSLT 2, lxml's is XSLT 1: what it says in XPath 2, and the same in XPath 1.
XPATH_1 = {
    'queryBinding="xslt2"': 'queryBinding="xslt"',
    "./local-name()": "local-name()",
    "matches(@target,'https?://.+')": "starts-with(@target,'http')",
}
# The rules of both as far as they touch what is written here, so that they are judged without the schemas, too.
NOWHERE = (
    "//t:body[not(t:conceptEntry)] | //t:conceptEntry[not(t:langSec)] | //t:langSec[not(t:termSec)]",
    "//t:conceptEntry[not(@id)] | //t:langSec[not(@xml:lang)]",
    "//t:termSec/*[1][not(self::t:term)] | //t:termSec/t:term[position() > 1]",
    "//t:termNote[preceding-sibling::*[not(self::t:term or self::t:termNote)]]",
    "//t:langSec/*[not(self::t:termSec)][preceding-sibling::t:termSec]",
    "//t:conceptEntry/*[not(self::t:langSec)][preceding-sibling::t:langSec]",
    "//t:descrip[@type='subjectField'][not(parent::t:conceptEntry)]",
    "//t:descrip[@type='definition'][ancestor::t:termSec] | //t:descrip[@type='context'][not(ancestor::t:termSec)]",
    "//t:descripGrp[count(t:descrip) != 1] | //t:descripGrp/*[1][not(self::t:descrip)]",
)


def _rules(root: Element) -> bool:
    return not any(root.xpath(rule, namespaces=T) for rule in NOWHERE)


def _core(root: Element) -> bool:
    return etree.RelaxNG(file=str(CORE)).validate(root)


def _dca(root: Element) -> bool:
    text = DCA.read_text("utf-8-sig")
    for second, first in XPATH_1.items():
        assert second in text
        text = text.replace(second, first)
    return bool(isoschematron.Schematron(etree.fromstring(text.encode())).validate(root))


JUDGES = [_rules] + [judge for judge, schema in ((_core, CORE), (_dca, DCA)) if schema.exists()]


def _read(listed: TermList = LIST) -> Element:
    return etree.fromstring(write_tbx(listed))


def _texts(root: Element, path: str) -> list[str]:
    return [str(element.text) for element in root.xpath(path, namespaces=T)]


@pytest.mark.parametrize("judge", JUDGES)
@pytest.mark.parametrize(
    "listed",
    [LIST, EMPTY, *(TermList("", (term,), ()) for term in LIST.terms), *(TermList("", (), (one,)) for one in LIST.candidates)],
    ids=lambda listed: f"{len(listed.terms)}-{len(listed.candidates)}",
)  # fmt: skip
def test_it_is_tbx_basic(judge: Judge, listed: TermList) -> None:
    assert judge(_read(listed))


def _moved(what: str, where: str) -> Element:
    """Return the list with one element in another place, at its end."""
    root = _read()
    root.xpath(where, namespaces=T)[0].append(root.xpath(what, namespaces=T)[0])
    return root


@pytest.mark.parametrize(
    ("judge", "what", "where"),
    [
        (judge, what, where)
        for what, where, judges in (
            ("//t:termNote", "//t:termSec[t:note]", {_rules, _core}),
            ("//t:term", "//t:langSec", {_rules, _core}),
            ("//t:langSec/t:descripGrp", "//t:termSec", {_rules, _dca}),
            ("//t:termSec/t:descripGrp", "//t:conceptEntry", {_rules, _core, _dca}),
            ("//t:descrip[@type='subjectField']", "//t:termSec", {_rules, _dca}),
        )
        for judge in JUDGES
        if judge in judges
    ],
)
def test_the_judges_see_what_is_in_the_wrong_place(judge: Judge, what: str, where: str) -> None:
    assert not judge(_moved(what, where))


def test_a_list_of_nothing_has_no_body() -> None:
    root = _read(EMPTY)
    assert not root.xpath("//t:body", namespaces=T)
    assert _texts(root, "/t:tbx/t:tbxHeader/t:fileDesc/t:titleStmt/t:title") == ["Term list"]


def test_the_header() -> None:
    root = _read()
    assert dict(root.attrib) == {"type": "TBX-Basic", "style": "dca", LANG: "en"}
    assert root.nsmap == {None: NAMESPACE}
    assert [etree.QName(element).localname for element in root.xpath("//t:fileDesc/*", namespaces=T)] == ["titleStmt", "sourceDesc"]  # fmt: skip
    assert _texts(root, "//t:title") == [LIST.title]


def test_concepts_keep_their_ids() -> None:
    ids = [str(element.get("id")) for element in _read().iter("{*}conceptEntry")]
    assert ids == ["dalad-2024-3qingling", "dalad-2024-2ge", "dalad-2024-3bian", "c9", "dalad-2024-4gao", "candidate.1", "candidate.2"]  # fmt: skip


def test_a_term() -> None:
    [entry] = _read(replace(LIST, terms=(THREE_ZEROS,), candidates=())).iter("{*}conceptEntry")
    assert [section.get(LANG) for section in entry.iter("{*}langSec")] == ["zh-Hans", "en"]
    assert _texts(entry, "t:descrip") == ["industry"]
    assert _texts(entry, "t:langSec[1]/t:descripGrp/*") == [THREE_ZEROS.definition_zh, "dalad-2024"]
    assert _texts(entry, "t:langSec[2]/t:descripGrp/*") == [THREE_ZEROS.definition_en, "dalad-2024"]
    assert _texts(entry, "t:langSec[1]/t:termSec/*[not(self::t:descripGrp)]") == ["三清零", "preferredTerm-admn-sts", "pinyin: sān qīnglíng"]  # fmt: skip
    assert _texts(entry, "t:langSec[1]/t:termSec/t:descripGrp/*") == [
        "深入开展“三清零”“双倍增、双提升”行动，\n促进形成新质生产力。",
        LIST.title,
    ]


def test_renderings_and_how_they_are_regarded() -> None:
    sections = _read().xpath("//t:conceptEntry[1]/t:langSec[@xml:lang='en']/t:termSec", namespaces=T)
    assert [[child.text for child in section] for section in sections] == [
        ["closing the three R&D gaps", "preferredTerm-admn-sts"],
        ["Three Zeros initiative", "admittedTerm-admn-sts"],
        ["three clearances"],
        ["three clear-to-zeros", "deprecatedTerm-admn-sts"],
        ["Three Purges", "deprecatedTerm-admn-sts", "forbidden: do not use"],
    ]


def test_the_traditional_form_where_it_is_another() -> None:
    hant = "//t:conceptEntry[@id='{}']/t:langSec[@xml:lang='zh-Hant']/t:termSec/*"
    assert _texts(_read(), hant.format("dalad-2024-2ge")) == ["兩個毫不動搖", "preferredTerm-admn-sts"]
    assert not _texts(_read(), hant.format("dalad-2024-3qingling"))
    assert _texts(_read(), hant.format("candidate.2")) == ["𠮷縣速度", "generated from the simplified form"]


def test_an_english_definition_without_a_rendering_stands_at_the_concept() -> None:
    [entry] = _read(TermList("", (UNNAMED,), ())).iter("{*}conceptEntry")
    assert _texts(entry, "t:descripGrp/t:descrip[@type='definition'][@xml:lang='en']") == ["-Four highs."]
    assert [section.get(LANG) for section in entry.iter("{*}langSec")] == ["zh-Hans"]


def test_a_source_is_named_without_a_definition() -> None:
    assert _texts(_read(), "//t:conceptEntry[@id='c9']/t:admin[@type='source']") == ["dalad-2024"]


def test_candidates_are_marked_and_their_drafts_are_no_terms() -> None:
    root = _read()
    [drafted, plain] = root.xpath("//t:conceptEntry[starts-with(@id, 'candidate.')]", namespaces=T)
    assert _texts(drafted, "t:note") == [
        "candidate: not defined in the glossary",
        "draft, not reviewed: clearing + three changes (from 清零 + 三变)",
    ]
    assert _texts(plain, "t:note") == ["candidate: not defined in the glossary"]
    assert _texts(plain, "t:langSec[1]/t:termSec/t:note") == ["pinyin, generated: jí xiàn sù dù"]
    assert not drafted.xpath(".//t:langSec[@xml:lang='en'] | .//t:termNote", namespaces=T)


def test_what_xml_cannot_hold_is_removed_and_the_rest_kept() -> None:
    root = _read()
    assert "\u202e坚持“两个毫不动摇”，𠮷县。" in _texts(root, "//t:descrip[@type='context']")
    assert "Two Unswervinglys (2022)" in _texts(root, "//t:term")
    assert FORMULA in _texts(root, "//t:term")


@pytest.mark.parametrize("text", ["", " \t", "\x00"])
def test_a_rendering_that_is_nothing_is_left_out(text: str) -> None:
    term = replace(THREE_ZEROS, renderings=(ListedRendering(text, TermStatus.PREFERRED, forbidden=False),))
    assert [section.get(LANG) for section in _read(TermList("", (term,), ())).iter("{*}langSec")] == ["zh-Hans"]
