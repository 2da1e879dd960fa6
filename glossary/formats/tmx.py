"""Translation memories in TMX 1.4, and the walk through an XML file, safe and in bounded memory, that XLIFF shares."""

import io
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from glossary.documents.limits import SEGMENT_ELEMENTS, refuse_more
from glossary.documents.text import decoded
from glossary.errors import UnreadableFile
from glossary.formats.segments import Segment

SAFE: dict[str, Any] = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
"""How untrusted XML is parsed, whichever of lxml's parsers reads it."""
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_UTF_16_BOMS = (b"\xff\xfe", b"\xfe\xff")
_DECLARATION = re.compile(r"\ufeff?\s*(?:<\?xml\b[^>]*\?>)?")
_TMX_DTD = re.compile(
    rb"""((?:\xef\xbb\xbf)?\s*(?:<\?xml\b[^>]*\?>\s*)?)"""
    rb"""<!DOCTYPE\s+tmx\s+(?:SYSTEM|PUBLIC\s+"[^"<>\[\]]*")\s+(?:"[\w:/.-]*tmx1\d\.dtd"|'[\w:/.-]*tmx1\d\.dtd')\s*>"""
)
_CODES = frozenset("bpt ept it ph ut".split())
"""Elements whose content is markup of the file that was translated, in TMX 1.4 and in XLIFF 1.2."""
_BREAKS = frozenset("lb pb cb x-br xlf:lb xlf:pb".split())
"""What a `type`, `ctype` or `subType` calls a code that ends a line, a page or a column."""
_CHINESE, _ENGLISH = ("zh", "zho", "chi", "cmn"), ("en", "eng")
_LONGEST_NAME = 100


def read_tmx(data: bytes, encoding: str | None = None) -> list[Segment]:
    """Return the segments of a translation memory: of each `tu`, its first Chinese text with each English one.

    TMX 1.4b, https://www.gala-global.org/tmx-14b. The languages are those of `xml:lang`, or of `lang` as TMX 1.1 has
    it; what `srclang` says is not asked, since memories are read both ways. A `tu` without a text in one of the two
    languages is left out. The locator is its number from 1, its `tuid`, and the language where English stands twice.
    Raises UnreadableFile.

    >>> read_tmx('<tmx><tu><tuv xml:lang="zh"><seg>三变</seg></tuv><tuv lang="EN-US"><seg>x</seg></tuv></tu></tmx>'.encode())
    [Segment(source='三变', target='x', locator='tu 1')]
    """
    found = []
    for number, unit in enumerate(elements(data, "tmx", "tu", encoding), 1):
        texts = list(_texts(unit))
        source = next((text for language, text in texts if is_chinese(language)), None)
        targets = [(language, text) for language, text in texts if is_english(language)]
        if source is None:
            continue
        identity = shortened(unit.get("tuid"))
        place = f"tu {number} ({identity})" if identity else f"tu {number}"
        for language, target in targets:
            found.append(Segment(source, target, place if len(targets) == 1 else f"{place}, {shortened(language)}"))
    return found


