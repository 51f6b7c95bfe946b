"""Writing a file so that it is either the new one, whole, or still the old one, and never over what others wrote.

Between looking at a file and replacing it somebody else may write it. Where the system can exchange two files in one
step, what was swapped out is looked at, and put back where it is not what was expected; where nothing is there yet, the
name is taken only if it is free. A lock beside the file has writers wait for each other. Where neither can be had, the
file is read back afterwards, and the answer tells that somebody may have been written over.
"""

import errno
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from enum import Enum
from hashlib import sha256
from itertools import count
from pathlib import Path
from time import sleep
from typing import BinaryIO, Final

from annotator.formats.regular_files import leads_out, open_regular, read_regular
from annotator.services.disk.at_path import OWNER_ONLY, is_file, is_there
from annotator.services.disk.exchange import exchange, rename_to_new
from annotator.services.disk.lock_beside import locked_beside
from annotator.services.disk.temporary_files import hidden_name

_TRIES: Final = 5
"""So often a file may come or go while it is being replaced."""
_PIECE: Final = 2**17
_SHORTLY_SECONDS: Final = 0.02
"""So much later it is looked again where nothing keeps two writers apart."""


Keep = Callable[[bytes, str], object]
"""Is given what a file holds, and its SHA-256, before another takes its place; never raises."""


class Outcome(Enum):
    """How safe a saved file is: an error while syncing the folder leaves it saved, but perhaps not for long."""

    SAVED = "saved"
    DURABILITY_UNKNOWN = "saved, but the disk did not confirm it"


class SaveError(OSError):
    """A file could not be written and is as it was; the message says why and what to do."""


class ChangedOnDisk(SaveError):
    """Somebody else wrote the file since it was read; it is as they left it.

    ``alone`` is False where nothing keeps writers apart there, so that theirs need not build on what was read before.
    """

    alone = True


class UnchangedOnDisk:
    """The condition that a file is still the one that was read: has the bytes of a SHA-256, or None, is not there.

    A file that is gone can be written anew: nothing of anybody's is lost by that. ``keep`` is given what is there and
    its hash before it is replaced; ``known`` are the bytes of that hash where they are at hand: comparing costs less
    than a hash. After the file was written ``alone`` is False where nothing kept other writers away.
    """

    def __init__(self, expected: str | None, keep: Keep | None = None, known: bytes | None = None) -> None:
        self.expected = expected
        self.keep = keep
        self.known = known
        self.alone = True

    def look(self, target: Path, at: Path | None = None) -> bytes | None:
        """Give what a file holds, None where it is not there; raises ChangedOnDisk where that is something else.

        ``at`` is where it lies just now.
        """
        place = at or target
        if self.known is not None and _holds(place, self.known):
            return self.known
        try:
            found = read_regular(place)
        except FileNotFoundError:
            if not os.path.islink(place):  # noqa: PTH114 - never raises
                return None
            raise _changed(target) from None
        except OSError as error:
            raise SaveError(
                f"{target.name} was not saved: the file of this name could not be read ({error.strerror}), so whether "
                "somebody changed it is not known. Save elsewhere, or ask for the right to read it."
            ) from error
        if sha256(found).hexdigest() != self.expected:
            raise _changed(target)
        return found


def write_atomically(
    path: Path, data: bytes | Iterable[bytes], only_if: UnchangedOnDisk | None = None, *, private: bool = False
) -> Outcome:
    """Put ``data``, or its pieces one after the other, into a file, which is replaced as a whole.

    It keeps its mode, owner and attributes and, where it is a link, stays one.
    ``only_if`` says what may be replaced; ``private`` lets nobody but the user read it, whoever could before. Raises
    SaveError, and ChangedOnDisk where something else is there.
    """
    with replacing(path, only_if) as file:
        if private and hasattr(os, "fchmod"):
            os.fchmod(file.fileno(), OWNER_ONLY)
        if isinstance(data, bytes):
            file.write(data)
        else:
            file.writelines(data)
    return file_outcome(path)


