"""How a file counts that quotes nothing: words are marked from end to end, and that shows."""

from collections.abc import Iterable

from annotator.formats.offset_units import Counting, OffsetMap
from annotator.model.document import canonical


def likeliest(text: str, units: Iterable[str], spans: Iterable[tuple[int, int]]) -> OffsetMap:
    """Give the way of counting in which most spans begin and end with words; the first wins where several do."""
    words = canonical(text)
    places = list(spans)
    line_ends = (2, 1) if "\r\n" in text else (1,)
    maps = [OffsetMap(text, Counting(unit, line_end)) for unit in units for line_end in line_ends]
    return max(maps, key=lambda offsets: sum(_ends_well(words, offsets.span(*span)) for span in places))


def _ends_well(text: str, span: tuple[int, int] | None) -> int:
    """Give 0 for a span that begins and ends with words, less for every end that does not."""
    if span is None:
        return -2
    start, end = span
    inside = (start and text[start - 1].isalnum() and text[start].isalnum()) or text[start].isspace()
    cut = (end < len(text) and text[end - 1].isalnum() and text[end].isalnum()) or text[end - 1].isspace()
    return -bool(inside) - bool(cut)
