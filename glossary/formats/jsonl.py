"""JSON lines: one Entry a line, as the service gives it."""

from collections.abc import Iterable, Iterator


def write_jsonl(entries: Iterable[str]) -> Iterator[bytes]:
    """Yield the lines of a JSONL file from entries as JSON.

    >>> b"".join(write_jsonl(['{"id":"a1"}', '{"id":"b2"}']))
    b'{"id":"a1"}\\n{"id":"b2"}\\n'
    """
    for entry in entries:
        yield f"{entry}\n".encode()
