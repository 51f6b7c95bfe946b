"""How others count offsets, and which way of counting a file's own quotes bear out."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Final, NamedTuple

from annotator.formats.exchange.graphemes import grapheme_starts
from annotator.model.document import canonical
from annotator.model.name_key import name_key
from annotator.model.utf16_offsets import Utf16Offsets

CODE_POINTS: Final = "code points"
UTF16: Final = "UTF-16 units"
UTF8: Final = "UTF-8 bytes"
GRAPHEMES: Final = "graphemes"
UNITS: Final = (CODE_POINTS, UTF16, UTF8)
"""Those of machines; graphemes are those of readers."""

Fragments = tuple[tuple[int, int], ...]
_MARK = "\ufeff"


class Counting(NamedTuple):
    """A unit, what CR LF counts (one or two), and whether a byte-order mark counts."""

    unit: str
    line_end: int = 1
    mark: bool = False

    def words(self, came: str) -> str:
        """Say it of a text, leaving out what makes no difference there."""
        parts = [self.unit]
        if "\r\n" in came:
            parts.append(f"CRLF as {self.line_end}")
        if came.startswith(_MARK):
            parts.append("with the byte-order mark" if self.mark else "without the byte-order mark")
        return ", ".join(parts)


class OffsetMap:
    """From offsets of a counting into a text as it came to code points of its canonical text."""

    def __init__(self, came: str, counting: Counting) -> None:
        base = came if counting.mark else came.removeprefix(_MARK)
        if counting.line_end == 1:
            base = base.replace("\r\n", "\n")
        self._to_points = _to_code_points(base, counting.unit)
        self._size = len(base)
        # The LF of each CR LF: what lies behind one is a code point earlier in the canonical text.
        # Where it counts one it is gone already, and a lone CR that now stands before an LF counts for itself.
        found = _places_of("\r\n", base) if counting.line_end == 2 else ()
        self._line_feeds = [index + 1 for index in found]
        self._shift = int(counting.mark and came.startswith(_MARK))

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Give a span in code points, None where it lies outside the text or is empty."""
        first, last = self._to_points(start), self._to_points(end)
        if not 0 <= first < last <= self._size:
            return None
        span = self._canonical(first), self._canonical(last)
        return span if 0 <= span[0] < span[1] else None

    def spans(self, fragments: Iterable[tuple[int, int]]) -> Fragments | None:
        """Give all fragments in order, None where one of them lies outside the text."""
        found = [self.span(start, end) for start, end in sorted(fragments)]
        return tuple(span for span in found if span) if found and None not in found else None

    def _canonical(self, point: int) -> int:
        return point - bisect_left(self._line_feeds, point) - self._shift


class Decided(NamedTuple):
    """The counting that most quotes bear out, and how many of them."""

    counting: Counting
    offsets: OffsetMap
    held: int
    quoted: int


def decide(came: str, spans: Sequence[tuple[Fragments, str | None]], units: Iterable[str]) -> Decided:
    """Find the counting under which most quotes stand where they are said to; the first wins where several do.

    ``spans`` are fragments with their quote, None where there is none; ``units`` are tried in order.
    """
    text = canonical(came)
    quoted = [(fragments, quote) for fragments, quote in spans if quote is not None and fragments]
    best: Decided | None = None
    for counting in countings(came, tuple(units) or (CODE_POINTS,)):
        offsets = OffsetMap(came, counting)
        held = sum(says(text, offsets.spans(fragments), quote) for fragments, quote in quoted)
        if best is None or held > best.held:
            best = Decided(counting, offsets, held, len(quoted))
        if held == len(quoted):
            break
    assert best is not None
    return best


def says(text: str, fragments: Fragments | None, quote: str) -> bool:
    """Tell whether the fragments of a text, joined by spaces, say what a quote says.

    White space is not compared, nor what the key of names leaves out.
    """
    if not fragments:
        return False
    words = "".join("".join(text[start:end] for start, end in fragments).split())
    wanted = "".join(quote.split())
    return words == wanted or name_key(words) == name_key(wanted)


def countings(came: str, units: tuple[str, ...]) -> Iterator[Counting]:
    """Give the ways of counting that differ in a text, the likeliest first."""
    line_ends = (2, 1) if "\r\n" in came else (1,)
    marks = (False, True) if came.startswith(_MARK) else (False,)
    for unit in units[:1] if came.isascii() else units:
        for line_end in line_ends:
            for mark in marks:
                yield Counting(unit, line_end, mark)


def _to_code_points(base: str, unit: str) -> Callable[[int], int]:
    if unit == CODE_POINTS or base.isascii():
        return lambda position: position
    if unit == UTF16:
        return Utf16Offsets(base).from_utf16
    if unit == GRAPHEMES:
        places = [*grapheme_starts(base), len(base)]
        return lambda position: places[position] if 0 <= position < len(places) else len(base) + 1
    ends = list(accumulate(len(letter.encode("utf-8", "surrogatepass")) for letter in base))
    return lambda position: bisect_right(ends, position)


def _places_of(words: str, text: str) -> Iterator[int]:
    place = text.find(words)
    while place >= 0:
        yield place
        place = text.find(words, place + len(words))
