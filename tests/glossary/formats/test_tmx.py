"""Translation memories: languages, inline codes, several texts a unit, a real corpus, and what is refused."""

import re
from pathlib import Path

import pytest
from translate.storage.tmx import tmxfile

from glossary.errors import TooLarge, UnreadableFile
from glossary.formats.segments import Segment
from glossary.formats.tmx import elements, read_tmx

CORPUS = sorted((Path(__file__).parents[4] / "shared" / "corpora" / "gwr-tmx").glob("*.tmx"))
HEADER = '<header creationtool="t" creationtoolversion="1" segtype="sentence" o-tmf="t" adminlang="en" srclang="en" datatype="plaintext"/>'
ENGLISH = '<tuv xml:lang="en"><seg>three reforms</seg></tuv>'


def _tmx(*units: str, prolog: str = "") -> str:
    return f'{prolog}<tmx version="1.4">{HEADER}<body>{"".join(units)}</body></tmx>'


def _tu(source: str, target: str = "three reforms", languages: tuple[str, str] = ("zh-CN", "en-US")) -> str:
    return "<tu>{}</tu>".format(
        "".join(
            f'<tuv xml:lang="{language}"><seg>{text}</seg></tuv>'
            for language, text in zip(languages, (source, target), strict=True)
        )
    )


@pytest.mark.parametrize(
    ("seg", "text"),
    [
        ("三变", "三变"),
        ("  三变\n ", "三变"),
        ("三<hi>变</hi>改革", "三变改革"),
        ('<bpt i="1">&lt;b></bpt>三变<ept i="1">&lt;/b></ept>改革', "三变改革"),
        ('三变<ph x="1">{0}</ph>改革', "三变改革"),
        ('三变<ph type="lb"/>改革', "三变 改革"),
        ('<it pos="begin">&lt;i></it>三变<ut>{}</ut>', "三变"),
        ("<hi>三<hi>变<bpt i='1'>x</bpt></hi></hi>改革", "三变改革"),
        ("三变<ph>{fn <sub>指<hi>三项</hi>变革</sub>}</ph>改革", "三变改革 指三项变革"),
        ("三<!-- no -->变<?pi no?>改革", "三变改革"),
        ("<![CDATA[三<变>]]>", "三<变>"),
        ("三&#21464; &amp; &lt;四&gt;", "三变 & <四>"),
    ],
)
def test_the_text_of_a_segment(seg: str, text: str) -> None:
    assert read_tmx(_tmx(_tu(seg)).encode()) == [Segment(text, "three reforms", "tu 1")]


@pytest.mark.parametrize(
    ("chinese", "english"),
    [("zh", "en"), ("zh-CN", "en-US"), ("ZH-HANS", "EN-GB"), ("zh-Hant-TW", "en"), ("zh_TW", "en_US"), ("cmn", "eng")],
)
@pytest.mark.parametrize("attribute", ["xml:lang", "lang"])
@pytest.mark.parametrize("namespace", ["", ' xmlns="http://www.lisa.org/tmx14"'])
def test_languages(chinese: str, english: str, attribute: str, namespace: str) -> None:
    text = (
        _tmx(_tu("三变", languages=(chinese, english)))
        .replace("xml:lang", attribute)
        .replace(" version", f"{namespace} version")
    )
    assert read_tmx(text.encode()) == [Segment("三变", "three reforms", "tu 1")]


@pytest.mark.parametrize(
    "unit",
    [
        _tu("三变", languages=("zh", "fr")),
        _tu("三变", languages=("ja", "en")),
        _tu("san bian", languages=("zh-Latn-pinyin", "en")),
        _tu("三变", languages=("zha", "enm")),
        _tu("三变", " "),
        _tu("", "x"),
        _tu("<ph>三变</ph>", "x"),
        "<tu/>",
        f"<tu><tuv><seg>三变</seg></tuv>{ENGLISH}</tu>",
        f'<tu><tuv xml:lang="zh"/>{ENGLISH}</tu>',
    ],
)
def test_a_unit_without_one_of_the_languages_is_left_out_and_counted(unit: str) -> None:
    assert read_tmx(_tmx(unit, _tu("四高")).encode()) == [Segment("四高", "three reforms", "tu 2")]


