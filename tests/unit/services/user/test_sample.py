"""The sample is copied once to where the user keeps documents, and what was done to the copy stays."""

import os
from pathlib import Path

import pytest

from annotator.formats.resource_files import sample_folder
from annotator.services.user.sample import copy_sample


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_the_sample_is_copied_whole(tmp_path: Path) -> None:
    folder = copy_sample(tmp_path / "deep")
    assert folder == tmp_path / "deep" / "Annotator sample"
    assert names(folder) == names(sample_folder())
    for name in names(folder):
        if (folder / name).is_file():
            assert (folder / name).read_bytes() == (sample_folder() / name).read_bytes()


def test_it_lies_among_the_users_documents_unless_told_otherwise() -> None:
    assert copy_sample() == Path(os.environ["XDG_DOCUMENTS_DIR"]) / "Annotator sample"


def test_a_copy_that_is_there_is_left_as_it_is(tmp_path: Path) -> None:
    folder = copy_sample(tmp_path)
    for path in folder.iterdir():
        if path.is_file():
            path.write_text("worked on")
    assert copy_sample(tmp_path) == folder
    assert {path.read_text() for path in folder.iterdir() if path.is_file()} == {"worked on"}


def test_where_it_cannot_be_made_an_error_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match="file"):
        copy_sample(tmp_path / "file")
