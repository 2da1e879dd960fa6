"""What tells a term from the same characters inside other words: tables, the labelled sentences, and a slow reading."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.language.running import running
from glossary.language.words import word_costs
from glossary.matching.annotate import annotate
from glossary.matching.evidence import Verdict, is_ordinary, telling_words, tells, weigh
from glossary.matching.lattice import may_cross, readings
from tests.sentences import SETS, Counted, index_of, labelled

MEANT, NOT_MEANT, DOUBTFUL = Verdict


def _verdict(text: str, term: str) -> Verdict:
    found = running(text)
    start = found.kept.index(term)
    return weigh(found, start, start + len(term), ordinary=is_ordinary(term))


@pytest.mark.parametrize(
    ("text", "term", "verdict"),
    [
        ("第四办公室", "四办", NOT_MEANT),
        ("第四高级中学", "四高", NOT_MEANT),
        ("六同学", "六同", NOT_MEANT),
        ("第三变电站", "三变", NOT_MEANT),
        ("五个必须品", "五个必须", NOT_MEANT),
        ("线上五基金会", "线上五基", NOT_MEANT),
        ("他们“四办”齐推", "四办", MEANT),
        ("推行四办服务", "四办", MEANT),
        ("四办", "四办", MEANT),
        ("三公公开", "三公", MEANT),
        ("约三公分", "三公", NOT_MEANT),
        ("“四上”企业", "四上企业", MEANT),
        ("“第四”办公室", "四办", NOT_MEANT),
        ("“两高”于昨日", "两高于", NOT_MEANT),
        ("15g网络", "5g", NOT_MEANT),
        ("15 5g", "5g", MEANT),
        ("1.5g内存", "5g", NOT_MEANT),
        ("涨3+2.5成", "3+2", NOT_MEANT),
        ("建成5g基站", "5g", MEANT),
        ("十三农户", "三农", NOT_MEANT),
        ("二零四零年", "四零", NOT_MEANT),
        ("张三变卖家产", "三变", NOT_MEANT),
        ("这双提升弹跳", "双提升", NOT_MEANT),
        ("公共服务项目", "服务", MEANT),
        ("循环评分办法", "环评", NOT_MEANT),
        ("环评工作", "环评", MEANT),
        ("化工园区安全风险等级划分表", "化工园区安全风险等级划分", MEANT),
    ],
)
def test_what_speaks(text: str, term: str, verdict: Verdict) -> None:
    assert _verdict(text, term) is verdict


def test_where_two_readings_are_near_each_other_what_is_near_by_tells() -> None:
    text = running("社区重点随访四高高发人群。")
    assert weigh(text, 6, 8, ordinary=False) is DOUBTFUL
    assert tells(text, 6, 8, telling_words(["对慢病人群登记、随访"]))
    assert not tells(text, 6, 8, telling_words(["教育、就业"]))


def test_a_word_that_stands_everywhere_tells_nothing() -> None:
    assert telling_words(["我们的工作"]) == frozenset()


CHARACTERS = st.text(
    alphabet="".join(sorted({*"第三四五双十个周初办公室高级学同必须品机泵年张的服务项目零前后"})),
    min_size=2,
    max_size=8,
)


@given(CHARACTERS, st.data())
def test_a_border_that_no_word_may_cross_is_crossed_in_no_reading(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    borders = [place for place in (start, end) if 0 < place < len(text)]
    if not any(may_cross(text[place - 1 : place + 1]) for place in borders):
        assert readings(text, start, end, ordinary=False).across == float("inf")


def _cuts(text: str) -> list[list[str]]:
    if not text:
        return [[]]
    return [[text[:length], *rest] for length in range(1, len(text) + 1) for rest in _cuts(text[length:])]


@given(st.text(alphabet="办公室法理服务事项目环境", min_size=2, max_size=7), st.data())
def test_the_best_readings_are_those_of_all_ways_to_cut(text: str, data: st.DataObject) -> None:
    """Slow and obvious: of words in the list alone, with no word of the stretch itself."""
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    costs = word_costs()
    within, across = [], []
    for cut in _cuts(text):
        places = [sum(map(len, cut[:count])) for count in range(len(cut) + 1)]
        if (start, end) in pairwise(places) or not all(word in costs for word in cut):
            continue
        crosses = any(
            (begin < start < stop or begin < end < stop)
            and not (begin == start and text[end:stop] in costs and stop - end > 1)
            and not (stop == end and text[begin:start] in costs and start - begin > 1)
            for begin, stop in pairwise(places)
        )
        (across if crosses else within).append(sum(costs[word] for word in cut))
    found = readings(text, start, end, ordinary=False)
    assert found.within == min(within, default=float("inf"))
    assert found.across == min(across, default=float("inf"))


@pytest.fixture(scope="module")
def told() -> list[Counted]:
    counts = []
    for one in SETS:
        counted = Counted()
        with index_of(one["terms"]) as index:
            for sentence in map(labelled, one["sentences"]):
                found = annotate(index, sentence.text)
                counted.add({(span.start, span.end) for span in found}, sentence.uses)
        counts.append(counted)
    return counts


def test_there_are_sentences_enough_and_half_are_traps() -> None:
    sentences = [sentence for one in SETS for sentence in one["sentences"]]
    traps = sum("⟦" not in sentence for sentence in sentences)
    assert len(sentences) == len(set(sentences)) >= 1200
    assert 0.45 < traps / len(sentences) < 0.55


def test_terms_are_told_with_precision_and_recall_of_98_percent(told: list[Counted]) -> None:
    total = Counted(
        *(sum(counts) for counts in zip(*((one.right, one.wrong, one.missed) for one in told), strict=True))
    )
    assert total.precision >= 0.98
    assert total.recall >= 0.98
