"""What the chart shows: a menu of kinds, values, topics, types and dates."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QFormLayout, QMenu, QWidget, QWidgetAction

from annotator.model.layer import Layer
from annotator.model.networks.relation_graph import EDGE_KINDS
from annotator.model.vocabulary import ENTITY_TYPES, STANCES, STATUSES
from annotator.services.charting.chart_filters import ChartFilters
from annotator.ui.toolkit.fields import TextField
from annotator.ui.toolkit.safe_text import no_mnemonic
from annotator.ui.toolkit.words_on_screen import ENTITY_TYPE_WORDS

_KIND_WORDS = {
    "agreement": "Agreements",
    "claim": "Claims about targets",
    "position": "Positions on topics",
    "co-mention": "Mentions in one sentence",
    "membership": "All memberships",
}
_POSITION_WORDS = {"untargeted": "Claims without a target", "all": "All claims and agreements"}
_LEVEL_WORDS = {"own": "As themselves", "for": "As those they act for"}


class FilterMenu(QMenu):
    """Changes the filters one choice at a time; ``changed`` comes after each.

    It is made once and its ticks are set anew: Qt keeps a menu that is taken out of another one for ever.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.filters = ChartFilters()
        self._ticks: list[tuple[QAction, Callable[[], bool]]] = []
        self._dates: dict[str, TextField] = {}
        self._topics: tuple[str, ...] = ()
        for kind in EDGE_KINDS:
            self._check(self, _KIND_WORDS[kind], partial(self._has, "kinds", kind), self._toggle("kinds", kind))
        self.addSeparator()
        self._choose("Topics shown for", _POSITION_WORDS, "positions")
        self._choose("Entities shown", _LEVEL_WORDS, "level")
        self.addSeparator()
        self._several("Only stances", STANCES, "stances")
        self._several("Only statuses", STATUSES, "statuses")
        self._topic_menu = self._several("Only topics", (), "topics")
        types = self.addMenu("Only entity types")
        for name in ENTITY_TYPES:
            is_on = partial(self._has, "entity_types", name)
            self._check(types, ENTITY_TYPE_WORDS[name], is_on, self._toggle("entity_types", name))
        self._add_dates()
        self.addSeparator()
        self._everything = self.addAction("Show everything again")
        self._everything.triggered.connect(self._open)
        self._show()

    def show_topics(self, layer: Layer | None) -> None:
        """Offer the topics of a layer."""
        self.offer_topics({topic.name for topic in layer.topics.values()} if layer else ())

    def offer_topics(self, names: Iterable[str]) -> None:
        """Offer topics by their names."""
        topics = tuple(sorted(names))
        if topics == self._topics:
            return
        self._topics = topics
        gone = set(self._topic_menu.actions())
        self._ticks = [tick for tick in self._ticks if tick[0] not in gone]
        self._topic_menu.clear()
        self._fill(self._topic_menu, topics, "topics")
        self._show()

    def use(self, filters: ChartFilters) -> None:
        """Show what other filters let through."""
        self.filters = filters
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        """Tick what is chosen."""
        for action, is_on in self._ticks:
            action.setChecked(is_on())
        for name, field in self._dates.items():
            field.show_text(getattr(self.filters.narrowed, name))
        self._everything.setEnabled(not self.filters.is_open)

    def _check(self, menu: QMenu, text: str, is_on: Callable[[], bool], slot: Callable[[bool], None]) -> QAction:
        action = menu.addAction(no_mnemonic(text))
        action.setCheckable(True)
        action.triggered.connect(slot)
        self._ticks.append((action, is_on))
        return action

    def _choose(self, title: str, words: Mapping[str, str], name: str) -> None:
        menu = self.addMenu(title)
        group = QActionGroup(menu)
        for value, text in words.items():
            is_on = partial(self._is_set, name, value)
            group.addAction(self._check(menu, text, is_on, self._setter(name, value)))

    def _several(self, title: str, values: Iterable[str], name: str) -> QMenu:
        menu = self.addMenu(title)
        self._fill(menu, values, name)
        return menu

    def _fill(self, menu: QMenu, values: Iterable[str], name: str) -> None:
        for value in values:
            self._check(menu, value, partial(self._is_wanted, name, value), self._narrow(name, value))
        menu.setEnabled(bool(menu.actions()))

    def _add_dates(self) -> None:
        menu = self.addMenu("Only dates")
        page = QWidget()
        form = QFormLayout(page)
        for label, name in (("From", "start"), ("To", "end")):
            edit = TextField(f"{label} date", "2022-04-12 or 2022-04", dates=True)
            edit.entered.connect(lambda text, name=name: self._put_narrowed(name, text))
            form.addRow(label, edit)
            self._dates[name] = edit
        action = QWidgetAction(menu)
        action.setDefaultWidget(page)
        menu.addAction(action)

    def _has(self, name: str, value: str) -> bool:
        return value in getattr(self.filters, name)

    def _is_set(self, name: str, value: str) -> bool:
        return bool(getattr(self.filters, name) == value)

    def _is_wanted(self, name: str, value: str) -> bool:
        return value in getattr(self.filters.narrowed, name)

    def _toggle(self, name: str, value: str) -> Callable[[bool], None]:
        return lambda _checked: self._put(name, getattr(self.filters, name) ^ {value})

    def _setter(self, name: str, value: str) -> Callable[[bool], None]:
        return lambda _checked: self._put(name, value)

    def _narrow(self, name: str, value: str) -> Callable[[bool], None]:
        return lambda _checked: self._put_narrowed(name, getattr(self.filters.narrowed, name) ^ {value})

    def _put_narrowed(self, name: str, value: object) -> None:
        self._put("narrowed", replace(self.filters.narrowed, **{name: value}))  # type: ignore[arg-type]

    def _put(self, name: str, value: object) -> None:
        self.use(replace(self.filters, **{name: value}))  # type: ignore[arg-type]

    def _open(self) -> None:
        self.use(ChartFilters())
