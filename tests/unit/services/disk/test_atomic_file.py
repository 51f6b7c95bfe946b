"""Replacing a file: whatever call of the system fails, the new file or the old one is there, whole and alone."""

import errno
import os
import stat
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Self

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.services.disk import atomic_file, lock_beside
from annotator.services.disk.atomic_file import (
    ChangedOnDisk,
    Outcome,
    SaveError,
    UnchangedOnDisk,
    file_outcome,
    refuse_no_file,
    replacing,
    saving,
    write_atomically,
)

OLD, NEW = b"old words", b"new words, and more of them"
CALLS = ("open", "chmod", "fdopen", "fsync", "replace", "unlink", "close")


class Counted:
    """Calls of the system, of which the one of a number fails; ``made`` are their names."""

    def __init__(self, patch: pytest.MonkeyPatch, failing: int | None, code: int) -> None:
        self.made: list[str] = []
        self.failing, self.code = failing, code
        for name in CALLS:
            patch.setattr(os, name, self.watched(name, getattr(os, name)))

    def watched(self, name: str, real: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object, **more: object) -> object:
            self.made.append(name)
            if len(self.made) - 1 == self.failing:
                raise OSError(self.code, os.strerror(self.code))
            return real(*arguments, **more)

        return call


@pytest.mark.parametrize("old", [OLD, None])
def test_any_call_that_fails_leaves_the_old_file_or_the_new_one_and_nothing_else(
    tmp_path: Path, old: bytes | None
) -> None:
    target = tmp_path / "a.json"
    with pytest.MonkeyPatch.context() as patch:
        calls = Counted(patch, None, 0)
        write_atomically(target, NEW)
        number = len(calls.made)
    assert {"open", "fsync"} <= set(calls.made)
    for failing in range(number):
        if old is None:
            target.unlink(missing_ok=True)
        else:
            target.write_bytes(old)
        with pytest.MonkeyPatch.context() as patch:
            calls = Counted(patch, failing, errno.EIO)
            outcome = None
            with suppress(SaveError):
                outcome = write_atomically(target, NEW)
        found = target.read_bytes() if target.exists() else None
        assert found == (old if outcome is None else NEW), calls.made
        stray = [path for path in tmp_path.iterdir() if path != target]
        # Where the stray file itself cannot be removed, there is nothing to be done.
        assert not stray or calls.made[failing] == "unlink"
        for path in stray:
            path.unlink()


class PartlyWritten:
    """A file that takes some bytes and then no more."""

    def __init__(self, real: object, room: int) -> None:
        self.real, self.room = real, room

    def __getattr__(self, name: str) -> object:
        return getattr(self.real, name)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.real.close()  # type: ignore[attr-defined]

    def write(self, data: bytes) -> int:
        self.real.write(data[: self.room])  # type: ignore[attr-defined]
        if len(data) > self.room:
            raise OSError(errno.ENOSPC, "No space left on device")
        return len(data)


@given(st.integers(0, 40))
def test_a_disk_that_fills_up_at_any_byte_leaves_the_old_file(
    tmp_path_factory: pytest.TempPathFactory, room: int
) -> None:
    folder = tmp_path_factory.mktemp("full")
    target = folder / "a.json"
    target.write_bytes(OLD)
    real = os.fdopen
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fdopen", lambda *arguments: PartlyWritten(real(*arguments), room))
        if room < len(NEW):
            with pytest.raises(SaveError, match=r"a\.json was not saved: the disk is full\. Free some space"):
                write_atomically(target, NEW)
        else:
            write_atomically(target, NEW)
    assert target.read_bytes() == (OLD if room < len(NEW) else NEW)
    assert list(folder.iterdir()) == [target]


def test_the_file_is_synced_whole_before_it_takes_the_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target, seen = tmp_path / "a.json", list[tuple[str, int]]()
    target.write_bytes(OLD)
    sync, replace = os.fsync, os.replace

    def watched_sync(descriptor: int) -> None:
        sync(descriptor)
        status = os.fstat(descriptor)
        seen.append(("folder", 0) if stat.S_ISDIR(status.st_mode) else ("file", status.st_size))

    def watched_replace(source: Path, to: Path) -> None:
        assert target.read_bytes() == OLD
        seen.append(("replaced", 0))
        replace(source, to)

    monkeypatch.setattr(os, "fsync", watched_sync)
    monkeypatch.setattr(os, "replace", watched_replace)
    assert write_atomically(target, NEW) is Outcome.SAVED
    assert seen == [("file", len(NEW)), ("replaced", 0), ("folder", 0)]


