"""Every regular expression of the code takes time that is linear in the text, whatever run it is given.

Each is tried, as it is used, on runs of what it repeats, at 10 and at 100 KB. One whose time grows by more than 30 for a
text that grows by 10 is quadratic or worse. The trials run in a process of their own, which is ended where one takes long.
"""

import multiprocessing
import re
from collections.abc import Callable, Iterable
from multiprocessing.connection import Connection
from time import process_time
from typing import Any

import pytest

from tests.reliability.expressions import Attack, Expression, Unreadable, attacks, expressions

pytestmark = [pytest.mark.slow]

EXAMPLES = {
    r"glossary.language.aligning:'\\s*'.join(map(re.escape, word))": {"word": "ab三"},
    "glossary.language.known:'|'.join(sorted(map(re.escape, words), key=len, reverse=True)) or '(?!)'": {
        "words": ["ab", "三变", "三变改革"]
    },
}
"""What stands for the names in patterns that are made while the code runs."""

BOUNDED = {
    "glossary.matching.lattice": "it is matched against a dozen characters of a text at a time, and published as a rule for clients",
}
"""Modules whose expressions are only ever given a text that is bounded elsewhere."""

SMALL, LARGE, GROWTH = 10_000, 100_000, 30
QUICK = 0.02
"""Seconds for the large text below which growth is not measurable; a quadratic expression takes some seconds."""
HOPELESS = 0.1
"""Seconds for the small text after which the large one is not tried: it takes a hundred times as long."""
PATIENCE = 20
"""Seconds after which the process that tries an expression is ended."""


def _seconds(use: Callable[[Any], object], text: object) -> float:
    begun = process_time()
    use(text)
    return process_time() - begun


def _least(use: Callable[[Any], object], text: object, known: float) -> float:
    """Return the least time of three; a busy machine makes one longer, none shorter."""
    return min(known, *(_seconds(use, text) for _ in range(2)))


def slow_use(expression: Expression) -> str | None:
    """Return how an expression is super-linear, None where it is not."""
    encoded = isinstance(expression.pattern.pattern, bytes)

    def text(attack: Attack, size: int) -> str | bytes:
        made = attack.text(size)
        return made.encode() if encoded else made

    for name, use in expression.uses.items():
        tried: list[tuple[float, Attack]] = []
        for attack in attacks(expression.pattern):
            small = _seconds(use, text(attack, SMALL))
            if small > HOPELESS and _least(use, text(attack, SMALL), small) > HOPELESS:
                return f"{name} takes {small:.1f} s for {SMALL:,} characters of {attack}"
            tried.append((small, attack))
        # What is quadratic takes longest at 10 KB already.
        for small, attack in sorted(tried, key=lambda one: -one[0])[:5]:
            large = _seconds(use, text(attack, LARGE))
            if large < QUICK:
                continue
            least, large = _least(use, text(attack, SMALL), small), _least(use, text(attack, LARGE), large)
            if large > QUICK and large > GROWTH * least:
                return (
                    f"{name} takes {least:.4f} s for {SMALL:,} and {large:.3f} s for {LARGE:,} characters of {attack}"
                )
    return None


def _try_all(found: Iterable[tuple[str, str | bytes, int, frozenset[str]]], results: Connection) -> None:
    """Try expressions one after the other; say which is begun and what came out."""
    for place, source, flags, methods in found:
        results.send((place, None))
        results.send((place, slow_use(Expression(place, re.compile(source, flags), methods)) or ""))
    results.send(("", ""))


def slow_ones(found: Iterable[Expression], patience: int = PATIENCE) -> dict[str, str]:
    """Return the expressions that are super-linear, with what shows it; a trial that does not end is ended."""
    context = multiprocessing.get_context("spawn")
    left = [(one.place, one.pattern.pattern, one.pattern.flags, one.methods) for one in found]
    slow: dict[str, str] = {}
    while left:
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(target=_try_all, args=(left, theirs))
        process.start()
        theirs.close()
        try:
            while left:
                place, said = ours.recv() if ours.poll(patience) else (left[0][0], "it does not end")
                if said is not None:
                    left = left[1:]
                if said:
                    slow[place] = said
                if said == "it does not end":
                    break
        finally:
            process.kill()
            process.join()
    return slow


def test_every_expression_is_linear(count: Callable[[str], None]) -> None:
    found = [one for one in expressions(EXAMPLES) if one.place.split(":")[0].rpartition(".")[0] not in BOUNDED]
    found = [one for one in found if one.place.split(":")[0] not in BOUNDED]
    assert len(found) > 100
    assert slow_ones(found) == {}
    count(
        f"{len(found)} regular expressions, each on runs of what it repeats, of {SMALL:,} and {LARGE:,} characters: linear"
    )


SUPER_LINEAR = {
    "what was searched for from each hyphen": (r"[—\-(（]*\s*20\d\d年", "finditer"),
    "spaces before a line end": (r"\s+$", "sub"),
    "what is not closed": ("《[^》]*$", "search"),
    "a quotation mark ahead": ("、(?![^“]*”)", "split"),
    "white space twice": (r"第\s*章?\s*$", "fullmatch"),
    "a number, and what is no part of it": (r"\d+(?:[:：]\d+)+", "finditer"),
    "an exponential one": ("(?:a|aa)+$", "match"),
    "bytes": (rb"<x[^>]*y\s*=\s*z", "search"),
}


@pytest.mark.parametrize("name", SUPER_LINEAR)
def test_one_that_is_not_is_found(name: str) -> None:
    source, method = SUPER_LINEAR[name]
    assert slow_ones([Expression(name, re.compile(source), frozenset([method]))], patience=5)


def test_one_that_cannot_be_read_is_no_oversight() -> None:
    """A pattern that is made of what is only known later is in the table of examples, or the test fails."""
    with pytest.raises(Unreadable, match="word"):
        expressions({})