def file_outcome(path: Path) -> Outcome:
    """Sync the folder of a file just replaced, and say how safe the file is."""
    try:
        sync_folder(target_of(path).parent)
    except OSError:
        return Outcome.DURABILITY_UNKNOWN
    return Outcome.SAVED


@contextmanager
def replacing(path: Path, only_if: UnchangedOnDisk | None = None) -> Iterator[BinaryIO]:
    """Give a file to write into that takes the place of ``path`` at the end; on any error nothing is left of it.

    Raises SaveError where writing fails; other errors pass through.
    """
    target = target_of(path)
    refuse_no_file(target)
    _refuse_protected(target)
    temporary = target.with_name(hidden_name(target.name))
    try:
        with saving(path):
            with _opened(temporary, target) as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            if only_if is None:
                temporary.replace(target)
            else:
                with locked_beside(target) as locked:
                    _put_if_unchanged(temporary, target, only_if, locked=locked)
    finally:
        with suppress(OSError):
            temporary.unlink()


def target_of(path: Path) -> Path:
    """Follow a link to the file that is to be written. Raises SaveError where it leads nowhere, or out to nothing."""
    target = Path(os.path.realpath(path))
    if os.path.islink(target):  # noqa: PTH114 - Python's paths raise an error for links that lead to each other
        raise SaveError(f"{path.name} was not saved: it is a link that leads back to itself. Remove it and save again.")
    if not is_there(target) and leads_out(path, path.parent):
        raise SaveError(
            f"{path.name} was not saved: it is a link to a file in another folder that is not there. Remove the link "
            "and save again, or save elsewhere."
        )
    return target


def refuse_no_file(path: Path) -> None:
    """Raise SaveError where a device, a pipe or a folder is: none of them may be replaced by a file."""
    if is_there(path) and not is_file(path):
        raise SaveError(f"{path.name} was not saved: a folder, a device or a pipe has this name. Choose another one.")


def may_be_written(path: Path) -> bool:
    """Tell whether a file is not write-protected; one that is not there is not."""
    try:
        # An administrator may write everything, but was not asked either.
        return bool(path.stat().st_mode & 0o222) and os.access(path, os.W_OK)
    except OSError:
        return True


def _refuse_protected(target: Path) -> None:
    """Raise SaveError where a file may not be written; its folder alone would let it be replaced."""
    if not may_be_written(target):
        raise SaveError(
            f"{target.name} was not saved: it is write-protected. Save elsewhere, or take the protection away and save "
            "again."
        )


@contextmanager
def saving(path: Path) -> Iterator[None]:
    """Turn what goes wrong while ``path`` is written into a SaveError that says what to do."""
    try:
        yield
    except SaveError:
        raise
    except OSError as error:
        raise SaveError(_sentence(path, error)) from error


def _put_if_unchanged(temporary: Path, target: Path, only_if: UnchangedOnDisk, *, locked: bool) -> None:
    # Without a lock, what two swap back at the same time may be what a third one has just saved.
    only_if.alone = locked
    try:
        _put(temporary, target, only_if)
    except ChangedOnDisk as error:
        error.alone = locked
        raise


def _put(temporary: Path, target: Path, only_if: UnchangedOnDisk) -> None:
    """Have a file that is written whole take its place, unless somebody else was there first."""
    for _time in range(_TRIES):
        former = only_if.look(target)
        if former and only_if.keep and only_if.expected:
            only_if.keep(former, only_if.expected)
        mine = temporary.stat()
        try:
            if not os.path.lexists(target):
                if _took_free_name(temporary, target):
                    return
            elif exchange(temporary, target):
                if not _holds(temporary, former):
                    _look_at_exchanged(temporary, target, only_if, mine)
                return
        except FileExistsError:
            continue  # somebody made the file meanwhile: it is looked at again
        except FileNotFoundError:
            if not temporary.exists():
                raise
            continue  # somebody removed the file meanwhile
        _replace_and_look(temporary, target, only_if)
        return
    raise _changed(target)


