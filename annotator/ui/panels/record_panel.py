"""A list of entities or topics with a form for the selected one: what both panes share."""

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFormLayout, QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from annotator.model import edits
from annotator.model.codebook import Code
from annotator.model.entity import Entity
from annotator.model.layer import Layer
from annotator.model.name_key import folded
from annotator.model.topic import Topic
from annotator.services.editing.draft import Draft
from annotator.ui.panels.role_rows import area_of
from annotator.ui.session_bridge import SessionBridge
from annotator.ui.toolkit.panel_parts import Field, FilterLine, Panel
from annotator.ui.toolkit.pick_list import Choice, ask
from annotator.ui.toolkit.push_button import PushButton
from annotator.ui.toolkit.record_model import RecordModel
from annotator.ui.toolkit.row_list import Row, RowList, one_line
from annotator.ui.toolkit.words_on_screen import counted

REFILL_MILLISECONDS = 60
Listed = Entity | Topic | Code


class RecordPanel(Panel):
    """Lists the records of one table by name; selecting lights up their evidence in the text.

    Subclasses say what the records are and what their form holds; every change is one step of undo.
    """

    one, many, table = "record", "records", ""
    name_field: Field
    deleting = "Delete {} that no annotation names"
    merges_one = False
    """Whether one that is selected alone can be made one with any that a list offers."""

    def __init__(self, bridge: SessionBridge) -> None:
        super().__init__()
        self._bridge = bridge
        self._words = ""
        self._filling = False
        self.rows = RowList(self.many.capitalize(), many=True)
        self.model = RecordModel(self._row, self)
        self.rows.setModel(self.model)
        self.filter_line = FilterLine(self.many, self.rows)
        self.form = QFormLayout()
        self.form_page = QScrollArea(widgetResizable=True)
        self.buttons = QHBoxLayout()
        self.merge_button = PushButton("Merge…")
        self.delete_button = PushButton("Delete")
        alone = f", or one of them and another {self.one} of the folder" if self.merges_one else ""
        self.merge_button.setToolTip(f"Make the selected {self.many} one{alone}")
        self.delete_button.setToolTip(self.deleting.format(self.many))
        self._compose()
        self._timer = QTimer(self, singleShot=True, interval=REFILL_MILLISECONDS)
        self._timer.timeout.connect(self._fill)
        self._connect()
        self._fill()

    # What subclasses say -----------------------------------------------------------------------------------------

    def make_fields(self) -> None:
        """Add the fields to the form."""
        raise NotImplementedError

    def show_record(self, layer: Layer, record: Listed) -> None:
        """Show a record in the form."""
        raise NotImplementedError

    def row_of(self, layer: Layer, record: Listed) -> Row:
        """Give what the list shows of a record."""
        raise NotImplementedError

    def evidence(self, layer: Layer, identifier: str) -> Iterable[str]:
        """Give the ids of the annotations that name a record."""
        raise NotImplementedError

    def merge(self, draft: Draft, keep: str, gone: list[str]) -> None:
        """Make several records one."""
        raise NotImplementedError

    def delete(self, draft: Draft, identifier: str) -> bool:
        """Delete an unused record; tells whether it could."""
        raise NotImplementedError

    def merge_choices(self, _typed: str, _record: Listed) -> list[Choice]:
        """Give whom one record may be made one with."""
        return []

    def choose(self, identifier: str) -> None:
        """Select one record, whatever the list is narrowed to."""
        self.filter_line.clear()
        self._words = ""
        self.rows.clearSelection()
        self._fill()
        keys = [self.model.id_at(row) for row in range(self.model.rowCount())]
        if identifier in keys:
            self.rows.selectRow(keys.index(identifier))

    # Within ------------------------------------------------------------------------------------------------------

    @property
    def layer(self) -> Layer | None:
        """The layer that is shown."""
        return self._bridge.session.layer if self._bridge.session else None

    def record(self, identifier: str) -> Listed | None:
        """Give a record by its id."""
        found = self.layer.get(self.table, identifier) if self.layer else None
        return found if isinstance(found, Listed) else None

    def current(self) -> Listed | None:
        """Give the one record that is selected, or None."""
        ids = self.rows.selected_ids()
        return self.record(ids[0]) if len(ids) == 1 else None

    def selected(self) -> list[Listed]:
        """Give all records that are selected."""
        return [record for key in self.rows.selected_ids() if (record := self.record(key))]

    def change(self, label: str, edit: Callable[[Draft, str], object], *, group: str = "") -> None:
        """Change the selected record in one step, or in one with what is typed of a ``group`` at a time."""
        if record := self.current():
            group = group and f"{group}:{record.id}"
            self._bridge.run(label, lambda draft: edit(draft, record.id), group=group, by=self.table)

    def _compose(self) -> None:
        self.form.setContentsMargins(0, 4, 0, 0)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.make_fields()
        buttons = self.buttons
        buttons.addStretch(1)
        buttons.addWidget(self.merge_button)
        buttons.addWidget(self.delete_button)
        # In a low window the form scrolls, and the list keeps some rows.
        page = QWidget()
        page.setLayout(self.form)
        self.form_page.setWidget(page)
        self.form_page.setFrameShape(QFrame.Shape.NoFrame)
        self.form_page.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.form_page.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for ground in (page, self.form_page.viewport()):
            ground.setAutoFillBackground(False)
        self.form_page.setSizeAdjustPolicy(QScrollArea.SizeAdjustPolicy.AdjustToContents)
        self.form_page.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.addWidget(self.filter_line)
        layout.addWidget(self.rows, 1)
        layout.addLayout(buttons)
        layout.addWidget(self.form_page)
        self.setFocusProxy(self.rows)

    def _connect(self) -> None:
        self._bridge.session_changed.connect(self._fill)
        self._bridge.changed.connect(lambda _change: self._timer.start())
        self.filter_line.narrowed.connect(self._narrow)
        self.rows.selectionModel().selectionChanged.connect(lambda _on, _off: self._on_selected())
        self.rows.activated.connect(lambda _index: self.escape_pressed.emit())
        self.rows.delete_pressed.connect(self._delete_selected)
        self.merge_button.clicked.connect(self._ask_merge)
        self.delete_button.clicked.connect(self._delete_selected)

    def _fill(self) -> None:
        layer = self.layer
        selected = self.rows.selected_ids()
        wanted = folded(self._words).split()
        records: Iterable[Listed] = getattr(layer, self.table).values() if layer else ()
        names = {record.id: folded(" ".join(_names(record))) for record in records}
        keys = sorted((name, key) for key, name in names.items() if all(word in name for word in wanted))
        self._filling = True
        self.model.fill(keys)
        for row, (_name, key) in enumerate(keys):
            if key in selected:
                self.rows.selectionModel().select(
                    self.model.index(row, 0), self.rows.selectionModel().SelectionFlag.Select
                )
        self._filling = False
        empty = "" if keys else f"No {self.one} fits the filter." if names else f"No {self.many} yet."
        self.rows.show_empty(empty if layer else "")
        self._show_form()

    def _narrow(self, words: str) -> None:
        self._words = words
        self._fill()

    def _row(self, identifier: str) -> Row | None:
        record = self.record(identifier)
        return self.row_of(self.layer, record) if record and self.layer else None

    def _on_selected(self) -> None:
        if self._filling or self.layer is None:
            return
        self._show_form()
        lit = [key for identifier in self.rows.selected_ids() for key in self.evidence(self.layer, identifier)]
        self._bridge.light(frozenset(lit))

    def _show_form(self) -> None:
        record = self.current()
        ids = self.rows.selected_ids()
        session = self._bridge.session
        writable = session is not None and not session.read_only
        self.form_page.setEnabled(record is not None and writable)
        self.form_page.setVisible(record is not None)
        self.merge_button.setEnabled(len(ids) > (not self.merges_one) and writable)
        unused = [key for key in ids if self.layer and not list(self.evidence(self.layer, key))]
        self.delete_button.setEnabled(bool(unused) and writable)
        if record and self.layer:
            self.show_record(self.layer, record)

    def _ask_merge(self) -> None:
        ids = self.rows.selected_ids()
        named = [(key, record.name) for key in ids if (record := self.record(key))]

        def rows(typed: str) -> list[Choice]:
            return [
                Choice(name, "", partial(self._merge_into, key)) for key, name in named if folded(typed) in folded(name)
            ]

        if len(named) > 1:
            ask(self.window(), "Merge all selected into", area_of(self.merge_button), rows)
        elif self.merges_one and (record := self.current()):
            title = f"Merge “{one_line(record.name)[:40]}” into"
            ask(self.window(), title, area_of(self.merge_button), lambda typed: self.merge_choices(typed, record))

    def _merge_into(self, keep: str) -> None:
        gone = [key for key in self.rows.selected_ids() if key != keep]
        kept = self.record(keep)
        if kept and gone:
            label = f"Merge {len(gone) + 1} {self.many} into “{one_line(kept.name)[:40]}”"
            self._bridge.run(label, lambda draft: self.merge(draft, keep, gone))

    def _delete_selected(self) -> None:
        ids = self.rows.selected_ids()
        if not ids:
            return
        deleted = self._bridge.run(f"Delete unused {self.many}", lambda draft: [self.delete(draft, key) for key in ids])
        if deleted is not None and not any(deleted):
            self._bridge.message.emit(f"Annotations name this {self.one}; only unused {self.many} can be deleted.")


def _names(record: Listed) -> tuple[str, ...]:
    return record.names if isinstance(record, Entity) else (record.name,)


def count_words(number: int) -> str:
    """Give a number of annotations in words."""
    return counted(number, "annotation") if number else "unused"


ENTITIES, TOPICS = edits.ENTITIES, edits.TOPICS
