"""Networks in the window's middle: what is asked beside it, chart or matrix, its time, and what it rests on."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPalette, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from annotator.model.networks.relation_graph import EdgeKey, NodeKey, RelationGraph
from annotator.services.charting.importance import ORDERS, PartOfGraph, evidence_in, proofs_of
from annotator.services.charting.picture import ChartPicture
from annotator.services.exporting.chart_order import DIRECT
from annotator.services.exporting.folder_charts import Charted, is_for_index
from annotator.ui.chart.accessible_chart import install as install_accessible_charts
from annotator.ui.chart.chart_key import key_names
from annotator.ui.chart.chart_legend import ChartLegend
from annotator.ui.chart.chart_panel import Shown
from annotator.ui.chart.chart_view import ChartView
from annotator.ui.chart.composer import Composer
from annotator.ui.chart.describing import described
from annotator.ui.chart.wide_graph import DOCUMENT, FOLDER
from annotator.ui.networks.asking import Look, NetworkAsker, Place, Seen, places_of
from annotator.ui.networks.evidence_list import proofs, proofs_in_index
from annotator.ui.networks.matrix_view import MatrixView
from annotator.ui.networks.settings_pane import SettingsPane
from annotator.ui.networks.time_bar import TimeBar
from annotator.ui.panels.passage_list import MOST, FolderEvidence, Proof
from annotator.ui.session_bridge import SessionBridge
from annotator.ui.toolkit.panel_parts import Choice
from annotator.ui.toolkit.safe_text import PlainLabel
from annotator.ui.toolkit.tool_button import tool_button
from annotator.ui.toolkit.words_on_screen import counted

CHART, MATRIX = 0, 1
FRAME_MILLISECONDS = 16
_SETTINGS_WIDTH: Final = 290
_ORDER_WORDS: Final[dict[str | None, str]] = {one: f"by {one}" for one in ORDERS}


class NetworkPage(QWidget):
    """Follows the session and the folder while it is shown; ``left`` comes when the article is wanted again."""

    left = Signal()
    proof_opened = Signal(object)
    save_asked = Signal()
    picture_asked = Signal()
    apart_asked = Signal()

    def __init__(self, bridge: SessionBridge, listed: Callable[[], Sequence[Path]]) -> None:
        super().__init__()
        install_accessible_charts()
        self.setAccessibleName("Networks")
        self._bridge, self._listed = bridge, listed
        self.settings, self.time, self.evidence = SettingsPane(), TimeBar(), FolderEvidence()
        self.view, self.matrix, self.legend = ChartView(), MatrixView(), ChartLegend()
        self.asker, self.composer = NetworkAsker(self), Composer(self)
        self.charted: Charted | None = None
        self.places: list[Place] = []
        self.graph = RelationGraph({}, {})
        self.shown = PartOfGraph(self.graph, 0, 0)
        self._near: NodeKey | None = None
        self._rests: tuple[object, ...] = ()
        """The nodes or edges whose evidence is listed."""
        self._place = 0
        self._frame = QTimer(self, singleShot=True, interval=FRAME_MILLISECONDS)
        self._frame.timeout.connect(self.ask)
        self._resized = QTimer(self, singleShot=True, interval=60)
        self._resized.timeout.connect(self._compose)
        self._put_together()
        self._connect()
        self.setFocusProxy(self.view)

    # Asking ----------------------------------------------------------------------------------------------------------

    def ask(self) -> None:
        """Ask for the network anew, of what is open and of what lies in the folder now."""
        self._frame.stop()
        order = self.settings.order()
        if problem := order.problem():
            self.said.setText(problem)
            return
        index = self._bridge.folder.index
        if self.settings.scope.value == FOLDER and index is not None and is_for_index(order):
            self.places = []
            self.asker.ask_index(order, index.view(), self.look())
            return
        self.places = self.files()
        if not self.places:
            self._show_nothing()
            return
        self.asker.ask(order, self.places, self.look())
        if self.asker.is_busy:
            self.said.setText(f"{counted(len(self.places), 'file')} …")

    def show_relations(self) -> None:
        """Show the relations of the folder, as the chart of a document shows that one's."""
        self.settings.scope.show_value(FOLDER)
        self.settings.network.show_value(DIRECT)
        self.settings.network.chosen.emit()

    def files(self) -> list[Place]:
        """Give the files that count now, as they are."""
        return places_of(self.settings.scope.value or DOCUMENT, self._bridge, self._listed)

    @property
    def is_still(self) -> bool:
        """Whether what is shown is the newest answer, composed."""
        return not (self._frame.isActive() or self.asker.is_busy or self.composer.waiting or self._resized.isActive())

    def as_shown(self) -> Shown:
        """Give the chart that is shown, to be made a picture."""
        size = (self.view.width(), self.view.height() + self.legend.height())
        return Shown(self.composer.graph, self.composer.held, size)

    @property
    def shows_matrix(self) -> bool:
        """Whether the network is shown as a matrix."""
        return self.middle.currentIndex() == MATRIX

    @property
    def caption(self) -> str:
        """What stands below a picture of what is shown."""
        window = self.time.label.text() if self.charted and self.charted.order.window else ""
        return " ".join(filter(None, (self.settings.network.currentText(), window))).capitalize()

    def follow(self) -> None:
        """Ask anew with the next frame, if anybody looks."""
        if self.isVisible() and not self._frame.isActive():
            self._frame.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._frame.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._step_back()
        elif event.key() == Qt.Key.Key_Space and self.time.isVisible():
            self.time.toggle()
        else:
            super().keyPressEvent(event)

    # Showing ---------------------------------------------------------------------------------------------------------

    def look(self) -> Look:
        """Give how much is to be shown, and how."""
        settings = self.settings
        order = (self.order.value or ORDERS[0]) if self.shows_matrix else ""
        return Look(self.time.place, settings.most, settings.least, self._near, order)

    def _on_moved(self, place: int) -> None:
        self._place = place if not self.asker.is_busy else -1
        self._look_again()

    def _look_again(self) -> None:
        if self.charted is not None:
            self.asker.look(self.charted, self.look())

    def _show(self, found: Seen) -> None:
        """Show an answer: as a chart, or as a matrix."""
        if found.charted is not self.charted:
            self._show_time(found.charted)
        self.charted, self.graph, self.shown = found.charted, found.graph, found.shown
        if self._near not in self.graph.nodes:
            self._near = None
        if not any(key in self.graph.nodes or key in self.graph.edges for key in self._rests):
            self._rests = ()
            self.evidence.show_proofs("", [], 0)
        self._say()
        if found.table is not None:
            self.matrix.show_table(found.table, found.graph)
        else:
            self.legend.show_names(key_names(self.shown.graph))
            self._compose()
        if (found.table is not None) != self.shows_matrix or self._place != self.time.place:
            self._place = self.time.place
            self._look_again()

    def _show_time(self, charted: Charted) -> None:
        windows = charted.series.windows if charted.series else None
        self.time.show_windows(len(windows or ()), lambda at: windows.day(at).isoformat() if windows else "")
        self._place = self.time.place

    def _compose(self) -> None:
        self._resized.stop()
        if self.view.width() > 1 and not self.shows_matrix:
            size = (float(self.view.width()), float(self.view.height()))
            self.composer.compose(self.shown.graph, size, may_be_other=True)

    def _show_picture(self, picture: ChartPicture) -> None:
        self.view.show_picture(picture)

    def _show_nothing(self) -> None:
        self.charted, self.graph = None, RelationGraph({}, {})
        self.shown = PartOfGraph(self.graph, 0, 0)
        self.time.show_windows(0, str)
        self._compose()
        self.said.setText("No annotations count here: open an article or a folder.")

    def _say(self) -> None:
        """Say how large the network is, what is not shown of it, and what was not counted and why."""
        charted = self.charted
        if charted is None:
            return
        built, shown = charted.built, self.shown
        parts = [counted(charted.count, "statement")] if charted.count is not None else []
        parts += [counted(len(self.graph.nodes), "node"), counted(len(self.graph.edges), "edge")]
        # The index has names joined from the start, and does not count how often.
        is_counted = charted.view is None or charted.count is not None
        joined = f"; {built.joined:,} joined by name" if is_counted else ""
        said = [f"{', '.join(parts)}{joined}."]
        if shown.nodes_left or shown.edges_left:
            said.append(f"Not shown: {counted(shown.nodes_left, 'node')}, {counted(shown.edges_left, 'edge')}.")
        if built.left_out:
            left = ", ".join(f"{count:,} {reason}" for reason, count in sorted(built.left_out.items()))
            said.append(f"Not counted: {left}.")
        if charted.order.backbone is not None:
            said.append(f"{built.thinned:,} edges are not of the backbone.")
        if built.communities:
            said.append(f"{built.communities.sentence}.")
        said += self._not_read()
        self.said.setText(" ".join(said))

    def _not_read(self) -> list[str]:
        built = self.charted.built if self.charted else None
        said = [f"{counted(len(built.failed), 'file')} with problems."] if built and built.failed else []
        index = self._bridge.folder.index
        if index is not None and self.settings.scope.value != DOCUMENT and (standing := index.standing().sentence):
            said.append(standing)
        return said

    # What it rests on ------------------------------------------------------------------------------------------------

    def _pick(self, key: object) -> None:
        self._rests = (key,)
        self._show_evidence(described(self.graph, key).replace("\n", ": "), proofs_of(self.graph, key))

    def _pick_cell(self, title: str, keys: tuple[EdgeKey, ...]) -> None:
        self._rests = keys
        self._show_evidence(title, evidence_in(self.graph, keys))

    def _show_evidence(self, title: str, evidence: tuple[str, ...]) -> None:
        count, first, places = len(evidence), evidence[:MOST], list(self.places)
        index, view = self._bridge.folder.index, self.charted.view if self.charted else None

        rests = self._rests

        def then(found: list[Proof]) -> None:
            if rests == self._rests:
                self.evidence.show_proofs(title, found, count)

        if view is not None and index is not None:
            reader, seen_in = index.reader(), view
            self.asker.do(lambda: proofs_in_index(first, seen_in, reader), then)
        else:
            self.asker.do(lambda: proofs(first, places), then)

    def _open_node(self, key: NodeKey) -> None:
        self._near = None if self._near == key else key
        self._look_again()

    def _step_back(self) -> None:
        """Show all again where one node's neighbours are shown alone, else leave."""
        if self._near is not None:
            self._near = None
            self._look_again()
        else:
            self.left.emit()

    # Putting together ------------------------------------------------------------------------------------------------

    def _put_together(self) -> None:
        self.said = PlainLabel()
        self.said.setWordWrap(True)
        self.said.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.said.setAccessibleName("Numbers of the network")
        self.middle = QStackedWidget()
        chart = QWidget()
        of_chart = QVBoxLayout(chart)
        of_chart.setContentsMargins(0, 0, 0, 0)
        of_chart.setSpacing(0)
        of_chart.addWidget(self.view, 1)
        of_chart.addWidget(self.legend)
        self.middle.addWidget(chart)
        self.middle.addWidget(self.matrix)
        below = QSplitter(Qt.Orientation.Vertical)
        below.setChildrenCollapsible(False)
        below.addWidget(self.middle)
        below.addWidget(self.evidence)
        below.setStretchFactor(0, 4)
        below.setStretchFactor(1, 1)
        below.setSizes([460, 150])
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._tools())
        column.addWidget(below, 1)
        column.addWidget(self.time)
        column.addWidget(self.said)
        self.said.setContentsMargins(8, 2, 8, 4)
        self.parts = QSplitter()
        self.parts.setChildrenCollapsible(False)
        self.parts.addWidget(self.settings)
        self.parts.addWidget(right)
        self.parts.setStretchFactor(1, 1)
        self.parts.setSizes([_SETTINGS_WIDTH, 900])
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.parts)

    def _tools(self) -> QHBoxLayout:
        self.as_chart = tool_button("Chart", "Show the network as a chart", lambda: self.show_as(CHART))
        self.as_matrix = tool_button("Matrix", "Show the network as a table of weights", lambda: self.show_as(MATRIX))
        group = QButtonGroup(self)
        for button in (self.as_chart, self.as_matrix):
            button.setCheckable(True)
            group.addButton(button)
        self.as_chart.setChecked(True)
        self.order = Choice("Order of rows and columns", _ORDER_WORDS)
        self.order.chosen.connect(self._look_again)
        self.order.hide()
        tidy = tool_button("Tidy", "Find new places for all nodes", self.composer.tidy)
        save = tool_button("Save…", "Save the whole network as a file", self.save_asked.emit)
        picture = tool_button("Picture…", "Save what is shown as a picture", self.picture_asked.emit)
        apart = tool_button("Window", "Networks in a window of their own, or back", self.apart_asked.emit)
        back = tool_button("Article", "Go back to the article (Esc)", self.left.emit)
        line = QHBoxLayout()
        line.setContentsMargins(6, 2, 6, 2)
        for widget in (self.as_chart, self.as_matrix, self.order, tidy):
            line.addWidget(widget)
        line.addStretch(1)
        for widget in (save, picture, apart, back):
            line.addWidget(widget)
        return line

    def show_as(self, what: int) -> None:
        """Show the network as a chart, or as a matrix."""
        (self.as_chart, self.as_matrix)[what].setChecked(True)
        self.order.setVisible(what == MATRIX)
        self.middle.setCurrentIndex(what)
        self.setFocusProxy(self.matrix if what == MATRIX else self.view)
        self._look_again()

    def _connect(self) -> None:
        view = self.view
        self.settings.changed.connect(self.ask)
        self.settings.looked_at.connect(self._look_again)
        self.asker.answered.connect(self._show)
        self.composer.composed.connect(self._show_picture)
        self.time.moved.connect(self._on_moved)
        self.matrix.picked.connect(self._pick_cell)
        self.matrix.escape_pressed.connect(self._step_back)
        self.evidence.opened.connect(self.proof_opened)
        self.evidence.escape_pressed.connect(self._step_back)
        view.node_picked.connect(self._pick)
        view.edge_picked.connect(self._pick)
        view.node_opened.connect(self._open_node)
        view.node_put.connect(self.composer.pin)
        view.escape_pressed.connect(self._step_back)
        view.fit_asked.connect(view.fit)
        view.resized.connect(self._resized.start)
        view.describe = view.tip = lambda key: described(self.shown.graph, key)
        self._bridge.changed.connect(lambda _change: self.follow())
        self._bridge.session_changed.connect(self.follow)
        self._bridge.folder.changed.connect(lambda _change: self.follow())
        self._bridge.folder.opened.connect(self.follow)
