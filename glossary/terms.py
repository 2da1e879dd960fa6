"""The Chinese terms of a concept: each printed form with its reading and its traditional forms."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import starmap

from glossary.drafts import ReadingDraft, TermDraft
from glossary.errors import InvalidDraft
from glossary.extraction.names import quoted_cores
from glossary.language.known import NOTHING, Known
from glossary.language.normalise import is_other_script, mend_spaces
from glossary.language.pinyin import TermReading, elements_of, generated, part, reviewed
from glossary.language.printed import printed
from glossary.language.script import simplified, traditional
from glossary.vocabulary import Lang, Origin, TermStatus, TermType


def chinese_terms(
    headword: str, aliases: Sequence[str], display: str | None = None, known: Known = NOTHING
) -> list[TermDraft]:
    """Return the terms for a printed headword and the other names it gives.

    `display` is the headword's reviewed reading; without one, readings are generated, as drafts, with what is `known`
    of the words in it first. An alias that stands in the headword is read as it is there. Traditional forms are rows of
    their own; a region's form that is the general one is not repeated. Raises InvalidDraft where `display` does not
    spell the headword.

    >>> [(term.lang.value, term.text) for term in chinese_terms("农村“三变”改革", ["三变"])][:2]
    [('zh-Hans', '农村“三变”改革'), ('zh-Hant', '農村“三變”改革')]
    """
    whole = reviewed(headword, display) if display else generated(headword, known)
    terms = list(_forms(headword, TermType.FULL_FORM, TermStatus.PREFERRED, whole, 0, known))
    for position, alias in enumerate(aliases, start=1):
        reading = _reading_of(alias, headword, whole, known)
        terms += _forms(alias, TermType.SHORT_FORM, TermStatus.ADMITTED, reading, position, known)
    return terms


def stated_terms(
    headword: str, traditional_form: str | None, pinyin: str | None, known: Known = NOTHING
) -> list[TermDraft]:
    """Return the Chinese terms of a row of a glossary: what it states is attested, the rest is generated.

    What the headword quotes is a short form. A headword in traditional characters gets its simplified form; one whose
    reading is stated to be unknown has none. Raises InvalidDraft where `pinyin` does not spell it, or the traditional
    form is of other characters.

    >>> [(term.lang.value, term.text, term.origin.value) for term in stated_terms("发", "髮", "fa4")]
    [('zh-Hans', '发', 'attested'), ('zh-Hant', '髮', 'attested')]
    """
    text = headword if traditional_form else simplified(headword)
    if text != headword:
        traditional_form = headword
    elif traditional_form:
        traditional_form = _traditional_of(text, traditional_form)
    reading = printed(text, pinyin, known) if pinyin else generated(text, known)
    origin = Origin.ATTESTED if text == headword else Origin.GENERATED
    head = partial(_form, kind=TermType.FULL_FORM, status=TermStatus.PREFERRED, position=0)
    terms = [head(Lang.HANS, text, origin, reading=_read(reading, attested=bool(pinyin)))]
    terms += starmap(head, _other_forms(text, text, traditional_form, known))
    for position, core in enumerate(quoted_cores(text), start=1):
        name = partial(_form, kind=TermType.SHORT_FORM, status=TermStatus.ADMITTED, position=position)
        own = _reading_of(core, text, reading, known) if reading else None
        terms.append(
            name(Lang.HANS, core, origin, reading=_read(own, attested=bool(pinyin) and _has_parts(reading, text)))
        )
        terms += starmap(name, _other_forms(core, text, traditional_form, known))
    return _once(terms)


def named_terms(
    headword: str, traditional_form: str | None, pinyin: str | None, aliases: Sequence[str], known: Known = NOTHING
) -> list[TermDraft]:
    """Return the Chinese terms of a concept that a person states: those of `stated_terms`, and its other names behind.

    Raises what `stated_terms` raises.

    >>> [(term.text, term.position) for term in named_terms("三变", None, None, ["三项改革"]) if term.lang == Lang.HANS]
    [('三变', 0), ('三项改革', 1)]
    """
    terms = stated_terms(headword, traditional_form, pinyin, known)
    for alias in aliases:
        position = 1 + max(term.position for term in terms)
        names = [term for term in stated_terms(alias, None, None, known) if term.position == 0]
        changed = {"position": position, "type": TermType.SHORT_FORM, "status": TermStatus.ADMITTED}
        terms = _once([*terms, *(term.model_copy(update=changed) for term in names)])
    return terms


def _once(terms: Iterable[TermDraft]) -> list[TermDraft]:
    """Return terms without those that repeat one of the same language."""
    found: dict[tuple[Lang, str], TermDraft] = {}
    for term in terms:
        found.setdefault((term.lang, term.text), term)
    return list(found.values())


def _has_parts(reading: TermReading | None, text: str) -> bool:
    """Return whether a reading goes element by element with its text, and not with digits read out at length."""
    return reading is not None and len(reading.elements) == len(elements_of(text))


def _other_forms(
    name: str, headword: str, traditional_form: str | None, known: Known
) -> Iterator[tuple[Lang, str, Origin]]:
    """Yield the traditional forms of a name that stands in a headword: of what is stated its own part, else generated."""
    if traditional_form and len(traditional_form) == len(headword):
        start = headword.index(name)
        yield Lang.HANT, traditional_form[start : start + len(name)], Origin.ATTESTED
    elif traditional_form and name == headword:
        yield Lang.HANT, traditional_form, Origin.ATTESTED
    else:
        for lang, form in traditional_forms(name, known):
            yield lang, form, Origin.GENERATED


def _traditional_of(text: str, stated: str) -> str:
    """Return the traditional form that is stated of a text, its spaces mended.

    Raises InvalidDraft where it cannot be the same term, which goes one character to one.
    """
    mended = mend_spaces(stated)
    if not is_other_script(text, mended):
        raise InvalidDraft(f"the traditional form {mended[:_TOLD]} is not {text[:_TOLD]} character by character")
    return mended


_TOLD = 80


def _reading_of(alias: str, headword: str, whole: TermReading, known: Known) -> TermReading:
    inside, outside = elements_of(alias), elements_of(headword)
    if not _has_parts(whole, headword):
        return generated(alias, known)
    for start in range(len(outside) - len(inside) + 1):
        if outside[start : start + len(inside)] == inside:
            return part(whole, alias, start)
    return generated(alias, known)


def _forms(
    text: str, kind: TermType, status: TermStatus, reading: TermReading, position: int, known: Known
) -> Iterator[TermDraft]:
    """Yield one name in every script it needs; only the simplified form, which was printed, is attested."""
    name = partial(_form, kind=kind, status=status, position=position)
    yield name(Lang.HANS, text, Origin.ATTESTED, reading=_read(reading))
    for lang, form in traditional_forms(text, known):
        yield name(lang, form, Origin.GENERATED)


def _form(
    lang: Lang,
    text: str,
    origin: Origin,
    *,
    kind: TermType,
    status: TermStatus,
    position: int,
    reading: ReadingDraft | None = None,
) -> TermDraft:
    return TermDraft(lang=lang, text=text, type=kind, status=status, origin=origin, position=position, reading=reading)


def _read(reading: TermReading | None, *, attested: bool = False) -> ReadingDraft | None:
    if reading is None or not reading.elements:
        return None
    return ReadingDraft(
        syllables=" ".join(reading.elements),
        display=reading.display,
        reviewed=reading.reviewed,
        origin=Origin.ATTESTED if attested else Origin.CURATED if reading.reviewed else Origin.GENERATED,
    )


def traditional_forms(text: str, known: Known) -> Iterator[tuple[Lang, str]]:
    """Yield the traditional forms of a text; a region's form that is the general one is not repeated."""
    forms = traditional(text, known)
    yield Lang.HANT, forms.general
    for lang, form in ((Lang.HANT_TW, forms.taiwan), (Lang.HANT_HK, forms.hong_kong)):
        if form != forms.general:
            yield lang, form