def test_a_unit_with_many_texts_gives_each_english_one() -> None:
    unit = (
        '<tu tuid="gwr 7"><note>n</note><prop type="p">三</prop><tuv xml:lang="en-US"><seg>a</seg></tuv><tuv xml:lang="fr"><seg>f</seg></tuv>'
        '<tuv xml:lang="zh-CN"><seg>三变</seg></tuv><tuv xml:lang="zh-TW"><seg>三變</seg></tuv><tuv xml:lang="en-GB"><seg>b</seg></tuv></tu>'
    )
    assert read_tmx(_tmx(unit).encode()) == [
        Segment("三变", "a", "tu 1 (gwr 7), en-US"),
        Segment("三变", "b", "tu 1 (gwr 7), en-GB"),
    ]


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE tmx SYSTEM "tmx14.dtd">',
        "<!DOCTYPE tmx SYSTEM 'tmx11.dtd'>\n",
        '<!DOCTYPE tmx PUBLIC "-//LISA OSCAR:1998//DTD for Translation Memory eXchange//EN" "http://www.lisa.org/tmx/tmx14.dtd" >',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_document_type_that_translation_tools_write_is_no_obstacle(doctype: str, encoding: str) -> None:
    declared = encoding.removesuffix("-sig")
    text = _tmx(_tu("三变"), prolog=f'<?xml version="1.0" encoding="{declared}"?>\n{doctype}')
    assert read_tmx(text.encode(encoding)) == [Segment("三变", "three reforms", "tu 1")]


@pytest.mark.parametrize(
    ("encoding", "declared", "given"),
    [
        ("utf-8", "", None),
        ("utf-8-sig", "UTF-8", None),
        ("utf-16", "UTF-16", None),
        ("utf-16", "", None),
        ("gb18030", "GB18030", None),
        ("gbk", "GBK", None),
        ("gb18030", "", "gb18030"),
        ("gb18030", "UTF-8", "gb18030"),
        ("big5", "", "big5"),
    ],
)
def test_encodings(encoding: str, declared: str, given: str | None) -> None:
    prolog = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    assert read_tmx(_tmx(_tu("三中全會"), prolog=prolog).encode(encoding), given)[0].source == "三中全會"


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.name)
def test_a_real_memory_is_read_whole_as_the_judge_reads_it(path: Path) -> None:
    data = path.read_bytes()
    segments = read_tmx(data)
    assert len(segments) == len(re.findall(rb"<tu[ >]", data)) > 400
    judge = tmxfile.parsestring(data, sourcelanguage="zh-CN", targetlanguage="en-US")
    assert [(one.source, one.target) for one in segments] == [
        (str(unit.source).strip(), str(unit.target).strip()) for unit in judge.units
    ]


def test_what_the_judge_writes() -> None:
    store = tmxfile(sourcelanguage="zh-CN", targetlanguage="en-US")
    pairs = [("三变改革", "three reforms"), ("“四高” & <五>", "four & <five>"), ("一\n二", "one\ntwo")]
    for source, target in pairs:
        store.addtranslation(source, "zh-CN", target, "en-US")
    assert [(one.source, one.target) for one in read_tmx(bytes(store))] == pairs


def test_what_was_read_does_not_stay_in_memory() -> None:
    data = _tmx(*(_tu("三变").replace("<tu>", f"<tu>{'<note>x</note>' * 20}") for _ in range(20_000))).encode()
    kept = []
    for unit in elements(data, "tmx", "tu"):
        parent = unit.getparent()
        assert parent is not None
        kept.append(len(parent))
    assert len(kept) == 20_000
    assert max(kept) < 200  # what the parser reads ahead, 32 KiB


