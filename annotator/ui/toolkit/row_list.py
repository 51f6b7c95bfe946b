"""Lists of uniform rows with a shape, a title and a line of details; fast with 100,000 of them."""

from typing import NamedTuple

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPalette,
    QPixmap,
    QResizeEvent,
    QTextLayout,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from annotator.ui.toolkit import theme
from annotator.ui.toolkit.row_shapes import paint_shape
from annotator.ui.toolkit.safe_text import visible

ROW_ROLE = Qt.ItemDataRole.UserRole
"""Under this role a model gives a Row."""
ID_ROLE = Qt.ItemDataRole.UserRole + 1
"""Under this role a model gives what the row stands for."""

_PAD = 7
_GAP = 8
_LONGEST = 300
_KEPT = 64
"""So many rows are kept as pixels."""
_FLAGS = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine

Index = QModelIndex | QPersistentModelIndex


class Row(NamedTuple):
    """What a row shows; ``warning`` stands before the details in the colour of warnings."""

    title: str
    detail: str = ""
    shape: str = ""
    color: str = ""
    letter: str = ""
    warning: str = ""
    lit: bool = False
    strong: bool = False

    @property
    def spoken(self) -> str:
        """The row for a screen reader."""
        return visible(", ".join(part for part in (self.title, self.warning, self.detail) if part))


def one_line(text: str) -> str:
    """Give the beginning of a text in one line, with invisible characters shown."""
    return visible(" ".join(text[:_LONGEST].split()))


class RowDelegate(QStyledItemDelegate):
    """Paints rows in the colours of the theme, their titles in so many ``lines``."""

    def __init__(self, parent: QWidget | None = None, lines: int = 1) -> None:
        super().__init__(parent)
        self._lines = lines
        self._kept: dict[tuple[object, ...], QPixmap] = {}

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(100, row_height(option.fontMetrics, self._lines))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW_ROLE)
        if not isinstance(row, Row):
            return
        ratio = painter.device().devicePixelRatioF()
        if ratio != int(ratio):
            # Between the screen's pixels a picture would be blurred.
            self._paint_row(painter, option, row)
            return
        is_focused = bool(option.state & QStyle.StateFlag.State_HasFocus) and option.widget.hasFocus()
        state = option.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_Enabled)
        look = (row, state, is_focused, option.rect.size().toTuple(), ratio, option.font.key(), theme.current().name)
        if (pixels := self._kept.get(look)) is None:
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            self._kept[look] = pixels = self._pixels(option, row, ratio)
        painter.drawPixmap(option.rect.topLeft(), pixels)

    def _pixels(self, option: QStyleOptionViewItem, row: Row, ratio: float) -> QPixmap:
        """Give a row with its ground as pixels: a row that comes or goes moves all that follow it."""
        pixels = QPixmap(option.rect.size() * ratio)
        pixels.setDevicePixelRatio(ratio)
        pixels.fill(option.palette.color(QPalette.ColorRole.Base))
        place = option.rect.topLeft()
        with QPainter(pixels) as painter:
            painter.translate(-place)
            self._paint_row(painter, option, row)
        return pixels

    def _paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: Row) -> None:
        colors = theme.current()
        area: QRect = option.rect
        painter.save()
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected or row.lit:
            painter.fillRect(area, QColor(colors.selection if selected else colors.found))
        if option.state & QStyle.StateFlag.State_HasFocus and option.widget.hasFocus():
            painter.fillRect(QRect(area.left(), area.top(), 3, area.height()), QColor(colors.accent))
        self._paint_words(painter, option, row, area.adjusted(_PAD, 0, -_PAD, 0))
        painter.restore()

    def _paint_words(self, painter: QPainter, option: QStyleOptionViewItem, row: Row, area: QRect) -> None:
        colors = theme.current()
        metrics = option.fontMetrics
        height = metrics.height()
        top = area.top() + _PAD - 1
        if row.shape:
            size = height - 1
            square = QRectF(area.left() + 1, top, size, size)
            color = QColor(row.color or colors.muted)
            paint_shape(painter, square, row.shape, color=color, letter=row.letter, on_color=QColor(colors.base))
            area = area.adjusted(size + _GAP, 0, 0, 0)
        font = option.font
        font.setBold(row.strong)
        painter.setFont(font)
        # Muted grey is made for the ground; on the fills below it only full text keeps its contrast.
        filled = row.lit or bool(option.state & QStyle.StateFlag.State_Selected)
        enabled = bool(option.state & QStyle.StateFlag.State_Enabled)
        painter.setPen(QColor(colors.text if enabled or filled else colors.muted))
        used = _draw_lines(painter, QRect(area.left(), top, area.width(), height), row.title, self._lines)
        font.setBold(False)
        painter.setFont(font)
        line = QRect(area.left(), top + used * height + 1, area.width(), height)
        if row.warning:
            painter.setPen(QColor(colors.warning))
            width = _draw(painter, line, row.warning) + metrics.horizontalAdvance(" · ")
            line.setLeft(min(line.left() + width, line.right()))
        painter.setPen(QColor(colors.text if filled else colors.muted))
        _draw(painter, line, row.detail)


