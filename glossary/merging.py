"""Merging two concepts that are one: what the one has and the other lacks goes over, and the old id redirects."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from glossary.contents import bring
from glossary.editing import current
from glossary.errors import Fault, InvalidDraft
from glossary.homographs import definition_key
from glossary.snapshots import Content
from glossary.vocabulary import ConceptStatus, Lang, TermStatus, TextKind
from glossary.writing import Writing

_Plain = Mapping[str, Any]


def merge_concepts(write: Writing, concept: str, into: str, versions: Collection[int] | None) -> None:
    """Merge `concept` into `into`; `versions` are those of the former that this was asked for, None: any.

    What has the same name, text or sentence in both stays as `into` has it. Of the rest the terms go over behind those of
    `into` and none of them as preferred, and so do definitions in other words, sentences, sources and ties; the parts only
    where `into` counts none. Raises what `editing.current` raises, and InvalidDraft where the two are one already.
    """
    if concept == into:
        raise InvalidDraft("a concept cannot be merged into itself", (Fault("the same concept", "/body/into"),))
    before = current(write.session, concept, versions).content()
    target = current(write.session, into).content()
    joined = _joined(target, before, {concept, into})
    emptied: Content = {kind: [] for kind, rows in before.items() if isinstance(rows, list)}
    bring(write, {concept: {**before, **emptied, "status": ConceptStatus.MERGED, "replaced_by": into}, into: joined})


def _joined(target: Content, other: Content, both: Collection[str]) -> Content:
    joined = {
        **target,
        "subject_field": target["subject_field"] or other["subject_field"],
        "note": target["note"] or other["note"],
        "terms": [*target["terms"], *_terms(target["terms"], other["terms"])],
        "members": target["members"] or other["members"],
    }
    for kind, key in (
        ("texts", _text_key),
        ("attestations", lambda row: row["source"]),
        ("contexts", lambda row: (row["source"], row["start"])),
    ):
        joined[kind] = [*target[kind], *_lacking(target[kind], other[kind], key)]
    ties = [{**row, "from_id": target["id"]} for row in other["relations"]]
    more = _lacking(target["relations"], ties, lambda row: (row["to_id"], row["kind"]))
    joined["relations"] = [row for row in (*target["relations"], *more) if row["to_id"] not in both]
    return joined


def _lacking(there: Sequence[_Plain], others: Iterable[_Plain], key: Any) -> list[_Plain]:
    """Return those of `others` whose key nothing that is there has."""
    known = {key(row) for row in there}
    return [row for row in others if key(row) not in known]


def _text_key(text: _Plain) -> tuple[str, str, str]:
    body = definition_key(text["body"]) if text["kind"] == TextKind.DEFINITION else text["body"]
    return text["kind"], text["lang"], body


def _terms(there: Sequence[_Plain], others: Sequence[_Plain]) -> list[_Plain]:
    """Return the terms that are lacking, each behind those of its side; forms of one name stay together."""
    behind = {
        side: 1 + max((row["position"] for row in there if (row["lang"] == Lang.EN) is side), default=-1)
        for side in (True, False)
    }
    return [
        {
            **row,
            "position": behind[row["lang"] == Lang.EN] + row["position"],
            "status": TermStatus.ADMITTED if row["status"] == TermStatus.PREFERRED else row["status"],
        }
        for row in _lacking(there, others, lambda row: (row["lang"], row["text"]))
    ]
