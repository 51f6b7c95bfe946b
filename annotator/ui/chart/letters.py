"""Names measured and broken into lines, in the font that the chart is drawn in."""

from functools import lru_cache
from itertools import pairwise
from threading import local
from typing import Final, NamedTuple

from PySide6.QtCore import Qt, QTextBoundaryFinder
from PySide6.QtGui import QFont, QFontMetricsF, QGuiApplication

from annotator.services.charting.picture import Fitted
from annotator.ui.toolkit.safe_text import visible

LINE_PITCH = 0.92
"""How much of the font's height one line takes."""
_NARROWEST, _WIDTHS = 0.55, 8


class FontLetters:
    """Measures in the application's font."""

    def fitted(
        self, text: str, points: float, width: float, most_lines: int, *, bold: bool = False, balanced: bool = False
    ) -> Fitted:
        """Break a text into lines no wider than ``width`` pixels, as ``Letters`` says."""
        font = _Font(QGuiApplication.font().family(), points, bold)
        return _fitted(" ".join(visible(text).split()), width, most_lines, font=font, balanced=balanced)


class _Font(NamedTuple):
    family: str
    points: float
    bold: bool


def chart_font(points: float, *, bold: bool = False) -> QFont:
    """Give the application's font in a size and weight of the chart."""
    return _own.font(QGuiApplication.font().family(), points, bold)


def chart_metrics(points: float, *, bold: bool = False) -> QFontMetricsF:
    """Give the measures of that font."""
    return _own.metrics(QGuiApplication.font().family(), points, bold)


def _made(family: str, points: float, bold: bool) -> QFont:
    font = QFont(family) if family else QFont()
    font.setPointSizeF(points)
    # Boxes and names are kept as pixels, on whose clear ground no letter is coloured at its edges.
    font.setStyleStrategy(QFont.StyleStrategy.NoSubpixelAntialias)
    if bold:
        font.setWeight(QFont.Weight.DemiBold)
    return font


class _Own(local):
    """The fonts of one thread.

    Charts are composed in a thread of their own. A font holds what its letters are drawn with, and lets go of what
    another thread made: shared between two it ended the program while letters were painted.
    """

    def __init__(self) -> None:
        self.font = lru_cache(maxsize=64)(_made)
        self.metrics = lru_cache(maxsize=64)(lambda *look: QFontMetricsF(self.font(*look)))


_own: Final = _Own()


@lru_cache(maxsize=32_768)
def _fitted(name: str, width: float, most_lines: int, *, font: _Font, balanced: bool) -> Fitted:
    metrics = _own.metrics(*font)
    pieces = _pieces(name)
    lines, shortened = _wrapped(metrics, pieces, width, most_lines)
    if balanced and len(lines) > 1:
        for step in range(_WIDTHS):
            narrow = width * (_NARROWEST + (1 - _NARROWEST) * step / (_WIDTHS - 1))
            tried, cut = _wrapped(metrics, pieces, narrow, most_lines)
            if len(tried) == len(lines) and not cut:
                lines = tried
                break
    longest = max(map(metrics.horizontalAdvance, lines))
    return Fitted(tuple(lines), longest, metrics.height() * LINE_PITCH * len(lines), shortened)


def _wrapped(metrics: QFontMetricsF, pieces: list[str], width: float, most_lines: int) -> tuple[list[str], bool]:
    """Give the lines, and whether any of them had to be shortened."""
    lines: list[str] = []
    line = pieces[0]
    for number, piece in enumerate(pieces[1:], 1):
        if metrics.horizontalAdvance((line + piece).rstrip()) <= width:
            line += piece
        elif len(lines) + 1 == most_lines:
            line += "".join(pieces[number:])
            break
        else:
            lines.append(line.rstrip())
            line = piece
    whole = [*lines, line.rstrip()]
    elided = [metrics.elidedText(one, Qt.TextElideMode.ElideRight, width) for one in whole]
    return elided, elided != whole


def _pieces(name: str) -> list[str]:
    """Give the pieces between which a line may end, in any script; at least one."""
    units = name.encode("utf-16-le")
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Line, name)
    ends = [0]
    while (place := finder.toNextBoundary()) > 0:
        ends.append(place)
    pieces = [units[2 * start : 2 * end].decode("utf-16-le") for start, end in pairwise(ends)]
    return pieces or [name]
