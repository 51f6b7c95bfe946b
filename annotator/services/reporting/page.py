"""What stands on a page that is printed or sent, whatever file it becomes: headings, marked words, tables, a chart."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias

from annotator.model.networks.relation_graph import RelationGraph
from annotator.model.vocabulary import ACTOR, AGREEMENT, CLAIM

LETTER_OF: Final = {ACTOR: "a", CLAIM: "c", AGREEMENT: "g"}
"""How the numbers of notes begin, so that types are told apart without colour; another type has none."""
COLOR_OF: Final = {ACTOR: "1a439a", CLAIM: "ad4f00", AGREEMENT: "0a6b50"}
"""The colours of the light theme, as RRGGBB."""
OTHER_COLOR: Final = "5a6370"
_REORDERING: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
MOST_LANES: Final = 8
"""So many underlines lie under one another; what finds no room has its number at both ends instead."""


class Mark(NamedTuple):
    """An annotation over some words: ``label`` is its number, ``lane`` its place under the words, -1 for none.

    ``note`` is the anchor of what is said of it.
    """

    label: str
    type: str
    lane: int
    note: str


class Run(NamedTuple):
    """Words that look alike, with the marks over them, the nearest lane first.

    ``link`` is the anchor that they lead to, ``anchor`` their own; ``heard`` is what a screen reader says for them.
    """

    text: str
    marks: tuple[Mark, ...] = ()
    bold: bool = False
    quiet: bool = False
    link: str = ""
    anchor: str = ""
    heard: str = ""


class Opening(NamedTuple):
    """Where an annotation begins: heard by who does not see the underline, written where there is none to be seen."""

    mark: Mark
    heard: str


class Ending(NamedTuple):
    """The number behind the last word of an annotation, or of a part of it: ``goes_on`` where another part follows."""

    mark: Mark
    heard: str
    anchor: str = ""
    goes_on: bool = False

    @property
    def text(self) -> str:
        """What is written."""
        return f"{self.mark.label}…" if self.goes_on else self.mark.label


Piece: TypeAlias = Run | Opening | Ending


class Heading(NamedTuple):
    """Opens a section; ``level`` 1 is the page's own."""

    level: int
    text: str
    anchor: str


class Paragraph(NamedTuple):
    """Words in one or more lines; ``of_text``: of the article itself, a gap before it where a line was left empty."""

    pieces: Sequence[Piece]
    of_text: bool = False
    gap: bool = False
    anchor: str = ""

    @property
    def lanes(self) -> int:
        """How many underlines have to find room under a line."""
        runs = (piece for piece in self.pieces if isinstance(piece, Run))
        return max((mark.lane + 1 for run in runs for mark in run.marks), default=0)


class Table(NamedTuple):
    """Rows below the names of columns; a table without such names has them in its first column."""

    title: str
    heads: tuple[str, ...]
    rows: Sequence[tuple[tuple[Run, ...], ...]]

    def shares(self, width: float) -> list[float]:
        """Share out a width among the columns: by the longest that stands in each, and no word of it is broken."""
        heads = [tuple(plain(head) for head in self.heads)] if self.heads else []
        columns = zip(*heads, *self.rows, strict=True)
        weights = [max(map(_room, column)) for column in columns]
        return [width * weight / sum(weights) for weight in weights]


class Chart(NamedTuple):
    """A relationship chart."""

    title: str
    graph: RelationGraph


Block: TypeAlias = Heading | Paragraph | Table | Chart


@dataclass(frozen=True, slots=True)
class Page:
    """One document's pages, or a list of passages; ``language`` is that of its text, "" where nobody said it."""

    title: str
    anchor: str
    blocks: tuple[Block, ...]
    language: str = ""
    told: str = ""
    """What a list of contents says behind the title."""


def _room(cell: Sequence[Run]) -> float:
    text = "".join(run.text for run in cell)
    longest = max(map(len, text.split()), default=0)
    return max(8.0, min(36.0, len(text)), min(40.0, 1.3 * longest))


def plain(text: str) -> tuple[Run, ...]:
    """Give words without anything special."""
    return (Run(shown(text)),) if text else ()


def shown(text: str) -> str:
    """Give what somebody typed with signs that reorder what follows as ``‹U+202E›``; an article keeps its own."""
    return _REORDERING.sub(lambda found: f"‹U+{ord(found.group()):04X}›", text)


def color_of(annotation_type: str) -> str:
    """Give the colour of a type, as RRGGBB."""
    return COLOR_OF.get(annotation_type, OTHER_COLOR)
