"""The sentences that use a term."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.documents.text import document_of
from glossary.extraction.contexts import Body


@pytest.mark.parametrize(
    ("text", "labels", "used"),
    [
        ("开展“三清零”行动。", ["三清零"], ["三清零"]),
        ("深化农村“三变”改革,加快建设。", ["农村“三变”改革", "三变"], ["农村“三变”改革"]),
        ("推行四办服务。", ["四办"], []),
        ("他们“四办”齐推。", ["四办"], ["四办"]),
        ("第四办公室。第四高级中学。六同学。", ["四办", "四高", "六同"], []),
        ("打造中德隐形冠军产业园。", ["隐形冠军"], ["隐形冠军"]),
        ("黄河“几字弯”攻坚战。", ["黄河几字湾"], []),
        ("坚持“两个毫不\n动摇”。", ["两个毫不动摇"], ["两个毫不\n动摇"]),
        ("五个 必须。", ["五个必须"], ["五个 必须"]),
        ("建s级奶牛场。", ["S级奶牛场"], ["s级奶牛场"]),
        ("由“开放\n实验室\n”牵头。", ["开放实验室"], ["开放\n实验室"]),
        ("一、工作回顾\n推进三变改革。", ["工作回顾推进三变"], []),
        (f"{'推进' * 16}三变\n改革。", ["三变改革"], ["三变\n改革"]),
        (f"{'推进' * 16}三变\n\n\n\n改革。", ["三变改革"], []),
        ("建设双环［7］公路。", ["双环公路"], ["双环［7］公路"]),
        ("建设“双环公路”⑦和“三变［12］”。", ["双环公路"], ["双环公路"]),
        ("深化“三变［12］”改革。", ["三变改革"], ["三变［12］”改革"]),
    ],
)
def test_uses(text: str, labels: list[str], used: list[str]) -> None:
    document = document_of(text)
    assert [document.text[use.start : use.end] for use in Body(document.text, document.blocks).uses(labels)] == used


def test_a_sentence_counts_once_with_the_first_use_in_it() -> None:
    document = document_of("前句。抓“三清零”,再抓“三清零”!后句“三清零”。")
    uses = Body(document.text, document.blocks).uses(["三清零"])
    assert [use.sentence for use in uses] == ["抓“三清零”,再抓“三清零”!", "后句“三清零”。"]
    assert [use.start for use in uses] == [5, 21]


@given(st.text(alphabet="三清零“”。! \n甲", max_size=80))
def test_offsets_cut_the_sentence_and_the_term_out_of_the_text(text: str) -> None:
    document = document_of(text)
    for use in Body(document.text, document.blocks).uses(["三清零"]):
        assert text[use.sentence_start : use.sentence_start + len(use.sentence)] == use.sentence
        assert use.sentence_start <= use.start < use.end <= use.sentence_start + len(use.sentence)
        assert text[use.start] == "三"
        assert text[use.end - 1] == "零"


@pytest.mark.parametrize(
    ("text", "longest"),
    [
        ("发展" * 900 + "三清零。", 1804),
        (("改革" * 450 + "，") * 9 + "三清零。", 1802),
        ("改革开放 " * 1000 + "三清零", 2000),
        ("改" * 9000 + "三清零！", 2000),
        ("“三清零化”" * 2000, 2000),
        ("改\n" * 5000 + "三清零", 2000),
    ],
    ids=["short enough", "at commas", "at spaces", "anywhere", "quotations", "lines"],
)
def test_no_sentence_is_longer_than_is_shown_and_nothing_is_lost(text: str, longest: int) -> None:
    document = document_of(text)
    body = Body(document.text, document.blocks)
    assert max(len(sentence) for _, sentence, _ in body.sentences) <= longest
    assert "".join("".join(sentence.split()) for _, sentence, _ in body.sentences) == "".join(document.text.split())
    assert all(document.text.startswith(sentence, start) for start, sentence, _ in body.sentences)