def _draw_lines(painter: QPainter, first: QRect, text: str, most: int) -> int:
    """Draw a text in lines under one another, the last one shortened to fit; gives how many there are."""
    if most == 1:
        _draw(painter, first, text)
        return 1
    layout = QTextLayout(text, painter.font())
    layout.beginLayout()
    starts: list[int] = []
    while len(starts) < most and (made := layout.createLine()).isValid():
        made.setLineWidth(first.width())
        starts.append(made.textStart())
    layout.endLayout()
    # Qt counts in UTF-16.
    units = text.encode("utf-16-le", "surrogatepass")
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], None], strict=True)):
        part = units[2 * start : None if end is None else 2 * end].decode("utf-16-le", "surrogatepass")
        line = first.translated(0, number * first.height())
        if end is None:
            _draw(painter, line, part)
        else:
            painter.drawText(line, _FLAGS, part)
    return max(1, len(starts))


def _draw(painter: QPainter, area: QRect, text: str) -> int:
    """Draw one line of text to the letter, shortened to fit; gives its width."""
    metrics = painter.fontMetrics()
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width())
    painter.drawText(area, _FLAGS, shown)
    return metrics.horizontalAdvance(shown)


def row_height(metrics: QFontMetrics, lines: int = 1) -> int:
    """Give the height of all rows in pixels, with so many lines of title."""
    return (lines + 1) * metrics.height() + 2 * _PAD


class RowList(QTableView):
    """A list of rows; a table inside, since its cost does not grow with rows that are not seen."""

    typed = Signal(str)
    """Letters were typed on the list, meant to narrow it down."""
    delete_pressed = Signal()
    left = Signal()
    """Up was pressed on the first row."""
    folded = Signal(bool)
    """Left (False) or Right (True) was pressed, meant to close or open what the row stands above."""
    menu_wanted = Signal(QPoint)
    """The right button or the menu key was pressed on a selected row: where on the screen a menu belongs."""

    def __init__(self, name: str, *, many: bool = False, lines: int = 1, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = lines
        self.setAccessibleName(name)
        self.setItemDelegate(RowDelegate(self, lines))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.ExtendedSelection if many else mode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.horizontalHeader().hide()
        self.horizontalHeader().setStretchLastSection(True)
        rows = self.verticalHeader()
        rows.hide()
        rows.setMinimumSectionSize(1)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(row_height(self.fontMetrics(), self._lines))
        theme.notifier.changed.connect(self.viewport().update)

    def setModel(self, model: QAbstractItemModel | None) -> None:
        super().setModel(model)
        # A table grows with the longest row it holds where columns are measured; one stretched column never is.
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)

    def keyboardSearch(self, search: str) -> None:
        if search.strip():
            self.typed.emit(search)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.delete_pressed.emit()
        elif event.key() == Qt.Key.Key_Up and self.currentIndex().row() <= 0 and not event.modifiers():
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and not event.modifiers():
            self.folded.emit(event.key() == Qt.Key.Key_Right)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        row = self.visualRect(self.currentIndex())
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        if self.selectionModel().hasSelection() and (by_key or self.indexAt(event.pos()).isValid()):
            place = self.viewport().mapToGlobal(row.bottomLeft()) if by_key else event.globalPos()
            self.menu_wanted.emit(place)

    def changeEvent(self, event: object) -> None:
        super().changeEvent(event)  # type: ignore[arg-type]
        self.verticalHeader().setDefaultSectionSize(row_height(self.fontMetrics(), self._lines))

    def resizeEvent(self, event: QResizeEvent) -> None:
        shown = self.visualRect(self.currentIndex())
        super().resizeEvent(event)
        # What is selected opens a form below the list, which must not hide it.
        if 0 <= shown.top() < event.oldSize().height():
            self.scrollTo(self.currentIndex())

    def selected_ids(self) -> list[str]:
        """Give what the selected rows stand for, from top to bottom."""
        rows = sorted(self.selectionModel().selectedRows(), key=lambda index: index.row())
        return [index.data(ID_ROLE) for index in rows]

    def follow(self, row: int, identifier: str | None) -> None:
        """Select a row that stands for something selected elsewhere, and bring it into view; none for a row below 0."""
        if row < 0:
            self.clearSelection()
        elif self.selected_ids() != [identifier]:
            self.selectRow(row)
            self.scrollTo(self.model().index(row, 0), QAbstractItemView.ScrollHint.EnsureVisible)

    def show_empty(self, text: str) -> None:
        """Say in a sentence why the list is empty; "" while it is not."""
        self.setAccessibleDescription(text)
        self._empty = text
        self.viewport().update()

    _empty = ""
    _lines = 1

    def paintEvent(self, event: object) -> None:
        super().paintEvent(event)  # type: ignore[arg-type]
        if not self._empty:
            return
        with QPainter(self.viewport()) as painter:
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            area = self.viewport().rect().adjusted(16, 16, -16, -16)
            painter.drawText(area, Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap, self._empty)
