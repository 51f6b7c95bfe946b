"""What was read of a folder's annotation files, kept on this computer so that they need not be read again.

It is disposable: it lies in the user's cache folder, never beside the files, and is made anew wherever it does not fit.
Whatever is wrong with it, ``Cache`` knows nothing then; it never raises.
"""

import os
import sqlite3
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from threading import local
from typing import Final, NamedTuple, TypeVar
from zlib import crc32

import msgspec

from annotator.formats.regular_files import read_regular
from annotator.services.disk.at_path import OWNER_ONLY
from annotator.services.folder.signature import Signature
from annotator.services.index.digest import Digest, Facts, Words
from annotator.services.index.reading import ReadFile, read_file
from annotator.services.user.state_folders import folder_caches

VERSION: Final = 5
"""Of the tables and of what stands in them: any other is thrown away. Raise it with every change of ``digest.py``
``joined.py`` and ``joined_files.py``."""
NOT_KEPT: Final = "What was read of this folder could not be kept ({}); it is read again with the next start."
UNUSED_DAYS: Final = 90
MOST_BYTES: Final = 2 * 2**30
_BUSY_SECONDS: Final = 1.0
_PAGE: Final = 2048
"""A file's digest and words take some ten KiB; of larger pages more is left empty behind each."""
_WAL_PAGES: Final = 16_000
"""After so many pages what was written is put into its place, which waits for the disk."""
_SUFFIXES: Final = ("", "-wal", "-shm", "-journal")
_TABLES: Final = (
    "create table about(key text primary key, value text)",
    (
        "create table file(id integer primary key, path text unique, size int, mtime_ns int, ctime_ns int, "
        "inode int, read_ns int, "
        "sha256 blob, problem text, document text, annotator text, digest blob, words blob, crc int)"
    ),
    (
        "create table source(id integer primary key, path text unique, size int, mtime_ns int, ctime_ns int, "
        "inode int, read_ns int, text blob, text_crc int, folded blob, folded_crc int)"
    ),
    "create table joined(id integer primary key, crc int, data blob)",
)
_PUT: Final = (
    "insert or replace into file(path, size, mtime_ns, inode, ctime_ns, read_ns, sha256, problem, document, annotator, "
    "digest, words, crc) values(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_GET: Final = (
    "select size, mtime_ns, inode, ctime_ns, read_ns, sha256, problem, document, annotator, digest, words, crc "
    "from file where path = ?"
)
Answer = TypeVar("Answer")


