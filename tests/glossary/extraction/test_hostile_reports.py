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
    "a number on a line of its own that is none of a page": (
        "名词解释\n1.双环公路：环岛公路，全长\n120\n公里，截至\n2025\n年底建成。\n2.三变：惠及\n3\n万余户。",
        {"双环公路": "环岛公路，全长120公里，截至2025年底建成。", "三变": "惠及3万余户。"},
    ),
    "numbers of pages where a sentence goes on with what looks like a unit": (
        "名词解释\n1.三变：资源变资产，于当\n18\n年建成。\n2.双环公路：环岛公路，共\n19\n家。\n3.四同计划：有100\n22\n个村。",
        {"三变": "资源变资产，于当年建成。", "双环公路": "环岛公路，共家。", "四同计划": "有100个村。"},
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


SPEECH = "2024年云山县政府工作报告\n各位代表：\n推进“三清零”行动、双环公路建设和“四同计划”，发展GEP核算，实施“县管校聘”改革，培育瞪羚企业。落实“三医联动”，打造“15分钟”生活圈。\n"
HEADS = {
    'bullets': ('名词解释\n●三清零：推动清零。\n●双环公路：环岛公路。\n●“四同计划”：同水源。', ['三清零', '双环公路', '“四同计划”']),
    'bullets with spaces': ('名词解释\n◆ 三清零：推动清零。\n◆ 双环公路：环岛公路。\n', ['三清零', '双环公路']),
    'dashes as bullets': ('名词解释\n——三清零：推动清零。\n——双环公路：环岛公路。\n', ['三清零', '双环公路']),
    'the title is only 注': ('注：\n1.三清零：推动清零。\n2.双环公路：环岛公路。\n', ['三清零', '双环公路']),
    'a full stop behind the head': ('名词解释\n1．三清零。指推动清零。\n2．双环公路。指环岛公路。\n3．四同计划。是指同水源。', ['三清零', '双环公路', '四同计划']),
    'a full stop behind the head, a bare phrase': ('名词解释\n1．三清零。推动清零。\n2．双环公路。环岛公路全长。\n3．四同计划。同水源、同水质。', ['三清零', '双环公路', '四同计划']),
    'a line on the order': ('名词解释\n（以文中出现先后为序）\n1.三清零：推动清零。\n2.双环公路：环岛公路。\n', ['三清零', '双环公路']),
    'the page behind the head': ('名词解释\n1.“三清零”（第3页）：推动清零。\n2.双环公路（第5页）：环岛公路。\n', ['“三清零”（第3页）', '双环公路（第5页）']),
    'a comma and 指 or 是': ('名词解释\n①“三清零”，指推动清零。\n②“双环公路”，是环岛公路。\n', ['“三清零”', '“双环公路”']),
    '是 and 即 without any mark': ('名词解释\n1.三清零是推动清零的行动。\n2.双环公路是环岛公路。\n3.四同计划即同水源。', ['三清零', '双环公路', '四同计划']),
    'English in brackets, with a comma': ('名词解释\n1.GEP核算（Gross Ecosystem Product，生态系统生产总值）：指核算。\n2.双环公路：环岛公路。\n', ['GEP核算（Gross Ecosystem Product，生态系统生产总值）', '双环公路']),
    'tabs': ('名词解释\n三清零\t推动清零。\n双环公路\t环岛公路。\n四同计划\t同水源。', ['三清零', '双环公路', '四同计划']),
    'lines of equal width': ('名词解释\n1.三清零：推动规上工业企业无研发投入、无研发机构、\n无发明专利清零。\n2.双环公路：环绕全县的公路，\n全长120公里，\n2023年开工。\n3.四同计划：同水源。', ['三清零', '双环公路', '四同计划']),
    'lines of equal width without numbers': ('名词解释\n三清零：推动规上工业企业无研发投入、无研发机构、无发明\n专利清零。2024年：\n全部完成。\n双环公路：环岛公路。\n四同计划：同水源。', ['三清零', '双环公路', '四同计划']),
    'number, head, colon and definition in lines of their own': ('名词解释\n\n1.\n三清零\n：\n推动清零。\n\n2.\n双环公路\n：\n环岛公路。', ['三清零', '双环公路']),
    'a circled number, head and definition in lines of their own': ('名词解释\n①\n三清零\n推动清零的行动。\n②\n双环公路\n环岛的公路。', ['三清零', '双环公路']),
    'Han numbers over Arabic ones that run through': ('名词解释\n一、综合部分\n1.三清零：推动清零。\n2.双环公路：环岛公路。\n二、工业部分\n3.四同计划：同水源。\n4.瞪羚企业：成长快的企业。', ['三清零', '双环公路', '四同计划', '瞪羚企业']),
    'a footer behind blank lines': ('名词解释\n三清零：推动清零。\n\n双环公路：环岛公路。\n\n“县管校聘”改革：教师改革。\n\n扫一扫在手机打开当前页\n', ['三清零', '双环公路', '“县管校聘”改革']),
    'no quotation marks, no full stops, a head that begins with digits': ('名词解释\n1.三清零行动:推动清零\n2.双环公路:环岛公路\n3.15分钟生活圈:步行15分钟可达\n', ['三清零行动', '双环公路', '15分钟生活圈']),
    'a single dash': ('名词解释\n1.“三清零”—指推动清零。\n2.双环公路—环岛公路。\n3.四同计划—同水源。', ['“三清零”', '双环公路', '四同计划']),
    'the page over each entry': ('《政府工作报告》有关名词解释\n\n第3页：\n1.三清零：推动清零。\n第5页：\n2.双环公路：环岛公路。', ['三清零', '双环公路']),
    'two colons': ('名词解释\n1.三清零：指：推动清零。\n2.双环公路：指环岛公路。', ['三清零', '双环公路']),
    'semicolons behind entries': ('名词解释\n1.三清零：推动清零；\n2.双环公路：环岛公路；\n3.四同计划：同水源。', ['三清零', '双环公路', '四同计划']),
    'two notes in one line': ('注释\n[1]三清零：推动清零。[2]双环公路：环岛公路。\n[3]四同计划：同水源。', ['三清零', '双环公路', '四同计划']),
    'one behind the other behind the title': ('名词解释：三清零，指推动清零。双环公路，指环岛公路。四同计划，指同水源。', ['三清零', '双环公路', '四同计划']),
    'a numbered annex behind a numbered glossary': ('附件2：\n政府工作报告名词解释\n1.三清零：推动清零。\n2.双环公路：环岛公路。\n附件3：\n重点项目表\n1.某某工程\n2.某某项目', ['三清零', '双环公路']),
    'a paragraph that begins with a year': ('名词解释\n三清零：推动清零。\n2024年，全县完成任务：清零100家。\n双环公路：环岛公路。\n四同计划：同水源。', ['三清零', '双环公路', '四同计划']),
}  # fmt: skip


@pytest.mark.parametrize("name", HEADS)
def test_the_heads_that_a_person_reads(name: str) -> None:
    section, heads = HEADS[name]
    assert list(_read(section, SPEECH)) == heads


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
