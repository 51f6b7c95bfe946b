"""What to export, as what, and where to."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from annotator.formats.exchange.protocols import FOLDER as A_FOLDER
from annotator.formats.exchange.registry import export_format, export_formats
from annotator.model.typed_text import plain_typed
from annotator.services.exporting.export_order import ExportOrder
from annotator.services.folder.whose import SPEAKING
from annotator.ui.toolkit.panel_parts import Choice
from annotator.ui.toolkit.plain_rows import give_room
from annotator.ui.toolkit.push_button import PushButton
from annotator.ui.toolkit.safe_text import no_mnemonic, visible

DOCUMENT: Final = 0
FOLDER: Final = 1
CHOSEN: Final = 2
_PATH = Qt.ItemDataRole.UserRole
_CHOSEN_ONES: Final = "chosen"
_KINDS: Final = {".html": "A page for browsers (HTML)", ".docx": "A Word document", ".pdf": "PDF"}


@dataclass(frozen=True, slots=True)
class ExportScope:
    """What is open: a document, a folder, and the folder's documents.

    ``preferred`` are the ids of those whose files count where there is no adjudicated one, the first first;
    ``annotators`` are all who have files.
    """

    document: Path | None
    folder: Path | None
    documents: Sequence[Path] = ()
    preferred: tuple[str, ...] = ()
    annotators: Sequence[str] = ()


class ExportChoices(QWidget):
    """``changed`` comes when the rows of the export may be others than before."""

    changed = Signal()

    def __init__(self, scope: ExportScope) -> None:
        super().__init__()
        self._scope = scope
        self._out_is_own = False
        self.format = Choice("Format", {name: f"{name}  –  {export_format(name).title}" for name in export_formats()})
        self.unit = Choice("A line is")
        self.shape = Choice("Shape", {"": "One file", "folder": "A folder with everything"})
        self.kind = Choice("Kind of file")
        self.out = QLineEdit()
        self.out.setAccessibleName("Destination")
        self._form = QFormLayout()
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._form.addRow("&What", self._what())
        self._form.addRow("&Format", self.format)
        self._form.addRow("W&hose", self._whose())
        self._form.addRow("A &line is", self.unit)
        self._form.addRow("&As", self.shape)
        self._form.addRow("&Kind of file", self.kind)
        self._form.addRow("&Into", self._destination())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self._form)
        self.format.chosen.connect(self._show_format)
        self.whose.chosen.connect(self._on_whose)
        self.annotators.itemSelectionChanged.connect(self.changed)
        self.unit.chosen.connect(self.changed)
        self.shape.chosen.connect(self._suggest)
        self.kind.chosen.connect(self._suggest)
        self.what.idClicked.connect(self._on_what)
        self.list.itemSelectionChanged.connect(self._on_selection)
        self.out.textEdited.connect(self._keep_out)
        self._on_what()
        self._show_format()

    def choose(self, format_name: str, ending: str) -> None:
        """Choose a format, and which of its kinds of file."""
        self.format.show_value(format_name)
        self._show_format()
        self.kind.show_value(ending)
        self._suggest()

    @property
    def as_folder(self) -> bool:
        """Whether the files go into a folder."""
        return self.shape.value == "folder"

    @property
    def paths(self) -> tuple[str, ...]:
        """The documents, or the folder, that are to be exported."""
        what = self.what.checkedId()
        if what == CHOSEN:
            return tuple(str(item.data(_PATH)) for item in self.list.selectedItems())
        path = self._scope.document if what == DOCUMENT else self._scope.folder
        return (str(path),) if path else ()

    def order(self) -> ExportOrder:
        """Give what was chosen."""
        out = plain_typed(self.out.text()).strip()
        return ExportOrder(
            self.paths,
            self.format.value or "",
            str(Path(out).expanduser()) if out else "",
            unit=self.unit.value or "",
            as_folder=self.as_folder,
            annotators=self._annotators,
            leave_out_several=True,
        )

    # Putting together --------------------------------------------------------------------------------------------

    def _what(self) -> QWidget:
        scope = self._scope
        document = scope.document.name if scope.document else "none is open"
        folder = scope.folder.name if scope.folder else "none is open"
        self.what = QButtonGroup(self)
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        words = (f"This document ({document})", f"This folder and all below ({folder})", "Chosen documents")
        possible = (scope.document, scope.folder, scope.documents)
        for number, (word, there) in enumerate(zip(words, possible, strict=True)):
            button = QRadioButton(no_mnemonic(word))
            button.setEnabled(bool(there))
            self.what.addButton(button, number)
            column.addWidget(button)
        first = next((number for number, there in enumerate(possible) if there), DOCUMENT)
        self.what.button(first).setChecked(True)
        self.list = self._documents()
        column.addWidget(self.list)
        return box

    def _documents(self) -> QListWidget:
        rows = _several("Documents to export; Ctrl or Shift selects several")
        rows.setMaximumHeight(130)
        folder = self._scope.folder
        for path in self._scope.documents:
            below = path.relative_to(folder).as_posix() if folder and path.is_relative_to(folder) else path.name
            item = QListWidgetItem(visible(below))
            item.setData(_PATH, str(path))
            rows.addItem(item)
            item.setSelected(path == self._scope.document)
        return rows

    def _whose(self) -> QWidget:
        """Let somebody say whose files are exported; there is nothing to say where one annotator has files."""
        self.whose, self.annotators = Choice("Whose annotations"), _several("Annotators; Ctrl or Shift selects several")
        for who in self._scope.annotators:
            item = QListWidgetItem(visible(who))
            item.setData(_PATH, who)
            self.annotators.addItem(item)
            item.setSelected(who in self._scope.preferred)
        self.annotators.setMaximumHeight(80)
        self.annotators.hide()
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.whose)
        column.addWidget(self.annotators)
        box.setFocusProxy(self.whose)
        self._whose_box = box
        return box

    def _destination(self) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        browse = PushButton("Choose…")
        browse.clicked.connect(self._browse)
        row.addWidget(self.out, 1)
        row.addWidget(browse)
        box.setFocusProxy(self.out)
        return box

    # What follows from what --------------------------------------------------------------------------------------

    def _on_what(self) -> None:
        self.list.setVisible(self.what.checkedId() == CHOSEN)
        self._suggest()
        self.changed.emit()

    def _on_selection(self) -> None:
        self.changed.emit()

    def _show_format(self) -> None:
        wanted = export_format(self.format.value or "")
        self.unit.put_choices({unit: unit for unit in wanted.units})
        self.kind.put_choices({ending: _KINDS.get(ending, ending) for ending in wanted.endings})
        self._offer_whose(joins=wanted.joins_documents)
        self._form.setRowVisible(self.unit, len(wanted.units) > 1)
        self._form.setRowVisible(self.shape, len(wanted.places) > 1)
        if len(wanted.places) < 2:
            self.shape.show_value("folder" if wanted.places == (A_FOLDER,) else "")
        self._suggest()
        self.changed.emit()

    def _offer_whose(self, *, joins: bool) -> None:
        """Offer all files only of formats that keep annotators apart; the others count each document once."""
        chosen, preferred = self.whose.value, self._scope.preferred
        else_whose = ", else ".join(("adjudicated", *preferred, "the only"))
        words: dict[str | None, str] = {} if joins else {"": "All annotators' files"}
        words |= {SPEAKING: f"One file of each document: {else_whose}", _CHOSEN_ONES: "Chosen annotators"}
        self.whose.put_choices(words)
        self.whose.show_value(chosen if chosen in words else next(iter(words)))
        self._form.setRowVisible(self._whose_box, len(self._scope.annotators) > 1)
        self.annotators.setVisible(self.whose.value == _CHOSEN_ONES)

    def _on_whose(self) -> None:
        self.annotators.setVisible(self.whose.value == _CHOSEN_ONES)
        self.changed.emit()

    @property
    def _annotators(self) -> tuple[str, ...]:
        """What the order is told of whose files are meant."""
        if self.whose.value == _CHOSEN_ONES:
            # Nobody chosen means nobody, and not all.
            return tuple(str(item.data(_PATH)) for item in self.annotators.selectedItems()) or ("",)
        return (SPEAKING, *self._scope.preferred) if self.whose.value == SPEAKING else ()

    def _keep_out(self) -> None:
        self._out_is_own = True
        typed = Path(self.out.text()).suffix.lower()
        if typed in export_format(self.format.value or "").endings:
            self.kind.show_value(typed)

    def _suggest(self) -> None:
        """Name a destination beside what is exported, or, where somebody chose one, give it the format's ending."""
        self._form.setRowVisible(self.kind, self.kind.count() > 0 and not self.as_folder)
        suffix = self._suffix
        if self._out_is_own:
            chosen = Path(self.out.text())
            formats = map(export_format, export_formats())
            known = {ending for one in formats for ending in (one.suffix, *one.endings)}
            if not self.as_folder and chosen.suffix in known:
                self.out.setText(str(chosen.with_suffix(suffix)))
            return
        base = self._base()
        if base:
            name = f"{base.name}-{self.format.value}" if self.as_folder else f"{base.name}{suffix}"
            self.out.setText(str(base.with_name(name)))

    @property
    def _suffix(self) -> str:
        return self.kind.value or export_format(self.format.value or "").suffix

    def _base(self) -> Path | None:
        document, folder = self._scope.document, self._scope.folder
        if self.what.checkedId() == DOCUMENT and document:
            return document.with_suffix("")
        if folder is None:
            return None
        # Beside the folder, so that what is exported is not found in it the next time.
        return folder if os.access(folder.parent, os.W_OK) else folder / folder.name

    def _browse(self) -> None:
        if self.as_folder:
            name = QFileDialog.getExistingDirectory(self, "Export into", str(Path(self.out.text()).parent))
        else:
            suffix = self._suffix
            options = QFileDialog.Option.DontConfirmOverwrite
            name, _filter = QFileDialog.getSaveFileName(
                self, "Export into", self.out.text(), f"{self.format.value} (*{suffix})", options=options
            )
        if name:
            self.out.setText(name)
            self._keep_out()


def _several(name: str) -> QListWidget:
    """Give a list of which several rows may be selected."""
    rows = QListWidget()
    rows.setAccessibleName(name)
    rows.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    give_room(rows)
    return rows
