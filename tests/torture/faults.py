"""Faults: calls of the system fail one after the other, or the process dies in them, while the program works.

Where strace may be used, it has them fail for whatever makes them: Python, its libraries, Qt. Elsewhere the functions
of ``os`` fail that the program calls itself.
"""

import errno
import mmap
import os
import random
import re
import shutil
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

from annotator.formats.documents.plain_text import SourceError
from annotator.services.keeping.open_document import OpenError
from tests.torture.works import WORKS, Work, learn

CALLS: Final = {
    "openat": ("EACCES", "EMFILE", "ENOSPC", "EIO"),
    "write": ("ENOSPC", "EIO", "EDQUOT"),
    "fsync": ("EIO", "ENOSPC"),
    "fdatasync": ("EIO", "ENOSPC"),
    "rename": ("EIO", "EACCES", "ENOSPC"),
    "renameat2": ("EIO", "EINVAL", "ENOSPC"),
    "link": ("EIO", "EMLINK"),
    "unlink": ("EIO", "EACCES"),
    "close": ("EIO",),
    "ftruncate": ("EIO",),
    "flock": ("ENOLCK", "EIO"),
    "mkdir": ("ENOSPC", "EACCES"),
}
"""What can fail, and how a disk or a share has it fail."""
WITHOUT_STRACE: Final = {"openat": ("open",), "rename": ("rename", "replace")}
DIES: Final = "KILL"
ROOM: Final = 1 << 16
PATIENCE_SECONDS: Final = 60


@dataclass(frozen=True, slots=True)
class Fault:
    """A call that fails: the so-manieth in a work, or from that one on, with an error or with the process's death."""

    work: str
    call: str
    number: int
    error: str
    is_lasting: bool

    def __str__(self) -> str:
        often = " and all behind it" if self.is_lasting else ""
        return f"{self.work}: {self.call} number {self.number}{often}: {self.error}"


@dataclass(slots=True)
class Figures:
    """What came of the faults."""

    by: str = ""
    injected: Counter[str] = field(default_factory=Counter)
    well: int = 0
    refused: int = 0
    died: int = 0
    lost: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        kinds = ", ".join(f"{number:,} in {name}" for name, number in sorted(self.injected.items()))
        return (
            f"{self.injected.total():,} faults by {self.by} ({kinds}): {self.well:,} times all was done all the same, "
            f"{self.refused:,} times it was said what was not, {self.died:,} deaths; {len(self.lost):,} losses"
        )


def inject(number: int, seed: int, scratch: Path) -> Figures:
    """Have so many calls of the system fail, over save, journal, export, import and merge."""
    reason = why_no_strace()
    figures = Figures("strace" if not reason else "Python")
    if reason:
        print(f"faults: {reason}; only calls that Python makes itself fail", flush=True)
    watch = _by_strace if not reason else _by_python
    learn(scratch)
    faults = _faults(watch, scratch)
    chance = random.Random(seed)
    chosen = chance.sample(faults, min(number, len(faults)))
    while len(chosen) < number:
        chosen += chance.sample(faults, min(number - len(chosen), len(faults)))
    for count, fault in enumerate(chosen):
        folder = scratch / str(count)
        folder.mkdir()
        _try(fault, folder, watch, figures)
        shutil.rmtree(folder, ignore_errors=True)
    return figures


@cache
def why_no_strace() -> str:
    """Say why strace cannot be used, or ""."""
    if shutil.which("strace") is None:
        return "strace is missing"
    tried = subprocess.run(
        ["strace", "-qq", "-o", os.devnull, "-e", "inject=fsync:error=EIO", "true"], capture_output=True, text=True
    )
    return "" if tried.returncode == 0 else "strace may not be used here (ptrace is refused)"


Watch = Callable[[Callable[[], None], Fault | None, Path], tuple[int, Counter[str]]]
"""Do something in another process with a fault; gives how it ended and, without a fault, which calls it made."""


def _faults(watch: Watch, scratch: Path) -> list[Fault]:
    found = []
    for name, work in WORKS.items():
        folder = scratch / f"{name}-watched"
        folder.mkdir()
        work.prepare(folder)
        _status, made = watch(lambda work=work, folder=folder: work.do(folder, _nobody), None, folder)  # type: ignore[misc]
        for call, times in sorted(made.items()):
            for number in range(1, times + 1):
                found += [Fault(name, call, number, error, False) for error in (*CALLS[call], DIES)]
                found += [Fault(name, call, number, CALLS[call][-1], True)]
    return found


