"""Creating, changing and withdrawing concepts by hand; each in the transaction of its caller."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection
from sqlmodel import Session, col, select

from glossary.browsing import Version, entry_json, version_of
from glossary.concepts import add_concept, same_headword
from glossary.drafts import ConceptDraft, TermDraft, TextDraft
from glossary.editing.completing import completed
from glossary.editing.contents import bring
from glossary.editing.edits import (
    MOST_ROWS,
    MOST_TEXT,
    Names,
    StatedConcept,
    StatedRendering,
    check_fields,
    content_of,
    draft_of,
    names_of,
    patched,
    validated,
)
from glossary.editing.readings import RowPatch
from glossary.editing.replacing import astray, leads_to
from glossary.entries import SERVED
from glossary.errors import Conflict, Fault, InvalidDraft, NotFound, Stale, Withdrawn, escaped
from glossary.homographs import definition_key
from glossary.known_words import KnownWords
from glossary.language.known import Known
from glossary.language.normalise import label
from glossary.language.printed import has_tones
from glossary.matching.sizes import refuse_large
from glossary.model import Concept, Source
from glossary.snapshots import Content, Snapshot, snapshots
from glossary.terms import named_terms
from glossary.vocabulary import ConceptStatus, Lang, Origin, TermStatus, TextKind
from glossary.writing import Writing

_BY_EDITING = (ConceptStatus.ACTIVE, ConceptStatus.DEPRECATED, ConceptStatus.SUPERSEDED)
"""The standings that an edit may give; the others are what withdrawing and merging do."""


def add_stated(write: Writing, stated: StatedConcept) -> str:
    """Add the concept that a person states, and return its id.

    Raises Conflict where there is a concept with that headword and that definition, InvalidDraft where it cannot be stored.
    """
    session = write.session
    _check_names(stated)
    source = _source(session, stated.source)
    draft = _drafted(stated, KnownWords(session), is_attested=source is not None)
    known = same_headword(session, draft.headword)
    same = [one for one, bodies in known.items() if definition_key(draft.definition) in map(definition_key, bodies)]
    if same:
        raise Conflict(f"concept {same[0]} has this headword and this definition")
    return add_concept(write, draft, source)


def current(session: Session, concept: str, versions: Collection[Version] | None = None) -> Snapshot:
    """Return a concept that is to be changed; `versions` are those that the change was made for, None: any.

    Raises NotFound, Withdrawn, Conflict where it was merged, and Stale where it has another version now.
    """
    snapshot = snapshots(session, [concept]).get(concept)
    if snapshot is None:
        raise NotFound(f"there is no concept {concept}")
    row = snapshot.concept
    if row.status == ConceptStatus.MERGED:
        raise Conflict(f"concept {concept} was merged into {row.replaced_by}; that is the one to change")
    if row.status == ConceptStatus.WITHDRAWN:
        raise Withdrawn(f"concept {concept} was withdrawn")
    if versions is not None and (now := version_of(session.connection(), concept)) not in versions:
        if any(one.number == now.number for one in versions):
            raise Stale(
                f"concept {concept} was read in another epoch of the store, or its tag was cut short; read it again"
            )
        raise Stale(f"concept {concept} was changed meanwhile; it has version {row.version} now")
    return snapshot


def concept_draft(connection: Connection, concept: str) -> dict[str, Any]:
    """Return a concept as it is edited (see `edits`), with its version. Raises what `browsing.entry_json` raises."""
    entry_json(connection, concept)
    snapshot = snapshots(Session(connection), [concept])[concept]
    return {"id": concept, "version": snapshot.concept.version, **draft_of(snapshot.content())}


def change_concept(write: Writing, concept: str, patch: Any, versions: Collection[Version] | None) -> None:
    """Change a concept as a merge patch of its draft says (see `edits`); what nobody states of a new term is generated.

    Raises what `current` raises, and InvalidDraft where what it would be cannot be stored.
    """
    if not isinstance(patch, dict):
        raise InvalidDraft("a patch is a JSON object", (Fault("not an object", "/body"),))
    snapshot = current(write.session, concept, versions)
    before = snapshot.content()
    own = {"id": concept, "version": snapshot.concept.version}
    patch = {name: value for name, value in patch.items() if name not in own or own[name] != value}
    check_fields(patch)
    stated = validated(patched(draft_of(before), patch))
    names = names_of(stated, before)
    after = _owned(content_of(stated, before), before)
    said = {
        row: RowPatch(_part(patch, "terms", name), f"/body/terms/{escaped(name)}")
        for row, name in names["terms"].items()
    }
    if told := next(
        refuse_large((one["lang"], one["text"]) for one in after["terms"]), None
    ):  # before more is generated
        raise InvalidDraft(told, (Fault(told, "/body/terms"),))
    after["terms"] = completed(after["terms"], before["terms"], KnownWords(write.session), said)
    _check(write.session, before, after, names)
    bring(write, {concept: after})


def _part(patch: Any, *names: str) -> dict[str, Any]:
    """Return the object that a patch has under some names, one in the other; an empty one where it has none."""
    for name in names:
        patch = patch.get(name) if isinstance(patch, dict) else None
    return patch if isinstance(patch, dict) else {}


def _owned(after: Content, before: Content) -> Content:
    """Return an edited content in which what a source says otherwise is the person's who wrote it, not the source's.

    That is a term or text in other words; where the patch states who says them, that stays. Else the next edition of the
    source would take them for its own, and replace them.
    """
    owned = dict(after)
    for kind, said in (("terms", "text"), ("texts", "body")):
        was = {row["id"]: row for row in before[kind]}
        owned[kind] = [_own(row, was.get(row["id"]), said) for row in after[kind]]
    return owned


def _own(row: dict[str, Any], was: dict[str, Any] | None, said: str) -> dict[str, Any]:
    if was is None or row["origin"] != Origin.ATTESTED or row[said] == was[said]:
        return row
    if was["origin"] != Origin.ATTESTED or row.get("source") != was.get("source"):
        return row
    own = {name: value for name, value in row.items() if name != "source"} | {"origin": Origin.CURATED}
    return own | {"locator": None} if "locator" in own else own


def withdraw_concept(write: Writing, concept: str, versions: Collection[Version] | None) -> None:
    """Withdraw a concept: its id answers that it is gone, its history stays.

    Raises what `current` raises, and Conflict where another one says that this one replaces it.
    """
    content = current(write.session, concept, versions).content()
    bring(write, {concept: {**content, "status": ConceptStatus.WITHDRAWN}})
    if told := next(astray(write.session, {concept}), None):
        raise Conflict(f"{told}; change that first")


def _check_names(stated: StatedConcept) -> None:
    """Raise InvalidDraft where a name has nothing to be compared by, a rendering contradicts itself, or there is too much."""
    named = [
        ("headword", stated.headword, "/body/headword"),
        *(("alias", one, f"/body/aliases/{place}") for place, one in enumerate(stated.aliases)),
        *(("rendering", one.text, f"/body/renderings/{place}/text") for place, one in enumerate(stated.renderings)),
    ]
    faults = tuple(Fault(_MARKS.format(kind, text), pointer) for kind, text, pointer in named if not label(text))
    told: dict[str, StatedRendering] = {}
    # Before anything is generated of it, which takes its time, too.
    terms = [
        *((Lang.HANS, one) for one in (stated.headword, *stated.aliases)),
        *((Lang.EN, one.text) for one in stated.renderings),
    ]
    faults += tuple(Fault(why, "/body") for why in refuse_large(terms))
    faults += tuple(
        Fault(f"the rendering {one.text} is said to be two things", f"/body/renderings/{place}")
        for place, one in enumerate(stated.renderings)
        if told.setdefault(one.text, one) != one
    )
    if faults:
        raise InvalidDraft("; ".join(one.detail for one in faults[:3]), faults)


def _source(session: Session, slug: str | None) -> Source | None:
    if slug is None:
        return None
    source = session.exec(select(Source).where(Source.slug == slug)).first()
    if source is None:
        raise InvalidDraft(f"there is no source {slug}", (Fault("no source has that slug", "/body/source"),))
    return source


def _drafted(stated: StatedConcept, known: Known, *, is_attested: bool) -> ConceptDraft:
    """Return what a person states as a draft. Raises InvalidDraft where that is wrong."""
    terms = _chinese(stated, known)
    if not is_attested:
        terms = [_curated(term, is_reviewed=has_tones(stated.pinyin or "")) for term in terms]
    origin = Origin.ATTESTED if is_attested else Origin.CURATED
    english = dict.fromkeys(stated.renderings)
    first = next((one for one in english if not one.forbidden), None)
    renderings = [
        TermDraft(
            lang=Lang.EN,
            **one.model_dump(exclude={"status"}),
            status=one.status or (TermStatus.PREFERRED if one is first else TermStatus.ADMITTED),
            origin=origin,
            position=place,
        )
        for place, one in enumerate(english)
    ]
    body = stated.definition.en
    return ConceptDraft(
        headword=terms[0].text,
        definition=stated.definition.zh,
        terms=(*terms, *renderings),
        texts=(TextDraft(lang=Lang.EN, kind=TextKind.DEFINITION, body=body, origin=origin),) if body else (),
        members=stated.members,
        subject_field=stated.subject_field,
        note=stated.note,
    )


def _chinese(stated: StatedConcept, known: Known) -> list[TermDraft]:
    """Return the Chinese terms of a concept that a person states. Raises InvalidDraft, saying which part is wrong."""
    try:
        terms = named_terms(stated.headword, stated.traditional, stated.pinyin, stated.aliases, known)
    except InvalidDraft as error:
        try:
            named_terms(stated.headword, stated.traditional, None, stated.aliases, known)
        except InvalidDraft:
            raise InvalidDraft(str(error), (Fault(str(error), "/body/traditional"),)) from error
        raise InvalidDraft(str(error), (Fault(str(error), "/body/pinyin"),)) from error
    return [term for term in terms if label(term.text)]


def _curated(term: TermDraft, *, is_reviewed: bool) -> TermDraft:
    """Return a term that no source attests as what a person wrote, its reading, if its tones were stated, as reviewed."""
    reading = term.reading
    if reading and reading.origin == Origin.ATTESTED:
        origin = Origin.CURATED if is_reviewed else Origin.GENERATED
        reading = reading.model_copy(update={"origin": origin, "reviewed": is_reviewed})
    origin = Origin.CURATED if term.origin == Origin.ATTESTED else term.origin
    return term.model_copy(update={"origin": origin, "reading": reading})


def too_many(content: Content) -> Iterator[tuple[str, str]]:
    """Yield what a content has more of than could ever be edited again, or than one write may derive, with its pointer."""
    for kind in ("terms", "texts", "members", "relations"):
        if (count := len(content[kind])) > MOST_ROWS:
            generated = ", those that are generated with them" if kind == "terms" else ""
            yield f"a concept has at most {MOST_ROWS} {kind}{generated}; this would have {count}", f"/body/{kind}"
    for why in refuse_large((one["lang"], one["text"]) for one in content["terms"]):
        yield why, "/body/terms"
    if (length := sum(len(one["body"]) for one in content["texts"])) > MOST_TEXT:
        yield f"the texts of a concept have at most {MOST_TEXT:,} characters; these have {length:,}", "/body/texts"


def _check(session: Session, before: Content, after: Content, names: Names) -> None:
    """Raise InvalidDraft where a content contradicts itself, or names what is not there."""
    found = (
        *too_many(after),
        *_contradictions(after, names),
        *_superseding(session, before, after),
        *_strangers(session, after, names),
    )
    faults = [Fault(*one) for one in found]
    if faults:
        raise InvalidDraft("; ".join(one.detail for one in faults[:3]), tuple(faults))


def _contradictions(content: Content, names: Names) -> Iterator[tuple[str, str]]:
    if content["status"] not in _BY_EDITING:
        yield "a concept is withdrawn by DELETE, and merged by its own operation", "/body/status"
    if content["replaced_by"] is None and content["status"] == ConceptStatus.SUPERSEDED:
        yield "what is superseded says by what: replaced_by", "/body/replaced_by"
    if not any(one["lang"] == Lang.HANS for one in content["terms"]):
        yield "a concept has a Chinese term (zh-Hans), its headword", "/body/terms"
    for (lang, text), count in Counter((one["lang"], one["text"]) for one in content["terms"]).items():
        if count > 1:
            yield f"the term {text} ({lang}) stands there {count} times", "/body/terms"
    for one in content["terms"]:
        if not label(one["text"]):
            yield _MARKS.format("term", one["text"]), f"{_pointer('terms', one, names)}/text"
    for tie, count in Counter((one["to_id"], one["kind"]) for one in content["relations"]).items():
        if count > 1:
            yield f"the relation to {tie[0]} stands there {count} times", "/body/relations"


_MARKS = "the {} {} has nothing but marks that no lookup heeds"


def _pointer(kind: str, row: Mapping[str, Any], names: Names) -> str:
    """Return where a row stands in the request; what was generated for it stands nowhere."""
    name = names[kind].get(row["id"])
    return f"/body/{kind}" if name is None else f"/body/{kind}/{escaped(name)}"


def _superseding(session: Session, before: Content, after: Content) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the concept that is newly said to replace another one."""
    other, pointer = after["replaced_by"], "/body/replaced_by"
    if other is None or other == before["replaced_by"]:
        return
    status = session.exec(select(Concept.status).where(Concept.id == other)).first()
    if status is None:
        yield f"there is no concept {other}", pointer
    elif other == after["id"]:
        yield "a concept does not refer to itself", pointer
    elif status not in SERVED:
        yield f"concept {other} was {status}", pointer
    elif leads_to(session, other, after["id"]):
        yield f"concept {other} is itself replaced by this one", pointer


def _strangers(session: Session, content: Content, names: Names) -> Iterator[tuple[str, str]]:
    """Yield what a content refers to that is not in the store, or is itself."""
    referred = [
        (one[column], f"{_pointer(kind, one, names)}/{part}")
        for kind, column, part in (("members", "member_concept_id", "concept"), ("relations", "to_id", "to"))
        for one in content[kind]
        if one[column] is not None
    ]
    there = set(session.exec(select(Concept.id).where(col(Concept.id).in_({one for one, _ in referred}))))
    for other, pointer in referred:
        if other == content["id"]:
            yield "a concept does not refer to itself", pointer
        elif other not in there:
            yield f"there is no concept {other}", pointer
    sourced = [
        (one["source"], f"{_pointer(kind, one, names)}/source")
        for kind in ("terms", "texts")
        for one in content[kind]
        if one.get("source")
    ]
    known = set(session.exec(select(Source.slug).where(col(Source.slug).in_({one for one, _ in sourced}))))
    yield from ((f"there is no source {slug}", pointer) for slug, pointer in sourced if slug not in known)
