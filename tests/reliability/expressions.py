"""Every regular expression of the code, and the texts that would keep it busy: runs of what it repeats.

An expression is read where it is made: `re.compile(…)` and the functions of `re` that take a pattern, found in the
syntax of each module and evaluated in it. How it is used is what is called on its name; where that cannot be told, it is
taken to be searched for everywhere in a text, which is the hardest.
"""

import ast
import importlib
import pkgutil
import re
import string
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from re import _constants as code  # type: ignore[attr-defined]  # the parsed pattern has no public form
from re import _parser as parser  # type: ignore[attr-defined]  # as above
from types import ModuleType
from typing import Any

import app
import glossary

PACKAGES = (glossary, app)
_TAKE_A_PATTERN = frozenset("compile search match fullmatch sub subn split findall finditer".split())
_SCANS = frozenset("search sub subn split findall finditer scanner".split())
_ONCE = frozenset(("match", "fullmatch"))


@dataclass(frozen=True)
class Expression:
    """A pattern of the code: where it stands, and what is done with it."""

    place: str
    pattern: re.Pattern[Any]
    methods: frozenset[str]

    @property
    def uses(self) -> Mapping[str, Callable[[Any], object]]:
        """What is done with it, by name: tried from every place of a text, or from its beginning alone."""
        found: dict[str, Callable[[Any], object]] = {
            name: getattr(self.pattern, name) for name in sorted(self.methods & _ONCE)
        }
        if self.methods & _SCANS:
            empty = b"" if isinstance(self.pattern.pattern, bytes) else ""
            found["finditer"] = lambda text: sum(1 for _ in self.pattern.finditer(text))
            found["sub"] = lambda text: self.pattern.sub(empty, text)
        return found


class Unreadable(Exception):
    """A pattern in the code that is made of what is not known before it runs, and has no example in the test."""


def expressions(examples: Mapping[str, Mapping[str, object]]) -> list[Expression]:
    """Return all expressions of the code; `examples` has, by place, what the names in an f-string may stand for.

    Raises Unreadable for one whose names are neither of its module nor in `examples`.
    """
    found: dict[tuple[object, int, frozenset[str]], Expression] = {}
    modules = list(_modules())
    trees = {module.__name__: ast.parse(Path(str(module.__file__)).read_text("utf-8")) for module in modules}
    everywhere = _uses(trees.values())
    for module in modules:
        tree = trees[module.__name__]
        own = _uses([tree])
        used = {name: own.get(name, set()) if name.startswith("_") else everywhere[name] for name in everywhere}
        for expression in chain(_inline(module, tree, used, examples), _compiled(module, used)):
            key = (expression.pattern.pattern, expression.pattern.flags, expression.methods)
            found.setdefault(key, expression)
    return list(found.values())


def _modules() -> Iterator[ModuleType]:
    for package in PACKAGES:
        yield package
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.endswith("__main__"):
                yield importlib.import_module(module.name)


def _uses(trees: Iterable[ast.AST]) -> dict[str, set[str]]:
    """Return what is done with each name of the code: the methods called on it, `""` where it is passed on."""
    used: dict[str, set[str]] = {}
    for node in chain.from_iterable(map(ast.walk, trees)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            used.setdefault(node.value.id, set()).add(node.attr)
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Name) and isinstance(child.ctx, ast.Load) and not isinstance(node, ast.Attribute):
                used.setdefault(child.id, set()).add("")
    return used


def _kinds(methods: set[str]) -> frozenset[str]:
    """Return what is done with a pattern on whose name this is called; all there is where that cannot be told."""
    told = frozenset(methods & (_SCANS | _ONCE))
    return told if told and "" not in methods else _SCANS | _ONCE


def _compiled(module: ModuleType, used: Mapping[str, set[str]]) -> Iterator[Expression]:
    """Yield the patterns that a module holds by a name, those in its tables too."""
    for name, value in vars(module).items():
        methods = _kinds(used.get(name, set())) if isinstance(value, re.Pattern) else _SCANS | _ONCE
        for pattern in _inside(value):
            yield Expression(f"{module.__name__}.{name}", pattern, methods)


def _inside(value: object) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        yield from chain.from_iterable(map(_inside, value.values()))
    elif isinstance(value, (tuple, list, set, frozenset)):
        yield from chain.from_iterable(map(_inside, value))


