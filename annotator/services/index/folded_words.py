"""The words of a folder's files as they are looked for, kept from one search to the next."""

from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Final, NamedTuple, Protocol
from weakref import ReferenceType, ref
from zlib import crc32

from annotator.services.index.digest import Words
from annotator.services.index.starts import as_typed
from annotator.services.index.view import FileFacts, FolderView

MOST_BYTES: Final = 100 * 2**20
"""So much of the words is kept at most."""
_APART: Final = " \ue000 "
"""Stands between texts; a sign that no text has a use for."""


class ReadsWords(Protocol):
    """What words are read by."""

    def is_open(self, sidecar: Path) -> bool:
        """Tell whether a file's words are those of an open document."""

    def words_of(self, view: FolderView, facts: FileFacts) -> Words:
        """Give the words of a file."""


class OfView(NamedTuple):
    """What was folded of a view: names of entities, topics and codes, and of documents by file; words by file."""

    view: "ReferenceType[FolderView]"
    names: tuple[list[str], list[str], list[str], list[str]]
    texts: list[bytes | None]


class FoldedWords:
    """The words of files from one search to the next, a line for each row; may be asked by any thread."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._of_file: dict[Path, tuple[object, bytes]] = {}
        self._bytes = 0
        self._names: dict[str, str] = {}
        self._of_view: OfView | None = None

    def of_view(self, view: FolderView) -> OfView:
        """Give what was folded of a view, its names at once."""
        known = self._of_view
        if known is None or known.view() is not view:
            tables = zip((view.entities, view.topics, view.codes_named), view.names, strict=True)
            entities, topics, codes = ([*map(self._name, map(table.name, range(count)))] for table, count in tables)
            documents = [self._name(view.document_name(one)) if one else "" for one in view.files]
            known = self._of_view = OfView(ref(view), (entities, topics, codes, documents), [None] * len(view.files))
        return known

    def text(self, of_view: OfView, view: FolderView, number: int, reader: ReadsWords) -> bytes:
        """Give the words of all rows of a file, each with an end of line."""
        known, facts = of_view.texts[number], view.files[number]
        if facts is None or (known is not None and not reader.is_open(facts.path)):
            return known or b""
        found = of_view.texts[number] = self._text(view, facts, reader)
        return found

    def _text(self, view: FolderView, facts: FileFacts, reader: ReadsWords) -> bytes:
        if reader.is_open(facts.path):
            return _lines(reader.words_of(view, facts), facts.annotations)
        start = int(view.starts[facts.number])
        stamp = facts.modified, crc32(view.annotations.mark[start : start + facts.annotations].tobytes())
        known = self._of_file.get(facts.path)
        if known is not None and known[0] == stamp:
            return known[1]
        found = _lines(reader.words_of(view, facts), facts.annotations)
        with self._lock:
            self._bytes += len(found) - (len(known[1]) if known else 0)
            if self._bytes > MOST_BYTES:
                self._of_file.clear()
                self._bytes = len(found)
            self._of_file[facts.path] = stamp, found
        return found

    def _name(self, name: str) -> str:
        known = self._names.get(name)
        if known is None:
            known = self._names[name] = as_typed(name)
        return known


def _lines(words: Words, count: int) -> bytes:
    """Give the words of a file's rows in the form in which they are looked for, none where there are too few."""
    texts = [" ".join(of_row) for of_row in zip(words.quotes, words.before, words.after, strict=True)]
    for place, note in words.notes.items():
        texts[place] += f" {note}"
    texts = (texts + [""] * count)[:count]
    return "".join(f"{text}\n" for text in _folded(texts)).encode("utf-8", "surrogatepass")


def _folded(texts: Sequence[str]) -> Sequence[str]:
    # Folding costs little more for all of a file than for one.
    found = as_typed(_APART.join(texts)).split(_APART.strip())
    return found if len(found) == len(texts) else [as_typed(text) for text in texts]
