"""The sources that a glossary file states: itself, and those that its rows name; which of them the store has."""

import re
from hashlib import blake2b, sha256

from pydantic import ValidationError
from sqlmodel import Session, col, select

from glossary.drafts import SourceDraft
from glossary.errors import InvalidDraft, plain_words
from glossary.formats.rows import GlossaryFile
from glossary.model import Change, Source
from glossary.vocabulary import SourceKind
from glossary.writing import UNDOING

_ENDING = re.compile(r"\.\w{1,5}$", re.ASCII)
_LONGEST_SLUG = 40
_NAMED_IN = "named in "


def file_source(file: GlossaryFile, title: str) -> SourceDraft:
    """Return a glossary file as a source, called as it says itself or else by `title`.

    Raises InvalidDraft where that is no title.
    """
    called = file.title or title
    try:
        return SourceDraft(
            slug=_slug(called),
            kind=file.kind,
            title=called,
            published=file.published,
            year=file.published.year if file.published else None,
            url=file.url,
            licence=file.licence,
            sha256=file.sha256,
            text=file.about,
        )
    except ValidationError as error:
        raise InvalidDraft(
            f"what {title} says of itself cannot be stored: {plain_words(error.errors()[0]['msg'])}"
        ) from error


def row_source(file: SourceDraft, name: str) -> SourceDraft:
    """Return the source that a row of a file names, as far as the file tells: its text says in which file that was.

    Raises InvalidDraft where it is named by what is no title.
    """
    own = sha256(f"{file.sha256}\n{name}".encode()).hexdigest()
    try:
        return SourceDraft(
            slug=_slug(name), kind=SourceKind.IMPORT, title=name, sha256=own, text=f"{_NAMED_IN}{file.title}"
        )
    except ValidationError as error:
        raise InvalidDraft(f"source: {plain_words(error.errors()[0]['msg'])}") from error


def edition_of(session: Session, file: SourceDraft) -> Source | None:
    """Return the source of which a file is another edition, of its title and kind; else one that has the same text."""
    titled = select(Source).where(Source.title == file.title, Source.kind == file.kind).order_by(col(Source.id))
    same = select(Source).where(Source.sha256 == file.sha256)
    return session.exec(titled).first() or session.exec(same).first()


def meant(session: Session, name: str) -> Source | None:
    """Return the source that a row means: of that title or, as an exported table names it, of that slug."""
    titled = select(Source).where(Source.title == name).order_by(col(Source.id))
    return session.exec(titled).first() or session.exec(select(Source).where(Source.slug == name)).first()


def is_named(source: Source) -> bool:
    """Return whether a source is known by its name alone, which rows of a file gave."""
    return source.text.startswith(_NAMED_IN)


def has_undone(session: Session) -> bool:
    """Return whether anything was ever undone, so that what is loaded may not say all that it stated."""
    return session.exec(select(Change.id).where(Change.actor == UNDOING).limit(1)).first() is not None


def _slug(title: str) -> str:
    """Return a short name made of a title, with a digest of it where that loses letters of other scripts.

    >>> _slug("CC-CEDICT"), _slug("example-glossary.csv"), _slug("2024年水利术语.csv"), _slug("词表")
    ('cc-cedict', 'example-glossary', '2024-e13b045f', 'import-d07bf486')
    """
    kept = _ENDING.sub("", title)
    slug = re.sub(r"[^a-z0-9]+", "-", kept.lower())[:_LONGEST_SLUG].strip("-")
    if slug and kept.isascii():
        return slug
    return f"{slug or 'import'}-{blake2b(title.encode(), digest_size=4).hexdigest()}"
