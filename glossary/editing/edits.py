"""A concept as a person edits it: its rows by their ids, changed by a JSON merge patch (RFC 7396), and validated."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any

from pydantic import Field, StringConstraints, ValidationError, field_validator

from glossary.drafts import Body, Draft, Line, MemberDraft, Slug, Spelled, Storable, storable
from glossary.errors import Fault, InvalidDraft, escaped, plain_words
from glossary.language.nearest import hint
from glossary.snapshots import Content
from glossary.vocabulary import (
    ConceptStatus,
    Equivalence,
    Lang,
    Origin,
    RelationKind,
    TermStatus,
    TermType,
    TextKind,
)

_DEPTH = 8
"""So deep is a draft at most; a patch that goes deeper is none of it."""
MOST_ROWS = 1000
"""Rows of one kind that a concept may have by editing."""
MOST_TEXT = 500_000
"""Code points of all texts that a concept may have: each change of it is kept with what it was before and is after."""
_LONGEST_NAME = 64
"""Code points of the name that a client gives a new row."""
_FARTHEST = 2**31 - 1
"""A place behind which no term can be; those that are given are only compared with each other."""
_LEVELS = 8
"""So many levels of parts a concept has at most."""
_KINDS = ("terms", "texts", "members", "relations")
OtherConcept = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+$", max_length=32)]
_NAMES = {"parent_id": "parent", "member_concept_id": "concept", "to_id": "to"}
"""What columns are called in a draft."""


class EditedReading(Draft):
    """How a term is read: in words with tone marks (`sān qīnglíng`), and one element a character."""

    display: Spelled | None = None
    syllables: Spelled | None = None
    reviewed: bool = True
    origin: Origin = Origin.CURATED


class EditedTerm(Draft):
    """One name of the concept; those that are one name in several scripts share their `position`."""

    lang: Lang
    text: Line
    type: TermType = TermType.FULL_FORM
    status: TermStatus = TermStatus.ADMITTED
    forbidden: bool = False
    equivalence: Equivalence | None = None
    origin: Origin = Origin.CURATED
    source: Slug | None = Field(default=None, description="The source that attests it")
    position: int | None = Field(
        default=None, ge=0, le=_FARTHEST, description="Behind all others where it is not stated"
    )
    reading: EditedReading | None = None


class EditedText(Draft):
    """A definition, a note or a short gloss."""

    lang: Lang
    kind: TextKind = TextKind.DEFINITION
    body: Body
    origin: Origin = Origin.CURATED
    source: Slug | None = None
    locator: Line | None = None


class EditedMember(Draft):
    """A part that the headword counts up; `parent` is the name of the member that it is a part of."""

    zh: Line
    en: Line | None = None
    position: int = Field(ge=0, le=10_000)
    parent: Storable | None = None
    concept: OtherConcept | None = Field(default=None, description="The id of the concept that it is itself")


class EditedRelation(Draft):
    """A tie to another concept."""

    to: OtherConcept
    kind: RelationKind


class EditedConcept(Draft):
    """A concept as a person edits it; the names of its rows are their ids, and any other name is a new row."""

    subject_field: Line | None = Field(default=None, max_length=32)
    status: ConceptStatus = ConceptStatus.ACTIVE
    replaced_by: OtherConcept | None = None
    note: Body | None = None
    terms: dict[str, EditedTerm] = Field(max_length=MOST_ROWS)
    texts: dict[str, EditedText] = Field(default={}, max_length=MOST_ROWS)
    members: dict[str, EditedMember] = Field(default={}, max_length=MOST_ROWS)
    relations: dict[str, EditedRelation] = Field(default={}, max_length=MOST_ROWS)


class StatedRendering(Draft):
    """An English term; the first one that is not forbidden is preferred where nothing else is said."""

    text: Line
    status: TermStatus | None = None
    type: TermType = TermType.FULL_FORM
    equivalence: Equivalence | None = None
    forbidden: bool = False


class StatedDefinition(Draft):
    """What the concept means, in one language or both."""

    zh: Body | None = None
    en: Body | None = None


class StatedConcept(Draft):
    """A concept that is new; readings and traditional forms that are not stated are generated."""

    headword: Line
    traditional: Line | None = None
    pinyin: Spelled | None = Field(default=None, description="With tone marks or tone digits")
    aliases: tuple[Line, ...] = Field(default=(), max_length=100)
    renderings: tuple[StatedRendering, ...] = Field(default=(), max_length=100)
    definition: StatedDefinition = StatedDefinition()
    members: tuple[MemberDraft, ...] = Field(default=(), max_length=MOST_ROWS)
    subject_field: Line | None = Field(default=None, max_length=32)
    note: Body | None = None
    source: Slug | None = Field(default=None, description="The source that defines it; else a person has")

    @field_validator("members")
    @classmethod
    def _are_few_and_flat(cls, members: tuple[MemberDraft, ...]) -> tuple[MemberDraft, ...]:
        """Refuse more parts, or parts of parts, than an edit could show."""
        level, levels, count = members, 0, 0
        while level:
            levels, count = levels + 1, count + len(level)
            level = tuple(part for one in level for part in one.members)
        if levels > _LEVELS:
            raise ValueError(_TOO_DEEP)
        if count > MOST_ROWS:
            raise ValueError(f"a concept has at most {MOST_ROWS} parts")
        return members


_TOO_DEEP = f"parts have parts to {_LEVELS} levels at most"


def draft_of(content: Content) -> dict[str, Any]:
    """Return a content as it is edited: without what sources alone say of it, the rows of a kind by their ids."""
    draft = {name: content[name] for name in ("subject_field", "status", "replaced_by", "note")}
    return draft | {kind: {str(row["id"]): _shown(shape, row) for row in content[kind]} for kind, shape in _SHAPES}


_SHAPES: tuple[tuple[str, type[Draft]], ...] = (
    ("terms", EditedTerm),
    ("texts", EditedText),
    ("members", EditedMember),
    ("relations", EditedRelation),
)


def _shown(shape: type[Draft], row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row in the shape in which it is edited, its fields in their order."""
    named = {_NAMES.get(name, name): value for name, value in row.items()}
    shown = {name: named.get(name) for name in shape.model_fields}
    if shown.get("parent") is not None:
        shown["parent"] = str(shown["parent"])
    if reading := shown.get("reading"):
        shown["reading"] = {name: reading[name] for name in EditedReading.model_fields}
    return shown


