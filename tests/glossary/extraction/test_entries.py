"""Entries: where each begins, what its head says."""

import pytest

from glossary.documents.text import document_of
from glossary.extraction.entries import split_entries


@pytest.mark.parametrize(
    ("printed", "headword", "definition"),
    [
        ("三清零:指清零。", "三清零", "指清零。"),
        ("无废细胞：指单元。", "无废细胞", "指单元。"),
        ("6. “一窗同办”：把窗口合一。", "“一窗同办”", "把窗口合一。"),
        ("6、一窗同办：把窗口合一。", "一窗同办", "把窗口合一。"),
        ("（6）一窗同办：把窗口合一。", "一窗同办", "把窗口合一。"),
        ("⑥一窗同办：把窗口合一。", "一窗同办", "把窗口合一。"),
        ("六、一窗同办：把窗口合一。", "一窗同办", "把窗口合一。"),
        ("［7］双环公路：环岛公路。", "双环公路", "环岛公路。"),
        ("黄河几字湾:“黄河几字湾”为品牌,故用“湾”字。", "黄河几字湾", "“黄河几字湾”为品牌,故用“湾”字。"),
        ("六同:比例为1:2,时间为8:30。", "六同", "比例为1:2,时间为8:30。"),
        ("“一机制:两平台”:指甲。", "“一机制:两平台”", "指甲。"),
        ("全市 100 个:指 甲。", "全市100个", "指甲。"),
    ],
)
def test_one_line(printed: str, headword: str, definition: str) -> None:
    [entry] = split_entries(document_of(printed).blocks)
    assert (entry.head, entry.definition) == (headword, definition)


def test_a_line_without_a_head_goes_on_with_the_entry_before_it() -> None:
    [first, second] = split_entries(document_of("六同:同水源,\n同水质。\n四办:一网办。").blocks)
    assert (first.definition, second.head) == ("同水源,同水质。", "四办")
    assert (first.locator, second.locator) == ("paragraph 1", "paragraph 3")
