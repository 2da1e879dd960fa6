"""What nobody states of edited terms: their places, how Chinese ones are read, their traditional forms."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from glossary.editing.readings import RowPatch, edited_reading
from glossary.errors import Fault, InvalidDraft
from glossary.language.known import Known
from glossary.language.normalise import is_other_script, label
from glossary.language.script import simplified
from glossary.terms import traditional_forms
from glossary.vocabulary import Lang, Origin

_Plain = Mapping[str, Any]
_Row = dict[str, Any]


def completed(
    terms: Sequence[_Plain], before: Sequence[_Plain], known: Known, said: Mapping[int, RowPatch]
) -> list[dict[str, Any]]:
    """Return edited terms, as history keeps them, with all that a term has; `before` are those that were there.

    `said` is what the patch says of each. A reading or traditional form that is not stated is generated; one of a text
    that is another now is made anew. The forms of a name go with it: to its place, to its type, away. Raises
    InvalidDraft where a stated reading does not spell its term, or a form is no other writing of its name.
    """
    was = {one["id"]: one for one in before}
    placed = _converted(_placed(terms), was)
    owners = _owners(placed, before)
    kept = list(_with_names(placed, owners, was, said))
    owners |= {one["id"]: one["id"] for one in kept if one["lang"] == Lang.HANS}
    new = list(_new_forms(kept, owners, was, known))
    owners |= {one["id"]: name for one, name in new}
    rows = list(_unrepeated([*kept, *(one for one, _ in new)], owners))
    nothing = RowPatch({}, "/body/terms")
    for one in rows:
        is_name = one["lang"] == Lang.HANS
        one["reading"] = (
            edited_reading(one, was.get(one["id"]), said.get(one["id"], nothing), known) if is_name else None
        )
    if {one["id"]: one for one in rows} == was:
        return rows
    return _in_own_places(rows, owners)


def _placed(terms: Sequence[_Plain]) -> list[_Row]:
    """Return terms with a position each: behind all others of their side, Chinese or English, where none is stated.

    A form of a name that is there goes to that name.
    """
    behind = {True: 0, False: 0}
    for one in terms:
        if one["position"] is not None:
            behind[_is_english(one)] = max(behind[_is_english(one)], one["position"] + 1)
    found: list[_Row] = []
    names: dict[str, int] = {}
    for one in sorted(terms, key=_is_form):
        position = one["position"]
        if position is None and _is_form(one):
            position = names.get(label(one["text"]))
        if position is None:
            position = behind[_is_english(one)]
            behind[_is_english(one)] += 1
        if one["lang"] == Lang.HANS:
            names.setdefault(label(one["text"]), position)
        found.append({**one, "position": position})
    return found


def in_close_places(terms: Iterable[_Plain]) -> list[_Row]:
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


def _in_own_places(rows: Sequence[_Row], owners: Mapping[int, int | None]) -> list[_Row]:
    """Return terms in close places, each name with its forms in one that no other name has."""
    order: dict[object, int] = {}
    for one in sorted(rows, key=lambda one: (one["position"], _is_form(one))):
        order.setdefault(_group(one, owners), len(order))
    return in_close_places({**one, "position": order[_group(one, owners)]} for one in rows)


def _group(term: _Plain, owners: Mapping[int, int | None]) -> object:
    """Return what the forms of one name have in common: the name, or else their place."""
    if _is_english(term):
        return term["id"]
    owner = owners.get(term["id"])
    return ("place", term["position"]) if owner is None else owner


def _is_english(term: _Plain) -> bool:
    return bool(term["lang"] == Lang.EN)


def _is_form(term: _Plain) -> bool:
    return term["lang"] not in (Lang.HANS, Lang.EN)


def _is_anew(term: _Plain, was: Mapping[int, _Plain]) -> bool:
    """Return whether a term was not there before, or with another text."""
    return term["id"] not in was or was[term["id"]]["text"] != term["text"]


def _converted(terms: Sequence[_Row], was: Mapping[int, _Plain]) -> list[_Row]:
    """Return terms with new names that were given in traditional characters in simplified ones, and as their form."""
    fresh = min((0, *(one["id"] for one in terms)))
    taken = {(one["lang"], one["text"]) for one in terms}
    found: list[_Row] = []
    for one in terms:
        text = simplified(one["text"]) if one["lang"] == Lang.HANS and _is_anew(one, was) else one["text"]
        found.append({**one, "text": text, "origin": one["origin"] if text == one["text"] else Origin.GENERATED})
        if text != one["text"] and (Lang.HANT, one["text"]) not in taken:
            fresh -= 1
            found.append({**one, "id": fresh, "lang": Lang.HANT, "origin": Origin.CURATED, "reading": None})
    return found


def _owners(terms: Sequence[_Plain], before: Sequence[_Plain]) -> dict[int, int | None]:
    """Return the name of each traditional form, by ids: that which it was of, if it stays where it was."""
    was = {one["id"]: one for one in before}
    owners: dict[int, int | None] = {}
    for one in filter(_is_form, terms):
        old = was.get(one["id"])
        stays = old is not None and old["position"] == one["position"]
        names = [name for name in (before if stays else terms) if name["lang"] == Lang.HANS]
        there = [name for name in names if name["position"] == one["position"]]
        same = [name for name in there if label(name["text"]) == label(one["text"])]
        owners[one["id"]] = next((name["id"] for name in (*same, *there)), None)
    return owners


def _with_names(
    terms: Sequence[_Row], owners: dict[int, int | None], was: Mapping[int, _Plain], said: Mapping[int, RowPatch]
) -> Iterator[_Row]:
    """Yield terms, of traditional forms those that fit their names as these are now, at their places."""
    names = {one["id"]: one for one in terms if one["lang"] == Lang.HANS}
    for one in terms:
        old = was.get(one["id"])
        if not _is_form(one):
            yield one
            continue
        name = names.get(owners[one["id"]] or 0)
        is_stated = old is None or any(old[part] != one[part] for part in ("text", "lang", "position"))
        if is_stated and one["origin"] == Origin.GENERATED and "origin" not in (said[one["id"]].patch if old else {}):
            one = {**one, "origin": Origin.CURATED}  # noqa: PLW2901 - the form as it is from here on
        is_generated = one["origin"] == Origin.GENERATED
        if name is None:
            if owners[one["id"]] is None or not is_generated:
                owners[one["id"]] = None
                yield one
        elif is_stated:
            _check_form(one, name, said)
            yield {**one, "position": name["position"]}
        elif not _is_anew(name, was) or (not is_generated and label(one["text"]) == label(name["text"])):
            yield {**one, **(_followed(name, was) if is_generated else {}), "position": name["position"]}


def _check_form(form: _Plain, name: _Plain, said: Mapping[int, RowPatch]) -> None:
    if not is_other_script(name["text"], form["text"]):
        told = f"the traditional form {form['text'][:_TOLD]} is not {name['text'][:_TOLD]} character by character"
        pointer = said[form["id"]].pointer if form["id"] in said else "/body/terms"
        raise InvalidDraft(told, (Fault(told, f"{pointer}/text"),))


_TOLD = 80


def _followed(name: _Plain, was: Mapping[int, _Plain]) -> _Row:
    """Return what became of a name that becomes of its generated forms too."""
    old = was.get(name["id"], name)
    return {part: name[part] for part in ("type", "status", "forbidden") if name[part] != old[part]}


def _new_forms(
    terms: Sequence[_Plain], owners: Mapping[int, int | None], was: Mapping[int, _Plain], known: Known
) -> Iterator[tuple[_Row, int]]:
    """Yield the traditional forms of the new names that have none stated, each with the id of its name."""
    fresh = min((0, *(one["id"] for one in terms)))
    taken = {(one["lang"], one["text"]) for one in terms}
    stated = {owners[one["id"]] for one in terms if one["lang"] == Lang.HANT}
    for one in terms:
        if one["lang"] != Lang.HANS or not _is_anew(one, was) or one["id"] in stated:
            continue
        unsourced = {part: value for part, value in one.items() if part != "source"}
        for lang, form in traditional_forms(one["text"], known):
            if (lang, form) not in taken:
                taken.add((lang, form))
                fresh -= 1
                origin = Origin.GENERATED
                yield (
                    {**unsourced, "id": fresh, "lang": lang, "text": form, "origin": origin, "reading": None},
                    one["id"],
                )


def _unrepeated(terms: Sequence[_Row], owners: Mapping[int, int | None]) -> Iterator[_Row]:
    """Yield terms without the forms of regions that are the general form of the same name."""
    general = {(owners[one["id"]], one["text"]) for one in terms if one["lang"] == Lang.HANT}
    for one in terms:
        owner = owners.get(one["id"])
        if owner is None or one["lang"] not in (Lang.HANT_TW, Lang.HANT_HK) or (owner, one["text"]) not in general:
            yield one
