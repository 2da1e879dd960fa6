"""The commands that change concepts by hand: `add`, `edit`, `forbid`, `merge`, `withdraw`."""

from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError
from pydantic_core import from_json
from rich.text import Text

from glossary.browsing import version_of, versioned_entry
from glossary.cli.drafting import edit_draft
from glossary.cli.finding import concept_named
from glossary.cli.options import AsJson, ConceptNamed, Database, opened, out
from glossary.cli.tables import show_written
from glossary.editing.changing import add_stated, change_concept, concept_draft, withdraw_concept
from glossary.editing.edits import StatedConcept
from glossary.editing.merging import merge_concepts
from glossary.errors import Fault, InvalidDraft, NotFound, plain_words
from glossary.language.normalise import bare
from glossary.store.opening import Store
from glossary.vocabulary import Lang


def _several(meaning: str) -> Any:
    """Return an option that may be given more than once."""
    return typer.Option(help=f"{meaning}; may be given more than once.", show_default=False)


def add(
    headword: Annotated[str, typer.Argument(help="The Chinese name.", show_default=False)],
    database: Database = None,
    english: Annotated[list[str] | None, _several("A rendering, the preferred one first")] = None,
    definition: Annotated[str | None, typer.Option(help="What it means, in Chinese.")] = None,
    definition_en: Annotated[str | None, typer.Option(help="What it means, in English.")] = None,
    pinyin: Annotated[str | None, typer.Option(help="With tone marks or digits; else it is generated.")] = None,
    traditional: Annotated[str | None, typer.Option(help="In traditional characters; else generated.")] = None,
    alias: Annotated[list[str] | None, _several("Another Chinese name")] = None,
    subject_field: Annotated[str | None, typer.Option(help="Its subject field.")] = None,
    note: Annotated[str | None, typer.Option(help="A note for those who translate.")] = None,
    source: Annotated[str | None, typer.Option(help="The short name of the source that defines it.")] = None,
    as_json: AsJson = False,
) -> None:
    """Add a concept; pinyin and traditional forms that are not stated are generated."""
    stated = _read_stated(
        {
            "headword": headword,
            "traditional": traditional,
            "pinyin": pinyin,
            "aliases": alias or [],
            "renderings": [{"text": text} for text in english or []],
            "definition": {"zh": definition, "en": definition_en},
            "subject_field": subject_field,
            "note": note,
            "source": source,
        }
    )
    store = opened(database, create=True)
    with store.writing("glossary add") as write:
        concept = add_stated(write, stated)
    _tell(store, concept, "added", as_json=as_json)


def _read_stated(values: dict[str, object]) -> StatedConcept:
    """Return a concept as it is stated. Raises InvalidDraft with a fault for each part of it that cannot be."""
    try:
        return StatedConcept.model_validate(values)
    except ValidationError as error:
        faults = tuple(Fault(plain_words(one["msg"]), " ".join(map(str, one["loc"]))) for one in error.errors())
        raise InvalidDraft("; ".join(f"{one.pointer}: {one.detail}" for one in faults[:3]), faults) from error


def edit(
    concept: ConceptNamed,
    database: Database = None,
    draft: Annotated[
        Path | None, typer.Option("--from", help="Take this draft, without an editor.", show_default=False)
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Edit a concept in $VISUAL or $EDITOR: its names, readings, renderings, texts, members and relations."""
    store = opened(database)
    with store.reading() as connection:
        concept = concept_named(connection, concept)
        before, seen = concept_draft(connection, concept), version_of(connection, concept)

    def change(patch: dict[str, object]) -> None:
        with store.writing("glossary edit") as write:
            change_concept(write, concept, patch, {seen})

    if edit_draft(before, change, draft):
        _tell(store, concept, "changed", as_json=as_json)
    elif as_json:
        _tell(store, concept, "kept", as_json=True)
    else:
        out.print(Text(f"{concept}: nothing is changed"), soft_wrap=True)


def forbid(
    concept: ConceptNamed,
    text: Annotated[str, typer.Argument(help="The English that must not be used.", show_default=False)],
    database: Database = None,
    allow: Annotated[bool, typer.Option("--allow", help="Lift the prohibition.")] = False,
    as_json: AsJson = False,
) -> None:
    """Forbid a rendering of a concept, whether the concept has it or not; `glossary check` finds it from then on."""
    store = opened(database)
    with store.reading() as connection:
        concept = concept_named(connection, concept)
        draft, seen = concept_draft(connection, concept), version_of(connection, concept)
    terms = {name: term for name, term in draft["terms"].items() if term["lang"] == Lang.EN}
    same = [name for name, term in terms.items() if term["text"] == text]
    same = same or [name for name, term in terms.items() if bare(term["text"]) == bare(text)]
    if allow and not any(terms[name]["forbidden"] for name in same):
        raise NotFound(f"concept {concept} forbids no rendering {text}")
    patch: dict[str, dict[str, Any]] = {name: {"forbidden": not allow} for name in same}
    if not same:
        patch = {"forbidden": {"lang": Lang.EN, "text": text, "forbidden": True}}
    with store.writing("glossary forbid") as write:
        change_concept(write, concept, {"terms": patch}, {seen})
    _tell(store, concept, f"{'allows' if allow else 'forbids'} {text}", as_json=as_json)


def merge(
    concept: ConceptNamed,
    into: Annotated[str, typer.Argument(help="The concept that stays, by id or label.", show_default=False)],
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Merge a concept into another one, which gets what it lacks; the old id redirects from now on."""
    store = opened(database)
    with store.reading() as connection:
        concept, into = concept_named(connection, concept), concept_named(connection, into)
    with store.writing("glossary merge") as write:
        merge_concepts(write, concept, into, None)
    _tell(store, into, f"has taken over {concept}", as_json=as_json)


def withdraw(concept: ConceptNamed, database: Database = None) -> None:
    """Withdraw a concept: it is found no more, its id is never given again, its history stays; `undo` brings it back."""
    store = opened(database)
    with store.reading() as connection:
        concept = concept_named(connection, concept)
        headword = from_json(versioned_entry(connection, concept).entry)["headword"]
    with store.writing("glossary withdraw") as write:
        withdraw_concept(write, concept, None)
    out.print(Text(f"{headword} ({concept}): withdrawn, revision {write.revision}"), soft_wrap=True)


def _tell(store: Store, concept: str, what: str, *, as_json: bool) -> None:
    """Print what was done to a concept; with `as_json` its entry, as the service answers a write."""
    with store.reading() as connection:
        found = versioned_entry(connection, concept)
    if as_json:
        show_written(out, found.entry)
    else:
        headword = from_json(found.entry)["headword"]
        out.print(Text(f"{headword} ({concept}): {what}, revision {found.state.revision}"), soft_wrap=True)