LAUGHS = "<!DOCTYPE tmx [<!ENTITY a '{}'>{}]>".format(
    "ha" * 10, "".join(f"<!ENTITY a{n} '{f'&a{n - 1 if n else str()};' * 10}'>" for n in range(12))
)
HOSTILE = {
    "empty": b"",
    "blank": b" \n",
    "no XML": "三变\tthree".encode(),
    "truncated": _tmx(_tu("三变")).encode()[:-20],
    "truncated in a character": _tmx(_tu("三变")).encode()[:230],
    "another root": b"<html><tu/></html>",
    "a root without a name": b"<tmx:/>",
    "an element without a name": _tmx(_tu("三<x:>变</x:>")).encode(),
    "a prefix of no namespace": _tmx(_tu("三<x:y>变</x:y>")).encode(),
    "billion laughs": _tmx(_tu("&a11;"), prolog=LAUGHS).encode(),
    "billion laughs in an attribute": _tmx(_tu("x"), prolog=LAUGHS).replace("zh-CN", "&a11;").encode(),
    "external entity": _tmx(_tu("&x;"), prolog='<!DOCTYPE tmx [<!ENTITY x SYSTEM "file:///etc/passwd">]>').encode(),
    "parameter entity": _tmx(_tu("x"), prolog='<!DOCTYPE tmx [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x"> %x;]>').encode(),
    "another DTD": _tmx(_tu("三变"), prolog='<!DOCTYPE tmx SYSTEM "file:///etc/passwd">').encode(),
    "a DTD hidden in a comment": _tmx(
        _tu("三变"), prolog='<!--<!DOCTYPE tmx SYSTEM "tmx14.dtd">--><!DOCTYPE tmx [<!ATTLIST tuv lang CDATA "zh">]>'
    ).encode(),
    "TMX's DTD with more": _tmx(_tu("&x;"), prolog='<!DOCTYPE tmx SYSTEM "tmx14.dtd" [<!ENTITY x "y">]>').encode(),
    "TMX's DTD with more, UTF-16": _tmx(_tu("&x;"), prolog='<!DOCTYPE tmx SYSTEM "tmx14.dtd" [<!ENTITY x "y">]>').encode("utf-16"),
    "two document types": _tmx(_tu("三变"), prolog='<!DOCTYPE tmx SYSTEM "tmx14.dtd"><!DOCTYPE tmx SYSTEM "tmx14.dtd">').encode(),
    "entity of nobody": _tmx(_tu("&nbsp;三变"), prolog='<!DOCTYPE tmx SYSTEM "tmx14.dtd">').encode(),
    "10 MB of one letter": b"a" * 10_000_000,
    "10 MB of spaces": b" " * 10_000_000,
    "10 MB of <": b"<" * 10_000_000,
    "a declaration without an end": b"<?xml" * 2_000_000,
    "a declaration without an end, UTF-16": ("<?xml" * 1_000_000).encode("utf-16"),
    "a segment of 11 MB": _tmx(_tu("三" * 3_700_000)).encode(),
    "a name of 11 MB": b"<" + b"a" * 11_000_000 + b"/>",
    "100,000 levels": _tmx(_tu("<hi>" * 100_000 + "</hi>" * 100_000)).encode(),
    "100,000 units in one another": _tmx("<tu>" * 100_000 + "</tu>" * 100_000).encode(),
    "unknown encoding": b'<?xml version="1.0" encoding="x-none"?><tmx/>',
    "wrong encoding": _tmx(_tu("三变")).encode("gb18030"),
    "wrong declared encoding": _tmx(_tu("三变"), prolog='<?xml version="1.0" encoding="UTF-16"?>').encode(),
    "control characters": _tmx(_tu("三\x00变")).encode(),
    "character reference to NUL": _tmx(_tu("三&#0;变")).encode(),
    "lone surrogate": _tmx(_tu("三&#xD800;变")).encode(),
    "UTF-16 without an end": _tmx(_tu("三变")).encode("utf-16")[:-1],
    "random bytes": bytes(range(256)) * 40,
}  # fmt: skip


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_what_cannot_be_read_is_refused_in_one_line(data: bytes) -> None:
    with pytest.raises((UnreadableFile, TooLarge)) as refused:
        read_tmx(data)
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 300


@pytest.mark.parametrize("encoding", ["x-none", "ascii", "utf-16", "名"])
def test_an_encoding_that_is_not_the_files(encoding: str) -> None:
    with pytest.raises(UnreadableFile):
        read_tmx(_tmx(_tu("三变")).encode(), encoding)
