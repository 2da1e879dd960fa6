"""Random entries of a glossary section, and a body that uses their heads."""

from dataclasses import dataclass
from random import Random

NUMERALS = "一二三四五六七八九十"
NOUNS = (
    "企业 园区 水源 口岸 养老 托育 医保 林草 矿山 粮仓 绿道 河湖 乡村 工厂 码头 牧场 社区 政务 数据 算力 储能 氢能 文旅 冷链 "
    "物流 消防 气象 信访 就业 教育 住房 环保 审批 招商 金融 信用 产业 科技 人才 治理 安全 生态"
).split()
THINGS = "改革 行动 工程 计划 机制 模式 体系 制度 平台 战略 集群 驿站 联动 管家 核算 指标 名单 样板 走廊 专班".split()
VERBS = "推进 建设 完善 落实 打造 提升 深化 拓展 保障 优化 整合 盘活 培育 壮大".split()
PLACES = "全市 全县 我区 各乡镇 沿海地区 市中心城区 东部新城".split()
LATIN = ("GEP", "EOD", "5G", "VOCs", "LNG", "PPP", "TOD", "CPI")
SIGNS = "高 新 多 少 清 通 办 变 同 优 特 快 减 稳 进 强 富 美".split()


@dataclass(frozen=True)
class Entry:
    """What is printed: a head, and the paragraphs of its definition."""

    head: str
    paragraphs: tuple[str, ...]

    @property
    def definition(self) -> str:
        return "\n".join(self.paragraphs)


def entries(random: Random, count: int) -> list[Entry]:
    """Return `count` entries with different heads."""
    heads: dict[str, None] = {}
    while len(heads) < count:
        head = _head(random)
        if not any(_core(head) in _core(other) or _core(other) in _core(head) for other in heads):
            heads[head] = None
    return [Entry(head, _definition(random, head)) for head in heads]


def _core(head: str) -> str:
    return head.replace("“", "").replace("”", "")


def _slogan(random: Random) -> str:
    return random.choice(NUMERALS[1:]) + random.choice(["", "个", "大"]) + random.choice(SIGNS + NOUNS)


def _head(random: Random) -> str:
    noun, thing, place = random.choice(NOUNS), random.choice(THINGS), random.choice(NOUNS)
    slogan = _slogan(random)
    return random.choice(
        [
            f"“{slogan}{noun}”",
            f"“{slogan}”{noun}{thing}",
            f"{place}{noun}“{slogan}”",
            f"{place}{noun}{thing}",
            f"{slogan}{noun}{thing}",
            f"{noun}{thing}",
            f"{random.choice(LATIN)}{noun}{thing}",
            f"“{random.randint(1, 9)}+{random.choice('NMX39')}”{noun}{thing}",
            f"{random.randint(2, 9)}+{random.randint(2, 9)}{noun}{thing}",
            f"{random.randint(2, 30)}种{noun}",
            f"“{slogan}”“{_slogan(random)}”",
            f"“{slogan}”、“{_slogan(random)}”",
            f"引“新{noun}”、留“老{noun}”",
            f"“{random.choice(SIGNS)}、{random.choice(SIGNS)}、{random.choice(SIGNS)}”三步走",
            f"“{random.randint(1, 5)}:{random.randint(1, 5)}:{random.randint(1, 5)}”{thing}",
            f"{noun}{thing}（{random.choice(LATIN)}）",
        ]
    )


def _clause(random: Random) -> str:
    return (
        random.choice(VERBS)
        + random.choice(["", random.choice(PLACES)])
        + random.choice(NOUNS)
        + random.choice(["", "与", "和"])
        + random.choice(NOUNS)
        + random.choice(THINGS)
    )


def _sentence(random: Random) -> str:
    parts = [_clause(random) for _ in range(random.randint(1, 4))]
    text = random.choice(["、", "，", "，"]).join(parts)
    return random.choice(
        [
            text,
            text,
            f"{text}，比例为{random.randint(1, 9)}:{random.randint(1, 9)}",
            f"由“{random.choice(NOUNS)}{random.choice(THINGS)}”牵头，{text}",
            f"到20{random.randint(24, 35)}年，{text}，达到{random.randint(1, 99)}.{random.randint(1, 9)}%",
            f"依据《{random.choice(NOUNS)}{random.choice(THINGS)}办法》，{text}",
            f"主要包括：{text}",
            f"一是{parts[0]}；二是{_clause(random)}；三是{_clause(random)}",
            f"（1）{parts[0]}；（2）{_clause(random)}",
            f"①{parts[0]}；②{_clause(random)}；③{_clause(random)}",
        ]
    )


def _definition(random: Random, head: str) -> tuple[str, ...]:
    kind = random.random()
    first = _sentence(random)
    if kind < 0.17:
        first = random.choice(["指", "是指"]) + first
    elif kind < 0.26:
        first = f"“{random.choice(SIGNS)}{random.choice(SIGNS)}”指{_clause(random)}，“{random.choice(NOUNS)}”指{_clause(random)}"
    elif kind < 0.32:
        first = f"20{random.randint(15, 23)}年{random.randint(1, 12)}月，国务院印发《关于{_clause(random)}的意见》，提出{first}"
    text = first + "。"
    for _ in range(random.choice([0, 0, 0, 1, 1, 2])):
        text += _sentence(random) + "。"
    if random.random() < 0.1:
        text += f"其中，{random.choice(NOUNS)}{random.choice(THINGS)}是指{_clause(random)}。"
    paragraphs = [text]
    if random.random() < 0.08:
        paragraphs += [_sentence(random) + "。" for _ in range(random.randint(1, 2))]
    return tuple(paragraphs)


def body(random: Random, found: list[Entry]) -> list[str]:
    """Return the paragraphs of a speech that uses nearly every head, most with their quotation marks."""
    paragraphs = ["各位代表：", "现在，我代表市人民政府，向大会报告工作，请予审议。", "一、2023年工作回顾"]
    for entry in found:
        if random.random() < 1 / 15:
            continue
        text = f"{_clause(random)}，大力推进{entry.head}，{_clause(random)}。"
        if random.random() < 0.5:
            text = f"{_sentence(random)}。{text}{_sentence(random)}。"
        paragraphs.append(text)
    paragraphs += [
        "二、2024年重点任务",
        f"办好十件实事：（1）{_clause(random)}。（2）{_clause(random)}。",
        "谢谢大家！",
    ]
    return paragraphs
