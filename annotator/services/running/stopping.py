"""Stopping a command: whoever asks for it, the work ends the same way and leaves nothing half-written."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_ASKED = ("SIGTERM", "SIGHUP")
"""How a system asks a program to end, and what a terminal says when its window is closed."""


def stop_when_asked() -> None:
    """Take the system's signals for Ctrl+C (KeyboardInterrupt), but those that whoever started us has set aside."""
    for number in (getattr(signal, name) for name in _ASKED if hasattr(signal, name)):
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _stop)


def leave_stopping_to_parent() -> None:
    """Not hear Ctrl+C, which a terminal says to every process of a command; for workers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def unheard_by_children() -> Iterator[None]:
    """Start processes that do not hear Ctrl+C from their first moment on; this one hears it a moment later."""
    if os.name == "nt":
        yield
        return
    from multiprocessing import resource_tracker

    resource_tracker.ensure_running()  # which ends with its signals unblocked, so it may not begin in between
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
