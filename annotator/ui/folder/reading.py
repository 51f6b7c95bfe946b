"""The annotation files of a folder, read beside the window and put into its index slice by slice."""

from collections import deque
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import closing
from itertools import islice
from pathlib import Path
from threading import Semaphore
from time import monotonic
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.model.codebook import Codebook
from annotator.services.folder.signature import Signature
from annotator.services.running.garbage import leave_alone
from annotator.ui.folder.kept_folder import KeptFolder
from annotator.ui.toolkit.in_window import in_window
from annotator.ui.toolkit.one_thread import OneThread

if TYPE_CHECKING:
    from annotator.services.index.contents import Contents
    from annotator.services.index.first_reading import FirstReading
    from annotator.services.index.index import FolderIndex
    from annotator.services.index.reading import ReadFile

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
JOINED: Final = 200
"""After so many files that were put in one by one all are joined, so that the next start takes them as a whole."""
Who = tuple[str, tuple[str, ...]]
"""One's own id, and whom one prefers where there are several."""


class _Wanted(NamedTuple):
    """Files that are to be read, those around ``near`` first; ``who`` says whose count where most are."""

    turn: int
    root: Path
    paths: tuple[Path, ...]
    known: Mapping[Path, Signature]
    near: Path | None
    who: Who | None


