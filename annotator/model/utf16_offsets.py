"""Code points to UTF-16 units and back: the one place that knows how Qt counts."""

import re
from bisect import bisect_left, bisect_right

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


class Utf16Offsets:
    """Maps positions of one text; free of cost for a text without astral characters.

    Keeps where the astral characters are, once in code points and once in UTF-16 units. A position inside a surrogate
    pair is taken for the one before the pair.
    """

    __slots__ = ("_points", "_units")

    def __init__(self, text: str) -> None:
        self._points = [match.start() for match in _ASTRAL.finditer(text)] if not text.isascii() else []
        self._units = [point + index for index, point in enumerate(self._points)]

    def to_utf16(self, position: int) -> int:
        """Give the UTF-16 position of a code point position."""
        return position + bisect_left(self._points, position) if self._points else position

    def from_utf16(self, position: int) -> int:
        """Give the code point position of a UTF-16 position."""
        return position - bisect_right(self._units, position - 1) if self._units else position
