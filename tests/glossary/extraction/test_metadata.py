"""What a report says of itself."""

from datetime import date

import pytest

from glossary.documents.text import document_of
from glossary.extraction.metadata import read_metadata
from glossary.loading.shipped import shipped_reports


def test_the_shipped_report() -> None:
    [(report, _)] = shipped_reports()
    said = report.metadata
    assert (said.title, said.place, said.issuer) == ("2024年达拉特旗政府工作报告", "达拉特旗", "达拉特旗人民政府")
    assert (said.speaker, said.delivered, said.published, said.year) == (
        "王小平",
        date(2024, 1, 25),
        date(2024, 2, 9),
        2024,
    )


@pytest.mark.parametrize(
    ("opening", "field", "value"),
    [
        ("政 府 工 作 报 告", "title", "政府工作报告"),
        ("云山县人民政府工作报告", "place", "云山县"),
        ("——2023年1月5日在云山县第十七届人民代表大会第二次会议上", "delivered", date(2023, 1, 5)),
        ("——2023年1月5日在云山县第十七届人民代表大会第二次会议上", "place", "云山县"),
        ("发布日期：2023/02/03", "published", date(2023, 2, 3)),
        ("云山县人民政府县长　李 某", "speaker", "李某"),
        ("发布时间:2023-13-45", "published", None),
        ("各位代表：\n发布时间:2023-01-05", "published", None),
    ],
)
def test_each_statement(opening: str, field: str, value: object) -> None:
    assert getattr(read_metadata(document_of(opening).blocks), field) == value
