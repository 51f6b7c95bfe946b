"""Holding the garbage collector back while many records are made, none of which is garbage."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

MANY = 20_000
"""Objects, some seven for each annotation."""


@contextmanager
def collector_paused() -> Iterator[None]:
    """Make records without the collector walking over them again and again: that took half of the time.

    Where they are many it never walks over them, which would stop the window for a moment each time. They need no
    collector: none of them leads back to itself, so they go with the last that holds them.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if gc.get_count()[0] > MANY:
            gc.freeze()
        if was_enabled:
            gc.enable()


def pause_collector() -> None:
    """Let the program load without the collector walking over all that it consists of: a tenth of its start."""
    gc.disable()


def resume_collector() -> None:
    """Collect garbage from now on, among what is made from now on."""
    gc.freeze()
    gc.enable()
