"""What lies at a path. Where there is no right to look, the answer is no: Python's paths raise an error there."""

import errno
import os
from pathlib import Path

OWNER_ONLY = 0o600
"""The mode of files that nobody else may read."""
# Recycle bins of Windows, Samba, Synology and QNAP, with what they put beside; snapshots of shares; Syncthing's.
_PUT_AWAY = frozenset({
    "$recycle.bin", "recycler", "recycled", "#recycle", "@recycle", ".recycle", "@eadir", "#snapshot", ".snapshot",
    ".snapshots", "~snapshot", "@recently-snapshot", ".zfs", "lost+found", ".stversions", "system volume information",
})  # fmt: skip
_ASK = "Ask whoever owns it for the right to read it."
_ADVICE = {
    errno.EACCES: _ASK,
    errno.EPERM: _ASK,
    errno.EIO: "Its disk, or the connection to it, may be failing: try again, or copy it elsewhere first.",
}


def is_there(path: Path) -> bool:
    """Tell whether there is something; never raises."""
    return os.path.exists(path)  # noqa: PTH110


def is_folder(path: Path) -> bool:
    """Tell whether there is a folder; never raises."""
    return os.path.isdir(path)  # noqa: PTH112


def is_file(path: Path) -> bool:
    """Tell whether there is a regular file; never raises."""
    return os.path.isfile(path)  # noqa: PTH113


def not_read(what: object, error: OSError) -> str:
    """Say that something could not be read, why, and what to do."""
    return f"{what} could not be read: {error.strerror}. {_ADVICE.get(error.errno or 0, '')}".rstrip()


def entries_in(folder: Path, problems: dict[str, str]) -> list[os.DirEntry[str]]:
    """Give what lies in a folder by name; where it cannot be listed, nothing and a sentence in ``problems``."""
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        problems[str(folder)] = not_read("The folder", error)
        return []


def is_put_away(name: str) -> bool:
    """Tell whether a folder of this name holds what was deleted, or earlier states: recycle bins and snapshots."""
    return name.casefold() in _PUT_AWAY or name.casefold().startswith(".trash")


def names_in(folder: Path) -> list[str]:
    """Give the names of all that lies in a folder; none where it cannot be listed. Names are faster than paths."""
    try:
        return os.listdir(folder)  # noqa: PTH208
    except OSError:
        return []


def work_tree(path: Path) -> Path | None:
    """Give the folder of the git work tree that a file lies in, None for none."""
    return next((folder for folder in path.parents if is_there(folder / ".git")), None)
