"""Reading files of others within bounds, and finding the text that belongs to annotations."""

import os
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Final

from annotator.formats.documents.plain_text import SIZE_LIMIT as TEXT_LIMIT
from annotator.formats.documents.plain_text import SourceError, decoded, in_utf8, mark_of
from annotator.formats.exchange.protocols import FormatError, ImportOptions
from annotator.formats.regular_files import LEADS_OUT, leads_out, open_regular, read_regular, regular_size
from annotator.formats.sidecar.called_alike import composed

FILE_LIMIT: Final = 128 * 2**20
_LONGEST_MARK: Final = 4


def read_bytes(path: Path, limit: int = FILE_LIMIT) -> bytes:
    """Give a file's bytes; one that is too large is refused before it is read. Raises FormatError, OSError."""
    size = regular_size(path)
    if size > limit:
        raise FormatError(
            f"{path.name} has {size / 2**20:,.0f} MiB; files of more than {limit // 2**20} MiB are not read. Split it."
        )
    return read_regular(path)


def open_utf8(path: Path, limit: int = FILE_LIMIT) -> BinaryIO:
    """Open a file to be read line by line, in UTF-8 whatever its mark says. Raises FormatError, OSError."""
    file = open_regular(path)
    try:
        mark, encoding = mark_of(file.read(_LONGEST_MARK))
        if encoding == "utf-8":
            file.seek(len(mark))
            return file
    except OSError:
        file.close()
        raise
    file.close()
    return BytesIO(in_utf8(read_bytes(path, limit)))


def read_text(path: Path, encoding: str | None, limit: int = TEXT_LIMIT) -> str:
    """Give a text as it came, line ends and byte-order mark included. Raises FormatError, OSError."""
    data = read_bytes(path, limit)
    try:
        return decoded(data, path.name, encoding)[0]
    except SourceError as error:
        raise FormatError(str(error)) from None


def text_beside(path: Path, name: str, options: ImportOptions) -> str | None:
    """Give the text of a name beside a file or in a folder between it and the root; None where there is none.

    Raises FormatError, OSError.
    """
    found = file_beside(path, name, options.root)
    return read_text(found, options.encoding) if found else None


def file_beside(path: Path, name: str, root: Path) -> Path | None:
    """Give the file of a name beside another or in a folder between it and the root; None where there is none.

    Where none is called just so, one that is but for small and capital letters, or for how an accent is encoded, is
    taken, as some systems do.
    Raises FormatError where it is a link that leads out of the root: nobody asked for what lies there.
    """
    found = next((folder / name for folder in _folders(path, root) if (folder / name).is_file()), None)
    found = found or next((file for folder in _folders(path, root) if (file := _called_alike(folder, name))), None)
    if found and leads_out(found, root if root in path.parents else path.parent):
        raise FormatError(f"{name}: {LEADS_OUT}")
    return found


def _called_alike(folder: Path, name: str) -> Path | None:
    try:
        found = _names_in(folder, folder.stat().st_mtime_ns).get(composed(name).casefold(), ())
    except OSError:
        return None
    return folder / found[0] if len(found) == 1 else None


@lru_cache(maxsize=8)
def _names_in(folder: Path, _changed: int) -> dict[str, list[str]]:
    names: dict[str, list[str]] = {}
    for entry in os.scandir(folder):
        if entry.is_file():
            names.setdefault(composed(entry.name).casefold(), []).append(entry.name)
    return names


def _folders(path: Path, root: Path) -> Iterator[Path]:
    folder = path.parent
    yield folder
    while folder != root and root in folder.parents:
        folder = folder.parent
        yield folder
