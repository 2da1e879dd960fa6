"""Exact lookup."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from glossary.formats.delimited import read_delimited
from glossary.loading.imports import import_glossary
from glossary.matching.lookup import lookup
from glossary.matching.query import parse_query
from glossary.store.opening import Store, open_store, store_url


@pytest.mark.parametrize(
    ("label", "lang", "matched_on"),
    [
        ("三清零", None, {"form": "三清零", "field": "term", "kind": "exact", "lang": "zh-Hans"}),
        ("兩個毫不動搖", None, {"form": "兩個毫不動搖", "field": "term", "kind": "script", "lang": "zh-Hant"}),
        ("三变", None, {"form": "三变", "field": "term", "kind": "alias", "lang": "zh-Hans"}),
        ("三變", None, {"form": "三變", "field": "term", "kind": "alias", "lang": "zh-Hant"}),
        (
            "Sān Qīnglíng",
            None,
            {"form": "sān qīnglíng", "field": "reading", "kind": "pinyin_toned", "lang": "zh-Latn-pinyin"},
        ),
        (
            "sanqingling",
            None,
            {"form": "sān qīnglíng", "field": "reading", "kind": "pinyin_plain", "lang": "zh-Latn-pinyin"},
        ),
        ("Hidden Champion", None, {"form": "hidden champion", "field": "term", "kind": "english", "lang": "en"}),
        ("invisible champion", "en", {"form": "invisible champion", "field": "term", "kind": "english", "lang": "en"}),
    ],
)
def test_why_it_was_found(store: Store, label: str, lang: str | None, matched_on: dict[str, str]) -> None:
    with store.reading() as connection:
        [found] = lookup(connection, parse_query(label), lang).found  # type: ignore[arg-type]  # one of the three
    assert json.loads(found.json())["matched_on"] == matched_on


@pytest.mark.parametrize(
    ("label", "lang"),
    [
        ("三清", None),
        ("sql", None),
        ("san4qing1ling2", None),
        ("黄河几字弯", None),
        ("三清零", "en"),
        ("三清零", "pinyin"),
        ("sanqingling", "zh"),
        ("hidden champion", "zh"),
        ("hidden champions", None),
        ("%", None),
    ],
)
def test_what_is_no_label(store: Store, label: str, lang: str | None) -> None:
    with store.reading() as connection:
        assert lookup(connection, parse_query(label), lang).found == []  # type: ignore[arg-type]  # one of the three


SPELLED = """headword,pinyin,english
三清零,san1 qing1 ling2,
西安,xi1 an1,
先,xian1,
线,xian4,
嫌,xian2,
的,de5,
德,de2,
一点儿,yi1 dian3 r5,
花儿,hua1 r5,
绿色,lü4 se4,
路色,lu4 se4,
战略,zhan4 lüe4,
女奴,nü3 nu2,
轰20,hong1 20,
歼2,jian1 2,
2019年,er4 ling2 yi1 jiu3 nian2,
A4纸,A4 zhi3,
3C认证,san1 C ren4 zheng4,
21三体综合症,er4 shi2 yi1 san1 ti3 zong1 he2 zheng4,
那噢,na4 o3,
脑,nao3,
KTV,K T V,
瓩,qian1 wa3,
□,biang4,
西亚,xi1 ya4,Xiya
"""


@pytest.fixture(scope="module")
def spelled(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store of terms that are read in unlike ways."""
    path = tmp_path_factory.mktemp("spelled") / "glossary.db"
    path.write_bytes(empty_file.read_bytes())
    store = open_store(store_url(str(path)))
    with store.writing("tests") as write:
        import_glossary(write, read_delimited(SPELLED), "a.csv", skip_bad=True)
    yield store
    store.close()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("sanqingling", {"三清零": "pinyin_plain"}),
        ("san1qing1ling2", {"三清零": "pinyin_toned"}),
        ("san1qingling", {"三清零": "pinyin_toned"}),
        ("sānqingling", {"三清零": "pinyin_toned"}),
        ("sanqingling2", {"三清零": "pinyin_toned"}),
        ("sānqing1ling", {"三清零": "pinyin_toned"}),
        ("san4qingling", {}),
        ("sanqinglíng", {"三清零": "pinyin_toned"}),
        ("sanqíngling", {}),
        ("xian", {"先": "pinyin_plain", "线": "pinyin_plain", "嫌": "pinyin_plain", "西安": "pinyin_plain"}),
        ("XIAN", {"先": "pinyin_plain", "线": "pinyin_plain", "嫌": "pinyin_plain", "西安": "pinyin_plain"}),
        ("xi an", {"西安": "pinyin_plain", "先": "pinyin_plain", "线": "pinyin_plain", "嫌": "pinyin_plain"}),
        ("xi1an1", {"西安": "pinyin_toned"}),
        ("xīān", {"西安": "pinyin_toned"}),
        ("xī'ān", {"西安": "pinyin_toned"}),
        ("xian1", {"先": "pinyin_toned", "西安": "pinyin_toned"}),
        ("xiān", {"先": "pinyin_toned", "西安": "pinyin_toned"}),
        ("xìàn", {}),
        ("de", {"的": "pinyin_plain", "德": "pinyin_plain"}),
        ("de5", {"的": "pinyin_toned"}),
        ("dé", {"德": "pinyin_toned"}),
        ("yi1dian3r5", {"一点儿": "pinyin_toned"}),
        ("yi1 dian3 r5", {"一点儿": "pinyin_toned"}),
        ("yīdiǎnr", {"一点儿": "pinyin_toned"}),
        ("yidianr", {"一点儿": "pinyin_plain"}),
        ("hua1r5", {"花儿": "pinyin_toned"}),
        ("hua1r", {"花儿": "pinyin_toned"}),
        ("hua2r5", {}),
        ("luse", {"路色": "pinyin_plain", "绿色": "pinyin_plain"}),
        ("lu4se4", {"路色": "pinyin_toned", "绿色": "pinyin_toned"}),
        ("lvse", {"绿色": "pinyin_plain"}),
        ("lüse", {"绿色": "pinyin_plain"}),
        ("lu:4se4", {"绿色": "pinyin_toned"}),
        ("lǜsè", {"绿色": "pinyin_toned"}),
        ("zhanlue", {"战略": "pinyin_plain"}),
        ("zhanlve", {"战略": "pinyin_plain"}),
        ("nvnu", {"女奴": "pinyin_plain"}),
        ("nunu", {"女奴": "pinyin_plain"}),
        ("nvnv", {}),
        ("hong20", {"轰20": "pinyin_plain"}),
        ("hong120", {"轰20": "pinyin_toned"}),
        ("hong220", {}),
        ("hong0", {}),
        ("hong", {}),
        ("jian", {}),
        ("jian2", {"歼2": "pinyin_plain"}),
        ("jian12", {"歼2": "pinyin_toned"}),
        ("azhi", {}),
        ("erlingyijiunian", {"2019年": "pinyin_plain"}),
        ("a4zhi", {"A4纸": "pinyin_plain"}),
        ("a4zhi3", {"A4纸": "pinyin_toned"}),
        ("sancrenzheng", {"3C认证": "pinyin_plain"}),
        ("3crenzheng", {"3C认证": "pinyin_plain"}),
        ("3cren4zheng4", {"3C认证": "pinyin_toned"}),
        ("2019nian", {"2019年": "pinyin_plain"}),
        ("ershiyisantizonghezheng", {"21三体综合症": "pinyin_plain"}),
        ("21santizonghezheng", {"21三体综合症": "pinyin_plain"}),
        ("nao3", {"脑": "pinyin_toned", "那噢": "pinyin_toned"}),
        ("nǎo", {"脑": "pinyin_toned"}),
        ("nao5", {}),
        ("ktv", {"KTV": "exact"}),
        ("ktu", {}),
        ("qianwa", {"瓩": "pinyin_plain"}),
        ("biang4", {"□": "pinyin_toned"}),
        ("xi'ya", {"西亚": "pinyin_plain"}),
        ("xiya", {"西亚": "pinyin_plain"}),
        ("xi4ya", {}),
    ],
)
def test_what_spells_a_reading_names_its_concept(spelled: Store, typed: str, found: dict[str, str]) -> None:
    with spelled.reading() as connection:
        looked = lookup(connection, parse_query(typed)).found
    named = {json.loads(one.json())["headword"]: one.kind for one in looked}
    assert named == found


@pytest.mark.parametrize(
    ("typed", "first"),
    [("xi'an", "西安"), ("xi an", "西安"), ("luse", "路色"), ("lu4se4", "路色"), ("lvse", "绿色")],
)
def test_the_closest_spelling_comes_first(spelled: Store, typed: str, first: str) -> None:
    with spelled.reading() as connection:
        found = lookup(connection, parse_query(typed), "pinyin").found
    assert json.loads(found[0].json())["headword"] == first
