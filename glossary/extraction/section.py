"""Where in a document a glossary section may stand."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from glossary.documents.blocks import Block
from glossary.extraction.numbering import is_numbered
from glossary.extraction.tabular import labels_head
from glossary.language.normalise import ZERO_WIDTH, bare

_WHAT = "(名词|名词术语|专业名词|专有名词|名词概念|术语|专业术语|用语|词语|词汇|关键词|新词|热词|缩略语|概念)"
_TITLE = re.compile(
    r"【?(附(件|录|表)?[一二三四五六七八九十\d]{0,3}[:.、]?)?"
    r"(\(?[一二三四五六七八九十\d]{1,3}[).、]{1,9}|第[一二三四五六七八九十\d]{1,9}(部分|章|节)[:、]?)?"
    rf"([^。;,:!?]{{0,30}}?{_WHAT}(及|和)?(有关|相关)?的?(解释|注释|释义|说明|解读|简释|注解|浅释|诠释)|"
    r"([^。;,:!?]{0,20}(政府工作报告|报告|规划|纲要))?(有关|相关|部分|内容|正文|文中|中|的){0,9}(注释|注解|释义)|注|附注|尾注|脚注)"
    r"(及说明|和说明|汇编|一览表|表)?】?(\([^()]{1,20}\))?:?"
)
_REFERS = re.compile(r"详见|参见|见附|请见|如下|点击|下载|查看")
_END = re.compile(
    r"转载声明|(责任|执行|值班|网络|责)?编辑?\s*[:：]|(初审|复审|终审|审核|校对|审校|监制|供稿|撰稿)\s*[:：]|"
    r"相关(报道|链接|阅读|附件|新闻|文章|稿件|推荐)|(信息|文章|稿件|新闻|内容)来源\s*[:：]|扫一扫|扫描二维码|打印本页|"
    r"[【\[](打印|关闭|收藏|返回)|(打印|关闭|收藏|返回)(本页|窗口|顶部|首页|列表)?$|关闭(本页|窗口)|"
    r"(主办|承办|协办)(单位)?\s*[:：]|版权(所有|声明)|网站(标识码|地图|声明)|分享(到|至)|上一[篇条]|下一[篇条]|"
    r"违法和不良信息|建议使用|(联系|关于)我们|[^ ]*ICP备|.*公网安备|附件下载|抄送[:：]|https?://|www\.|Copyright|©|"
    r"[0-9a-fA-F]{16,}$|附[件录表]\s{0,9}[一二三四五六七八九十\d]{0,3}\s{0,9}($|[:：.、 \u3000])|各位代表[,，:：]",
    re.IGNORECASE,
)
_OTHER_ANNEX = re.compile(r"附[件录表]\s*[一二三四五六七八九十\d]{1,3}(?![\d年])")
_REPORT_TITLE = re.compile(r"[^。;,:!?]{0,30}政府工作报告(\([^()]{1,20}\))?")
_TITLE_LONGEST = 60
_FEWEST_NOTES = 3
"""So many of the marks in a text must have their note for the notes to be a glossary."""
_RUN_IN = re.compile(r"(?:^|[。；;])\s*[^，。；：:]{2,24}，(?:是指|指)")
_NOTE = re.compile(r"[\[［〔](\d{1,3})[\]］〕]")


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under a title up to the next title or what follows a section; `start` and `end` are its offsets."""

    title: str
    blocks: tuple[Block, ...]
    start: int

    @property
    def end(self) -> int:
        """The offset behind the section's last code point."""
        return self.blocks[-1].end


