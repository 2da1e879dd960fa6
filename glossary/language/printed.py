"""Readings as a source prints them: with tone digits, with tone marks, or without tones."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from glossary.errors import InvalidDraft
from glossary.language.aligning import Stretch, aligned, marked_spellings
from glossary.language.forms import normal_form
from glossary.language.known import NOTHING, Known
from glossary.language.normalise import is_han
from glossary.language.phrases import readings_of
from glossary.language.pinyin import TermReading, elements_of, generated
from glossary.language.syllables import ERHUA, UNKNOWN, is_syllable, marked, plain

_TOLD = 80


def printed(text: str, spelled: str, known: Known = NOTHING) -> TermReading | None:
    """Return the reading of `text` that a source prints as `spelled`; None where it says that it is unknown (`xx5`).

    It may have tone digits, tone marks, or no tones at all; then they are those of the reading that is generated with
    what is `known`, or else of another known reading of the character that has these letters. It is kept as it is and
    counts as attested, not as reviewed. Raises InvalidDraft where it does not spell the text: each Han character needs
    its syllable, whatever else is read out (`er4 ling2` in 20).

    >>> printed("女人", "nu:3 ren2").elements, printed("北京", "Bei3 jing1").display, printed("MV", "M V").display
    (('nü3', 'ren2'), 'Běi jīng', 'M V')
    >>> printed("花儿", "huār").elements, printed("西安", "Xi'an").display, printed("𠮷", "xx5")
    (('hua1', 'r5'), "Xī'ān", None)
    """
    own = normal_form("NFC", spelled.translate(_TYPESET))
    reading = _by_marks(text, own) if _has_marks(own) else _by_digits(text, own) or _without_tones(text, own, known)
    if reading is None:
        shown = " ".join(generated(text, known).display.split())[:_TOLD]
        raise InvalidDraft(
            f"the reading “{spelled[:_TOLD]}” does not spell {text[:_TOLD]} (by its characters: {shown})"
        )
    return None if UNKNOWN in reading.elements else reading


_TYPESET = str.maketrans({"ɑ": "a", "ɡ": "g"})
"""The letters that phonetic founts have for pinyin's a and g."""
_TONE_MARKS = "\u0300\u0301\u0304\u030c"


def _has_marks(spelled: str) -> bool:
    return any(mark in normal_form("NFD", spelled) for mark in _TONE_MARKS)


def has_tones(spelled: str) -> bool:
    """Return whether a spelling says its tones, by marks or digits; else they are guessed.

    >>> has_tones("sān qīnglíng"), has_tones("nu:3 ren2"), has_tones("san qingling"), has_tones("5G")
    (True, True, False, False)
    """
    return _has_marks(spelled) or bool(_TONE_DIGIT.search(spelled))


def _by_marks(text: str, spelled: str) -> TermReading | None:
    """Return a reading with tone marks; syllables without one are neutral (`péngyou`)."""
    parts = elements_of(text)
    found = aligned(parts, spelled.lower(), lambda place: marked_spellings(parts[place]))
    return TermReading(tuple(one.element for one in found), spelled, reviewed=False) if found else None


def _without_tones(text: str, spelled: str, known: Known) -> TermReading | None:
    """Return a reading without tones with those that its letters have."""
    parts = elements_of(text)
    guessed = generated(text, known).elements
    found = aligned(parts, spelled.lower(), lambda place: _toneless_spellings(parts[place], guessed[place]))
    if not found:
        return None
    return TermReading(tuple(one.element for one in found), _with_marks(spelled, found), reviewed=False)


def _toneless_spellings(character: str, guessed: str) -> Mapping[str, str]:
    """Return how one character may be spelled without tones, the guessed reading first where letters are the same.

    >>> _toneless_spellings("重", "zhong4")
    {'zhong': 'zhong4', 'chong': 'chong2', 'tong': 'tong2'}
    """
    spellings: dict[str, str] = {}
    for syllable in (guessed, *readings_of(character), *((ERHUA,) if character == "儿" else ())):
        for letters in _typed(plain(syllable)):
            spellings.setdefault(letters, syllable)
    return dict(sorted(spellings.items(), key=lambda pair: -len(pair[0])))


def _typed(letters: str) -> tuple[str, ...]:
    """Return how the letters of a syllable are typed: ü also as v and u:, and as u before e."""
    ways = (letters, letters.replace("ü", "v"), letters.replace("ü", "u:"))
    return tuple(dict.fromkeys((*ways, letters.replace("üe", "ue"))))


