"""A look at all places of an actor's names before they are annotated in one step."""

import re
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.model.document import Document
from annotator.model.span import Span
from annotator.services.editing.occurrences import AS_WRITTEN, Occurrence
from annotator.services.folding.find_words import Way
from annotator.ui.toolkit.plain_rows import give_room
from annotator.ui.toolkit.safe_text import PlainLabel, visible
from annotator.ui.toolkit.screen_room import open_with

CONTEXT = 40

Look = Callable[[Way], list[Occurrence]]
"""Gives the places of the names, looked for in a way."""


class OccurrencePreview(QDialog):
    """A list to check; what is part of a longer name is unchecked and says so."""

    def __init__(self, parent: QWidget | None, document: Document, names: str, look: Look) -> None:
        super().__init__(parent)
        self.setWindowTitle("Annotate all occurrences")
        open_with(self, 680, 420)
        self._text, self._look = document.text, look
        self._found: list[Occurrence] = []
        label = PlainLabel(
            f"Places of “{names}” that are not annotated yet. Space checks, Enter annotates what is checked."
        )
        label.setWordWrap(True)
        self.any_case = QCheckBox("Any &case")
        self.any_accents = QCheckBox("Any acce&nts")
        self._list = QListWidget()
        self._list.setAccessibleName("Occurrences")
        give_room(self._list)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.button(QDialogButtonBox.StandardButton.Ok).setText("Annotate")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(label)
        boxes = QHBoxLayout()
        for box in (self.any_case, self.any_accents):
            boxes.addWidget(box)
            box.toggled.connect(self._fill)
        boxes.addStretch()
        layout.addLayout(boxes)
        layout.addWidget(self._list, 1)
        layout.addWidget(buttons)
        self._fill()
        if not self._found:
            self.any_case.setChecked(True)
            self.any_accents.setChecked(True)
        self._list.setFocus()

    def _fill(self) -> None:
        way = replace(AS_WRITTEN, match_case=not self.any_case.isChecked(), any_accents=self.any_accents.isChecked())
        self._found = self._look(way)
        self._list.clear()
        for occurrence in self._found:
            item = QListWidgetItem(visible(_in_context(self._text, occurrence)))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            checked = Qt.CheckState.Checked if occurrence.is_proposed else Qt.CheckState.Unchecked
            item.setCheckState(checked)
            self._list.addItem(item)
        self._list.setCurrentRow(0)

    @property
    def chosen(self) -> list[Span]:
        """The places that are checked."""
        rows = range(self._list.count())
        checked = [row for row in rows if self._list.item(row).checkState() == Qt.CheckState.Checked]
        return [self._found[row].span for row in checked]


def ask_occurrences(parent: QWidget | None, document: Document, names: str, look: Look) -> list[Span]:
    """Ask which places to annotate; none when the question was declined."""
    dialog = OccurrencePreview(parent, document, names, look)
    return dialog.chosen if dialog.exec() == QDialog.DialogCode.Accepted else []


def _in_context(text: str, occurrence: Occurrence) -> str:
    start, end = occurrence.span
    # Words that are cut would only puzzle.
    before = text[max(0, start - CONTEXT) : start].partition(" ")[2] if start > CONTEXT else text[:start]
    after = text[end : end + CONTEXT].rpartition(" ")[0] if end + CONTEXT < len(text) else text[end:]
    part = f"   (part of “{' '.join(occurrence.longer_name.split())}”)" if occurrence.longer_name else ""
    return re.sub(r"\s+", " ", f"… {before}⟦{text[start:end]}⟧{after} …{part}")
