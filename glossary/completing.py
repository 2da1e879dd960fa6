"""What nobody states of edited terms: their places, how Chinese ones are read, their traditional forms."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from glossary.language.known import Known
from glossary.language.pinyin import generated
from glossary.language.printed import printed
from glossary.terms import traditional_forms
from glossary.vocabulary import Lang, Origin

_Plain = Mapping[str, Any]


def completed(terms: Sequence[_Plain], before: Sequence[_Plain], known: Known) -> list[dict[str, Any]]:
    """Return edited terms, as history keeps them, with all that a term has; `before` are those that were there.

    A reading or traditional form that is not stated is generated; one that was generated of a text that is another now
    is made anew. Raises InvalidDraft where a stated reading does not spell its term.
    """
    was = {one["id"]: one for one in before}
    placed = _placed(terms)
    anew = {one["position"] for one in placed if _is_anew(one, was.get(one["id"]))}
    kept = [
        {**one, "reading": _reading(one, was.get(one["id"]), known)}
        for one in placed
        if not (one["position"] in anew and _is_generated_form(one) and one == was.get(one["id"]))
    ]
    return [*kept, *_forms(kept, anew, known)]


def _placed(terms: Sequence[_Plain]) -> list[dict[str, Any]]:
    """Return terms with a position each: behind all others of their side, Chinese or English, where none is stated."""
    behind = {True: 0, False: 0}
    for one in terms:
        if one["position"] is not None:
            behind[_is_english(one)] = max(behind[_is_english(one)], one["position"] + 1)
    found = []
    for one in terms:
        position = one["position"]
        if position is None:
            position = behind[_is_english(one)]
            behind[_is_english(one)] += 1
        found.append({**one, "position": position})
    return found


def in_close_places(terms: Iterable[_Plain]) -> list[_Plain]:
    """Return terms in the order of their places, which follow each other without gaps on either side.

    Forms of one name, which share a place, still do.
    """
    ordered = sorted(terms, key=lambda one: one["position"])
    places: dict[tuple[bool, int], int] = {}
    counts = {True: 0, False: 0}
    for one in ordered:
        side = _is_english(one)
        if (side, one["position"]) not in places:
            places[side, one["position"]] = counts[side]
            counts[side] += 1
    return [{**one, "position": places[_is_english(one), one["position"]]} for one in ordered]


def _is_english(term: _Plain) -> bool:
    return bool(term["lang"] == Lang.EN)


def _is_anew(term: _Plain, old: _Plain | None) -> bool:
    """Return whether a term is a name, in simplified characters, that was not there before."""
    return term["lang"] == Lang.HANS and (old is None or old["text"] != term["text"])


def _is_generated_form(term: _Plain) -> bool:
    return term["lang"] not in (Lang.HANS, Lang.EN) and term["origin"] == Origin.GENERATED


def _forms(terms: Sequence[_Plain], positions: set[int], known: Known) -> Iterator[dict[str, Any]]:
    """Yield the traditional forms of the new names at some positions, where none is stated."""
    fresh = min((one["id"] for one in terms), default=0)
    taken = {(one["lang"], one["text"]) for one in terms}
    stated = {one["position"] for one in terms if one["lang"] == Lang.HANT}
    for one in terms:
        if one["lang"] != Lang.HANS or one["position"] not in positions - stated:
            continue
        for lang, form in traditional_forms(one["text"], known):
            if (lang, form) not in taken:
                fresh = min(fresh, 0) - 1
                yield {**one, "id": fresh, "lang": lang, "text": form, "origin": Origin.GENERATED, "reading": None}


def _reading(term: _Plain, old: _Plain | None, known: Known) -> dict[str, Any] | None:
    if term["lang"] != Lang.HANS:
        return None
    stated, before = term["reading"], old["reading"] if old else None
    is_same = bool(before) and stated is not None and _spelling(stated) == _spelling(before)
    if stated is None or (is_same and _is_anew(term, old)):
        guess = generated(term["text"], known)
        return _kept_id(before, " ".join(guess.elements), guess.display, Origin.GENERATED, reviewed=False)
    if is_same:
        origin = Origin.CURATED if stated["reviewed"] and stated["origin"] == Origin.GENERATED else stated["origin"]
        return {**stated, "origin": origin}
    is_shown = stated["display"] is not None and (before is None or stated["display"] != before["display"])
    found = printed(term["text"], stated["display"] if is_shown else stated["syllables"] or "", known)
    if found is None:
        return None
    # In a patch of a reading that nobody had reviewed, `reviewed` is still what it was: who spells it anew has reviewed it.
    is_reviewed = stated["reviewed"] or before is not None
    origin = Origin.CURATED if is_reviewed else stated["origin"]
    return _kept_id(before, " ".join(found.elements), found.display, origin, reviewed=is_reviewed)


def _spelling(reading: _Plain | None) -> tuple[str, str] | None:
    return (reading["display"], reading["syllables"]) if reading else None


def _kept_id(before: _Plain | None, syllables: str, display: str, origin: Origin, *, reviewed: bool) -> dict[str, Any]:
    return {
        "id": before["id"] if before else -1,
        "syllables": syllables,
        "display": display,
        "reviewed": reviewed,
        "origin": origin,
    }
