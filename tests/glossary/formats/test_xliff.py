"""XLIFF 1.2 and 2.x: inline codes, states, languages, and what is refused."""

import pytest
from translate.storage.xliff import xlifffile
from translate.storage.xliff2 import Xliff2File

from glossary.errors import UnreadableFile
from glossary.formats.segments import Segment
from glossary.formats.xliff import read_xliff

ONE = "urn:oasis:names:tc:xliff:document:1.2"
TWO = "urn:oasis:names:tc:xliff:document:2.0"
LANGUAGES_1 = 'source-language="zh-CN" target-language="en-US"'
LANGUAGES_2 = 'srcLang="zh-CN" trgLang="en-US"'


def _one(*units: str, languages: str = LANGUAGES_1, version: str = "1.2") -> bytes:
    return (
        f'<?xml version="1.0" encoding="utf-8"?><xliff version="{version}" xmlns="{ONE}"><file original="a.docx" datatype="plaintext" {languages}>'
        f"<header><note>三变</note></header><body>{''.join(units)}</body></file></xliff>"
    ).encode()


def _two(*units: str, languages: str = LANGUAGES_2, version: str = "2.0") -> bytes:
    return (
        f'<?xml version="1.0" encoding="utf-8"?><xliff version="{version}" xmlns="{TWO}" {languages}><file id="f1">{"".join(units)}</file></xliff>'
    ).encode()


def _trans(source: str, target: str | None = "<target>x</target>", attributes: str = "") -> str:
    return f'<trans-unit id="7" {attributes}><source>{source}</source>{target or ""}</trans-unit>'


def _unit(*segments: str, attributes: str = "") -> str:
    return f'<unit id="u7" {attributes}>{"".join(segments)}</unit>'


def _segment(source: str, target: str | None = "<target>x</target>", attributes: str = "") -> str:
    return f"<segment {attributes}><source>{source}</source>{target or ''}</segment>"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("三变", "三变"),
        ("\n  三变\n", "三变"),
        ('三<g id="1">变<g id="2">改</g></g>革', "三变改革"),
        ('<bpt id="1">&lt;b></bpt>三变<ept id="1">&lt;/b></ept>改革', "三变改革"),
        ('三<x id="1"/>变<bx id="2"/>改<ex id="2"/>革', "三变改革"),
        ('三变<x id="1" ctype="lb"/>改革', "三变 改革"),
        ('三变<ph id="1">%s</ph>改革<it id="2" pos="open">[</it>', "三变改革"),
        ('三变<ph id="1">[fn <sub>指三项</sub>]</ph>改革', "三变改革 指三项"),
        ('<mrk mtype="seg" mid="1">三变。</mrk><mrk mtype="seg" mid="2">四高。</mrk>', "三变。 四高。"),
    ],
)
def test_the_text_of_a_trans_unit(source: str, text: str) -> None:
    assert read_xliff(_one(_trans(source))) == [Segment(text, "x", "a.docx, unit 7")]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("三变", "三变"),
        ('三<pc id="1">变<pc id="2">改</pc></pc>革', "三变改革"),
        ('三<ph id="1" equiv="x"/>变<sc id="2"/>改<ec startRef="2"/>革', "三变改革"),
        ('三变<ph id="1" type="fmt" subType="xlf:lb"/>改革', "三变 改革"),
        ('<mrk id="m" type="term">三变</mrk><sm id="n"/>改革<em startRef="n"/>', "三变改革"),
        ('三变<cp hex="001A"/>改革', "三变改革"),
    ],
)
def test_the_text_of_a_segment(source: str, text: str) -> None:
    assert read_xliff(_two(_unit(_segment(source)))) == [Segment(text, "x", "f1, unit u7")]


