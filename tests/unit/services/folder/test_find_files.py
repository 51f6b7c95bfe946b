"""Which files paths mean, where some of them may not be looked at."""

import os
from pathlib import Path

import pytest

from annotator.__main__ import main
from annotator.services.folder import find_files
from annotator.services.folder.find_files import FoundSidecar, find_sidecars
from annotator.services.importing.find_sources import find_sources
from tests.unit.making import annotated

WHY = "The folder could not be read: Permission denied. Ask whoever owns it for the right to read it."


def test_folders_without_rights_are_named_and_the_rest_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    annotated(tmp_path)
    (tmp_path / "a.ann").touch()
    locked = tmp_path / "locked"
    locked.mkdir()
    scandir = os.scandir

    def refuse(path: Path) -> object:
        if path == locked:
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert main(["check", str(tmp_path)]) == 1
    said = capsys.readouterr()
    assert f"{locked}: {WHY}" in said.err
    assert "Annotation files checked: 1" in said.out + said.err
    assert find_sidecars([str(locked)]).problems == {str(locked): WHY}
    found = find_sources([str(tmp_path)], (".ann",))
    assert [source.path.name for source in found.files] == ["a.ann"]
    assert found.problems == {str(locked): WHY}


def sidecars(folder: Path, *names: str) -> None:
    """Empty files, in folders that are made for them."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()


def found(folder: Path, *paths: str) -> list[str]:
    """What is found from paths in a folder, as paths in it."""
    return [
        sidecar.path.relative_to(folder).as_posix()
        for sidecar in find_sidecars(str(folder / p) for p in paths).sidecars
    ]


def test_a_folder_is_walked_by_name_without_what_is_hidden_linked_or_a_conflict_copy(tmp_path: Path) -> None:
    sidecars(tmp_path, "b.txt.x.ann.json", "a.txt.x.ann.json", "c/d.txt.x.ann.json", ".hidden/a.txt.x.ann.json",
             ".a.txt.x.ann.json", "a.txt", "a.txt.x (conflicted copy 2026-01-01 000000).ann.json")  # fmt: skip
    (tmp_path / "loop").symlink_to(tmp_path)
    names = ["a.txt.x.ann.json", "b.txt.x.ann.json", "c/d.txt.x.ann.json"]
    assert found(tmp_path, ".") == names
    assert find_sidecars([str(tmp_path)]).problems == {}


def test_a_document_means_its_own_sidecars_and_one_that_is_named_itself(tmp_path: Path) -> None:
    copy = "a.txt.x (conflicted copy 2026-01-01 000000).ann.json"
    sidecars(tmp_path, "a.txt", "a.txt.y.ann.json", "a.txt.x.ann.json", "b.txt.x.ann.json", "aa.txt.x.ann.json", copy)
    assert found(tmp_path, "a.txt") == ["a.txt.x.ann.json", "a.txt.y.ann.json"]
    assert found(tmp_path, "b.txt.x.ann.json") == ["b.txt.x.ann.json"]
    assert found(tmp_path, copy) == [copy]


def test_patterns_are_matched_unless_a_file_has_that_very_name(tmp_path: Path) -> None:
    sidecars(tmp_path, "a.txt.x.ann.json", "b.txt.x.ann.json", "c/d.txt.x.ann.json", "c/e.txt.x.ann.json")
    assert found(tmp_path, "*.ann.json") == ["a.txt.x.ann.json", "b.txt.x.ann.json"]
    assert found(tmp_path, "?") == ["c/d.txt.x.ann.json", "c/e.txt.x.ann.json"]
    assert found(tmp_path, "**/[de].*.json") == ["c/d.txt.x.ann.json", "c/e.txt.x.ann.json"]
    sidecars(tmp_path, "[a].txt", "[a].txt.x.ann.json")
    assert found(tmp_path, "[a].txt") == ["[a].txt.x.ann.json"]


def test_each_is_found_once_in_the_order_of_the_paths(tmp_path: Path) -> None:
    sidecars(tmp_path, "a.txt.x.ann.json", "b.txt.x.ann.json", "b.txt")
    assert found(tmp_path, "b.txt", ".", "b.txt.x.ann.json") == ["b.txt.x.ann.json", "a.txt.x.ann.json"]
    # That it was found already is no problem.
    assert find_sidecars([str(tmp_path), str(tmp_path / "b.txt")]).problems == {}


def test_a_path_that_leads_to_none_is_told_with_the_reason(tmp_path: Path) -> None:
    sidecars(tmp_path, "a.txt", "empty/x.txt")
    problems = find_sidecars(
        str(tmp_path / name) for name in ("a.txt", "empty", "gone", "*.none", "x.ann.json")
    ).problems
    assert {Path(name).name: why for name, why in problems.items()} == {
        "a.txt": "There is no annotation file beside this document.",
        "empty": "There is no annotation file (*.ann.json) in this folder.",
        **dict.fromkeys(("gone", "*.none", "x.ann.json"), "There is nothing of this name, or you may not look there."),
    }


def test_each_knows_its_folders_and_what_its_document_is_called(tmp_path: Path) -> None:
    sidecars(tmp_path, "a.txt.x.ann.json", "b/c/d.txt.x.ann.json")
    top, deep = find_sidecars([str(tmp_path)]).sidecars
    odd = FoundSidecar(tmp_path / "b" / "odd.ann.json", "b")
    assert top.folders() == (tmp_path,)
    assert deep.folders() == (tmp_path / "b" / "c", tmp_path / "b", tmp_path)
    assert (top.document_name("recorded.txt"), deep.document_name("recorded.txt")) == ("a.txt", "b/c/d.txt")
    assert odd.document_name("recorded.txt") == "b/recorded.txt"
    assert deep.shown == str(deep.path)
    with deep.at_hand() as path:
        assert path == deep.path


@pytest.mark.parametrize(
    "name",
    [
        "#recycle", "@Recycle", "$RECYCLE.BIN", "@eaDir", ".Trash-1000", "lost+found", ".snapshot", ".stversions",
        "#Snapshot", "System Volume Information", "@Recently-Snapshot",
    ],
)  # fmt: skip
def test_bins_and_snapshots_are_not_walked_unless_they_are_named(tmp_path: Path, name: str) -> None:
    own = annotated(tmp_path).sidecar
    away = tmp_path / name / "sub"
    away.mkdir(parents=True)
    deleted = annotated(away).sidecar
    (away / "b.ann").touch()
    assert [found.path for found in find_sidecars([str(tmp_path)]).sidecars] == [own]
    assert [found.path for found in find_sidecars([str(tmp_path / "**" / "*.ann.json")]).sidecars] == [own]
    assert find_sources([str(tmp_path)], (".ann",)).files == []
    assert find_sources([str(tmp_path / "**" / "*.ann")], (".ann",)).files == []
    assert [found.path for found in find_sidecars([str(tmp_path / name)]).sidecars] == [deleted]
    assert [source.path for source in find_sources([str(tmp_path / name)], (".ann",)).files] == [away / "b.ann"]


def test_many_documents_of_one_folder_are_looked_up_in_one_listing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(9):
        (tmp_path / f"{number}.txt").write_text("A text.")
        (tmp_path / f"{number}.txt.ab.ann.json").write_text("{}")
    listed: list[Path] = []

    def names_in(folder: Path) -> list[str]:
        listed.append(folder)
        return [one.name for one in folder.iterdir()]

    monkeypatch.setattr(find_files, "names_in", names_in)
    assert len(find_sidecars([str(tmp_path / "*.txt")]).sidecars) == 9
    assert len(find_sidecars([str(tmp_path / f"{number}.txt") for number in range(9)]).sidecars) == 9
    assert listed == [tmp_path, tmp_path]
