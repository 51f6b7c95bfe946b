"""The words of a folder's files as they are looked for, kept from one search to the next."""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Final, NamedTuple, Protocol
from weakref import ReferenceType, ref
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from annotator.services.index.digest import Words
from annotator.services.index.folder_rows import Bounds
from annotator.services.index.starts import as_typed
from annotator.services.index.view import FileFacts, FolderView
from annotator.services.index.word_blocks import BlockMaker, WordBlock

MOST_BYTES: Final = 100 * 2**20
"""So much of the words is kept at most."""
_FILES: Final = 3000
"""So many files at most stand in a block: making one takes several times its room."""
_APART: Final = 8
"""So many blocks of few files are kept apart; of more, the files are read again, for one block."""
_FEW: Final = 200
NOWHERE: Final = -1


class ReadsWords(Protocol):
    """What words are read by."""

    def is_open(self, sidecar: Path) -> bool:
        """Tell whether a file's words are those of an open document."""

    def words_of(self, view: FolderView, facts: FileFacts) -> Words:
        """Give the words of a file."""


class _Kept(NamedTuple):
    """Where the words of a file stand: from which line on in which block; and what tells that they are the file's."""

    facts: FileFacts
    stamp: tuple[str, int]
    block: WordBlock
    line: int


class Found(NamedTuple):
    """A block, and by line the row of the view that it is, ``NOWHERE`` for what is something else by now."""

    block: WordBlock
    rows: NDArray[np.intp]


class OfView(NamedTuple):
    """What was folded of a view: names of entities, topics and codes, and of documents by file; words by file.

    ``found`` are the blocks of these words, none where they are to be looked up again.
    """

    view: "ReferenceType[FolderView]"
    names: tuple[list[str], list[str], list[str], list[str]]
    kept: dict[int, _Kept]
    found: list[Found]


class FoldedWords:
    """The words of files from one search to the next, a line for each row; may be asked by any thread."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: dict[Path, _Kept] = {}
        self._names: dict[str, str] = {}
        self._of_view: OfView | None = None

    def of_view(self, view: FolderView) -> OfView:
        """Give what was folded of a view, its names at once."""
        known = self._of_view
        if known is None or known.view() is not view:
            tables = zip((view.entities, view.topics, view.codes_named), view.names, strict=True)
            entities, topics, codes = ([*map(self._name, map(table.name, range(count)))] for table, count in tables)
            documents = [self._name(view.document_name(one)) if one else "" for one in view.files]
            known = self._of_view = OfView(ref(view), (entities, topics, codes, documents), self._known(view), [])
        return known

    def blocks(self, of_view: OfView, view: FolderView, numbers: Sequence[int], reader: ReadsWords) -> list[Found]:
        """Give blocks that have the words of some files, and of others, those of open documents as they are now."""
        with self._lock:
            files = [facts for number in numbers if (facts := view.files[number]) is not None]
            open_ = [facts for facts in files if reader.is_open(facts.path)]
            left = [one for one in files if one.number not in of_view.kept and one not in open_]
            for start in range(0, len(left), _FILES):
                self._keep(of_view, self._read(view, left[start : start + _FILES], reader))
            if not of_view.found:
                of_view.found[:] = _found(view, of_view.kept.values())
            fresh = _found(view, self._read(view, open_, reader))
            return [*map(partial(_without, view, open_), of_view.found), *fresh]

    def _read(self, view: FolderView, files: Sequence[FileFacts], reader: ReadsWords) -> list[_Kept]:
        maker, lines = BlockMaker(), list[int]()
        for facts in files:
            lines.append(len(maker))
            maker.add(reader.words_of(view, facts), facts.annotations)
        block = maker.made()
        return [_Kept(facts, _stamp(view, facts), block, line) for facts, line in zip(files, lines, strict=True)]

    def _keep(self, of_view: OfView, fresh: Sequence[_Kept]) -> None:
        of_view.found.clear()
        of_view.kept.update((one.facts.number, one) for one in fresh)
        self._kept.update((one.facts.path, one) for one in fresh)
        blocks = {id(one.block): one.block for one in self._kept.values()}
        files = Counter(id(one.block) for one in self._kept.values())
        few = {block for block, count in files.items() if count < _FEW}
        if sum(block.nbytes for block in blocks.values()) > MOST_BYTES:
            self._kept = {one.facts.path: one for one in fresh}
        elif len(few) > _APART:
            self._kept = {path: one for path, one in self._kept.items() if id(one.block) not in few}

    def _known(self, view: FolderView) -> dict[int, _Kept]:
        """Give of the files of a view what is kept of them; the same facts are told of the same contents."""
        found: dict[int, _Kept] = {}
        for facts in view.files:
            known = self._kept.get(facts.path) if facts else None
            if facts is None or known is None:
                continue
            if known.facts is not facts:
                if _stamp(view, facts) != known.stamp:
                    continue
                known = self._kept[facts.path] = known._replace(facts=facts)
            found[facts.number] = known
        return found

    def _name(self, name: str) -> str:
        known = self._names.get(name)
        if known is None:
            known = self._names[name] = as_typed(name)
        return known


def _stamp(view: FolderView, facts: FileFacts) -> tuple[str, int]:
    start = int(view.starts[facts.number])
    return facts.modified, crc32(view.annotations.mark[start : start + facts.annotations].tobytes())


def _without(view: FolderView, files: Sequence[FileFacts], found: Found) -> Found:
    """Leave out the rows of files of which other words are known."""
    rows = found.rows
    for facts in files:
        start = int(view.starts[facts.number])
        rows = np.where((rows >= start) & (rows < start + facts.annotations), NOWHERE, rows)
    return Found(found.block, rows)


def _found(view: FolderView, kept: Iterable[_Kept]) -> list[Found]:
    """Give by block which of its lines are which rows."""
    of_block: dict[int, list[_Kept]] = {}
    for one in kept:
        of_block.setdefault(id(one.block), []).append(one)
    found: list[Found] = []
    for files in of_block.values():
        rows = np.full(files[0].block.size, NOWHERE, np.intp)
        numbers = np.array([one.facts.number for one in files], np.intp)
        counts = np.array([one.facts.annotations for one in files], np.int64)
        lines = np.array([one.line for one in files], np.int64)
        rows[Bounds(lines, counts).places] = Bounds(view.starts[numbers].astype(np.int64), counts).places
        found.append(Found(files[0].block, rows))
    return found
