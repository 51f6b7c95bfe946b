"""The place where exported files come to be is empty of what killed exports left."""

import os
from pathlib import Path

import pytest

from annotator.services.disk.temporary_files import hidden_name
from annotator.services.exporting.export_place import export_place

NO_PROCESS = 2**22 + 1
"""A number that no process of Linux can have."""


@pytest.mark.parametrize("as_folder", [True, False])
def test_what_a_killed_export_left_is_removed_by_the_next_in_the_same_place(tmp_path: Path, as_folder: bool) -> None:
    beside = tmp_path / "tables" if as_folder else tmp_path
    left = beside / hidden_name("tables").replace(f"-{os.getpid()}-", f"-{NO_PROCESS}-")
    left.mkdir(parents=True)
    (left / "file").write_bytes(b"half of it")
    with export_place(tmp_path / "tables", as_folder=as_folder) as place:
        place.file("a.csv").write(b"whole")
    assert not left.exists()
    assert place.written[0].read_bytes() == b"whole"