class FolderReading(QObject):
    """Reads what is new or was written since, and takes away what is gone.

    ``singly`` counts the files that were put in since all were joined.
    """

    told = Signal(int, int)
    """How many annotation files have been read, of how many; both alike when all are."""
    said = Signal(str)
    """A sentence for the status line."""
    whole = Signal(object)
    """A folder was joined, and can be taken as it is: its Contents."""

    def __init__(
        self,
        parent: QObject,
        index: "Callable[[], FolderIndex | None]",
        kept: KeptFolder,
        reader: OneThread,
        books: Callable[[], Mapping[Path, Codebook]],
    ) -> None:
        super().__init__(parent)
        self._index, self._kept, self._reader, self._books = index, kept, reader, books
        self.singly = 0
        self._known: dict[Path, Signature] = {}
        self._left: dict[Path, None] = {}
        self._gone: dict[Path, None] = {}
        """Files that are to be taken away."""
        self._put = 0
        self._room = Semaphore(AHEAD)
        """What was read waits until the window has taken what came before: it has other things to do as well."""
        self._taken: deque[deque[ReadFile]] = deque()
        """Slices that were read and are not all put in yet."""
        self._has_said = False
        self._turn = 0
        self._put_on = QTimer(self, singleShot=True, interval=0)
        self._put_on.timeout.connect(self._put_some)

    @property
    def known(self) -> Collection[Path]:
        """The files of the folder."""
        return self._known.keys()

    @property
    def is_busy(self) -> bool:
        """Whether there are files that were not read, or taken away, yet."""
        return bool(self._left or self._gone)

    def begin(self) -> None:
        """Know nothing of another folder."""
        self.stop()
        self._known, self._left, self._gone, self.singly = {}, {}, {}, 0

    def stop(self) -> None:
        """Read no further."""
        self._turn += 1
        self._leave_taken()

    def take_up(self, root: Path, signatures: Mapping[Path, Signature]) -> list[Path]:
        """Know which files there are now; gives those that are new or were written since."""
        former = [self._known.get(path) for path in signatures]
        gone: list[Path] = []
        if len(former) - former.count(None) < len(self._known):
            # Comparing thousands of paths takes as long as a frame has, and most times none is gone.
            gone = [path for path in self._known if path not in signatures]
            self._reader.submit(self._kept.drop, root, gone)
        self._gone = {path: None for path in (*self._gone, *gone) if path not in signatures}
        self._left = {path: None for path in self._left if path in signatures}
        fresh = [path for (path, now), before in zip(signatures.items(), former, strict=True) if before != now]
        self._known = dict(signatures)
        return fresh

    def forget(self, root: Path) -> None:
        """Keep nothing of what was read."""
        self._reader.submit(self._kept.forget, root, list(self._known))

    def queue(self, root: Path, paths: Iterable[Path], near: Path | None, who: Who) -> None:
        """Have files read that were written since, those around ``near`` first; most of a folder are taken at once."""
        self._put = 0
        self._turn += 1
        self._leave_taken()
        self._left.update(dict.fromkeys(paths))
        self._tell()
        if self._gone:
            self._put_on.start()
        if self._left:
            most = len(self._left) >= max(JOINED, len(self._known) // 2)
            if most:
                # They are taken as a whole, and with them all others.
                self._left = dict.fromkeys(self._known)
            wanted = _Wanted(self._turn, root, tuple(self._left), self._known, near, who if most else None)
            self._reader.submit(self._read_all, wanted)

    # In the reading thread ---------------------------------------------------------------------------------------

    def _read_all(self, wanted: _Wanted) -> None:
        """Read files; of most of a folder's those that were joined are taken at once, and the others are gathered."""
        from annotator.services.index.reading_many import read_many

        turn, root, paths, known, near, who = wanted
        gather = None
        if who is not None:
            paths = self._read_whole(wanted, who)
            gather = self._first_reading(wanted, who) if len(paths) == len(wanted.paths) else None
        if near is not None:
            folder, name = near.parent, near.name
            paths = tuple(sorted(paths, key=lambda path: (path.parent != folder, path.name < name)))
        cache = self._kept.cache_of(root)
        told = monotonic()
        with closing(read_many(cache, paths, known)) as reads:
            while turn == self._turn and (found := list(islice(reads, SLICE))):
                if gather is not None:
                    found = gather.left_of(found)
                    in_window(self, self._take_gathered, turn, len(gather))
                self._hand_on(turn, found)
                if cache.waiting >= WRITTEN_AT_ONCE or monotonic() - told > 1:
                    cache.write()
                    told = monotonic()
            if gather is not None and turn == self._turn:
                gather.end(cache)
            cache.write()
        if cache.problem and not self._has_said:
            self._has_said = True
            in_window(self, self.said.emit, cache.problem)

    def _hand_on(self, turn: int, found: "list[ReadFile]") -> None:
        """Have the window put in what was read, when it has room for it."""
        while found and turn == self._turn:
            if self._room.acquire(timeout=WAITED_SECONDS):
                in_window(self, self._take, turn, found)
                return

    def _first_reading(self, wanted: _Wanted, who: Who) -> "FirstReading":
        """Give what gathers the files of a folder of which nothing was kept."""
        from annotator.services.index.first_reading import FirstReading
        from annotator.services.index.rejoining import Setting

        def take(contents: "Contents") -> None:
            in_window(self, self._take_whole, wanted.turn, contents)

        return FirstReading(wanted.root, len(wanted.paths), lambda: Setting(*who, dict(self._books())), take)

    def _read_whole(self, wanted: _Wanted, who: Who) -> tuple[Path, ...]:
        """Hand over what was joined, and give the files that were written since."""
        from annotator.services.index.kept_joined import kept_contents
        from annotator.services.index.rejoining import Setting

        setting = Setting(*who, dict(self._books()))
        contents = kept_contents(self._kept.cache_of(wanted.root), wanted.known, setting)
        if contents is None:
            return wanted.paths
        left = tuple(path for path in wanted.paths if path not in contents.by_path)
        in_window(self, self._take_whole, wanted.turn, contents)
        return left

    # In the window's ---------------------------------------------------------------------------------------------

    def _take_whole(self, turn: int, contents: "Contents") -> None:
        """Take a folder that was joined, unless something else was asked for meanwhile."""
        if turn != self._turn or self._index() is None:
            return
        for path in contents.by_path:
            self._left.pop(path, None)
        self.singly = 0
        self.whole.emit(contents)
        self._tell()

    def _take_gathered(self, turn: int, count: int) -> None:
        """Tell how many were read that are not in the index yet."""
        if turn == self._turn:
            self.told.emit(min(count, len(self._known) - 1), len(self._known))

    def _take(self, turn: int, found: "list[ReadFile]") -> None:
        if turn != self._turn or self._index() is None:
            self._room.release()
            return
        self._taken.append(deque(found))
        if not self._put_on.isActive():
            self._put_some()

    def _put_some(self) -> None:
        """Take away what is gone and put in what was read for as long as nobody notices; the rest later."""
        until = monotonic() + AT_ONCE_SECONDS
        index = self._index()
        if index is None:
            return
        with index.together():
            while self._gone or self._taken:
                self._one(index)
                if monotonic() >= until:
                    break
        if self._put >= MANY:
            self._put = 0
            leave_alone()
        if self._gone or self._taken:
            self._put_on.start()
        self._tell()

    def _one(self, index: "FolderIndex") -> None:
        if self._gone:
            # First, for one of them may be there again.
            index.remove([self._gone.popitem()[0]])
            return
        read = self._taken[0].popleft()
        self._left.pop(read.path, None)
        index.put_file(read)
        self._put += 1
        self.singly += 1
        if not self._taken[0]:
            self._taken.popleft()
            self._room.release()

    def _leave_taken(self) -> None:
        """Put in no more of what was read; it is read again where it is still wanted."""
        for _slice in self._taken:
            self._room.release()
        self._taken.clear()

    def _tell(self) -> None:
        self.told.emit(len(self._known) - len(self._left), len(self._known))
