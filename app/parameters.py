"""Parameters of paths and queries that several operations take.

What only puts them together is `async`: of a plain function the framework makes a call in another thread, 0.1 ms and more.
"""

from dataclasses import replace
from typing import Annotated

from fastapi import Depends, Path, Query
from pydantic import AfterValidator

from glossary.language.storable import unencodable
from glossary.matching.asked import Filters, Missing
from glossary.vocabulary import ConceptStatus


def _encodable(text: str) -> str:
    """Return a text. Raises ValueError where it holds what no encoding has (see `unencodable`)."""
    if found := unencodable(text):
        raise ValueError(f"a text cannot contain {found}")
    return text


EncodableText = Annotated[str, AfterValidator(_encodable)]
ConceptId = Annotated[str, Path(max_length=32, description="A concept's id")]
DryRun = Annotated[bool, Query(description="Only say what would be done")]
OfSource = Annotated[str | None, Query(max_length=64, description="A source's slug", examples=["dalad-2024"])]
OfYear = Annotated[int | None, Query(ge=1900, le=2200, description="The year of a source", examples=[2024])]
Limit = Annotated[int, Query(ge=1, le=200, description="How many at most")]
Cursor = Annotated[str | None, Query(max_length=1000, description="`next` of the page before")]


async def filters(
    subject_field: Annotated[
        str | None, Query(max_length=32, description="What the concepts are about", examples=["economy"])
    ] = None,
    source: OfSource = None,
    status: Annotated[ConceptStatus | None, Query(description="The standing of the concept")] = None,
    year: OfYear = None,
) -> Filters:
    """Return what narrows a list."""
    return Filters(subject_field, source, status, year)


async def listing_filters(
    narrowed: Annotated[Filters, Depends(filters)],
    missing: Annotated[
        Missing | None, Query(description="Only concepts that have no English, reviewed pinyin or source")
    ] = None,
) -> Filters:
    """Return what narrows a list of concepts: what narrows a search, and what they lack."""
    return replace(narrowed, missing=missing)
