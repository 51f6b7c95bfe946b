"""A window on a folder of recoded documents, whose analyst is M. Kato."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pytestqt.qtbot import QtBot

from annotator.services.user.settings import SettingsStore
from annotator.ui.window.main_window import MainWindow


@contextmanager
def window_on(folder: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    """Open a folder in a window that is active; nothing is left to be saved at the end."""
    store = SettingsStore()
    store.settings.annotator_id, store.settings.annotator_name = "mkato", "M. Kato"
    window = MainWindow(store)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    window.open_paths([folder])
    qtbot.waitUntil(lambda: window.bridge.session is not None)
    yield window
    window.files.autosave.finish()
    if window.files.desk:
        window.files.autosave.watch(None)
