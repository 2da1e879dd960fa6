"""The other names in a printed head."""

import pytest

from glossary.extraction.names import aliases_of


@pytest.mark.parametrize(
    ("headword", "aliases"),
    [
        ("“三个四”工作任务", ("三个四",)),
        ("农村“三变”改革", ("三变",)),
        ("改善空气质量“十大行动”", ("十大行动",)),
        ("双倍增、双提升", ("双倍增", "双提升")),
        ("“三高”“五新”", ("三高", "五新")),
        ("“三高”、“五新”", ("三高", "五新")),
        ("“一窗同办”", ()),
        ("“登、升、晋”三步走", ("登、升、晋",)),
        ("五个大起底行动", ("五个大起底",)),
        ("环保管家", ()),
        ("三清零", ()),
        ("農村「三變」改革", ("三變",)),
        ("『放管服』改革", ("放管服",)),
        ("‘放管服’改革", ("放管服",)),
        ('"放管服"改革', ("放管服",)),
        ("“推动‘三变’”改革", ("推动‘三变’",)),
        ("“三高”和“三高”", ("三高",)),
        ("“·”改革", ()),
    ],
)
def test_the_other_names_in_a_head(headword: str, aliases: tuple[str, ...]) -> None:
    assert aliases_of(headword) == aliases
