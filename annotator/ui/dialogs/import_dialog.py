"""File > Import: files of other programs into documents and annotation files, with a table of what their words mean."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QFormLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from annotator.formats.exchange.registry import import_format, import_formats
from annotator.model.typed_text import plain_typed
from annotator.services.disk.at_path import is_file, is_there
from annotator.services.disk.atomic_file import SaveError
from annotator.services.importing.batch_import import ImportSummary
from annotator.services.importing.import_mapping import MappingError, make_mapping, save_mapping
from annotator.services.importing.import_order import ImportOrder, run_import
from annotator.services.importing.look_into_sources import Look, look
from annotator.ui.dialogs.mapping_table import MappingTable
from annotator.ui.dialogs.report_page import Report
from annotator.ui.dialogs.work_dialog import Work, WorkDialog, WorkWords, shown_path
from annotator.ui.toolkit.background import Background
from annotator.ui.toolkit.hints import show_hint
from annotator.ui.toolkit.panel_parts import Choice
from annotator.ui.toolkit.push_button import PushButton
from annotator.ui.toolkit.safe_text import PlainLabel
from annotator.ui.toolkit.screen_room import open_with
from annotator.ui.toolkit.words_on_screen import counted

SETTLE_MILLISECONDS = 200
_WORDS = WorkWords("Import annotations", "&Import", "Importing")
_MAPPINGS = "Mappings (*.json)"


class ImportDialog(WorkDialog):
    """Looks into what was chosen, offers its labels and roles for a meaning, imports, and reports."""

    imported = Signal(Path)
    """The folder that something was imported into."""

    def __init__(self, parent: QWidget | None, folder: Path | None, analyst: str = "") -> None:
        self.source, self.out, self.annotator = QLineEdit(), QLineEdit(), QLineEdit()
        self.columns, self.names = QLineEdit(), QLineEdit()
        self._analyst, self._form = analyst, QFormLayout()
        titles: dict[str | None, str] = {name: f"{name}  –  {import_format(name).title}" for name in import_formats()}
        self.format = Choice("Format", titles)
        self.table = MappingTable()
        self.caption = PlainLabel("Choose a file or a folder to import.")
        self.caption.setWordWrap(True)
        self._folder = folder or Path.home()
        super().__init__(parent, _WORDS, self._page())
        open_with(self, 760, 600)
        self._reader = Background(self)
        self._reader.done.connect(self._show_look)
        self._reader.failed.connect(lambda error: self.caption.setText(str(error)))
        self._timer = QTimer(self, singleShot=True, interval=SETTLE_MILLISECONDS)
        self._timer.timeout.connect(self._read)
        self.source.textChanged.connect(self._on_source)
        self.format.chosen.connect(self._timer.start)
        self.format.chosen.connect(self._show_details)
        self._show_details()

    def order(self) -> ImportOrder:
        """Give what was chosen."""
        source, out = (plain_typed(field.text()).strip() for field in (self.source, self.out))
        paths = (str(Path(source).expanduser()),) if source else ()
        name = self.format.value or ""
        annotator = self.annotator.text().strip()
        into = str(Path(out).expanduser()) if out else ""
        pattern = plain_typed(self.names.text()).strip() if self._reads_details() else ""
        return ImportOrder(paths, name, into, annotator, self.table.mapping(), None, self._columns(), pattern)

    def _reads_details(self) -> bool:
        return bool(self.format.value) and import_format(self.format.value or "").reads_details

    def _columns(self) -> dict[str, str]:
        """Give which column holds what, as it is typed: text = Body; published = Day."""
        pairs = (part.partition("=") for part in plain_typed(self.columns.text()).split(";") if "=" in part)
        return {key.strip(): name.strip() for key, _sign, name in pairs} if self._reads_details() else {}

    def _show_details(self) -> None:
        """Ask for what only some formats need, and offer who sits here as the one who will annotate."""
        for field in (self.columns, self.names):
            self._form.setRowVisible(field, self._reads_details())
        if self._reads_details() and not self.annotator.text():
            self.annotator.setText(self._analyst)

    def work(self) -> Work | None:
        order = self.order()
        if problem := order.problem(shown_path):
            self.show_choices(problem)
            return None
        return partial(run_import, order)

    def report_of(self, result: object) -> Report:
        assert isinstance(result, ImportSummary)
        out = Path(self.order().out)
        if result.written:
            self.imported.emit(out)
        return import_report(result, out)

    def load_mapping(self) -> None:
        """Take over what a saved mapping says."""
        name, _filter = QFileDialog.getOpenFileName(self, "Load mapping", str(self._folder), _MAPPINGS)
        if name:
            try:
                self.table.show_mapping(self.table.mapping().joined_with(make_mapping(Path(name), (), ())))
            except MappingError as error:
                self.show_choices(str(error))

    def save_mapping(self) -> None:
        """Save what the table says, for the next import and for ``annotator import --mapping``."""
        start = str(self._folder / "mapping.json")
        name, _filter = QFileDialog.getSaveFileName(self, "Save mapping", start, _MAPPINGS)
        if name:
            try:
                save_mapping(self.table.mapping(), Path(name))
            except SaveError as error:
                self.show_choices(str(error))

    def _page(self) -> QWidget:
        page = QWidget()
        form = self._form
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for field, name in (
            (self.source, "Import"), (self.out, "Into folder"), (self.annotator, "Annotator"),
            (self.columns, "Columns"), (self.names, "File names"),
        ):  # fmt: skip
            field.setAccessibleName(name)
        show_hint(self.columns, "by their names; or say it: text = Body; published = Day")
        show_hint(self.names, "say nothing; or a pattern: {published}_{publisher}_{title}")
        show_hint(self.annotator, "as the source or its folder says")
        ask_file = partial(self._choose, "file")
        form.addRow("&What", _row(self.source, ("File…", ask_file), ("Folder…", partial(self._choose, "folder"))))
        form.addRow("&Format", self.format)
        form.addRow("In&to", _row(self.out, ("Choose…", partial(self._choose, "out"))))
        form.addRow("&Annotator", self.annotator)
        form.addRow("&Columns", self.columns)
        form.addRow("File &names", self.names)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(form)
        column.addWidget(self.caption)
        column.addWidget(self.table, 1)
        mapping = _row(None, ("&Load mapping…", self.load_mapping), ("&Save mapping…", self.save_mapping))
        column.addWidget(mapping)
        return page

    def _choose(self, what: str) -> None:
        if what == "file":
            name, _filter = QFileDialog.getOpenFileName(self, "Import", str(self._folder))
        else:
            name = QFileDialog.getExistingDirectory(self, "Import", str(self._folder))
        if name:
            (self.out if what == "out" else self.source).setText(name)

    def _on_source(self) -> None:
        source = Path(plain_typed(self.source.text()).strip()).expanduser()
        if source.name and is_there(source) and not self.out.text():
            self.out.setText(str(source.with_name(f"{source.stem}-imported")))
        if is_file(source):
            fitting = [n for n in import_formats() if source.name.lower().endswith(import_format(n).suffixes)]
            if fitting and self.format.value not in fitting:
                # several formats end in .jsonl; the one that is called so is the likeliest
                self.format.show_value(min(fitting, key=lambda n: f".{n}" != source.suffix.lower()))
                self._show_details()
        self._timer.start()

    def _read(self) -> None:
        order = self.order()
        if self._reader.is_running:
            self._timer.start()
        elif order.paths:
            self._reader.start(partial(look, order))

    def _show_look(self, found: object) -> None:
        assert isinstance(found, Look)
        files = counted(found.files, "file")
        words = f"{files} to import."
        if found.labels or found.roles:
            words += " Say what their labels and roles mean; labels left alone become actors with that code."
        self.caption.setText(f"{words}  {found.failure}" if found.failure else words)
        self.table.show_look(found)


def import_report(summary: ImportSummary, out: Path) -> Report:
    """Say what was written, what was not and why, and what was kept without a meaning."""
    documents = counted(len(summary.documents), "document")
    headline = f"{counted(summary.annotations, 'annotation')} of {documents} written into {shown_path(out)}."
    if summary.failed:
        headline += f" {len(summary.failed):,} could not be imported."
    rows = [(Path(path).name, why) for path, why in summary.failed.items()]
    rows += [(Path(path).name, problem) for path, problems in summary.problems.items() for problem in problems]
    for kind, words, counts, unit in (
        ("Offsets", "Read as {}", summary.countings, "file"),
        ("Label", "{}: taken for an actor", summary.unmapped, "time"),
        ("Role", "{}: kept as an attribute", summary.kept_apart, "time"),
    ):
        rows += [(kind, f"{words.format(name)}, {counted(number, unit)}.") for name, number in counts.most_common()]
    rows += [("Left out", f"{number:,} {what}.") for what, number in summary.left_out.items()]
    rows += [("Documents", note) for note in summary.notes]
    if summary.unplaced:
        left = counted(summary.unplaced, "annotation")
        rows.append(("Places", f"Not placed, and kept with their quotes: {left}."))
    if summary.doubles:
        doubles = counted(summary.doubles, "annotation")
        rows.append(("Doubles", f"Kept, and the same as another of their passage: {doubles}."))
    return Report(headline, tuple(rows), out if summary.written else None)


def _row(field: QWidget | None, *buttons: tuple[str, object]) -> QWidget:
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    if field:
        row.addWidget(field, 1)
        box.setFocusProxy(field)
    for text, slot in buttons:
        button = PushButton(text)
        button.clicked.connect(slot)
        row.addWidget(button)
    if not field:
        row.addStretch(1)
    return box
