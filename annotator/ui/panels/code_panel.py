"""The codes of a codebook: what they are for, when they apply, and how they look."""

from collections.abc import Iterable

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QCheckBox

from annotator.model import edits
from annotator.model.codebook import Code
from annotator.model.layer import Layer
from annotator.model.vocabulary import TYPES
from annotator.services.editing.codebook_entries import edit_code, merge_codes
from annotator.services.editing.draft import Draft
from annotator.ui.panels.record_panel import Listed, RecordPanel
from annotator.ui.toolkit import theme
from annotator.ui.toolkit.color_field import ColorField
from annotator.ui.toolkit.panel_parts import Choice, Field, NoteField
from annotator.ui.toolkit.row_list import Row, one_line
from annotator.ui.toolkit.row_shapes import LETTER
from annotator.ui.toolkit.words_on_screen import LETTERS

TAKEN = "There is another code of this name for this type."


class CodePanel(RecordPanel):
    """Name, type, group, colour, definition and examples of each code."""

    one, many, table = "code", "codes", edits.CODES

    def make_fields(self) -> None:
        self.name_field = Field("Name", lambda text: self._set("Rename code", name=text) if text else None)
        self.type_field = Choice("For", {name: f"{name}s" for name in TYPES})
        self.type_field.chosen.connect(lambda: self._set("Set the code's type", type=self.type_field.value))
        self.group_field = Field("Group", lambda text: self._set("Set the code's group", group=text))
        self.one_box = QCheckBox("An annotation carries one code of this group at most")
        self.one_box.clicked.connect(lambda checked: self._set("Change the group", one_of_group=checked))
        self.color_field = ColorField("Colour")
        self.color_field.chosen.connect(lambda color: self._set("Set the code's colour", color=color))
        self.definition_field = NoteField("Definition", "When it applies, and when it does not")
        self.definition_field.edited.connect(lambda text: self._write("definition", text))
        self.examples_field = NoteField("Examples", "One a line", lines=2)
        self.examples_field.edited.connect(lambda text: self._write("examples", tuple(filter(None, text.split("\n")))))
        for name, field in (
            ("Name", self.name_field),
            ("For", self.type_field),
            ("Group", self.group_field),
            ("", self.one_box),
            ("Colour", self.color_field),
            ("Definition", self.definition_field),
            ("Examples", self.examples_field),
        ):
            self.form.addRow(name, field)

    def show_record(self, _layer: Layer, record: Listed) -> None:
        if not isinstance(record, Code):
            return
        self.name_field.show_text(record.name)
        self.type_field.show_value(record.type)
        self.group_field.show_text(record.group)
        self.one_box.setChecked(record.one_of_group)
        self.one_box.setEnabled(bool(record.group))
        self.color_field.show_color(record.color)
        self.definition_field.show_text(record.definition)
        if tuple(filter(None, self.examples_field.toPlainText().split("\n"))) != record.examples:
            self.examples_field.show_text("\n".join(record.examples))

    def row_of(self, _layer: Layer, record: Listed) -> Row:
        if not isinstance(record, Code):
            return Row(one_line(record.name))
        detail = f"{record.type}s · {one_line(record.group)}" if record.group else f"{record.type}s"
        chosen = record.color if record.color and QColor(record.color).isValid() else ""
        color = chosen or theme.current().type_color(record.type).name()
        return Row(one_line(record.name), detail, LETTER, color, LETTERS.get(record.type, "?"))

    def evidence(self, _layer: Layer, _identifier: str) -> Iterable[str]:
        return ()

    def merge(self, draft: Draft, keep: str, gone: list[str]) -> None:
        if not merge_codes(draft, keep, gone):
            self._bridge.message.emit("Only codes of one type can be merged.")

    def delete(self, draft: Draft, identifier: str) -> bool:
        draft.remove(self.table, identifier)
        return True

    def _set(self, label: str, **values: object) -> None:
        if (record := self.current()) is None:
            return
        done = self._bridge.run(label, lambda draft: edit_code(draft, record.id, **values), by=self.table)
        if done is False:
            self._bridge.message.emit(TAKEN)
            if self.layer:
                self.show_record(self.layer, record)
                self.name_field.take_back()

    def _write(self, field: str, value: object) -> None:
        if record := self.current():
            group = f"code-{field}:{record.id}"
            edit = {field: value}
            self._bridge.run(f"Edit the {field}", lambda draft: edit_code(draft, record.id, **edit), group=group)