def _try(fault: Fault, folder: Path, watch: Watch, figures: Figures) -> None:
    work = WORKS[fault.work]
    work.prepare(folder)
    # What is said there is in memory that both share: no call of the system can spoil it.
    shared = mmap.mmap(-1, ROOM)
    status, _calls = watch(lambda: _work(work, folder, shared), fault, folder)
    said = shared[:].rstrip(b"\0").decode(errors="replace").splitlines()
    figures.injected[fault.work] += 1
    for line in said:
        if line.startswith("raised"):
            figures.lost.append(f"{fault}: {line}")
    if fault.error == DIES and os.WIFSIGNALED(status):
        figures.died += 1
    elif not os.WIFEXITED(status):
        figures.lost.append(f"{fault}: the process ended with {status}")
    elif any(line.startswith(("refused", "ended 1")) for line in said):
        figures.refused += 1
    else:
        figures.well += 1
    try:
        figures.lost += [f"{fault}: {loss}" for loss in work.losses(folder, said)]
    except Exception as error:  # noqa: BLE001 - whatever it is, nothing could be opened
        figures.lost.append(f"{fault}: what is there cannot be read: {error!r}")


def _work(work: Work, folder: Path, shared: mmap.mmap) -> None:
    def say(line: str) -> None:
        shared.write(line.encode(errors="replace")[:1000] + b"\n")

    try:
        work.do(folder, say)
    except (OSError, OpenError, SourceError) as error:
        # Opening an article may say so; nothing was acknowledged that is not in the file.
        say(f"refused {error}")
    except Exception as error:  # noqa: BLE001 - it has to be said which
        say(f"raised {error!r}")


def _nobody(_line: str) -> None:
    pass


def _forked(do: Callable[[], None]) -> int:
    process = os.fork()
    if process:
        return process
    try:
        do()
    finally:
        os._exit(0)


def _by_strace(do: Callable[[], None], fault: Fault | None, folder: Path) -> tuple[int, Counter[str]]:
    def wait_and_do() -> None:
        os.kill(os.getpid(), signal.SIGSTOP)
        do()

    process = _forked(wait_and_do)
    os.waitpid(process, os.WUNTRACED)
    log = folder.with_name(f"{folder.name}.strace")
    watched = ",".join(CALLS) if fault is None else fault.call
    command = ["strace", "-f", "-o", str(log), "-p", str(process), "-e", f"trace={watched}"]
    if fault:
        how = f"signal={DIES}" if fault.error == DIES else f"error={fault.error}"
        command += ["-e", f"inject={fault.call}:{how}:when={fault.number}{'+' if fault.is_lasting else ''}"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as tracer:
        assert tracer.stderr
        line = tracer.stderr.readline()
        assert "attached" in line, line
        os.kill(process, signal.SIGCONT)
        status = _ended(process)
        tracer.communicate()
    calls = Counter(re.findall(r"^\d+ +(\w+)\(", log.read_text(errors="replace"), re.MULTILINE))
    log.unlink()
    return status, Counter({name: times for name, times in calls.items() if name in CALLS})


def _by_python(do: Callable[[], None], fault: Fault | None, _folder: Path) -> tuple[int, Counter[str]]:
    made = mmap.mmap(-1, 8 * len(CALLS))

    def patched_do() -> None:
        for place, call in enumerate(CALLS):
            _patch(call, fault if fault and fault.call == call else None, made, place)
        do()

    status = _ended(_forked(patched_do))
    numbers = (int.from_bytes(made[8 * place : 8 * place + 8], "little") for place in range(len(CALLS)))
    return status, Counter({name: number for name, number in zip(CALLS, numbers, strict=True) if number})


def _patch(call: str, fault: Fault | None, made: mmap.mmap, place: int) -> None:
    """Have the functions of ``os`` count a call, and fail where they are to."""

    def failing(function: Callable[..., Any]) -> Callable[..., Any]:
        def called(*arguments: Any, **more: Any) -> Any:
            number = int.from_bytes(made[8 * place : 8 * place + 8], "little") + 1
            made[8 * place : 8 * place + 8] = number.to_bytes(8, "little")
            if fault and (number == fault.number or (fault.is_lasting and number > fault.number)):
                if fault.error == DIES:
                    os.kill(os.getpid(), signal.SIGKILL)
                raise OSError(getattr(errno, fault.error), os.strerror(getattr(errno, fault.error)))
            return function(*arguments, **more)

        return called

    for name in WITHOUT_STRACE.get(call, (call,)):
        if hasattr(os, name):
            setattr(os, name, failing(getattr(os, name)))


def _ended(process: int) -> int:
    """Wait for a process; one that hangs is ended, which is told by how it ended."""
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        found, status = os.waitpid(process, os.WNOHANG)
        if found:
            return status
        time.sleep(0.002)
    os.kill(process, signal.SIGABRT)
    return os.waitpid(process, 0)[1]
