"""The room that the passages of the folder have: the whole middle of the window, and back to the article."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QDockWidget, QMainWindow, QStackedWidget

from annotator.ui.session_bridge import SessionBridge
from annotator.ui.toolkit.panes import Panes

if TYPE_CHECKING:
    from annotator.ui.files.passage_commands import PassageCommands
    from annotator.ui.passages.passages_page import PassagesPage


class PassagesRoom(QObject):
    """Shows the page of passages in the place of article and panes; it is made when it is first asked for."""

    entering = Signal()
    """The passages are about to be shown."""
    menu_wanted = Signal(QPoint)
    """A menu is wanted on the selected passages."""

    def __init__(
        self,
        window: QMainWindow,
        panes: Panes,
        stack: QStackedWidget,
        bridge: SessionBridge,
        *,
        leave: Callable[[], object],
    ) -> None:
        super().__init__(window)
        self._panes, self._stack, self._bridge = panes, stack, bridge
        self._show_article = leave
        self.make_commands: Callable[[PassagesPage], PassageCommands] | None = None
        self.page: PassagesPage | None = None
        self.commands: PassageCommands | None = None
        self._before: list[QDockWidget] | None = None
        bridge.session_changed.connect(self._stay)

    @property
    def is_shown(self) -> bool:
        """Whether the passages are shown."""
        return self._before is not None

    def toggle(self) -> None:
        """Show the passages, or the article again."""
        if not self.leave():
            self._enter()

    def leave(self) -> bool:
        """Give article and panes their places again; tells whether the passages had them."""
        if self._before is None:
            return False
        before, self._before = self._before, None
        self._panes.give_back(before)
        self._show_article()
        return True

    def find(self) -> bool:
        """Go to the field that words are typed into; tells whether the passages are shown."""
        if self.is_shown and self.page:
            self.page.bar.words.setFocus()
            self.page.bar.words.selectAll()
        return self.is_shown

    def recode(self) -> None:
        """Recode what is selected, where the passages are shown."""
        if self.is_shown and self.commands:
            self.commands.recode()
        else:
            self._bridge.message.emit("Open the passages of the folder first (F7), and select some.")

    def _enter(self) -> None:
        self.entering.emit()
        page = self.page or self._make()
        self._before = self._panes.make_room()
        self._stack.setCurrentWidget(page)
        page.rows.setFocus()

    def _make(self) -> "PassagesPage":
        from annotator.ui.passages.passages_page import PassagesPage

        page = self.page = PassagesPage(self._bridge.folder)
        if self.make_commands:
            self.commands = self.make_commands(page)
        self._stack.addWidget(page)
        for stop in (page.bar, page.rows, page.counts.rows, page.cross.cells, page.context):
            self._panes.visit_in_middle(stop)
        page.escape_pressed.connect(self.leave)
        page.menu_wanted.connect(self.menu_wanted)
        return page

    def _stay(self) -> None:
        """Stay in front where another document comes behind it."""
        if self.is_shown and self.page:
            self._stack.setCurrentWidget(self.page)
