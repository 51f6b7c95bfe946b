"""The words of annotations, read for those that are seen: quotes, contexts, notes, and all that stands in numbers."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from threading import Lock
from typing import Final, NamedTuple

from annotator.model.vocabulary import ROLE_WORD
from annotator.services.index.digest import (
    FIELDS,
    NONE,
    STANCES,
    STATUSES,
    TYPES,
    Words,
    mark_of,
    word_at,
)
from annotator.services.index.folded_words import FoldedWords
from annotator.services.index.reading import read_file
from annotator.services.index.view import FileFacts, FolderView

_KEPT: Final = 300
"""The words of so many files are kept."""
_ENTITY: Final = "entity"


class PassageWords(NamedTuple):
    """An annotation in words, "" or () where nothing is said; ``document`` is its name with the folders.

    ``roles`` are words such as "speaker" with names, those of an actor annotation under "entity". ``date`` is its own,
    else the document's. Without an ``id`` the file was written since.
    """

    sidecar: Path
    id: str
    document: str
    quote: str = ""
    before: str = ""
    after: str = ""
    type: str = ""
    roles: tuple[tuple[str, str], ...] = ()
    topic: str = ""
    stance: str = ""
    status: str = ""
    codes: tuple[str, ...] = ()
    annotator: str = ""
    date: str = ""
    note: str = ""


class WordReader:
    """Reads the words of files and keeps those that were read last; may be asked by any thread."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._lock = Lock()
        self._kept: OrderedDict[Path, tuple[str, Words]] = OrderedDict()
        """With when the file says that it was last changed."""
        self._open: Mapping[Path, Words] = {}
        self.cached: Callable[[Path, str], Words | None] = lambda _path, _modified: None
        """Gives the words of a file that were kept, of the state that it had at a time."""
        self.folded = FoldedWords()

    def with_open(self, words: Mapping[Path, Words]) -> "WordReader":
        """Give a reader to which these documents are open."""
        other = WordReader(self._root)
        other._lock, other._kept, other._open, other.cached = self._lock, self._kept, words, self.cached
        other.folded = self.folded
        return other

    def is_open(self, sidecar: Path) -> bool:
        """Tell whether a file's words are those of an open document."""
        return sidecar in self._open

    def passages(self, view: FolderView, rows: Iterable[int]) -> dict[int, PassageWords]:
        """Give rows in words, in their order; each file is looked at once."""
        by_file: dict[int, list[int]] = {}
        wanted = [int(row) for row in rows]
        for row in wanted:
            by_file.setdefault(int(view.annotations.file[row]), []).append(row)
        found: dict[int, PassageWords] = {}
        for number, rows_of_file in by_file.items():
            if facts := view.files[number]:
                words = self.words_of(view, facts)
                found |= {
                    row: _passage(view, facts, row, words, _place(view, facts, row, words)) for row in rows_of_file
                }
        return {row: found[row] for row in wanted if row in found}

    def words_of(self, view: FolderView, facts: FileFacts) -> Words:
        """Give the words of a file as it was when the view was taken, or as it is now where it was written since."""
        if (words := self._open.get(facts.path)) is not None:
            return words
        with self._lock:
            modified, words = self._kept.get(facts.path, ("", None))
            if words is not None:
                self._kept.move_to_end(facts.path)
        if words is None or modified != facts.modified or not _fits(view, facts, words):
            words = self.cached(facts.path, facts.modified)
            if words is None or not _fits(view, facts, words):
                read = read_file(facts.path, self._root)
                words = read.digest.words if read.digest else Words()
            with self._lock:
                self._kept[facts.path] = facts.modified, words
                while len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
        return words


def _fits(view: FolderView, facts: FileFacts, words: Words) -> bool:
    start = int(view.starts[facts.number])
    marks: list[int] = view.annotations.mark[start : start + facts.annotations].tolist()
    return marks == [mark_of(identifier) for identifier in words.ids]


def _place(view: FolderView, facts: FileFacts, row: int, words: Words) -> int:
    """Give the place of a row among the words, ``NONE`` where its annotation is not there."""
    place, mark = row - int(view.starts[facts.number]), int(view.annotations.mark[row])
    if 0 <= place < len(words.ids) and mark_of(words.ids[place]) == mark:
        return place
    return next((other for other, identifier in enumerate(words.ids) if mark_of(identifier) == mark), NONE)


def _passage(view: FolderView, facts: FileFacts, row: int, words: Words, place: int) -> PassageWords:
    table = view.annotations
    topic = int(table.topic[row])
    is_there = place != NONE
    return PassageWords(
        facts.path,
        words.ids[place] if is_there else "",
        view.document_name(facts),
        words.quotes[place] if is_there else "",
        words.before[place] if is_there else "",
        words.after[place] if is_there else "",
        word_at(TYPES, int(table.type[row])),
        roles_of(view, row),
        view.topics.name(topic) if topic >= 0 else "",
        word_at(STANCES, int(table.stance[row])),
        word_at(STATUSES, int(table.status[row])),
        tuple(view.codes_named.name(int(view.codes.code[one])) for one in view.codes_in(row)),
        facts.annotator,
        words.dates.get(place, facts.published),
        words.notes.get(place, ""),
    )


def roles_of(view: FolderView, row: int) -> tuple[tuple[str, str], ...]:
    """Give who takes part in a row: the word of the role, and the name."""
    parts = view.parts
    return tuple(
        (ROLE_WORD.get(FIELDS[int(parts.field[one])], _ENTITY), view.entities.name(int(parts.entity[one])))
        for one in view.parts_in(row)
    )
