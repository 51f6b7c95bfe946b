"""The chart of the open document: kept in step with it, lit with its text, narrowed at will."""

from collections.abc import Callable
from functools import partial
from textwrap import shorten
from typing import NamedTuple

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtGui import QPalette, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from annotator.model import edits
from annotator.model.networks.relation_graph import RelationGraph
from annotator.model.transaction import Change
from annotator.services.charting.neighbourhood import neighbourhood
from annotator.services.charting.picture import ChartPicture, ChartPlaces, NodeKey, Place
from annotator.services.editing.session import Session
from annotator.ui.chart.accessible_chart import install as install_accessible_charts
from annotator.ui.chart.chart_key import LEAST_HEIGHT, key_names, words_of
from annotator.ui.chart.chart_legend import ChartLegend
from annotator.ui.chart.chart_view import ChartView
from annotator.ui.chart.composer import Composer
from annotator.ui.chart.describing import described, edges_in_words
from annotator.ui.chart.filter_chips import filters_in_words, fold_chips
from annotator.ui.chart.filter_menu import FilterMenu
from annotator.ui.chart.folds import Folds
from annotator.ui.chart.hiding import Names, without
from annotator.ui.chart.live_graph import LiveGraph
from annotator.ui.chart.name_finder import NameFinder
from annotator.ui.chart.scope_menu import ScopeMenu
from annotator.ui.chart.tidy_button import TidyButton
from annotator.ui.chart.wide_graph import WideGraph
from annotator.ui.toolkit.chips import Chip, ChipRow
from annotator.ui.toolkit.safe_text import PlainLabel, YieldingLabel
from annotator.ui.toolkit.tool_button import tool_button
from annotator.ui.toolkit.words_on_screen import counted

FRAME_MILLISECONDS = 16
RESIZED_MILLISECONDS = 60
"""A pane that is being resized is composed again once it kept its size for so long."""
_MOST_IN_WORDS = 50
_LONGEST_QUOTE = 160
_READING = "The annotations are being read."
_ALL_HIDDEN = "All of the chart is hidden: what stands above it takes that back."
_NONE = "Nothing is annotated in these documents yet."
_EMPTY = "The chart grows while you annotate: mark who speaks and who agrees."


class Shown(NamedTuple):
    """A graph, the places of its nodes, and the size in pixels that it has with its key."""

    graph: RelationGraph
    held: ChartPlaces | None
    size: tuple[int, int]


