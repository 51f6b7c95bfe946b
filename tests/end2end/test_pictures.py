"""Every screen is drawn by the program itself: for the guide, and to be looked at."""

import importlib
import os
import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDialog

import annotator.ui
from annotator.formats.resource_files import guide_folder, sample_folder
from annotator.ui.dialogs.earlier_states import EarlierWorkView
from annotator.ui.dialogs.work_dialog import WorkDialog
from annotator.ui.pictures.scenes import SCENES
from annotator.ui.toolkit.filtered_list import FilteredList

GROUNDS = {FilteredList, WorkDialog, EarlierWorkView}
"""Dialogs that are only there for others to be made of."""
PROGRAM_ERROR = "annotator: ValueError"
"""What the scene of an error in the program says on the terminal."""


def draw(out: Path, *options: str) -> tuple[set[str], set[str]]:
    """Give the names of the pictures, and of the classes of what is on them."""
    command = [sys.executable, "-m", "annotator.ui.pictures", str(sample_folder()), "--out", str(out), *options]
    environment = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"}
    run = subprocess.run(command, timeout=170, env=environment, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert not run.stderr.replace(PROGRAM_ERROR, "").strip()
    lines = [line.split() for line in run.stdout.splitlines()]
    assert {name for name, _class in lines} == {path.name for path in out.iterdir()}
    return {name for name, _class in lines}, {shown for _name, shown in lines}


def test_the_pictures_of_the_guide_can_be_drawn_anew(tmp_path: Path) -> None:
    before = {path.name for path in sample_folder().iterdir()}
    drawn, _shown = draw(tmp_path, "--guide")
    assert drawn == {path.name for path in (guide_folder() / "images").iterdir()}
    assert {path.name for path in sample_folder().iterdir()} == before


def test_every_dialog_is_among_the_pictures_and_fits_on_a_small_screen(tmp_path: Path) -> None:
    drawn, shown = draw(tmp_path, "--theme", "dark")
    assert drawn == {f"{name}-dark.png" for name in SCENES}
    assert {dialog.__name__ for dialog in dialogs()} <= shown
    sizes = {name: QImage(str(tmp_path / name)).size().toTuple() for name in drawn}
    assert {name: size for name, size in sizes.items() if size[0] > 1280 or size[1] > 800} == {}


def dialogs() -> Iterator[type]:
    """Give every dialog of the program."""
    for module in pkgutil.walk_packages(annotator.ui.__path__, "annotator.ui."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    left = list(QDialog.__subclasses__())
    while left:
        kind = left.pop()
        left.extend(kind.__subclasses__())
        if kind.__module__.startswith("annotator.") and kind not in GROUNDS:
            yield kind
