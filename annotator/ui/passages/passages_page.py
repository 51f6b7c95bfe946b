"""All annotations of the folder as a table that is narrowed, sorted and gone through, with the passage beside it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import Final, NamedTuple

import numpy as np
from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QSplitter, QTabWidget, QVBoxLayout, QWidget

from annotator.services.index.counts import Counted, CrossTable, counted_by, cross_table, documents_of
from annotator.services.index.index import FolderChange
from annotator.services.index.narrowing import COLUMNS as NARROWED_BY
from annotator.services.index.narrowing import Narrowing, narrowed, row_of
from annotator.services.index.passages import sorted_rows
from annotator.services.index.sentence_numbers import sentence_numbers
from annotator.services.index.view import FolderView, Rows
from annotator.services.index.words import PassageWords
from annotator.ui.folder.folder_bridge import FolderBridge
from annotator.ui.passages.context_view import Context, ContextView, context_of
from annotator.ui.passages.counts_page import CountsPage
from annotator.ui.passages.cross_page import DOCUMENT, PASSAGE, SENTENCE, CrossPage
from annotator.ui.passages.narrowing_bar import NarrowingBar
from annotator.ui.passages.passage_model import COLUMNS, PassageModel
from annotator.ui.toolkit.push_button import PushButton
from annotator.ui.toolkit.row_table import RowTable
from annotator.ui.toolkit.safe_text import PlainLabel
from annotator.ui.toolkit.words_on_screen import counted

PASSAGES, COUNTS, CROSS = range(3)
LOOKING: Final = "Looking through the words…"
LOOKING_MILLISECONDS: Final = 300
"""An answer that takes longer is told of: the words of a large folder are read once, which takes some seconds."""
READING_MILLISECONDS: Final = 300
"""While files are read, the table is asked for no more often than so."""
_SHARE: Final = 10
"""And then no more than one part in so many of the time is spent on it."""
_KEPT_SELECTED: Final = 500
"""So many selected passages are selected again when rows have moved."""


class Place(NamedTuple):
    """Where a passage stands: its file, its id, its document, and its first and last places in the text."""

    sidecar: Path
    id: str
    document: Path
    start: int
    end: int


class PassagesPage(QWidget):
    """Asks the folder for its passages whenever it changes, as long as the page is seen."""

    open_wanted = Signal(object)
    """A passage is to be opened in its document: a Place."""
    menu_wanted = Signal(QPoint)
    recode_wanted = Signal(str)
    save_wanted = Signal()
    table_wanted = Signal(object, str)
    """Lines of a table are to be saved, and what they are called."""
    picture_wanted = Signal(object, str)
    """The cross table is to be saved as a picture: its model, and its caption."""
    escape_pressed = Signal()

    def __init__(self, folder: FolderBridge) -> None:
        super().__init__()
        self._folder = folder
        self.model = PassageModel(self)
        self.bar = NarrowingBar(self._count)
        self.rows = RowTable("Passages")
        self.rows.setModel(self.model)
        self.context = ContextView()
        self.counts, self.cross = CountsPage(), CrossPage()
        self.sort, self.descending = "date", False
        self._is_stale = True
        self._reads: tuple[int, int] | None = None
        self._asked, self._took = 0.0, 0.0
        self._of_all, self._missing = 0, ""
        self._looking = QTimer(self, singleShot=True, interval=LOOKING_MILLISECONDS)
        self._looking.timeout.connect(lambda: self.status.setText(LOOKING))
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self.refresh)
        self._put_together()
        self._connect()

    # What is shown -----------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask for the passages anew."""
        index = self._folder.index
        self._is_stale = False
        self._asked = monotonic()
        if index is None:
            self._take((None, np.empty(0, np.intp)))
            return
        wanted, by, descending = self.bar.narrowing, self.sort, self.descending
        reader = index.reader() if wanted.words.strip() else None
        if reader is not None:
            self._looking.start()

        def question(view: FolderView) -> tuple[FolderView, Rows]:
            return view, sorted_rows(view, narrowed(view, wanted, reader), by, descending=descending)

        self._folder.ask("passages", question, self._take)

    def narrow(self, narrowing: Narrowing) -> None:
        """Show the passages of another narrowing."""
        self.tabs.setCurrentIndex(PASSAGES)
        self.bar.put(narrowing)

    @property
    def selected(self) -> Rows:
        """The rows of the view that are selected, in the order of the table."""
        found = [self.model.rows[top:bottom] for top, bottom in self._ranges()]
        return np.concatenate(found) if found else np.empty(0, np.intp)

    @property
    def current(self) -> PassageWords | None:
        """The words of the current row."""
        return self.model.words(self.rows.currentIndex().row())

    def told(self) -> list[str]:
        """Say what is shown: what narrows it, how many, and what was not read."""
        return [*self.bar.told(), *([self._missing] if self._missing else [])]

    def choose(self, sidecar: Path, annotation_id: str) -> None:
        """Select one passage, if it is shown."""
        row = row_of(self.model.view, sidecar, annotation_id) if self.model.view else None
        place = None if row is None else self.model.place_of(row)
        if place is not None:
            self.rows.selectRow(place)
            self.rows.scrollTo(self.model.index(place, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.escape_pressed.emit()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._timer.start(0)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    # What happens ------------------------------------------------------------------------------------------------

    def _ask_soon(self, change: FolderChange | None = None) -> None:
        del change
        self._is_stale = True
        if self.isVisible() and not self._timer.isActive():
            pause = max(READING_MILLISECONDS, round(1000 * _SHARE * self._took))
            self._timer.start(pause if self._reads else 0)

    def _take(self, found: tuple[FolderView | None, Rows]) -> None:
        view, rows = found
        index = self._folder.index
        self._looking.stop()
        self._took = monotonic() - self._asked
        self._of_all = len(view.rows(self.bar.narrowing.whose)) if view else 0
        self._missing = index.standing().sentence if index else ""
        before, selected = self._kept()
        scrolled = self.rows.verticalScrollBar().value()
        with QSignalBlocker(self.rows.selectionModel()):
            self.model.show_rows(self._folder.index, view, rows)
        self._select_again(before, selected)
        self.rows.verticalScrollBar().setValue(scrolled)
        self._tell()
        self._fill_tab()
        if not self.rows.currentIndex().isValid():
            self.context.clear()

    def _ranges(self) -> list[tuple[int, int]]:
        """Give the stretches of places that are selected: the first of each, and the one behind its last."""
        found = self.rows.selectionModel().selection()
        return sorted((found.at(number).top(), found.at(number).bottom() + 1) for number in range(found.count()))

    def _kept(self) -> tuple[PassageWords | None, list[PassageWords]]:
        """Give what is selected, as it lasts: by file and id."""
        ranges = self._ranges()
        if sum(bottom - top for top, bottom in ranges) > _KEPT_SELECTED:
            return self.current, []
        places = [place for top, bottom in ranges for place in range(top, bottom)]
        return self.current, [words for place in places if (words := self.model.words(place))]

    def _select_again(self, current: PassageWords | None, selected: list[PassageWords]) -> None:
        view, chosen = self.model.view, QItemSelection()
        if view is None:
            return
        places = [self._place_again(view, words) for words in selected]
        last = len(COLUMNS) - 1
        for place in places:
            if place is not None:
                chosen.select(self.model.index(place, 0), self.model.index(place, last))
        model, flags = self.rows.selectionModel(), QItemSelectionModel.SelectionFlag
        if current and (place := self._place_again(view, current)) is not None:
            model.setCurrentIndex(self.model.index(place, 0), flags.NoUpdate)
        model.select(chosen, flags.ClearAndSelect)

    def _place_again(self, view: FolderView, words: PassageWords) -> int | None:
        row = row_of(view, words.sidecar, words.id) if words.id else None
        return None if row is None else self.model.place_of(row)

    def _show_current(self) -> None:
        words, view = self.current, self.model.view
        if words is None or view is None:
            self.context.clear()
            return
        self.context.show_words(words)
        row = int(self.model.rows[self.rows.currentIndex().row()])
        facts = view.facts(row)
        if facts is None:
            return
        start, end = int(view.annotations.start[row]), int(view.annotations.end[row])

        def show(context: Context) -> None:
            if self.current == words:
                self.context.show_context(context)

        self._folder.ask("passage-context", lambda _view: context_of(facts, words, start, end), show)

    def _open(self, place: int) -> None:
        words, view = self.model.words(place), self.model.view
        if words is None or view is None:
            return
        row = int(self.model.rows[place])
        if facts := view.facts(row):
            start, end = int(view.annotations.start[row]), int(view.annotations.end[row])
            self.open_wanted.emit(Place(words.sidecar, words.id, facts.document, start, end))

    def open_current(self) -> None:
        """Open the current passage in its document."""
        self._open(self.rows.currentIndex().row())

    def _sort_by(self, column: int) -> None:
        sort = COLUMNS[column].sort
        self.descending = sort == self.sort and not self.descending
        self.sort = sort
        order = Qt.SortOrder.DescendingOrder if self.descending else Qt.SortOrder.AscendingOrder
        self.rows.horizontalHeader().setSortIndicator(column, order)
        self.refresh()

    def _tell(self) -> None:
        index, view = self._folder.index, self.model.view
        count = len(self.model.rows)
        if index is None or view is None:
            is_coming = index is not None or self._folder.is_opening
            self.status.setText("The folder is being read…" if is_coming else "No folder is open.")
            return
        of_all = counted(self._of_all, "passage")
        shown = of_all if count == self._of_all else f"{count:,} of {of_all}"
        chosen = sum(bottom - top for top, bottom in self._ranges())
        said = [f"{shown}{f', {chosen:,} selected' if chosen > 1 else ''}."]
        if self._reads:
            said.append(f"Reading: {self._reads[0]:,} of {self._reads[1]:,} files.")
        elif self._missing:
            said.append(self._missing)
        self.status.setText(" ".join(said))
        for button in (self.recode_button, self.save_button):
            button.setEnabled(bool(count))

    def _on_reading(self, read: int, expected: int) -> None:
        self._reads = (read, expected) if read < expected else None
        if self._reads is None:
            self._ask_soon()
        else:
            self._tell()

    # Counts ------------------------------------------------------------------------------------------------------

    def _count(self, column: str, wanted: Narrowing, then: Callable[[list[Counted]], None]) -> None:
        index = self._folder.index
        reader = index.reader() if index and wanted.words.strip() else None

        def show(values: list[Counted]) -> None:
            # The list may have been left meanwhile.
            try:
                then(values)
            except RuntimeError:
                return

        question = lambda view: counted_by(view, narrowed(view, wanted, reader), column)  # noqa: E731
        self._folder.ask("passage-values", question, show)

    def _fill_tab(self) -> None:
        view, rows = self.model.view, self.model.rows
        if view is None:
            return
        if self.tabs.currentIndex() == COUNTS:
            column = self.counts.column.value or ""
            self._folder.ask("passage-counts", lambda _view: counted_by(view, rows, column), self.counts.show_values)
        elif self.tabs.currentIndex() == CROSS:
            one, other = self.cross.rows_by.value or "", self.cross.columns_by.value or ""
            most, within = int(self.cross.most.value or 20), self.cross.within.value or PASSAGE
            question = lambda _view: _crossed(view, np.sort(rows), (one, other), most, within)  # noqa: E731
            self._folder.ask("passage-cross", question, self.cross.show_table)

    def _narrow_to(self, column: str, value: Counted) -> None:
        self.narrow(_only(self.bar.narrowing, column, value))

    def _narrow_to_cell(self, row: int, column: int) -> None:
        """Show the passages of a cell; where documents or sentences were counted, those of their documents."""
        table, one, other = self.cross.table, self.cross.rows_by.value or "", self.cross.columns_by.value or ""
        view = self.model.view
        if table is None or view is None:
            return
        if self.cross.within.value != PASSAGE:
            files = {view.facts(row_of_view) for row_of_view in table.passages_of(row, column).tolist()}
            documents: dict[int | str, str] = {str(one.document): view.document_name(one) for one in files if one}
            self.narrow(replace(self.bar.narrowing, chosen={**self.bar.narrowing.chosen, "document": documents}))
            return
        wanted = _only(self.bar.narrowing, one, table.rows[row])
        self.narrow(_only(wanted, other, table.columns[column]))

    # Putting together --------------------------------------------------------------------------------------------

    def _put_together(self) -> None:
        self.status = PlainLabel()
        self.status.setWordWrap(True)
        self.status.setAccessibleName("What is shown")
        self.recode_button, self.save_button = PushButton("Recode…"), PushButton("Save…")
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName("Ways to see the passages")
        for page, words in ((self.rows, "Passages"), (self.counts, "Counts"), (self.cross, "Cross table")):
            self.tabs.addTab(page, words)
        self.split = QSplitter()
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self.tabs)
        self.split.addWidget(self.context)
        self.split.setStretchFactor(0, 3)
        self.split.setStretchFactor(1, 1)
        self.split.setSizes([900, 320])
        foot = QHBoxLayout()
        foot.addWidget(self.status, 1)
        foot.addWidget(self.recode_button)
        foot.addWidget(self.save_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 6)
        layout.addWidget(self.bar)
        layout.addWidget(self.split, 1)
        layout.addLayout(foot)
        header = self.rows.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setSortIndicator(0, Qt.SortOrder.AscendingOrder)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        letter = self.rows.fontMetrics().averageCharWidth()
        for place, column in enumerate(COLUMNS):
            self.rows.setColumnWidth(place, letter * column.letters + 12)
        self.setFocusProxy(self.rows)

    def _connect(self) -> None:
        self._folder.opened.connect(self._begin_anew)
        self._folder.changed.connect(self._ask_soon)
        self._folder.reading.connect(self._on_reading)
        self.bar.changed.connect(self.refresh)
        self.bar.entered.connect(self._enter_rows)
        self.rows.chosen.connect(lambda index: self._open(index.row()))
        self.rows.menu_wanted.connect(self.menu_wanted)
        self.rows.horizontalHeader().sectionClicked.connect(self._sort_by)
        self.rows.selectionModel().currentRowChanged.connect(lambda _new, _old: self._show_current())
        self.rows.selectionModel().selectionChanged.connect(lambda _new, _old: self._tell())
        self.tabs.currentChanged.connect(self._show_tab)
        self.counts.wanted.connect(self._fill_tab)
        self.counts.value_chosen.connect(self._narrow_to)
        self.counts.save_wanted.connect(lambda: self.table_wanted.emit(self.counts.lines(), "counts"))
        self.cross.wanted.connect(self._fill_tab)
        self.cross.cell_chosen.connect(self._narrow_to_cell)
        self.cross.save_wanted.connect(lambda: self.table_wanted.emit(self.cross.lines(), "cross-table"))
        self.cross.picture_wanted.connect(lambda: self.picture_wanted.emit(self.cross.model, self.cross.caption))
        self.recode_button.clicked.connect(lambda _checked=False: self.recode_wanted.emit("add-code"))
        self.save_button.clicked.connect(lambda _checked=False: self.save_wanted.emit())

    def _enter_rows(self) -> None:
        self.rows.setFocus()
        if not self.rows.selectionModel().hasSelection():
            self.rows.selectRow(0)

    def _begin_anew(self) -> None:
        """Show another folder, from the start."""
        self.bar.put(Narrowing(whose=self.bar.narrowing.whose))
        self._ask_soon()

    def _show_tab(self, tab: int) -> None:
        self.context.setVisible(tab == PASSAGES)
        self._fill_tab()


def _crossed(view: FolderView, rows: Rows, columns: tuple[str, str], most: int, within: str) -> CrossTable:
    """Count passages by two columns, or what they stand in together."""
    units = None
    if within == DOCUMENT:
        units = documents_of(view, rows)
    elif within == SENTENCE:
        units = sentence_numbers(view, rows)
    return cross_table(view, rows, *columns, most, units=units)


def _only(narrowing: Narrowing, column: str, value: Counted) -> Narrowing:
    """Narrow further to a value of a column; what cannot be narrowed by leaves it as it is."""
    return narrowing.only(column, value.key, value.label) if column in NARROWED_BY else narrowing
