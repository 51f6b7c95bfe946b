"""What narrows the chart, each as a button above it that takes it back."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator.services.charting.chart_filters import DEFAULT_KINDS, ChartFilters
from annotator.ui.toolkit.safe_text import explain, no_mnemonic
from annotator.ui.toolkit.tool_button import ToolButton
from annotator.ui.toolkit.words_on_screen import ENTITY_TYPE_WORDS

_USUAL = ChartFilters()
_LONGEST = 32
_GAP = 4
_KINDS = {
    "agreement": "agreements",
    "claim": "claims",
    "position": "positions",
    "co-mention": "in one sentence",
    "membership": "memberships",
}


class Chip(NamedTuple):
    """One thing that narrows or widens the chart, in words, and what takes it back."""

    words: str
    take_back: Callable[[], object]


def filters_in_words(filters: ChartFilters) -> Iterator[tuple[str, ChartFilters]]:
    """Give each choice that is not the usual one in words, with the filters as they are without it."""
    for kind in sorted(filters.kinds ^ DEFAULT_KINDS):
        words = f"no {_KINDS[kind]}" if kind in DEFAULT_KINDS else _KINDS[kind]
        yield words, replace(filters, kinds=filters.kinds ^ {kind})
    if filters.positions != _USUAL.positions:
        yield "positions of all", replace(filters, positions=_USUAL.positions)
    if filters.level != _USUAL.level:
        yield "as those they act for", replace(filters, level=_USUAL.level)
    for one in sorted(filters.entity_types):
        words = f"only {ENTITY_TYPE_WORDS.get(one, one)}"
        yield words, replace(filters, entity_types=filters.entity_types - {one})
    for field in ("topics", "stances", "statuses"):
        for one in sorted(getattr(filters.narrowed, field)):
            yield f"only {one}", _narrowed(filters, field, getattr(filters.narrowed, field) - {one})
    for field, word in (("start", "from"), ("end", "to")):
        if day := getattr(filters.narrowed, field):
            yield f"{word} {day}", _narrowed(filters, field, "")


def _narrowed(filters: ChartFilters, field: str, value: Any) -> ChartFilters:
    return replace(filters, narrowed=replace(filters.narrowed, **{field: value}))


class ChipRow(QWidget):
    """The chips in as many rows as they need; hidden without any."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("What narrows the chart")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._shown: tuple[str, ...] = ()
        self.buttons: list[ToolButton] = []
        self.hide()

    def show_chips(self, chips: Sequence[Chip]) -> None:
        """Show other chips; the same ones stay, and with them the focus."""
        words = tuple(chip.words for chip in chips)
        if words == self._shown:
            return
        self._shown = words
        for button in self.buttons:
            button.hide()
            button.deleteLater()
        self.buttons = [self._button(chip) for chip in chips]
        self.setVisible(bool(chips))
        self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._lay_out()

    def _button(self, chip: Chip) -> ToolButton:
        button = ToolButton(self)
        words = chip.words if len(chip.words) <= _LONGEST else chip.words[: _LONGEST - 1] + "…"
        button.setText(f"{no_mnemonic(words)} ✕")
        button.setAccessibleName(f"Take back: {chip.words}")
        explain(button, f"Take back: {chip.words}")
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.clicked.connect(lambda _checked=False: chip.take_back())
        button.show()
        return button

    def _lay_out(self) -> None:
        place, high = QPoint(_GAP, 0), 0
        for button in self.buttons:
            size: QSize = button.sizeHint()
            if place.x() + size.width() > self.width() - _GAP and place.x() > _GAP:
                place = QPoint(_GAP, place.y() + size.height() + _GAP)
            button.setGeometry(place.x(), place.y(), size.width(), size.height())
            place += QPoint(size.width() + _GAP, 0)
            high = place.y() + size.height() + _GAP
        self.setFixedHeight(high)
