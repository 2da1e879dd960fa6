"""Where in a document the glossary section stands."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from glossary.documents.blocks import Block
from glossary.errors import NoGlossarySection
from glossary.language.normalise import bare

_TITLE = re.compile(
    r"(附件\d{0,2}[:：.、]?)?"
    r"(第[一二三四五六七八九十]+部分|[一二三四五六七八九十]+、)?"
    r"(关于)?(20\d\d年)?[^。;；]{0,16}?(政府工作报告)?(有关|相关|部分)?(内容|专业)?(的)?"
    r"(名词解释|名词注释|名词术语解释|用语说明|术语解释|注释)[:：]?"
)
_FOOTER = re.compile(
    r"转载声明|责任编辑|相关(报道|链接|阅读|附件)|扫一扫|打印本页|关闭(本页|窗口)|主办(单位)?[:：]|承办(单位)?[:：]|版权所有|网站标识码|"
    r"分享到|上一[篇条]|下一[篇条]|违法和不良信息|建议使用|[^ ]*ICP备|.*公网安备|附件\d{0,2}$|附件\d{0,2}[:： ]"
)


@dataclass(frozen=True, slots=True)
class Section:
    """A glossary section: its title, the blocks between the title and whatever follows, and where the title begins."""

    title: str
    blocks: tuple[Block, ...]
    start: int


def find_section(blocks: Sequence[Block]) -> Section:
    """Return the glossary section of a document: the last title that has blocks behind it.

    A title is a block of its own; 名词解释 in running text is none. The section ends at the first footer or annex.
    Raises NoGlossarySection where there is none.
    """
    for index in range(len(blocks) - 1, -1, -1):
        if is_title(blocks[index].text):
            inside = blocks[index + 1 : _end(blocks, index + 1)]
            if inside:
                return Section(blocks[index].text, tuple(inside), blocks[index].start)
    raise NoGlossarySection("no glossary section found")


def is_title(text: str) -> bool:
    """Return whether a block is the title of a glossary section.

    >>> is_title("《政府工作报告》名词解释"), is_title("附件2 名词解释"), is_title("详见名词解释。")
    (True, True, False)
    """
    return _TITLE.fullmatch(bare(text)) is not None


def _end(blocks: Sequence[Block], start: int) -> int:
    """Return the index behind the last block of the section whose first block is at `start`."""
    return next((index for index in range(start, len(blocks)) if _FOOTER.match(blocks[index].text)), len(blocks))
