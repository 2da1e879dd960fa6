"""The heart of the product: the 33 concepts and the English written for them."""

import re

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from glossary.browsing import every_entry
from glossary.entries import Entry, EntryMember
from glossary.errors import InvalidDraft
from glossary.extraction.members import counted
from glossary.loading.shipped import read_curation, shipped_reports, subject_fields
from glossary.matching.lookup import Kind, lookup
from glossary.matching.query import parse_query
from glossary.model import Context, Source
from glossary.store.opening import Store

[(REPORT, CURATION)] = shipped_reports()
HEADWORDS = [entry.headword for entry in REPORT.entries]

# How many parts each head counts up; a head that is not here counts nothing.
PARTS = {
    "“三个四”工作任务": 3, "八大构筑": 8, "“两品一标一新”农产品": 4, "改善空气质量“十大行动”": 10, "“五个大起底”行动": 5,
    "三清零": 3, "六同": 6, "两升两降": 4, "三多三少三慢": 3, "五个必须": 5, "两个毫不动摇": 2, "四上企业": 4, "两高于": 2,
    "农村公路“新三通”建设": 3, "线上五基": 5, "四个保障": 4, "四办": 4, "农村“三变”改革": 3, "双倍增、双提升": 2,
    "四个就近": 4, "四个提升": 4, "三医联动": 3, "“四高”筛查": 4, "五社联动": 5, "三个务必": 3, "四下基层": 4,
}  # fmt: skip


def _entries(store: Store) -> dict[str, Entry]:
    with store.reading() as connection:
        entries = [Entry.model_validate_json(one) for one in every_entry(connection)]
    return {entry.headword: entry for entry in entries}


def test_there_are_33(store: Store) -> None:
    assert len(HEADWORDS) == 33
    assert (HEADWORDS[0], HEADWORDS[-1]) == ("“三个四”工作任务", "四下基层")
    assert set(_entries(store)) == set(HEADWORDS)
    assert [concept.headword for concept in CURATION.concepts] == HEADWORDS


def _kinds(store: Store, label: str, lang: str | None = None) -> dict[str, Kind]:
    with store.reading() as connection:
        found = lookup(connection, parse_query(label), lang).found  # type: ignore[arg-type]  # one of the three
    return {Entry.model_validate_json(one.json()).headword: one.kind for one in found}


@pytest.mark.parametrize("headword", HEADWORDS)
def test_each_is_found_by_every_spelling(store: Store, headword: str) -> None:
    entry = _entries(store)[headword]
    assert entry.pinyin
    assert _kinds(store, headword)[headword] == Kind.EXACT
    assert _kinds(store, f"“{headword}”")[headword] == Kind.EXACT
    assert _kinds(store, re.sub("[“”]", "", headword))[headword] == Kind.EXACT
    for form in {entry.zh.hant, entry.zh.hant_tw, entry.zh.hant_hk}:
        assert _kinds(store, form)[headword] == (Kind.EXACT if form == headword else Kind.SCRIPT)
    for plain in (entry.pinyin.plain, entry.pinyin.plain.replace(" ", ""), entry.pinyin.plain.title()):
        assert _kinds(store, plain)[headword] == Kind.PINYIN_PLAIN
    for toned in (
        entry.pinyin.display.replace(",", ""),
        entry.pinyin.marks,
        entry.pinyin.numbers,
        entry.pinyin.numbers.replace(" ", ""),
    ):
        assert _kinds(store, toned, "pinyin")[headword] == Kind.PINYIN_TONED
    assert entry.gloss
    assert _kinds(store, entry.gloss, "en")[headword] == Kind.ENGLISH
    assert _kinds(store, entry.gloss.upper())[headword] == Kind.ENGLISH
    for alias in entry.aliases:
        assert headword in _kinds(store, alias.text)


@pytest.mark.parametrize("headword", HEADWORDS)
def test_each_is_complete(store: Store, headword: str) -> None:
    entry = _entries(store)[headword]
    assert entry.pinyin
    assert entry.pinyin.reviewed
    assert entry.definition.zh
    assert entry.definition.zh in REPORT.document.text
    assert entry.definition.en
    assert re.fullmatch(r"[A-Z“].*[.]", entry.definition.en)
    assert entry.note
    assert entry.subject_field in subject_fields()
    assert [one.text for one in entry.renderings if one.status == "preferred"] == [entry.gloss]
    assert all(len(one.text.split()) <= 10 for one in entry.renderings)
    assert not any(re.search(r"[\u3400-\u9fff]", one.text) for one in entry.renderings if one.type != "phrase")
    assert [source.slug for source in entry.sources] == ["dalad-2024"]
    assert all(map(_has_english, entry.members))
    assert len(entry.members) == PARTS.get(headword, 0)


def _has_english(member: EntryMember) -> bool:
    return bool(member.en) and all(map(_has_english, member.members))


def test_every_head_that_counts_has_its_parts() -> None:
    assert {headword for headword in HEADWORDS if counted(headword)} == set(PARTS)


def test_the_pun_stays_visible(store: Store) -> None:
    entry = _entries(store)["黄河几字湾"]
    assert "湾" in (entry.definition.en or "")
    assert "弯" in (entry.definition.en or "")
    assert entry.zh.hant == "黃河几字灣"


def test_32_have_their_sentences_and_offsets_cut_them_out(store: Store) -> None:
    entries = _entries(store)
    assert [headword for headword in HEADWORDS if not entries[headword].contexts] == ["化工园区安全风险等级划分"]
    with store.reading() as connection:
        session = Session(connection)
        [source] = session.exec(select(Source)).all()
        contexts = session.exec(select(Context)).all()
        by_id = {entry.id: entry for entry in entries.values()}
        assert len(contexts) == sum(entry.contexts for entry in entries.values())
        for context in contexts:
            stop = context.sentence_start + len(context.sentence)
            assert source.text[context.sentence_start : stop] == context.sentence
            term = parse_query(source.text[context.start : context.end]).label
            entry = by_id[context.concept_id]
            assert term in {
                parse_query(name).label for name in (entry.headword, *(alias.text for alias in entry.aliases))
            }
            assert context.end <= stop


def test_regional_rows_are_there_only_where_they_differ(store: Store) -> None:
    with store.reading() as connection:
        same = connection.execute(
            text(
                """
                SELECT count(*) FROM term r JOIN term g ON g.concept_id = r.concept_id AND g.position = r.position
                 WHERE r.lang IN ('zh-Hant-TW', 'zh-Hant-HK') AND g.lang = 'zh-Hant' AND g.text = r.text
                """
            )
        ).scalar()
    assert same == 0


@pytest.mark.parametrize(
    ("mistake", "message"),
    [
        ("english = 5", r"a.toml:4: concept.0.english: Input should be a valid string"),
        ('english = "one two three four five six seven eight nine ten eleven"', r"a.toml:4: .*10 words at most"),
        ('englsh = "x"', r"a.toml:4: concept.0.english: Field required \(and 1 more\)"),
        ("english = ", r"a.toml: Invalid value"),
    ],
)
def test_a_slip_in_the_data_file_is_named_with_its_line(mistake: str, message: str) -> None:
    text = f"""[source]
slug = "a"
file = "a.txt"
[[concept]]
headword = "三清零"
pinyin = "sān qīnglíng"
subject_field = "industry"
definition = "A drive."
note = "Ours."
{mistake}
"""
    with pytest.raises(InvalidDraft, match=message):
        read_curation(text, "a.toml")