def _inline(
    module: ModuleType, tree: ast.AST, used: Mapping[str, set[str]], examples: Mapping[str, Mapping[str, object]]
) -> Iterator[Expression]:
    """Yield the patterns that stand in calls of `re`; those that a name is given are used as that name is."""
    named = {
        id(node.value): {target.id for target in node.targets if isinstance(target, ast.Name)}
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
    }
    for node in ast.walk(tree):
        if not (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "re"
            and node.func.attr in _TAKE_A_PATTERN
        ):
            continue
        place = f"{module.__name__}:{ast.unparse(node.args[0])}"
        flags = [keyword.value for keyword in node.keywords if keyword.arg == "flags"]
        if node.func.attr == "compile":
            flags += node.args[1:2]
            methods = _kinds(set().union(*(used.get(name, set()) for name in named.get(id(node), ()))))
        else:
            methods = _kinds({node.func.attr})
        names = {**vars(module), **examples.get(place, {})}
        try:
            pattern = re.compile(*(_value(part, names) for part in (node.args[0], *flags)))
        except NameError as error:
            raise Unreadable(f"{place}: {error}") from error
        yield Expression(place, pattern, methods)


def _value(node: ast.expr, names: Mapping[str, object]) -> Any:
    return eval(compile(ast.Expression(node), "pattern", "eval"), dict(names))  # noqa: S307 - the code's own


# --- What each pattern repeats

_ANY = 60
"""A repetition of so many at most is bounded: no text makes it long."""
_SAMPLES = 6
"""Characters tried for each class, so that those it shares with its neighbours are among them."""
_COMMON = "\n \t1a三“”、。-—(（：:《"
_CATEGORIES = {
    code.CATEGORY_SPACE: " \n\u3000\t",
    code.CATEGORY_DIGIT: "1０",
    code.CATEGORY_WORD: "a1三",
    code.CATEGORY_NOT_SPACE: "x三-1",
    code.CATEGORY_NOT_DIGIT: "x三 ",
    code.CATEGORY_NOT_WORD: " -，",
}
_ALL = list(dict.fromkeys(_COMMON + string.printable + "，；“”‘’「」》〉】）·–…年月日页第共"))