@pytest.mark.parametrize(
    ("unit", "target"),
    [
        (_trans("三变", None), None),
        (_trans("三变", "<target/>"), None),
        (_trans("三变", '<target> <x id="1"/></target>'), None),
        (_trans("三变", '<target state="new"/>'), None),
        (_trans("三变", '<target state="needs-translation"></target>'), None),
        (_trans("三变", '<target state="translated"/>'), ""),
        (_trans("三变", '<target state="signed-off"/>'), ""),
        (_trans("三变", '<target state="final"> </target>'), ""),
        (_trans("三变", None, 'approved="yes"'), ""),
        (_trans("三变", "<target/>", 'approved="no"'), None),
        (_trans("三变", '<target state="new">x</target>'), "x"),
        (_trans(""), None),
        (_trans('<x id="1"/>'), None),
        (_trans("三变", attributes='translate="no"'), None),
        (f'<group translate="no">{_trans("三变")}</group>', None),
        ('<group translate="no">' + _trans("三变", attributes='translate="yes"') + "</group>", "x"),
        ('<trans-unit id="7"><target>x</target></trans-unit>', None),
        ('<trans-unit id="7"/>', None),
        (_trans("三变", "<alt-trans><source>三变</source><target>y</target></alt-trans>"), None),
        (_trans("三变", "<seg-source>三</seg-source><target>x</target><alt-trans><target>y</target></alt-trans>"), "x"),
        ('<bin-unit id="7"><bin-source/></bin-unit>', None),
    ],
)  # fmt: skip
def test_which_trans_units_count(unit: str, target: str | None) -> None:
    expected = [] if target is None else [Segment("三变", target, "a.docx, unit 7")]
    assert read_xliff(_one(unit)) == expected
    assert read_xliff(_one("<group>", unit, _trans("四高"), "</group>"))[-1].source == "四高"


@pytest.mark.parametrize(
    ("unit", "target"),
    [
        (_unit(_segment("三变", None)), None),
        (_unit(_segment("三变", "<target/>")), None),
        (_unit(_segment("三变", "<target/>", 'state="initial"')), None),
        (_unit(_segment("三变", "<target/>", 'state="translated"')), ""),
        (_unit(_segment("三变", None, 'state="reviewed"')), ""),
        (_unit(_segment("三变", None, 'state="final"')), ""),
        (_unit(_segment("三变", "<target>x</target>", 'state="initial"')), "x"),
        (_unit(_segment("三变"), attributes='translate="no"'), None),
        (f'<group id="g" translate="no">{_unit(_segment("三变"))}</group>', None),
        (_unit("<ignorable><source>三变</source><target>x</target></ignorable>"), None),
        (_unit("<notes><note>三变</note></notes>", _segment("三变")), "x"),
    ],
)
def test_which_segments_count(unit: str, target: str | None) -> None:
    expected = [] if target is None else [Segment("三变", target, "f1, unit u7")]
    assert read_xliff(_two(unit)) == expected


@pytest.mark.parametrize("version", ["2.0", "2.1", "2.2"])
def test_a_unit_of_many_segments(version: str) -> None:
    matches = '<mtc:matches xmlns:mtc="urn:oasis:names:tc:xliff:matches:2.0"><mtc:match ref="#a"><source>四</source><target>four</target></mtc:match></mtc:matches>'
    unit = _unit(
        matches, _segment("一", attributes='id="a"'), _segment("二"), "<ignorable><source> </source></ignorable>"
    )
    assert read_xliff(_two(unit, version=version)) == [
        Segment("一", "x", "f1, unit u7, segment a"),
        Segment("二", "x", "f1, unit u7, segment 2"),
    ]


def test_files_in_one() -> None:
    text = _one(_trans("三变")).decode()
    start, end = text.index("<file"), text.index("</xliff>")
    text = text[:end] + text[start:end].replace("a.docx", "b.docx") + text[end:]
    assert [one.locator for one in read_xliff(text.encode())] == ["a.docx, unit 7", "b.docx, unit 7"]


