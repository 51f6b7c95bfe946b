"""The guide's pictures are drawn by a script, from the real window."""

import os
import subprocess
import sys
from pathlib import Path

from annotator.services.resource_files import guide_folder, sample_folder


def test_the_pictures_of_the_guide_can_be_drawn_anew(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "annotator.ui.render_screens",
        str(sample_folder()),
        "--guide",
        "--out",
        str(tmp_path),
    ]
    before = {path.name for path in sample_folder().iterdir()}
    subprocess.run(command, check=True, timeout=60, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"})
    drawn = {path.name for path in tmp_path.iterdir()}
    assert drawn == {
        "window-light.png",
        "window-dark.png",
        "preferences-appearance-light.png",
        "find-in-folder-light.png",
    }
    assert drawn <= {path.name for path in (guide_folder() / "images").iterdir()}
    assert {path.name for path in sample_folder().iterdir()} == before