def test_a_folder_sync_that_fails_is_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sync = os.fsync

    def fail_on_folders(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EIO, "Input/output error")
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", fail_on_folders)
    assert write_atomically(tmp_path / "a", NEW) is Outcome.DURABILITY_UNKNOWN
    assert (tmp_path / "a").read_bytes() == NEW
    assert file_outcome(tmp_path / "a") is Outcome.DURABILITY_UNKNOWN
    monkeypatch.undo()
    assert file_outcome(tmp_path / "a") is Outcome.SAVED


def test_no_descriptor_is_left_open(tmp_path: Path) -> None:
    before = len(list(Path("/dev/fd").iterdir()))
    for _time in range(3):
        write_atomically(tmp_path / "a", NEW)
    assert len(list(Path("/dev/fd").iterdir())) == before


def test_a_link_stays_a_link_and_the_mode_stays(tmp_path: Path) -> None:
    real, link = tmp_path / "sub" / "real.json", tmp_path / "link.json"
    real.parent.mkdir()
    real.write_bytes(OLD)
    real.chmod(0o640)
    link.symlink_to(real)
    write_atomically(link, NEW)
    assert link.is_symlink()
    assert real.read_bytes() == NEW
    assert real.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in real.parent.iterdir()] == ["real.json"]


def test_a_new_file_may_be_read_as_the_user_has_it_for_all_files(tmp_path: Path) -> None:
    (tmp_path / "plain").touch()
    write_atomically(tmp_path / "a", NEW)
    assert (tmp_path / "a").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_what_goes_wrong_while_it_is_filled_leaves_the_old_file_and_passes(tmp_path: Path) -> None:
    target = tmp_path / "a.json"
    target.write_bytes(OLD)
    with pytest.raises(TypeError), replacing(target) as file:
        file.writelines([NEW, "no bytes"])  # type: ignore[list-item]
    assert target.read_bytes() == OLD
    assert list(tmp_path.iterdir()) == [target]


def digest(data: bytes) -> str:
    return sha256(data).hexdigest()


