"""The place of the chart: empty until the window has been painted, since it takes its time to load."""

import sys
from collections.abc import Iterable
from concurrent.futures import Future
from importlib import import_module
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from annotator.model.transaction import Change
from annotator.ui.panels.document_panel import DocumentPanel
from annotator.ui.panels.passage_list import Proof
from annotator.ui.session_bridge import SessionBridge
from annotator.ui.toolkit.in_window import in_window
from annotator.ui.toolkit.one_thread import OneThread

if TYPE_CHECKING:
    from annotator.ui.chart.chart_panel import ChartPanel
    from annotator.ui.chart.highlight import Key

LOAD_DELAY_MILLISECONDS = 50
_LAYOUT: Final = (
    "annotator.services.charting.composing",
    "annotator.services.charting.chart_filters",
    "annotator.services.charting.importance",
    "annotator.model.networks.growing_graph",
)
"""What a chart is worked out by, loaded beside the window."""
_DRAWING: Final = ("marks", "chart_ink", "composer", "chart_key", "glide", "chart_view", "wide_graph", "chart_panel")
"""Modules that make kinds of Qt's, in the window's thread: one in each turn, or a key would wait for all."""


class ChartPane(QWidget):
    """Makes the chart panel when there is something to show, and keeps it and the session in step."""

    escape_pressed = Signal()
    menu_wanted = Signal(object, QPoint)
    """A menu is wanted on a node or an edge, by its key, or on the chart (None); and where on the screen."""
    evidence_picked = Signal(str, tuple)
    """What something in the chart is called, and the annotations that it rests on."""
    networks_asked = Signal()
    """All that can be asked of the folder's networks is wanted."""
    proofs_found = Signal(str, list, int)
    """What something in the chart of many documents is called, its first passages, and how many it has."""
    scope_changed = Signal()
    evidence_entered = Signal()
    """The same was picked once more."""

    def __init__(self, bridge: SessionBridge, documents: DocumentPanel) -> None:
        super().__init__()
        self._bridge, self._documents = bridge, documents
        self.panel: ChartPanel | None = None
        self._key: object = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._timer = QTimer(self, singleShot=True, interval=LOAD_DELAY_MILLISECONDS)
        self._timer.timeout.connect(self._load_ahead)
        self._loader = OneThread("chart-modules")
        bridge.session_changed.connect(self._show_session)
        bridge.folder.opened.connect(self._begin_folder)
        bridge.changed.connect(self._on_change)
        bridge.selection_changed.connect(self._light)
        bridge.lit_changed.connect(self._light)

    def load(self) -> None:
        """Make the chart now, if it is not there."""
        if self.panel is None:
            from annotator.ui.chart.chart_panel import ChartPanel

            self.panel = ChartPanel()
            self._column.addWidget(self.panel)
            self.setFocusProxy(self.panel)
            self.panel.evidence_picked.connect(self._picked)
            self.panel.escape_pressed.connect(self.escape_pressed)
            self.panel.menu_wanted.connect(self.menu_wanted)
            self.panel.scopes.networks_asked.connect(self.networks_asked)
            self._follow_folder(self.panel)
        self._show_session()

    def _load_ahead(self) -> None:
        """Have what lays a chart out loaded beside the window, which is half of what its first picture waits for."""
        if all(name in sys.modules for name in _LAYOUT):
            self._load_next()
        else:
            self._loader.submit(_load, _LAYOUT).add_done_callback(self._tell_loaded)

    def _tell_loaded(self, _done: "Future[None]") -> None:
        in_window(self, self._load_next)

    def _load_next(self) -> None:
        """Load one more of what draws a chart; when all is there, make the chart."""
        names = (f"annotator.ui.chart.{name}" for name in _DRAWING)
        if self.panel is not None or (name := next((name for name in names if name not in sys.modules), None)) is None:
            self.load()
        else:
            import_module(name)
            QTimer.singleShot(0, self, self._load_next)

    def next_scope(self) -> None:
        """Show the chart of the documents listed, of the folder, or of the open document again."""
        self.load()
        assert self.panel
        self.panel.scopes.next_scope()
        self._bridge.message.emit(f"The chart is of {self.panel.scopes.words}.")

    def _follow_folder(self, panel: "ChartPanel") -> None:
        panel.wide.use(self._bridge.folder, lambda: self._documents.shown_paths)
        panel.proofs_asked.connect(self._look_up)
        panel.scope_changed.connect(self._on_scope)
        self._documents.listed.connect(lambda _listing: panel.wide.follow())
        self._documents.filter_line.narrowed.connect(lambda _words: panel.wide.follow())
        self._documents.shown.chosen.connect(panel.wide.follow)

    def _on_scope(self) -> None:
        self._key = None
        self._bridge.light(frozenset())
        self.scope_changed.emit()
        self._light()

    def _look_up(self, key: "Key") -> None:
        """Look up what something in the chart of many documents rests on; a second time leads into its list."""
        panel, index = self.panel, self._bridge.folder.index
        if panel is None or panel.wide.chart is None or index is None:
            return
        if key == self._key:
            self.evidence_entered.emit()
            return
        from annotator.ui.networks.evidence_list import first_proofs

        chart, reader, title = panel.wide.chart, index.reader(), panel.describe(key).replace("\n", ": ")
        self._key = key
        self._bridge.light(frozenset())

        def show(found: "tuple[list[Proof], int]") -> None:
            if self._key == key:
                self.proofs_found.emit(title, *found)

        self._bridge.folder.ask("proofs", lambda _view: first_proofs(chart.proofs(key), chart.view, reader), show)

    def find_name(self) -> bool:
        """Find a name in the chart if the keys are there; tell whether they are."""
        focused = QApplication.focusWidget()
        if self.panel is None or focused is None or not self.isAncestorOf(focused):
            return False
        self.panel.find_name()
        return True

    def _show_session(self) -> None:
        session = self._bridge.session
        if self.panel is None:
            if session or self._bridge.folder.index:
                self._timer.start()
            return
        self.panel.show_session(session)
        self._light()

    def _begin_folder(self) -> None:
        if self.panel is None:
            self._show_session()

    def _on_change(self, change: Change) -> None:
        if self.panel:
            self.panel.layer_changed(change)

    def _light(self) -> None:
        if self.panel:
            selected = frozenset((self._bridge.selected,)) if self._bridge.selected else frozenset()
            lit = self._bridge.lit or selected
            self.panel.set_lit_annotations(lit)
            if (session := self._bridge.session) and (lit or self._key is None):
                self.panel.wide.light(session.sidecar, lit)

    def _picked(self, key: object, annotation_ids: tuple[str, ...]) -> None:
        assert self.panel
        if key is not None and key == self._key and self._bridge.lit:
            self.evidence_entered.emit()
            return
        self._key = key
        self.evidence_picked.emit(self.panel.describe(key).replace("\n", ": "), annotation_ids)


def _load(names: Iterable[str]) -> None:
    for name in names:
        import_module(name)