class _Head(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """The beginning of a digest; all else is passed over."""

    facts: Facts


_head_of = msgspec.msgpack.Decoder(_Head).decode
_digest_of = msgspec.msgpack.Decoder(Digest).decode
_words_of = msgspec.msgpack.Decoder(Words).decode
_NO_WORDS: Final = Words()


class Packed(NamedTuple):
    """A digest without its words, and these, as bytes."""

    digest: bytes
    words: bytes


def packed(digest: Digest) -> Packed | None:
    """Give a digest as it is kept, None where a name in it cannot be."""
    try:
        whole = msgspec.msgpack.encode(msgspec.structs.replace(digest, words=_NO_WORDS))
        return Packed(whole, msgspec.msgpack.encode(digest.words))
    except (UnicodeEncodeError, msgspec.MsgspecError):
        return None


def unpacked(kept: Packed) -> Digest:
    """Give a digest without its words."""
    return _digest_of(kept.digest)


def cache_path(root: Path) -> Path:
    """Give where what is read of a folder is kept."""
    real = os.path.realpath(root)
    return folder_caches() / f"{sha256(os.fsencode(real)).hexdigest()[:24]}.sqlite"


class Cache:
    """What is known of a folder's files. Used by one thread alone; another has to open it for itself.

    ``problem`` is a sentence where nothing can be kept, or "".
    """

    def __init__(self, root: Path, path: Path | None = None) -> None:
        self.root = root
        self._top = f"{str(root).rstrip(os.sep)}{os.sep}"
        self.path = path or cache_path(root)
        self.problem = ""
        self._database: sqlite3.Connection | None = None
        self._waiting: list[tuple[object, ...]] = []
        self._open()

    # Files

    def take(self, path: Path, signature: Signature) -> ReadFile | None:
        """Give what an annotation file holds, where it is the one that was read; None where it has to be read."""
        row = self._ask(lambda database: database.execute(_GET, (self.name(path),)).fetchone(), None)
        if row is None:
            return None
        known, read_ns, digest, problem = Signature(*row[:4]), row[4], row[5], row[6]
        data, words, crc = row[9:]
        if crc32(words, crc32(data)) != crc:
            self._forget(path)
            return None
        if known != signature or known.is_in_doubt(read_ns):
            if not _is_same(path, digest):
                return None
            self._settle(path, signature)
        found = _decoded(data)
        if found is None:
            self._forget(path)
            return None
        return ReadFile(path, self.root / row[7], row[8], found, problem, digest)

    def keep(self, read: ReadFile, signature: Signature, read_ns: int) -> None:
        """Note what a file holds; it is written with the next ``write``. What could not be read is not kept."""
        if self._database is not None and read.digest is not None and (kept := packed(read.digest)):
            self.keep_packed(read, kept, signature, read_ns)

    def keep_packed(self, read: ReadFile, kept: Packed, signature: Signature, read_ns: int) -> None:
        """Note what a file holds, of which the digest is in bytes already."""
        if self._database is None:
            return
        try:
            document = read.document.relative_to(self.root).as_posix()
        except ValueError:
            return
        where = (signature.size, signature.mtime_ns, signature.inode, signature.ctime_ns, read_ns)
        self._waiting.append((
            self.name(read.path), *where, read.sha256, read.problem, document, read.annotator, *kept,
            crc32(kept.words, crc32(kept.digest)),
        ))  # fmt: skip

    @property
    def waiting(self) -> int:
        """How many files are noted and not written."""
        return len(self._waiting)

    def write(self) -> None:
        """Write what was noted."""
        rows, self._waiting = self._waiting, []
        if rows:
            self._do(lambda database: database.executemany(_PUT, rows))

    def drop(self, paths: Iterable[Path]) -> None:
        """Forget files that are gone."""
        names = [(self.name(path),) for path in paths]
        if names:
            self._do(lambda database: database.executemany("delete from file where path = ?", names))

    def close(self) -> None:
        """Write what was noted, and let go of the file."""
        self.write()
        if self._database is not None:
            with suppress(sqlite3.Error):
                self._database.close()
        self._database = None

    # Tables of others

    def name(self, path: Path) -> str:
        """Give what a file is called here: its path below the folder."""
        text = str(path)
        return text[len(self._top) :] if text.startswith(self._top) else os.path.relpath(text, self.root)

    def ask(self, question: Callable[[sqlite3.Connection], Answer], otherwise: Answer) -> Answer:
        """Ask the database something; ``otherwise`` where that fails, and it is made anew where it is damaged."""
        return self._ask(question, otherwise)

    def change(self, change: Callable[[sqlite3.Connection], object]) -> None:
        """Write something, or nothing where that fails."""
        self._do(change)

    # Whatever goes wrong

    def _open(self) -> None:
        for _attempt in range(2):
            try:
                self._database = self._opened()
            except sqlite3.OperationalError as error:
                if not _is_damage(error):
                    self._give_up(error)
                    return
                self._remove()
            except sqlite3.DatabaseError:
                self._remove()
            except (OSError, ValueError) as error:
                self._give_up(error)
                return
            else:
                return
        self._give_up(OSError(0, "it could not be made anew"))

    def _opened(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, OWNER_ONLY))
        database = sqlite3.connect(self.path, timeout=_BUSY_SECONDS, isolation_level=None)
        try:
            return self._prepared(database)
        except BaseException:
            database.close()
            raise

    def _prepared(self, database: sqlite3.Connection) -> sqlite3.Connection:
        version = database.execute("pragma user_version").fetchone()[0]
        tables = database.execute("select count(*) from sqlite_master").fetchone()[0]
        if version != VERSION and (version or tables):
            raise sqlite3.DatabaseError("made by another version")
        if not tables:
            database.execute(f"pragma page_size={_PAGE}")
        database.execute("pragma journal_mode=wal")
        database.execute("pragma synchronous=normal")
        database.execute(f"pragma wal_autocheckpoint={_WAL_PAGES}")
        database.execute("begin immediate")
        if not tables:
            for table in _TABLES:
                database.execute(table)
            database.execute(f"pragma user_version={VERSION}")
        about = {"root": str(self.root), "used": str(int(time.time()))}
        database.executemany("insert or replace into about values(?, ?)", about.items())
        database.execute("commit")
        return database

    def _ask(self, question: Callable[[sqlite3.Connection], Answer], otherwise: Answer) -> Answer:
        if self._database is None:
            return otherwise
        try:
            return question(self._database)
        except sqlite3.Error as error:
            self._met(error)
        except (UnicodeError, OverflowError):
            pass
        return otherwise

    def _do(self, change: Callable[[sqlite3.Connection], object]) -> None:
        database = self._database
        if database is None:
            return
        try:
            database.execute("begin immediate")
            change(database)
            database.execute("commit")
        except (sqlite3.Error, UnicodeError, OverflowError) as error:
            with suppress(sqlite3.Error):
                database.execute("rollback")
            if isinstance(error, sqlite3.Error):
                self._met(error)

    def _met(self, error: sqlite3.Error) -> None:
        """Begin anew where the file is damaged; go on without it where it cannot be used now."""
        if self._database is not None:
            with suppress(sqlite3.Error):
                self._database.close()
        self._database = None
        if isinstance(error, sqlite3.OperationalError) and not _is_damage(error):
            self._give_up(error)
            return
        self._remove()
        self._open()

    def _give_up(self, error: Exception) -> None:
        self._database = None
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        self.problem = NOT_KEPT.format(why)

    def _remove(self) -> None:
        for suffix in _SUFFIXES:
            with suppress(OSError):
                Path(f"{self.path}{suffix}").unlink()

    def _forget(self, path: Path) -> None:
        self.drop([path])

    def _settle(self, path: Path, signature: Signature) -> None:
        """Note that a file with another signature is the one that was read."""
        values = (*signature, time.time_ns(), self.name(path))
        sql = "update file set size = ?, mtime_ns = ?, inode = ?, ctime_ns = ?, read_ns = ? where path = ?"
        self._do(lambda database: database.execute(sql, values))


