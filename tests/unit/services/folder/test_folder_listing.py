"""What a folder is said to hold."""

import os
from pathlib import Path

import pytest

from annotator.services.folder.folder_listing import FolderDocument, list_anew, list_documents, natural_key
from tests.unit.making import documents_in


def put(folder: Path, name: str, content: str | bytes = "") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_documents_stand_as_people_count_with_whose_sidecars_exist(tmp_path: Path) -> None:
    for name in (
        "b10.txt",
        "B2.txt",
        "a.MD",
        ".hidden.txt",
        "picture.png",
        "b10.txt.zoe.ann.json",
        "b10.txt.ann.ann.json",
    ):
        put(tmp_path, name)
    put(tmp_path, "gone.txt.zoe.ann.json")
    (tmp_path / "folder.txt").mkdir()
    found = documents_in(tmp_path)
    assert [document.name for document in found] == ["a.MD", "B2.txt", "b10.txt"]
    assert [list(document.sidecars) for document in found] == [[], [], ["ann", "zoe"]]
    assert found[2].path == tmp_path / "b10.txt"


def test_a_pipe_is_no_sidecar_and_hangs_nothing(tmp_path: Path) -> None:
    put(tmp_path, "a.txt")
    os.mkfifo(tmp_path / "a.txt.x.ann.json")
    assert documents_in(tmp_path)[0].sidecars == {}


@pytest.mark.parametrize("together", [False, True])
def test_a_listing_follows_what_comes_and_goes(tmp_path: Path, *, together: bool) -> None:
    for name in ("a.txt", "b.txt", "b.txt.zoe.ann.json"):
        (tmp_path / name).write_text("x")
    where = (None, [tmp_path / "b.txt", tmp_path / "a.txt"]) if together else (tmp_path, [])
    listing = list_documents(*where)
    assert list_anew(listing) is None
    for change, name, changed in (
        (Path.touch, "a.txt.mkato.ann.json", ["a.txt"]),
        (Path.unlink, "b.txt.zoe.ann.json", ["b.txt"]),
        (Path.mkdir, "d", None),
        (Path.touch, "a.txt.mkato (conflicted copy 2026-01-01 000000).ann.json", None),
        (Path.touch, "codebook.json", None),
        (Path.touch, "c.txt", [] if together else ["c.txt"]),
        (Path.unlink, "a.txt", ["a.txt"]),
    ):
        change(tmp_path / name)
        anew = list_anew(listing)
        if changed is None:
            assert anew is None
            continue
        assert anew
        listing, keys = anew
        assert [Path(key).name for key in keys] == changed
        assert listing == list_documents(*where)


