"""How the article is set."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtGui import QFont

from annotator.services.user.settings import Settings

DEFAULT_POINTS: Final = 12.0
SMALLEST: Final = 6.0
LARGEST: Final = 48.0


@dataclass(frozen=True, slots=True)
class Reading:
    """Font family, "" for the application's, and size in points; the rest are multiples of the font's height.

    ``gap`` is the room under each line; the text's column is no wider than ``column``: longer lines are hard to follow.
    """

    family: str = ""
    points: float = DEFAULT_POINTS
    gap: float = 0.72
    column: int = 44

    @classmethod
    def of(cls, settings: Settings) -> "Reading":
        """Give what was chosen."""
        points = settings.text_size or DEFAULT_POINTS
        return cls(settings.text_font, points, settings.line_gap, round(settings.column_width))

    def font(self, usual: QFont) -> QFont:
        """Give the font; ``usual`` is the application's."""
        font = QFont(usual)
        if self.family:
            font.setFamily(self.family)
        font.setPointSizeF(self.points)
        return font