class CachedWords:
    """Gives the words of files as they were read last, in any thread; each has its own connection and never writes."""

    def __init__(self, root: Path) -> None:
        self._root, self._path = root, cache_path(root)
        self._of_thread = local()

    def words(self, path: Path, modified: str | None = None) -> Words | None:
        """Give the words of a file as it was when it was last changed at a time, None where they are not known."""
        sql = "select digest, words, crc from file where path = ?"
        try:
            row = self._database().execute(sql, (os.path.relpath(path, self._root),)).fetchone()
            if row is None or crc32(row[1], crc32(row[0])) != row[2]:
                return None
            if modified is not None and _head_of(row[0]).facts.modified != modified:
                return None
            return _words_of(row[1])
        except (sqlite3.Error, OSError, ValueError, TypeError, msgspec.MsgspecError):
            self._of_thread.database = None
            return None

    def _database(self) -> sqlite3.Connection:
        database: sqlite3.Connection | None = getattr(self._of_thread, "database", None)
        if database is None:
            database = sqlite3.connect(f"{self._path.as_uri()}?mode=ro", timeout=0.05, uri=True)
            self._of_thread.database = database
        return database


def read_or_taken(cache: Cache | None, path: Path, root: Path, signature: Signature | None) -> ReadFile:
    """Give what a file holds: by the cache where it is the one that was read, else by reading and noting it."""
    if cache is None or signature is None:
        return read_file(path, root)
    if (known := cache.take(path, signature)) is not None:
        return known
    began = time.time_ns()
    read = read_file(path, root)
    cache.keep(read, signature, began)
    return read


def forget_folders() -> None:
    """Throw away what was read of all folders."""
    for path in _caches():
        _unlink(path)


def clear_away(now: float | None = None, keep: Path | None = None) -> None:
    """Throw away what was read of folders that nobody opened for long, and the oldest where all take too much room."""
    now = time.time() if now is None else now
    left: list[tuple[float, int, Path]] = []
    for path in _caches():
        with suppress(OSError):
            status = path.stat()
            used = max(status.st_mtime, status.st_atime)
            if path == keep or now - used < UNUSED_DAYS * 86_400:
                left.append((float("inf") if path == keep else used, status.st_size, path))
            else:
                _unlink(path)
    total = sum(size for _used, size, _path in left)
    for used, size, path in sorted(left):
        if total <= MOST_BYTES or used == float("inf"):
            return
        _unlink(path)
        total -= size


def _caches() -> list[Path]:
    try:
        return list(folder_caches().glob("*.sqlite"))
    except OSError:
        return []


def _unlink(path: Path) -> None:
    for suffix in _SUFFIXES:
        with suppress(OSError):
            Path(f"{path}{suffix}").unlink()


def _is_same(path: Path, digest: bytes) -> bool:
    """Tell by all its bytes whether a file is the one that was read."""
    try:
        return bool(digest) and sha256(read_regular(path)).digest() == digest
    except OSError:
        return False


def _decoded(data: bytes) -> Digest | None:
    try:
        return _digest_of(data)
    except (msgspec.MsgspecError, ValueError):
        return None


def _is_damage(error: sqlite3.OperationalError) -> bool:
    """Tell whether a file is to be made anew: not where it is locked, or the disk is full or cannot be written to."""
    said = str(error).casefold()
    return any(words in said for words in ("malformed", "not a database", "no such table", "no such column", "corrupt"))
