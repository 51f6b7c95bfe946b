"""An article as paragraphs of words, each stretch with the annotations over it."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from annotator.model.annotation import Annotation
from annotator.model.lanes import lanes
from annotator.services.reporting.page import LETTER_OF, MOST_LANES, Ending, Mark, Opening, Paragraph, Piece, Run


def marks_of(annotations: Sequence[Annotation], prefix: str) -> dict[str, Mark]:
    """Number the annotations, which come by place, and give each its lane; ``prefix`` begins the anchors of notes."""
    spans = ((span, annotation.id) for annotation in annotations for span in annotation.fragments)
    lane_of = lanes(spans, MOST_LANES)
    return {
        one.id: Mark(
            f"{LETTER_OF.get(one.type, '')}{number}", one.type, lane_of.get(one.id, -1), f"{prefix}-note{number}"
        )
        for number, one in enumerate(annotations, 1)
    }


def place_anchor(mark: Mark) -> str:
    """Give the anchor of the number in the text that leads to a note."""
    return mark.note.replace("-note", "-mark")


def heard_as(mark: Mark) -> str:
    """Give what a mark is called by who reads aloud: "claim 3"."""
    return f"{mark.type} {mark.label.lstrip('acg')}"


def marked_paragraphs(text: str, annotations: Sequence[Annotation], marks: Mapping[str, Mark]) -> Iterator[Paragraph]:
    """Give a paragraph for each line in which anything stands; positions in a text are code points."""
    places = _Places(annotations, marks)
    start, gap = 0, False
    for line in text.split("\n"):
        pieces = list(places.pieces(text, start, start + len(line)))
        if any(not isinstance(piece, Run) or piece.text.strip() for piece in pieces):
            yield Paragraph(pieces, of_text=True, gap=gap)
            gap = False
        else:
            gap = True
        start += len(line) + 1


class _Places:
    """Where annotations begin and end, walked through from the beginning of a text."""

    def __init__(self, annotations: Sequence[Annotation], marks: Mapping[str, Mark]) -> None:
        self._marks = marks
        self._opening: defaultdict[int, list[tuple[Annotation, int]]] = defaultdict(list)
        self._closing: defaultdict[int, list[tuple[Annotation, int]]] = defaultdict(list)
        for annotation in annotations:
            for number, span in enumerate(annotation.fragments):
                self._opening[span[0]].append((annotation, number))
                self._closing[span[1]].append((annotation, number))
        self._edges = sorted({*self._opening, *self._closing})
        self._over: dict[str, Mark] = {}

    def pieces(self, text: str, start: int, end: int) -> Iterator[Piece]:
        """Give what stands in one line, which begins behind the one before."""
        at = start
        for number in range(bisect_left(self._edges, start), len(self._edges)):
            edge = self._edges[number]
            if edge > end:
                break
            yield from self._words(text, at, edge)
            yield from self._at(edge)
            at = edge
        yield from self._words(text, at, end)

    def _words(self, text: str, start: int, end: int) -> Iterator[Run]:
        if end > start:
            seen = (mark for mark in self._over.values() if mark.lane >= 0)
            yield Run(text[start:end], tuple(sorted(seen, key=lambda mark: mark.lane)))

    def _at(self, edge: int) -> Iterator[Piece]:
        for annotation, number in sorted(self._closing.get(edge, ()), key=lambda one: -one[0].fragments[one[1]][0]):
            mark = self._over.pop(annotation.id)
            goes_on = number + 1 < len(annotation.fragments)
            heard = f"{heard_as(mark)} {'is interrupted' if goes_on else 'ends'}"
            yield Ending(mark, heard, "" if goes_on else place_anchor(mark), goes_on)
        for annotation, number in sorted(self._opening.get(edge, ()), key=lambda one: -one[0].fragments[one[1]][1]):
            mark = self._over[annotation.id] = self._marks[annotation.id]
            yield Opening(mark, f"{heard_as(mark)} {'goes on' if number else 'begins'}: ")
