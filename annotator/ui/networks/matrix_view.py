"""A network as a table of weights, each cell as dark as it weighs; walked through by keys, and drawn as a picture."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from annotator.model.networks.relation_graph import EdgeKey, NodeKey, RelationGraph
from annotator.services.charting.importance import WeightTable, weight_table
from annotator.ui.chart.chart_ink import mixed
from annotator.ui.toolkit import theme
from annotator.ui.toolkit.safe_text import tool_tip, visible
from annotator.ui.toolkit.theme import Theme

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_DARKEST = 0.62
"""So much of the colour the largest weight has: words keep their contrast on it."""
_CELL, _HIGH, _HEAD, _SIDE = 46, 24, 150, 190
_LONGEST = 28
_NO_TABLE = weight_table(RelationGraph({}, {}))


class WeightModel(QAbstractTableModel):
    """Gives cells as words, and how dark each is from -1 to 1."""

    def __init__(self) -> None:
        super().__init__()
        self.table: WeightTable = _NO_TABLE
        self.graph = RelationGraph({}, {})

    def show(self, table: WeightTable, graph: RelationGraph) -> None:
        """Show another table."""
        self.beginResetModel()
        self.table, self.graph = table, graph
        self.endResetModel()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.table.rows)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.table.columns)

    def share(self, row: int, column: int) -> float:
        """Give how much a cell weighs of the largest weight."""
        largest = self.table.largest
        return float(self.table.weights[row, column]) / largest if largest else 0.0

    def words(self, row: int, column: int) -> str:
        """Give what is written in a cell; nothing where nothing joins the two."""
        weight = float(self.table.weights[row, column])
        if not weight:
            return ""
        return f"{weight:,.0f}" if weight == round(weight) else f"{weight:,.3g}"

    def name(self, key: NodeKey) -> str:
        """Give what a row or a column is called."""
        return visible(self.graph.nodes[key].label)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self.words(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            told = self.told(row, column)
            return told if role == Qt.ItemDataRole.AccessibleTextRole else tool_tip(told)
        return None

    def told(self, row: int, column: int) -> str:
        """Say what a cell is: its two ends, and the whole weight."""
        ends = f"{self.name(self.table.rows[row])}, {self.name(self.table.columns[column])}"
        weight = float(self.table.weights[row, column])
        return f"{ends}: {int(weight) if weight.is_integer() else weight}"

    def headerData(self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        keys = self.table.rows if way == Qt.Orientation.Vertical else self.table.columns
        if role == Qt.ItemDataRole.TextAlignmentRole and way == Qt.Orientation.Vertical:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole) and section < len(keys):
            name = self.name(keys[section])
            return tool_tip(name) if role == Qt.ItemDataRole.ToolTipRole else shortened(name)
        return None


class MatrixView(QTableView):
    """Shows weights; says which cell was chosen by a click, or by arrow keys and Enter."""

    picked = Signal(str, object)
    """What a cell is called, and the keys of its edges."""
    escape_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Matrix of the network")
        self.weights = WeightModel()
        self.setModel(self.weights)
        self.setItemDelegate(_HeatDelegate(self))
        self.setHorizontalHeader(_TurnedHeader(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.horizontalHeader().setDefaultSectionSize(_CELL)
        self.verticalHeader().setDefaultSectionSize(_HIGH)
        self.verticalHeader().setMaximumWidth(_SIDE)
        self.clicked.connect(self._pick)
        self.activated.connect(self._pick)
        theme.notifier.changed.connect(self.viewport().update)

    def show_table(self, table: WeightTable, graph: RelationGraph) -> None:
        """Show another network; what was chosen stays chosen by its names."""
        index, before = self.currentIndex(), self.weights.table
        here = (before.rows[index.row()], before.columns[index.column()]) if index.isValid() else None
        self.weights.show(table, graph)
        if here and here[0] in table.rows and here[1] in table.columns:
            self.setCurrentIndex(self.weights.index(table.rows.index(here[0]), table.columns.index(here[1])))

    def keyPressEvent(self, event: Any) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.escape_pressed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._pick(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _pick(self, index: _Index) -> None:
        if index.isValid():
            place = index.row(), index.column()
            edges: list[EdgeKey] = self.weights.table.of.get(place, [])
            self.picked.emit(self.weights.told(*place), tuple(edges))


class _HeatDelegate(QStyledItemDelegate):
    """Paints a cell as dark as it weighs; below nothing in another colour, so that grey alone never tells."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        model = index.model()
        assert isinstance(model, WeightModel)
        colors = theme.current()
        share = model.share(index.row(), index.column())
        painter.fillRect(option.rect, QColor(heat(share, colors)))
        painter.setPen(QColor(colors.text))
        painter.setFont(option.font)
        painter.drawText(option.rect, Qt.AlignmentFlag.AlignCenter, model.words(index.row(), index.column()))
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(QColor(colors.accent))
            painter.drawRect(option.rect.adjusted(0, 0, -1, -1))
            painter.drawRect(option.rect.adjusted(1, 1, -2, -2))


class _TurnedHeader(QHeaderView):
    """Writes the names of columns upwards, where they have room."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(False)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), _HEAD)

    def paintSection(self, painter: QPainter, area: QRect, section: int) -> None:
        colors = theme.current()
        painter.save()
        painter.fillRect(area, QColor(colors.window))
        _write_upwards(painter, QRectF(area), str(self.model().headerData(section, Qt.Orientation.Horizontal)), colors)
        painter.restore()


def heat(share: float, colors: Theme) -> str:
    """Give the ground of a cell by its share of the largest weight, from -1 to 1."""
    if not share:
        return colors.base
    color = colors.accent if share > 0 else colors.values["disagree"]
    darkest = _DARKEST * (0.75 if colors.is_dark else 1.0)
    return mixed(colors.base, color, darkest * abs(share) ** 0.7)


def shortened(name: str) -> str:
    """Give a name as there is room for it beside a row or above a column."""
    line = " ".join(name.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def picture_size(model: WeightModel) -> QSize:
    """Give the size of a picture of all cells, in pixels."""
    return QSize(_SIDE + _CELL * max(1, model.columnCount()), _HEAD + _HIGH * max(1, model.rowCount()))


def paint_matrix(painter: QPainter, model: WeightModel, colors: Theme, font: QFont) -> None:
    """Paint all of a matrix: names, cells and weights."""
    size = picture_size(model)
    painter.fillRect(0, 0, size.width(), size.height(), QColor(colors.base))
    painter.setFont(font)
    for column, key in enumerate(model.table.columns):
        area = QRectF(_SIDE + column * _CELL, 0, _CELL, _HEAD)
        _write_upwards(painter, area, shortened(model.name(key)), colors)
    for row, key in enumerate(model.table.rows):
        top = _HEAD + row * _HIGH
        painter.setPen(QColor(colors.text))
        name = QRectF(4, top, _SIDE - 10, _HIGH)
        middle = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(name, middle, shortened(model.name(key)))
        for column in range(model.columnCount()):
            cell = QRectF(_SIDE + column * _CELL, top, _CELL - 1, _HIGH - 1)
            painter.fillRect(cell, QColor(heat(model.share(row, column), colors)))
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, model.words(row, column))


def _write_upwards(painter: QPainter, area: QRectF, text: str, colors: Theme) -> None:
    painter.save()
    painter.setPen(QColor(colors.text))
    painter.translate(area.left(), area.bottom())
    painter.rotate(-90)
    place = QRectF(4, 0, area.height() - 8, area.width())
    painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
    painter.restore()
