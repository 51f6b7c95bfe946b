"""The one owner of what is known of a folder: every file, and the open layer in its file's place, pass through here."""

import sys
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from annotator.model.codebook import Codebook
from annotator.model.layer import Layer
from annotator.services.index.columns import Columns
from annotator.services.index.copies import Copies
from annotator.services.index.days import NO_DAY, OPEN_START, day_numbers
from annotator.services.index.digest import ANNOTATION_NUMBERS, NONE, PART_NUMBERS, Digest, Facts, Words
from annotator.services.index.edges import Edges, FolderGraph, actors_in_file, first_names, memberships, told_by
from annotator.services.index.likely_same import Likely, likely_same
from annotator.services.index.names import Has, Names
from annotator.services.index.reading import ReadFile, read_layer, share_an_id
from annotator.services.index.relations import ENTITY_NODE, DirectOptions, Keys, parts_of_key, told
from annotator.services.index.speaking import NOTHING, SEVERAL, Choice, Speaks, chosen
from annotator.services.index.view import (
    LARGE_COLUMNS,
    LARGE_PART_COLUMNS,
    SMALL_COLUMNS,
    AnnotationRows,
    CodeRows,
    FileFacts,
    FolderView,
    PartRows,
    mapped,
)
from annotator.services.index.words import PassageWords, WordReader

DONE: Final = ("done", "reviewed")
_SMALL, _PART_SMALL = len(SMALL_COLUMNS), 2
_MARK, _EVENT, _TOPIC, _FILE = (LARGE_COLUMNS.index(name) for name in ("mark", "event", "topic", "file"))
_ROW, _MENTION, _ENTITY = (LARGE_PART_COLUMNS.index(name) for name in ("row", "mention", "entity"))
_NO_FACTS: Final = Facts("", "", "", "", "", "", "", "", "", "")
_InFiles = dict[int, dict[int, int]]
_FEW: Final = 500
"""Edges of more files are made anew with those of all."""
_ROWS_A_FILE, _PARTS_A_FILE = 64, 80
"""So many of each a file has at most, mostly."""


@dataclass(frozen=True, slots=True)
class FolderChange:
    """What is otherwise than before; empty where nothing is. ``names`` are also in how many documents each name is.

    ``rows`` tells that rows have other numbers, and nothing else is another.
    """

    files: frozenset[Path] = frozenset()
    documents: frozenset[Path] = frozenset()
    names: bool = False
    speaks: frozenset[Path] = frozenset()
    standing: bool = False
    rows: bool = False

    @property
    def edges(self) -> bool:
        """Whether edges of the folder's chart may be others."""
        return bool(self.files or self.speaks)


@dataclass(frozen=True, slots=True)
class Standing:
    """Of how many files an answer is made, those that could not be read, and the documents of which none speaks."""

    read: int
    expected: int
    problems: Mapping[Path, str]
    several: tuple[Path, ...]

    @property
    def sentence(self) -> str:
        """Say what is missing; "" where nothing is."""
        said = []
        if missing := max(self.expected - self.read, 0) + len(self.problems):
            said.append(f"{missing:,} of {self.expected:,} annotation files not read.")
        if self.several:
            said.append(f"{len(self.several):,} documents with several annotators, of which none speaks.")
        return " ".join(said)


@dataclass(slots=True)
class _Held:
    """The rows of one digest in the columns, and the names that it uses."""

    facts: Facts
    annotations: slice
    parts: slice
    codes: slice
    profiles: "array[int]"
    topics: "array[int]"
    coded: "array[int]"
    same: dict[int, int]
    called_first: dict[int, int]
    topics_first: dict[int, int]
    words: Words | None = None
    live: bool = True
    used: bool = True
    """Whether its names are offered and told of: not while nobody may see them."""


@dataclass(slots=True)
class _File:
    number: int
    path: Path
    document: Path
    annotator: str
    disk: _Held | None = None
    open: _Held | None = None
    is_open: bool = False
    problem: str = ""
    facts: FileFacts | None = None

    @property
    def current(self) -> _Held | None:
        return self.open if self.is_open else self.disk


