"""JSON in the body of a request: read strictly, and every error with its line and column.

What RFC 8259 leaves open is refused rather than guessed: a name twice in one object, of which the last would win without a
word; `NaN` and `Infinity`, which are no JSON; numbers that no machine has.
"""

import json
import re
from collections.abc import Callable
from http import HTTPStatus
from json import JSONDecodeError
from math import isfinite
from typing import Any

from fastapi import Request
from starlette.exceptions import HTTPException

_LONGEST_NUMBER = 1000
"""Digits; Python itself refuses more than 4,300, since reading them takes the square of that."""


class UnreadableJson(ValueError):
    """A body that cannot be read at all: not text, nested too deeply, or with a number that is too long."""


def parse_json(data: bytes) -> Any:
    """Return the value of a JSON text. Raises JSONDecodeError where it is none, UnreadableJson where it cannot be read.

    >>> parse_json('{"q": ["三清零"]}'.encode())
    {'q': ['三清零']}
    """
    if has_too_many_values(data):
        raise UnreadableJson(f"the body has more than {_VALUES_MOST:,} names, values and lists")
    encoding = json.detect_encoding(data)
    try:
        text = data.decode(encoding, "surrogatepass")  # lone ones are refused where a text is wanted, with its place
    except UnicodeDecodeError as error:
        raise UnreadableJson(f"the body is not {encoding.upper()} from its byte {error.start + 1} on") from error
    try:
        return _DECODER.decode(text)
    except RecursionError as error:
        raise UnreadableJson("objects and lists in the body are nested too deeply") from error
    except _RefusedError as error:
        place = error.find(text)
        told = f"behind this place {error}" if place == _SEARCHED else str(error)
        located = JSONDecodeError(told, text, place)
        raise (located if error.is_readable else UnreadableJson(explain(located))) from error


_VALUES_MOST = 20_000
"""A thousand segments have five thousand; a body of 2 MiB may have 700,000, for which everybody waits half a second."""
_QUOTED = re.compile(rb'"(?:[^"\\]++|\\.)*+(?:"|\Z)', re.DOTALL)
_BEGINNING = 128 * 1024
"""Bytes that are looked at first: where there are too many values, most often there are already."""


def has_too_many_values(data: bytes) -> bool:
    """Return whether a JSON text has more values than any request needs, by what stands between them, outside of strings.

    >>> has_too_many_values(b"[" + b"0," * 20_000 + b"0]"), has_too_many_values(b'{"text": "' + b"," * 100_000 + b'"}')
    (True, False)
    """
    return _separators(data) > _VALUES_MOST and any(
        _separators(_QUOTED.sub(b"", part)) > _VALUES_MOST for part in (data[:_BEGINNING], data)
    )


def _separators(data: bytes) -> int:
    return sum(map(data.count, (b",", b":", b"[", b"{")))


def explain(error: JSONDecodeError) -> str:
    """Return where a JSON text is wrong and why, on one line.

    >>> explain(JSONDecodeError("Expecting value", '{"q": [1,}', 9))
    'line 1, column 10: expecting value'
    """
    return f"line {error.lineno}, column {error.colno}: {error.msg[:1].lower()}{error.msg[1:]}"


class JsonRequest(Request):
    """A request whose body the framework reads as strictly."""

    async def json(self) -> Any:
        """Return the body. Raises JSONDecodeError, which the framework answers with 422, or HTTPException 400."""
        try:
            return parse_json(await self.body())
        except UnreadableJson as error:
            raise HTTPException(HTTPStatus.BAD_REQUEST, str(error)) from error


class _RefusedError(Exception):
    """What the parser reads and this service refuses; `find` tells where it stands, which the parser does not say."""

    def __init__(self, detail: str, find: Callable[[str], int], *, is_readable: bool = True) -> None:
        super().__init__(detail)
        self.find = find
        self.is_readable = is_readable


def _check_names(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object of its members. Raises _RefusedError where two have one name."""
    members = dict(pairs)
    if len(members) < len(pairs):
        raise _RefusedError("a name is in this object twice", _find_repeated_name)
    return members


def _refuse_constant(name: str) -> None:
    raise _RefusedError(f"“{name}” is not JSON", lambda text: _find_word(text, name))


def _read_integer(digits: str) -> int:
    if len(digits) > _LONGEST_NUMBER:
        told = f"a number has at most {_LONGEST_NUMBER:,} digits"
        raise _RefusedError(told, lambda text: _find_word(text, digits), is_readable=False)
    return int(digits)


def _read_number(digits: str) -> float:
    number = float(digits)
    if not isfinite(number):
        raise _RefusedError("this number is too large", lambda text: _find_word(text, digits))
    return number


_DECODER = json.JSONDecoder(
    object_pairs_hook=_check_names,
    parse_constant=_refuse_constant,
    parse_int=_read_integer,
    parse_float=_read_number,
)

# A string without its end is one, too: so no part of a text is looked at twice.
_STRING = r'"(?:[^"\\]++|\\[\s\S])*+"?'
_WORD = re.compile(_STRING + r'|[^\s{}\[\]:,"]++')
_NAME = re.compile(_STRING + r"(?P<colon>\s*+:)?|[{}]")
_SEARCHED = 256 * 1024
"""Code points that are searched for what was refused: with many small objects some 50 ms, for which everybody waits."""


def _find_word(text: str, wanted: str) -> int:
    """Return where a number or a constant first stands, or how far was searched."""
    words = _WORD.finditer(text, 0, _SEARCHED)
    return next((word.start() for word in words if word[0] == wanted), _SEARCHED)


def _find_repeated_name(text: str) -> int:
    """Return where the second of two equal names of one object stands, or how far was searched.

    The parser refuses an object when it ends, so that it is the first one to end in which there are two.
    """
    names: list[set[str]] = []
    repeated: list[int | None] = []
    for token in _NAME.finditer(text, 0, _SEARCHED):
        if token[0] == "{":
            names.append(set())
            repeated.append(None)
        elif token[0] == "}":
            names.pop()
            if (found := repeated.pop()) is not None:
                return found
        elif colon := token["colon"]:
            name = json.loads(token[0].removesuffix(colon))
            if name in names[-1] and repeated[-1] is None:
                repeated[-1] = token.start()
            names[-1].add(name)
    return _SEARCHED
