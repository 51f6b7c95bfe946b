"""What was read of a folder is kept, and whatever happens to what is kept changes no answer."""

import os
import random
import resource
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from annotator.services.folder.signature import signature_at
from annotator.services.index import cache as cache_module
from annotator.services.index import words as words_module
from annotator.services.index.cache import Cache, CachedWords, cache_path, clear_away, forget_folders, read_or_taken
from annotator.services.index.index import FolderIndex
from annotator.services.index.reading import ReadFile, read_file
from annotator.services.user.state_folders import folder_caches
from tests.unit.folder_of_files import chance_folder, chance_layer, write
from tests.unit.services.index.test_index import known

HOUR = 3600


@pytest.fixture
def paths(tmp_path: Path) -> list[Path]:
    folder = tmp_path / "folder"
    folder.mkdir()
    made = chance_folder(random.Random(4), folder)
    for path in made:
        settle(path)
    return made


@pytest.fixture
def root(paths: list[Path], tmp_path: Path) -> Path:
    return tmp_path / "folder"


def settle(path: Path) -> None:
    """Let a file be old enough for its signature to tell of every later change."""
    when = time.time() - HOUR
    os.utime(path, (when, when))


@pytest.fixture(autouse=True)
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files count as read long after they were written: the time of their last change cannot be set."""
    began = time.time_ns()
    monkeypatch.setattr("time.time_ns", lambda: began + HOUR * 10**9)


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files that are read while a test runs."""
    found: list[Path] = []

    def read(path: Path, root: Path | None = None) -> ReadFile:
        found.append(path)
        return read_file(path, root)

    monkeypatch.setattr(cache_module, "read_file", read)
    return found


def fill(root: Path, paths: list[Path]) -> list[ReadFile]:
    """What a window does with a folder: read what is not kept, and keep it."""
    with closing(Cache(root)) as cache:
        return [read_or_taken(cache, path, root, signature_at(path)) for path in paths]


def answers(root: Path, found: list[ReadFile]) -> object:
    index = FolderIndex(root, "ab")
    index.put_files(found)
    return known(index)


def plain(root: Path, paths: list[Path]) -> object:
    return answers(root, [read_file(path, root) for path in paths])


def test_what_is_kept_is_not_read_again(root: Path, paths: list[Path], reads: list[Path]) -> None:
    expected = plain(root, paths)
    assert answers(root, fill(root, paths)) == expected
    assert reads == paths
    assert answers(root, fill(root, paths)) == expected
    assert reads == paths
    words = CachedWords(root)
    for path in paths:
        read = read_file(path)
        assert read.digest is not None
        assert words.words(path) == read.digest.words
    assert words.words(root / "none.ann.json") is None
    with closing(sqlite3.connect(cache_path(root))) as database:
        database.execute("update file set words = ?", (b"",))
        database.commit()
    assert words.words(paths[0]) is None
    assert CachedWords(root.parent).words(paths[0]) is None


