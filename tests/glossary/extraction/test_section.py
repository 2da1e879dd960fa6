"""Where the glossary section stands, and where none does."""

import pytest

from glossary.documents.text import document_of
from glossary.errors import NoGlossarySection
from glossary.extraction.report import read_report
from glossary.extraction.section import find_sections, is_title


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
    [section] = find_sections(document_of("正文。\n名词解释\n六同:同水源。\n续行。\n责任编辑:某某\n六异:甲。").blocks)
    assert [block.text for block in section.blocks] == ["六同:同水源。", "续行。"]
    assert section.title == "名词解释"


def test_a_title_in_the_menu_is_passed_over_for_the_one_with_entries_behind() -> None:
    report = read_report(document_of("名词解释\n首页\n正文。\n名词解释\n六同:同水源。\n名词解释"))
    assert [entry.headword for entry in report.entries] == ["六同"]
    assert "正文" in report.body.text


def test_two_sections_are_one_glossary() -> None:
    report = read_report(document_of("正文。\n附件1 名词解释\n六同:同水源。\n附件2 有关用语说明\n四办:一网办。"))
    assert [entry.headword for entry in report.entries] == ["六同", "四办"]


def test_notes_without_a_title_are_a_glossary_where_the_text_is_marked_with_them() -> None:
    body = "建设双环公路［1］，推进“三变［2］”改革，实施“四同”［3］计划。\n"
    notes = "［1］双环公路：环岛公路。\n［2］三变：指甲。\n［3］四同：同乙。"
    assert [entry.headword for entry in read_report(document_of(body + notes)).entries] == ["双环公路", "三变", "四同"]
    with pytest.raises(NoGlossarySection):
        read_report(document_of("正文。\n" + notes))


@pytest.mark.parametrize(
    "text",
    [
        "正文。",
        "详见名词解释。\n六同:同水源。",
        "名词解释",
        "名词解释\n责任编辑:甲",
        "建设公路［1］，改革［2］，计划［3］。",
        "附件\n2024年10件实事\n一、新建学校3所。\n二、改造老旧小区20个。",
        "办好十件实事：（1）新建学校3所。（2）改造小区20个。（3）新增车位500个。",
    ],
)
def test_no_section_is_said_to_be_none(text: str) -> None:
    with pytest.raises(NoGlossarySection, match="no glossary section found"):
        read_report(document_of(text))
