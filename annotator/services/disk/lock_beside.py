"""A lock beside a file that is being replaced: writers wait for each other, and nobody is ever kept from writing."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep
from typing import Final

from annotator.services.disk.at_path import names_in
from annotator.services.disk.temporary_files import beginning

PATIENCE_SECONDS: Final = 1.0
"""So long it is waited for another writer, who needs some milliseconds; one that hangs holds nobody up for longer."""
_LOOK_SECONDS: Final = 0.005
_LOCK = re.compile(r"\.(.+\.ann\.json|codebook\.json)\.lock", re.DOTALL)


@contextmanager
def locked_beside(target: Path) -> Iterator[bool]:
    """Hold the lock of a file; gives False where it cannot be had, as on shares without locks."""
    path = target.with_name(f".{beginning(target.name)}.lock")
    descriptor = _locked(path, PATIENCE_SECONDS)
    try:
        yield descriptor is not None
    finally:
        if descriptor is not None:
            _remove(path, descriptor)


def remove_unheld(folder: Path) -> list[Path]:
    """Remove the locks of annotation files that killed processes left in a folder, and give them; never raises."""
    removed = []
    for name in names_in(folder):
        if _LOCK.fullmatch(name) and (descriptor := _locked(folder / name, 0.0)) is not None:
            _remove(folder / name, descriptor)
            removed.append(folder / name)
    return removed


def _remove(path: Path, descriptor: int) -> None:
    # While it is held nobody else has it, so it can go.
    with suppress(OSError):
        path.unlink()
    os.close(descriptor)


def _locked(path: Path, patience: float) -> int | None:
    end = monotonic() + patience
    while True:
        made = not os.path.lexists(path)
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
        except OSError:
            return None
        try:
            if _lock(descriptor) and _is_still(path, descriptor):
                return descriptor
        except (OSError, ImportError):
            if made:
                _remove(path, descriptor)
            else:
                os.close(descriptor)
            return None
        os.close(descriptor)
        if monotonic() > end:
            return None
        sleep(_LOOK_SECONDS)


def _lock(descriptor: int) -> bool:
    import fcntl  # which Windows does not have

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_still(path: Path, descriptor: int) -> bool:
    """Tell whether the file that was locked still has its name: the one before may have removed it meanwhile."""
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False
