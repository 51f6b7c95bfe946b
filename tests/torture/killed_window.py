"""The real window as a process to be killed: a monkey at its keys, which acknowledges what is there after each event.

Started with a folder and a seed; writes a line for each acknowledgement.
"""

import os
import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import qInstallMessageHandler

from annotator.services.user import state_folders
from annotator.ui.window.application import make_application
from tests.torture.editor import acknowledge
from tests.torture.window import Monkey, hush

IDLE_SECONDS = 0.1
"""So soon it saves, for what is killed while it saves is of interest."""
WITHOUT_END = 10**9


class Acknowledging(Monkey):
    """A monkey that stays with one article and says what is there after each event."""

    def _new_folder(self) -> Path:
        return self._scratch

    def _act(self) -> None:
        super()._act()
        self._acknowledge()

    def _answer(self, waiting: Any) -> None:
        super()._answer(waiting)
        self._acknowledge()

    def _acknowledge(self) -> None:
        desk = self._window.files.desk
        if desk and desk.document_path.parent == self._scratch and not desk.journal_failure:
            self._window.files.autosave.set_idle(IDLE_SECONDS)
            acknowledge(sys.stdout.fileno(), desk)


def main(folder: Path, seed: int) -> None:
    """Work in the window until somebody kills this."""
    # Where those who look afterwards look.
    state_folders.journals = lambda: folder / "journals"
    qInstallMessageHandler(hush)
    application = make_application()
    application.setQuitOnLastWindowClosed(False)
    monkey = Acknowledging(WITHOUT_END, seed, folder)
    monkey.begin()
    application.exec()


if __name__ == "__main__":
    os.environ["XDG_STATE_HOME"] = f"{sys.argv[1]}/state"
    main(Path(sys.argv[1]), int(sys.argv[2]))
