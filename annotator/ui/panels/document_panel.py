"""The documents of the opened folder and of all below it, with their state and whose annotations exist."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from annotator.formats.sidecar.sidecar_names import split_sidecar_name
from annotator.model.annotator_id import ADJUDICATED, SUGGESTED
from annotator.model.layer import Layer
from annotator.services.disk.at_path import is_folder
from annotator.services.folder.folder_listing import FolderDocument, Listing
from annotator.services.folder.sidecar_summary import SidecarSummary
from annotator.services.settling.review_progress import DocumentProgress
from annotator.services.user.folder_views import FolderView, FolderViews
from annotator.ui.panels.document_order import DONE, SHOWN, SORTS, heading_of, is_within
from annotator.ui.panels.document_rows import DocumentRows
from annotator.ui.panels.folder_reader import FolderReader
from annotator.ui.panels.folder_watch import FolderWatch
from annotator.ui.panels.whose_choice import WhoseChoice
from annotator.ui.toolkit.panel_parts import Choice, FilterLine, Panel
from annotator.ui.toolkit.row_list import RowList
from annotator.ui.toolkit.safe_text import PlainLabel
from annotator.ui.toolkit.words_on_screen import counted

PATIENCE_SECONDS = 0.015
"""So long the window waits for a folder to be listed: of small ones there is no wait to be seen."""


class DocumentPanel(Panel):
    """Enter or a click opens a document, and opens or closes the group below a heading."""

    document_chosen = Signal(Path)
    lost_chosen = Signal(object)
    """A FolderDocument that is not here, though annotations of it are."""
    said = Signal(str)
    left_out = Signal(object)
    """Links that lead out of the folders that are listed, as a tuple of paths, when there are new ones."""
    troubled = Signal(object)
    """Sentences by the paths that they are about, when there are new ones."""
    listed = Signal(object)
    """The Listing, when it or one of its files is another one than before."""
    whose_changed = Signal(object)
    """The ids of those whose files count where there is no adjudicated one, the first first."""

    def __init__(self, views: FolderViews | None = None) -> None:
        super().__init__()
        self._views = views or FolderViews()
        self._view = FolderView()
        self._then: Callable[[], None] | None = None
        self._is_listing = False
        self._coming: Path | None = None
        self._stale: set[str] = set()
        self._looked: datetime | None = None
        self._shown = DocumentRows(self)
        self.model = self._shown.model
        self.rows = RowList("Documents")
        self.rows.setModel(self.model)
        self.filter_line = FilterLine("documents", self.rows)
        self.shown, self.sort = Choice("Which documents", SHOWN), Choice("Order of documents", SORTS)
        self.whose = WhoseChoice()
        self.standing = PlainLabel()
        self._watch, self._reader = FolderWatch(self), FolderReader(self)
        self._connect()
        self._lay_out()
        self._show_standing()
        self._show_empty()

    def _connect(self) -> None:
        self._watch.look.connect(self._read_anew)
        self._reader.first_listed.connect(self._take_first)
        self._reader.listed.connect(self._take_listing)
        self._reader.found.connect(self._take)
        self._reader.progressed.connect(self._take_progress)
        self._reader.finished.connect(self._end_reading)
        for choice in (self.shown, self.sort, self.whose):
            choice.chosen.connect(self._choose_view)
        self.filter_line.narrowed.connect(self._narrow)
        self.rows.clicked.connect(lambda index: self._choose(self.model.id_at(index.row())))
        self.rows.activated.connect(lambda index: self._choose(self.model.id_at(index.row())))
        self.rows.folded.connect(self._fold)

    def _lay_out(self) -> None:
        choices = QHBoxLayout()
        for choice in (self.shown, self.sort):
            choices.addWidget(choice)
        self.standing.setWordWrap(True)
        self.standing.setAccessibleName("Standing of the folder")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 0)
        layout.addWidget(self.filter_line)
        layout.addLayout(choices)
        layout.addWidget(self.whose)
        layout.addWidget(self.rows, 1)
        layout.addWidget(self.standing)
        self.setFocusProxy(self.rows)

    @property
    def folder(self) -> Path | None:
        """The folder whose documents are listed."""
        return self.listing.folder

    @property
    def listing(self) -> Listing:
        """What is listed."""
        return self._shown.listing

    @property
    def preferred(self) -> tuple[str, ...]:
        """Whose files count where there is no adjudicated one, the first first."""
        return self._shown.preferred

    @property
    def paths(self) -> list[Path]:
        """All documents that are listed or filtered out."""
        return [document.path for document in self._documents.values()]

    @property
    def sidecars(self) -> list[Path]:
        """All annotation files of these documents, whoever made them."""
        return self.listing.sidecars

    @property
    def shown_paths(self) -> list[Path]:
        """The documents that are listed now, without those that are filtered out."""
        return [self._documents[key].path for key in self._shown.in_order(None)]

    def show_annotator(self, annotator_id: str) -> None:
        """Show the states of somebody's own annotations."""
        if annotator_id != self._shown.annotator_id:
            self._shown.annotator_id = annotator_id
            self._offer_whose()
            self._fill()

    def open_folder(self, folder: Path) -> None:
        """List a folder's documents and all below, and open the first where none of them is open."""

        def open_first() -> None:
            if self._documents and str(self._shown.open) not in self._documents:
                self._choose(next(iter(self._shown.in_order(None)), next(iter(self._documents))))

        self._list(folder, then=open_first)

    def open_together(self, paths: Sequence[Path]) -> None:
        """List these documents, from whatever folders, and open the first; a folder stands for its documents."""
        together = list(dict.fromkeys(path.absolute() for path in paths))
        first = together[0]

        def open_first() -> None:
            if str(first) in self._documents or not self._documents:
                self._choose(str(first))
            elif not is_folder(first):
                # An annotation file: it is to be seen, whosever it is.
                self.document_chosen.emit(first)
            else:
                self._choose(next(iter(self._documents)))

        self._list(None, together, then=open_first)

    def show_open(self, document: Path | None) -> None:
        """Mark the document that is open, in its folder's list or among those that were opened together."""
        is_other, self._shown.open = document != self._shown.open, document
        if document and not self._holds(document):
            # Nobody asked for the folders below it: it may be somebody's home.
            self._list(document.parent, below=False)
        elif document and is_other and (found := self._documents.get(str(document))):
            self._unfold(found.below)
        self._mark()

    def show_work(self, sidecar: Path | None, layer: Layer | None) -> None:
        """Have the row of the open document say what its layer says now, whether or not that is saved."""
        parts = split_sidecar_name(sidecar.name) if sidecar else None
        before, self._shown.work = self._shown.work, None
        if sidecar and parts and layer:
            state = layer.document.state
            self._shown.work = parts[1], sidecar, SidecarSummary(state, len(layer.annotations))
        if before == self._shown.work or str(self._shown.open) not in self._documents:
            return
        self._shown.show_changed([str(self._shown.open)])
        if self.shown.value or self.sort.value:
            self._show_empty()
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
        keys = self._shown.in_order(self._here)
        here = str(self._here)
        start = keys.index(here) if here in keys else -1 if direction > 0 else len(keys)
        count = len(keys)
        for step in range(1, count + 1):
            key = keys[(start + direction * step) % count]
            # One that was not read yet is read now.
            state = self._shown.facts(key).state or self._documents[key].state(self._shown.annotator_id)
            if key != here and state not in DONE:
                self._choose(key)
                return
        self.said.emit("All other documents of the list are done." if count else "No documents are listed.")

    def look_again(self) -> None:
        """Look now what is another one."""
        self._read_anew()

    def read_again(self) -> None:
        """Read every file of the folder again, also those that seem to be as they were."""
        if self.listing.walks:
            self.said.emit("The folder is being read again.")
            self._reader.read_all_again(self.listing, self._shown.annotator_id)
        else:
            self.said.emit("No folder is open.")

    @property
    def _here(self) -> Path | None:
        return self._coming or self._shown.open

    @property
    def _documents(self) -> Mapping[str, FolderDocument]:
        return self.listing.documents

    def _holds(self, document: Path) -> bool:
        """Tell whether a document stands in the list, or lies in its folder though it cannot be listed."""
        if str(document) in self._documents or document.parent == self.folder:
            return True
        reaches = self._is_listing or any(walked.below for walked in self.listing.walks.values())
        return bool(self.folder and reaches and document.is_relative_to(self.folder))

    # What lies there ----------------------------------------------------------------------------------------------

    def _list(
        self,
        folder: Path | None,
        together: Sequence[Path] = (),
        *,
        below: bool = True,
        then: Callable[[], None] | None = None,
    ) -> None:
        self._shown.begin(Listing(folder, tuple(together)))
        self._then, self._is_listing, self._looked = then, True, None
        self._show_view(self._views.of(folder))
        self._show_standing()
        coming = self._reader.list(folder, together, below=below)
        with suppress(TimeoutError):
            self._take_first(coming.result(PATIENCE_SECONDS))
            return
        self._fill()

    def _take_first(self, listing: Listing) -> None:
        if not self._is_listing:
            return
        self._is_listing, self._looked = False, datetime.now().astimezone()
        self._shown.listing = listing
        self._watch.watch(self._folders())
        self._offer_whose()
        self._read_anew()
        self._fill()
        self._tell((), {})
        then, self._then = self._then, None
        if then:
            then()

    def _folders(self) -> Mapping[Path, None]:
        below = {one.below: one.path for one in self._documents.values()}
        return dict.fromkeys([*self.listing.walks, *(path.parent for path in below.values())])

    def _tell(self, told: Sequence[Path], problems: Mapping[str, str]) -> None:
        """Tell of what is new in the listing."""
        listing = self.listing
        if not set(told).issuperset(listing.outside):
            self.left_out.emit(listing.outside)
        if fresh := {path: why for path, why in listing.problems.items() if problems.get(path) != why}:
            self.troubled.emit(fresh)
        self._show_standing()
        self.listed.emit(listing)

    def _read_anew(self) -> None:
        if self.listing.walks:
            self._reader.read(self.listing, self._shown.annotator_id)

    def _take_listing(self, listing: Listing, changed: list[str]) -> None:
        before, self._shown.listing = self.listing, listing
        if changed:
            self._watch.watch(self._folders())
            self._offer_whose()
        self._show_changed(changed)
        self._tell(before.outside, before.problems)

    def _take(self, summaries: dict[Path, SidecarSummary]) -> None:
        self._shown.summaries.update(summaries)
        self.model.show_anew()
        if self.shown.value or self.sort.value:
            parts = ((path, split_sidecar_name(path.name)) for path in summaries)
            self._stale.update(str(path.with_name(names[0])) for path, names in parts if names)

    def _take_progress(self, progress: dict[str, DocumentProgress]) -> None:
        self._shown.progress.update(progress)
        self.model.show_anew()
        if self.shown.value or self.sort.value:
            self._stale.update(progress)

    def _end_reading(self, seconds: float) -> None:
        if not self._unlisted():
            self._looked = datetime.now().astimezone()
        self._show_standing()
        stale, self._stale = self._stale, set()
        self._show_changed(stale)
        self._watch.looked(seconds)

    def _unlisted(self) -> list[Path]:
        return [root / below for root, walked in self.listing.walks.items() for below in walked.unlisted]

    def _show_standing(self) -> None:
        """Say below the list what of the folder cannot be looked at, and when it last was."""
        unlisted, words = self._unlisted(), ""
        if unlisted and self._looked:
            what = "The folder" if self.folder in unlisted else counted(len(unlisted), "folder")
            words = f"{what} cannot be read now; what is listed was there at {self._looked:%H:%M}."
        self.standing.setText(words)
        self.standing.setToolTip("\n".join(f"{path}: {why}" for path, why in self.listing.problems.items()))
        self.standing.setVisible(bool(words))

    # How it is shown ----------------------------------------------------------------------------------------------

    def _show_view(self, view: FolderView) -> None:
        self._view = view
        self.sort.show_value(view.sort if view.sort in SORTS else None)
        self.shown.show_value(view.shown if view.shown in SHOWN else None)
        self._shown.closed = view.closed
        self._offer_whose()

    def _choose_view(self) -> None:
        whose = self.whose.value or ""
        self._keep(replace(self._view, sort=self.sort.value, shown=self.shown.value, whose=whose))
        self._offer_whose()
        self._fill()

    def _keep(self, view: FolderView) -> None:
        self._view = view
        self._views.keep(self.folder, view)

    def _offer_whose(self) -> None:
        """Offer whose files count, where several annotators have any, and tell when that is another choice."""
        shown = self._shown
        ids = {who for one in self._documents.values() for who in one.sidecars} - {ADJUDICATED, SUGGESTED}
        preferred = self.whose.offer(ids, shown.annotator_id, self._view.whose)
        if preferred != shown.preferred:
            shown.preferred = preferred
            self.whose_changed.emit(preferred)

    def _show_changed(self, keys: Sequence[str] | set[str]) -> None:
        if keys:
            self._shown.show_changed(keys)
            self._show_empty()
            self._mark()

    def _fill(self) -> None:
        self._stale.clear()
        self._shown.sort, self._shown.shown = self.sort.value, self.shown.value
        self._shown.fill()
        self._show_empty()
        self._mark()

    def _fold(self, is_open: bool) -> None:
        """Open or close the group of the row at hand; from one of its documents the heading comes first."""
        index = self.rows.currentIndex()
        if not index.isValid():
            return
        identifier = self.model.id_at(index.row())
        group = heading_of(identifier)
        if group is not None:
            self._set_closed(self._view.closed - {group} if is_open else self._view.closed | {group}, group)
        elif not is_open and (around := self._shown.group_of(identifier)) is not None:
            self.rows.selectRow(self._shown.row_of_heading(around))

    def _unfold(self, below: str) -> None:
        if self._shown.is_hidden(below):
            self._set_closed(frozenset(one for one in self._view.closed if not is_within(below, [one])))

    def _set_closed(self, closed: frozenset[str], group: str | None = None) -> None:
        if closed == self._view.closed:
            return
        self._shown.closed = closed
        self._keep(replace(self._view, closed=closed))
        self._fill()
        if group is not None:
            self.rows.selectRow(self._shown.row_of_heading(group))

    def _narrow(self, words: str) -> None:
        self._shown.narrow(words)
        self._show_empty()
        self._mark()

    def _show_empty(self) -> None:
        none = (
            "The folder is being read…"
            if self._is_listing
            else "No document fits the filter."
            if self._documents
            else "There is no document in this folder that can be opened."
        )
        hint = none if self.folder or self.listing.together else "Open an article or a folder, or drop one here."
        self.rows.show_empty("" if self.model.rowCount() else hint)

    def _mark(self) -> None:
        row = self._shown.row_of(str(self._here))
        if row >= 0:
            self.rows.selectRow(row)
        else:
            self.rows.clearSelection()

    def _choose(self, key: str) -> None:
        if (group := heading_of(key)) is not None:
            self._set_closed(self._view.closed ^ {group}, group)
            return
        if lost := self.listing.lost.get(key):
            self.lost_chosen.emit(lost)
            return
        document = self._documents.get(key)
        if document and document.path != self._here:
            self.document_chosen.emit(document.path)
        self._mark()

    def _step(self, direction: int) -> None:
        keys = self._shown.in_order(self._here)
        here = str(self._here)
        if not keys:
            return
        index = keys.index(here) + direction if here in keys else 0
        if 0 <= index < len(keys):
            self._choose(keys[index])