def test_words_that_were_kept_stand_for_files_that_are_as_they_were(
    root: Path, paths: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    index = FolderIndex(root, "ab")
    index.put_files(fill(root, paths))
    index.take_words_from(CachedWords(root).words)
    expected = index.words(index.view().rows())
    read: list[Path] = []

    def note(path: Path, root: Path | None = None) -> ReadFile:
        read.append(path)
        return read_file(path, root)

    monkeypatch.setattr(words_module, "read_file", note)
    index.reader()._kept.clear()
    assert index.words(index.view().rows()) == expected
    assert read == []
    write(paths[0], chance_layer(random.Random(50), size=20))
    index.put_file(read_file(paths[0], root))
    index.words(index.view().rows("all"))
    assert read == paths[:1]


def test_what_was_written_since_is_read_again(root: Path, paths: list[Path], reads: list[Path]) -> None:
    fill(root, paths)
    reads.clear()
    for number, path in enumerate(paths[:3]):
        write(path, chance_layer(random.Random(number + 50), size=20))
    paths[3].unlink()
    assert answers(root, fill(root, paths)) == plain(root, paths)
    assert reads == paths[:4]


def test_other_bytes_with_the_same_size_and_times_are_noticed(root: Path, paths: list[Path], reads: list[Path]) -> None:
    fill(root, paths)
    status = paths[0].stat()
    data = paths[0].read_bytes()
    with paths[0].open("r+b") as file:
        file.write(data.replace(b"words said", b"other said"))
    os.utime(paths[0], ns=(status.st_atime_ns, status.st_mtime_ns))
    reads.clear()
    assert answers(root, fill(root, paths)) == plain(root, paths)
    assert reads == paths[:1]


def test_a_file_put_back_as_it_was_is_only_looked_at(root: Path, paths: list[Path], reads: list[Path]) -> None:
    fill(root, paths)
    reads.clear()
    data = paths[0].read_bytes()
    paths[0].unlink()
    paths[0].write_bytes(data)
    fill(root, paths)
    assert reads == []


def test_a_file_as_young_as_its_reading_is_looked_at_again(
    root: Path, paths: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[Path] = []

    def look(path: Path) -> bytes:
        looked.append(path)
        return path.read_bytes()

    monkeypatch.setattr(cache_module, "read_regular", look)
    monkeypatch.setattr("time.time_ns", lambda: paths[0].stat().st_ctime_ns)
    fill(root, paths)
    fill(root, paths)
    assert looked == paths
    monkeypatch.setattr("time.time_ns", lambda: paths[0].stat().st_ctime_ns + HOUR * 10**9)
    fill(root, paths)
    fill(root, paths)
    assert looked == paths * 2


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def zeros(path: Path) -> None:
    """As a disk that lost some blocks."""
    size = path.stat().st_size
    with path.open("r+b") as file:
        for start in range(4096, size, 8192):
            file.seek(start)
            file.write(bytes(min(4096, size - start)))


def other_version(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute("pragma user_version=7")


def other_tables(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute("alter table file rename to files")


def wrong_crc(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        rows = database.execute("select id, digest from file").fetchall()
        # Another state of each document, and everything can be read.
        broken = [
            (data.replace(b"in-progress", b"on-progress").replace(b"done", b"gone"), number) for number, data in rows
        ]
        database.executemany("update file set digest = ? where id = ?", broken)
        database.commit()


def wrong_digests(path: Path) -> None:
    from zlib import crc32

    with closing(sqlite3.connect(path)) as database:
        database.execute(
            "update file set digest = ?, words = ?, crc = ?", (b"\x91\x01", b"", crc32(b"", crc32(b"\x91\x01")))
        )
        database.commit()


def folder_in_its_place(path: Path) -> None:
    path.unlink()
    path.mkdir()


DAMAGES: list[Callable[[Path], object]] = [
    cut, zeros, other_version, other_tables, wrong_crc, wrong_digests,
    lambda path: path.write_bytes(b""),
    lambda path: path.write_bytes(random.Random(1).randbytes(50_000)),
    lambda path: path.write_bytes(b"SQLite format 3\x00" + bytes(8000)),
    lambda path: path.unlink(),
    folder_in_its_place,
    lambda path: Path(f"{path}-wal").write_bytes(b"\x37\x7f\x06\x82" + bytes(4000)),
]  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES, ids=range(len(DAMAGES)))
def test_damage_is_never_seen(root: Path, paths: list[Path], damage: Callable[[Path], object]) -> None:
    fill(root, paths)
    damage(cache_path(root))
    expected = plain(root, paths)
    assert answers(root, fill(root, paths)) == expected
    assert answers(root, fill(root, paths)) == expected


@pytest.mark.parametrize("damage", [zeros, cut], ids=["zeros", "cut"])
def test_damage_while_it_is_open(root: Path, paths: list[Path], damage: Callable[[Path], object]) -> None:
    fill(root, paths)
    with closing(Cache(root)) as cache:
        damage(cache.path)
        found = [read_or_taken(cache, path, root, signature_at(path)) for path in paths]
        assert answers(root, found) == plain(root, paths)


def test_a_locked_one_is_done_without(
    root: Path, paths: list[Path], reads: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache_module, "_BUSY_SECONDS", 0.01)
    fill(root, paths)
    reads.clear()
    with closing(sqlite3.connect(cache_path(root), isolation_level=None)) as other:
        other.execute("begin exclusive")
        assert answers(root, fill(root, paths)) == plain(root, paths)
        other.execute("rollback")
    assert reads == paths
    assert cache_path(root).exists()
    reads.clear()
    fill(root, paths)
    assert reads == []


def test_one_that_is_locked_later_is_done_without(
    root: Path, paths: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache_module, "_BUSY_SECONDS", 0.01)
    with closing(Cache(root)) as cache, closing(sqlite3.connect(cache.path, isolation_level=None)) as other:
        other.execute("begin immediate")
        found = [read_or_taken(cache, path, root, signature_at(path)) for path in paths]
        cache.write()
        assert "locked" in cache.problem
        assert answers(root, found) == plain(root, paths)


@contextmanager
def full_disk() -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    import signal

    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)


@pytest.mark.skipif(sys.platform == "win32", reason="no limits of a process")
def test_a_full_disk_ends_the_keeping_and_nothing_else(root: Path, paths: list[Path]) -> None:
    cache = Cache(root)
    found = [read_or_taken(cache, path, root, signature_at(path)) for path in paths * 12]
    with full_disk():
        cache.write()
        assert cache.problem.startswith("What was read of this folder could not be kept (")
    assert answers(root, found) == plain(root, paths)
    cache.close()
    assert answers(root, fill(root, paths)) == plain(root, paths)


@pytest.mark.parametrize("place", ["file", "missing"])
def test_no_folder_for_it_keeps_nothing(
    root: Path, paths: list[Path], tmp_path: Path, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    where = tmp_path / "file" / "below" if place == "file" else Path("/proc/none")
    monkeypatch.setattr(cache_module, "folder_caches", lambda: where)
    with closing(Cache(root)) as cache:
        assert cache.problem
    assert answers(root, fill(root, paths)) == plain(root, paths)
    clear_away()
    forget_folders()


@pytest.mark.skipif(sys.platform == "win32", reason="rights are others there")
def test_it_is_for_its_owner_alone_and_not_in_the_folder(root: Path, paths: list[Path]) -> None:
    before = set(root.rglob("*"))
    fill(root, paths)
    path = cache_path(root)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert set(root.rglob("*")) == before
    with closing(Cache(root)) as cache:
        cache.keep(read_file(paths[0]), signature_at(paths[0]), 0)  # type: ignore[arg-type]
        cache.write()
        beside = [Path(f"{path}{suffix}") for suffix in ("-wal", "-shm")]
        assert all(stat.S_IMODE(one.stat().st_mode) == 0o600 for one in beside if one.exists())


def test_one_folder_by_two_names_has_one(root: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(root)
    assert cache_path(tmp_path / "link") == cache_path(root) != cache_path(tmp_path)


FILLING = """
import sys, pathlib
from annotator.services.folder.signature import signature_at
from annotator.services.index.cache import Cache, read_or_taken
root = pathlib.Path(sys.argv[1])
for _turn in range(5):
    cache = Cache(root)
    for path in sorted(root.rglob("*.ann.json")):
        read_or_taken(cache, path, root, signature_at(path))
        cache.write()
    cache.drop([path])
    cache.close()
"""


def test_three_windows_may_fill_one(root: Path, paths: list[Path]) -> None:
    running = [subprocess.Popen([sys.executable, "-c", FILLING, str(root)]) for _number in range(3)]
    assert [one.wait(60) for one in running] == [0, 0, 0]
    with closing(sqlite3.connect(cache_path(root))) as database:
        assert database.execute("pragma integrity_check").fetchone() == ("ok",)
    assert answers(root, fill(root, paths)) == plain(root, paths)


def test_what_nobody_opened_for_long_goes_and_the_oldest_of_too_much(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache_module, "folder_caches", lambda: tmp_path)
    now = time.time()
    for number, days in enumerate((1, 20, 80, 100)):
        path = tmp_path / f"{number}.sqlite"
        path.write_bytes(bytes(1000))
        Path(f"{path}-wal").write_bytes(b"")
        os.utime(path, (now - days * 86_400,) * 2)
    clear_away(now, keep=tmp_path / "3.sqlite")
    assert len(list(tmp_path.glob("*.sqlite"))) == 4
    clear_away(now)
    assert {path.name for path in tmp_path.iterdir()} == {f"{n}.sqlite{end}" for n in range(3) for end in ("", "-wal")}
    monkeypatch.setattr(cache_module, "MOST_BYTES", 2000)
    clear_away(now, keep=tmp_path / "2.sqlite")
    assert {path.name for path in tmp_path.glob("*.sqlite")} == {"0.sqlite", "2.sqlite"}
    forget_folders()
    assert list(tmp_path.iterdir()) == []


def test_what_is_not_read_is_not_kept(root: Path, paths: list[Path], reads: list[Path]) -> None:
    paths[0].write_bytes(b"{")
    fill(root, paths)
    reads.clear()
    found = fill(root, paths)
    assert reads == paths[:1]
    assert found[0].problem
    assert folder_caches() in cache_path(root).parents
