"""Every screen is drawn by the program itself: for the guide, and to be looked at."""

import os
import subprocess
import sys
from pathlib import Path

from annotator.formats.resource_files import guide_folder, sample_folder


def draw(out: Path, *options: str) -> set[str]:
    """Give the names of the pictures that the program draws."""
    command = [sys.executable, "-m", "annotator.ui.pictures", str(sample_folder()), "--out", str(out), *options]
    environment = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"}
    run = subprocess.run(command, timeout=170, env=environment, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert not run.stderr.strip()
    names = {line.split()[0] for line in run.stdout.splitlines()}
    assert names == {path.name for path in out.iterdir()}
    return names


def test_the_pictures_of_the_guide_can_be_drawn_anew(tmp_path: Path) -> None:
    before = {path.name for path in sample_folder().iterdir()}
    drawn = draw(tmp_path, "--guide")
    assert drawn == {path.name for path in (guide_folder() / "images").iterdir()}
    assert {path.name for path in sample_folder().iterdir()} == before
