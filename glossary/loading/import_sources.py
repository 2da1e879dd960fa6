"""The sources that a glossary file states: itself, and those that its rows name; which of them the store has."""

import re
from hashlib import blake2b, sha256

from pydantic import ValidationError
from sqlmodel import Session, col, select

from glossary.drafts import SourceDraft
from glossary.errors import InvalidDraft
from glossary.formats.rows import GlossaryFile
from glossary.model import Source
from glossary.vocabulary import SourceKind

_ENDING = re.compile(r"\.\w{1,5}$", re.ASCII)
_LONGEST_SLUG = 40


def file_source(file: GlossaryFile, data: bytes, title: str) -> SourceDraft:
    """Return a glossary file of these bytes as a source, called as it says itself or else by `title`.

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
            sha256=sha256(data).hexdigest(),
            text=file.about,
        )
    except ValidationError as error:
        raise InvalidDraft(f"what {title} says of itself cannot be stored: {error.errors()[0]['msg']}") from error


def row_source(file: SourceDraft, name: str) -> SourceDraft:
    """Return the source that a row of a file names, as far as the file tells. Raises InvalidDraft where it is no title."""
    own = sha256(f"{file.sha256}\n{name}".encode()).hexdigest()
    try:
        return SourceDraft(slug=_slug(name), kind=SourceKind.IMPORT, title=name, sha256=own, text=name)
    except ValidationError as error:
        raise InvalidDraft(f"source: {error.errors()[0]['msg']}") from error


def titled(session: Session, title: str) -> Source | None:
    """Return the source of that title: the one of which a file that is called so is another edition."""
    return session.exec(select(Source).where(Source.title == title).order_by(col(Source.id))).first()


def named(session: Session, name: str) -> Source | None:
    """Return the source that a row means: of that title or, as an exported table names it, of that slug."""
    by_slug = select(Source).where(Source.slug == name)
    return titled(session, name) or session.exec(by_slug).first()


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
