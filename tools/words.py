"""Make `glossary/data/words.txt`: the common words of Chinese, each with what it costs to read it where it may stand.

    pip install jieba && python -m tools.words

The words and their frequencies are those of jieba's dictionary (Sun Junyi, MIT licence).
"""

import math
from collections import defaultdict
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from glossary.language.normalise import is_han

_FILE = Path(__file__).parent.parent / "glossary" / "data" / "words.txt"
_LONGEST, _RARE = 4, 4
"""Longer words are compounds of shorter ones; what was counted less often than that was not counted but added by hand."""
_STEPS = 4
"""Costs are rounded to quarters of a nat."""
_A_LINE = 40

_HEAD = """\
# Common words of Chinese, and what each costs: the negative logarithm of its frequency, in nats, to quarters of one.
# Made by `python -m tools.words` from the dictionary of jieba 0.42.1 <https://github.com/fxsjy/jieba>, which is
# Copyright (c) 2013 Sun Junyi, under the MIT licence (see LICENSE-jieba). A line: a cost, a tab, words of that cost.
"""


def main() -> None:
    """Write the file anew."""
    counts = dict(_counted())
    total = sum(counts.values())
    lines: dict[float, list[str]] = defaultdict(list)
    for word in sorted(counts):
        lines[round(_STEPS * math.log(total / counts[word])) / _STEPS].append(word)
    with _FILE.open("w", encoding="utf-8") as file:
        file.write(_HEAD)
        for cost in sorted(lines):
            words = lines[cost]
            for start in range(0, len(words), _A_LINE):
                file.write(f"{cost:g}\t{' '.join(words[start : start + _A_LINE])}\n")


def _counted() -> Iterator[tuple[str, int]]:
    """Yield the words of jieba's dictionary that are kept, with how often each was counted."""
    for line in files("jieba").joinpath("dict.txt").read_text("utf-8").splitlines():
        word, count, *_ = line.split(" ")
        if len(word) <= _LONGEST and int(count) >= _RARE and all(map(is_han, word)):
            yield word, int(count)


if __name__ == "__main__":
    main()
