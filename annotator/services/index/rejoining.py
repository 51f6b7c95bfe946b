"""From a joined folder to its contents: what putting each file in gives, made at once from whole columns."""

import os
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from annotator.model.codebook import Codebook
from annotator.services.folder.signature import Signature
from annotator.services.index.changes import News
from annotator.services.index.contents import Contents
from annotator.services.index.days import NO_DAY, OPEN_START, day_numbers
from annotator.services.index.folder_rows import Bounds, FolderRows
from annotator.services.index.held import Held, HeldDocument, HeldFile
from annotator.services.index.joined import Joined, Joining
from annotator.services.index.joined_files import JoinedFile
from annotator.services.index.names import Profile
from annotator.services.index.names_of_documents import Having
from annotator.services.index.view import (
    LARGE_COLUMNS,
    LARGE_PART_COLUMNS,
    SMALL_COLUMNS,
    SMALL_PART_COLUMNS,
    mapped,
)
from annotator.services.running.garbage import collector_paused
from annotator.services.running.memory import give_back

_NOTHING: Final = Path(), Signature(-1, 0, 0, 0)
Int = NDArray[np.integer[Any]]


@dataclass(frozen=True, slots=True)
class Setting:
    """What else than the files decides what is known of a folder."""

    own: str = ""
    preferred: tuple[str, ...] = ()
    codebooks: Mapping[Path, Codebook] = field(default_factory=dict)
    whose: Mapping[Path, Path] = field(default_factory=dict)


def fitting(files: Sequence[JoinedFile], root: Path, listed: Mapping[Path, Signature]) -> list[Path | None]:
    """Give of each file that was joined its path where it is listed and as it was read."""
    known = {str(path): (path, signature) for path, signature in listed.items()}
    top = _top(root)
    found: list[Path | None] = []
    for file in files:
        path, signature = known.get(top + file.path, _NOTHING)
        is_as_it_was = signature == file.signature and not signature.is_in_doubt(file.read_ns)
        found.append(path if is_as_it_was else None)
    return found


def contents_of(
    joined: Joined, files: Sequence[JoinedFile], root: Path, paths: Sequence[Path | None], setting: Setting
) -> Contents:
    """Give the contents that those of the joined files make which have a path."""
    kept = [(file, path) for file, path in zip(files, paths, strict=True) if path is not None]
    is_kept = np.array([path is not None for path in paths], np.bool_)
    return _Rejoining(joined, is_kept, setting).contents(kept, _top(root))


class Naming:
    """Names a folder anew by other codebooks, for ``FolderIndex.take_over`` where the turn ``is_still`` the same.

    ``codebooks`` are those that are others.
    """

    def __init__(
        self, joining: Joining, root: Path, setting: Setting, codebooks: Mapping[Path, Codebook | None]
    ) -> None:
        self.codebooks = codebooks
        self.is_still = joining.is_still
        self._joining, self._root, self._setting = joining, root, setting

    def made(self) -> Contents | None:
        """Give the contents; None where something changed meanwhile."""
        with collector_paused():
            found = self._joining.all()
            return contents_of(found[0], found[0].files.files(), self._root, found[1], self._setting) if found else None


