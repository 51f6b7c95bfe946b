"""What the folder's documents name and no codebook has, to be settled: put in, given to another as a name, or left."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QHeaderView, QLineEdit, QVBoxLayout, QWidget

from annotator.formats.codebooks.codebook_json import CodebookError
from annotator.model.entity import Entity
from annotator.services.codebook.folder_codebook import folder_codebook
from annotator.services.codebook.put_in import CodebookStep, put_alias, put_in
from annotator.services.disk.atomic_file import SaveError
from annotator.services.editing.picks import as_typed, quality_of
from annotator.services.index.index import FolderChange, FolderIndex
from annotator.services.index.loose import ENTITY, LooseLayer, LooseName, Passages, loose_names, passages_of_names
from annotator.services.running.progress import Cancelled, Progress
from annotator.services.user.same_pairs import SamePairs
from annotator.ui.dialogs.loose_model import COUNTS, LooseModel
from annotator.ui.panels.role_rows import area_of
from annotator.ui.session_bridge import SessionBridge
from annotator.ui.toolkit.hints import show_hint
from annotator.ui.toolkit.pick_list import Choice, ask
from annotator.ui.toolkit.push_button import ENTER, PushButton
from annotator.ui.toolkit.row_table import RowTable
from annotator.ui.toolkit.safe_text import PlainLabel
from annotator.ui.toolkit.screen_room import open_with
from annotator.ui.toolkit.waiting import Waiting
from annotator.ui.toolkit.words_on_screen import ENTITY_TYPE_WORDS, counted

SHOWN = 50
REFILL_MILLISECONDS = 100
_TITLE = "Names not in the codebook"
_MOVES = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)
_PUTTING = "Putting names into the codebook"


class LooseNames(QDialog):
    """Each is settled by a key or a button, which undo takes back; what is left be is remembered by ``said``.

    ``home`` is the folder whose codebook they go into, ``made`` is told of each step.
    """

    def __init__(
        self,
        parent: QWidget,
        bridge: SessionBridge,
        index: FolderIndex,
        said: SamePairs,
        *,
        home: Path,
        author: str,
        made: Callable[[CodebookStep | None], None],
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_TITLE)
        self._bridge, self.index, self._said = bridge, index, said
        self._home, self._author, self._made = home, author, made
        self._passages: Passages | None = None
        self._waiting = Waiting(self)
        open_with(self, 720, 560)
        self._make_list()
        self.show_left = QCheckBox("&Show those left be")
        self.show_left.toggled.connect(lambda _on: self.fill())
        self.count, self.state = PlainLabel(), PlainLabel()
        self._late = QTimer(self, singleShot=True, interval=REFILL_MILLISECONDS)
        self._late.timeout.connect(self.fill)
        self._lay_out()
        bridge.message.connect(self.state.setText)
        bridge.folder.changed.connect(self._on_folder)
        bridge.made_elsewhere_changed.connect(self._show_possible)
        self._show_possible()

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
        """List what is loose; the name that was current stays, or the next one, and the first row stays the first."""
        row = max(0, self.list.currentIndex().row())
        current = self.model.rows[row] if row else None
        everything = loose_names(self.index.names, self._passages or Passages())
        shows_left = self.show_left.isChecked()
        wanted = [one for one in everything if shows_left or not self._is_left(one)]
        self.model.show_names(wanted, are_counted=self._passages is not None)
        self._choose(self.model.place_of(current, row) if current else row)
        self._say(len(wanted), len(everything) - len(wanted))

    def put(self) -> None:
        """Put what is selected into the codebook, with all that is said of it."""
        if not (chosen := self.selected()):
            return
        gathered, names = LooseLayer(), self.index.names
        entities, topics = ([one for one in chosen if (one.kind == ENTITY) is is_entity] for is_entity in (True, False))
        for one in self._waiting.one_by_one(entities):
            gathered.add_entity(names, one.number)
        view = self.index.view()

        def put(progress: Progress) -> CodebookStep | None:
            gathered.add_topics(view, topics, progress)
            return put_in(
                self._home, self._author, gathered.layer, gathered.entities, gathered.topics, progress=progress
            )

        self._do(put)

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

    def selected(self) -> list[LooseName]:
        """Give what is selected."""
        found = self.list.selectionModel().selection()
        places = sorted((found.at(place).top(), found.at(place).bottom()) for place in range(found.count()))
        return [one for top, bottom in places for one in self.model.rows[top : bottom + 1]]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if watched is self.edit and event.key() in _MOVES:
            self.list.event(event)
        elif watched is self.edit and event.key() in ENTER:
            self.put()
        elif watched is self.edit and event.matches(QKeySequence.StandardKey.Undo) and not self.edit.isUndoAvailable():
            self._step(undo=True)
        elif watched is self.list and event.key() == Qt.Key.Key_Delete:
            self.leave()
        else:
            return super().eventFilter(watched, event)
        return True

    def _narrow(self, typed: str) -> None:
        self.model.narrow(typed)
        self._choose(0)

    def _choose(self, row: int) -> None:
        row = min(row, len(self.model.rows) - 1)
        if row >= 0:
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.list.selectionModel().setCurrentIndex(self.model.index(row, 0), flags)
        self._show_possible()

    def _registered(self, registered: Sequence[Entity], likely: set[str], names: list[str], typed: str) -> list[Choice]:
        wanted = as_typed(typed)
        found = [(quality, one) for one in registered if (quality := quality_of(wanted, one.names)) is not None]
        found.sort(key=lambda item: (item[1].name not in likely, item[0], item[1].name))
        return [
            Choice(one.name, ENTITY_TYPE_WORDS.get(one.type, one.type), partial(self._give, names, one.id))
            for _quality, one in found[:SHOWN]
        ]

    def _give(self, names: list[str], entity_id: str) -> None:
        self._do(lambda _progress: put_alias(self._home, self._author, names, entity_id))

    def _do(self, step: Callable[[Progress], CodebookStep | None]) -> None:
        try:
            made = self._waiting.result(_PUTTING, step)
        except (CodebookError, SaveError) as error:
            self.state.setText(f"Not put into the codebook: {error}")
        except Cancelled:
            self.state.setText("Stopped; the codebook is as it was.")
        else:
            # From now on undo takes back the step, and no longer what was typed before it.
            self.edit.setText(self.edit.text())
            self._made(made)

    def _step(self, *, undo: bool) -> None:
        self._bridge.step_elsewhere(undo=undo)

    def _on_folder(self, change: FolderChange) -> None:
        if self.isVisible() and change.names:
            self._late.start()

    def _is_left(self, one: LooseName) -> bool:
        return self._said.is_left(*_key(one))

    def _say(self, shown: int, left: int) -> None:
        standing = self.index.standing().sentence
        aside = f", {left:,} left be" if left else ""
        self.count.setText(" ".join(filter(None, (f"{counted(shown, 'name')} to settle{aside}.", standing))))

    def _show_possible(self) -> None:
        chosen = self.selected()
        self.put_button.setEnabled(bool(chosen))
        self.leave_button.setEnabled(bool(chosen))
        self.leave_button.setText("&List again" if chosen and all(map(self._is_left, chosen)) else "&Leave be")
        self.alias_button.setEnabled(any(one.kind == ENTITY for one in chosen))
        self.undo_button.setEnabled(self._bridge.elsewhere.to_undo(self._bridge.history) is not None)

    # Putting together --------------------------------------------------------------------------------------------

    def _make_list(self) -> None:
        self.edit = QLineEdit(clearButtonEnabled=True)
        show_hint(self.edit, "Search the names")
        self.edit.setAccessibleName("Search the names")
        self.edit.installEventFilter(self)
        self.edit.textChanged.connect(self._narrow)
        self.model = LooseModel(self, self._is_left)
        self.list = RowTable(_TITLE)
        self.list.setModel(self.model)
        header = self.list.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        letters = self.list.fontMetrics().averageCharWidth()
        for column, width in ((1, 22), *((count, 13) for count in COUNTS)):
            self.list.setColumnWidth(column, letters * width)
        self.list.installEventFilter(self)
        self.list.chosen.connect(lambda _index: self.put())
        self.list.selectionModel().selectionChanged.connect(lambda _new, _old: self._show_possible())

    def _lay_out(self) -> None:
        self.put_button = self._button("&Put in", "Put the selected into the codebook (Enter)", self.put)
        self.alias_button = self._button(
            "&Another name of…", "Give the selected to one of the codebook", self.ask_alias
        )
        self.leave_button = self._button("&Leave be", "Leave the selected out of this list (Del)", self.leave)
        self.undo_button = self._button("&Undo", "Take the last step back (Ctrl+Z)", partial(self._step, undo=True))
        self.undo_button.setShortcut("Ctrl+Z")
        close = PushButton("Close")
        close.clicked.connect(self.reject)
        line, column = QHBoxLayout(), QVBoxLayout(self)
        for button in (self.put_button, self.alias_button, self.leave_button, self.undo_button, close):
            line.addWidget(button)
        line.insertStretch(line.count() - 1, 1)
        for label in (self.count, self.state):
            label.setWordWrap(True)
        for widget in (self.edit, self.list, self.count, self.show_left, self.state):
            column.addWidget(widget, int(widget is self.list))
        column.addLayout(line)

    def _button(self, text: str, tip: str, slot: Callable[[], object]) -> PushButton:
        button = PushButton(text)
        button.setToolTip(tip)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked: slot())
        return button


def _key(one: LooseName) -> tuple[str, str]:
    return one.type if one.kind == ENTITY else one.kind, one.name
