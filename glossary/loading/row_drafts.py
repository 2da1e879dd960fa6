"""What a row of a glossary file states, as a draft of its concept."""

from dataclasses import replace
from typing import NamedTuple

from pydantic import ValidationError

from glossary.drafts import ConceptDraft, TermDraft, TextDraft
from glossary.editing.edits import MOST_ROWS
from glossary.errors import InvalidDraft, plain_words
from glossary.formats.rows import GlossaryRow, Reference
from glossary.homographs import definition_key
from glossary.language.known import NOTHING, Known
from glossary.language.normalise import label, mend_spaces
from glossary.language.printed import printed
from glossary.loading.plans import quoted
from glossary.matching.sizes import refuse_large
from glossary.model import LONGEST_TERM
from glossary.terms import stated_terms
from glossary.vocabulary import Lang, Origin, TermStatus, TermType, TextKind


class Identity(NamedTuple):
    """What tells two concepts of one file apart: how they are written and read, as far as stated, and defined.

    The English definition counts where there is no Chinese one.
    """

    headword: str
    traditional: str
    pinyin: str
    definition: str
    english: str = ""

    def undefined(self) -> "Identity":
        """Return this without the English definition, which a newer edition may have in other words."""
        return self._replace(english="")


def identity_of(draft: ConceptDraft, row: GlossaryRow) -> Identity:
    """Return what tells the concept that a row states, as this draft, from the others of its file."""
    head, general = draft.terms[:2]
    reading = head.reading if head.reading and head.reading.origin == Origin.ATTESTED else None
    return Identity(
        label(head.text),
        general.text if general.origin == Origin.ATTESTED else "",
        reading.display if reading else "",
        definition_key(draft.definition),
        "" if draft.definition else definition_key(row.definition_en),
    )


def referred(to: Reference) -> Identity:
    """Return what the concept that a row refers to is known by; its pinyin is empty where none is stated that can be."""
    try:
        reading = printed(to.simplified, to.pinyin) if to.pinyin else None
    except InvalidDraft:
        reading = None
    return Identity(label(to.simplified), to.traditional, reading.display if reading else "", "")


def joined(row: GlossaryRow, other: GlossaryRow) -> GlossaryRow | None:
    """Return a row with what another of the same concept adds, None where that adds nothing.

    A subject field stays as it is: a concept has one.
    """
    known = {gloss for sense in row.senses for gloss in sense}
    more = (tuple(gloss for gloss in sense if gloss not in known) for sense in other.senses)
    both = replace(
        row,
        senses=row.senses + tuple(filter(None, more)),
        definition_en=_joined(row.definition_en, other.definition_en),
        subject_field=row.subject_field or other.subject_field,
        notes=tuple(dict.fromkeys(row.notes + other.notes)),
        sees=tuple(dict.fromkeys(row.sees + other.sees)),
    )
    return both if both != row else None


def _joined(body: str | None, other: str | None) -> str | None:
    """Return two definitions of one concept as one, where the second says anything else."""
    if body is None or other is None:
        return body or other
    return body if other in (body, *body.split("; ")) else f"{body}; {other}"


def row_draft(row: GlossaryRow, known: Known = NOTHING) -> ConceptDraft:
    """Return the concept that a row states.

    What it does not state of its headword is generated, with what is `known` of the words in it first. The first
    rendering is preferred; renderings of one sense share their position. Raises InvalidDraft, with the
    reason, where it cannot be stored, or could not be edited then.
    """
    headword = _headword(row.headword)
    for why in refuse_large([(Lang.HANS, headword)]):  # before anything is generated of it
        raise InvalidDraft(why)
    terms = (*stated_terms(headword, row.traditional, row.pinyin, known), *_english(row))
    if len(terms) > MOST_ROWS:
        raise InvalidDraft(f"a concept has at most {MOST_ROWS} terms; this would have {len(terms)}")
    for why in refuse_large((term.lang, term.text) for term in terms):
        raise InvalidDraft(why)
    try:
        return ConceptDraft(
            headword=headword,
            definition=row.definition_zh,
            terms=terms,
            texts=_texts(row),
            subject_field=row.subject_field,
            note="; ".join(row.notes) or None,
            locator=f"line {row.line}",
        )
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"] if not isinstance(part, int))
        raise InvalidDraft(f"{_COLUMNS.get(field, field) or 'a cell'}: {plain_words(first['msg'])}") from error


_COLUMNS = {"definition": "definition_zh", "body": "definition_en", "text": "english"}
"""The columns that the parts of a draft stand in, where these have other names."""


def _headword(stated: str) -> str:
    """Return a headword with its spaces mended. Raises InvalidDraft where it is too long, or nothing can be found by it."""
    headword = mend_spaces(stated)
    if not label(headword):
        raise InvalidDraft(f"the headword {stated[:LONGEST_TERM]} has nothing but marks that no lookup heeds")
    if len(headword) > LONGEST_TERM:
        raise InvalidDraft(f"the headword has {len(headword)} characters, a term has {LONGEST_TERM} at most")
    return headword


def check_rendering(text: str) -> None:
    """Raise InvalidDraft where nothing can be found by a rendering: no edit of its concept would be taken then."""
    if not label(text):
        raise InvalidDraft(f"the rendering {quoted(text)} has nothing but marks that no lookup heeds")


def _english(row: GlossaryRow) -> list[TermDraft]:
    """Return the renderings of a row, each once."""
    found: dict[str, TermDraft] = {}
    for position, sense in enumerate(row.senses):
        for text in sense:
            check_rendering(text)
            if text not in found and len(text) <= LONGEST_TERM:
                found[text] = TermDraft(
                    lang=Lang.EN,
                    text=text,
                    type=TermType.FULL_FORM,
                    status=TermStatus.ADMITTED if found else TermStatus.PREFERRED,
                    origin=Origin.ATTESTED,
                    position=position,
                )
    return list(found.values())


def _texts(row: GlossaryRow) -> tuple[TextDraft, ...]:
    longer = [gloss for sense in row.senses for gloss in sense if len(gloss) > LONGEST_TERM]
    body = "; ".join(filter(None, [row.definition_en, *longer]))
    if not body:
        return ()
    return (TextDraft(lang=Lang.EN, kind=TextKind.DEFINITION, body=body, origin=Origin.ATTESTED),)
