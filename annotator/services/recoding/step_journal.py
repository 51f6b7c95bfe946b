"""The record of a step over many documents, outside their folder: what each file held before and holds after it.

It is whole before the first file is written, so that a step which was broken off can be finished or taken back. A
record is two files: lines as a journal has them, and beside them the packed bytes that they point at.
"""

import os
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from typing import Any, BinaryIO, Final, Self

from annotator.formats.regular_files import open_regular, read_regular
from annotator.services.disk.at_path import OWNER_ONLY, names_in
from annotator.services.disk.atomic_file import sync_folder
from annotator.services.keeping.document_lock import Timeout, let_go, take
from annotator.services.keeping.journal_lines import NUMBER, Record, line_of, read_lines
from annotator.services.user import state_folders

SUFFIX: Final = ".step"
KEPT: Final = 20
"""So many steps that have ended can be taken back later."""
MOST_BYTES: Final = 512 * 2**20
"""What is kept of all of them together, the latest apart."""
_VERSION: Final = 1
_QUICKLY: Final = 1
_DAMAGED: Final = "What was kept of this file is damaged."


class Phase(StrEnum):
    """How far a step is. While it is being made, or taken back, a crash can leave it in the middle."""

    DONE = "done"
    UNDONE = "taken back"
    DOING = "doing"
    UNDOING = "taking back"


class StepError(ValueError):
    """What was kept of a step is damaged; the message says so."""


@dataclass(frozen=True, slots=True)
class StepFile:
    """One file of a step: the hashes before and after (None: no file), and where its bytes are kept."""

    path: Path
    before: str | None
    after: str
    was: tuple[int, int] | None
    now: tuple[int, int]
    passages: int


@dataclass(slots=True)
class Step:
    """A step as it is recorded; ``place`` is its record, ``root`` the folder that was open."""

    place: Path
    label: str
    time: str
    annotator: str
    root: Path
    phase: Phase | None = None
    files: dict[Path, StepFile] = field(default_factory=dict)

    @property
    def passages(self) -> int:
        """How many passages it changes."""
        return sum(file.passages for file in self.files.values())

    @property
    def is_broken_off(self) -> bool:
        """Whether it was left in the middle, unless somebody is just making it."""
        return self.phase in (Phase.DOING, Phase.UNDOING)

    def bytes_of(self, file: StepFile, *, after: bool) -> bytes | None:
        """Give what a file holds after or before the step, None for no file. Raises StepError, OSError."""
        piece, digest = (file.now, file.after) if after else (file.was, file.before)
        if piece is None:
            return None
        with open_regular(_bytes_place(self.place)) as kept:
            kept.seek(piece[0])
            packed = kept.read(piece[1])
        try:
            data = zlib.decompress(packed)
        except zlib.error:
            raise StepError(_DAMAGED) from None
        if sha256(data).hexdigest() != digest:
            raise StepError(_DAMAGED)
        return data


class StepJournal:
    """Writes the record of one step; nothing of it counts before ``note`` says how far it is. Raises OSError."""

    def __init__(self, step: Step, number: int) -> None:
        self.step = step
        self._number = number
        self._lines = _opened(step.place)
        self._kept = _opened(_bytes_place(step.place))

    @classmethod
    def begin(cls, label: str, time: str, annotator: str, root: Path) -> Self:
        """Begin the record of a step."""
        folder = state_folders.steps()
        folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.mkdir(exist_ok=True, mode=0o700)
        place = folder / f"{time.replace(':', '')}-{token_hex(4)}{SUFFIX}"
        journal = cls(Step(place, label, time, annotator, root), 0)
        for _twice in range(2):
            journal._number = 0
            journal._write({"step": _VERSION, "label": label, "time": time, "annotator": annotator, "root": str(root)})
        return journal

    @classmethod
    def again(cls, step: Step) -> Self:
        """Go on with the record of a step."""
        read = read_lines(read_regular(step.place))
        return cls(step, read.records[-1][NUMBER] + 1 if read.records else 1)

    def add(self, path: Path, before: bytes | None, after: bytes, passages: int) -> None:
        """Record what a file holds and is to hold; of one that is recorded twice the last record counts."""
        was = None if before is None else self._keep(before)
        digest = None if before is None else sha256(before).hexdigest()
        file = StepFile(path, digest, sha256(after).hexdigest(), was, self._keep(after), passages)
        self.step.files[path] = file
        places = {"was": file.was, "now": file.now}
        self._write({"file": str(path), "before": digest, "after": file.after, **places, "passages": passages})

    def note(self, phase: Phase) -> None:
        """Record how far the step is, for good, with all that was added."""
        self._write({"phase": phase.value})
        for file in (self._kept, self._lines):
            file.flush()
            os.fsync(file.fileno())
        sync_folder(self.step.place.parent)
        # Whoever took it for one that a crash left would have removed it: then nothing may be written.
        self.step.place.stat()
        self.step.phase = phase

    def close(self) -> None:
        """Let go of the record."""
        for file in (self._kept, self._lines):
            file.close()

    def _keep(self, data: bytes) -> tuple[int, int]:
        packed, start = zlib.compress(data, _QUICKLY), self._kept.tell()
        self._kept.write(packed)
        return start, len(packed)

    def _write(self, record: Record) -> None:
        self._lines.write(line_of({NUMBER: self._number, **record}))
        self._number += 1


