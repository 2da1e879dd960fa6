"""What stands as an example of a request: of each body in JSON, and of each parameter that must be given.

All but those that write were sent to a store with the shipped report; a test sends them all.
"""

from typing import Any

PARAMETERS = {"concept_id": "cyx3qdwgbh26x5cka", "format": "csv"}
"""Parameters that have no example of their own, by name: 三清零 in the shipped report, and a format that every operation has."""

_REPORT = (
    "2024年云山县政府工作报告\n——2024年1月5日在云山县第十七届人民代表大会第三次会议上\n各位代表：推进“双环计划”。\n"
    "名词解释\n双环计划：环山公路、环湖公路建设计划。\n"
)
_CHECKED = [
    {"source": "培育隐形冠军企业。", "target": "Cultivate hidden-champion enterprises."},
    {"source": "推进“三清零”。", "target": "Advance the three zeros."},
]
BODIES: dict[str, dict[str, Any]] = {
    "lookup_many": {"q": ["sānqīnglíng", "no such label"]},
    "annotate": {"text": "推动“三清零”企业扩面，深化農村「三變」改革。", "fields": ["headword", "gloss"]},
    "extract": {"text": "推进“三清零”行动，建成“双环公路”一期。"},
    "check": {"segments": _CHECKED},
    "create_concept": {"headword": "双环计划", "renderings": [{"text": "Two Rings plan"}]},
    "change_concept": {"note": "A local slogan"},
    "merge_concept": {"into": "ckem46j6g7qzvp3ps"},
    "import_glossary": {"text": "headword,english\n旗县,banner; county\n", "title": "Terms of Yunshan"},
    "load_source": {"text": _REPORT},
}
"""Bodies by the id of their operation."""
