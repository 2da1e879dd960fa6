"""A concept's draft as a file that a person edits: JSON with comments, faults shown at their lines, nothing ever lost."""

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from glossary.cli.options import as_typed, bytes_of
from glossary.errors import Fault, GlossaryError, InvalidDraft, Stale, UnreadableFile, escaped

_COMMENT = "//"
_FAULT = "//! "
_ABOUT = """\
// {headword}: what is changed here is changed in the store when the editor ends.
// A row that is taken out is removed; a row under any name that is no number is a new one. Lines with // are not read.
"""
_ROUNDS = 20
"""So often is a draft with faults given back; an editor that is a program may never come to an end."""

Draft = Mapping[str, Any]
Change = Callable[[dict[str, Any]], None]


def edit_draft(before: Draft, change: Change, given: Path | None) -> bool:
    """Let a person edit a draft and `change` the concept by what differs; return whether anything does.

    `change` takes a merge patch of the version that was read. A draft with faults is given back to the editor with
    them above it, until it has none, or is given up by leaving it as it is. With `given` that file is taken in place of
    the editor's. Raises GlossaryError where the draft is not taken; its file is kept, and named.
    """
    if given is not None:
        return _apply(bytes_of(given), before, change)
    text = _as_text(before)
    editor = _editor()
    handle, name = tempfile.mkstemp(prefix=f"mingci-{before['id']}-", suffix=".json")
    os.close(handle)
    path = Path(name)
    path.write_text(text, "utf-8")
    try:
        has_changed = _rounds(editor, path, text, before, change)
    except GlossaryError as error:
        if not path.exists() or path.read_bytes() == text.encode():
            path.unlink(missing_ok=True)
            raise
        raise GlossaryError(f"{error}; {_how_to_go_on(error, before['id'], shlex.quote(name))}") from error
    path.unlink(missing_ok=True)
    return has_changed


def _how_to_go_on(error: GlossaryError, concept: str, name: str) -> str:
    """Return where a draft is kept that was not taken, and the command that goes on with it."""
    if isinstance(error, Stale):  # the draft is of another version for good
        return f"the draft is kept as {name}; with it beside you, go on by: {as_typed(f'glossary edit {concept}')}"
    mended = " when it is mended" if isinstance(error, InvalidDraft | UnreadableFile) else ""
    return f"the draft is kept, and taken again{mended} by: {as_typed(f'glossary edit {concept} --from {name}')}"


def _rounds(editor: Sequence[str], path: Path, text: str, before: Draft, change: Change) -> bool:
    """Run the editor until what it leaves is taken, is nothing new or nothing at all."""
    first = text
    for _ in range(_ROUNDS):
        _run(editor, path)
        data = bytes_of(path)
        if not data.strip() or data == first.encode():
            return False
        try:
            return _apply(data, before, change)
        except InvalidDraft as error:
            if data == text.encode():  # given back with its faults, and left so
                raise
            text = _with_faults(data.decode(errors="replace"), error)
            path.write_text(text, "utf-8")
            fault = error
    raise fault


def _apply(data: bytes, before: Draft, change: Change) -> bool:
    """Change a concept by what an edited draft states otherwise; return whether it does.

    Raises InvalidDraft, with the line of each fault, and Stale where the draft is of another version.
    """
    lines = _lines(_decode(data))
    text = "\n".join("" if line.lstrip().startswith(_COMMENT) else line for line in lines)
    after = _parse(text)
    version = after.pop("version", before["version"])
    if after.pop("id", before["id"]) != before["id"]:
        raise _at_lines([Fault("this is the draft of another concept", "/id")], text)
    if version != before["version"] or isinstance(version, bool):
        raise Stale(
            f"concept {before['id']} was changed meanwhile; it has version {before['version']} now, the draft {version}"
        )
    patch = difference({name: value for name, value in before.items() if name not in ("id", "version")}, after)
    if not patch:
        return False
    try:
        change(patch)
    except InvalidDraft as error:
        faults = [Fault(one.detail, one.pointer.removeprefix("/body")) for one in error.faults]
        raise _at_lines(faults or [Fault(str(error), "")], text) from error
    return True


