"""An editor in a process of its own: it works through the real session, desk and save, and acknowledges each action.

What it acknowledges goes through a pipe the moment the action is over, so that the one who kills it knows what the
analyst would have seen done.
"""

import os
import random
import signal
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from annotator.model import edits
from annotator.services.keeping.desk import Desk
from tests.unit.crashing import change, reopen, title

KINDS: Final = ("add", "add", "add", "title", "change", "delete", "undo", "redo", "save", "save", "reopen")
DEADLY: Final = ("open", "write", "fsync", "fdatasync", "replace", "rename", "close", "ftruncate", "unlink", "link")
"""Calls of the system before, in or after which the editor can be made to die."""


def fork(work: Callable[[int], None]) -> tuple[int, int]:
    """Do some work in another process, which gets the end of a pipe to write to; gives the process and the other end.

    All that is imported is there already, so a thousand of them take no time to start.
    """
    reader, writer = os.pipe()
    process = os.fork()
    if process:
        os.close(writer)
        return process, reader
    code = 1
    try:
        os.close(reader)
        work(writer)
        code = 0
    finally:
        os._exit(code)


def edit(folder: Path, seed: int, acknowledgements: int) -> None:
    """Open the article of a folder and work on it until somebody ends this."""
    chance = random.Random(seed)
    desk = reopen(folder)
    acknowledge(acknowledgements, desk)
    while True:
        kind = chance.choice(KINDS)
        if kind == "save":
            desk.save()
        elif kind == "reopen":
            desk.save()
            desk.close()
            desk = reopen(folder)
        elif kind == "title":
            title(desk, f"Title {chance.random()}")
        else:
            change(desk, chance, kind)
        assert not desk.journal_failure, desk.journal_failure
        acknowledge(acknowledgements, desk)


def acknowledge(acknowledgements: int, desk: Desk) -> None:
    """Say what the analyst sees now."""
    _write(acknowledgements, f"{digest(desk)}\n".encode())


def digest(desk: Desk) -> str:
    """Give a name for all that a desk holds, whatever order it is in."""
    layer = desk.session.layer
    tables = [sorted(dict(getattr(layer, table)).items()) for table in edits.TABLES if table != edits.DOCUMENT]
    return sha256(repr([layer.document, tables]).encode()).hexdigest()[:16]


def die_at(number: int, *, half: bool) -> None:
    """Have this process die at its so-many-th call of the system that changes files, before it or halfway through."""
    left = number

    def deadly(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def called(*arguments: Any, **more: Any) -> Any:
            nonlocal left
            left -= 1
            if left == 0:
                try:
                    if half and name == "write":
                        data = bytes(arguments[1])
                        call(arguments[0], data[: len(data) // 2])
                    elif half:
                        call(*arguments, **more)
                finally:
                    os.kill(os.getpid(), signal.SIGKILL)
            return call(*arguments, **more)

        return called

    for name in DEADLY:
        setattr(os, name, deadly(name, getattr(os, name)))


_write = os.write
