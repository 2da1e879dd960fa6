"""Work on untrusted bytes in a process of its own: limited in time and memory, and ended when nobody wants it any more.

Reading a document is other people's code (a parser) on other people's input. In a process of its own it cannot hold the
interpreter, keep memory, or go on after its client has left. The processes are forked from one that has loaded the readers
and nothing else (`multiprocessing`'s fork server), so that one costs some hundredths of a second.
"""

import ctypes
import logging
import os
import pickle
import resource
import signal
import sys
import traceback
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from threading import Lock
from typing import Generic, TypeVar

from glossary.errors import Busy, GlossaryError, UnreadableFile

Answer = TypeVar("Answer")

_LOADED = ("glossary.documents.docx", "glossary.documents.html", "glossary.documents.pdf", "glossary.extraction.files")
"""What the fork server loads before it forks: the readers, with their libraries."""
_NICENESS = 5
"""Reading gives way to answering: on a machine with two cores, four documents must not delay a look-up."""

_PR_SET_PDEATHSIG = 1
"""prctl(2): the signal that a process gets when its parent dies."""

_PROCESSES = get_context("forkserver")


@dataclass(frozen=True, slots=True)
class WorkLimits:
    """What one piece of work may take: seconds of processor time, seconds in all, bytes beyond what its process begins with."""

    processor_seconds: int
    seconds: float
    memory: int


class _Ended(IntEnum):
    """How a piece of work ended, as its process says."""

    DONE = 0
    REFUSED = 1
    NO_MEMORY = 2
    FAILED = 3


class WorkFailed(Exception):
    """A bug in work that was done in a process of its own; `str()` of it is the traceback there."""


class ProcessWork(Generic[Answer]):
    """One call of a function in a process of its own; `run` it in a thread, `end` it from any other."""

    def __init__(self, limits: WorkLimits, work: Callable[..., Answer], *arguments: object) -> None:
        """Prepare to call `work`, a function that its module has by name, with arguments that can be pickled."""
        self._limits = limits
        self._work = work
        self._arguments = arguments
        self._lock = Lock()
        self._process: ForkServerProcess | None = None
        self._ended = False

    def run(self) -> Answer:
        """Do the work and return its answer.

        Raises what the work raised, where that is a GlossaryError; UnreadableFile where it took more processor time or
        memory than it may, or its process died; Busy where it took too long in all, which a busy machine may be to blame for,
        or was ended; WorkFailed for a bug.
        """
        receiver, sender = _PROCESSES.Pipe(duplex=False)
        target = (sender, self._limits, self._work, self._arguments)
        process = _PROCESSES.Process(target=_serve, args=target, daemon=True)
        _PROCESSES.set_forkserver_preload(list(_LOADED))
        # The fork server is `python -c`, which else loads whatever has the name of a module in the current directory.
        os.environ.setdefault("PYTHONSAFEPATH", "1")
        with receiver:
            with sender:
                process.start()
            try:
                self._watch(process)
                return self._answer(receiver, process)
            finally:
                self._forget(process)

    def end(self) -> None:
        """End the work, whether it is done or not; once it was ended, it never begins. It waits for nothing."""
        with self._lock:
            self._ended = True
            if self._process is not None:
                self._process.kill()

    def _watch(self, process: ForkServerProcess) -> None:
        with self._lock:
            self._process = process
            if self._ended:
                process.kill()

    def _forget(self, process: ForkServerProcess) -> None:
        with self._lock:
            self._process = None
        process.kill()
        process.join()
        process.close()

    def _answer(self, receiver: Connection, process: ForkServerProcess) -> Answer:
        """Wait for what the process tells, and return or raise it."""
        if not receiver.poll(self._limits.seconds):
            raise Busy(f"the document could not be read within {self._limits.seconds:g} seconds; try again later")
        try:
            ended = _Ended(receiver.recv_bytes()[0])
            packed = receiver.recv_bytes()
        except EOFError:
            raise self._why_silent(process) from None
        if ended is _Ended.NO_MEMORY:
            raise UnreadableFile(f"the document takes more than {self._limits.memory // 2**20:,} MiB of memory to read")
        # What a process of ours wrote, which has no more rights than this one.
        told = pickle.loads(packed)  # noqa: S301 - see above
        if ended is _Ended.REFUSED:
            raise told
        if ended is _Ended.FAILED:
            raise WorkFailed(told)
        answer: Answer = told
        return answer

    def _why_silent(self, process: ForkServerProcess) -> GlossaryError:
        """Return why a process ended without a word, by the signal that ended it."""
        process.join()
        if self._ended:
            return Busy("the document is not read to its end: nobody waits for it, or the service stops")
        if process.exitcode == -signal.SIGXCPU:
            seconds = self._limits.processor_seconds
            return UnreadableFile(f"the document takes more than {seconds} seconds of processor time to read")
        return UnreadableFile("the document cannot be read: its reader ended before it was done")


def _serve(sender: Connection, limits: WorkLimits, work: Callable[..., object], arguments: tuple[object, ...]) -> None:
    """Do the work in its process, and tell how it ended."""
    _limit_self(limits)
    try:
        ended, packed = _Ended.DONE, pickle.dumps(work(*arguments), pickle.HIGHEST_PROTOCOL)
    except GlossaryError as error:
        ended, packed = _Ended.REFUSED, pickle.dumps(error)
    except MemoryError:
        ended, packed = _Ended.NO_MEMORY, b""
    except Exception:  # noqa: BLE001 - told to the process that asked, where it is raised as what it is: a bug
        ended, packed = _Ended.FAILED, pickle.dumps(traceback.format_exc())
    sender.send_bytes(bytes([ended]))
    sender.send_bytes(packed)


def _limit_self(limits: WorkLimits) -> None:
    """Let the kernel hold this process to its limits, and be silent: what a library warns of is no news to an operator."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the service, which ends this process
    if sys.platform == "linux":  # and so does the service's own end, however sudden: the fork server ends with it
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    os.nice(_NICENESS)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    seconds = limits.processor_seconds
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    if sys.platform == "linux":  # elsewhere the size of an address space is not what a process takes
        most = _address_space() + limits.memory
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    logging.disable()
    warnings.simplefilter("ignore")


def _address_space() -> int:
    """Return how many bytes of addresses this process has (proc(5), `statm`)."""
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - before anything is limited, without more imports
        return int(file.read().split()[0]) * resource.getpagesize()