def _decode(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableFile("the draft is no text in UTF-8") from None


def _lines(text: str) -> list[str]:
    """Return the lines of a draft, as an editor counts them; what else Unicode ends lines with may stand inside JSON."""
    return re.split("\r\n|\r|\n", text.removesuffix("\n"))


def _parse(text: str) -> dict[str, Any]:
    """Return a draft as it was edited. Raises InvalidDraft where it is no JSON object, or names one row twice."""
    try:
        draft = json.loads(text)
    except json.JSONDecodeError as error:
        raise InvalidDraft(f"line {error.lineno}: {error.msg}", (Fault(error.msg, f"line {error.lineno}"),)) from error
    except RecursionError:
        raise InvalidDraft("the draft is nested too deeply") from None
    if not isinstance(draft, dict):
        raise InvalidDraft("the draft is no JSON object", (Fault("this is no JSON object", "line 1"),))
    repeated = {pointer for pointer, lines in _places(text).items() if len(lines) > 1}
    if twice := [pointer for pointer in repeated if pointer.rpartition("/")[0] not in repeated]:
        raise _at_lines([Fault("this name stands here twice", pointer) for pointer in twice], text)
    return draft


def difference(before: Any, after: Any) -> Any:
    """Return the merge patch (RFC 7396) that makes of one JSON object the other.

    A member that is taken out is None in it, unless it was None already.

    >>> difference({"note": "甲", "terms": {"1": {"text": "三变"}, "2": {}}}, {"note": "甲", "terms": {"1": {"text": "四变"}}})
    {'terms': {'2': None, '1': {'text': '四变'}}}
    """
    if not isinstance(before, dict) or not isinstance(after, dict):
        return after
    patch = {name: None for name, value in before.items() if after.get(name) is None and value is not None}
    for name, value in after.items():
        if value is not None and value != before.get(name):
            patch[name] = difference(before.get(name), value)
    return patch


def _at_lines(faults: Sequence[Fault], text: str) -> InvalidDraft:
    """Return faults of a draft with the lines where they are: those of the nearest part that stands there."""
    places = _places(text)
    placed = []
    for fault in faults:
        pointer = fault.pointer
        while pointer and pointer not in places:
            pointer = pointer.rpartition("/")[0]
        line = places[pointer][-1] if pointer else 1
        what = f"{fault.pointer.lstrip('/')}: " if fault.pointer else ""
        placed.append(Fault(f"{what}{fault.detail}", f"line {line}"))
    return InvalidDraft("; ".join(f"{one.pointer}: {one.detail}" for one in placed[:3]), tuple(placed))


_PIECE = re.compile(r'"(?:[^"\\]++|\\[\s\S]?)*+"?|[{}\[\],:]|[^\s{}\[\],:"]+|\n')


def _places(text: str) -> dict[str, list[int]]:
    """Return the lines on which each member of a JSON text stands, by its pointer; the text is known to be JSON."""
    found: dict[str, list[int]] = {}
    path: list[str] = []
    is_name: list[bool] = []
    line = 1
    for piece, following in _with_next(text):
        if piece == "\n":
            line += 1
        elif piece in "{[":
            is_name.append(piece == "{")
            path.append("")
        elif piece in "}]":
            is_name.pop()
            path.pop()
        elif piece.startswith('"') and following == ":" and is_name and is_name[-1]:
            path[-1] = f"/{escaped(json.loads(piece))}"
            found.setdefault("".join(path), []).append(line)
    return found


def _with_next(text: str) -> Iterator[tuple[str, str]]:
    """Yield the tokens of a JSON text, each with the next one that is no line end."""
    tokens = _PIECE.findall(text)
    following = [""] * len(tokens)
    behind = ""
    for place in range(len(tokens) - 1, -1, -1):
        following[place] = behind
        if tokens[place] != "\n":
            behind = tokens[place]
    return zip(tokens, following, strict=True)


def _as_text(draft: Draft) -> str:
    """Return a draft as the text that is edited."""
    names = [term["text"] for term in draft["terms"].values()]
    body = json.dumps(draft, ensure_ascii=False, indent=2)
    return f"{_ABOUT.format(headword=' '.join(names[:1]))}{body}\n"


def _with_faults(text: str, error: InvalidDraft) -> str:
    """Return a draft with what is wrong with it above it, in the lines as they are then; what stood there before goes."""
    all_lines = _lines(text)
    lines = [line for line in all_lines if not line.startswith(_FAULT)]
    gone = len(all_lines) - len(lines)
    faults = error.faults or (Fault(str(error), ""),)

    def at_line(pointer: str) -> str:
        number = re.fullmatch(r"line (\d+)", pointer)
        return f"line {int(number[1]) - gone + len(faults)}: " if number else ""

    head = [f"{_FAULT}{at_line(fault.pointer)}{' '.join(fault.detail.split())}" for fault in faults]
    return "\n".join([*head, *lines]) + "\n"


def _editor() -> list[str]:
    """Return the command that edits a file. Raises GlossaryError where there is none."""
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if named:
        try:
            command = shlex.split(named)
        except ValueError as error:
            raise GlossaryError(f"the editor {named} cannot be started: {error}") from error
    else:
        there = filter(None, map(shutil.which, ("sensible-editor", "nano", "vi")))
        command = [found] if (found := next(there, None)) and sys.stdin.isatty() else []
    if not command:
        raise GlossaryError("there is no editor: name one in EDITOR")
    return command


def _run(editor: Sequence[str], path: Path) -> None:
    try:
        with _keys_for_the_editor():
            done = subprocess.run([*editor, str(path)], check=False)  # noqa: S603 - the person's own editor
    except OSError as error:
        raise GlossaryError(f"the editor {editor[0]} cannot be started: {error.strerror}") from error
    if done.returncode:
        raise GlossaryError(f"the editor ended with code {done.returncode}, and nothing is changed")


@contextmanager
def _keys_for_the_editor() -> Iterator[None]:
    """Leave Ctrl-C and Ctrl-\\ to the editor: the terminal sends them to both, and this program must not end it unsaved.

    They are taken and not ignored, since the editor would ignore them then, too.
    """
    before = {each: signal.signal(each, lambda *_: None) for each in (signal.SIGINT, signal.SIGQUIT)}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
