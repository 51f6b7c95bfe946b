"""What the folder's documents name and no codebook has, to be settled: put in, given to another as a name, or left."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QCheckBox, QHeaderView, QTreeWidgetItem, QWidget

from annotator.formats.codebooks.codebook_json import CodebookError
from annotator.model.entity import Entity
from annotator.services.codebook.folder_codebook import folder_codebook
from annotator.services.codebook.put_in import CodebookStep, put_alias, put_in
from annotator.services.disk.atomic_file import SaveError
from annotator.services.editing.picks import as_typed, quality_of
from annotator.services.index.index import FolderChange, FolderIndex
from annotator.services.index.loose import ENTITY, LooseName, Passages, gather, loose_names, passages_of_names
from annotator.services.user.same_pairs import SamePairs
from annotator.ui.panels.role_rows import area_of
from annotator.ui.session_bridge import SessionBridge
from annotator.ui.toolkit.filtered_list import KEY, FilteredList
from annotator.ui.toolkit.pick_list import Choice, ask
from annotator.ui.toolkit.push_button import PushButton
from annotator.ui.toolkit.safe_text import PlainLabel
from annotator.ui.toolkit.screen_room import open_with
from annotator.ui.toolkit.words_on_screen import ENTITY_TYPE_WORDS, counted

MOST = 2000
"""So many names are listed, those of most documents."""
SHOWN = 50
COUNTS = (2, 3)
REFILL_MILLISECONDS = 100


class LooseNames(FilteredList):
    """Each is settled by a key or a button, which undo takes back; what is left be is remembered by ``said``.

    ``home`` is the folder whose codebook they go into, ``made`` is told of each step.
    """

    def __init__(
        self,
        parent: QWidget | None,
        bridge: SessionBridge,
        index: FolderIndex,
        said: SamePairs,
        *,
        home: Path,
        author: str,
        made: Callable[[CodebookStep | None], None],
    ) -> None:
        columns = ("Name", "Is", "Documents", "Passages")
        super().__init__(parent, "Names not in the codebook", "Search the names", columns)
        self._bridge, self.index, self._said = bridge, index, said
        self._home, self._author, self._made = home, author, made
        self._passages: Passages | None = None
        open_with(self, 720, 560)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.header().setStretchLastSection(False)
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._align(self.list.headerItem())
        self.list.itemSelectionChanged.connect(self._show_possible)
        self.list.installEventFilter(self)
        self.show_left = QCheckBox("&Show those left be")
        self.show_left.toggled.connect(lambda _on: self.fill())
        self.count, self.state = PlainLabel(), PlainLabel()
        for label in (self.count, self.state):
            label.setWordWrap(True)
        self._late = QTimer(self, singleShot=True, interval=REFILL_MILLISECONDS)
        self._late.timeout.connect(self.fill)
        self.put_button = self._button("&Put in", "Put the selected into the codebook (Enter)", self.put)
        self.alias_button = self._button(
            "&Another name of…", "Give the selected to one of the codebook", self.ask_alias
        )
        self.leave_button = self._button("&Leave be", "Leave the selected out of this list (Del)", self.leave)
        self.undo_button = self._button("&Undo", "Take the last step back (Ctrl+Z)", partial(self._step, undo=True))
        self.undo_button.setShortcut("Ctrl+Z")
        self.column.addWidget(self.count)
        self.column.addWidget(self.show_left)
        self.column.addWidget(self.state)
        self.add_buttons(self.put_button, self.alias_button, self.leave_button, self.undo_button)
        bridge.message.connect(self.state.setText)
        bridge.folder.changed.connect(self._on_folder)
        bridge.made_elsewhere_changed.connect(self._show_possible)
        self.fill()

    def fill(self) -> None:
        """List what is loose now, and count its passages anew beside the window."""
        self._list()
        if self._bridge.folder.index is self.index:
            self._bridge.folder.ask("loose names", passages_of_names, self._take_passages)

    def _take_passages(self, passages: Passages) -> None:
        if passages != self._passages:
            self._passages = passages
            self._list()

    def _list(self) -> None:
        """List what is loose; the row that was current stays, or the next one."""
        current = self.list.currentItem()
        row = max(0, self.list.indexOfTopLevelItem(current)) if current else 0
        self.list.clear()
        everything = loose_names(self.index.names, self._passages or Passages())
        wanted = [one for one in everything if self.show_left.isChecked() or not self._is_left(one)]
        for one in wanted[:MOST]:
            kind = "topic" if one.kind != ENTITY else ENTITY_TYPE_WORDS.get(one.type, one.type)
            passages = f"{one.passages:,}" if self._passages else "…"
            left = " · left be" if self._is_left(one) else ""
            self.add_row((one.name, f"{kind}{left}", f"{one.documents:,}", passages), one)
            self._align(self.list.topLevelItem(self.list.topLevelItemCount() - 1))
        self.ready()
        self.list.resizeColumnToContents(COUNTS[-1])
        if item := self.list.topLevelItem(min(row, self.list.topLevelItemCount() - 1)):
            self.list.setCurrentItem(item)
        self._say(len(wanted), len(everything) - len(wanted))
        self._show_possible()

    def put(self) -> None:
        """Put what is selected into the codebook, with all that is said of it."""
        if chosen := self.selected():
            gathered = gather(self.index, chosen)
            self._do(lambda: put_in(self._home, self._author, gathered.layer, gathered.entities, gathered.topics))

    def ask_alias(self) -> None:
        """Ask which entity of the codebook the selected names are other names of."""
        names = [one.name for one in self.selected() if one.kind == ENTITY]
        if not names:
            return
        try:
            registered = folder_codebook(self._home).entities
        except CodebookError as error:
            self.state.setText(str(error))
            return
        likely = {one.known.name for one in self.index.same_as(names[0])}
        title = f"“{names[0]}” is another name of" if len(names) == 1 else f"{len(names):,} names are other names of"
        ask(self, title, area_of(self.alias_button), partial(self._registered, registered, likely, names))

    def leave(self) -> None:
        """Leave what is selected out of the list from now on, or no longer."""
        chosen = self.selected()
        left = not all(map(self._is_left, chosen))
        self._said.leave([_key(one) for one in chosen], left=left)
        self.fill()

    def chosen(self, _key: object) -> None:
        self.put()

    def selected(self) -> list[LooseName]:
        """Give what is selected and can be seen."""
        found = [item.data(0, KEY) for item in self.list.selectedItems() if not item.isHidden()]
        return [one for one in found if isinstance(one, LooseName)]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.list and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Delete:
                self.leave()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.put()
                return True
        return super().eventFilter(watched, event)

    def _registered(self, registered: Sequence[Entity], likely: set[str], names: list[str], typed: str) -> list[Choice]:
        wanted = as_typed(typed)
        found = [(quality, one) for one in registered if (quality := quality_of(wanted, one.names)) is not None]
        found.sort(key=lambda item: (item[1].name not in likely, item[0], item[1].name))
        return [
            Choice(one.name, ENTITY_TYPE_WORDS.get(one.type, one.type), partial(self._give, names, one.id))
            for _quality, one in found[:SHOWN]
        ]

    def _give(self, names: list[str], entity_id: str) -> None:
        self._do(lambda: put_alias(self._home, self._author, names, entity_id))

    def _do(self, step: Callable[[], CodebookStep | None]) -> None:
        try:
            made = step()
        except (CodebookError, SaveError) as error:
            self.state.setText(f"Not put into the codebook: {error}")
        else:
            self._made(made)

    def _step(self, *, undo: bool) -> None:
        self._bridge.step_elsewhere(undo=undo)

    def _on_folder(self, change: FolderChange) -> None:
        if self.isVisible() and change.names:
            self._late.start()

    def _align(self, item: QTreeWidgetItem | None) -> None:
        if item is None:
            return
        for column in COUNTS:
            item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def _is_left(self, one: LooseName) -> bool:
        return self._said.is_left(*_key(one))

    def _say(self, shown: int, left: int) -> None:
        standing = self.index.standing().sentence
        more = f"; the {MOST:,} of most documents are listed" if shown > MOST else ""
        aside = f", {left:,} left be" if left else ""
        self.count.setText(" ".join(filter(None, (f"{counted(shown, 'name')} to settle{aside}{more}.", standing))))

    def _show_possible(self) -> None:
        chosen = self.selected()
        self.put_button.setEnabled(bool(chosen))
        self.leave_button.setEnabled(bool(chosen))
        self.leave_button.setText("&List again" if chosen and all(map(self._is_left, chosen)) else "&Leave be")
        self.alias_button.setEnabled(any(one.kind == ENTITY for one in chosen))
        self.undo_button.setEnabled(self._bridge.elsewhere.to_undo(self._bridge.history) is not None)

    def _button(self, text: str, tip: str, slot: Callable[[], object]) -> PushButton:
        button = PushButton(text)
        button.setToolTip(tip)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked: slot())
        return button


def _key(one: LooseName) -> tuple[str, str]:
    return one.type if one.kind == ENTITY else one.kind, one.name