def patched(draft: Any, patch: Any, at: str = "/body") -> Any:
    """Return a JSON value as a merge patch changes it (RFC 7396): objects member by member, null takes away.

    Raises InvalidDraft where the patch is deeper than any draft, or names what no database takes. `at` is where in the
    request the patch stands.

    >>> patched({"note": "甲", "terms": {"1": {"text": "三变"}}}, {"note": None, "terms": {"1": {"text": "四变"}}})
    {'terms': {'1': {'text': '四变'}}}
    """
    if at.count("/") > _DEPTH + 1:
        raise InvalidDraft(f"a patch is at most {_DEPTH} objects deep")
    if not isinstance(patch, dict):
        return patch
    found = dict(draft) if isinstance(draft, dict) else {}
    for name, value in patch.items():
        _check_name(name, at)
        if value is None:
            found.pop(name, None)
        else:
            found[name] = patched(found.get(name), value, f"{at}/{escaped(name)}")
    return found


def check_fields(patch: Mapping[str, Any]) -> None:
    """Raise InvalidDraft where a patch takes away a field that no draft has: `{"defnition": null}` would do nothing.

    A field that is stated under such a name is refused with the draft that it would make. A row may be taken away twice.
    """
    faults = [*_unknown_fields(EditedConcept, patch, "/body")]
    for kind, shape in _SHAPES:
        rows = patch.get(kind)
        for name, row in rows.items() if isinstance(rows, dict) else ():
            if isinstance(row, dict):
                at = f"/body/{kind}/{escaped(name)}"
                faults += _unknown_fields(shape, row, at)
                if isinstance(row.get("reading"), dict):
                    faults += _unknown_fields(EditedReading, row["reading"], f"{at}/reading")
    if faults:
        raise InvalidDraft("; ".join(f"{one.pointer}: {one.detail}" for one in faults[:3]), tuple(faults))


def _unknown_fields(shape: type[Draft], patch: Mapping[str, Any], at: str) -> Iterator[Fault]:
    for name, value in patch.items():
        if value is None and name not in shape.model_fields:
            _check_name(name, at)
            told = f"there is no such field{hint(name, shape.model_fields)}"
            yield Fault(told, f"{at}/{escaped(name)}")


