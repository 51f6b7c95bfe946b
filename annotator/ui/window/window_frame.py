"""The frame of the main window around the article: painted before anything else is loaded."""

import base64
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QMainWindow, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from annotator.services.keeping.open_document import Opened
from annotator.services.user.settings import SettingsStore
from annotator.ui.text.article_view import ArticleView
from annotator.ui.text.reading import Reading
from annotator.ui.toolkit.panes import Panes
from annotator.ui.toolkit.screen_room import open_with
from annotator.ui.window.tool_bar import WindowToolBar

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from annotator.ui.dialogs.document_form import DocumentForm
    from annotator.ui.files.codebook_commands import CodebookCommands
    from annotator.ui.files.file_commands import FileCommands
    from annotator.ui.files.folder_commands import FolderCommands
    from annotator.ui.files.folder_steps import FolderSteps
    from annotator.ui.files.folder_work import FolderWork
    from annotator.ui.files.opening import Opening
    from annotator.ui.files.reading_bar import ReadingBar
    from annotator.ui.panels.annotation_panel import AnnotationPanel
    from annotator.ui.panels.document_panel import DocumentPanel
    from annotator.ui.panels.entity_panel import EntityPanel
    from annotator.ui.panels.evidence_panel import EvidencePanel
    from annotator.ui.panels.inspector import Inspector
    from annotator.ui.panels.start_panel import StartPanel
    from annotator.ui.panels.topic_panel import TopicPanel
    from annotator.ui.preferences.in_use import Preferences
    from annotator.ui.review.review_screen import ReviewScreen
    from annotator.ui.session_bridge import SessionBridge
    from annotator.ui.text.find_bar import FindBar
    from annotator.ui.toolkit.notice_bar import NoticeBar
    from annotator.ui.window.chart_pane import ChartPane
    from annotator.ui.window.chart_room import ChartRoom
    from annotator.ui.window.network_room import NetworkRoom
    from annotator.ui.window.passages_room import PassagesRoom
    from annotator.ui.window.same_commands import SameCommands
    from annotator.ui.window.status_line import StatusLine
    from annotator.ui.window.suggesting import Suggesting
    from annotator.ui.window.text_commands import TextCommands

TITLE = "Annotator"
LAYOUT_VERSION = 2
LEAST_MIDDLE = 240
"""Pixels of width below which the article never gets."""
MENUS: Final = {
    "File": "&File",
    "Edit": "&Edit",
    "Annotate": "&Annotate",
    "Roles": "Ro&les",
    "Review": "&Review",
    "View": "&View",
    "Help": "&Help",
}
"""How the menus of the window are written, by name; each with a letter of its own."""


class WindowFrame(QMainWindow):
    """The article's view, panes and menus that are still empty, and the layout that was kept.

    What fills them is declared here, for all who work with a whole window; ``window_parts`` makes it.
    """

    bridge: "SessionBridge"
    notice: "NoticeBar"
    find_bar: "FindBar"
    files: "FileCommands"
    commands: "TextCommands"
    review: "ReviewScreen"
    documents: "DocumentPanel"
    chart: "ChartPane"
    chart_room: "ChartRoom"
    passages_room: "PassagesRoom"
    network_room: "NetworkRoom"
    evidence: "EvidencePanel"
    inspector: "Inspector"
    annotations: "AnnotationPanel"
    entities: "EntityPanel"
    topics: "TopicPanel"
    form: "DocumentForm"
    codebook_commands: "CodebookCommands"
    folder_commands: "FolderCommands"
    same: "SameCommands"
    folder_steps: "FolderSteps"
    folder_work: "FolderWork"
    opening: "Opening"
    preferences: "Preferences"
    reading_bar: "ReadingBar"
    status_line: "StatusLine"
    suggesting: "Suggesting"
    actions_by_name: "dict[str, QAction]"

    def __init__(self, store: SettingsStore) -> None:
        super().__init__()
        self.store = store
        self.view = ArticleView()
        self.view.set_reading(Reading.of(store.settings))
        self.setWindowTitle(TITLE)
        self.setCentralWidget(self._center())
        self.tool_bar = WindowToolBar()
        self.addToolBar(self.tool_bar)
        self.panes = Panes(self, self.view)
        self.menus = {name: self.menuBar().addMenu(text) for name, text in MENUS.items()}
        self.statusBar().setSizeGripEnabled(False)
        self._restore()

    @cached_property
    def start(self) -> "StartPanel":
        """What one can begin with; most starts show an article and never need it."""
        from annotator.ui.panels.start_panel import StartPanel

        start = StartPanel()
        # Behind an article it does not hold that wider than it wants to be.
        start.setMinimumWidth(LEAST_MIDDLE)
        self.stack.addWidget(start)
        return start

    def show_first(self, opened: Opened) -> None:
        """Show an article in the frame; what is to be done with it waits until the window is complete."""
        self.name_document(opened.document_path)
        self.view.show_document(opened.document, opened.layer)
        self.view.setFocus()

    def show_page(self) -> None:
        """Put the article into the window's middle."""
        self.stack.setCurrentIndex(0)

    def show_beside(self, page: QWidget) -> None:
        """Put another page into the window's middle, in the article's place, and give it the keys."""
        if self.stack.indexOf(page) < 0:
            page.setMinimumWidth(LEAST_MIDDLE)
            self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)
        page.setFocus()

    def show_start(self) -> None:
        """Put into the window's middle what one can begin with."""
        self.start.show_recent(self.store.settings.recent)
        self.stack.setCurrentWidget(self.start)
        self.start.setFocus()

    def name_document(self, path: Path | None) -> None:
        """Say in the title which document is open."""
        self.setWindowTitle(f"{path.name} – {TITLE}" if path else TITLE)
        self.setWindowFilePath(str(path or ""))

    # Putting together --------------------------------------------------------------------------------------------

    def _center(self) -> QWidget:
        page = QWidget()
        self.page = _column(page)
        self.reading = QSplitter(Qt.Orientation.Vertical)
        self.reading.setChildrenCollapsible(False)
        self.reading.addWidget(self.view)
        self.page.addWidget(self.reading, 1)
        self.stack = QStackedWidget()
        self.stack.addWidget(page)
        middle = QWidget()
        self.middle = _column(middle)
        self.middle.addWidget(self.stack, 1)
        return middle

    def _restore(self) -> None:
        settings = self.store.settings
        open_with(self, 1280, 800)
        self.restoreGeometry(QByteArray(base64.b64decode(settings.geometry)))
        self.restoreState(QByteArray(base64.b64decode(settings.layout)), LAYOUT_VERSION)
        self.panes.shares.restore(settings.pane_shares)
        self.panes["differences"].hide()


def _column(widget: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return column
