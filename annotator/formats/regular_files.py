"""Reading files from anywhere: regular ones alone, for a pipe waits for ever and a device has no end."""

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO, Final

LEADS_OUT: Final = (
    "It is a link that leads out of the folder that was asked for, and was not read. Put the file itself there."
)
_NO_FILE = "It is no regular file"
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
    with _opened(path) as file:
        return size, file.read()


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
