"""The main window: puts the parts together and hands news from one to the other."""

import base64
from pathlib import Path

from PySide6.QtCore import QByteArray, QMimeData, Qt, QTimer
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from annotator.model.span import Span
from annotator.model.transaction import Change
from annotator.services import state_folders
from annotator.services.desk import Desk
from annotator.services.settings import SettingsStore
from annotator.ui import theme
from annotator.ui.actions import REVIEW, ROWS, TEXT, key_table, make_actions
from annotator.ui.chart_pane import ChartPane
from annotator.ui.colleagues_notice import colleagues_notice
from annotator.ui.describe import describe
from annotator.ui.dialogs.about import show_about
from annotator.ui.dialogs.command_palette import CommandPalette
from annotator.ui.dialogs.document_form import DocumentForm
from annotator.ui.dialogs.findings_view import FindingsView
from annotator.ui.dialogs.key_help import KeyHelp
from annotator.ui.file_commands import FileCommands
from annotator.ui.first_steps import FirstSteps
from annotator.ui.folder_commands import FolderCommands
from annotator.ui.folder_work import FolderWork
from annotator.ui.key_bindings import KeyBindings
from annotator.ui.menus import fill_menus
from annotator.ui.notice_bar import NoticeBar
from annotator.ui.opening import Opening
from annotator.ui.panels.annotation_panel import AnnotationPanel
from annotator.ui.panels.document_panel import DocumentPanel
from annotator.ui.panels.entity_panel import EntityPanel
from annotator.ui.panels.inspector import Inspector
from annotator.ui.panels.start_panel import StartPanel
from annotator.ui.panels.topic_panel import TopicPanel
from annotator.ui.panes import LEFT, RIGHT, Panes
from annotator.ui.preferences.in_use import Preferences
from annotator.ui.review.review_screen import ReviewScreen
from annotator.ui.session_bridge import SessionBridge
from annotator.ui.status_line import StatusLine
from annotator.ui.text.article_view import ArticleView
from annotator.ui.text.find_bar import FindBar
from annotator.ui.text_commands import TextCommands

TITLE = "Annotator"
LAYOUT_VERSION = 1
_NEEDS = {row.name: row.needs for row in ROWS if row.needs}


