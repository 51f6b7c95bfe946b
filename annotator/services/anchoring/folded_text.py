"""A text as it reads in any typesetting: one space for white space of any kind, plain quotation marks and dashes.

Words are looked for in this form, since lines broken anew and another typesetter's marks change no word.
"""

import re
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from annotator.model.span import Span

Points = NDArray[np.uint32]

_PLAIN: Final = {
    **dict.fromkeys("“”„‟«»", '"'),
    **dict.fromkeys("‘’‚‛", "'"),
    **dict.fromkeys("‐‑‒–—−", "-"),
}  # fmt: skip
_TABLE: Final = str.maketrans(_PLAIN)
_SPACES: Final = re.compile(r"\s+")
_SPACE: Final = ord(" ")


def folded(words: str) -> str:
    """Give words in the form in which they are compared."""
    return _SPACES.sub(" ", words).translate(_TABLE)


def points_of(text: str) -> Points:
    """Give the code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


class FoldedText:
    """A text in that form, with the way to and from its own positions."""

    def __init__(self, text: str) -> None:
        points = _plain()[points_of(text)]
        again = (points[1:] == _SPACE) & (points[:-1] == _SPACE)
        self._places = np.nonzero(np.concatenate([[True], ~again]))[0] if len(points) else np.empty(0, dtype=np.int64)
        self.points = points[self._places]
        self.text = self.points.tobytes().decode("utf-32-le", "surrogatepass")

    def original(self, span: Span) -> Span:
        """Give where a span of the folded text stands in the text itself; it is not empty."""
        return Span(int(self._places[span.start]), int(self._places[span.end - 1]) + 1)

    def position(self, original: int) -> int:
        """Give the position in the folded text that is at an original one, or next behind it."""
        return int(np.searchsorted(self._places, original))


@cache
def _plain() -> Points:
    table = np.arange(0x110000, dtype=np.uint32)
    for point in range(0x3001):
        if chr(point).isspace():
            table[point] = _SPACE
    for mark, plain in _PLAIN.items():
        table[ord(mark)] = ord(plain)
    return table
