"""One document's pages laid out by Qt: its words flow over sheets, and marks are painted beneath and behind them."""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import zip_longest
from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QGuiApplication,
    QPagedPaintDevice,
    QPainter,
    QPalette,
    QPen,
    QPyTextObject,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextLine,
    QTextOption,
    QTextTableFormat,
)

from annotator.model.vocabulary import ACTOR, AGREEMENT, CLAIM
from annotator.services.charting.folding import simplified
from annotator.services.reporting.page import (
    Block,
    Chart,
    Ending,
    Heading,
    Mark,
    Opening,
    Page,
    Paragraph,
    Run,
    Table,
    color_of,
)
from annotator.ui.chart.chart_picture import Drawing, drawing_of, usual_size
from annotator.ui.toolkit import theme

WIDTH, HEIGHT = 793.7, 1122.5
"""Of a sheet of A4 in the pixels of the paper, 96 an inch."""
MARGIN: Final = 62.0
_POINTS: Final = 10.5
_HEADINGS: Final = {1: 18.0, 2: 13.0}
_LANE: Final = 4.0
_FIRST_LANE: Final = 2.0
_LINE_GAP: Final = 4.0
_FILLS: Final = {ACTOR: 26, CLAIM: 14, AGREEMENT: 14}
_QUIET: Final = QColor("#5a6370")
_RULE: Final = QColor("#d3d7de")
_CHART: Final = QTextFormat.ObjectTypes.UserObject.value + 1
_NUMBER: Final = QTextFormat.Property.UserProperty.value + 1
# Qt takes these for its own: ends of paragraphs, and marks of places that it keeps.
_QTS_OWN: Final = re.compile("[\x00\ufdd0\ufdd1\ufffc\ud800-\udfff]")
_BREAKS: Final = re.compile("\r\n|[\r\n\u2029\u0085\x0b\x0c]")


class LaidOut:
    """A page in the words of the program, as sheets of paper; ``pages`` says how many."""

    def __init__(self, page: Page, device: QPagedPaintDevice) -> None:
        self._charts = _Charts()
        self._document = document = QTextDocument()
        document.setUndoRedoEnabled(False)
        document.setUseDesignMetrics(True)
        layout = document.documentLayout()
        layout.setPaintDevice(device)
        layout.registerHandler(_CHART, self._charts)
        document.setDefaultFont(_font(_POINTS))
        document.setPageSize(QSizeF(WIDTH, HEIGHT))
        _set_margins(document)
        writer = _Writer(document, self._charts)
        for block, following in zip_longest(page.blocks, page.blocks[1:]):
            writer.write(block, on_new_sheet=isinstance(block, Heading) and isinstance(following, Chart))
        self.pages = document.pageCount()
        self._marks = _by_sheet(document, writer.marked)

    def paint(self, painter: QPainter, number: int) -> None:
        """Paint one sheet, counted from 0."""
        painter.save()
        painter.translate(0, -number * HEIGHT)
        area = QRectF(0, number * HEIGHT, WIDTH, HEIGHT)
        painter.setClipRect(area)
        marks = self._marks.get(number, ())
        for mark, words, _line in marks:
            color = QColor(f"#{color_of(mark.type)}")
            color.setAlpha(_FILLS.get(mark.type, 14))
            painter.fillRect(words, color)
        context = QAbstractTextDocumentLayout.PaintContext()
        context.clip = area
        context.palette.setColor(QPalette.ColorRole.Text, QColor("#1a1d21"))
        self._document.documentLayout().draw(painter, context)
        for mark, words, line in marks:
            _underline(painter, mark, words, line)
        painter.restore()


