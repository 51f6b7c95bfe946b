"""What one walk finds below a folder, and what stays where a folder cannot be listed."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from annotator.services.folder.find_files import find_sidecars
from annotator.services.folder.signature import Signature, signature_at
from annotator.services.folder.walk import Walk, walk

DENIED = "The folder could not be read: Permission denied. Ask whoever owns it for the right to read it."
Refuse = Callable[[Path], None]


def put(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x")


@pytest.fixture
def refuse(monkeypatch: pytest.MonkeyPatch) -> Refuse:
    """Let folders not be listed, as where nobody has the right to, or on a share that is gone."""
    scandir, refused = os.scandir, set[str]()

    def listing(path: Path | str) -> object:
        if str(path) in refused:
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", listing)
    return lambda path: refused.add(str(path))


def test_a_walk_passes_over_bins_snapshots_hidden_names_copies_and_links_to_folders(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", "a.txt.x.ann.json", "b/c.txt.y.ann.json", "b/c.txt", "picture.png", ".a.txt",
        "#recycle/a.txt", "@eaDir/a.txt", "$RECYCLE.BIN/a.txt.x.ann.json", "b/.stversions/a.txt", ".Trash-1000/a.txt",
        "System Volume Information/a.txt", "b/LOST+FOUND/a.txt", "#snapshot/a.txt.x.ann.json",
        "a.txt.x.sync-conflict-20260101-000000-ABCDEF7.ann.json", "codebook.json")  # fmt: skip
    (tmp_path / "b" / "loop").symlink_to(tmp_path)
    found = walk(tmp_path)
    assert list(found.sidecars) == ["a.txt.x.ann.json", "b/c.txt.y.ann.json"]
    assert found.documents == ("a.txt", "b/c.txt")
    assert (found.outside, found.problems, found.unlisted) == ((), {}, frozenset())
    assert found.sidecars["a.txt.x.ann.json"] == signature_at(tmp_path / "a.txt.x.ann.json")
    commands = [one.path.relative_to(tmp_path).as_posix() for one in find_sidecars([str(tmp_path)]).sidecars]
    assert commands == list(found.sidecars)


def test_links_that_lead_out_of_the_root_are_named_and_those_within_it_are_files(tmp_path: Path) -> None:
    root = tmp_path / "root"
    put(tmp_path, "root/own.txt", "root/b/c.txt", "far.txt")
    (root / "b" / "near.txt").symlink_to(root / "own.txt")
    (root / "b" / "far.txt").symlink_to(tmp_path / "far.txt")
    (root / "b" / "dead.txt").symlink_to(root / "nothing")
    found = walk(root)
    assert found.documents == ("b/c.txt", "b/near.txt", "own.txt")
    assert found.outside == ("b/far.txt",)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_what_is_no_regular_file_is_said(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt.x.ann.json")
    found = walk(tmp_path)
    assert found.sidecars == {}
    assert found.problems == {str(tmp_path / "a.txt.x.ann.json"): "It is no regular file, and was not read."}


def test_what_lay_in_a_folder_that_cannot_be_listed_stays_and_goes_when_it_can(tmp_path: Path, refuse: Refuse) -> None:
    put(tmp_path, "a.txt", "in/b.txt", "in/deep/c.txt.x.ann.json", "inner/d.txt.x.ann.json", "inner/d.txt")
    before = walk(tmp_path)
    refuse(tmp_path / "in")
    (tmp_path / "inner" / "d.txt.x.ann.json").unlink()
    now = walk(tmp_path, before)
    assert now.unlisted == {"in"}
    assert now.problems == {str(tmp_path / "in"): DENIED}
    assert list(now.sidecars) == ["in/deep/c.txt.x.ann.json"]
    assert set(now.documents) == {"a.txt", "in/b.txt", "inner/d.txt"}
    assert walk(tmp_path, now) == now
    assert walk(tmp_path).documents == ("a.txt", "inner/d.txt")


def test_a_root_that_is_gone_takes_nothing_with_it(tmp_path: Path) -> None:
    put(tmp_path, "share/a.txt", "share/a.txt.x.ann.json")
    before = walk(tmp_path / "share")
    shutil.rmtree(tmp_path / "share")
    now = walk(tmp_path / "share", before)
    assert now.unlisted == {""}
    assert now.problems == {str(tmp_path / "share"): "The folder could not be read: No such file or directory."}
    assert (now.sidecars, now.documents) == (before.sidecars, before.documents)
    # A share that is gone may leave the empty folder that it was shown in, which is on another disk.
    (tmp_path / "share").mkdir()
    left = walk(tmp_path / "share", before._replace(disk=before.disk + 1))
    assert (left.sidecars, left.documents) == (before.sidecars, before.documents)
    assert left.unlisted == {""}
    assert "share" in left.problems[str(tmp_path / "share")]
    assert walk(tmp_path / "share", left).sidecars == before.sidecars
    assert walk(tmp_path / "share", before).sidecars == {}


def test_a_file_that_cannot_be_looked_at_is_the_one_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "a.txt.x.ann.json")
    before = walk(tmp_path)

    class Entry:
        name, path = "a.txt.x.ann.json", str(tmp_path / "a.txt.x.ann.json")
        error = OSError(5, "Input/output error")

        def is_dir(self, **_options: bool) -> bool:
            return False

        def is_symlink(self) -> bool:
            return False

        def stat(self) -> os.stat_result:
            raise self.error

    @contextmanager
    def listing(_path: Path) -> Iterator[list[Entry]]:
        yield [Entry()]

    monkeypatch.setattr(os, "scandir", listing)
    assert walk(tmp_path, before).sidecars == before.sidecars
    assert walk(tmp_path).sidecars == {}
    monkeypatch.setattr(Entry, "error", FileNotFoundError(2, "No such file"))
    assert walk(tmp_path, before).sidecars == {}


def test_a_signature_is_in_doubt_while_another_change_may_leave_the_same_one() -> None:
    settled = Signature(1, 10_000_000_000, 7, 10_000_000_000)
    assert not settled.is_in_doubt(14_000_000_000)
    assert settled.is_in_doubt(12_000_000_000)
    assert settled._replace(mtime_ns=20_000_000_000).is_in_doubt(14_000_000_000)
    assert settled._replace(inode=0).is_in_doubt(14_000_000_000)


def test_what_is_no_folder_is_said_and_holds_nothing(tmp_path: Path) -> None:
    put(tmp_path, "a.txt")
    for root in (tmp_path / "a.txt", tmp_path / "none"):
        found = walk(root)
        assert found._replace(problems={}, disk=0) == Walk(root, unlisted=frozenset([""]))
        assert list(found.problems) == [str(root)]


def test_what_goes_while_it_is_walked_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "below").mkdir()
    for name in ("a.txt", "b.txt", "a.txt.ab.ann.json", "b.txt.ab.ann.json", "below/c.txt", "below/c.txt.ab.ann.json"):
        (tmp_path / name).write_text("{}")
    real = os.scandir

    def scandir(folder: Path) -> Iterator[os.DirEntry[str]]:
        entries = real(folder)
        found = list(entries)
        entries.close()
        for entry in found:
            if entry.name.startswith("b.txt"):
                Path(entry.path).unlink()
            elif entry.name == "below":
                shutil.rmtree(entry.path)
        return contextmanager(lambda: iter([iter(found)]))()  # type: ignore[return-value]

    monkeypatch.setattr(os, "scandir", scandir)
    found = walk(tmp_path)
    assert list(found.sidecars) == ["a.txt.ab.ann.json"]
    monkeypatch.undo()
    again = walk(tmp_path, before=found)
    assert (list(again.sidecars), again.documents, again.problems) == (["a.txt.ab.ann.json"], ("a.txt",), {})
