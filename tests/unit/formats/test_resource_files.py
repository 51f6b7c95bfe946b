"""Files that come with the program are found: in a checkout, and where the program is installed."""

from pathlib import Path

import pytest

from annotator.formats import resource_files
from annotator.formats.resource_files import guide_folder, resource, sample_folder


def test_a_checkout_has_them_beside_the_package() -> None:
    assert resource("default-codebook.json").parent.name == "resources"
    assert (guide_folder() / "guide.md").is_file()
    assert list(sample_folder().glob("*.ann.json"))
    assert resource("icons").parent == resource("anything").parent


def test_an_installed_program_has_them_inside_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "annotator"
    monkeypatch.setattr(resource_files, "_PACKAGE", package)
    assert resource("x") == tmp_path / "resources" / "x"
    assert (guide_folder(), sample_folder()) == (tmp_path / "docs", tmp_path / "seeds")
    for name in ("docs", "seeds"):
        (package / "resources" / name).mkdir(parents=True)
    assert resource("x") == package / "resources" / "x"
    assert (guide_folder(), sample_folder()) == (package / "resources" / "docs", package / "resources" / "seeds")
