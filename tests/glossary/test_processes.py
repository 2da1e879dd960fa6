"""Work in a process of its own: what it answers, what it may take, and that it ends when it should."""

import os
import pickle
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from glossary import errors
from glossary.documents.reading import read_document
from glossary.errors import Busy, Fault, GlossaryError, InvalidDraft, InvalidQuery, Merged, UnreadableFile
from glossary.processes import ProcessWork, WorkFailed, WorkLimits

ROOMY = WorkLimits(processor_seconds=20, seconds=60, memory=512 * 2**20)


def test_the_answer_is_that_of_the_function() -> None:
    document = ProcessWork(ROOMY, read_document, "名词解释\n六同:同水源。".encode(), "a.txt", None).run()
    assert [block.text for block in document.blocks] == ["名词解释", "六同:同水源。"]


def test_the_work_is_done_in_another_process_which_is_gone_afterwards() -> None:
    pid = ProcessWork(ROOMY, os.getpid).run()
    assert pid != os.getpid()
    assert not Path(f"/proc/{pid}").exists()


def test_what_the_work_refuses_is_raised_here() -> None:
    with pytest.raises(UnreadableFile, match="the file is empty"):
        ProcessWork(ROOMY, read_document, b"", "a.txt", None).run()


def test_a_bug_is_told_with_its_traceback() -> None:
    with pytest.raises(WorkFailed, match=r"(?s)Traceback.*ValueError: invalid literal"):
        ProcessWork(ROOMY, int, "三").run()


ENDS: dict[str, tuple[WorkLimits, Callable[..., object], tuple[object, ...], type[GlossaryError], str]] = {
    "no end of computing": (
        WorkLimits(1, 60, 2**29), sum, (range(10**15),), UnreadableFile, "more than 1 seconds of processor time",
    ),
    "no end of waiting": (WorkLimits(1, 0.5, 2**29), time.sleep, (1000,), Busy, "within 0.5 seconds"),
    "more memory than there may be": (
        WorkLimits(5, 60, 64 * 2**20), bytearray, (10**9,), UnreadableFile, "more than 64 MiB of memory",
    ),
    "more memory, bit by bit": (
        WorkLimits(20, 60, 64 * 2**20), list, (range(10**9),), UnreadableFile, "more than 64 MiB of memory",
    ),
    "an answer that is too large to be told": (
        WorkLimits(20, 60, 64 * 2**20), bytes, (50 * 2**20,), UnreadableFile, "more than 64 MiB of memory",
    ),
    "a process that aborts": (ROOMY, os.abort, (), UnreadableFile, "its reader ended before it was done"),
    "a process that leaves": (ROOMY, os._exit, (0,), UnreadableFile, "its reader ended before it was done"),
    "a process that is killed": (ROOMY, signal.raise_signal, (9,), UnreadableFile, "its reader ended before it was done"),
}  # fmt: skip


@pytest.mark.parametrize("what", ENDS)
def test_what_goes_over_a_limit_or_dies_is_an_error_of_the_domain(what: str) -> None:
    limits, work, arguments, kind, said = ENDS[what]
    with pytest.raises(kind, match=said):
        ProcessWork(limits, work, *arguments).run()
    assert ProcessWork(ROOMY, abs, -1).run() == 1, "the next one is not concerned"


def test_work_ends_when_nobody_wants_it_any_more() -> None:
    work = ProcessWork(ROOMY, time.sleep, 1000)
    threading.Timer(0.5, work.end).start()
    with pytest.raises(Busy, match="nobody waits for it"):
        work.run()


def test_work_that_was_ended_never_begins() -> None:
    work = ProcessWork(ROOMY, time.sleep, 1000)
    work.end()
    with pytest.raises(Busy, match="nobody waits for it"):
        work.run()


def test_many_at_a_time() -> None:
    answers: dict[int, int] = {}

    def run(number: int) -> None:
        answers[number] = ProcessWork(ROOMY, abs, -number).run()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {number: number for number in range(12)}


EVERY_ERROR = [
    InvalidQuery("没有", "/query/q"),
    InvalidDraft("no", (Fault("bad", "line 4"),)),
    Merged("c1", "c2"),
    *(
        kind("甲")
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, GlossaryError) and kind not in (InvalidQuery, InvalidDraft, Merged)
    ),
]  # fmt: skip


@pytest.mark.parametrize("error", EVERY_ERROR, ids=lambda error: type(error).__name__)
def test_every_error_of_the_domain_goes_from_one_process_to_another_as_it_is(error: GlossaryError) -> None:
    arrived = pickle.loads(pickle.dumps(error))  # noqa: S301 - it was written in the same line
    assert (type(arrived), str(arrived), vars(arrived)) == (type(error), str(error), vars(error))