def test_documents_named_together_stand_in_that_order_each_once(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    put(tmp_path / "one", "a.txt")
    put(tmp_path / "one", "b.txt")
    put(tmp_path / "one", "b.txt.zoe.ann.json")
    put(tmp_path / "two", "c.txt")
    paths = [tmp_path / name for name in ("two/c.txt", "one/b.txt.zoe.ann.json", "one/b.txt", "one/gone.txt", "one")]
    found = documents_in(None, paths)
    assert [document.path.relative_to(tmp_path).as_posix() for document in found] == [
        "two/c.txt", "one/b.txt", "one/gone.txt", "one/a.txt",
    ]  # fmt: skip
    assert [list(document.sidecars) for document in found] == [[], ["zoe"], [], []]
    assert found[2] == FolderDocument("gone.txt", tmp_path / "one" / "gone.txt", {})
    assert documents_in(None, [tmp_path / "none" / "x.txt.zoe.ann.json"]) == [
        FolderDocument("x.txt", tmp_path / "none" / "x.txt", {})
    ]


def test_a_listing_knows_all_sidecars_and_a_folder_that_cannot_be_listed_is_empty(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "a.txt.zoe.ann.json", "a.txt.li.ann.json", "b.txt.li.ann.json"):
        put(tmp_path, name)
    listing = list_documents(tmp_path)
    assert [path.name for path in listing.sidecars] == ["a.txt.li.ann.json", "a.txt.zoe.ann.json", "b.txt.li.ann.json"]
    assert list(listing.documents) == [str(tmp_path / name) for name in ("a.txt", "b.txt")]
    gone = list_documents(tmp_path / "none")
    assert (gone.documents, gone.sidecars) == ({}, [])
    assert list_documents(None) == list_documents(None, [])
    (tmp_path / "none").mkdir()
    put(tmp_path / "none", "a.txt")
    anew = list_anew(gone)
    assert anew is not None
    assert anew[1] == [str(tmp_path / "none" / "a.txt")]


def test_a_first_save_makes_no_other_document_anew(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "b.txt.zoe.ann.json"):
        put(tmp_path, name)
    listing = list_documents(tmp_path)
    put(tmp_path, "b.txt.li.ann.json")
    anew = list_anew(listing)
    assert anew is not None
    now, changed = anew
    assert changed == [str(tmp_path / "b.txt")]
    assert now.documents[str(tmp_path / "a.txt")] is listing.documents[str(tmp_path / "a.txt")]
    assert list(now.documents[changed[0]].sidecars) == ["li", "zoe"]
    (tmp_path / "b.txt.zoe.ann.json").unlink()
    (tmp_path / "b.txt.li.ann.json").unlink()
    anew = list_anew(now)
    assert anew is not None
    assert anew[0].documents[changed[0]].sidecars == {}


def test_links_that_lead_out_of_the_folder_are_named_and_not_listed(tmp_path: Path) -> None:
    folder, outside = tmp_path / "folder", tmp_path / "outside"
    for path in (folder, outside):
        path.mkdir()
    for name in ("a.txt", "a.txt.zoe.ann.json", "b.txt", "picture.png"):
        put(outside, name)
    put(folder, "own.txt")
    (folder / "inner.txt").symlink_to("own.txt")
    (folder / "picture.png").symlink_to(outside / "picture.png")
    before = list_documents(folder)
    assert before.outside == ()
    (folder / "own.txt.zoe.ann.json").symlink_to(outside / "a.txt.zoe.ann.json")
    anew = list_anew(before)
    assert anew is not None
    listing = anew[0]
    assert listing.sidecars == []
    assert [path.name for path in listing.outside] == ["own.txt.zoe.ann.json"]
    (folder / "a.txt").symlink_to(outside / "a.txt")
    anew = list_anew(listing)
    assert anew is not None
    for found in (anew[0], list_documents(folder), list_documents(None, [folder])):
        assert [document.name for document in found.documents.values()] == ["inner.txt", "own.txt"]
        assert found.sidecars == []
        assert sorted(path.name for path in found.outside) == ["a.txt", "own.txt.zoe.ann.json"]
    put(folder, "a.txt.li.ann.json")
    # Who names a link means what it leads to.
    named = list_documents(None, [folder / "a.txt"])
    assert named.documents == {
        str(folder / "a.txt"): FolderDocument("a.txt", folder / "a.txt", {"li": folder / "a.txt.li.ann.json"})
    }
    assert named.outside == ()
    (tmp_path / "way").symlink_to(folder)
    assert len(list_documents(tmp_path / "way").documents) == 2


def test_numbers_count_as_numbers_and_case_does_not() -> None:
    names = ["b10", "B2", "b", "a10b2", "A10B10", "a2", "10", "9", "b02"]
    assert sorted(names, key=natural_key) == ["9", "10", "a2", "a10b2", "A10B10", "b", "B2", "b02", "b10"]
    assert natural_key("a") != natural_key("A")


def test_a_conflict_copy_is_nobodys_file_though_its_mark_could_be_an_annotators_id(tmp_path: Path) -> None:
    # Of the file of somebody called txt on a.md, and not of sync-conflict-… on a.md.txt.
    for name in ("a.md", "a.md.txt", "a.md.txt.sync-conflict-20260101-000000-1234567.ann.json"):
        put(tmp_path, name)
    assert [document.sidecars for document in documents_in(tmp_path)] == [{}, {}]


def test_folders_below_stand_behind_the_one_they_lie_in_and_each_knows_its_own(tmp_path: Path) -> None:
    for name in (
        "10/b.txt", "10/deep/c.txt", "2/a.txt", "2/a.txt.zoe.ann.json", "z.txt", "#recycle/d.txt", ".git/e.txt",
    ):  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        put(tmp_path, name)
    found = documents_in(tmp_path)
    assert [(one.below, one.name, list(one.sidecars)) for one in found] == [
        ("", "z.txt", []), ("2", "a.txt", ["zoe"]), ("10", "b.txt", []), ("10/deep", "c.txt", []),
    ]  # fmt: skip
    flat = list_documents(tmp_path, below=False)
    assert [one.name for one in flat.documents.values()] == ["z.txt"]
    put(tmp_path, "2/f.txt")
    assert list_anew(flat) is None
    together = documents_in(None, [tmp_path / "10", tmp_path / "z.txt"])
    assert [one.name for one in together] == ["b.txt", "c.txt", "z.txt"]


def test_annotations_whose_document_is_not_here_are_told_of_and_come_back_with_it(tmp_path: Path) -> None:
    for name in ("a.txt", "a.txt.zoe.ann.json", "b.odd", "b.odd.zoe.ann.json", "gone.txt.li.ann.json"):
        put(tmp_path, name)
    listing = list_documents(tmp_path)
    assert [(one.name, list(one.sidecars)) for one in listing.lost.values()] == [("gone.txt", ["li"])]
    (tmp_path / "a.txt").rename(tmp_path / "c.txt")
    anew = list_anew(listing)
    assert anew is not None
    assert list(anew[0].lost) == [str(tmp_path / name) for name in ("a.txt", "gone.txt")]
    assert {Path(key).name for key in anew[1]} == {"a.txt", "c.txt"}
    again = list_documents(None, [tmp_path])
    assert again.lost == anew[0].lost
    assert list_documents(None, [tmp_path / "a.txt"]).lost == {}


def test_a_file_that_is_only_written_is_another_and_makes_no_document_anew(tmp_path: Path) -> None:
    for name in ("a.txt", "a.txt.zoe.ann.json"):
        put(tmp_path, name, "1234")
    sidecar, listing = tmp_path / "a.txt.zoe.ann.json", list_documents(tmp_path)
    times = sidecar.stat()
    with sidecar.open("r+") as file:
        file.write("4321")
    os.utime(sidecar, ns=(times.st_atime_ns, times.st_mtime_ns))
    anew = list_anew(listing)
    assert anew is not None
    now, changed = anew
    assert changed == []
    assert now.signatures[sidecar] != listing.signatures[sidecar]
    assert now.documents[str(tmp_path / "a.txt")] is listing.documents[str(tmp_path / "a.txt")]
