"""What of a layer lies in one paragraph of the shown text: the one bridge between Qt's positions and the model's."""

from bisect import bisect_left
from collections.abc import Sequence

from PySide6.QtGui import QTextBlock

from annotator.model.annotation import Annotation
from annotator.model.layer import Layer
from annotator.model.span import Span
from annotator.model.utf16_offsets import Utf16Offsets


class BlockContents:
    """Answers for paragraphs of one document; without a layer nothing lies in them."""

    def __init__(self, layer: Layer | None, offsets: Utf16Offsets) -> None:
        self.layer = layer
        self._offsets = offsets

    def annotation(self, identifier: str | None) -> Annotation | None:
        """Give an annotation by its id."""
        return self.layer.annotations.get(identifier or "") if self.layer else None

    def annotations(self, block: QTextBlock) -> list[tuple[Annotation, list[Span]]]:
        """Give the annotations in a paragraph by place, each with its parts in it as UTF-16 positions."""
        if self.layer is None or block.length() <= 1:
            return []
        first, last = block.position(), block.position() + block.length() - 1
        start, end = self.bounds(block)
        found = []
        for annotation in self.layer.between(start, end):
            inside = (self.utf16(span) for span in annotation.fragments if span[0] < end and span[1] > start)
            found.append((annotation, [Span(max(first, one), min(last, other)) for one, other in inside]))
        return found

    def bounds(self, block: QTextBlock) -> Span:
        """Give the code points of a paragraph, its end left out."""
        first = block.position()
        return Span(self._offsets.from_utf16(first), self._offsets.from_utf16(first + block.length() - 1))

    def hits(self, block: QTextBlock, hits: Sequence[Span]) -> list[Span]:
        """Give those of some places in order that lie in a paragraph."""
        if not hits:
            return []
        start, end = self.bounds(block)
        index = max(0, bisect_left(hits, (start, start)) - 1)
        inside = []
        while index < len(hits) and hits[index].start < end:
            if hits[index].end > start:
                inside.append(hits[index])
            index += 1
        return inside

    def ids_at(self, position: int) -> list[str]:
        """Give the ids of the annotations over a code point, the shortest first."""
        found = self.layer.at(position) if self.layer and position >= 0 else []
        return [annotation.id for annotation in sorted(found, key=lambda a: (a.end - a.start, a.place))]

    def utf16(self, span: Span) -> Span:
        """Give a span as UTF-16 positions."""
        return Span(self._offsets.to_utf16(span[0]), self._offsets.to_utf16(span[1]))
