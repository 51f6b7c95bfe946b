"""The place of the chart: empty until the window has been painted, since it takes its time to load."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from annotator.model.transaction import Change
from annotator.ui.session_bridge import SessionBridge

if TYPE_CHECKING:
    from annotator.ui.chart.chart_panel import ChartPanel

LOAD_DELAY_MILLISECONDS = 50


class ChartPane(QWidget):
    """Makes the chart panel when there is something to show, and keeps it and the session in step."""

    escape_pressed = Signal()
    menu_wanted = Signal(object, QPoint)
    """A menu is wanted on a node or an edge, by its key, or on the chart (None); and where on the screen."""
    evidence_picked = Signal(str, tuple)
    """What something in the chart is called, and the annotations that it rests on."""
    folder_asked = Signal()
    """The chart of the whole folder is wanted."""
    evidence_entered = Signal()
    """The same was picked once more."""

    def __init__(self, bridge: SessionBridge) -> None:
        super().__init__()
        self._bridge = bridge
        self.panel: ChartPanel | None = None
        self._key: object = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._timer = QTimer(self, singleShot=True, interval=LOAD_DELAY_MILLISECONDS)
        self._timer.timeout.connect(self.load)
        bridge.session_changed.connect(self._show_session)
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
            self.panel.folder_asked.connect(self.folder_asked)
        self._show_session()

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
            if session:
                self._timer.start()
            return
        self.panel.show_session(session)
        self._light()

    def _on_change(self, change: Change) -> None:
        if self.panel:
            self.panel.layer_changed(change)

    def _light(self) -> None:
        if self.panel:
            selected = frozenset((self._bridge.selected,)) if self._bridge.selected else frozenset()
            self.panel.set_lit_annotations(self._bridge.lit or selected)

    def _picked(self, key: object, annotation_ids: tuple[str, ...]) -> None:
        assert self.panel
        if key is not None and key == self._key and self._bridge.lit:
            self.evidence_entered.emit()
            return
        self._key = key
        self.evidence_picked.emit(self.panel.describe(key).replace("\n", ": "), annotation_ids)
