"""How a file counts that quotes nothing: words are marked from end to end, and that shows."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple
from unicodedata import combining

from annotator.formats.exchange.offset_units import Decided, OffsetMap, countings
from annotator.model.document import canonical

Place = tuple[int, int]


class Likeliest(NamedTuple):
    """The unit that a file counts in, and how sure that is: so many of its spans begin and end with words.

    ``spans`` are those of texts in which the units differ.
    """

    unit: str
    whole: int
    spans: int

    def units(self, all_units: Sequence[str]) -> Sequence[str]:
        """Give the units to try in a single text: this one alone where the file bears it out, else all, it first."""
        sure = 10 * self.whole >= 9 * self.spans
        return (self.unit,) if sure else (self.unit, *(unit for unit in all_units if unit != self.unit))

    @property
    def is_doubtful(self) -> bool:
        """Whether most spans begin or end inside a word, however offsets are counted."""
        return 2 * self.whole < self.spans


def likeliest_unit(texts: Iterable[tuple[str, Sequence[Place]]], units: Sequence[str]) -> Likeliest:
    """Give the unit in which most spans of all texts lie inside of them, then begin and end with words."""
    inside, whole = Counter[str](), Counter[str]()
    total = 0
    for text, spans in texts:
        if text.isascii() or not spans:
            continue
        total += len(spans)
        for unit in units:
            within, at_words = max(_fits(text, spans, unit))
            inside[unit] += within
            whole[unit] += at_words
    best = max(units, key=lambda unit: (inside[unit], whole[unit]))
    return Likeliest(best, whole[best], total)


def _fits(came: str, spans: Sequence[Place], unit: str) -> Iterator[tuple[int, int]]:
    text = canonical(came)
    for counting in countings(came, (unit,)):
        offsets = OffsetMap(came, counting)
        found = [place for span in spans if (place := offsets.span(*span))]
        yield len(found), sum(_at_words(text, place) for place in found)


def likeliest(text: str, units: Iterable[str], spans: Iterable[tuple[int, int]]) -> OffsetMap:
    """Give the way of counting in which most spans begin and end with words; the first wins where several do."""
    return decide_by_fit(text, [(start, end, "") for start, end in spans], units)[0].offsets


def decide_by_fit(came: str, named: Sequence[tuple[int, int, str]], units: Iterable[str]) -> tuple[Decided, bool]:
    """Find the counting that fits spans without quotes best, and tell whether that is a guess.

    ``named`` are start, end and a name, which producers often make of the first words. Names that the text bears out
    count first, then spans that lie inside the text, then spans that begin and end with words; the first counting wins
    where several fit alike. ``held`` of what is given counts the spans that begin and end with words. It is no guess
    where every counting leads to the same places, or the text bears out all names.
    """
    text = canonical(came)
    best: Decided | None = None
    best_fit, meant = (-1, -1, -1), set()
    for counting in countings(came, tuple(units)):
        offsets = OffsetMap(came, counting)
        spans = [offsets.span(start, end) for start, end, _name in named]
        meant.add(tuple(spans))
        said = sum(_begins_so(text, span, name) for span, (_start, _end, name) in zip(spans, named, strict=True))
        whole = sum(_at_words(text, span) for span in spans)
        fit = (said, len(spans) - spans.count(None), whole)
        if fit > best_fit:
            best, best_fit = Decided(counting, offsets, whole, len(spans)), fit
    assert best is not None
    names = sum(bool(name) for _start, _end, name in named)
    return best, len(meant) > 1 and not 0 < names == best_fit[0]


def _begins_so(text: str, span: tuple[int, int] | None, name: str) -> bool:
    start = " ".join(name.removesuffix("...").removesuffix("…").split())
    return span is not None and bool(start) and " ".join(text[slice(*span)].split()).startswith(start)


def _at_words(text: str, span: tuple[int, int] | None) -> bool:
    if span is None or text[span[0]].isspace() or text[span[1] - 1].isspace():
        return False
    edges = [edge for edge in span if 0 < edge < len(text)]
    if not any(letter.isalnum() for letter in text[slice(*span)]) or combining(text[span[0]]):
        return False
    return not any(text[edge - 1].isalnum() and text[edge].isalnum() for edge in edges)