def _took_free_name(temporary: Path, target: Path) -> bool:
    """Take a name that nobody has; False where the system has no way to that. Raises FileExistsError."""
    if rename_to_new(temporary, target):
        return True
    try:
        os.link(temporary, target)
    except FileExistsError:
        raise
    except OSError:
        return False  # a file system without links
    return True


def _look_at_exchanged(temporary: Path, target: Path, only_if: UnchangedOnDisk, mine: os.stat_result) -> None:
    """See whether what was swapped out is what was expected, and else swap it back."""
    try:
        only_if.look(target, temporary)
    except SaveError as refused:
        if _swapped_back(temporary, target, mine):
            raise
        # A third one wrote meanwhile, or the disk fails: what was swapped out is somebody's, and stays.
        aside = _kept_beside(temporary, target)
        raise ChangedOnDisk(
            f"{target.name} was changed by somebody else while it was being saved; what they wrote is beside it as "
            f"{aside.name}."
        ) from refused


def _holds(path: Path, data: bytes | None) -> bool:
    """Tell whether a file holds what is known already; read in pieces, since room for all of it takes longer."""
    if data is None:
        return False
    place = 0
    try:
        with open_regular(path) as file:
            while piece := file.read(_PIECE):
                if piece != data[place : place + len(piece)]:
                    return False
                place += len(piece)
    except OSError:
        return False
    return place == len(data)


def _swapped_back(temporary: Path, target: Path, mine: os.stat_result) -> bool:
    try:
        return exchange(temporary, target) and os.path.samestat(temporary.lstat(), mine)
    except OSError:
        return False


def _kept_beside(temporary: Path, target: Path) -> Path:
    names = (f"{target.name}.{number}.bak" for number in count(1))
    aside = next(path for name in names if not os.path.lexists(path := target.with_name(name)))
    temporary.rename(aside)
    return aside


def _replace_and_look(temporary: Path, target: Path, only_if: UnchangedOnDisk) -> None:
    """Replace a file where the system cannot do it in one step with looking, and look at once afterwards."""
    mine = temporary.stat()
    only_if.look(target)
    temporary.replace(target)
    for pause in (0.0,) if only_if.alone else (0.0, _SHORTLY_SECONDS):
        sleep(pause)
        if not _is_file_of(target, mine):
            raise _changed(target)


def _is_file_of(target: Path, mine: os.stat_result) -> bool:
    try:
        found = target.stat()
    except OSError:
        return True  # a share that hangs for a moment is no other writer
    return os.path.samestat(found, mine) and (found.st_size, found.st_mtime_ns) == (mine.st_size, mine.st_mtime_ns)


def _changed(target: Path) -> ChangedOnDisk:
    return ChangedOnDisk(f"{target.name} was changed by somebody else since it was opened here; it was not saved.")


def _opened(temporary: Path, target: Path) -> BinaryIO:
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    _make_alike(temporary, target)
    return os.fdopen(descriptor, "wb")


def _make_alike(made: Path, target: Path) -> None:
    """Give a new file the owner, the mode and the attributes of the one that it is to replace, as far as that goes."""
    try:
        status = target.stat()
    except OSError:
        return
    own = made.stat()
    if hasattr(os, "chown") and (status.st_uid, status.st_gid) != (own.st_uid, own.st_gid):
        with suppress(OSError):
            os.chown(made, status.st_uid, status.st_gid)
    with suppress(OSError):
        os.chmod(made, status.st_mode & 0o7777)  # noqa: PTH101
    if hasattr(os, "listxattr"):
        with suppress(OSError):
            for name in os.listxattr(target):
                with suppress(OSError):
                    os.setxattr(made, name, os.getxattr(target, name))


def sync_folder(folder: Path) -> None:
    """Have the disk remember which names are in a folder. Raises OSError."""
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
