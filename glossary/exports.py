"""The concepts of a store as they go out, one after the other: as a table to be filled in, or as they are served."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import islice

from sqlalchemy import Connection, bindparam, text

from glossary.browsing import every_entry
from glossary.entries import Entry
from glossary.formats.cells import shown
from glossary.formats.concept_table import ConceptRow, write_concept_table
from glossary.formats.jsonl import write_jsonl
from glossary.formats.term_table import accepted
from glossary.language.normalise import mend_spaces
from glossary.matching.asked import Filters
from glossary.matching.filtering import check_filters
from glossary.proposals import Proposing, proposals_cell

_AT_ONCE = 50


class ExportForm(StrEnum):
    """The formats in which concepts can be had as a file."""

    JSONL = "jsonl"
    CSV = "csv"


def exported(connection: Connection, form: ExportForm, filters: Filters, *, bom: bool = False) -> Iterator[bytes]:
    """Return, piece by piece, the file of the concepts that are not filtered out; `bom` is for a table alone.

    Raises what `check_filters` raises, before there is anything of the file.
    """
    check_filters(connection, filters)
    if form is ExportForm.JSONL:
        return write_jsonl(every_entry(connection, filters))
    return write_concept_table(concept_rows(connection, filters), bom=bom)


def concept_rows(connection: Connection, filters: Filters) -> Iterator[ConceptRow]:
    """Yield the concepts that are not filtered out, by pinyin; proposals for those without an accepted rendering."""
    entries = map(Entry.model_validate_json, every_entry(connection, filters))
    proposing = Proposing(connection)
    while some := list(islice(entries, _AT_ONCE)):
        yield from _rows(connection, proposing, some)


def _rows(connection: Connection, proposing: Proposing, entries: Sequence[Entry]) -> Iterator[ConceptRow]:
    english = {entry.id: tuple(one.text for one in accepted(entry.renderings)) for entry in entries}
    lacking = [entry for entry in entries if not english[entry.id]]
    proposed = dict(zip([entry.id for entry in lacking], proposing.proposals(lacking), strict=True)) if lacking else {}
    used = [entry.id for entry in entries if entry.contexts]
    contexts = {
        row.concept_id: mend_spaces(shown(row.sentence))
        for row in connection.execute(_FIRST_CONTEXTS, {"concepts": used})
    }
    for entry in entries:
        yield ConceptRow(
            id=entry.id,
            headword=entry.headword,
            traditional=entry.zh.hant,
            pinyin=entry.pinyin.display if entry.pinyin else None,
            definition_zh=entry.definition.zh,
            context=contexts.get(entry.id),
            english=english[entry.id],
            definition_en=entry.definition.en,
            proposals=proposals_cell(proposed.get(entry.id, ())),
            source=entry.sources[0].slug if entry.sources else None,
            revision=entry.revision,
        )


_FIRST_CONTEXTS = text(
    """
    SELECT concept_id, sentence
      FROM (SELECT x.concept_id, x.sentence,
                   row_number() OVER (PARTITION BY x.concept_id ORDER BY x.source_id, x.start) AS place
              FROM context x WHERE x.concept_id IN :concepts) AS used
     WHERE place = 1
    """
).bindparams(bindparam("concepts", expanding=True))