@dataclass(slots=True)
class _Document:
    path: Path
    files: dict[Path, _File] = field(default_factory=dict)
    counted: list[_File] = field(default_factory=list)
    """Those that are no copies of others."""
    whose: tuple[str, ...] = ()
    """Of each of these the annotator."""
    choice: Choice | None = None


@dataclass(slots=True)
class _News:
    files: set[Path] = field(default_factory=set)
    documents: set[Path] = field(default_factory=set)
    speaks: set[Path] = field(default_factory=set)
    names: bool = False
    standing: bool = False

    def frozen(self) -> FolderChange:
        files, documents, speaks = frozenset(self.files), frozenset(self.documents), frozenset(self.speaks)
        return FolderChange(files, documents, self.names, speaks, self.standing or bool(files))


class FolderIndex:
    """Columns, names and edges of a folder; one thread alone may change it, and any may read what ``view`` gives.

    ``own`` is the analyst's id. Listeners hear of each change once, when all agree.
    """

    def __init__(self, root: Path, own: str = "") -> None:
        self.root = root
        self.own = own
        self._preferred: tuple[str, ...] = ()
        self.names = Names()
        self.codebooks: dict[Path, Codebook] = {}
        self._whose: dict[Path, Path] = {}
        self._annotations = Columns(_SMALL, len(LARGE_COLUMNS))
        self._parts = Columns(_PART_SMALL, 7)
        self._codes = Columns(0, 3)
        self._files: list[_File | None] = []
        self._facts_of: list[FileFacts | None] = []
        self._said_in_files: tuple[_InFiles, _InFiles, _InFiles] = ({}, {}, {})
        self._is_said_shared = False
        self._by_path: dict[Path, _File] = {}
        self._documents: dict[Path, _Document] = {}
        self._copies = Copies(self._marks, share_an_id)
        self._speaks, self._seen = array("b"), array("b")
        self._published, self._starts = array("i"), array("i")
        self._books = array("i")
        self._book_numbers: dict[Path, int] = {}
        self._books_by_number: list[Codebook | None] = [None]
        self._expected = 0
        self._reader = WordReader(root)
        self._edges: Edges | None = None
        self._behind: set[Path] = set()
        """Files of which the edges are still those of before: nobody has asked for them since."""
        self._choices: dict[tuple[str, ...], Choice] = {}
        self._listeners: list[Callable[[FolderChange], None]] = []
        self._news: _News | None = None
        self._view: FolderView | None = None
        self._turn = 0

    # Putting in

    def put_file(self, read: ReadFile) -> None:
        """Take what an annotation file holds now; one that is gone is removed."""
        self.put_files((read,))

    def put_files(self, found: Iterable[ReadFile]) -> None:
        """Take what several files hold, as one change."""
        with self._change() as news:
            for read in found:
                if read.gone:
                    self._remove(read.path, news)
                else:
                    self._put(read, news)

    def put_open(self, sidecar: Path, layer: Layer) -> None:
        """Let a layer stand in the place of its file from now on, until ``forget_open``."""
        self.put_open_read(read_layer(sidecar, layer))

    def put_open_read(self, read: ReadFile) -> None:
        """Do so with what ``read_layer`` gave of the layer, which may have taken its time in another thread."""
        with self._change() as news:
            file = self._file(read)
            self._hold(file, news, file.disk, self._held(file, read.digest), is_open=True)
            if file.open is not None and read.digest is not None:
                file.open.words = read.digest.words

    follow = put_open
    """Takes the layer as it is after a step."""

    def saved(self, sidecar: Path) -> None:
        """Note that the file holds what is open now."""
        file = self._by_path.get(sidecar)
        if file is not None and file.is_open:
            file.disk, file.problem = file.open, ""

    def forget_open(self, sidecar: Path) -> None:
        """Let a file's own rows count again; one that was never read or saved is there no longer."""
        file = self._by_path.get(sidecar)
        if file is None or not file.is_open:
            return
        with self._change() as news:
            self._hold(file, news, file.disk, None, is_open=False)
            if file.disk is None and not file.problem:
                self._remove(sidecar, news)

    def remove(self, sidecars: Iterable[Path]) -> None:
        """Let files count no longer that are gone; what is open stays in its file's place."""
        with self._change() as news:
            for path in sidecars:
                self._remove(path, news)

    def put_codebook(self, folder: Path, codebook: Codebook | None) -> None:
        """Let a codebook name the entities of files below its folder that have no nearer one; None takes it away."""
        self.put_codebooks({folder: codebook})

    def put_codebooks(self, codebooks: Mapping[Path, Codebook | None]) -> None:
        """Do so with several, by their folders, at once."""
        if all(self.codebooks.get(folder) == codebook for folder, codebook in codebooks.items()):
            return
        with self._change() as news:
            kept = {**self.codebooks, **codebooks}
            self.codebooks = {folder: codebook for folder, codebook in kept.items() if codebook is not None}
            self._name_anew(news)

    def choose(
        self, own: str, whose: Mapping[Path, Path] | None = None, preferred: Sequence[str] | None = None
    ) -> None:
        """Say who the analyst is, and by document which file speaks where that was chosen by hand.

        ``preferred`` are those whose files count before the analyst's own; None leaves them as they were.
        """
        given = own, dict(whose or {}), self._preferred if preferred is None else tuple(preferred)
        if given == (self.own, self._whose, self._preferred):
            return
        own, chosen = self.own, self._whose.keys() | given[1].keys()
        with self._change() as news:
            self.own, self._whose, self._preferred = given
            self._choices.clear()
            for document in self._documents.values():
                if document.path in chosen or (own != self.own and self._has_blind_book(document)):
                    news.documents.add(document.path)
                elif self._choose(document, news):
                    news.speaks.add(document.path)

    def expect(self, files: int) -> None:
        """Say how many annotation files there are to be read."""
        if files != self._expected:
            # What stands in an array that has room need not be moved while somebody waits.
            self._annotations.reserve(files * _ROWS_A_FILE)
            self._parts.reserve(files * _PARTS_A_FILE)
            with self._change() as news:
                self._expected = files
                news.standing = True

    def subscribe(self, listener: Callable[[FolderChange], None]) -> Callable[[], None]:
        """Have a listener called after each change; the answer ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    @contextmanager
    def together(self) -> Iterator[None]:
        """Make several changes of which listeners hear as one."""
        with self._change():
            yield

    # Asking

    @property
    def edges(self) -> Edges:
        """The direct relations of all files that speak, kept up from the first time that they are asked for."""
        if self._edges is None or len(self._behind) > _FEW:
            self._edges = Edges()
            self._edges.begin(self._told_by_all())
        else:
            for file in filter(None, map(self._by_path.get, self._behind)):
                self._edges.replace(file.number, self._told_by(file))
        self._behind.clear()
        return self._edges

    def chart(self) -> FolderGraph:
        """Give the relationship chart of all files that speak."""
        return FolderGraph(*self.edges.sums(), self.names.entity_table, self._name)

    def view(self) -> FolderView:
        """Give the folder as it is now; the same object until something changes."""
        if self._view is None:
            annotations, parts, codes = self._annotations, self._parts, self._codes
            self._is_said_shared = True
            names, books = self.names, list(self._books)
            scopes = list(names.scopes)
            self._view = FolderView(
                self.root,
                tuple(self._facts_of),
                AnnotationRows(annotations.small, annotations.large),
                PartRows(parts.small, parts.large),
                CodeRows(codes.small, codes.large),
                annotations.live_rows(),
                parts.live_rows(),
                codes.live_rows(),
                np.array(self._speaks, np.bool_),
                np.array(self._seen, np.bool_),
                np.array(self._published, np.int32).reshape(-1, 2),
                np.array(self._starts, np.int32),
                np.array(self._books, np.int32),
                names.entity_table,
                names.topic_table,
                names.code_table,
                (len(names.entity_table), len(names.topic_table), len(names.code_table)),
                lambda file, written: scopes[books[file]].called(written),
                *self._said_in_files,
                self._turn,
            )
        return self._view

    def file(self, sidecar: Path) -> FileFacts | None:
        """Give what is known of an annotation file."""
        file = self._by_path.get(sidecar)
        return file.facts if file else None

    @property
    def files(self) -> list[FileFacts]:
        """All annotation files that are known."""
        return [file.facts for file in self._files if file and file.facts]

    @property
    def documents(self) -> list[Path]:
        """All documents that have annotation files."""
        return list(self._documents)

    def files_of(self, document: Path) -> tuple[FileFacts, ...]:
        """Give the annotation files of a document."""
        found = self._documents.get(document)
        return tuple(file.facts for file in found.files.values() if file.facts) if found else ()

    def speaks(self, document: Path) -> Speaks:
        """Give which file counts of a document, and why."""
        found = self._documents.get(document)
        if found is None or found.choice is None:
            return Speaks(document, None, NOTHING)
        place, reason = found.choice
        return Speaks(document, None if place is None else found.counted[place].path, reason)

    def same_as(self, name: str, kind: str = "", limit: int = 5, language: str = "") -> list[Likely]:
        """Give the entities of the folder that a name likely means."""
        return likely_same(self.names, name, kind, limit, language)

    def standing(self) -> Standing:
        """Give of how many files answers are made."""
        known = [file for file in self._files if file]
        problems = {file.path: file.problem for file in known if file.problem and file.current is None}
        several = tuple(one.path for one in self._documents.values() if one.choice and one.choice.reason == SEVERAL)
        return Standing(len(known), max(self._expected, len(known)), problems, several)

    def words(self, rows: Iterable[int], view: FolderView | None = None) -> dict[int, PassageWords]:
        """Read what stands in rows, as for those that are seen; a row whose file was written since has no quote."""
        return self.reader().passages(view or self.view(), rows)

    def take_words_from(self, cached: Callable[[Path], Words | None]) -> None:
        """Have words looked for among those that were kept before files are read for them."""
        self._reader.cached = cached

    def reader(self) -> WordReader:
        """Give what reads the words of rows, in any thread; open documents are there as they are now."""
        held = {file.path: file.open.words for file in self._files if file and file.is_open and file.open}
        return self._reader.with_open({path: words for path, words in held.items() if words is not None})

    @property
    def wasted(self) -> float:
        """The share of rows that are dead."""
        return self._annotations.dead / max(self._annotations.count, 1)

    def compact(self) -> None:
        """Leave out dead rows, when there is time; rows have other numbers then, of which listeners hear."""
        old = self._annotations, self._parts, self._codes
        self._annotations, self._parts, self._codes = (
            Columns(_SMALL, len(LARGE_COLUMNS)),
            Columns(_PART_SMALL, 7),
            Columns(0, 3),
        )
        for fresh, before in zip((self._annotations, self._parts, self._codes), old, strict=True):
            fresh.reserve(before.count - before.dead)
        for file in filter(None, self._files):
            for held in {id(one): one for one in (file.disk, file.open) if one is not None}.values():
                self._move(held, old)
            if file.current is not None:
                self._starts[file.number] = file.current.annotations.start
        self._view = None
        self._turn += 1
        self._announce(FolderChange(rows=True))

    # One file

    def _put(self, read: ReadFile, news: _News) -> None:
        file = self._file(read)
        file.problem = read.problem
        self._hold(file, news, self._held(file, read.digest), file.open, is_open=file.is_open)

    def _file(self, read: ReadFile) -> _File:
        file = self._by_path.get(read.path)
        if file is None:
            file = _File(len(self._files), read.path, read.document, read.annotator)
            self._files.append(file)
            self._facts_of.append(None)
            self._by_path[read.path] = file
            self._speaks.append(0)
            self._seen.append(0)
            self._published.extend(day_numbers(""))
            self._starts.append(0)
            self._books.append(self._book_of(read.path.parent))
            self._documents.setdefault(read.document, _Document(read.document)).files[read.path] = file
        return file

    def _hold(self, file: _File, news: _News, disk: _Held | None, open_: _Held | None, *, is_open: bool) -> None:
        """Let other rows stand for a file; those that stand for it no longer are dead."""
        before = file.disk, file.open
        file.disk, file.open, file.is_open = disk, open_, is_open
        for held in (*before, disk, open_):
            if held is not None and held is not file.current:
                self._live(held, is_live=False)
        if file.current is not None:
            self._live(file.current, is_live=True)
        self._copies.put(file.path)
        self._note(file, news)

    def _note(self, file: _File, news: _News) -> None:
        news.files.add(file.path)
        news.documents.add(file.document)
        held = file.current
        self._note_names(file)
        self._starts[file.number] = held.annotations.start if held else 0
        published = day_numbers(held.facts.published if held else "")
        self._published[2 * file.number], self._published[2 * file.number + 1] = published

    def _remove(self, path: Path, news: _News) -> None:
        file = self._by_path.get(path)
        if file is None:
            return
        file.problem = ""
        self._hold(file, news, None, file.open, is_open=file.is_open)
        if file.is_open:
            return
        if self._edges is not None:
            self._edges.replace(file.number, ())
        del self._by_path[path]
        self._files[file.number] = self._facts_of[file.number] = None
        self._speaks[file.number] = self._seen[file.number] = 0
        self._copies.drop(path)
        self._documents[file.document].files.pop(path, None)

    def _held(self, file: _File, digest: Digest | None) -> _Held | None:
        """Put a digest's rows behind the others."""
        if digest is None:
            return None
        names, book = self.names, self._books[file.number]
        profiles = array("i", [names.profile(one) for one in names.profiles_of(book, digest.entities)])
        topics = array("i", map(names.topic_number, digest.topics))
        codes = array("i", map(names.code_number, digest.codes))
        names.use(profiles, 1)
        rows = self._add_annotations(file, digest, topics)
        parts = self._add_parts(digest, profiles, rows.start)
        coded = self._add_codes(digest, codes, rows.start)
        same, first = names.same_in_file(profiles), names.called_first(profiles)
        on_topics = names.topics_first(topics)
        return _Held(digest.facts, rows, parts, coded, profiles, topics, codes, same, first, on_topics)

    def _add_annotations(self, file: _File, digest: Digest, topics: "array[int]") -> slice:
        numbers = _rows(digest.annotations, len(ANNOTATION_NUMBERS))
        large = np.empty((len(LARGE_COLUMNS), numbers.shape[1]), np.int32)
        plain = len(ANNOTATION_NUMBERS) - _SMALL
        large[:plain] = numbers[_SMALL:]
        large[_EVENT] += self._annotations.count
        same, places = self.names.topic_table.same, large[_TOPIC : _TOPIC + 2].copy()
        large[plain : plain + 2] = _at(topics, places)
        large[_TOPIC : _TOPIC + 2] = _at([same[one] for one in topics], places)
        large[_FILE] = file.number
        return self._annotations.add(numbers[:_SMALL], large)

    def _add_parts(self, digest: Digest, profiles: "array[int]", start: int) -> slice:
        numbers = _rows(digest.parts, len(PART_NUMBERS))
        large = np.empty((len(LARGE_PART_COLUMNS), numbers.shape[1]), np.int32)
        plain = len(PART_NUMBERS) - _PART_SMALL
        large[:plain] = numbers[_PART_SMALL:]
        large[_ROW] += start
        large[_MENTION] += np.where(large[_MENTION] >= 0, start, 0)
        places = large[_ENTITY : _ENTITY + 2].copy()
        names = self.names
        large[plain:] = _at([names.profiles[one].written for one in profiles], places)
        large[_ENTITY : _ENTITY + 2] = _at([names.counted_of[one] for one in profiles], places)
        return self._parts.add(numbers[:_PART_SMALL], large)

    def _add_codes(self, digest: Digest, codes: "array[int]", start: int) -> slice:
        numbers = _rows(digest.coded, 2)
        large = np.empty((3, numbers.shape[1]), np.int32)
        large[0] = numbers[0] + start
        large[2] = _at(codes, numbers[1])
        same = self.names.code_table.same
        large[1] = _at([same[one] for one in codes], numbers[1])
        return self._codes.add(numbers[:0], large)

    def _live(self, held: _Held, *, is_live: bool) -> None:
        if held.live == is_live:
            return
        held.live = is_live
        for columns, rows in (
            (self._annotations, held.annotations),
            (self._parts, held.parts),
            (self._codes, held.codes),
        ):
            columns.set_live(rows, is_live=is_live)
        self._use(held, is_used=is_live)

    def _use(self, held: _Held, *, is_used: bool) -> None:
        if held.used != is_used:
            held.used = is_used
            self.names.use(held.profiles, 1 if is_used else -1)

    def _move(self, held: _Held, old: tuple[Columns, Columns, Columns]) -> None:
        """Put the rows of what is held into new columns."""
        rows, parts, codes = held.annotations, held.parts, held.codes
        large = old[0].large[:, rows].copy()
        shift = self._annotations.count - rows.start
        large[_EVENT] += shift
        held.annotations = self._annotations.add(old[0].small[:, rows], large)
        large = old[1].large[:, parts].copy()
        large[_ROW] += shift
        large[_MENTION] += np.where(large[_MENTION] >= 0, shift, 0)
        held.parts = self._parts.add(old[1].small[:, parts], large)
        large = old[2].large[:, codes].copy()
        large[0] += shift
        held.codes = self._codes.add(old[2].small[:, codes], large)
        if not held.live:
            held.live = True
            self._live(held, is_live=False)

    def _marks(self, path: Path) -> NDArray[np.int32]:
        held = self._by_path[path].current
        return self._annotations.large[_MARK, held.annotations] if held else np.empty(0, np.int32)

    # Documents

    @contextmanager
    def _change(self) -> Iterator[_News]:
        """Gather what a change touches; when the outermost one is made, settle it and let listeners hear."""
        if self._news is not None:
            yield self._news
            return
        news = self._news = _News()
        try:
            yield news
            self._settle_all(news)
        finally:
            self._news, self._view = None, None
            self._turn += 1
        if (change := news.frozen()) != FolderChange():
            self._announce(change)

    def _settle_all(self, news: _News) -> None:
        for path in self._copies.changed():
            if file := self._by_path.get(path):
                news.documents.add(file.document)
        for path in news.documents:
            self._settle(self._documents[path], news)
        if self._edges is not None:
            self._behind |= news.files

    def _settle(self, document: _Document, news: _News) -> None:
        """Work out which of a document's files speaks, what may be seen, and the names that it has."""
        if not document.files:
            del self._documents[document.path]
            news.names |= self.names.put_document(str(document.path), Has())
            news.speaks.add(document.path)
            return
        files = document.counted
        spoke = self.speaks(document.path)
        there = [file for file in document.files.values() if self._copies.of(file.path) is None]
        if there != files:
            document.counted = files = there
            document.whose, document.choice = tuple(file.annotator for file in files), None
        if self._choose(document, news) and self.speaks(document.path) != spoke:
            news.speaks.add(document.path)
        blind = self._is_blind(document)
        for file in document.files.values():
            hidden = blind and file.annotator != self.own
            seen = not hidden and file in files
            if bool(self._seen[file.number]) != seen:
                self._seen[file.number] = seen
                news.files.add(file.path)
            if file.current:
                self._use(file.current, is_used=seen and file.current.live)
            file.facts = self._facts_of[file.number] = self._facts(file, hidden=hidden)
        seen_now = [file.current for file in files if self._seen[file.number] and file.current]
        counted, topics, codes = self.names.counted_of, self.names.topic_table.same, self.names.code_table.same
        days = (day_numbers(held.facts.published)[0] for held in seen_now)
        has = Has(
            (counted[one] for held in seen_now for one in held.profiles),
            (topics[one] for held in seen_now for one in held.topics),
            (codes[one] for held in seen_now for one in held.coded),
            next((day for day in days if day > OPEN_START), NO_DAY),
        )
        news.names |= self.names.put_document(str(document.path), has)

    def _choose(self, document: _Document, news: _News) -> bool:
        """Let the file of a document speak that is to, and tell whether that may be another one than before."""
        choice = self._choices.get(document.whose)
        if choice is None or document.path in self._whose:
            choice = self._choice(document)
        if choice == document.choice:
            return False
        document.choice = choice
        speaks = None if choice.place is None else document.counted[choice.place]
        for file in document.files.values():
            if self._speaks[file.number] != (file is speaks):
                self._speaks[file.number] = file is speaks
                news.files.add(file.path)
        return True

    def _choice(self, document: _Document) -> Choice:
        """Work out which file is to speak, as is done once for all documents with files of the same annotators."""
        by_hand = self._whose.get(document.path)
        place = next((at for at, file in enumerate(document.counted) if file.path == by_hand), None)
        choice = chosen(document.whose, (*self._preferred, self.own), place)
        if place is None:
            self._choices[document.whose] = choice
        return choice

    def _has_blind_book(self, document: _Document) -> bool:
        book = self._books_by_number[self._book_of(document.path.parent)]
        return book is not None and book.blind

    def _is_blind(self, document: _Document) -> bool:
        """Tell whether colleagues' work is hidden: where the codebook says so, until one's own is done."""
        own = next((file for file in document.files.values() if self.own and file.annotator == self.own), None)
        if own is None or not self._has_blind_book(document):
            return False
        return own.current is None or own.current.facts.state not in DONE

    def _facts(self, file: _File, *, hidden: bool) -> FileFacts:
        held, copy_of = file.current, self._copies.of(file.path)
        facts = held.facts if held else _NO_FACTS
        rows = held.annotations if held else slice(0, 0)
        return FileFacts(
            file.number, file.path, file.document, file.annotator, facts.title, facts.publisher, facts.author,
            facts.published, facts.language, facts.state, facts.modified, facts.text_sha256, rows.stop - rows.start,
            facts.decided, facts.decisions, file.problem, hidden, copy_of,
        )  # fmt: skip

    # Edges

    def _name(self, numbers: Sequence[int]) -> str:
        return first_names(self.view())(numbers)

    def _note_names(self, file: _File) -> None:
        """Note what a file says of names in an own way; views have the tables as they were."""
        held = file.current
        said = (held.same, held.called_first, held.topics_first) if held else ({}, {}, {})
        known = self._said_in_files
        if all(found == table.get(file.number, {}) for found, table in zip(said, known, strict=True)):
            return
        if self._is_said_shared:
            self._said_in_files = known = (dict(known[0]), dict(known[1]), dict(known[2]))
            self._is_said_shared = False
        for found, table in zip(said, known, strict=True):
            table.pop(file.number, None)
            if found:
                table[file.number] = found

    def _told_by(self, file: _File) -> Iterable[int]:
        """Give the relations that a file tells of, where it speaks."""
        held = file.current
        if held is None or not (self._speaks[file.number] and self._seen[file.number]):
            return ()
        parts = PartRows(self._parts.small[:, held.parts], self._parts.large[:, held.parts])
        annotations = AnnotationRows(self._annotations.small, self._annotations.large)
        rows = np.arange(held.annotations.start, held.annotations.stop)
        actors = actors_in_file(parts, held.same, self.names.entity_table.nameless)
        keys = told(rows, annotations, parts, actors, DirectOptions()).counted().keys
        return [*keys.tolist(), *self._memberships(held, keys)]

    def _told_by_all(self) -> dict[int, Iterable[int]]:
        found = told_by(view := self.view()).counted()
        files = view.annotations.file[found.rows]
        order = np.argsort(files, kind="stable")
        numbers, starts = np.unique(files[order], return_index=True)
        parts = np.split(found.keys[order], starts[1:]) if len(numbers) else []
        told_of: dict[int, Iterable[int]] = {}
        for number, keys in zip(numbers.tolist(), parts, strict=True):
            file = self._files[number]
            held = file.current if file else None
            told_of[number] = [*keys.tolist(), *(self._memberships(held, keys) if held else ())]
        return told_of

    def _memberships(self, held: _Held, keys: Keys) -> list[int]:
        """Give who is a member of which group in a file that speaks of both."""
        names, groups = self.names, dict[int, list[int]]()
        for place in held.profiles:
            member = names.counted_of[place]
            member = held.same.get(member, member)
            if member not in groups:
                profile = names.profiles[place]
                of = [names.counted(profile.scope, group) for group in profile.member_of]
                groups[member] = [held.same.get(group, group) for group in of]
        if not any(groups.values()):
            return []
        kinds, _values, sources, _targets = parts_of_key(keys)
        return memberships(frozenset(sources[kinds == ENTITY_NODE].tolist()), groups)

    # Codebooks

    def _book_of(self, folder: Path) -> int:
        """Give the number of the codebook that names what lies in a folder: the nearest one, 0 for none."""
        known = self._book_numbers.get(folder)
        if known is None:
            folders = (folder, *folder.parents) if self.codebooks else ()
            books = list(self.codebooks)
            near = next((one for one in folders if one in self.codebooks), None)
            known = self._book_numbers[folder] = books.index(near) + 1 if near is not None else 0
        return known

    def _name_anew(self, news: _News) -> None:
        """Lay the codebooks' names over the folder again: numbers of names stay, which of them count does not."""
        names = self.names
        names.put_codebooks(list(self.codebooks.values()))
        self._books_by_number = [None, *self.codebooks.values()]
        self._book_numbers.clear()
        before = names.start_anew()
        self._books = array("i", bytes(4 * len(self._files)))
        for file in filter(None, self._files):
            book = self._books[file.number] = self._book_of(file.path.parent)
            for held in {id(one): one for one in (file.disk, file.open) if one is not None}.values():
                held.profiles = array("i", [names.profile(before[one]._replace(scope=book)) for one in held.profiles])
                held.same = names.same_in_file(held.profiles)
                held.called_first = names.called_first(held.profiles)
                if held.used:
                    names.use(held.profiles, 1)
            news.files.add(file.path)
            news.documents.add(file.document)
            self._note_names(file)
        names.register(list(self.codebooks.values()))
        self._count_anew()
        self._edges = None
        self._behind.clear()
        news.names = True

    def _count_anew(self) -> None:
        """Put the numbers that count into the columns anew."""
        large = self._parts.large
        books = np.array(self._books, np.int32)[self._annotations.large[_FILE][large[_ROW]]]
        written = large[_ENTITY + 2 : _ENTITY + 4]
        counted = np.full(written.shape, NONE, np.int32)
        for number in np.unique(books).tolist():
            scope = self.names.scopes[number]
            table = np.array([scope.counted(one) for one in range(len(self.names.entity_table))], np.int32)
            here = books == number
            counted[:, here] = mapped(table, written[:, here])
        self._parts.replace_large(_ENTITY, counted)

    def _announce(self, change: FolderChange) -> None:
        for listener in tuple(self._listeners):
            try:
                listener(change)
            except Exception as error:  # noqa: BLE001 - whatever it is, the others have to hear of the change
                sys.excepthook(type(error), error, error.__traceback__)


def _rows(data: bytes, width: int) -> NDArray[np.int32]:
    return np.frombuffer(data, np.int32).reshape(-1, width).T


def _at(numbers: Iterable[int], places: NDArray[np.int32]) -> NDArray[np.int32]:
    """Give the numbers at places; the place of none is the one behind the last."""
    return np.array([*numbers, NONE], np.int32)[places]