class MainWindow(QMainWindow):
    """One window, one open document, and the folder it may belong to."""

    def __init__(self, store: SettingsStore) -> None:
        super().__init__()
        self._store = store
        self._home_problem = state_folders.problem()
        self.setWindowTitle(TITLE)
        self.setAcceptDrops(True)
        self.bridge = SessionBridge(self)
        self.view = ArticleView()
        self.notice = NoticeBar()
        self.find_bar = FindBar(self.view)
        self.start = StartPanel()
        self.files = FileCommands(self.bridge, store, self, self.notice.show_notice)
        self.commands = TextCommands(self.bridge, self.view, lambda: self.panes.show("inspector"))
        self.review = ReviewScreen(self.bridge, self.view, self.files, self.notice, self)
        self.setCentralWidget(self._center())
        self.panes = self._make_panes()
        self.folder_commands = FolderCommands(self, self.files, lambda: self.documents.folder)
        self.folder_work = FolderWork(self, self.bridge, self.documents, self.files, self.view)
        self.opening = Opening(self.files, self.documents, self)
        self.preferences = Preferences(self, store, self.view, self.files, self._change_identity)
        self.status_line = StatusLine(self.bridge)
        self.setStatusBar(self.status_line)
        self.actions_by_name = self._make_actions()
        fill_menus(
            self,
            self.actions_by_name,
            self.panes,
            settings=store.settings,
            choose_theme=self.preferences.choose_theme,
            open_path=self.files.open_path,
        )
        self._connect()
        self._restore()
        self._show_session()

    # Opening and closing -----------------------------------------------------------------------------------------

    def open_paths(self, paths: list[Path]) -> None:
        """Open what was named at the start or dropped on the window; the first one named is shown."""
        self.opening.open_paths(paths)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.files.close_document():
            event.ignore()
            return
        settings = self._store.settings
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
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.find_bar)
        layout.addWidget(FirstSteps(self.bridge, self._store.settings))
        layout.addWidget(self.review.opinions)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.start)
        self._stack.addWidget(page)
        outer = QWidget()
        column = QVBoxLayout(outer)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.notice)
        column.addWidget(self._stack, 1)
        return outer

    def _make_panes(self) -> Panes:
        bridge = self.bridge
        self.documents, self.chart, self.inspector = DocumentPanel(), ChartPane(bridge), Inspector(bridge)
        self.annotations, self.entities, self.topics = AnnotationPanel(bridge), EntityPanel(bridge), TopicPanel(bridge)
        self.form = DocumentForm(bridge)
        panes = Panes(self, self.view)
        panes.add("documents", "Documents", self.documents, LEFT)
        panes.add("annotations", "Annotations", self.annotations, LEFT)
        panes.add("entities", "Entities", self.entities, LEFT, tab_behind="annotations")
        panes.add("topics", "Topics", self.topics, LEFT, tab_behind="entities")
        panes.add("document", "Details", self.form, LEFT, tab_behind="topics")
        panes.add("differences", "Differences", self.review.list, LEFT, tab_behind="document")
        panes.add("chart", "Relationship chart", self.chart, RIGHT)
        panes.add("inspector", "Inspector", self.inspector, RIGHT)
        panes["annotations"].raise_()
        self.resizeDocks([panes["documents"], panes["annotations"]], [270, 450], Qt.Orientation.Vertical)
        self.resizeDocks([panes["documents"], panes["chart"]], [300, 400], Qt.Orientation.Horizontal)
        self.resizeDocks([panes["chart"], panes["inspector"]], [430, 370], Qt.Orientation.Vertical)
        return panes

    def _make_actions(self) -> dict[str, QAction]:
        view, files = self.view, self.files
        slots = {
            **self.commands.slots(),
            **self.review.slots(),
            **self.folder_commands.slots(),
            **self.folder_work.slots(),
            "open_article": files.ask_article,
            "open_folder": files.ask_folder,
            "try_sample": files.try_sample,
            "save": files.save,
            "save_elsewhere": files.save_elsewhere,
            "preferences": self.preferences.open,
            "change_identity": self._change_identity,
            "close_document": files.close_document,
            "quit": self.close,
            "undo": lambda: self._step_history(undo=True),
            "redo": lambda: self._step_history(undo=False),
            "find": self.find_bar.open,
            "find_next": self.find_bar.next,
            "find_previous": self.find_bar.previous,
            "palette": lambda: CommandPalette(self.actions_by_name, self).exec(),
            "next_pane": lambda: self.panes.step(1),
            "previous_pane": lambda: self.panes.step(-1),
            "zoom_in": view.zoom_in,
            "zoom_out": view.zoom_out,
            "zoom_reset": view.zoom_reset,
            "keys": lambda: KeyHelp(key_table(self.actions_by_name), self).exec(),
            "guide": self._open_guide,
            "about": lambda: show_about(self),
        }
        holders = {TEXT: view, REVIEW: self.review.list.rows}
        return make_actions(self, holders, slots, KeyBindings(self._store.settings.keys).rebound)

    def _connect(self) -> None:
        bridge, view, files = self.bridge, self.view, self.files
        bridge.session_changed.connect(self._show_session)
        bridge.changed.connect(self._on_change)
        bridge.selection_changed.connect(self._on_selection)
        bridge.lit_changed.connect(self._on_lit)
        self.review.bridge.review_changed.connect(self._show_possible)
        view.describe = lambda identifier: describe(bridge, identifier)
        files.opened.connect(self._on_opened)
        files.saved_text.connect(self.status_line.show_saved)
        files.folder_opened.connect(self._open_folder)
        self.documents.document_chosen.connect(files.open_path)
        self.start.article_wanted.connect(files.ask_article)
        self.start.folder_wanted.connect(files.ask_folder)
        self.start.sample_wanted.connect(files.try_sample)
        self.start.path_chosen.connect(files.open_path)
        for panel in (self.inspector, self.annotations, self.entities, self.topics, self.form, self.chart):
            panel.escape_pressed.connect(view.setFocus)
        self.inspector.offer_accepted.connect(self.commands.accept_offer)
        theme.notifier.changed.connect(view.viewport().update)

    def _restore(self) -> None:
        settings = self._store.settings
        self.resize(1280, 800)
        key_problem = self.preferences.begin(self.actions_by_name)
        self.restoreGeometry(QByteArray(base64.b64decode(settings.geometry)))
        self.restoreState(QByteArray(base64.b64decode(settings.layout)), LAYOUT_VERSION)
        self.review.put_into(self.panes)
        if problem := self._home_problem or self._store.problem or key_problem:
            self.notice.show_notice(problem)

    # Handing on the news -----------------------------------------------------------------------------------------

    def _show_session(self) -> None:
        session = self.bridge.session
        self._stack.setCurrentIndex(1 if session else 0)
        for dock in self.panes:
            dock.widget().setEnabled(session is not None or dock.objectName() == "documents")
        if session:
            self.view.show_document(session.document, session.layer)
            self.view.setFocus()
        else:
            self.start.show_recent(self._store.settings.recent)
        self._show_possible()

    def _on_opened(self, desk: Desk | None) -> None:
        name = desk.document_path.name if desk else ""
        self.setWindowTitle(f"{name} – {TITLE}" if name else TITLE)
        self.setWindowFilePath(str(desk.document_path) if desk else "")
        self.notice.clear()
        if desk is None:
            return
        self.documents.show_annotator(self._store.settings.annotator_id)
        self.documents.show_open(desk.document_path)
        recovered = desk.recovered.steps if desk.recovered and desk.recovered.fits else 0
        if desk.session.read_only and not desk.unchecked:
            self.notice.show_notice(desk.session.read_only, [("Save elsewhere…", self.files.save_elsewhere)])
        elif desk.findings:
            count = len(desk.findings)
            what = (
                f"{count} thing{'s' if count > 1 else ''} in the annotation file need{'' if count > 1 else 's'} a look."
            )
            self.notice.show_notice(what, [("Show", lambda: FindingsView(desk.findings, self.bridge, self).exec())])
        elif recovered:
            self.notice.show_notice(
                f"Annotator ended without saving; {recovered} steps were recovered and can be undone."
            )
        elif self._home_problem:
            self.notice.show_notice(self._home_problem)
        elif said := colleagues_notice(desk, self.files, blind=self.bridge.codebook.blind):
            self.notice.show_notice(*said)

    def _open_folder(self, folder: Path) -> None:
        self.panes.show("documents")
        self.documents.show_annotator(self._store.settings.annotator_id)
        self.documents.open_folder(folder)

    def _on_change(self, change: Change) -> None:
        self.view.layer_changed(change)
        self._show_possible()

    def _on_selection(self) -> None:
        annotation = self.bridge.annotation
        self.view.set_selected(self.bridge.selected)
        if annotation and annotation.fragments and not self.view.hasFocus():
            self.view.reveal(Span(annotation.start, annotation.end))
        self._show_possible()

    def _on_lit(self) -> None:
        self.view.set_lit(self.bridge.lit)
        session = self.bridge.session
        lit = (
            [session.layer.annotations[i] for i in self.bridge.lit if i in session.layer.annotations] if session else []
        )
        placed = [annotation for annotation in lit if annotation.fragments]
        if placed and not self.view.hasFocus():
            first = min(placed, key=lambda annotation: annotation.place)
            self.view.reveal(Span(*first.fragments[0]))

    def _show_possible(self) -> None:
        session = self.bridge.session
        met = {
            "document": session is not None,
            "annotation": session is not None and self.bridge.selected is not None,
            "review": self.review.bridge.review is not None,
        }
        for name, needs in _NEEDS.items():
            possible = met[needs]
            self.actions_by_name[name].setEnabled(possible)
        history = session.history if session else None
        undo, redo = self.actions_by_name["undo"], self.actions_by_name["redo"]
        undo.setText(f"&Undo {history.undo_label}" if history and history.undo_label else "&Undo")
        redo.setText(f"&Redo {history.redo_label}" if history and history.redo_label else "&Redo")
        undo.setEnabled(bool(history and history.undo_label))
        redo.setEnabled(bool(history and history.redo_label))

    def _step_history(self, *, undo: bool) -> None:
        session = self.bridge.session
        if session is None:
            return
        change = session.undo() if undo else session.redo()
        if change:
            self.bridge.message.emit(f"{'Undone' if undo else 'Done again'}: {change.label}")

    def _open_guide(self) -> None:
        from annotator.ui.dialogs.guide import open_guide

        open_guide(self)

    def _change_identity(self) -> None:
        path = self.files.desk.document_path if self.files.desk else None
        if self.files.ask_annotator() and path:
            self.files.open_path(path)


def _paths(mime: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