class _Rejoining:
    """``is_kept`` says of each of the files that were joined whether it is put in."""

    def __init__(self, joined: Joined, is_kept: NDArray[np.bool_], setting: Setting) -> None:
        self._joined = joined
        self._is_kept = is_kept
        self._counts = {
            name: joined.take(f"of file {name}").astype(np.int64)
            for name in ("rows", "parts", "codes", "profiles", "topics", "coded")
        }
        self._made = Contents(setting.own)
        self._made.preferred, self._made.whose = setting.preferred, dict(setting.whose)
        self._names = names = self._made.names
        self._entities = _numbers(names.entity_table.number(name, kind) for kind, name in joined.entities)
        self._topics = _numbers(map(names.topic_number, joined.topics))
        self._codes = _numbers(map(names.code_number, joined.codes))
        self._made.put_codebooks(setting.codebooks, News())

    def contents(self, kept: list[tuple[JoinedFile, Path]], top: str) -> Contents:
        made = self._made
        books = self._books(kept)
        profiles = self._profiles(books)
        topics, codes = self._topics[self._named("topics", "topic")], self._codes[self._named("coded", "code")]
        bounds = [Bounds(count, count).behind_each_other() for count in map(self._of_files, ("rows", "parts", "codes"))]
        made.rows = self._rows(bounds, books)
        made.book_of_file = array("i", books.astype(np.int32).tobytes())
        made.starts = array("i", bounds[0].starts.astype(np.int32).tobytes())
        rows = zip(bounds[0].slices(), bounds[1].slices(), bounds[2].slices(), strict=True)
        named = zip(
            _parts(profiles, self._of_files("profiles")), _parts(topics, self._of_files("topics")),
            _parts(codes, self._of_files("coded")), strict=True,
        )  # fmt: skip
        held = [
            Held(file.facts, *places, of, on, coded, {}, {}, {}, file.sha256)
            for (file, _path), places, (of, on, coded) in zip(kept, rows, named, strict=True)
        ]
        document_of = self._put_files(kept, held, top)
        self._say_in_files(held, profiles, topics)
        self._names.use_often(np.bincount(profiles, minlength=len(self._names.profiles)).tolist())
        made.settle_files(News())
        self._have(document_of, profiles, topics, codes)
        return made

    # Numbers

    def _of_files(self, name: str) -> NDArray[np.int64]:
        return self._counts[name][self._is_kept]

    def _named(self, counts: str, name: str) -> Int:
        """Give what the files that are kept name."""
        return self._kept(self._joined.take(f"named {name}"), counts)

    def _kept(self, column: Int, counts: str) -> Int:
        """Give of a column the numbers of the files that are kept."""
        return column if self._is_kept.all() else column[np.repeat(self._is_kept, self._counts[counts])]

    def _books(self, kept: list[tuple[JoinedFile, Path]]) -> Int:
        books, near = self._made.books, dict[str, int]()
        if not books.by_folder:
            return np.zeros(len(kept), np.int64)
        for file, path in kept:
            folder = os.path.dirname(file.path)  # noqa: PTH120 - a path would take longer than all else of a file
            if folder not in near:
                near[folder] = books.of(path.parent)
        return _numbers(near[os.path.dirname(file.path)] for file, _path in kept)  # noqa: PTH120

    def _profiles(self, books: Int) -> Int:
        """Give the numbers of what files describe, each by the codebook of its file."""
        named = self._named("profiles", "profile")
        of_files = np.repeat(books, self._of_files("profiles"))
        found = np.empty(len(named), np.int64)
        for book in set(books.tolist()):
            here = of_files == book
            table = np.full(len(self._joined.profiles), -1, np.int64)
            for place in np.flatnonzero(np.bincount(named[here])).tolist():
                table[place] = self._profile(book, *self._joined.profiles[place])
            found[here] = table[named[here]]
        return found

    def _profile(
        self,
        book: int,
        written: int,
        aliases: tuple[str, ...],
        groups: tuple[int, ...],
        ids: tuple[tuple[str, str], ...],
    ) -> int:
        entities = self._entities
        of = tuple(int(entities[group]) for group in groups)
        return self._names.profile(Profile(book, int(entities[written]), aliases, of, ids))

    def _rows(self, bounds: Sequence[Bounds], books: Int) -> FolderRows:
        """Give the columns, with what follows from others."""
        rows = FolderRows()
        firsts = [np.repeat(bounds[0].starts.astype(np.int32), one.counts) for one in bounds]
        file = np.repeat(np.arange(len(books), dtype=np.int32), bounds[0].counts)
        rows.annotations.fill(len(file), self._annotations(file), SMALL_COLUMNS, LARGE_COLUMNS)
        give_back()
        parts = self._takers(firsts[1], books, bounds[1].counts)
        rows.parts.fill(len(firsts[1]), parts, SMALL_PART_COLUMNS, LARGE_PART_COLUMNS)
        rows.codes.fill(len(firsts[2]), self._coded(firsts[2]), (), ("row", "code", "code_written"))
        give_back()
        return rows

    def _annotations(self, file: Int) -> Iterator[tuple[str, Int]]:
        for name, column in self._columns("row", "rows", SMALL_COLUMNS + LARGE_COLUMNS):
            if name == "event":
                yield name, np.arange(len(file), dtype=np.int32) + column
            elif name.endswith("_written"):
                written = mapped(self._topics, column)
                yield name, written
                yield name.removesuffix("_written"), mapped(_numbers(self._names.topic_table.same), written)
            else:
                yield name, column
        yield "file", file

    def _takers(self, firsts: Int, books: Int, counts: Int) -> Iterator[tuple[str, Int]]:
        """Give the columns of those who take part."""
        for name, column in self._columns("part", "parts", SMALL_PART_COLUMNS + LARGE_PART_COLUMNS):
            if name in ("row", "mention"):
                yield name, np.where(column >= 0, column + firsts, column)
            elif name.endswith("_written"):
                written = mapped(self._entities, column)
                yield name, written
                yield name.removesuffix("_written"), self._counted(written, books, counts)
            else:
                yield name, column

    def _coded(self, firsts: Int) -> Iterator[tuple[str, Int]]:
        yield "row", self._kept(self._joined.take("code row"), "codes") + firsts
        written = mapped(self._codes, self._kept(self._joined.take("code code_written"), "codes"))
        yield "code_written", written
        yield "code", mapped(_numbers(self._names.code_table.same), written)

    def _columns(self, table: str, counts: str, names: tuple[str, ...]) -> Iterator[tuple[str, Int]]:
        for name in names:
            if Joined.has(f"{table} {name}"):
                yield name, self._kept(self._joined.take(f"{table} {name}"), counts)

    def _counted(self, written: Int, books: Int, counts: Int) -> Int:
        """Give the numbers that count of those that are written, by the codebooks of their files."""
        numbers = np.flatnonzero(np.bincount(books)).tolist()
        if len(numbers) == 1:
            return mapped(_numbers(self._names.counted_by(numbers[0])), written)
        found, book = np.empty(len(written), np.int32), np.repeat(books, counts)
        for number in numbers:
            here = book == number
            found[here] = mapped(_numbers(self._names.counted_by(number)), written[here])
        return found

    # Files and documents

    def _put_files(self, kept: list[tuple[JoinedFile, Path]], held: list[Held], top: str) -> Int:
        """Put the files in, and give by file the number of its document."""
        made, documents, numbers = self._made, dict[str, HeldDocument](), dict[str, int]()
        for number, ((of_file, path), one) in enumerate(zip(kept, held, strict=True)):
            name = of_file.document
            beside = documents.get(name)
            if beside is None:
                numbers[name] = len(documents)
                beside = documents[name] = HeldDocument(Path(top + name))
                made.documents[beside.path] = beside
            file = HeldFile(number, path, beside.path, of_file.annotator, one, problem=of_file.problem)
            made.files.append(file)
            made.by_path[path] = beside.files[path] = file
            made.published.extend(day_numbers(one.facts.published))
            made.copies.put(path)
        made.facts_of = [None] * len(kept)
        made.speaks, made.seen = array("b", bytes(len(kept))), array("b", bytes(len(kept)))
        return _numbers(numbers[of_file.document] for of_file, _path in kept)

    def _say_in_files(self, held: list[Held], profiles: Int, topics: Int) -> None:
        """Work out what files say of names in an own way, of those alone that can say something."""
        names, table = self._names, self._names.entity_table
        file = np.repeat(np.arange(len(held)), self._of_files("profiles"))
        counted = _numbers(names.counted_of)[profiles]
        untyped = file[np.isin(counted, table.untyped_numbers)]
        several = _twice(file, counted)
        for number in {*untyped.tolist(), *several}:
            one = held[number]
            one.same, one.called_first = names.same_in_file(one.profiles), names.called_first(one.profiles)
        file = np.repeat(np.arange(len(held)), self._of_files("topics"))
        on_several = _twice(file, _numbers(names.topic_table.same)[topics])
        for number in on_several:
            held[number].topics_first = names.topics_first(held[number].topics)
        for number in sorted({*untyped.tolist(), *several, *on_several}):
            file_of = self._made.files[number]
            if file_of is not None:
                self._made.note_names(file_of)

    def _have(self, document_of: Int, profiles: Int, topics: Int, codes: Int) -> None:
        """Work out which names documents have, by the files that may be seen."""
        made, names = self._made, self._names
        documents = list(made.documents.values())
        seen_of = np.where(np.array(made.seen, np.bool_), document_of, -1).astype(np.int64)

        def having(counts: str, numbers: Int) -> Having:
            of = np.repeat(seen_of, self._of_files(counts))
            top = int(numbers.max(initial=0)) + 1
            pairs = np.sort(of[of >= 0] * top + numbers[of >= 0])
            of, found = np.divmod(pairs[_first(pairs)], top)
            return Having(_parts(found, np.bincount(of, minlength=len(documents))), np.bincount(found).tolist())

        names.documents.begin(
            [str(document.path) for document in documents],
            [_day(document, made) for document in documents],
            having("profiles", _numbers(names.counted_of)[profiles]),
            having("topics", _numbers(names.topic_table.same)[topics]),
            having("coded", _numbers(names.code_table.same)[codes]),
        )


