"""The names that are suggested in an article, to be checked and marked at all their places in one step."""

import re
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHeaderView, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from annotator.model.document import Document
from annotator.services.suggesting.suggestion import Suggestion
from annotator.ui.toolkit.plain_rows import give_room
from annotator.ui.toolkit.safe_text import PlainLabel, visible
from annotator.ui.toolkit.screen_room import open_with
from annotator.ui.toolkit.words_on_screen import ENTITY_TYPE_WORDS, counted

CONTEXT: Final = 40
_PLACE: Final = "place"


class NamesList(QDialog):
    """A row for each name with what it would be, and below it its places; names of places are not checked at first.

    ``names`` has the suggestions of each name together.
    """

    def __init__(self, parent: QWidget | None, document: Document, names: Sequence[Sequence[Suggestion]]) -> None:
        super().__init__(parent)
        self.setWindowTitle("Names of the article")
        open_with(self, 720, 560)
        self._suggestions: list[tuple[QTreeWidgetItem, Suggestion]] = []
        label = PlainLabel(
            "What is checked is marked as actors at all its places, with what stands beside it. Space checks, Right "
            "shows the places, Enter marks. Names of places are not checked at first, as they seldom act."
        )
        label.setWordWrap(True)
        self.rows = QTreeWidget()
        self.rows.setAccessibleName("Names")
        self.rows.setHeaderLabels(["Name", "Is", "Places"])
        give_room(self.rows)
        for ones in names:
            self.rows.addTopLevelItem(self._row(document.text, ones))
        header = self.rows.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        if first := self.rows.topLevelItem(0):
            self.rows.setCurrentItem(first)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.button(QDialogButtonBox.StandardButton.Ok).setText("Mark")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(label)
        layout.addWidget(self.rows, 1)
        layout.addWidget(buttons)
        self.rows.setFocus()

    @property
    def chosen(self) -> list[Suggestion]:
        """The suggestions whose places are checked."""
        return [one for item, one in self._suggestions if item.checkState(0) == Qt.CheckState.Checked]

    def _row(self, text: str, ones: Sequence[Suggestion]) -> QTreeWidgetItem:
        first = ones[0]
        named = " and ".join(who.name for who in first.entities) or first.quote(text)[0]
        row = QTreeWidgetItem([visible(named), _is(first), f"{len(ones):,}" if len(ones) > 1 else ""])
        row.setFlags(row.flags() | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsAutoTristate)
        row.setToolTip(0, counted(len(ones), "place"))
        acts = any(who.type != _PLACE for who in first.entities) or not first.entities
        for one in ones:
            place = QTreeWidgetItem([visible(_in_context(text, one))])
            place.setFlags(place.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            place.setCheckState(0, Qt.CheckState.Checked if acts else Qt.CheckState.Unchecked)
            row.addChild(place)
            place.setFirstColumnSpanned(True)
            self._suggestions.append((place, one))
        return row


def ask_names(parent: QWidget | None, document: Document, names: Sequence[Sequence[Suggestion]]) -> list[Suggestion]:
    """Ask which names to mark; gives the suggestions of their places, none when the question was declined."""
    dialog = NamesList(parent, document, names)
    return dialog.chosen if dialog.exec() == QDialog.DialogCode.Accepted else []


def _is(one: Suggestion) -> str:
    kinds = " and ".join(dict.fromkeys(ENTITY_TYPE_WORDS.get(who.type, who.type) for who in one.entities))
    groups = " and ".join(dict.fromkeys(who.member_of for who in one.entities if who.member_of))
    return visible(f"{kinds}, member of {groups}" if groups else kinds)


def _in_context(text: str, one: Suggestion) -> str:
    start, end = one.start, one.end
    before = text[max(0, start - CONTEXT) : start].partition(" ")[2] if start > CONTEXT else text[:start]
    after = text[end : end + CONTEXT].rpartition(" ")[0] if end + CONTEXT < len(text) else text[end:]
    return re.sub(r"\s+", " ", f"… {before}⟦{text[start:end]}⟧{after} …")
