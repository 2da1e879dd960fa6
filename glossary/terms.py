"""The Chinese terms of a concept: each printed form with its reading and its traditional forms."""

from collections.abc import Iterator, Sequence

from glossary.drafts import ReadingDraft, TermDraft
from glossary.language.pinyin import TermReading, elements_of, generated, part, reviewed
from glossary.language.script import traditional
from glossary.vocabulary import Lang, Origin, TermStatus, TermType


def chinese_terms(headword: str, aliases: Sequence[str], display: str | None = None) -> list[TermDraft]:
    """Return the terms for a printed headword and the other names it gives.

    `display` is the headword's reviewed reading; without one, readings are generated, as drafts. An alias that stands
    in the headword is read as it is there. Traditional forms are rows of their own; a region's form that is the
    general one is not repeated. Raises InvalidDraft where `display` does not spell the headword.

    >>> [(term.lang.value, term.text) for term in chinese_terms("农村“三变”改革", ["三变"])][:2]
    [('zh-Hans', '农村“三变”改革'), ('zh-Hant', '農村“三變”改革')]
    """
    whole = reviewed(headword, display) if display else generated(headword)
    terms = list(_forms(headword, TermType.FULL_FORM, TermStatus.PREFERRED, whole, 0))
    for position, alias in enumerate(aliases, start=1):
        terms += _forms(alias, TermType.SHORT_FORM, TermStatus.ADMITTED, _reading_of(alias, headword, whole), position)
    return terms


def _reading_of(alias: str, headword: str, whole: TermReading) -> TermReading:
    inside, outside = elements_of(alias), elements_of(headword)
    for start in range(len(outside) - len(inside) + 1):
        if outside[start : start + len(inside)] == inside:
            return part(whole, alias, start)
    return generated(alias)


def _forms(text: str, kind: TermType, status: TermStatus, reading: TermReading, position: int) -> Iterator[TermDraft]:
    """Yield one name in every script it needs; only the simplified form, which was printed, is attested."""
    read = (
        ReadingDraft(
            syllables=" ".join(reading.elements),
            display=reading.display,
            reviewed=reading.reviewed,
            origin=Origin.CURATED if reading.reviewed else Origin.GENERATED,
        )
        if reading.elements
        else None
    )
    yield TermDraft(
        lang=Lang.HANS, text=text, type=kind, status=status, origin=Origin.ATTESTED, position=position, reading=read
    )
    forms = traditional(text)
    for lang, form in ((Lang.HANT, forms.general), (Lang.HANT_TW, forms.taiwan), (Lang.HANT_HK, forms.hong_kong)):
        if lang == Lang.HANT or form != forms.general:
            yield TermDraft(lang=lang, text=form, type=kind, status=status, origin=Origin.GENERATED, position=position)
