"""Whether a file is the one that was read: what the disk says of it, compared for equality, never for what is newer."""

import os
from pathlib import Path
from typing import Final, NamedTuple

_SETTLED: Final = 3_000_000_000
"""Nanoseconds after a change within which another may leave the same times, as some disks keep them by two seconds."""


class Signature(NamedTuple):
    """A file's size, times in nanoseconds and number on its disk.

    ``ctime_ns`` is when anything of it last changed: a file written in place with its time put back differs there
    alone. It is 0 on Windows, where it would be when the file was made.
    """

    size: int
    mtime_ns: int
    inode: int
    ctime_ns: int

    def is_in_doubt(self, read_ns: int) -> bool:
        """Tell whether a file read at that time may have become another one since, with nothing here to show it.

        The time is in nanoseconds, by the clock of the disk that has the file.
        """
        return self.inode == 0 or read_ns - max(self.mtime_ns, self.ctime_ns) < _SETTLED


def signature_of(status: os.stat_result) -> Signature:
    """Give the signature that a file's status holds."""
    changed = status.st_ctime_ns if os.name == "posix" else 0
    return Signature(status.st_size, status.st_mtime_ns, status.st_ino, changed)


def signature_at(path: Path | str) -> Signature | None:
    """Give a file's signature, None where there is none or no right to look."""
    try:
        return signature_of(os.stat(path))  # noqa: PTH116 - it need be no Path
    except (OSError, ValueError):
        return None