@contextmanager
def held(step: Step) -> Iterator[None]:
    """Have a step for this process, for as long as it is made or taken back. Raises Timeout where another has it."""
    lock = take(step.place)
    try:
        yield
    finally:
        if lock:
            let_go(lock)


def steps_of(root: Path | None = None) -> list[Step]:
    """Give the steps that are recorded, of one folder with those above and below it or of all, the latest first.

    Never raises. Of those that nobody is just making, ones which had not begun are removed: they changed nothing.
    """
    found = []
    for name in sorted(names_in(state_folders.steps()), reverse=True):
        if not name.endswith(SUFFIX):
            continue
        place = state_folders.steps() / name
        if (step := _read(place)) is None:
            _remove_unheld(place)
        elif root is None or _meet(step.root, root):
            found.append(step)
    return found


def broken_off(root: Path | None = None) -> list[Step]:
    """Give the steps that were left in the middle, and that no process is just making; never raises."""
    found = []
    for step in steps_of(root):
        with suppress(Timeout):
            if step.is_broken_off:
                with held(step):
                    found.append(step)
    return found


def came_to_hold(steps: Iterable[Step], path: Path, known_as: str, data: bytes) -> None:
    """Let other bytes stand for those of a hash in the records of steps: what a session saved says the same.

    Raises OSError, StepError.
    """
    for step in steps:
        file = step.files.get(path)
        if file is None or known_as not in (file.before, file.after):
            continue
        before = data if known_as == file.before else step.bytes_of(file, after=False)
        after = data if known_as == file.after else step.bytes_of(file, after=True)
        journal = StepJournal.again(step)
        journal.add(path, before, after or b"", file.passages)
        journal.note(step.phase or Phase.DOING)
        journal.close()


def forget_old() -> None:
    """Remove the records of steps that are kept no longer: of those that have ended, the oldest; never raises."""
    size = 0
    for number, step in enumerate(one for one in steps_of() if not one.is_broken_off):
        with suppress(OSError):
            size += _bytes_place(step.place).stat().st_size
        if number >= KEPT or (number and size > MOST_BYTES):
            _remove(step.place)


def forget(step: Step) -> None:
    """Remove the record of a step; never raises."""
    _remove(step.place)


def _meet(one: Path, other: Path) -> bool:
    """Tell whether one of two folders is, or lies in, the other."""
    return one == other or one in other.parents or other in one.parents


def _read(place: Path) -> Step | None:
    try:
        read = read_lines(read_regular(place))
    except OSError:
        return None
    head = read.header
    if head is None or head.get("step") != _VERSION:
        return None
    try:
        step = Step(place, head["label"], head["time"], head["annotator"], Path(head["root"]))
        for record in read.records:
            if "phase" in record:
                step.phase = Phase(record["phase"])
            else:
                file = _file(record)
                step.files[file.path] = file
    except (LookupError, TypeError, ValueError):
        return None
    return step if step.phase else None


def _file(record: dict[str, Any]) -> StepFile:
    was, now = record["was"], record["now"]
    place = None if was is None else (int(was[0]), int(was[1]))
    return StepFile(
        Path(record["file"]), record["before"], record["after"], place, (int(now[0]), int(now[1])), record["passages"]
    )


def _remove_unheld(place: Path) -> None:
    with suppress(Timeout, OSError):
        lock = take(place)
        _remove(place)
        if lock:
            let_go(lock)


def _remove(place: Path) -> None:
    for path in (place, _bytes_place(place)):
        with suppress(OSError):
            path.unlink()


def _bytes_place(place: Path) -> Path:
    return place.with_suffix(".bytes")


def _opened(path: Path) -> BinaryIO:
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
    file = os.fdopen(os.open(path, flags, OWNER_ONLY), "ab")
    file.seek(0, os.SEEK_END)
    return file