def without(patch: pytest.MonkeyPatch, *missing: str) -> None:
    """Take away what some systems do not have: exchange, link, lock."""

    def refused(*_arguments: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    if "exchange" in missing:
        patch.setattr(atomic_file, "exchange", lambda *_paths: False)
        patch.setattr(atomic_file, "rename_to_new", lambda *_paths: False)
    if "link" in missing:
        patch.setattr(os, "link", refused)
    if "lock" in missing:
        patch.setattr(lock_beside, "_lock", refused)


WAYS = [(), ("lock",), ("exchange",), ("exchange", "link"), ("exchange", "lock"), ("exchange", "link", "lock")]


@pytest.mark.parametrize("missing", WAYS)
def test_only_the_file_that_was_read_is_replaced(
    tmp_path: Path, missing: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    without(monkeypatch, *missing)
    target = tmp_path / "a.json"
    kept: list[tuple[bytes, str, bytes]] = []

    def keep(data: bytes, sha256: str) -> None:
        kept.append((data, sha256, target.read_bytes()))

    for expected in (None, digest(OLD)):
        # A file that is gone may be written anew, whoever read it.
        write_atomically(target, NEW, UnchangedOnDisk(expected, keep, OLD))
        assert target.read_bytes() == NEW
        target.unlink()
    target.write_bytes(OLD)
    for expected in (None, digest(NEW)):
        with pytest.raises(ChangedOnDisk, match=r"a\.json was changed by somebody else"):
            write_atomically(target, NEW, UnchangedOnDisk(expected, keep))
        assert target.read_bytes() == OLD
    assert kept == []
    condition = UnchangedOnDisk(digest(OLD), keep)
    write_atomically(target, NEW, condition)
    assert target.read_bytes() == NEW
    assert kept == [(OLD, digest(OLD), OLD)], "what is replaced has to be kept before"
    assert condition.alone == ("lock" not in missing)
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("there", [b"", OLD[:-1], OLD + b"x", OLD.replace(b"o", b"0"), bytes(2**17) + OLD])
def test_bytes_that_are_known_are_compared_whole(tmp_path: Path, there: bytes) -> None:
    target = tmp_path / "a.json"
    known = bytes(2**17) + OLD if len(there) == len(OLD) else OLD
    target.write_bytes(there)
    with pytest.raises(ChangedOnDisk):
        write_atomically(target, NEW, UnchangedOnDisk(digest(known), known=known))
    target.write_bytes(known)
    write_atomically(target, NEW, UnchangedOnDisk(digest(known), known=known))
    assert target.read_bytes() == NEW


def writes_in_between(patch: pytest.MonkeyPatch, name: str, *writes: Callable[[], object]) -> None:
    """Have somebody else write just before the calls of the system that put the file in place."""
    waiting = list(writes)
    real = getattr(atomic_file, name)

    def call(one: Path, other: Path) -> bool:
        if waiting:
            waiting.pop(0)()
        return bool(real(one, other))

    patch.setattr(atomic_file, name, call)


def test_what_somebody_writes_between_looking_and_replacing_is_put_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, other = tmp_path / "a.json", tmp_path / "other"
    target.write_bytes(OLD)
    other.write_bytes(b"theirs")
    writes_in_between(monkeypatch, "exchange", lambda: other.replace(target))
    with pytest.raises(ChangedOnDisk, match=r"a\.json was changed by somebody else since it was opened"):
        write_atomically(target, NEW, UnchangedOnDisk(digest(OLD)))
    assert target.read_bytes() == b"theirs"
    assert list(tmp_path.iterdir()) == [target]


def test_a_third_writer_while_it_is_put_back_loses_nothing_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, other, third = tmp_path / "a.json", tmp_path / "other", tmp_path / "third"
    target.write_bytes(OLD)
    other.write_bytes(b"theirs")
    third.write_bytes(b"of a third one")
    writes_in_between(monkeypatch, "exchange", lambda: other.replace(target), lambda: third.replace(target))
    with pytest.raises(ChangedOnDisk, match=r"what they wrote is beside it as a\.json\.1\.bak"):
        write_atomically(target, NEW, UnchangedOnDisk(digest(OLD)))
    assert sorted(path.read_bytes() for path in tmp_path.iterdir()) == [b"of a third one", b"theirs"]


@pytest.mark.parametrize("missing", [(), ("exchange",)])
def test_a_file_that_somebody_makes_meanwhile_is_not_replaced(
    tmp_path: Path, missing: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    without(monkeypatch, *missing)
    target = tmp_path / "a.json"
    writes_in_between(monkeypatch, "rename_to_new", lambda: target.write_bytes(b"theirs"))
    with pytest.raises(ChangedOnDisk):
        write_atomically(target, NEW, UnchangedOnDisk(None))
    assert target.read_bytes() == b"theirs"
    assert list(tmp_path.iterdir()) == [target]


def test_a_file_that_goes_meanwhile_is_written_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a.json"
    target.write_bytes(OLD)
    writes_in_between(monkeypatch, "exchange", target.unlink)
    write_atomically(target, NEW, UnchangedOnDisk(digest(OLD)))
    assert target.read_bytes() == NEW


def test_where_nothing_keeps_writers_apart_it_is_noticed_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without(monkeypatch, "exchange", "lock")
    target, other = tmp_path / "a.json", tmp_path / "other"
    target.write_bytes(OLD)
    other.write_bytes(b"theirs")
    looks: list[float] = []

    def wait(seconds: float) -> None:
        looks.append(seconds)
        if seconds:
            other.replace(target)

    monkeypatch.setattr(atomic_file, "sleep", wait)
    with pytest.raises(ChangedOnDisk):
        write_atomically(target, NEW, UnchangedOnDisk(digest(OLD)))
    assert len(looks) == 2
    assert target.read_bytes() == b"theirs"


def test_a_write_protected_file_is_not_replaced(tmp_path: Path) -> None:
    target = tmp_path / "a.json"
    target.write_bytes(OLD)
    target.chmod(0o444)
    with pytest.raises(SaveError, match=r"a\.json was not saved: it is write-protected\. Save elsewhere"):
        write_atomically(target, NEW)
    assert target.read_bytes() == OLD
    assert list(tmp_path.iterdir()) == [target]


def test_links_that_lead_nowhere_are_refused_in_words(tmp_path: Path) -> None:
    folder, outside = tmp_path / "folder", tmp_path / "outside"
    folder.mkdir()
    (folder / "loop").symlink_to("other")
    (folder / "other").symlink_to("loop")
    (folder / "out").symlink_to(outside)
    (folder / "within").symlink_to("made")
    with pytest.raises(SaveError, match="it is a link that leads back to itself"):
        write_atomically(folder / "loop", NEW)
    with pytest.raises(SaveError, match="a link to a file in another folder that is not there"):
        write_atomically(folder / "out", NEW)
    assert not outside.exists()
    write_atomically(folder / "within", NEW)
    assert (folder / "made").read_bytes() == NEW


@pytest.mark.parametrize("expected", [None, digest(OLD)])
def test_a_link_planted_at_the_last_moment_is_not_followed(
    tmp_path: Path, expected: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, outside = tmp_path / "a.json", tmp_path / "outside"
    if expected:
        target.write_bytes(OLD)

    def plant() -> None:
        target.unlink(missing_ok=True)
        target.symlink_to(outside)

    writes_in_between(monkeypatch, "exchange" if expected else "rename_to_new", plant)
    with pytest.raises(ChangedOnDisk):
        write_atomically(target, NEW, UnchangedOnDisk(expected))
    assert not outside.exists()
    assert target.is_symlink()


def test_a_file_that_cannot_be_read_is_not_called_a_folder_that_cannot_be_written_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "a.json"
    target.write_bytes(OLD)

    def refuse(_path: Path) -> bytes:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(atomic_file, "read_regular", refuse)
    with pytest.raises(SaveError, match=r"the file of this name could not be read \(Permission denied\)"):
        write_atomically(target, NEW, UnchangedOnDisk(digest(OLD)))
    assert target.read_bytes() == OLD


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="this system has no extended attributes")
def test_attributes_owner_and_mode_are_kept(tmp_path: Path) -> None:
    target = tmp_path / "a.json"
    target.write_bytes(OLD)
    try:
        os.setxattr(target, "user.colour", b"red")
    except OSError:
        pytest.skip("this file system has no extended attributes")
    if os.getuid() == 0:
        os.chown(target, 1234, 2345)
    target.chmod(0o640)
    before = target.stat()
    write_atomically(target, NEW, UnchangedOnDisk(digest(OLD)))
    after = target.stat()
    assert os.getxattr(target, "user.colour") == b"red"
    assert (after.st_uid, after.st_gid, after.st_mode) == (before.st_uid, before.st_gid, before.st_mode)


def test_a_lock_that_another_writer_does_not_let_go_of_is_not_waited_for_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock_beside, "PATIENCE_SECONDS", 0.02)
    target = tmp_path / "a.json"
    with lock_beside.locked_beside(target) as first, lock_beside.locked_beside(target) as second:
        assert (first, second) == (True, False)
    with lock_beside.locked_beside(target) as again:
        assert again
    assert not list(tmp_path.iterdir())


def test_folders_pipes_and_links_to_them_are_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("folder")
    for name in ("folder", "pipe", "link"):
        with pytest.raises(SaveError, match="a folder, a device or a pipe has this name"):
            write_atomically(tmp_path / name, NEW)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder", "link", "pipe"]
    refuse_no_file(tmp_path / "nothing")
    (tmp_path / "file").touch()
    refuse_no_file(tmp_path / "file")


@pytest.mark.parametrize("name", ["a" * 255, "é" * 127, "🤝" * 63])
def test_a_name_as_long_as_names_may_be_has_room_for_what_is_written_first(tmp_path: Path, name: str) -> None:
    write_atomically(tmp_path / name, NEW)
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EDQUOT, "your share of the disk is used up"),
        (errno.EACCES, "its folder may not be written to"),
        (errno.EPERM, "its folder may not be written to"),
        (errno.EROFS, "its folder may only be read"),
        (errno.EEXIST, "a file has this name, and it has to be a folder"),
        (errno.ENOTDIR, "what should be its folder is a file"),
        (errno.ENOENT, "its folder is not there any more"),
        (errno.ENAMETOOLONG, "its name is too long"),
        (errno.EIO, "Input/output error."),
    ],
)
def test_each_error_is_said_in_words_that_help(code: int, words: str) -> None:
    with pytest.raises(SaveError) as told, saving(Path("/far/away/a.json")):
        raise OSError(code, os.strerror(code))
    assert str(told.value).startswith(f"a.json was not saved: {words}")
    assert told.value.__cause__ is not None


def test_errors_without_words_and_save_errors_pass_as_they_are() -> None:
    with pytest.raises(SaveError, match="a was not saved: odd"), saving(Path("a")):
        raise OSError("odd")
    with pytest.raises(SaveError, match=r"^as it was$"), saving(Path("a")):
        raise SaveError("as it was")
    with saving(Path("a")):
        pass


def test_real_errors_of_real_folders(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for path, words in (
        (tmp_path / "gone" / "a", "its folder is not there any more"),
        (tmp_path / "file" / "a", "what should be its folder is a file"),
        (tmp_path / ("a" * 300), "its name is too long"),
    ):
        with pytest.raises(SaveError, match=words):
            write_atomically(path, NEW)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
