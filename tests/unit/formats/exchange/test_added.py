"""Entry points of other packages are found in folders and archives; where there are none their reader is not loaded."""

import sys
from collections.abc import Callable, Iterator
from importlib import metadata
from importlib.machinery import PathFinder
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from annotator.formats.exchange import added

GROUP = "annotator.formats.v1"
NAMES = f"[{GROUP}]\nnames = a_package:NAMES\n"


@pytest.fixture
def found_in(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Path], list[str]]]:
    monkeypatch.setattr(sys, "meta_path", [PathFinder])
    # Packages that bring a later reader of their own take the standard library's away, for the whole process.
    monkeypatch.setattr(
        PathFinder, "find_distributions", staticmethod(metadata.MetadataPathFinder.find_distributions), raising=False
    )

    def found(place: Path) -> list[str]:
        monkeypatch.setattr(sys, "path", [str(place)])
        added._all_named.cache_clear()
        return [point.name for point in added.entry_points(GROUP)]

    yield found
    added._all_named.cache_clear()


def archive(path: Path, **files: str) -> Path:
    with ZipFile(path, "w") as made:
        for name, content in files.items():
            made.writestr(name, content)
    return path


def must_not_be_read(**_arguments: Any) -> list[Any]:
    pytest.fail("the standard library's reader was asked")


@pytest.mark.parametrize(("kind", "head"), [("dist-info", "METADATA"), ("egg-info", "PKG-INFO")])
def test_a_folder_and_an_archive_may_hold_some(
    found_in: Callable[[Path], list[str]], tmp_path: Path, kind: str, head: str
) -> None:
    about = tmp_path / f"a_package-1.{kind}"
    about.mkdir()
    (about / "entry_points.txt").write_text(NAMES)
    assert found_in(tmp_path) == ["names"]
    files = {"entry_points.txt": NAMES, head: "Name: a-package\nVersion: 1\n"}
    packed = archive(tmp_path / "packed.zip", **{f"a_package-1.{kind}/{name}": text for name, text in files.items()})
    assert found_in(packed) == ["names"]


def test_an_archive_of_modules_alone_needs_no_reader(
    found_in: Callable[[Path], list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(metadata, "entry_points", must_not_be_read)
    assert found_in(archive(tmp_path / "base_library.zip", **{"os.py": ""})) == []
    with pytest.raises(pytest.fail.Exception, match="was asked"):
        found_in(archive(tmp_path / "more.zip", **{"a-1.dist-info/METADATA": "", "os.py": ""}))
