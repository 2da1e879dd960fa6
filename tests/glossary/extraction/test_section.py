"""Where the glossary section stands, and where none does."""

import pytest

from glossary.documents.text import document_of
from glossary.errors import NoGlossarySection
from glossary.extraction.section import find_section, is_title


@pytest.mark.parametrize(
    "title",
    [
        "名词解释",
        "《政府工作报告》名词解释",
        "《政府工作报告》有关内容名词注释",
        "名词注释",
        "注释",
        "注 释：",
        "第四部分 名词解释",
        "附件2 名词解释",
        "附件：名词解释",
        "有关名词解释",
        "报告有关用语说明",
        "专业术语解释",
        "《2024年政府工作报告》名词解释",
    ],
)
def test_titles(title: str) -> None:
    assert is_title(title)


@pytest.mark.parametrize(
    "text",
    ["详见名词解释。", "名词解释：指对名词的解释", "注释：本报告数据为初步统计数", "政府工作报告", "六同:同水源。"],
)
def test_what_only_looks_like_a_title(text: str) -> None:
    assert not is_title(text)


def test_the_section_ends_at_the_footer() -> None:
    section = find_section(document_of("正文。\n名词解释\n六同:同水源。\n续行。\n责任编辑:某某\n六异:甲。").blocks)
    assert [block.text for block in section.blocks] == ["六同:同水源。", "续行。"]
    assert section.title == "名词解释"


def test_a_title_in_the_menu_is_passed_over_for_the_one_with_entries_behind() -> None:
    document = document_of("名词解释\n首页\n正文。\n名词解释\n六同:同水源。\n名词解释")
    assert find_section(document.blocks).start == document.text.index("名词解释", 5)


@pytest.mark.parametrize("text", ["正文。", "详见名词解释。\n六同:同水源。", "名词解释", "名词解释\n责任编辑:甲"])
def test_no_section_is_said_to_be_none(text: str) -> None:
    with pytest.raises(NoGlossarySection, match="no glossary section found"):
        find_section(document_of(text).blocks)
