"""What each label and role of a source means here, as a table to fill in."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QLineEdit, QTableWidget, QTableWidgetItem, QWidget

from annotator.model.vocabulary import ROLE_WORD, TYPES
from annotator.services.importing.import_mapping import Mapping, Meaning
from annotator.services.importing.look_into_sources import Look
from annotator.ui.toolkit.hints import show_hint
from annotator.ui.toolkit.panel_parts import Choice
from annotator.ui.toolkit.safe_text import tool_tip, visible

SHOWN = 300
"""So many rows are offered; what is rarer keeps its usual meaning."""
_TYPES: dict[str | None, str] = {None: "actor with this code"} | {name: name for name in TYPES}
_ROLES: dict[str | None, str] = {None: "attribute"} | dict(ROLE_WORD)
_HEAD = ("In the source", "Times", "Means", "Code")


class MappingTable(QTableWidget):
    """A row a label or role, the most frequent first; what a mapping says of others is kept."""

    def __init__(self) -> None:
        super().__init__(0, len(_HEAD))
        self.setHorizontalHeaderLabels(list(_HEAD))
        self.setAccessibleName("What labels and roles mean")
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._mapping = Mapping()
        self._labels: dict[str, tuple[Choice, QLineEdit]] = {}
        self._roles: dict[str, Choice] = {}

    def show_look(self, found: Look) -> None:
        """Offer what occurs in a source; what was chosen before stays."""
        self._mapping = self.mapping()
        self._labels.clear()
        self._roles.clear()
        labels, roles = found.labels.most_common(SHOWN), found.roles.most_common(SHOWN)
        self.setRowCount(0)
        self.setRowCount(len(labels) + len(roles))
        for row, (name, count) in enumerate(labels):
            self._add_label(row, name, count)
        for row, (name, count) in enumerate(roles, len(labels)):
            self._add_role(row, name, count)
        self.resizeColumnToContents(1)
        self.setColumnWidth(2, 190)
        self.setColumnWidth(3, 150)
        self.show_mapping(self._mapping)

    def show_mapping(self, mapping: Mapping) -> None:
        """Show what a mapping says."""
        self._mapping = mapping
        for name, (choice, code) in self._labels.items():
            meaning = mapping.meaning(name)
            choice.show_value(meaning.type if meaning else None)
            code.setText(meaning.code if meaning else "")
            code.setEnabled(meaning is not None)
        for name, role in self._roles.items():
            role.show_value(mapping.role(name) or None)

    def mapping(self) -> Mapping:
        """Give what was chosen, and what the mapping said of labels and roles that do not occur."""
        labels, roles = dict(self._mapping.labels), dict(self._mapping.roles)
        for name, (choice, code) in self._labels.items():
            known = labels.pop(name, None)
            if choice.value:
                labels[name] = Meaning(choice.value, " ".join(code.text().split()), known.topic if known else "")
        for name, role in self._roles.items():
            roles.pop(name, None)
            if role.value:
                roles[name] = role.value
        return Mapping(labels, roles)

    def choice_of(self, name: str) -> tuple[Choice, QLineEdit]:
        """Give the fields of a label."""
        return self._labels[name]

    def role_of(self, name: str) -> Choice:
        """Give the field of a role."""
        return self._roles[name]

    def _add_label(self, row: int, name: str, count: int) -> None:
        choice, code = Choice(f"What {visible(name)} means", _TYPES), QLineEdit()
        show_hint(code, "code, if any")
        code.setAccessibleName(f"Code of {visible(name)}")
        choice.chosen.connect(lambda: code.setEnabled(choice.value is not None))
        self._labels[name] = (choice, code)
        self._fill(row, name, count, (choice, code))

    def _add_role(self, row: int, name: str, count: int) -> None:
        choice = Choice(f"What the role {visible(name)} means", _ROLES)
        self._roles[name] = choice
        self._fill(row, f"{name} (role)", count, (choice,))

    def _fill(self, row: int, name: str, count: int, fields: Iterable[QWidget]) -> None:
        title = QTableWidgetItem(visible(name))
        title.setToolTip(tool_tip(name))
        number = QTableWidgetItem(f"{count:,}")
        number.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setItem(row, 0, title)
        self.setItem(row, 1, number)
        for column, widget in enumerate(fields, 2):
            self.setCellWidget(row, column, widget)
