"""Where exported files come to be: beside their destination and unseen, until all of them are whole."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from annotator.formats.exchange.protocols import FormatError
from annotator.formats.sidecar.sidecar_names import is_bare
from annotator.services.disk.at_path import is_there
from annotator.services.disk.atomic_file import refuse_no_file, saving, target_of
from annotator.services.disk.temporary_files import hidden_name, remove_strays

# So many files are synced to the disk before they are moved; more would take minutes, and can be exported again.
_SYNCED = 16
_BUFFER = 2**18  # pieces have some kilobytes each


class ExportPlace:
    """A temporary folder for one file or for many.

    ``written`` are the files' destinations, known when it is left; ``sent`` are URLs of what went elsewhere.
    """

    def __init__(self, out: Path, folder: Path, *, as_folder: bool) -> None:
        self.written: list[Path] = []
        self.sent: list[str] = []
        self._out = out
        self._folder = folder
        self._as_folder = as_folder
        self._names: dict[str, None] = {}
        self._open: list[BinaryIO] = []

    def file(self, name: str = "") -> BinaryIO:
        """Open a file to stream bytes into; it is closed by the place."""
        file = self.path(name).open("wb", buffering=_BUFFER)
        self._open.append(file)
        return file

    def add(self, name: str, data: bytes) -> None:
        """Write one whole file of a folder."""
        self.path(name).write_bytes(data)

    def path(self, name: str = "") -> Path:
        """Give the path of a file that a library writes itself."""
        if self._as_folder and not all(map(is_bare, name.split("/"))):
            raise FormatError(f"“{name}” cannot be the name of a file on every system. Rename the document.")
        name = name if self._as_folder else "file"
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        self._names[name] = None
        return path

    def close(self) -> None:
        """Close what is open, and write it to the disk."""
        for file in self._open:
            file.close()

    def move(self) -> None:
        """Put every file where it belongs."""
        for name in list(self._names)[:_SYNCED]:
            _sync(self._folder / name)
        for name in self._names:
            target = target_of(self._out / name if self._as_folder else self._out)
            target.parent.mkdir(parents=True, exist_ok=True)
            with suppress(OSError):
                (self._folder / name).chmod(target.stat().st_mode & 0o7777)
            (self._folder / name).replace(target)
            self.written.append(self._out / name if self._as_folder else self._out)


@contextmanager
def export_place(out: Path, *, as_folder: bool) -> Iterator[ExportPlace]:
    """Give a place whose files stand at ``out``, or in the folder ``out``, when it is left; on an error none does.

    Raises SaveError where they cannot be written.
    """
    if not as_folder:
        refuse_no_file(out)
    made = [folder for folder in (out, *out.parents) if not is_there(folder)] if as_folder else []
    beside = out if as_folder else target_of(out).parent
    remove_strays(beside)
    temporary = beside / hidden_name(out.name)
    done = False
    try:
        with saving(out):
            if as_folder:
                out.mkdir(parents=True, exist_ok=True)
            temporary.mkdir()
            place = ExportPlace(out, temporary, as_folder=as_folder)
            try:
                yield place
            finally:
                place.close()
            place.move()
            done = True
    finally:
        _remove(temporary)
        for folder in made if not done else ():
            with suppress(OSError):
                folder.rmdir()


def _remove(folder: Path) -> None:
    try:
        folder.rmdir()
    except OSError:
        import shutil  # it brings all kinds of archives, and what was moved left nothing

        shutil.rmtree(folder, ignore_errors=True)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
