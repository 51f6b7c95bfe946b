"""Which differences came with a newer file of a colleague, after a review had begun.

The first step of a review notes marks of all differences that there are, as a decision that settles nothing. What has
no mark there came later, or is about something that a colleague holds otherwise now.
"""

from collections.abc import Sequence

from annotator.model.edits import THE_DOCUMENT
from annotator.services.comparing.align import Alignment, source
from annotator.services.comparing.decided import KNOWN, Decided, mark_of, marks_known
from annotator.services.comparing.difference import Difference


def document_of_annotator(annotator: str) -> str:
    """Name the document as a colleague has it, as decisions name their sources."""
    return source(annotator, THE_DOCUMENT)


class News:
    """Tells of differences by their numbers; follows ``decided`` as that is kept up."""

    def __init__(self, differences: Sequence[Difference], alignment: Alignment, decided: Decided) -> None:
        self._differences = differences
        self._alignment = alignment
        self._decided = decided
        self._sources = tuple(map(document_of_annotator, alignment.annotators))
        self._marks: dict[int, str] = {}
        self._corrected: frozenset[str] = frozenset()
        self._last: tuple[object, frozenset[str] | None] = (None, None)

    @property
    def is_noted(self) -> bool:
        """Whether it is known what there was when the review began."""
        return self._noted() is not None

    @property
    def is_to_be_noted(self) -> bool:
        """Whether the next step has to note what there is."""
        known = self._noted()
        return known is None or not known.issuperset(self._corrected)

    def came_later(self, number: int) -> bool:
        """Tell whether a difference was not there yet when the review began."""
        known = self._noted()
        if known is None:
            return False
        mark = self._mark(number)
        return mark not in known and mark not in self._corrected

    def marks_to_note(self) -> list[str]:
        """Give the marks of all differences but those that came later."""
        old = [number for number in range(len(self._differences)) if not self.came_later(number)]
        return [*(self._noted() or ()), *map(self._mark, old)]

    def later(self) -> frozenset[str]:
        """Give the marks of the differences that came later."""
        return frozenset(self._mark(number) for number in range(len(self._differences)) if self.came_later(number))

    def follow(self, before: "News") -> None:
        """Take over what was new when the same files were compared before: what differs now comes of a correction."""
        if before.is_noted:
            self._corrected = frozenset(map(self._mark, range(len(self._differences)))) - before.later()

    def _noted(self) -> frozenset[str] | None:
        found = self._decided.about(KNOWN, self._sources)
        note = found[-1] if found else None
        if note is not self._last[0]:
            self._last = note, marks_known(note) if note else None
        return self._last[1]

    def _mark(self, number: int) -> str:
        if number not in self._marks:
            self._marks[number] = mark_of(self._differences[number], self._alignment)
        return self._marks[number]
