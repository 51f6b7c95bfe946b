"""The differences of a review as a list: by place or by kind, narrowed by kind, type and annotator."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QItemSelection, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout

from annotator.model.vocabulary import TYPES
from annotator.ui import theme
from annotator.ui.panels.annotation_panel import LETTERS
from annotator.ui.panels.panel_parts import Choice, Panel
from annotator.ui.panels.row_list import ID_ROLE, ROW_ROLE, Row, RowList, one_line
from annotator.ui.panels.row_shapes import CHECK, LETTER
from annotator.ui.review.review_bridge import ReviewBridge
from annotator.ui.safe_text import PlainLabel

if TYPE_CHECKING:
    from annotator.services.review.differences import Difference

_DONE = "Nothing is left to settle. Save, or set the document to reviewed under Details."
_Index = QModelIndex | QPersistentModelIndex


class DifferenceModel(QAbstractTableModel):
    """Numbers of differences; rows are made when they are seen."""

    def __init__(self, bridge: ReviewBridge) -> None:
        super().__init__()
        self._bridge = bridge
        self.numbers: list[int] = []

    def fill(self, numbers: list[int]) -> None:
        """Show these differences."""
        self.beginResetModel()
        self.numbers = numbers
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.numbers)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 1

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        number = self.numbers[index.row()]
        if role == ID_ROLE:
            return number
        if role in (ROW_ROLE, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            row = self._row(number)
            return row if role == ROW_ROLE else row.spoken
        return None

    def _row(self, number: int) -> Row:
        from annotator.services.review.difference_words import title

        review = self._bridge.review
        assert review is not None
        difference = review.differences[number]
        annotation = next(iter(difference.group.members.values()))
        settled = review.settled(number)
        comment = "commented" if review.comment(number) else ""
        color = theme.current().muted if settled else theme.current().type_color(annotation.type).name()
        name = title(difference)
        return Row(
            name[:1].upper() + name[1:],
            one_line(annotation.text),
            CHECK if settled else LETTER,
            color,
            LETTERS.get(annotation.type, "?"),
            comment,
            strong=not settled,
        )


class DifferenceList(Panel):
    """Shows what is left and what is settled; follows the difference that is looked at and sets it."""

    def __init__(self, bridge: ReviewBridge) -> None:
        super().__init__()
        self._bridge = bridge
        self._following = False
        self.rows = RowList("Differences")
        self.model = DifferenceModel(bridge)
        self.rows.setModel(self.model)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(6)
        self.progress.setAccessibleName("Share of differences that are settled")
        self.count = PlainLabel()
        self.count.setAccessibleName("Progress")
        self.count.setWordWrap(True)
        self.agreed = QPushButton()
        self.agreed.clicked.connect(bridge.take_agreed)
        self.order = Choice("Sort differences", {"place": "By place", "kind": "By kind"})
        self.shown = Choice("Show", {"left": "Left", "all": "All"})
        self.shown.show_value("all")
        self.kind = Choice("Show kind")
        self.type = Choice("Show type", {None: "All types", **{name: f"{name}s" for name in TYPES}})
        self.annotator = Choice("Show annotator")
        self._compose()
        for choice in (self.order, self.shown, self.kind, self.type, self.annotator):
            choice.chosen.connect(self._fill)
        bridge.review_changed.connect(self._show_review)
        bridge.decided.connect(self._on_decided)
        bridge.current_changed.connect(self._follow)
        self.rows.selectionModel().selectionChanged.connect(self._on_selected)
        self._show_review()

    def _compose(self) -> None:
        first, second = QHBoxLayout(), QHBoxLayout()
        for widget in (self.order, self.shown):
            first.addWidget(widget)
        for widget in (self.kind, self.type, self.annotator):
            second.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 0)
        layout.addWidget(self.count)
        layout.addWidget(self.progress)
        layout.addWidget(self.agreed)
        layout.addLayout(first)
        layout.addLayout(second)
        layout.addWidget(self.rows, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocusProxy(self.rows)

    def _show_review(self) -> None:
        review = self._bridge.review
        kinds = sorted({difference.kind for difference in review.differences}, key=_rank) if review else []
        self.kind.put_choices({None: "All kinds", **{kind: kind for kind in kinds}})
        self.annotator.put_choices({None: "All annotators", **{who: who for who in self._bridge.annotators}})
        self._fill()

    def _fill(self) -> None:
        review = self._bridge.review
        numbers = [n for n, d in enumerate(review.differences) if self._admits(n, d)] if review else []
        if review and self.order.value == "kind":
            numbers.sort(key=lambda number: _rank(review.differences[number].kind))
        self._following = True
        self.model.fill(numbers)
        self._following = False
        self._follow()
        self._say()

    def _admits(self, number: int, difference: "Difference") -> bool:
        review = self._bridge.review
        if review is None or (self.shown.value == "left" and review.settled(number)):
            return False
        types = {annotation.type for annotation in difference.group.members.values()}
        who = self.annotator.value
        return (
            self.kind.value in (None, difference.kind)
            and (self.type.value is None or self.type.value in types)
            and (who is None or (who in difference.opinions and difference.opinions[who].value is not None))
        )

    def _on_decided(self) -> None:
        if self.shown.value == "left":
            self._fill()
        else:
            self.rows.viewport().update()
            self._say()

    def _say(self) -> None:
        review = self._bridge.review
        if review is None:
            self.count.setText("")
            return
        progress = review.progress()
        self.progress.setMaximum(max(1, progress.total))
        self.progress.setValue(progress.settled if progress.total else 1)
        text = f"{progress.settled:,} of {progress.total:,} settled" if progress.total else "The files do not differ."
        self.count.setText(f"{text}. {_DONE}" if progress.is_done and progress.total else text)
        self.agreed.setText(f"Take all {progress.agreed:,} that all agree on")
        self.agreed.setVisible(bool(progress.agreed))
        shown = self.model.rowCount()
        nothing = "No difference fits the filter." if progress.total else "There is nothing to settle."
        self.rows.show_empty("" if shown else nothing)

    def _follow(self) -> None:
        current = self._bridge.current
        self._following = True
        if current in self.model.numbers:
            row = self.model.numbers.index(current)
            if row not in {index.row() for index in self.rows.selectionModel().selectedRows()}:
                self.rows.selectRow(row)
            self.rows.scrollTo(self.model.index(row, 0), QAbstractItemView.ScrollHint.EnsureVisible)
        else:
            self.rows.clearSelection()
        self._following = False

    def _on_selected(self, _on: QItemSelection, _off: QItemSelection) -> None:
        ids = self.rows.selected_ids()
        if not self._following and ids:
            self._bridge.look_at(int(ids[0]))


def _rank(kind: str) -> int:
    from annotator.services.review.differences import KINDS

    return KINDS.index(kind)