@dataclass(frozen=True)
class Attack:
    """A text that repeats a unit between a beginning and an end."""

    begin: str
    unit: str
    end: str

    def text(self, size: int) -> str:
        """Return the text, of so many characters about."""
        return self.begin + self.unit * max(1, size // len(self.unit)) + self.end


def attacks(pattern: re.Pattern[Any]) -> Iterator[Attack]:
    """Yield the texts that may keep a pattern busy, each once."""
    source = pattern.pattern.decode("latin-1") if isinstance(pattern.pattern, bytes) else pattern.pattern
    parsed = parser.parse(source, pattern.flags & ~re.DEBUG)
    seen: set[Attack] = set()
    for attack in _attacks(list(parsed)):
        if attack.unit and attack not in seen:
            seen.add(attack)
            yield attack


def _attacks(parsed: list[Any]) -> Iterator[Attack]:
    whole = next(iter(_samples_of(parsed)), "")
    letters = list(dict.fromkeys(chain(_letters(parsed), "\n 1x三")))
    ends = ["\x01", *dict.fromkeys(end for _, body in _repeats(parsed, "") for end in _excluded(body))][:4]
    for begin, body in _repeats(parsed, ""):
        for unit in islice(_samples_of(body), _SAMPLES):
            for end in ("", "\x01", "\n\x01", *_excluded(body)):
                yield Attack(begin, unit, end)
                yield Attack("", unit, end)
            if begin:
                yield from (Attack("", begin + unit, end) for end in ends)
                yield Attack(unit * 3, begin, "\x01")
    for begin in _prefixes(parsed):
        yield Attack("", begin, "")
        yield from (Attack("", begin, end) for end in ends)
    yield Attack("", whole, "\x01")
    for letter in letters:
        yield Attack("", letter, "\x01")
        yield Attack("", letter, "")
    for first in letters[:8]:
        for second in letters[:8]:
            if first != second:
                yield Attack("", first + second, "\x01")
                yield Attack(first, second, "\x01")


def _excluded(body: list[Any]) -> list[str]:
    """Return the first of the characters that a repeated class leaves out: it ends a run, and may not be what follows."""
    found = [chr(value) for kind, value in body if kind is code.NOT_LITERAL]
    for kind, value in body:
        if kind is code.IN and value[0][0] is code.NEGATE:
            found += [chr(letter) for what, letter in value[1:3] if what is code.LITERAL]
    return found


def _repeats(parsed: list[Any], begin: str) -> Iterator[tuple[str, list[Any]]]:
    """Yield each repetition without a bound: what leads to it, and what it repeats."""
    for place, (kind, value) in enumerate(parsed):
        before = begin + next(iter(_samples_of(parsed[:place])), "")
        for least, most, body in _parts(kind, value):
            if most is None or most > _ANY:
                yield before, body
            for inner, repeated in _repeats(body, ""):
                yield before + inner, repeated
            del least


def _parts(kind: Any, value: Any) -> Iterator[tuple[int, Any, list[Any]]]:
    """Yield what a node holds, with how often: least and most."""
    if kind in (code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT):
        yield value[0], value[1], list(value[2])
    elif kind is code.SUBPATTERN:
        yield 1, 1, list(value[3])
    elif kind is code.BRANCH:
        for branch in value[1]:
            yield 1, 1, list(branch)
    elif kind in (code.ASSERT, code.ASSERT_NOT):
        yield 1, 1, list(value[1])
    elif kind is code.ATOMIC_GROUP:
        yield 1, 1, list(value)


def _prefixes(parsed: list[Any]) -> Iterator[str]:
    """Yield examples of the beginnings of a pattern, and of what each of its parts holds."""
    for place in range(1, len(parsed) + 1):
        yield from islice(_samples_of(parsed[:place]), 2)
    for kind, value in parsed:
        for _, _, body in _parts(kind, value):
            yield from _prefixes(body)


def _letters(parsed: list[Any]) -> Iterator[str]:
    for kind, value in parsed:
        if kind in (code.LITERAL, code.NOT_LITERAL, code.IN, code.ANY):
            yield from islice(_samples_of([(kind, value)]), 3)
        for _, _, body in _parts(kind, value):
            yield from _letters(body)


def _samples_of(parsed: list[Any]) -> Iterator[str]:
    """Yield a few texts that a pattern matches, without what it asks of its surroundings."""
    options = [list(islice(_samples(kind, value), _SAMPLES)) or [""] for kind, value in parsed]
    for number in range(max(map(len, options), default=1)):
        yield "".join(option[number % len(option)] for option in options)


def _samples(kind: Any, value: Any) -> Iterator[str]:
    if kind is code.LITERAL:
        yield chr(value)
    elif kind is code.NOT_LITERAL:
        yield from (one for one in _ALL if one != chr(value))
    elif kind is code.ANY:
        yield from "x三 "
    elif kind is code.IN:
        yield from _of_class(value)
    elif kind is code.BRANCH:
        yield from chain.from_iterable(islice(_samples_of(list(branch)), 2) for branch in value[1])
    elif kind in (code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT):
        yield from (one * max(1, value[0]) for one in _samples_of(list(value[2])))
    elif kind is code.SUBPATTERN:
        yield from _samples_of(list(value[3]))
    elif kind is code.ATOMIC_GROUP:
        yield from _samples_of(list(value))


def _of_class(members: list[Any]) -> Iterator[str]:
    if members[0][0] is code.NEGATE:
        yield from (one for one in _ALL if not any(_is_in(one, member) for member in members[1:]))
        return
    yield from (one for one in _COMMON if any(_is_in(one, member) for member in members))
    for kind, value in members:
        if kind is code.LITERAL:
            yield chr(value)
        elif kind is code.RANGE:
            yield chr(value[0])
        elif kind is code.CATEGORY:
            yield from _CATEGORIES.get(value, "")


def _is_in(character: str, member: Any) -> bool:
    kind, value = member
    if kind is code.LITERAL:
        return ord(character) == value
    if kind is code.RANGE:
        return value[0] <= ord(character) <= value[1]
    return kind is code.CATEGORY and _is_of(character, value)


def _is_of(character: str, category: Any) -> bool:
    is_word = character.isalnum() or character == "_"
    return {
        code.CATEGORY_SPACE: character.isspace(),
        code.CATEGORY_DIGIT: character.isdecimal(),
        code.CATEGORY_WORD: is_word,
        code.CATEGORY_NOT_SPACE: not character.isspace(),
        code.CATEGORY_NOT_DIGIT: not character.isdecimal(),
        code.CATEGORY_NOT_WORD: not is_word,
    }[category]
