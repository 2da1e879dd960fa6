"""XLIFF 1.2 and 2.0 to 2.2: the files in which translation tools exchange a document with its translation."""

from collections.abc import Iterator

from lxml import etree

from glossary.errors import UnreadableFile
from glossary.formats.segments import Segment
from glossary.formats.tmx import XML_LANG, elements, is_chinese, is_english, root_of, shortened, text_of

_DONE_1 = frozenset("translated signed-off final".split())
_DONE_2 = frozenset("translated reviewed final".split())


def read_xliff(data: bytes, encoding: str | None = None) -> list[Segment]:
    """Return the segments of an XLIFF file: of version 1 one a `trans-unit`, of version 2 one a `segment` of a unit.

    XLIFF 1.2, https://docs.oasis-open.org/xliff/v1.2/os/xliff-core.html; XLIFF 2.1,
    https://docs.oasis-open.org/xliff/xliff-core/v2.1/xliff-core-v2.1.html. Left out is what has no source, what is not
    to be translated (`translate="no"`, on it or around it), and what has no target yet. Where the file says that it is
    done all the same (`state` translated, reviewed, signed-off or final; `approved="yes"`), its target is "": so a check
    finds its terms missing. `seg-source` and `alt-trans` are not asked. Raises UnreadableFile where the file does not
    translate Chinese into English, too.

    >>> read_xliff('''<xliff version="2.0" srcLang="zh" trgLang="en"><file id="f"><unit id="u">
    ... <segment><source>三<pc id="1">变</pc></source><target>three reforms</target></segment></unit></file></xliff>'''.encode())
    [Segment(source='三变', target='three reforms', locator='f, unit u')]
    """
    version = root_of(data, encoding).get("version", "")
    if version.startswith("1."):
        return [one for unit in elements(data, "xliff", "trans-unit", encoding) for one in _of_trans_unit(unit)]
    if version.startswith("2."):
        return [one for unit in elements(data, "xliff", "unit", encoding) for one in _of_unit(unit)]
    stated = f"of version {shortened(version)}" if version else "that states no version"
    raise UnreadableFile(f"the file is XLIFF {stated}; read are 1.2 and 2.0 to 2.2")


def _of_trans_unit(unit: etree._Element) -> Iterator[Segment]:
    """Yield the segment of a `trans-unit` of XLIFF 1, if it has one."""
    source, target = unit.find("{*}source"), unit.find("{*}target")
    is_done = unit.get("approved") == "yes" or (target is not None and target.get("state") in _DONE_1)
    pair = _pair(unit, source, target, is_done=is_done)
    if pair is None or source is None:
        return
    file = next(unit.iterancestors("{*}file"), None)
    stated = {
        key: None if file is None else file.get(key) for key in ("source-language", "target-language", "original")
    }
    _check_languages(
        stated["source-language"] or source.get(XML_LANG),
        stated["target-language"] or (None if target is None else target.get(XML_LANG)),
    )
    yield Segment(*pair, _place(stated["original"], f"unit {shortened(unit.get('id'))}"))


def _of_unit(unit: etree._Element) -> Iterator[Segment]:
    """Yield the segments of a `unit` of XLIFF 2; its `ignorable` parts hold no text."""
    segments = list(unit.iterchildren("{*}segment"))
    for number, segment in enumerate(segments, 1):
        is_done = segment.get("state") in _DONE_2
        pair = _pair(unit, segment.find("{*}source"), segment.find("{*}target"), is_done=is_done)
        if pair is None:
            continue
        *_, root = unit.iterancestors()
        _check_languages(root.get("srcLang"), root.get("trgLang"))
        file = next(unit.iterancestors("{*}file"), None)
        place = _place(None if file is None else file.get("id"), f"unit {shortened(unit.get('id'))}")
        name = shortened(segment.get("id")) or (str(number) if len(segments) > 1 else "")
        yield Segment(*pair, f"{place}, segment {name}" if name else place)


def _pair(
    unit: etree._Element, source: etree._Element | None, target: etree._Element | None, *, is_done: bool
) -> tuple[str, str] | None:
    """Return the texts of a source and a target; None where there is nothing to check."""
    if source is None or not _is_to_translate(unit):
        return None
    texts = text_of(source), "" if target is None else text_of(target)
    return texts if texts[0] and (texts[1] or is_done) else None


def _is_to_translate(unit: etree._Element) -> bool:
    """Return what the nearest `translate` says; without one, yes."""
    stated = next((one.get("translate") for one in (unit, *unit.iterancestors()) if one.get("translate")), "yes")
    return stated != "no"


def _check_languages(source: str | None, target: str | None) -> None:
    """Refuse a file that does not say that it translates Chinese into English."""
    if not (is_chinese(source) and is_english(target)):
        stated = [shortened(language) or "a language that is not stated" for language in (source, target)]
        raise UnreadableFile(f"the file translates {stated[0]} into {stated[1]}, not Chinese into English")


def _place(file: str | None, unit: str) -> str:
    return f"{named}, {unit}" if (named := shortened(file)) else unit
