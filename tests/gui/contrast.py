"""Contrast as it is on the picture: the ground of some pixels, and what stands out from it most."""

from collections import Counter

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage

from annotator.ui.toolkit import theme


def colors_in(picture: QImage, area: QRect) -> Counter[str]:
    """Count the colours of an area, as ``#rrggbb``."""
    inside = area.intersected(picture.rect())
    if inside.isEmpty():
        return Counter()
    cut = picture.copy(inside).convertToFormat(QImage.Format.Format_RGB32)
    pixels = memoryview(cut.constBits()).cast("I")
    counted = Counter(pixels.tolist())
    return Counter({QColor.fromRgb(pixel).name(): count for pixel, count in counted.items()})


def strongest(picture: QImage, area: QRect) -> float:
    """Give the contrast of an area's ground, its commonest colour, with the colour that is farthest from it.

    Letters are at their colour where a stem covers a whole pixel; elsewhere their edges are paler.
    """
    colors = colors_in(picture, area)
    if len(colors) < 2:
        return 1.0
    ground = colors.most_common(1)[0][0]
    return max(theme.contrast(ground, color) for color in colors)
