"""Merging two concepts that are one: what the one has and the other lacks goes over, and the old id redirects."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from glossary.browsing import Version
from glossary.editing.changing import current, too_many
from glossary.editing.completing import in_close_places
from glossary.editing.contents import bring
from glossary.editing.replacing import leads_to
from glossary.errors import Conflict, Fault, InvalidDraft, NotFound, Withdrawn
from glossary.homographs import definition_key
from glossary.snapshots import Content
from glossary.vocabulary import ConceptStatus, Lang, TermStatus, TextKind
from glossary.writing import Writing

_Plain = Mapping[str, Any]


def merge_concepts(write: Writing, concept: str, into: str, versions: Collection[Version] | None) -> None:
    """Merge `concept` into `into`; `versions` are those of the former that this was asked for, None: any.

    What has the same name, text, part or sentence in both stays as `into` has it, with what only the other says of it:
    a prohibition, a reviewed reading, an equivalence, the English of a part. Of the rest the terms go over behind those
    of `into` and none of them as preferred, and so do definitions in other words, sentences, sources and ties; the
    parts only where `into` counts none. Raises what `changing.current` raises of `concept`, and InvalidDraft where the
    two are one already, `into` cannot be changed, or would have too many rows.
    """
    if concept == into:
        raise InvalidDraft("a concept cannot be merged into itself", (Fault("the same concept", "/body/into"),))
    before = current(write.session, concept, versions).content()
    try:
        target = current(write.session, into).content()
    except (NotFound, Withdrawn, Conflict) as error:
        raise InvalidDraft(str(error), (Fault(str(error), "/body/into"),)) from error
    joined = _joined(target, before, {concept, into})
    if leads_to(write.session, into, concept):
        joined["replaced_by"] = None
        if joined["status"] == ConceptStatus.SUPERSEDED:
            joined["status"] = ConceptStatus.ACTIVE
    if faults := [Fault(told, "/body/into") for told, _ in too_many(joined)]:
        raise InvalidDraft(faults[0].detail, tuple(faults))
    emptied: Content = {kind: [] for kind, rows in before.items() if isinstance(rows, list)}
    bring(write, {concept: {**before, **emptied, "status": ConceptStatus.MERGED, "replaced_by": into}, into: joined})


def _joined(target: Content, other: Content, both: Collection[str]) -> Content:
    joined = {
        **target,
        "subject_field": target["subject_field"] or other["subject_field"],
        "note": target["note"] or other["note"],
        "terms": _terms(target["terms"], other["terms"]),
        "members": [
            {**row, "member_concept_id": None} if row["member_concept_id"] in both else row
            for row in _members(target["members"], other["members"])
        ],
    }
    # What is served first has the lowest id: as new rows they come behind those of the target, whichever was made first.
    for kind, key in (("texts", _text_key), ("attestations", lambda row: row["source"])):
        more = _lacking(target[kind], other[kind], key)
        joined[kind] = [*target[kind], *({**row, "id": -1 - place} for place, row in enumerate(more))]
    sentences = _lacking(target["contexts"], other["contexts"], lambda row: (row["source"], row["start"]))
    joined["contexts"] = [*target["contexts"], *sentences]
    ties = [{**row, "from_id": target["id"]} for row in other["relations"]]
    lacking = _lacking(target["relations"], ties, lambda row: (row["to_id"], row["kind"]))
    joined["relations"] = [row for row in (*target["relations"], *lacking) if row["to_id"] not in both]
    return joined


def _lacking(there: Sequence[_Plain], others: Iterable[_Plain], key: Any) -> list[_Plain]:
    """Return those of `others` whose key nothing that is there has."""
    known = {key(row) for row in there}
    return [row for row in others if key(row) not in known]


def _text_key(text: _Plain) -> tuple[str, str, str]:
    body = definition_key(text["body"]) if text["kind"] == TextKind.DEFINITION else text["body"]
    return text["kind"], text["lang"], body


def _members(there: Sequence[_Plain], others: Sequence[_Plain]) -> Sequence[_Plain]:
    """Return the parts of the one, or where it counts none of the other; a part of both with what only the other says."""
    same = {row["zh"]: row for row in others}
    return [{**row, **_filled(row, same.get(row["zh"], row), ("en", "member_concept_id"))} for row in there] or others


def _filled(row: _Plain, other: _Plain, names: Iterable[str]) -> dict[str, Any]:
    return {name: other[name] for name in names if row[name] is None}


def _terms(there: Sequence[_Plain], others: Sequence[_Plain]) -> list[dict[str, Any]]:
    """Return the terms of both, each of `others` behind those of its side; forms of one name stay together."""
    behind = {
        side: 1 + max((row["position"] for row in there if (row["lang"] == Lang.EN) is side), default=-1)
        for side in (True, False)
    }
    more = [
        {
            **row,
            "position": behind[row["lang"] == Lang.EN] + row["position"],
            "status": TermStatus.ADMITTED if row["status"] == TermStatus.PREFERRED else row["status"],
        }
        for row in _lacking(there, others, _term_key)
    ]
    same = {_term_key(row): row for row in others}
    return in_close_places([*(_stricter(row, same.get(_term_key(row), row)) for row in there), *more])


def _term_key(term: _Plain) -> tuple[str, str]:
    return term["lang"], term["text"]


def _stricter(term: _Plain, other: _Plain) -> _Plain:
    """Return a term that both concepts have, with the stricter standing of the two, and what only the other says of it."""
    return {
        **term,
        **_filled(term, other, ("equivalence",)),
        "reading": _reviewed(term["reading"], other["reading"]),
        "forbidden": term["forbidden"] or other["forbidden"],
        "status": max(term["status"], other["status"], key=_STRICT.index)
        if other["status"] in _AGAINST
        else term["status"],
    }


_STRICT = list(TermStatus)
_AGAINST = (TermStatus.DEPRECATED, TermStatus.SUPERSEDED)


def _reviewed(reading: _Plain | None, other: _Plain | None) -> _Plain | None:
    """Return the reading of a term that both have: the own, but for one of which only the other was looked at."""
    if other is None or not other["reviewed"] or (reading and reading["reviewed"]):
        return reading
    return {**other, "id": reading["id"] if reading else -1}
