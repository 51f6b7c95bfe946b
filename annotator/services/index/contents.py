"""All that is known of a folder, and how it changes with a file that comes, goes, or holds something else."""

from array import array
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from annotator.model.codebook import Codebook
from annotator.services.index.books import FolderBooks
from annotator.services.index.changes import News
from annotator.services.index.copies import Copies
from annotator.services.index.days import NO_DAY, OPEN_START, day_numbers
from annotator.services.index.digest import NONE, Digest, Facts
from annotator.services.index.folder_rows import FolderRows
from annotator.services.index.held import Held, HeldDocument, HeldFile
from annotator.services.index.names import Names
from annotator.services.index.names_of_documents import Has
from annotator.services.index.reading import ReadFile, share_an_id
from annotator.services.index.speaking import NOTHING, Choice, Speaks, chosen
from annotator.services.index.view import FileFacts, mapped

DONE: Final = ("done", "reviewed")
_NO_FACTS: Final = Facts("", "", "", "", "", "", "", "", "", "")
_InFiles = dict[int, dict[int, int]]


class Contents:
    """Columns, names, files and documents, and whose files count; nobody hears of changes here.

    ``own`` is the analyst's id. ``preferred`` are those whose files count before the analyst's own, ``whose`` has by
    document the file that was chosen by hand.
    """

    def __init__(self, own: str = "") -> None:
        self.own = own
        self.preferred: tuple[str, ...] = ()
        self.whose: dict[Path, Path] = {}
        self.names = Names()
        self.books = FolderBooks()
        self.rows = FolderRows()
        self.files: list[HeldFile | None] = []
        self.facts_of: list[FileFacts | None] = []
        self.by_path: dict[Path, HeldFile] = {}
        self.documents: dict[Path, HeldDocument] = {}
        self.copies = Copies()
        self.said_in_files: tuple[_InFiles, _InFiles, _InFiles] = ({}, {}, {})
        self.is_said_shared = False
        """Whether a view has what files say of names: it is not changed any more then."""
        self.speaks, self.seen = array("b"), array("b")
        self.published, self.starts = array("i"), array("i")
        self.book_of_file = array("i")
        self._choices: dict[tuple[str, ...], Choice] = {}

    def reserve_for(self, files: int) -> None:
        """Make room for as many as there will be in all, unless these are so few that the others come as a whole.

        Systems give large pages: room of which little is used takes tens of megabytes.
        """
        if 0 < files - len(self.files) <= len(self.files):
            self.rows.reserve_for(files - len(self.files))

    # One file

    def put(self, read: ReadFile, news: News) -> None:
        """Take what an annotation file holds now; one that is gone is removed."""
        if read.gone:
            self.remove(read.path, news)
            return
        file = self.file(read.path, read.document, read.annotator)
        file.problem = read.problem
        self._hold(file, news, self._held(file, read.digest, read.sha256), file.open, is_open=file.is_open)

    def put_open(self, read: ReadFile, news: News) -> None:
        """Let a layer stand in the place of its file."""
        file = self.file(read.path, read.document, read.annotator)
        self._hold(file, news, file.disk, self._held(file, read.digest), is_open=True)
        if file.open is not None and read.digest is not None:
            file.open.words = read.digest.words

    def forget_open(self, sidecar: Path, news: News) -> None:
        """Let a file's own rows count again; one that was never read or saved is there no longer."""
        file = self.by_path[sidecar]
        self._hold(file, news, file.disk, None, is_open=False)
        if file.disk is None and not file.problem:
            self.remove(sidecar, news)

    def remove(self, path: Path, news: News) -> None:
        """Let a file count no longer that is gone; what is open stays in its place."""
        file = self.by_path.get(path)
        if file is None:
            return
        file.problem = ""
        self._hold(file, news, None, file.open, is_open=file.is_open)
        if file.is_open:
            return
        del self.by_path[path]
        self.files[file.number] = self.facts_of[file.number] = None
        self.speaks[file.number] = self.seen[file.number] = 0
        self.copies.drop(path)
        self.documents[file.document].files.pop(path, None)

    def file(self, path: Path, document: Path, annotator: str) -> HeldFile:
        """Give what is held of a file, of which nothing is where it was not known."""
        file = self.by_path.get(path)
        if file is None:
            file = HeldFile(len(self.files), path, document, annotator)
            self.files.append(file)
            self.facts_of.append(None)
            self.by_path[path] = file
            self.speaks.append(0)
            self.seen.append(0)
            self.published.extend((NO_DAY, NO_DAY))
            self.starts.append(0)
            self.book_of_file.append(self.books.of(path.parent))
            beside = self.documents.get(document)
            if beside is None:
                beside = self.documents[document] = HeldDocument(document)
            beside.files[path] = file
        return file

    def _held(self, file: HeldFile, digest: Digest | None, sha256: bytes = b"") -> Held | None:
        """Put a digest's rows behind the others."""
        if digest is None:
            return None
        names, book = self.names, self.book_of_file[file.number]
        profiles = array("i", [names.profile(one) for one in names.profiles_of(book, digest.entities)])
        topics = array("i", map(names.topic_number, digest.topics))
        codes = array("i", map(names.code_number, digest.codes))
        names.use(profiles, 1)
        rows, parts, coded = self.rows.add(file.number, digest, names, (profiles, topics, codes))
        same, first = names.same_in_file(profiles), names.called_first(profiles)
        on_topics = names.topics_first(topics)
        return Held(digest.facts, rows, parts, coded, profiles, topics, codes, same, first, on_topics, sha256)

    def _hold(self, file: HeldFile, news: News, disk: Held | None, open_: Held | None, *, is_open: bool) -> None:
        """Let other rows stand for a file; those that stand for it no longer are dead."""
        before = file.disk, file.open
        file.disk, file.open, file.is_open = disk, open_, is_open
        for held in (*before, disk, open_):
            if held is not None and held is not file.current:
                self._live(held, is_live=False)
        if file.current is not None:
            self._live(file.current, is_live=True)
        self.copies.put(file.path)
        self._note(file, news)

    def _note(self, file: HeldFile, news: News) -> None:
        news.touch(file.path, file.number)
        news.documents.add(file.document)
        held = file.current
        self.note_names(file)
        self.starts[file.number] = held.annotations.start if held else 0
        published = day_numbers(held.facts.published if held else "")
        self.published[2 * file.number], self.published[2 * file.number + 1] = published

    def note_names(self, file: HeldFile) -> None:
        """Note what a file says of names in an own way; views have the tables as they were."""
        held = file.current
        said = (held.same, held.called_first, held.topics_first) if held else ({}, {}, {})
        known = self.said_in_files
        if all(found == table.get(file.number, {}) for found, table in zip(said, known, strict=True)):
            return
        if self.is_said_shared:
            self.said_in_files = known = (dict(known[0]), dict(known[1]), dict(known[2]))
            self.is_said_shared = False
        for found, table in zip(said, known, strict=True):
            table.pop(file.number, None)
            if found:
                table[file.number] = found

    def _live(self, held: Held, *, is_live: bool) -> None:
        if held.live == is_live:
            return
        held.live = is_live
        self.rows.set_live(held, is_live=is_live)
        self._use(held, is_used=is_live)

    def _use(self, held: Held, *, is_used: bool) -> None:
        if held.used != is_used:
            held.used = is_used
            self.names.use(held.profiles, 1 if is_used else -1)

    # Documents

    def settle(self, news: News) -> None:
        """Work out what follows for the documents that a change has touched."""
        for path in self.copies.changed(self._marks, share_an_id):
            if file := self.by_path.get(path):
                news.documents.add(file.document)
        for path in news.documents:
            self._settle(self.documents[path], news)

    def _marks(self, path: Path) -> NDArray[np.int32]:
        return self.rows.marks(self.by_path[path].current)

    def settle_files(self, news: News) -> None:
        """Work out whose files count of all documents; the names that these have are left to who asks for it."""
        for _path in self.copies.changed(self._marks, share_an_id):
            pass
        for document in self.documents.values():
            self._settle_files(document, news)

    def _settle(self, document: HeldDocument, news: News) -> None:
        """Work out which of a document's files speaks, what may be seen, and the names that it has."""
        has = Has()
        if document.files:
            self._settle_files(document, news)
            has = self._has(document)
        else:
            del self.documents[document.path]
            news.speaks.add(document.path)
        news.names |= self.names.documents.put(str(document.path), has)

    def _settle_files(self, document: HeldDocument, news: News) -> None:
        spoke = _speaks(document)
        self._count_files(document)
        if self._choose(document, news) and _speaks(document) != spoke:
            news.speaks.add(document.path)
        self._show(document, news)

    def _count_files(self, document: HeldDocument) -> None:
        there = [file for file in document.files.values() if self.copies.of(file.path) is None]
        if there != document.counted:
            document.counted = there
            document.whose, document.choice = tuple(file.annotator for file in there), None

    def _show(self, document: HeldDocument, news: News) -> None:
        """Let be seen of a document's files what may be, and note what is known of them."""
        blind = self._is_blind(document)
        for file in document.files.values():
            hidden = blind and file.annotator != self.own
            seen = not hidden and file in document.counted
            if bool(self.seen[file.number]) != seen:
                self.seen[file.number] = seen
                news.touch(file.path, file.number)
            if file.current:
                self._use(file.current, is_used=seen and file.current.live)
            file.facts = self.facts_of[file.number] = self._facts(file, hidden=hidden)

    def _has(self, document: HeldDocument) -> Has:
        seen = [file.current for file in document.counted if self.seen[file.number] and file.current]
        counted, topics, codes = self.names.counted_of, self.names.topic_table.same, self.names.code_table.same
        days = (day_numbers(held.facts.published)[0] for held in seen)
        return Has(
            (counted[one] for held in seen for one in held.profiles),
            (topics[one] for held in seen for one in held.topics),
            (codes[one] for held in seen for one in held.coded),
            next((day for day in days if day > OPEN_START), NO_DAY),
        )

    def _facts(self, file: HeldFile, *, hidden: bool) -> FileFacts:
        held, copy_of = file.current, self.copies.of(file.path)
        facts = held.facts if held else _NO_FACTS
        rows = held.annotations if held else slice(0, 0)
        return FileFacts(
            file.number, file.path, file.document, file.annotator, facts.title, facts.publisher, facts.author,
            facts.published, facts.language, facts.state, facts.modified, facts.text_sha256, rows.stop - rows.start,
            facts.decided, facts.decisions, file.problem, hidden, copy_of,
        )  # fmt: skip

    # Whose files count

    def speaks_of(self, document: Path) -> Speaks:
        """Give which file counts of a document, and why."""
        found = self.documents.get(document)
        return Speaks(document, *(_speaks(found) if found else (None, NOTHING)))

    def choose(self, own: str, whose: Mapping[Path, Path], preferred: tuple[str, ...], news: News) -> None:
        """Say who the analyst is, by document which file was chosen by hand, and whose files come first."""
        was, by_hand = self.own, self.whose.keys() | whose.keys()
        self.own, self.whose, self.preferred = own, dict(whose), preferred
        self._choices.clear()
        for document in self.documents.values():
            if document.path in by_hand or (was != own and self.books.is_blind(document.path.parent)):
                news.documents.add(document.path)
            elif self._choose(document, news):
                news.speaks.add(document.path)

    def _choose(self, document: HeldDocument, news: News) -> bool:
        """Let the file of a document speak that is to, and tell whether that may be another one than before."""
        choice = self._choices.get(document.whose)
        if choice is None or document.path in self.whose:
            choice = self._choice(document)
        if choice == document.choice:
            return False
        document.choice = choice
        speaks = None if choice.place is None else document.counted[choice.place]
        for file in document.files.values():
            if self.speaks[file.number] != (file is speaks):
                self.speaks[file.number] = file is speaks
                news.touch(file.path, file.number)
        return True

    def _choice(self, document: HeldDocument) -> Choice:
        """Work out which file is to speak, as is done once for all documents with files of the same annotators."""
        by_hand = self.whose.get(document.path)
        place = next((at for at, file in enumerate(document.counted) if file.path == by_hand), None)
        choice = chosen(document.whose, (*self.preferred, self.own), place)
        if place is None:
            self._choices[document.whose] = choice
        return choice

    def _is_blind(self, document: HeldDocument) -> bool:
        """Tell whether colleagues' work is hidden: where the codebook says so, until one's own is done."""
        own = next((file for file in document.files.values() if self.own and file.annotator == self.own), None)
        if own is None or not self.books.is_blind(document.path.parent):
            return False
        return own.current is None or own.current.facts.state not in DONE

    # Codebooks

    def put_codebooks(self, codebooks: Mapping[Path, Codebook], news: News) -> None:
        """Lay codebooks' names over the folder: numbers of names stay, which of them count does not."""
        names, self.books = self.names, FolderBooks(codebooks)
        names.put_codebooks(self.books.all)
        before = names.start_anew()
        self.book_of_file = array("i", bytes(4 * len(self.files)))
        for file in filter(None, self.files):
            book = self.book_of_file[file.number] = self.books.of(file.path.parent)
            for held in file.held:
                held.profiles = array("i", [names.profile(before[one]._replace(scope=book)) for one in held.profiles])
                held.same = names.same_in_file(held.profiles)
                held.called_first = names.called_first(held.profiles)
                if held.used:
                    names.use(held.profiles, 1)
            news.touch(file.path, file.number)
            news.documents.add(file.document)
            self.note_names(file)
        names.register(self.books.all)
        self.count_anew()
        news.names = news.anew = True

    def count_anew(self) -> None:
        """Put the numbers that count into the columns anew."""
        books = self.rows.of_files(np.array(self.book_of_file, np.int32))
        written = self.rows.written
        counted = np.full(written.shape, NONE, np.int32)
        for number in np.unique(books).tolist():
            table = self.names.counted_by(number)
            here = books == number
            counted[:, here] = mapped(np.array(table, np.int32), written[:, here])
        self.rows.count_anew(counted)

    def same_choice(self, own: str, whose: Mapping[Path, Path], preferred: Sequence[str]) -> bool:
        """Tell whether files count so already."""
        return (own, dict(whose), tuple(preferred)) == (self.own, self.whose, self.preferred)


def _speaks(document: HeldDocument) -> tuple[Path | None, str]:
    if document.choice is None:
        return None, NOTHING
    place, reason = document.choice
    return None if place is None else document.counted[place].path, reason
