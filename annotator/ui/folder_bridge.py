"""Keeps the folder's index up with the disk and with what is open, and carries its news to the widgets."""

import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing, suppress
from importlib import import_module
from itertools import islice
from pathlib import Path
from threading import Semaphore
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from annotator.model.codebook import Codebook
from annotator.model.layer import Layer
from annotator.services.editing.session import Session
from annotator.services.folder.signature import Signature
from annotator.services.running.garbage import leave_alone
from annotator.ui.toolkit.one_thread import OneThread

if TYPE_CHECKING:
    # Loaded with the first folder, for which an article that is opened does not wait.
    from annotator.services.index.cache import Cache
    from annotator.services.index.compacting import Compacted, Compaction
    from annotator.services.index.contents import Contents
    from annotator.services.index.first_reading import FirstReading
    from annotator.services.index.index import FolderChange, FolderIndex
    from annotator.services.index.joined import Joining
    from annotator.services.index.reading import ReadFile
    from annotator.services.index.rejoining import Naming
    from annotator.services.index.view import FolderView

Answer = TypeVar("Answer")
_INDEX: Final = "annotator.services.index.index"
_QUESTIONS: Final = tuple(f"annotator.services.index.{name}" for name in ("narrowing", "counts", "co_occurrence"))
"""What the list of passages asks with."""
SLICE: Final = 10
"""So many files are read at a time."""
AT_ONCE_SECONDS: Final = 0.008
"""Of what was read, files are put in for so long at a time: half as long as a frame has."""
MANY: Final = 250
"""After so many files the garbage collector need not walk over what was kept of them."""
AHEAD: Final = 2
"""So many slices are read ahead of the window."""
WAITED_SECONDS: Final = 0.2
WRITTEN_AT_ONCE: Final = 500
LARGE: Final = 200
"""A layer of more annotations is read beside the window, after steps once none was made for a while."""
RESTED_MILLISECONDS: Final = 250
WASTED: Final = 0.2
IDLE_MILLISECONDS: Final = 2000
"""When nothing happened for so long, rows that no longer count are left out, and what was read is joined."""
TRIES: Final = 3
"""So often names are laid over the folder beside the window where steps come between, then at once."""
JOINED: Final = 200
"""After so many files that were put in one by one all are joined, so that the next start takes them as a whole."""


class _Wanted(NamedTuple):
    """Files that are to be read, those around ``near`` first; ``own`` and whom the analyst prefers where most are."""

    turn: int
    root: Path
    paths: tuple[Path, ...]
    known: Mapping[Path, Signature]
    near: Path | None
    own: tuple[str, tuple[str, ...]] | None


