"""Work that is not what is open, saved over or left by a crash: a look at what differs, and taking it back."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QWidget

from annotator.services.keeping.desk import Desk
from annotator.services.merging.earlier_work import EarlierWork, NotReadError, Taken, belongs_to
from annotator.services.merging.their_version import changes
from annotator.ui.toolkit.filtered_list import KEY, FilteredList
from annotator.ui.toolkit.plain_rows import give_room
from annotator.ui.toolkit.push_button import PushButton
from annotator.ui.toolkit.safe_text import PlainLabel, tool_tip, visible
from annotator.ui.toolkit.screen_room import open_with
from annotator.ui.toolkit.words_on_screen import counted

_SHOWN = 2000
NOTHING = "Nothing differs from what is open."


class EarlierWorkView(FilteredList):
    """One piece of work a row; below, what taking it back would change in the document that is open.

    ``taken`` is what was chosen, of the document that is open, ``other`` what was chosen of another one.
    """

    def __init__(
        self,
        desk: Desk | None,
        found: Sequence[EarlierWork],
        title: str,
        columns: Sequence[str],
        parent: QWidget | None,
    ) -> None:
        super().__init__(parent, title, "Search the list", columns)
        open_with(self, 860, 560)
        self._desk = desk
        self.taken: tuple[EarlierWork, Taken] | None = None
        self.other: EarlierWork | None = None
        self._read: Taken | None = None
        self.said = PlainLabel()
        self.said.setWordWrap(True)
        self.preview = QTreeWidget()
        self.preview.setRootIsDecorated(False)
        self.preview.setUniformRowHeights(True)
        self.preview.setHeaderLabels(["Would be", "What"])
        self.preview.setAccessibleName("What taking it back would change")
        give_room(self.preview)
        self.column.addWidget(self.said)
        self.column.addWidget(self.preview, 1)
        self.take_button = PushButton("Take this one back")
        self.take_button.clicked.connect(self._take_current)
        self.add_buttons(self.take_button)
        self.list.currentItemChanged.connect(self._look)
        for work in found:
            self.add_row(self.cells(work), work, tip=str(work.document or ""))
        if not found:
            self._say(self.nothing)
        self.ready()

    nothing = ""

    def cells(self, work: EarlierWork) -> tuple[str, ...]:
        """Give the row of a piece of work."""
        return (when(work.time), work.holds, work.who, work.document.name if work.document else "not known")

    def chosen(self, key: object) -> None:
        if not isinstance(key, EarlierWork) or not self.take_button.isEnabled():
            return
        if self._read:
            self.taken = (key, self._read)
        else:
            self.other = key
        self.accept()

    def _take_current(self) -> None:
        if item := self.list.currentItem():
            self.chosen(item.data(0, KEY))

    def _look(self, item: QTreeWidgetItem | None, _former: object = None) -> None:
        """Show what the row that is selected would change."""
        self._read = None
        self.preview.clear()
        work = item.data(0, KEY) if item else None
        self.take_button.setEnabled(False)
        self.take_button.setText("Take this one back")
        if not isinstance(work, EarlierWork):
            self._say(self.nothing if not self.list.topLevelItemCount() else "")
        elif self._desk is None or not belongs_to(work, self._desk):
            self.take_button.setEnabled(work.document is not None)
            self.take_button.setText("Open its document")
            self._say("It belongs to another document; open that to see what differs.")
        else:
            self._preview(work, self._desk)

    def _preview(self, work: EarlierWork, desk: Desk) -> None:
        try:
            read = work.read(desk)
        except NotReadError as error:
            self._say(str(error))
            return
        rows = changes(read.session.layer, read.layer)
        for verb, what in rows[:_SHOWN]:
            item = QTreeWidgetItem([verb, visible(what)])
            item.setToolTip(1, tool_tip(what))
            self.preview.addTopLevelItem(item)
        self.preview.resizeColumnToContents(0)
        if not rows:
            self._say(" ".join((NOTHING, *read.sentences[:1])))
        elif read.session.read_only:
            self._say(read.session.read_only)
        else:
            self._read = read
            self.take_button.setEnabled(True)
            undo = "undo in the codebook's window" if work.is_codebook else "undo"
            more = f" {read.sentences[0]}" if read.sentences else ""
            self._say(
                f"Taking it back would change {counted(len(rows), 'thing')}; {undo} returns to what is here now.{more}"
            )

    def _say(self, sentence: str) -> None:
        self.said.setText(sentence)


class EarlierStatesView(EarlierWorkView):
    """What the annotation file and the codebook held before they were saved over."""

    nothing = "Nothing is kept yet: a state is kept whenever the annotation file or the codebook is saved over."

    def __init__(self, desk: Desk, found: Sequence[EarlierWork], parent: QWidget | None) -> None:
        super().__init__(desk, found, "Earlier states", ("Saved over", "Held", "Written by", "File"), parent)


class RecoverView(EarlierWorkView):
    """What was not saved when the program ended, and was set aside."""

    nothing = "Nothing was set aside on this computer."

    def __init__(self, desk: Desk | None, found: Sequence[EarlierWork], parent: QWidget | None) -> None:
        # What belongs to the open document stands first.
        ordered = sorted(found, key=lambda work: desk is None or not belongs_to(work, desk))
        super().__init__(desk, ordered, "Recover", ("Set aside", "Holds", "Made by", "Annotation file"), parent)


def when(time: datetime) -> str:
    """Give a time as the clock on the wall shows it."""
    return time.astimezone().strftime("%d %b %Y, %H:%M:%S")
