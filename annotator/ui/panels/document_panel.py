"""The documents of the opened folder, with their state and whose annotations exist."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from annotator.formats.sidecar.sidecar_names import split_sidecar_name
from annotator.model.name_key import folded
from annotator.services.disk.at_path import is_folder
from annotator.services.folder.folder_listing import FolderDocument, Listing, list_documents
from annotator.services.folder.sidecar_head import UNREADABLE, UNTOUCHED
from annotator.services.folder.sidecar_summary import SidecarSummary
from annotator.ui.panels.document_order import DONE, SHOWN, SORTS, DocumentFacts
from annotator.ui.panels.folder_reader import FolderReader
from annotator.ui.toolkit import theme
from annotator.ui.toolkit.panel_parts import Choice, FilterLine, Panel
from annotator.ui.toolkit.record_model import Key, RecordModel
from annotator.ui.toolkit.row_list import Row, RowList, one_line
from annotator.ui.toolkit.row_shapes import ALERT, CHECK, DOT, HALF, RING

SETTLE_MILLISECONDS = 300
"""Saving touches a folder several times; it is read again when it has come to rest."""
FEW = 50
"""So many rows are moved one by one; for more, all are put in anew."""
_SHAPES = {UNTOUCHED: RING, "in-progress": HALF, "done": DOT, "reviewed": CHECK, UNREADABLE: ALERT}


class DocumentPanel(Panel):
    """Enter or a click opens a document."""

    document_chosen = Signal(Path)
    said = Signal(str)
    listed = Signal(object)
    """The Listing, whenever it or what the disk says of an annotation file is another one."""
    left_out = Signal(object)
    """Links that lead out of the folders that are listed, as a tuple of paths, when there are new ones."""

    def __init__(self) -> None:
        super().__init__()
        self._listing = Listing()
        self._open: Path | None = None
        self._coming: Path | None = None
        self._words: list[str] = []
        self._stale: set[str] = set()
        self._summaries: dict[Path, SidecarSummary] = {}
        self._keys: dict[str, Key] = {}
        self._annotator_id = ""
        self.rows = RowList("Documents")
        self.model = RecordModel(self._row, self)
        self.rows.setModel(self.model)
        self.filter_line = FilterLine("documents", self.rows)
        self._watcher = QFileSystemWatcher(self)
        self._timer = QTimer(self, singleShot=True, interval=SETTLE_MILLISECONDS)
        self._timer.timeout.connect(self._read_anew)
        self._watcher.directoryChanged.connect(lambda _path: self._timer.start())
        self._reader = FolderReader(self)
        self._reader.listed.connect(self._take_listing)
        self._reader.found.connect(self._take)
        self._reader.finished.connect(self._end_reading)
        self.shown, self.sort = Choice("Which documents", SHOWN), Choice("Order of documents", SORTS)
        choices = QHBoxLayout()
        for choice in (self.shown, self.sort):
            choices.addWidget(choice)
            choice.chosen.connect(self._fill)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 0)
        layout.addWidget(self.filter_line)
        layout.addLayout(choices)
        layout.addWidget(self.rows, 1)
        self.setFocusProxy(self.rows)
        self.filter_line.narrowed.connect(self._narrow)
        self.rows.clicked.connect(lambda index: self._choose(self.model.id_at(index.row())))
        self.rows.activated.connect(lambda index: self._choose(self.model.id_at(index.row())))
        self._show_empty()

    @property
    def folder(self) -> Path | None:
        """The folder whose documents are listed."""
        return self._listing.folder

    @property
    def paths(self) -> list[Path]:
        """All documents that are listed or filtered out."""
        return [document.path for document in self._documents.values()]

    @property
    def sidecars(self) -> list[Path]:
        """All annotation files of these documents, whoever made them."""
        return self._listing.sidecars

    def show_annotator(self, annotator_id: str) -> None:
        """Show the states of somebody's own annotations."""
        if annotator_id != self._annotator_id:
            self._annotator_id = annotator_id
            self._fill()

    def open_folder(self, folder: Path) -> None:
        """List a folder's documents, and open the first where none of them is open."""
        self._list(folder)
        if self._documents and (self._open is None or self._open.parent != folder):
            self._choose(next(iter(self._documents)))

    def open_together(self, paths: Sequence[Path]) -> None:
        """List these documents, from whatever folders, and open the first; a folder stands for its documents."""
        together = list(dict.fromkeys(path.absolute() for path in paths))
        self._list(None, together)
        first = together[0]
        if str(first) in self._documents or not self._documents:
            self._choose(str(first))
        elif not is_folder(first):
            # An annotation file: it is to be seen, whosever it is.
            self.document_chosen.emit(first)
        else:
            self._choose(next(iter(self._documents)))

    def show_open(self, document: Path | None) -> None:
        """Mark the document that is open, in its folder's list or among those that were opened together."""
        self._open = document
        if document and document.parent != self.folder and str(document) not in self._documents:
            # Nobody asked for the folders below it: it may be somebody's home.
            self._list(document.parent, below=False)
        self._mark()

    def show_coming(self, document: Path | None) -> None:
        """Mark the document that is being read to be opened; None: what is open stays."""
        self._coming = document
        self._mark()

    def open_next(self) -> None:
        """Open the document behind the one that is open."""
        self._step(1)

    def open_previous(self) -> None:
        """Open the document before the one that is open."""
        self._step(-1)

    def open_not_done(self, direction: int) -> None:
        """Open the nearest document that is not done, behind (1) or before (-1) the one that is open."""
        keys = self._listed()
        here = str(self._here)
        start = keys.index(here) if here in keys else -1 if direction > 0 else len(keys)
        count = len(keys)
        for step in range(1, count + 1):
            key = keys[(start + direction * step) % count]
            # One that was not read yet is read now.
            state = self._facts(key).state or self._documents[key].state(self._annotator_id)
            if key != here and state not in DONE:
                self._choose(key)
                return
        self.said.emit("All other documents of the list are done." if count else "No documents are listed.")

    @property
    def _here(self) -> Path | None:
        return self._coming or self._open

    @property
    def _documents(self) -> Mapping[str, FolderDocument]:
        return self._listing.documents

    def _list(self, folder: Path | None, together: Sequence[Path] = (), *, below: bool = True) -> None:
        if watched := self._watcher.directories():
            self._watcher.removePaths(watched)
        self._listing = list_documents(folder, together, below=below)
        self._summaries.clear()
        for shown in self._listing.walks:
            self._watcher.addPath(str(shown))
        self._read_anew()
        self._fill()
        self._tell_left_out(set())
        self.listed.emit(self._listing)

    def _tell_left_out(self, told: set[Path]) -> None:
        if not told.issuperset(self._listing.outside):
            self.left_out.emit(self._listing.outside)

    def _read_anew(self) -> None:
        self._reader.read(self._listing)

    def _take_listing(self, listing: Listing, changed: list[str]) -> None:
        told, self._listing = set(self._listing.outside), listing
        self._show_changed(changed)
        self._tell_left_out(told)
        self.listed.emit(listing)

    def _take(self, summaries: dict[Path, SidecarSummary]) -> None:
        known = self._summaries
        fresh = {path: summary for path, summary in summaries.items() if known.get(path) is not summary}
        self._summaries.update(fresh)
        self.model.show_anew()
        if self.shown.value or self.sort.value:
            parts = ((path, split_sidecar_name(path.name)) for path in fresh)
            self._stale.update(str(path.with_name(names[0])) for path, names in parts if names)

    def _end_reading(self) -> None:
        stale, self._stale = self._stale, set()
        self._show_changed(stale)

    def _show_changed(self, keys: Collection[str]) -> None:
        if len(keys) > FEW:
            self._fill()
        elif keys:
            for key in keys:
                self._move(key)
            self._show_empty()
            self._mark()

    def _move(self, document: str) -> None:
        before, after = self._keys.pop(document, None), self._key(document)
        if before and before != after:
            self.model.take(before)
        if after:
            self._keys[document] = after
            self.model.put(after)

    def _fill(self) -> None:
        self._stale.clear()
        self._keys = {document: key for document in self._documents if (key := self._key(document))}
        self.model.fill(sorted(self._keys.values()))
        self._show_empty()
        self._mark()

    def _key(self, document: str) -> Key | None:
        """Give what a document is sorted by; None where it is not listed."""
        found = self._documents.get(document)
        if found is None or not _fits(found.name, self._words):
            return None
        facts = self._facts(document)
        return facts.key(self.sort.value) if facts.is_shown(self.shown.value) else None

    def _narrow(self, words: str) -> None:
        self._words = folded(words).split()
        self._fill()

    def _show_empty(self) -> None:
        none = (
            "No document fits the filter."
            if self._documents
            else "There is no document in this folder that can be opened."
        )
        hint = none if self.folder or self._listing.together else "Open an article or a folder, or drop one here."
        self.rows.show_empty("" if self.model.rowCount() else hint)

    def _mark(self) -> None:
        key = str(self._here)
        row = self.model.row_at(self._keys[key]) if key in self._keys else -1
        if row >= 0:
            self.rows.selectRow(row)
        else:
            self.rows.clearSelection()

    def _facts(self, key: str) -> DocumentFacts:
        return DocumentFacts(self._documents[key], self._summaries, self._annotator_id)

    def _row(self, key: str) -> Row | None:
        document = self._documents.get(key)
        if document is None:
            return None
        facts = self._facts(key)
        state = facts.state
        unreadable = any(summary and summary.state == UNREADABLE for summary in facts.by_annotator.values())
        warning = UNREADABLE if unreadable else ""
        words = "" if state == warning else state.replace("-", " ")
        detail = " · ".join(part for part in (words, facts.words()) if part)
        shape = _SHAPES.get(state, RING)
        is_open = self._open == document.path
        return Row(one_line(document.name), detail, shape, theme.current().muted, "", warning, strong=is_open)

    def _choose(self, key: str) -> None:
        document = self._documents.get(key)
        if document and document.path != self._here:
            self.document_chosen.emit(document.path)
        self._mark()

    def _step(self, direction: int) -> None:
        keys = self._listed()
        here = str(self._here)
        if not keys:
            return
        index = keys.index(here) + direction if here in keys else 0
        if 0 <= index < len(keys):
            self._choose(keys[index])

    def _listed(self) -> list[str]:
        """Give the documents as they are listed; all of them while the open one is filtered out."""
        listed = [self.model.id_at(row) for row in range(self.model.rowCount())]
        return listed if str(self._here) in self._keys else list(self._documents)


def _fits(name: str, words: list[str]) -> bool:
    named = folded(name)
    return all(word in named for word in words)
