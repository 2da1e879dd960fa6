"""A table that was written to be filled in comes back: what a person wrote beside each concept goes into the store.

Such English is nobody's statement but the person's: it is curated and has no source. Nothing that is there is taken away.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pydantic import ValidationError
from sqlmodel import Session, col, select

from glossary.browsing import entry_json
from glossary.drafts import TermDraft, TextDraft
from glossary.entries import Entry
from glossary.errors import InvalidDraft, Merged, NotFound, Withdrawn, plain_words
from glossary.formats.cells import shown
from glossary.formats.rows import GlossaryRow
from glossary.language.normalise import label
from glossary.loading.plans import Action, quoted
from glossary.loading.renderings import check_terms, is_preferred
from glossary.loading.row_drafts import check_rendering
from glossary.model import LONGEST_TERM, Term, Text
from glossary.vocabulary import Lang, Origin, TermStatus, TermType, TextKind, is_accepted
from glossary.writing import Writing


@dataclass(slots=True)
class Filling:
    """The rows of one file that are about concepts of the store; `defined` says which line gave a concept its definition."""

    write: Writing
    defined: dict[str, int] = field(default_factory=dict)

    def fill(self, row: GlossaryRow) -> tuple[Action, str | None]:
        """Add to the concept that a row names the English that it has and the concept has not; say what that was.

        An English definition that is there gives way to another only where a person wrote it and the concept is still
        as it was when the table was written. Cells beside that are not read; where one says something else than the
        store, the answer says so. Raises InvalidDraft, with the concept as it was, where the row cannot be taken.
        """
        entry = _entry(self.write.session, row)
        if entry.id not in self.write.before and _is_said(row, entry):
            return Action.KEPT, "; ".join(_not_read(row, entry)) or None
        terms, texts = _english(self.write.session, entry.id)
        new = _new_terms(row, terms)
        check_terms(self.write.session, entry.id, new)
        body, stays = self._definition(row, entry, texts)
        did = [f"{quoted(one.text)} ({one.status})" for one in new]
        if new or body:
            self.write.touch(entry.id)
            self.write.session.add_all(Term(concept_id=entry.id, **one.model_dump(exclude={"reading"})) for one in new)
        if body:
            instead = f" in place of {quoted(texts[0].body)}" if texts else ""
            did.append(f"an English definition{instead}")
            self._define(row, entry.id, texts, body)
        self.write.session.flush()
        adds = [f"adds {', '.join(did)}"] if did else []
        notes = [*adds, *stays, *_not_read(row, entry), *_there(row, terms)]
        return (Action.CHANGED if did else Action.KEPT), "; ".join(notes) or None

    def _definition(
        self, row: GlossaryRow, entry: Entry, texts: Sequence[Text]
    ) -> tuple[TextDraft | None, tuple[str, ...]]:
        """Return the definition that a row brings, None where it brings none that can be taken; and why not."""
        if row.definition_en is None or shown(row.definition_en) in {shown(one.body) for one in texts}:
            return None, ()
        try:
            body = TextDraft(lang=Lang.EN, kind=TextKind.DEFINITION, body=row.definition_en, origin=Origin.CURATED)
        except ValidationError as error:
            raise InvalidDraft(f"definition_en: {plain_words(error.errors()[0]['msg'])}") from error
        if line := self.defined.get(entry.id):
            return None, (f"line {line} gives another English definition, which stays",)
        if texts and texts[0].source_id is not None:
            return None, ("its English definition is attested by a source and stays",)
        if texts and row.revision != entry.revision:
            return None, ("its English definition stays: the concept has changed since this table was written",)
        return body, ()

    def _define(self, row: GlossaryRow, concept: str, texts: Sequence[Text], draft: TextDraft) -> None:
        if texts:
            texts[0].body, texts[0].origin = draft.body, draft.origin
        else:
            self.write.session.add(Text(concept_id=concept, **draft.model_dump()))
        self.defined[concept] = row.line


def _entry(session: Session, row: GlossaryRow) -> Entry:
    """Return the concept that a row names. Raises InvalidDraft where there is none that has its headword."""
    try:
        entry = Entry.model_validate_json(entry_json(session.connection(), row.concept or ""))
    except (NotFound, Merged, Withdrawn) as error:
        raise InvalidDraft(str(error)) from error
    if label(row.headword) not in (label(entry.headword), label(entry.zh.hant)):
        raise InvalidDraft(f"the headword of concept {entry.id} is {entry.headword}")
    return entry


def _is_said(row: GlossaryRow, entry: Entry) -> bool:
    """Return whether a concept has the English of a row already, as it is served: a whole store comes back so."""
    accepted = {shown(one.text) for one in entry.renderings if is_accepted(one.status, forbidden=one.forbidden)}
    definition = row.definition_en or entry.definition.en or ""
    return all(shown(one) in accepted for sense in row.senses for one in sense) and (
        shown(definition) == shown(entry.definition.en or "")
    )


def _english(session: Session, concept: str) -> tuple[Sequence[Term], Sequence[Text]]:
    """Return the renderings of a concept and its English definitions, the one that is served first."""
    terms = select(Term).where(Term.concept_id == concept, Term.lang == Lang.EN).order_by(col(Term.position))
    texts = select(Text).where(Text.concept_id == concept, Text.lang == Lang.EN, Text.kind == TextKind.DEFINITION)
    return session.exec(terms).all(), session.exec(texts.order_by(col(Text.id))).all()


def _alike(text: str) -> str:
    """Return what two renderings have in common that differ in capitals and spaces alone."""
    return shown(text).casefold()


def _new_terms(row: GlossaryRow, terms: Sequence[Term]) -> list[TermDraft]:
    """Return the renderings of a row that its concept has not, behind those that it has.

    The first is preferred where none is that may be used.
    """
    known = {_alike(term.text) for term in terms}
    has_preferred = any(map(is_preferred, terms))
    position = max((term.position + 1 for term in terms), default=0)
    found: list[TermDraft] = []
    for text in (one for sense in row.senses for one in sense):
        if _alike(text) in known:
            continue
        if len(text) > LONGEST_TERM:
            raise InvalidDraft(f"a rendering has {len(text)} characters, a term has {LONGEST_TERM} at most")
        check_rendering(text)
        status = TermStatus.ADMITTED if has_preferred or found else TermStatus.PREFERRED
        found.append(
            TermDraft(
                lang=Lang.EN,
                text=text,
                type=TermType.FULL_FORM,
                status=status,
                origin=Origin.CURATED,
                position=position + len(found),
            )
        )
        known.add(_alike(text))
    return found


def _not_read(row: GlossaryRow, entry: Entry) -> Iterator[str]:
    """Yield which cells say something else than the concept, which a filled table does not change."""
    stored = {
        "traditional": (row.traditional, entry.zh.hant),
        "pinyin": (row.pinyin, entry.pinyin.display if entry.pinyin else ""),
        "definition_zh": (row.definition_zh, entry.definition.zh or ""),
        "subject_field": (row.subject_field, entry.subject_field or ""),
    }
    others = [name for name, (cell, value) in stored.items() if cell is not None and shown(cell) != shown(value)]
    if others:
        yield f"not taken from this table: {', '.join(others)}"


def _there(row: GlossaryRow, terms: Sequence[Term]) -> Iterator[str]:
    """Yield which renderings of a row its concept has already: as what must not be used, or in other capitals."""
    standing = {_alike(term.text): term for term in terms}
    for text in (one for sense in row.senses for one in sense):
        term = standing.get(_alike(text))
        if term and not is_accepted(term.status, forbidden=term.forbidden):
            yield f"{quoted(term.text)} stays {'forbidden' if term.forbidden else term.status}"
        elif term and shown(term.text) != shown(text):
            yield f"{quoted(term.text)} is there already"