@pytest.mark.parametrize("namespace", ["urn:oasis:names:tc:xliff:document:1.1", ""])
def test_other_namespaces_of_version_1(namespace: str) -> None:
    data = _one(_trans("三变"), version="1.1").replace(ONE.encode(), namespace.encode())
    assert len(read_xliff(data)) == 1


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (_one(_trans("x"), languages='source-language="en" target-language="zh-CN"'), "translates en into zh-CN, not Chinese into English"),
        (_one(_trans("x"), languages='source-language="ja" target-language="en"'), "translates ja into en"),
        (_one(_trans("x"), languages='source-language="zh"'), "into a language that is not stated"),
        (_two(_unit(_segment("x")), languages='srcLang="en" trgLang="zh"'), "translates en into zh"),
        (_two(_unit(_segment("x")), languages='srcLang="zh"'), "into a language that is not stated"),
        (_one(version="3.0"), "of version 3.0; read are 1.2 and 2.0 to 2.2"),
        (_one().replace(b' version="1.2"', b""), "states no version"),
    ],
)  # fmt: skip
def test_what_it_must_say_of_itself(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason):
        read_xliff(data)


def test_a_target_states_its_language_where_its_file_does_not() -> None:
    data = _one(_trans("三变", '<target xml:lang="en">x</target>'), languages='source-language="zh"')
    assert len(read_xliff(data)) == 1


PAIRS = [("三变改革", "three reforms"), ("“四高” & <五>", "four & <five>"), ("全国人大", "the NPC")]


def test_the_judge_and_version_1() -> None:
    store = xlifffile(sourcelanguage="zh-CN", targetlanguage="en-US")
    for source, target in PAIRS:
        store.addsourceunit(source).target = target
    _assert_as_the_judge(xlifffile, bytes(store))
    _assert_as_the_judge(xlifffile, _one(*(_trans(f'<g id="1">{number}</g>三变') for number in range(50))))


def test_the_judge_and_version_2() -> None:
    store = Xliff2File(sourcelanguage="zh-CN", targetlanguage="en-US")
    for source, target in PAIRS:
        store.addsourceunit(source).target = target
    _assert_as_the_judge(Xliff2File, bytes(store))
    _assert_as_the_judge(Xliff2File, _two(*(_unit(_segment(f"{number}三变")) for number in range(50))))


def _assert_as_the_judge(judge: type[xlifffile] | type[Xliff2File], data: bytes) -> None:
    found = [(one.source, one.target) for one in read_xliff(data)]
    assert found == [(str(unit.source), str(unit.target)) for unit in judge.parsestring(data).units if unit.target]
    assert found


HOSTILE = {
    "empty": b"",
    "another root": b"<tmx/>",
    "truncated": _one(_trans("三变"))[:-9],
    "entities": _one(_trans("&x;")).replace(b"<xliff", b'<!DOCTYPE xliff [<!ENTITY x "y">]><xliff'),
    "external entity": _two(_unit(_segment("&x;"))).replace(b"<xliff", b'<!DOCTYPE xliff [<!ENTITY x SYSTEM "/etc/passwd">]><xliff'),
    "a DTD": _one(_trans("三变")).replace(b"<xliff", b'<!DOCTYPE xliff PUBLIC "-//XLIFF//DTD XLIFF//EN" "xliff.dtd"><xliff'),
    "100,000 levels": _one(_trans("<g>" * 100_000 + "</g>" * 100_000)),
    "100,000 groups": _one("<group>" * 100_000 + "</group>" * 100_000),
    "a segment of 11 MB": _two(_unit(_segment("三" * 3_700_000))),
    "a version of 1 MB": _one(version="9" * 1_000_000),
    "a language of 1 MB, in lines": _one(_trans("x"), languages=f'source-language="{"e&#10;" * 200_000}"'),
}  # fmt: skip


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_what_cannot_be_read_is_refused_in_one_line(data: bytes) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read_xliff(data)
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 400
