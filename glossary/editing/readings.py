"""How an edited Chinese term is read: what the patch states of it, what stays, what is generated anew."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from glossary.errors import Fault, InvalidDraft
from glossary.language.known import Known
from glossary.language.pinyin import TermReading, generated
from glossary.language.printed import has_tones, printed
from glossary.vocabulary import Origin

_Plain = Mapping[str, Any]
_SPELLINGS = ("display", "syllables")


@dataclass(frozen=True, slots=True)
class RowPatch:
    """What a patch itself says of a row, and where it stands in the request; `patch` is empty where it says nothing."""

    patch: _Plain
    pointer: str


def edited_reading(term: _Plain, old: _Plain | None, said: RowPatch, known: Known) -> dict[str, Any] | None:
    """Return the reading that a term in simplified characters has after an edit, None where it has none.

    `old` is the term as it was. What the patch does not touch stays as it is; what is spelled with tones counts as
    reviewed unless the patch says otherwise; what is guessed does not. Raises InvalidDraft where what is stated does
    not spell the term, or spells it in two ways.
    """
    before = old["reading"] if old else None
    is_renamed = old is None or old["text"] != term["text"]
    if "reading" not in said.patch and not is_renamed:
        return dict(term["reading"]) if term["reading"] else None
    if before is None and not is_renamed and said.patch["reading"] is None:
        return None  # as it was: a draft that is sent back says so of what has no reading
    told = said.patch.get("reading") or {}
    spelled = {name: told[name] for name in _SPELLINGS if told.get(name) is not None}
    is_same = before is not None and all(before[name] == value for name, value in spelled.items())
    if spelled and not (is_same and (is_renamed or "reviewed" in told)):
        return _spelled(term, before, spelled, told, RowPatch(told, f"{said.pointer}/reading"), known)
    is_taken_away = any(name in told and told[name] is None for name in _SPELLINGS)
    if before is None or is_renamed or not told or (is_taken_away and not before["reviewed"]):
        return _row(before, generated(term["text"], known), Origin.GENERATED, reviewed=False)
    return _judged(before, told)


def _judged(before: _Plain, told: _Plain) -> dict[str, Any]:
    """Return a reading that is spelled as it was, with what a patch says of its standing."""
    reviewed = before["reviewed"] if told.get("reviewed") is None else told["reviewed"]
    origin = told.get("origin") or before["origin"]
    if reviewed and origin == Origin.GENERATED:
        origin = Origin.CURATED
    return {**before, "reviewed": reviewed, "origin": origin}


def _spelled(
    term: _Plain, before: _Plain | None, spelled: _Plain, told: _Plain, said: RowPatch, known: Known
) -> dict[str, Any] | None:
    """Return the reading that a patch spells; of two spellings the one that is new, the other must not contradict it."""
    new = {name: value for name, value in spelled.items() if before is None or before[name] != value} or spelled
    found = {name: _read(term["text"], value, f"{said.pointer}/{name}", known) for name, value in new.items()}
    if len({one.elements if one else None for one in found.values()}) > 1:
        detail = f"display and syllables of {term['text']} spell it in two ways"
        raise InvalidDraft(detail, (Fault(detail, said.pointer),))
    name, reading = next(iter(found.items()))
    if reading is None:
        return None
    is_toned = has_tones(new[name])
    origin = told.get("origin") or (Origin.CURATED if is_toned else Origin.GENERATED)
    return _row(before, reading, origin, reviewed=is_toned and told.get("reviewed") is not False)


def _read(text: str, spelled: str, pointer: str, known: Known) -> TermReading | None:
    try:
        return printed(text, spelled, known)
    except InvalidDraft as error:
        raise InvalidDraft(str(error), (Fault(str(error), pointer),)) from error


def _row(before: _Plain | None, reading: TermReading, origin: str, *, reviewed: bool) -> dict[str, Any] | None:
    if not reading.elements:
        return None
    return {
        "id": before["id"] if before else -1,
        "syllables": " ".join(reading.elements),
        "display": reading.display,
        "reviewed": reviewed,
        "origin": origin,
    }