def _top(root: Path) -> str:
    return str(root).rstrip(os.sep) + os.sep


def _day(document: HeldDocument, made: Contents) -> int:
    days = (
        day_numbers(file.disk.facts.published)[0] for file in document.counted if file.disk and made.seen[file.number]
    )
    return next((day for day in days if day > OPEN_START), NO_DAY)


def _twice(files: Int, numbers: Int) -> set[int]:
    """Give the files that have a number more than once."""
    top = int(numbers.max(initial=0)) + 1
    pairs = np.sort(files.astype(np.int64) * top + numbers)
    return set((pairs[~_first(pairs)] // top).tolist())


def _first(numbers: Int) -> NDArray[np.bool_]:
    """Tell of numbers in order which ones are not as that before."""
    first = np.ones(len(numbers), np.bool_)
    first[1:] = numbers[1:] != numbers[:-1]
    return first


def _parts(numbers: Int, counts: Int) -> "list[array[int]]":
    """Give numbers file by file."""
    data, ends = numbers.astype(np.int32).tobytes(), np.cumsum(counts) * 4
    return [array("i", data[end - size : end]) for end, size in zip(ends.tolist(), (counts * 4).tolist(), strict=True)]


def _numbers(found: Iterable[int] | Iterator[int]) -> NDArray[np.int32]:
    return np.fromiter(found, np.int32)