def _texts(unit: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield the language and the text of each `tuv` that has both."""
    for variant in unit.iterchildren("{*}tuv"):
        segment = variant.find("{*}seg")
        language = variant.get(XML_LANG) or variant.get("lang")
        if language and segment is not None and (text := text_of(segment)):
            yield language, text


def is_chinese(language: str | None) -> bool:
    """Return whether a language tag (BCP 47, or with `_`) is of Chinese in characters, not in pinyin.

    >>> [is_chinese(tag) for tag in ("zh", "ZH_cn", "zh-Hant-TW", "cmn", "zh-Latn-pinyin", "zha", None)]
    [True, True, True, True, False, False, False]
    """
    tags = _subtags(language)
    return tags[0] in _CHINESE and "latn" not in tags


def is_english(language: str | None) -> bool:
    """Return whether a language tag is of English.

    >>> [is_english(tag) for tag in ("en", "EN-us", "en_GB", "enm", "")]
    [True, True, True, False, False]
    """
    return _subtags(language)[0] in _ENGLISH


def _subtags(language: str | None) -> list[str]:
    return (language or "").strip().lower().replace("_", "-").split("-")


def shortened(name: str | None) -> str:
    """Return a name that a file gives to a part of itself, on one line and of a bounded length."""
    return " ".join((name or "").split())[:_LONGEST_NAME]


def name_of(element: etree._Element) -> str:
    """Return an element's name without its namespace; lxml's QName refuses names that its parser lets through (`a:`)."""
    return element.tag.rpartition("}")[2]


def text_of(element: etree._Element) -> str:
    """Return the text that a reader of a segment reads: without inline codes, without the spaces around it.

    Codes that break the line are a space. A sub-flow (`sub`: a footnote, a title inside of a code) is translated too,
    but does not stand in the sentence: it follows behind it.
    """
    flows: list[list[str]] = [[]]
    _gather(element, flows[0], flows, is_code=False)
    return " ".join(filter(None, ("".join(flow).strip() for flow in flows)))


def _gather(element: etree._Element, flow: list[str], flows: list[list[str]], *, is_code: bool) -> None:
    """Add the text in an element to its flow, and the sub-flows in it to `flows`; 256 levels are the deepest."""
    if not is_code:
        flow.append(element.text or "")
    for child in element:
        name = name_of(child)
        if name == "sub":
            flows.append([])
            _gather(child, flows[-1], flows, is_code=False)
        else:
            # Segments of XLIFF 1.2 (`mrk mtype="seg"`) stand side by side without the spaces between sentences.
            if child.get("mtype") == "seg" or not _BREAKS.isdisjoint(
                child.get(key, "").lower() for key in ("type", "ctype", "subType")
            ):
                flow.append(" ")
            _gather(child, flow, flows, is_code=is_code or name in _CODES)
        if not is_code:
            flow.append(child.tail or "")


def root_of(data: bytes, encoding: str | None = None) -> etree._Element:
    """Return the root element of an XML file, of which nothing more is read. Raises UnreadableFile."""
    root: etree._Element
    for root in _parsed(_plain(data, encoding), "start", None):
        if root.getroottree().docinfo.internalDTD is not None:
            raise UnreadableFile("the file declares a document type or entities, which are not read")
        return root
    raise UnreadableFile("the file is no XML that can be read")


def elements(data: bytes, root: str, name: str, encoding: str | None = None) -> Iterator[etree._Element]:
    """Yield the elements of a name, in any namespace, one by one: each is emptied when the next is asked for.

    Raises UnreadableFile where the file is no well-formed XML with that root, has a document type or entities, or
    goes beyond what libxml2 allows (256 levels, 10 MB in one text).
    """
    if (found := name_of(root_of(data, encoding))) != root:
        raise UnreadableFile(f"the file is no {root} but {shortened(found)}")
    for element in _parsed(_plain(data, encoding), "end", f"{{*}}{name}"):
        yield element
        element.clear()
        parent = element.getparent()
        while parent is not None and element.getprevious() is not None:
            del parent[0]


def _plain(data: bytes, encoding: str | None) -> bytes:
    """Return an XML file in UTF-8 where its encoding is given or marked as UTF-16, and without TMX's own document type.

    Translation tools write `<!DOCTYPE tmx SYSTEM "tmx14.dtd">`; it declares nothing, and that file is never loaded.
    """
    if not data:
        raise UnreadableFile("the file is empty")
    if encoding or data.startswith(_UTF_16_BOMS):
        text = decoded(data, encoding)
        declaration = _DECLARATION.match(text)
        data = text[declaration.end() if declaration else 0 :].encode()
    refuse_more(data.count(b"<") - data.count(b"</"), SEGMENT_ELEMENTS, "elements")
    document_type = _TMX_DTD.match(data)
    return document_type[1] + data[document_type.end() :] if document_type else data


def _parsed(data: bytes, event: str, tag: str | None) -> Iterator[etree._Element]:
    try:
        for _, element in etree.iterparse(
            io.BytesIO(data), events=(event,), tag=tag, remove_comments=True, remove_pis=True, **SAFE
        ):
            yield element
    except etree.XMLSyntaxError as error:
        raise UnreadableFile(f"the file is no XML that can be read: {shortened(error.msg)}") from error
