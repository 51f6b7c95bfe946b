"""What is done with the passages of the folder: opened in their documents, recoded, and saved as tables and pages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from annotator.formats.sidecar.sidecar_names import split_sidecar_name
from annotator.formats.tables.delimited import delimited_line
from annotator.model.annotator_id import ADJUDICATED
from annotator.model.span import Span
from annotator.services.disk.atomic_file import SaveError, write_atomically
from annotator.services.index.counts import counted_by
from annotator.services.index.distinct import distinct
from annotator.services.index.view import ALL, FolderView, Rows
from annotator.services.index.words import WordReader
from annotator.services.recoding.in_file import Who
from annotator.services.recoding.planning import Target
from annotator.ui.dialogs.recode_dialog import RecodeScope
from annotator.ui.files.file_commands import FileCommands
from annotator.ui.files.folder_steps import FolderSteps
from annotator.ui.passages.count_model import HeatModel
from annotator.ui.passages.passages_page import PassagesPage, Place
from annotator.ui.session_bridge import SessionBridge
from annotator.ui.text.article_view import ArticleView
from annotator.ui.toolkit.ask_where import ask_where
from annotator.ui.toolkit.safe_text import message_box
from annotator.ui.toolkit.words_on_screen import counted

SELECT_FIRST: Final = "Select passages first: Shift and Ctrl select several, Ctrl+A all."
_LISTS: Final = {
    "CSV (*.csv)": ".csv", "Page (*.html)": ".html", "Word (*.docx)": ".docx", "PDF (*.pdf)": ".pdf",
}  # fmt: skip
_PICTURES: Final = {"PNG (*.png)": ".png", "SVG (*.svg)": ".svg", "PDF (*.pdf)": ".pdf"}


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The selected passages by file, with the names in them and the files that have these."""

    targets: tuple[Target, ...]
    everywhere: tuple[Target, ...]
    entities: tuple[Who, ...]
    topics: tuple[str, ...]
    codes: tuple[str, ...]


class Article(NamedTuple):
    """Where passages are opened: the article's view, and what gives it its place in the window again."""

    view: ArticleView
    show: Callable[[], object]


