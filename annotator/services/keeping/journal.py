"""Every step on disk the moment it is made, so that a crash, a power cut or a full disk loses none.

A journal is a file in the user's state folder: a header, then one line a step (see ``journal_lines``). Beside it lies
the sidecar as it was when the journal began, so that the state can be rebuilt whatever has happened to the sidecar.
"""

import os
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain, count
from pathlib import Path
from typing import Any, Final
from zlib import crc32

import orjson

from annotator.formats.regular_files import read_regular
from annotator.formats.sidecar.record_json import record_from_json, record_to_json
from annotator.model.edits import Edit
from annotator.model.history import History
from annotator.model.transaction import Transaction
from annotator.services.disk.at_path import OWNER_ONLY
from annotator.services.disk.atomic_file import sync_folder
from annotator.services.keeping.journal_lines import NUMBER, VERSION, ReadLines, line_of, read_lines

_ROOM = 512
DONE_BEFORE: Final = "done before"
UNDONE_BEFORE: Final = "undone before"
EARLIER: Final = frozenset({DONE_BEFORE, UNDONE_BEFORE})
"""Records of steps from before the document was opened: they lead to what the sidecar holds, or away from it."""


@dataclass(frozen=True, slots=True)
class Header:
    """What a journal belongs to; ``base`` is the hash of the sidecar's bytes when it began, None where none was."""

    sidecar: str
    text_sha256: str
    base: str | None

    def line(self) -> bytes:
        """Give the line that stands twice at a journal's beginning."""
        known = {"sidecar": self.sidecar, "text_sha256": self.text_sha256, "base": self.base}
        return line_of({NUMBER: 0, "journal": VERSION, **known})


class Journal:
    """Writes the steps of one open document; a Recorder for its session.

    All lines are remembered, so that a journal that is spoiled or gone while the document is open is written anew.
    """

    def __init__(self, path: Path, header: Header, base: bytes | None) -> None:
        self.path = path
        self._header = header
        self._base = base
        self._before: list[tuple[str, Transaction]] = []
        self._file: int | None = None
        self._lines: list[bytes] = []
        self._written = 0
        self._length = 0
        self._number = 0
        self._snapshots = 0
        self.failure = ""
        self.was_written_anew = False
        """Whether the file was found spoiled or gone while the document was open; who says so sets it back."""

    def done(self, transaction: Transaction) -> None:
        """Record a step."""
        self._write({"do": transaction_to_json(transaction)})

    def undone(self, transaction: Transaction) -> None:
        """Record that the last step was taken back."""
        self._write({"undo": fingerprint(transaction)})

    def redone(self, transaction: Transaction) -> None:
        """Record that a step was made again."""
        self._write({"redo": fingerprint(transaction)})

    def snapshot(self) -> int:
        """Record that the present state is about to be saved, and give the snapshot's number."""
        self._snapshots += 1
        if self._has_begun:
            self._write({"snapshot": self._snapshots})
        return self._snapshots

    def saved(self, snapshot: int, digest: str) -> None:
        """Record that the sidecar now holds a snapshot, by the hash of the file's bytes."""
        if self._has_begun:
            self._write({"saved": digest, "snapshot": snapshot})
            if self.failure:
                self._note_saved(digest)

    def go_on_from(self, history: History) -> None:
        """Begin with the steps of a history, so that undo of them is known too; written with the first step made."""
        self._before = [(DONE_BEFORE, step) for step in history.done]
        self._before += [(UNDONE_BEFORE, step) for step in history.undone]

    def resume(self, found: ReadLines, snapshots: int) -> None:
        """Go on with a journal that was found, all of which could be read; raises OSError."""
        assert found.header is not None
        header = line_of(found.header)
        self._lines = [header, header, *map(line_of, found.records)]
        self._number = found.records[-1][NUMBER] if found.records else 0
        self._snapshots = snapshots
        with suppress(OSError):
            self._base = read_regular(base_path(self.path))
        self._written = len(self._lines)
        if not found.is_as_written:
            self._rewrite()
            return
        self._file = os.open(self.path, os.O_RDWR)
        os.ftruncate(self._file, found.length)
        self._length = found.length

    def drop(self) -> None:
        """Forget everything: the document was saved and closed. A journal that another one wrote stays."""
        if not self._has_begun:
            return
        self._begin_anew()
        for path in (self.path, base_path(self.path), saved_path(self.path)):
            # A folder that may not be written to has none of them.
            with suppress(OSError):
                path.unlink()

    def set_aside(self, time: str) -> Path | None:
        """Keep what was written so far under another name, and begin anew; gives that name, None for an empty one."""
        self._begin_anew()
        if not self.path.exists():
            return None
        aside = self._free_name(f"{self.path.stem}.{time.replace(':', '')}")
        self.path.replace(aside)
        with suppress(FileNotFoundError):
            base_path(self.path).replace(base_path(aside))
        with suppress(FileNotFoundError):
            saved_path(self.path).unlink()
        return aside

    def release(self) -> None:
        """Stop writing and leave the journal where it is, to be found at the next start."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    @property
    def _has_begun(self) -> bool:
        # Steps that wait for the disk are no less made: what is saved of them has to be known.
        return self._file is not None or self._written < len(self._lines)

    def _begin_anew(self) -> None:
        self.release()
        self._lines, self._written, self._length, self._number = [], 0, 0, 0

    def _free_name(self, stem: str) -> Path:
        # Two may be set aside within one second, as by opening, changing and opening again.
        names = chain([stem], (f"{stem}-{number}" for number in count(2)))
        return next(path for name in names if not (path := self.path.with_name(name + self.path.suffix)).exists())

    def _write(self, record: dict[str, Any]) -> None:
        # Where the disk takes nothing more, the lines wait in memory and go out with the next step that it takes.
        if not self._lines:
            self._lines = [self._header.line()] * 2
            for how, transaction in self._before:
                self._add({how: transaction_to_json(transaction)})
        self._add(record)
        try:
            self._write_out()
        except OSError as error:
            self.failure = error.strerror or str(error)
            if self._file is not None:
                with suppress(OSError):
                    os.ftruncate(self._file, self._length)
        else:
            self.failure = ""

    def _add(self, record: dict[str, Any]) -> None:
        self._number += 1
        self._lines.append(line_of({NUMBER: self._number, **record}))

    def _write_out(self) -> None:
        if self._file is not None and not self._is_as_left():
            self.was_written_anew = True
            self.release()
        if self._file is None:
            self._begin()
        self._append(self._lines[self._written :])

    def _is_as_left(self) -> bool:
        """Tell whether the file is still there under its name and as long as it was left."""
        assert self._file is not None
        try:
            here, there = os.fstat(self._file), self.path.stat()
        except OSError:
            return False
        return (here.st_ino, here.st_dev) == (there.st_ino, there.st_dev) and there.st_size == self._length

    def _begin(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if self._base is not None:
            _write_new(base_path(self.path), self._base)
        # Room for one line, for a disk that takes nothing more: writing over it needs no more room.
        _write_new(saved_path(self.path), b" " * _ROOM)
        self._rewrite()

    def _rewrite(self) -> None:
        """Write the header and all that was on disk once more, and make the file's name last."""
        lines = self._lines[: max(2, self._written)]
        # Beside it first: what is there may be all that is left of it.
        fresh = self.path.with_suffix(".new")
        _write_new(fresh, b"".join(lines))
        fresh.replace(self.path)
        sync_folder(self.path.parent)
        self._length = sum(map(len, lines))
        self._written = len(lines)
        self._file = os.open(self.path, os.O_RDWR)

    def _append(self, lines: list[bytes]) -> None:
        assert self._file is not None
        data = b"".join(lines)
        os.lseek(self._file, self._length, os.SEEK_SET)
        _write_all(self._file, data)
        _sync(self._file)
        self._length += len(data)
        self._written = len(self._lines)

    def _note_saved(self, digest: str) -> None:
        """Remember, where the journal takes nothing more, that the sidecar of a hash is this program's own."""
        line = line_of({NUMBER: self._number, "saved": digest})
        with suppress(OSError):
            file = os.open(saved_path(self.path), os.O_WRONLY)
            try:
                _write_all(file, line[:_ROOM].ljust(_ROOM))
                _sync(file)
            finally:
                os.close(file)


