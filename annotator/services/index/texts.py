"""The texts of a folder's documents, kept for the next search, and a sieve that says what need not be looked into."""

import sqlite3
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Final
from zlib import crc32

from annotator.services.folder.signature import Signature, signature_at
from annotator.services.folding.folded_text import FoldedText, Folding
from annotator.services.index.cache import Cache
from annotator.services.reading.document_file import read_document
from annotator.services.running.progress import Progress

_WIDEST: Final = Folding(case=True, accents=True, sharp=True)
_AT_ONCE: Final = 100
_PUT: Final = (
    "insert or replace into source(path, size, mtime_ns, inode, ctime_ns, read_ns, text, text_crc, folded, folded_crc) "
    "values(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_SIEVE: Final = "select path, size, mtime_ns, inode, ctime_ns, read_ns, folded, folded_crc from source"
_TEXT: Final = "select size, mtime_ns, inode, ctime_ns, read_ns, text, text_crc from source where path = ?"


def letters_of(text: str) -> bytes:
    """Give a text's letters and numbers alone, without case and accents: what any way to search leaves out is out."""
    return "".join(filter(str.isalnum, FoldedText(text, _WIDEST).text)).encode("utf-8", "surrogatepass")


class FolderTexts:
    """Gives the canonical texts of documents: those that were kept where the files are as they were, else read anew.

    For one thread alone. ``close`` writes what was read.
    """

    def __init__(self, root: Path) -> None:
        self._cache = Cache(root)
        self._waiting: list[tuple[object, ...]] = []

    def without(self, words: str, paths: Iterable[Path]) -> set[Path]:
        """Give the documents in which the words cannot stand, whatever is left out of account."""
        wanted = letters_of(words)
        if not wanted:
            return set()
        nothing: dict[str, tuple[int, ...]] = {}
        known = self._cache.ask(lambda database: self._without(database, wanted), nothing)
        name = self._cache.name
        return {path for path in paths if (kept := known.get(name(path))) is not None and kept == signature_at(path)}

    def text(self, path: Path, progress: Progress) -> str:
        """Give the text of a document. Raises what ``read_document`` does."""
        signature, name = signature_at(path), self._cache.name(path)
        row = self._cache.ask(lambda database: database.execute(_TEXT, (name,)).fetchone(), None)
        is_known = row is not None and Signature(*row[:4]) == signature and not signature.is_in_doubt(row[4])
        if is_known and crc32(row[5]) == row[6]:
            return str(row[5], "utf-8", "surrogatepass")
        began = time.time_ns()
        text = read_document(path, progress=progress).text
        if signature is not None:
            data, folded = text.encode("utf-8", "surrogatepass"), letters_of(text)
            self._waiting.append((name, *signature, began, data, crc32(data), folded, crc32(folded)))
        if len(self._waiting) >= _AT_ONCE:
            self._write()
        return text

    def close(self) -> None:
        """Keep what was read, and let go of the cache."""
        self._write()
        self._cache.close()

    @staticmethod
    def _without(database: sqlite3.Connection, wanted: bytes) -> dict[str, tuple[int, ...]]:
        found: dict[str, tuple[int, ...]] = {}
        # Of each of thousands of texts no more is made than is needed.
        for path, size, mtime_ns, inode, ctime_ns, read_ns, folded, crc in database.execute(_SIEVE):
            if wanted not in folded and crc32(folded) == crc:
                signature = size, mtime_ns, inode, ctime_ns
                if not Signature(*signature).is_in_doubt(read_ns):
                    found[path] = signature
        return found

    def _write(self) -> None:
        rows, self._waiting = self._waiting, []
        if rows:
            self._cache.change(lambda database: database.executemany(_PUT, rows))
