"""The one owner of what is known of a folder: every file, and the open layer in its file's place, pass through here."""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from annotator.model.codebook import Codebook
from annotator.model.layer import Layer
from annotator.services.index.changes import FolderChange, News, Standing
from annotator.services.index.compacting import Compacted, Compaction
from annotator.services.index.contents import Contents
from annotator.services.index.digest import Words
from annotator.services.index.edges import Edges
from annotator.services.index.joined import Joining
from annotator.services.index.kept_edges import KeptEdges
from annotator.services.index.likely_same import Likely, likely_same
from annotator.services.index.names import Names
from annotator.services.index.reading import ReadFile, read_layer
from annotator.services.index.rejoining import Naming, Setting
from annotator.services.index.speaking import SEVERAL, Speaks
from annotator.services.index.view import AnnotationRows, CodeRows, FileFacts, FolderView, PartRows
from annotator.services.index.words import PassageWords, WordReader

__all__ = ["FolderChange", "FolderIndex", "Standing"]


class FolderIndex:
    """Columns, names and edges of a folder; one thread alone may change it, and any may read what ``view`` gives.

    ``own`` is the analyst's id. Listeners hear of each change once, when all agree.
    """

    def __init__(self, root: Path, own: str = "") -> None:
        self.root = root
        self._contents = Contents(own)
        self._expected = 0
        self._reader = WordReader(root)
        self._edges = KeptEdges()
        self._listeners: list[Callable[[FolderChange], None]] = []
        self._news: News | None = None
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
                self._contents.put(read, news)

    def put_open(self, sidecar: Path, layer: Layer) -> None:
        """Let a layer stand in the place of its file from now on, until ``forget_open``."""
        self.put_open_read(read_layer(sidecar, layer))

    def put_open_read(self, read: ReadFile) -> None:
        """Do so with what ``read_layer`` gave of the layer, which may have taken its time in another thread."""
        with self._change() as news:
            self._contents.put_open(read, news)

    follow = put_open
    """Takes the layer as it is after a step."""

    def saved(self, sidecar: Path) -> None:
        """Note that the file holds what is open now."""
        file = self._contents.by_path.get(sidecar)
        if file is not None and file.is_open:
            file.disk, file.problem = file.open, ""

    def forget_open(self, sidecar: Path) -> None:
        """Let a file's own rows count again; one that was never read or saved is there no longer."""
        file = self._contents.by_path.get(sidecar)
        if file is not None and file.is_open:
            with self._change() as news:
                self._contents.forget_open(sidecar, news)

    def remove(self, sidecars: Iterable[Path]) -> None:
        """Let files count no longer that are gone; what is open stays in its file's place."""
        with self._change() as news:
            for path in sidecars:
                self._contents.remove(path, news)

    def put_codebook(self, folder: Path, codebook: Codebook | None) -> None:
        """Let a codebook name the entities of files below its folder that have no nearer one; None takes it away."""
        self.put_codebooks({folder: codebook})

    def put_codebooks(self, codebooks: Mapping[Path, Codebook | None]) -> None:
        """Do so with several, by their folders, at once."""
        if all(self.codebooks.get(folder) == codebook for folder, codebook in codebooks.items()):
            return
        with self._change() as news:
            kept = {**self.codebooks, **codebooks}
            named = {folder: codebook for folder, codebook in kept.items() if codebook is not None}
            self._contents.put_codebooks(named, news)

    def choose(
        self, own: str, whose: Mapping[Path, Path] | None = None, preferred: Sequence[str] | None = None
    ) -> None:
        """Say who the analyst is, and by document which file speaks where that was chosen by hand.

        ``preferred`` are those whose files count before the analyst's own; None leaves them as they were.
        """
        by_hand, first = whose or {}, self._contents.preferred if preferred is None else tuple(preferred)
        if not self._contents.same_choice(own, by_hand, first):
            with self._change() as news:
                self._contents.choose(own, by_hand, first, news)

    def expect(self, files: int) -> None:
        """Say how many annotation files there are to be read."""
        if files != self._expected:
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
    def own(self) -> str:
        """The analyst's id."""
        return self._contents.own

    @property
    def names(self) -> Names:
        """What the folder calls its entities, topics and codes."""
        return self._contents.names

    @property
    def codebooks(self) -> Mapping[Path, Codebook]:
        """The codebooks by their folders."""
        return self._contents.books.by_folder

    @property
    def edges(self) -> Edges:
        """The direct relations of all files that speak, kept up from the first time that they are asked for."""
        return self._edges.edges(self._contents, self.view())

    def view(self) -> FolderView:
        """Give the folder as it is now; the same object until something changes."""
        if self._view is None:
            self._view = self._viewed()
        return self._view

    def _viewed(self) -> FolderView:
        contents, names = self._contents, self._contents.names
        annotations, parts, codes = contents.rows.annotations, contents.rows.parts, contents.rows.codes
        contents.is_said_shared = True
        books, scopes = list(contents.book_of_file), list(names.scopes)
        return FolderView(
            self.root,
            tuple(contents.facts_of),
            AnnotationRows(annotations.small, annotations.large),
            PartRows(parts.small, parts.large),
            CodeRows(codes.small, codes.large),
            annotations.live_rows(),
            parts.live_rows(),
            codes.live_rows(),
            np.array(contents.speaks, np.bool_),
            np.array(contents.seen, np.bool_),
            np.array(contents.published, np.int32).reshape(-1, 2),
            np.array(contents.starts, np.int32),
            np.array(contents.book_of_file, np.int32),
            names.entity_table,
            names.topic_table,
            names.code_table,
            (len(names.entity_table), len(names.topic_table), len(names.code_table)),
            lambda file, written: scopes[books[file]].called(written),
            *contents.said_in_files,
            self._turn,
        )

    def file(self, sidecar: Path) -> FileFacts | None:
        """Give what is known of an annotation file."""
        file = self._contents.by_path.get(sidecar)
        return file.facts if file else None

    @property
    def files(self) -> list[FileFacts]:
        """All annotation files that are known."""
        return [file.facts for file in self._contents.files if file and file.facts]

    @property
    def documents(self) -> list[Path]:
        """All documents that have annotation files."""
        return list(self._contents.documents)

    def files_of(self, document: Path) -> tuple[FileFacts, ...]:
        """Give the annotation files of a document."""
        found = self._contents.documents.get(document)
        return tuple(file.facts for file in found.files.values() if file.facts) if found else ()

    def speaks(self, document: Path) -> Speaks:
        """Give which file counts of a document, and why."""
        return self._contents.speaks_of(document)

    def same_as(self, name: str, kind: str = "", limit: int = 5, language: str = "") -> list[Likely]:
        """Give the entities of the folder that a name likely means."""
        return likely_same(self.names, name, kind, limit, language)

    def standing(self) -> Standing:
        """Give of how many files answers are made."""
        known, documents = [file for file in self._contents.files if file], self._contents.documents.values()
        problems = {file.path: file.problem for file in known if file.problem and file.current is None}
        several = tuple(one.path for one in documents if one.choice and one.choice.reason == SEVERAL)
        return Standing(len(known), max(self._expected, len(known)), problems, several)

    def words(self, rows: Iterable[int], view: FolderView | None = None) -> dict[int, PassageWords]:
        """Read what stands in rows, as for those that are seen; a row whose file was written since has no quote."""
        return self.reader().passages(view or self.view(), rows)

    def take_words_from(self, cached: Callable[[Path, str], Words | None]) -> None:
        """Have words looked for among those that were kept before files are read for them."""
        self._reader.cached = cached

    def reader(self) -> WordReader:
        """Give what reads the words of rows, in any thread; open documents are there as they are now."""
        held = {file.path: file.open.words for file in self._contents.files if file and file.is_open and file.open}
        return self._reader.with_open({path: words for path, words in held.items() if words is not None})

    # Leaving out what is dead

    @property
    def wasted(self) -> float:
        """The share of rows that are dead."""
        return self._contents.rows.wasted

    def compaction(self) -> Compaction:
        """Give what leaves out dead rows, in any thread, for ``take_compacted``."""
        return Compaction(self._contents, self._turn)

    def take_compacted(self, made: Compacted) -> bool:
        """Take rows without the dead ones, which have other numbers then; not where something changed meanwhile."""
        if made.turn != self._turn:
            return False
        made.put_into(self._contents)
        self._view = None
        self._turn += 1
        self._announce(FolderChange(rows=True))
        return True

    def compact(self) -> None:
        """Leave out dead rows at once."""
        self.take_compacted(self.compaction().made())

    # Taking all at once

    def joining(self) -> Joining:
        """Give what makes one block of all that was read, in any thread."""
        turn = self._turn
        return Joining(self._contents, self.root, lambda: turn == self._turn)

    def naming(self, codebooks: Mapping[Path, Codebook | None]) -> Naming:
        """Give what does in any thread what ``put_codebooks`` does, which in a large folder takes a second."""
        contents, kept = self._contents, {**self.codebooks, **codebooks}
        named = {folder: codebook for folder, codebook in kept.items() if codebook is not None}
        setting = Setting(contents.own, contents.preferred, named, contents.whose)
        return Naming(self.joining(), self.root, setting, codebooks)

    def take_over(self, contents: Contents) -> None:
        """Take what was made of such a block in place of all that is known; open layers have to be put in again."""
        with self._change() as news:
            before, self._contents = self._contents, contents
            contents.reserve_for(self._expected)
            for file in filter(None, before.files):
                if file.problem and file.disk is None and file.path not in contents.by_path:
                    contents.put(ReadFile(file.path, file.document, file.annotator, problem=file.problem), news)
            for known in (before, contents):
                # Of whole dictionaries the hashes are taken over: those of 20,000 paths take as long as a frame has.
                news.files.update(known.by_path)
                news.settled.update(known.documents)
            news.speaks |= news.settled
            news.names = news.anew = True

    # Changes

    @contextmanager
    def _change(self) -> Iterator[News]:
        """Gather what a change touches; when the outermost one is made, settle it and let listeners hear."""
        if self._news is not None:
            yield self._news
            return
        news = self._news = News()
        try:
            yield news
            self._contents.settle(news)
            self._edges.fall_behind(news.numbers, anew=news.anew)
        finally:
            self._news, self._view = None, None
            self._turn += 1
        if (change := news.frozen()) != FolderChange():
            self._announce(change)

    def _announce(self, change: FolderChange) -> None:
        for listener in tuple(self._listeners):
            try:
                listener(change)
            except Exception as error:  # noqa: BLE001 - whatever it is, the others have to hear of the change
                sys.excepthook(type(error), error, error.__traceback__)
