"""A server that ends when it is told to, whatever is under way."""

import os
import signal
import sys
import threading
from types import FrameType

import uvicorn

_GRACE = 1.0
"""Seconds that a server has for closing what it holds, when what was under way has been cut off."""


class StoppingServer(uvicorn.Server):
    """uvicorn's server, with an end to its shutdown.

    Told to stop, uvicorn takes no more requests, waits for those under way as long as its configuration says, and cancels
    them. But a thread cannot be cancelled, and the process would wait for it. So a moment later the process ends: what was
    answered is stored, and a transaction that was not committed is none.
    """

    _ending: threading.Timer | None = None

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop, within the time that the configuration allows and a moment."""
        if self._ending is None:
            self._ending = threading.Timer((self.config.timeout_graceful_shutdown or 0) + _GRACE, _end, (sig,))
            self._ending.daemon = True
            self._ending.start()
        super().handle_exit(sig, frame)


def _end(sig: int) -> None:
    """End this process with the exit code that the signal would have given it."""
    sys.stderr.write(f"stopped ({signal.Signals(sig).name}) with work under way, which is cut off and not stored\n")
    sys.stderr.flush()
    os._exit(128 + sig)
