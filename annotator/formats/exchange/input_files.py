"""Reading files of others within bounds, and finding the text that belongs to annotations."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from annotator.formats.documents.plain_text import SIZE_LIMIT as TEXT_LIMIT
from annotator.formats.documents.plain_text import SourceError, decoded
from annotator.formats.exchange.protocols import FormatError, ImportOptions

FILE_LIMIT: Final = 128 * 2**20


def read_bytes(path: Path, limit: int = FILE_LIMIT) -> bytes:
    """Give a file's bytes; one that is too large is refused before it is read. Raises FormatError, OSError."""
    size = path.stat().st_size
    if size > limit:
        raise FormatError(
            f"{path.name} has {size / 2**20:,.0f} MiB; files of more than {limit // 2**20} MiB are not read. Split it."
        )
    return path.read_bytes()


def read_text(path: Path, encoding: str | None, limit: int = TEXT_LIMIT) -> str:
    """Give a text as it came, line ends and byte-order mark included. Raises FormatError, OSError."""
    data = read_bytes(path, limit)
    try:
        return decoded(data, path.name, encoding)[0]
    except SourceError as error:
        raise FormatError(str(error)) from None


def text_beside(path: Path, name: str, options: ImportOptions) -> str | None:
    """Give the text of a name beside a file or in a folder between it and the root; None where there is none."""
    for folder in _folders(path, options.root):
        candidate = folder / name
        if candidate.is_file():
            return read_text(candidate, options.encoding)
    return None


def _folders(path: Path, root: Path) -> Iterator[Path]:
    folder = path.parent
    yield folder
    while folder != root and root in folder.parents:
        folder = folder.parent
        yield folder
