"""The main window: a frame around the article, painted before anything else is loaded, and furnished right after."""

import base64
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QMimeData, QSize, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QPaintEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from annotator.services.keeping.open_document import Opened
from annotator.services.user.settings import SettingsStore
from annotator.ui.text.article_view import ArticleView
from annotator.ui.text.reading import Reading
from annotator.ui.toolkit.panes import Panes

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from annotator.ui.dialogs.document_form import DocumentForm
    from annotator.ui.files.file_commands import FileCommands
    from annotator.ui.files.folder_commands import FolderCommands
    from annotator.ui.files.folder_work import FolderWork
    from annotator.ui.files.opening import Opening
    from annotator.ui.files.reading_bar import ReadingBar
    from annotator.ui.panels.annotation_panel import AnnotationPanel
    from annotator.ui.panels.document_panel import DocumentPanel
    from annotator.ui.panels.entity_panel import EntityPanel
    from annotator.ui.panels.inspector import Inspector
    from annotator.ui.panels.start_panel import StartPanel
    from annotator.ui.panels.topic_panel import TopicPanel
    from annotator.ui.preferences.in_use import Preferences
    from annotator.ui.review.review_screen import ReviewScreen
    from annotator.ui.session_bridge import SessionBridge
    from annotator.ui.text.find_bar import FindBar
    from annotator.ui.toolkit.notice_bar import NoticeBar
    from annotator.ui.window.chart_pane import ChartPane
    from annotator.ui.window.status_line import StatusLine
    from annotator.ui.window.text_commands import TextCommands
    from annotator.ui.window.window_news import WindowNews

TITLE = "Annotator"
LAYOUT_VERSION = 1
MENUS = ("File", "Edit", "Annotate", "Roles", "Review", "View", "Help")


class MainWindow(QMainWindow):
    """One window, one open document, and the folder it may belong to.

    The window as it is made is a frame: the article's view, panes and menus that are still empty. ``furnish`` makes the
    parts that fill them; where ``at_once`` is False, that waits until the frame has been painted.
    """

    furnished = Signal()

    bridge: "SessionBridge"
    notice: "NoticeBar"
    find_bar: "FindBar"
    files: "FileCommands"
    commands: "TextCommands"
    review: "ReviewScreen"
    documents: "DocumentPanel"
    chart: "ChartPane"
    inspector: "Inspector"
    annotations: "AnnotationPanel"
    entities: "EntityPanel"
    topics: "TopicPanel"
    form: "DocumentForm"
    folder_commands: "FolderCommands"
    folder_work: "FolderWork"
    opening: "Opening"
    preferences: "Preferences"
    reading_bar: "ReadingBar"
    status_line: "StatusLine"
    actions_by_name: "dict[str, QAction]"
    news: "WindowNews"

    def __init__(self, store: SettingsStore, *, at_once: bool = True) -> None:
        super().__init__()
        self.store = store
        self.is_furnished = False
        self.view = ArticleView()
        self.view.set_reading(Reading.of(store.settings))
        self.setWindowTitle(TITLE)
        self.setCentralWidget(self._center())
        self.panes = Panes(self, self.view)
        self.menus = {name: self.menuBar().addMenu(f"&{name}") for name in MENUS}
        self.statusBar().setSizeGripEnabled(False)
        self._restore()
        if at_once:
            self.show_start()
            self.furnish()

    @cached_property
    def start(self) -> "StartPanel":
        """What one can begin with; most starts show an article and never need it."""
        from annotator.ui.panels.start_panel import StartPanel

        start = StartPanel()
        self.stack.addWidget(start)
        return start

    def show_first(self, opened: Opened) -> None:
        """Show an article in the frame; what is to be done with it waits until the window is furnished."""
        self.name_document(opened.document_path)
        self.view.show_document(opened.document, opened.layer)
        self.view.setFocus()

    def furnish(self) -> None:
        """Make all that stands around the article, once."""
        if not self.is_furnished:
            from annotator.ui.window.window_parts import furnish

            self.is_furnished = True
            furnish(self)
            self.furnished.emit()

    def open_paths(self, paths: list[Path]) -> None:
        """Open what was named at the start or dropped on the window; the first one named is shown."""
        self.opening.open_paths(paths)

    def show_page(self) -> None:
        """Put the article into the window's middle."""
        self.stack.setCurrentIndex(0)

    def show_start(self) -> None:
        """Put into the window's middle what one can begin with."""
        self.start.show_recent(self.store.settings.recent)
        self.stack.setCurrentWidget(self.start)

    def name_document(self, path: Path | None) -> None:
        """Say in the title which document is open."""
        self.setWindowTitle(f"{path.name} – {TITLE}" if path else TITLE)
        self.setWindowFilePath(str(path or ""))

    # Qt's overrides ----------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.is_furnished:
            # Heard before the next key or click, and after all of the frame has been painted.
            QTimer.singleShot(0, self.furnish)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.is_furnished:
            return
        if not self.files.close_document():
            event.ignore()
            return
        self.files.reader.stop()
        settings = self.store.settings
        settings.geometry = base64.b64encode(self.saveGeometry().data()).decode()
        settings.layout = base64.b64encode(self.saveState(LAYOUT_VERSION).data()).decode()
        self.files.write_settings()
        event.accept()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        paths = _paths(event.mimeData())
        # The drop is answered first, so that the program it came from does not wait for our questions.
        QTimer.singleShot(0, lambda: self.open_paths(paths))

    # Putting together --------------------------------------------------------------------------------------------

    def _center(self) -> QWidget:
        page = QWidget()
        self.page = _column(page)
        self.page.addWidget(self.view, 1)
        self.stack = QStackedWidget()
        self.stack.addWidget(page)
        middle = QWidget()
        self.middle = _column(middle)
        self.middle.addWidget(self.stack, 1)
        return middle

    def _restore(self) -> None:
        settings = self.store.settings
        # The title and the frame, which the window manager adds, need some room of the screen too.
        self.resize(QSize(1280, 800).boundedTo(self.screen().availableSize() - QSize(8, 40)))
        self.restoreGeometry(QByteArray(base64.b64decode(settings.geometry)))
        self.restoreState(QByteArray(base64.b64decode(settings.layout)), LAYOUT_VERSION)
        self.panes["differences"].hide()


def _column(widget: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return column


def _paths(mime: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
