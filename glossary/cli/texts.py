"""`glossary annotate`, `extract` and `check`: the terms of a text, without a service."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic_core import from_json
from rich.console import Console
from rich.progress import track
from rich.text import Text

from glossary.checking import Checked, CheckedTerm, Verdict, check
from glossary.cli.options import AsJson, AsTsv, Database, Encoding, Output, bytes_of, exclude, opened, out, write_out
from glossary.cli.tables import Column, Listing, show_json
from glossary.documents.reading import read_document
from glossary.errors import GlossaryError, NotFound
from glossary.extraction.outline import outline_file
from glossary.formats.listed import TermList
from glossary.formats.segments import Segment
from glossary.formats.term_files import ListFile, written_as
from glossary.language.offsets import utf16_places
from glossary.matching.annotate import Occurrence, Overlap, annotate
from glossary.matching.index import build_index
from glossary.matching.named import Served, served
from glossary.termlists import term_list

_TERM = "bold cyan"
_COLOURS = {Verdict.OK: "green", Verdict.MISSING: "red", Verdict.DEPRECATED: "yellow", Verdict.FORBIDDEN: "bold red"}


def annotate_file(
    file: Annotated[Path, typer.Argument(help="A document: .txt, .html, .docx, .pdf.", show_default=False)],
    database: Database = None,
    overlap: Annotated[Overlap, typer.Option(help="The longest terms, or also those inside them.")] = Overlap.LONGEST,
    encoding: Encoding = None,
    as_json: AsJson = False,
    as_tsv: AsTsv = False,
) -> None:
    """Print a document with its terms coloured, and what each means below."""
    exclude(json=as_json, tsv=as_tsv)
    text = read_document(bytes_of(file), file.name, encoding).text
    with opened(database).reading() as connection:
        index = build_index(connection)
        found = annotate(index, text, overlap)
        named = served(connection, [entry for one in found for entry in one.entries])
    if as_json:
        show_json(out, _annotated(text, found, named, index.state.revision))
        return
    if as_tsv:
        _terms(found, named).show(out, as_tsv=True)
        return
    shown = Text(text)
    for one in found:
        shown.stylize(_TERM, one.start, one.end)
    out.print(shown)
    _terms(found, named).show(out)


def _annotated(text: str, found: Sequence[Occurrence], named: dict[int, Served], revision: int) -> dict[str, Any]:
    """Return what the service answers."""
    utf16 = utf16_places(text)
    spans = [
        {
            "start": one.start,
            "end": one.end,
            "start_utf16": utf16[one.start],
            "end_utf16": utf16[one.end],
            "text": text[one.start : one.end],
            "concepts": [named[entry].concept for entry in one.entries],
        }
        for one in found
    ]
    return {
        "spans": spans,
        "concepts": {one.concept: from_json(one.json) for one in named.values()},
        "revision": revision,
    }


_LISTED = (Column("times"), Column("pinyin", is_prose=True))
_SENTENCE = Column("sentence", "first sentence", is_prose=True)


def _terms(found: Iterable[Occurrence], named: dict[int, Served]) -> Listing:
    listing = Listing([Column("term"), *_LISTED, Column("english", "English", is_prose=True)])
    times: dict[int, int] = {}
    for one in found:
        for entry in one.entries:
            times[entry] = times.get(entry, 0) + 1
    for entry, count in times.items():
        brief = from_json(named[entry].json)
        listing.add(Text(brief["headword"], style=_TERM), count, brief["pinyin"], brief["gloss"])
    return listing


class _Form(StrEnum):
    """What a term list can be on the command line."""

    TABLE = "table"
    TSV = "tsv"
    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"
    OMEGAT = "omegat"
    TBX = "tbx"


def extract(
    file: Annotated[Path, typer.Argument(help="A document: .txt, .html, .docx, .pdf.", show_default=False)],
    database: Database = None,
    form: Annotated[_Form, typer.Option("--format", help="A table to read, or a file for other tools.")] = _Form.TABLE,
    output: Output = None,
    encoding: Encoding = None,
    as_json: AsJson = False,
    as_tsv: AsTsv = False,
) -> None:
    """List the terms that a document uses, and the coinages that the store does not define."""
    exclude(json=as_json, tsv=as_tsv)
    if as_json or as_tsv:
        form = _Form.JSON if as_json else _Form.TSV
    document = outline_file(bytes_of(file), file.name, encoding)
    with opened(database).reading() as connection:
        index = build_index(connection)
        listed = term_list(connection, index, document)
    if form is _Form.TABLE and output is None:
        _show_list(listed)
    elif form is _Form.TSV:
        if output is not None:
            raise GlossaryError("tab-separated values go to standard output; a file for other tools is --format csv")
        _list_as_tsv(listed)
    elif form in (_Form.TABLE, _Form.JSON):
        answer = {**asdict(listed), "revision": index.state.revision}
        if output is None:
            show_json(out, answer)
        else:
            write_out([json.dumps(answer, ensure_ascii=False, indent=2).encode(), b"\n"], output)
    else:
        if form is _Form.XLSX and output is None:
            raise GlossaryError("a spreadsheet needs a file to be written to: -o terms.xlsx")
        write_out([written_as(ListFile(form), listed)], output)


def _show_list(listed: TermList) -> None:
    known = Listing(
        [Column("term"), *_LISTED, Column("english", "English", is_prose=True), _SENTENCE],
        title=f"{len(listed.terms)} terms",
    )
    for term in listed.terms:
        known.add(term.headword, term.count, term.pinyin, term.gloss, term.sentence)
    more = f"; {listed.more_candidates:,} more, which are used less, are not listed" if listed.more_candidates else ""
    coined = Listing(
        [Column("candidate"), *_LISTED, Column("draft", is_prose=True), _SENTENCE],
        title=f"{len(listed.candidates)} candidates, which the store does not define{more}",
    )
    for one in listed.candidates:
        coined.add(one.text, one.count, one.pinyin, f"{one.draft.text} (draft)" if one.draft else "", one.sentence)
    known.show(out)
    coined.show(out)


def _list_as_tsv(listed: TermList) -> None:
    """Print terms and candidates as one table; `kind` tells the two apart."""
    listing = Listing([Column(name) for name in ("kind", "term", "times", "pinyin", "english", "sentence")])
    for term in listed.terms:
        listing.add("term", term.headword, term.count, term.pinyin, term.gloss, term.sentence)
    for one in listed.candidates:
        draft = one.draft.text if one.draft else None
        listing.add("candidate", one.text, one.count, one.pinyin, draft, one.sentence)
    listing.show(out, as_tsv=True)


_AT_ONCE = 500


def check_file(
    file: Annotated[Path, typer.Argument(help="A bilingual file: .tsv, .csv, .xlsx, .tmx, .xlf.", show_default=False)],
    database: Database = None,
    encoding: Encoding = None,
    everything: Annotated[bool, typer.Option("--all", help="Also show what is rendered well.")] = False,
    as_json: AsJson = False,
) -> None:
    """Check whether a translation renders each term as the store wants it; exit code 1 where it does not."""
    from glossary.formats.bilingual import read_bilingual  # noqa: PLC0415 - loads readers of XML and of spreadsheets

    segments = read_bilingual(bytes_of(file), file.name, encoding)
    checked = list(_checked(database, segments))
    counts = {verdict: sum(one.counts[verdict] for one in checked) for verdict in Verdict}
    if as_json:
        found = [asdict(one) | {"locator": segment.locator} for one, segment in _each(checked, segments)]
        show_json(out, {"segments": found, "counts": counts})
    else:
        for one, segment in _each(checked, segments):
            for term in one.terms:
                if everything or term.verdict is not Verdict.OK:
                    _show_term(segment, term)
        shown = ", ".join(f"{count} {verdict}" for verdict, count in counts.items())
        out.print(f"{len(segments)} segments: {shown}", highlight=False)
    total = sum(counts.values())
    if counts[Verdict.OK] < total:
        raise NotFound(f"{total - counts[Verdict.OK]} of {total} terms are not rendered as the store wants them")


def _checked(database: str | None, segments: Sequence[Segment]) -> Iterator[Checked]:
    with opened(database).reading() as connection:
        index = build_index(connection)
        starts = range(0, len(segments), _AT_ONCE)
        console = Console(stderr=True)
        for start in track(starts, "Checking", console=console, disable=len(starts) == 1 or not console.is_terminal):
            yield check(connection, index, segments[start : start + _AT_ONCE])


def _each(checked: Iterable[Checked], segments: Sequence[Segment]) -> Iterable[tuple[Any, Segment]]:
    return zip((segment for one in checked for segment in one.segments), segments, strict=True)


def _show_term(segment: Segment, term: CheckedTerm) -> None:
    out.print(
        Text.assemble(
            (f"{segment.locator or ''}  ", "dim"),
            (term.verdict, _COLOURS[term.verdict]),
            ("  " + term.term, _TERM),
            f"  accepted: {'; '.join(term.accepted) or 'nothing'}",
        )
    )
    for text, verdict in dict.fromkeys((segment.target[one.start : one.end], one.verdict) for one in term.target):
        if verdict is not Verdict.OK:
            out.print(Text.assemble("    ", (f"“{text}” is {verdict}", _COLOURS[verdict])))
    source, target = Text(segment.source), Text(segment.target)
    for use in term.source:
        source.stylize(_TERM, use.start, use.end)
    for place in term.target:
        target.stylize(_COLOURS[place.verdict], place.start, place.end)
    for line in (source, target):
        out.print(Text("    ") + line)
