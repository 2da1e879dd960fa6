"""Web pages: what is read of them, what is left out, where lines break."""

import pytest

from glossary.documents.blocks import BlockKind
from glossary.documents.html import read_html
from glossary.errors import UnreadableFile


def _texts(page: str) -> list[str]:
    return [block.text for block in read_html(page.encode()).blocks]


@pytest.mark.parametrize(
    ("body", "texts"),
    [
        ("<p>推进“<b>三</b>变”<a href='#'>改革</a>。</p>", ["推进“三变”改革。"]),
        ("<p>由“开放\n<a href='/x'>实验室</a>\n”牵头</p>", ["由“开放实验室”牵头"]),
        ("<p>一<br>二</p><div>三<p>四</p>五</div>", ["一", "二", "三", "四", "五"]),
        ("<nav>名词解释</nav><p>正文</p><footer>主办</footer><script>x</script><style>y</style>", ["正文"]),
        ("<ul><li><a href='/'>首页</a></li><li><a href='/m'>名词解释</a></li></ul><p>正文</p>", ["正文"]),
        ("<p style='display:none'>藏</p><p hidden>藏</p><p>见</p><!-- 注 -->", ["见"]),
        ("<p>A&amp;B &lt;甲&gt;&nbsp;乙</p>", ["A&B <甲>\xa0乙"]),
        ("<ol><li>甲：指甲。</li><li>乙：指乙。</li></ol>", ["甲：指甲。", "乙：指乙。"]),
        ("<table><tr><td>甲</td><td>指<br>甲。</td></tr></table>", ["甲\t指甲。"]),
        ("<p>未闭合<p>第二<b>段", ["未闭合", "第二段"]),
    ],
)
def test_what_a_reader_reads(body: str, texts: list[str]) -> None:
    assert _texts(f"<html><body>{body}</body></html>") == texts


def test_structure_is_kept() -> None:
    page = "<h2>名词解释</h2><ol><li>甲：指甲。</li></ol><table><tr><td>乙</td><td>指乙。</td></tr></table><p><b>丙</b>指丙。</p>"
    heading, item, row, paragraph = read_html(page.encode()).blocks
    assert (heading.kind, item.kind, row.kind) == (BlockKind.HEADING, BlockKind.LIST_ITEM, BlockKind.TABLE_ROW)
    assert row.cells == ("乙", "指乙。")
    assert paragraph.bold == 1


@pytest.mark.parametrize("encoding", ["utf-8", "gb2312", "gbk", "gb18030", "utf-8-sig", "utf-16"])
def test_the_declared_encoding_is_respected(encoding: str) -> None:
    page = f'<html><head><meta charset="{encoding.removesuffix("-sig")}"></head><body>推进三变。</body></html>'
    assert [block.text for block in read_html(page.encode(encoding)).blocks] == ["推进三变。"]


def test_offsets_cut_the_blocks_out_of_the_text() -> None:
    document = read_html("<h1>甲</h1><p>乙</p><p> \u3000</p><p>丙</p>".encode())
    assert [document.text[block.start : block.end] for block in document.blocks] == ["甲", "乙", "丙"]


@pytest.mark.parametrize("page", [b"<html></html>", b"<html><body><script>1</script></body></html>", b"   "])
def test_a_page_without_text_is_refused(page: bytes) -> None:
    with pytest.raises(UnreadableFile, match=r"the page has no text|the file is empty"):
        read_html(page)


def test_deep_nesting_and_entities_do_no_harm() -> None:
    assert "三变" in _texts("<div>" * 150 + "三变" + "</div>" * 150)[0]
    hostile = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body><p>甲&x;</p></body></html>'
    assert "root:" not in "".join(_texts(hostile))
    with pytest.raises(UnreadableFile):
        _texts("<div>" * 100_000 + "甲")
