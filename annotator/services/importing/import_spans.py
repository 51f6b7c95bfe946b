"""Where an imported annotation stands: at its offsets, else where its quote is found for certain, else nowhere."""

from annotator.formats.exchange.offset_units import OffsetMap, says
from annotator.formats.exchange.read_document import ReadSpan
from annotator.model.annotation import Annotation
from annotator.model.span import Span
from annotator.services.editing.annotations import placed

_SHOWN = 60


def place(annotation: Annotation, span: ReadSpan, text: str, offsets: OffsetMap) -> tuple[Annotation, str]:
    """Give the annotation at its place, and a sentence where the offsets do not lead there.

    What stands nowhere for certain keeps its quote and has no fragments.
    """
    fragments = offsets.spans(span.fragments)
    if fragments and (span.quote is None or says(text, fragments, span.quote)):
        return placed(annotation, text, [Span(*fragment) for fragment in fragments]), ""
    if span.fragments and all(start == end for start, end in span.fragments):
        at = min(start for start, _end in span.fragments)
        return annotation, f"{span.id} ({span.label}) covers no text, at {at:,}; it is kept without a place."
    if not span.quote:
        return annotation, f"{span.id} ({span.label}) lies outside the text; it is kept without a place."
    quote = span.quote.replace("\r\n", "\n").replace("\r", "\n")
    shown = f"{span.id} ({span.label}) “{_short(quote)}”"
    start = _only_place(text, quote, span.before, span.after)
    if start is not None:
        found = placed(annotation, text, [Span(start, start + len(quote))])
        return found, f"{shown} does not stand at its offsets; it was found by its words."
    lost = annotation._replace(quote=(quote,), before=span.before, after=span.after)
    return lost, f"{shown} does not stand at its offsets, nor once in the text; it is kept without a place."


def _only_place(text: str, quote: str, before: str, after: str) -> int | None:
    """Give where a quote stands with its context, or without it; None unless that is in one place only."""
    for ahead, behind in ((before, after), ("", "")):
        wanted = ahead + quote + behind
        start = text.find(wanted)
        if start >= 0 and text.find(wanted, start + 1) < 0:
            return start + len(ahead)
    return None


def _short(quote: str) -> str:
    flat = " ".join(quote.split())
    return flat if len(flat) <= _SHOWN else f"{flat[:_SHOWN]}…"