class PassageCommands(QObject):
    """Does what the page of passages asks for."""

    def __init__(
        self,
        page: PassagesPage,
        bridge: SessionBridge,
        files: FileCommands,
        steps: FolderSteps,
        article: Article,
    ) -> None:
        super().__init__(page)
        self._page, self._bridge, self._files = page, bridge, files
        self._steps, self._article = steps, article
        page.open_wanted.connect(self.open)
        page.rows.copy_wanted.connect(self.copy)
        page.recode_wanted.connect(self.recode)
        page.save_wanted.connect(self.save)
        page.table_wanted.connect(self.save_table)
        page.picture_wanted.connect(self.save_picture)

    def open(self, place: Place) -> None:
        """Open a passage in its document, and select it there; of an adjudicated file its words are selected."""
        parts = split_sidecar_name(place.sidecar.name)
        whose = parts[1] if parts else ""
        span = Span(place.start, place.end) if place.start >= 0 else None

        def show() -> None:
            self._article.show()
            session = self._bridge.session
            if session and session.sidecar == place.sidecar and place.id in session.layer.annotations:
                self._bridge.select(place.id)
                if span:
                    self._article.view.set_caret(span.start)
            elif span:
                self._article.view.select_span(span)
            if span:
                self._article.view.reveal(span)
            self._article.view.setFocus()

        is_own = whose in (self._files.annotator_id, ADJUDICATED)
        self._files.open_path(place.document if is_own else place.sidecar, show)

    def recode(self, way: str = "add-code") -> None:
        """Ask what is to be done to the selected passages, and do it in all their documents."""
        index, view, rows = self._page.model.index_of_folder, self._page.model.view, self._page.selected
        if index is None or view is None or not len(rows):
            self._bridge.message.emit(SELECT_FIRST)
            return
        reader, names = index.reader(), index.names

        def go_on(chosen: _Chosen) -> None:
            scope = RecodeScope(
                chosen.targets,
                chosen.everywhere,
                chosen.entities,
                chosen.topics,
                chosen.codes,
                tuple(Who(known.type, known.name) for known in names.all_entities()),
                tuple(known.name for known in names.all_topics()),
                tuple(dict.fromkeys([*(c.name for c in self._bridge.codebook.codes), *(k.name for k in all_codes)])),
            )
            self._steps.recode(scope, way)

        all_codes = names.all_codes()
        self._bridge.folder.ask("recode", lambda _view: _chosen(view, rows, reader), go_on)

    def copy(self) -> None:
        """Put the selected passages on the clipboard, as lines of a table."""
        index, view, rows = self._page.model.index_of_folder, self._page.model.view, self._page.selected
        if index is None or view is None or not len(rows):
            self._bridge.message.emit(SELECT_FIRST)
            return
        words = index.words(rows.tolist(), view).values()
        lines = ("\t".join((one.document, one.date, one.type, " ".join(one.quote.split()))) for one in words)
        QGuiApplication.clipboard().setText("\n".join(lines))
        self._bridge.message.emit(f"{counted(len(rows), 'passage')} copied.")

    def save(self) -> None:
        """Save what the page shows, in its order, as a table or as a page to print or send."""
        index, view, rows = self._page.model.index_of_folder, self._page.model.view, self._page.model.rows
        if index is None or view is None or (path := self._ask_path("passages", _LISTS)) is None:
            return
        reader, told = index.reader(), tuple(self._page.told())
        title = f"Passages of {index.root.name}"

        def write(_view: FolderView) -> str:
            # Pages and how they are printed take a tenth of a second to load, for which nobody who looks is to wait.
            from annotator.services.reporting.passage_report import write_passages
            from annotator.services.reporting.passages import Passage, PassageList
            from annotator.ui.printing.report_pdf import report_pdf

            passages = [Passage(*words[2:]) for words in reader.passages(view, rows.tolist()).values()]
            return _written(lambda: write_passages(PassageList(title, passages, told), path, report_pdf))

        self._bridge.message.emit(f"Saving {counted(len(rows), 'passage')}…")
        self._bridge.folder.ask("save-passages", write, lambda problem: self._tell(path, len(rows), problem))

    def save_table(self, lines: Sequence[Sequence[str | int]], name: str) -> None:
        """Save a table of counts as CSV."""
        if path := self._ask_path(name, {"CSV (*.csv)": ".csv"}):
            data = b"".join(delimited_line(line, ",") for line in lines)
            self._tell(path, 0, _written(lambda: write_atomically(path, data)))

    def save_picture(self, table: HeatModel, caption: str) -> None:
        """Save the cross table as a picture."""
        if path := self._ask_path("cross-table", _PICTURES):
            self._tell(path, 0, _written(lambda: _write_picture(table, caption, path)))

    def _ask_path(self, name: str, forms: dict[str, str]) -> Path | None:
        start = (self._steps.root or Path.home()) / f"{name}{next(iter(forms.values()))}"
        return ask_where(_window(self._page), "Save", start, forms)

    def _tell(self, path: Path, count: int, problem: str) -> None:
        if problem:
            message_box(_window(self._page), "Not saved", problem).exec()
            return
        what = f"{counted(count, 'passage')} saved" if count else "Saved"
        self._bridge.message.emit(f"{what} as {path.name}.")


def _chosen(view: FolderView, rows: Rows, reader: WordReader) -> _Chosen:
    targets = []
    files = view.annotations.file[rows]
    for number in distinct(files).tolist():
        if facts := view.files[number]:
            words = reader.words_of(view, facts)
            places = rows[files == number] - int(view.starts[number])
            ids = tuple(words.ids[place] for place in places.tolist() if place < len(words.ids))
            targets.append(Target(facts.path, ids, facts.document))
    by_column = {column: counted_by(view, rows, column) for column in ("entity", "topic", "code")}
    numbers = {column: [value.key for value in values] for column, values in by_column.items()}
    having = np.zeros(len(view.annotations), np.bool_)
    having[view.parts.row[np.isin(view.parts.entity, numbers["entity"])]] = True
    having |= np.isin(view.annotations.topic, numbers["topic"])
    holding = distinct(view.annotations.file[having & view.mask(ALL)])
    found = [facts for number in holding.tolist() if (facts := view.files[number])]
    return _Chosen(
        tuple(targets),
        tuple(Target(facts.path, None, facts.document) for facts in found),
        tuple(Who(view.entities.type(int(value.key)), value.label) for value in by_column["entity"]),
        tuple(value.label for value in by_column["topic"]),
        tuple(value.label for value in by_column["code"]),
    )


def _written(write: Callable[[], object]) -> str:
    """Write something; gives why that could not be, or ""."""
    try:
        write()
    except (SaveError, OSError, ValueError) as error:
        return str(error)
    return ""


def _write_picture(table: HeatModel, caption: str, path: Path) -> None:
    from annotator.ui.passages.heat_picture import HeatPicture

    write_atomically(path, HeatPicture(table, caption).bytes_of(path.suffix.lower()))


def _window(page: QWidget) -> QWidget:
    return page.window()
