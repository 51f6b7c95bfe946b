"""Which files paths mean, where some of them may not be looked at."""

import os
from pathlib import Path

import pytest

from annotator.__main__ import main
from annotator.services.folder.find_files import find_sidecars
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
