"""When two definitions of one headword mean the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.homographs import Likeness, likeness


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("指同水源、同水质。", "同水源,同水质", Likeness.SAME),
        ("是指同水源、同水质。", "指同水源、同水质", Likeness.SAME),
        ("规模以上工业企业、限额以上批零住餐企业的统称。", "规模以上工业企业，限额以上批零住餐企业", Likeness.SAME),
        ("Ｓ级，为最高等级。", "S级为最高等级", Likeness.SAME),
        ("大規模設備更新和消費品以舊換新。", "大规模设备更新和消费品以旧换新", Likeness.SAME),
        ("大规模设备更新和消费品以旧换新。", "新一轮大规模设备更新、消费品以旧换新行动。", Likeness.NEAR),
        (
            "必须把坚持高质量发展作为新时代的硬道理,必须坚持依靠改革开放增强发展内生动力。",
            "必须坚持党的领导,必须坚持人民至上,必须坚持问题导向,必须坚持系统观念,必须坚持底线思维。",
            Likeness.DIFFERENT,
        ),
        (
            "同水源、同水质、同水价、同管理、同维护、同服务。",
            "同学、同吃、同住、同劳动、同研究、同解决。",
            Likeness.DIFFERENT,
        ),
        ("甲", "乙", Likeness.DIFFERENT),
    ],
)
def test_likeness(one: str, other: str, expected: Likeness) -> None:
    assert likeness(one, other) is expected
    assert likeness(other, one) is expected


@given(st.text(alphabet="指是同水源、,。的统称", max_size=30))
def test_a_definition_is_the_same_as_itself_framed_otherwise(definition: str) -> None:
    assert likeness(definition, f"“{definition}” 。") is Likeness.SAME
