"""What a store knows of words: attested or reviewed, and in one way only."""

from sqlmodel import Session

from glossary.browsing import every_entry
from glossary.documents.text import document_of
from glossary.entries import Entry
from glossary.extraction.report import read_report
from glossary.formats.delimited import read_delimited
from glossary.known_words import KnownWords
from glossary.loading.imports import import_glossary
from glossary.loading.reports import load_report
from glossary.store.opening import Store

TABLE = """headword,traditional,pinyin
几字湾,几字灣,jī zì wān
台干,台乾,tai2 gan1
台干,台幹,tai2 gan4
旗县,,
"""


def _import(store: Store) -> None:
    with store.writing("tests") as write:
        import_glossary(write, read_delimited(TABLE), "words.csv", skip_bad=True)


def test_one_stated_form_is_known(empty_store: Store) -> None:
    _import(empty_store)
    with empty_store.reading() as connection:
        known = KnownWords(Session(connection))
        words = {"几字湾", "台干", "旗县", "没有"}
        assert known.readings(words) == {"几字湾": ("ji1", "zi4", "wan1")}
        assert known.traditional(words) == {"几字湾": "几字灣"}


def test_a_reviewed_reading_is_known(store: Store) -> None:
    with store.reading() as connection:
        assert KnownWords(Session(connection)).readings({"三清零"}) == {"三清零": ("san1", "qing1", "ling2")}


def test_a_report_is_read_with_what_the_store_knows(empty_store: Store) -> None:
    text = "2023年云山县政府工作报告\n名词解释\n大几字湾：黄河的弯。\n台干：干部。"
    _import(empty_store)
    with empty_store.writing("tests") as write:
        load_report(write, read_report(document_of(text)), None)
    with empty_store.reading() as connection:
        entries = {one.headword: one for one in map(Entry.model_validate_json, every_entry(connection))}
    entry = entries["大几字湾"]
    assert entry.pinyin
    assert (entry.pinyin.numbers, entry.zh.hant) == ("da4 ji1 zi4 wan1", "大几字灣")
