"""One process has a document at a time; what says so lies beside its journal, and goes when it is let go."""

from contextlib import suppress
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from annotator.services.disk.at_path import OWNER_ONLY

LOCK_SUFFIX: Final = ".lock"
_PATIENCE_SECONDS: Final = 0.02
"""So long it is tried: another process may just be removing a lock that was left."""

__all__ = ["LOCK_SUFFIX", "FileLock", "Timeout", "let_go", "take"]


def take(journal: Path) -> FileLock | None:
    """Take a document for this process; None where no lock can be kept. Raises Timeout where another one has it."""
    try:
        journal.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # Not of one thread: what was opened beside the window is closed by it.
        lock = FileLock(journal.with_suffix(LOCK_SUFFIX), mode=OWNER_ONLY, thread_local=False)
        lock.acquire(timeout=_PATIENCE_SECONDS, poll_interval=_PATIENCE_SECONDS / 2)
    except Timeout:
        raise
    except OSError:
        return None
    return lock


def let_go(lock: FileLock) -> None:
    """Let others have a document, and leave no file.

    It is removed while it is held: nobody else has it then, and whoever had opened it finds that it has no name any
    more, and takes a new one.
    """
    with suppress(OSError):  # Windows removes no file that is open
        Path(lock.lock_file).unlink()
    lock.release()