class ChartPanel(QWidget):
    """Follows the session at most once a frame; what is shown stays where it is.

    ``graph`` is that of the picture that is shown, or of the one whose part is; never one whose picture is to come.
    """

    evidence_picked = Signal(object, object)
    escape_pressed = Signal()
    menu_wanted = Signal(object, QPoint)
    proofs_asked = Signal(object)
    """What a node or an edge of many documents rests on is wanted."""
    scope_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        install_accessible_charts()
        self.graph = RelationGraph({}, {})
        self.live, self.wide = LiveGraph(self), WideGraph(self)
        self.view = ChartView()
        self.menu, self.scopes = FilterMenu(self), ScopeMenu(self.wide, self)
        self._session: Session | None = None
        self._lit: frozenset[str] = frozenset()
        self._around: tuple[NodeKey, int] | None = None
        self._hidden: Names = frozenset()
        self.folds = Folds()
        self.composer, self._near = Composer(self), Composer(self)
        self._frame = self._timer(FRAME_MILLISECONDS, self._compose)
        self._resized = self._timer(RESIZED_MILLISECONDS, self._compose)
        self._finder = NameFinder(self.view)
        self._legend, self.chips = ChartLegend(), ChipRow("What narrows the chart")
        self._put_together()
        self._connect()
        self.setFocusProxy(self.view)

    def show_session(self, session: Session | None) -> None:
        """Show another document's chart, or none; the former one's is gone at once."""
        if session is not self._session:
            self._session = session
            if not self.wide.is_on:
                self._clear()
        if self.wide.is_on:
            self.live.show(session, self.menu.filters)
            return
        self.view.fit()
        self.rebuild()

    def show_scope(self, scope: str) -> None:
        """Show the chart of the open document, of those listed, or of the folder."""
        if scope == self.wide.scope:
            return
        self._clear()
        self.view.fit()
        self.wide.show(scope, self.menu.filters)
        self.scopes.show_scope()
        self.rebuild()
        self.scope_changed.emit()

    def _clear(self) -> None:
        self.composer.forget()
        self._near.forget()
        self._around = None
        self.folds.clear()
        self.graph = RelationGraph({}, {})
        self.view.show_picture(ChartPicture(), glide=False)

    def layer_changed(self, change: Change) -> None:
        """Take in a step; what is shown follows with the next frame."""
        if self._session and change.touches([edits.TOPICS]) and not self.wide.is_on:
            self.menu.show_topics(self._session.layer)
        self.live.follow(change)

    @property
    def is_still(self) -> bool:
        """Whether what is shown is the newest chart in the pane's size, and nothing is on its way."""
        reads = self.wide.is_reading if self.wide.is_on else self.live.is_reading
        waits = self._frame.isActive() or self._resized.isActive() or reads or self._shown_by.waiting
        return not (waits or self.view.glide.running)

    def set_lit_annotations(self, annotation_ids: frozenset[str]) -> None:
        """Let the nodes and edges stand out whose evidence is among some annotations."""
        self._lit = annotation_ids
        self._light()

    def rebuild(self) -> None:
        """Read the layer as it is now, through the filters as they are."""
        session = self._session
        self.live.show(session, self.menu.filters)
        if self.wide.is_on:
            self.menu.offer_topics(self.wide.topics)
            self.wide.show(self.wide.scope, self.menu.filters)
        else:
            self.menu.show_topics(session.layer if session else None)
        self._compose()

    def fit(self) -> None:
        """Bring the whole chart into view."""
        self.view.fit()
        self._compose()

    def tidy(self) -> None:
        """Find new places for all nodes but those that were put where they are."""
        self._shown_by.tidy()
        self.view.fit()

    def as_shown(self) -> Shown:
        """Give what is shown, to be made a picture."""
        composer, view = self._shown_by, self.view
        return Shown(composer.graph, composer.held, (view.width(), view.height() + self._legend.height()))

    def find_name(self) -> None:
        """Find a name in the chart."""
        self._finder.open()

    def describe(self, key: object) -> str:
        """Give a node or an edge in words."""
        return described(self.graph, key)

    def open_node(self, key: NodeKey) -> None:
        """Show a node with its neighbours alone; the same one again, a step more of them."""
        steps = self._around[1] + 1 if self._around and self._around[0] == key else 1
        self._around = (key, steps)
        self.wide.go_around(key)
        self._near.forget()
        self.view.fit()
        self._compose()

    def is_pinned(self, key: NodeKey) -> bool:
        """Tell whether a node was put where it is."""
        return self._shown_by.held is not None and key in self._shown_by.held.pinned

    def let_go(self, key: NodeKey) -> None:
        """Let a node that was put where it is move again with all others."""
        self._shown_by.let_go(key)

    def fold(self, key: NodeKey | None) -> None:
        """Fold the members of a group into it, or let them out again."""
        if key is not None:
            self.folds.switch(self.whole, key)
            self._compose()

    def show_whole(self, whole: bool) -> None:
        """Show a large chart as it is, or made small enough to be read."""
        self.folds.whole = whole
        self._compose()

    def step_back(self) -> None:
        """Show the whole chart again, or leave it."""
        if self._around is None:
            self.escape_pressed.emit()
            return
        self._around = None
        self.wide.go_around(None)
        self.view.fit()
        self._compose()

    @property
    def _state(self) -> object:
        """What the places of a picture are held for, to be had again with undo."""
        state = self._session.history.state if self._session else None
        return (self.wide.scope, state) if self.wide.is_on and state is not None else state

    @property
    def whole(self) -> RelationGraph:
        """The graph of which what is shown is made."""
        return self.wide.graph if self.wide.is_on else self.live.graph

    def _put_together(self) -> None:
        self._filter = tool_button("Filter", "Narrow or widen what the chart shows", lambda: None)
        self._filter.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._filter.setMenu(self.menu)
        fit = tool_button("Fit", "Bring the whole chart into view (0)", self.fit)
        self._tidy = TidyButton(lambda: (self._shown_by, self.view.picture))
        self._tidy.clicked.connect(self.tidy)
        self._key = tool_button("Key", "What shapes, lines and colours mean", self._show_or_hide_key)
        self._key.setCheckable(True)
        self._counts = YieldingLabel()
        self._counts.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._counts.setAccessibleName("Size of the chart")
        line = QHBoxLayout()
        line.setContentsMargins(6, 2, 10, 2)
        line.addWidget(self.scopes.button)
        line.addWidget(self._filter)
        line.addWidget(fit)
        line.addWidget(self._tidy)
        line.addWidget(self._key)
        line.addStretch(1)
        line.addWidget(self._counts)
        hint = self._hint = PlainLabel(_EMPTY)
        hint.setWordWrap(True)
        hint.setMargin(24)
        hint.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._stack = QStackedWidget()
        self._stack.addWidget(hint)
        self._stack.addWidget(self.view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(line)
        column.addWidget(self.chips)
        column.addWidget(self._stack, 1)
        column.addWidget(self._legend)

    def _connect(self) -> None:
        view = self.view
        view.node_picked.connect(self.pick)
        view.edge_picked.connect(self.pick)
        view.menu_asked.connect(self.menu_wanted)
        view.nothing_picked.connect(lambda: self.evidence_picked.emit(None, ()))
        view.escape_pressed.connect(self.step_back)
        view.fit_asked.connect(self.fit)
        view.fold_asked.connect(self.fold)
        view.resized.connect(self._resized.start)
        view.node_opened.connect(self.open_node)
        view.node_put.connect(self._pin)
        view.describe = self.describe
        view.tip = self.tip
        self.menu.changed.connect(self.rebuild)
        self.scopes.chosen.connect(self.show_scope)
        self.live.changed.connect(lambda: None if self.wide.is_on else self._begin_frame())
        self.wide.changed.connect(self._begin_frame)
        self.wide.lit_changed.connect(self._light)
        self.wide.is_seen = self.isVisible
        self.live.stayed.connect(self._stay)
        self._legend.toggled.connect(lambda name: self._hide(self._hidden ^ {name}))
        self.composer.composed.connect(partial(self._show, self.composer))
        self._near.composed.connect(partial(self._show, self._near))

    def tip(self, key: object) -> str:
        """Give a node or an edge in words, with the first sentence that it rests on."""
        evidence = () if self.wide.is_on else self.graph.evidence_of(key)
        layer = self._session.layer if self._session else None
        found = layer.annotations.get(evidence[0]) if layer and evidence else None
        quote = shorten(found.text, _LONGEST_QUOTE, placeholder="…") if found else ""
        return "\n".join(filter(None, (self.describe(key), quote and f"“{quote}”")))

    def _compose(self) -> None:
        """Compose what is shown, in the size that the view has; a view without any waits for it."""
        self._resized.stop()
        self._frame.stop()
        size = (float(self.view.width()), float(self.view.height()))
        wide = self.wide.is_on
        graph = self.folds.of(without(self.menu.filters.shown(self.whole), self._hidden))
        self.composer.compose(graph, size, self._state, may_be_other=wide)
        if self._around:
            if self._around[0] not in graph.nodes:
                self._around = None
            else:
                near = self.wide.near if wide and self._around[1] == 1 else None
                around = neighbourhood(graph, *self._around) if near is None else without(near, self._hidden)
                self._near.compose(around, size)

    def _light(self) -> None:
        """Let what is lit stand out; of what is folded, what holds it."""
        if self.wide.is_on:
            self.view.set_lit(self.wide.lit)
            return
        self.view.set_lit(self.folds.lit(self._lit) if self.folds.any else self.live.keys_of(self._lit))

    def _hide(self, hidden: Names) -> None:
        """Hide what looks like some things of the key, and nothing else."""
        self._hidden = hidden
        self._compose()

    def _begin_frame(self) -> None:
        if not self._frame.isActive():
            self._frame.start()

    def _stay(self) -> None:
        """Let a further state have the picture that is shown; one that is still on its way takes the state along."""
        if self.wide.is_on:
            return
        if self._session is None or self._frame.isActive() or self.composer.waiting:
            self._begin_frame()
        else:
            self.composer.stay(self._session.history.state)

    @property
    def _shown_by(self) -> Composer:
        """The one whose picture is shown: of the whole chart, or of one node's neighbourhood."""
        return self._near if self._around else self.composer

    def _show(self, composer: Composer, picture: ChartPicture) -> None:
        if composer is self.composer:
            self.graph = composer.graph
            self._say()
        if composer is not self._shown_by:
            return
        self.view.show_picture(picture)
        self._light()
        self._tidy.follow()

    def _pin(self, key: NodeKey, place: Place) -> None:
        self._shown_by.pin(key, place)

    def _say(self) -> None:
        graph = self.graph
        names = key_names(self.menu.filters.shown(self.whole))
        self._legend.show_names(names, self._hidden)
        self._show_chips()
        reads = self.wide.is_reading if self.wide.is_on else self.live.is_reading
        self._hint.setText(_READING if reads else _ALL_HIDDEN if names else _NONE if self.wide.is_on else _EMPTY)
        self._stack.setCurrentIndex(1 if graph.nodes else 0)
        narrowed = ", narrowed" if self._hidden or not self.menu.filters.is_open else ""
        left = self.wide.size[0] if self.wide.is_on else 0
        nodes = f"{len(graph.nodes):,} of {counted(len(graph.nodes) + left, 'node')}" if left else ""
        size = f"{nodes or counted(len(graph.nodes), 'node')}, {counted(len(graph.edges), 'edge')}{narrowed}"
        self._counts.setText(size if self._session or self.wide.is_on else "")
        self.setAccessibleDescription(edges_in_words(graph, _MOST_IN_WORDS))

    def _show_chips(self) -> None:
        menu = self.menu
        chips = [Chip(words, partial(menu.use, filters)) for words, filters in filters_in_words(menu.filters)]
        hidden = self._hidden
        chips += [Chip(f"no {words_of(one)}", partial(self._hide, hidden - {one})) for one in sorted(hidden)]
        self.chips.show_chips([*chips, *fold_chips(self.folds, self.whole, self.fold, self.show_whole)])

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.wide.follow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_or_hide_key()

    def _show_or_hide_key(self) -> None:
        """Hide the key in a low pane, where a button shows it."""
        low = self.height() < LEAST_HEIGHT
        self._key.setVisible(low)
        self._legend.setVisible(not low or self._key.isChecked())

    def _timer(self, milliseconds: int, slot: Callable[[], object]) -> QTimer:
        timer = QTimer(self, singleShot=True, interval=milliseconds)
        timer.timeout.connect(slot)
        return timer

    def pick(self, key: object) -> None:
        """Say what a node or an edge rests on."""
        if self.wide.is_on and isinstance(key, tuple):
            self.wide.light_key(key)
            self.proofs_asked.emit(key)
        else:
            self.evidence_picked.emit(key, self.graph.evidence_of(key))
