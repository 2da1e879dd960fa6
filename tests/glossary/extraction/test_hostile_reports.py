"""Sections printed in ways that mislead: each with what a person reads in it."""

import pytest

from glossary.documents.blocks import Document
from glossary.documents.html import read_html
from glossary.documents.text import document_of
from glossary.extraction.report import read_report

BODY = "2024年云山县政府工作报告\n各位代表：\n推进“三变［1］”改革、双环公路［2］建设和“四同计划”，实施5:3:2分配机制，建设3+2就业驿站。\n"


def _read(section: str, body: str = BODY) -> dict[str, str]:
    return _entries(document_of(body + section))


def _entries(document: Document) -> dict[str, str]:
    return {entry.headword: entry.definition for entry in read_report(document).entries}


CASES = {
    "a colon in the head": (
        "名词解释\n5:3:2分配机制：指按比例分配。\n“1:N”行动：一带多：共同发展。",
        {"5:3:2分配机制": "指按比例分配。", "“1:N”行动": "一带多：共同发展。"},
    ),
    "numbered parts that count from one again": (
        "名词解释\n1.三变：包括三项。\n1.资源变资产。\n2.资金变股金。\n3.农民变股东。\n2.双环公路：环岛公路。\n3.四同计划：同水源。",
        {"三变": "包括三项。\n1.资源变资产。\n2.资金变股金。\n3.农民变股东。", "双环公路": "环岛公路。", "四同计划": "同水源。"},
    ),
    "the number glued to the head": (
        "名词解释\n1.三变：甲。\n2.3+2就业驿站：覆盖城乡。\n3.10种矿产：煤、铁等。",
        {"三变": "甲。", "3+2就业驿站": "覆盖城乡。", "10种矿产": "煤、铁等。"},
    ),
    "two ways to print numbers in one list": (
        "名词解释\n1．三变：甲。\n2.双环公路：乙。\n3、四同计划：丙。\n4. 无废细胞：丁。",
        {"三变": "甲。", "双环公路": "乙。", "四同计划": "丙。", "无废细胞": "丁。"},
    ),
    "a number that is missing, one that stands twice": (
        "名词解释\n1.三变：甲。\n2.双环公路：乙。\n4.四同计划：丙。\n4.无废细胞：丁。\n5.环保管家：戊。",
        {"三变": "甲。", "双环公路": "乙。", "四同计划": "丙。", "无废细胞": "丁。", "环保管家": "戊。"},
    ),
    "numbers that begin anew under each sub-heading": (
        "名词解释\n一、经济类\n1.三变：甲。\n2.双环公路：乙。\n二、民生类\n1.四同计划：丙。\n2.无废细胞：丁。",
        {"三变": "甲。", "双环公路": "乙。", "四同计划": "丙。", "无废细胞": "丁。"},
    ),
    "a sentence broken around a link": (
        "名词解释\n三变：由“开放\n实验室\n”牵头，\n推进改革。\n双环公路：环岛\n公路\n、环湖公路。",
        {"三变": "由“开放实验室”牵头，推进改革。", "双环公路": "环岛公路、环湖公路。"},
    ),
    "a head broken around a link": (
        "名词解释\n［1］三变：甲。\n［2］双环\n公路\n：环岛公路。\n［3］四同计划：乙。",
        {"三变": "甲。", "双环公路": "环岛公路。", "四同计划": "乙。"},
    ),
    "a quotation mark that was lost": (
        "名词解释\n三变：指“资源变资产、资金变股金。\n双环公路：环岛公路。\n四同计划：同水源”、同水质。",
        {"三变": "指“资源变资产、资金变股金。", "双环公路": "环岛公路。", "四同计划": "同水源”、同水质。"},
    ),
    "several terms in one head, each with its part": (
        "名词解释\n“三高”“五新”：\n“三高”：高端、高质、高效。\n“五新”：新产业、新业态等。\n三变：甲。\n双环公路：乙。",
        {"“三高”“五新”": "“三高”：高端、高质、高效。\n“五新”：新产业、新业态等。", "三变": "甲。", "双环公路": "乙。"},
    ),
    "labelled paragraphs in a definition": (
        "名词解释\n三变：一项改革。\n主要内容：资源变资产。\n目标：共同富裕。\n双环公路：环岛公路。",
        {"三变": "一项改革。\n主要内容：资源变资产。\n目标：共同富裕。", "双环公路": "环岛公路。"},
    ),
    "another annex behind it": (
        "附件1\n名词解释\n1.三变：甲。\n2.双环公路：乙。\n附件2\n2024年10件实事\n1.新建学校3所。\n2.改造小区20个。\n3.绿化。",
        {"三变": "甲。", "双环公路": "乙。"},
    ),
    "another annex that does not say so": (
        "名词解释\n1.三变：甲。\n2.双环公路：乙。\n2024年为民办实事清单\n一、新建学校3所。\n二、改造小区20个。",
        {"三变": "甲。", "双环公路": "乙。"},
    ),
    "the title, the number of the annex and the first entry in one line": (
        "附件2 名词解释：1.三变：甲。2.双环公路：乙。\n3.四同计划：丙。",
        {"三变": "甲。", "双环公路": "乙。", "四同计划": "丙。"},
    ),
    "a running head and page numbers inside": (
        "政府工作报告名词解释\n1.三变：资源变资产，\n— 12 —\n政府工作报告附件\n资金变股金。\n2.双环公路：乙。\n- 13 -\n政府工作报告附件\n3.四同计划：丙。",
        {"三变": "资源变资产，资金变股金。", "双环公路": "乙。", "四同计划": "丙。"},
    ),
    "the words in running text and in a label": (
        "各项名词解释见附件。注释：本报告为初步统计。\n名词解释\n三变：甲。\n双环公路：乙。",
        {"三变": "甲。", "双环公路": "乙。"},
    ),
    "one entry only": ("名词解释\n三变：资源变资产。", {"三变": "资源变资产。"}),
    "one entry only, numbered": ("名词解释\n1.“三变”改革：资源变资产。", {"“三变”改革": "资源变资产。"}),
    "labelled fields, each on lines of its own": (
        "名词解释\n关键词：\n瞪羚企业\n名词解释：\n指成长快的企业。\n报告原文：\n培育瞪羚企业。\n关键词：\n三变\n名词解释：\n甲。",
        {"瞪羚企业": "指成长快的企业。", "三变": "甲。"},
    ),
    "a table with titles, numbers and a place in the report": (
        "名词解释\n序号\t名词\t解释\t页码\n1\t三变\t资源变资产。\t3\n2\t双环公路\t环岛公路。\t5",
        {"三变": "资源变资产。", "双环公路": "环岛公路。"},
    ),
    "no full stops": ("名词解释\n三变：资源变资产\n双环公路：环岛公路\n四同计划：同水源", {"三变": "资源变资产", "双环公路": "环岛公路", "四同计划": "同水源"}),
    "a second term on the way": (
        "名词解释\n三变：一项改革。其中，股东是指农民。双环公路则另有解释。\n双环公路：环岛公路。",
        {"三变": "一项改革。其中，股东是指农民。双环公路则另有解释。", "双环公路": "环岛公路。"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_what_a_person_reads(name: str) -> None:
    section, expected = CASES[name]
    assert _read(section) == expected


def test_a_page_with_the_title_in_its_menu_and_a_footer() -> None:
    page = f"""<html><body><ul><li><a href=1>名词解释</a></li></ul><div class=m><span>名词解释</span></div>
    <div>{"".join(f"<p>{line}</p>" for line in BODY.splitlines())}<p>名词解释</p><p>　　<strong>三变</strong>：资源变资产。</p>
    <p>　　<strong>双环公路</strong>：环岛公路。</p></div><div>责任编辑：甲</div><div>上一篇：乙</div></body></html>"""
    assert _entries(read_html(page.encode())) == {"三变": "资源变资产。", "双环公路": "环岛公路。"}


def test_footnote_marks_in_the_body_do_not_hide_a_use() -> None:
    report = read_report(document_of(BODY + "注释\n［1］三变：甲。\n［2］双环公路：乙。"))
    uses = {entry.headword: entry.uses for entry in report.entries}
    assert len(uses["三变"]) == 1
    assert len(uses["双环公路"]) == 1