class _Writer:
    """Puts blocks into a document; ``marked`` are the places that have marks, by paragraph."""

    def __init__(self, document: QTextDocument, charts: "_Charts") -> None:
        self.marked: list[tuple[int, int, Mark]] = []
        self._cursor = QTextCursor(document)
        self._charts = charts
        self._is_first = True

    def write(self, block: Block, *, on_new_sheet: bool = False) -> None:
        """Write one block behind the others; a chart's heading begins a sheet, so that it is not left behind."""
        if isinstance(block, Heading):
            self._heading(block, on_new_sheet=on_new_sheet)
        elif isinstance(block, Paragraph):
            self._paragraph(block)
        elif isinstance(block, Table):
            self._table(block)
        else:
            self._chart(block)

    def _begin(self, form: QTextBlockFormat) -> None:
        if self._is_first:
            self._cursor.setBlockFormat(form)
        else:
            self._cursor.insertBlock(form, QTextCharFormat())
        self._is_first = False

    def _heading(self, heading: Heading, *, on_new_sheet: bool = False) -> None:
        form = QTextBlockFormat()
        if on_new_sheet:
            form.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
        form.setTopMargin(0 if self._is_first else 18)
        form.setBottomMargin(6)
        form.setHeadingLevel(heading.level)
        self._begin(form)
        self._cursor.insertText(_shown(heading.text), _letters(_HEADINGS.get(heading.level, _POINTS), bold=True))

    def _paragraph(self, paragraph: Paragraph) -> None:
        form = QTextBlockFormat()
        if paragraph.of_text:
            form.setTopMargin(9 if paragraph.gap else 0)
            gap = _LINE_GAP + max(0.0, (paragraph.lanes - 1) * _LANE)
            form.setLineHeight(gap, QTextBlockFormat.LineHeightTypes.LineDistanceHeight.value)
        else:
            form.setTopMargin(3)
        self._begin(form)
        for piece in paragraph.pieces:
            self._piece(piece, _POINTS if paragraph.of_text else 9.5)

    def _piece(self, piece: Run | Opening | Ending, points: float) -> None:
        if isinstance(piece, Run):
            start = self._cursor.position()
            self._cursor.insertText(_shown(piece.text), _letters(points, bold=piece.bold, quiet=piece.quiet))
            self.marked += [(start, self._cursor.position(), mark) for mark in piece.marks]
        elif isinstance(piece, Ending):
            end = "]" if piece.mark.lane < 0 else ""
            self._cursor.insertText(f"{piece.text}{end}", _raised(piece.mark, points))
        elif piece.mark.lane < 0:
            self._cursor.insertText(f"[{piece.mark.label}", _raised(piece.mark, points))

    def _table(self, table: Table) -> None:
        columns = len(table.heads) or max((len(row) for row in table.rows), default=0)
        if not columns:
            return
        if table.title:
            self._heading(Heading(3, table.title, ""))
        form = QTextTableFormat()
        form.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        form.setBorder(0)
        form.setCellPadding(3)
        form.setCellSpacing(0)
        form.setHeaderRowCount(1 if table.heads else 0)
        form.setColumnWidthConstraints(
            [QTextLength(QTextLength.Type.PercentageLength, share) for share in table.shares(100)]
        )
        heads = tuple((Run(head, bold=True),) for head in table.heads)
        rows: list[tuple[tuple[Run, ...], ...]] = [*([heads] if heads else []), *table.rows]
        made = self._cursor.insertTable(len(rows), columns, form)
        for at, row in enumerate(rows):
            for column, runs in enumerate(row):
                cursor = made.cellAt(at, column).firstCursorPosition()
                for run in runs:
                    cursor.insertText(_shown(run.text), _letters(9.0, bold=run.bold, quiet=run.quiet))
        self._cursor.movePosition(QTextCursor.MoveOperation.End)

    def _chart(self, chart: Chart) -> None:
        smaller = simplified(chart.graph).graph
        drawing = drawing_of(smaller, QSize(*usual_size(smaller)), theme.theme_of(theme.LIGHT))
        form = QTextCharFormat()
        form.setObjectType(_CHART)
        form.setProperty(_NUMBER, self._charts.add(drawing))
        self._begin(QTextBlockFormat())
        self._cursor.insertText("\ufffc", form)


class _Charts(QPyTextObject):
    """Draws charts where the text has their places: as lines, not as pixels."""

    def __init__(self) -> None:
        super().__init__()
        self._drawings: list[Drawing] = []

    def add(self, drawing: Drawing) -> int:
        """Take one more, and give the number by which it is known."""
        self._drawings.append(drawing)
        return len(self._drawings) - 1

    def intrinsicSize(self, _document: QTextDocument, _position: int, form: QTextFormat) -> QSizeF:
        return QSizeF(self._drawing(form).size) * self._scale(form)

    def drawObject(
        self, painter: QPainter, rectangle: QRectF | QRect, _document: QTextDocument, _position: int, form: QTextFormat
    ) -> None:
        scale = self._scale(form)
        painter.save()
        painter.translate(QPointF(rectangle.topLeft()))
        painter.scale(scale, scale)
        self._drawing(form).paint(painter)
        painter.restore()

    def _drawing(self, form: QTextFormat) -> Drawing:
        return self._drawings[form.intProperty(_NUMBER)]

    def _scale(self, form: QTextFormat) -> float:
        size = self._drawing(form).size
        return min(1.0, (WIDTH - 2 * MARGIN) / size.width(), (HEIGHT - 2 * MARGIN - 60) / size.height())