def journal_path(folder: Path, sidecar: Path) -> Path:
    """Give the journal's place for a sidecar; the name tells nothing of what it holds."""
    return folder / f"{sha256(os.fsencode(sidecar.resolve())).hexdigest()[:32]}.journal"


def base_path(path: Path) -> Path:
    """Give the place of the copy of the sidecar beside a journal."""
    return path.with_suffix(".base")


def saved_path(path: Path) -> Path:
    """Give the place of the note, beside a journal, of what was saved when the journal took nothing more."""
    return path.with_suffix(".saved")


def last_saved(path: Path) -> str | None:
    """Give the hash of the sidecar that was saved when a journal took nothing more, None where that never happened."""
    try:
        read = read_lines(read_regular(saved_path(path)).rstrip() + b"\n")
    except OSError:
        return None
    return next((record["saved"] for record in read.records if isinstance(record.get("saved"), str)), None)


def fingerprint(transaction: Transaction) -> int:
    """Give a number by which a step is known again."""
    return crc32(orjson.dumps(transaction_to_json(transaction)))


def transaction_to_json(transaction: Transaction) -> dict[str, Any]:
    """Give a transaction as a JSON object; records are written as in the sidecar."""
    return {
        "label": transaction.label,
        "author": transaction.author,
        "time": transaction.time,
        "group": transaction.group,
        "edits": [
            [
                edit.table,
                edit.key,
                None if edit.before is None else record_to_json(edit.table, edit.before),
                None if edit.after is None else record_to_json(edit.table, edit.after),
            ]
            for edit in transaction.edits
        ],
    }


def transaction_from_json(data: dict[str, Any]) -> Transaction:
    """Read what ``transaction_to_json`` gave; raises KeyError, TypeError or ValueError on anything else."""
    edits = tuple(
        Edit(
            table,
            key,
            None if before is None else record_from_json(table, before),
            None if after is None else record_from_json(table, after),
        )
        for table, key, before, after in data["edits"]
    )
    return Transaction(edits, data["label"], data["author"], data["time"], data["group"])


def _write_new(path: Path, data: bytes) -> None:
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ONLY)
    try:
        _write_all(file, data)
        _sync(file)
    finally:
        os.close(file)


def _write_all(file: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(file, rest) :]


def _sync(file: int) -> None:
    getattr(os, "fdatasync", os.fsync)(file)
