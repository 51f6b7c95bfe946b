"""Where an imported annotation stands: at its offsets, else where its quote is found for certain, else nowhere."""

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from annotator.formats.exchange.offset_units import OffsetMap, says
from annotator.formats.exchange.read_document import ReadSpan
from annotator.model.annotation import Annotation
from annotator.model.span import Span
from annotator.services.editing.annotations import placed

if TYPE_CHECKING:
    from annotator.services.folding.folded_text import FoldedText

_SHOWN = 60
_BY_WORDS = "does not stand at its offsets; it was found by its words."
_NOWHERE = "does not stand at its offsets, nor once in the text"


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
    found = _found(text, span)
    shown = f"{span.id} ({span.label}) “{_short(span.quote)}”"
    if found:
        told = span.fragments or not span.parts
        return placed(annotation, text, found), f"{shown} {_BY_WORDS}" if told else ""
    quote = span.quote.replace("\r\n", "\n").replace("\r", "\n")
    lost = annotation._replace(quote=(quote,), before=span.before, after=span.after)
    where = "stands in no place of the text for certain" if span.parts and not span.fragments else _NOWHERE
    return lost, f"{shown} {where}; it is kept without a place."


def _found(text: str, span: ReadSpan) -> list[Span]:
    """Give where the words of a span stand for certain, none where that is so of not all of them."""
    parts = span.parts or ((span.before, span.quote or "", span.after),)
    places = [_only_place(text, exact, before, after) for before, exact, after in parts]
    return [place for place in places if place] if None not in places else []


def _only_place(text: str, quote: str, before: str, after: str) -> Span | None:
    """Give where a quote stands with its context, or without it; None unless that is in one place only.

    White space may be of another kind and length than in the quote. Where that finds none, quote and context may be
    encoded and typeset otherwise, too.
    """
    for ahead, behind in ((before, after), ("", "")) if quote.strip() else ():
        wanted = re.compile(f"{_loosely(ahead)}({_loosely(quote.strip())}){_loosely(behind)}")
        found = wanted.search(text)
        # Behind its first letter, for it may begin again in itself.
        if found and not wanted.search(text, found.start() + 1):
            return Span(*found.span(1))
    return _only_place_alike(text, quote, before, after)


def _only_place_alike(text: str, quote: str, before: str, after: str) -> Span | None:
    # numpy is loaded with it, which few imports need.
    from annotator.services.folding.folded_text import folded

    alike, bare = _folded_text(text), folded(quote.strip())
    for ahead, behind in ((folded(before), folded(after)), ("", "")) if bare else ():
        start = alike.text.find(wanted := ahead + bare + behind)
        if start >= 0 and alike.text.find(wanted, start + 1) < 0:
            return alike.original(Span(start + len(ahead), start + len(ahead) + len(bare)))
    return None


@lru_cache(maxsize=1)
def _folded_text(text: str) -> "FoldedText":
    from annotator.services.folding.folded_text import FoldedText

    return FoldedText(text)


def _loosely(words: str) -> str:
    return "".join(r"\s+" if part.isspace() else re.escape(part) for part in re.split(r"(\s+)", words))


def _short(quote: str) -> str:
    flat = " ".join(quote.split())
    return flat if len(flat) <= _SHOWN else f"{flat[:_SHOWN]}…"
