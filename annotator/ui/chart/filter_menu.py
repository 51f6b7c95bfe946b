"""What the chart shows: a menu of kinds, values, topics, types and dates."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QFormLayout, QMenu, QWidget, QWidgetAction

from annotator.model.layer import Layer
from annotator.model.networks.relation_graph import EDGE_KINDS
from annotator.model.vocabulary import ENTITY_TYPES, STANCES, STATUSES
from annotator.services.charting.chart_filters import ChartFilters
from annotator.ui.toolkit.fields import TextField
from annotator.ui.toolkit.safe_text import visible
from annotator.ui.toolkit.words_on_screen import ENTITY_TYPE_WORDS

_KIND_WORDS = {
    "agreement": "Agreements",
    "claim": "Claims about targets",
    "position": "Positions on topics",
    "co-mention": "Mentions in one sentence",
    "membership": "Memberships",
}
_POSITION_WORDS = {"untargeted": "Claims without a target", "all": "All claims and agreements"}
_LEVEL_WORDS = {"own": "As themselves", "for": "As those they act for"}


class FilterMenu(QMenu):
    """Changes the filters one choice at a time; ``changed`` comes after each."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.filters = ChartFilters()
        self._topics: tuple[str, ...] = ()
        self._fill()

    def show_topics(self, layer: Layer | None) -> None:
        """Offer the topics of a layer."""
        topics = tuple(sorted({topic.name for topic in layer.topics.values()})) if layer else ()
        if topics != self._topics:
            self._topics = topics
            self._fill()

    def _fill(self) -> None:
        self.clear()
        filters = self.filters
        for kind in EDGE_KINDS:
            self._check(self, _KIND_WORDS[kind], kind in filters.kinds, self._toggle("kinds", kind))
        self.addSeparator()
        self._choose("Topics shown for", _POSITION_WORDS, filters.positions, "positions")
        self._choose("Entities shown", _LEVEL_WORDS, filters.level, "level")
        self.addSeparator()
        narrowed = filters.narrowed
        self._several("Only stances", STANCES, narrowed.stances, "stances")
        self._several("Only statuses", STATUSES, narrowed.statuses, "statuses")
        self._several("Only topics", self._topics, narrowed.topics, "topics")
        types = self.addMenu("Only entity types")
        for name in ENTITY_TYPES:
            self._check(
                types, ENTITY_TYPE_WORDS[name], name in filters.entity_types, self._toggle("entity_types", name)
            )
        self._add_dates()
        self.addSeparator()
        everything = self.addAction("Show everything again")
        everything.setEnabled(not filters.is_open)
        everything.triggered.connect(self._open)

    def _check(self, menu: QMenu, text: str, checked: bool, slot: Callable[[bool], None]) -> QAction:
        action = menu.addAction(visible(text).replace("&", "&&"))
        action.setCheckable(True)
        action.setChecked(checked)
        action.triggered.connect(slot)
        return action

    def _choose(self, title: str, words: Mapping[str, str], chosen: str, name: str) -> None:
        menu = self.addMenu(title)
        group = QActionGroup(menu)
        for value, text in words.items():
            group.addAction(self._check(menu, text, value == chosen, self._setter(name, value)))

    def _several(self, title: str, values: Iterable[str], chosen: frozenset[str], name: str) -> None:
        menu = self.addMenu(title)
        for value in values:
            self._check(menu, value, value in chosen, self._narrow(name, value))
        menu.setEnabled(bool(menu.actions()))

    def _add_dates(self) -> None:
        menu = self.addMenu("Only dates")
        page = QWidget()
        form = QFormLayout(page)
        for label, name in (("From", "start"), ("To", "end")):
            edit = TextField(f"{label} date", "2022-04-12 or 2022-04", dates=True)
            edit.show_text(getattr(self.filters.narrowed, name))
            edit.entered.connect(lambda text, name=name: self._put_narrowed(name, text))
            form.addRow(label, edit)
        action = QWidgetAction(menu)
        action.setDefaultWidget(page)
        menu.addAction(action)

    def _toggle(self, name: str, value: str) -> Callable[[bool], None]:
        return lambda _checked: self._put(name, getattr(self.filters, name) ^ {value})

    def _setter(self, name: str, value: str) -> Callable[[bool], None]:
        return lambda _checked: self._put(name, value)

    def _narrow(self, name: str, value: str) -> Callable[[bool], None]:
        return lambda _checked: self._put_narrowed(name, getattr(self.filters.narrowed, name) ^ {value})

    def _put_narrowed(self, name: str, value: object) -> None:
        self._put("narrowed", replace(self.filters.narrowed, **{name: value}))  # type: ignore[arg-type]

    def _put(self, name: str, value: object) -> None:
        self.filters = replace(self.filters, **{name: value})  # type: ignore[arg-type]
        self._fill()
        self.changed.emit()

    def _open(self) -> None:
        self.filters = ChartFilters()
        self._fill()
        self.changed.emit()
