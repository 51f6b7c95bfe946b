"""A folder on a share that hangs: whoever annotates goes on, for the window asks the share nothing by itself."""

import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, get_ident
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.model.span import Span
from annotator.ui.window.main_window import MainWindow
from tests.gui.folder_window import window_on
from tests.patience import WAIT_SECONDS
from tests.unit.recoded import folder_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return folder_of(tmp_path, 3)[0].parent


@pytest.fixture
def window(folder: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    with window_on(folder, qtbot) as window:
        qtbot.waitUntil(lambda: not window.bridge.folder.is_reading)
        yield window


class HangingShare:
    """From now on all who ask for a file of the folder wait, but the window's thread, which is noted."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked_by_window: list[str] = []
        self.comes_back, self.hangs = Event(), Event()
        self._folder, self._window = str(folder), get_ident()
        for module, name in ((os, "stat"), (os, "lstat"), (os, "scandir"), (os, "listdir"), (os, "open"), (io, "open")):
            monkeypatch.setattr(module, name, self._hanging(getattr(module, name)))

    def _hanging(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def ask(path: Any = ".", *args: Any, **kwargs: Any) -> Any:
            if not isinstance(path, int) and str(path).startswith(self._folder):
                if get_ident() == self._window:
                    self.asked_by_window.append(f"{real.__name__} {path}")
                else:
                    self.hangs.set()
                    self.comes_back.wait(WAIT_SECONDS)
            return real(path, *args, **kwargs)

        return ask


def test_annotating_goes_on(window: MainWindow, folder: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    session = window.bridge.session
    assert session
    before = len(session.layer.annotations)
    share = HangingShare(folder, monkeypatch)
    try:
        window.documents._read_anew()
        qtbot.waitUntil(share.hangs.is_set)
        window.view.setFocus()
        window.view.select_span(Span(3, 9))
        QTest.keyClick(window.view, Qt.Key.Key_1)
        assert len(session.layer.annotations) == before + 1
        window.actions_by_name["passages"].trigger()
        QApplication.processEvents()
        window.actions_by_name["undo"].trigger()
        assert len(session.layer.annotations) == before
        assert share.asked_by_window == []
    finally:
        share.comes_back.set()
    qtbot.waitUntil(lambda: len(window.documents.paths) == 3)
