"""The log: on stderr, a line for each request and for each thing that went wrong, for people or as JSON for machines.

Python's own logging writes what went wrong, with its traceback. The lines of requests that were answered, thousands a second,
are written past it: its records, filters, formatters and locks cost a fifth of a look-up, a line and a write a tenth of
that. No line has a query, a body, a header or a token.
"""

import logging
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from pydantic_core import to_json


class LogForm(StrEnum):
    """What the log is like."""

    QUIET = "quiet"
    TEXT = "text"
    JSON = "json"


class Answered(NamedTuple):
    """What is said of a request; of its texts none needs escaping in JSON. `trace` is its trace in OpenTelemetry."""

    method: str
    route: str
    status: int
    ms: float
    bytes: int
    request_id: str
    trace: str | None

    def fields(self) -> dict[str, str | int | float]:
        """Return it by names, without what there is not."""
        return {name: value for name, value in self._asdict().items() if value is not None}


REQUESTS = logging.getLogger("mingci.requests")
"""What went wrong with requests; its records have a dictionary as their message."""

_SAID = "_mingci_said"
"""The mark of an exception that the log has already."""


def configure(form: LogForm) -> None:
    """Set up logging for a process that serves: everything goes to stderr in one form.

    Where it is quiet, the server's comings and goings are left out.
    """
    shown = logging.StreamHandler()
    shown.setFormatter(JsonFormatter() if form is LogForm.JSON else TextFormatter())
    shown.addFilter(_is_news)
    logging.basicConfig(handlers=[shown], level=logging.WARNING, force=True)
    logging.getLogger("uvicorn").setLevel(logging.WARNING if form is LogForm.QUIET else logging.INFO)


def tell_answered(form: LogForm, one: Answered) -> None:
    """Write the line of a request that was answered, unless the log is quiet, or nobody reads it any more."""
    if form is LogForm.JSON:
        trace = f',"trace":"{one.trace}"' if one.trace else ""
        line = (
            f'{{"time":"{_moment(time.time())}","level":"info","logger":"mingci.requests","method":"{one.method}",'
            f'"route":"{one.route}","status":{one.status},"ms":{one.ms:.3f},"bytes":{one.bytes},'
            f'"request_id":"{one.request_id}"{trace}}}\n'
        )
    elif form is LogForm.TEXT:
        line = f"{_moment(time.time())} info    {_shown(one.fields())}\n"
    else:
        return
    with suppress(OSError, ValueError):  # closed: no reason not to answer
        sys.stderr.write(line)


def tell_failed(one: Answered, error: Exception | None) -> None:
    """Write the line of a request that could not be answered as it should, with what was raised; in every form."""
    if error is None:
        REQUESTS.warning(one.fields())
    else:
        REQUESTS.error(one.fields(), exc_info=error)
        setattr(error, _SAID, True)


def _is_news(record: logging.LogRecord) -> bool:
    """Return whether the log does not have what a record says: the server speaks of the same failure once more."""
    return record.exc_info is None or not hasattr(record.exc_info[1], _SAID)


class JsonFormatter(logging.Formatter):
    """One JSON object a line; a traceback is a text in it."""

    def format(self, record: logging.LogRecord) -> str:
        """Return a record as JSON: `time`, `level`, `logger`, and what it says."""
        fields = record.msg if isinstance(record.msg, dict) else {"message": _encodable(record.getMessage())}
        said = {"time": _moment(record.created), "level": record.levelname.lower(), "logger": record.name, **fields}
        if record.exc_info:
            said["traceback"] = _encodable(self.formatException(record.exc_info))
        return to_json(said).decode()


class TextFormatter(logging.Formatter):
    """A line for people: when, how grave, what; a traceback below it."""

    def format(self, record: logging.LogRecord) -> str:
        """Return a record as text."""
        said = _shown(record.msg) if isinstance(record.msg, dict) else record.getMessage()
        line = f"{_moment(record.created)} {record.levelname.lower():7} {said}"
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


def _shown(fields: Mapping[str, str | int | float]) -> str:
    return " ".join([f"{one}" if name in _PLAIN else f"{name}={one}" for name, one in fields.items()])


_PLAIN = frozenset(("method", "route", "status"))


def _encodable(text: str) -> str:
    """Return a text without lone surrogates, which the name of a file may have."""
    return text.encode("utf-8", "backslashreplace").decode()


def _moment(seconds: float) -> str:
    """Return a moment in RFC 3339."""
    return f"{_second(int(seconds))}.{int(seconds % 1 * 1000):03}Z"


@lru_cache(maxsize=1)
def _second(moment: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(moment))
