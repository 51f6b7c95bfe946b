"""Reading files from anywhere: regular ones alone, for a pipe waits for ever and a device has no end."""

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

LEADS_OUT: Final = (
    "It is a link that leads out of the folder that was asked for, and was not read. Put the file itself there."
)
_NO_FILE = "It is no regular file"
_PIECE: Final = 2**20
# What takes a file's place between looking and opening may not hold anything up either.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)


def regular_size(path: Path) -> int:
    """Give the size of a file in bytes. Raises OSError, also for what is no regular file."""
    return _regular(path.stat(), path).st_size


def open_regular(path: Path) -> BinaryIO:
    """Open a file to be read. Raises OSError, also for what is no regular file."""
    # Some devices do something when they are opened, so it is looked at before.
    regular_size(path)
    return _opened(path)


def _opened(path: Path) -> BinaryIO:
    descriptor = os.open(path, _FLAGS)
    try:
        _regular(os.fstat(descriptor), path)
        return os.fdopen(descriptor, "rb")
    except OSError:
        os.close(descriptor)
        raise


def read_regular(path: Path) -> bytes:
    """Give the bytes of a file. Raises OSError, also for what is no regular file."""
    with open_regular(path) as file:
        return file.read()


def read_within(path: Path, limit: int) -> tuple[int, bytes]:
    """Give the size of a file, and its bytes unless there are more than ``limit``. Raises OSError as others here."""
    if (size := regular_size(path)) > limit:
        return size, b""
    descriptor = os.open(path, _FLAGS)
    try:
        size = _regular(os.fstat(descriptor), path).st_size
        data = os.read(descriptor, size + 1)
        # It may have changed since, and systems give no more than so much at a time.
        return size, data if len(data) == size else b"".join([data, *_rest(descriptor)])
    finally:
        os.close(descriptor)


def _rest(descriptor: int) -> Iterator[bytes]:
    while piece := os.read(descriptor, _PIECE):
        yield piece


def is_plain_file(path: Path) -> bool:
    """Tell whether a file is a regular one itself, and no link to one; never raises."""
    try:
        return stat.S_ISREG(os.lstat(path).st_mode)
    except (OSError, ValueError):
        return False


def leads_out(path: Path, folder: Path) -> bool:
    """Tell whether a file is a link to something that does not lie in a folder, or in one below it; never raises."""
    if not os.path.islink(path):  # noqa: PTH114 - Python's paths raise an error where there is no right to look
        return False
    inside = os.path.realpath(folder)
    try:
        return os.path.commonpath([os.path.realpath(path), inside]) != inside
    except ValueError:  # on different drives
        return True


def _regular(status: os.stat_result, path: Path) -> os.stat_result:
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, _NO_FILE, str(path))
    return status