class FolderBridge(QObject):
    """The index of the folder that is open, read beside the window; nothing else touches the index.

    ``show`` takes the open session, ``list_files`` what lies in the folder. Questions that take a while are asked with
    ``ask``.
    """

    opened = Signal()
    """Another folder is open, or none."""
    changed = Signal(object)
    """A FolderChange; that of a step comes before the widgets hear of the step."""
    reading = Signal(int, int)
    """How many annotation files have been read, of how many; both alike when all are."""
    said = Signal(str)
    """A sentence for the status line."""
    _loaded = Signal()
    _read = Signal(int, object)
    _whole = Signal(int, object)
    _gathered = Signal(int, int)
    _named = Signal(object, object, object)
    _compacted = Signal(object, object)
    _codebooks = Signal(int, object, object, object)
    _answered = Signal(str, int, object, object)
    _followed = Signal(object, int, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.index: FolderIndex | None = None
        self.own: Callable[[], str] = str
        self.preferred: Callable[[], tuple[str, ...]] = tuple
        self.problems: Mapping[Path, str] = {}
        """What is wrong with codebooks, by their folders."""
        self._session: Session | None = None
        self._shown: Path | None = None
        self._known: dict[Path, Signature] = {}
        self._cache: Cache | None = None
        """Of the reading thread alone."""
        self._codebook_signatures: dict[Path, Signature] = {}
        self._books: dict[Path, Codebook] = {}
        """Those that were read last; of the reading thread alone."""
        self._unnamed: dict[Path, Codebook | None] = {}
        """Codebooks that name nothing yet."""
        self._is_naming, self._tries = False, 0
        self._singly = 0
        """So many files were put in since all were joined."""
        self._left: dict[Path, None] = {}
        self._put = 0
        self._room = Semaphore(AHEAD)
        """What was read waits until the window has taken what came before: it has other things to do as well."""
        self._taken: deque[deque[ReadFile]] = deque()
        """Slices that were read and are not all put in yet."""
        self._has_said = False
        self._turn = 0
        self._step = 0
        self._asked: dict[str, int] = {}
        self._to_list: tuple[Path | None, Mapping[Path, Signature]] | None = None
        self._reader, self._asker = OneThread("folder-index"), OneThread("folder-questions")
        self._loaded.connect(self._list_now)
        self._read.connect(self._take)
        self._whole.connect(self._take_whole)
        self._gathered.connect(self._take_gathered)
        self._named.connect(self._take_named)
        self._compacted.connect(self._take_compacted)
        self._codebooks.connect(self._take_codebooks)
        self._answered.connect(self._hand_answer_on)
        self._followed.connect(self._take_followed)
        self._late = QTimer(self, singleShot=True)
        self._late.timeout.connect(self._follow_now)
        self._put_on = QTimer(self, singleShot=True, interval=0)
        self._put_on.timeout.connect(self._put_some)
        self._idle = QTimer(self, singleShot=True, interval=IDLE_MILLISECONDS)
        self._idle.timeout.connect(self._tidy)
        if application := QCoreApplication.instance():
            application.aboutToQuit.connect(self.stop)

    # What lies in the folder

    def list_files(self, root: Path | None, signatures: Mapping[Path, Signature]) -> None:
        """Read what is new or was written since, and take away what is gone; another root begins anew.

        Without a root files were named together: the index is of the folder that has them all.
        """
        self._to_list = root or _common(signatures), signatures
        if _INDEX in sys.modules:
            self._list_now()
        else:
            self._reader.submit(self._load)

    def _load(self) -> None:
        """Load what keeps an index, for which nothing waits."""
        import_module(_INDEX)
        with suppress(RuntimeError):
            self._loaded.emit()
        for module in _QUESTIONS:
            import_module(module)

    def _list_now(self) -> None:
        if self._to_list is None:
            return
        (root, signatures), self._to_list = self._to_list, None
        if root is None:
            self._begin(None)
            return
        if self.index is None or self.index.root != root:
            self._begin(root)
        index = self.index
        assert index is not None
        with index.together():
            index.choose(self.own(), preferred=self.preferred())
            index.expect(len(signatures))
            index.remove(gone := list(self._known.keys() - signatures.keys()))
        if gone:
            self._reader.submit(self._drop, root, gone)
        fresh = [path for path, signature in signatures.items() if self._known.get(path) != signature]
        self._known = dict(signatures)
        self._queue(fresh)

    def choose(self) -> None:
        """Let the files count of whom the window says so."""
        if self.index is not None:
            self.index.choose(self.own(), preferred=self.preferred())

    def read_again(self) -> None:
        """Read all files again, whatever the disk says of them."""
        self._codebook_signatures.clear()
        if self.index is not None:
            self._reader.submit(self._forget, self.index.root, list(self._known))
        self._queue(list(self._known))

    @property
    def is_reading(self) -> bool:
        """Whether there are files that were not read yet."""
        return self.index is None or bool(self._left)

    def read_files(self, paths: Iterable[Path]) -> None:
        """Read files that were just written here, before the disk is looked at for it."""
        self._queue([path for path in paths if path in self._known])

    def look_at_codebooks(self) -> None:
        """Read the codebooks that were written since."""
        if self.index is not None:
            self._reader.submit(self._read_codebooks, self._turn, self.index.root, list(self._known))

    def stop(self) -> None:
        """Read no further."""
        self._turn += 1

    def _begin(self, root: Path | None) -> None:
        self._turn += 1
        self._leave_taken()
        self._known, self._codebook_signatures, self._left, self.problems = {}, {}, {}, {}
        self._singly, self._unnamed, self._tries = 0, {}, 0
        if root is None and self.index is None:
            return
        self.index = self._index_of(root) if root else None
        self._shown = None
        self._follow_now()
        self.opened.emit()

    def _index_of(self, root: Path) -> "FolderIndex":
        from annotator.services.index.cache import CachedWords
        from annotator.services.index.index import FolderIndex

        index = FolderIndex(root, self.own())
        index.take_words_from(CachedWords(root).words)
        index.subscribe(self._on_change)
        return index

    def _queue(self, paths: Iterable[Path]) -> None:
        """Have files read that are no longer as they were kept, those around the open document first."""
        self.look_at_codebooks()
        near = self._session.sidecar if self._session else None
        self._put = 0
        self._turn += 1
        self._leave_taken()
        self._left.update(dict.fromkeys(paths))
        self._tell_reading()
        if self.index is not None and self._left:
            own = None
            if len(self._left) >= max(JOINED, len(self._known) // 2):
                own = self.own(), self.preferred()
                # They are taken as a whole, and with them all others.
                self._left = dict.fromkeys(self._known)
            wanted = _Wanted(self._turn, self.index.root, tuple(self._left), self._known, near, own)
            self._reader.submit(self._read_all, wanted)

    def _read_all(self, wanted: "_Wanted") -> None:
        """Read files; of most of a folder's those that were joined are taken at once, and the others are gathered."""
        from annotator.services.index.reading_many import read_many

        turn, root, paths, known, near, own = wanted
        gather = None
        if own is not None:
            paths = self._read_whole(wanted, own)
            gather = self._first_reading(wanted, own) if len(paths) == len(wanted.paths) else None
        if near is not None:
            folder, name = near.parent, near.name
            paths = tuple(sorted(paths, key=lambda path: (path.parent != folder, path.name < name)))
        cache = self._cache_of(root)
        told = monotonic()
        # A window that was closed meanwhile has taken this object with it.
        with suppress(RuntimeError), closing(read_many(cache, paths, known)) as reads:
            while turn == self._turn and (found := list(islice(reads, SLICE))):
                if gather is not None:
                    found = gather.left_of(found)
                    self._gathered.emit(turn, len(gather))
                self._hand_on(turn, found)
                if cache.waiting >= WRITTEN_AT_ONCE or monotonic() - told > 1:
                    cache.write()
                    told = monotonic()
            if gather is not None and turn == self._turn:
                gather.end(cache)
            cache.write()
            if cache.problem and not self._has_said:
                self._has_said = True
                self.said.emit(cache.problem)

    def _hand_on(self, turn: int, found: "list[ReadFile]") -> None:
        """Have the window put in what was read, when it has room for it."""
        while found and turn == self._turn:
            if self._room.acquire(timeout=WAITED_SECONDS):
                self._read.emit(turn, found)
                return

    def _first_reading(self, wanted: "_Wanted", own: tuple[str, tuple[str, ...]]) -> "FirstReading":
        """Give what gathers the files of a folder of which nothing was kept."""
        from annotator.services.index.first_reading import FirstReading
        from annotator.services.index.rejoining import Setting

        def take(contents: "Contents") -> None:
            with suppress(RuntimeError):
                self._whole.emit(wanted.turn, contents)

        return FirstReading(wanted.root, len(wanted.paths), lambda: Setting(*own, dict(self._books)), take)

    def _read_whole(self, wanted: "_Wanted", own: tuple[str, tuple[str, ...]]) -> tuple[Path, ...]:
        """Hand over what was joined, and give the files that were written since."""
        from annotator.services.index.kept_joined import kept_contents
        from annotator.services.index.rejoining import Setting

        contents = kept_contents(self._cache_of(wanted.root), wanted.known, Setting(*own, dict(self._books)))
        if contents is None:
            return wanted.paths
        left = tuple(path for path in wanted.paths if path not in contents.by_path)
        with suppress(RuntimeError):
            self._whole.emit(wanted.turn, contents)
        return left

    def _take_whole(self, turn: int, contents: "Contents") -> None:
        """Take a folder that was joined, unless something else was asked for meanwhile."""
        if turn != self._turn or self.index is None:
            return
        for path in contents.by_path:
            self._left.pop(path, None)
        codebooks = {**dict.fromkeys(contents.books.by_folder), **self.index.codebooks}
        self._singly = 0
        with self.index.together():
            self.index.take_over(contents)
            self.index.choose(self.own(), preferred=self.preferred())
            self.index.put_codebooks(codebooks)
            self._follow_now()
        self._tell_reading()

    def _take_gathered(self, turn: int, count: int) -> None:
        """Tell how many were read that are not in the index yet."""
        if turn == self._turn:
            self.reading.emit(min(count, len(self._known) - 1), len(self._known))

    def _cache_of(self, root: Path) -> "Cache":
        """Give what was read of a folder before; for the reading thread."""
        from annotator.services.index.cache import Cache, clear_away

        if self._cache is None or self._cache.root != root:
            if self._cache is not None:
                self._cache.close()
            self._cache = Cache(root)
            clear_away(keep=self._cache.path)
        return self._cache

    def _drop(self, root: Path, paths: list[Path]) -> None:
        self._cache_of(root).drop(paths)

    def _forget(self, root: Path, paths: list[Path]) -> None:
        from annotator.services.index.kept_joined import drop_joined

        self._drop(root, paths)
        drop_joined(self._cache_of(root))

    def _take(self, turn: int, found: "list[ReadFile]") -> None:
        if turn != self._turn or self.index is None:
            self._room.release()
            return
        self._taken.append(deque(found))
        if not self._put_on.isActive():
            self._put_some()

    def _put_some(self) -> None:
        """Put in what was read for as long as nobody notices, and go on when other things had their turn."""
        until = monotonic() + AT_ONCE_SECONDS
        if self.index is None:
            return
        with self.index.together():
            while self._taken:
                read = self._taken[0].popleft()
                self._left.pop(read.path, None)
                self.index.put_file(read)
                self._put += 1
                self._singly += 1
                if not self._taken[0]:
                    self._taken.popleft()
                    self._room.release()
                if monotonic() >= until:
                    break
        if self._put >= MANY:
            self._put = 0
            leave_alone()
        if self._taken:
            self._put_on.start()
        self._tell_reading()

    def _leave_taken(self) -> None:
        """Put in no more of what was read; it is read again where it is still wanted."""
        for _slice in self._taken:
            self._room.release()
        self._taken.clear()

    def _tell_reading(self) -> None:
        self.reading.emit(len(self._known) - len(self._left), len(self._known))

    def _read_codebooks(self, turn: int, root: Path, sidecars: list[Path]) -> None:
        from annotator.services.index.codebooks import changed_folders, codebook_signatures, read_codebooks

        with suppress(RuntimeError):
            now = codebook_signatures(root, sidecars)
            changed = changed_folders(self._codebook_signatures, now)
            books, problems = read_codebooks(changed & now.keys())
            self._books = {folder: book for folder, book in {**self._books, **books}.items() if folder in now}
            self._codebooks.emit(turn, now, {folder: books.get(folder) for folder in changed}, problems)

    def _take_codebooks(self, _turn: int, now: dict[Path, Signature], books: dict[Path, Any], said: Any) -> None:
        index = self.index
        if index is None or any(folder != index.root and index.root not in folder.parents for folder in now):
            return
        self._codebook_signatures = now
        self.problems = {**{folder: why for folder, why in self.problems.items() if folder not in books}, **said}
        self._unnamed |= books
        self._name_anew()

    def _name_anew(self) -> None:
        """Have names laid over the folder again; over a large one beside the window, as often as steps came between."""
        index, books = self.index, dict(self._unnamed)
        if self._is_naming or index is None or not books:
            return
        if self._left or self._tries > TRIES or len(index.files) < JOINED:
            self._unnamed, self._tries = {}, 0
            index.put_codebooks(books)
        elif any(index.codebooks.get(folder) != book for folder, book in books.items()):
            self._is_naming, self._tries = True, self._tries + 1
            self._asker.submit(self._name, index, index.naming(books))
        else:
            self._unnamed, self._tries = {}, 0

    def _name(self, index: "FolderIndex", naming: "Naming") -> None:
        with suppress(RuntimeError):
            self._named.emit(index, naming, naming.made())

    def _take_named(self, index: "FolderIndex", naming: "Naming", contents: "Contents | None") -> None:
        self._is_naming = False
        if index is self.index and contents is not None and naming.is_still():
            with index.together():
                index.take_over(contents)
                self._follow_now()
            self._tries = 0
            done = naming.codebooks
            self._unnamed = {folder: book for folder, book in self._unnamed.items() if done.get(folder) is not book}
        self._name_anew()

    # What is open

    def show(self, session: Session | None) -> None:
        """Let another session's layer stand in the place of its file, or none."""
        self._session = session
        self._follow_now()

    def follow(self) -> None:
        """Take what is open as it is after a step; of a large layer soon after."""
        self._step += 1
        count = len(self._session.layer.annotations) if self._session else 0
        if count > LARGE:
            # What takes longer to read holds up the next keys for longer, for Python does one thing at a time.
            self._late.start(RESTED_MILLISECONDS + count // 100)
        else:
            self._follow_now()

    def _follow_now(self) -> None:
        self._late.stop()
        self._step += 1
        index, sidecar = self.index, self._session.sidecar if self._session else None
        inside = sidecar is not None and index is not None and index.root in sidecar.parents
        if index is not None and self._shown is not None and self._shown != sidecar:
            # What it was left as is on disk, and may not have been read since.
            self._reader.submit(self._leave, index, self._shown)
            self._shown = None
        if index is not None and self._session is not None and sidecar is not None and inside:
            self._shown = sidecar
            self._take_open(index, sidecar, self._session.layer)

    def _take_open(self, index: "FolderIndex", sidecar: Path, layer: Layer) -> None:
        if len(layer.annotations) > LARGE:
            self._asker.submit(self._read_open, index, self._step, sidecar, layer.snapshot())
        else:
            index.put_open(sidecar, layer)

    def _read_open(self, index: "FolderIndex", step: int, sidecar: Path, layer: Layer) -> None:
        from annotator.services.index.reading import read_layer

        if step == self._step:
            with suppress(RuntimeError):
                self._followed.emit(index, step, read_layer(sidecar, layer))

    def _take_followed(self, index: "FolderIndex", step: int, read: "ReadFile") -> None:
        """Take a large layer as it was read, unless a step or another document came meanwhile."""
        if index is self.index and step == self._step and read.path == self._shown:
            index.put_open_read(read)

    def _leave(self, index: "FolderIndex", sidecar: Path) -> None:
        from annotator.services.index.reading import read_file

        with suppress(RuntimeError):
            self._answered.emit("", 0, (index, sidecar), read_file(sidecar, index.root))

    def _left_open(self, index: "FolderIndex", read: "ReadFile") -> None:
        if index is not self.index or self._shown == read.path:
            return
        with index.together():
            index.put_file(read)
            index.forget_open(read.path)

    # Questions

    def ask(self, key: str, question: "Callable[[FolderView], Answer]", then: Callable[[Answer], None]) -> None:
        """Ask something of the folder as it is now, beside the window; ``then`` gets the answer here.

        Of the questions with one key the newest is answered.
        """
        if self.index is None:
            return
        self._asked[key] = turn = self._asked.get(key, 0) + 1
        self._asker.submit(self._answer, (key, turn), question, self.index.view(), then)

    def _answer(self, asked: tuple[str, int], question: Callable[[Any], Any], view: "FolderView", then: Any) -> None:
        if self._asked.get(asked[0]) != asked[1]:
            return
        try:
            answer = question(view)
        except Exception as error:  # noqa: BLE001 - nobody waits for it but this window
            sys.excepthook(type(error), error, error.__traceback__)
            return
        with suppress(RuntimeError):
            self._answered.emit(*asked, then, answer)

    def _hand_answer_on(self, key: str, turn: int, then: Any, answer: Any) -> None:
        if not key:
            self._left_open(then[0], answer)
        elif self._asked.get(key) == turn:
            then(answer)

    def _on_change(self, change: "FolderChange") -> None:
        self._idle.start()
        self.changed.emit(change)

    def _tidy(self) -> None:
        """Leave out what is dead, or join what was read; another time where there is something to be read."""
        if self.index is None or self._left:
            return
        if self.index.wasted > WASTED:
            self._asker.submit(self._compact, self.index, self.index.compaction())
        elif self._singly >= JOINED:
            self._singly = 0
            self._reader.submit(self._join, self.index.root, self.index.joining())

    def _compact(self, index: "FolderIndex", compaction: "Compaction") -> None:
        with suppress(RuntimeError):
            self._compacted.emit(index, compaction.made())

    def _take_compacted(self, index: "FolderIndex", made: "Compacted") -> None:
        if index is self.index:
            index.take_compacted(made)

    def _join(self, root: Path, joining: "Joining") -> None:
        from annotator.services.index.kept_joined import keep_joined

        keep_joined(self._cache_of(root), joining)


def _common(paths: Iterable[Path]) -> Path | None:
    """Give the folder that has all files, None where there is none."""
    folders = {str(path.parent) for path in paths}
    try:
        return Path(os.path.commonpath(folders)) if folders else None
    except ValueError:  # on different drives
        return None