def find_sections(blocks: Sequence[Block]) -> Iterator[Section]:
    """Yield what may be a glossary section, in order: what stands under each title that such sections have.

    A title is a block of its own, or stands before the first number of a list; 名词解释 in running text is none. A
    section ends at the next title, a footer, an annex, the title of the report or the salutation of its speech.
    """
    short = _short_lines(blocks)
    for index, block in enumerate(blocks):
        title = _title_of(block)
        if title is None or _is_label(blocks, index):
            continue
        begun = [] if len(title) == len(block.text) else [_behind(block, len(title))]
        inside = [*begun, *blocks[index + 1 : _end(blocks, index + 1, short)]]
        if inside:
            yield Section(title, tuple(inside), block.start)


def find_notes(blocks: Sequence[Block]) -> Section | None:
    """Return the notes at the end of a document that has no title over them: `［1］…`, with marks in the text before."""
    first = next((i for i in range(len(blocks) - 1, -1, -1) if _number(blocks[i]) == 1), None)
    if first is None:
        return None
    inside = blocks[first : _end(blocks, first, _short_lines(blocks))]
    numbers = {number for block in inside if (number := _number(block))}
    marked = {int(number) for block in blocks[:first] for number in _NOTE.findall(block.text)}
    if len(numbers & marked) < _FEWEST_NOTES:
        return None
    return Section("", tuple(inside), inside[0].start)


def is_title(text: str) -> bool:
    """Return whether a block is the title of a glossary section.

    >>> is_title("《政府工作报告》名词解释"), is_title("附件2 名词解释"), is_title("详见名词解释。")
    (True, True, False)
    """
    plain = bare(text)
    return len(plain) <= _TITLE_LONGEST and not _REFERS.search(plain) and _TITLE.fullmatch(plain) is not None


def _title_of(block: Block) -> str | None:
    """Return the title that a block is, or begins with where a numbered entry follows in the same block."""
    if is_title(block.text):
        return block.text
    for end in re.finditer(r"释义?|注解|说明|解读|[:：]", block.text[:_TITLE_LONGEST]):
        title, rest = block.text[: end.end()], block.text[end.end() :].lstrip(" :：")
        if not is_title(title):
            continue
        numbered = re.match(r"[(（\[［〔]?1[)）\]］〕.．、]|①|一、", rest) and is_numbered(rest)
        if numbered or len(list(islice(_RUN_IN.finditer(rest), 2))) > 1:
            return title
    return None


def _is_label(blocks: Sequence[Block], index: int) -> bool:
    """Return whether 名词解释 labels a field here: it stands below a label for a head."""
    return any(labels_head(before.text) for before in blocks[max(0, index - 3) : index])


def _behind(block: Block, start: int) -> Block:
    rest = block.text[start:]
    text = rest.lstrip(" :：\u3000")
    return replace(block, text=text, start=block.start + start + len(rest) - len(text), bold=0)


def _number(block: Block) -> int | None:
    found = _NOTE.match(block.text)
    return int(found[1]) if found else None


def _short_lines(blocks: Sequence[Block]) -> Mapping[str, Sequence[int]]:
    """Return the blocks that are no longer than a title: of each bare text where it stands."""
    places: dict[str, list[int]] = {}
    for index, block in enumerate(blocks):
        if len(block.text) <= _TITLE_LONGEST:
            places.setdefault(bare(block.text), []).append(index)
    return places


def _stands_once(places: Sequence[int], start: int) -> bool:
    return len(places) - bisect_left(places, start) == 1


def _end(blocks: Sequence[Block], start: int, short: Mapping[str, Sequence[int]]) -> int:
    """Return the index behind the last block of the section whose first block is at `start`."""
    for index in range(start, len(blocks)):
        text = re.sub(f"[{ZERO_WIDTH}]", "", blocks[index].text).strip()
        if _END.match(text) or (_title_of(blocks[index]) and not _is_label(blocks, index)):
            return index
        if len(text) > _TITLE_LONGEST:
            continue
        if _OTHER_ANNEX.match(text) or (
            _REPORT_TITLE.fullmatch(bare(text)) and _stands_once(short.get(bare(text), ()), start)
        ):
            return index  # a title that comes again is a running head
    return len(blocks)
