"""How a file counts that quotes nothing: words are marked from end to end, and that shows."""

from collections.abc import Iterable, Sequence

from annotator.formats.exchange.offset_units import Decided, OffsetMap, countings
from annotator.model.document import canonical


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
    return not any(text[edge - 1].isalnum() and text[edge].isalnum() for edge in edges)