def _by_sheet(
    document: QTextDocument, marked: list[tuple[int, int, Mark]]
) -> dict[int, list[tuple[Mark, QRectF, float]]]:
    """Give the rectangles of the words of each mark by the sheet that they stand on, and where their line is drawn."""
    found: defaultdict[int, list[tuple[Mark, QRectF, float]]] = defaultdict(list)
    layout = document.documentLayout()
    block, lines, top = QTextBlock(), [], QPointF()
    for start, end, mark in marked:
        if not (block.isValid() and block.contains(start)):
            block = document.findBlock(start)
            layout.blockBoundingRect(block)
            top = block.layout().position()
            lines = [block.layout().lineAt(number) for number in range(block.layout().lineCount())]
        for line in lines:
            for words, below in _words_in(block, line, top, start, end):
                found[int(words.top() // HEIGHT)].append((mark, words, below))
    return found


def _words_in(block: QTextBlock, line: QTextLine, top: QPointF, start: int, end: int) -> Iterator[tuple[QRectF, float]]:
    first = block.position() + line.textStart()
    last = first + line.textLength()
    if start < last and end > first:
        left, right = (_x(line, max(start, first) - block.position()), _x(line, min(end, last) - block.position()))
        left, right = min(left, right), max(left, right)
        y = top.y() + line.y()
        yield QRectF(top.x() + left, y, max(1.0, right - left), line.ascent() + line.descent()), y + line.ascent()


def _x(line: QTextLine, position: int) -> float:
    found: object = line.cursorToX(position)
    return float(found[0] if isinstance(found, tuple) else found)  # type: ignore[arg-type] # the stub says object


def _underline(painter: QPainter, mark: Mark, words: QRectF, base: float) -> None:
    """Draw the line of a type: whole, dashed or double, so that grey paper tells them apart."""
    color = QColor(f"#{color_of(mark.type)}")
    y = base + _FIRST_LANE + 1.5 + mark.lane * _LANE
    left, right = words.left() + 0.5, words.right() - 0.5
    pen = QPen(color, 1.5)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if mark.type == AGREEMENT:
        pen.setWidthF(0.8)
        painter.setPen(pen)
        painter.drawLine(QLineF(left, y - 0.9, right, y - 0.9))
        painter.drawLine(QLineF(left, y + 1.1, right, y + 1.1))
        return
    if mark.type == CLAIM:
        pen.setDashPattern([3.0, 1.5])
    elif mark.type != ACTOR:
        pen.setDashPattern([1.0, 1.5])
    painter.setPen(pen)
    painter.drawLine(QLineF(left, y, right, y))


def _set_margins(document: QTextDocument) -> None:
    frame: QTextFrameFormat = document.rootFrame().frameFormat()
    frame.setMargin(MARGIN)
    document.rootFrame().setFrameFormat(frame)
    option = QTextOption(document.defaultTextOption())
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    document.setDefaultTextOption(option)


def _font(points: float) -> QFont:
    font = QFont(QGuiApplication.font())
    font.setPointSizeF(points)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def _letters(points: float, *, bold: bool = False, quiet: bool = False) -> QTextCharFormat:
    form = QTextCharFormat()
    form.setFont(_font(points))
    if bold:
        form.setFontWeight(QFont.Weight.DemiBold)
    if quiet:
        form.setForeground(_QUIET)
    return form


def _raised(mark: Mark, points: float) -> QTextCharFormat:
    form = _letters(points)
    form.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignSuperScript)
    form.setForeground(QColor(f"#{color_of(mark.type)}"))
    return form


def _shown(text: str) -> str:
    """Give a text in which Qt ends no paragraph and changes nothing of its own."""
    return _QTS_OWN.sub("\ufffd", _BREAKS.sub("\u2028", text))
