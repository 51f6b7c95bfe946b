"""What is there only while something is written: named after who writes it, and removed once nobody does any more.

A name tells the machine, its start and the process, so that what a killed process left is told from what another one,
on this machine or on one that shares the folder, is still writing.
"""

import os
import re
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from platform import node
from typing import Final, NamedTuple

from annotator.formats.regular_files import read_regular

DAY_SECONDS: Final = 24 * 3600
_MARK = r"(?P<machine>[0-9a-f]{6})-(?P<run>[0-9a-f]{8})-(?P<pid>[0-9]+)-"
_HIDDEN = re.compile(rf"\.(?P<of>.+)\.{_MARK}[0-9a-f]{{8}}\.tmp", re.DOTALL)
_IN_TEMPORARY_FOLDER = re.compile(rf"(?P<of>annotator)-{_MARK}.+", re.DOTALL)
# Names as they were before they told who writes.
_FORMER = re.compile(r"\.(?P<of>.+\.ann\.json|codebook\.json|settings\.json)\.[0-9a-f]{8}\.tmp", re.DOTALL)
Keep = Callable[[str, bytes], object]
"""Is given the name of the file that was to be written and what a stray file holds, before that is removed."""


class _Stray(NamedTuple):
    of: str
    path: Path
    is_folder: bool


def beginning(name: str) -> str:
    """Give the beginning of a name: names are limited in bytes, and what is put around this one must fit too."""
    return name.encode(errors="ignore")[:100].decode(errors="ignore")


def hidden_name(name: str) -> str:
    """Give a name for what is written before it takes the place of ``name``; nobody else has it."""
    return f".{beginning(name)}.{_own_mark()}{os.urandom(4).hex()}.tmp"


def temporary_prefix() -> str:
    """Give how the names of folders in the system's temporary folder begin."""
    return f"annotator-{_own_mark()}"


def remove_strays(folder: Path, keep: Keep | None = None) -> list[Path]:
    """Remove what processes that were killed left in a folder, and give it; never raises.

    What another user, another machine or a process that is alive may still be writing stays.
    """
    removed = []
    for stray in _strays(folder):
        with suppress(OSError):
            if stray.is_folder:
                import shutil  # hardly ever is anything left

                shutil.rmtree(stray.path)
            else:
                if keep:
                    keep(stray.of, read_regular(stray.path))
                stray.path.unlink()
            removed.append(stray.path)
    return removed


def _strays(folder: Path) -> list[_Stray]:
    found = []
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            match = _HIDDEN.fullmatch(entry.name) or _IN_TEMPORARY_FOLDER.fullmatch(entry.name)
            match = match or _FORMER.fullmatch(entry.name)
            if match is None or entry.is_symlink():
                continue
            status = entry.stat(follow_symlinks=False)
            if status.st_uid == _user() and _is_abandoned(match, status.st_mtime):
                found.append(_Stray(match["of"], Path(entry.path), entry.is_dir(follow_symlinks=False)))
    return found


def _is_abandoned(match: re.Match[str], written: float) -> bool:
    age = time.time() - written
    if match.re is _FORMER or os.name == "nt":
        return age > DAY_SECONDS
    if match["machine"] != _machine():
        return False
    if match["run"] == _run():
        return not _is_alive(int(match["pid"]))
    # Before this start of the machine, or in a container beside this one.
    return age > min(DAY_SECONDS, _up_seconds())


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True


def _own_mark() -> str:
    # A process that was forked has another number.
    return f"{_machine()}-{_run()}-{os.getpid()}-"


def _user() -> int:
    # Windows has no such number, and says 0 of every file.
    return os.getuid() if sys.platform != "win32" else 0


@cache
def _machine() -> str:
    return _short(_content("/etc/machine-id") or node(), 6)


@cache
def _run() -> str:
    """Give what tells this start of the machine, and this container, from others."""
    try:
        space = os.stat("/proc/self/ns/pid").st_ino  # noqa: PTH116 - no file of anybody's
    except OSError:
        space = 0
    return _short(f"{_content('/proc/sys/kernel/random/boot_id')} {space}", 8)


def _up_seconds() -> float:
    return time.clock_gettime(time.CLOCK_BOOTTIME) if sys.platform == "linux" else DAY_SECONDS


def _content(path: str) -> str:
    try:
        return read_regular(Path(path)).decode().strip()
    except (OSError, ValueError):
        return ""


def _short(text: str, digits: int) -> str:
    return sha256(f"annotator {text}".encode()).hexdigest()[:digits]
