"""The passages of the folder: all, narrowed, a list of values, counted, and by two columns."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QTimer

from annotator.ui.passages.passages_page import COUNTS, CROSS, PassagesPage
from annotator.ui.pictures.camera import Scene
from annotator.ui.pictures.stage import Stage


def _passages(stage: Stage, then: Callable[[PassagesPage], object]) -> None:
    """Open the passages, and do something once some are listed: the folder is read beside the window."""
    stage.article()
    stage.do("passages")
    page = stage.window.passages_room.page
    assert page
    done: list[bool] = []

    def come() -> None:
        if len(page.model.rows) > _SOME and not done:
            done.append(True)
            QTimer.singleShot(0, lambda: then(page))

    page.model.modelReset.connect(come)


def _tab(tab: int) -> Scene:
    return lambda stage: _passages(stage, lambda page: page.tabs.setCurrentIndex(tab))


def _choose(page: PassagesPage) -> None:
    row = next(row for row in range(len(page.model.rows)) if "defence" in page.model.words(row).quote)  # type: ignore[union-attr]
    page.rows.selectRow(row)


_SOME: Final = 100
PASSAGE_SCENES: Final[dict[str, Scene]] = {
    "passages": lambda stage: _passages(stage, _choose),
    "passages-values": lambda stage: _passages(stage, lambda page: page.bar.ask("entity")),
    "passages-counts": _tab(COUNTS),
    "passages-cross": _tab(CROSS),
}
