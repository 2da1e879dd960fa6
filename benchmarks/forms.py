"""How right are generated readings and traditional forms? Whole words against CC-CEDICT, tones included."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from hashlib import blake2b

from opencc import OpenCC
from pypinyin import Style, lazy_pinyin
from pypinyin.contrib.tone_convert import to_tone3
from pypinyin_dict.phrase_pinyin_data import large_pinyin

from benchmarks.dictionary import Word, words
from benchmarks.measuring import Row
from glossary.language.known import Known
from glossary.language.pinyin import generated
from glossary.language.script import traditional

_FOLDS = 10
_TARGETS = {
    "reading: generated, where a store has the dictionary itself": 0.985,
    "traditional: generated": 0.988,
}


class Folds:
    """What a store knows that holds the words of all folds but one."""

    def __init__(self, known: Iterable[Word]) -> None:
        readings: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        forms: dict[str, set[str]] = defaultdict(set)
        for word in known:
            readings[word.simplified].add(word.syllables)
            forms[word.simplified].add(word.traditional)
        self._readings = {word: found.pop() for word, found in readings.items() if len(found) == 1}
        self._forms = {word: found.pop() for word, found in forms.items() if len(found) == 1}

    def readings(self, asked: Collection[str]) -> Mapping[str, tuple[str, ...]]:
        """Return the readings of those that are known."""
        return {word: self._readings[word] for word in asked if word in self._readings}

    def traditional(self, asked: Collection[str]) -> Mapping[str, str]:
        """Return the traditional forms of those that are known."""
        return {word: self._forms[word] for word in asked if word in self._forms}


def rows() -> Iterator[Row]:
    """Yield the share of right words for each way to make the forms."""
    readings: dict[str, set[object]] = defaultdict(set)
    forms: dict[str, set[object]] = defaultdict(set)
    for word in words():
        readings[word.simplified].add(word.syllables)
        forms[word.simplified].add(word.traditional)
    large = {
        phrase: tuple(to_tone3(one[0], neutral_tone_with_five=True, v_to_u=True) for one in found)
        for phrase, found in large_pinyin.phrases_dict.items()
    }

    whole = Folds(words())

    def share(
        right: Mapping[str, set[object]], make: Callable[[str], object], *, within: Collection[str] | None = None
    ) -> float:
        asked = [word for word in right if within is None or word in within]
        return sum(make(word) in right[word] for word in asked) / len(asked)

    found = [
        ("reading: pypinyin alone", share(readings, _library)),
        ("reading: generated", share(readings, lambda word: generated(word).elements)),
        (
            "reading: generated, where a store has the other nine tenths",
            _folded(readings, lambda word, known: generated(word, known).elements),
        ),
        (
            "reading: generated, where a store has the dictionary itself",
            share(readings, lambda word: generated(word, whole).elements),
        ),
        (
            "reading: pypinyin-dict `large_pinyin` alone, which has the dictionary itself",
            share(readings, lambda word: large.get(word, _library(word))),
        ),
        (
            "share of CC-CEDICT's words that stand in `large_pinyin`",
            sum(word in large for word in readings) / len(readings),
        ),
    ]
    for name in ("s2t", "s2tw"):
        convert = OpenCC(name).convert
        found.append((f"traditional: OpenCC {name}", share(forms, convert)))
    found.append(("traditional: generated", share(forms, lambda word: traditional(word).general)))
    found.append(
        (
            "traditional: generated, where a store has the other nine tenths",
            _folded(forms, lambda word, known: traditional(word, known).general),
        )
    )
    for name, share_right in found:
        target = _TARGETS.get(name)
        yield Row(
            name,
            f"{share_right:.2%}",
            target=f"≥ {target:.1%}" if target else "",
            holds=share_right >= target if target else None,
        )


def _library(word: str) -> tuple[str, ...]:
    return tuple(lazy_pinyin(word, style=Style.TONE3, neutral_tone_with_five=True, v_to_u=True))


def _folded(right: Mapping[str, set[object]], make: Callable[[str, Known], object]) -> float:
    """Return the share of right words, each made with what a store knows that has the other folds."""
    by_fold: dict[int, list[Word]] = defaultdict(list)
    for word in words():
        by_fold[_fold(word.simplified)].append(word)
    good = total = 0
    for fold in range(_FOLDS):
        known = Folds(word for other in range(_FOLDS) if other != fold for word in by_fold[other])
        for simplified in {word.simplified for word in by_fold[fold]}:
            total += 1
            good += make(simplified, known) in right[simplified]
    return good / total


def _fold(word: str) -> int:
    return blake2b(word.encode(), digest_size=1).digest()[0] % _FOLDS
