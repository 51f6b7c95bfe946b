"""Pages as PDF on A4: text, lines and charts stay lines, and nothing needs a window or a screen."""

from collections.abc import Iterator, Sequence
from typing import Final

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QGuiApplication,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
)

from annotator.services.reporting.page import Block, Heading, Page, Paragraph, Run, Table, plain
from annotator.ui.chart.chart_picture import gui_application
from annotator.ui.printing.laid_out import HEIGHT, MARGIN, WIDTH, LaidOut
from annotator.ui.toolkit.safe_text import visible

_FOOT: Final = 26.0
_FOOT_POINTS: Final = 8.0


def report_pdf(title: str, pages: Sequence[Page], told: Sequence[str] = ()) -> bytes:
    """Give pages as one PDF; several stand behind a list of contents with the numbers of their pages."""
    application = gui_application()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(96)
    writer.setPageLayout(QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF()))
    writer.setTitle(visible(title))
    writer.setCreator("Annotator")
    parts = [*_front(title, pages, told, writer), *pages]
    with QPainter(writer) as painter:
        number = 0
        for part in parts:
            laid_out = LaidOut(part, writer)
            for page in range(laid_out.pages):
                number += 1
                if number > 1:
                    writer.newPage()
                laid_out.paint(painter, page)
                _paint_foot(painter, part.title if len(parts) > 1 else "", number)
    del application
    return bytes(buffer.data().data())


def _front(title: str, pages: Sequence[Page], told: Sequence[str], writer: QPdfWriter) -> Iterator[Page]:
    """Give the page before all others, with the number of the page on which each of them begins."""
    if len(pages) < 2 and not told:
        return
    blocks: list[Block] = [Heading(1, title, ""), *(Paragraph((Run(one, quiet=True),)) for one in told)]
    if len(pages) < 2:
        yield Page(title, "", tuple(blocks))
        return
    lengths = [LaidOut(page, writer).pages for page in pages]
    # As many lines with any numbers, so the list is as long as it will be.
    own = LaidOut(Page(title, "", (*blocks, _contents(pages, [0] * len(pages)))), writer).pages
    starts, at = [], own + 1
    for length in lengths:
        starts.append(at)
        at += length
    yield Page(title, "", (*blocks, _contents(pages, starts)))


def _contents(pages: Sequence[Page], starts: Sequence[int]) -> Table:
    rows = [
        ((Run(page.title), Run(f"  {page.told}", quiet=True)), plain(f"{start:,}"))
        for page, start in zip(pages, starts, strict=True)
    ]
    return Table("", ("Contents", "Page"), rows)


def _paint_foot(painter: QPainter, title: str, number: int) -> None:
    font = QFont(QGuiApplication.font())
    font.setPointSizeF(_FOOT_POINTS)
    painter.setFont(font)
    painter.setPen(QColor("#5a6370"))
    area = QRectF(MARGIN, HEIGHT - MARGIN + 8, WIDTH - 2 * MARGIN, _FOOT)
    painter.drawText(area, Qt.AlignmentFlag.AlignRight, f"{number:,}")
    if title:
        shown = painter.fontMetrics().elidedText(visible(title), Qt.TextElideMode.ElideRight, int(area.width() - 60))
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft, shown)
