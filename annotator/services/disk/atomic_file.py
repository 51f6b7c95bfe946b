"""Writing a file so that it is either the new one, whole, or still the old one."""

import errno
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from enum import Enum
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from annotator.formats.regular_files import read_regular
from annotator.services.disk.at_path import is_file, is_there


class Outcome(Enum):
    """How safe a saved file is: an error while syncing the folder leaves it saved, but perhaps not for long."""

    SAVED = "saved"
    DURABILITY_UNKNOWN = "saved, but the disk did not confirm it"


class SaveError(OSError):
    """A file could not be written and is as it was; the message says why and what to do."""


class ChangedOnDisk(SaveError):
    """Somebody else wrote the file since it was read; it is as they left it."""


Guard = Callable[[Path], None]


def write_atomically(path: Path, data: bytes, guard: Guard | None = None) -> Outcome:
    """Put ``data`` into a file, which keeps its mode and, where it is a link, stays one.

    ``guard`` is called just before the file is replaced and may raise. Raises SaveError.
    """
    with replacing(path, guard) as file:
        file.write(data)
    return file_outcome(path)


def file_outcome(path: Path) -> Outcome:
    """Sync the folder of a file just replaced, and say how safe the file is."""
    try:
        sync_folder(path.resolve().parent)
    except OSError:
        return Outcome.DURABILITY_UNKNOWN
    return Outcome.SAVED


@contextmanager
def replacing(path: Path, guard: Guard | None = None) -> Iterator[BinaryIO]:
    """Give a file to write into that takes the place of ``path`` at the end; on any error nothing is left of it.

    Raises SaveError where writing fails; other errors pass through.
    """
    target = path.resolve()
    refuse_no_file(target)
    temporary = target.with_name(f".{_beginning(target.name)}.{secrets.token_hex(4)}.tmp")
    try:
        with saving(path):
            with _opened(temporary, target) as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            if guard:
                guard(target)
            temporary.replace(target)
    finally:
        with suppress(OSError):
            temporary.unlink()


def refuse_no_file(path: Path) -> None:
    """Raise SaveError where a device, a pipe or a folder is: none of them may be replaced by a file."""
    if is_there(path) and not is_file(path):
        raise SaveError(f"{path.name} was not saved: a folder, a device or a pipe has this name. Choose another one.")


@contextmanager
def saving(path: Path) -> Iterator[None]:
    """Turn what goes wrong while ``path`` is written into a SaveError that says what to do."""
    try:
        yield
    except SaveError:
        raise
    except OSError as error:
        raise SaveError(_sentence(path, error)) from error


def refuse_if_changed(expected: str | None) -> Guard:
    """Give a guard that raises ChangedOnDisk unless the file has the bytes of a SHA-256, or None, is not there."""

    def guard(target: Path) -> None:
        try:
            found = sha256(read_regular(target)).hexdigest()
        except FileNotFoundError:
            found = None
        # A file that is gone can be written anew: nothing of anybody's is lost by that.
        if found is not None and found != expected:
            raise ChangedOnDisk(
                f"{target.name} was changed by somebody else since it was opened here; it was not saved."
            )

    return guard


def _beginning(name: str) -> str:
    # Names are limited in bytes, and what is put around this one must fit too.
    return name.encode(errors="ignore")[:100].decode(errors="ignore")


def _opened(temporary: Path, target: Path) -> BinaryIO:
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    with suppress(OSError):
        os.chmod(temporary, target.stat().st_mode & 0o7777)  # noqa: PTH101
    return os.fdopen(descriptor, "wb")


def sync_folder(folder: Path) -> None:
    """Make the names in a folder last; raises OSError."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sentence(path: Path, error: OSError) -> str:
    why = {
        errno.ENOSPC: "the disk is full. Free some space and save again.",
        errno.EDQUOT: "your share of the disk is used up. Free some space and save again.",
        errno.EACCES: "its folder may not be written to. Save elsewhere, or ask for the right to write there.",
        errno.EPERM: "its folder may not be written to. Save elsewhere, or ask for the right to write there.",
        errno.EROFS: "its folder may only be read. Save elsewhere.",
        errno.EEXIST: "a file has this name, and it has to be a folder. Choose another one.",
        errno.ENOTDIR: "what should be its folder is a file. Save elsewhere.",
        errno.ENOENT: "its folder is not there any more. Save elsewhere.",
        errno.ENAMETOOLONG: "its name is too long. Save under a shorter one.",
    }.get(error.errno or 0, f"{error.strerror or error}.")
    return f"{path.name} was not saved: {why}"
