"""Earlier versions of a file from git, where it lies in a work tree; nothing is written, and nothing of it is run.

A work tree may come from anybody. Only ``rev-list`` and ``cat-file`` are run, which need no hook, filter, pager or
signature, with what could start a program from the repository's own settings switched off, and no way to fetch.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from time import monotonic
from typing import Final

from annotator.services.disk.at_path import work_tree

MOST_REVISIONS: Final = 60
"""So many revisions of a file are looked at, the newest first."""

SECONDS: Final = 2.0
"""How long looking may take in all; a history of a million commits is not waited for."""

_SETTINGS: Final = ("core.fsmonitor=false", f"core.hooksPath={os.devnull}", "core.sshCommand=false", "core.pager=cat",
                    "protocol.allow=never", "safe.bareRepository=explicit", "gc.auto=0", "maintenance.auto=false",
                    "log.showSignature=false")  # fmt: skip
_KEPT: Final = ("PATH", "HOME", "USERPROFILE", "HOMEDRIVE", "HOMEPATH", "SYSTEMROOT", "TEMP", "TMP", "XDG_CONFIG_HOME")
_FIXED: Final = {"GIT_ALLOW_PROTOCOL": "none", "GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0",
                 "GIT_TERMINAL_PROMPT": "0", "GIT_NO_REPLACE_OBJECTS": "1", "LC_ALL": "C"}  # fmt: skip
_TOO_SLOW: set[Path] = set()


def earlier_versions(path: Path, least: int, most: int) -> Iterator[bytes]:
    """Give what a file held before, the newest first, as far as that has from ``least`` to ``most`` bytes.

    Nothing where there is no git, no work tree, or no history of the file that is read in time.
    """
    tree = work_tree(path)
    git = _git()
    if tree is None or git is None or tree in _TOO_SLOW or "\n" in str(path):
        return
    asked = _Asked(git, path.parent)
    try:
        revisions = asked.lines("rev-list", "--all", f"--max-count={MOST_REVISIONS}", "--", path.name)
        names = "".join(f"{revision}:./{path.name}\n" for revision in revisions)
        described = asked.lines("cat-file", "--batch-check=%(objecttype) %(objectname) %(objectsize)", given=names)
        for line in dict.fromkeys(described):
            kind, _space, rest = line.partition(" ")
            name, _space, size = rest.partition(" ")
            if kind == "blob" and size.isdecimal() and least <= int(size) <= most:
                yield asked.bytes("cat-file", "blob", name)
    except subprocess.TimeoutExpired:
        # Every file of that history would take as long.
        _TOO_SLOW.add(tree)
    except (OSError, subprocess.SubprocessError, UnicodeError):
        return


class _Asked:
    """Git in one folder, for so many seconds in all."""

    def __init__(self, git: str, folder: Path) -> None:
        settings = [part for setting in _SETTINGS for part in ("-c", setting)]
        self._command = [git, "--no-pager", "--literal-pathspecs", *settings, "-C", str(folder)]
        self._environment = {name: os.environ[name] for name in _KEPT if name in os.environ} | _FIXED
        self._end = monotonic() + SECONDS

    def lines(self, *arguments: str, given: str = "") -> list[str]:
        return self.bytes(*arguments, given=given).decode().splitlines()

    def bytes(self, *arguments: str, given: str = "") -> bytes:
        return subprocess.run(  # noqa: S603 - no shell, and a fixed command
            [*self._command, *arguments],
            input=given.encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=self._environment,
            timeout=self._end - monotonic(),
            check=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        ).stdout


def _git() -> str | None:
    found = shutil.which("git")
    # Windows looks into the folder that is at hand first, where a program of that name may be anybody's.
    return found if found and Path(found).is_absolute() and Path(found).parent != Path.cwd() else None