def _with_marks(spelled: str, stretches: Sequence[Stretch]) -> str:
    """Return what was spelled without tones with their marks, as much as it was in capitals."""
    out, behind = [], 0
    for element, start, end in stretches:
        out += [spelled[behind:start], _shown(element, spelled[start:end])]
        behind = end
    return "".join([*out, spelled[behind:]])


_PART = re.compile(r"[A-Za-züÜ:]+?[1-5](?![0-9])|[A-Za-züÜ:]+[0-9]*|[0-9]+|\w")
_TONE_DIGIT = re.compile(r"[A-Za-züÜ:][1-5]")


def _by_digits(text: str, spelled: str) -> TermReading | None:
    """Return a reading with tone digits, or of letters alone; syllables without a digit are neutral beside others."""
    parts = elements_of(text) or [text]
    own = {part.lower(): part for part in parts if not is_han(part)}
    words = spelled.split()
    toned = any(_TONE_DIGIT.search(word) for word in words if word.lower() not in own)
    found = [list(_pieces(word, own, toned=toned)) for word in words]
    elements = tuple(element for pieces in found for element, _ in pieces)
    if not _fit(parts, elements):
        return None
    display = ("".join(shown for _, shown in pieces) for pieces in found if pieces)
    return TermReading(elements, " ".join(display), reviewed=False)


def _pieces(word: str, own: Mapping[str, str], *, toned: bool) -> Iterator[tuple[str, str]]:
    """Yield the elements of a spelled word, each as it is shown; `own` are the words of letters that the text has."""
    if itself := own.get(word.lower()):
        yield itself, word
        return
    for piece in _PART.findall(word):
        if any(piece.lower() in one for one in own):
            yield piece, piece
        else:
            yield from _read_off(piece, toned=toned)


@lru_cache(maxsize=4096)
def _read_off(piece: str, *, toned: bool) -> tuple[tuple[str, str], ...]:
    """Return the elements that a piece of what is spelled stands for: a syllable, one with an r of 儿, or only letters."""
    syllable = _syllable(piece if piece[-1].isdecimal() or not toned else f"{piece}5")
    stem = syllable[:-2] + syllable[-1]
    if not is_syllable(syllable) and syllable[-2:-1] == ERHUA[0] and is_syllable(stem):
        return (stem, _shown(stem, piece)), (ERHUA, ERHUA[0])
    return ((syllable, _shown(syllable, piece)),)


def _syllable(piece: str) -> str:
    """Return what spells a syllable in the letters of this project: ü as ü, ju and lüe.

    >>> _syllable("Nu:3"), _syllable("lue4"), _syllable("jv1")
    ('nü3', 'lüe4', 'ju1')
    """
    letters = re.sub("(?<=[jqxy])ü", "u", piece.lower().replace("u:", "ü").replace("v", "ü"))
    return re.sub("^([ln])ue", r"\1üe", letters)


def _shown(element: str, piece: str) -> str:
    """Return an element with its tone as a mark, in capitals where what spelled it is."""
    if not is_syllable(element):
        return piece
    shown = marked(element)
    return shown[0].upper() + shown[1:] if piece[0].isupper() else shown


def _fit(parts: Sequence[str], elements: Sequence[str]) -> bool:
    """Return whether the elements of a reading can be those of a text, one for each Han character."""
    reached = {0}
    for part in parts:
        reached = {end for start in reached for end in _ends(part, elements, start)}
    return len(elements) in reached


def _ends(part: str, elements: Sequence[str], start: int) -> Iterator[int]:
    """Yield where an element of a text may end among those of its reading: letters and digits may be read out at length."""
    longest = _UNITS.get(part, 1) if is_han(part) else len(elements)
    for end in range(start, min(start + longest, len(elements))):
        if not _reads(part, elements[end]):
            return
        yield end + 1


def _reads(part: str, element: str) -> bool:
    """Return whether an element can be what a part of a text is read by: a real syllable, 儿 also a mere r, or itself."""
    if element == ERHUA:
        return part == "儿"
    if is_syllable(element) or element == UNKNOWN:
        return True
    return element in readings_of(part) if is_han(part) else element.lower() in part.lower()


_UNITS = dict.fromkeys("兙兛兝兞兡兣瓧瓩瓰瓱瓲瓸瓼竍竏竓竕竡竰粁粍粎粨籵糎糏浬哩呎吋噚嗧", 2) | {"圕": 3}
"""Characters that are read by more than one syllable: units (瓩 is 千瓦), and 圕, which is 图书馆."""
