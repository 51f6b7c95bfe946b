"""Every step on disk the moment it is made, so that a crash, a power cut or a full disk loses none.

A journal is a file of JSON lines in the user's state folder: a header, then one line a step. Beside it lies the
sidecar as it was when the journal began, so that the state can be rebuilt whatever has happened to the sidecar since.
"""

import os
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain, count
from pathlib import Path
from typing import Any

import orjson

from annotator.formats.sidecar.record_json import record_from_json, record_to_json
from annotator.model.edits import Edit
from annotator.model.transaction import Transaction

VERSION = 1
OWNER_ONLY = 0o600


@dataclass(frozen=True, slots=True)
class Header:
    """What a journal belongs to; ``base`` is the hash of the sidecar's bytes when it began, None where none was."""

    sidecar: str
    text_sha256: str
    base: str | None


class Journal:
    """Writes the steps of one open document; a Recorder for its session."""

    def __init__(self, path: Path, header: Header, base: bytes | None) -> None:
        self.path = path
        self._header = header
        self._base = base
        self._file: int | None = None
        self._length = 0
        self._snapshots = 0
        self._unwritten: list[bytes] = []
        self.failure = ""

    def done(self, transaction: Transaction) -> None:
        """Record a step."""
        self._write({"do": transaction_to_json(transaction)})

    def undone(self) -> None:
        """Record that the last step was taken back."""
        self._write({"undo": 1})

    def redone(self) -> None:
        """Record that a step was made again."""
        self._write({"redo": 1})

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

    def resume(self, length: int, snapshots: int) -> None:
        """Go on writing a journal that was found, behind its first ``length`` bytes: its whole lines."""
        self._file = os.open(self.path, os.O_RDWR)
        os.ftruncate(self._file, length)
        self._length = length
        self._snapshots = snapshots

    def drop(self) -> None:
        """Forget everything: the document was saved and closed. A journal that another one wrote stays."""
        if not self._has_begun:
            return
        self.release()
        for path in (self.path, base_path(self.path)):
            # A folder that may not be written to has none of them.
            with suppress(OSError):
                path.unlink()

    def set_aside(self, time: str) -> Path | None:
        """Keep what was written so far under another name, and begin anew; gives that name, None for an empty one."""
        self.release()
        if not self.path.exists():
            return None
        aside = self._free_name(f"{self.path.stem}.{time.replace(':', '')}")
        self.path.replace(aside)
        if base_path(self.path).exists():
            base_path(self.path).replace(base_path(aside))
        return aside

    def release(self) -> None:
        """Stop writing and leave the journal where it is, to be found at the next start."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    @property
    def _has_begun(self) -> bool:
        # Steps that wait for the disk are no less made: what is saved of them has to be known.
        return self._file is not None or bool(self._unwritten)

    def _free_name(self, stem: str) -> Path:
        # Two may be set aside within one second, as by opening, changing and opening again.
        names = chain([stem], (f"{stem}-{number}" for number in count(2)))
        return next(path for name in names if not (path := self.path.with_name(name + self.path.suffix)).exists())

    def _begin(self) -> int:
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if self._base is not None:
            _write_new(base_path(self.path), self._base)
        header = {"journal": VERSION, "sidecar": self._header.sidecar, "text_sha256": self._header.text_sha256,
                  "base": self._header.base}  # fmt: skip
        line = orjson.dumps(header) + b"\n"
        _write_new(self.path, line)
        self._length = len(line)
        self._file = os.open(self.path, os.O_RDWR)
        return self._file

    def _write(self, line: dict[str, Any]) -> None:
        # Where the disk takes nothing more, the lines wait in memory and go out with the next step that it takes.
        self._unwritten.append(orjson.dumps(line) + b"\n")
        try:
            self._write_out()
        except OSError as error:
            self.failure = error.strerror or str(error)
            if self._file is not None:
                with suppress(OSError):
                    os.ftruncate(self._file, self._length)
        else:
            self.failure = ""

    def _write_out(self) -> None:
        file = self._begin() if self._file is None else self._file
        os.lseek(file, self._length, os.SEEK_SET)
        data = b"".join(self._unwritten)
        _write_all(file, data)
        _sync(file)
        self._length += len(data)
        self._unwritten.clear()


def journal_path(folder: Path, sidecar: Path) -> Path:
    """Give the journal's place for a sidecar; the name tells nothing of what it holds."""
    return folder / f"{sha256(os.fsencode(sidecar.resolve())).hexdigest()[:32]}.journal"


def base_path(path: Path) -> Path:
    """Give the place of the copy of the sidecar beside a journal."""
    return path.with_suffix(".base")


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
