"""What a document coins."""

import pytest

from glossary.documents.text import document_of
from glossary.extraction.candidates import find_coinages
from glossary.extraction.contexts import Body


@pytest.mark.parametrize(
    ("text", "coined"),
    [
        ("推进“三清零”行动和“一老一小”服务。", ["三清零", "一老一小"]),
        ("三北工程、两山理念深入人心。", ["三北", "两山"]),
        ("增强四个意识、做到两个维护。", ["四个意识", "两个维护"]),
        ("念好“沙”字诀。", []),
        ("习近平总书记指出：“绿水青山就是金山银山，保护环境就是保护生产力。”", []),
        ("印发《关于“三变”改革的意见》。", []),
        ("三年行动、五个项目、两国企业、第三工程。", []),
        ("“三变”改革，“三变”经验。", ["三变"]),
        ('推進「雙環公路」、『土專家』和"田秀才"。', ["雙環公路", "土專家", "田秀才"]),
        ("“GEP”核算和“石榴籽+”行动。", ["石榴籽+"]),
    ],
)
def test_coinages(text: str, coined: list[str]) -> None:
    document = document_of(text)
    found = find_coinages(Body(document.text, document.blocks))
    assert [one.text for one in found] == coined
    for one in found:
        assert document.text[one.first.start : one.first.end] == one.text


def test_a_coinage_is_counted_with_and_without_width_and_spaces() -> None:
    document = document_of("推进“三变”。深化“三 变”。")
    [found] = find_coinages(Body(document.text, document.blocks))
    assert (found.text, found.count) == ("三变", 2)
