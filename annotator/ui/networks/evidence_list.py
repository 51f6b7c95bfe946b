"""What a node, an edge or a cell rests on, over all documents: passages that open in their place."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from annotator.formats.sidecar.sidecar_json import SidecarError, load_sidecar
from annotator.model.layer import Layer
from annotator.services.exporting.folder_edges import ROW_OF_INDEX
from annotator.services.index.view import FolderView
from annotator.services.index.words import WordReader
from annotator.services.keeping.annotated_file import read_sidecar_bytes
from annotator.services.reporting.passages import Passage, passage_of
from annotator.ui.networks.asking import Place
from annotator.ui.toolkit import theme
from annotator.ui.toolkit.panel_parts import Panel
from annotator.ui.toolkit.record_model import RecordModel
from annotator.ui.toolkit.row_list import Row, RowList, one_line
from annotator.ui.toolkit.row_shapes import LETTER
from annotator.ui.toolkit.safe_text import PlainLabel
from annotator.ui.toolkit.words_on_screen import LETTERS

MOST: Final = 300
"""So many passages of one edge are listed; the number of all is said."""
_EMPTY: Final = "Choose a node, a line or a cell, by a click or with arrow keys and Enter: what it rests on comes here."


@dataclass(frozen=True, slots=True)
class Proof:
    """A passage, and the file and annotation that it is."""

    sidecar: Path
    annotation: str
    passage: Passage


def proofs(evidence: Sequence[str], places: Sequence[Place]) -> list[Proof]:
    """Read the passages that some evidence names, each as ``document:annotation``; what is gone is left out."""
    files = {file.found.document_name(file.found.path.name): place for place in places
             for file in (place.chart_file(),)}  # fmt: skip
    layers: dict[str, Layer | None] = {}
    found = []
    for one in evidence:
        document, _colon, annotation = one.rpartition(":")
        if not document and len(places) == 1:
            document = next(iter(files))
        place = files.get(document)
        if place is None:
            continue
        if document not in layers:
            layers[document] = place.layer or _read(place.path)
        layer = layers[document]
        if layer is not None and annotation in layer.annotations:
            found.append(Proof(place.path, annotation, passage_of(layer.annotations[annotation], layer, document)))
    return found


def proofs_in_index(evidence: Sequence[str], view: FolderView, reader: WordReader) -> list[Proof]:
    """Read the passages of some rows of the index; what was written since is left out."""
    rows = [int(one.removeprefix(ROW_OF_INDEX)) for one in evidence]
    return [
        Proof(words.sidecar, words.id, Passage(**{name: getattr(words, name) for name in Passage._fields}))
        for words in reader.passages(view, rows).values()
        if words.id
    ]


def _read(path: Path) -> Layer | None:
    try:
        return load_sidecar(read_sidecar_bytes(path), duplicates=False).layer
    except (SidecarError, OSError):
        return None


class FolderEvidence(Panel):
    """Lists passages; ``opened`` comes with the one that was entered."""

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.proofs: list[Proof] = []
        self.title = PlainLabel()
        self.title.setWordWrap(True)
        self.title.setAccessibleName("What the evidence is for")
        self.rows = RowList("Evidence", lines=2)
        self.model = RecordModel(self._row, self)
        self.rows.setModel(self.model)
        self.rows.activated.connect(lambda index: self.opened.emit(self.proofs[index.row()]))
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 4, 6, 0)
        column.addWidget(self.title)
        column.addWidget(self.rows, 1)
        self.setFocusProxy(self.rows)
        self.show_proofs("", [], 0)

    def show_proofs(self, title: str, found: list[Proof], count: int) -> None:
        """List passages below a title; ``count`` is how many there are of which these are the first."""
        self.proofs = found
        more = f" – the first {len(found):,} of {count:,}" if count > len(found) else f" – {count:,}" if count else ""
        self.title.setText(f"{title}{more}" if title else "")
        self.model.fill((number, str(number)) for number in range(len(found)))
        self.rows.show_empty("" if found else _EMPTY if not title else "Nothing is marked that it rests on.")

    def _row(self, identifier: str) -> Row | None:
        if int(identifier) >= len(self.proofs):
            return None
        passage = self.proofs[int(identifier)].passage
        told = " · ".join(filter(None, (passage.date, passage.annotator, passage.document)))
        color = theme.current().type_color(passage.type).name()
        return Row(one_line(passage.quote), one_line(told), LETTER, color, LETTERS.get(passage.type, "?"))
