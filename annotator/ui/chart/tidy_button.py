"""The button that finds new places, and says when that would be worth it."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import Final

from PySide6.QtCore import QTimer

from annotator.services.charting.composing import WORTH_TIDYING
from annotator.services.charting.picture import ChartPicture
from annotator.ui.chart.composer import Composer
from annotator.ui.toolkit.in_window import in_window
from annotator.ui.toolkit.safe_text import explain
from annotator.ui.toolkit.tool_button import ToolButton
from annotator.ui.toolkit.words_on_screen import counted

UNTIDY_MILLISECONDS: Final = 1500
_TIDY: Final = "Find new places for all nodes"


class TidyButton(ToolButton):
    """Looks aside, once a picture has stood for a while, how many crossings new places would save."""

    def __init__(self, shown: Callable[[], tuple[Composer, ChartPicture]]) -> None:
        super().__init__()
        self._shown = shown
        self.setAutoRaise(True)
        self.setAccessibleName(_TIDY)
        self._rest = QTimer(self, singleShot=True, interval=UNTIDY_MILLISECONDS)
        self._rest.timeout.connect(self._compare)
        self._mark(0)

    def follow(self) -> None:
        """Take in that another picture is shown."""
        self._mark(0)
        self._rest.start()

    def _compare(self) -> None:
        # Nobody counts crossings between very many dots.
        composer, picture = self._shown()
        future = composer.crossings_saved(picture) if picture.quality.crossings else None
        if future:
            future.add_done_callback(self._tell_saved)

    def _tell_saved(self, done: "Future[int]") -> None:
        in_window(self, self._mark, done.result())

    def _mark(self, saved: int) -> None:
        worth_it = saved >= WORTH_TIDYING
        self.setText("Tidy •" if worth_it else "Tidy")
        explain(self, f"{_TIDY}: {counted(saved, 'crossing')} fewer" if worth_it else _TIDY)
