"""The parts that a slogan counts up, case by case; nothing is made up."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.extraction.members import PrintedMember, counted, read_members

CASES = tomllib.loads(Path(__file__).parents[2].joinpath("cases", "members.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_members(case: dict[str, Any]) -> None:
    assert [_shown(member) for member in read_members(case["headword"], case["definition"])] == case["expected"]


def _shown(member: PrintedMember) -> str | list[Any]:
    return [member.zh, *map(_shown, member.members)] if member.members else member.zh


@given(
    st.sampled_from(["三清零", "两升两降", "六同", "三多三少", "双倍增、双提升", "三个四"]),
    st.text(alphabet="三多少甲乙丙无、,和“”指的四个。", max_size=60),
)
def test_every_part_is_cut_out_of_the_definition(headword: str, definition: str) -> None:
    for member in read_members(headword, definition):
        for part in (member, *member.members):
            assert part.zh
            assert part.zh in definition


@given(st.text(alphabet="三多甲乙、,", max_size=40))
def test_the_numeral_in_the_head_is_the_check(definition: str) -> None:
    members = read_members("三清零", definition)
    assert len(members) in (0, *counted("三清零"))
