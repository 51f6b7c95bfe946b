"""When Python looks for garbage in circles: never while many records are made, and in one thread where that matters."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

MANY = 20_000
"""Objects, some seven for each annotation."""
_OLDEST = 2
_MORE = 1.25
"""All is looked through where so many times as much has grown old as was left the last time, as Python does it."""


class _Collector:
    """Python's collector, as this process uses it: whether it runs by itself, and how many hold it back."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._holders = 0
        self._runs_by_itself = True
        self._left = 0

    @property
    def is_paused(self) -> bool:
        return self._holders > 0

    def pause(self) -> None:
        with self._lock:
            if not self._holders:
                self._runs_by_itself = gc.isenabled()
            self._holders += 1
            gc.disable()

    def resume(self) -> None:
        with self._lock:
            self._holders -= 1
            if not self._holders and self._runs_by_itself:
                gc.enable()

    def stop_by_itself(self) -> None:
        with self._lock:
            self._runs_by_itself = False
            gc.disable()

    def leave_alone(self) -> None:
        gc.collect(_OLDEST - 1)
        gc.freeze()
        self._left = 0

    def collect(self, generation: int) -> None:
        if generation < _OLDEST:
            gc.collect(generation)
        elif len(gc.get_objects(_OLDEST)) > _MORE * self._left:
            gc.collect()
            self._left = len(gc.get_objects(_OLDEST))
        else:
            gc.collect(_OLDEST - 1)


_collector = _Collector()


@contextmanager
def collector_paused() -> Iterator[None]:
    """Make records without the collector walking over them again and again: that took half of the time.

    Where they are many it never walks over them, which would stop the window for a moment each time. They need no
    collector: none of them leads back to itself, so they go with the last that holds them.
    """
    _collector.pause()
    try:
        yield
    finally:
        if gc.get_count()[0] > MANY:
            gc.freeze()
        _collector.resume()


def pause_collector() -> None:
    """Let the program load without the collector walking over all that it consists of: a tenth of its start."""
    _collector.pause()


def resume_collector() -> None:
    """Collect garbage from now on, among what is made from now on."""
    gc.freeze()
    _collector.resume()


def collect_by_hand() -> None:
    """Let nothing but ``collect_due`` collect from now on, in the thread that calls it."""
    _collector.stop_by_itself()


def leave_alone() -> None:
    """Never walk over what there is now; for the thread that collects, after it has taken many records that stay.

    Walks over all that an index of 10,000 files holds would stop the window for a third of a second each.
    """
    if not _collector.is_paused:
        _collector.leave_alone()


def collect_due() -> None:
    """Collect what Python would have collected by now; nothing while somebody holds the collector back."""
    if _collector.is_paused:
        return
    due = [count > threshold > 0 for count, threshold in zip(gc.get_count(), gc.get_threshold(), strict=True)]
    if any(due):
        _collector.collect(max(generation for generation, is_due in enumerate(due) if is_due))
