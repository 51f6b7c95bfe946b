"""The names that are suggested in an article, to be checked and marked at all their places in one step."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHeaderView, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from annotator.model.document import Document
from annotator.model.name_key import folded
from annotator.services.editing.who_it_is import GROUP, GROUPS, NAME, Being, likely_beings, type_of
from annotator.services.suggesting.suggestion import Somebody, Suggestion
from annotator.ui.panels.who_choices import beings_as_rows
from annotator.ui.toolkit.pick_list import Choice, ask
from annotator.ui.toolkit.plain_rows import give_room
from annotator.ui.toolkit.safe_text import PlainLabel, visible
from annotator.ui.toolkit.screen_room import open_with
from annotator.ui.toolkit.words_on_screen import ENTITY_TYPE_WORDS, counted

CONTEXT: Final = 40
_PLACE: Final = "place"


class NamesList(QDialog):
    """A row for each name with what it would be, and below it its places; names of places are not checked at first.

    ``names`` has the suggestions of each name together. What is said of a name here, another name, a group or a type,
    holds wherever it is named among those that are chosen.
    """

    def __init__(self, parent: QWidget | None, document: Document, names: Sequence[Sequence[Suggestion]]) -> None:
        super().__init__(parent)
        self.setWindowTitle("Names of the article")
        open_with(self, 720, 560)
        self._suggestions: list[tuple[QTreeWidgetItem, Suggestion]] = []
        self._firsts: list[tuple[str, Suggestion]] = []
        self._said: dict[str, Somebody] = {}
        self._language = document.info.language
        label = PlainLabel(
            "What is checked is marked as actors at all its places, with what stands beside it. Space checks, Right "
            "shows the places, F2 or a click on what a name is says it otherwise (its full name, whose member it is, "
            "its type), Enter marks. Names of places are not checked at first, as they seldom act."
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
        self.rows.itemClicked.connect(lambda item, column: self._ask(item) if column == 1 else None)
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
        """The suggestions whose places are checked, with what was said of their names."""
        checked = [one for item, one in self._suggestions if item.checkState(0) == Qt.CheckState.Checked]
        return [self._as_said(one) for one in checked]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F2 and (item := self.rows.currentItem()):
            self._ask(item)
        else:
            super().keyPressEvent(event)

    # What a name is

    def _ask(self, item: QTreeWidgetItem) -> None:
        """Ask what the name of a row is; where one name is of several, they stay as they are."""
        row = item.parent() or item
        shown_as, first = self._firsts[self.rows.indexOfTopLevelItem(row)]
        if len(first.entities) != 1:
            return
        who = self._told(first.entities[0])
        found = likely_beings(who.name, who.type, self._groups(), self._language)

        def rows(typed: str) -> list[Choice]:
            return [Choice(words, hint, partial(self._say, first.entities[0], one))
                    for words, hint, one in beings_as_rows(found, typed)]  # fmt: skip

        area = self.rows.visualItemRect(row)
        corner = self.rows.viewport().mapToGlobal(QPoint(self.rows.columnViewportPosition(1), area.top()))
        ask(self, f"“{visible(shown_as)}” is", QRect(corner, area.size()), rows)

    def _groups(self) -> list[str]:
        """Give the names of the states and the like of the list, those with most places first."""
        counts: dict[str, int] = {}
        for _item, one in self._suggestions:
            for who in map(self._told, one.entities):
                if who.type in GROUPS:
                    counts[who.name] = counts.get(who.name, 0) + 1
        return sorted(counts, key=lambda name: -counts[name])

    def _say(self, who: Somebody, one: Being) -> None:
        now = replace(self._told(who), is_told=True)
        if one.field == NAME:
            now = replace(now, name=one.value, type=type_of(one.value, now.type, self._language))
        else:
            now = replace(now, member_of=one.value) if one.field == GROUP else replace(now, type=one.value)
        self._said[folded(who.name)] = now
        for number, (shown_as, first) in enumerate(self._firsts):
            if row := self.rows.topLevelItem(number):
                row.setText(1, _is(self._as_said(first), shown_as))

    def _told(self, who: Somebody) -> Somebody:
        """Give somebody with what was said of the name, or of that of the group."""
        said = self._said.get(folded(who.name))
        if said is not None:
            who = replace(who, name=said.name, type=said.type, member_of=said.member_of, is_told=True,
                          entity=who.entity if said.name == who.name else None)  # fmt: skip
        group = self._said.get(folded(who.member_of)) if who.member_of else None
        return replace(who, member_of=group.name) if group else who

    def _as_said(self, one: Suggestion) -> Suggestion:
        if not self._said:
            return one
        return replace(one, entities=tuple(map(self._told, one.entities)))

    def _row(self, text: str, ones: Sequence[Suggestion]) -> QTreeWidgetItem:
        first = ones[0]
        named = " and ".join(who.name for who in first.entities) or first.quote(text)[0]
        row = QTreeWidgetItem([visible(named), _is(first, named), f"{len(ones):,}" if len(ones) > 1 else ""])
        self._firsts.append((named, first))
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


def _is(one: Suggestion, shown_as: str) -> str:
    """Say who or what it is: the name where that is another than the row shows, the type, and the group."""
    names = [who.name for who in one.entities if len(one.entities) == 1 and who.name != shown_as]
    kinds = " and ".join(dict.fromkeys(ENTITY_TYPE_WORDS.get(who.type, who.type) for who in one.entities))
    groups = " and ".join(dict.fromkeys(who.member_of for who in one.entities if who.member_of))
    return visible(", ".join([*names, *filter(None, [kinds, f"member of {groups}" if groups else ""])])) + "  ▾"


def _in_context(text: str, one: Suggestion) -> str:
    start, end = one.start, one.end
    before = text[max(0, start - CONTEXT) : start].partition(" ")[2] if start > CONTEXT else text[:start]
    after = text[end : end + CONTEXT].rpartition(" ")[0] if end + CONTEXT < len(text) else text[end:]
    return re.sub(r"\s+", " ", f"… {before}⟦{text[start:end]}⟧{after} …")
