"""Questions to a folder, answered beside the window."""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject

from annotator.ui.toolkit.in_window import in_window
from annotator.ui.toolkit.one_thread import OneThread

if TYPE_CHECKING:
    from annotator.services.index.view import FolderView

Answer = TypeVar("Answer")


class Questions(QObject):
    """Of the questions with one key the newest is answered."""

    def __init__(self, parent: QObject, asker: OneThread) -> None:
        super().__init__(parent)
        self._asker = asker
        self._asked: dict[str, int] = {}

    def ask(
        self,
        key: str,
        view: "FolderView",
        question: "Callable[[FolderView], Answer]",
        then: Callable[[Answer], None],
    ) -> None:
        """Ask something of a view; ``then`` gets the answer in the window's thread."""
        self._asked[key] = turn = self._asked.get(key, 0) + 1
        self._asker.submit(self._answer, (key, turn), question, view, then)

    def _answer(self, asked: tuple[str, int], question: Callable[[Any], Any], view: "FolderView", then: Any) -> None:
        if not self._is_newest(*asked):
            return
        try:
            answer = question(view)
        except Exception as error:  # noqa: BLE001 - nobody waits for it but this window
            sys.excepthook(type(error), error, error.__traceback__)
            return
        in_window(self, self._hand_on, asked, then, answer)

    def _hand_on(self, asked: tuple[str, int], then: Callable[[Any], None], answer: object) -> None:
        if self._is_newest(*asked):
            then(answer)

    def _is_newest(self, key: str, turn: int) -> bool:
        return self._asked.get(key) == turn
