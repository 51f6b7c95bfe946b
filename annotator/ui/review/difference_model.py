"""The differences of a review as the rows of a list, in the order of a key; rows are made when they are seen."""

from bisect import bisect_left
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from annotator.ui.review.review_bridge import ReviewBridge
from annotator.ui.toolkit import theme
from annotator.ui.toolkit.row_list import ID_ROLE, ROW_ROLE, Row, one_line
from annotator.ui.toolkit.row_shapes import CHECK, LETTER
from annotator.ui.toolkit.words_on_screen import LETTERS

if TYPE_CHECKING:
    from annotator.services.settling.review import Review

_Index = QModelIndex | QPersistentModelIndex
Key = Callable[[int], int]


class DifferenceModel(QAbstractTableModel):
    """Numbers of differences, sorted by a key of each."""

    def __init__(self, bridge: ReviewBridge) -> None:
        super().__init__()
        self._bridge = bridge
        self._key: Key = int
        self.numbers: list[int] = []

    def fill(self, numbers: Iterable[int], key: Key) -> None:
        """Show these differences."""
        self.beginResetModel()
        self._key = key
        self.numbers = sorted(numbers, key=key)
        self.endResetModel()

    def row_of(self, number: int | None) -> int | None:
        """Give the row of a difference, or None where it is not shown."""
        row = -1 if number is None else self._place(number)
        return row if 0 <= row < len(self.numbers) and self.numbers[row] == number else None

    def put(self, number: int, *, shown: bool) -> None:
        """Show a difference, or show it no more."""
        row = self._place(number)
        is_shown = self.row_of(number) is not None
        if shown and not is_shown:
            self.beginInsertRows(QModelIndex(), row, row)
            self.numbers.insert(row, number)
            self.endInsertRows()
        elif is_shown and not shown:
            self.beginRemoveRows(QModelIndex(), row, row)
            del self.numbers[row]
            self.endRemoveRows()

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

    def _place(self, number: int) -> int:
        return bisect_left(self.numbers, self._key(number), key=self._key)

    def _row(self, number: int) -> Row:
        from annotator.services.comparing.difference_words import passage, title

        review = self._bridge.review
        assert review is not None
        difference = review.differences[number]
        annotation = next(iter(difference.group.members.values()), None)
        kind = annotation.type if annotation else ""
        settled = review.settled(number)
        color = theme.current().muted if settled else theme.current().type_color(kind).name()
        name = title(difference, review.alignment)
        return Row(
            name[:1].upper() + name[1:],
            one_line(self._detail(review, number, passage(difference, review.alignment))),
            CHECK if settled else LETTER,
            color,
            LETTERS.get(kind, ""),
            ", ".join(self._marks(review, number)),
            strong=not settled,
        )

    def _detail(self, review: "Review", number: int, words: str) -> str:
        from annotator.services.settling.decision_words import settled_words

        return " · ".join(filter(None, (settled_words(review, number, self._bridge.called()), words)))

    def _marks(self, review: "Review", number: int) -> list[str]:
        """Say that a difference is new, or what was changed in it, and that somebody commented on it."""
        from annotator.services.settling.decision_words import change_words, changes

        called = self._bridge.called()
        changed = [f"changed: {change_words(change, called)}" for change in changes(review, number)]
        new = ["new"] if number in self._bridge.new and not changed else []
        return [*changed, *new, *(["commented"] if review.comment(number) else [])]
