"""A term list of a document as TBX-Basic, style dca (ISO 30042:2019, TBX version 3)."""

import re

from lxml import etree

from glossary.formats.listed import Candidate, ListedRendering, ListedTerm, TermList
from glossary.formats.term_table import xml_text
from glossary.vocabulary import Lang, TermStatus

NAMESPACE = "urn:iso:std:iso:30042:ed-2"
_ROOT = f'<tbx type="TBX-Basic" style="dca" xml:lang="{Lang.EN}" xmlns="{NAMESPACE}"/>'
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_NOT_ID = re.compile("[^A-Za-z0-9_-]")
_UNTITLED = "Term list"
_ABOUT = (
    "Terms of one document as its glossary defines them, and coinages of the document that the glossary does not define"
)
_STATUS = {
    TermStatus.PREFERRED: "preferredTerm-admn-sts",
    TermStatus.ADMITTED: "admittedTerm-admn-sts",
    TermStatus.DEPRECATED: "deprecatedTerm-admn-sts",
    TermStatus.SUPERSEDED: "supersededTerm-admn-sts",
}  # TBX-Basic has no value for what is only proposed
_ORDER = tuple(TermStatus)


def write_tbx(listed: TermList) -> bytes:
    """Return a term list as a TBX file; a list of nothing has no `body`, which may not be empty (ISO 30042, 5.5)."""
    root = etree.fromstring(_ROOT)
    described = _add(_add(root, "tbxHeader"), "fileDesc")
    _add(_add(described, "titleStmt"), "title", _line(listed.title) or _UNTITLED)
    _add(_add(described, "sourceDesc"), "p", _ABOUT)
    text = _add(root, "text")
    if listed.terms or listed.candidates:
        body = _add(text, "body")
        for term in listed.terms:
            _term(body, term, listed.title)
        for number, candidate in enumerate(listed.candidates, 1):
            _candidate(body, candidate, number, listed.title)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def _term(body: etree._Element, term: ListedTerm, title: str) -> None:
    """Write a defined term: its Chinese section always, the others where they hold a term, as they must."""
    concept = _add(body, "conceptEntry", id=_identifier(term.concept))
    renderings = sorted((one for one in term.renderings if _line(one.text)), key=_regard)
    if term.subject_field:
        _add(concept, "descrip", term.subject_field, type="subjectField")
    if term.definition_en and not renderings:  # a section of its own would need a term
        _sourced(concept, "definition", term.definition_en, term.source, lang=Lang.EN)
    if term.source and not (term.definition_zh or term.definition_en):
        _add(concept, "admin", term.source, type="source")
    _chinese(concept, term, title)
    _traditional(concept, term.headword, term.traditional, status=_STATUS[TermStatus.PREFERRED])
    if renderings:
        section = _add(concept, "langSec", lang=Lang.EN)
        if term.definition_en:
            _sourced(section, "definition", term.definition_en, term.source)
        for rendering in renderings:
            _rendering(section, rendering)


def _chinese(concept: etree._Element, term: ListedTerm, title: str) -> None:
    """Write the section of the headword; as the first Chinese term of its concept it is the preferred one."""
    section = _add(concept, "langSec", lang=Lang.HANS)
    if term.definition_zh:
        _sourced(section, "definition", term.definition_zh, term.source)
    named = _named(section, term.headword, _STATUS[TermStatus.PREFERRED])
    if term.sentence:
        _sourced(named, "context", term.sentence, title)
    if term.pinyin:  # `reading` is not of TBX-Basic but of the Linguist module
        _add(named, "note", f"pinyin: {_line(term.pinyin)}")


def _candidate(body: etree._Element, candidate: Candidate, number: int, title: str) -> None:
    """Write a coinage; nothing that was generated for it is a term, save its traditional form, which says so."""
    concept = _add(body, "conceptEntry", id=f"candidate.{number}")  # the ids of concepts have no full stop
    _add(concept, "note", "candidate: not defined in the glossary")
    if candidate.draft:
        parts = " + ".join(candidate.draft.parts)
        _add(concept, "note", f"draft, not reviewed: {_line(candidate.draft.text)} (from {_line(parts)})")
    named = _named(_add(concept, "langSec", lang=Lang.HANS), candidate.text, None)
    if candidate.sentence:
        _sourced(named, "context", candidate.sentence, title)
    _add(named, "note", f"pinyin, generated: {_line(candidate.pinyin)}")
    _traditional(concept, candidate.text, candidate.traditional, note="generated from the simplified form")


def _traditional(
    concept: etree._Element, simplified: str, traditional: str, *, status: str | None = None, note: str | None = None
) -> None:
    """Write the section of the traditional form, where it is another than the simplified one."""
    if _line(traditional) in ("", _line(simplified)):
        return
    named = _named(_add(concept, "langSec", lang=Lang.HANT), traditional, status)
    if note:
        _add(named, "note", note)


def _rendering(section: etree._Element, rendering: ListedRendering) -> None:
    """Write a rendering; TBX knows nothing forbidden, so that it is deprecated and says in a note what it is."""
    regarded = TermStatus.DEPRECATED if rendering.forbidden else rendering.status
    named = _named(section, rendering.text, _STATUS.get(regarded))
    if rendering.forbidden:
        _add(named, "note", "forbidden: do not use")


def _regard(rendering: ListedRendering) -> tuple[bool, int]:
    return rendering.forbidden, _ORDER.index(rendering.status)


def _named(section: etree._Element, text: str, status: str | None) -> etree._Element:
    """Return a new `termSec`: the term, then its `termNote`, before whatever else is said of it."""
    named = _add(section, "termSec")
    _add(named, "term", _line(text))
    if status:
        _add(named, "termNote", status, type="administrativeStatus")
    return named


def _sourced(parent: etree._Element, kind: str, text: str, source: str | None, *, lang: str | None = None) -> None:
    """Write a definition or a context, one in a group, with its source beside it."""
    group = _add(parent, "descripGrp")
    _add(group, "descrip", text, type=kind, lang=lang)
    if source:
        _add(group, "admin", source, type="source")


def _add(
    parent: etree._Element,
    name: str,
    text: str | None = None,
    *,
    id: str | None = None,  # noqa: A002 - the attribute's own name
    type: str | None = None,  # noqa: A002 - as above
    lang: str | None = None,
) -> etree._Element:
    stated = {"id": id, "type": type, _LANG: lang}
    element = etree.SubElement(
        parent, f"{{{NAMESPACE}}}{name}", {key: value for key, value in stated.items() if value is not None}
    )
    if text is not None:
        element.text = xml_text(text).replace("\r\n", "\n").replace("\r", "\n")
    return element


def _line(text: str) -> str:
    """Return a text that XML can hold, in one line."""
    return " ".join(xml_text(text).split())


def _identifier(concept: str) -> str:
    """Return the id of a concept as an xs:ID, which no digit begins; the ids that the glossary gives stay as they are."""
    clean = _NOT_ID.sub("_", concept)
    return clean if clean[:1].isalpha() else f"c{clean}"
