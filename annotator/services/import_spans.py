"""Where an imported annotation stands: at its offsets, else where its quote is found for certain, else nowhere."""

from annotator.formats.exchange import ReadSpan
from annotator.formats.offset_units import OffsetMap, says
from annotator.model.anchoring import anchored
from annotator.model.annotation import Annotation
from annotator.model.span import Span
from annotator.services.authoring.annotations import placed

_SHOWN = 60


def place(annotation: Annotation, span: ReadSpan, text: str, offsets: OffsetMap) -> tuple[Annotation, str]:
    """Give the annotation at its place, and a sentence where the offsets do not lead there.

    What stands nowhere for certain keeps its quote and has no fragments.
    """
    fragments = offsets.spans(span.fragments)
    if fragments and (span.quote is None or says(text, fragments, span.quote)):
        return placed(annotation, text, [Span(*fragment) for fragment in fragments]), ""
    if not span.quote:
        return annotation, f"{span.id} ({span.label}) lies outside the text; it is kept without a place."
    quote = span.quote.replace("\r\n", "\n").replace("\r", "\n")
    lost = annotation._replace(quote=(quote,), before=span.before, after=span.after)
    found = anchored(lost, text)
    shown = f"{span.id} ({span.label}) “{_short(quote)}”"
    if found.fragments:
        return placed(
            found, text, found.fragments
        ), f"{shown} does not stand at its offsets; it was found by its words."
    return lost, f"{shown} does not stand at its offsets, nor once in the text; it is kept without a place."


def _short(quote: str) -> str:
    flat = " ".join(quote.split())
    return flat if len(flat) <= _SHOWN else f"{flat[:_SHOWN]}…"
