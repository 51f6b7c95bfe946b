"""Copies of annotation files, as an export inside the folder leaves them, count once."""

import shutil
from pathlib import Path

import pytest

from annotator.__main__ import main
from annotator.services.folder.copies import without_copies
from annotator.services.folder.find_files import find_sidecars
from tests.unit.making import annotated


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with an annotated article, an export of it in a folder below, and another article of the same name."""
    work = tmp_path / "work"
    (work / "out").mkdir(parents=True)
    (work / "other").mkdir()
    desk = annotated(work)
    for path in (desk.path, desk.sidecar):
        shutil.copy(path, work / "out")
    annotated(work / "other")
    return work


def test_a_copy_is_left_out_and_named_with_what_it_is_a_copy_of(folder: Path) -> None:
    found = without_copies(find_sidecars([str(folder)]))
    name = "talks.txt.mkato.ann.json"
    assert {one.path for one in found.sidecars} == {folder / name, folder / "other" / name}
    assert found.copies == {str(folder / "out" / name): str(folder / name)}


def test_a_copy_that_was_changed_since_is_one_still_and_a_broken_file_none(folder: Path) -> None:
    copy = folder / "out" / "talks.txt.mkato.ann.json"
    copy.write_text(copy.read_text("utf-8").replace('"state": "in-progress"', '"state": "done"'), encoding="utf-8")
    assert without_copies(find_sidecars([str(folder)])).copies
    copy.write_bytes(b"{")
    found = without_copies(find_sidecars([str(folder)]))
    assert (found.copies, len(found.sidecars)) == ({}, 3)


def test_commands_count_an_export_inside_the_folder_once_and_say_so(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(folder / "other")
    shutil.rmtree(folder / "out")
    counts = []
    for _time in range(2):
        assert main(["chart", str(folder), "--out", str(tmp_path / "o.csv")]) == 0
        counts.append((tmp_path / "o.csv").read_bytes())
        assert main(["export", str(folder), "--to", "annotator", "--out", f"{folder}/out"]) == 0
        (folder / "out").rename(folder / f"out{_time}")
    assert counts[0] == counts[1]
    said = capsys.readouterr().err
    assert "out0/talks.txt.mkato.ann.json is a copy of" in said
    assert "and was not counted." in said