def _check_name(name: str, at: str) -> None:
    """Raise InvalidDraft where a name cannot be told, not even in an error."""
    try:
        storable(name)
    except ValueError as error:
        raise InvalidDraft(f"a name in a patch {error}", (Fault(f"a name in it {error}", at),)) from error
    if len(name) > _LONGEST_NAME:
        told = f"a name in a patch has at most {_LONGEST_NAME} characters"
        raise InvalidDraft(told, (Fault(told, at),))


def validated(draft: Any) -> EditedConcept:
    """Return a draft validated. Raises InvalidDraft with a fault for each part of it that is wrong."""
    try:
        return EditedConcept.model_validate(draft)
    except ValidationError as error:
        faults = tuple(
            Fault(plain_words(one["msg"]), "/body" + "".join(f"/{escaped(part)}" for part in one["loc"]))
            for one in error.errors()
        )
        raise InvalidDraft("; ".join(f"{one.pointer}: {one.detail}" for one in faults[:3]), faults) from error


def content_of(stated: EditedConcept, before: Content) -> Content:
    """Return an edited concept as the content that it is to have; new rows have ids below zero, each its own.

    What sources alone say of it stays. Raises InvalidDraft where a member belongs to none, or to itself.
    """
    content = {**before, **stated.model_dump(mode="json", include={"subject_field", "status", "replaced_by", "note"})}
    for kind in _KINDS:
        rows: dict[str, Draft] = getattr(stated, kind)
        ids = _ids(rows, before[kind])
        known = {row["id"]: row for row in before[kind]}
        content[kind] = [_row(ids[name], row, known.get(ids[name])) for name, row in rows.items()]
        if kind == "members":
            for name, row in zip(rows, content[kind], strict=True):
                row["parent_id"] = _parent(row["parent_id"], ids, f"/body/members/{escaped(name)}/parent")
            _refuse_circles(content[kind])
            _part_places(content[kind])
    return content


Names = Mapping[str, Mapping[int, str]]
"""What a client calls the rows of each kind, by their ids."""


def names_of(stated: EditedConcept, before: Content) -> Names:
    """Return what the client calls the rows of a content (see `content_of`)."""
    return {kind: {row: name for name, row in _ids(getattr(stated, kind), before[kind]).items()} for kind in _KINDS}


def _ids(names: Iterable[str], before: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    known = {str(row["id"]): row["id"] for row in before}
    return {name: known.get(name, -1 - place) for place, name in enumerate(names)}


def _row(row_id: int, stated: Draft, before: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return an edited row as history keeps it: with the names of columns; a source only where it has one."""
    columns = {name: column for column, name in _NAMES.items()}
    row = {columns.get(name, name): value for name, value in stated.model_dump(mode="json").items()}
    if "source" in row and row["source"] is None:
        del row["source"]
    if row.get("reading") and before and before.get("reading"):
        row["reading"] = {"id": before["reading"]["id"], **row["reading"]}
    if before and "from_id" in before:
        row["from_id"] = before["from_id"]
    return {"id": row_id, **row}


def _parent(name: str | None, ids: Mapping[str, int], pointer: str) -> int | None:
    if name is not None and name not in ids:
        raise InvalidDraft(f"there is no member {name}", (Fault("no member has that name", pointer),))
    return ids[name] if name is not None else None


def _refuse_circles(members: Iterable[Mapping[str, Any]]) -> None:
    """Raise InvalidDraft where a member is a part of itself, or parts have parts deeper than `_LEVELS`."""
    parents = {row["id"]: row["parent_id"] for row in members}
    for member in parents:
        chain: list[int] = [member]
        while (above := parents[chain[-1]]) is not None:
            if above in chain:
                told = "a member cannot be a part of itself"
                raise InvalidDraft(told, (Fault("a circle of parts", "/body/members"),))
            chain.append(above)
            if len(chain) > _LEVELS:
                raise InvalidDraft(_TOO_DEEP, (Fault(_TOO_DEEP, "/body/members"),))


def _part_places(members: list[dict[str, Any]]) -> None:
    """Give the parts of one parent each its own place where two have the same: by what was given, then as they stand."""
    parts: dict[int | None, list[dict[str, Any]]] = {}
    for row in members:
        parts.setdefault(row["parent_id"], []).append(row)
    for rows in parts.values():
        if len({row["position"] for row in rows}) < len(rows):
            for place, row in enumerate(sorted(rows, key=lambda row: row["position"])):
                row["position"] = place
